"""Pictures of a study as SVG with real text: how often each answer comes out, and which numbers swing one.

Right is more in every language. Answers are told apart by their words and their order as well as by colour.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.drawing.deal import INK, SOFT, Scale, head, plain, write
from detente.drawing.map import COLOURS, wrapped
from detente.uncertainty.questions.asking import ORDER
from detente.uncertainty.questions.naming import answer_words, share_words
from detente.uncertainty.questions.wilson import Share
from detente.words import LANGUAGES, say

WIDTH, LABEL, RIGHT, BAR, STEP, LINE = 760, 210, 30, 17, 22, 17
LETTERS, ASKED = 30, 86
WIDE = 46  # pixels that a word needs inside a bar

Bars = list[tuple[str, dict[str, Share]]]  # label of a bar, and answer → share


def draw_shares(groups: list[tuple[str, Bars]], language: str) -> str:
    """One group of bars per question; every bar is all futures drawn, cut into the answers, with intervals."""
    scale = Scale(0, 1, LABEL, WIDTH - RIGHT)
    asked = [wrapped([question], ASKED) for question, _ in groups]
    height = 26 + sum(len(lines) * LINE + len(bars) * STEP + 16 for lines, (_, bars) in zip(asked, groups, strict=True))
    title, note = say("futures.figure", language), say("futures.figure_note", language)
    parts = head("shares", WIDTH, height, title, note, language)
    y, rtl = 16.0, LANGUAGES[language] == "rtl"
    for lines, (_, bars) in zip(asked, groups, strict=True):
        for line in lines:
            parts.append(
                write(WIDTH - 8 if rtl else 8, y, line, language, "end" if rtl else "start", font_weight="bold")
            )
            y += LINE
        for label, shares in bars:
            parts.append(write(LABEL - 10, y + 8, label, language, "end"))
            parts += _bar(scale, y - 5, shares, language)
            y += STEP
        y += 16
    parts += _axis(scale, y - 10, 0, 1)
    return "".join([*parts, "</svg>"])


def _bar(scale: Scale, y: float, shares: dict[str, Share], language: str) -> list[str]:
    parts, start = [], 0.0
    for answer in (answer for answer in ORDER if answer in shares and shares[answer].count):
        share = shares[answer]
        left, wide = scale.at(start), scale.at(start + share.share) - scale.at(start)
        parts.append(
            f'<rect x="{left:.1f}" y="{y:.1f}" width="{max(wide, 1):.1f}" height="{BAR}" fill="{COLOURS[answer]}" '
            f'stroke="#ffffff" stroke-width="0.6"/>'
        )
        said = f"{answer_words(answer, language)}: {share_words(share, language)}"
        if wide > 7.2 * len(plain(said)) + 12:
            parts.append(write(left + wide / 2, y + 13, said, language, "middle", style="fill:#fff;font-size:12px"))
        elif wide > WIDE:
            word = answer_words(answer, language)
            parts.append(write(left + wide / 2, y + 13, word, language, "middle", style="fill:#fff;font-size:12px"))
        start += share.share
    cuts = [
        shares[answer] for answer in ORDER[:1] if answer in shares and 0 < shares[answer].count < shares[answer].total
    ]
    for share in cuts:
        low, high = scale.at(share.low), scale.at(share.high)
        middle = y + BAR / 2
        parts.append(
            f'<path d="M{low:.1f} {middle - 4:.1f} V{middle + 4:.1f} M{low:.1f} {middle:.1f} H{high:.1f} '
            f'M{high:.1f} {middle - 4:.1f} V{middle + 4:.1f}" stroke="{INK}" stroke-width="1.4" fill="none"/>'
        )
    return parts


def _axis(scale: Scale, y: float, low: float, high: float) -> list[str]:
    parts = [f'<path d="M{scale.at(low):.1f} {y:.1f} H{scale.at(high):.1f}" stroke="{SOFT}"/>']
    for mark in (0, 0.2, 0.4, 0.6, 0.8, 1) if high - low == 1 else scale.ticks():
        if low <= mark <= high:
            at = scale.at(mark)
            parts.append(f'<path d="M{at:.1f} {y:.1f} v4" stroke="{SOFT}"/>')
            parts.append(write(at, y + 18, f"{100 * mark:.0f}%", "en", "middle", fill="#475569"))
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
    height = 60 + sum(heights)
    said = answer_words(answer, language)
    title = say("futures.swings", language, question=question, answer=said)
    parts = head(name, WIDTH, height, title, say("futures.swings_note", language), language)
    colour = COLOURS[answer]
    parts += _key(label, colour, language)
    y, rtl = 38.0, LANGUAGES[language] == "rtl"
    for one, lines, tall in zip(ends, wraps, heights, strict=True):
        for row, line in enumerate(lines):
            parts.append(
                write(label - 14 if rtl else 8, y + 12 + row * LINE, line, language, "end" if rtl else "start")
            )
        a, b = scale.at(one.lowest.share), scale.at(one.highest.share)
        parts.append(
            f'<path d="M{a:.1f} {y + 8:.1f} H{b:.1f}" stroke="{colour}" stroke-width="6" stroke-opacity="0.35"/>'
        )
        for x, share, fill in ((a, one.lowest, "#ffffff"), (b, one.highest, colour)):
            aside = -1 if x == min(a, b) else 1
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y + 8:.1f}" r="5.5" fill="{fill}" stroke="{colour}" stroke-width="1.8"/>'
            )
            parts.append(
                write(
                    x + 10 * aside,
                    y + 12,
                    _short(share, language),
                    "en",
                    "end" if aside < 0 else "start",
                    fill="#475569",
                )
            )
        y += tall
    at = scale.at(whole.share)
    parts.append(f'<path d="M{at:.1f} 30 V{y:.1f}" stroke="{INK}" stroke-width="1.4"/>')
    return "".join([*parts, *_axis(scale, y + 2, low, high), "</svg>"])


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
        parts.append(f'<circle cx="{x + 6:.1f}" cy="14" r="5.5" fill="{fill}" stroke="{colour}" stroke-width="1.8"/>')
        parts.append(write(x + 18, 18, word, language))
        x += 60 + 7.5 * len(plain(word))
    return parts
