"""What the graph of a concept says about deals: what comes without one, what is signed for what follows, what pays.

- *drift*: the terminal classes that everybody's own unpunished improvements lead to from the status quo, leaving
  included, joint moves not: where things go without a deal;
- *anticipated*: the joint moves that are credible only because of what the outsiders then do;
- *sacrifices that pay*: moves of one actor that are no unpunished improvements, where others move on from the landing
  and the actor is better where that leads. Information, never a verdict: no step of the graph, and no concept of the
  literature.

The definitions are in `detente.stability.foresight`; everything here is for one draw. Outcomes are indices from 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from detente.stability.concepts import Concept
from detente.stability.foresight import Steps
from detente.stability.joint import where_it_lands
from detente.stability.prediction import Graph
from detente.stability.solve import Arrows, Model
from detente.stability.witness.joint_witness import Ahead
from detente.stability.witness.witness import View


@dataclass(frozen=True, order=True)
class Anticipated:
    """A move, joint or of one actor alone, that is made for its `ends`: where others take it from the `landing`."""

    mover: str
    start: int
    landing: int
    ends: tuple[int, ...]

    def data(self) -> list[object]:
        """As JSON has it: mover, start, landing, ends; ids from 1."""
        return [self.mover, self.start + 1, self.landing + 1, [end + 1 for end in self.ends]]


def own_graph(model: Model, arrows: Arrows) -> Graph:
    """The graph without its joint moves."""
    own = arrows.mover < len(arrows.movers) - sum(mover in model.moves.together for mover in arrows.movers)
    return Graph(arrows.graph.count, arrows.graph.source[own], arrows.graph.target[own])


def drift_classes(model: Model, arrows: Arrows, start: int) -> list[tuple[int, ...]]:
    """Where things go from here without a deal."""
    graph = own_graph(model, arrows)
    return graph.predicted(start, graph.classes())


def steps_of(arrows: Arrows, movers: Iterable[str]) -> Steps:
    """The arcs of some movers."""
    chosen = np.isin(arrows.mover, [arrows.movers.index(mover) for mover in movers])
    return Steps(arrows.graph.source[chosen], arrows.graph.target[chosen], (arrows.graph.count, 1))


def ends_from(steps: Steps, outcome: int) -> tuple[int, ...]:
    """The members of the terminal classes that these steps lead to."""
    ends = steps.ends[:, 0]
    return tuple(place for place in sorted(steps.ahead(outcome)) if ends[place])


def anticipated(
    model: Model, view: View, concept: Concept, arrows: Arrows, start: int | None = None
) -> list[Anticipated]:
    """The joint moves that are signed for what follows: credible, and not so if judged where they land.

    From all outcomes, or from one alone.

    Where no outsider moves on from the landing and nobody alone from the start, both rules are the same, so only the
    others are looked at.
    """
    if not concept.closure.looks_ahead:
        return []
    found = []
    moving = steps_of(arrows, (mover for mover in arrows.movers if mover in model.moves.alone)).moves[:, 0]
    for agreement, parties in model.moves.parties.items():
        outside = steps_of(arrows, [actor for actor in view.actors if actor not in parties])
        mine = arrows.mover == arrows.movers.index(agreement)
        if start is not None:
            mine &= arrows.graph.source == start
        source, target = arrows.graph.source[mine], arrows.graph.target[mine]
        open_ = moving[source] | outside.moves[:, 0][target]
        if not open_.any():
            continue
        landing = where_it_lands(Ahead.of(view, concept).sure, agreement).credible(0)
        known = set(zip(*(ends.tolist() for ends in landing), strict=True))
        made = set(zip(source[open_].tolist(), target[open_].tolist(), strict=True)) - known
        ends = {end: ends_from(outside, end) for end in {end for _, end in made}}
        found += [Anticipated(agreement, source, end, ends[end]) for source, end in made]
    return sorted(found, key=_in_order)


def _in_order(one: Anticipated) -> tuple[str, int, int]:
    """By who moves, from where, to where: ordered by these numbers alone, since there may be hundreds of thousands."""
    return one.mover, one.start, one.landing


def sacrifices(model: Model, view: View, concept: Concept, start: int) -> list[Anticipated]:
    """The moves from here, each of one actor, that pay only by what others then do."""
    if not concept.closure.looks_ahead or view.preferences.pairs:
        return []
    sure = Ahead.of(view, concept).sure
    found = []
    for actor in view.actors:
        landings = model.moves.alone[actor].from_(start)
        open_ = sure.threshold[actor][landings, 0] > sure.engine.lifted[actor][start, 0]
        if open_.all():
            continue
        followed = sure.judge((actor,))
        wanted = np.zeros(sure.shape, np.bool_)
        wanted[landings[~open_], 0] = True
        wanted &= followed.steps.moves & followed.kept
        pays = wanted & (followed.worth(wanted)[0] > sure.without(actor)[start, 0])
        found += [
            Anticipated(actor, start, int(landing), ends_from(followed.steps, int(landing)))
            for landing in np.flatnonzero(pays[:, 0])
        ]
    return sorted(found)
