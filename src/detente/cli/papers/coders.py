"""``detente coders``: how far several coders or experts agree, with whose numbers what is forecast, Delphi rounds."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli import language
from detente.cli.command import FORMATS, MARKS, Given, command, decimal_option
from detente.cli.language import echo, text
from detente.cli.printing import print_rows, print_sentences
from detente.errors import DetenteError
from detente.exchange.coded_tables import read_judged
from detente.exchange.one_format import Asked
from detente.load import load
from detente.uncertainty.experts.delphi import CONSENSUS
from detente.uncertainty.experts.judged import compared
from detente.uncertainty.experts.krippendorff import LEVELS, Level


@command("coders", formats=FORMATS)
@click.option("--level", type=click.Choice(LEVELS), help=text("coders.level"))
@click.option("--scale", type=(float, float), metavar="LOW HIGH", help=text("coders.scale"))
@click.option("--consensus", type=click.FloatRange(0, 1), default=CONSENSUS, show_default=True, metavar="SHARE",
              help=text("coders.consensus"))  # fmt: skip
@decimal_option
def coders(
    given: Given, level: Level | None, scale: tuple[float, float] | None, consensus: float, decimal: str | None
) -> None:
    if scale is not None and not scale[0] < scale[1]:
        raise DetenteError("scale_ends", low=scale[0], high=scale[1])
    mark = MARKS.get(decimal or "")
    judged = read_judged(Path(given.file), scale, mark)
    if level not in (None, "nominal") and judged.words:
        raise DetenteError("level_of_words", level=level)
    if level == "ratio" and any(one.value < 0 for column in judged.columns.values() for one in column):
        raise DetenteError("level_ratio")
    situations = {}
    if judged.tabled and len(judged.coders) > 1:
        from fractions import Fraction

        ends = None if scale is None else (Fraction(str(scale[0])), Fraction(str(scale[1])))
        situations = load(given.file, Asked(ends, decimal=mark)).variants
    result = compared(judged, level, situations, consensus)
    if given.form == "json":
        echo(result.to_json())
        return
    if given.form == "table":
        print_sentences(result.sentences(language.chosen()))
        echo()
    tables = {
        "agreement": result.rows(),
        "forecasts": [one.row() for one in result.forecasts],
        "rounds": result.round_rows(),
    }
    for place, (name, rows) in enumerate((name, rows) for name, rows in tables.items() if rows):
        if place and given.form != "xlsx":
            echo()
        print_rows(rows, given.form, text(f"coders.title.{name}") if given.form == "table" else name)
