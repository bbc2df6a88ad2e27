"""The stability of a situation at its central numbers: what holds, where it goes, and the answers to its questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.changed import changed
from detente.outcomes.preference_strength import with_strength
from detente.outcomes.preferences import Array, preferences_of
from detente.outcomes.space import Space
from detente.result import Origin, Result, Row
from detente.situation.expression import ExpressionError, parse
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.stability.coalitions.coalition import GroupStability, group_stability
from detente.stability.concepts import CONCEPTS, KNOWN, READING_ORDER
from detente.stability.prediction import Answer, answer
from detente.stability.solve import Model, Solution, solve
from detente.stability.strength import strong_stability
from detente.stability.what_follows import Anticipated, anticipated, drift_classes, sacrifices
from detente.stability.witness.verify import faults
from detente.stability.witness.witness import View, Witness, explain
from detente.words import Said

if TYPE_CHECKING:
    import xarray

LIST_LIMIT = 10_000


@dataclass(frozen=True, repr=False)
class Stability(Result):
    """What is stable, for whom, under every concept; outcomes are named by their id, counted from 1."""

    told_by: ClassVar[str] = "detente.stability.sentences:stability_sentences"

    drawn_by: ClassVar[str] = "detente.drawing.graph:stability_figure"

    model: Model
    solutions: dict[str, Solution]
    limit: int = LIST_LIMIT
    _classes: dict[str, list[tuple[int, ...]]] = field(default_factory=dict, repr=False)
    _predicted: dict[str, list[tuple[int, ...]]] = field(default_factory=dict, repr=False)
    strong: dict[str, Array] = field(default_factory=dict, repr=False)  # strong concept → actors × outcomes
    groups: GroupStability | None = field(default=None, repr=False)

    def in_short(self) -> str:
        counts = ", ".join(f"{name} {self.count(name)}" for name in self.solutions)
        return f"{self.model.space.count} outcomes; equilibria: {counts}"

    @property
    def situation(self) -> Situation:
        return self.model.situation

    @property
    def digest(self) -> str:
        """The fingerprint of the situation."""
        return self.origin.digest

    @property
    def engine(self) -> str:
        """How it was computed: with outcomes listed (``arrays``; ``relation`` for pairs), or on a grid (``sweeps``)."""
        return self.origin.engine

    def at(self, values: Mapping[str, Any]) -> Stability:
        """The same where numbers are others: place (or driver) → value, worked out on the same outcomes and moves.

        Whatever is asked of the new result (a witness, `view`) is asked of the new numbers.

        Raises:
            InputError: a place that there is not, a value that cannot be meant, a formula that has none there.
        """
        found = self._again(changed(self.situation, values, self.listed))
        moves, view = found.model.moves, found.view
        strong = strong_stability(moves, view.preferences, list(self.strong)) if self.strong else {}
        groups = self.groups
        if groups is not None:
            groups = group_stability(moves, view.preferences, None if groups.complete else groups.coalitions)
        asked = {**self.origin.parameters, **found.origin.parameters}
        return replace(found, strong=strong, groups=groups, origin=replace(found.origin, parameters=asked))

    @property
    def listed(self) -> Space | None:
        """The outcomes, where they are listed."""
        return self.model.space

    def _again(self, situation: Situation) -> Stability:
        """The same concepts of another situation."""
        return stability(situation, self.solutions, self.limit)

    @cached_property
    def view(self) -> View:
        """The same model, asked outcome by outcome."""
        numbers = self.model.numbers()
        return View(self.model.moves, with_strength(preferences_of(numbers), numbers))

    def witness(self, concept: str, actor: str, outcome: int) -> Witness:
        """Why an outcome (by index) is stable for an actor alone, or not."""
        return explain(self.view, KNOWN[concept], actor, outcome)

    def faults(self, witness: Witness) -> list[str]:
        """What is wrong with a witness, by a routine that shares nothing with the search that found it."""
        return faults(self.view, witness)

    def solution(self, concept: str) -> Solution:
        if concept not in self.solutions:
            known = tuple(self.solutions)
            raise DetenteError("concept_unknown", name=concept, nearest=nearest(concept, known), known=known)
        return self.solutions[concept]

    def equilibria_mask(self, concept: str) -> Array:
        if concept in self.strong:
            return np.asarray(self.strong[concept].all(axis=0))
        return self.solution(concept).equilibria()

    def count(self, concept: str, actor: str | None = None) -> int:
        """How many outcomes are stable for an actor alone; without one, for everybody."""
        return int(self.equilibria_mask(concept).sum()) if actor is None else len(self.stable(concept, actor))

    def equilibria(self, concept: str) -> list[int]:
        """Ids of the outcomes stable for every actor alone (no joint moves)."""
        return _ids(self.equilibria_mask(concept))

    def stable(self, concept: str, actor: str) -> list[int]:
        """Ids of the outcomes stable for one actor alone."""
        if concept in self.strong:
            return _ids(self.strong[concept][list(self.situation.actors).index(actor)])
        solution = self.solution(concept)
        return _ids(solution.stable[0, solution.actors.index(actor)])

    def holds(self, concept: str) -> list[int]:
        """Ids of the outcomes that nobody leaves, alone or together."""
        return _ids(self.solution(concept).arrows[0].graph.holds())

    def classes(self, concept: str) -> list[tuple[int, ...]]:
        """All terminal classes, as outcome indices (from 0)."""
        if concept not in self._classes:
            self._classes[concept] = self.solution(concept).arrows[0].graph.classes()
        return self._classes[concept]

    def predicted_classes(self, concept: str) -> list[tuple[int, ...]] | None:
        """The classes that can be reached from the status quo, as indices; None without a status quo."""
        start = self.model.space.status_quo
        if start is None:
            return None
        if concept not in self._predicted:
            self._predicted[concept] = self.solution(concept).arrows[0].graph.predicted(start, self.classes(concept))
        return self._predicted[concept]

    def predicted(self, concept: str) -> list[list[int]] | None:
        """The same as ids."""
        classes = self.predicted_classes(concept)
        return None if classes is None else _class_ids(classes)

    def possible(self, concept: str) -> list[list[int]]:
        """All terminal classes, as ids."""
        return _class_ids(self.classes(concept))

    def drift_classes(self, concept: str) -> list[tuple[int, ...]] | None:
        """Where things go without a deal, as indices: everybody's own steps from the status quo; None without one."""
        start = self.model.space.status_quo
        return None if start is None else drift_classes(self.model, self.solution(concept).arrows[0], start)

    def drift(self, concept: str) -> list[list[int]] | None:
        """The same as ids."""
        classes = self.drift_classes(concept)
        return None if classes is None else _class_ids(classes)

    def anticipated(self, concept: str, start: int | None = None) -> list[Anticipated]:
        """The joint moves that are signed for what follows; those from one outcome (an index), or all."""
        return anticipated(self.model, self.view, KNOWN[concept], self.solution(concept).arrows[0], start)

    def sacrifices(self, concept: str) -> list[Anticipated]:
        """The moves from the status quo, each of one actor, that pay only by what others then do. No verdict."""
        start = self.model.space.status_quo
        return [] if start is None else sacrifices(self.model, self.view, KNOWN[concept], start)

    def foreseen_data(self, cut: int) -> dict[str, Any]:
        """What follows and what comes without a deal, as plain data."""
        ahead = [name for name in self.solutions if KNOWN[name].closure.looks_ahead]
        none = self.model.space.status_quo is None
        return {
            "drift": None if none else {name: (self.drift(name) or [])[:cut] for name in self.solutions},
            "anticipated": {name: [move.data() for move in self.anticipated(name)[:cut]] for name in ahead},
            "sacrifices": {name: [move.data() for move in self.sacrifices(name)[:cut]] for name in ahead},
        }

    def answers(self, question: str, concept: str) -> tuple[Answer | None, Answer]:
        """The answer over the predicted and over the possible classes."""
        truth = self.model.space.holds(self.situation.questions[question].statement)
        predicted = self.predicted_classes(concept)
        return (None if predicted is None else answer(truth, predicted)), answer(truth, self.classes(concept))

    def ends_where(self, question: str, concept: str) -> tuple[int, int]:
        """In how many of the places where things can end a question is answered by yes, and how many there are."""
        truth = self.model.space.holds(self.situation.questions[question].statement)
        predicted = self.predicted_classes(concept)
        ends = self.classes(concept) if predicted is None else predicted
        return sum(bool(truth[list(members)].all()) for members in ends), len(ends)

    def rows(self) -> list[Row]:
        """One row per outcome that is an equilibrium or holds under some concept."""
        return [row for row in self.outcome_rows() if any(row[name] for name in self.solutions)]

    def outcome_rows(self) -> list[Row]:
        """One row per outcome: under which concepts it is an equilibrium (“eq”) and holds (“holds”)."""
        space = self.model.space
        marks = {}
        for name in self.solutions:
            stable, holds = self.equilibria_mask(name), self.solution(name).arrows[0].graph.holds()
            marks[name] = [("holds" if h else "eq" if e else "") for h, e in zip(holds, stable, strict=True)]
        for name in self.strong:
            marks[name] = ["eq" if stable else "" for stable in self.equilibria_mask(name)]
        return [
            {"id": index + 1, "outcome": space.name(index), **{name: marks[name][index] for name in marks}}
            for index in range(space.count)
        ]

    def actor_rows(self) -> list[Row]:
        """One row per outcome: for every actor the concepts under which it does not leave, and those that keep all."""
        names = [*self.solutions, *self.strong]
        stays = {actor: {name: set(self.stable(name, actor)) for name in names} for actor in self.situation.actors}
        kept = {name: set(self.equilibria(name)) for name in names}

        def symbols(ids: dict[str, set[int]], outcome: int) -> str:
            return " ".join(KNOWN[name].symbol.replace(" ", "_") for name in names if outcome in ids[name])

        return [
            {
                "id": number,
                "outcome": self.model.space.name(number - 1),
                **{actor: symbols(ids, number) for actor, ids in stays.items()},
                "equilibrium": symbols(kept, number),
            }
            for number in range(1, self.model.space.count + 1)
        ]

    def to_xarray(self) -> xarray.Dataset:
        """Labelled arrays: ``stable`` (concept × actor × outcome), ``equilibrium`` and ``holds`` (concept × outcome).

        Outcomes are labelled by id, with their names beside. Needs xarray (``pip install "detente[xarray]"``).
        """
        try:
            import xarray
        except ImportError:
            raise DetenteError("extra_missing", package="xarray", extra="xarray") from None
        names, actors, space = list(self.solutions), list(self.situation.actors), self.model.space
        stable = np.stack([self.solutions[name].stable[0] for name in names])
        holds = np.stack([self.solutions[name].arrows[0].graph.holds() for name in names])
        ids = np.arange(1, space.count + 1)
        return xarray.Dataset(
            {
                "stable": (("concept", "actor", "outcome"), stable),
                "equilibrium": (("concept", "outcome"), stable.all(axis=1)),
                "holds": (("concept", "outcome"), holds),
            },
            {"concept": names, "actor": actors, "outcome": ids,
             "name": ("outcome", [space.name(index) for index in range(space.count)])},
            {"digest": self.digest, "version": self.origin.version},
        )  # fmt: skip

    def outcome_data(self, index: int) -> dict[str, Any]:
        """One outcome as plain data."""
        space = self.model.space
        levels = zip(space.axes, space.levels[index], strict=True)
        return {
            "id": index + 1,
            "name": space.name(index),
            "levels": {axis.label: axis.levels[level] for axis, level in levels},
            "status_quo": index == space.status_quo,
        }

    def question_data(self) -> dict[str, dict[str, dict[str, Answer | None]]]:
        """Question → concept → the answers over the predicted and over the possible classes."""
        return {
            question: {
                name: dict(zip(("predicted", "possible"), self.answers(question, name), strict=True))
                for name in self.solutions
            }
            for question in self.situation.questions
        }

    def data(self) -> dict[str, Any]:
        """The JSON contract of ``detente stability --format json``."""
        space = self.model.space
        cut = self.limit
        names = list(self.solutions)
        alone = [*names, *self.strong]
        predicted = {name: self.predicted(name) for name in names}
        return {
            "digest": self.digest,
            "engine": self.engine,
            "outcomes": [self.outcome_data(index) for index in range(min(space.count, cut))],
            "stable": {
                name: {actor: self.stable(name, actor)[:cut] for actor in self.situation.actors} for name in alone
            },
            "equilibria": {name: self.equilibria(name)[:cut] for name in alone},
            "holds": {name: self.holds(name)[:cut] for name in names},
            "predicted": None if space.status_quo is None else {n: (c or [])[:cut] for n, c in predicted.items()},
            "possible": {name: self.possible(name)[:cut] for name in names},
            **self.foreseen_data(cut),
            "questions": self.question_data(),
            "counts": {
                "outcomes": space.cells,
                "feasible": space.count,
                "equilibria": {name: self.count(name) for name in alone},
            },
            "truncated": space.count > cut,
            **({} if self.groups is None else self.groups.data(cut)),
        }


