"""``detente stability``: what holds, under every concept, and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from detente.cli import language
from detente.cli.common import (
    chosen_situation,
    engine_option,
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
from detente.stability.concepts import KNOWN, REPORTED

if TYPE_CHECKING:
    from detente.stability.result import Stability

SAMPLE = 20  # outcomes shown of a situation too large to list, unless more are asked for


@make("stability")
@file_argument
@click.option("--concept", "concepts", multiple=True, type=click.Choice(list(KNOWN)), help=text("stability.concept"))
@click.option("--all", "everything", is_flag=True, help=text("stability.all"))
@click.option("--coalitions", "every_group", is_flag=True, help=text("stability.coalitions"))
@click.option("--coalition", "named", multiple=True, metavar="A+B", help=text("stability.coalition"))
@click.option("--limit", type=click.IntRange(1), default=10_000, show_default=True, help=text("limit"))
@engine_option
@variant_option
@view_option
@format_option()
@language.option
def command(
    file: str,
    concepts: tuple[str, ...],
    everything: bool,
    every_group: bool,
    named: tuple[str, ...],
    limit: int,
    engine: str,
    variant: str | None,
    seen_by: str | None,
    form: str,
) -> None:
    from detente.stability.engines.large import analyse
    from detente.stability.further_concepts import named_coalitions, split_concepts, with_further

    situation = chosen_situation(load_case(file), variant, seen_by)
    plain, strong = split_concepts(situation, concepts or None)
    asked = named_coalitions(situation, named)
    asked = "all" if every_group else asked
    result = with_further(analyse(situation, plain, limit, engine), strong, asked, required=bool(concepts))
    if form == "json":
        click.echo(result.to_json())
        return
    if asked and form != "table":
        _print_groups(result, everything, limit, form)
        return
    if form == "table":
        print_sentences(result.sentences(language.chosen()))
        click.echo()
    rows = result.outcome_rows()
    if not everything:
        marks = ("holds", "eq") if form != "table" or result.engine == "sweeps" else ("holds",)
        looked_at = [name for name in result.solutions if name in REPORTED] or list(result.solutions)
        looked_at += result.strong if concepts else ()
        rows = [row for row in rows if any(row[name] in marks for name in looked_at)]
    space = result.model.space
    if form == "table" and result.engine == "sweeps" and not _asked_for("limit"):
        limit = SAMPLE
    rows = rows[:limit]
    for row in rows:
        row["outcome"] = space.difference(row["id"] - 1) if form == "table" else row["outcome"]
    titles = {name: KNOWN[name].symbol for name in (*result.solutions, *result.strong)}
    if form == "table" and space.status_quo is not None and not space.nodes:
        click.echo(text("stability.difference"))
    print_rows([{titles.get(key, key): value for key, value in row.items()} for row in rows], form)
    if form == "table":
        click.echo(text("stability.legend"))
    if form == "table" and result.strong:
        click.echo(text("stability.strong_legend"))
    if asked and form == "table":
        _print_groups(result, everything, limit, form)


def _asked_for(option: str) -> bool:
    """The option was given, and does not stand at its default."""
    return click.get_current_context().get_parameter_source(option) is not ParameterSource.DEFAULT


def _print_groups(result: Stability, everything: bool, limit: int, form: str) -> None:
    """Which groups upset which outcome, as a table of its own."""
    from detente.stability.coalitions.coalition import COALITION_CONCEPTS
    from detente.stability.coalitions.sentences import coalition_rows

    spoken = language.chosen() if form == "table" else None
    rows = coalition_rows(result, spoken=spoken, everything=everything)[:limit]
    if form != "table":
        print_rows(rows, form)
        return
    click.echo()
    symbols = {name: concept.symbol for name, concept in COALITION_CONCEPTS.items()}
    named = [{symbols.get(key, key): value for key, value in row.items()} for row in rows]
    print_rows(named, form, text("stability.upset_by"))
    click.echo(text("stability.coalitions_legend"))
