"""``detente batch``: thousands of situations answered in one run, in one table."""

from __future__ import annotations

from pathlib import Path

import click

from detente.batch import TABLE, Wanted
from detente.batch import batch as answer_all
from detente.cli import language
from detente.cli.command import A_FOLDER, command, concept_option
from detente.cli.language import echo, text
from detente.cli.printing import print_sentences, progress
from detente.errors import DetenteError
from detente.stability.concepts import CONCEPTS
from detente.uncertainty.study.workers import ENGINES


@command("batch", file=False)
@click.argument("folder", type=Path)
@click.option("--out", type=A_FOLDER, metavar="DIR", required=True, help=text("batch.out"))
@concept_option("batch", tuple(CONCEPTS))
@click.option("--draws", type=click.IntRange(0), default=1_000, show_default=True, help=text("batch.draws"))
@click.option("--seed", type=click.IntRange(0), default=7, show_default=True, help=text("study.seed"))
@click.option("--engine", type=click.Choice(ENGINES), default="threads", show_default=True, help=text("study.engine"))
@click.option("--workers", type=int, help=text("study.workers"))
@click.option("--scheduler", metavar="ADDRESS", help=text("study.scheduler"))
def batch(
    folder: Path,
    out: Path,
    concept: str,
    draws: int,
    seed: int,
    engine: str,
    workers: int | None,
    scheduler: str | None,
) -> None:
    if scheduler is not None and engine != "dask":
        raise DetenteError("scheduler_without_dask")
    spoken = language.chosen()
    with progress(100) as update:
        result = answer_all(
            folder, out, Wanted(concept, draws, seed), engine, workers, scheduler, spoken,
            lambda done, whole: update("", round(100 * done / whole)),
        )  # fmt: skip
    for part in result.broken:
        echo("\n\n".join((part.file, *part.problems)) + "\n", err=True)
    print_sentences(result.sentences(spoken))
    echo(text("written", path=str(out / TABLE)), err=True)
    if result.broken:
        raise SystemExit(1)
