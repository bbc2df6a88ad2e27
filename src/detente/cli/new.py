"""``detente new``: a small situation with comments, to start from."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from detente.cli import language
from detente.cli.common import command as make
from detente.cli.common import text


@make("new")
@click.argument("file", type=click.Path(path_type=Path))
@language.option
def command(file: Path) -> None:
    from detente.errors import DetenteError
    from detente.files import write_whole

    if file.exists():
        raise DetenteError("target_exists", path=str(file))
    starter = files("detente.situation").joinpath(f"starter.{language.chosen()}.yaml")
    write_whole(file, starter.read_text(encoding="utf-8"))
    click.echo(text("new.next", path=str(file)), err=True)
