"""``detente study``: the answers in thousands of futures that the ranges allow."""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from detente.cli import language
from detente.cli.common import (
    chosen_situation,
    file_argument,
    format_option,
    load_case,
    plain,
    print_rows,
    print_sentences,
    text,
    variant_option,
    view_option,
)
from detente.cli.common import command as make
from detente.cli.study_plot import check_plot, plot_options, write_plot
from detente.stability.concepts import CONCEPTS, REPORTED
from detente.uncertainty.engines import ENGINES
from detente.uncertainty.measures import FURTHER

if TYPE_CHECKING:
    from detente.evidence.sources import Sources
    from detente.result import Result
    from detente.uncertainty.study import Study

ASK = ("share", "drivers", "when", "flip", "hinges", "assumed", "robustness", "regret", "worth", "width")


@make("study")
@file_argument
@click.option("--draws", type=int, default=10_000, show_default=True, help=text("study.draws"))
@click.option("--seed", type=int, default=7, show_default=True, help=text("study.seed"))
@click.option("--question", metavar="NAME", help=text("study.question"))
@click.option("--ask", "asks", multiple=True, type=click.Choice(ASK), help=text("study.ask"))
@click.option("--also", multiple=True, metavar="|".join(FURTHER) or None, help=text("study.also"))
@click.option("--concept", "concepts", multiple=True, type=click.Choice(list(CONCEPTS)), help=text("study.concept"))
@click.option("--until", type=float, metavar="HALF-WIDTH", help=text("study.until"))
@click.option("--out", metavar="DIR", help=text("study.out"))
@click.option("--engine", type=click.Choice(ENGINES), default="threads", show_default=True, help=text("study.engine"))
@click.option("--workers", type=int, help=text("study.workers"))
@click.option("--scheduler", metavar="ADDRESS", help=text("study.scheduler"))
@plot_options
@variant_option
@view_option
@format_option()
@language.option
def command(
    file: str,
    draws: int,
    seed: int,
    question: str | None,
    asks: tuple[str, ...],
    also: tuple[str, ...],
    concepts: tuple[str, ...],
    until: float | None,
    out: str | None,
    engine: str,
    workers: int | None,
    scheduler: str | None,
    plot: str | None,
    plot_kind: str,
    numbers: tuple[str, ...],
    variant: str | None,
    seen_by: str | None,
    form: str,
) -> None:
    from detente.errors import DetenteError
    from detente.evidence.sources import Sources
    from detente.situation.identifiers import nearest
    from detente.uncertainty.study import study

    case = load_case(file)
    situation = chosen_situation(case, variant, seen_by)
    if question is not None and question not in situation.questions:
        known = tuple(situation.questions)
        raise DetenteError("question_unknown", name=question, nearest=nearest(question, known), known=known)
    if scheduler is not None and engine != "dask":
        raise DetenteError("scheduler_without_dask")
    check_plot(plot)
    with _Progress() as tell:
        result = study(
            situation, draws, seed, concepts or REPORTED, also=also,
            out=out, engine=engine, workers=workers, scheduler=scheduler, until=until, tell=tell,
        )  # fmt: skip
    concept = concepts[0] if concepts else REPORTED[-1]
    sources = Sources(situation, case.folder)
    names = dict.fromkeys([*(asks or ("share",)), *(["also"] if also else [])])
    answers = [(name, _asked(result, name, question, concept, sources)) for name in names]
    _print(result, [(name, answer) for name, answer in answers if answer is not None], question, form)
    if plot is not None:
        write_plot(result, plot, plot_kind, question, concept, numbers)


def _asked(study: Study, name: str, question: str | None, concept: str, sources: Sources) -> Result | None:
    """The answer of a question's own module; None (said on stderr) where there is no such module."""
    module = f"detente.uncertainty.{name}"
    if importlib.util.find_spec(module) is None:
        click.echo(text("study.unasked", name=name), err=True)
        return None
    if name == "also":
        from detente.uncertainty.also import also

        return also(study)
    more = {"sources": sources} if name == "hinges" else {}
    found: Result = getattr(importlib.import_module(module), name)(study, question, concept, **more)
    return found


def _print(study: Study, answers: list[tuple[str, Result]], question: str | None, form: str) -> None:
    if form == "json":
        data: dict[str, Any] = {**study.data(), **{name: answer.data() for name, answer in answers}}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    if form == "table":
        print_sentences(study.sentences(language.chosen()))
    for _, answer in answers:
        if form == "table":
            click.echo()
            print_sentences(answer.sentences(language.chosen()))
            click.echo()
        print_rows(answer.rows(), form)
    if not answers:
        print_rows([row for row in study.rows() if question in (None, row["question"])], form)


class _Progress:
    """Draws done, rate and time left, on one line of stderr where that is a terminal; else nothing."""

    def __enter__(self) -> Any:
        self.start = monotonic()
        self.begun, self.kept = False, 0
        self.shown = sys.stderr.isatty()
        return self.tell if self.shown else None

    def tell(self, done: int, whole: int) -> None:
        """The first call says what was there at the start: kept parts, which do not count for the rate."""
        seconds = monotonic() - self.start
        if not self.begun:
            self.begun, self.kept, self.start = True, done, monotonic()
            return
        rate = max(done - self.kept, 1) / max(seconds, 1e-9)
        line = text("study.progress", done=done, whole=whole, rate=round(rate), left=round((whole - done) / rate))
        click.echo(f"\r\033[K{plain(line)}", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        if self.shown:
            click.echo("\r\033[K", err=True, nl=False)
