"""Which language the command line speaks, and how: ``--lang``, else DETENTE_LANG, else English.

Help texts are made when the commands are defined, so the choice is read from the arguments before click sees them.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from typing import Any

import click

from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, STEERING, say

EVERY = "both"  # what stands for all languages at once
MARKED = re.compile(f"{ISOLATE}([^{ISOLATE}{END_ISOLATE}]*){END_ISOLATE}")
SIGNED = re.compile(r"[+\u2212-]\d[\d.,]*|[+\u2212-]?\d[\d.,]*%")


@cache
def chosen() -> str:
    """The language of this run."""
    asked = _asked()
    return asked if asked in LANGUAGES else "en"


@cache
def _asked() -> str:
    """What ``--lang`` says, else DETENTE_LANG."""
    arguments = sys.argv[1:]
    asked = os.environ.get("DETENTE_LANG", "")
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            asked = arguments[place + 1]
        elif argument.startswith("--lang="):
            asked = argument.partition("=")[2]
    return asked


def harmless(said: str) -> str:
    """A text as it may reach a terminal: a mark in the place of what would steer it."""
    return STEERING.sub("\ufffd", said)


def echo(said: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a text, harmless; the only way in which a command prints."""
    click.echo(harmless(said), err=err, nl=nl)


def rewrite(said: str) -> None:
    """Put a text in the place of the line on stderr, which is a terminal; an empty one wipes it."""
    click.echo(f"\r\033[K{harmless(said)}", err=True, nl=False)


def plain(sentence: str) -> str:
    """A sentence without isolating marks, which some terminals show as boxes; they stay around signs and percents.

    Without them these would stand on the other side of their number in a line that runs from right to left.
    """
    return MARKED.sub(lambda marked: marked[0] if SIGNED.fullmatch(marked[1]) else marked[1], sentence)


def text(key: str, **values: Any) -> str:
    """A message of the command line in the language of this run, without isolating marks: it may be copied."""
    return plain(say(f"cli.{key}", chosen(), **values))


def both() -> bool:
    """True if every language is asked for (``--lang both``), by a command that can write several."""
    return _asked() == EVERY


def option(several: bool = False) -> click.Option:
    """The option ``--lang``; `several`: it may ask for all languages at once."""
    return click.Option(
        ["--lang"],
        type=click.Choice([*LANGUAGES, *([EVERY] if several else [])]),
        envvar="DETENTE_LANG",
        expose_value=False,
        help=say("cli.lang", chosen()),
    )


def spoken_usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The usage line with its label in the language of this run."""
    formatter.write_usage(ctx.command_path, usage_pieces(command, ctx), prefix=text("usage") + " ")


def usage_pieces(command: click.Command, ctx: click.Context) -> str:
    """What may follow the name of a command, in the language of this run."""
    return " ".join(command.collect_usage_pieces(ctx)).replace("[OPTIONS]", text("some_options"))


def _named(option: str) -> str:
    """An option with the kind of its value in the language of this run."""
    return re.sub(r"\b(INTEGER|FLOAT|TEXT)\b", lambda kind: text(f"kinds.{kind[0].lower()}"), option)


def spoken_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The options with their heading, and the help option, in the language of this run."""
    rows = []
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
        if record is not None:
            name, said = (record[0], text("show_help")) if "--help" in parameter.opts else record
            rows.append((_named(name), said.replace("[default: ", f"[{text('default')} ")))
    with formatter.section(text("options")):
        formatter.write_dl(rows)
