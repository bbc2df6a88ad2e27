"""What the commands share: the file argument, formats, and how results are printed."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import click

from detente.cli import language
from detente.words import END_ISOLATE, ISOLATE, has, say

if TYPE_CHECKING:
    from detente.situation.case import Case
    from detente.situation.model import Situation

FORMATS = ("table", "json", "csv", "md")

# Columns whose cells are the user's own words, where “some” is a word of the file and not an answer.
AS_WRITTEN = {
    "id", "outcome", "status_quo", "who", "option", "levels", "now", "meaning", "name", "question", "statement",
    "driver", "written", "quantity", "claim", "says", "used_by", "number", "value", "reason", "title", "date",
}  # fmt: skip


def plain(sentence: str) -> str:
    """A sentence without isolating marks, for terminals and files that show them as boxes."""
    return sentence.replace(ISOLATE, "").replace(END_ISOLATE, "")


def text(key: str, **values: Any) -> str:
    """A message of the command line in the language of this run, without isolating marks: it may be copied."""
    return plain(say(f"cli.{key}", language.chosen(), **values))


def command(name: str, **settings: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """A command whose help, with its example, comes from the message files."""
    example = f"\b\n{text('example')}\n" + "\n".join(f"  {line}" for line in text(f"{name}.example").splitlines())
    return click.command(name, cls=SpokenCommand, help=text(f"{name}.help"), epilog=example, **settings)


class SpokenCommand(click.Command):
    """A command whose help speaks the language of this run throughout."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        spoken_usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        spoken_options(self, ctx, formatter)


def spoken_usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The usage line with its label in the language of this run."""
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix=text("usage") + " ")


def spoken_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The options with their heading, and the help option, in the language of this run."""
    rows = []
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
        if record is not None:
            rows.append((record[0], text("show_help")) if "--help" in parameter.opts else record)
    with formatter.section(text("options")):
        formatter.write_dl(rows)


file_argument = click.argument("file", metavar="FILE")
variant_option = click.option("--variant", metavar="NAME", help=text("variant"))
engine_option = click.option(
    "--engine",
    type=click.Choice(("auto", "arrays", "sweeps")),
    default="auto",
    show_default=True,
    help=text("stability.engine"),
)
view_option = click.option("--as", "seen_by", metavar="ACTOR", help=text("as"))


def format_option(*allowed: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option ``--format`` with the formats a command can write."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(allowed or FORMATS),
        default="table",
        show_default=True,
        help=text("format"),
    )


def load_case(file: str) -> Case:
    """The checked case; warnings are counted on stderr."""
    from detente.load import load

    case = load(file)
    if case.warnings:
        click.echo(text("warnings", count=len(case.warnings), file=file), err=True)
    return case


def chosen_situation(case: Case, variant: str | None, seen_by: str | None) -> Situation:
    """The situation itself, a variant, or how an actor sees it."""
    from detente.errors import DetenteError
    from detente.situation.identifiers import nearest

    for code, name, known in (
        ("variant_unknown", variant, case.variants),
        ("perception_unknown", seen_by, case.perceptions),
    ):
        if name is not None:
            if name not in known:
                raise DetenteError(code, name=name, nearest=nearest(name, known), known=tuple(known))
            return known[name]
    return case.situation


def print_rows(rows: list[dict[str, Any]], form: str, title: str | None = None) -> None:
    """Rows as a table, CSV, Markdown or JSON."""
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(csv_text(rows), nl=False)
    elif form == "md":
        click.echo(_markdown(rows))
    else:
        print_table(rows, title)


def print_table(rows: list[dict[str, Any]], title: str | None = None) -> None:
    """Rows as a plain table, its headings and code words translated; no colour, no frame, so that it can be copied."""
    if not rows:
        click.echo(text("nothing"))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for key in rows[0]:
        numeric = all(isinstance(row[key], int | float) for row in rows)
        table.add_column(_spoken("columns", str(key)), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        cells = ((key, _cell(value)) for key, value in row.items())
        table.add_row(*(Text(cell if key in AS_WRITTEN else _spoken("values", cell)) for key, cell in cells))
    width = None if sys.stdout.isatty() else 160
    Console(file=sys.stdout, width=width, highlight=False).print(table)


def _spoken(kind: str, word: str) -> str:
    """A heading or a code word of a table in the language of this run; anything else as it is."""
    key = f"cli.{kind}.{word}"
    return text(f"{kind}.{word}") if word.isidentifier() and has(key, language.chosen()) else word


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)


def csv_text(rows: list[dict[str, Any]]) -> str:
    """Rows as CSV with a line of headings."""
    target = io.StringIO()
    if rows:
        writer = csv.DictWriter(target, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return target.getvalue()


def _markdown(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    head = [str(key) for key in rows[0]]
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    lines += ["| " + " | ".join(_cell(value).replace("|", "\\|") for value in row.values()) + " |" for row in rows]
    return "\n".join(lines)


def print_sentences(sentences: Iterable[str]) -> None:
    """Sentences one under another; isolating marks only where the terminal may need them."""
    for sentence in sentences:
        click.echo(plain(sentence))


def progress(total: int) -> AbstractContextManager[Any]:
    """A progress bar on stderr where that is a terminal, else nothing. Gives ``update(what, done)``."""
    if not sys.stderr.isatty():
        return nullcontext(lambda what, done: None)  # noqa: ARG005
    return _Bar(total)


class _Bar:
    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self.bar = Progress(console=Console(file=sys.stderr), transient=True)
        self.task = self.bar.add_task("", total=total)

    def __enter__(self) -> Callable[[str, int], None]:
        self.bar.start()
        return lambda what, done: self.bar.update(self.task, description=what, completed=done)

    def __exit__(self, *_: object) -> None:
        self.bar.stop()
