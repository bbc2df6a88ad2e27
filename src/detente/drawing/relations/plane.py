"""The plane of actors as SVG: how much each influences, how much each depends, with the bands of the draws.

Upper left: strong and free. Upper right: strong, and acted upon as much (relays). Lower right: acted upon. Lower left:
apart. The lines stand at the means.
"""

from __future__ import annotations

from detente.drawing.svg import GREY, HALO, INK, LARGE, SOFT, Scale, Value, frame, tag, text, titled
from detente.influence.mactor.play import Play
from detente.outcomes.telling import Names
from detente.situation.model import Situation
from detente.words import number, say

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 720.0, 520.0, 70.0, 62.0, 26.0, 130.0


def draw_plane(situation: Situation, play: Play, language: str = "en") -> str:
    """Actors by I and D, each with the middle 80% of the draws as a cross."""
    names = Names(situation, language)
    data, sure = play.mactor.data(), play.firmness
    xs, ys = data["D"], data["I"]
    right, floor = WIDTH - RIGHT, HEIGHT - BOTTOM
    across = Scale(*_span([*xs, *_flat(sure.depends)]), LEFT, right)
    up = Scale(*_span([*ys, *_flat(sure.influence)]), floor, TOP)
    box = {"x": LEFT, "y": TOP, "width": right - LEFT, "height": floor - TOP}
    parts = [tag("rect", fill="none", stroke=GREY, **box)]
    middle_x, middle_y = across(sum(xs) / len(xs)), up(sum(ys) / len(ys))
    means = f"M{middle_x:.1f} {TOP} V{floor} M{LEFT} {middle_y:.1f} H{right}"
    parts.append(tag("path", d=means, stroke=GREY, stroke_dasharray="4 4"))
    soft: dict[str, Value] = {"fill": SOFT, "font_size": 12.5}
    for key, x, y in (
        ("strong", (LEFT + middle_x) / 2, TOP + 18),
        ("relay", (middle_x + right) / 2, TOP + 18),
        ("apart", (LEFT + middle_x) / 2, floor - 10),
        ("driven", (middle_x + right) / 2, floor - 10),
    ):
        parts.append(text(x, y, say(f"influence.figure.plane.{key}", language), language, "middle", **soft))
    parts += [text(across(end), floor + 18, number(end), None, "middle", **soft) for end in (across.low, across.high)]
    parts += [text(LEFT - 8, up(end) + 4, number(end), None, "end", **soft) for end in (up.low, up.high)]
    middle, turn = (TOP + floor) / 2, f"rotate(-90 22 {(TOP + floor) / 2:.0f})"
    parts.append(
        text((LEFT + right) / 2, floor + 42, say("influence.figure.plane.across", language), language, "middle")
    )
    parts.append(text(22, middle, say("influence.figure.plane.up", language), language, "middle", transform=turn))
    labels = []
    for place, actor in enumerate(play.actors):
        x, y = across(xs[place]), up(ys[place])
        (left, far), (low, top) = sure.depends[place], sure.influence[place]
        cross = f"M{across(left):.1f} {y:.1f} H{across(far):.1f} M{x:.1f} {up(low):.1f} V{up(top):.1f}"
        parts.append(tag("path", d=cross, stroke=GREY, stroke_width=1.6))
        parts.append(tag("circle", cx=x, cy=y, r=6, fill=INK))
        labels.append((x, y, names.actor(actor)))
    return frame(
        "influence",
        (WIDTH, HEIGHT),
        *titled("influence.figure.plane", language),
        [*parts, *_labels(labels)],
        language,
        look=LARGE,
    )


def _flat(bands: list[tuple[float, float]]) -> list[float]:
    return [end for band in bands for end in band]


def _span(values: list[float]) -> tuple[float, float]:
    """The least and the most, with a margin."""
    low, high = min(values), max(values)
    margin = 0.08 * (high - low) or 1.0
    return low - margin, high + margin


def _labels(labels: list[tuple[float, float, str]]) -> list[str]:
    """Names to the right of their points, moved down where two would cover each other."""
    placed: list[tuple[float, float]] = []
    parts = []
    for x, y, words in sorted(labels, key=lambda label: label[1]):
        line = y - 9
        while any(abs(line - other) < 16 and abs(x - beside) < 120 for beside, other in placed):
            line += 6
        placed.append((x, line))
        parts.append(text(x + 10, line, words, font_weight=600, **HALO))
    return parts
