"""``detente perception``: what holds where actors see different games, and how acts are read."""

from __future__ import annotations

from typing import Any

import click

from detente.cli import language
from detente.cli.command import FORMATS, Given, command
from detente.cli.language import echo, plain, text
from detente.cli.printing import print_rows, print_sentences, print_table
from detente.errors import DetenteError
from detente.outcomes.telling import Teller
from detente.result import Row
from detente.situation.identifiers import nearest
from detente.stability.concepts import CONCEPTS
from detente.stability.perception.result import Perception
from detente.stability.perception.result import perception as what_is_seen
from detente.stability.perception.sentences import act_words, reading_words
from detente.words import has, say

MOST_ROWS = 64  # of a contrast that the whole report shows; `--act` shows all


@command("perception", views=("set",), formats=FORMATS)
@click.option(
    "--concept",
    "concepts",
    multiple=True,
    type=click.Choice(list(CONCEPTS)),
    default=("seq",),
    show_default=True,
    help=text("perception.concept"),
)
@click.option(
    "--reading", type=click.Choice(["a", "b"]), default="a", show_default=True, help=text("perception.reading")
)
@click.option("--act", metavar="NAME", help=text("perception.act"))
@click.option("--outcomes", is_flag=True, help=text("perception.outcomes"))
@click.option("--limit", type=click.IntRange(1), default=10_000, show_default=True, help=text("limit"))
def perception(
    given: Given, concepts: tuple[str, ...], reading: str, act: str | None, outcomes: bool, limit: int
) -> None:
    case, form = given.case, given.form
    result = what_is_seen(case.situation, case.perceptions, case.readings, dict.fromkeys(concepts), limit, case.beliefs)
    if act is not None:
        _known(act, result)
        _show_act(result, act, form)
    elif reading == "b":
        _show_blind(result, form)
    elif form == "json":
        echo(result.to_json())
    elif outcomes:
        _show_outcomes(result, form, limit)
    elif form == "table":
        _show_all(result)
    else:
        print_rows(result.rows(), form)


def _known(act: str, result: Perception) -> None:
    if act not in result.contrasts:
        known = tuple(result.contrasts)
        raise DetenteError("act_unknown", name=act, nearest=nearest(act, known), known=known)


def _show_all(result: Perception) -> None:
    """Sentences, then hope against reality, then the contrast of each act's readings."""
    print_sentences(result.sentences(language.chosen()))
    for concept in result.concepts if result.mistaken or result.contrasts else ():
        rows = [row for row in result.rows() if row["concept"] == concept]
        title = say("perception.hope", language.chosen(), concept=CONCEPTS[concept].symbol)
        echo()
        _print(rows, "table", title, result)
    for name, chosen in result.contrasts.items():
        if 0 < len(chosen.combinations) <= MOST_ROWS:
            _show_act(result, name, "table", whole=False)


def _show_outcomes(result: Perception, form: str, limit: int) -> None:
    """What holds alone or is expected to; in a table each outcome by what differs from the status quo."""
    rows = [{"concept": name, **row} for name in result.concepts for row in result.outcome_rows(name)[:limit]]
    if form != "table":
        print_rows(rows, form)
        return
    space = result.twin.model.space
    if space.status_quo is not None and not space.nodes:
        echo(text("stability.difference"))
    for name in result.concepts:
        title = say("perception.outcomes", language.chosen(), concept=CONCEPTS[name].symbol)
        mine = [{**row, "outcome": space.difference(row["id"] - 1)} for row in rows if row["concept"] == name]
        _print(mine, form, title, result)


def _show_act(result: Perception, name: str, form: str, *, whole: bool = True) -> None:
    """The contrast of an act's readings; if not `whole`, only the questions whose answer turns."""
    rows = result.act_rows(name)
    if not whole:
        still = {q for q in result.twin.situation.questions if len({row[q] for row in rows}) == 1}
        rows = [{key: value for key, value in row.items() if key not in still} for row in rows]
    for concept in result.concepts if form == "table" else (None,):
        words = act_words(name, result.contrasts[name].act, language.chosen())
        symbol = CONCEPTS[concept].symbol if concept else ""
        title = say("perception.contrast", language.chosen(), act=words, concept=symbol)
        _print([row for row in rows if concept in (None, row["concept"])], form, title, result, name)


def _show_blind(result: Perception, form: str) -> None:
    blind = result.blind()
    if form == "json":
        echo(blind.to_json())
        return
    if form == "table":
        print_sentences(blind.sentences(language.chosen()))
        echo()
    rows = [{**row, "rests_on_blindness": "yes" if row["rests_on_blindness"] else "no"} for row in blind.rows()]
    _print(rows, form, None, result)


def _print(rows: list[Row], form: str, title: str | None, result: Perception, act: str | None = None) -> None:
    """Rows in a format; in a table with headings, names and code words in the language of this run."""
    if form != "table":
        print_rows(rows, form)
        return
    print_table([_spoken(row, result, act) for row in rows], plain(title) if title else None)


def _spoken(row: Row, result: Perception, act: str | None) -> Row:
    chosen = language.chosen()
    teller = Teller(result.twin.situation, result.twin.model.space, chosen)
    found: dict[str, Any] = {}
    for key, value in row.items():
        heading, said = key, value
        if key == "concept":
            continue
        kind, _, actor = key.rpartition("_by_")
        if kind in ("expected", "read"):
            heading = say(f"perception.columns.{kind}_by", chosen, actor=teller.actor(actor))
        elif key in teller.situation.actors:
            heading = teller.actor(key)
        elif act is not None and key in teller.situation.questions:
            heading = teller.question(key)
        elif has(f"perception.columns.{key}", chosen):
            heading = say(f"perception.columns.{key}", chosen)
        if kind == "read" and act is not None:
            words = reading_words(result.contrasts[act].act, actor, value or None, chosen)
            said = say("perception.reading", chosen, reading=words) if value else words
        elif key == "question":
            said = teller.question(str(value))
        elif key in ("taken_aback", "unrecognised_by") and value:
            said = teller.actors(str(value).split(", "))
        elif isinstance(value, str) and has(f"perception.values.{value}", chosen) and key != "outcome":
            said = say(f"perception.values.{value}", chosen)
        found[plain(heading)] = plain(said) if isinstance(said, str) else said
    return found
