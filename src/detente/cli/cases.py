"""``detente cases``: the shipped cases, one of them in short, or a copy of one to work on."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from detente.cli import language
from detente.cli.common import command as make
from detente.cli.common import format_option, print_rows, text
from detente.words import in_language


@make("cases")
@click.argument("name", required=False)
@click.option("--copy", "target", type=click.Path(path_type=Path), help=text("cases.copy"))
@format_option()
@language.option
def command(name: str | None, target: Path | None, form: str) -> None:
    from detente.cases import find_case, shipped_cases
    from detente.errors import DetenteError
    from detente.situation.reading.read import read_file

    if name is None:
        rows = []
        for case in shipped_cases():
            situation = read_file(case.path).required()
            title = in_language(situation.title, language.chosen())
            rows.append({"name": case.name, "title": title, "date": situation.date})
        print_rows(rows, form)
        return
    path = find_case(name)
    if target is not None:
        if target.exists():
            raise DetenteError("target_exists", path=str(target))
        shutil.copytree(path.parent, target)
        click.echo(text("written", path=str(target)), err=True)
        return
    click.echo(str(path))
    readme = path.parent / "README.md"
    if readme.is_file():
        click.echo("\n" + readme.read_text(encoding="utf-8"))
