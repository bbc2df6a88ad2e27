"""Positions on issues, ties, dependence and influence: numbers that analysts keep in tables."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from detente.situation.reading import shapes
from detente.situation.records import Date, Line, Name, Pair, Quantity, Record, Text, Years


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


class Table(Record):
    """A CSV file about pairs of actors, in a published form or with columns named here.

    ``actors``: our name of an actor → what the file calls it (several separated by ``;``). ``years``: one, or a span.
    ``others: counted``: names that are not ours are partners outside, and count in the whole of which shares are parts.
    """

    file: Line
    format: Literal["plain", "baci", "sipri", "cow_trade", "cow_alliance", "cow_dispute", "atop", "ideal_points"] = (
        "plain"
    )
    from_: Line = Field(default="from", alias="from")
    to: Line = "to"
    share: Line = "share"
    value: Line | None = None
    exit: Line | None = None
    sign: Line | None = None
    strength: Line | None = None
    year: Line | None = None
    years: Years | None = None
    counts: Literal["both", "bought", "sold"] = "both"
    only: tuple[Line, ...] = ()
    others: Literal["refused", "counted"] = "refused"
    actors: dict[Name, Line] = {}


class Tie(Record):
    """A tie between two actors (``between``) or from one to another; a pair may have many. ``table``: one tie for each
    pair that the table joins; without a sign they are shown beside the others and enter no balance."""

    between: Pair | None = None
    from_: Name | None = Field(default=None, alias="from")
    to: Name | None = None
    kind: Line
    sign: Literal["positive", "negative"] | None = None
    strength: Quantity | None = None
    date: Date | None = None
    text: Text | None = None
    table: Table | None = None

    _ends = model_validator(mode="after")(shapes.tie_ends)

    @property
    def ends(self) -> tuple[str, str]:
        """The two actors; empty for a table."""
        return self.between or (self.from_ or "", self.to or "")


Matrix = dict[Name, dict[Name, Quantity]]


class Assertion(Record):
    """What somebody says of a domain: that `who` depends on `on`, and more than the other way round."""

    who: Name
    on: Name
    text: Text | None = None


class Growing(Record):
    """What the actor gets from a partner is multiplied; all else stays."""

    actor: Name
    partner: Name
    factor: Quantity


class Moving(Record):
    """A share of the actor's needs moves from one partner to another."""

    actor: Name
    from_: Name = Field(alias="from")
    to: Name
    share: Quantity


class WhatIf(Record):
    """One of: `grow`, `diversify`, or a partner that stops (`withdraw`)."""

    text: Text | None = None
    grow: Growing | None = None
    diversify: Moving | None = None
    withdraw: Name | None = None


class Domain(Record):
    """Dependence in one domain: ``shares[i][j]`` of i's needs come from j, ``exits`` of it i could replace.

    ``fails``: how likely it is that what comes from a partner fails, perhaps a formula of drivers. ``unknown``: the
    share of an actor's needs of which nobody knows the partner. ``claims`` are judged, ``what_if`` is worked out.
    """

    text: Text | None = None
    weight: dict[Name, Quantity] = {}
    shares: Matrix = {}
    exits: Matrix = {}
    fails: Matrix = {}
    unknown: dict[Name, Quantity] = {}
    claims: dict[Name, Assertion] = {}
    what_if: dict[Name, WhatIf] = {}
    table: Table | None = None


class Sheet(Record):
    """A matrix in a CSV or XLSX file: names in the first row and the first column. ``sheet``: of an XLSX file."""

    file: Line
    sheet: Line | None = None
    actors: dict[Name, Line] = {}


class Mactor(Record):
    """Direct influence (0 to 4) of row on column, and each actor's stake in each objective (-4 to 4). ``texts``: the
    objectives in words."""

    influence: Matrix = {}
    objectives: Matrix = {}
    texts: dict[Name, Text] = {}
    influence_table: Sheet | None = None
    objectives_table: Sheet | None = None


class Together(Record):
    """Two uncertain drivers that move together, with their correlation (of normal scores)."""

    drivers: Pair
    correlation: Quantity
