"""``detente completion``: the script that lets a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from detente.cli import language
from detente.cli.common import command as make


@make("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@language.option
def command(shell: str) -> None:
    from detente.cli import group

    script = get_completion_class(shell)
    assert script is not None
    click.echo(script(group, {}, "detente", "_DETENTE_COMPLETE").source())
