"""The command line called in this process, as a process of its own would be: the same arguments, streams and exit code.

To start Python and load what a command needs takes longer than most commands. Processes remain where a test is about
them: another environment, a signal, a stream that breaks; and help in Arabic, for it is made when modules are loaded.
"""

from __future__ import annotations

import os
import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from subprocess import CompletedProcess
from unittest.mock import patch

import click

from detente.cli import COMMANDS, group, language, main

assert isinstance(group, click.Group)
for name in COMMANDS:  # the help of a command is made when it is loaded: here in English, whatever is called first
    group.get_command(click.Context(group), name)


def called(*arguments: str, **settings: str) -> CompletedProcess[str]:
    """What ``detente …`` printed, what it said beside that, and how it ended. `settings`: of the environment."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    kept_of_a_call = (language.chosen, language._asked)
    code = 0
    try:
        with (
            patch.object(sys, "argv", ["detente", *arguments]),
            patch.dict(os.environ, settings),
            redirect_stdout(out),
            redirect_stderr(err),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("error", RuntimeWarning)
            for kept in kept_of_a_call:
                kept.cache_clear()
            main()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        for kept in kept_of_a_call:
            kept.cache_clear()
    said = [stream.buffer.getvalue().decode() for stream in (out, err)]
    return CompletedProcess(arguments, code, *said)
