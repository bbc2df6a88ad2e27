"""The drawings of a deal by kind; drawn here is the frontier of two parties, in `deal_bars` are gains and linkage.

Gains are counted from no deal.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from detente.bargaining.agreement.result import Story
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.packages.negotiation import Vector, gains
from detente.bargaining.packages.result import Deal
from detente.bargaining.packages.sentences import party_names
from detente.drawing.deal_bars import draw_gains, draw_lever, draw_linkage, name_of
from detente.drawing.svg import GREEN, GREY, HALO, INK, RED, SOFT, Scale, frame, one_of, tag, text
from detente.errors import DetenteError
from detente.words import number, say

KINDS = ("frontier", "gains", "linkage")
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 560, 76, 24, 22, 64
LISTED = 4_000  # packages drawn one by one
GOOD = "#e8f3ee"


def figure(result: Story | Deal, language: str = "en", kind: str | None = None) -> str:
    """One drawing of a deal, whether or not it comes from a situation. Raises `DetenteError`: see `draw`."""
    story = result if isinstance(result, Story) else None
    return draw(result.deal if isinstance(result, Story) else result, story, one_of(KINDS, kind), language)


def draw(found: Deal, story: Story | None, kind: str, language: str) -> str:
    """One picture. Raises `DetenteError` where there is nothing of the kind to draw."""
    if kind == "frontier":
        return draw_frontier(found, story, language)
    if kind == "gains":
        return draw_gains(found, story, language)
    if story is not None and story.levers:
        return draw_lever(story, story.levers[0], language)
    return draw_linkage(found, language)


def draw_frontier(found: Deal, story: Story | None, language: str) -> str:
    """Every package as a dot, the undominated ones filled, the mixtures, the fair ones and the hoped-for ones named."""
    if len(found.negotiation.parties) != 2:
        raise DetenteError("deal_figure_two", count=len(found.negotiation.parties))
    if isinstance(story, Brokered) and story.divided is not None and story.divided.cells:
        return draw_shares(story, language)
    one, two = party_names(found, language)
    best = [gains(point.u, found.d) for point in found.frontier.points]
    every = _everything(found) or best
    marks = _marks(found, story, language)
    shown = [*every, *(gain for _, gain, _ in marks), (Fraction(0), Fraction(0))]
    x = Scale.around([float(gain[0]) for gain in shown], LEFT, WIDTH - RIGHT, 0.06)
    y = Scale.around([float(gain[1]) for gain in shown], HEIGHT - BOTTOM, TOP, 0.06)
    parts, front = _ground(x, y, one, two, language), set(best)
    parts += [_dot(x(float(a)), y(float(b)), False) for a, b in sorted(set(every) - front)]
    chain = " ".join(
        f"{x(float(u - found.d[0])):.1f},{y(float(v - found.d[1])):.1f}" for u, v in found.mixtures.corners
    )
    parts.append(tag("polyline", points=chain, fill="none", stroke=GREEN, stroke_dasharray="5 4"))
    parts += [_dot(x(float(a)), y(float(b)), True) for a, b in sorted(front)]
    parts += _named(marks, best, x, y, language)
    parts += _legend(language)
    title = say("bargain.figure.frontier_title", language, one=one, two=two)
    described = say("bargain.figure.frontier_description", language, one=one, two=two, count=len(every))
    name = name_of("frontier", found)
    return frame("deal-figure", (WIDTH, HEIGHT), title, described, parts, language, name=name)


def draw_shares(found: Brokered, language: str) -> str:
    """What packages with shares can bring two parties: the frontier piece by piece (a hollow end does not belong to
    it), the fair packages, and how far payments reach."""
    divided = found.divided
    assert divided is not None
    one, two = party_names(found.deal, language)
    pieces = divided.frontier
    ends = [end for piece in pieces for end in (piece.left, piece.right)]
    reach: list[Vector] = []
    if found.payable is not None and found.payable.money.surplus > 0:
        surplus, (first, second) = found.payable.money.surplus, found.worths
        reach = [(Fraction(0), surplus * second), (surplus * first, Fraction(0))]
    shown = [*ends, *reach, (Fraction(0), Fraction(0))]
    x = Scale.around([float(gain[0]) for gain in shown], LEFT, WIDTH - RIGHT, 0.06)
    y = Scale.around([float(gain[1]) for gain in shown], HEIGHT - BOTTOM, TOP, 0.06)
    parts = _ground(x, y, one, two, language)
    for piece in pieces:
        (a, b), (c, d) = [(x(float(u)), y(float(v))) for u, v in (piece.left, piece.right)]
        parts.append(tag("line", x1=a, y1=b, x2=c, y2=d, stroke=GREEN, stroke_width=3))
        for (u, v), is_open in (((a, b), piece.left_open), ((c, d), piece.right_open)):
            parts.append(tag("circle", cx=u, cy=v, r=4, fill="#fff" if is_open else GREEN, stroke=GREEN))
    if reach:
        (a, b), (c, d) = [(x(float(u)), y(float(v))) for u, v in reach]
        parts.append(tag("line", x1=a, y1=b, x2=c, y2=d, stroke=RED, stroke_dasharray="6 4"))
        label = say("bargain.figure.payments", language)
        parts.append(text(a + 8, b - 8, label, language, "left", fill=RED, **HALO))
    rules: dict[Vector, list[str]] = {}
    for name, fair in found.fair_shares.items():
        if name != "egalitarian":
            rules.setdefault(fair.gains, []).append(name)
    marks: list[Mark] = [
        ("fair", gain, say(f"bargain.figure.{'_'.join(names)}", language)) for gain, names in rules.items()
    ]
    parts += _named(marks, [], x, y, language)
    parts.append(text(LEFT, HEIGHT - 9, say("bargain.figure.shares", language), language, "left", fill=SOFT))
    title = say("bargain.figure.frontier_title", language, one=one, two=two)
    described = say("bargain.figure.shares_description", language, one=one, two=two, count=len(pieces))
    return frame(
        "deal-figure", (WIDTH, HEIGHT), title, described, parts, language, name=name_of("frontier", found.deal)
    )


def _dot(x: float, y: float, undominated: bool) -> str:
    if undominated:
        return tag("circle", cx=x, cy=y, r=4.6, fill=GREEN)
    return tag("circle", cx=x, cy=y, r=3.2, fill="none", stroke=GREY)


def _everything(found: Deal) -> list[Vector]:
    """The gains of every package; none where there are too many to draw."""
    negotiation = found.negotiation
    if negotiation.cells > LISTED:
        return []
    packages = (package for package in product(*negotiation.allowed) if not negotiation.banned(package))
    return [gains(negotiation.utility(package), found.d) for package in packages]


SIGNS = {"fair": (GREEN, "M0 -9 L9 0 L0 9 L-9 0 z"), "hope": (RED, "M0 -9 L9 7 L-9 7 z")}
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


def _ground(x: Scale, y: Scale, one: str, two: str, language: str) -> list[str]:
    """The corner where both gain, the lines of no deal, ticks and names of the axes."""
    zero_x, zero_y, right, bottom = x(0), y(0), WIDTH - RIGHT, HEIGHT - BOTTOM
    middle = (TOP + bottom) / 2
    both = {"x": zero_x, "y": TOP, "width": max(right - zero_x, 0), "height": max(zero_y - TOP, 0)}
    lines = f"M{zero_x:.1f} {TOP} V{bottom} M{LEFT} {zero_y:.1f} H{right}"
    turned = f"rotate(-90 20 {middle:.0f})"
    return [
        tag("rect", fill=GOOD, **both),
        tag("path", d=lines, stroke=INK, stroke_width=1.2),
        tag("path", d=f"M{LEFT} {TOP} V{bottom} H{right}", fill="none", stroke=GREY),
        text(right - 4, TOP + 15, say("bargain.figure.both_gain", language), language, "right", fill=GREEN),
        text(zero_x + 5, bottom - 6, say("bargain.figure.no_deal", language), language, "left", fill=INK, font_size=11),
        *(text(x(tick), bottom + 17, number(tick + 0.0), None, "middle", fill=SOFT) for tick in x.ticks()),
        *(text(LEFT - 7, y(tick) + 4, number(tick + 0.0), None, "right", fill=SOFT) for tick in y.ticks()),
        text((LEFT + right) / 2, bottom + 36, one, language, "middle", font_weight=600),
        text(20, middle, two, language, "middle", font_weight=600, transform=turned),
    ]


def _named(marks: list[Mark], dots: list[Vector], x: Scale, y: Scale, language: str) -> list[str]:
    """The named packages: a diamond for a fair one, a triangle for one hoped for; labels where they hide least."""
    parts: list[str] = []
    taken = [(x(float(a)), y(float(b))) for a, b in dots]
    for shape, gain, label in marks:
        cx, cy = x(float(gain[0])), y(float(gain[1]))
        colour, path = SIGNS[shape]
        parts.append(tag("path", d=path, transform=f"translate({cx:.1f} {cy:.1f})", fill=colour, stroke="#fff"))
        wide = 7.4 * len(label)
        places = [(side, shift) for shift in (0, -17, 17, -34, 34) for side in (1, -1)]
        side, shift = min(places, key=lambda place: _hidden(cx + 13 * place[0], cy + place[1], wide * place[0], taken))
        taken += [(cx + side * (13 + step * 12), cy + shift) for step in range(int(wide / 12) + 1)]
        anchor, style = "left" if side > 0 else "right", {"fill": colour, "font_weight": 600, **HALO}
        parts.append(text(cx + 13 * side, cy + 4 + shift, label, language, anchor, **style))
    return parts


def _hidden(start: float, y: float, wide: float, taken: list[tuple[float, float]]) -> tuple[bool, int]:
    """How bad a place for a label is: off the picture; how many dots and labels it hides."""
    low, high = sorted((start, start + wide))
    off = low < LEFT or high > WIDTH - RIGHT or y < TOP + 8 or y > HEIGHT - BOTTOM
    return off, sum(low - 5 <= a <= high + 5 and abs(b - y) < 12 for a, b in taken)


def _legend(language: str) -> list[str]:
    """What the signs mean, under the picture."""
    y, parts, x = HEIGHT - 9, [], float(LEFT)
    signs = {
        "undominated": _dot(0, -4, True),
        "dominated": _dot(0, -4, False),
        "chain": tag("path", d="M-8 -4 H8", stroke=GREEN, stroke_dasharray="5 4"),
    }
    for key, sign in signs.items():
        label = say(f"bargain.figure.{key}", language)
        parts.append(tag("g", sign, transform=f"translate({x + 8:.1f} {y})"))
        parts.append(text(x + 22, y, label, language, "left", fill=SOFT))
        x += 40 + 7.2 * len(label)
    return parts
