"""Positions on issues, ties, dependence and influence: numbers that analysts keep in tables."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, PrivateAttr, Tag, model_validator

from detente.situation.reading import shapes
from detente.situation.records import Date, Given, Line, Name, Pair, Quantity, Record, Text, Years


class Position(Record):
    """Where an actor stands on an issue."""

    position: Quantity
    """Where on the scale of the issue the actor wants it to settle."""
    salience: Given = None
    """How much the issue matters to the actor: 0 to 1, or 0 to 100 for all actors of the issue. Default: 1."""
    capability: Given = None
    """How strong the actor is on this issue. Default: the `capability` of the actor, else 1."""

    _short = model_validator(mode="before")(shapes.shorthand("position"))


class Issue(Record):
    """A line on which actors take positions; `scale` says in words what some of its points mean."""

    text: Text | None = None
    """The issue in words."""
    scale: dict[Name, Text] = {}
    """Points of the line → what they mean: `{0: no autonomy, 100: independence}`. The least and the greatest are its
    ends. Default: from 0 to 100."""
    reversion: Given = None
    """The point where things stand if nothing is agreed; counts only together with `veto`."""
    veto: tuple[Name, ...] = ()
    """Actors without whose consent the issue stays at `reversion`."""
    positions: dict[Name, Position]
    """Actor → the point it wants, alone or with salience and capability. Who is not listed has no part."""


class Table(Record):
    """A CSV file (or a sheet of a workbook) about states or pairs of them, in a published form or with columns
    named here.

    ``actors``: our name of an actor → what the file calls it (several separated by ``;``); needed only where neither
    the name nor the `code` of the actor is the one of the file. ``years``: one, or a span. ``others: counted``: names
    that are not ours are partners outside, and count in the whole of which shares are parts.
    """

    file: Line
    """The CSV or XLSX file, inside the folder of the situation."""
    sheet: Line | None = None
    """The sheet of an XLSX file. Default: the first."""
    format: Literal[
        "plain", "baci", "sipri", "sipri_tiv", "cow_trade", "cow_alliance", "cow_dispute", "cow_capability",
        "cow_states", "atop", "ucdp", "events", "ideal_points", "world_bank", "vdem",
    ] = "plain"  # fmt: skip
    """The published form of the file, whose columns are known; `plain`: columns named here. `cow_states`, a list of
    states, goes under no block: `detente convert` makes actors of it."""
    from_: Line = Field(default="from", alias="from")
    """Plain tables: the column with the actor that depends, or from which a tie goes out. Default: `from`."""
    to: Line = "to"
    """Plain tables: the column with the partner. Default: `to`."""
    share: Line = "share"
    """Plain tables: the column with the share, 0 to 1, of the needs of `from` that come from `to`. Default: `share`."""
    value: Line | None = None
    """Plain tables: the column with amounts in any unit, from which shares are worked out, instead of `share`. Tables
    of states: the column, or the series, that counts: `milex`, `NY.GDP.MKTP.CD`, `v2x_polyarchy`."""
    exit: Line | None = None
    """Plain tables: the column with the part of the share, 0 to 1, that could be replaced."""
    sign: Line | None = None
    """Plain tables of ties: the column that says `positive` or `negative` (or +1 and −1); or a weight with its sign, of
    which the size is the strength. A weight of 0 is no tie."""
    strength: Line | None = None
    """Plain tables of ties: the column with the strength of the tie."""
    year: Line | None = None
    """Plain tables: the column with the year of the row."""
    years: Years | None = None
    """The rows that count: a year, or a first and a last: `2014..2018`. Default: all. What the file does not cover is
    said."""
    decimal: Literal["point", "comma"] | None = None
    """The mark before the decimals, where the numbers of a column could be read in two ways. Default: as the whole
    column shows."""
    blank: Literal["left_out", "zero"] = "left_out"
    """Plain tables: what a cell without a number means: the row is `left_out`, and that is said, or it is 0."""
    absent: Literal["zero", "unknown"] | None = None
    """What it means that a pair has no row: `zero`, nothing passes between them, or `unknown`. Default: `zero` in
    registers that are complete (BACI, SIPRI, alliances, disputes), else `unknown`."""
    repeated: Literal["refused", "added"] = "refused"
    """Plain tables of amounts: a pair that stands there twice in a year is an error (`refused`), or its rows are
    `added`, as where each is a product."""
    counts: Literal["both", "bought", "sold"] = "both"
    """Published trade and arms: what shares are parts of: all that an actor has `bought`, has `sold`, or `both`."""
    only: tuple[Line, ...] = ()
    """Tables of alliances: the kinds of promise that count, as the file calls them. Default: `[defense]`."""
    others: Literal["refused", "counted"] = "refused"
    """Plain tables: names that are not ours are an error (`refused`) or partners outside (`counted`)."""
    actors: dict[Name, Line] = {}
    """Our name of an actor → what the file calls it, several separated by `;`: `{russia: "RUS; SUN"}`."""


class Tie(Record):
    """A tie between two actors (``between``) or from one to another; a pair may have many. ``table``: one tie for each
    pair that the table joins; without a sign they are shown beside the others and enter no balance."""

    between: Pair | None = None
    """The two actors of a tie that goes both ways."""
    from_: Name | None = Field(default=None, alias="from")
    """The actor that a tie goes out from; with `to`, instead of `between`."""
    to: Name | None = None
    """The actor that the tie goes to."""
    kind: Line
    """What sort of tie: `alliance`, `trade`, `dispute`, or any word of your own."""
    sign: Literal["positive", "negative"] | None = None
    """Whether the tie holds the two together (`positive`) or sets them apart (`negative`)."""
    strength: Given = None
    """How much the tie counts against other ties, 0 or more. Default: 1."""
    date: Date | None = None
    """When the tie was made: a year, a month or a day. Where only a pair's latest tie counts, it decides."""
    text: Text | None = None
    """The tie in words."""
    table: Table | None = None
    """A file of ties, one for each pair that it joins, instead of `between` or `from` and `to`."""

    _ends = model_validator(mode="after")(shapes.tie_ends)

    @property
    def ends(self) -> tuple[str, str]:
        """The two actors; empty for a table."""
        return self.between or (self.from_ or "", self.to or "")


