"""What every record of a situation file is made of: texts, names, dates, cites, quantities; sources and actors.

Every record is frozen. Statements and formulas stay text: they are read with the names of the whole situation
(`detente.situation.scope`).
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    PrivateAttr,
    WithJsonSchema,
    model_validator,
)

from detente.situation.quantity import Form
from detente.situation.reading import shapes

Text = Annotated[
    str | dict[str, str],
    PlainValidator(shapes.text),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number", "boolean"]},
                {"type": "object", "minProperties": 1, "propertyNames": {"pattern": shapes.LANGUAGE.pattern}},
            ]
        }
    ),
]
_WRITTEN = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
Reason = Annotated[
    str | dict[str, str],
    PlainValidator(shapes.reason),
    WithJsonSchema(
        {
            "anyOf": [
                _WRITTEN,
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": {"pattern": shapes.LANGUAGE.pattern},
                    "additionalProperties": _WRITTEN,
                },
            ]
        }
    ),
]
Name = Annotated[str, PlainValidator(shapes.name), WithJsonSchema({"type": ["string", "number", "boolean"]})]
Line = Annotated[
    str, PlainValidator(shapes.line), WithJsonSchema({"type": ["string", "number", "boolean"], "minLength": 1})
]
Date = Annotated[
    str,
    PlainValidator(shapes.date),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
]
Years = Annotated[
    str,
    PlainValidator(shapes.years),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(\.\.\d{4})?$"}),
]
Statement = Annotated[str, PlainValidator(shapes.scalar), WithJsonSchema({"type": ["string", "number", "boolean"]})]
Reference = Line  # ``actor.option`` or ``agreement.term``
Pair = Annotated[tuple[Name, Name], BeforeValidator(shapes.pair)]


class Cite(BaseModel):
    """A passage, a claim or a table row: by its short name, or a quote, or a row of a source."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: Line | None = None
    source: Name | None = None
    quote: Line | None = None
    prefix: Line | None = None
    suffix: Line | None = None
    row: Line | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_scalar(cls, value: Any) -> Any:
        return shapes.cite(value)


class Record(BaseModel):
    """What every record may carry: where it comes from, why, and a note for readers."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    cites: tuple[Cite, ...] = ()
    why: Text | None = None
    note: Text | None = None


class Quantity(Record):
    """A number, known or not (`detente.situation.quantity`), with source and reason; `text` names it for readers."""

    form: Form
    text: Text | None = None
    _table: str | None = PrivateAttr(default=None)

    @property
    def from_table(self) -> str | None:
        """Where in a table the number stood, if it was put in place from one (`detente.evidence.expanded`)."""
        return self._table

    @staticmethod
    def taken(value: Any, where: str) -> Quantity:
        """A quantity that stood in a table."""
        found = Quantity.model_validate({"value": value})
        found._table = where
        return found

    @model_validator(mode="before")
    @classmethod
    def _from_file(cls, value: Any) -> Any:
        return shapes.quantity(value)


class Source(Record):
    """A text (``claims``: its statements one by one) or a table (``key``: the column that names a row)."""

    file: Line
    title: Text | None = None
    language: Line | None = None
    rating: Annotated[str, PlainValidator(shapes.rating), WithJsonSchema({"pattern": "^[A-F][1-6]$"})] | None = None
    published: Date | None = None
    claims: Line | None = None
    key: Line | None = None
    known_from: Line | None = None


class Passage(Record):
    source: Name
    quote: Line
    prefix: Line | None = None
    suffix: Line | None = None
    translation: Text | None = None


class Actor(Record):
    name: Text | None = None
    aliases: tuple[Line, ...] = ()
    capability: Quantity | None = None
    inertia: Quantity | None = None
