r"""The integrated graph as a picture of TikZ, for papers in LaTeX: the layout and the signs of the SVG.

What is written belongs into a document that loads ``tikz`` with ``\usetikzlibrary{arrows.meta}``. It is as wide as it
is, or as the column, whichever is less (``\resizebox``, of the package graphicx, which tikz loads).
"""

from __future__ import annotations

from detente.drawing.graph_key import (
    LABELLED,
    Entry,
    Mover,
    arcs_shown,
    key_of,
    line_kind,
    movers_of,
    node_kind,
    notes,
    symbols,
)
from detente.drawing.graph_layout import SMALL, Curve, Point, laid_out
from detente.drawing.svg import plain, right_to_left
from detente.exchange.row_formats import escaped
from detente.stability.integrated import IntegratedGraph
from detente.words import say

POINT = 0.6  # points of TeX to a pixel
WIDEST = 440.0  # points: the text of an article
TIPS = {
    "filled": "Triangle", "open": "Triangle[open]", "filled_diamond": "Diamond", "open_diamond": "Diamond[open]",
    "filled_dot": "Circle", "open_dot": "Circle[open]",
}  # fmt: skip
LINES = {
    "unsanctioned": "line width=0.9pt", "sanctioned": "line width=0.7pt, dashed", "move": "line width=0.4pt, dotted",
    "joint": "line width=1.1pt, dash dot",
}  # fmt: skip


def draw_tikz(graph: IntegratedGraph, language: str = "en", which: str | None = None) -> str:
    """The graph as TikZ. `which` arcs: as in `detente.drawing.graph.draw_graph`."""
    which, arcs = arcs_shown(graph, which)
    layout = laid_out(graph, arcs, turned=right_to_left(language))
    movers = movers_of(graph, arcs, language)
    colours = [f"\\definecolor{{{_colour(mover)}}}{{HTML}}{{{mover.colour[1:].upper()}}}" for mover in movers.values()]
    lines = [_arc(curve, movers, graph.concept, labelled=len(arcs) <= LABELLED) for curve in layout.curves]
    lines += [
        line
        for outcome, centre in layout.centres.items()
        for line in _outcome(graph, centre, layout.spacing.radius, outcome)
    ]
    picture = [f"\\begin{{tikzpicture}}[x={POINT}pt, y=-{POINT}pt, font=\\footnotesize]", *lines]
    whole = "\n".join([*dict.fromkeys(colours), *picture, "\\end{tikzpicture}"])
    if layout.width * POINT > WIDEST:
        start, tikz = whole.split("\\begin{tikzpicture}", 1)
        whole = f"{start}\\resizebox{{\\linewidth}}{{!}}{{%\n\\begin{{tikzpicture}}{tikz}}}"
    return whole + "\n"


def tikz_key(graph: IntegratedGraph, language: str = "en", which: str | None = None) -> str:
    """The key of the picture as text under its caption (TikZ is fragile in one): each sign, drawn small, in words."""
    which, arcs = arcs_shown(graph, which)
    movers = movers_of(graph, arcs, language)
    signs = say("phrases.semicolon", language).join(
        _key(entry, movers) for entry in key_of(graph, arcs, movers, language)
    )
    return " ".join([f"{signs}.", *(escaped(plain(entry.words)) for entry in notes(graph, arcs, language))])


def _colour(mover: Mover) -> str:
    return f"detente{mover.colour[1:]}"


def _point(point: Point) -> str:
    return f"({point[0]:.1f},{point[1]:.1f})"


def _arc(curve: Curve, movers: dict[str, Mover], concept: str, *, labelled: bool) -> str:
    """A quadratic curve, as the cubic one that it is."""
    mover, kind = movers[curve.arc.mover], line_kind(curve.arc, concept)
    first, second = (
        tuple(a + 2 / 3 * (b - a) for a, b in zip(end, curve.bend, strict=True)) for end in (curve.start, curve.end)
    )
    label = ""
    if labelled and kind != "move":
        label = f" node[midway, fill=white, inner sep=0.6pt, font=\\tiny] {{{escaped(mover.letter)}}}"
    controls = f"controls {_point(first)} and {_point(second)}"  # type: ignore[arg-type]
    style = f"{_colour(mover)}, {LINES[kind]}, -{{{TIPS[mover.tip]}}}"
    return f"\\draw[{style}] {_point(curve.start)} .. {controls} .. {_point(curve.end)}{label};"


def _outcome(graph: IntegratedGraph, centre: Point, radius: float, outcome: int) -> list[str]:
    kind, size = node_kind(graph, outcome), 2 * radius * POINT
    lines = []
    if outcome == graph.stability.model.space.status_quo:
        lines.append(f"\\node[draw, minimum size={size + 5:.1f}pt] at {_point(centre)} {{}};")
    rings = {"rest": ", double, semithick", "equilibrium": ", double, dashed", "passing": ""}[kind]
    words = f"\\textbf{{{outcome + 1}}}" if kind != "passing" else str(outcome + 1)
    look = f"circle, draw, fill=white, inner sep=0pt, minimum size={size:.1f}pt{rings}"
    lines.append(f"\\node[{look}] at {_point(centre)} {{{words}}};")
    if graph.count <= SMALL and (said := symbols(graph, outcome)):
        below = centre[0], centre[1] + radius + 6
        lines.append(f"\\node[below, font=\\tiny, inner sep=1pt] at {_point(below)} {{{escaped(said)}}};")
    return lines


def _key(entry: Entry, movers: dict[str, Mover]) -> str:
    """One sign, drawn on the line of the text, and its words."""
    words = escaped(plain(entry.words))
    if entry.of == "mover":
        mover = movers[entry.sign]
        sign = f"\\draw[{_colour(mover)}, {LINES['unsanctioned']}, -{{{TIPS[mover.tip]}}}] (0,0) -- (1.6em,0);"
    elif entry.of == "line":
        sign = f"\\draw[{LINES[entry.sign]}] (0,0) -- (1.6em,0);"
    elif entry.sign == "status_quo":
        sign = "\\node[draw, minimum size=0.7em, inner sep=0pt] {};"
    else:
        rings = "double" if entry.sign == "rest" else "double, dashed"
        sign = f"\\node[circle, draw, {rings}, minimum size=0.7em, inner sep=0pt] {{}};"
    return f"\\tikz[baseline=-0.6ex]{{{sign}}}~{words}"
