"""Bars of a deal as SVG: what each party gains by each package, by a docket alone or tied; what linking is worth."""

from __future__ import annotations

from fractions import Fraction

from detente.bargaining.agreement.levers import Lever
from detente.bargaining.agreement.result import Story
from detente.bargaining.agreement.telling import PackageTeller
from detente.bargaining.packages.negotiation import Vector, gains
from detente.bargaining.packages.result import Deal, short
from detente.bargaining.packages.sentences import party_names
from detente.drawing.deal import DARK, HOPE, INK, SOFT, Scale, head, name_of, plain, write
from detente.drawing.map import wrapped
from detente.errors import DetenteError
from detente.words import LANGUAGES, number, say

WIDTH, LABEL, RIGHT, BAR, GAP = 760, 330, 56, 15, 16
LETTERS, LINE, MOST = 46, 16, 8
COLOURS = ("#1b6e53", "#2f5d9b", "#b7791f", "#7c3aed", "#9b2c3b", "#0f766e")

Group = tuple[str, list[tuple[str, Fraction]]]  # label of a group, and (label of a bar, value) in it


def draw_gains(found: Deal, story: Story | None, language: str) -> str:
    """A bar per party for each of the packages nothing dominates, the nearest to a deal first."""
    names = party_names(found, language)
    if story is not None and found.setting is not None:
        told = PackageTeller.of(found.setting, language)
        packages = [(told.short(offer.package), offer.gains) for offer in story.offers()[:MOST]]
        least = found.setting.inertia
    else:
        shown = found.zone or found.frontier.points
        packages = [(short(found.negotiation, p.example), gains(p.u, found.d)) for p in shown[:MOST]]
        least = ()
    if not packages:
        raise DetenteError("deal_figure_nothing")
    groups: list[Group] = [(label, list(zip(names, gain, strict=True))) for label, gain in packages]
    title = say("bargain.figure.gains_title", language)
    return draw_bars(
        name_of("gains", found), groups, title, say("bargain.figure.gains_description", language), language, least
    )


def draw_lever(story: Story, lever: Lever, language: str) -> str:
    """What each party gains by a docket alone, and by the best package that ties it to each other docket."""
    told = PackageTeller.of(story.setting, language)
    names = party_names(story.deal, language)
    docket = told.docket(lever.docket)
    other = told.docket(next(iter(lever.linked)))
    pairs = [(say("bargain.figure.alone", language, docket=docket), lever.alone)]
    pairs += [
        (say("bargain.figure.tied", language, other=told.docket(name)), linked.gains)
        for name, linked in lever.linked.items()
    ]
    groups: list[Group] = [(label, list(zip(names, gain, strict=True))) for label, gain in pairs]
    title = say("bargain.figure.held_title", language, docket=docket, other=other)
    text = say("bargain.figure.held_description", language, docket=docket, other=other)
    return draw_bars(name_of("lever", story.deal), groups, title, text, language, story.setting.inertia)


def draw_bars(name: str, groups: list[Group], title: str, text: str, language: str, least: Vector = ()) -> str:
    """Groups of horizontal bars from a line of nought, values written at their ends."""
    values = [float(value) for _, bars in groups for _, value in bars] + [0.0, *map(float, least)]
    room = 0.16 * ((max(values) - min(values)) or 1.0)
    scale = Scale(min(values) - room, max(values) + room, LABEL, WIDTH - RIGHT)
    wraps = [wrapped([label], LETTERS) for label, _ in groups]
    heights = [max(len(bars) * BAR, len(lines) * LINE) + GAP for (_, bars), lines in zip(groups, wraps, strict=True)]
    height = 40 + sum(heights) + (22 if any(least) else 0)
    parts = head(name, WIDTH, height, title, text, language)
    parts += _key([bar for bar, _ in groups[0][1]], language)
    y = 34.0
    for (_, bars), lines, tall in zip(groups, wraps, heights, strict=True):
        rtl = LANGUAGES[language] == "rtl"
        parts += [
            write(LABEL - 14 if rtl else 8, y + 12 + row * LINE, line, language, "end" if rtl else "start")
            for row, line in enumerate(lines)
        ]
        for place, (_, value) in enumerate(bars):
            parts += _bar(scale, y + place * BAR, float(value), COLOURS[place % len(COLOURS)])
        y += tall
    zero = scale.at(0)
    parts.append(f'<path d="M{zero:.1f} 28 V{y - GAP + 4:.1f}" stroke="{INK}" stroke-width="1.4"/>')
    if any(least):
        for mark in sorted({float(one) for one in least if one}):
            at = scale.at(mark)
            parts.append(f'<path d="M{at:.1f} 28 V{y - GAP + 4:.1f}" stroke="{SOFT}" stroke-dasharray="2 3"/>')
        said = say("bargain.figure.least", language)
        parts.append(write(scale.at(max(map(float, least))) + 4, y + 6, said, language, fill="#475569"))
    return "".join([*parts, "</svg>"])


