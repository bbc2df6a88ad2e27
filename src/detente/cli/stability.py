"""``detente stability``: what holds, under every concept, and where it goes."""

from __future__ import annotations

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
from detente.stability.concepts import CONCEPTS, READING_ORDER, REPORTED


@make("stability")
@file_argument
@click.option("--concept", "concepts", multiple=True, type=click.Choice(list(CONCEPTS)), help=text("stability.concept"))
@click.option("--all", "everything", is_flag=True, help=text("stability.all"))
@click.option("--limit", type=click.IntRange(1), default=10_000, show_default=True, help=text("limit"))
@variant_option
@view_option
@format_option()
@language.option
def command(
    file: str,
    concepts: tuple[str, ...],
    everything: bool,
    limit: int,
    variant: str | None,
    seen_by: str | None,
    form: str,
) -> None:
    from detente.stability.analysis import stability

    case = load_case(file)
    result = stability(chosen_situation(case, variant, seen_by), concepts or READING_ORDER, limit)
    if form == "json":
        click.echo(result.to_json())
        return
    if form == "table":
        print_sentences(result.sentences(language.chosen()))
        click.echo()
    rows = result.outcome_rows()
    if not everything:
        marks = ("holds", "eq") if form != "table" else ("holds",)
        looked_at = [name for name in result.solutions if name in REPORTED] or list(result.solutions)
        rows = [row for row in rows if any(row[name] in marks for name in looked_at)]
    space = result.model.space
    for row in rows:
        row["outcome"] = space.difference(row["id"] - 1) if form == "table" else row["outcome"]
    titles = {name: CONCEPTS[name].symbol for name in result.solutions}
    if form == "table" and space.status_quo is not None and not space.nodes:
        click.echo(text("stability.difference"))
    print_rows([{titles.get(key, key): value for key, value in row.items()} for row in rows[:limit]], form)
    if form == "table":
        click.echo(text("stability.legend"))
