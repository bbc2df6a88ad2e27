"""Every number of a situation for D draws at once; a plain run is D = 1 with every range at its centre.

A *column* is one uncertain quantity, named by its driver or, elsewhere, by its place in the file
(``preferences.japan.goals.forces.weight``). Formulas are computed from their drivers, draw by draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.cones import cones
from detente.outcomes.space import Space
from detente.situation.evaluate import compared, evaluate
from detente.situation.expression import Name, parse
from detente.situation.model import Situation
from detente.situation.quantity import Formula, Known, Spread
from detente.situation.records import Quantity, Record, entries
from detente.situation.scope import Scope, comparisons, names
from detente.situation.wants import Preference

MAX_KEPT = 20_000_000  # values of drivers that are kept for the next formula

Array = np.ndarray[Any, np.dtype[Any]]


def quantities(record: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Quantity]]:
    """Every quantity inside a record with its path, in the order of the file."""
    found: list[tuple[tuple[str, ...], Quantity]] = []
    _gather(record, path, found)
    return found


def _gather(record: Any, path: tuple[str, ...], found: list[tuple[tuple[str, ...], Quantity]]) -> None:
    """Every check goes through all records: what a thing is, is asked of its type, in the order of how many there are.

    `isinstance` of a pydantic class is ten times as slow.
    """
    kind = type(record)
    if kind is Quantity:
        found.append((path, record))
    elif kind is dict:
        for key, value in record.items():
            _gather(value, (*path, str(key)), found)
    elif kind is tuple:
        for place, value in enumerate(record):
            _gather(value, (*path, str(place)), found)
    elif kind is not str and isinstance(record, Record):
        for key, name in entries(type(record)):
            if below := getattr(record, key):
                _gather(below, (*path, name), found)


def column_name(path: tuple[str, ...]) -> str:
    """The name of a quantity as a column: a driver by its own name, any other by its path."""
    return path[1] if path[0] == "drivers" else ".".join(path)


def spread_of(quantity: Quantity, situation: Situation) -> Spread | None:
    """The range, triangle or choice of a quantity (words looked up); None if it is known or computed."""
    form = quantity.form
    if isinstance(form, Formula):
        word = word_of(quantity, situation)
        form = situation.words[word].form if word else form
    return None if isinstance(form, Known | Formula) else form


def word_of(quantity: Quantity, situation: Situation) -> str | None:
    """The word of ``words`` that stands for this quantity, if it is one."""
    if not isinstance(quantity.form, Formula):
        return None
    tree = parse(quantity.form.text)
    return tree.parts[0] if isinstance(tree, Name) and tree.parts[0] in situation.words else None


def uncertain(situation: Situation, blocks: tuple[str, ...] = ()) -> dict[str, Spread]:
    """Every uncertain quantity an outcome or a preference can depend on, by column name; then those of `blocks`."""
    found = {}
    for block in ("drivers", "actors", "preferences", "agreements", *blocks):
        for path, quantity in quantities(getattr(situation, block), (block,)):
            spread = spread_of(quantity, situation)
            if spread is not None:
                found[column_name(path)] = spread
    return found


def centres(situation: Situation) -> dict[str, float]:
    """Where every uncertain quantity stands in a plain run; weights that are ordered, at the mean over their cone."""
    found = {name: float(spread.centre) for name, spread in uncertain(situation).items()}
    for cone in cones(situation):
        found.update(cone.centre)
    return found


@dataclass(frozen=True)
class Numbers:
    """The numbers of a situation for `count` draws.

    `columns`: column name → values per draw; a column that is missing stands at its centre.
    `scale`: path of a quantity → factor per draw, for what-ifs such as “this goal counted twice as much”.
    """

    situation: Situation
    space: Space
    count: int = 1
    columns: Mapping[str, Array] = field(default_factory=dict)
    scale: Mapping[str, Array] = field(default_factory=dict)
    _cache: dict[str, Array] = field(default_factory=dict, repr=False)

    @property
    def scope(self) -> Scope:
        return self.situation.scope

    @cached_property
    def _ordered(self) -> dict[str, float]:
        """The centres of weights of which the order is stated: not the middle of their ranges."""
        return {column: value for cone in cones(self.situation) for column, value in cone.centre.items()}

    def value(self, quantity: Quantity, path: tuple[str, ...]) -> Array:
        """The quantity for every draw: (draws, 1), or (draws, outcomes) for a formula that looks at outcomes."""
        values = self._raw(quantity, path)
        factor = self.scale.get(".".join(path))
        return values if factor is None else values * factor[:, None]

    def _raw(self, quantity: Quantity, path: tuple[str, ...]) -> Array:
        spread = spread_of(quantity, self.situation)
        if spread is not None:
            given = self.columns.get(column_name(path))
            if given is None:
                given = np.full(self.count, self._ordered.get(column_name(path), float(spread.centre)))
            return np.asarray(given, dtype=np.float64)[:, None]
        if isinstance(quantity.form, Known):
            return np.full((self.count, 1), float(quantity.form.value))
        assert isinstance(quantity.form, Formula)
        result = np.atleast_2d(evaluate(parse(quantity.form.text), self)).astype(np.float64)
        values = np.broadcast_to(result, (self.count, result.shape[1]))
        if not np.isfinite(values).all():
            self._refuse(quantity.form.text, path, values)
        return values

    def _refuse(self, text: str, path: tuple[str, ...], values: Array) -> None:
        shown = self.shown(text, int(np.flatnonzero(~np.isfinite(values).all(axis=1))[0]))
        raise DetenteError("formula_not_finite", path=".".join(path), steps=path, formula=text, values=shown)

    def shown(self, text: str, draw: int) -> str:
        """The drivers of a formula with their values in one draw, as messages name them."""
        used = {
            name.parts[0]: f"{self.driver(name.parts[0])[draw, 0]:.6g}"
            for name in names(parse(text))
            if name.parts[0] in self.situation.drivers
        }
        return ", ".join(f"{name} = {value}" for name, value in used.items())

    def driver(self, name: str) -> Array:
        values = self._cache.get(name)
        if values is None:
            values = self.value(self.situation.drivers[name], ("drivers", name))
            if len(self._cache) * self.count < MAX_KEPT:
                self._cache[name] = values
        return values

    def condition(self, text: str, path: tuple[str, ...] = ()) -> Array:
        """Truth of a ``when:`` in every draw: boolean array (draws,). A side that is no finite number is refused."""
        for operation in comparisons(parse(text)):
            for side in compared(operation, self):
                if not np.isfinite(side).all():
                    self._refuse(text, path, np.broadcast_to(np.atleast_2d(side), (self.count, 1)))
        result = np.asarray(evaluate(parse(text), self))
        return np.broadcast_to(result.reshape(-1) if result.ndim else result, self.count).astype(np.bool_)

    def levels(self, parts: tuple[str, ...]) -> Array:
        return self.space.levels[:, self.space.column[parts]]  # type: ignore[index]

    def truth(self, parts: tuple[str, ...]) -> Array:
        return self.space.truth_of(Name(parts, 0, 0))

    def statement(self, text: str) -> Array:
        """Truth of a statement in each outcome."""
        return self.space.holds(text)

    def alternatives(self, preference: Preference, actor: str) -> Array:
        """Which of the ``any`` alternatives of an actor counts in each draw: index array (draws,)."""
        number = len(preference.any or ())
        given = self.columns.get(f"preferences.{actor}.any")
        chosen = np.zeros(self.count) if given is None else np.asarray(given)
        return np.clip(chosen.astype(np.int64), 0, max(0, number - 1))


def probe_numbers(situation: Situation, space: Space) -> Numbers:
    """Draws at the centre, then with each uncertain quantity at its low and at its high end."""
    ends = _Ends(uncertain(situation))
    return Numbers(situation, space, ends.count, ends)


class _Ends(Mapping[str, Array]):
    """The columns of `probe_numbers`, each made when it is asked for: those of thousands of numbers fill gigabytes."""

    def __init__(self, spreads: Mapping[str, Spread]) -> None:
        self.spreads, self.count = spreads, 1 + 2 * len(spreads)
        self.place = {name: place for place, name in enumerate(spreads)}
        self.points: dict[str, tuple[float, ...]] = {}  # the centre, and both ends

    def __getitem__(self, name: str) -> Array:
        points = self.points.get(name)
        if points is None:
            spread = self.spreads[name]
            points = self.points[name] = (float(spread.centre), *map(float, spread.bounds))
        values, place = np.full(self.count, points[0]), 1 + 2 * self.place[name]
        values[place : place + 2] = points[1:]
        return values

    def __iter__(self) -> Iterator[str]:
        return iter(self.spreads)

    def __len__(self) -> int:
        return len(self.spreads)