def _bar(scale: Scale, y: float, value: float, colour: str) -> list[str]:
    zero, end = scale.at(0), scale.at(value)
    sign = "+" if value > 0 else ""
    return [
        f'<rect x="{min(zero, end):.1f}" y="{y:.1f}" width="{max(abs(end - zero), 1):.1f}" height="{BAR - 3}" '
        f'fill="{colour}"/>',
        write(end + (4 if value >= 0 else -4), y + 11, sign + number(value), "en", "start" if value >= 0 else "end"),
    ]


def _key(names: list[str], language: str) -> list[str]:
    """Which colour is which party; the bars of a group stand in the same order."""
    parts, x = [], float(LABEL)
    for place, name in enumerate(names):
        parts.append(f'<rect x="{x:.1f}" y="6" width="12" height="12" fill="{COLOURS[place % len(COLOURS)]}"/>')
        parts.append(write(x + 17, 16, name, language))
        x += 38 + 8 * len(plain(name))
    return parts


def draw_linkage(found: Deal, language: str) -> str:
    """A waterfall: each docket alone, what linking adds, all together, as sums of gains from the status quo."""
    if found.negotiation.status_quo is None or not found.with_linkage or found.whole.surplus <= 0:
        raise DetenteError("deal_figure_nothing")
    steps = linkage_steps(found, language)
    base, bars = Fraction(0), []
    for label, value, kind in steps:
        start = Fraction(0) if kind == "total" else base
        bars.append((label, start, start + value, kind))
        base = start + value
    scale_values = [float(v) for _, a, b, _ in bars for v in (a, b)]
    top, bottom, height = 30, 320, 380
    y = Scale(min(scale_values), max(scale_values) * 1.1, bottom, top)
    title, text = (say(f"bargain.figure.linkage_{part}", language) for part in ("title", "description"))
    parts = head(name_of("linkage", found), WIDTH, height, title, text, language)
    parts.append(write(8, 16, say("bargain.figure.total", language), language, fill="#475569"))
    wide = (WIDTH - 40) / len(bars)
    for place, (label, start, end, kind) in enumerate(bars):
        x = 20 + place * wide
        high, low = y.at(float(max(start, end))), y.at(float(min(start, end)))
        colour = INK if kind == "total" else HOPE if end < start else DARK
        pattern = ' fill-opacity="0.45" stroke-dasharray="4 3"' if kind == "linking" else ""
        parts.append(
            f'<rect x="{x + 8:.1f}" y="{high:.1f}" width="{wide - 16:.1f}" height="{max(low - high, 1):.1f}" '
            f'fill="{colour}" stroke="{colour}"{pattern}/>'
        )
        parts.append(write(x + wide / 2, high - 6, number(float(end - start)), "en", "middle"))
        lines = wrapped([label], max(8, int(wide / 7.4)))[:3]
        parts += [
            write(x + wide / 2, bottom + 18 + 15 * row, line, language, "middle") for row, line in enumerate(lines)
        ]
    parts.append(f'<path d="M12 {y.at(0):.1f} H{WIDTH - 12}" stroke="{INK}"/>')
    return "".join([*parts, "</svg>"])


def linkage_steps(found: Deal, language: str) -> list[tuple[str, Fraction, str]]:
    """The steps of the waterfall: label, value, kind."""
    part = found.linkages.get("dockets") or next(iter(found.linkages.values()))
    names = [issue.name for issue in found.negotiation.issues]
    told = None if found.setting is None else PackageTeller.of(found.setting, language)
    labels = [] if found.setting is None else list(found.setting.situation.agreements[found.setting.agreement].dockets)
    steps = [
        (
            told.docket(labels[place]) if told and place < len(labels) else ", ".join(names[i] for i in group.issues),
            group.surplus,
            "docket",
        )
        for place, group in enumerate(part.groups)
    ]
    return [
        *steps,
        (say("bargain.figure.linking", language), part.value, "linking"),
        (say("bargain.figure.together", language), part.joint.surplus, "total"),
    ]
