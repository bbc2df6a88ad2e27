"""``detente scan``: which number, goal or inertia turns which answer, one at a time."""

from __future__ import annotations

import click

from detente.cli import language
from detente.cli.command import ANALYSED, FORMATS, Given, command, concept_option, known_question, seconds_option
from detente.cli.language import echo, text
from detente.cli.printing import print_rows, print_sentences, waiting
from detente.cli.table_words import in_words
from detente.outcomes.telling import Teller
from detente.stability.concepts import CONCEPTS
from detente.stability.solve import Model
from detente.time_left import limited
from detente.uncertainty.scan import scan as find_turns
from detente.uncertainty.scan_sentences import scan_sentences


@command("scan", views=ANALYSED, formats=FORMATS)
@click.option("--question", metavar="NAME", help=text("scan.question"))
@concept_option("scan", tuple(CONCEPTS))
@click.option("--drivers-only", is_flag=True, help=text("scan.drivers_only"))
@seconds_option
def scan(given: Given, question: str | None, concept: str, drivers_only: bool, seconds: float) -> None:
    situation = given.situation
    known_question(situation, question)
    with waiting(), limited(seconds):
        result = find_turns(Model.of(situation), (concept,), goals=not drivers_only)
    if given.form == "json":
        echo(result.to_json())
        return
    rows = [row for row in result.rows() if question in (None, row["question"])]
    if given.form == "table":
        print_sentences(scan_sentences(result, language.chosen(), question))
        echo()
        rows = in_words(rows, Teller(situation, result.model.space, language.chosen()), ids=given.ids)
    print_rows(rows, given.form)
