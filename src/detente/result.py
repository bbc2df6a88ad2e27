"""What every analysis returns: values, what they rest on, and how they are told.

A result knows the situation it came from (by digest), the parameters, and the seed where there was chance. It shows
itself as rows, as sentences in any shipped language, as JSON, and in a notebook as a table. It never prints.
"""

from __future__ import annotations

import hashlib
import html
import json
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError
from detente.situation.model import Situation

if TYPE_CHECKING:
    import pandas

Row = dict[str, Any]


def digest(situation: Situation) -> str:
    """A short fingerprint of everything the situation says; equal content, equal digest."""
    return hashlib.sha256(situation.model_dump_json(by_alias=True).encode()).hexdigest()[:16]


class Result(ABC):
    """The common face of all results."""

    @abstractmethod
    def rows(self) -> list[Row]:
        """The result as plain records, one per line of its main table."""

    @abstractmethod
    def data(self) -> dict[str, Any]:
        """The whole result as plain data, as `to_json` writes it."""

    @abstractmethod
    def sentences(self, language: str = "en") -> list[str]:
        """What the result says, in words."""

    def to_json(self, indent: int | None = 2) -> str:
        return json.dumps(self.data(), ensure_ascii=False, indent=indent)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame. Needs pandas (``pip install "detente[frames]"``)."""
        try:
            import pandas
        except ImportError:
            raise DetenteError("extra_missing", package="pandas", extra="frames") from None
        return pandas.DataFrame(self.rows())

    def _repr_html_(self) -> str:
        rows = self.rows()
        if not rows:
            return "<p>—</p>"
        head = "".join(f"<th>{html.escape(str(key))}</th>" for key in rows[0])
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(str(value))}</td>" for value in row.values()) + "</tr>"
            for row in rows[:200]
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
