"""``detente inverse``: what would have to be true for an outcome to hold, or a question to be answered otherwise."""

from __future__ import annotations

from typing import Literal

import click

from detente.cli import language
from detente.cli.command import ANALYSED, FORMATS, Given, command, concept_option, seconds_option
from detente.cli.language import text
from detente.cli.printing import print_result, progress
from detente.cli.table_words import in_words
from detente.outcomes.telling import Teller
from detente.stability.concepts import CONCEPTS
from detente.stability.inverse.result import inverse as what_would_have_to_be_true
from detente.time_left import limited


@command("inverse", views=ANALYSED, formats=FORMATS)
@click.argument("asked", metavar="[QUESTION|OUTCOME]", required=False)
@click.option("--answer", type=click.Choice(["yes", "no"]), help=text("inverse.answer"))
@concept_option("inverse", tuple(CONCEPTS))
@seconds_option
def inverse(given: Given, asked: str | None, answer: Literal["yes", "no"] | None, concept: str, seconds: float) -> None:
    situation = given.situation
    with progress(0) as update, limited(seconds):
        result = what_would_have_to_be_true(situation, asked, concept, answer, update)
    teller = Teller(situation, result.model.space, language.chosen())
    print_result(result, given.form, lambda rows: in_words(rows, teller, ids=given.ids))
