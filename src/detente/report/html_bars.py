"""Bars, squares and tracks of tables as HTML: lengths in per cent, so that they turn with the direction of text."""

from __future__ import annotations

import re
from html import escape

from detente.report.blocks import Bar, Filled, Shares, Signed, Squares, Standing, Swung, Track, Weighed, bare
from detente.words import END_ISOLATE, ISOLATE

SIGNED = re.compile(f"[{ISOLATE}\u2066]([+\u2212]?\\d[\\d.,%+\u2212\u2013\\s]*){END_ISOLATE}")
LETTERS = 25  # that find room in a whole bar; a part too short for its words has none


def bar(one: Bar, label: str) -> str:
    """One bar; `label` says its numbers to those who do not see it."""
    said = f'role="img" aria-label="{escape(bare(label))}"'
    match one:
        case Shares():
            return _shares(one, said)
        case Weighed():
            side = "neg" if one.loss else "pos"
            low, high = sorted((one.low, one.high))
            line = f'<b style="inset-inline-start:{_p(low)};inline-size:{_p(high - low)}"></b>' if high > low else ""
            return f'<span class="wbar {side}" {said}><i style="inline-size:{_p(one.value)}"></i>{line}</span>'
        case Signed():
            side, start = ("up", 0.5) if one.value >= 0 else ("down", 0.5 + one.value / 2)
            least = 0.5 + one.least / 2
            mark = f'<u style="left:{_p(least)}"></u>' if one.least else ""
            place = f"left:{_p(start)};width:{_p(abs(one.value) / 2)}"
            return f'<span class="gbar" {said}><i class="{side}" style="{place}"></i>{mark}</span>'
        case Track():
            parts = [
                f'<span class="rng" style="left:{_p(one.low)};width:{_p(one.high - one.low)}"></span>',
                f'<span class="now" style="left:{_p(one.now)}"></span>',
                f'<span class="need" style="left:{_p(one.need)}"></span>',
            ]
            return f'<span class="track" {said}>{"".join(parts)}</span>'
        case Swung():
            low, high = sorted((one.lowest, one.highest))
            return (
                f'<span class="track" {said}><span class="mid" style="inset-inline-start:{_p(one.every)}"></span>'
                f'<span class="span" style="inset-inline-start:{_p(low)};inline-size:{_p(high - low)}"></span>'
                f'<span class="lo" style="inset-inline-start:{_p(one.lowest)}"></span>'
                f'<span class="hi" style="inset-inline-start:{_p(one.highest)}"></span></span>'
            )
        case Filled():
            rest = ""
            if one.unknown:
                rest = f'<em style="inset-inline-start:{_p(one.value)};inline-size:{_p(one.unknown)}"></em>'
            second = ' class="two"' if one.other else ""
            return f'<span class="hb" {said}><i{second} style="inline-size:{_p(one.value)}"></i>{rest}</span>'
        case Standing():
            return f'<span class="mk {one.basis}" {said}></span>'


def _shares(one: Shares, said: str) -> str:
    parts = "".join(
        f'<span class="seg {tone}" style="width:{_p(share)}"><bdi>{_fitting(words, share)}</bdi></span>'
        for tone, share, words in one.parts
        if share > 0.001
    )
    wide = ""
    if one.wide is not None:
        tone, share = one.wide
        wide = f'<span class="wide" aria-hidden="true"><span class="{tone}" style="width:{_p(share)}"></span></span>'
    return f'<div class="sbar" {said}><div class="main">{parts}</div>{wide}</div>'


def _fitting(words: str, share: float) -> str:
    return isolated(escape(words)) if share * LETTERS > len(bare(words)) else ""


def isolated(html: str) -> str:
    """Isolating marks as elements; a number with a sign or a percent runs from the left."""
    html = SIGNED.sub(r'<bdi dir="ltr">\1</bdi>', html.replace(ISOLATE + END_ISOLATE, ""))
    return html.replace(ISOLATE, "<bdi>").replace(END_ISOLATE, "</bdi>")


def squares(one: Squares) -> str:
    """Claims by their standing, with the caption under them."""
    drawn = "".join(
        f'<span class="{standing}{"" if used else " un"}">{escape(name)}</span>' for name, standing, used in one.items
    )
    return f'<div class="sq" role="img" aria-label="{escape(one.description)}">{drawn}</div>'


def _p(share: float) -> str:
    return f"{100 * min(1.0, max(0.0, share)):.1f}%"
