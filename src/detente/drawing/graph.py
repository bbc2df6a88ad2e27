"""The integrated graph of a situation as a drawing: SVG with real text.

Each outcome is a circle with its number, each arc has the colour and the tip of its mover, and its letter where there
is room. What nobody leaves has two rings; under an outcome stand the concepts under which nobody leaves it alone. A
line says by its kind, not by colour alone, what the step is. In a right-to-left language the columns run from right to
left.
"""

from __future__ import annotations

from detente.drawing.graph_key import LABELLED, arcs_shown, key_of, movers_of, notes, outcome_entries
from detente.drawing.graph_layout import SMALL, laid_out
from detente.drawing.graph_signs import LINE, NARROWEST, PAD, arc, circle, key_lines, tips
from detente.drawing.svg import frame, one_of, right_to_left, tag
from detente.stability.concepts import REPORTED
from detente.stability.integrated import IntegratedGraph, integrated_graph
from detente.stability.result import Stability
from detente.words import say

MANY = 150  # arcs above which lines are thin


def figure(result: IntegratedGraph, language: str = "en", kind: str | None = None) -> str:
    """The one drawing there is without further choices: ``graph``."""
    one_of(("graph",), kind)
    return draw_graph(result, language)


def stability_figure(result: Stability, language: str = "en", kind: str | None = None) -> str:
    """The graph that a stability result rests on: ``graph``; its lines follow SEQ, or the first concept there is."""
    one_of(("graph",), kind)
    concept = REPORTED[-1] if REPORTED[-1] in result.solutions else next(iter(result.solutions))
    return draw_graph(integrated_graph(result.situation, concept), language)


def draw_graph(graph: IntegratedGraph, language: str = "en", which: str | None = None) -> str:
    """The graph as SVG. `which` arcs: one of ``SHOWN``; None: as many as can be told apart."""
    which, arcs = arcs_shown(graph, which)
    layout = laid_out(graph, arcs, turned=right_to_left(language))
    movers = movers_of(graph, arcs, language)
    width = max(layout.width + 2 * PAD, NARROWEST)
    shift = (width - layout.width) / 2
    parts = [tips(movers)]
    thin, small = len(arcs) > MANY, graph.count <= SMALL
    inside = "".join(
        arc(curve, movers, graph.concept, labelled=len(arcs) <= LABELLED, thin=thin) for curve in layout.curves
    )
    radius = layout.spacing.radius
    inside += "".join(circle(graph, centre, radius, one, marked=small) for one, centre in layout.centres.items())
    parts.append(tag("g", inside, transform=f"translate({shift:.2f} {PAD:.2f})"))
    top = layout.height + 2 * PAD + LINE
    entries = [*key_of(graph, arcs, movers, language), *notes(graph, arcs, language), *outcome_entries(graph, language)]
    key, height = key_lines(entries, movers, top, width, language)
    title = say("graph.title", language)
    told = say("graph.description", language, count=graph.count, shown=say(f"graph.shown.{which}", language))
    return frame("graph", (width, height), title, told, [*parts, *key], language)
