"""Where one number tips the answers, everything else held as it is: exact values, found by halving.

Each number runs through its domain; the answers are worked out at evenly spaced values, and between every two with
different answers the value where they change is closed in on, until nothing is left between. What changes and changes
back between two neighbouring values is not seen: they lie a 64th of the domain apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.outcomes.changed import Change, with_changes
from detente.outcomes.numbers import centres
from detente.outcomes.preferences import Array
from detente.situation.model import Situation
from detente.situation.quantity import Known, Uniform
from detente.stability.kernel.predicted import answers, words
from detente.stability.prediction import Answer
from detente.stability.solve import Model
from detente.uncertainty.movable import Movable, movable

PARTS = 64  # of a domain
FINER, ROUNDS = 31, 4  # values tried at once between two, and how often
CLOSE = 1e-7  # of a domain: what is told is the shortest decimal so near to where it tips
MOST = 200_000  # cells × values worked out at once, times 64


@dataclass(frozen=True)
class Tip:
    """From this value on these are the answers, as far as the next one."""

    at: float
    answers: dict[str, Answer]


@dataclass(frozen=True)
class Tipping:
    """One number through its domain: the answers at its low end, then each value at which some answer changes."""

    number: Movable
    domain: tuple[float, float]
    first: dict[str, Answer]
    tips: tuple[Tip, ...]

    def at(self, value: float) -> dict[str, Answer]:
        """The answers at a value."""
        found = self.first
        for tip in self.tips:
            found = tip.answers if value >= tip.at else found
        return found


def tipping(
    situation: Situation,
    asked: Iterable[str] = (),
    concept: str = "seq",
    domains: Mapping[str, tuple[float, float]] | None = None,
    pause: Callable[[], None] = lambda: None,
) -> Iterator[Tipping]:
    """For each number that can be moved (or those asked, by id): where it tips which answers, in one go for all.

    Args:
        situation: with whatever what-ifs the others are to have (`detente.what_if`).
        asked: ids as in `detente.uncertainty.movable.movable`; formulas are left out. None: all.
        domains: id → other ends than those of the number's own domain.
        pause: called between two rounds of the work; what it raises ends it.

    Raises:
        DetenteError: a formula that has no finite value somewhere.
    """
    wanted = tuple(asked)
    every = [one for one in movable(situation) if one.centre is not None]
    chosen = [one for one in every if not wanted or one.id in wanted]
    ends = {one.id: (domains or {}).get(one.id, one.domain) for one in chosen}
    ranged = _ranged(situation, chosen)
    lines = _Lines(ranged, concept)
    grids = {one.id: np.linspace(*ends[one.id], PARTS + 1) for one in chosen}
    told = lines.along([(one.id, value) for one in chosen for value in grids[one.id]])
    brackets: list[tuple[int, float, float, tuple[int, ...], tuple[int, ...]]] = []
    firsts = []
    for place, one in enumerate(chosen):
        codes = told[place * (PARTS + 1) : (place + 1) * (PARTS + 1)]
        firsts.append(codes[0])
        brackets += _changes(place, grids[one.id], codes)
    for _ in range(ROUNDS if brackets else 0):
        tried = [np.linspace(low, high, FINER + 2)[1:-1] for _, low, high, _, _ in brackets]
        names = [chosen[place].id for place, *_ in brackets]
        inside = lines.along([(name, v) for name, values in zip(names, tried, strict=True) for v in values])
        pause()
        finer = []
        for number, (place, low, high, before, after) in enumerate(brackets):
            codes = [before, *inside[number * FINER : (number + 1) * FINER], after]
            finer += _changes(place, np.array([low, *tried[number], high]), codes)
        brackets = finer
    for place, one in enumerate(chosen):
        close = CLOSE * (ends[one.id][1] - ends[one.id][0])
        here = [bracket for bracket in brackets if bracket[0] == place]
        found = {_plain(low, high, close): lines.named(after) for _, low, high, _, after in here}
        tips = tuple(Tip(value, answers) for value, answers in found.items())
        yield Tipping(one, ends[one.id], lines.named(firsts[place]), tips)


def _ranged(situation: Situation, chosen: Sequence[Movable]) -> Situation:
    """The situation in which each of these numbers is a range, so that it can be set in every run on its own."""
    known = [one for one in chosen if one.range is None]
    changes = []
    for one in known:
        assert isinstance(one.quantity.form, Known)
        value = one.quantity.form.value
        changes.append(Change(one.path, "", Uniform(value, value)))
    return with_changes(situation, changes) if changes else situation


def _changes(
    place: int, values: Array, codes: Sequence[tuple[int, ...]]
) -> list[tuple[int, float, float, tuple[int, ...], tuple[int, ...]]]:
    return [
        (place, float(values[k]), float(values[k + 1]), codes[k], codes[k + 1])
        for k in range(len(codes) - 1)
        if codes[k] != codes[k + 1]
    ]


class _Lines:
    """The answers at other values of one number each."""

    def __init__(self, situation: Situation, concept: str) -> None:
        self.model, self.concept = Model.of(situation), concept
        self.middle = centres(situation)
        self.questions = tuple(situation.questions)
        space = self.model.space
        truths = [space.holds(one.statement) for one in situation.questions.values()]
        self.truths = np.array(truths, np.bool_).reshape(len(truths), space.count)

    def along(self, tried: Sequence[tuple[str, float]]) -> list[tuple[int, ...]]:
        """For each number and value the answers to all questions, as codes."""
        size = max(64, MOST * 64 // max(1, self.model.space.count))
        found: list[tuple[int, ...]] = []
        for start in range(0, len(tried), size):
            part = tried[start : start + size]
            columns: dict[str, Array] = {}
            for place, (name, value) in enumerate(part):
                columns.setdefault(name, np.full(len(part), self.middle[name]))[place] = value
            numbers = self.model.numbers(len(part), columns=columns)
            codes = answers(self.model, numbers, (self.concept,), self.truths)[self.concept]
            found += [tuple(row) for row in codes.tolist()]
        return found

    def named(self, codes: tuple[int, ...]) -> dict[str, Answer]:
        """Question → answer."""
        return dict(zip(self.questions, words(np.array(codes)), strict=True))


def _plain(low: float, high: float, close: float) -> float:
    """The shortest decimal as near as this to where something tips: 1.5 for what lies between 1.4999999 and 1.5000001.

    Utilities closer than a billionth count as equal, so it tips a hair beside the value that a reader would work out.
    """
    middle = (low + high) / 2
    if abs(middle) <= close:
        return 0.0
    return next(value for digits in range(1, 18) if abs((value := float(f"{middle:.{digits}g}")) - middle) <= close)
