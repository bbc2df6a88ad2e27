"""What would have to be true for an outcome to hold, or for a question to be answered otherwise: all means together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeVar

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.preferences import Array
from detente.result import Origin, Result, Row
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.inverse.one_driver import DriverChange, driver_changes
from detente.stability.inverse.one_weight import WeightChange, weight_changes
from detente.stability.inverse.several_weights import Mix, nearest_mix
from detente.stability.inverse.step_taken import Demand, Way, nearest_way, ways
from detente.stability.inverse.target import Target
from detente.stability.inverse.thresholds import (
    Raise,
    Raises,
    Standing,
    Threshold,
    raise_until_it_holds,
    thresholds,
)
from detente.stability.prediction import Answer
from detente.stability.prediction import answer as answer_over
from detente.stability.result import Stability, outcome_index, stability, typed_truth
from detente.stability.solve import Model
from detente.time_left import Budget, TimeOverError, check, within

WAYS_MIXED = 6
TOLD = 80  # characters of what was asked that `repr` shows

Progress = Callable[[str, int], None]
Found = TypeVar("Found")


@dataclass(frozen=True, repr=False)
class Inverse(Result):
    """What would have to be true. `met`: it is so already (then nothing else is computed).

    `thresholds`, `raises`: for an outcome, how high each actor must rank it, and a set of raises after which it holds.
    `way`: for a question, the step from where things rest that asks for the least change of rankings, and the answer
    that it brings. `weights`: every goal and point alone. `mixes`: several weights per actor, `mixed` if solving again
    with all of them meets the target. `drivers`: every driver and uncertain weight alone.
    """

    told_by: ClassVar[str] = "detente.stability.inverse.sentences:inverse_sentences"

    model: Model
    target: Target
    now: Answer | bool
    met: bool
    thresholds: tuple[Threshold, ...] = ()
    raises: Raises | None = None
    way: tuple[Way, Answer] | None = None
    weights: tuple[WeightChange, ...] = ()
    mixes: tuple[Mix, ...] = ()
    drivers: tuple[DriverChange, ...] = ()

    @property
    def situation(self) -> Situation:
        return self.model.situation

    def in_short(self) -> str:
        if self.met:
            return f"{self.target.name[:TOLD]}: met"
        return f"{self.target.name[:TOLD]}: not met; {len(self.rows())} changes would do"

    def rows(self) -> list[Row]:
        """One row per single change that would do, nearest first within each kind."""
        rows: list[Row] = []
        for change in self.weights:
            if change.factor is not None:
                rows.append(_row("one_goal", change.path, change.weight, change.weight * change.factor, change.exact))
        for mix in self.mixes if sum(len(mix.factors) for mix in self.mixes) > 1 else ():
            rows += [_row("several", path, None, factor, mix.least) for path, factor in mix.factors.items()]
        for driver in self.drivers:
            if driver.value is not None:
                rows.append(
                    _row("within" if driver.within else "beyond", driver.name, driver.centre, driver.value, False)
                )
        return rows

    def data(self) -> dict[str, Any]:
        target = self.target
        return {
            "digest": self.origin.digest,
            "concept": target.concept,
            "outcome": None if target.outcome is None else target.outcome + 1,
            "question": target.name or None,
            "wanted": list(target.wanted),
            "now": self.now,
            "met": self.met,
            "thresholds": [
                {
                    "actor": t.actor,
                    "stable": t.stable,
                    "match": _id(t.match),
                    "improvement": _id(t.improvement),
                    "changes": t.changes,
                }
                for t in self.thresholds
            ],
            "raises": None
            if self.raises is None
            else {"verified": self.raises.verified, "steps": [_raise_data(step) for step in self.raises.raises]},
            "way": None
            if self.way is None
            else {
                "mover": self.way[0].mover,
                "from": self.way[0].start + 1,
                "to": self.way[0].end + 1,
                "ends": [end + 1 for end in self.way[0].ends],
                "answer": self.way[1],
                "raises": [_raise_data(step) for step in self.way[0].raises],
            },
            "weights": [
                {
                    "path": c.path,
                    "weight": c.weight,
                    "factor": c.factor,
                    "touching": c.touching,
                    "up": c.up,
                    "possible": c.factor is not None,
                    "exact": c.exact,
                }
                for c in self.weights
            ],
            "several": [
                {"actor": mix.actor, "factors": mix.factors, "total": mix.total, "least": mix.least}
                for mix in self.mixes
            ],
            "drivers": [
                {"name": d.name, "centre": d.centre, "low": d.low, "high": d.high, "value": d.value, "within": d.within}
                for d in self.drivers
            ],
            **self.undone_data(),
        }


def _row(kind: str, path: str, before: float | None, after: float, exact: bool) -> Row:
    return {"kind": kind, "quantity": path, "from": before, "to": after, "exact": exact}


def _id(outcome: int | None) -> int | None:
    return None if outcome is None else outcome + 1


def _raise_data(step: Raise) -> dict[str, Any]:
    return {
        "actor": step.actor,
        "outcome": step.outcome + 1,
        "how": step.how,
        "match": step.match + 1,
        "changes": step.changes,
        "short": step.short,
    }


def inverse(
    situation: Situation,
    asked: str | None = None,
    concept: str = "seq",
    answer: Literal["yes", "no"] | None = None,
    progress: Progress | None = None,
) -> Inverse:
    """What would have to be true for an outcome to hold or a question to be answered otherwise.

    Args:
        situation: a checked situation.
        asked: a question, a statement, or an outcome (id or name). By default the first question whose answer is not
            yes (if there is none, the first).
        concept: any of ``nash, sseq, seq, smr, gmr``.
        answer: for questions and statements: “yes” (true in every outcome things end in) or “no” (in none); by
            default the opposite of the present answer.

    Inside `detente.time_left.within`: what was found by then, and what is missing (`Result.undone`).

    Raises:
        DetenteError: an unknown question or concept; preferences given as pairs; a file without questions.
    """
    if concept not in CONCEPTS:
        raise DetenteError("concept_unknown", name=concept, nearest=nearest(concept, CONCEPTS), known=tuple(CONCEPTS))
    result = stability(situation, (concept,))
    origin = Origin(result.origin.about, {"asked": asked, "concept": concept, "answer": answer}, engine=result.engine)
    target, now = _target(result, asked, concept, answer)
    model = result.model
    if bool(target.met(model, model.numbers())[0]):
        return Inverse(model, target, now, True, origin=origin)
    undone: dict[str, tuple[str, ...]] = {}
    budget = Budget(None, 4)

    def part(kind: str, find: Callable[[], Found], otherwise: Any) -> Found:
        """What is found within a fair part of the time; if nothing is, that is noted."""
        try:
            with within(budget.share()):
                return find()
        except TimeOverError:
            undone[kind] = ()
            nothing: Found = otherwise
            return nothing

    standing = Standing.of(model)
    weights, no_weights = part("weights", lambda: weight_changes(model, target, progress), ((), ()))
    drivers, no_drivers = part("drivers", lambda: driver_changes(model, target, progress), ((), ()))
    undone |= {kind: names for kind, names in (("weights", no_weights), ("drivers", no_drivers)) if names}
    if target.outcome is not None:
        outcome = target.outcome
        found = thresholds(model, standing, concept, outcome)
        raises = part("raises", lambda: raise_until_it_holds(model, concept, outcome, standing), None)
        demands = {t.actor: Demand(stable=(outcome,)) for t in found if not t.stable}
        mixes = part("mixes", lambda: _mixes(model, target, [demands]), ())
        return Inverse(
            model, target, now, False, found, raises, None, weights, mixes, drivers, origin=origin, undone=undone
        )
    assert target.truth is not None
    truth = target.truth if "every" in target.wanted else ~target.truth
    classes = result.predicted_classes(concept)
    ends = result.classes(concept) if classes is None else classes
    starts = sorted({outcome for members in ends for outcome in members if not truth[outcome]})
    known, way = part("way", lambda: _way(model, standing, target, truth, starts), ([], None))
    mixes = part("mixes", lambda: _mixes(model, target, [one.demands for one in known[:WAYS_MIXED]]), ())
    return Inverse(model, target, now, False, (), None, way, weights, mixes, drivers, origin=origin, undone=undone)


def _way(
    model: Model, standing: Standing, target: Target, truth: Array, starts: list[int]
) -> tuple[list[Way], tuple[Way, Answer] | None]:
    """The steps that would do, and the one that asks for the least."""
    assert target.truth is not None
    known = ways(model, standing, target.concept, truth, starts)
    return known, nearest_way(model, standing, target.concept, target.truth, known, target.wanted)


def _target(
    result: Stability, asked: str | None, concept: str, answer: Literal["yes", "no"] | None
) -> tuple[Target, Answer | bool]:
    """What is asked, and how it stands now."""
    questions = result.situation.questions
    if asked is None:
        if not questions:
            raise DetenteError("inverse_nothing")
        answers = {name: _answer(result, name, concept) for name in questions}
        asked = next((name for name in questions if answers[name] != "every"), next(iter(questions)))
    if asked in questions:
        truth = result.model.space.holds(questions[asked].statement)
    else:
        outcome = _outcome(result, asked)
        if outcome is not None:
            holds = outcome + 1 in result.holds(concept)
            return Target(concept, outcome, f"#{outcome + 1}"), holds
        if asked.isidentifier() and (asked,) not in result.model.space.scope.symbols:
            raise DetenteError(
                "question_unknown", name=asked, nearest=nearest(asked, questions), known=tuple(questions)
            )
        truth = typed_truth(result, asked)
        if not truth.any():
            raise DetenteError("outcome_none", text=asked, count=0, ids=())
    now = _told(result, truth, concept)
    wanted: tuple[Answer, ...] = ("none",) if answer == "no" or (answer is None and now == "every") else ("every",)
    return Target(concept, None, asked, truth, wanted), now


def _outcome(result: Stability, asked: str) -> int | None:
    """The outcome a person names by its id or name; None if it is a statement."""
    space = result.model.space
    if asked.strip().isdigit() or space.index_of(asked.strip()) is not None or asked.strip() == "status_quo":
        return outcome_index(result, asked)
    return None


def _answer(result: Stability, question: str, concept: str) -> Answer:
    predicted, possible = result.answers(question, concept)
    return predicted or possible


def _told(result: Stability, truth: Array, concept: str) -> Answer:
    classes = result.predicted_classes(concept)
    return answer_over(truth, result.classes(concept) if classes is None else classes)


def _mixes(model: Model, target: Target, candidates: list[dict[str, Demand]]) -> tuple[Mix, ...]:
    """Of these sets of demands, the smallest change of weights that meets the target when solved again."""
    found: list[tuple[float, tuple[Mix, ...]]] = []
    for demands in candidates:
        check()
        mixes = [nearest_mix(model, target.concept, actor, demand) for actor, demand in demands.items()]
        if not demands or any(mix is None for mix in mixes):
            continue
        together = tuple(mix for mix in mixes if mix is not None)
        scale = {path: np.array([factor]) for mix in together for path, factor in mix.factors.items()}
        if target.met(model, model.numbers(1, scale=scale))[0]:
            found.append((sum(mix.total for mix in together), together))
    return min(found, key=lambda pair: pair[0])[1] if found else ()
