"""``detente positions``: where a position on a scale settles, with its band and what every model says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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
from detente.words import say

if TYPE_CHECKING:
    from detente.bargaining.positions.analysis import Positions


@make("positions")
@file_argument
@click.option("--issue", metavar="NAME", help=text("positions.issue"))
@click.option("--figure", type=click.Path(dir_okay=False, path_type=Path), metavar="SVG", help=text("positions.figure"))
@variant_option
@view_option
@format_option()
@language.option
def command(
    file: str, issue: str | None, figure: Path | None, variant: str | None, seen_by: str | None, form: str
) -> None:
    from detente.bargaining.positions.analysis import positions

    result = positions(chosen_situation(load_case(file), variant, seen_by), issue)
    if form == "json":
        click.echo(result.to_json())
    elif form != "table":
        print_rows(result.rows(), form)
    else:
        print_sentences(result.sentences(language.chosen()))
        click.echo()
        print_rows(_spoken(result), form, text("positions.panel"))
    if figure is not None:
        _draw(result, figure)


def _spoken(result: Positions) -> list[dict[str, object]]:
    """The panel with the models named in the language of this run."""
    named = (plain(say(f"positions.models.{row['model']}", language.chosen())) for row in result.rows())
    return [{**row, "model": name} for row, name in zip(result.rows(), named, strict=True)]


def _draw(result: Positions, path: Path) -> None:
    """The line of the first issue asked for, as a file."""
    from detente.files import write_whole

    write_whole(path, result.figure(next(iter(result.issues)), language.chosen()))
    click.echo(text("written", path=str(path)), err=True)
