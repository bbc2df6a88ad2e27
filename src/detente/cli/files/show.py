"""``detente show``: a situation at a glance, or its outcomes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from detente.cli import language
from detente.cli.command import ANALYSED, FORMATS, Given, command
from detente.cli.language import echo, plain, text
from detente.cli.printing import print_json, print_rows
from detente.cli.table_words import in_words
from detente.errors import LimitError
from detente.evidence.trace import form_text
from detente.outcomes.numbers import Numbers
from detente.outcomes.paper_tables import matrices as matrices_of
from detente.outcomes.paper_tables import matrix_rows, move_rows, option_table, ranking_rows
from detente.outcomes.preferences import preferences_of
from detente.outcomes.space import Space, space_of
from detente.outcomes.telling import Teller
from detente.situation.model import Situation
from detente.stability.solve import Model
from detente.words import in_language, number

LARGEST = 200  # outcomes up to which matrices are printed


@command("show", views=ANALYSED, formats=FORMATS)
@click.option("--outcomes", is_flag=True, help=text("show.outcomes"))
@click.option("--options", is_flag=True, help=text("show.options"))
@click.option("--rankings", is_flag=True, help=text("show.rankings"))
@click.option("--moves", is_flag=True, help=text("show.all_moves"))
@click.option("--matrices", is_flag=True, help=text("show.matrices"))
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help=text("limit"))
def show(given: Given, outcomes: bool, options: bool, rankings: bool, moves: bool, matrices: bool, limit: int) -> None:
    situation, form = given.situation, given.form
    space = space_of(situation)
    if outcomes:
        _outcomes(space, limit, form)
        return
    tables = {"options": options, "rankings": rankings, "moves": moves, "matrices": matrices}
    if any(tables.values()):
        _tables(situation, [name for name, wanted in tables.items() if wanted], limit, given)
        return
    if form == "json":
        print_json(situation.model_dump(mode="json", by_alias=True, exclude_defaults=True))
        return
    teller = Teller(situation, space, language.chosen())
    if form == "table":
        title = in_language(situation.title, language.chosen()) or given.case.name
        echo(plain(title) + (f"  ({situation.date})" if situation.date else "") + "\n")
        echo(text("show.counts", count=space.count, cells=space.cells) + "\n")
    print_rows(_choices(teller, spoken=form == "table"), form, text("show.choices") if form == "table" else None)
    if form == "table" and situation.questions:
        rows = [
            {"name": name, "question": plain(teller.question(name)), "statement": question.statement}
            for name, question in situation.questions.items()
        ]
        print_rows(rows, form, text("show.questions"))
    if form == "table":
        _numbers(situation)


def _outcomes(space: Space, limit: int, form: str) -> None:
    shown = range(min(space.count, limit))
    rows = [
        {"id": index + 1, "outcome": space.name(index), "status_quo": "*" if index == space.status_quo else ""}
        for index in shown
    ]
    print_rows(rows, form)
    if space.count > limit:
        echo(text("show.more", count=space.count - limit), err=True)


def _tables(situation: Situation, wanted: list[str], limit: int, given: Given) -> None:
    """The tables that papers print; as JSON all of them in one."""
    model, form = Model.of(situation), given.form
    preferences = preferences_of(model.numbers())
    if "matrices" in wanted and model.space.count > LARGEST:
        raise LimitError("matrices_large", count=model.space.count, limit=LARGEST)
    made: dict[str, Callable[[], Any]] = {
        "options": lambda: option_table(model.space, limit),
        "rankings": lambda: ranking_rows(preferences),
        "moves": lambda: move_rows(model.moves, preferences),
        "matrices": lambda: matrices_of(model.moves, preferences),
    }
    found = {name: made[name]() for name in wanted}
    if form == "json":
        print_json(found)
        return
    for place, (name, table) in enumerate(found.items()):
        if place and form != "xlsx":
            echo()
        rows = matrix_rows(table) if name == "matrices" else table
        if form == "table":
            rows = in_words(rows, Teller(situation, model.space, language.chosen()), ids=given.ids)
        print_rows(rows[:limit] if name == "moves" else rows, form, name if form == "xlsx" else None)
        if name == "moves" and len(rows) > limit:
            echo(text("show.more_moves", count=len(rows) - limit), err=True)


def _choices(teller: Teller, *, spoken: bool) -> list[dict[str, object]]:
    space = teller.space
    if space.nodes:
        return [{"outcome": name, "meaning": plain(teller.outcome(index))} for index, name in enumerate(space.nodes)]
    held = {item.hold for item in teller.situation.held}
    rows: list[dict[str, object]] = []
    for place, axis in enumerate(space.axes):
        now = None if space.status_quo is None else axis.levels[space.levels[space.status_quo, place]]
        meaning = plain(" / ".join(teller.level(axis, level) for level in range(len(axis.levels))))
        moves: str = "held" if axis.owner in held or axis.label in held else axis.move
        if axis.leave is not None:
            moves = f"{moves}, leave {axis.leave}"
        if spoken:
            moves = ", ".join(text(f"show.{part.replace(' ', '_')}") for part in moves.split(", "))
        rows.append(
            {
                "who": axis.owner,
                "option": axis.name,
                "levels": "/".join(axis.levels),
                "now": now,
                "moves": moves,
                "meaning": meaning,
            }
        )
    return rows


def _numbers(situation: Situation) -> None:
    numbers = Numbers(situation, space_of(situation))
    rows = [
        {"driver": name, "written": form_text(driver), "centre": number(float(numbers.driver(name)[0, 0]))}
        for name, driver in situation.drivers.items()
    ]
    if rows:
        print_rows(rows, "table", text("show.drivers"))
