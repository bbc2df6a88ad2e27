"""``detente scan``: which number, goal or inertia turns which answer, one at a time."""

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
from detente.stability.concepts import CONCEPTS


@make("scan")
@file_argument
@click.option("--question", metavar="NAME", help=text("scan.question"))
@click.option(
    "--concept", type=click.Choice(list(CONCEPTS)), default="seq", show_default=True, help=text("scan.concept")
)
@click.option("--drivers-only", is_flag=True, help=text("scan.drivers_only"))
@variant_option
@view_option
@format_option()
@language.option
def command(
    file: str,
    question: str | None,
    concept: str,
    drivers_only: bool,
    variant: str | None,
    seen_by: str | None,
    form: str,
) -> None:
    from detente.errors import DetenteError
    from detente.situation.identifiers import nearest
    from detente.stability.solve import Model
    from detente.uncertainty.scan import scan

    situation = chosen_situation(load_case(file), variant, seen_by)
    if question is not None and question not in situation.questions:
        known = tuple(situation.questions)
        raise DetenteError("question_unknown", name=question, nearest=nearest(question, known), known=known)
    result = scan(Model.of(situation), (concept,), goals=not drivers_only)
    if form == "json":
        click.echo(result.to_json())
        return
    rows = [row for row in result.rows() if question in (None, row["question"])]
    if form == "table":
        print_sentences(result.sentences(language.chosen()))
        click.echo()
    print_rows(rows, form)