Matrix = dict[Name, dict[Name, Quantity]]


class Assertion(Record):
    """What somebody says of a domain: that `who` depends on `on`, and more than the other way round."""

    who: Name
    """The actor that is said to depend more."""
    on: Name
    """The actor that it is said to depend on."""
    text: Text | None = None
    """The claim in words."""


class Growing(Record):
    """What the actor gets from a partner is multiplied; all else stays."""

    actor: Name
    """The actor that gets more, or less."""
    partner: Name
    """The partner that it gets it from."""
    factor: Quantity
    """What the amount is multiplied by: 2 for twice as much, 0.5 for half."""


class Moving(Record):
    """A share of the actor's needs moves from one partner to another."""

    actor: Name
    """The actor whose needs are met otherwise."""
    from_: Name = Field(alias="from")
    """The partner that it gets less from."""
    to: Name
    """The partner that it gets more from."""
    share: Quantity
    """How much moves, as a share, 0 to 1, of all the actor's needs in this domain."""


class WhatIf(Record):
    """One of: `grow`, `diversify`, or a partner that stops (`withdraw`)."""

    text: Text | None = None
    """The supposition in words."""
    grow: Growing | None = None
    """What an actor gets from a partner is multiplied."""
    diversify: Moving | None = None
    """A share of an actor's needs moves from one partner to another."""
    withdraw: Name | None = None
    """The partner that stops supplying all others."""


Measure = Literal["needs", "trade", "sales", "purchases"]


