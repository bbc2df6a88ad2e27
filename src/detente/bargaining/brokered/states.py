"""Terms that depend on what happens: a package names a level of them for every state, judged run by run.

States are conditions on drivers (`by`); the runs fall into them. A package gains what it gains on average in each
state, times the state's share of the runs. The same level in all states is what an unconditional term would be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from detente.bargaining.agreement.draws import Futures
from detente.bargaining.agreement.result import Story
from detente.bargaining.packages.negotiation import Array, Package
from detente.errors import DetenteError, LimitError
from detente.outcomes.numbers import Numbers, uncertain
from detente.time_left import check

MOST_CHOICES = 200_000
OTHERWISE = "otherwise"


@dataclass(frozen=True)
class Choice:
    """A package with a level per state: what it holds in each of them, and the gains over all runs."""

    packages: tuple[Package, ...]
    gains: tuple[float, ...]


@dataclass(frozen=True)
class Ways:
    """`strict`: some choice is better for all; `surplus`: the largest sum of gains where nobody loses (None: nobody can
    help losing); `nash`: the choice with the largest product of gains (None without one better for all)."""

    strict: bool
    surplus: float | None
    nash: Choice | None


@dataclass(frozen=True)
class ByState:
    """`states`: state → its share of the runs; `terms`: the issues that depend on it; `same`: one level for all."""

    states: Mapping[str, float]
    terms: tuple[int, ...]
    free: Ways
    same: Ways

    @property
    def worth(self) -> float | None:
        """What conditions add to the largest sum; None where one of the two has no zone."""
        if self.free.surplus is None or self.same.surplus is None:
            return None
        return self.free.surplus - self.same.surplus


def by_state(found: Story, columns: Mapping[str, Array]) -> ByState | None:
    """The terms of an agreement with `by`; None where it has none, or no runs are looked at.

    Raises `DetenteError` where terms name different states, or states overlap or leave a run out; `LimitError` for too
    many choices.
    """
    setting = found.setting
    record = setting.situation.agreements[setting.agreement]
    named = {name: term.by for name, term in record.terms.items() if term.by}
    if not named:
        return None
    first, conditions = next(iter(named.items()))
    for name, other in named.items():
        if dict(other) != dict(conditions):
            raise DetenteError("states_differ", one=first, other=name)
    if not columns and uncertain(found.situation):
        return None  # no runs were asked for
    if not columns:
        raise DetenteError("states_certain", term=first)
    count = len(next(iter(columns.values())))
    of_run = _state_of(found, conditions, columns, count, first)
    futures = Futures.of(setting.situation, setting.agreement, setting.kind)
    terms = tuple(
        issue
        for issue, place in enumerate(setting.places)
        if setting.axes[place].owner == setting.agreement and setting.axes[place].name in named
    )
    packages = list(product(*found.deal.negotiation.allowed))
    packages = [one for one in packages if not found.deal.negotiation.banned(one)]
    sizes = tuple(len(futures.axes[place].levels) for place in futures.places)
    codes = np.array([int(np.ravel_multi_index(one, sizes)) for one in packages], np.int64)
    gained, _ = futures.gains_of(codes, columns, count)
    shares = {name: float(np.mean(of_run == place)) for place, name in enumerate(conditions)}
    inside = [
        np.where(np.isnan(g := gained[of_run == place].mean(axis=0)), -np.inf, g) * share
        for place, share in enumerate(shares.values())
        if share
    ]
    alike: dict[tuple[int, ...], list[int]] = {}
    for row, one in enumerate(packages):
        check()
        alike.setdefault(tuple(level for issue, level in enumerate(one) if issue not in terms), []).append(row)
    choices = sum(len(rows) ** len(inside) for rows in alike.values())
    if choices > MOST_CHOICES:
        raise LimitError("states_many", count=choices, limit=MOST_CHOICES)
    free = [pick for rows in alike.values() for pick in product(rows, repeat=len(inside))]
    same = [(row,) * len(inside) for row in range(len(packages))]
    live = {name: share for name, share in shares.items() if share}
    return ByState(live, terms, _ways(free, inside, packages), _ways(same, inside, packages))


def _state_of(
    found: Story, conditions: Mapping[str, str], columns: Mapping[str, Array], count: int, term: str
) -> Array:
    """The place of the state that every run falls into."""
    space = Futures.of(found.situation, found.setting.agreement).own
    numbers = Numbers(found.situation, space, count, dict(columns))
    holds = {
        name: np.broadcast_to(numbers.condition(text), count)
        for name, text in conditions.items()
        if text.strip() != OTHERWISE
    }
    total = np.sum(list(holds.values()), axis=0) if holds else np.zeros(count, int)
    if (total > 1).any():
        raise DetenteError("states_overlap", term=term, share=100 * float(np.mean(total > 1)))
    rest = [name for name in conditions if name not in holds]
    if not rest and (total == 0).any():
        raise DetenteError("states_gap", term=term, share=100 * float(np.mean(total == 0)))
    names = list(conditions)
    state = np.full(count, names.index(rest[0]) if rest else -1)
    for name, true in holds.items():
        state[true] = names.index(name)
    return state


def _ways(picks: list[tuple[int, ...]], inside: list[Array], packages: list[Package]) -> Ways:
    rows = np.array(picks)
    gains: Array = np.sum([part[rows[:, place]] for place, part in enumerate(inside)], axis=0)
    good: Array = np.all(gains >= 0, axis=1)
    strict: Array = np.all(gains > 1e-9, axis=1)
    surplus = float(gains[good].sum(axis=1).max()) if good.any() else None
    if not strict.any():
        return Ways(False, surplus, None)
    best = int(np.where(strict, np.log(np.where(strict[:, None], gains, 1.0)).sum(axis=1), -np.inf).argmax())
    return Ways(True, surplus, Choice(tuple(packages[row] for row in picks[best]), tuple(gains[best].tolist())))


def states_data(found: ByState, named: Any, parties: tuple[str, ...]) -> dict[str, Any]:
    """As JSON has it; `named`: what stands where in a package."""

    def told(ways: Ways) -> dict[str, Any]:
        nash = None
        if ways.nash is not None:
            packages = {state: named(one) for state, one in zip(found.states, ways.nash.packages, strict=True)}
            nash = {"packages": packages, "gains": dict(zip(parties, ways.nash.gains, strict=True))}
        return {"strict": ways.strict, "surplus": ways.surplus, "nash": nash}

    return {
        "states": dict(found.states),
        "contingent": told(found.free),
        "same_in_all": told(found.same),
        "value_of_conditions": found.worth,
    }
