"""What cannot happen: rules that make outcomes impossible, moves that are ruled out."""

from __future__ import annotations

from pydantic import Field, PrivateAttr, model_validator

from detente.situation.reading import shapes
from detente.situation.records import Name, Record, Statement, Text


class Rule(Record):
    """What makes an outcome impossible: `never`, `at_most_one`, `exactly_one`, `at_most`, or `if` with `then`."""

    never: Statement | None = None
    """A statement that no possible outcome fulfils. A rule is one of `never`, `at_most_one`, `exactly_one`, `at_most`,
    `if`."""
    at_most_one: tuple[Statement, ...] | None = None
    """Statements of which no two are true together."""
    exactly_one: tuple[Statement, ...] | None = None
    """Statements of which one is true, and no other."""
    if_: Statement | None = Field(default=None, alias="if")
    """A statement; where it is true, `then` must be true as well."""
    then: Statement | None = None
    """What must be true wherever `if` is."""
    at_most: Statement | None = None
    """A limit on terms with a `share`: `treaty.water + treaty.reserve <= 100`."""
    text: Text | None = None
    """The rule in words: `islands change hands only after a treaty`."""

    _one = model_validator(mode="after")(shapes.one_rule)
    _limit: str | None = PrivateAttr(default=None)  # the limit that was put into levels

    @property
    def limits_levels(self) -> bool:
        """It is a limit on terms with a share."""
        return self.at_most is not None or self._limit is not None

    def in_levels(self, forbidden: str) -> Rule:
        """A limit as what it forbids among some levels."""
        made = self.model_copy(update={"at_most": None, "never": forbidden})
        made._limit = self.at_most
        return made

    def in_lines(self) -> Rule:
        """The same as a limit again."""
        return self if self._limit is None else self.model_copy(update={"at_most": self._limit, "never": None})


class Cut(Record):
    """Single moves of an actor that are ruled out."""

    actor: Name
    """The actor that cannot make these single moves, alone or together with others."""
    from_: Statement = Field(alias="from")
    """A statement that is true where such a move starts."""
    to: Statement
    """A statement that is true where such a move ends."""
