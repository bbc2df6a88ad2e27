"""A whole situation, as one file says it: what can be decided, what cannot be, what is asked.

Names of actors, options and so on are the keys of the maps that hold them. The same classes produce the JSON Schema for
editors (`detente.situation.reading.schema`).
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, PlainValidator, Tag, WithJsonSchema, model_validator

from detente.situation.reading import shapes
from detente.situation.records import (
    Actor,
    Date,
    Line,
    Name,
    Pair,
    Passage,
    Quantity,
    Reason,
    Record,
    Reference,
    Source,
    Statement,
    Text,
)
from detente.situation.relations import Domain, Issue, Mactor, Tie, Together
from detente.situation.scope import Scope, Symbol
from detente.situation.wants import Preference


class Level(Record):
    text: Text | None = None

    _short = model_validator(mode="before")(shapes.shorthand("text"))


Levels = Annotated[dict[Name, Level], BeforeValidator(shapes.levels)]


class Option(Record):
    """What one actor decides alone: yes or no, or one of several levels in the order listed."""

    text: Text | None = None
    otherwise: Text | None = None
    levels: Levels | None = None
    move: Literal["both", "forward", "back"] = "both"

    _short = model_validator(mode="before")(shapes.shorthand("text"))

    @property
    def level_names(self) -> tuple[str, ...]:
        return tuple(self.levels) if self.levels else ("no", "yes")


class Term(Option):
    """What changes only together. `leave`: returned by any party alone, only by all together, or never."""

    leave: Literal["any", "all", "never"] = "any"
    without: Line | None = None


class Docket(Record):
    """Terms and pledges that are negotiated as one matter."""

    terms: tuple[Reference, ...]
    text: Text | None = None

    _short = model_validator(mode="before")(shapes.listed("terms"))


class Agreement(Record):
    name: Text | None = None
    parties: tuple[Name, ...]
    terms: dict[Name, Term]
    pledges: tuple[Reference, ...] = ()
    disagreement: Annotated[
        Annotated[Literal["drift", "as_it_stands"], Tag("other")] | Annotated[dict[Name, Quantity], Tag("map")],
        Discriminator(shapes.map_or_other),
    ] = "drift"
    dockets: dict[Name, Docket] = {}
    winning: tuple[tuple[Name, ...], ...] = ()
    power: dict[Name, Quantity] = {}
    scale: Literal["own", "common"] = "own"


class Sentence(Record):
    """A named statement."""

    statement: Statement
    text: Text | None = None

    _short = model_validator(mode="before")(shapes.shorthand("statement"))


class Question(Sentence):
    """A statement to be answered. `text` asks it in words; `yes` and `no` say its answers as whole statements."""

    yes: Text | None = None
    no: Text | None = None


class Rule(Record):
    never: Statement | None = None
    at_most_one: tuple[Statement, ...] | None = None
    exactly_one: tuple[Statement, ...] | None = None
    if_: Statement | None = Field(default=None, alias="if")
    then: Statement | None = None

    _one = model_validator(mode="after")(shapes.one_rule)


class Cut(Record):
    actor: Name
    from_: Statement = Field(alias="from")
    to: Statement


class Standing(Record):
    """The level of one option or term in the status quo."""

    level: Line

    _short = model_validator(mode="before")(shapes.shorthand("level"))


class Held(Record):
    """An option that keeps its status-quo level, or an actor that does not move."""

    hold: Reference

    _short = model_validator(mode="before")(shapes.shorthand("hold"))


class Check(Record):
    """What later turned out: a statement that is compared with the forecast, never used to make it."""

    statement: Statement
    text: Text | None = None


Partial = Annotated[dict[str, Any], PlainValidator(shapes.partial), WithJsonSchema({"type": ["object", "null"]})]


class Act(Record):
    """Something an actor may do so that others read it: what shows that it is done, for whom, and how each may read it.

    `readings`: audience → name of a reading → what it changes in the situation as that audience sees it.
    """

    by: Name
    observe: Statement
    to: tuple[Name, ...] = ()
    text: Text | None = None
    readings: dict[Name, dict[Name, Partial]]


class Situation(Record):
    """A whole situation, as one file says it. Every map keeps the order of the file."""

    detente: Annotated[Literal["1"], BeforeValidator(str), WithJsonSchema({"enum": [1, "1"]})]
    title: Text | None = None
    date: Date | None = None
    sources: dict[Name, Source] = {}
    passages: dict[Name, Passage] = {}
    actors: dict[Name, Annotated[Actor, BeforeValidator(shapes.empty_record)]]
    held: tuple[Held, ...] = ()
    drivers: dict[Name, Quantity] = {}
    together: dict[Name, Together] = {}
    words: dict[Name, Quantity] = {}
    options: dict[Name, dict[Name, Option]] = {}
    agreements: dict[Name, Agreement] = {}
    outcomes: Annotated[dict[Name, Level], BeforeValidator(shapes.names_as_map)] | None = None
    moves: dict[Name, tuple[Pair, ...]] = {}
    statements: dict[Name, Sentence] = {}
    rules: dict[Name, Rule] = {}
    cuts: dict[Name, Cut] = {}
    status_quo: (
        Annotated[
            Annotated[dict[Reference, Standing], Tag("map")] | Annotated[Name, Tag("other")],
            Discriminator(shapes.map_or_other),
        ]
        | None
    ) = None
    preferences: dict[Name, Preference] = {}
    issues: dict[Name, Issue] = {}
    ties: dict[Name, Tie] = {}
    dependence: dict[Name, Domain] = {}
    mactor: Mactor | None = None
    questions: dict[Name, Question] = {}
    checks: dict[Name, Check] = {}
    variants: dict[Name, Partial] = {}
    perceptions: dict[Name, Partial] = {}
    acts: dict[Name, Act] = {}
    accept: dict[Name, Reason] = {}
    """Name of a warning or hint of `detente check` → why it is meant so. It is shown as accepted and counts no more."""

    @cached_property
    def scope(self) -> Scope:
        """Everything a statement or formula of this situation can name."""
        symbols: dict[tuple[str, ...], Symbol] = {("status_quo",): Symbol("status_quo")}
        for word in self.words:
            symbols[(word,)] = Symbol("word")
        for owner in (*self.actors, *self.agreements):
            symbols[(owner,)] = Symbol("owner")
        for actor, options in self.options.items():
            for name, option in options.items():
                symbols[(actor, name)] = Symbol("option", option.level_names)
        for agreement, record in self.agreements.items():
            for name, term in record.terms.items():
                symbols[(agreement, name)] = Symbol("term", term.level_names)
        for name in self.statements:
            symbols[(name,)] = Symbol("statement")
        for name in self.outcomes or ():
            symbols[(name,)] = Symbol("outcome")
        for name in self.drivers:
            symbols[(name,)] = Symbol("driver")
        return Scope(symbols)
