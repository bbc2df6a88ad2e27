"""``detente forecasts``: a log of forecasts scored against what came, with what costs nothing beside it."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli import language
from detente.cli.command import FORMATS, MARKS, Given, command, decimal_option
from detente.cli.language import echo, plain, text
from detente.cli.printing import print_rows, print_sentences
from detente.exchange.logged_forecasts import read_log
from detente.uncertainty.experts.forecast_log import BINS, LEVEL, scored_log
from detente.words import say


@command("forecasts", formats=FORMATS)
@click.option("--bins", type=click.IntRange(1, 100), default=BINS, show_default=True, help=text("forecasts.bins"))
@click.option("--level", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=LEVEL, show_default=True,
              help=text("forecasts.level"))  # fmt: skip
@decimal_option
def forecasts(given: Given, bins: int, level: float, decimal: str | None) -> None:
    result = scored_log(read_log(Path(given.file), level, MARKS.get(decimal or "")), bins)
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
