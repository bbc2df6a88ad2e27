"""Bars of a deal: what each party gains by each package, by a docket alone or tied; what linking is worth."""

from __future__ import annotations

from fractions import Fraction

from detente.bargaining.agreement.levers import Lever
from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.agreement.result import Story
from detente.bargaining.packages.negotiation import Vector, gains
from detente.bargaining.packages.result import Deal, short
from detente.bargaining.packages.sentences import party_names
from detente.drawing.svg import (
    GREEN,
    GREY,
    INK,
    PARTIES,
    RED,
    SOFT,
    Scale,
    frame,
    plain,
    right_to_left,
    stacked,
    tag,
    text,
    wrapped,
)
from detente.errors import DetenteError
from detente.words import number, say

WIDTH, LABEL, RIGHT, BAR, GAP = 760, 330, 56, 15, 16
LETTERS, LINE, MOST = 46, 16, 8

Group = tuple[str, list[tuple[str, Fraction]]]  # label of a group, and (label of a bar, value) in it


def name_of(kind: str, found: Deal) -> str:
    """The name of a figure on a page that may show several agreements."""
    return kind if found.setting is None else plain(f"{kind}-{found.setting.agreement}").replace(" ", "-")


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
    title, described = (say(f"bargain.figure.gains_{part}", language) for part in ("title", "description"))
    return draw_bars(name_of("gains", found), groups, title, described, language, least)


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
    described = say("bargain.figure.held_description", language, docket=docket, other=other)
    return draw_bars(name_of("lever", story.deal), groups, title, described, language, story.setting.inertia)


def draw_bars(name: str, groups: list[Group], title: str, described: str, language: str, least: Vector = ()) -> str:
    """Groups of horizontal bars from a line of nought, values written at their ends."""
    values = [float(value) for _, bars in groups for _, value in bars] + [0.0, *map(float, least)]
    scale = Scale.around(values, LABEL, WIDTH - RIGHT, 0.16)
    wraps = [wrapped([label], LETTERS) for label, _ in groups]
    heights = [max(len(bars) * BAR, len(lines) * LINE) + GAP for (_, bars), lines in zip(groups, wraps, strict=True)]
    parts = _key([bar for bar, _ in groups[0][1]], language)
    y, edge = 34.0, LABEL - 14 if right_to_left(language) else 8
    for (_, bars), lines, tall in zip(groups, wraps, heights, strict=True):
        parts += stacked(edge, y + 12, lines, LINE, language)
        for place, (_, value) in enumerate(bars):
            parts += _bar(scale, y + place * BAR, float(value), PARTIES[place % len(PARTIES)])
        y += tall
    parts.append(tag("path", d=f"M{scale(0):.1f} 28 V{y - GAP + 4:.1f}", stroke=INK, stroke_width=1.4))
    for mark in sorted({float(one) for one in least if one}):
        upright = f"M{scale(mark):.1f} 28 V{y - GAP + 4:.1f}"
        parts.append(tag("path", d=upright, stroke=GREY, stroke_dasharray="2 3"))
    if any(least):
        said = say("bargain.figure.least", language)
        parts.append(text(scale(max(map(float, least))) + 4, y + 6, said, language, "left", fill=SOFT))
    height = 40 + sum(heights) + (22 if any(least) else 0)
    return frame("deal-figure", (WIDTH, height), title, described, parts, language, name=name)


def _bar(scale: Scale, y: float, value: float, colour: str) -> list[str]:
    zero, end = scale(0), scale(value)
    said = ("+" if value > 0 else "") + number(value)
    return [
        tag("rect", x=min(zero, end), y=y, width=max(abs(end - zero), 1), height=BAR - 3, fill=colour),
        text(end + (4 if value >= 0 else -4), y + 11, said, None, "left" if value >= 0 else "right"),
    ]


def _key(names: list[str], language: str) -> list[str]:
    """Which colour is which party; the bars of a group stand in the same order."""
    parts, x = [], float(LABEL)
    for place, name in enumerate(names):
        parts.append(tag("rect", x=x, y=6, width=12, height=12, fill=PARTIES[place % len(PARTIES)]))
        parts.append(text(x + 17, 16, name, language, "left"))
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
    ends = [float(end) for _, start, stop, _ in bars for end in (start, stop)]
    top, bottom, height = 30, 320, 380
    up = Scale(min(ends), max(ends) * 1.1, bottom, top)
    parts = [text(8, 16, say("bargain.figure.total", language), language, "left", fill=SOFT)]
    wide = (WIDTH - 40) / len(bars)
    for place, (label, start, end, kind) in enumerate(bars):
        x = 20 + place * wide
        high, low = up(float(max(start, end))), up(float(min(start, end)))
        colour = INK if kind == "total" else RED if end < start else GREEN
        faint, dashes = (0.45, "4 3") if kind == "linking" else (None, None)
        box = {"x": x + 8, "y": high, "width": wide - 16, "height": max(low - high, 1)}
        parts.append(tag("rect", fill=colour, stroke=colour, fill_opacity=faint, stroke_dasharray=dashes, **box))
        parts.append(text(x + wide / 2, high - 6, number(float(end - start)), None, "middle"))
        lines = wrapped([label], max(8, int(wide / 7.4)))[:3]
        parts += stacked(x + wide / 2, bottom + 18, lines, 15, language, "middle")
    parts.append(tag("path", d=f"M12 {up(0):.1f} H{WIDTH - 12}", stroke=INK))
    title, described = (say(f"bargain.figure.linkage_{part}", language) for part in ("title", "description"))
    name = name_of("linkage", found)
    return frame("deal-figure", (WIDTH, height), title, described, parts, language, name=name)


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
