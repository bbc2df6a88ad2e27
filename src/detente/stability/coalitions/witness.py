"""Why a coalition upsets an outcome, or does not. As data.

- upset: a coalition improvement nobody can punish, with the sequence of single moves that leads to it;
- stable: for every coalition improvement the answer of the others, stage by stage, and a member it leaves no better
  off.

A stage is one step of the answer: the single move of one actor, or, under CSEQ, the moves of a subcoalition that
together are better for all of it. `detente.stability.coalitions.verify` checks a witness and shares no code with the
search here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations

from detente.stability.coalitions.coalition import COALITION_CONCEPTS, Coalition, CoalitionConcept
from detente.stability.concepts import ANY_MOVES, require
from detente.stability.witness.witness import Step, View, answer_tree, path_to


@dataclass(frozen=True)
class Stage:
    """One step of an answer: who takes it, and by which single moves."""

    coalition: Coalition
    steps: tuple[Step, ...]

    @property
    def end(self) -> int:
        return self.steps[-1].end


@dataclass(frozen=True)
class CoalitionSanction:
    """One coalition improvement, and the answer that leaves `member` no better off than at the start."""

    path: tuple[Step, ...]
    answer: tuple[Stage, ...]
    member: str

    @property
    def improvement(self) -> int:
        return self.path[-1].end


@dataclass(frozen=True)
class CoalitionWitness:
    """Why `outcome` is stable for `coalition` under `concept`, or not.

    Stable: `sanctions` has one entry for every coalition improvement. Upset: `path` leads to the improvement that
    nobody can punish in the fewest moves; `answers` is the number of outcomes the others can answer with.
    """

    coalition: Coalition
    outcome: int
    concept: str
    stable: bool
    sanctions: tuple[CoalitionSanction, ...] = ()
    path: tuple[Step, ...] = ()
    answers: int = 0

    @property
    def improvement(self) -> int | None:
        return self.path[-1].end if self.path else None


Arrived = tuple[int, Coalition]
Tree = dict[Arrived, Arrived | None]


@dataclass(frozen=True)
class Search:
    """Looks for improvements and answers, and remembers what it found."""

    view: View
    _ways: dict[Arrived, dict[int, tuple[Step, ...]]] = field(default_factory=dict, repr=False)
    _answers: dict[tuple[str, Coalition, int], Tree] = field(default_factory=dict, repr=False)

    def ways(self, coalition: Coalition, start: int) -> dict[int, tuple[Step, ...]]:
        """Every coalition improvement from here with a shortest way to it, shortest first."""
        key = start, coalition
        if key not in self._ways:
            found: dict[int, tuple[Step, ...]] = {}
            tree = answer_tree(self.view, ANY_MOVES, list(coalition), start)
            for arrived in tree:
                end = arrived[0]
                if end not in found and self.all_better(coalition, start, end):
                    found[end] = path_to(tree, arrived, start)
            self._ways[key] = found
        return self._ways[key]

    def all_better(self, coalition: Coalition, start: int, end: int) -> bool:
        return all(self.view.better(member, start, end) for member in coalition)

    def undone(self, coalition: Coalition, start: int, answer: int) -> bool:
        """From the answer the coalition can still reach an outcome that every member finds better than the start."""
        ends = {end for end, _ in answer_tree(self.view, ANY_MOVES, list(coalition), answer)}
        return any(self.all_better(coalition, start, end) for end in ends)

    def answers(self, concept: CoalitionConcept, others: Coalition, start: int) -> Tree:
        """Everything the others can answer: (outcome, who moved last) → where it was reached from, shortest first."""
        key = concept.name, others, start
        if key not in self._answers:
            self._answers[key] = self._grow(concept, others, start) if concept.closure.answers else {}
        return self._answers[key]

    def _grow(self, concept: CoalitionConcept, others: Coalition, start: int) -> Tree:
        largest = len(others) if concept.by_groups else 1
        parts = [part for size in range(1, largest + 1) for part in combinations(others, size)]
        ends_of = self._ends_of(concept)
        reached: Tree = {}
        waiting: deque[tuple[int, Coalition, Arrived | None]] = deque([(start, (), None)])
        while waiting:
            place, last, arrived = waiting.popleft()
            for part in parts:
                for end in ends_of(part, place) if part != last else ():
                    if (end, part) not in reached:
                        reached[(end, part)] = arrived
                        waiting.append((end, part, (end, part)))
        return reached

    def _ends_of(self, concept: CoalitionConcept) -> Callable[[Coalition, int], list[int]]:
        if concept.by_groups:
            return lambda part, place: list(self.ways(part, place))
        if concept.closure.improving:
            return lambda part, place: self.view.improvements(part[0], place)
        return lambda part, place: self.view.ends(part[0], place)

    def stages(self, concept: CoalitionConcept, tree: Tree, last: Arrived, landing: int) -> tuple[Stage, ...]:
        """The stages that lead from the landing to one entry of the tree of answers."""
        found: list[Stage] = []
        here: Arrived | None = last
        while here is not None:
            before = tree[here]
            start = before[0] if before else landing
            end, part = here
            steps = self.ways(part, start)[end] if concept.by_groups else (Step(part[0], start, end),)
            found.append(Stage(part, steps))
            here = before
        return tuple(reversed(found))


def explain_coalition(view: View, concept: str, coalition: Coalition, outcome: int) -> CoalitionWitness:
    """The witness for one coalition (members in the order of the file) and one outcome."""
    rule = COALITION_CONCEPTS[concept]
    require("coalitions", rule)
    search = Search(view)
    others = tuple(view.others(*coalition))
    sanctions: list[CoalitionSanction] = []
    for end, path in search.ways(coalition, outcome).items():
        tree = search.answers(rule, others, end)
        found = next((one for one in tree if _hurts(search, rule, coalition, outcome, one[0])), None)
        if found is None:
            ends = {place for place, _ in tree}
            return CoalitionWitness(coalition, outcome, concept, False, (), path, len(ends))
        member = next(one for one in coalition if not view.better(one, outcome, found[0]))
        sanctions.append(CoalitionSanction(path, search.stages(rule, tree, found, end), member))
    return CoalitionWitness(coalition, outcome, concept, True, tuple(sanctions))


def _hurts(search: Search, concept: CoalitionConcept, coalition: Coalition, start: int, answer: int) -> bool:
    if search.all_better(coalition, start, answer):
        return False
    return not concept.replies or not search.undone(coalition, start, answer)
