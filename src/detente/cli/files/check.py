"""``detente check``: every error and warning of a file."""

from __future__ import annotations

import sys

import click

from detente.cli import language
from detente.cli.command import Given, command
from detente.cli.language import echo, plain, text
from detente.cli.printing import print_json
from detente.evidence.lock import lock_text
from detente.evidence.sources import LOCK, Sources
from detente.files import write_whole
from detente.load import Checked
from detente.load import check as checked_file
from detente.situation.case import Case

SHOWN = 1_000  # problems


@command("check", formats=("table", "json"))
@click.option("--strict", is_flag=True, help=text("check.strict"))
@click.option("--write-anchors", is_flag=True, help=text("check.write_anchors"))
def check(given: Given, strict: bool, write_anchors: bool) -> None:
    checked = checked_file(given.file, kinds=("situation", "negotiation", "positions"))
    errors, warnings = checked.errors, checked.warnings
    if given.form == "json":
        print_json({"problems": [problem.as_data(language.chosen()) for problem in checked.problems]})
    else:
        for problem in checked.problems[:SHOWN]:
            echo(plain(problem.render(language.chosen())) + "\n")
        if more := len(checked.problems[SHOWN:]):
            echo(text("check.more", count=more) + "\n")
        echo(_summary(given.file, checked))
        if line := _to_accept(checked):
            echo(text("check.accept", line=line))
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
    doubtful = (problem.code for problem in (*checked.warnings, *checked.hints))
    codes = dict.fromkeys(code for code in doubtful if code != "accept_idle")
    if checked.case is None or checked.reading.path is None or not codes:
        return ""
    return f"accept: {{{', '.join(f'{code}: …' for code in codes)}}}"


def _write_anchors(case: Case) -> None:
    path = case.folder / LOCK
    write_whole(path, lock_text(Sources(case.situation, case.folder)))
    echo(text("written", path=str(path)), err=True)
