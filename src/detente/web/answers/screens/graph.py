"""A small case drawn whole: every outcome, every move that gains, and what holds however far each side looks ahead."""

from __future__ import annotations

from detente.errors import LimitError
from detente.stability.concepts import CONCEPTS
from detente.stability.result import stability
from detente.stability.witness.witness import sanction_path
from detente.web.answers.screens.moves import outcome_words
from detente.web.contracts.screens import Arc, AskGraph, Graph, GraphNode
from detente.web.desk import View

DRAWN = 24


def graph(view: View, asked: AskGraph) -> Graph:
    """The whole graph. Raises `LimitError` for more outcomes than can be drawn so that they can be read."""
    found, concept = view.stability, CONCEPTS[view.ahead]
    space, asking = found.model.space, found.view
    if space.count > DRAWN:
        raise LimitError("graph_large", count=space.count, limit=DRAWN)
    teller = view.teller(asked.lang)
    every = view.once("every way", lambda: stability(view.situation, tuple(CONCEPTS)))
    return Graph(
        nodes=[
            GraphNode(outcome=one + 1, text=outcome_words(teller, one), status_quo=one == space.status_quo)
            for one in range(space.count)
        ],
        arcs=[
            Arc(
                actor=actor,
                from_=start + 1,
                to=end + 1,
                free=sanction_path(asking, concept, [actor], start, end) is None,
            )
            for actor in asking.actors
            for start in range(space.count)
            for end in asking.improvements(actor, start)
        ],
        holds={name: every.holds(name) for name in CONCEPTS},
    )
