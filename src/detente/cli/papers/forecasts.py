"""``detente forecasts``: a log of forecasts scored against what came, with what costs nothing beside it."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli import language
from detente.cli.command import A_DRAWING, FORMATS, Given, command, decimal_option
from detente.cli.language import echo, plain, text
from detente.cli.printing import print_rows, print_sentences, write_figure
from detente.of_files import Decimal
from detente.of_files import forecasts as scored
from detente.uncertainty.experts.forecast_log import BINS, LEVEL
from detente.words import say


@command("forecasts", formats=FORMATS)
@click.option("--bins", type=click.IntRange(1, 100), default=BINS, show_default=True, help=text("forecasts.bins"))
@click.option("--level", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=LEVEL, show_default=True,
              help=text("forecasts.level"))  # fmt: skip
@click.option("--figure", type=A_DRAWING, metavar="FILE", help=text("forecasts.figure"))
@decimal_option
def forecasts(given: Given, bins: int, level: float, figure: Path | None, decimal: Decimal | None) -> None:
    result = scored(given.file, bins=bins, level=level, decimal=decimal)
    if figure is not None:
        write_figure(figure, result.figure(language.chosen()))
    if given.form == "json":
        echo(result.to_json())
        return
    spoken, rows = language.chosen(), result.rows()
    if given.form == "table":
        print_sentences(result.sentences(spoken))
        rows = [{**row, "who": plain(say(f"forecasts.who.{row['who']}", spoken))} for row in rows]
        echo()
    tables = {"scores": rows, "calibration": result.bin_rows(), "bands": result.band_rows()}
    for place, (name, found) in enumerate((name, found) for name, found in tables.items() if found):
        if place and given.form != "xlsx":
            echo()
        print_rows(found, given.form, text(f"forecasts.title.{name}") if given.form == "table" else name)