def _ids(mask: Array) -> list[int]:
    return [int(index) + 1 for index in np.flatnonzero(mask)]


def _class_ids(classes: list[tuple[int, ...]]) -> list[list[int]]:
    return [[index + 1 for index in members] for members in classes]


def stability(situation: Situation, concepts: Iterable[str] = READING_ORDER, limit: int = LIST_LIMIT) -> Stability:
    """The stability of a situation at its central numbers, under the named concepts.

    Args:
        situation: a checked situation (``dt.load(…).situation``).
        concepts: names from ``detente.stability.concepts.CONCEPTS``.
        limit: lists longer than this are cut in `data` and `to_json`; counts never are.

    Raises:
        LimitError: too many outcomes or moves to list.
        DetenteError: an unknown concept.
    """
    names = list(concepts)
    for name in names:
        if name not in CONCEPTS:
            raise DetenteError("concept_unknown", name=name, nearest=nearest(name, CONCEPTS), known=tuple(CONCEPTS))
    model = Model.of(situation)
    origin = Origin.of(situation, listing_engine(situation), concepts=tuple(names), limit=limit)
    return Stability(model, solve(model, None, names), limit, origin=origin)


def listing_engine(situation: Situation) -> str:
    """Which engine serves a situation whose outcomes are listed: ``relation`` where preferences are pairs."""
    return "relation" if any(wants.kind == "prefers" for wants in situation.preferences.values()) else "arrays"


