"""``detente explain``: why an outcome is stable for an actor, or why a joint step is taken or not."""

from __future__ import annotations

import click

from detente.cli import language
from detente.cli.command import ANALYSED, Given, command, engine_option
from detente.cli.language import echo, plain, text
from detente.cli.printing import print_sentences
from detente.outcomes.telling import Teller
from detente.stability.coalitions.coalition import COALITION_CONCEPTS
from detente.stability.concepts import KNOWN
from detente.stability.witness.result import explanation


@command("explain", views=ANALYSED, formats=("table", "json"))
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
def explain(
    given: Given,
    who: str,
    outcome: str,
    end: str | None,
    concept: str,
    engine: str,
) -> None:
    situation = given.situation
    found = explanation(situation, who, outcome, concept, end, engine)
    if given.form == "json":
        echo(found.to_json())
        return
    teller = Teller(situation, found.stability.model.space, language.chosen())
    echo(text("explain.outcome", outcome=plain(teller.outcome(found.start))) + "\n")
    print_sentences(found.sentences(language.chosen()))
