"""The signs of an integrated graph and of a tree of moves: circles, arrows, and the lines of the key, as SVG."""

from __future__ import annotations

from detente.drawing.graph_key import Entry, Mover, line_kind, node_kind, symbols
from detente.drawing.graph_layout import Curve, Point
from detente.drawing.svg import (
    GREEN,
    GREY,
    HALO,
    INK,
    PALE,
    PALE_GREEN,
    SLATE,
    SOFT,
    Value,
    mirrored,
    stacked,
    tag,
    text,
    wrapped,
)
from detente.stability.integrated import IntegratedGraph

PAD, LINE, NARROWEST, SIGN = 16.0, 19.0, 560.0, 40.0
STROKES: dict[str, dict[str, Value]] = {
    "unsanctioned": {"stroke_width": 2.1},
    "sanctioned": {"stroke_width": 1.5, "stroke_dasharray": "6 4"},
    "move": {"stroke_width": 0.9, "stroke_dasharray": "1.5 4", "stroke_linecap": "round"},
    "joint": {"stroke_width": 2.4, "stroke_dasharray": "11 3 2 3"},
}
SHAPES = {
    "filled": "M0 0 L10 5 L0 10 z",
    "open": "M1 1 L9 5 L1 9 z",
    "filled_diamond": "M0 5 L5 0.6 L10 5 L5 9.4 z",
    "open_diamond": "M1 5 L5 1.6 L9 5 L5 8.4 z",
    "filled_dot": "M1.5 5 a3.6 3.6 0 1 0 7.2 0 a3.6 3.6 0 1 0 -7.2 0 z",
    "open_dot": "M1.5 5 a3.6 3.6 0 1 0 7.2 0 a3.6 3.6 0 1 0 -7.2 0 z",
}


def tip_name(mover: Mover) -> str:
    """The id of a mover's arrow tip on the page."""
    return f"tip-{mover.tip}-{mover.colour[1:]}"


def tips(movers: dict[str, Mover]) -> str:
    """The arrow tips of all movers, each with its own shape and colour."""
    size: dict[str, Value] = {
        "markerWidth": 9,
        "markerHeight": 9,
        "refY": 5,
        "refX": 9,
        "markerUnits": "userSpaceOnUse",
    }
    found = []
    for mover in movers.values():
        fill = "#fff" if mover.tip.startswith("open") else mover.colour
        head = tag("path", d=SHAPES[mover.tip], fill=fill, stroke=mover.colour, stroke_width=1.4)
        found.append(tag("marker", head, id=tip_name(mover), viewBox="0 0 10 10", orient="auto", **size))
    return tag("defs", "".join(found))


def arc(curve: Curve, movers: dict[str, Mover], concept: str, *, labelled: bool, thin: bool = False) -> str:
    """A step in the colour, the kind of line and with the tip that say what it is; with its mover's letter where it
    is an improvement and there is room."""
    mover = movers[curve.arc.mover]
    (x0, y0), (x1, y1), (x2, y2) = curve.start, curve.bend, curve.end
    line = tag(
        "path", d=f"M{x0:.1f} {y0:.1f} Q{x1:.1f} {y1:.1f} {x2:.1f} {y2:.1f}", fill="none", stroke=mover.colour,
        marker_end=f"url(#{tip_name(mover)})", **_stroke(line_kind(curve.arc, concept), thin=thin),
    )  # fmt: skip
    if not labelled or line_kind(curve.arc, concept) == "move":
        return line
    x, y = curve.middle
    return line + text(x, y + 4, mover.letter, None, "middle", font_size=11, fill=mover.colour, **HALO)


def _stroke(kind: str, *, thin: bool) -> dict[str, Value]:
    return {**STROKES[kind], "stroke_width": 1.3} if thin and kind != "move" else STROKES[kind]


def circle(graph: IntegratedGraph, centre: Point, radius: float, outcome: int, *, marked: bool) -> str:
    """A circle with the number; the status quo stands on a square. `marked`: with the concepts that keep it."""
    (x, y), kind = centre, node_kind(graph, outcome)
    edge, ground = (GREEN, PALE_GREEN) if kind != "passing" else (SLATE, PALE)
    parts = []
    if outcome == graph.stability.model.space.status_quo:
        side = 2 * radius + 9
        parts.append(tag("rect", x=x - side / 2, y=y - side / 2, width=side, height=side, fill="#fff", stroke=INK,
                         stroke_width=1.4))  # fmt: skip
    parts.append(tag("circle", cx=x, cy=y, r=radius, fill=ground, stroke=edge, stroke_width=1.3))
    if kind != "passing":
        dashes = None if kind == "rest" else "3 2"
        inner: dict[str, Value] = {
            "cx": x,
            "cy": y,
            "r": radius - 3.5,
            "fill": "none",
            "stroke": edge,
            "stroke_dasharray": dashes,
        }
        parts.append(tag("circle", **inner))
    parts.append(text(x, y + 4.5, str(outcome + 1), None, "middle", font_size=12 if outcome < 99 else 10.5,
                      font_weight=600 if kind != "passing" else None))  # fmt: skip
    if marked and (said := symbols(graph, outcome)):
        words = wrapped([said], 10)
        parts += stacked(x, y + radius + 15, words, 11, None, "middle", font_size=9.5, fill=SOFT, **HALO)
    return tag("g", "".join(parts), class_=kind)


def key_lines(
    entries: list[Entry], movers: dict[str, Mover], top: float, width: float, language: str
) -> tuple[list[str], float]:
    """The key under the drawing, line by line, and where it ends."""
    parts: list[str] = []
    y = top
    for entry in entries:
        lines = wrapped([entry.words], int((width - 2 * PAD - SIGN) / 6.4))
        at = mirrored(PAD + SIGN, width, language) if entry.of != "note" else mirrored(PAD, width, language)
        parts.append(_sign(entry, movers, y - 4.5, width, language))
        parts += stacked(at, y, lines, LINE, language, font_size=12)
        y += LINE * len(lines)
    return parts, y


def _sign(entry: Entry, movers: dict[str, Mover], y: float, width: float, language: str) -> str:
    """What stands before a line of the key: the sign that it explains."""
    start, end = (mirrored(x, width, language) for x in (PAD, PAD + SIGN - 10))
    line = f"M{start:.1f} {y:.1f} L{end:.1f} {y:.1f}"
    if entry.of == "mover":
        mover = movers[entry.sign]
        tip = f"url(#{tip_name(mover)})"
        return tag("path", d=line, stroke=mover.colour, marker_end=tip, **STROKES["unsanctioned"])
    if entry.of == "line":
        return tag("path", d=line, stroke=SLATE, **STROKES[entry.sign])
    middle = (start + end) / 2
    if entry.of == "outcome":
        return text(mirrored(PAD + SIGN - 12, width, language), y + 4.5, entry.sign, language, "end", font_size=12,
                    font_weight=600)  # fmt: skip
    if entry.of != "node":
        return ""
    if entry.sign == "status_quo":
        return tag("rect", x=middle - 7, y=y - 7, width=14, height=14, fill="#fff", stroke=INK, stroke_width=1.4)
    if entry.sign == "again":
        return tag("circle", cx=middle, cy=y, r=7.5, fill="none", stroke=GREY, stroke_dasharray="1.5 3")
    dashes = None if entry.sign == "rest" else "3 2"
    outer = tag("circle", cx=middle, cy=y, r=7.5, fill=PALE_GREEN, stroke=GREEN, stroke_width=1.3)
    return outer + tag("circle", cx=middle, cy=y, r=4.5, fill="none", stroke=GREEN, stroke_dasharray=dashes)
