"""The packages of two parties as points: what each gains, where both would, where a side believes some lie.

Axes are signed and run from left to right in every language. The picture is cut to what is named, so dots may lie
outside; the caption counts them (`outside`). At most six packages are named, in two lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.drawing.svg import OF_THE_PAGE, Scale, frame, plain, tag, text, wrapped
from detente.findings.result import Bargain
from detente.words import say

WIDTH, HEIGHT = 680, 338
LEFT, RIGHT, TOP, BOTTOM = 52, 668, 12, 300
LETTER, LINE, LONGEST = 6.6, 15, 26
NAMED = 6
# where a label may stand beside its point: how far across and down, and which side of it is there; the nearest first
AROUND = tuple(
    (dx, dy, side)
    for dy in (4, -10, 18, -26, 34, -42, 50)
    for dx, side in ((10, "left"), (-10, "right"), (0, "middle"))
    if side != "middle" or dy != 4
)

Box = tuple[float, float, float, float]
Place = tuple[float, float]


@dataclass(frozen=True)
class Seen:
    """A package as somebody sees it: where it lies in that view, whose view, and what is written there."""

    package: str
    at: Place
    label: str


@dataclass(frozen=True)
class Window:
    """The part of the plane that is drawn."""

    x: Scale
    y: Scale

    def holds(self, at: Place) -> bool:
        return self.x.low <= at[0] <= self.x.high and self.y.low <= at[1] <= self.y.high

    def __call__(self, at: Place) -> Place:
        return self.x(at[0]), self.y(at[1])


def window(found: Bargain, seen: Sequence[Seen]) -> Window:
    """Around no deal, what is named and what is believed, with some room."""
    one, two = found.parties
    named = [found.packages[key] for key in found.listed[:NAMED]]
    places = [(float(p.gains[one]), float(p.gains[two])) for p in named] + [view.at for view in seen] + [(0.0, 0.0)]
    least = (float(found.least[one]), float(found.least[two]))
    across = [x for x, _ in places] + [4 * least[0] or 1.0]
    up = [y for _, y in places] + [6 * least[1] or 1.0]
    return Window(Scale.around(across, LEFT, RIGHT, 0.1), Scale.around(up, BOTTOM, TOP, 0.16))


def outside(found: Bargain, seen: Sequence[Seen]) -> int:
    """How many packages lie outside the picture."""
    view = window(found, seen)
    return sum(not view.holds((x, y)) for x, y, _ in found.dots)


def draw_space(
    found: Bargain,
    names: Mapping[str, str],
    actors: Sequence[str],
    seen: Sequence[Seen],
    description: str,
    language: str = "en",
) -> str:
    """The drawing. `names`: key → what the package is called; `actors`: the two parties' names."""
    view = window(found, seen)
    zero = view((0, 0))
    least = view((float(found.least[found.parties[0]]), float(found.least[found.parties[1]])))
    parts = [
        tag("rect", x=zero[0], y=TOP, width=RIGHT - zero[0], height=max(zero[1] - TOP, 0), class_="good"),
        tag("path", d=f"M{LEFT} {zero[1]:.1f}H{RIGHT}M{zero[0]:.1f} {TOP}V{BOTTOM}", class_="ax"),
        tag("path", d=f"M{least[0]:.1f} {TOP}V{least[1]:.1f}H{RIGHT}", class_="dash"),
    ]
    taken: list[Box] = []
    both = say("brief.figure.both", language) if found.serving else say("brief.figure.both_none", language)
    parts.append(text(RIGHT - 6, TOP + 15, both, language, "right", class_="b halo"))
    taken.append((RIGHT - 8 - LETTER * len(both), TOP, RIGHT, TOP + 20))
    for x, y, best in found.dots:
        if view.holds((x, y)):
            px, py = view((x, y))
            parts.append(tag("circle", cx=px, cy=py, r=3.4 if best else 2.4, class_="fr" if best else "pk"))
    parts += _axes(view, actors, language)
    points = {key: _gains(found, key) for key in found.listed[:NAMED]}
    for at in points.values():
        px, py = view(at)
        taken.append((px - 6, py - 6, px + 6, py + 6))
    for number, one in enumerate(seen):
        parts += _arrow(view(_gains(found, one.package)), view(one.at), number, one.label, taken, language)
    for at in points.values():
        px, py = view(at)
        parts.append(tag("circle", cx=px, cy=py, r=5.2, class_="no"))
    for key, at in points.items():
        parts += _label(names[key], view(at), taken, language)
    parts += _label(say("brief.figure.no_deal", language), zero, taken, language, "s halo")
    return frame(
        "fig",
        (WIDTH, HEIGHT),
        say("brief.figure.space", language),
        description,
        parts,
        language,
        name=f"deal-{found.agreement}",
        look=OF_THE_PAGE,
    )


def _gains(found: Bargain, key: str) -> Place:
    package = found.packages[key]
    return float(package.gains[found.parties[0]]), float(package.gains[found.parties[1]])


