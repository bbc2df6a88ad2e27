"""``detente deal``: is there a zone of agreement, which packages are fair, what blocks, what linking is worth."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    print_table,
    text,
    variant_option,
    view_option,
)
from detente.cli.common import command as make
from detente.words import say

if TYPE_CHECKING:
    from detente.bargaining.agreement.result import Story
    from detente.bargaining.packages.audit import Audit
    from detente.bargaining.packages.result import Deal
    from detente.result import Result

SHOWN = 60  # packages that a table shows
FIGURES = ("frontier", "gains", "linkage")


READINGS = ("drift", "myopic", "as_it_stands", "numbers")  # of “without a deal”


@make("deal")
@file_argument
@click.option("--party", "others", multiple=True, metavar="FILE", help=text("deal.party"))
@click.option("--agreement", metavar="NAME", help=text("deal.agreement"))
@click.option("--disagreement", type=click.Choice(READINGS), help=text("deal.disagreement"))
@click.option("--power", "powers", multiple=True, metavar="PARTY=NUMBER", help=text("deal.power"))
@click.option("--audit", "package", metavar="PACKAGE", help=text("deal.audit"))
@click.option("--improve", is_flag=True, help=text("deal.improve"))
@click.option("--common-scale", is_flag=True, help=text("deal.common_scale"))
@click.option("--seconds", type=click.FloatRange(min=1), default=120.0, show_default=True, help=text("deal.seconds"))
@click.option("--figure", type=click.Path(dir_okay=False, path_type=Path), metavar="SVG", help=text("deal.figure"))
@click.option(
    "--figure-kind", type=click.Choice(FIGURES), default="frontier", show_default=True, help=text("deal.figure_kind")
)
@variant_option
@view_option
@format_option()
@language.option
def command(
    file: str,
    others: tuple[str, ...],
    agreement: str | None,
    disagreement: str | None,
    powers: tuple[str, ...],
    package: str | None,
    improve: bool,
    common_scale: bool,
    seconds: float,
    figure: Path | None,
    figure_kind: str,
    variant: str | None,
    seen_by: str | None,
    form: str,
) -> None:
    from detente.bargaining.packages.result import Deal
    from detente.exchange.negotiations.negotiation_files import holds_negotiation

    story = None
    if holds_negotiation(file):
        answered = _answer(file, others, _powers(powers), seconds)
        if not isinstance(answered, Deal):
            _show(answered, form, package or improve or figure)
            return
        found = answered
    else:
        _no_others(file, others)
        story = _story(file, agreement, disagreement, _powers(powers), variant, seen_by)
        found = story.deal
    if common_scale:
        found = replace(found, negotiation=replace(found.negotiation, common_scale=True))
        story = None if story is None else replace(story, deal=found)
    judged = _judged(found, package, improve)
    if figure is not None:
        _draw(found, story, figure, figure_kind)
    if form == "json":
        data = (story or found).data() | ({} if judged is None else {"audit": _audit_data(story, judged)})
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif form == "table" and judged is not None:
        _tell_audit(found, story, judged, package is None)
    elif form == "table" and story is not None:
        _tell(story)
    else:
        if form == "table":
            print_sentences(found.sentences(language.chosen()))
            click.echo()
        rows = (story or found).rows()
        print_rows(rows[:SHOWN] if form == "table" else rows, form)
        if form == "table" and len(rows) > SHOWN:
            click.echo(text("deal.more", count=len(rows) - SHOWN))


def _judged(found: Deal, package: str | None, improve: bool) -> Audit | None:
    """The package on the table; with ``--improve`` alone, what there is without a deal."""
    from detente.bargaining.packages.audit import audit, package_of

    if package is None and not improve:
        return None
    name = found.setting.agreement if found.setting else None
    return audit(found, package_of(found.negotiation, package or "", name))


def _audit_data(story: Story | None, judged: Audit) -> dict[str, Any]:
    from detente.bargaining.agreement.data import held_data

    held = None if story is None else story.hold(judged.package)
    return judged.data() | ({} if story is None or held is None else {"signed": held_data(story, held)})


def _tell_audit(found: Deal, story: Story | None, judged: Audit, only_improve: bool) -> None:
    from detente.bargaining.agreement.sentences import audit_lines, improve_lines
    from detente.bargaining.packages.sentences import audit_sentences

    spoken = language.chosen()
    if story is None:
        print_sentences(audit_sentences(found, judged, spoken))
    else:
        print_sentences((improve_lines if only_improve else audit_lines)(story, judged, spoken))


def _tell(story: Story) -> None:
    """The section, heading by heading, then the packages."""
    from detente.bargaining.agreement.sentences import sections

    spoken = language.chosen()
    for name, lines in sections(story, spoken):
        click.echo(say(f"bargain.titles.{name}", spoken))
        print_sentences(f"  {line}" for line in lines)
        click.echo()
    print_table(story.rows(), say("bargain.titles.table", spoken))


def _draw(found: Deal, story: Story | None, path: Path, kind: str) -> None:
    from detente.drawing.deal import draw
    from detente.files import write_whole

    write_whole(path, draw(found, story, kind, language.chosen()))
    click.echo(text("written", path=str(path)), err=True)


def _show(found: Result, form: str, packages: object) -> None:
    """A division of items or a game of coalitions: it has no packages to audit, improve or draw."""
    from detente.errors import DetenteError

    if packages:
        raise DetenteError("deal_audit_packages")
    if form == "json":
        click.echo(found.to_json())
        return
    if form == "table":
        print_sentences(found.sentences(language.chosen()))
        click.echo()
    print_rows(found.rows(), form)


def _no_others(file: str, others: tuple[str, ...]) -> None:
    from detente.errors import DetenteError

    if others:
        raise DetenteError("party_file", file=file)


def _answer(file: str, others: tuple[str, ...], powers: dict[str, Fraction], seconds: float) -> Result:
    """The answer to a negotiation that is a file, or several, of its own."""
    from detente.exchange.negotiations.negotiation_files import answer, one_file, read_written

    if one_file(file):
        _no_others(file, others)
    written = read_written(Path(file), tuple(map(Path, others)))
    for note in written.notes:
        click.echo(plain(say(note.key, language.chosen(), **note.values)), err=True)
    return answer(written, powers, seconds)


def _story(
    file: str,
    agreement: str | None,
    disagreement: str | None,
    powers: dict[str, Fraction],
    variant: str | None,
    seen_by: str | None,
) -> Story:
    """The deal section of a situation; of the situation itself, also as each side sees it."""
    from detente.uncertainty.deal_futures import deal_story

    case = load_case(file)
    situation = chosen_situation(case, variant, seen_by)
    for party in powers:
        _known(party, tuple(situation.actors))
    views = case.perceptions if situation is case.situation else {}
    return deal_story(situation, views, agreement, disagreement, powers)


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
