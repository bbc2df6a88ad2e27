"""What an agreement may say beyond its terms: money, who ratifies, steps, time, comparisons, drafts."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from detente.situation.divisible import NUMBER, Exact
from detente.situation.reading import shapes
from detente.situation.reading.agreements import deal_shapes
from detente.situation.records import Given, Line, Name, Named, ReadAs, Record, Reference, Text, YesNo
from detente.situation.wants import Preference

Package = dict[Reference, Line]


class Money(Record):
    """Payments between the parties."""

    unit: Text | None = None
    """What money is counted in: `million euro`."""
    worth: dict[Name, Exact] = {}
    """Party → what one unit of money is worth to it, in its own utility. Default: 1 each, with `scale: common`. A
    ratifier may be named too: what one unit that its party receives is worth to it. Default for ratifiers: nothing."""
    at_most: dict[Name, Exact] = {}
    """Party → the most that it may pay. Default: no limit."""

    _short = model_validator(mode="before")(deal_shapes.money)


class Vote(Record):
    """When a party's ratifiers have said yes: one ratifier, or a rule over several."""

    who: Name | None = None
    """One ratifier by its name; a bare name says the same. A rule is one of `who`, `all`, `any`, `majority_of`,
    `quota`."""
    all: tuple[Vote, ...] | None = None
    """Every one of these."""
    any: tuple[Vote, ...] | None = None
    """At least one of these."""
    majority_of: tuple[Vote, ...] | None = None
    """More than half of these (blocs)."""
    quota: dict[Name, Exact] | None = None
    """Ratifier → its votes."""
    need: Exact | None = None
    """With `quota`: how many votes are needed. Default: more than half of them."""
    veto: tuple[Vote, ...] = ()
    """Those without whose yes nothing passes, beside the rule."""

    _short = model_validator(mode="before")(shapes.shorthand("who"))
    _one = model_validator(mode="after")(deal_shapes.one_vote)


class Ratifier(Record):
    """Somebody who must say yes though it does not negotiate: a parliament, a coalition partner, the public."""

    name: Named | None = None
    """What the ratifier is called; written like the name of an actor."""
    preferences: Preference | None = None
    """What it wants of the same outcomes, as goals and points: it says yes to what it gains by."""
    inertia: Given = None
    """The least gain for which it says yes. Default: 0; then it says yes also where it gains nothing."""
    rule: Vote | None = None
    """Instead of preferences, for a body: whose yes among the other ratifiers of the party makes it say yes."""


class Stage(Record):
    """A term or a pledge that is delivered in steps."""

    giver: Name
    """The party that delivers it."""
    steps: Annotated[int, ReadAs(deal_shapes.steps, NUMBER)] = 1
    """In how many equal steps, up to 1,000."""
    returns: YesNo = False
    """`true` if the giver can take back what it gave."""


class Deadline(Record):
    """What waiting costs, for bargaining by offers in turn: a reading beside the others; goes with `money`."""

    discount: dict[Name, Exact]
    """Party → what one unit of the next round is worth to it now, at least 0 and below 1. The first named offers
    first."""
    outside: dict[Name, Exact] = {}
    """Party → what it can have elsewhere at any time, above no deal, in money. Default: nothing."""
    rounds: Annotated[int | None, ReadAs(deal_shapes.rounds, NUMBER)] = None
    """How many rounds there are, up to 100,000. Default: no end."""


class Comparison(Record):
    """Two packages that a party compared, to learn how much each issue counts for it."""

    by: Name
    """The party that compared them."""
    better: Package
    """The package it likes better: term or pledge → level. What is not named stands as without a deal."""
    worse: Package
    """The package it likes less."""


class Coalition(Record):
    """What some of the parties could have without the others."""

    of: tuple[Name, ...]
    """The parties of the group."""
    value: Exact
    """What they could gain together, above no deal, in money."""
