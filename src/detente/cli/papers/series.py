"""``detente series``: balance, dependence and distance year by year, from tables with years."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from detente.cli import language
from detente.cli.command import A_DRAWING, FORMATS, Given, command
from detente.cli.language import echo, plain, text
from detente.cli.printing import print_result, waiting, write_figure
from detente.cli.table_words import in_words
from detente.exchange.series_tables import doubts, is_series_table
from detente.influence.balance.projection import Rule
from detente.influence.series.result import PARTS, Part
from detente.of_files import series as year_by_year
from detente.outcomes.telling import Names


@command("series", formats=FORMATS)
@click.option("--with", "others", type=click.Path(path_type=Path), multiple=True, metavar="TABLE",
              help=text("series.with"))  # fmt: skip
@click.option("--actor", "actors", multiple=True, metavar="STATE", help=text("series.actor"))
@click.option("--years", metavar="YEARS", help=text("series.years"))
@click.option("--window", type=click.IntRange(1, 200), default=1, show_default=True, help=text("series.window"))
@click.option("--part", type=click.Choice(PARTS), help=text("series.part"))
@click.option("--projection", type=click.Choice(get_args(Rule)), default="net", show_default=True,
              help=text("influence.projection"))  # fmt: skip
@click.option("--weigh", is_flag=True, help=text("influence.weigh"))
@click.option("--seconds", type=click.FloatRange(0.1), default=60.0, show_default=True, help=text("series.seconds"))
@click.option("--figure", type=A_DRAWING, metavar="FILE", help=text("series.figure"))
def series(
    given: Given, others: tuple[Path, ...], actors: tuple[str, ...], years: str | None, window: int, part: Part | None,
    projection: Rule, weigh: bool, seconds: float, figure: Path | None,
) -> None:  # fmt: skip
    if not is_series_table(Path(given.file)):
        _ = given.case  # says what is doubtful in it
    elif Path(given.file).is_file():
        for doubt in doubts([Path(given.file), *others]):
            echo(plain(doubt.render(language.chosen())), err=True)
    with waiting():
        result = year_by_year(
            given.file, others, actors=actors, window=window, years=years, part=part, projection=projection,
            weigh=weigh, seconds=seconds,
        )  # fmt: skip
    if figure is not None:
        write_figure(figure, result.figure(language.chosen()))
    names = Names(result.situation, language.chosen())
    print_result(result, given.form, lambda rows: in_words(rows, names, ids=given.ids))
