"""Weights of which only the order is known: drawn evenly from all weights in their ranges that fit it.

This is stochastic multicriteria acceptability analysis with ordinal information (Lahdelma & Salminen, Operations
Research 49, 2001; from memory, unverified): ``order`` cuts a *cone* out of the weights of an actor's goals, ``total``
keeps those that add up to a number (evenly over the simplex: Dirichlet(1, …, 1)). Where weights of equal range stand in
a row, they are sorted, which is exact: sorted draws of exchangeable weights are draws given the order. What is left is
found by drawing again until enough fit; less than 0.1% fitting is refused.

The centre of such weights is the mean over the cone, not the middle of each range, which may lie outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.chance import BATCH, Array, Stream, quantile
from detente.situation.model import Situation
from detente.situation.order import Over, read_order
from detente.situation.quantity import Formula, Known, Spread, Uniform
from detente.situation.reading.faults import Faults
from detente.situation.records import Quantity
from detente.situation.wants import Preference

LEAST_ACCEPTED = 0.001
TRIED_FIRST = 16 * BATCH  # candidates before a low rate is believed


@dataclass(frozen=True)
class Cone:
    """The goals of one actor whose weights are drawn together, by column name.

    `free`: their ranges; `known`: weights that are numbers; `links`: what is said of two of them; `total`: what they
    add up to (None: nothing is said).
    """

    name: str
    free: dict[str, Spread]
    known: dict[str, float]
    links: tuple[Over, ...]
    total: float | None = None

    def draw(self, seed: int, batch: int, count: int = BATCH) -> tuple[dict[str, Array], int]:
        """`count` draws of every weight, and how many candidates it took.

        Raises `DetenteError` if fewer than 0.1% of the candidates fit.
        """
        streams = {column: Stream(seed, column, batch) for column in self.free}
        found: list[dict[str, Array]] = []
        fitting, tried = 0, 0
        while fitting < count:
            weights = self._candidates(streams)
            fits = self.fits(weights, self._left)
            kept = np.flatnonzero(fits)[: count - fitting]
            found.append({column: values[kept] for column, values in weights.items()})
            fitting += len(kept)
            tried += len(fits) if fitting < count else int(kept[-1]) + 1
            if tried >= TRIED_FIRST and fitting < LEAST_ACCEPTED * tried:
                raise DetenteError("order_rare", name=self.name, share=100 * fitting / tried, tried=tried)
        return {column: np.concatenate([part[column] for part in found]) for column in self.free}, tried

    def _candidates(self, streams: dict[str, Stream]) -> dict[str, Array]:
        """A batch of weights in their ranges (or shares of the total), sorted where that is exact."""
        chances = {column: streams[column].uniform() for column in self.free}
        if self.total is None:
            weights = {column: quantile(spread, chances[column]) for column, spread in self.free.items()}
        else:
            parts = {column: -np.log(chance) for column, chance in chances.items()}
            whole = np.sum(list(parts.values()), axis=0)
            weights = {column: self.total * part / whole for column, part in parts.items()}
        for chain in self.chains:
            ordered = np.sort([weights[column] for column in chain], axis=0)[::-1]
            weights.update(zip(chain, ordered, strict=True))
        return weights

    def fits(self, weights: Mapping[str, Array], links: tuple[Over, ...] | None = None) -> Array:
        """Boolean array: the draws of these weights that fit the order (and, with a total, the ranges)."""
        values: dict[str, Array] = {**{column: np.asarray(number) for column, number in self.known.items()}, **weights}
        found = np.ones(len(next(iter(weights.values()))), np.bool_)
        for link in self.links if links is None else links:
            left, right = float(link.left_times) * values[link.left], float(link.right_times) * values[link.right]
            found &= left > right if link.strict else left >= right
        if self.total is not None:
            for column, spread in self.free.items():
                bounds = [float(bound) for bound in spread.bounds]
                found &= (values[column] >= bounds[0]) & (values[column] <= bounds[1])
        return found

    @cached_property
    def chains(self) -> tuple[tuple[str, ...], ...]:
        """Rows of weights with equal ranges, each said to be above the next, no weight in two of them."""
        after: dict[str, str] = {}
        before: dict[str, str] = {}
        for link in self.links:
            plain = link.left_times == link.right_times == 1 and {link.left, link.right} <= set(self.free)
            if plain and self.free[link.left] == self.free[link.right]:
                circle = link.left in _row(link.right, after)
                if link.left not in after and link.right not in before and not circle:
                    after[link.left], before[link.right] = link.right, link.left
        heads = [column for column in self.free if column in after and column not in before]
        return tuple(tuple(_row(head, after)) for head in heads)

    @cached_property
    def _left(self) -> tuple[Over, ...]:
        """What sorting does not see to."""
        sorted_away = {pair for chain in self.chains for pair in pairwise(chain)}
        return tuple(link for link in self.links if (link.left, link.right) not in sorted_away or link.left_times != 1)

    @cached_property
    def centre(self) -> dict[str, float]:
        """The mean of every weight over the cone: exact for one row of equal even ranges, else over 8,192 draws."""
        if len(self.chains) == 1 and len(self.chains[0]) == len(self.free) and not self._left:
            (chain,) = self.chains
            spread = self.free[chain[0]]
            size, place = len(chain), range(len(chain))
            if self.total is None and isinstance(spread, Uniform):
                low, high = map(float, spread.bounds)
                return {chain[k]: low + (high - low) * (size - k) / (size + 1) for k in place}
            if self.total is not None and spread.bounds[0] <= 0 and spread.bounds[1] >= self.total:
                return {chain[k]: self.total / size * sum(1 / j for j in range(k + 1, size + 1)) for k in place}
        weights, _ = self.draw(0, 0)
        return {column: float(values.mean()) for column, values in weights.items()}


def lint(situation: Situation, faults: Faults) -> None:
    """Report orders that next to no weights in their ranges fit."""
    for cone in cones(situation):
        try:
            cone.draw(0, 0)
        except DetenteError as error:
            actor_path = tuple(int(step) if step.isdigit() else step for step in cone.name.split("."))
            faults.add("order_rare", (*actor_path, "order" if cone.links else "total"), key=True, **error.params)


def _row(head: str, after: dict[str, str]) -> list[str]:
    row = [head]
    while row[-1] in after:
        row.append(after[row[-1]])
    return row


def cones(situation: Situation) -> list[Cone]:
    """The cone of every actor (and alternative) that states an order or a total."""
    found = []
    for path, preference in _stated(situation):
        weights = {name: goal.weight for name, goal in (preference.goals or {}).items()}
        forms = {name: _form(weight, situation) for name, weight in weights.items()}
        named = {name: f"{path}.goals.{name}.weight" for name in weights}
        links = [link for line in preference.order or () for link in read_order(line) or ()]
        links = [link for link in links if {link.left, link.right} <= set(weights)]  # where a goal was left out
        used = {name for link in links for name in (link.left, link.right)}
        asked = weights if preference.total is not None else used
        total = preference.total.form if preference.total is not None else None
        found.append(
            Cone(
                path,
                {named[n]: form for n, form in forms.items() if n in asked and isinstance(form, Spread)},
                {named[n]: float(form.value) for n, form in forms.items() if n in asked and isinstance(form, Known)},
                tuple(
                    Over(named[link.left], named[link.right], link.strict, link.left_times, link.right_times)
                    for link in links
                ),
                float(total.value) if isinstance(total, Known) else None,
            )
        )
    return [cone for cone in found if cone.free]


def _stated(situation: Situation) -> Iterator[tuple[str, Preference]]:
    for actor, preference in situation.preferences.items():
        alternatives = enumerate(preference.any or ())
        inner = [(f"preferences.{actor}.any.{place}", alternative) for place, alternative in alternatives]
        for path, record in ((f"preferences.{actor}", preference), *inner):
            if record.goals and (record.order or record.total is not None):
                yield path, record


def _form(quantity: Quantity, situation: Situation) -> object:
    """What a quantity is, a word looked up."""
    form = quantity.form
    return situation.words[form.text].form if isinstance(form, Formula) and form.text in situation.words else form
