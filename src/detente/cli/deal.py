"""``detente deal``: is there a zone of agreement, which packages are fair, what blocks, what linking is worth."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli import language
from detente.cli.common import (
    chosen_situation,
    file_argument,
    format_option,
    load_case,
    plain,
    print_rows,
    print_sentences,
    text,
    variant_option,
    view_option,
)
from detente.cli.common import command as make
from detente.words import say

if TYPE_CHECKING:
    from detente.result import Result


@make("deal")
@file_argument
@click.option("--agreement", metavar="NAME", help=text("deal.agreement"))
@click.option("--disagreement", type=click.Choice(("drift", "as_it_stands")), help=text("deal.disagreement"))
@click.option("--power", "powers", multiple=True, metavar="PARTY=NUMBER", help=text("deal.power"))
@click.option("--audit", "package", metavar="PACKAGE", help=text("deal.audit"))
@click.option("--common-scale", is_flag=True, help=text("deal.common_scale"))
@variant_option
@view_option
@format_option()
@language.option
def command(
    file: str,
    agreement: str | None,
    disagreement: str | None,
    powers: tuple[str, ...],
    package: str | None,
    common_scale: bool,
    variant: str | None,
    seen_by: str | None,
    form: str,
) -> None:
    from detente.bargaining.packages.audit import audit, package_of
    from detente.bargaining.packages.deal import Deal
    from detente.bargaining.packages.sentences import audit_sentences

    found = _deal(file, agreement, disagreement, powers, variant, seen_by)
    if not isinstance(found, Deal):
        _show(found, form, package)
        return
    if common_scale:
        found = replace(found, negotiation=replace(found.negotiation, common_scale=True))
    name = found.setting.agreement if found.setting else None
    judged = None if package is None else audit(found, package_of(found.negotiation, package, name))
    if form == "json":
        data = found.data() | ({} if judged is None else {"audit": judged.data()})
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    if form == "table":
        spoken = language.chosen()
        print_sentences(found.sentences(spoken) if judged is None else audit_sentences(found, judged, spoken))
        click.echo()
    print_rows(found.rows(), form)


def _show(found: Result, form: str, package: str | None) -> None:
    """A division of items or a game of coalitions: it has no packages."""
    from detente.errors import DetenteError

    if package is not None:
        raise DetenteError("deal_audit_packages")
    if form == "json":
        click.echo(found.to_json())
        return
    if form == "table":
        print_sentences(found.sentences(language.chosen()))
        click.echo()
    print_rows(found.rows(), form)


def _deal(
    file: str,
    agreement: str | None,
    disagreement: str | None,
    powers: tuple[str, ...],
    variant: str | None,
    seen_by: str | None,
) -> Result:
    """The deal section of a situation, or the answer to a negotiation that is a file of its own."""
    from detente.bargaining.packages.agreed import negotiation_about
    from detente.bargaining.packages.deal import deal
    from detente.bargaining.packages.documents import answer, holds_negotiation, read_written

    given = _powers(powers)
    if holds_negotiation(file):
        written = read_written(Path(file))
        for note in written.notes:
            click.echo(plain(say(note.key, language.chosen(), **note.values)), err=True)
        return answer(written, given)
    situation = chosen_situation(load_case(file), variant, seen_by)
    for party in given:
        _known(party, tuple(situation.actors))
    return deal(*negotiation_about(situation, agreement, disagreement, given))


def _powers(texts: tuple[str, ...]) -> dict[str, Fraction]:
    """Party → bargaining power, from “japan=2”."""
    from detente.errors import DetenteError
    from detente.exchange.exact import exact

    found = {}
    for one in texts:
        party, _, number = one.partition("=")
        value = exact(number)
        if value is None:
            raise DetenteError("deal_power_number", party=party, found=number)
        found[party] = value
    return found


def _known(party: str, known: tuple[str, ...]) -> None:
    from detente.errors import DetenteError
    from detente.situation.identifiers import nearest

    if party not in known:
        raise DetenteError("deal_name_unknown", name=party, place="--power", nearest=nearest(party, known))
