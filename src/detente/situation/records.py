"""What every record of a situation file is made of: texts, names, dates, cites, quantities; sources and actors.

Every record is frozen. Statements and formulas stay text: they are read with the names of the whole situation
(`detente.situation.scope`).
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PrivateAttr,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import core_schema

from detente.situation.quantity import LARGEST, Form, Known
from detente.situation.reading import shapes


class ReadAs:
    """How a value of a file is read, what the schema for editors says of it, and how it is written where not as it is.

    The same as `PlainValidator`, `WithJsonSchema` and `PlainSerializer` of pydantic together, which look at the type
    and at the signature of each function wherever it stands: a third of what making ready to read a file took.
    """

    def __init__(
        self, read: Callable[[Any], Any], schema: dict[str, Any], written: Callable[[Any], Any] | None = None
    ) -> None:
        self._read, self._schema, self._written = read, schema, written

    def __get_pydantic_core_schema__(self, *_: Any) -> core_schema.CoreSchema:
        written = self._written and core_schema.plain_serializer_function_ser_schema(self._written)
        return core_schema.no_info_plain_validator_function(self._read, serialization=written)

    def __get_pydantic_json_schema__(self, *_: Any) -> dict[str, Any]:
        return deepcopy(self._schema)


_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_LINE: dict[str, Any] = {**_SCALAR, "minLength": 1}
Text = Annotated[
    str | dict[str, str],
    ReadAs(
        shapes.text,
        {
            "anyOf": [
                {"type": ["string", "number", "boolean"]},
                {"type": "object", "minProperties": 1, "propertyNames": {"pattern": shapes.LANGUAGE.pattern}},
            ]
        },
    ),
]
_FORMS = {
    "text": (_SCALAR, "The name itself, as it stands within a sentence: `the Turkish Cypriots`."),
    "plural": ({"enum": [*shapes.YES_NO, True, False]}, "`true` if verbs follow in the plural."),
    "gender": ({"enum": list(shapes.NOUN["gender"])}, "`m` or `f`, in languages whose verbs agree with it."),
    "number": ({"enum": list(shapes.NOUN["number"])}, "`singular`, `dual` or `plural`, instead of `plural`."),
    "short": (_LINE, "A shorter name, where there is little room."),
    "adjective": (_LINE, "The adjective that goes with it: `Japanese`."),
    "in_list": (_LINE, "How it is called among others: `NATO with the EU` for `NATO and the EU`."),
}
NOUN = "Noun"
_NOUN = {
    "title": NOUN,
    "type": "object",
    "properties": {key: {**form, "description": means} for key, (form, means) in _FORMS.items()},
    "required": ["text"],
    "additionalProperties": False,
}
Named = Annotated[
    str | dict[str, str],
    ReadAs(
        shapes.named,
        {
            "anyOf": [
                _SCALAR,
                _NOUN,
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": {"pattern": shapes.LANGUAGE.pattern},
                    "additionalProperties": {"anyOf": [_SCALAR, _NOUN]},
                },
            ]
        },
        shapes.noun_written,
    ),
]
_WRITTEN = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
Reason = Annotated[
    str | dict[str, str],
    ReadAs(
        shapes.reason,
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
        },
    ),
]
Name = Annotated[str, ReadAs(shapes.name, _SCALAR)]
Line = Annotated[str, ReadAs(shapes.line, _LINE)]
Date = Annotated[str, ReadAs(shapes.date, {"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"})]
Years = Annotated[str, ReadAs(shapes.years, {"type": ["string", "integer"], "pattern": r"^\d{4}(\.\.\d{4})?$"})]
Statement = Annotated[str, ReadAs(shapes.scalar, _SCALAR)]
YesNo = Annotated[bool, ReadAs(shapes.yes_no, {"enum": [True, False, *shapes.YES_NO]})]
CODE_SCHEMA = {
    "anyOf": [
        {"type": "string", "pattern": r"\S"},
        {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"enum": list(shapes.CODES)},
            "additionalProperties": {"type": ["string", "integer"]},
        },
    ]
}
Reference = Line  # ``actor.option`` or ``agreement.term``
Pair = Annotated[tuple[Name, Name], BeforeValidator(shapes.pair)]
Attitude = Annotated[Literal["+", "-", "0"], BeforeValidator(shapes.attitude)]


class Cite(BaseModel):
    """A passage, a claim or a table row: by its short name, or a quote, or a row of a source."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: Line | None = None
    """The short name of a passage, of a claim (`C07`) or of a row (`F61`), as defined by `passages` and `sources`."""
    source: Name | None = None
    """The source that holds the quote or the row."""
    quote: Line | None = None
    """Words of the source, as they stand there; found there once, or `prefix` and `suffix` tell which."""
    prefix: Line | None = None
    """The words just before the quote, where it occurs more than once."""
    suffix: Line | None = None
    """The words just after the quote, where it occurs more than once."""
    row: Line | None = None
    """The key of a row of the source, which is a table with a `key`."""

    @model_validator(mode="before")
    @classmethod
    def _from_scalar(cls, value: Any) -> Any:
        return shapes.cite(value)


