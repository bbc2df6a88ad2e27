"""The answers of the other questions as plots: one mark per row, grouped by question, with its interval if it has one.

What a mark is: for `width` and `variants` a share; for `drivers` a share of the variation, the line being what chance
shows; for `hinges` and `assumed` how many futures turn without a part, filled where it turns the usual answer; for
`worth` how often a guess is right with a number known, the line being how often without; for `regret` the mean regret
of a level, the whisker reaching to what 19 of 20 draws stay below; for `robustness` how far all numbers may move; for
`flip` where in its range a number turns the answer, the hollow mark being its centre.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.drawing.plots.labels import wrapped
from detente.drawing.plots.style import axes, dress, ends, percent_axis
from detente.drawing.svg import ANSWERS, INK
from detente.outcomes.telling import Teller
from detente.uncertainty.questions.asking import lines
from detente.uncertainty.questions.naming import answer_words, number_words, part_words, teller_of
from detente.uncertainty.questions.parts import parts_of
from detente.uncertainty.questions.regret import level_words
from detente.uncertainty.questions.variants import reading_name
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Asked
from detente.words import LANGUAGES, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST, FEWER = 12, 6  # rows of a group, alone and among others
UNIT, WIDE = 0.32, 56  # inches of a row, letters of a line
LINE = {"ltr": 0.55, "rtl": 0.85}  # rows that a line of a label takes
INTERVAL = 1.96


@dataclass(frozen=True)
class Mark:
    """A row: its label and where its mark stands (None: none), with the ends of its whisker. `also`: hollow marks."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    filled: bool = True
    also: tuple[float, ...] = ()


@dataclass(frozen=True)
class Marks:
    """A group of rows under a heading; `line`: an upright line across it."""

    heading: str
    rows: list[Mark] = field(default_factory=list)
    line: float | None = None


def _shared(label: str, share: Share, *, filled: bool = True) -> Mark:
    return Mark(label, share.share, share.low, share.high, filled)


def _width(result: Any, teller: Teller) -> list[Marks]:
    keys = {0.5: "half", 1.0: "written", 2.0: "double"}
    return [
        Marks(
            _said(teller, question, result.answers[question]),
            [_shared(say(f"plots.lists.{keys[factor]}", teller.language), share) for factor, share in found.items()],
        )
        for question, found in result.shares.items()
    ]


def _variants(result: Any, teller: Teller) -> list[Marks]:
    return [
        Marks(
            _said(teller, question, "every"),
            [
                _shared(reading_name(result, name, teller.language), shares.answers[question, result.concept]["every"])
                for name, shares in result.shares.items()
            ],
        )
        for question in dict.fromkeys(question for _, question in result.moved)
    ]


def _drivers(result: Any, teller: Teller) -> list[Marks]:
    return [
        Marks(
            teller.question(found.question),
            [
                Mark(
                    number_words(teller, effect.name),
                    effect.share,
                    max(0.0, effect.share - INTERVAL * effect.error),
                    min(1.0, effect.share + INTERVAL * effect.error),
                )
                for effect in found.deciding[:MOST]
            ],
            found.floor if found.effects else None,
        )
        for found in result.decided
    ]


def _flip(result: Any, teller: Teller) -> list[Marks]:
    known = {line.name: line for line in lines(result.study) if not line.unordered}
    groups = []
    for found in result.flipped:
        rows = [
            Mark(
                f"{number_words(teller, turn.name)} ({say('plots.lists.at', teller.language, value=turn.value)})",
                (turn.value - known[turn.name].low) / known[turn.name].width,
                also=((known[turn.name].centre - known[turn.name].low) / known[turn.name].width,),
            )
            for turn in found.turns
            if turn.name in known
        ]
        groups.append(Marks(_said(teller, found.question, found.answer), rows[:MOST]))
    return groups


def _hinges(result: Any, teller: Teller) -> list[Marks]:
    paths = {part.name: part.path for part in parts_of(result.study.situation)}
    groups = []
    for question in dict.fromkeys(hinge.question for hinge in result.found):
        turning = [one for one in result.found if one.question == question and one.role != "decor"]
        turning.sort(key=lambda one: -one.turned.count)
        rows = [
            _shared(
                part_words(teller, one.kind, paths.get(one.part, (one.part,))), one.turned, filled=one.role == "hinge"
            )
            for one in turning[:MOST]
        ]
        groups.append(Marks(teller.question(question), rows))
    return groups


