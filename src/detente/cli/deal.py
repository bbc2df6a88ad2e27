"""``detente deal``: is there a zone of agreement, which packages are fair, what blocks, what linking is worth."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from detente.bargaining.agreement.data import held_data, refuses_a_gain
from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.agreement.result import Story
from detente.bargaining.agreement.sentences import audit_lines, improve_lines, round_lines
from detente.bargaining.brokered.packages_at_hand import levels_named
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.brokered.share_audit import share_audit_data, share_audit_lines, share_round_lines
from detente.bargaining.mediation.improving import improve, improved_data
from detente.bargaining.packages.audit import Audit, audit, package_of
from detente.bargaining.packages.result import Deal
from detente.bargaining.packages.sentences import audit_sentences
from detente.cli import language
from detente.cli.command import A_DRAWING, ANALYSED, FORMATS, Given, command, decimal_option
from detente.cli.language import echo, plain, text
from detente.cli.printing import (
    print_json,
    print_result,
    print_rows,
    print_sentences,
    print_table,
    waiting,
    write_figure,
)
from detente.cli.table_words import in_words
from detente.errors import DetenteError
from detente.evidence.tables.number_columns import MARKS
from detente.exchange.exact import exact
from detente.exchange.formats import format_of, take
from detente.exchange.negotiations.negotiation_files import answer
from detente.exchange.one_format import Asked, Format
from detente.result import Result
from detente.situation.identifiers import nearest
from detente.situation.share_levels import Key
from detente.uncertainty.deal_futures import DRAWS, MOST_DRAWS, deal_story
from detente.words import say

SHOWN = 60  # packages that a table shows
FIGURES = ("frontier", "gains", "linkage")


READINGS = ("drift", "myopic", "as_it_stands", "numbers")  # of “without a deal”


@command("deal", views=ANALYSED, formats=FORMATS)
@click.option("--party", "others", multiple=True, metavar="FILE", help=text("deal.party"))
@click.option("--agreement", metavar="NAME", help=text("deal.agreement"))
@click.option("--disagreement", type=click.Choice(READINGS), help=text("deal.disagreement"))
@click.option("--power", "powers", multiple=True, metavar="PARTY=NUMBER", help=text("deal.power"))
@click.option("--audit", "package", metavar="PACKAGE", help=text("deal.audit"))
@click.option("--improve", "upwards", is_flag=True, help=text("deal.improve"))
@click.option("--draws", type=click.IntRange(0, MOST_DRAWS), default=DRAWS, show_default=True, help=text("deal.draws"))
@click.option("--robust", is_flag=True, help=text("deal.robust"))
@click.option("--common-scale", is_flag=True, help=text("deal.common_scale"))
@click.option("--seconds", type=click.FloatRange(min=1), default=60.0, show_default=True, help=text("deal.seconds"))
@decimal_option
@click.option("--figure", type=A_DRAWING, metavar="FILE", help=text("deal.figure"))
@click.option(
    "--figure-kind", type=click.Choice(FIGURES), default="frontier", show_default=True, help=text("deal.figure_kind")
)
def deal(
    given: Given,
    others: tuple[str, ...],
    agreement: str | None,
    disagreement: str | None,
    powers: tuple[str, ...],
    package: str | None,
    upwards: bool,
    draws: int,
    robust: bool,
    common_scale: bool,
    seconds: float,
    decimal: str | None,
    figure: Path | None,
    figure_kind: str,
) -> None:
    story, form = None, given.form
    written = format_of(given.file, ("situation", "negotiation"))
    if others and not written.several:
        raise DetenteError("party_file", file=given.file)
    if written.makes == "negotiation":
        given.refuse_settings()
        answered = _answer(written, given.file, (others, decimal), _powers(powers), seconds)
        if not isinstance(answered, Deal):
            _show(answered, form, package or upwards or figure)
            return
        found = answered
    else:
        named = levels_named(given.situation, package or "")
        story = _story(given, agreement, disagreement, _powers(powers), draws, named, seconds, robust=robust)
        found = story.deal
    if common_scale:
        found = replace(found, negotiation=replace(found.negotiation, common_scale=True))
        story = None if story is None else replace(story, deal=found)
    judged = _judged(found, package, upwards)
    if figure is not None:
        _draw(found, story, figure, figure_kind)
    if form == "json":
        data = (story or found).data() | ({} if judged is None else {"audit": _audit_data(found, story, judged)})
        print_json(data)
    elif form == "table" and judged is not None:
        _tell_audit(found, story, judged, package is None, upwards)
    elif form == "table" and story is not None:
        _tell(story, ids=given.ids)
    else:
        if form == "table":
            print_sentences(found.sentences(language.chosen()))
            echo()
        rows = (story or found).rows()
        print_rows(rows[:SHOWN] if form == "table" else rows, form)
        if form == "table" and len(rows) > SHOWN:
            echo(text("deal.more", count=len(rows) - SHOWN))


def _judged(found: Deal, package: str | None, upwards: bool) -> Audit | None:
    """The package on the table; with ``--improve`` alone, what there is without a deal."""
    if package is None and not upwards:
        return None
    name = found.setting.agreement if found.setting else None
    return audit(found, package_of(found.negotiation, package or "", name))


def _audit_data(found: Deal, story: Story | None, judged: Audit) -> dict[str, Any]:
    held = None if story is None else story.hold(judged.package)
    return {
        **judged.data(),
        **(_over_all_levels(story, judged) or improved_data(found, improve(found, judged.package))),
        **({} if story is None or held is None else {"signed": held_data(story, held)}),
    }


def _over_all_levels(story: Story | None, judged: Audit) -> dict[str, Any]:
    """With shares, what all could gain over all levels, and the rounds there."""
    shared = isinstance(story, Brokered) and story.shares is not None
    return {"over_all_levels": share_audit_data(story, judged)} if shared and isinstance(story, Brokered) else {}


def _tell_audit(found: Deal, story: Story | None, judged: Audit, only_improve: bool, rounds: bool) -> None:
    spoken = language.chosen()
    if story is None:
        print_sentences(audit_sentences(found, judged, spoken))
    elif isinstance(story, Brokered) and story.shares is not None:
        going = share_round_lines(story, judged, spoken) if rounds else []
        print_sentences([*share_audit_lines(story, judged, spoken), *going])
    else:
        told = (improve_lines if only_improve else audit_lines)(story, judged, spoken)
        print_sentences([*told, *(round_lines(story, judged.package, spoken) if rounds else [])])


def _tell(story: Story, *, ids: bool) -> None:
    """The section, heading by heading, then the packages."""
    spoken = language.chosen()
    story.sections(spoken)
    rows = story.rows()
    for name, lines in story.sections(spoken):  # once more, for what the time did not suffice for
        echo(say(f"bargain.titles.{name}", spoken))
        print_sentences(f"  {line}" for line in lines)
        echo()
    if not ids:
        told = PackageTeller.of(story.setting, spoken)
        named = story.rows_in_words(spoken)
        rows = in_words([{**row, "package": plain(name)} for row, name in zip(rows, named, strict=True)], told)
    filled = {key: "fair_by" if key == "answer" else key for row in rows for key, value in row.items() if value != ""}
    rows = [{filled[key]: value for key, value in row.items() if key in filled} for row in rows]
    print_table(rows, say("bargain.titles.table", spoken))
    if refuses_a_gain(story):
        echo(say("bargain.report.refused_yet", spoken))


def _draw(found: Deal, story: Story | None, path: Path, kind: str) -> None:
    from detente.drawing.deal import draw

    write_figure(path, draw(found, story, kind, language.chosen()))


def _show(found: Result, form: str, packages: object) -> None:
    """A division of items or a game of coalitions: it has no packages to audit, improve or draw."""
    if packages:
        raise DetenteError("deal_audit_packages")
    print_result(found, form)


def _answer(
    form: Format, file: str, asked: tuple[tuple[str, ...], str | None], powers: dict[str, Fraction], seconds: float
) -> Result:
    """The answer to a negotiation that is a file, or several, of its own."""
    others, decimal = asked
    taken = take(form, Path(file), Asked(others=tuple(map(Path, others)), decimal=MARKS.get(decimal or "")))
    for note in taken.notes:
        echo(plain(say(note.key, language.chosen(), **note.values)), err=True)
    with waiting():
        return answer(taken.required(), powers, seconds)


def _story(
    given: Given,
    agreement: str | None,
    disagreement: str | None,
    powers: dict[str, Fraction],
    draws: int,
    named: dict[Key, tuple[Fraction, ...]],
    seconds: float,
    *,
    robust: bool,
) -> Story:
    """The deal section of a situation; of the situation itself, also as each side sees it."""
    case, situation = given.case, given.situation
    for party in powers:
        _known(party, tuple(situation.actors))
    views = case.perceptions if situation is case.situation else {}
    with waiting():
        return deal_story(
            situation, views, agreement, disagreement, powers, draws, named, robust=robust, seconds=seconds
        )


def _powers(texts: tuple[str, ...]) -> dict[str, Fraction]:
    """Party → bargaining power, from “japan=2”."""
    found = {}
    for one in texts:
        party, _, number = one.partition("=")
        value = exact(number)
        if value is None:
            raise DetenteError("deal_power_number", party=party, found=number)
        found[party] = value
    return found


def _known(party: str, known: tuple[str, ...]) -> None:
    if party not in known:
        raise DetenteError("deal_name_unknown", name=party, place="--power", nearest=nearest(party, known))
