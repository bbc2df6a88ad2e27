"""What an actor wants: goals, priorities, rankings, pairs, or one of several."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Tag, model_validator

from detente.situation.reading import shapes
from detente.situation.records import Line, Name, Pair, Quantity, Record, Reference, Statement, Text


class Goal(Record):
    """Something wanted or avoided, and how much it counts."""

    want: Statement | None = None
    avoid: Statement | None = None
    weight: Quantity
    text: Text | None = None

    _one = model_validator(mode="after")(shapes.want_or_avoid)


class Item(Record):
    """One entry of ``priorities`` or of a group of ``ranking``; it counts only in draws where `when` is true."""

    want: Statement
    when: Statement | None = None

    _short = model_validator(mode="before")(shapes.shorthand("want"))


Divider = Annotated[Literal[">>"], Tag("divider")]
Group = Annotated[tuple[Item, ...], BeforeValidator(shapes.group)]


class Preference(Record):
    """What one actor wants, in exactly one of the kinds; see the file format for their meaning.

    `order`: what is known of the order of the goals' weights (`detente.situation.order`); `total`: what they add up to.
    """

    goals: dict[Name, Goal] | None = None
    points: dict[Reference, dict[Name, Quantity]] | None = None
    base: Quantity | None = None
    priorities: (
        tuple[Annotated[Divider | Annotated[Item, Tag("entry")], Discriminator(shapes.is_divider)], ...] | None
    ) = None
    ranking: (
        tuple[Annotated[Divider | Annotated[Group, Tag("entry")], Discriminator(shapes.is_divider)], ...] | None
    ) = None
    prefers: tuple[Pair, ...] | None = None
    much: (
        Annotated[
            Annotated[Quantity, Tag("quantity")] | Annotated[tuple[Pair, ...], Tag("pairs")],
            Discriminator(shapes.pairs_or_quantity),
        ]
        | None
    ) = None
    any: tuple[Preference, ...] | None = None
    order: Annotated[tuple[Line, ...], BeforeValidator(shapes.group)] | None = None
    total: Quantity | None = None

    _one = model_validator(mode="after")(shapes.one_preference)

    @property
    def kind(self) -> Literal["goals", "priorities", "ranking", "prefers", "any"]:
        if self.priorities is not None:
            return "priorities"
        if self.ranking is not None:
            return "ranking"
        if self.prefers is not None or isinstance(self.much, tuple):
            return "prefers"
        return "any" if self.any is not None else "goals"
