"""``detente concepts``: what the newer concepts of the literature say, beside the five of ``detente stability``."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import click

from detente.cli import language
from detente.cli.command import ANALYSED, FORMATS, Given, command
from detente.cli.language import echo, text
from detente.cli.printing import print_rows, print_sentences, waiting
from detente.cli.table_words import in_words
from detente.errors import DetenteError
from detente.outcomes.telling import Teller
from detente.result import json_text
from detente.situation.reading.shapes import ATTITUDES
from detente.stability.forms.asked import NAMES, TIES, Asked, named
from detente.stability.forms.result import concepts as ask
from detente.stability.forms.three_relations import EXTENSIONS
from detente.stability.view_ids import numbered, numbered_rows

BOUNDS = ("threshold", "leave_above", "hurt_up_to", "credible_above")


def _bound_option(name: str) -> Callable[..., Any]:
    option = f"--{name.replace('_', '-')}"
    return click.option(option, name, multiple=True, metavar="ACTOR=NUMBER", help=text(f"concepts.{name}"))


@command("concepts", views=ANALYSED, formats=FORMATS)
@click.option("--concept", "chosen", multiple=True, metavar="NAME", help=text("concepts.concept", names=NAMES))
@click.option("--horizon", type=click.IntRange(1, 60), help=text("concepts.horizon"))
@click.option("--leader", metavar="ACTOR", help=text("concepts.leader"))
@click.option("--extension", type=click.Choice(EXTENSIONS), help=text("concepts.extension"))
@click.option("--degree", type=click.IntRange(0), help=text("concepts.degree"))
@click.option("--ties", type=click.Choice(TIES), default="weak", show_default=True, help=text("concepts.ties"))
@click.option("--attitude", "attitudes", multiple=True, metavar="ACTOR:ACTOR=SIGN", help=text("concepts.attitude"))
@_bound_option("threshold")
@_bound_option("leave_above")
@_bound_option("hurt_up_to")
@_bound_option("credible_above")
def concepts(
    given: Given,
    chosen: tuple[str, ...],
    horizon: int | None,
    leader: str | None,
    extension: str | None,
    degree: int | None,
    ties: str,
    attitudes: tuple[str, ...],
    **bounds: tuple[str, ...],
) -> None:
    actors = tuple(given.situation.actors)
    numbers = {name: _numbers(name, items, actors) for name, items in bounds.items() if items}
    towards = _attitudes(attitudes)
    asked = [Asked(named(name), horizon, leader, extension, degree, ties, towards, numbers) for name in chosen] or None
    with waiting():
        result = ask(given.situation, asked)
    ids = given.own_ids(result.model.space)
    if given.form == "json":
        echo(json_text(result.data() if ids is None else numbered(result.data(), ids)))
        return
    if given.form == "table":
        print_sentences(result.sentences(language.chosen()))
        echo()
    rows = result.rows()
    if given.form == "table" and not given.ids:
        rows = in_words(rows, Teller(given.situation, result.model.space, language.chosen()))
    else:
        rows = numbered_rows(rows, ids)
    print_rows(rows, given.form)
    if given.form == "table":
        echo(text("concepts.legend"))


def _numbers(name: str, items: tuple[str, ...], actors: tuple[str, ...]) -> dict[str, Fraction]:
    """``japan=0.6`` for one actor, ``0.6`` for every actor."""
    found: dict[str, Fraction] = {}
    for item in items:
        actor, _, written = item.rpartition("=")
        try:
            value = Fraction(written)
        except (ValueError, ZeroDivisionError):
            raise DetenteError("bound_typed", option=name.replace("_", "-"), found=item) from None
        if not 0 <= value <= 1 or (actor and actor not in actors):
            raise DetenteError("bound_typed", option=name.replace("_", "-"), found=item)
        found |= dict.fromkeys([actor] if actor else actors, value)
    return found


def _attitudes(items: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """``japan:russia=-``: what japan makes of what russia wants."""
    found: dict[str, dict[str, str]] = {}
    for item in items:
        pair, _, sign = item.rpartition("=")
        actor, _, other = pair.partition(":")
        if not other or sign not in ATTITUDES:
            raise DetenteError("attitude_typed", found=item)
        found.setdefault(actor, {})[other] = ATTITUDES[sign]
    return found
