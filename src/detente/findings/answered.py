"""The questions, how sure their answers are, and where things can end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from detente.findings.every_package import MAIN, weighty
from detente.findings.result import Answered, EndPlace, Part, Taken
from detente.findings.turning import Lines, lines_of
from detente.outcomes.numbers import uncertain
from detente.outcomes.preferences import Array
from detente.situation.model import Situation
from detente.stability.paths.reach import shortest_way
from detente.stability.result import Stability, stability
from detente.uncertainty.questions.asking import codes, counted, words_of
from detente.uncertainty.questions.assumed import Assumed
from detente.uncertainty.questions.table import ask
from detente.uncertainty.questions.width import Width
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.study import study

SEED = 7
WAYS = 64  # steps on a way that are told


@dataclass(frozen=True)
class Solved:
    """A situation at its centre and in many runs; everything in this folder asks the same two."""

    situation: Situation
    runs: int

    @cached_property
    def stability(self) -> Stability:
        return stability(self.situation, (MAIN,))

    @cached_property
    def study(self) -> Study:
        runs = self.runs if uncertain(self.situation) else 1
        return study(self.situation, max(runs, 1), SEED, (MAIN,))

    @cached_property
    def lines(self) -> Lines:
        """Every number through its range, one at a time."""
        return lines_of(self.study)

    @property
    def classes(self) -> list[tuple[int, ...]]:
        """Where things can end from today; without a status quo, where they can end at all."""
        found = self.stability.predicted_classes(MAIN)
        return self.stability.classes(MAIN) if found is None else found

    def shares(self, question: str) -> dict[str, float]:
        """Answer → share of the runs."""
        counts = counted(self.study, question, MAIN)
        words = words_of(self.study, question, MAIN)
        return {word: float(count / counts.sum()) for word, count in zip(words, counts, strict=False) if count}

    def answer(self, question: str) -> str:
        predicted, possible = self.stability.answers(question, MAIN)
        return predicted or possible


def answered(found: Solved, main: str | None) -> dict[str, Answered]:
    """Every question of the file."""
    made = found.study
    unsure = bool(made.drivers)
    wide = ask(made, "width", None, MAIN) if unsure and found.situation.questions else None
    assumed = ask(made, "assumed", None, MAIN) if found.situation.questions else None
    assert wide is None or isinstance(wide, Width)
    assert assumed is None or isinstance(assumed, Assumed)
    told = {}
    for name in found.situation.questions:
        answer = found.answer(name)
        yes = found.stability.model.space.holds(found.situation.questions[name].statement)
        ends = [bool(yes[list(members)].all()) for members in found.classes]
        verdict, wishes = ("derived", ()) if assumed is None else _put_in(assumed, name)
        told[name] = Answered(
            name,
            answer,  # type: ignore[arg-type]
            sum(ends),
            len(ends),
            found.shares(name),
            None if wide is None else float(wide.found[name][2.0][answer].share),
            found.lines.numbers(name),
            found.lines.edges(name),
            found.lines.near(name),
            verdict,
            wishes,
            _apart(found, name, main),
        )
    return told


def _apart(found: Solved, question: str, main: str | None) -> float | None:
    """In the runs where a question comes out otherwise than at the centre: how often the main answer is the same."""
    if main is None or question == main:
        return None
    other = codes(found.study, question, MAIN) != words_of(found.study, question, MAIN).index(found.answer(question))
    same = codes(found.study, main, MAIN) == words_of(found.study, main, MAIN).index(found.answer(main))
    return float(same[other].mean()) if other.any() else None


def _put_in(found: Assumed, question: str) -> tuple[str, tuple[str, ...]]:
    """Whether an answer is derived or put in, and the parts that ask for it and without which it turns."""
    judged = next(one for one in found.judged if one.question == question)
    asking = [direct for direct in judged.direct if direct.wants == judged.answer]
    if judged.verdict == "assumed":
        asking = [direct for direct in asking if direct.without != judged.answer]
    return judged.verdict, tuple(direct.part for direct in asking)


def ends(found: Solved) -> tuple[EndPlace, ...]:
    """The places where things can end, in order of their first outcome."""
    space, start = found.stability.model.space, found.stability.model.space.status_quo
    truths = {name: space.holds(one.statement) for name, one in found.situation.questions.items()}
    told = []
    for number, members in enumerate(found.classes, 1):
        levels = _levels(space.levels, members[0])
        told.append(
            EndPlace(
                str(number),
                levels,
                space.nodes[members[0]] if space.nodes else None,
                len(members) > 1,
                ()
                if start is None or space.nodes
                else weighty(found.situation, space.axes, _levels(space.levels, start), levels),
                way(found, start, members) if start is not None else (),
                {name: _throughout(truth, members) for name, truth in truths.items()},
            )
        )
    return tuple(told)


def _throughout(truth: Array, members: tuple[int, ...]) -> bool | None:
    """True or False in all of these outcomes; None if it differs."""
    values = truth[list(members)]
    return True if values.all() else None if values.any() else False


def way(found: Solved, start: int, members: tuple[int, ...]) -> tuple[Taken, ...]:
    """The shortest way from today to one of these outcomes, as things go."""
    space = found.stability.model.space
    taken: list[Taken] = []
    for step in shortest_way(found.stability.solution(MAIN).arrows[0], start, members, WAYS):
        changed: tuple[Part, ...] = ()
        if not space.nodes:
            ends = (_levels(space.levels, place) for place in (step.start, step.end))
            changed = weighty(found.situation, space.axes, *ends)
        taken.append(Taken(step.mover, step.start, step.end, changed))
    return tuple(taken)


def _levels(levels: Array, outcome: int) -> tuple[int, ...]:
    return tuple(int(level) for level in levels[outcome])


def answers_of(found: Solved) -> Mapping[str, str]:
    """Question → the answer at the centre."""
    return {name: found.answer(name) for name in found.situation.questions}
