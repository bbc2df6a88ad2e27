"""``detente report``: the answer in three sentences, and the whole report as one HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli import language
from detente.cli.command import Given, command
from detente.cli.language import plain, text
from detente.cli.printing import progress
from detente.files import write_whole
from detente.report.findings import findings, steps
from detente.report.futures import sure
from detente.report.html import render
from detente.report.sentences import three_sentences
from detente.words import LANGUAGES


@command("report")
@click.option("--out", type=click.Path(path_type=Path), help=text("report.out"))
@click.option("--both", is_flag=True, help=text("report.both"))
@click.option("--draws", type=int, default=20_000, show_default=True, help=text("report.draws"))
def report(given: Given, out: Path | None, both: bool, draws: int) -> None:
    case = given.case
    with progress(steps(case, draws)) as update:
        found = findings(case, lambda what, done, _: update(what, done), draws)
    languages = list(LANGUAGES) if both else [language.chosen()]
    for place, spoken in enumerate(languages):
        if place:
            click.echo()
        for sentence in filter(None, (*three_sentences(found, spoken), sure(found.futures, spoken))):
            click.echo(plain(sentence) + "\n")
    for spoken in languages:
        path = _target(out, case.name, spoken, several=both)
        write_whole(path, render(found, spoken))
        click.echo(text("written", path=str(path)), err=True)


def _target(out: Path | None, name: str, spoken: str, *, several: bool) -> Path:
    """``--out`` names a file, or a folder (always where both languages are written)."""
    if out is not None and out.suffix.lower() in (".html", ".htm") and not several:
        return out
    folder = Path() if out is None else out
    return folder / f"{name}.{spoken}.html"
