"""``detente report``: the answer in three sentences, and the whole report as one HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli import language
from detente.cli.command import A_PLACE, Given, command
from detente.cli.language import echo, plain, text
from detente.cli.printing import progress
from detente.files import writable, write_whole
from detente.report.findings import findings, steps
from detente.report.futures import sure
from detente.report.html import render
from detente.report.sentences import three_sentences
from detente.words import LANGUAGES


@command("report", views=("set",))
@click.option("--out", type=A_PLACE, help=text("report.out"))
@click.option("--both", is_flag=True, help=text("report.both"))
@click.option("--draws", type=int, default=20_000, show_default=True, help=text("report.draws"))
def report(given: Given, out: Path | None, both: bool, draws: int) -> None:
    case = given.case
    languages = list(LANGUAGES) if both else [language.chosen()]
    targets = {spoken: _target(out, case.name, spoken, several=both) for spoken in languages}
    for path in targets.values():
        writable(path)
    with progress(steps(case, draws)) as update:
        found = findings(case, lambda what, done, _: update(what, done), draws)
    for place, spoken in enumerate(languages):
        if place:
            echo()
        for sentence in filter(None, (*three_sentences(found, spoken), sure(found.futures, spoken))):
            echo(plain(sentence) + "\n")
    for spoken, path in targets.items():
        write_whole(path, render(found, spoken))
        echo(text("written", path=str(path)), err=True)


def _target(out: Path | None, name: str, spoken: str, *, several: bool) -> Path:
    """``--out`` names a file, or a folder (always where both languages are written)."""
    if out is not None and out.suffix.lower() in (".html", ".htm") and not several:
        return out
    folder = Path() if out is None else out
    return folder / f"{name}.{spoken}.html"
