"""``detente watch``: answer a file again whenever it is saved, and say what its last change turned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import sleep

import click

from detente.cases import find_case
from detente.cli import language
from detente.cli.command import Given, command, concept_option
from detente.cli.language import echo, plain, text
from detente.cli.printing import print_sentences
from detente.files import SITUATION_FILE
from detente.load import check
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.differences import compare
from detente.stability.engines.large import analyse

EVERY = 0.5  # seconds between two looks


@command("watch")
@concept_option("watch", tuple(CONCEPTS))
@click.option("--times", type=click.IntRange(1), help=text("watch.times"))
def watch(given: Given, concept: str, times: int | None) -> None:
    before: Situation | None = None
    for number, path in enumerate(_saved(find_case(given.file)), start=1):
        if number > 1:
            echo("\n" + "─" * 60)
        before = _answer(path, concept, before)
        if number == times:
            return
        echo(text("watch.waiting", file=path.name), err=True)


def _saved(path: Path) -> Iterator[Path]:
    """The file now, and again after every change of it or of a file beside it."""
    seen = None
    while True:
        now = _state(path)
        if now != seen:
            seen = now
            yield path
        sleep(EVERY)


def _state(path: Path) -> tuple[tuple[str, int, int], ...]:
    """When each file was last written, and how long it is; a file that is just being replaced counts as gone."""
    found = []
    for one in sorted(path.parent.iterdir()) if path.name == SITUATION_FILE else [path]:
        try:
            about = one.stat()
        except OSError:
            continue
        found.append((one.name, about.st_mtime_ns, about.st_size))
    return tuple(found)


def _answer(path: Path, concept: str, before: Situation | None) -> Situation | None:
    """What the file says now: its problems, or where things go and what the last change turned."""
    spoken, checked = language.chosen(), check(path)
    if checked.case is None:
        echo(plain("\n\n".join(problem.render(spoken) for problem in checked.errors)))
        return before
    situation = checked.case.situation
    print_sentences(analyse(situation, [concept]).sentences(spoken))
    if before is not None and set(before.questions) & set(situation.questions):
        echo()
        print_sentences(compare(before, situation, concept).sentences(spoken))
    return situation
