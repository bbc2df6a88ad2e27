"""``detente explain``: why an outcome is stable for an actor, or why a joint step is taken or not."""

from __future__ import annotations

import click

from detente.cli import language
from detente.cli.common import (
    chosen_situation,
    engine_option,
    file_argument,
    format_option,
    load_case,
    plain,
    print_sentences,
    text,
    variant_option,
    view_option,
)
from detente.cli.common import command as make
from detente.stability.coalitions.coalition import COALITION_CONCEPTS
from detente.stability.concepts import KNOWN


@make("explain")
@file_argument
@click.argument("who", metavar="WHO")
@click.argument("outcome", metavar="[OUTCOME]", default="status_quo")
@click.option("--to", "end", metavar="OUTCOME", help=text("explain.to"))
@click.option(
    "--concept",
    type=click.Choice([*KNOWN, *COALITION_CONCEPTS]),
    default="seq",
    show_default=True,
    help=text("explain.concept"),
)
@engine_option
@variant_option
@view_option
@format_option("table", "json")
@language.option
def command(
    file: str,
    who: str,
    outcome: str,
    end: str | None,
    concept: str,
    engine: str,
    variant: str | None,
    seen_by: str | None,
    form: str,
) -> None:
    from detente.outcomes.telling import Teller
    from detente.stability.witness.result import explanation

    situation = chosen_situation(load_case(file), variant, seen_by)
    found = explanation(situation, who, outcome, concept, end, engine)
    if form == "json":
        click.echo(found.to_json())
        return
    teller = Teller(situation, found.stability.model.space, language.chosen())
    click.echo(text("explain.outcome", id=found.outcome, outcome=plain(teller.outcome(found.start))) + "\n")
    print_sentences(found.sentences(language.chosen()))