def outcome_index(result: Stability, text: str) -> int:
    """The outcome a person means: an id, a name (“japan.invest, peace.islands=two”), ``status_quo``, or a statement.

    Raises `DetenteError` if there is none or the statement fits several.
    """
    space = result.model.space
    wanted = text.strip()
    if wanted.isdigit() and wanted not in space.nodes:
        if not 1 <= int(wanted) <= space.count:
            raise DetenteError("outcome_id", id=int(wanted), count=space.count)
        return int(wanted) - 1
    by_name = space.index_of(wanted)
    if by_name is not None:
        return by_name
    found = np.flatnonzero(typed_truth(result, wanted))
    if len(found) != 1:
        examples = tuple(f"{index + 1}" for index in found[:5])
        raise DetenteError(
            "outcome_none" if not len(found) else "outcome_several", text=wanted, count=len(found), ids=examples
        )
    return int(found[0])


def typed_truth(result: Stability, text: str) -> Array:
    """Truth of a statement typed by a person."""
    try:
        tree = parse(text)
        found = result.model.space.scope.faults(tree, "statement")
        if found:
            raise found[0]
        return result.model.space.truth_of(tree)
    except ExpressionError as error:
        reason = Said(f"problems.{error.code}.says", error.params)
        raise DetenteError("statement_typed", text=text, place=error.start + 1, reason=reason) from None
