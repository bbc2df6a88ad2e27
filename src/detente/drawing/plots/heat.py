"""The heat map: how often an answer comes out over two numbers, with the line where it is as frequent as not.

Both ranges are cut into bins of equal probability, about 60 draws to a cell and at most 24 bins a side. Cells with
fewer than 10 draws stay empty; up to 200 cells are lettered with their share in percent. The line of 50% is drawn
through shares averaged over neighbouring cells (weights 1, 2, 1 each way, times the draws), because the line of single
cells would follow chance. Boxes are those of `detente.uncertainty.questions.when.when` as far as these two numbers go:
dotted if other numbers are restricted in it as well.
"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.drawing.plots.labels import (
    answer_words,
    number_words,
    percent,
    place_words,
    question_words,
    share_words,
    symbol,
    wrapped,
)
from detente.drawing.plots.rivers import Bins, bins_of, constant_sentence, shown_answer, value_axis
from detente.drawing.plots.style import axes, dress, percent_axis
from detente.drawing.svg import ANSWERS, INK
from detente.outcomes.preferences import Array
from detente.result import Row
from detente.uncertainty.questions.asking import asked, codes, words_of
from detente.uncertainty.questions.when.regions import Region
from detente.uncertainty.questions.when.when import When
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Study
from detente.words import LANGUAGES, isolated, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_LABELLED = 200  # cells that have room for their number
MOST_BINS, CELL_DRAWS, LEAST_DRAWS = 24, 60, 10


def heat_rows(study: Study, one: str, other: str, question: str, concept: str = "seq") -> list[Row]:
    """The table twin: one row per cell; the share is missing where too few draws fell."""
    hits, totals, across, upwards = _counted(study, one, other, question, concept)
    answer = shown_answer(study, question, concept)
    rows: list[Row] = []
    for place in np.ndindex(hits.shape):
        (low, high), (bottom, top) = across.piece(place[0]), upwards.piece(place[1])
        share = float(hits[place] / totals[place]) if totals[place] >= LEAST_DRAWS else None
        ends = {"one_from": low, "one_to": high, "other_from": bottom, "other_to": top}
        rows.append({"one": one, "other": other, **ends, "answer": answer, "draws": int(totals[place]), "share": share})
    return rows


def heat_sentences(
    study: Study, one: str, other: str, question: str, concept: str = "seq", language: str = "en"
) -> list[str]:
    """The sentence twin: the cells where the answer is rarest and most frequent."""
    hits, totals, across, upwards = _counted(study, one, other, question, concept)
    shares = np.where(totals >= LEAST_DRAWS, hits / np.maximum(totals, 1), np.nan)
    if np.isnan(shares).all() or np.nanmin(shares) == np.nanmax(shares):
        return [constant_sentence(study, question, concept, language)] if hits.sum() == study.count else []
    told: dict[str, str] = {}
    for key, found in (("least", np.nanargmin(shares)), ("most", np.nanargmax(shares))):
        place = np.unravel_index(int(found), shares.shape)
        told[key] = share_words(Share(int(hits[place]), int(totals[place])), language)
        told[f"one_{key}"] = place_words(across.line, *across.piece(int(place[0])), language)
        told[f"other_{key}"] = place_words(upwards.line, *upwards.piece(int(place[1])), language)
    return [
        say("plots.heat.sentence", language, question=question_words(study, question, language),
            answer=answer_words(shown_answer(study, question, concept), language),
            concept=isolated(symbol(concept), language), one=number_words(study, one, language),
            other=number_words(study, other, language), **told)
    ]  # fmt: skip


def heat_map(
    study: Study,
    one: str,
    other: str,
    question: str,
    ax: Axes | None = None,
    language: str = "en",
    concept: str = "seq",
    boxes: When | None = None,
) -> Axes:
    """Draw the share of an answer over two numbers (`one` across, `other` upwards); `boxes`: what `when` found."""
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    hits, totals, across, upwards = _counted(study, one, other, question, concept)
    answer, ax = shown_answer(study, question, concept), axes(ax, 8.0, 6.2)
    shares = np.ma.masked_where(totals < LEAST_DRAWS, hits / np.maximum(totals, 1))
    shades = LinearSegmentedColormap.from_list("share", ["#f8fafc", ANSWERS[answer]])
    ax.set_facecolor("#cbd5e1")
    mesh = ax.pcolormesh(across.ends, upwards.ends, shares.T, cmap=shades, vmin=0, vmax=1, rasterized=shares.size > 400)
    if shares.size <= MOST_LABELLED:
        _numbers(ax, hits, totals, across, upwards)
    keys: list[Line2D | Patch] = []
    if _line(ax, hits, totals, across, upwards):
        keys.append(Line2D([], [], color=INK, linewidth=1.8, label=wrapped(say("plots.heat.half", language), language)))
    for key, stroke in _boxes(ax, boxes, one, other, question, across, upwards, answer):
        said = wrapped(say(f"plots.heat.{key}", language), language, 60)
        keys.append(Line2D([], [], color="#1d4ed8", linestyle=stroke, linewidth=2.2, label=said))
    if shares.mask.any():
        keys.append(Patch(facecolor="#cbd5e1", label=wrapped(say("plots.heat.empty", language), language)))
    value_axis(ax.xaxis, across, language)
    value_axis(ax.yaxis, upwards, language)
    rtl = LANGUAGES[language] == "rtl"
    bar = ax.figure.colorbar(mesh, ax=ax, location="left" if rtl else "right", pad=0.02)
    percent_axis(bar.ax.yaxis)
    title = [
        question_words(study, question, language),
        say("plots.heat.title", language, answer=answer_words(answer, language), concept=symbol(concept),
            count=study.count),
    ]  # fmt: skip
    return dress(
        ax, language, title, (number_words(study, one, language), number_words(study, other, language)), keys, 1
    )


def _counted(study: Study, one: str, other: str, question: str, concept: str) -> tuple[Array, Array, Bins, Bins]:
    """Draws with the answer and all draws, cell by cell (one × other), and the bins of both numbers."""
    asked(study, question)
    side = int(min(MOST_BINS, max(2, (study.count / CELL_DRAWS) ** 0.5)))
    across, upwards = bins_of(study, one, side), bins_of(study, other, side)
    words = words_of(study, question, concept)
    hit = codes(study, question, concept) == words.index(shown_answer(study, question, concept))
    cells = across.of_draw * upwards.count + upwards.of_draw
    shape = (across.count, upwards.count)
    found = [np.bincount(cells[part], minlength=shape[0] * shape[1]).reshape(shape) for part in (hit, slice(None))]
    return found[0], found[1], across, upwards


def _numbers(ax: Axes, hits: Array, totals: Array, across: Bins, upwards: Bins) -> None:
    """The share of every cell in percent, so that no shade need be read; of none or all of its draws the bound."""
    for place in np.ndindex(hits.shape):
        if totals[place] < LEAST_DRAWS:
            continue
        share = Share(int(hits[place]), int(totals[place]))
        if share.count in (0, share.total):
            label = f"<{ceil(100 * share.high)}" if share.count == 0 else f">{floor(100 * share.low)}"
        else:
            label = f"{min(max(100 * share.share, 1), 99):.0f}"
        ends = [bins.ends[k : k + 2] for bins, k in zip((across, upwards), place, strict=True)]
        x, y = (float(pair.mean()) for pair in ends)
        ink = "white" if share.share > 0.55 else INK
        ax.text(x, y, label, ha="center", va="center", fontsize=6.5, color=ink)


def _line(ax: Axes, hits: Array, totals: Array, across: Bins, upwards: Bins) -> bool:
    """The line where the share is 50%; False where there is none, or a side has too few bins for a line."""
    if across.line.values or upwards.line.values or min(hits.shape) < 3:
        return False
    smooth = _averaged(hits) / np.maximum(_averaged(totals), 1e-9)
    if not smooth.min() < 0.5 < smooth.max():
        return False
    middles = [(bins.ends[:-1] + bins.ends[1:]) / 2 for bins in (across, upwards)]
    drawn = ax.contour(*middles, smooth.T, levels=[0.5], colors=INK, linewidths=1.8)
    ax.clabel(drawn, fmt={0.5: percent(0.5, rough=True)}, fontsize=9)
    return True


def _averaged(counts: Array) -> Array:
    """Each cell with its neighbours, weights 1, 2, 1 each way; the border counts for what lies beyond."""
    wide = np.pad(counts.astype(float), 1, mode="edge")
    rows = wide[:-2] + 2 * wide[1:-1] + wide[2:]
    return np.asarray(rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:])


def _boxes(
    ax: Axes, boxes: When | None, one: str, other: str, question: str, across: Bins, upwards: Bins, answer: str
) -> list[tuple[str, Any]]:
    """Draw the boxes that were kept and say anything about the two numbers; which kinds there were, for the legend."""
    from matplotlib.patches import Rectangle

    if boxes is None or across.line.values or upwards.line.values:
        return []
    found: list[tuple[str, Any]] = []
    for told in (told for told in boxes.told if told.question == question and told.answer == answer):
        for region in (region for region in told.boxes if region.kept):
            names = {condition.name for condition in region.conditions}
            if not names & {one, other}:
                continue
            (left, right), (bottom, top) = _side(region, one, across), _side(region, other, upwards)
            kind = ("box_part", ":") if names - {one, other} else ("box", "--")
            ax.add_patch(Rectangle((left, bottom), right - left, top - bottom, fill=False, edgecolor="#1d4ed8",
                                   linestyle=kind[1], linewidth=2.2, clip_on=False))  # fmt: skip
            found.append(kind)
    return list(dict.fromkeys(found))


def _side(region: Region, name: str, bins: Bins) -> tuple[float, float]:
    """From where to where a box reaches along one number; the whole range where it says nothing."""
    for condition in region.conditions:
        if condition.name == name:
            low = bins.line.low if condition.low is None else condition.low
            return low, bins.line.high if condition.high is None else condition.high
    return bins.line.low, bins.line.high
