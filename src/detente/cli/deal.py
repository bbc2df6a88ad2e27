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
    print_rows,
    print_sentences,
    text,
    variant_option,
    view_option,
)
from detente.cli.common import command as make

if TYPE_CHECKING:
    from detente.bargaining.packages.deal import Deal


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
    from detente.bargaining.packages.sentences import audit_sentences

    found = _deal(file, agreement, disagreement, powers, variant, seen_by)
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


def _deal(
    file: str,
    agreement: str | None,
    disagreement: str | None,
    powers: tuple[str, ...],
    variant: str | None,
    seen_by: str | None,
) -> Deal:
    """The deal section of a situation, or of a plain negotiation in JSON."""
    from detente.bargaining.packages.agreed import negotiation_about
    from detente.bargaining.packages.deal import deal
    from detente.bargaining.packages.plain import negotiation_of, read_document, whole_powers

    if Path(file).suffix == ".json":
        negotiation = negotiation_of(read_document(Path(file)))
        given = _powers(powers, negotiation.parties)
        if given:
            power = whole_powers(tuple(given.get(party, Fraction(1)) for party in negotiation.parties))
            negotiation = replace(negotiation, power=power)
        return deal(negotiation)
    situation = chosen_situation(load_case(file), variant, seen_by)
    return deal(*negotiation_about(situation, agreement, disagreement, _powers(powers, tuple(situation.actors))))


def _powers(texts: tuple[str, ...], known: tuple[str, ...]) -> dict[str, Fraction]:
    """Party → bargaining power, from “japan=2”."""
    from detente.bargaining.packages.plain import fraction
    from detente.errors import DetenteError
    from detente.situation.identifiers import nearest

    found = {}
    for one in texts:
        party, _, number = one.partition("=")
        if party not in known:
            raise DetenteError("deal_name_unknown", name=party, place="--power", nearest=nearest(party, known))
        found[party] = fraction(number, f"--power {party}")
    return found
