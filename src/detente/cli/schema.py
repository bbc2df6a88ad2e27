"""``detente schema``: the JSON Schema of situation files, for editors."""

from __future__ import annotations

import json

import click

from detente.cli import language
from detente.cli.common import command as make


@make("schema")
@language.option
def command() -> None:
    from detente.situation.reading.schema import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
