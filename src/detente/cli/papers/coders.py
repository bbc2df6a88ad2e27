"""``detente coders``: how far several coders or experts agree, with whose numbers what is forecast, Delphi rounds."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli import language
from detente.cli.command import A_DRAWING, FORMATS, Given, command, decimal_option
from detente.cli.language import echo, text
from detente.cli.printing import print_rows, print_sentences, write_figure
from detente.of_files import Decimal
from detente.of_files import coders as compared
from detente.uncertainty.experts.delphi import CONSENSUS
from detente.uncertainty.experts.krippendorff import LEVELS, Level


@command("coders", formats=FORMATS)
@click.option("--level", type=click.Choice(LEVELS), help=text("coders.level"))
@click.option("--scale", type=(float, float), metavar="LOW HIGH", help=text("coders.scale"))
@click.option("--consensus", type=click.FloatRange(0, 1), default=CONSENSUS, show_default=True, metavar="SHARE",
              help=text("coders.consensus"))  # fmt: skip
@click.option("--figure", type=A_DRAWING, metavar="FILE", help=text("coders.figure"))
@decimal_option
def coders(
    given: Given, level: Level | None, scale: tuple[float, float] | None, consensus: float, figure: Path | None,
    decimal: Decimal | None,
) -> None:  # fmt: skip
    result = compared(given.file, level=level, scale=scale, consensus=consensus, decimal=decimal)
    if figure is not None:
        write_figure(figure, result.figure(language.chosen()))
    if given.form == "json":
        echo(result.to_json())
        return
    if given.form == "table":
        print_sentences(result.sentences(language.chosen()))
        echo()
    tables = {
        "agreement": result.rows(),
        "forecasts": [one.row() for one in result.forecasts],
        "weights": result.weight_rows(),
        "rounds": result.round_rows(),
    }
    for place, (name, rows) in enumerate((name, rows) for name, rows in tables.items() if rows):
        if place and given.form != "xlsx":
            echo()
        print_rows(rows, given.form, text(f"coders.title.{name}") if given.form == "table" else name)
