"""The integrated graph of a situation: its outcomes, every move between them, and what each concept says of the move.

The nodes are the outcomes. Every move of one actor is an arc; it is a plain *move*, or an *improvement*: better for its
mover (better: above its inertia). An improvement is *sanctioned* under a concept if the others have an answer of the
kind the concept allows that takes the gain back, else *unsanctioned*. An outcome that no unsanctioned improvement of
anybody leaves is an equilibrium; one that no credible joint step leaves either, holds. Joint steps are arcs where some
concept finds them credible. (Fang, Hipel & Kilgour 1993, ch. 2: the graphs of all actors drawn as one.)

>>> from detente.load import load
>>> graph = integrated_graph(load("stability/prisoners_dilemma").situation)
>>> [(arc.mover, arc.start + 1, arc.end + 1) for arc in graph.arcs if "seq" in arc.unsanctioned]
[('row', 2, 1), ('column', 3, 1)]
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from detente.errors import LimitError
from detente.outcomes.paper_tables import improving
from detente.outcomes.preferences import preferences_of
from detente.outcomes.telling import Teller
from detente.result import Result, Row
from detente.situation.model import Situation
from detente.stability.concepts import READING_ORDER
from detente.stability.result import Stability, outcome_index, stability
from detente.words import END_ISOLATE, ISOLATE, in_language

LARGEST = 200  # outcomes of a graph that a person may still look at
MOST_BRANCHES = 600  # boxes of a tree
SHOWN = ("all", "improvements", "unsanctioned", "best")


@dataclass(frozen=True)
class Arc:
    """A step from one outcome (by index) to another.

    `mover`: an actor, or the agreement whose parties step together. `kind`: a ``move`` that is no improvement, an
    ``improvement``, a ``joint`` step. `unsanctioned`: the concepts under which nobody can take its gain back (of a
    joint step: under which it is credible).
    """

    mover: str
    start: int
    end: int
    kind: Literal["move", "improvement", "joint"]
    unsanctioned: frozenset[str] = frozenset()

    def verdict(self, concept: str) -> str:
        """``unsanctioned``, ``sanctioned``, or nothing where there is no gain to be taken back."""
        if concept in self.unsanctioned:
            return "unsanctioned"
        return "sanctioned" if self.kind == "improvement" else ""


@dataclass
class Branch:
    """An outcome in a tree of moves: the arc that led to it (None at the root), and what may follow.

    `again`: it stands further up on the same way; nothing follows here.
    """

    outcome: int
    arc: Arc | None
    after: tuple[Branch, ...] = ()
    again: bool = False

    def all(self) -> Iterator[Branch]:
        """This branch and everything after it."""
        yield self
        for branch in self.after:
            yield from branch.all()


@dataclass(frozen=True, repr=False)
class IntegratedGraph(Result):
    """The graph, and the stability it rests on; `concept`: the one that drawings follow."""

    told_by: ClassVar[str] = "detente.stability.integrated_sentences:graph_sentences"
    drawn_by: ClassVar[str] = "detente.drawing.graph:figure"

    stability: Stability
    arcs: tuple[Arc, ...]
    concept: str

    @property
    def situation(self) -> Situation:
        return self.stability.situation

    @property
    def count(self) -> int:
        """How many outcomes there are."""
        return self.stability.model.space.count

    def in_short(self) -> str:
        return f"{self.count} outcomes, {len(self.arcs)} arcs"

    def equilibria(self, outcome: int) -> tuple[str, ...]:
        """The concepts under which nobody leaves this outcome (by index) alone."""
        return tuple(name for name in self.stability.solutions if outcome + 1 in self.stability.equilibria(name))

    def resting(self) -> set[int]:
        """The outcomes, by index, that nobody leaves under `concept`, alone or together."""
        return {number - 1 for number in self.stability.holds(self.concept)}

    def shown(self, which: str) -> list[Arc]:
        """The arcs of one drawing: ``all``, ``improvements`` (and joint steps), what is ``unsanctioned``, or of it the
        ``best``: no other unsanctioned step of the same mover from there is better for everyone who makes it."""
        if which == "all":
            return list(self.arcs)
        if which == "improvements":
            return [arc for arc in self.arcs if arc.kind == "improvement" or self.concept in arc.unsanctioned]
        free = [arc for arc in self.arcs if self.concept in arc.unsanctioned]
        return _best(self.stability, free) if which == "best" else free

    def tree(self, start: str, depth: int, which: str = "all") -> Branch:
        """What may follow from an outcome (its id, name or statement), so many steps deep; nobody steps twice running.

        Raises:
            LimitError: more than `MOST_BRANCHES` boxes.
            DetenteError: no such outcome.
        """
        leaving: dict[int, list[Arc]] = {}
        for arc in self.shown(which):
            leaving.setdefault(arc.start, []).append(arc)
        root = Branch(outcome_index(self.stability, start), None)
        waiting: deque[tuple[Branch, tuple[int, ...]]] = deque([(root, (root.outcome,))])
        made = 1
        while waiting:
            here, way = waiting.popleft()
            if len(way) > depth or here.again:
                continue
            last = here.arc.mover if here.arc else None
            arcs = [arc for arc in leaving.get(here.outcome, ()) if arc.mover != last]
            here.after = tuple(Branch(arc.end, arc, again=arc.end in way) for arc in arcs)
            made += len(arcs)
            if made > MOST_BRANCHES:
                raise LimitError("tree_large", limit=MOST_BRANCHES, depth=depth)
            waiting.extend((branch, (*way, branch.outcome)) for branch in here.after)
        return root

    def records(self, arcs: Sequence[Arc], language: str = "en") -> tuple[list[Row], list[Row], Row]:
        """Nodes, arcs and the graph as a whole as records, for files of graphs."""
        nodes = [self._node(outcome, outcome + 1, language) for outcome in range(self.count)]
        lines = [self._line(arc, arc.start + 1, arc.end + 1) for arc in arcs]
        return nodes, lines, self._about(language)

    def tree_records(self, root: Branch, language: str = "en") -> tuple[list[Row], list[Row], Row]:
        """The same of a tree: an outcome is a node for every way to it."""
        boxes = list(root.all())
        number = {id(branch): place for place, branch in enumerate(boxes, start=1)}
        nodes = [{**self._node(one.outcome, number[id(one)], language), "again": one.again} for one in boxes]
        lines = [
            self._line(after.arc, number[id(branch)], number[id(after)])
            for branch in boxes
            for after in branch.after
            if after.arc is not None
        ]
        return nodes, lines, self._about(language)

    def _node(self, outcome: int, number: int, language: str) -> Row:
        space = self.stability.model.space
        words = Teller(self.situation, space, language).outcome(outcome)
        return {
            "id": number,
            "label": str(outcome + 1),
            "outcome": space.name(outcome),
            "text": words.replace(ISOLATE, "").replace(END_ISOLATE, ""),
            "status_quo": outcome == space.status_quo,
            "rests": outcome in self.resting(),
            **{name: name in self.equilibria(outcome) for name in self.stability.solutions},
        }

    def _line(self, arc: Arc, start: int, end: int) -> Row:
        verdicts = {name: arc.verdict(name) for name in self.stability.solutions}
        kind = arc.verdict(self.concept) or "move"
        return {
            "from": start,
            "to": end,
            "mover": arc.mover,
            "kind": arc.kind,
            "line": "joint" if arc.kind == "joint" else kind,
            **verdicts,
        }

    def _about(self, language: str) -> Row:
        title = in_language(self.situation.title, language) or ""
        return {"label": title, "concept": self.concept, "digest": self.stability.digest}

    def rows(self) -> list[Row]:
        """One row per arc: who, from, to, what it is, and the verdict of every concept."""
        return [
            {
                "who": arc.mover,
                "from": arc.start + 1,
                "to": arc.end + 1,
                "kind": arc.kind,
                **{name: arc.verdict(name) for name in self.stability.solutions},
            }
            for arc in self.arcs
        ]

    def data(self) -> dict[str, Any]:
        """The JSON contract of ``detente graph --format json``."""
        resting = {name: set(self.stability.holds(name)) for name in self.stability.solutions}
        return {
            "digest": self.stability.digest,
            "concept": self.concept,
            "outcomes": [
                {
                    **self.stability.outcome_data(index),
                    "equilibrium": list(self.equilibria(index)),
                    "holds": [name for name, ids in resting.items() if index + 1 in ids],
                }
                for index in range(self.count)
            ],
            "arcs": [
                {
                    "mover": arc.mover,
                    "from": arc.start + 1,
                    "to": arc.end + 1,
                    "kind": arc.kind,
                    "unsanctioned": [name for name in self.stability.solutions if name in arc.unsanctioned],
                }
                for arc in self.arcs
            ],
        }


def _best(found: Stability, arcs: list[Arc]) -> list[Arc]:
    """The arcs to which none of the same mover and start is preferred by all who make it."""
    preferences = preferences_of(found.model.numbers())
    better = {actor: preferences.better(0, actor) for actor in found.situation.actors}
    together: dict[tuple[str, int], list[Arc]] = {}
    for arc in arcs:
        together.setdefault((arc.mover, arc.start), []).append(arc)

    def beaten(arc: Arc) -> bool:
        movers = found.model.moves.parties.get(arc.mover, (arc.mover,))
        others = together[arc.mover, arc.start]
        return any(all(better[actor][arc.end, other.end] for actor in movers) for other in others)

    return [arc for arc in arcs if not beaten(arc)]


def integrated_graph(situation: Situation, concept: str = "seq") -> IntegratedGraph:
    """The integrated graph of a situation at its central numbers; drawings of it follow `concept`.

    Raises:
        LimitError: more than `LARGEST` outcomes.
        DetenteError: an unknown concept.
    """
    names = tuple(dict.fromkeys((*READING_ORDER, concept)))
    found = stability(situation, names)
    if found.model.space.count > LARGEST:
        raise LimitError("graph_large", count=found.model.space.count, limit=LARGEST)
    return IntegratedGraph(stability=found, arcs=tuple(_arcs(found)), concept=concept, origin=found.origin)


def _arcs(found: Stability) -> Iterator[Arc]:
    """Actor by actor, then agreement by agreement, in order of start and end."""
    free: dict[tuple[str, int, int], set[str]] = {}
    for name, solution in found.solutions.items():
        arrows = solution.arrows[0]
        for mover, start, end in zip(arrows.mover, arrows.graph.source, arrows.graph.target, strict=True):
            free.setdefault((arrows.movers[mover], int(start), int(end)), set()).add(name)
    preferences = preferences_of(found.model.numbers())
    for actor, arcs in found.model.moves.alone.items():
        for start, end, better in zip(arcs.source, arcs.target, improving(arcs, preferences, actor), strict=True):
            step = (actor, int(start), int(end))
            yield Arc(*step, "improvement" if better else "move", frozenset(free.pop(step, ())))
    for step in sorted(free, key=lambda step: (list(found.model.moves.together).index(step[0]), *step[1:])):
        yield Arc(*step, "joint", frozenset(free[step]))
