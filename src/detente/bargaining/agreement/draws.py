"""The deal of many futures at once: is there a zone, which package is fair, in every draw of the numbers.

For each draw the drift is followed, the packages are set on what it ends in, and gains are counted from what each party
has there; draws that end alike share one table of packages. A package is *worth it* if every party gains more than its
inertia. Floats: differences below 1e-9 × Σ|weight| of a party are none. The packages, not the numbers, are the answer:
a package is told by its levels, in one code for all draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import prod

import numpy as np

from detente.bargaining.agreement.drift import CONCEPT_OF, Levels, OwnMoves, own_moves_from
from detente.bargaining.agreement.followed import MOST_PACKAGES, Reactions, may_react
from detente.bargaining.agreement.from_situation import chosen_agreement, limits_of, places_of
from detente.errors import DetenteError, LimitError
from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import TIE_TOLERANCE, Array, utility
from detente.outcomes.space import Axis, Space, axes_of, space_within, status_quo_levels
from detente.situation.model import Agreement, Situation
from detente.stability.kernel.predicted import ends
from detente.stability.solve import Model
from detente.time_left import check

NONE = -1  # no package
CELLS = 2_000_000  # draws × outcomes × parties held at once

Columns = Mapping[str, Array]
Follow = Callable[[Space, Array, Array], Array]  # packages, draws, values as signed → values with what follows


@dataclass(frozen=True)
class Drawn:
    """One answer per draw. `weak`: a package is no worse for anybody and better for somebody; `worth`: packages that
    are worth it; `nash`, `ks`: codes of the fair packages among those better for all (`NONE` without one); `gains`: of
    the Nash package (draws, parties; nan without one); `end`: number of the outcome no deal led to, in `ends`.
    """

    weak: Array
    worth: Array
    nash: Array
    ks: Array
    gains: Array
    end: Array
    ends: tuple[Levels, ...]


@dataclass(frozen=True)
class _Known:
    """Some draws: what the parties have at the outcomes of the drift, and the least gain that moves them.

    `least`: what counts as no gain; `follow`: what packages are worth with what follows (None: nobody moves on).
    """

    numbers: Numbers
    worths: list[Array]
    inertia: Array
    least: Array
    follow: Follow | None


@dataclass(frozen=True)
class _Start:
    """Where no deal leads in these draws: the outcome, and what each party has there (draws, parties)."""

    draws: Array
    base: Levels
    d: Array


@dataclass(frozen=True)
class Futures:
    """An agreement of a situation, ready to be looked at in many draws."""

    situation: Situation
    agreement: str
    kind: str
    _tables: dict[Levels, Space] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, situation: Situation, name: str | None = None, disagreement: str | None = None) -> Futures:
        agreement = chosen_agreement(situation, name)
        given = situation.agreements[agreement].disagreement
        return cls(situation, agreement, disagreement or ("numbers" if isinstance(given, dict) else str(given)))

    @property
    def record(self) -> Agreement:
        return self.situation.agreements[self.agreement]

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        return axes_of(self.situation)

    @cached_property
    def places(self) -> tuple[int, ...]:
        return places_of(self.record, self.agreement, self.axes)

    @cached_property
    def start(self) -> Levels:
        standing = status_quo_levels(self.situation, self.axes)
        if standing is None and self.kind != "numbers":
            raise DetenteError("deal_disagreement_missing")
        return tuple(standing) if standing is not None else (0,) * len(self.axes)

    @cached_property
    def own(self) -> Space:
        """The outcomes the drift can pass through."""
        if self.kind in CONCEPT_OF:
            return self.alone.space
        return space_within(self.situation, self.axes, [[level] for level in self.start])

    @cached_property
    def alone(self) -> OwnMoves:
        return own_moves_from(self.situation, self.axes, self.start)

    @cached_property
    def model(self) -> Model | None:
        """The whole model, where actors outside may answer a package and their outcomes can be listed."""
        if not may_react(self.situation, self.agreement):
            return None
        try:
            return Model.of(self.situation)
        except LimitError:
            return None

    def _limits(self, base: Levels) -> tuple[tuple[int, ...], ...]:
        return limits_of(self.situation, self.axes, self.places, base)

    def _cells(self, base: Levels) -> int:
        """How many packages there would be on this outcome without rules."""
        return prod(map(len, self._limits(base)))

    def packages(self, base: Levels) -> Space:
        """The packages that can be set on this outcome."""
        if base not in self._tables:
            limits = dict(zip(self.places, self._limits(base), strict=True))
            allowed = [list(limits.get(place, (level,))) for place, level in enumerate(base)]
            self._tables[base] = space_within(self.situation, self.axes, allowed)
        return self._tables[base]

    def code(self, levels: Array) -> Array:
        """Whole outcomes (rows of levels) as codes of the packages they hold."""
        sizes = tuple(len(self.axes[place].levels) for place in self.places)
        return np.ravel_multi_index(tuple(levels[..., place].astype(np.int64) for place in self.places), sizes)

    def package(self, code: int) -> tuple[int, ...]:
        """The levels of terms and pledges that a code stands for."""
        sizes = tuple(len(self.axes[place].levels) for place in self.places)
        return tuple(int(level) for level in np.unravel_index(code, sizes))

    def look(self, columns: Columns, count: int, scale: Columns | None = None) -> Drawn:
        """The answers of `count` draws; columns that are missing stand at their centre."""
        outcomes = max(self.own.count, 0 if self.model is None else self.model.space.count)
        size = max(1, min(count, CELLS // max(1, outcomes * len(self.situation.actors))))
        parts = []
        led_to: dict[Levels, int] = {}
        for first in range(0, count, size):
            check()
            rows = np.arange(first, min(first + size, count))
            parts.append(self._block(_at(columns, rows), _at(scale or {}, rows), len(rows), led_to))
        joined = [np.concatenate([part[place] for part in parts]) for place in range(6)]
        weak, worthwhile, nash, ks, at_nash, end = joined
        return Drawn(weak, worthwhile, nash, ks, at_nash, end, tuple(led_to))

    def starts(self, columns: Columns, count: int) -> Starts:
        """Where no deal leads in `count` draws, ready to be asked about one package after another."""
        known = self._known(columns, {}, count)
        return Starts(self, known, self._without(known))

    def gains_of(self, codes: Array, columns: Columns, count: int) -> tuple[Array, Array]:
        """What these packages gain each party in every draw (draws, packages, parties; nan where one is impossible),
        and the inertia (draws, parties)."""
        parties = len(self.record.parties)
        gains, inertia = np.full((count, len(codes), parties), np.nan), np.zeros((count, parties))
        outcomes = max(self.own.count, 0 if self.model is None else self.model.space.count)
        size = max(1, min(count, CELLS // max(1, outcomes * len(self.situation.actors))))
        for first in range(0, count, size):
            rows = np.arange(first, min(first + size, count))
            known = self._known(_at(columns, rows), {}, len(rows))
            inertia[rows] = known.inertia
            for start in self._without(known):
                table = self.packages(start.base)
                held = self.code(table.levels)
                order = np.argsort(held)
                place = np.searchsorted(held, codes, sorter=order)
                there = place < len(held)
                there[there] = held[order[place[there]]] == codes[there]
                values = self.values(known, start, table) - start.d[:, None]
                gains[np.ix_(rows[start.draws], there)] = values[:, order[place[there]]]
        return gains, inertia

    def _block(self, columns: Columns, scale: Columns, count: int, known_ends: dict[Levels, int]) -> tuple[Array, ...]:
        known = self._known(columns, scale, count)
        found = _nothing(count, len(self.record.parties))
        for start in self._without(known):
            draws, table = start.draws, self.packages(start.base)
            values, codes = self.values(known, start, table), self.code(table.levels)
            answers = answers_of(values - start.d[:, None], known.least[draws], known.inertia[draws], codes)
            number = np.full(len(draws), known_ends.setdefault(start.base, len(known_ends)))
            for whole, part in zip(found, (*answers, number), strict=True):
                whole[draws] = part
        return found

    def _known(self, columns: Columns, scale: Columns, count: int) -> _Known:
        numbers = Numbers(self.situation, self.own, count, columns, scale)
        worths = [worth(numbers, party) for party in self.record.parties]
        inertia = np.stack([_inertia(numbers, party) for party in self.record.parties], axis=1)
        least = np.stack([TIE_TOLERANCE * size for _, size in worths], axis=1)
        follow = None if self.model is None else self._after(self.model, columns, scale, count)
        return _Known(numbers, [values for values, _ in worths], inertia, least, follow)

    def _without(self, known: _Known) -> list[_Start]:
        """Where no deal leads, and what each party has there, in groups of draws that end alike."""
        numbers, parties = known.numbers, self.record.parties
        here = self.own.with_levels(list(self.start))
        landed: list[tuple[int, ...]] = [(0,)] * numbers.count
        if here is not None and self.kind in CONCEPT_OF:
            concept = CONCEPT_OF[self.kind]
            drift = Model(self.situation, self.alone.space, self.alone.moves)
            landed = [tuple(one.tolist()) for one in ends(drift, numbers, (concept,), here)[concept].members()]
        elif here is not None:
            landed = [(here,)] * numbers.count
        found = []
        for group in dict.fromkeys(landed):
            draws = np.flatnonzero([one == group for one in landed])
            base = tuple(self.own.levels[group[0]].tolist()) if self.own.count else self.start
            if self.kind == "numbers":
                d = np.stack([_given(numbers, self.record, self.agreement, party) for party in parties], axis=1)[draws]
            else:
                d = np.stack([values[draws][:, list(group)].max(axis=1) for values in known.worths], axis=1)
            found.append(_Start(draws, base, d))
        return found

    def values(self, known: _Known, start: _Start, table: Space) -> Array:
        """What packages (a table of outcomes) are worth to each party (draws, packages, parties)."""
        numbers, draws = known.numbers, start.draws
        scale = _at(numbers.scale, draws)
        inside = Numbers(self.situation, table, len(draws), _at(numbers.columns, draws), scale)
        values = np.stack([worth(inside, party)[0] for party in self.record.parties], axis=2)
        if known.follow is not None and self._cells(start.base) <= MOST_PACKAGES:
            values = known.follow(table, draws, values)
        return values

    def _after(self, model: Model, columns: Columns, scale: Columns, count: int) -> Follow | None:
        """What packages are worth with what follows; None where nobody outside moves in any draw."""
        numbers = model.numbers(count, columns=dict(columns), scale=dict(scale))
        reactions = Reactions.of(model, self.agreement, numbers)
        if not reactions.steps.moves.any():
            return None
        least = np.stack([reactions.least(worth(numbers, p)[0].T) for p in self.record.parties], axis=2)

        def follow(table: Space, draws: Array, values: Array) -> Array:
            outcomes = [model.space.with_levels(list(levels)) for levels in table.levels]
            known = {place: outcome for place, outcome in enumerate(outcomes) if outcome is not None}
            found = values.copy()
            found[:, list(known)] = least[list(known.values())][:, draws].transpose(1, 0, 2)
            return found

        return follow


@dataclass(frozen=True)
class Starts:
    """Many draws of an agreement, with where no deal leads in each."""

    futures: Futures
    known: _Known
    groups: list[_Start]

    def gains(self, package: tuple[int, ...]) -> tuple[Array, Array]:
        """What one package gains each party over no deal, and whether that is more than its inertia (draws, parties).

        A draw in which the rules forbid it has nan, and no.
        """
        futures = self.futures
        found = np.full(self.known.inertia.shape, np.nan)
        for start in self.groups:
            whole = list(start.base)
            for place, level in zip(futures.places, package, strict=True):
                whole[place] = level
            table = space_within(futures.situation, futures.axes, [[level] for level in whole])
            if table.count:
                found[start.draws] = futures.values(self.known, start, table)[:, 0] - start.d
        with np.errstate(invalid="ignore"):
            return found, np.asarray(found > self.known.inertia + self.known.least)


def _nothing(count: int, parties: int) -> tuple[Array, ...]:
    whole = [np.zeros(count, kind) for kind in (np.bool_, np.int64, np.int64, np.int64)]
    return (*whole, np.full((count, parties), np.nan), np.zeros(count, np.int64))


def _at(columns: Columns, rows: Array) -> dict[str, Array]:
    return {name: values[rows] for name, values in columns.items()}


def worth(numbers: Numbers, party: str) -> tuple[Array, Array]:
    """Utility of a party (draws, outcomes), and the sum of its absolute weights (draws,).

    Raises `DetenteError` where its preference, or an alternative that a draw chooses, is only an order.
    """
    preference = numbers.situation.preferences.get(party)
    if preference is None:
        raise DetenteError("deal_party_pointless", party=party)
    path: tuple[str, ...] = ("preferences", party)
    if preference.kind != "any":
        if preference.kind != "goals":
            raise DetenteError("deal_ordinal", party=party, kind=preference.kind)
        return utility(preference, numbers, path)
    total, size = np.zeros((numbers.count, numbers.space.count)), np.zeros(numbers.count)
    chosen = numbers.alternatives(preference, party)
    for place, alternative in enumerate(preference.any or ()):
        draws = chosen == place
        if draws.any():
            if alternative.kind != "goals":
                raise DetenteError("deal_ordinal", party=party, kind=alternative.kind)
            values, weights = utility(alternative, numbers, (*path, "any", str(place)))
            total[draws], size[draws] = values[draws], weights[draws]
    return total, size


def _inertia(numbers: Numbers, party: str) -> Array:
    quantity = numbers.situation.actors[party].inertia
    if quantity is None:
        return np.zeros(numbers.count)
    return np.broadcast_to(numbers.value(quantity, ("actors", party, "inertia"))[:, 0], numbers.count)


def _given(numbers: Numbers, record: Agreement, agreement: str, party: str) -> Array:
    assert isinstance(record.disagreement, dict)
    if party not in record.disagreement:
        raise DetenteError("deal_disagreement_party", party=party)
    found = numbers.value(record.disagreement[party], ("agreements", agreement, "disagreement", party))
    return np.broadcast_to(found[:, 0], numbers.count)


def answers_of(gains: Array, least: Array, inertia: Array, codes: Array) -> tuple[Array, ...]:
    """Weak, worth, Nash, KS and the Nash gains, per draw. `gains`: draws × packages × parties.

    Party by party: an axis as short as the parties is slow to reduce.
    """
    if not gains.shape[1]:
        return _nothing(len(gains), gains.shape[2])[:2] + (np.full(len(gains), NONE),) * 2 + (least * np.nan,)
    each = [np.ascontiguousarray(gains[:, :, party]) for party in range(gains.shape[2])]
    little, moved = least.T[:, :, None], (inertia + least).T[:, :, None]

    def all_above(bars: Array) -> Array:
        return np.asarray(np.logical_and.reduce([gain > bar for gain, bar in zip(each, bars, strict=True)]))

    good = np.logical_and.reduce([gain >= -bar for gain, bar in zip(each, little, strict=True)])
    strict = all_above(little)
    better = np.logical_or.reduce([gain > bar for gain, bar in zip(each, little, strict=True)])
    weak: Array = np.any(good & better, axis=1)
    worthwhile: Array = np.sum(all_above(moved), axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = sum(np.log(np.where(strict, gain, 1.0)) for gain in each)
        product = np.where(strict, logs, -np.inf)
        hopes = [np.where(good, gain, 0.0).max(axis=1)[:, None] for gain in each]
        shares = [gain / np.where(hope > 0, hope, np.nan) for gain, hope in zip(each, hopes, strict=True)]
    nash = product.argmax(axis=1)
    ks = _leximin(np.where(strict[:, :, None], np.sort(np.stack(shares, axis=2), axis=2), -np.inf))
    some, rows = np.asarray(strict.any(axis=1)), np.arange(len(gains))
    at_nash = np.where(some[:, None], gains[rows, nash], np.nan)
    return weak, worthwhile, np.where(some, codes[nash], NONE), np.where(some, codes[ks], NONE), at_nash


def _leximin(shares: Array) -> Array:
    """The first package with the lexicographically largest sorted shares, per draw; within 1e-9 shares are equal."""
    left = np.ones(shares.shape[:2], np.bool_)
    for party in range(shares.shape[2]):
        here = np.where(left, shares[:, :, party], -np.inf)
        left &= here >= here.max(axis=1)[:, None] - TIE_TOLERANCE
    return np.asarray(left.argmax(axis=1))
