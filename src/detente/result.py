"""What every analysis returns: values, what they rest on, and how they are told.

A result holds data and reasons only. Who tells it and who draws it stands above it, so a class only *names* them
(`told_by`, `drawn_by`, as ``module:function``) and this module loads them when they are asked for: the one hop upward
in the whole house. A result knows where it comes from (`Origin`), shows itself as rows, as sentences in any shipped
language, as JSON, and in a notebook as a table. It never prints.
"""

from __future__ import annotations

import hashlib
import html
import importlib
import json
import os
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from detente.errors import DetenteError
from detente.situation.model import Situation
from detente.version import __version__
from detente.words import LANGUAGES, Said, say

if TYPE_CHECKING:
    import pandas
    import polars
    import xarray

Row = dict[str, Any]

LONGEST_REPR = 400
READ = 1_000_000  # letters of JSON
SHOWN_ROWS = 30  # of a table in a notebook: a screen; all of them are in `rows`
_UNPRINTED = re.compile("[\x7f-\x9f\u202a-\u202e\ud800-\udfff]")  # json escapes what comes before a space


def digest(situation: Situation) -> str:
    """A short fingerprint of everything the situation says; equal content, equal digest.

    Which warnings are accepted is left out: it changes no result.
    """
    return hashlib.sha256(situation.model_dump_json(by_alias=True, exclude={"accept"}).encode()).hexdigest()[:16]


def json_text(data: Any, indent: int | None = 2) -> str:
    """Plain data as JSON in the script it is written in; what could steer a terminal or is no character is escaped.

    Indented as far as somebody may read it: what is longer than `READ` letters stands in one line, a third as long.
    """
    text = json.dumps(data, ensure_ascii=False)
    if indent is not None and len(text) <= READ:
        text = json.dumps(data, ensure_ascii=False, indent=indent)
    return _UNPRINTED.sub(lambda char: f"\\u{ord(char[0]):04x}", text)


@dataclass(frozen=True)
class Origin:
    """What a result rests on: enough to work it out again.

    `about`: the situation, or its fingerprint (empty where there is none, as for a negotiation written by itself);
    `parameters`: what was asked, by name; `seed`: where there was chance; `engine`: how it was computed; `version`: of
    detente.
    """

    about: Situation | str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None
    engine: str = ""
    version: str = __version__

    @classmethod
    def of(cls, situation: Situation, engine: str = "", seed: int | None = None, **parameters: Any) -> Origin:
        """The origin of what is worked out from a situation."""
        return cls(situation, parameters, seed, engine)

    @cached_property
    def digest(self) -> str:
        """The fingerprint of the situation. Taken when it is asked for: in a small game it is a third of a call."""
        return self.about if isinstance(self.about, str) else digest(self.about)


def above(target: str) -> Any:
    """What ``module:name`` means. Only for what stands above the caller and is named by a result."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


@dataclass(frozen=True, kw_only=True, repr=False)
class Result(ABC):
    """The common face of all results."""

    told_by: ClassVar[str] = ""  # module:function(result, language) → sentences
    drawn_by: ClassVar[str] = ""  # module:function(result, language, kind) → SVG

    origin: Origin = field(default_factory=Origin)
    undone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what the time did not suffice for, by kind

    @abstractmethod
    def rows(self) -> list[Row]:
        """The result as plain records, one per line of its main table."""

    @abstractmethod
    def data(self) -> dict[str, Any]:
        """The whole result as plain data, as `to_json` writes it."""

    def sentences(self, language: str = "en") -> list[str]:
        """What the result says, in words."""
        found: list[str] = above(self.told_by)(self, language)
        return found

    def figure(self, language: str = "en", kind: str | None = None) -> str:
        """The result as a drawing: SVG with real text; `kind`: which, where there are several (None: the first).

        Raises `DetenteError` for results that have none.
        """
        if not self.drawn_by:
            raise DetenteError("figure_none", result=type(self).__name__)
        drawn: str = above(self.drawn_by)(self, language, kind)
        return drawn

    def undone_data(self) -> dict[str, Any]:
        """The key ``unfinished`` of `data`, where the time did not suffice (`detente.time_left`); else nothing."""
        return {"unfinished": {kind: list(names) for kind, names in self.undone.items()}} if self.undone else {}

    def undone_sentences(self, language: str) -> list[str]:
        """What the time did not suffice for, in words."""
        parts = tuple(Said(f"unfinished.{kind}", {"count": len(names)}) for kind, names in self.undone.items())
        return [say("unfinished.time", language, parts=parts)] if parts else []

    def in_short(self) -> str:
        """The counts that `repr` shows; one line."""
        return f"{len(self.rows())} rows"

    def __repr__(self) -> str:
        shown = f"{type(self).__name__}({self.in_short()})"
        return shown if len(shown) <= LONGEST_REPR else shown[: LONGEST_REPR - 2] + "…)"

    def to_json(self, indent: int | None = 2) -> str:
        return json_text(self.data(), indent)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame. Needs pandas (``pip install "detente[frames]"``)."""
        try:
            import pandas
        except ImportError:
            raise DetenteError("extra_missing", package="pandas", extra="frames") from None
        return pandas.DataFrame(self.rows())

    def to_polars(self) -> polars.DataFrame:
        """The rows as a data frame. Needs polars (``pip install "detente[polars]"``)."""
        try:
            import polars
        except ImportError:
            raise DetenteError("extra_missing", package="polars", extra="polars") from None
        return polars.DataFrame(self.rows(), infer_schema_length=None, strict=False)

    def to_xarray(self) -> xarray.Dataset:
        """What the result says along several axes, as labelled arrays. Needs xarray.

        Raises `DetenteError` for results that are a table and nothing more.
        """
        raise DetenteError("xarray_none", result=type(self).__name__)

    def _repr_html_(self) -> str:
        """For a notebook: what it says, its table, and its figure where it has one, in the language of DETENTE_LANG."""
        asked = os.environ.get("DETENTE_LANG", "")
        language = asked if asked in LANGUAGES else "en"
        said = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in self.sentences(language))
        drawn = ""
        if self.drawn_by:
            with suppress(DetenteError):  # too large to draw, or nothing to be drawn: the table says it
                drawn = f"<figure>{self.figure(language)}</figure>"
        return f'<div lang="{language}" dir="{LANGUAGES[language]}">{said}{self._table()}{drawn}</div>'

    def _table(self) -> str:
        """The first rows as a table of HTML."""
        rows = self.rows()
        if not rows:
            return "<p>—</p>"
        head = "".join(f"<th>{html.escape(str(key))}</th>" for key in rows[0])
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_cell(value))}</td>" for value in row.values()) + "</tr>"
            for row in rows[:SHOWN_ROWS]
        )
        more = f"<p>… +{len(rows) - SHOWN_ROWS}</p>" if len(rows) > SHOWN_ROWS else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: Any) -> str:
    """A value in a table of a notebook: decimals as far as they can be read, nothing where nothing is known."""
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)
