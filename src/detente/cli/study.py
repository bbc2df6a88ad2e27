"""``detente study``: the answers in thousands of futures that the ranges allow."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
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
from detente.cli.study_rows import left_out, table_rows
from detente.stability.concepts import CONCEPTS, REPORTED
from detente.uncertainty.questions.table import QUESTIONS, ask, named
from detente.uncertainty.study.measures import FURTHER
from detente.uncertainty.study.workers import ENGINES
from detente.words import say

if TYPE_CHECKING:
    from detente.situation.case import Case
    from detente.uncertainty.study.result import Asked, Study

ALL = "all"


def _names(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """What is to be asked, in the order given; each name once. Several may be parted by commas."""
    names = [part.strip() for text in given for part in text.split(",") if part.strip()] or ["share"]
    return tuple(dict.fromkeys(QUESTIONS if ALL in names else map(named, names)))


@make("study")
@file_argument
@click.option("--draws", type=int, default=10_000, show_default=True, help=text("study.draws"))
@click.option("--seed", type=int, default=7, show_default=True, help=text("study.seed"))
@click.option("--question", metavar="NAME", help=text("study.question"))
@click.option(
    "--ask", "asks", multiple=True, metavar=f"[{'|'.join((*QUESTIONS, ALL))}]", callback=_names, help=text("study.ask")
)
@click.option("--also", multiple=True, metavar="|".join(FURTHER) or None, help=text("study.also"))
@click.option("--concept", "concepts", multiple=True, type=click.Choice(list(CONCEPTS)), help=text("study.concept"))
@click.option("--groups", type=click.Choice(("actor", "source")), default="actor", help=text("study.groups"))
@click.option("--lock", "locked", multiple=True, metavar="NAME", help=text("study.lock"))
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
    groups: str,
    locked: tuple[str, ...],
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
    from detente.situation.identifiers import nearest
    from detente.uncertainty.study.study import study

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
    if not situation.questions:
        click.echo(text("study.no_questions"), err=True)
    chosen = Asking(result, case, question, concepts[0] if concepts else None, groups, locked)
    if form == "table":
        print_sentences(result.sentences(language.chosen()))
    answers = []
    for name in (*asks, *(["also"] if also else [])):
        with _Waiting(name):
            answers.append((name, chosen.answer(name)))
        if form == "csv" and len(answers) > 1:
            click.echo()
        if form != "json":
            _print(*answers[-1], form, several=len(asks) + bool(also) > 1)
    if form == "json":
        data: dict[str, Any] = {**result.data(), **{name: answer.data() for name, answer in answers}}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    if plot is not None:
        concept = concepts[0] if concepts else REPORTED[-1]
        write_plot(result, plot, plot_kind, question, concept, numbers, chosen.answer)


@dataclass(frozen=True)
class Asking:
    """What the questions of this run share."""

    study: Study
    case: Case
    question: str | None
    concept: str | None
    groups: str
    locked: tuple[str, ...]

    def answer(self, name: str) -> Asked:
        """The answer of the study to the question of this name."""
        from detente.evidence.sources import Sources
        from detente.uncertainty.grouping import by_source
        from detente.uncertainty.measured import measured as measured_also
        from detente.uncertainty.questions.asking import lines

        if name == "also":
            return measured_also(self.study)
        more: dict[str, Any] = {}
        if name == "hinges" or (name == "drivers" and self.groups == "source"):
            more["sources"] = Sources(self.study.situation, self.case.folder)
        if name == "drivers" and more:
            groups = by_source(more.pop("sources"), [line.name for line in lines(self.study)])
            more = {"groups": groups, "grouped": "source"}
        if name == "flip":
            more["locked"] = self.locked
        if name == "variants":
            all_of = {self.case.name: self.case.situation, **self.case.variants}
            more["variants"] = {key: one for key, one in all_of.items() if one is not self.study.situation}
        return ask(self.study, name, self.question, self.concept, **more)


def _print(name: str, answer: Asked, form: str, *, several: bool) -> None:
    spoken = language.chosen()
    if form in ("csv", "json"):
        print_rows(answer.rows(), form)
        return
    sentences, rows = answer.sentences(spoken), table_rows(name, answer, spoken)
    if not sentences and not rows:
        return
    if form == "table":
        click.echo()
        if several:
            click.echo(plain(say(f"study.titles.{name}", spoken)) + "\n")
        print_sentences(sentences)
        click.echo()
    if rows:
        print_rows(rows, form)
    if form == "table" and (more := left_out(answer)):
        click.echo(text("study.left_out", count=more))


class _Waiting:
    """What is being worked out, on one line of stderr where that is a terminal; else nothing."""

    def __init__(self, name: str) -> None:
        self.title = plain(say(f"study.titles.{name}", language.chosen()))
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> None:
        if self.shown:
            click.echo(f"\r\033[K{self.title} …", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        if self.shown:
            click.echo("\r\033[K", err=True, nl=False)


UNITS = (("hours", 3600), ("minutes", 60), ("seconds", 1))


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
            self._show(text("study.begun", done=done, whole=whole))
            return
        rate = max(done - self.kept, 1) / max(seconds, 1e-9)
        left = (whole - done) / rate
        unit, size = next((one for one in UNITS if left >= 2 * one[1]), UNITS[-1])
        said = text(f"study.{unit}", number=round(left / size))
        line = text("study.progress", done=done, whole=whole, rate=round(rate), left=said)
        self._show(line)

    def _show(self, line: str) -> None:
        click.echo(f"\r\033[K{plain(line)}", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        if self.shown:
            click.echo("\r\033[K", err=True, nl=False)
