"""``detente paths``: the shortest ways from the status quo to where things can end, and who can stop them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli import language
from detente.cli.common import (
    chosen_situation,
    file_argument,
    format_option,
    load_case,
    print_rows,
    print_sentences,
    text,
    variant_option,
    view_option,
)
from detente.cli.common import command as make
from detente.stability.concepts import CONCEPTS
from detente.words import say

if TYPE_CHECKING:
    from detente.stability.paths.result import Paths


@make("paths")
@file_argument
@click.option("--to", "targets", multiple=True, metavar="TARGET", help=text("paths.to"))
@click.option("--from", "start", metavar="OUTCOME", help=text("paths.from"))
@click.option(
    "--concept", type=click.Choice(list(CONCEPTS)), default="seq", show_default=True, help=text("paths.concept")
)
@click.option("--all", "everything", is_flag=True, help=text("paths.all"))
@click.option("--limit", type=click.IntRange(1), default=12, show_default=True, help=text("paths.limit"))
@click.option("--figure", type=click.Path(path_type=Path, dir_okay=False), help=text("paths.figure"))
@variant_option
@view_option
@format_option()
@language.option
def command(
    file: str,
    targets: tuple[str, ...],
    start: str | None,
    concept: str,
    everything: bool,
    limit: int,
    figure: Path | None,
    variant: str | None,
    seen_by: str | None,
    form: str,
) -> None:
    from detente.stability.paths.result import paths

    situation = chosen_situation(load_case(file), variant, seen_by)
    result = paths(situation, targets, start, concept, everything=everything, limit=limit)
    if wrong := result.faults():
        raise AssertionError(f"a path that is not what it says: {wrong}")
    if figure is not None:
        from detente.drawing.paths import draw_paths
        from detente.files import write_whole

        write_whole(figure, draw_paths(result, language.chosen()))
        click.echo(text("written", path=str(figure)), err=True)
    if form == "json":
        click.echo(json.dumps({**result.data(), "checked": True}, ensure_ascii=False, indent=2))
    elif form == "table":
        _tell(result)
    else:
        print_rows(result.rows(), form)


def _tell(result: Paths) -> None:
    """The sentences, journey by journey, and the table of all steps."""
    from detente.stability.paths.sentences import journey_sentences, overview_sentences

    print_sentences(overview_sentences(result, language.chosen()))
    for journey in result.journeys:
        click.echo()
        print_sentences(journey_sentences(result, journey, language.chosen()))
    click.echo()
    rows, comma = result.rows(), say("list.comma_and", language.chosen())
    for row in rows:
        row["way"] = comma.join(text(f"values.{kind}") for kind in row["way"].split(", "))
    print_rows(rows, "table")
