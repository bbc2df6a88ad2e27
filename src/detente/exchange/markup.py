"""XML as a tree that remembers where everything stands. A document type is refused, so no entity can be declared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from xml.parsers import expat

from detente.errors import Place, Problem
from detente.exchange.exact import exact
from detente.words import Said


@dataclass(eq=False)
class Element:
    """A tag, its attributes, what is inside, and its place (line and column count from 1)."""

    tag: str
    attributes: dict[str, str]
    line: int
    column: int
    inner: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> Iterator[Element]:
        """The element itself and everything inside that has this tag (in any case of letters), in order."""
        if self.tag.lower() == tag.lower():
            yield self
        for element in self.inner:
            yield from element.all(tag)

    def own(self, tag: str) -> list[Element]:
        """What has this tag directly inside."""
        return [element for element in self.inner if element.tag.lower() == tag.lower()]


@dataclass
class Markup:
    """The text of a file, its tree (None if it is no XML), and what was found wrong with it."""

    name: str
    lines: tuple[str, ...]
    root: Element | None
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, element: Element, **params: object) -> None:
        """One more fault, at an element."""
        text = self.lines[element.line - 1] if element.line <= len(self.lines) else ""
        length = max(1, len(text) - element.column + 1)
        self.problems.append(Problem(code, Place(self.name, element.line, element.column, length, text), params))


def number(markup: Markup, element: Element, key: str) -> Fraction:
    """An exact number in an attribute; 0 and a fault where there is none."""
    text = element.attributes.get(key)
    if text is None:
        markup.add("profile_missing", element, tag=element.tag, key=key)
        return Fraction(0)
    found = exact(text)
    if found is None:
        markup.add("profile_number", element, tag=element.tag, key=key, found=text[:40])
    return found or Fraction(0)


DEEPEST = 60


def read_markup(data: bytes, name: str) -> Markup:
    """The tree of an XML file, or the one problem that prevents it. Never raises for bad content."""
    lines = tuple(re.split(r"\r\n|\r|\n", data.decode("utf-8", "replace")))
    found = Markup(name, lines, None)
    parser = expat.ParserCreate()
    open_ones: list[Element] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, attributes, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        if open_ones:
            open_ones[-1].inner.append(element)
        else:
            found.root = element
        open_ones.append(element)
        if len(open_ones) > DEEPEST:
            raise _RefusedError("deep")

    def declared(*_: object) -> None:
        raise _RefusedError("doctype")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: open_ones.pop()
    parser.StartDoctypeDeclHandler = declared
    here = Element("", {}, 1, 1)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        here.line, here.column = error.lineno, error.offset + 1
        found.add("profile_xml", here)
        found.root = None
    except _RefusedError as error:
        here.line = parser.CurrentLineNumber
        found.add("profile_unsupported", here, what=Said(f"packages.unsupported.{error}"))
        found.root = None
    except (ValueError, LookupError):  # an encoding that nobody knows
        found.add("profile_xml", here)
        found.root = None
    return found


class _RefusedError(Exception):
    pass
