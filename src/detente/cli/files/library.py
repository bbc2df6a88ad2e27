"""What comes with detente: ``cases``, the list of states (``codes``), a file to start from (``new``), the ``schema``
for editors, ``completion``."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from detente.cases import find_case, shipped_cases, templates
from detente.cli import language
from detente.cli.command import A_FILE, A_FOLDER, FORMATS, Given, command
from detente.cli.language import echo, text
from detente.cli.printing import print_rows
from detente.errors import DetenteError, InputError
from detente.evidence.tables.matches import matches
from detente.exchange.formats import format_of
from detente.exchange.states_table import states_in
from detente.files import unwritable, write_whole
from detente.load import SITUATIONS, check
from detente.situation.reading.read import read_file
from detente.situation.reading.schema import IDS, Draft, json_schema
from detente.words import in_language, starter

SCHEMA_FILE = "situation.schema.json"
DRAFTS: tuple[Draft, ...] = tuple(IDS)


@command("codes", formats=FORMATS)
def codes(given: Given) -> None:
    """Which states the actors are, and what each table calls them; or everybody in a table about states."""
    if format_of(given.file, SITUATIONS).told_only:
        rows = states_in(Path(given.file), language.chosen())
        found = sum(bool(row["state"]) for row in rows)
    else:
        checked = check(given.file)
        if checked.reading.situation is None:
            raise InputError(checked.errors)
        rows = matches(checked.reading.situation, find_case(given.file).parent, language.chosen())
        found = sum(bool(row.get("called", row["state"])) for row in rows)
    if given.form == "table":
        echo(text("codes.summary", found=found, count=len(rows)) + "\n")
    print_rows(rows, given.form)


@command("cases", file=False, formats=FORMATS)
@click.argument("name", required=False)
@click.option("--copy", "target", type=A_FOLDER, help=text("cases.copy"))
def cases(given: Given, name: str | None, target: Path | None) -> None:
    """The shipped cases, one of them in short, or a copy of one to work on."""
    if name is None:
        rows = []
        for case in shipped_cases():
            situation = read_file(case.path).required()
            title = in_language(situation.title, language.chosen())
            rows.append({"name": case.name, "title": title, "date": situation.date})
        print_rows(rows, given.form)
        return
    path = find_case(name)
    if target is not None:
        _copy(path.parent, target)
        echo(text("written", path=str(target)), err=True)
        return
    echo(str(path))
    readme = path.parent / "README.md"
    if readme.is_file():
        echo("\n" + readme.read_text(encoding="utf-8"))


def _copy(folder: Path, target: Path) -> None:
    """All of a folder under a new name, or nothing; never over what is there, and never into itself."""
    if os.path.lexists(target):
        raise DetenteError("target_exists", path=str(target))
    if target.resolve().is_relative_to(folder.resolve()):
        raise DetenteError("target_inside", path=str(target), folder=str(folder))
    made = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=target.parent, prefix=".detente-"))
        shutil.copytree(folder, made / "copy")
        (made / "copy").rename(target)
    except (OSError, shutil.Error) as error:
        raise unwritable(target, error) from None
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)


@command("new", file=False)
@click.argument("file", type=A_FILE)
@click.option("--template", type=click.Choice(tuple(templates())), help=text("new.template"))
def new(file: Path, template: str | None) -> None:
    """A small situation with comments, to start from; and the schema that its first line names, for editors."""
    if os.path.lexists(file):
        raise DetenteError("target_exists", path=str(file))
    start = starter(language.chosen()) if template is None else templates()[template].read_text(encoding="utf-8")
    write_whole(file, f"# yaml-language-server: $schema={SCHEMA_FILE}\n" + start)
    schema_file = file.parent / SCHEMA_FILE
    if not schema_file.exists():
        write_whole(schema_file, _schema())
    echo(text("new.next", path=str(file)), err=True)


@command("schema", file=False)
@click.option("--draft", type=click.Choice(DRAFTS), default=DRAFTS[0], show_default=True, help=text("schema.draft"))
@click.option("--out", type=A_FILE, metavar="FILE", help=text("schema.out"))
def schema(draft: Draft, out: Path | None) -> None:
    """The JSON Schema of situation files."""
    if out is None:
        echo(_schema(draft), nl=False)
        return
    write_whole(out, _schema(draft))
    echo(text("written", path=str(out)), err=True)


def _schema(draft: Draft = DRAFTS[0]) -> str:
    return json.dumps(json_schema(draft), ensure_ascii=False, indent=2) + "\n"


@command("completion", file=False)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """The script that lets a shell complete commands and options."""
    script = get_completion_class(shell)
    assert script is not None
    # Of the group it asks only for the name and the variable: those of the program.
    echo(script(click.Group("detente"), {}, "detente", "_DETENTE_COMPLETE").source())
