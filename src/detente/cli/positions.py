"""``detente positions``: where a position on a scale settles, with its band and what every model says."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli import language
from detente.cli.common import (
    chosen_situation,
    format_option,
    plain,
    print_rows,
    print_sentences,
    progress,
    text,
    variant_option,
    view_option,
)
from detente.cli.common import command as make
from detente.words import say

if TYPE_CHECKING:
    from detente.bargaining.positions.result import Positions
    from detente.bargaining.positions.settled import Settings
    from detente.exchange.position_tables.position_read import Asked

FIGURES = ("line", "rounds", "panel")
PRESETS = ("paper", "as_coded")
VOTES = ("proportional", "binary", "proportional_binary", "proportional_cubic", "cubic", "prospect")
VICTORIES = ("linear", "square", "quartic", "octic", "binary")
A_FILE = click.Path(dir_okay=False, path_type=Path)


@make("positions")
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--issue", metavar="NAME", help=text("positions.issue"))
@click.option("--figure", type=A_FILE, metavar="SVG", help=text("positions.figure"))
@click.option("--figure-kind", type=click.Choice(FIGURES), default="line", show_default=True,
              help=text("positions.figure_kind"))  # fmt: skip
@click.option("--preset", type=click.Choice(PRESETS), default="paper", show_default=True, help=text("positions.preset"))
@click.option("--switch", "switches", multiple=True, metavar="NAME=VALUE", help=text("positions.switch"))
@click.option("--rounds", type=click.IntRange(1, 1000), metavar="N", help=text("positions.rounds"))
@click.option("--draws", type=click.IntRange(0, 8192), default=2048, show_default=True, metavar="N",
              help=text("positions.draws"))  # fmt: skip
@click.option(
    "--vote", type=click.Choice(VOTES), default="proportional", show_default=True, help=text("positions.vote")
)
@click.option("--victory", type=click.Choice(VICTORIES), default="linear", show_default=True,
              help=text("positions.victory"))  # fmt: skip
@click.option("--scale", type=(float, float), metavar="LOW HIGH", help=text("positions.scale"))
@click.option("--capability", metavar="COLUMN", help=text("positions.capability"))
@click.option("--errors", type=A_FILE, metavar="CSV", help=text("positions.errors"))
@click.option("--score", "data", type=click.Path(path_type=Path), metavar="DATA", help=text("positions.score"))
@click.option("--learn", type=A_FILE, metavar="CSV", help=text("positions.learn"))
@click.option("--without", metavar="A,B", help=text("positions.without"))
@click.option("--alone", multiple=True, metavar="ACTOR", help=text("positions.alone"))
@variant_option
@view_option
@format_option()
@language.option
def command(
    file: str | None,
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
    capability: str | None,
    errors: Path | None,
    data: Path | None,
    learn: Path | None,
    without: str | None,
    alone: tuple[str, ...],
    variant: str | None,
    seen_by: str | None,
    form: str,
) -> None:
    from detente.bargaining.positions.result import positions
    from detente.errors import DetenteError

    asked = _asked(scale, capability)
    settings = _settings(preset, switches, rounds, vote, victory, errors)
    if data is not None:
        _score(data, asked, settings, learn, tuple(filter(None, (without or "").split(","))), alone, form)
        return
    for option, value in (("--learn", learn), ("--without", without), ("--alone", alone)):
        if value:
            raise DetenteError("positions_only", option=option)
    if file is None:
        raise DetenteError("positions_file")
    result = positions(chosen_situation(_load(file, asked), variant, seen_by), issue, settings)
    if draws:
        result = _over_draws(result, draws)
    if form == "json":
        click.echo(result.to_json())
    elif form != "table":
        print_rows(result.rows(), form)
    else:
        print_sentences(result.sentences(language.chosen()))
        click.echo()
        print_rows(_spoken(result), form, text("positions.panel"))
        click.echo()
        print_rows(result.switches(), form, plain(say("positions.switches.title", language.chosen())))
    if figure is not None:
        _draw(result, figure, figure_kind)


def _over_draws(result: Positions, count: int) -> Positions:
    """The same over draws of everything the file leaves open, those of a study with the usual seed."""
    from detente.bargaining.positions.measure import BLOCKS
    from detente.uncertainty.study.sampling import design

    drawn = design(result.situation, BLOCKS).draw(7, 0)
    return result.over({name: values[:count] for name, values in drawn.items()}, count, 7) if drawn else result


def _asked(scale: tuple[float, float] | None, capability: str | None) -> Asked:
    from detente.errors import DetenteError
    from detente.exchange.position_tables.position_read import Asked

    if scale is not None and not scale[0] < scale[1]:
        raise DetenteError("scale_ends", low=scale[0], high=scale[1])
    ends = None if scale is None else (Fraction(str(scale[0])), Fraction(str(scale[1])))
    return Asked(ends, capability)


def _settings(
    preset: str, switches: tuple[str, ...], rounds: int | None, vote: str, victory: str, errors: Path | None
) -> Settings:
    from detente.bargaining.positions.challenge import PRESETS, switched
    from detente.bargaining.positions.errors_measured import Errors, read_errors
    from detente.bargaining.positions.settled import Settings
    from detente.errors import DetenteError

    written: dict[str, str] = {}
    for switch in switches:
        name, equals, value = (part.strip() for part in switch.partition("="))
        if not (name and equals and value):
            raise DetenteError("switch_form", found=switch)
        written[name] = value
    presets = dict(PRESETS) | ({"own": switched(PRESETS[preset], written)} if written else {})
    learnt = Errors.shipped()
    if errors is not None:
        try:
            learnt = read_errors(errors.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError):
            raise DetenteError("errors_table", file=str(errors)) from None
    return Settings(presets, rounds, vote, victory, learnt)


def _load(file: str, asked: Asked) -> Any:
    """The checked case, a table of positions included; warnings are told in full, for they are few and matter here."""
    from detente.load import load

    case = load(file, asked)
    for warning in case.warnings:
        if warning.code.startswith("positions_"):
            click.echo(plain(warning.render(language.chosen())), err=True)
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
    from detente.bargaining.positions.score import models_count, score
    from detente.bargaining.positions.sentences import scored_name
    from detente.exchange.position_tables.known_outcomes import read_known
    from detente.files import write_whole

    known = read_known(data, asked.capability, asked.scale)
    for warning in known.warnings:
        click.echo(plain(warning.render(language.chosen())), err=True)
    with progress(models_count(known)) as tell:
        result = score(known, settings.errors, without, alone, lambda done: tell("", done))
    if form == "json":
        click.echo(result.to_json())
    elif form != "table":
        print_rows(result.rows(), form)
    else:
        print_sentences(result.sentences(language.chosen()))
        click.echo()
        rows = [{**row, "model": plain(scored_name(row, language.chosen()))} for row in result.rows()]
        shown = [{key: _rounded(value) for key, value in row.items() if key != "capability"} for row in rows]
        print_rows(shown, form, plain(say("positions.scored.table", language.chosen())))
    if learn is not None:
        write_whole(learn, result.learnt())
        click.echo(text("written", path=str(learn)), err=True)


def _rounded(value: Any) -> Any:
    """Errors in points to two places."""
    return f"{value:.2f}".replace("-", "\u2212") if isinstance(value, float) else value


def _spoken(result: Positions) -> list[dict[str, object]]:
    """The panel with the models named in the language of this run."""
    named = (plain(say(f"positions.models.{row['model']}", language.chosen())) for row in result.rows())
    return [{**row, "model": name} for row, name in zip(result.rows(), named, strict=True)]


def _draw(result: Positions, path: Path, kind: str) -> None:
    """The drawing of the first issue asked for, as a file."""
    from detente.files import write_whole

    write_whole(path, result.figure(language.chosen(), kind))
    click.echo(text("written", path=str(path)), err=True)
