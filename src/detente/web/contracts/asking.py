"""What every request says and every answer has: which document, in which state, in which language; and what is wrong.

A *document* is one text that is open. `rev` counts its texts: every edit makes a new one. `turn` counts what its page
has asked: an answer repeats both, so that an older one can be thrown away, and a request with a higher `turn` overtakes
those of the same document that still wait.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["en", "ar"]
Reply = Literal["yes", "some", "no"]
Basis = Literal["sourced", "judged", "none"]
Turns = Literal["within", "beyond", "no"]


class Record(BaseModel):
    """A JSON object with these keys and no others. A text that follows a key says what it means (docs/generate.py)."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True, defer_build=True
    )


Tell = Callable[[str, Record | dict[str, Any]], None]  # what a job tells: the name of an event, and what it says


class Told(Record):
    """A sentence: its text in the language asked for, and the message and values it is made of, to be compared."""

    text: str
    key: str = ""
    values: dict[str, Any] = {}


class Edit(Record):
    """The characters from `from` up to `to` become `text`: counted from 0, in the text as `file` gives it."""

    from_: int = Field(alias="from", ge=0)
    to: int = Field(ge=0)
    text: str


class Fix(Record):
    """One way to mend a mistake: what the button says, and the edits it makes."""

    text: str
    edits: list[Edit]
    sure: bool = True
    """It needs no choice: it can be made together with all others."""


class Mistake(Record):
    """Something wrong with a text (or with a request: then line 0). Lines and columns count from 1."""

    line: int = 0
    column: int = 0
    length: int = 1
    code: str
    severity: Literal["error", "warning", "hint"] = "error"
    text: str
    remedy: str = ""
    part: str = ""
    """The variant or perception in which it shows."""
    accepted: str | None = None
    """Why the file accepts it."""
    fixes: list[Fix] = []


class Failure(Record):
    """What is answered instead, where a request cannot be: HTTP 400 and more."""

    problems: list[Mistake]
    rev: int = 0
    turn: int = 0


class Superseded(Record):
    """What is answered to a request that a newer one of the same document has overtaken."""

    superseded: Literal[True] = True
    rev: int = 0
    turn: int = 0


class Spoken(Record):
    """A request that is about no document."""

    lang: Language = "en"


class Asked(Spoken):
    """A request about a document."""

    doc: str
    rev: int = 0
    """The text that the page has; 0: whatever is newest."""
    turn: int = 0
    tab: str = ""
    """Who asks: a random word that a page keeps while it is open."""


class Viewed(Asked):
    """A request about a document as it is looked at."""

    variant: str | None = None
    """The name of a variant; None: as it is written."""
    as_: str | None = Field(default=None, alias="as")
    """The actor whose view of the situation is taken; None: the file's own."""
    ahead: str = "seq"
    """How sides look ahead: `nash`, `sseq`, `seq`, `smr` or `gmr`."""
    what_if: dict[str, float | str] = {}
    """Id of a number → another value, for this look only; nothing is written."""


class Replied(Record):
    """An answer: for which text, and to which request."""

    rev: int = 0
    turn: int = 0
