"""``detente positions``: where a position on a scale settles, with its band and what every model says."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from detente.bargaining.positions.challenge import PRESETS
from detente.bargaining.positions.condorcet import VOTES
from detente.bargaining.positions.probabilistic_condorcet import VICTORIES
from detente.bargaining.positions.result import Positions
from detente.bargaining.positions.result import positions as settle
from detente.bargaining.positions.score import models_count, score
from detente.bargaining.positions.sentences import scored_name
from detente.bargaining.positions.settled import MOST_ROUNDS, Settings, settings_of
from detente.cli import language
from detente.cli.command import (
    A_DRAWING,
    A_MADE,
    ANALYSED,
    FORMATS,
    Given,
    command,
    decimal_option,
    seconds_option,
)
from detente.cli.language import echo, plain, text
from detente.cli.printing import print_rows, print_sentences, progress, waiting, write_figure
from detente.cli.table_words import in_words
from detente.errors import DetenteError
from detente.evidence.tables.number_columns import MARKS
from detente.exchange.formats import read
from detente.exchange.one_format import Asked
from detente.files import write_whole
from detente.load import load
from detente.outcomes.telling import Names
from detente.situation.case import Case
from detente.time_left import limited
from detente.uncertainty.positions_futures import DRAWS, MOST_DRAWS, over_draws
from detente.words import say

FIGURES = ("line", "rounds", "panel")


@command("positions", required=False, views=ANALYSED, formats=FORMATS)
@click.option("--issue", metavar="NAME", help=text("positions.issue"))
@click.option("--figure", type=A_DRAWING, metavar="FILE", help=text("positions.figure"))
@click.option("--figure-kind", type=click.Choice(FIGURES), default="line", show_default=True,
              help=text("positions.figure_kind"))  # fmt: skip
@click.option(
    "--preset", type=click.Choice(tuple(PRESETS)), default="paper", show_default=True, help=text("positions.preset")
)
@click.option("--switch", "switches", multiple=True, metavar="NAME=VALUE", help=text("positions.switch"))
@click.option("--rounds", type=click.IntRange(1, MOST_ROUNDS), metavar="N", help=text("positions.rounds"))
@click.option("--draws", type=click.IntRange(0, MOST_DRAWS), default=DRAWS, show_default=True, metavar="N",
              help=text("positions.draws"))  # fmt: skip
@click.option(
    "--vote", type=click.Choice(tuple(VOTES)), default="proportional", show_default=True, help=text("positions.vote")
)
@click.option("--victory", type=click.Choice(VICTORIES), default="linear", show_default=True,
              help=text("positions.victory"))  # fmt: skip
@click.option("--scale", type=(float, float), metavar="LOW HIGH", help=text("positions.scale"))
@decimal_option
@click.option("--capability", metavar="COLUMN", help=text("positions.capability"))
@click.option("--errors", type=click.Path(dir_okay=False, path_type=Path), metavar="CSV", help=text("positions.errors"))
@click.option("--score", "data", type=click.Path(path_type=Path), metavar="DATA", help=text("positions.score"))
@click.option("--learn", type=A_MADE, metavar="CSV", help=text("positions.learn"))
@click.option("--without", metavar="A,B", help=text("positions.without"))
@click.option("--alone", multiple=True, metavar="ACTOR", help=text("positions.alone"))
@seconds_option
def positions(
    given: Given,
    issue: str | None,
    figure: Path | None,
    figure_kind: str,
    preset: str,
    switches: tuple[str, ...],
    rounds: int | None,
    draws: int,
    vote: str,
    victory: str,
    scale: tuple[float, float] | None,
    decimal: str | None,
    capability: str | None,
    errors: Path | None,
    data: Path | None,
    learn: Path | None,
    without: str | None,
    alone: tuple[str, ...],
    seconds: float,
) -> None:
    asked, form = _asked(scale, capability, decimal), given.form
    settings = settings_of(preset, _switched(switches), rounds, vote, victory, errors)
    if data is not None:
        given.refuse_settings()
        _score(data, asked, settings, learn, tuple(filter(None, (without or "").split(","))), alone, form)
        return
    for option, value in (("--learn", learn), ("--without", without), ("--alone", alone)):
        if value:
            raise DetenteError("positions_only", option=option)
    if not given.file:
        raise DetenteError("positions_file")
    situation = given.chosen(given.with_settings(_load(given.file, asked)))
    with waiting(), limited(seconds):
        result = over_draws(settle(situation, issue, settings), draws)
    if form == "json":
        echo(result.to_json())
    elif form != "table":
        print_rows(result.rows(), form)
    else:
        print_sentences(result.sentences(language.chosen()))
        echo()
        rows = in_words(_spoken(result), Names(result.situation, language.chosen()), ids=given.ids)
        print_rows(rows, form, text("positions.panel"))
        echo()
        spoken = language.chosen()
        rows = [{**row, "meaning": say(f"positions.switch.{row['switch']}", spoken)} for row in result.switches()]
        print_rows(rows, form, plain(say("positions.switches.title", spoken)))
    if figure is not None:
        write_figure(figure, result.figure(language.chosen(), figure_kind))


def _asked(scale: tuple[float, float] | None, capability: str | None, decimal: str | None) -> Asked:
    if scale is not None and not scale[0] < scale[1]:
        raise DetenteError("scale_ends", low=scale[0], high=scale[1])
    ends = None if scale is None else (Fraction(str(scale[0])), Fraction(str(scale[1])))
    return Asked(ends, capability, decimal=MARKS.get(decimal or ""))


def _switched(switches: tuple[str, ...]) -> dict[str, str]:
    """Switch → value, from “choice=lowest”."""
    written: dict[str, str] = {}
    for switch in switches:
        name, equals, value = (part.strip() for part in switch.partition("="))
        if not (name and equals and value):
            raise DetenteError("switch_form", found=switch)
        written[name] = value
    return written


def _load(file: str, asked: Asked) -> Case:
    """The checked case, a table of positions included; warnings are told in full, for they are few and matter here."""
    case = load(file, asked)
    for warning in case.warnings:
        if warning.code.startswith("positions_") or warning.code == "workbook_sheets":
            echo(plain(warning.render(language.chosen())), err=True)
    return case


def _score(
    data: Path,
    asked: Asked,
    settings: Settings,
    learn: Path | None,
    without: tuple[str, ...],
    alone: tuple[str, ...],
    form: str,
) -> None:
    """Every model against known outcomes."""
    taken = read(data, ("known outcomes",), asked)
    for warning in taken.problems:
        echo(plain(warning.render(language.chosen())), err=True)
    known = taken.required()
    with progress(models_count(known)) as tell:
        result = score(known, settings.errors, without, alone, lambda done: tell("", done))
    if form == "json":
        echo(result.to_json())
    elif form != "table":
        print_rows(result.rows(), form)
    else:
        print_sentences(result.sentences(language.chosen()))
        echo()
        rows = [{**row, "model": plain(scored_name(row, language.chosen()))} for row in result.rows()]
        shown = [{key: _rounded(value) for key, value in row.items() if key != "capability"} for row in rows]
        print_rows(shown, form, plain(say("positions.scored.table", language.chosen())))
    if learn is not None:
        write_whole(learn, result.learnt())
        echo(text("written", path=str(learn)), err=True)


def _rounded(value: Any) -> Any:
    """Errors in points to two places."""
    return f"{value:.2f}".replace("-", "\u2212") if isinstance(value, float) else value


def _spoken(result: Positions) -> list[dict[str, object]]:
    """The panel with the models named in the language of this run."""
    return [
        {**row, "model": plain(say(f"positions.models.{row['model']}", language.chosen()))} for row in result.rows()
    ]
