"""``detente schema``: the JSON Schema of situation files, for editors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from detente.cli import language
from detente.cli.common import command as make
from detente.cli.common import text

if TYPE_CHECKING:
    from detente.situation.reading.schema import Draft


@make("schema")
@click.option(
    "--draft", type=click.Choice(("2020-12", "7")), default="2020-12", show_default=True, help=text("schema.draft")
)
@language.option
def command(draft: Draft) -> None:
    from detente.situation.reading.schema import json_schema

    click.echo(json.dumps(json_schema(draft), ensure_ascii=False, indent=2))
