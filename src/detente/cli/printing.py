"""How results are printed: as a table, CSV, Markdown, LaTeX or JSON, sentences under one another, a bar while one
waits."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import chain
from pathlib import Path
from threading import Event, Thread
from typing import Any
from unicodedata import bidirectional

import click

from detente.cli import language
from detente.cli.language import echo, harmless, plain, rewrite, text
from detente.exchange.row_formats import cell_text, csv, latex, markdown
from detente.files import write_made
from detente.result import Result, Row, json_text
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, has

DIVIDER = "\ue000"  # stands between cells until each is isolated
# Lines for the top, the heading, its rule, the rows, between rows, above the last and the last: only a rule is drawn.
FRAME = f"    \n  {DIVIDER} \n ── \n  {DIVIDER} \n    \n    \n  {DIVIDER} \n    \n"

WIDTH = 160  # columns of a table that is not for a terminal
SHEETS = "detente.sheets"  # where the tables of a workbook are kept until all of them are there
PATIENCE = 2.0  # seconds until one is told that something takes long

# Columns whose cells are the user's own words, where “some” is a word of the file and not an answer.
AS_WRITTEN = {
    "id", "outcome", "status_quo", "who", "option", "levels", "now", "meaning", "name", "question", "statement",
    "driver", "written", "quantity", "claim", "says", "used_by", "number", "value", "reason", "title", "date", "called",
    "nearest", "code", "table",
}  # fmt: skip


def print_result(result: Result, form: str, shown: Callable[[list[Row]], list[Row]] = list) -> None:
    """A result as it tells itself: sentences and its rows, or its rows alone, or all of it as JSON.

    `shown`: what becomes of the rows in a table.
    """
    if form == "json":
        echo(result.to_json())
        return
    rows = result.rows()
    if form == "table":
        print_sentences(result.sentences(language.chosen()))
        if not rows:
            return
        echo()
        rows = shown(rows)
    print_rows(rows, form)


def print_json(data: Any) -> None:
    """Plain data as JSON, in the script it is written in."""
    echo(json_text(data))


def print_rows(rows: list[dict[str, Any]], form: str, title: str | None = None) -> None:
    """Rows as a table, CSV, Markdown, LaTeX or JSON; or kept for a workbook, as a sheet of this title."""
    if form == "xlsx":
        context = click.get_current_context()
        context.meta.setdefault(SHEETS, []).append((title or context.info_name or "", rows))
    elif form == "json":
        print_json(rows)
    elif form == "csv":
        echo(csv(rows), nl=False)
    elif form == "md":
        echo(markdown(rows, language.chosen()))
    elif form == "latex":
        echo(latex(rows, language.chosen()))
    else:
        print_table(rows, title)


def write_sheets(path: Path) -> None:
    """The tables that were kept, as a workbook with one sheet for each."""
    from detente.exchange.row_formats import workbook

    write_made(path, workbook(click.get_current_context().meta.get(SHEETS, [])))
    echo(text("written", path=str(path)), err=True)


def print_table(rows: list[dict[str, Any]], title: str | None = None) -> None:
    """Rows as a plain table, its headings and code words translated; no colour, no frame, so that it can be copied."""
    if not rows:
        echo(text("nothing"))
        return
    headings = [harmless(_spoken("columns", str(key))) for key in rows[0]]
    cells = [
        [
            cell if key in AS_WRITTEN else _spoken("values", cell)
            for key, cell in ((key, _cell(row[key])) for key in row)
        ]
        for row in rows
    ]
    right = [all(isinstance(row[key], int | float) for row in rows) for key in rows[0]]
    width = None if sys.stdout.isatty() else WIDTH
    drawn = in_columns(headings, cells, right, title, width) or folded(headings, cells, right, title, width)
    echo("\n".join(_apart(line) for line in drawn.split("\n")), nl=False)


def in_columns(
    headings: list[str], cells: list[list[str]], right: list[bool], title: str | None, width: int | None
) -> str:
    """A table that needs no folding, as `folded` draws it but at once; nothing where some cell has to be folded."""
    from rich.cells import cell_len

    columns = list(zip(headings, *cells, strict=True))
    sizes = [max(map(cell_len, column)) for column in columns]
    whole = sum(sizes) + 3 * len(sizes) - 1
    plain_text = all(map(str.isprintable, chain(*columns, [title or ""])))
    if width is None or whole > width or cell_len(title or "") > whole or not (plain_text and all(sizes)):
        return ""

    def line(row: Sequence[str]) -> str:
        row = [cell.rstrip() if end else cell for cell, end in zip(row, right, strict=True)]
        spaces = (" " * (size - cell_len(cell)) for size, cell in zip(sizes, row, strict=True))
        told = (space + cell if end else cell + space for cell, space, end in zip(row, spaces, right, strict=True))
        return f" {f' {DIVIDER} '.join(told)} "

    blank = " " * whole
    head = [] if not title else [title + blank[cell_len(title) :]]
    return "\n".join([*head, blank, line(headings), f" {'─' * (whole - 2)} ", *map(line, cells), blank, ""])


def folded(headings: list[str], cells: list[list[str]], right: list[bool], title: str | None, width: int | None) -> str:
    """A table with its cells folded where they are too wide for it. `width`: None: that of the terminal."""
    from rich.box import Box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=None if title is None else Text(title), box=Box(FRAME), title_justify="left", pad_edge=False)
    for heading, numeric in zip(headings, right, strict=True):
        table.add_column(Text(heading), justify="right" if numeric else "left", overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    console = Console(file=sys.stdout, width=width, highlight=False, color_system=None)
    with console.capture() as drawn:
        console.print(table)
    return drawn.get()


def _isolated(words: str) -> str:
    """The words of a cell between isolating marks; as they are if they stand between them already."""
    inner = words[1:-1] if words.startswith(ISOLATE) and words.endswith(END_ISOLATE) else ISOLATE
    return f"{ISOLATE}{words}{END_ISOLATE}" if ISOLATE in inner else words


def _apart(line: str) -> str:
    """A line of a table, each cell isolated where letters run from right to left: cells keep their order, and a
    verdict stands under its own heading in a terminal that turns Arabic round."""
    cells = line.split(DIVIDER)
    if LANGUAGES[language.chosen()] == "rtl" or any(bidirectional(char) in ("R", "AL") for char in line):
        cells = [re.sub(r"[^\s─](.*\S)?", lambda words: _isolated(words[0]), cell) for cell in cells]
    return " ".join(cells)


def _spoken(kind: str, word: str) -> str:
    """A heading or a code word of a table in the language of this run; anything else as it is."""
    key = f"cli.{kind}.{word}"
    return text(f"{kind}.{word}") if word.isidentifier() and has(key, language.chosen()) else word


def _cell(value: Any) -> str:
    return cell_text(value, language.chosen()).replace(DIVIDER, "\ufffd")


def print_sentences(sentences: Iterable[str]) -> None:
    """Sentences one under another; isolating marks only where the terminal may need them."""
    for sentence in sentences:
        echo(plain(sentence))


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


@contextmanager
def waiting() -> Iterator[None]:
    """What takes long says so after PATIENCE seconds, on one line of stderr where that is a terminal; else nothing."""
    if not sys.stderr.isatty():
        yield
        return
    done = Event()

    def say_so() -> None:
        seconds = PATIENCE
        while not done.wait(seconds if seconds == PATIENCE else 1):
            rewrite(text("waiting", seconds=round(seconds)))
            seconds += 1

    teller = Thread(target=say_so, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
        rewrite("")


def write_figure(path: Path, drawn: str) -> None:
    """A drawing into its file, printed by a browser where that is a PDF; what was written is said on stderr."""
    if path.suffix.lower() == ".pdf":
        from detente.report.pdf import browser, drawing_pdf  # most drawings are SVG

        write_made(path, drawing_pdf(drawn, browser()))
    else:
        write_made(path, drawn)
    echo(text("written", path=str(path)), err=True)
