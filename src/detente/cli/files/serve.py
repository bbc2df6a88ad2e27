"""``detente serve``: the workbench in the browser, on this computer alone."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli import language
from detente.cli.command import command
from detente.cli.language import echo, text
from detente.errors import DetenteError


@command("serve", file=False)
@click.argument("what", metavar="[FILE|FOLDER]", required=False)
@click.option("--port", type=click.IntRange(0, 65535), default=None, metavar="NUMBER", help=text("serve.port"))
@click.option("--no-open", is_flag=True, help=text("serve.no_open"))
def serve(what: str | None, port: int | None, no_open: bool) -> None:
    try:
        from detente.web import serving
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn"):
            raise
        raise DetenteError("serve_missing") from None
    start = serving.start_of(what, Path.cwd())
    wanted = serving.PORT if port is None else port

    def tell(address: str, at: int) -> None:
        if wanted and at != wanted:
            echo(text("serve.next", wanted=str(wanted), port=str(at)), err=True)
        echo(text("serve.ready", address=address))

    serving.serve(start, wanted, language.chosen(), not no_open, tell)
    echo(text("serve.ended"), err=True)
