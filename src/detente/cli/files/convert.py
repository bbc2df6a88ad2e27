"""``detente convert``: models, negotiations and games of other programs, here and there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from detente.bargaining.agreement.from_situation import negotiation_about
from detente.bargaining.packages.negotiation import Negotiation
from detente.cases import find_case
from detente.cli import language
from detente.cli.command import A_FILE, Given, command
from detente.cli.language import echo, plain, text
from detente.errors import DetenteError, InputError
from detente.evidence.tables.years import span_asked
from detente.exchange.formats import first_written, format_of, is_own, take, written_as
from detente.exchange.losses import losses
from detente.exchange.negotiations.negotiation_json import TYPES
from detente.exchange.negotiations.negotiation_write import document_of_negotiation
from detente.exchange.one_format import Asked, Format, Kind, Put
from detente.files import write_whole
from detente.load import check_made
from detente.words import Said, say

KINDS: tuple[Kind, ...] = ("situation", "negotiation", "positions")


@command("convert", views=("variant",))
@click.argument("out", metavar="[OUT]", required=False, type=A_FILE)
@click.option("--out", "beside", metavar="OUT", type=A_FILE, help=text("convert.out"))
@click.option("--actor", "actors", multiple=True, metavar="STATE", help=text("convert.actor"))
@click.option("--years", metavar="YEARS", help=text("convert.years"))
@click.option("--value", metavar="COLUMN", help=text("convert.value"))
@click.option("--by-year", is_flag=True, help=text("convert.by_year"))
@click.option("--force", is_flag=True, help=text("convert.force"))
@click.option("--party", "others", multiple=True, metavar="FILE", help=text("deal.party"))
@click.option("--agreement", metavar="NAME", help=text("convert.agreement"))
def convert(
    given: Given, out: Path | None, beside: Path | None, force: bool, others: tuple[str, ...], agreement: str | None,
    actors: tuple[str, ...], years: str | None, value: str | None, by_year: bool,
) -> None:  # fmt: skip
    source, out = format_of(given.file, KINDS), out or beside
    target = _target(source, given.file, out)
    if out is not None and out.exists() and not force:
        raise DetenteError("convert_exists", path=str(out))
    if target is None:
        folder = None if out is None else out.parent
        asked = Asked(None, None, (), language.chosen(), actors, span_asked(years), value, by_year, folder)
        put = _situation_text(source, given.file, asked)
    else:
        thing, notes = _thing(source, target, given, others, agreement)
        assert target.writes is not None
        put = target.writes(thing, out.suffix.lower() if out is not None else target.endings[0], language.chosen())
        put = Put(put.content, (*notes, *put.notes))
    for note in put.notes:
        echo(plain(say(note.key, language.chosen(), **note.values)), err=True)
    if out is None:
        echo(put.content if isinstance(put.content, str) else put.content.decode(), nl=False)
    else:
        write_whole(out, put.content)
        echo(text("written", path=str(out)), err=True)


def _target(source: Format, file: str, out: Path | None) -> Format | None:
    """The format to write, checked against what the file is; None: the text of a situation, whatever its ending."""
    ending = "" if out is None else out.suffix.lower()
    if is_own(source) or source.makes == "negotiation":
        target = first_written(source.makes) if out is None else written_as(ending)
        fits = target is not None and target.makes in (source.makes, "negotiation")
    else:
        target = written_as(ending)
        fits = target is None or target.makes == "situation"
    if not fits:
        raise DetenteError("convert_kinds", source=file, target=ending or str(out))
    return target


def _situation_text(source: Format, file: str, asked: Asked) -> Put:
    """The situation that a file of another program becomes, as text that was checked."""
    path = find_case(file)
    taken = take(source, path, asked)
    made: str = taken.required()
    checked = check_made(made, path, asked.beside)
    if checked.errors:
        raise InputError(checked.errors)
    return Put(made, taken.notes)


def _thing(
    source: Format, target: Format, given: Given, others: tuple[str, ...], agreement: str | None
) -> tuple[Any, tuple[Said, ...]]:
    """What is written: a situation, or the document of a negotiation; and what there is to say about reading it."""
    if source.makes == "negotiation":
        taken = take(source, Path(given.file), Asked(others=tuple(map(Path, others))))
        written = taken.required()
        if not isinstance(written.record, Negotiation):
            raise DetenteError("deal_other_type", known=TYPES[:2])
        return document_of_negotiation(written.record, str(written.document.get("title", ""))), taken.notes
    if target.makes == "situation":
        return given.situation, () if is_own(source) else take(source, find_case(given.file)).notes
    negotiation, setting = negotiation_about(given.situation, agreement)
    others = tuple(name for name in given.situation.agreements if name != setting.agreement)
    chosen = set(setting.places)
    aside = tuple(axis.label for place, axis in enumerate(setting.axes) if place not in chosen)
    lost = {"agreements": others, "aside": aside, "seen": tuple(given.situation.perceptions)}
    notes = [Said(f"lost.{key}", {"names": names}) for key, names in lost.items() if names]
    return document_of_negotiation(negotiation, setting.agreement), (*notes, *losses(given.situation))
