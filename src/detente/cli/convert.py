"""``detente convert``: models, negotiations and games of other programs, here and there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from detente.cli import language
from detente.cli.common import chosen_situation, file_argument, load_case, plain, text, variant_option
from detente.cli.common import command as make
from detente.words import Said, say

GMCR, NFG, JSON, WORKBOOK = ".gmcr", ".nfg", ".json", ".xlsx"
TABLES = (".csv", ".tsv", WORKBOOK)

Rows = list[list[Any]]
Made = tuple[str | Rows, tuple[Said, ...]]


@make("convert")
@file_argument
@click.argument("out", metavar="[OUT]", required=False, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help=text("convert.force"))
@click.option("--party", "others", multiple=True, metavar="FILE", help=text("deal.party"))
@click.option("--agreement", metavar="NAME", help=text("convert.agreement"))
@variant_option
@language.option
def command(
    file: str, out: Path | None, force: bool, others: tuple[str, ...], agreement: str | None, variant: str | None
) -> None:
    from detente.errors import DetenteError
    from detente.files import write_whole

    if out is not None and out.exists() and not force:
        _target(file, out)
        raise DetenteError("convert_exists", path=str(out))
    made, notes = _made(file, _target(file, out), others, agreement, variant)
    for note in notes:
        click.echo(plain(say(note.key, language.chosen(), **note.values)), err=True)
    if isinstance(made, list):
        from detente.exchange.negotiations.sheets import sheet_text, write_workbook

        if out is not None and out.suffix.lower() == WORKBOOK:
            write_workbook(out, made)
            click.echo(text("written", path=str(out)), err=True)
            return
        made = sheet_text(made, "\t" if out is not None and out.suffix.lower() == ".tsv" else ",")
    if out is None:
        click.echo(made, nl=False)
    else:
        write_whole(out, made)
        click.echo(text("written", path=str(out)), err=True)


def _kind(file: str) -> str:
    """What the file is: ``gmcr``, ``negotiation``, ``positions`` or ``situation``."""
    from detente.exchange.negotiations.negotiation_files import holds_negotiation
    from detente.exchange.position_tables.position_read import SUFFIXES

    if Path(file).suffix.lower() == GMCR:
        return "gmcr"
    if holds_negotiation(file, sure=True):
        return "negotiation"
    return "positions" if Path(file).suffix.lower() in SUFFIXES else "situation"


def _target(file: str, out: Path | None) -> str:
    """The ending to write, checked against what the file is."""
    from detente.errors import DetenteError

    kind, others = _kind(file), (JSON, *TABLES)
    allowed = {"gmcr": (), "positions": (), "negotiation": others, "situation": (GMCR, NFG, *others)}[kind]
    ending = out.suffix.lower() if out is not None else allowed[0] if allowed else ""
    # A situation may have any ending but those that mean something else.
    fits = ending not in (GMCR, NFG, *others) if kind in ("gmcr", "positions") else ending in allowed
    if not fits:
        raise DetenteError("convert_kinds", source=file, target=ending or str(out))
    return ending


def _made(file: str, ending: str, others: tuple[str, ...], agreement: str | None, variant: str | None) -> Made:
    """What the file becomes, and what there is to say."""
    kind = _kind(file)
    if kind == "gmcr":
        return _from_gmcr(file)
    if kind == "positions":
        return _from_positions(file)
    if kind == "negotiation":
        return _negotiation(file, ending, others)
    situation = chosen_situation(load_case(file), variant, None)
    if ending == GMCR:
        from detente.exchange.gmcr.gmcr_write import write_gmcr

        written = write_gmcr(situation, language.chosen())
        return written.text, written.notes
    if ending == NFG:
        from detente.exchange.nfg import write_nfg

        game = write_nfg(situation, language.chosen())
        return game.text, game.notes
    from detente.bargaining.agreement.from_situation import negotiation_about
    from detente.exchange.negotiations.negotiation_write import document_of_negotiation

    negotiation, setting = negotiation_about(situation, agreement)
    return _document(document_of_negotiation(negotiation, setting.agreement), ending)


def _from_gmcr(file: str) -> Made:
    """The situation of a GMCR+ file as text, checked, and what there is to say."""
    from detente.cases import find_case
    from detente.errors import InputError
    from detente.exchange.gmcr.gmcr_read import read_gmcr_file
    from detente.load import check_text

    path = find_case(file)
    converted = read_gmcr_file(path, language.chosen())
    if converted.text is None:
        raise InputError(converted.problems)
    checked = check_text(converted.text, path.parent, f"{path.stem}.yaml")
    if checked.errors:
        raise InputError(checked.errors)
    return converted.text, converted.notes


def _from_positions(file: str) -> Made:
    """The situation of a table of positions as text; what is doubtful about the table is told where it is looked at."""
    from detente.cases import find_case
    from detente.errors import InputError
    from detente.exchange.position_tables.position_read import read_positions_file, situation_text

    read = read_positions_file(find_case(file))
    if read.table is None:
        raise InputError(read.problems)
    return situation_text(read.table), ()


def _negotiation(file: str, ending: str, others: tuple[str, ...]) -> Made:
    """A negotiation over packages in another format."""
    from detente.bargaining.packages.negotiation import Negotiation
    from detente.errors import DetenteError
    from detente.exchange.negotiations.negotiation_files import read_written
    from detente.exchange.negotiations.negotiation_json import TYPES
    from detente.exchange.negotiations.negotiation_write import document_of_negotiation

    written = read_written(Path(file), tuple(map(Path, others)))
    record = written.required()
    if not isinstance(record, Negotiation):
        raise DetenteError("deal_other_type", known=TYPES[:2])
    document = document_of_negotiation(record, str(written.document.get("title", "")))
    made, notes = _document(document, ending)
    return made, (*written.notes, *notes)


def _document(document: dict[str, Any], ending: str) -> Made:
    """A document as JSON, or as the rows of a sheet."""
    if ending == JSON:
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n", ()
    from detente.exchange.negotiations.sheets import sheet_rows

    rows, rounded = sheet_rows(document)
    return rows, (Said("packages.read.rounded"),) if rounded else ()
