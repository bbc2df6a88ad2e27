"""What is wrong with an input, said so that it can be mended: the place, the thing, what was expected, the remedy.

A `Problem` is data (a message key and its values); its words live in the message files. All problems of an input are
collected and raised together as one `InputError`.
"""

from __future__ import annotations

import errno
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from detente.words import Said, has, in_language, say

Severity = Literal["error", "warning", "hint"]
SHOWN = 160  # characters of a line that a message shows


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: line and column count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0
    length: int = 1
    source: str = ""

    def __str__(self) -> str:
        return ":".join([self.file, *(str(part) for part in (self.line, self.column) if part)])


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong (error), doubtful (warning) or worth a thought (hint).

    `code` is a key of the ``[problems]`` messages. `part`: the variant or perception in which it shows, if not in the
    situation itself. `accepted`: why the file accepts it, once or per language; None if it does not. What another
    package finds brings its own words: `says` and `mend` among the params, each a text or one per language; then
    `code` is its own.
    """

    code: str
    place: Place | None = None
    params: dict[str, Any] = field(default_factory=dict)
    severity: Severity = "error"
    part: str = ""
    accepted: str | dict[str, str] | None = None

    def message(self, language: str = "en") -> str:
        if "says" in self.params:
            return in_language(self.params["says"], language) or ""
        return say(f"problems.{self.code}.says", language, **self.params)

    def remedy(self, language: str = "en") -> str:
        if "says" in self.params:
            return in_language(self.params.get("mend"), language) or ""
        said = say(f"problems.{self.code}.mend", language, **self.params)
        without = f"problems.{self.code}.otherwise"  # where a remedy names what there is, and there is nothing
        return say(without, language) if not said and has(without) else said

    def render(self, language: str = "en") -> str:
        """The message with its place, the line of the source, a caret under the fault, and the remedy."""
        label = say(f"problems.label.{self.severity}", language)
        if self.part:
            label = say("problems.label.inside", language, label=label, part=self.part)
        if self.accepted is not None:
            label = say("problems.label.accepted", language, label=label)
        head = f"{self.place}  " if self.place else ""
        parts = [f"{head}{label}: {self.message(language)}"]
        if self.place and self.place.source.strip():
            number = f"{self.place.line:>6}"
            line, margin, caret = _shown(self.place)
            parts.append(f"{number} | {line}")
            parts.append(f"{' ' * len(number)} | {margin}{caret}")
        last = self.remedy(language)
        if self.accepted is not None:
            last = say("problems.label.why", language, reason=self.accepted)
        if last:
            parts.append(f"{' ' * 6} = {last}")
        if self.severity == "error" and self.place and _arabic_comma(self.place):
            parts.append(f"{' ' * 6} = {say('problems.label.comma', language)}")
        return "\n".join(parts)

    def as_data(self, language: str = "en") -> dict[str, Any]:
        """Plain values for JSON, for editors and programs."""
        from detente.words import in_language

        place = self.place or Place("")
        return {
            "severity": self.severity,
            "code": self.code,
            "part": self.part or None,
            "file": place.file or None,
            "line": place.line or None,
            "column": place.column or None,
            "length": place.length,
            "message": self.message(language),
            "remedy": self.remedy(language),
            "accepted": in_language(self.accepted, language),
        }


def _shown(place: Place) -> tuple[str, str, str]:
    """The line as it is printed (cut around the fault if it is very long), and what puts the caret under the fault."""
    first, start, more = 0, max(0, place.column - 1), ""
    text = "".join(char if char.isprintable() or char == "\t" else "\ufffd" for char in place.source.rstrip())
    if len(text) > SHOWN:
        first = max(0, min(start - SHOWN // 3, len(text) - SHOWN))
        more = "…" if first + SHOWN < len(text) else ""
        text = text[first : first + SHOWN]
    start -= first
    before, fault = text[:start], text[start : start + place.length]
    margin = "".join("\t" if char == "\t" else " " * _width(char) for char in before) + " " * (start - len(before))
    caret = "^" * max(1, sum(map(_width, fault)))
    return ("…" if first else "") + text + more, (" " if first else "") + margin, caret


def _arabic_comma(place: Place) -> bool:
    """Whether an Arabic comma stands in the fault, or in the brackets of its line, outside quotes: it parts nothing."""
    start = max(0, place.column - 1)
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", place.source)
    inside = re.search(r"[\[{].*،", bare)
    return "،" in place.source[start : start + place.length] or inside is not None


def _width(char: str) -> int:
    """How many columns a character takes in a terminal."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


class DetenteError(Exception):
    """Anything detente refuses to do, with its reason in words. `code` is a key of the ``[errors]`` messages."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def render(self, language: str = "en") -> str:
        return say(f"errors.{self.code}", language, **self.params)

    def __str__(self) -> str:
        return self.render()


def reason_of(error: Exception) -> Said | str:
    """Why the system refused a file: in words where it is a usual reason, else as the system says it."""
    if isinstance(error, ValueError):
        return Said("system.reasons.EINVAL")
    name = errno.errorcode.get(getattr(error, "errno", None) or 0, "NOT_A_FILE")
    known = has(f"system.reasons.{name}")
    return Said(f"system.reasons.{name}") if known else getattr(error, "strerror", None) or str(error)


def way_out(error: Exception) -> Said:
    """What to do about it."""
    name = errno.errorcode.get(getattr(error, "errno", None) or 0, "")
    return Said(f"system.mend.{name}" if has(f"system.mend.{name}") else "system.mend.other")


class InputError(DetenteError):
    """One or more faults in a situation file (or in something given beside it), all at once, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("input")

    def render(self, language: str = "en") -> str:
        return "\n\n".join(problem.render(language) for problem in self.problems)


def refusal(problems: Sequence[Problem]) -> InputError:
    """Why an input is refused: its errors, and which sheet of a workbook was read, which may be why."""
    return InputError([one for one in problems if one.severity == "error" or one.code == "workbook_sheets"])


class LimitError(DetenteError):
    """An analysis would be too large; the message names the limit, the count and what to do."""


def in_file_order(problems: Sequence[Problem]) -> list[Problem]:
    """Errors, warnings and hints as they stand in the file, each place and code once."""
    unique = {(str(p.place), p.code, str(p.params)): p for p in problems}

    def place(problem: Problem) -> tuple[str, int, int]:
        return (problem.place.file, problem.place.line, problem.place.column) if problem.place else ("", 0, 0)

    return sorted(unique.values(), key=place)
