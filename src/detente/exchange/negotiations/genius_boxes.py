"""Nonlinear utility spaces of Genius: what is earned in boxes, put together; and what is above 1 in any space.

A hyper-rectangle earns its utility, times its weight: with ``INCLUDES`` where every bound holds, with ``EXCLUDES``
where some bound is missed (these alone count where it has both), without bounds in every package. A function puts its
boxes and inner functions together (``aggregation``: their sum, the largest or the smallest of them) and has a weight of
its own. The outermost is divided by ``maxutility``, and what is then above 1 counts as 1.

A sum stays boxes. Where the limit of 1 is reached, or something else than a sum is taken, utilities are worked out
package by package, up to `LISTED` packages. Beyond, what a sum has above the limit is taken back by one box for each
package above it, up to `TAKEN_BACK`; more of them are refused, as is anything else than a sum. Among more than `SEEN`
packages nobody looks for those above the limit, and that is said. Indices of issues count as the file writes them. The
rules are those of the program, from its behaviour; no code used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from detente.exchange.exact import as_json, exact
from detente.exchange.markup import Element, Markup, number
from detente.exchange.negotiations.profiles import Profile
from detente.words import Said

LISTED = 50_000  # packages
WORK = 5_000_000  # packages times boxes
SEEN = 20_000_000  # packages up to which it is looked which of them are above the limit
TAKEN_BACK = 2_000  # packages above the limit
ROUNDED = Fraction(1, 10**9)  # by which weights that are decimals may exceed 1
SUM, MOST, LEAST = "sum", "max", "min"

Listed = list[tuple[Element, list[str]]]


@dataclass(frozen=True)
class Box:
    """What is earned where all issues named are within their ends (places of values); `outside`: where not all are."""

    when: dict[int, tuple[int, int]]
    add: Fraction
    outside: bool = False

    def pays(self, package: Sequence[int]) -> bool:
        """Whether a package, as places of values, earns it."""
        return self.outside != all(low <= package[issue] <= high for issue, (low, high) in self.when.items())


@dataclass(frozen=True)
class Function:
    """Boxes and inner functions, how they are put together, and the weight of that."""

    boxes: tuple[Box, ...]
    inner: tuple[Function, ...]
    aggregation: str
    weight: Fraction

    def flat(self, weight: Fraction = Fraction(1)) -> Iterator[tuple[Box, Fraction]]:
        """Every box with all weights that stand above it."""
        for box in self.boxes:
            yield box, weight * self.weight
        for function in self.inner:
            yield from function.flat(weight * self.weight)

    @property
    def sums(self) -> bool:
        """Nothing but sums are taken."""
        return self.aggregation == SUM and all(function.sums for function in self.inner)

    def table(self, shape: tuple[int, ...]) -> Any:
        """What it is worth in every package: an array of fractions, one axis per issue."""
        parts = [box_table(box, shape) for box in self.boxes] + [one.table(shape) for one in self.inner]
        if not parts:
            return np.full(shape, Fraction(0), object)
        put = {SUM: np.add, MOST: np.maximum, LEAST: np.minimum}[self.aggregation]
        return put.reduce(parts) * self.weight


def box_table(box: Box, shape: tuple[int, ...]) -> Any:
    """What a box earns in every package."""
    inside, outside = (Fraction(0), box.add) if box.outside else (box.add, Fraction(0))
    found = np.full(shape, outside, object)
    found[tuple(slice(*_ends(box.when.get(issue), size)) for issue, size in enumerate(shape))] = inside
    return found


def _ends(ends: tuple[int, int] | None, size: int) -> tuple[int, int]:
    return (0, size) if ends is None else (ends[0], ends[1] + 1)


def read_boxes(markup: Markup, space: Element, listed: Listed, profile: Profile, notes: list[Said]) -> None:
    """The boxes of a utility space into a profile."""
    for holder in (*space.all("utility"), *space.all("utility_function")):
        if "maxutility" in holder.attributes:
            profile.divide = number(markup, holder, "maxutility")
    if profile.divide <= 0:
        profile.divide = Fraction(1)
    outer = next(space.all("ufun"), None)
    whole = _function(markup, outer or space, listed, everything=outer is None)
    if whole is None or markup.problems:
        return
    _put(markup, outer or space, whole, listed, profile, notes)


def cap_tables(markup: Markup, space: Element, listed: Listed, profile: Profile, notes: list[Said]) -> None:
    """Tables of issues that together exceed 1, because the weights do: what is above 1 counts as 1 there too."""
    if sum(max(table.values(), default=Fraction(0)) for table in profile.tables.values()) <= 1 + ROUNDED:
        return
    boxes = tuple(
        Box({place: (at, at)}, profile.tables[name][value])
        for place, (name, (_, values)) in enumerate(zip(profile.issues, listed, strict=True))
        for at, value in enumerate(values)
    )
    profile.tables = {}
    _put(markup, space, Function(boxes, (), SUM, Fraction(1)), listed, profile, notes)


def _put(
    markup: Markup, element: Element, whole: Function, listed: Listed, profile: Profile, notes: list[Said]
) -> None:
    """What a function is worth into a profile, cut off at 1."""
    names, shape = list(profile.issues), tuple(len(values) for _, values in listed)
    if len(names) < len(listed):  # two issues of one name: said where they are read
        return
    boxes = list(whole.flat())
    small = prod(shape) <= LISTED and prod(shape) * len(boxes) <= WORK
    if not whole.sums and not small:
        markup.add("profile_unsupported", element, what=Said("packages.unsupported.aggregation"))
        return
    above = sum((max(box.add * weight, Fraction(0)) for box, weight in boxes), Fraction(0)) > profile.divide
    table = whole.table(shape) / profile.divide if small and (above or not whole.sums) else None
    count = 0 if table is None else sum(value > 1 for value in table.flat)
    if table is not None and (count or not whole.sums):
        profile.whole = _nested(table)
    else:
        _summed(profile, names, listed, boxes)
    if above and table is None:
        if prod(shape) > SEEN or prod(shape) * len(boxes) > 100 * WORK:
            notes.append(Said("packages.read.uncapped", {"party": profile.name}))
            return
        over = _above(boxes, shape, profile.divide)
        if len(over) > TAKEN_BACK:
            limit = Said("packages.unsupported.limit", {"count": len(over)})
            markup.add("profile_unsupported", element, what=limit)
            return
        count = _taken_back(profile, listed, boxes, over)
    if count:
        notes.append(Said("packages.read.capped", {"party": profile.name, "count": count}))


def _taken_back(profile: Profile, listed: Listed, boxes: list[tuple[Box, Fraction]], over: Any) -> int:
    """A box for each of these packages with what it has above the limit; how many have anything there."""
    count = 0
    for package in over.tolist():
        spare = sum((box.add * weight for box, weight in boxes if box.pays(package)), Fraction(0)) - profile.divide
        if spare > 0:
            values = [values[place] for (_, values), place in zip(listed, package, strict=True)]
            when = {name: (value, value) for name, value in zip(profile.issues, values, strict=True)}
            profile.boxes.append((when, -spare))
            count += 1
    return count


def _above(boxes: list[tuple[Box, Fraction]], shape: tuple[int, ...], most: Fraction) -> Any:
    """The packages worth more than `most`, or as much but for rounding: integers (packages, issues)."""
    worth = np.zeros(shape)
    for box, weight in boxes:
        inside, add = tuple(slice(*_ends(box.when.get(issue), n)) for issue, n in enumerate(shape)), box.add * weight
        worth += float(add) if box.outside else 0.0
        worth[inside] += float(-add if box.outside else add)
    return np.argwhere(worth > float(most) * (1 - 1e-12))


def _summed(profile: Profile, names: list[str], listed: Listed, boxes: list[tuple[Box, Fraction]]) -> None:
    """A sum of boxes: what is earned outside a box is earned everywhere, and taken back inside."""
    for box, weight in boxes:
        add = box.add * weight
        if box.outside or not box.when:
            profile.constant += add
        reached = all(0 <= low <= high and low < len(listed[issue][1]) for issue, (low, high) in box.when.items())
        if box.when and reached:
            values = {issue: listed[issue][1] for issue in box.when}
            when = {
                names[issue]: (values[issue][low], values[issue][min(high, len(values[issue]) - 1)])
                for issue, (low, high) in box.when.items()
            }
            profile.boxes.append((when, -add if box.outside else add))


def _nested(table: Any) -> Any:
    """The table as lists; what is above 1 counts as 1."""
    return [_nested(part) if isinstance(part, np.ndarray) else as_json(min(part, Fraction(1))) for part in table]


def _function(markup: Markup, element: Element, listed: Listed, *, everything: bool = False) -> Function | None:
    """A function; `everything`: an old file without one, where all boxes are added up."""
    aggregation = element.attributes.get("aggregation", SUM).lower()
    if aggregation not in (SUM, MOST, LEAST):
        markup.add("profile_unsupported", element, what=Said("packages.unsupported.function"))
        return None
    weight = number(markup, element, "weight") if "weight" in element.attributes and not everything else Fraction(1)
    rectangles = element.all("hyperRectangle") if everything else element.own("hyperRectangle")
    boxes = [_box(markup, one, listed) for one in rectangles]
    inner = [] if everything else [_function(markup, one, listed) for one in element.own("ufun")]
    return Function(tuple(boxes), tuple(one for one in inner if one is not None), aggregation, weight)


def _box(markup: Markup, rectangle: Element, listed: Listed) -> Box:
    """A box; one that holds no package earns nothing, or what is earned outside it everywhere."""
    key = next((key for key in ("utility", "utility_function") if key in rectangle.attributes), "utility")
    add = number(markup, rectangle, key)
    if "weight" in rectangle.attributes:
        add *= number(markup, rectangle, "weight")
    outside = rectangle.own("EXCLUDES")
    by_index = {one.attributes.get("index", ""): place for place, (one, _) in enumerate(listed)}
    when: dict[int, tuple[int, int]] = {}
    empty = False
    for bound in outside or rectangle.own("INCLUDES"):
        index = bound.attributes.get("index", "")
        if index not in by_index:
            markup.add("profile_index", bound, found=index, known=tuple(by_index)[:12])
            continue
        low, high = (number(markup, bound, end) for end in ("min", "max"))
        values = listed[by_index[index]][1]
        within = [place for place, value in enumerate(values) if (at := exact(value)) is not None and low <= at <= high]
        before = when.get(by_index[index], (0, len(values) - 1))
        within = [place for place in within if before[0] <= place <= before[1]]
        empty = empty or not within
        if within:
            when[by_index[index]] = within[0], within[-1]
    if empty:  # no package meets every bound
        return Box({}, add if outside else Fraction(0))
    return Box(when, Fraction(0) if outside and not when else add, bool(outside) and bool(when))
