"""The command line. Results go to stdout, everything else to stderr; exit 0, 1 (a finding under ``--strict``), 2 (bad
input). Open `command` first: what all commands share. The module of a command is imported only when it is called."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import sys
import traceback
from contextlib import suppress

import click

from detente import plugins
from detente.cli import language
from detente.cli.language import echo
from detente.cli.usage import comma_note, spoken
from detente.errors import DetenteError, Problem, reason_of, way_out
from detente.situation.identifiers import nearest
from detente.version import __version__
from detente.words import say

# A command lives for a moment: looking for pydantic plugins and collecting garbage early only cost time, and so does
# starting threads for products of matrices that are small, or worked out by threads of our own.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
gc.set_threshold(250_000)

COMMANDS = (
    "check", "show", "stability", "concepts", "explain", "paths", "graph", "inverse", "diff", "perception", "deal",
    "positions", "coders", "forecasts", "influence", "series", "scan", "study", "trace", "findings", "report", "repro",
    "convert", "batch", "watch", "serve", "codes", "cases", "new", "schema", "completion",
)  # fmt: skip
# The module of a command, where it is not called like it.
HOMES = {name: f"files.{name}" for name in ("check", "show", "convert", "batch", "watch", "serve")}
HOMES |= {name: f"papers.{name}" for name in ("graph", "repro", "series", "coders", "forecasts")}
HOMES |= {"findings": "report"}
HOMES |= dict.fromkeys(("codes", "cases", "new", "schema", "completion"), "files.library")


def _tell(problem: Problem) -> None:
    """Say what another package adds and could not be used."""
    echo(problem.render(language.chosen()), err=True)


plugins.listen(_tell)


class LazyGroup(click.Group):
    """Commands by name; the module of one is imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        home = importlib.import_module(f"detente.cli.{HOMES.get(cmd_name, cmd_name)}")
        command: click.Command = getattr(home, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, say(f"cli.{name}.short", language.chosen())) for name in self.list_commands(ctx)]
        with formatter.section(say("cli.commands", language.chosen())):
            formatter.write_dl(rows)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        language.spoken_usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        language.spoken_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise DetenteError("command_unknown", name=args[0], nearest=nearest(args[0], COMMANDS))
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        echo(f"detente {__version__}")
        ctx.exit()


@click.command(
    cls=LazyGroup,
    help=say("cli.help", language.chosen()),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=[
        click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version,
                     help=say("cli.version", language.chosen())),
        language.option(),
    ],
)  # fmt: skip
def group() -> None:
    """The commands together."""


def main() -> None:
    """Run the command line; a refusal is said in words and ends with exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a letter shows a question mark
            stream.reconfigure(errors="replace")
    try:
        group(prog_name="detente", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except click.ClickException as error:
        echo(spoken(error), err=True, nl=False)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        echo(say("cli.stopped", language.chosen()), err=True)
        sys.exit(130)
    except BrokenPipeError:
        _give_up_output()
        sys.exit(0)
    except Exception as error:
        if os.environ.get("DETENTE_TRACEBACK"):
            raise
        code, said = _refused(error)
        if isinstance(error, OSError):
            _give_up_output()
        echo(language.plain(said), err=True)
        if isinstance(error, DetenteError):
            echo(comma_note(), err=True, nl=False)
        sys.exit(code)


def _refused(error: Exception) -> tuple[int, str]:
    """The exit code, and what is said; of a fault of the program itself, where it happened."""
    spoken = language.chosen()
    if isinstance(error, DetenteError):
        return 2, error.render(spoken)
    if isinstance(error, MemoryError):
        return 2, say("system.memory", spoken)
    if isinstance(error, RecursionError):
        return 2, say("system.depth", spoken)
    if isinstance(error, OSError):
        which = {"path": str(error.filename)} if error.filename else {}
        printing = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
        key = "system.said_of" if which else "system.output" if printing else "system.said"
        return 2, say(key, spoken, reason=reason_of(error), mend=way_out(error), **which)
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(last.filename)}:{last.lineno}"
    return 70, say("system.fault", spoken, kind=type(error).__name__, detail=str(error)[:200], place=place)


def _give_up_output() -> None:
    """Nothing more is printed: whoever read it is gone, or the disk is full; at its end Python would try once more."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
