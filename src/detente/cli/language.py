"""Which language the command line speaks: ``--lang``, else DETENTE_LANG, else English.

Help texts are made when the commands are defined, so the choice is read from the arguments before click sees them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import click

from detente.words import LANGUAGES, say


@cache
def chosen() -> str:
    """The language of this run."""
    arguments = sys.argv[1:]
    asked = os.environ.get("DETENTE_LANG", "")
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            asked = arguments[place + 1]
        elif argument.startswith("--lang="):
            asked = argument.partition("=")[2]
    return asked if asked in LANGUAGES else "en"


def option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option ``--lang``."""
    wrap = click.option(
        "--lang",
        type=click.Choice(list(LANGUAGES)),
        envvar="DETENTE_LANG",
        expose_value=False,
        help=say("cli.lang", chosen()),
    )
    decorated: Callable[..., Any] = wrap(command)
    return decorated
