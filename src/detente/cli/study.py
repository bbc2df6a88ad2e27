"""``detente study``: the answers in thousands of futures that the ranges allow."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from time import monotonic
from typing import Any

import click

from detente.cli import language
from detente.cli.command import A_FOLDER, ANALYSED, FORMATS, Given, command, known_question
from detente.cli.language import echo, plain, rewrite, text
from detente.cli.printing import print_json, print_rows, print_sentences
from detente.cli.study_plot import check_plot, plot_options, write_plot
from detente.cli.table_words import in_words
from detente.errors import DetenteError
from detente.evidence.sources import Sources
from detente.result import Row
from detente.situation.case import Case
from detente.stability.concepts import CONCEPTS, REPORTED
from detente.time_left import SECONDS, Budget, TimeOverError, limited, now, within
from detente.uncertainty.grouping import by_source
from detente.uncertainty.measured import measured as measured_also
from detente.uncertainty.number_drivers import number_drivers
from detente.uncertainty.questions.asking import lines
from detente.uncertainty.questions.naming import share_words, teller_of
from detente.uncertainty.questions.table import QUESTIONS, ask, named
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.reaching import number_of, reaching
from detente.uncertainty.study.measures import FURTHER
from detente.uncertainty.study.result import Asked, Study
from detente.uncertainty.study.study import study as look
from detente.uncertainty.study.workers import ENGINES
from detente.words import isolated, say

PARTS = {"drivers": {"share", "error", "floor"}, "robustness": {"radius_at_most"}}  # plain numbers told in percent
RIGHT = {"worth", "chance", "all"}  # of a question: how much more often a guess is right
ALL = "all"
OF_NUMBERS = ("share", "drivers", "when")  # what can be asked of a number


def _names(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """What is to be asked, in the order given; each name once. Several may be parted by commas."""
    names = [part.strip() for text in given for part in text.split(",") if part.strip()] or ["share"]
    return tuple(dict.fromkeys(QUESTIONS if ALL in names else map(named, names)))


@command("study", views=ANALYSED, formats=FORMATS)
@click.option("--draws", type=int, default=10_000, show_default=True, help=text("study.draws"))
@click.option("--seed", type=int, default=7, show_default=True, help=text("study.seed"))
@click.option("--question", metavar="NAME", help=text("study.question"))
@click.option(
    "--ask", "asks", multiple=True, metavar=f"[{'|'.join((*QUESTIONS, ALL))}]", callback=_names, help=text("study.ask")
)
@click.option("--also", multiple=True, metavar="|".join(FURTHER) or None, help=text("study.also"))
@click.option("--of", metavar="NUMBER", help=text("study.of"))
@click.option("--at", type=float, metavar="AT", help=text("study.at"))
@click.option("--concept", "concepts", multiple=True, type=click.Choice(list(CONCEPTS)), help=text("study.concept"))
@click.option("--groups", type=click.Choice(("actor", "source")), default="actor", help=text("study.groups"))
@click.option("--lock", "locked", multiple=True, metavar="NAME", help=text("study.lock"))
@click.option("--until", type=float, metavar="HALF-WIDTH", help=text("study.until"))
@click.option("--out", type=A_FOLDER, metavar="DIR", help=text("study.out"))
@click.option("--engine", type=click.Choice(ENGINES), default="threads", show_default=True, help=text("study.engine"))
@click.option("--workers", type=int, help=text("study.workers"))
@click.option("--scheduler", metavar="ADDRESS", help=text("study.scheduler"))
@click.option("--seconds", type=click.FloatRange(min=0.1), help=text("study.within"))
@plot_options
def study(
    given: Given,
    draws: int,
    seed: int,
    question: str | None,
    asks: tuple[str, ...],
    also: tuple[str, ...],
    of: str | None,
    at: float | None,
    concepts: tuple[str, ...],
    groups: str,
    locked: tuple[str, ...],
    until: float | None,
    out: Path | None,
    engine: str,
    workers: int | None,
    scheduler: str | None,
    seconds: float | None,
    plot: Path | None,
    plot_kind: str,
    numbers: tuple[str, ...],
) -> None:
    case, situation, form = given.case, given.situation, given.form
    known_question(situation, question)
    _check_number(of, at, asks)
    if scheduler is not None and engine != "dask":
        raise DetenteError("scheduler_without_dask")
    check_plot(plot)
    time = _Time(seconds, bool(set(asks) - {"share"}), limits=seconds is not None or not _many_asked(out, until))
    with _Progress() as tell, limited(time.for_draws):
        result = look(
            situation, draws, seed, concepts or REPORTED, also=also,
            out=out, engine=engine, workers=workers, scheduler=scheduler, until=until, tell=tell,
        )  # fmt: skip
    if not situation.questions and of is None:
        echo(text("study.no_questions"), err=True)
    asked, number = result, None
    if of is not None:
        number = number_of(result, of)
        asked, question = reaching(result, number, at), None
    chosen = Asking(asked, case, question, concepts[0] if concepts else None, groups, locked, number)
    if form == "table":
        print_sentences(result.sentences(language.chosen()))
    answers, missing = [], []
    questions = (*asks, *(["also"] if also else []))
    budget = Budget(time.left(), len(questions))
    for name in questions:
        try:
            with _Waiting(name), within(None if name == "share" else budget.share()):
                answers.append((name, chosen.answer(name)))
        except TimeOverError:
            missing.append(name)
            continue
        if form == "csv" and len(answers) > 1:
            echo()
        if form != "json":
            _print(*answers[-1], form, several=len(asks) + bool(also) > 1, ids=given.ids)
    if form == "json":
        data: dict[str, Any] = {**result.data(), **{name: answer.data() for name, answer in answers}}
        if missing:
            data["unfinished"] = data.get("unfinished", {}) | {"asked": missing}
        print_json(data)
    elif missing:
        parts = tuple(isolated(f"--ask {name}", language.chosen()) for name in missing)
        said = plain(say("unfinished.time", language.chosen(), parts=parts))
        echo(f"\n{said}" if form == "table" else said, err=form != "table")
    if plot is not None:
        concept = concepts[0] if concepts else REPORTED[-1]
        write_plot(asked, plot, plot_kind, question, concept, numbers, replace(chosen, number=None).answer)


def _check_number(of: str | None, at: float | None, asks: tuple[str, ...]) -> None:
    """Refuse what is not asked of a number, before anything is drawn."""
    if of is None and at is not None:
        raise DetenteError("at_without_of")
    if of is not None and (other := [name for name in asks if name not in OF_NUMBERS]):
        raise DetenteError("number_asked", known=OF_NUMBERS, found=other)


class _Time:
    """How the time is shared: where more is asked than shares, the draws get half of it at most."""

    def __init__(self, seconds: float | None, more: bool, *, limits: bool) -> None:
        self.end = now() + (seconds or SECONDS)
        self.for_draws = None if not limits else (seconds or SECONDS) / (2 if more else 1)
        self.limits = limits

    def left(self) -> float:
        """Seconds for the questions; all of them, where the draws took what they took."""
        return max(0.0, self.end - now()) if self.limits else SECONDS


def _many_asked(out: Path | None, until: float | None) -> bool:
    """So many draws are asked for in so many words that they take what they take."""
    source = click.get_current_context().get_parameter_source("draws")
    return source is not click.core.ParameterSource.DEFAULT or out is not None or until is not None


@dataclass(frozen=True)
class Asking:
    """What the questions of this run share."""

    study: Study
    case: Case
    question: str | None
    concept: str | None
    groups: str
    locked: tuple[str, ...]
    number: str | None = None  # of which it is asked, in place of the questions of the file

    def answer(self, name: str) -> Asked:
        """The answer of the study to the question of this name."""
        if name == "also":
            return measured_also(self.study)
        if name == "drivers" and self.number is not None:
            return number_drivers(self.study, self.number)
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


def _print(name: str, answer: Asked, form: str, *, several: bool, ids: bool) -> None:
    spoken = language.chosen()
    if form in ("csv", "json", "xlsx"):
        print_rows(answer.rows(), form, name if form == "xlsx" else None)
        return
    sentences, rows = answer.sentences(spoken), _table_rows(name, answer, spoken)
    if form == "table":
        rows = _agreed(rows, spoken)
    if not sentences and not rows:
        return
    if form == "table":
        echo()
        if several:
            echo(plain(say(f"study.titles.{name}", spoken)) + "\n")
        print_sentences(sentences)
        echo()
    if rows and form == "table":
        rows = in_words(rows, teller_of(answer.study, spoken), ids=ids)
    if rows:
        print_rows(rows, form)
    if form == "table" and (more := _left_out(answer)):
        echo(text("study.left_out", count=more))


def _table_rows(name: str, answer: Asked, language: str) -> list[Row]:
    """The rows that say something, shares in words, never 0% or 100%; CSV and JSON keep every row and number."""
    return [_told(name, row, language) for row in answer.telling()]


def _agreed(rows: list[Row], language: str) -> list[Row]:
    """Of each question, the rows once where all ways of looking ahead that were asked say the same."""
    asked = {row["concept"] for row in rows if "concept" in row}
    found: list[Row] = []
    for _, group in groupby(rows, key=lambda row: next(iter(row.values()))):
        mine = list(group)
        by_concept: dict[str, list[Row]] = {}
        for row in mine:
            said = {key: value for key, value in row.items() if key != "concept"}
            by_concept.setdefault(row.get("concept", ""), []).append(said)
        first = next(iter(by_concept.values()))
        if len(asked) > 1 and set(by_concept) == asked and all(one == first for one in by_concept.values()):
            every = say("looking.every", language)
            mine = [{**row, "concept": every} for row in mine[: len(first)]]
        found += mine
    return found


def _left_out(answer: Asked) -> int:
    """How many rows a table does not show."""
    return len(answer.cells()) - len(answer.telling())


def _told(name: str, row: Row, language: str) -> Row:
    percent = PARTS.get(name, set()) | (RIGHT if name == "worth" and row["question"] else set())
    told: Row = {}
    for key, value in row.items():
        if key == "concept":
            told[key] = CONCEPTS[value].symbol
            continue
        told[key] = _cell(value, language, percent=key in percent)
    return told


def _cell(value: Any, language: str, *, percent: bool) -> Any:
    if isinstance(value, Share):
        return share_words(value, language)
    if percent and value is not None:
        return say("study.percent", language, value=f"{100 * value:.1f}")
    return value


class _Waiting:
    """What is being worked out, on one line of stderr where that is a terminal; else nothing."""

    def __init__(self, name: str) -> None:
        self.title = plain(say(f"study.titles.{name}", language.chosen()))
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> None:
        if self.shown:
            rewrite(f"{self.title} …")

    def __exit__(self, *_: object) -> None:
        if self.shown:
            rewrite("")


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
        rewrite(plain(line))

    def __exit__(self, *_: object) -> None:
        if self.shown:
            rewrite("")
