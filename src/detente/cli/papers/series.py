"""``detente series``: balance, dependence and distance year by year, from tables with years."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from detente.cli import language
from detente.cli.command import A_FILE, FORMATS, Given, command
from detente.cli.files.convert import span_asked
from detente.cli.language import echo, text
from detente.cli.printing import print_result, waiting
from detente.cli.table_words import in_words
from detente.errors import DetenteError
from detente.exchange.series_tables import is_series_table, of_tables
from detente.files import write_whole
from detente.influence.balance.projection import Rule
from detente.influence.series.result import PARTS, Part
from detente.influence.series.result import series as year_by_year
from detente.load import check, check_text, unexpanded
from detente.outcomes.telling import Names

DRAWINGS = (".svg", ".pdf")


@command("series", formats=FORMATS)
@click.option("--with", "others", type=A_FILE, multiple=True, metavar="TABLE", help=text("series.with"))
@click.option("--actor", "actors", multiple=True, metavar="STATE", help=text("series.actor"))
@click.option("--years", metavar="YEARS", help=text("series.years"))
@click.option("--window", type=click.IntRange(1, 200), default=1, show_default=True, help=text("series.window"))
@click.option("--part", type=click.Choice(PARTS), help=text("series.part"))
@click.option("--projection", type=click.Choice(get_args(Rule)), default="net", show_default=True,
              help=text("influence.projection"))  # fmt: skip
@click.option("--weigh", is_flag=True, help=text("influence.weigh"))
@click.option("--seconds", type=click.FloatRange(0.1), default=60.0, show_default=True, help=text("series.seconds"))
@click.option("--figure", type=A_FILE, metavar="FILE", help=text("series.figure"))
def series(
    given: Given, others: tuple[Path, ...], actors: tuple[str, ...], years: str | None, window: int, part: Part | None,
    projection: Rule, weigh: bool, seconds: float, figure: Path | None,
) -> None:  # fmt: skip
    if figure is not None and figure.suffix.lower() not in DRAWINGS:
        raise DetenteError("plot_format", file=str(figure), known=DRAWINGS)
    path = Path(given.file)
    if path.is_file() and is_series_table(path):
        given.refuse_settings()
        made, folder = of_tables([path, *others], actors)
        situation = unexpanded(check_text(made, folder, path.name))
    elif others or actors:
        raise DetenteError("series_situation", option="--with" if others else "--actor")
    else:
        folder, situation = given.case.folder, unexpanded(check(given.file))
    with waiting():
        result = year_by_year(
            situation, folder, window=window, asked=span_asked(years), part=part, projection=projection, weigh=weigh,
            seconds=seconds,
        )  # fmt: skip
    if figure is not None:
        write_whole(figure, _drawn(result.figure(language.chosen()), figure))
        echo(text("written", path=str(figure)), err=True)
    names = Names(result.situation, language.chosen())
    print_result(result, given.form, lambda rows: in_words(rows, names, ids=given.ids))


def _drawn(drawing: str, target: Path) -> str | bytes:
    if target.suffix.lower() == ".svg":
        return drawing
    from detente.report.pdf import browser, drawing_pdf

    return drawing_pdf(drawing, browser())
