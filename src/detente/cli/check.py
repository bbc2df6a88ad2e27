"""``detente check``: every error and warning of a file."""

from __future__ import annotations

import sys

import click

from detente.cli import language
from detente.cli.command import Given, command
from detente.cli.language import plain, text
from detente.cli.printing import print_json
from detente.evidence.lock import lock_text
from detente.evidence.sources import LOCK, Sources
from detente.files import write_whole
from detente.load import Case
from detente.load import check as checked_file


@command("check", formats=("table", "json"))
@click.option("--strict", is_flag=True, help=text("check.strict"))
@click.option("--write-anchors", is_flag=True, help=text("check.write_anchors"))
def check(given: Given, strict: bool, write_anchors: bool) -> None:
    checked = checked_file(given.file, kinds=("situation", "negotiation", "positions"))
    errors, warnings = checked.errors, checked.warnings
    if given.form == "json":
        print_json({"problems": [problem.as_data(language.chosen()) for problem in checked.problems]})
    else:
        for problem in checked.problems:
            click.echo(plain(problem.render(language.chosen())) + "\n")
        click.echo(_summary(given.file, len(errors), len(warnings)))
    if write_anchors and checked.case is not None:
        _write_anchors(checked.case)
    sys.exit(2 if errors else 1 if strict and warnings else 0)


def _summary(file: str, errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return text("check.good", file=file)
    counts = [text("check.errors", count=errors)] if errors else []
    counts += [text("check.warnings", count=warnings)] if warnings else []
    return text("check.summary", file=file, counts=tuple(counts))


def _write_anchors(case: Case) -> None:
    path = case.folder / LOCK
    write_whole(path, lock_text(Sources(case.situation, case.folder)))
    click.echo(text("written", path=str(path)), err=True)