class Domain(Record):
    """Dependence in one domain: ``shares[i][j]`` of i's needs come from j, ``exits`` of it i could replace.

    ``fails``: how likely it is that what comes from a partner fails, perhaps a formula of drivers. ``unknown``: the
    share of an actor's needs of which nobody knows the partner. ``claims`` are judged, ``what_if`` is worked out.
    """

    text: Text | None = None
    """The domain in words: `energy`, `arms`."""
    of: (
        Annotated[
            Annotated[Measure, Tag("other")] | Annotated[dict[Name, Measure], Tag("map")],
            Discriminator(shapes.map_or_other),
        ]
        | None
    ) = None
    """What the shares are shares of: `needs`, `trade`, `sales` or `purchases`; or actor → one of these. Only of
    `needs` it is said that an actor depends on another for them; unlike things are not divided by each other.
    Default: not said."""
    weight: dict[Name, Quantity] = {}
    """Actor → how much this domain counts for it among its domains. Default: 1."""
    shares: Matrix = {}
    """Actor → partner → the share, 0 to 1, of the actor's needs that come from the partner. Default: 0."""
    exits: Matrix = {}
    """Actor → partner → how much of that share, 0 to 1, the actor could replace. Default: 0."""
    fails: Matrix = {}
    """Actor → partner → how likely it is, 0 to 1, that what comes from the partner fails."""
    unknown: dict[Name, Quantity] = {}
    """Actor → the share, 0 to 1, of its needs of which nobody knows the partner."""
    claims: dict[Name, Assertion] = {}
    """Name → what somebody says: that one depends on another more than the other way round. Judged against the
    numbers."""
    what_if: dict[Name, WhatIf] = {}
    """Name → a supposition whose effect is worked out: `grow`, `diversify` or `withdraw`."""
    table: Table | None = None
    """A file of shares; what is written in `shares` and `exits` goes before it."""
    _outside: dict[str, dict[str, float]] = PrivateAttr(default_factory=dict)

    @property
    def outside(self) -> dict[str, dict[str, float]]:
        """Actor → partner that is no actor of ours → share, where a table lists them (`detente.evidence.expanded`)."""
        return self._outside

    def measure(self, actor: str) -> Measure | None:
        """What an actor's shares are shares of."""
        return self.of.get(actor) if isinstance(self.of, dict) else self.of

    def with_outside(self, outside: dict[str, dict[str, float]]) -> Domain:
        """The same domain with such partners."""
        found = self.model_copy()
        found._outside = outside
        return found


class Sheet(Record):
    """A matrix in a CSV or XLSX file: names in the first row and the first column. ``sheet``: of an XLSX file."""

    file: Line
    """The CSV or XLSX file, inside the folder of the situation."""
    sheet: Line | None = None
    """The sheet of an XLSX file. Default: the first."""
    actors: dict[Name, Line] = {}
    """Our name of an actor → what the file calls it."""


class Mactor(Record):
    """Direct influence (0 to 4) of row on column, and each actor's stake in each objective (-4 to 4). ``texts``: the
    objectives in words."""

    influence: Matrix = {}
    """Actor → actor → how much the first can press the second directly: 0 (not at all) to 4 (its existence).
    Default: 0."""
    objectives: Matrix = {}
    """Objective → actor → its stake: -4 (vitally against) to 4 (vitally for). Default: 0."""
    texts: dict[Name, Text] = {}
    """Objective → what it is called, in words."""
    influence_table: Sheet | None = None
    """The matrix of direct influence in a file, instead of `influence`."""
    objectives_table: Sheet | None = None
    """The matrix of stakes in a file (a row for each actor), instead of `objectives`."""


class Together(Record):
    """Two uncertain drivers that move together, with their correlation (of normal scores)."""

    drivers: Pair
    """The two drivers, each with a range of its own."""
    correlation: Quantity
    """From -1 (against each other) to 1 (always together): the correlation of their normal scores."""
