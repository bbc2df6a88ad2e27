"""What an actor wants: goals, priorities, rankings, pairs, or one of several."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, PrivateAttr, Tag, model_validator

from detente.situation.divisible import Curve
from detente.situation.reading import shapes
from detente.situation.reading.agreements import deal_shapes
from detente.situation.records import Given, Graded, Line, Name, Pair, Quantity, Record, Reference, Statement, Text


class Goal(Record):
    """Something wanted or avoided, and how much it counts."""

    want: Statement | None = None
    """The statement that the actor wants to be true. Either this or `avoid`."""
    avoid: Statement | None = None
    """The statement that the actor wants to be false: it takes `weight` away where it is true."""
    weight: Quantity
    """How much the goal adds to the utility: a number, a range, a word of `words`, or a formula."""
    text: Text | None = None
    """The goal in words: `not to sign the islands away`."""

    _one = model_validator(mode="after")(shapes.want_or_avoid)


class Item(Record):
    """One entry of ``priorities`` or of a group of ``ranking``; it counts only in draws where `when` is true."""

    want: Statement
    """The statement that counts."""
    when: Statement | None = None
    """A condition on drivers, as `us_reliability < 0.5`; the entry counts only where it is true. Default: always."""
    text: Text | None = None
    """The entry in words: `no double renaming`."""

    _short = model_validator(mode="before")(shapes.shorthand("want"))


Divider = Annotated[Literal[">>"], Tag("divider")]
Group = Annotated[tuple[Item, ...], BeforeValidator(shapes.group)]


class Preference(Record):
    """What one actor wants, in exactly one kind: `goals` (with `points` and `base`), `priorities`, `ranking`, pairs
    (`prefers`, with `much`, `degrees` and `unknown`), `fuzzy`, `probable` or `any`."""

    goals: dict[Name, Goal] | None = None
    """A sum: name of a goal → what is wanted or avoided, and how much it counts."""
    points: (
        dict[
            Reference,
            Annotated[
                Annotated[dict[Name, Quantity], Tag("table")]
                | Annotated[Curve, Tag("curve")]
                | Annotated[tuple[Curve, ...], Tag("curves")],
                Discriminator(deal_shapes.points_or_curve),
            ],
        ]
        | None
    ) = None
    """Added to the goals: option or term → level → number, as `peace.islands: {keep: 0, two: 5, four: 12}`; for a term
    with a `share`, lines between points: `{at: {0: 0, 40: 20, 100: 25}}`, or a list of such that add up."""
    base: Given = None
    """A number added to the utility of every outcome. Default: 0."""
    priorities: (
        tuple[Annotated[Divider | Annotated[Item, Tag("entry")], Discriminator(shapes.is_divider)], ...] | None
    ) = None
    """Statements, most important first; each outweighs all later ones together. `">>"` between two: a difference in a
    statement above it is great."""
    ranking: (
        tuple[Annotated[Divider | Annotated[Group, Tag("entry")], Discriminator(shapes.is_divider)], ...] | None
    ) = None
    """Groups of statements, best group first; an outcome belongs to the first that it matches. `[true]` as the last
    takes the rest. `">>"` between two: greatly better."""
    prefers: tuple[Pair, ...] | None = None
    """Graph form only: pairs `[better, worse]` of outcomes. Pairs that are not listed are indifferent."""
    much: (
        Annotated[
            Annotated[Quantity, Tag("quantity")] | Annotated[tuple[Pair, ...], Tag("pairs")],
            Discriminator(shapes.pairs_or_quantity),
        ]
        | None
    ) = None
    """With goals: the least difference in utility that counts as great. In graph form: pairs `[better, worse]` where
    the first is greatly better."""
    degrees: dict[Name, tuple[Pair, ...]] | None = None
    """Graph form only: degree (a whole number from 2 on) → pairs `[better, worse]` that lie so far apart; pairs under
    `prefers` lie 1 apart."""
    unknown: tuple[Pair, ...] | None = None
    """Graph form only: pairs of outcomes of which nobody knows how the actor compares them."""
    fuzzy: tuple[Graded, ...] | None = None
    """Graph form only: `[one, other, 0.8]`, the degree from 0 to 1 to which the actor prefers the one to the other; the
    reverse is what is left of 1. A range (`0.6..0.8`) where it is not certain. Pairs that are not listed: 0.5."""
    threshold: Given = None
    """With `fuzzy`: how certain a gain must be to tempt the actor, above 0 and up to 1, for `detente concepts`."""
    probable: tuple[Graded, ...] | None = None
    """Graph form only: `[one, other, 0.7]`, the probability that the actor prefers the one to the other. Both
    directions of a pair add up to 1 or less; the rest is indifference."""
    leave_above: Given = None
    """With `probable`: a move tempts if the probability of a gain is above this. Default: 0."""
    hurt_up_to: Given = None
    """With `probable`: an answer hurts if the probability of a gain is not above this. Default: `leave_above`."""
    credible_above: Given = None
    """With `probable`: a step is expected of this actor if the probability of a gain is above this. Default:
    `leave_above`."""
    any: tuple[Preference, ...] | None = None
    """Several preferences of which one holds, nobody knows which. The first is the centre; a study draws each as
    often."""
    order: Annotated[tuple[Line, ...], BeforeValidator(shapes.group)] | None = None
    """What is known of the order of the goals' weights, in one line or several: `hedge > islands >= 2 * forces`."""
    total: Given = None
    """What the weights of all goals add up to; each weight is then a range."""

    _one = model_validator(mode="after")(shapes.one_preference)
    _lines: dict[str, tuple[Curve, ...]] = PrivateAttr(default_factory=dict)  # the curves that were put into levels
    _goals_of_lines: frozenset[str] = PrivateAttr(default=frozenset())  # the goals that this made

    @property
    def tables(self) -> dict[str, dict[str, Quantity]]:
        """Numbers by level: the points of options, and of terms with levels."""
        return {key: entry for key, entry in (self.points or {}).items() if isinstance(entry, dict)}

    @property
    def curves(self) -> dict[str, tuple[Curve, ...]]:
        """Lines over a range: the points of terms with a share."""
        found = {key: entry for key, entry in (self.points or {}).items() if not isinstance(entry, dict)}
        return {key: entry if isinstance(entry, tuple) else (entry,) for key, entry in found.items()}

    def in_levels(self, points: dict[str, dict[str, Quantity]], goals: dict[str, Goal]) -> Preference:
        """The same with numbers by level, and goals that depend on levels, in the place of lines."""
        made = self.model_copy(update={"points": points, "goals": {**(self.goals or {}), **goals} or None})
        made._lines, made._goals_of_lines = self.curves, frozenset(goals)
        return made

    def in_lines(self) -> Preference:
        """The same with the lines back in their place."""
        if self.any is not None:
            return self.model_copy(update={"any": tuple(one.in_lines() for one in self.any)})
        if not self._lines:
            return self
        goals = {name: goal for name, goal in (self.goals or {}).items() if name not in self._goals_of_lines}
        return self.model_copy(update={"points": {**(self.points or {}), **self._lines}, "goals": goals or None})

    @property
    def kind(self) -> Literal["goals", "priorities", "ranking", "prefers", "any"]:
        if self.priorities is not None:
            return "priorities"
        if self.ranking is not None:
            return "ranking"
        if self.any is not None:
            return "any"
        if self.goals is not None or self.points is not None or self.base is not None:
            return "goals"
        return "prefers"
