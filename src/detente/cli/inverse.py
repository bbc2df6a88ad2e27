"""``detente inverse``: what would have to be true for an outcome to hold, or a question to be answered otherwise."""

from __future__ import annotations

from typing import Literal

import click

from detente.cli import language
from detente.cli.common import (
    chosen_situation,
    file_argument,
    format_option,
    load_case,
    print_rows,
    print_sentences,
    progress,
    text,
    variant_option,
    view_option,
)
from detente.cli.common import command as make
from detente.stability.concepts import CONCEPTS


@make("inverse")
@file_argument
@click.argument("asked", metavar="[QUESTION|OUTCOME]", required=False)
@click.option("--answer", type=click.Choice(["yes", "no"]), help=text("inverse.answer"))
@click.option(
    "--concept", type=click.Choice(list(CONCEPTS)), default="seq", show_default=True, help=text("inverse.concept")
)
@variant_option
@view_option
@format_option()
@language.option
def command(
    file: str,
    asked: str | None,
    answer: Literal["yes", "no"] | None,
    concept: str,
    variant: str | None,
    seen_by: str | None,
    form: str,
) -> None:
    from detente.stability.inverse.result import inverse

    situation = chosen_situation(load_case(file), variant, seen_by)
    with progress(0) as update:
        result = inverse(situation, asked, concept, answer, update)
    if form == "json":
        click.echo(result.to_json())
        return
    if form == "table":
        print_sentences(result.sentences(language.chosen()))
        if not result.rows():
            return
        click.echo()
    print_rows(result.rows(), form)
