"""``detente check``: every error and warning of a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli import language
from detente.cli.common import command as make
from detente.cli.common import file_argument, format_option, plain, text

if TYPE_CHECKING:
    from detente.load import Checked


@make("check")
@file_argument
@click.option("--strict", is_flag=True, help=text("check.strict"))
@click.option("--write-anchors", is_flag=True, help=text("check.write_anchors"))
@format_option("table", "json")
@language.option
def command(file: str, strict: bool, write_anchors: bool, form: str) -> None:
    from detente.exchange.negotiations.negotiation_files import holds_negotiation, read_written
    from detente.load import Checked, check
    from detente.situation.reading.nodes import Document
    from detente.situation.reading.read import Reading

    if holds_negotiation(file, sure=True):
        problems_found = read_written(Path(file)).problems
        checked = Checked(Reading(Path(file), Document(file, (), None, ()), None, problems_found), problems_found, None)
    else:
        checked = check(file)
    errors, warnings = checked.errors, checked.warnings
    if form == "json":
        problems = [problem.as_data(language.chosen()) for problem in checked.problems]
        click.echo(json.dumps({"problems": problems}, ensure_ascii=False, indent=2))
    else:
        for problem in checked.problems:
            click.echo(plain(problem.render(language.chosen())) + "\n")
        click.echo(_summary(file, checked))
        if line := _to_accept(checked):
            click.echo(text("check.accept", line=line))
    if write_anchors and checked.case is not None:
        _write_anchors(checked.case)
    sys.exit(2 if errors else 1 if strict and warnings else 0)


def _summary(file: str, checked: Checked) -> str:
    accepted = [problem for problem in checked.problems if problem.accepted is not None]
    counted = {
        "errors": checked.errors,
        "warnings": checked.warnings,
        "hints": checked.hints,
        "accepted": [problem for problem in accepted if problem.severity == "warning"],
    }
    counts = tuple(text(f"check.{kind}", count=len(found)) for kind, found in counted.items() if found)
    return text("check.summary", file=file, counts=counts) if counts else text("check.good", file=file)


def _to_accept(checked: Checked) -> str:
    """What would accept all that is doubtful in a situation without errors, but for the reasons; empty if nothing is.

    Only a file of our own has a place for it.
    """
    codes = dict.fromkeys(problem.code for problem in (*checked.warnings, *checked.hints))
    if checked.case is None or checked.reading.path is None or not codes:
        return ""
    return f"accept: {{{', '.join(f'{code}: …' for code in codes)}}}"


def _write_anchors(case: object) -> None:
    from detente.evidence.lock import lock_text
    from detente.evidence.sources import LOCK, Sources
    from detente.files import write_whole
    from detente.situation.case import Case

    assert isinstance(case, Case)
    path = case.folder / LOCK
    write_whole(path, lock_text(Sources(case.situation, case.folder)))
    click.echo(text("written", path=str(path)), err=True)
