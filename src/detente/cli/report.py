"""``detente report``: the answer on two pages (``--brief``), or the whole report, as HTML, PDF, Word or Markdown; and
``detente findings``: everything these tell, as data."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli import language
from detente.cli.command import A_PLACE, BOTH, FORMATS, Given, command
from detente.cli.language import echo, text
from detente.cli.printing import print_result, progress
from detente.files import replaceable, writable, write_whole
from detente.findings.findings import MORE, RUNS, STEPS
from detente.findings.findings import findings as find
from detente.findings.result import Findings
from detente.report.brief import brief as the_brief
from detente.report.terminal import lines
from detente.report.whole import report as the_report
from detente.report.writing import kind_of, ready, written
from detente.words import LANGUAGES


@command("report", views=(*BOTH, "set"), languages=True)
@click.option("--brief", is_flag=True, help=text("report.brief"))
@click.option("--out", type=A_PLACE, help=text("report.out"))
@click.option("--draws", type=int, default=RUNS, show_default=True, help=text("report.draws"))
@click.option("--all-tables", is_flag=True, help=text("report.all_tables"))
@click.option("--no-quotes", is_flag=True, help=text("report.no_quotes"))
def report(given: Given, brief: bool, out: Path | None, draws: int, all_tables: bool, no_quotes: bool) -> None:
    languages = list(LANGUAGES) if language.both() else [language.chosen()]
    kind = "html" if out is None else kind_of(out) or "html"
    ready(kind)
    case = given.case
    name = case.name + (f".{given.variant or given.seen_by}" if given.variant or given.seen_by else "")
    targets = {
        spoken: _target(out, f"{name}.brief" if brief else name, spoken, len(languages) > 1) for spoken in languages
    }
    for path in targets.values():
        writable(path)
        replaceable(path)
    found = _found(given, draws, STEPS if brief else (*STEPS, *MORE))
    found = found.unquoted() if no_quotes else found
    for place, (spoken, path) in enumerate(targets.items()):
        page = (the_brief if brief else the_report)(found, spoken)
        echo(("\n" if place else "") + lines(page, first=not brief))
        write_whole(path, written(page, kind, every=all_tables))
        echo(text("written", path=str(path)), err=True)


def _target(out: Path | None, name: str, spoken: str, several: bool) -> Path:
    """``--out`` names a file (with the language before its ending, where there are two), or a folder."""
    if out is None or kind_of(out) is None:
        return (out or Path()) / f"{name}.{spoken}.html"
    return out.with_name(f"{out.stem}.{spoken}{out.suffix}") if several else out


@command("findings", views=(*BOTH, "set"), formats=FORMATS)
@click.option("--draws", type=int, default=RUNS, show_default=True, help=text("report.draws"))
def findings(given: Given, draws: int) -> None:
    print_result(_found(given, draws, (*STEPS, *MORE)), given.form)


def _found(given: Given, draws: int, steps: tuple[str, ...]) -> Findings:
    """Everything that is told, with a bar while one waits."""
    with progress(len(steps)) as update:
        return find(
            given.case,
            given.situation,
            draws,
            whole=MORE[0] in steps,
            tell=lambda step: update(text(f"report.step.{step}"), steps.index(step)),
        )
