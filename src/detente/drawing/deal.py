"""The pictures of a deal as SVG with real text: the frontier of two parties; see `deal_bars` for gains and linkage.

Gains are counted from no deal. Figures set their own direction (right is more in every language), carry title and
description, and tell kinds apart by shape as well as by colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from html import escape
from itertools import product

from detente.bargaining.agreement.result import Story
from detente.bargaining.packages.negotiation import Vector, gains
from detente.bargaining.packages.result import Deal
from detente.bargaining.packages.sentences import party_names
from detente.errors import DetenteError
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, number, say

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 560, 76, 24, 22, 64
LISTED = 4_000  # packages drawn one by one
INK, SOFT, GOOD, DARK, HOPE = "#0f172a", "#94a3b8", "#e8f3ee", "#1b6e53", "#9b2c3b"


@dataclass(frozen=True)
class Scale:
    """From values to pixels along one direction."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / ((self.high - self.low) or 1) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Four to nine round values."""
        span = (self.high - self.low) or 1.0
        step = 10.0 ** int(f"{span / 4:e}".partition("e")[2])
        step *= next(factor for factor in (5, 2, 1, 0.5, 0.2) if span / (step * factor) >= 4)
        first = -(-self.low // step)
        return [step * (first + place) for place in range(int((self.high - first * step) // step) + 1)]


def draw(found: Deal, story: Story | None, kind: str, language: str) -> str:
    """One picture. Raises `DetenteError` where there is nothing of the kind to draw."""
    from detente.drawing.deal_bars import draw_gains, draw_lever, draw_linkage

    if kind == "frontier":
        return draw_frontier(found, story, language)
    if kind == "gains":
        return draw_gains(found, story, language)
    if story is not None and story.levers:
        return draw_lever(story, story.levers[0], language)
    return draw_linkage(found, language)


def plain(text: str) -> str:
    """The text as SVG holds it: escaped, without isolating marks."""
    return escape(text.replace(ISOLATE, "").replace(END_ISOLATE, ""))


def head(name: str, width: float, height: float, title: str, description: str, language: str) -> list[str]:
    """The opening of a figure with its title and description; `name` is its own on the page."""
    return [
        f'<svg class="deal-figure" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" role="img" aria-labelledby="{name}-title {name}-desc" direction="ltr" '
        f'lang="{language}" font-family="sans-serif" font-size="13">',
        f'<title id="{name}-title">{plain(title)}</title><desc id="{name}-desc">{plain(description)}</desc>',
    ]


def name_of(kind: str, found: Deal) -> str:
    """The name of a figure on a page that may show several agreements."""
    return kind if found.setting is None else plain(f"{kind}-{found.setting.agreement}").replace(" ", "-")


def write(x: float, y: float, text: str, language: str, anchor: str = "start", **more: str) -> str:
    """A line of text; `anchor` as on the page (start is left), whatever the language."""
    rtl = LANGUAGES[language] == "rtl" and any("\u0590" <= char <= "\u08ff" for char in text)
    swapped = {"start": "end", "end": "start"}.get(anchor, anchor) if rtl else anchor
    style = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    direction = ' direction="rtl"' if rtl else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{swapped}"{direction}{style}>{plain(text)}</text>'


def draw_frontier(found: Deal, story: Story | None, language: str) -> str:
    """Every package as a dot, the undominated ones filled, the mixtures, the fair ones and the hoped-for ones named."""
    if len(found.negotiation.parties) != 2:
        raise DetenteError("deal_figure_two", count=len(found.negotiation.parties))
    one, two = party_names(found, language)
    best = [gains(point.u, found.d) for point in found.frontier.points]
    every = _everything(found) or best
    marks = _marks(found, story, language)
    shown = [*every, *(gain for _, gain, _ in marks), (Fraction(0), Fraction(0))]
    x, y = (
        _scale([float(gain[axis]) for gain in shown], *ends)
        for axis, ends in enumerate(((LEFT, WIDTH - RIGHT), (HEIGHT - BOTTOM, TOP)))
    )
    title = say("bargain.figure.frontier_title", language, one=one, two=two)
    text = say("bargain.figure.frontier_description", language, one=one, two=two, count=len(every))
    parts = head(name_of("frontier", found), WIDTH, HEIGHT, title, text, language)
    parts += _ground(x, y, one, two, language)
    front = set(best)
    parts += [
        f'<circle cx="{x.at(float(a)):.1f}" cy="{y.at(float(b)):.1f}" r="3.2" fill="none" stroke="{SOFT}"/>'
        for a, b in sorted(set(every) - front)
    ]
    chain = " ".join(
        f"{x.at(float(u - found.d[0])):.1f},{y.at(float(v - found.d[1])):.1f}" for u, v in found.mixtures.corners
    )
    parts.append(f'<polyline points="{chain}" fill="none" stroke="{DARK}" stroke-dasharray="5 4"/>')
    parts += [
        f'<circle cx="{x.at(float(a)):.1f}" cy="{y.at(float(b)):.1f}" r="4.6" fill="{DARK}"/>' for a, b in sorted(front)
    ]
    parts += _named(marks, best, x, y, language)
    parts += _legend(language)
    return "".join([*parts, "</svg>"])


def _everything(found: Deal) -> list[Vector]:
    """The gains of every package; none where there are too many to draw."""
    negotiation = found.negotiation
    if negotiation.cells > LISTED:
        return []
    packages = (package for package in product(*negotiation.allowed) if not negotiation.banned(package))
    return [gains(negotiation.utility(package), found.d) for package in packages]


Mark = tuple[str, Vector, str]  # shape, gains, label


def _marks(found: Deal, story: Story | None, language: str) -> list[Mark]:
    """The fair packages where there is a zone, and what each side hopes for, at what it is in fact."""
    marks: list[Mark] = []
    if found.strict:
        nash, ks = found.nash.points[0], found.ks.points[0]
        pairs = [("nash_ks", nash)] if nash == ks else [("nash", nash), ("ks", ks)]
        marks += [("fair", gains(p.u, found.d), say(f"bargain.figure.{key}", language)) for key, p in pairs]
    for actor, deal in story.seen.items() if story else ():
        package = deal.nash.points[0].example if deal.strict else None
        if package is not None and not found.negotiation.banned(package):
            label = say("bargain.figure.believed", language, actor=party_names(found, language, actor)[0])
            marks.append(("hope", gains(found.negotiation.utility(package), found.d), label))
    return marks


def _scale(values: list[float], start: float, end: float) -> Scale:
    low, high = min(values), max(values)
    room = 0.06 * ((high - low) or 1.0)
    return Scale(low - room, high + room, start, end)


def _ground(x: Scale, y: Scale, one: str, two: str, language: str) -> list[str]:
    """The corner where both gain, the lines of no deal, ticks and names of the axes."""
    zero_x, zero_y = x.at(0), y.at(0)
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    parts = [
        f'<rect x="{zero_x:.1f}" y="{TOP}" width="{max(right - zero_x, 0):.1f}" height="{max(zero_y - TOP, 0):.1f}" '
        f'fill="{GOOD}"/>',
        f'<path d="M{zero_x:.1f} {TOP} V{bottom} M{LEFT} {zero_y:.1f} H{right}" stroke="{INK}" stroke-width="1.2"/>',
        f'<path d="M{LEFT} {TOP} V{bottom} H{right}" fill="none" stroke="{SOFT}"/>',
        write(right - 4, TOP + 15, say("bargain.figure.both_gain", language), language, "end", fill=DARK),
        write(zero_x + 5, bottom - 6, say("bargain.figure.no_deal", language), language, fill=INK, font_size="11"),
    ]
    for tick in x.ticks():
        parts.append(write(x.at(tick), bottom + 17, number(tick + 0.0), "en", "middle", fill="#475569"))
    for tick in y.ticks():
        parts.append(write(LEFT - 7, y.at(tick) + 4, number(tick + 0.0), "en", "end", fill="#475569"))
    middle = (TOP + bottom) / 2
    parts.append(write((LEFT + right) / 2, bottom + 36, one, language, "middle", font_weight="600"))
    turned = write(20, middle, two, language, "middle", font_weight="600", transform=f"rotate(-90 20 {middle:.0f})")
    return [*parts, turned]


def _named(marks: list[Mark], dots: list[Vector], x: Scale, y: Scale, language: str) -> list[str]:
    """The named packages: a diamond for a fair one, a triangle for one hoped for; labels where they hide least."""
    parts: list[str] = []
    taken = [(x.at(float(a)), y.at(float(b))) for a, b in dots]
    for shape, gain, label in marks:
        cx, cy = x.at(float(gain[0])), y.at(float(gain[1]))
        colour = DARK if shape == "fair" else HOPE
        path = "M0 -9 L9 0 L0 9 L-9 0 z" if shape == "fair" else "M0 -9 L9 7 L-9 7 z"
        parts.append(f'<path d="{path}" transform="translate({cx:.1f} {cy:.1f})" fill="{colour}" stroke="#fff"/>')
        wide = 7.4 * len(label)
        places = [(side, shift) for shift in (0, -17, 17, -34, 34) for side in (1, -1)]
        side, shift = min(places, key=lambda place: _hidden(cx + 13 * place[0], cy + place[1], wide * place[0], taken))
        taken += [(cx + side * (13 + step * 12), cy + shift) for step in range(int(wide / 12) + 1)]
        anchor = "start" if side > 0 else "end"
        style = {"fill": colour, "font_weight": "600", "paint_order": "stroke", "stroke": "#fff", "stroke_width": "4"}
        parts.append(write(cx + 13 * side, cy + 4 + shift, label, language, anchor, **style))
    return parts


def _hidden(start: float, y: float, wide: float, taken: list[tuple[float, float]]) -> tuple[bool, int]:
    """How bad a place for a label is: off the picture; how many dots and labels it hides."""
    low, high = sorted((start, start + wide))
    off = low < LEFT or high > WIDTH - RIGHT or y < TOP + 8 or y > HEIGHT - BOTTOM
    return off, sum(low - 5 <= a <= high + 5 and abs(b - y) < 12 for a, b in taken)


def _legend(language: str) -> list[str]:
    """What the signs mean, under the picture."""
    y, parts, x = HEIGHT - 9, [], float(LEFT)
    signs = [
        ("undominated", f'<circle cx="0" cy="-4" r="4.6" fill="{DARK}"/>'),
        ("dominated", f'<circle cx="0" cy="-4" r="3.2" fill="none" stroke="{SOFT}"/>'),
        ("chain", f'<path d="M-8 -4 H8" stroke="{DARK}" stroke-dasharray="5 4"/>'),
    ]
    for key, sign in signs:
        label = say(f"bargain.figure.{key}", language)
        parts.append(f'<g transform="translate({x + 8:.1f} {y})">{sign}</g>')
        parts.append(write(x + 22, y, label, language, fill="#475569"))
        x += 40 + 7.2 * len(label)
    return parts