def _assumed(result: Any, teller: Teller) -> list[Marks]:
    parts = {part.name: part for part in parts_of(result.study.situation)}
    return [
        Marks(
            f"{_said(teller, found.question, found.answer)} {say(f'plots.lists.{found.verdict}', teller.language)}",
            [
                _shared(
                    part_words(teller, parts[one.part].kind, parts[one.part].path),
                    one.turned,
                    filled=one.wants == found.answer and one.without != found.answer,
                )
                for one in found.direct[:MOST]
            ],
        )
        for found in result.judged
    ]


def _worth(result: Any, teller: Teller) -> list[Marks]:
    return [
        Marks(
            _said(teller, one.question, one.answer),
            [Mark(number_words(teller, name), one.right.share + gain) for name, gain in one.worthwhile[:MOST]],
            one.right.share,
        )
        for one in result.guesses
    ]


def _regret(result: Any, teller: Teller) -> list[Marks]:
    groups = []
    for option in result.options:
        found = option.regrets()
        rows = [
            Mark(
                level_words(teller, option.actor, option.option, level),
                float(found[place].mean()),
                float(found[place].mean()),
                float(np.quantile(found[place], 0.95)),
                level == option.least,
            )
            for place, level in enumerate(option.levels)
        ]
        groups.append(Marks(teller.actor(option.actor), rows))
    return groups


def _robustness(result: Any, teller: Teller) -> list[Marks]:
    word = say("plots.lists.nearest", teller.language)
    return [
        Marks(
            _said(teller, margin.question, margin.answer),
            [] if margin.radius is None else [Mark(word, margin.radius)],
        )
        for margin in result.margins
    ]


def _said(teller: Teller, question: str, answer: str) -> str:
    return say(
        "plots.lists.said", teller.language, question=teller.question(question),
        answer=answer_words(answer, teller.language),
    )  # fmt: skip


LISTS: dict[str, Callable[[Any, Teller], list[Marks]]] = {
    "width": _width, "variants": _variants, "drivers": _drivers, "flip": _flip, "hinges": _hinges,
    "assumed": _assumed, "worth": _worth, "regret": _regret, "robustness": _robustness,
}  # fmt: skip


def list_plot(name: str, result: Asked, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw the answer of a question of `LISTS`; see the module for what its marks are."""
    groups = LISTS[name](result, teller_of(result.study, language))
    most = MOST if len(groups) == 1 else FEWER
    groups = [replace(group, rows=group.rows[:most]) for group in groups]
    tall = LINE[LANGUAGES[language]]
    told = [
        [wrapped(row.label, language, WIDE) for row in group.rows]
        or [wrapped(say("plots.lists.nothing", language), language)]
        for group in groups
    ]
    steps = [[max(1.0, tall * (label.count("\n") + 1)) for label in labels] for labels in told]
    ax = axes(ax, 9.5, 1.9 + UNIT * sum(map(sum, steps)) + 0.42 * len(groups))
    colour, place, places, labels = ANSWERS["every"], 0.0, [], []
    for group, of_group, step in zip(groups, told, steps, strict=True):
        place += 1.25
        heading = wrapped(group.heading, language, 100)
        across = ax.get_yaxis_transform()
        side: Any = ends(language)[0]
        ax.text(1.0 if side == "right" else 0.0, place - 0.62, heading, transform=across, ha=side, va="bottom",
                fontsize=10, color=INK)  # fmt: skip
        start = place
        for row, label, height in zip(group.rows, of_group, step, strict=False):
            place += (height - 1) / 2
            if row.low is not None and row.high is not None:
                ax.plot([row.low, row.high], [place] * 2, color=colour, linewidth=1.4, clip_on=False)
            for value in row.also:
                ax.plot(value, place, "s", markerfacecolor="white", markeredgecolor=INK, clip_on=False)
            if row.value is not None:
                face = colour if row.filled else "white"
                ax.plot(row.value, place, "o", markerfacecolor=face, markeredgecolor=colour, clip_on=False)
            places.append(place)
            labels.append(label)
            place += (height + 1) / 2
        if not group.rows:
            places.append(place)
            labels += of_group
            place += 1.0
        if group.line is not None:
            ax.plot([group.line] * 2, [start - 0.4, place - 0.6], color=INK, linewidth=1.0, linestyle=":")
    ax.set_yticks(places, labels, fontsize=9)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(place, -0.3)
    if name == "regret":
        ax.set_xlim(left=0)
    else:
        percent_axis(ax.xaxis)
        ax.set_xlim(0, None if name in ("drivers", "robustness") else 1)
    ax.grid(axis="x", color="#e2e8f0", linewidth=0.6)
    ax.set_axisbelow(True)
    label = say(f"plots.lists.{'hinges' if name == 'assumed' else name}", language)
    return dress(ax, language, [say(f"study.titles.{name}", language)], (label, ""))
