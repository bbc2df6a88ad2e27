"""Drawings of a study in the report: how often each answer comes out, and which numbers swing one.

Answers are told apart by their words and their order as well as by colour.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.drawing.svg import (
    ANSWERS,
    GREY,
    INK,
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
from detente.uncertainty.questions.asking import ORDER
from detente.uncertainty.questions.naming import answer_words, share_words
from detente.uncertainty.questions.wilson import Share
from detente.words import say

WIDTH, LABEL, RIGHT, BAR, STEP, LINE = 760, 210, 30, 17, 22, 17
LETTERS, ASKED = 30, 86
WIDE = 46  # pixels that a word needs inside a bar

Bars = list[tuple[str, dict[str, Share]]]  # label of a bar, and answer → share


def draw_shares(groups: list[tuple[str, Bars]], language: str) -> str:
    """One group of bars per question; every bar is all futures drawn, cut into the answers, with intervals."""
    scale = Scale(0, 1, LABEL, WIDTH - RIGHT)
    asked = [wrapped([question], ASKED) for question, _ in groups]
    height = 26 + sum(len(lines) * LINE + len(bars) * STEP + 16 for lines, (_, bars) in zip(asked, groups, strict=True))
    parts: list[str] = []
    y, edge = 16.0, WIDTH - 8 if right_to_left(language) else 8
    for lines, (_, bars) in zip(asked, groups, strict=True):
        parts += stacked(edge, y, lines, LINE, language, font_weight="bold")
        y += LINE * len(lines)
        for label, shares in bars:
            parts.append(text(LABEL - 10, y + 8, label, language, "right"))
            parts += _bar(scale, y - 5, shares, language)
            y += STEP
        y += 16
    parts += _axis(scale, y - 10)
    title, note = say("futures.figure", language), say("futures.figure_note", language)
    return frame("deal-figure", (WIDTH, height), title, note, parts, language, name="shares")


def _bar(scale: Scale, y: float, shares: dict[str, Share], language: str) -> list[str]:
    parts, start = [], 0.0
    for answer in (answer for answer in ORDER if answer in shares and shares[answer].count):
        share, word = shares[answer], answer_words(answer, language)
        left, wide = scale(start), scale(start + share.share) - scale(start)
        box = {"x": left, "y": y, "width": max(wide, 1), "height": BAR}
        parts.append(tag("rect", fill=ANSWERS[answer], stroke="#ffffff", stroke_width=0.6, **box))
        said = f"{word}: {share_words(share, language)}"
        fitting = said if wide > 7.2 * len(plain(said)) + 12 else word if wide > WIDE else None
        if fitting is not None:
            style = "fill:#fff;font-size:12px"
            parts.append(text(left + wide / 2, y + 13, fitting, language, "middle", style=style))
        start += share.share
    first = shares.get(ORDER[0])
    if first is not None and 0 < first.count < first.total:
        low, high, middle = scale(first.low), scale(first.high), y + BAR / 2
        whisker = (
            f"M{low:.1f} {middle - 4:.1f} V{middle + 4:.1f} M{low:.1f} {middle:.1f} H{high:.1f} "
            f"M{high:.1f} {middle - 4:.1f} V{middle + 4:.1f}"
        )
        parts.append(tag("path", d=whisker, stroke=INK, stroke_width=1.4, fill="none"))
    return parts


def _axis(scale: Scale, y: float) -> list[str]:
    parts = [tag("path", d=f"M{scale.start:.1f} {y:.1f} H{scale.end:.1f}", stroke=GREY)]
    for mark in (0, 0.2, 0.4, 0.6, 0.8, 1) if scale.high - scale.low == 1 else scale.ticks():
        if scale.low <= mark <= scale.high:
            at = scale(mark)
            parts.append(tag("path", d=f"M{at:.1f} {y:.1f} v4", stroke=GREY))
            parts.append(text(at, y + 18, f"{100 * mark:.0f}%", None, "middle", fill=SOFT))
    return parts


@dataclass(frozen=True)
class Ends:
    """A number, and how often an answer comes out in its lowest and its highest fifth."""

    label: str
    lowest: Share
    highest: Share


def draw_swings(name: str, question: str, answer: str, whole: Share, ends: list[Ends], language: str) -> str:
    """A line per number from its lowest to its highest fifth, around the share over all draws."""
    shares = [share for one in ends for share in (one.lowest, one.highest)]
    low = max(0.0, min(share.low for share in shares) - 0.05)
    high = min(1.0, max(share.high for share in shares) + 0.05)
    label = 330
    scale = Scale(low, high, label + 40, WIDTH - 2 * RIGHT)
    wraps = [wrapped([one.label], LETTERS + 14) for one in ends]
    heights = [max(26, len(lines) * LINE + 8) for lines in wraps]
    colour = ANSWERS[answer]
    parts = _key(label, colour, language)
    y, edge = 38.0, label - 14 if right_to_left(language) else 8
    for one, lines, tall in zip(ends, wraps, heights, strict=True):
        parts += stacked(edge, y + 12, lines, LINE, language)
        a, b = scale(one.lowest.share), scale(one.highest.share)
        line = f"M{a:.1f} {y + 8:.1f} H{b:.1f}"
        parts.append(tag("path", d=line, stroke=colour, stroke_width=6, stroke_opacity=0.35))
        for x, share, fill in ((a, one.lowest, "#ffffff"), (b, one.highest, colour)):
            left = x == min(a, b)
            parts.append(_end(x, y + 8, fill, colour))
            said, anchor = _short(share, language), "right" if left else "left"
            parts.append(text(x - 10 if left else x + 10, y + 12, said, None, anchor, fill=SOFT))
        y += tall
    parts.append(tag("path", d=f"M{scale(whole.share):.1f} 30 V{y:.1f}", stroke=INK, stroke_width=1.4))
    parts += _axis(scale, y + 2)
    title = say("futures.swings", language, question=question, answer=answer_words(answer, language))
    size, note = (WIDTH, 60 + sum(heights)), say("futures.swings_note", language)
    return frame("deal-figure", size, title, note, parts, language, name=name)


def _end(x: float, y: float, fill: str, colour: str) -> str:
    return tag("circle", cx=x, cy=y, r=5.5, fill=fill, stroke=colour, stroke_width=1.8)


def _short(share: Share, language: str) -> str:
    """A share as a figure has room for it: of none or all of the draws the bound by a sign."""
    if share.count in (0, share.total):
        edge, sign = (share.high, "<") if share.count == 0 else (share.low, ">")
        return f"{sign} {100 * edge:.1f}%"
    return share_words(share, language)


def _key(x: float, colour: str, language: str) -> list[str]:
    parts = []
    for key, fill in (("lowest", "#ffffff"), ("highest", colour)):
        word = say(f"futures.{key}", language)
        parts.append(_end(x + 6, 14, fill, colour))
        parts.append(text(x + 18, 18, word, language, "left"))
        x += 60 + 7.5 * len(plain(word))
    return parts
