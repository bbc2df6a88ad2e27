"""``detente paths``: the shortest ways from the status quo to where things can end, and who can stop them."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli import language
from detente.cli.command import A_DRAWING, ANALYSED, FORMATS, Given, command, concept_option
from detente.cli.language import echo, text
from detente.cli.printing import print_json, print_rows, print_sentences, waiting, write_figure
from detente.cli.table_words import in_words
from detente.outcomes.telling import Teller
from detente.stability.concepts import CONCEPTS
from detente.stability.paths.result import Paths
from detente.stability.paths.result import paths as shortest_ways
from detente.stability.paths.sentences import journey_sentences, overview_sentences, target_names
from detente.words import say


@command("paths", views=ANALYSED, formats=FORMATS)
@click.option("--to", multiple=True, metavar="TARGET", help=text("paths.to"))
@click.option("--start", metavar="OUTCOME", help=text("paths.start"))
@concept_option("paths", tuple(CONCEPTS))
@click.option("--all", "everything", is_flag=True, help=text("paths.all"))
@click.option("--limit", type=click.IntRange(1), default=12, show_default=True, help=text("paths.limit"))
@click.option("--figure", type=A_DRAWING, metavar="FILE", help=text("paths.figure"))
def paths(
    given: Given,
    to: tuple[str, ...],
    start: str | None,
    concept: str,
    everything: bool,
    limit: int,
    figure: Path | None,
) -> None:
    with waiting():
        result = shortest_ways(given.situation, to, start, concept, everything=everything, limit=limit)
    if wrong := result.faults():
        raise AssertionError(f"a path that is not what it says: {wrong}")
    if figure is not None:
        from detente.drawing.paths import draw_paths

        write_figure(figure, draw_paths(result, language.chosen()))
    if given.form == "json":
        print_json({**result.data(), "checked": True})
    elif given.form == "table":
        _tell(result, ids=given.ids)
    else:
        print_rows(result.rows(), given.form)


def _tell(result: Paths, *, ids: bool) -> None:
    """The sentences, journey by journey, and the table of all steps."""
    print_sentences(overview_sentences(result, language.chosen()))
    for journey in result.journeys:
        echo()
        print_sentences(journey_sentences(result, journey, language.chosen()))
    echo()
    rows, comma = result.rows(), say("phrases.also", language.chosen())
    for row in rows:
        row["way"] = comma.join(text(f"values.{kind}") for kind in row["way"].split(", "))
    teller = Teller(result.situation, result.stability.model.space, language.chosen())
    if not ids:
        names = {str(end + 1): language.plain(name) for end, name in target_names(result, teller)[1].items()}
        rows = [{**row, "target": names.get(row["target"], row["target"])} for row in rows]
    print_rows(in_words(rows, teller, ids=ids), "table")
