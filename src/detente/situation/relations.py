"""Positions on issues, ties, dependence and influence: numbers that analysts keep in tables."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from detente.situation import shapes
from detente.situation.records import Date, Line, Name, Pair, Quantity, Record, Text


class Position(Record):
    position: Quantity
    salience: Quantity | None = None
    capability: Quantity | None = None

    _short = model_validator(mode="before")(shapes.shorthand("position"))


class Issue(Record):
    """A line on which actors take positions; `scale` says in words what some of its points mean."""

    text: Text | None = None
    scale: dict[Name, Text] = {}
    reversion: Quantity | None = None
    veto: tuple[Name, ...] = ()
    positions: dict[Name, Position]


class Tie(Record):
    """A tie between two actors (``between``) or from one to another; a pair may have many."""

    between: Pair | None = None
    from_: Name | None = Field(default=None, alias="from")
    to: Name | None = None
    kind: Line
    sign: Literal["positive", "negative"]
    strength: Quantity | None = None
    date: Date | None = None
    text: Text | None = None

    _ends = model_validator(mode="after")(shapes.tie_ends)


class Table(Record):
    """A CSV of who depends on whom: columns for the two actors, the share, and perhaps the exit."""

    file: Line
    from_: Line = Field(default="from", alias="from")
    to: Line = "to"
    share: Line = "share"
    exit: Line | None = None


Matrix = dict[Name, dict[Name, Quantity]]


class Domain(Record):
    """Dependence in one domain: ``shares[i][j]`` of i's needs come from j, ``exits`` of it i could replace."""

    text: Text | None = None
    weight: dict[Name, Quantity] = {}
    shares: Matrix = {}
    exits: Matrix = {}
    table: Table | None = None


class Mactor(Record):
    """Direct influence (0 to 4) of row on column, and each actor's stake in each objective (-4 to 4)."""

    influence: Matrix
    objectives: Matrix


class Together(Record):
    """Two uncertain drivers that move together, with their correlation (of normal scores)."""

    drivers: Pair
    correlation: Quantity
