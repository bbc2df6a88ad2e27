"""``detente stability``: what holds, under every concept, and where it goes."""

from __future__ import annotations

import click
from click.core import ParameterSource

from detente.cli import language
from detente.cli.command import ANALYSED, FORMATS, Given, command, engine_option
from detente.cli.language import echo, text
from detente.cli.printing import print_rows, print_sentences, waiting
from detente.cli.table_words import in_words
from detente.outcomes.telling import Teller
from detente.result import json_text
from detente.stability.coalitions.coalition import COALITION_CONCEPTS
from detente.stability.coalitions.sentences import coalition_rows
from detente.stability.concepts import CONCEPTS, KNOWN, REPORTED
from detente.stability.engines.large import analyse
from detente.stability.further_concepts import named_coalitions, split_concepts, with_further
from detente.stability.result import Stability
from detente.stability.sentences import concept_name
from detente.stability.view_ids import numbered_rows, with_ids
from detente.uncertainty.scan import scan
from detente.uncertainty.scan_sentences import close_calls
from detente.words import say

FOLLOWED = 5000  # outcomes up to which it is looked into whether an answer is a close call
SAMPLE = 20  # outcomes shown of a situation too large to list, or of so `MANY`, unless more are asked for
MANY = 100
EVERY = "all"  # as a coalition: each of them


@command("stability", views=ANALYSED, formats=FORMATS)
@click.option("--concept", "concepts", multiple=True, type=click.Choice(list(KNOWN)), help=text("stability.concept"))
@click.option("--all", "everything", is_flag=True, help=text("stability.all"))
@click.option("--coalition", "coalitions", multiple=True, metavar="A+B|all", help=text("stability.coalition"))
@click.option("--actors", "by_actor", is_flag=True, help=text("stability.actors"))
@click.option("--limit", type=click.IntRange(1), default=10_000, show_default=True, help=text("limit"))
@engine_option
def stability(
    given: Given,
    concepts: tuple[str, ...],
    everything: bool,
    coalitions: tuple[str, ...],
    by_actor: bool,
    limit: int,
    engine: str,
) -> None:
    situation, form = given.situation, given.form
    plain, strong = split_concepts(situation, concepts or None)
    asked = EVERY if EVERY in coalitions else named_coalitions(situation, coalitions)
    with waiting():
        result = with_further(analyse(situation, plain, limit, engine), strong, asked, required=bool(concepts))
    ids = _ids(given, result)
    if form == "json":
        echo(json_text(result.data() if ids is None else with_ids(result.data(), ids)))
        return
    if by_actor:
        print_rows(numbered_rows(result.actor_rows()[:limit], ids), form)
        return
    if asked and form != "table":
        _print_groups(result, everything, limit, form, ids, show_ids=given.ids)
        return
    if form == "table":
        print_sentences([*result.sentences(language.chosen()), *_close_calls(result)])
        echo()
    rows = result.outcome_rows()
    if not everything:
        marks = ("holds", "eq") if form != "table" or result.engine == "sweeps" else ("holds",)
        looked_at = [name for name in result.solutions if name in REPORTED] or list(result.solutions)
        looked_at += result.strong if concepts else ()
        rows = [row for row in rows if any(row[name] in marks for name in looked_at)]
    space = result.model.space
    many = result.engine == "sweeps" or len(rows) > MANY  # they would push the answer off the screen
    if form == "table" and many and not everything and not _asked_for("limit"):
        limit = SAMPLE
    listed, rows = len(rows), rows[:limit]
    teller = Teller(situation, space, language.chosen())
    if form == "table" and given.ids:
        rows = [{**row, "outcome": space.difference(row["id"] - 1)} for row in rows]
    elif form == "table":
        rows = in_words(rows, teller)
    if form != "table" or given.ids:
        rows = numbered_rows(rows, ids)
    titles = {name: KNOWN[name].symbol for name in (*result.solutions, *result.strong)}
    if form == "table" and space.status_quo is not None and not space.nodes:
        echo(text("stability.difference"))
    print_rows([{titles.get(key, key): value for key, value in row.items()} for row in rows], form)
    if form == "table" and listed > len(rows):
        echo(text("stability.first", shown=len(rows), count=listed if listed < result.limit else None))
    if form == "table":
        echo(text("stability.legend"))
        spoken = language.chosen()
        letters = [f"{symbol} {concept_name(name, spoken)}" for name, symbol in titles.items()]
        echo(language.plain(text("stability.symbols", list=say("phrases.semicolon", spoken).join(letters))))
        _say_unused(given, teller)
    if form == "table" and result.strong:
        echo(text("stability.strong_legend"))
    if asked and form == "table":
        _print_groups(result, everything, limit, form, ids, show_ids=given.ids)


def _close_calls(result: Stability) -> list[str]:
    """The close calls, where looking for them takes no time to speak of."""
    if result.engine == "sweeps" or not result.situation.questions or result.model.space.count > FOLLOWED:
        return []
    concept = REPORTED[-1] if REPORTED[-1] in result.solutions else next(iter(result.solutions))
    if concept not in CONCEPTS:
        return []
    return close_calls(scan(result.model, (concept,), goals=False, inertia=True), concept, language.chosen())


def _say_unused(given: Given, teller: Teller) -> None:
    """That the file says who sees another game, where that is not used."""
    if given.case.perceptions and given.seen_by is None:
        seeing = teller.actors(given.case.perceptions)
        echo(language.plain(say("stability.unused_perceptions", language.chosen(), actors=seeing)))


def _ids(given: Given, result: Stability) -> list[int] | None:
    """The ids that outcomes have in the file itself, where an actor sees fewer of them; None: as they are counted."""
    return None if result.engine == "sweeps" else given.own_ids(result.model.space)


def _asked_for(option: str) -> bool:
    """The option was given, and does not stand at its default."""
    return click.get_current_context().get_parameter_source(option) is not ParameterSource.DEFAULT


def _print_groups(
    result: Stability, everything: bool, limit: int, form: str, ids: list[int] | None, *, show_ids: bool
) -> None:
    """Which groups upset which outcome, as a table of its own."""
    spoken = language.chosen() if form == "table" else None
    rows = coalition_rows(result, spoken=spoken, everything=everything)[:limit]
    if form != "table":
        print_rows(numbered_rows(rows, ids), form)
        return
    echo()
    rows = in_words(rows, Teller(result.situation, result.model.space, language.chosen()), ids=show_ids)
    symbols = {name: concept.symbol for name, concept in COALITION_CONCEPTS.items()}
    named = [{symbols.get(key, key): value for key, value in row.items()} for row in rows]
    print_rows(named, form, text("stability.upset_by"))
    echo(text("stability.coalitions_legend"))
