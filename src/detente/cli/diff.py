"""``detente diff``: which answers differ between two files, variants or views, and what turns each."""

from __future__ import annotations

from dataclasses import replace

import click

from detente.cli import language
from detente.cli.command import FORMATS, Given, command, concept_option
from detente.cli.language import plain, text
from detente.cli.printing import print_result, waiting
from detente.errors import DetenteError
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.differences import compare
from detente.stability.differences_told import difference_rows


@command("diff", views=("set",), formats=FORMATS)
@click.argument("other", metavar="[OTHER]", required=False)
@click.option("--variant", "variants", multiple=True, metavar="NAME", help=text("diff.variant"))
@click.option("--as", "views", multiple=True, metavar="ACTOR", help=text("diff.as"))
@concept_option("diff", tuple(CONCEPTS))
def diff(given: Given, other: str | None, variants: tuple[str, ...], views: tuple[str, ...], concept: str) -> None:
    two = _two(given, other, variants, views)
    with waiting():
        result = compare(*two, concept)
    rows = difference_rows(result, language.chosen(), ids=given.ids)
    print_result(result, given.form, lambda _: [{key: plain(said) for key, said in row.items()} for row in rows])


def _two(
    given: Given, other: str | None, variants: tuple[str, ...], views: tuple[str, ...]
) -> tuple[Situation, Situation]:
    """The two that are meant: two files, or a situation and one reading of it, or two readings of it.

    What is set for this run is set in both.
    """
    second = given if other is None else replace(given, file=other)
    readings = [*(("variant", name) for name in variants), *(("seen_by", name) for name in views)]
    if len(readings) == (other is None):
        return given.situation, (_read(second, *readings[0]) if readings else second.situation)
    if other is not None and len(readings) == 1:
        return _read(given, *readings[0]), _read(second, *readings[0])
    if other is None and len(readings) == 2:  # the two that are compared
        return _read(given, *readings[0]), _read(given, *readings[1])
    raise DetenteError("diff_two")


def _read(given: Given, kind: str, name: str) -> Situation:
    """A variant of the situation in a file, or how an actor sees it; the file is read, and what is set told, once."""
    chosen = replace(given, variant=name) if kind == "variant" else replace(given, seen_by=name)
    return chosen.chosen(given.case)
