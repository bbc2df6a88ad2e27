"""``detente study … --plot FILE``: one plot of the study, and its sentence."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from detente.cli import language
from detente.cli.command import A_MADE
from detente.cli.language import echo, plain, text
from detente.errors import DetenteError
from detente.exchange.row_formats import csv
from detente.files import write_whole
from detente.result import Row
from detente.uncertainty.questions.share import share
from detente.uncertainty.questions.when.when import when
from detente.uncertainty.study.result import Asked, Study

LISTED = ("width", "variants", "drivers", "flip", "hinges", "assumed", "worth", "regret", "robustness")
KINDS = ("share", "river", "tornado", "heat", "convergence", *LISTED)
FORMATS = (".svg", ".png", ".pdf")
NUMBERS = {"river": 1, "heat": 2}  # how many numbers a plot runs over


def plot_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options ``--plot``, ``--plot-kind`` and ``--driver``."""
    for option in (
        click.option("--driver", "numbers", multiple=True, metavar="NAME", help=text("study.driver")),
        click.option(
            "--plot-kind", type=click.Choice(KINDS), default="share", show_default=True, help=text("study.plot_kind")
        ),
        click.option("--plot", type=A_MADE, metavar="FILE", help=text("study.plot")),
    ):
        command = option(command)
    return command


def check_plot(plot: Path | None) -> None:
    """Refuse what cannot be written before anything is drawn."""
    if plot is not None and plot.suffix.lower() not in FORMATS:
        raise DetenteError("plot_format", file=str(plot), known=FORMATS)


def write_plot(
    study: Study,
    plot: Path,
    kind: str,
    question: str | None,
    concept: str,
    numbers: tuple[str, ...],
    answer: Callable[[str], Asked],
) -> None:
    """Draw and write, with the numbers shown beside it as CSV; the sentence and what was written go to stderr."""
    from detente.drawing.plots import save

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        ax, sentences, rows = _drawn(study, kind, question, concept, numbers, answer)
        save(ax, plot, sentences)
    table = Path(f"{plot}.csv")
    write_whole(table, csv(rows))
    for warning in {str(one.message): one for one in caught if one.category is UserWarning}:
        echo(plain(warning), err=True)
    for sentence in sentences:
        echo(plain(sentence), err=True)
    echo(text("study.plot_written", file=str(plot), table=str(table)), err=True)


def _drawn(
    study: Study,
    kind: str,
    question: str | None,
    concept: str,
    numbers: tuple[str, ...],
    answer: Callable[[str], Asked],
) -> tuple[Any, list[str], list[Row]]:
    """The axes, the sentence twin and the table twin of a plot."""
    from detente.drawing import plots

    spoken = language.chosen()
    if kind == "share":
        shares = share(study, question)
        return plots.share_bars(shares, language=spoken), plots.share_sentences(shares, spoken), shares.rows()
    if kind in LISTED:
        found = answer(kind)
        return plots.list_plot(kind, found, language=spoken), found.sentences(spoken), found.rows()
    asked = _one_question(study, question)
    chosen = _numbers(study, kind, asked, concept, numbers)
    values: dict[str, Any] = {"language": spoken, "concept": concept}
    if kind == "river":
        one = chosen[0]
        told = plots.river_sentences(study, one, asked, **values)
        return plots.river(study, one, asked, **values), told, plots.river_rows(study, one, asked, concept)
    if kind == "heat":
        boxes = when(study, asked, concept)
        one, other = chosen
        said = plots.heat_sentences(study, one, other, asked, **values)
        rows = plots.heat_rows(study, one, other, asked, concept)
        return plots.heat_map(study, one, other, asked, boxes=boxes, **values), said, rows
    draw, tell, table = (
        (plots.tornado, plots.tornado_sentences, plots.tornado_rows)
        if kind == "tornado"
        else (plots.convergence, plots.convergence_sentences, plots.convergence_rows)
    )
    return draw(study, asked, **values), tell(study, asked, **values), table(study, asked, concept)


def _one_question(study: Study, question: str | None) -> str:
    known = tuple(study.situation.questions)
    if question is None and len(known) != 1:
        raise DetenteError("plot_question", known=known)
    return question or known[0]


def _numbers(study: Study, kind: str, question: str, concept: str, given: tuple[str, ...]) -> tuple[str, ...]:
    """The numbers a plot runs over: those given, else those with the widest swing."""
    from detente.drawing.plots.tornadoes import swings

    needed = NUMBERS.get(kind, 0)
    widest = [swing.name for swing in swings(study, question, concept)] if needed > len(given) else []
    chosen = tuple(dict.fromkeys((*given, *widest)))[: max(needed, 0)]
    if len(chosen) < needed or (needed and len(given) > needed):
        raise DetenteError("plot_numbers", kind=kind, count=needed, given=len(given))
    return chosen