class Record(BaseModel):
    """What every record may carry: where it comes from, why, and a note for readers."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    cites: tuple[Cite, ...] = ()
    """Where this comes from: names of passages, claims or rows (`[doubt, C07]`), or quotes and rows written out."""
    why: Text | None = None
    """The reason, where this is judgement rather than something that a source says."""
    note: Text | None = None
    """A remark for readers; no analysis uses it."""


READERS = ("cites", "why", "note", "text")  # what only readers use


@lru_cache(maxsize=256)
def entries(record: type[Record]) -> tuple[tuple[str, str], ...]:
    """The fields of a kind of record that may hold others, each with its name in the file."""
    return tuple((key, field.alias or key) for key, field in record.model_fields.items() if key not in READERS)


class Quantity(Record):
    """A number: known (`0.4`), a range (`0.3..0.9`), `{low, likely, high}`, `{any: [1, 4]}`, a word of `words`, or a
    formula (`4 * insecurity`). To give its source or reason: `{value: 0.3..0.9, cites: […], why: …}`."""

    form: Form
    text: Text | None = None
    """What the number is, in words for readers."""
    _table: str | None = PrivateAttr(default=None)

    @property
    def from_table(self) -> str | None:
        """Where in a table the number stood, if it was put in place from one (`detente.evidence.expanded`)."""
        return self._table

    @staticmethod
    def taken(value: Any, where: str) -> Quantity:
        """A quantity that stood in a table. There are many: what is a number already is not read from text again."""
        number = isinstance(value, float) and abs(value) <= LARGEST
        found = Quantity.model_validate({"form": Known(Fraction(repr(value)))} if number else {"value": value})
        found._table = where
        return found

    @model_validator(mode="before")
    @classmethod
    def _from_file(cls, value: Any) -> Any:
        return shapes.quantity(value)


FROM_FILE = {"file": True}  # the context of what is read from a file, where an empty key is no None of Python


def _given(value: Any, info: ValidationInfo) -> Any:
    """A number that may be left out: in a file, a key without one was left unfinished."""
    if value is None and info.context is FROM_FILE:
        shapes.fail("quantity_empty")
    return value


Given = Annotated[Quantity | None, BeforeValidator(_given)]


Graded = Annotated[tuple[Name, Name, Quantity], BeforeValidator(shapes.graded)]


class Source(Record):
    """A text (``claims``: its statements one by one) or a table (``key``: the column that names a row)."""

    file: Line
    """The file, inside the folder of the situation: `sources/article.txt`."""
    title: Text | None = None
    """What the source is called, for readers."""
    language: Line | None = None
    """The language of the source as a code: `ar`, `en`. For readers; no analysis uses it."""
    rating: Annotated[str, ReadAs(shapes.rating, {"pattern": "^[A-F][1-6]$"})] | None = None
    """Reliability of the source (A to F) and credibility of what it says (1 to 6): `B2`. For readers."""
    published: Date | None = None
    """When the source was published: a year, a month or a day."""
    claims: Line | None = None
    """For a text: a CSV table of its statements one by one, with their places in the text."""
    key: Line | None = None
    """For a table: the column that names a row, by which it is cited."""
    known_from: Line | None = None
    """For a table: the column with the date from which a row was known. Later than `date` is an error."""


class Passage(Record):
    """A quote with a name."""

    source: Name
    """The source, a text, that the words stand in."""
    quote: Line
    """The words themselves, in the language of the source; they must be found there."""
    prefix: Line | None = None
    """The words just before the quote, where it occurs more than once."""
    suffix: Line | None = None
    """The words just after the quote, where it occurs more than once."""
    translation: Text | None = None
    """The quote translated, for readers."""


class Actor(Record):
    """Somebody who decides, or who is only there."""

    name: Named | None = None
    """What the actor is called, in one or several languages: `{en: Japan, ar: اليابان}`; instead of a text also
    `{text: the Turkish Cypriots, plural: true}` (`gender`, `number`, `short`, `adjective`, `in_list`). Default: its
    key."""
    aliases: tuple[Line, ...] = ()
    """Other names by which sources and tables call the actor."""
    code: Annotated[dict[str, str] | None, BeforeValidator(shapes.code), WithJsonSchema(CODE_SCHEMA)] = None
    """The state that the actor is, so that tables know it: `JPN` (ISO 3166), or `{iso3: JPN, cow: 740, gw: 740}` with
    the numbers of the Correlates of War and of Gleditsch and Ward. Default: the state of that name, if there is one."""
    capability: Given = None
    """How strong the actor is where positions are weighed, in any unit common to all actors. Default: 1."""
    inertia: Given = None
    """The least gain in utility for which the actor moves at all; goes with goals only. Default: 0."""