def _axes(view: Window, actors: Sequence[str], language: str) -> list[str]:
    parts = [text(view.x(tick), BOTTOM + 14, _signed(tick), None, "middle", class_="s") for tick in _ticks(view.x)]
    parts += [text(LEFT - 8, view.y(tick) + 4, _signed(tick), None, "right", class_="s") for tick in _ticks(view.y)]
    across = say("brief.figure.across", language, actor=actors[0])
    up = say("brief.figure.up", language, actor=actors[1])
    parts.append(text((LEFT + RIGHT) / 2, BOTTOM + 29, across, None, "middle", class_="s"))
    middle = (TOP + BOTTOM) / 2
    parts.append(text(11, middle, up, None, "middle", class_="s", transform=f"rotate(-90 11 {middle})"))
    return parts


def _ticks(scale: Scale) -> list[float]:
    """At most seven round, different values."""
    found = scale.ticks()
    return found if len(found) <= 7 else [tick for tick in found if abs(tick / (2 * (found[1] - found[0])) % 1) < 1e-6]


def _signed(value: float) -> str:
    shown = f"{value:+.10g}".replace("-", "\u2212")
    return "0" if abs(value) < 1e-9 else shown


def _arrow(start: Place, end: Place, number: int, label: str, taken: list[Box], language: str) -> list[str]:
    """From where a package lies to where somebody believes it does; the second bends, so that two keep apart."""
    hope = "hope" if number % 2 == 0 else "hope2"
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max((dx * dx + dy * dy) ** 0.5, 1.0)
    bend = 0.0 if number % 2 == 0 else 0.18
    middle = ((start[0] + end[0]) / 2 + dy * bend, (start[1] + end[1]) / 2 - dx * bend)
    ux, uy = end[0] - middle[0], end[1] - middle[1]
    size = max((ux * ux + uy * uy) ** 0.5, 1.0)
    ux, uy = ux / size, uy / size
    tip = (end[0] - 7 * ux, end[1] - 7 * uy)
    path = f"M{start[0]:.1f} {start[1]:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {tip[0]:.1f} {tip[1]:.1f}"
    one, other = (f"L{tip[0] - side * uy:.1f} {tip[1] + side * ux:.1f}" for side in (4, -4))
    head = f"M{end[0]:.1f} {end[1]:.1f}{one}{other}z"
    parts = [tag("path", d=path, class_=hope), tag("path", d=head, class_=f"{hope}fill")] if length > 12 else []
    along = [_on(start, middle, end, part / 10) for part in range(2, 10)]
    taken += [(x - 3, y - 3, x + 3, y + 3) for x, y in along]
    spots = [along[place] for place in (3, 5, 1, 6, 0)]
    fill = "fill:var(--a);font-weight:700" if number % 2 == 0 else "fill:var(--b);font-weight:700"
    return parts + _label(label, spots[0], taken, language, "halo sm", fill, spots)


def _on(start: Place, middle: Place, end: Place, part: float) -> Place:
    """A point of the bent line, at this part of the way."""
    one, two, three = (1 - part) ** 2, 2 * part * (1 - part), part**2
    x, y = (one * a + two * b + three * c for a, b, c in zip(start, middle, end, strict=True))
    return x, y


def _label(
    name: str,
    at: Place,
    taken: list[Box],
    language: str,
    kind: str = "halo b",
    style: str | None = None,
    spots: Sequence[Place] = (),
) -> list[str]:
    """Words near a point, in at most two lines, where they cover nothing; without such a place, where they fit best."""
    lines = wrapped([plain(name)], LONGEST)
    if len(lines) > 2:
        lines = [lines[0], lines[1] + "…"]
    wide, high = max(len(line) for line in lines) * LETTER, LINE * len(lines)
    tries: list[tuple[float, Box, str]] = []
    for spot in spots or (at,):
        for dx, dy, side in AROUND:
            x = spot[0] + dx
            left = x if side == "left" else x - wide if side == "right" else x - wide / 2
            top = spot[1] + dy - 11 - (high - LINE) * (dy < 0)
            box = (left, top, left + wide, top + high)
            covered = sum(_common(box, other) for other in taken)
            beyond = max(LEFT - box[0], 0) + max(box[2] - RIGHT, 0) + max(TOP - box[1], 0) + max(box[3] - BOTTOM, 0)
            tries.append((covered + 40 * beyond + abs(dy) / 10, box, side))
    _, box, side = min(tries, key=lambda one: one[0])
    taken.append(box)
    x = box[0] if side == "left" else box[2] if side == "right" else (box[0] + box[2]) / 2
    return [
        text(x, box[1] + 11 + LINE * row, line, language, side, class_=kind, style=style)
        for row, line in enumerate(lines)
    ]


def _common(one: Box, other: Box) -> float:
    """The area two boxes share."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0.0
