"""The text of a file of Gambit: texts in quotes, numbers, braces and words, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from detente.errors import Place, Problem
from detente.exchange.exact import exact
from detente.words import Said

TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([{}])|([^\s{}",]+)|(,))', re.DOTALL)


class FormError(Exception):
    """The file is not as games of Gambit are. `problem`: where, and what is expected."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True)
class Token:
    """A piece of the text: its kind (``text``, ``brace`` or ``word``), what it says, and where it begins."""

    kind: str
    text: str
    start: int


class Tokens:
    """The pieces of a text in order, taken one after another. Commas count as spaces."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name, self.at = text, name, 0
        self.next: Token | None = None
        self._advance()

    def _advance(self) -> None:
        while True:
            found = TOKEN.match(self.text, self.at)
            if found is None:
                if self.text[self.at :].strip():
                    raise self.fault("text")
                self.next = None
                return
            self.at = found.end()
            if found[4] is None:
                break
        kind = "text" if found[1] is not None else "brace" if found[2] else "word"
        said = found[1] if found[1] is not None else found[2] or found[3]
        self.next = Token(kind, re.sub(r"\\(.)", r"\1", said) if kind == "text" else said, found.end() - len(said))

    def fault(self, expected: str) -> FormError:
        """What is expected here, and is not."""
        start = len(self.text.rstrip()) if self.next is None else self.next.start
        first = self.text.rfind("\n", 0, start) + 1
        line = self.text[first:].split("\n", 1)[0].rstrip("\r")
        place = Place(self.name, self.text.count("\n", 0, start) + 1, start - first + 1, 1, line)
        found = None if self.next is None else self.next.text[:40]
        return FormError(Problem("game_form", place, {"expected": Said(f"games.{expected}"), "found": found}))

    def is_brace(self, which: str) -> bool:
        return self.next is not None and self.next.kind == "brace" and self.next.text == which

    def is_text(self) -> bool:
        return self.next is not None and self.next.kind == "text"

    def word(self, expected: str = "word") -> str:
        if self.next is None or self.next.kind != "word":
            raise self.fault(expected)
        found = self.next.text
        self._advance()
        return found

    def quoted(self) -> str:
        if self.next is None or self.next.kind != "text":
            raise self.fault("text")
        found = self.next.text
        self._advance()
        return found

    def brace(self, which: str) -> None:
        if not self.is_brace(which):
            raise self.fault("open" if which == "{" else "close")
        self._advance()

    def number(self) -> Fraction:
        if self.next is None or self.next.kind != "word" or (found := exact(self.next.text)) is None:
            raise self.fault("number")
        self._advance()
        return found

    def whole(self) -> int:
        """A whole number that is not negative."""
        if self.next is None or not re.fullmatch(r"\d{1,9}", self.next.text):
            raise self.fault("whole")
        return int(self.word())

    def texts(self) -> list[str]:
        """Texts between braces."""
        self.brace("{")
        found = []
        while not self.is_brace("}"):
            found.append(self.quoted())
        self.brace("}")
        return found

    def numbers(self) -> list[Fraction]:
        """Numbers between braces."""
        self.brace("{")
        found = []
        while not self.is_brace("}"):
            found.append(self.number())
        self.brace("}")
        return found
