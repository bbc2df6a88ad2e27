"""``detente convert``: a GMCR+ file as a situation, or a situation as a GMCR+ file."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli import language
from detente.cli.common import chosen_situation, file_argument, load_case, plain, text, variant_option
from detente.cli.common import command as make
from detente.words import Said, say

GMCR = ".gmcr"


@make("convert")
@file_argument
@click.argument("out", metavar="[OUT]", required=False, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help=text("convert.force"))
@variant_option
@language.option
def command(file: str, out: Path | None, force: bool, variant: str | None) -> None:
    from detente.errors import DetenteError
    from detente.files import write_whole

    from_gmcr = Path(file).suffix.lower() == GMCR
    if out is not None:
        if from_gmcr == (out.suffix.lower() == GMCR):
            raise DetenteError("convert_same", source=file, target=str(out))
        if out.exists() and not force:
            raise DetenteError("convert_exists", path=str(out))
    made, notes = _from_gmcr(file) if from_gmcr else _to_gmcr(file, variant)
    for note in notes:
        click.echo(plain(say(note.key, language.chosen(), **note.values)), err=True)
    if out is None:
        click.echo(made, nl=False)
    else:
        write_whole(out, made)
        click.echo(text("written", path=str(out)), err=True)


def _from_gmcr(file: str) -> tuple[str, tuple[Said, ...]]:
    """The situation of a GMCR+ file as text, checked, and what there is to say."""
    from detente.cases import find_case
    from detente.errors import InputError
    from detente.exchange.gmcr_read import read_gmcr_file
    from detente.load import check_text

    path = find_case(file)
    converted = read_gmcr_file(path, language.chosen())
    if converted.text is None:
        raise InputError(converted.problems)
    checked = check_text(converted.text, path.parent, f"{path.stem}.yaml")
    if checked.errors:
        raise InputError(checked.errors)
    return converted.text, converted.notes


def _to_gmcr(file: str, variant: str | None) -> tuple[str, tuple[Said, ...]]:
    """The situation as a GMCR+ file, and what was lost on the way."""
    from detente.exchange.gmcr_write import write_gmcr

    written = write_gmcr(chosen_situation(load_case(file), variant, None), language.chosen())
    return written.text, written.notes
