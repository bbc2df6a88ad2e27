"""The stability of a situation with too many outcomes to list, by sweeps; and the choice between the two engines.

The result has the face of `Stability`. Counts are whole; lists hold the first outcomes only. What is *predicted* comes
from a search forward from the status quo. What is *possible* are the outcomes that hold and, where no steps lead to one
of them, the cycles left over. Joint moves are judged as everywhere, without listing them (`grid_walk`); those that are
signed for what follows, and sacrifices that pay, are looked for at the status quo. What is more than is worth computing
is None, and said so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import Any, ClassVar

import numpy as np

from detente.counts import counted
from detente.errors import LimitError
from detente.outcomes.grid import MAX_CELLS, choices_of, grid_of
from detente.outcomes.grid_space import GridSpace
from detente.outcomes.moves import active_parties
from detente.outcomes.space import Array
from detente.result import Origin, Row
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS, READING_ORDER, REPORTED, serves
from detente.stability.engines.board import Board, board_of, unserved
from detente.stability.engines.grid_agreement import Agreement, agreements_of
from detente.stability.engines.grid_ahead import GridView, grid_view, no_moves
from detente.stability.engines.grid_follows import Move
from detente.stability.engines.large_found import POSSIBLE, Found, found_of
from detente.stability.engines.sweeps import sweep
from detente.stability.prediction import Answer
from detente.stability.result import LIST_LIMIT, Stability, stability
from detente.stability.solve import Model, Solution
from detente.stability.what_follows import Anticipated
from detente.stability.witness.large_witness import explain_large, faults_large
from detente.stability.witness.witness import Witness
from detente.words import Said

ENGINES = ("auto", "arrays", "sweeps")
LISTED = 1 << 13  # up to here outcomes are listed: the listed engine answers more, and no compiler is waited for
COMPILED = 1 << 17  # from here on compiled loops earn the time it takes to load them


@dataclass(frozen=True, repr=False)
class LargeStability(Stability):
    """What is stable, for whom, counted on the whole grid; lists hold the first `limit` outcomes."""

    told_by: ClassVar[str] = "detente.stability.engines.large_sentences:large_sentences"
    drawn_by: ClassVar[str] = ""

    board: Board = field(kw_only=True)

    @property
    def listed(self) -> None:
        return None

    def _again(self, situation: Situation) -> Stability:
        return large_stability(situation, list(self.solutions), self.limit)

    @cached_property
    def agreements(self) -> list[Agreement]:
        """The agreements that can be signed or changed."""
        return agreements_of(self.board.grid, active_parties(self.situation))

    @cached_property
    def view(self) -> GridView:
        return grid_view(self.board)

    def witness(self, concept: str, actor: str, outcome: int) -> Witness:
        return explain_large(self.board, CONCEPTS[concept], actor, outcome)

    def faults(self, witness: Witness) -> list[str]:
        return faults_large(self.board, witness)

    @cached_property
    def found(self) -> dict[str, Found]:
        """Every concept, computed when first asked for."""
        compiled = None if self.board.grid.cells >= COMPILED else False
        return {
            verdicts.concept.name: found_of(self.board, verdicts, self.agreements, compiled)
            for verdicts in sweep(self.board, self.solutions, compiled)
        }

    def _of(self, concept: str) -> Found:
        return self.found[self.solution(concept).concept.name]

    def count(self, concept: str, actor: str | None = None) -> int:
        """How many outcomes are stable for an actor; without one, for everybody."""
        return self._of(concept).counts[actor or ""]

    def _first(self, bits: Array) -> list[int]:
        """Ids of the first outcomes of a set."""
        cells = np.flatnonzero(self._open(bits))[: self.limit]
        return [int(number) + 1 for number in self.board.grid.numbers_of(cells)]

    def _open(self, bits: Array) -> Array:
        return np.unpackbits(bits, count=self.board.grid.cells).view(np.bool_)

    def equilibria_mask(self, concept: str) -> Array:
        return self._open(self._of(concept).equilibria)[self.board.feasible]

    def equilibria(self, concept: str) -> list[int]:
        """Ids of the first outcomes stable for every actor alone."""
        return self._first(self._of(concept).equilibria)

    def stable(self, concept: str, actor: str) -> list[int]:
        """Ids of the first outcomes stable for one actor alone."""
        return self._first(self._of(concept).stable[actor])

    def _holds(self, concept: str) -> Array:
        holds = self._of(concept).holds
        if holds is None:
            raise LimitError("joint_uncounted", concept=concept)
        return holds

    def holds(self, concept: str) -> list[int]:
        """Ids of the first outcomes that nobody leaves. Raises `LimitError` where joint moves could not be judged."""
        return self._first(self._holds(concept))

    def count_holding(self, concept: str) -> int | None:
        """How many outcomes nobody leaves; None where joint moves could not be judged."""
        return self._of(concept).counts.get("holds")

    def classes(self, concept: str) -> list[tuple[int, ...]]:
        """The first terminal classes, as indices. Raises `LimitError` where they were not computed."""
        cycles = self._of(concept).cycles
        if cycles is None:
            raise LimitError("possible_uncounted", limit=POSSIBLE)
        resting: list[tuple[int, ...]] = [(number - 1,) for number in self.holds(concept)]
        return sorted([*resting, *map(self._numbers, cycles)])[: self.limit]

    def predicted_classes(self, concept: str) -> list[tuple[int, ...]] | None:
        """The first classes that can be reached from the status quo; None without one, or where too much lies ahead."""
        found = self._of(concept).predicted
        if found is None:
            return None
        resting = [(number,) for number in self._numbers(found.resting[: self.limit])]
        return sorted([*resting, *map(self._numbers, found.cycles)])[: self.limit]

    def count_predicted(self, concept: str) -> int:
        """How many classes can be reached from the status quo (0 where it is not known)."""
        found = self._of(concept).predicted
        return 0 if found is None else len(found.resting) + len(found.cycles)

    def drift_classes(self, concept: str) -> list[tuple[int, ...]] | None:
        """Where single actors' steps lead from the status quo; None without one, or where too much lies ahead."""
        found = self._of(concept).drift
        return None if found is None else sorted(map(self._numbers, found))

    def anticipated(self, concept: str, start: int | None = None) -> list[Anticipated]:
        """Those that begin at the status quo. Raises `LimitError` where too much follows."""
        found = self._foreseen(concept, self._of(concept).anticipated)
        return [move for move in found if start in (None, move.start)]

    def sacrifices(self, concept: str) -> list[Anticipated]:
        """As everywhere. Raises `LimitError` where too much follows."""
        return self._foreseen(concept, self._of(concept).sacrifices)

    def _foreseen(self, concept: str, moves: list[Move] | None) -> list[Anticipated]:
        if moves is None:
            raise LimitError("joint_unlisted", concept=concept)
        start = self.model.space.status_quo
        return sorted(
            Anticipated(
                move.mover, int(start or 0), self._numbers(np.array([move.landing]))[0],
                self._numbers(np.array(move.ends)),
            )
            for move in moves
        )  # fmt: skip

    def foreseen_data(self, cut: int) -> dict[str, Any]:
        """What comes without a deal, and what is done for what follows, as plain data; null where it was not computed.

        Lists of steps are those from the status quo.
        """
        drift = {name: self.drift(name) for name in self.solutions}
        start = self.model.space.status_quo

        def told(moves: Callable[[str], list[Anticipated]]) -> dict[str, Any]:
            return {name: None if self.unforeseen(name) else [move.data() for move in moves(name)[:cut]]
                    for name, one in self.solutions.items() if one.concept.closure.looks_ahead}  # fmt: skip

        return {
            "drift": None if start is None else {name: classes and classes[:cut] for name, classes in drift.items()},
            "anticipated": told(self.anticipated),
            "sacrifices": told(self.sacrifices),
        }

    def unforeseen(self, concept: str) -> bool:
        """Too much follows steps from the status quo to be looked at."""
        found = self._of(concept)
        return found.anticipated is None or found.sacrifices is None

    def _numbers(self, cells: Array) -> tuple[int, ...]:
        return tuple(map(int, self.board.grid.numbers_of(cells)))

    def answers(self, question: str, concept: str) -> tuple[Answer | None, Answer | None]:  # type: ignore[override]
        """The answer over the predicted and over the possible classes; None where these were not computed."""
        truth = self.board.grid.holds(self.situation.questions[question].statement)
        found = self._of(concept)
        ahead = found.predicted
        predicted = (
            None if ahead is None else _answer([truth[ahead.resting], *(truth[cells] for cells in ahead.cycles)])
        )
        if found.cycles is None:
            return predicted, None
        resting = truth[self._open(self._holds(concept))]
        return predicted, _answer([resting, *(truth[members] for members in found.cycles)])

    def outcome_rows(self) -> list[Row]:
        """One row for each of the first outcomes that are an equilibrium under a concept that people read first."""
        masks = {name: self._open(self._of(name).equilibria) for name in self.solutions}
        read = [masks[name] for name in masks if name in REPORTED] or list(masks.values())
        cells = np.flatnonzero(np.logical_or.reduce(read))[: self.limit]
        kept = {name: None if (bits := self._of(name).holds) is None else self._open(bits) for name in masks}

        def mark(name: str, cell: int) -> str:
            holds = kept[name]
            return "" if not masks[name][cell] else "holds" if holds is not None and holds[cell] else "eq"

        return [
            {
                "id": int(number) + 1,
                "outcome": self.model.space.name(int(number)),
                **{name: mark(name, cell) for name in masks},
            }
            for number, cell in zip(self.board.grid.numbers_of(cells), cells, strict=True)
        ]

    def data(self) -> dict[str, Any]:
        """The JSON contract of ``detente stability --format json``; null where something was not computed."""
        space, names, cut = self.model.space, list(self.solutions), self.limit
        possible = {n: None if self._of(n).cycles is None else self.possible(n)[:cut] for n in names}
        ahead = {n: self.predicted(n) for n in names}
        return {
            "digest": self.digest,
            "engine": self.engine,
            "outcomes": [self.outcome_data(index) for index in range(min(space.count, cut))],
            "stable": {name: {a: self.stable(name, a) for a in self.board.actors} for name in names},
            "equilibria": {name: self.equilibria(name) for name in names},
            "holds": {name: None if self._of(name).holds is None else self.holds(name) for name in names},
            "predicted": None if space.status_quo is None else {n: c and c[:cut] for n, c in ahead.items()},
            "possible": possible,
            **self.foreseen_data(cut),
            "questions": self.question_data(),
            "counts": {
                "outcomes": space.cells,
                "feasible": space.count,
                "equilibria": {name: self.count(name) for name in names},
                "stable": {name: {a: self.count(name, a) for a in self.board.actors} for name in names},
            },
            "truncated": space.count > cut,
        }


