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

from detente.cases import find_case, known_in_lessons, shipped_cases, templates, years_of
from detente.cli import language
from detente.cli.command import A_FILE, A_FOLDER, FORMATS, Given, command
from detente.cli.language import echo, text
from detente.cli.printing import print_rows
from detente.errors import DetenteError, InputError
from detente.files import unwritable, write_whole
from detente.result import Row
from detente.situation.reading.nodes import read_document
from detente.situation.reading.schema import IDS, Draft, json_schema
from detente.words import in_language, starter

SCHEMA_FILE = "situation.schema.json"
DRAFTS: tuple[Draft, ...] = tuple(IDS)


@command("codes", formats=FORMATS)
def codes(given: Given) -> None:
    """Which states the actors are, and what each table calls them; or everybody in a table about states."""
    from detente.evidence.tables.matches import matches  # what else comes with detente asks for none of it
    from detente.exchange.formats import format_of
    from detente.exchange.states_table import states_in
    from detente.load import SITUATIONS, check

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
@click.option("--topic", metavar="TOPIC", help=text("cases.topic"))
@click.option("--year", metavar="YEAR|FROM..TO", help=text("cases.year"))
@click.option("--concept", metavar="NAME", help=text("cases.concept"))
@click.option("--teach", is_flag=True, help=text("cases.teach"))
@click.option("--reveal", is_flag=True, help=text("cases.reveal"))
def cases(
    given: Given,
    name: str | None,
    target: Path | None,
    topic: str | None,
    year: str | None,
    concept: str | None,
    teach: bool,
    reveal: bool,
) -> None:
    """The shipped cases, one of them in short, what to ask of it, or a copy of it to work on."""
    if name is None:
        print_rows(_found_cases(topic, year, concept, teach=teach), given.form)
        return
    path = find_case(name)
    if teach or reveal:
        _teach(path, reveal=reveal)
        return
    if target is not None:
        _copy(path.parent, target)
        echo(text("written", path=str(target)), err=True)
        return
    echo(str(path))
    readme = path.parent / "README.md"
    if readme.is_file():
        echo("\n" + readme.read_text(encoding="utf-8"))


def _found_cases(topic: str | None, year: str | None, concept: str | None, *, teach: bool) -> list[Row]:
    """The cases that fit, with title, date and topics; or each with its question."""
    spoken = language.chosen()
    wanted = None if topic is None else known_in_lessons("topics", topic)
    years = None if year is None else years_of(year)
    if concept is not None:
        from detente.stability.forms.asked import SHORT  # few ask for one

        concept = known_in_lessons("concepts", SHORT.get(concept.casefold(), concept))
    any_of_them = wanted is None and years is None and concept is None and not teach
    rows = []
    for case in shipped_cases():
        lesson = case.lesson()
        if not any_of_them and (lesson is None or not lesson.fits(wanted, years, concept)):
            continue
        if teach and lesson is not None:
            rows.append({"name": case.name, "question": in_language(lesson.question, spoken)})
            continue
        root = read_document(case.path.read_bytes(), case.path.name).root
        said = {} if root is None else root.plain()
        title = in_language(said.get("title"), spoken)
        topics = "" if lesson is None else ", ".join(text(f"topics.{one}") for one in lesson.topics)
        rows.append({"name": case.name, "title": title, "date": said.get("date"), "topics": topics})
    return rows


def _teach(path: Path, *, reveal: bool) -> None:
    """The question and the exercise of a case; with `reveal` the common wrong answer, the answer, and what shows it."""
    case = next((one for one in shipped_cases() if one.path == path), None)
    lesson = None if case is None else case.lesson()
    if lesson is None:
        raise DetenteError("lesson_none", path=str(path.parent))
    spoken = language.chosen()
    parts = ("question", "exercise", *(("wrong", "answer") if reveal else ()))
    for part in parts:
        echo(text(f"cases.{part}") + "\n  " + (in_language(getattr(lesson, part), spoken) or "") + "\n")
    if reveal:
        echo(text("cases.see") + "\n  " + lesson.see)


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
