"""``detente diff``: which answers differ between two files, variants or views, and what turns each."""

from __future__ import annotations

import click

from detente.cli.command import FORMATS, Given, command, concept_option
from detente.cli.language import text
from detente.cli.printing import print_result
from detente.errors import DetenteError
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.differences import compare


@command("diff", formats=FORMATS)
@click.argument("other", metavar="[OTHER]", required=False)
@click.option("--variant", "variants", multiple=True, metavar="NAME", help=text("diff.variant"))
@click.option("--as", "views", multiple=True, metavar="ACTOR", help=text("diff.as"))
@concept_option("diff", tuple(CONCEPTS))
def diff(given: Given, other: str | None, variants: tuple[str, ...], views: tuple[str, ...], concept: str) -> None:
    two = _two(given.file, other, variants, views)
    print_result(compare(*two, concept), given.form)


def _two(
    file: str, other: str | None, variants: tuple[str, ...], views: tuple[str, ...]
) -> tuple[Situation, Situation]:
    """The two that are meant: two files, or a situation and one reading of it, or two readings of it."""
    readings = [*(("variant", name) for name in variants), *(("as", name) for name in views)]
    if other is not None and not readings:
        return Given(file).situation, Given(other).situation
    if other is not None and len(readings) == 1:
        return _read(file, *readings[0]), _read(other, *readings[0])
    if other is None and len(readings) == 1:
        return Given(file).situation, _read(file, *readings[0])
    if other is None and len(readings) == 2:  # the two that are compared
        return _read(file, *readings[0]), _read(file, *readings[1])
    raise DetenteError("diff_two")


def _read(file: str, kind: str, name: str) -> Situation:
    """A variant of the situation in a file, or how an actor sees it."""
    return (Given(file, variant=name) if kind == "variant" else Given(file, seen_by=name)).situation