def _answer(parts: list[Array]) -> Answer:
    """Whether the truth values are all true, some, or none."""
    if all(part.all() for part in parts):
        return "every"
    return "some" if any(part.any() for part in parts) else "none"


def large_stability(
    situation: Situation, concepts: Iterable[str] = READING_ORDER, limit: int = LIST_LIMIT, board: Board | None = None
) -> LargeStability:
    """The stability of a large situation, by sweeps. Raises `LimitError` where sweeps do not serve it."""
    board = board or board_of(situation)
    none = np.zeros((1, len(board.actors), 0), np.bool_)
    solutions = {name: Solution(CONCEPTS[name], board.actors, none, []) for name in concepts}
    model = Model(situation, GridSpace.of(board.grid), no_moves())
    origin = Origin.of(situation, "sweeps", concepts=tuple(solutions), limit=limit)
    return LargeStability(model, solutions, limit, origin=origin, board=board)


def analyse(
    situation: Situation, concepts: Iterable[str] = READING_ORDER, limit: int = LIST_LIMIT, engine: str = "auto"
) -> Stability:
    """The stability of a situation by the engine asked for; ``auto`` chooses by size and structure.

    Raises:
        LimitError: too large for the engine, or not served by it.
        DetenteError: an unknown concept.
    """
    names, limit = list(concepts), counted("limit", limit)
    if engine == "arrays" or (engine == "auto" and not _sweeps(situation, names)):
        try:
            return stability(situation, names, limit)
        except LimitError as error:
            reason = unserved(situation)
            if engine == "arrays" or "limit" not in error.params:
                raise
            if reason is None:
                if _served(situation, names):
                    return large_stability(situation, names, limit)
                raise
            said = Said(f"large.unserved.{reason}")
            raise LimitError("listed_only", **error.params, reason=said) from None
    return large_stability(situation, names, limit)


def _served(situation: Situation, names: list[str]) -> bool:
    """Sweeps serve this situation and these concepts."""
    if unserved(situation) is not None or not all(
        name in CONCEPTS and serves("sweeps", CONCEPTS[name].closure) for name in names
    ):
        return False
    return prod(len(choice) for choice in choices_of(situation)[1]) <= MAX_CELLS


def _sweeps(situation: Situation, names: list[str]) -> bool:
    """Sweeps serve this situation, and its outcomes are many."""
    if not _served(situation, names) or prod(len(choice) for choice in choices_of(situation)[1]) <= LISTED:
        return False
    most = LISTED * 4 if active_parties(situation) else LISTED
    return grid_of(situation).count > most
