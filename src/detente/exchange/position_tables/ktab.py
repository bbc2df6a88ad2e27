"""Files of KTAB's spatial model: its CSV and its XML, one dimension or several.

CSV: the first line names the scenario, describes it, and gives the numbers of actors and of dimensions; the second has
headings (Actor, Description, Power, then a position and a salience per dimension); then a line for each actor. XML: the
same as ``Scenario`` with ``Dimensions`` and ``Actors``. Positions and saliences run from 0 to 100. A position left
empty has no part. Rows may be padded with empty cells, as spreadsheets write them. Parameters of the program's run, and
the accommodation of ideal points, are not taken over. Format learnt from the example files of the program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from detente.exchange.position_tables.position_csv import cells, delimiter_of
from detente.exchange.position_tables.position_table import USUAL, Entry, Faulty, PositionTable, TabledIssue, known_name
from detente.situation.identifiers import normal

COUNT = re.compile(r"[0-9]{1,9}")
FIXED = 3  # columns before the dimensions: name, description, power


def is_ktab_csv(text: str) -> bool:
    """Whether the first line ends in two counts and the second begins with the heading of names."""
    head = "\n".join(text.splitlines()[:2])
    rows = cells(head, Faulty(""), delimiter_of(head))
    if len(rows) < 2 or rows[1][1][0].casefold() not in ("actor", "name"):
        return False
    first = _trimmed(rows[0][1])
    return len(first) >= 3 and all(COUNT.fullmatch(cell) for cell in first[-2:])


def read_ktab_csv(text: str, faulty: Faulty) -> PositionTable:
    """The table of a KTAB CSV file."""
    head = "\n".join(text.splitlines()[:2])
    (_, first), (below, heading), *body = cells(text, faulty, delimiter_of(head))
    scenario = _trimmed(first)
    actors, dimensions = int(scenario[-2]), int(scenario[-1])
    table = PositionTable(title=scenario[0], percent=True)
    wanted = FIXED + 2 * dimensions
    widest = max([len(heading), *(len(row) for _, row in body)])
    if widest < wanted:
        faulty.add("positions_row", below, count=widest, columns=wanted)
        return table
    for place in range(FIXED, wanted, 2):
        if normal(heading[place] if place < len(heading) else "").casefold().endswith(("salience", "sal")):
            faulty.add("positions_column", below, heading[place], column="position", nearest=None, known=tuple(heading))
    names = _dimensions(heading, dimensions)
    for name in names:
        table.issues[name] = TabledIssue(name, scale=USUAL)
    for line, row in body[:actors]:
        if len(row) < wanted:
            faulty.add("positions_row", line, count=len(row), columns=wanted)
            continue
        name, description, power = normal(row[0]), row[1], row[2]
        _actor(table, name, description, line, faulty)
        for place, issue in enumerate(names):
            position, salience = row[FIXED + 2 * place], row[FIXED + 2 * place + 1]
            if position:
                table.entries.append(Entry(issue, name, position, salience or None, power or None, line))
    if len(body) != actors:
        faulty.add("positions_count", 1, scenario[-2], said=actors, found=len(body))
    return table


def _trimmed(row: list[str]) -> list[str]:
    """A row without the empty cells at its end, with which spreadsheets pad short rows to the width of the longest."""
    last = max((place for place, cell in enumerate(row) if cell), default=-1)
    return row[: last + 1]


def _dimensions(heading: list[str], count: int) -> list[str]:
    """The names of the dimensions: their headings without the word for position, or ``dimension1`` …"""
    names = []
    for place in range(count):
        spot = FIXED + 2 * place
        name = normal(heading[spot]) if spot < len(heading) else ""
        short = name.removesuffix(" Position").removesuffix(" position").strip()
        names.append(short if short and short not in names else f"dimension{place + 1}")
    return names


def _actor(table: PositionTable, name: str, description: str, line: int, faulty: Faulty) -> None:
    if not name:
        faulty.add("positions_unnamed", line, column="actor")
    elif name in table.actors:
        faulty.add("positions_actor_twice", line, name, name=name)
    else:
        table.actors[name] = description or None


@dataclass
class Element:
    """A part of an XML file with the line on which it begins."""

    tag: str
    line: int
    pieces: list[str] = field(default_factory=list)
    inside: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.inside if element.tag == tag]

    def first(self, tag: str) -> Element:
        """The first part of this name; an empty one on the same line if there is none."""
        return next(iter(self.all(tag)), Element(tag, self.line))


def parse_xml(text: str, faulty: Faulty) -> Element | None:
    """The tree of an XML file; None with a fault if it is none. Definitions of entities are refused."""
    root = Element("", 1)
    stack = [root]
    parser = expat.ParserCreate()

    def start(tag: str, _attributes: dict[str, str]) -> None:
        stack[-1].inside.append(Element(tag, parser.CurrentLineNumber))
        stack.append(stack[-1].inside[-1])

    def data(part: str) -> None:
        stack[-1].pieces.append(part)

    def doctype(*_: Any) -> None:
        raise _RefusedError

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _tag: stack.pop()
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(text, True)
    except _RefusedError:
        faulty.add("positions_doctype", parser.CurrentLineNumber)
        return None
    except expat.ExpatError as error:
        faulty.add("positions_xml", error.lineno, reason=expat.ErrorString(error.code))
        return None
    return root.inside[0]


class _RefusedError(Exception):
    """A document type: it may define texts that grow without end."""


def read_ktab_xml(text: str, faulty: Faulty) -> PositionTable:
    """The table of a KTAB XML file."""
    table = PositionTable(percent=True)
    root = parse_xml(text, faulty)
    if root is None:
        return table
    if root.tag != "Scenario":
        faulty.add("positions_not_ktab", root.line, root.tag, found=root.tag)
        return table
    table.title = root.first("name").text.strip() or None
    names: list[str] = []
    for place, element in enumerate(root.first("Dimensions").all("dName"), 1):
        name = normal(element.text.strip())
        names.append(name if name and name not in names else f"dimension{place}")
        table.issues[names[-1]] = TabledIssue(names[-1], scale=USUAL, line=element.line)
    for actor in root.first("Actors").all("Actor"):
        name = normal(actor.first("name").text.strip())
        _actor(table, name, actor.first("description").text.strip(), actor.line, faulty)
        power = actor.first("capability").text.strip()
        positions, saliences = actor.first("Position").all("dCoord"), actor.first("Salience").all("dSal")
        if not len(names) == len(positions) == len(saliences):
            faulty.add("positions_dimensions", actor.line, name=name, wanted=len(names),
                       positions=len(positions), saliences=len(saliences))  # fmt: skip
            continue
        for issue, position, salience in zip(names, positions, saliences, strict=True):
            if position.text.strip():
                written = (position.text.strip(), salience.text.strip() or None, power or None)
                table.entries.append(Entry(issue, name, *written, position.line))
    _known_ideals(root, table, faulty)
    return table


def _known_ideals(root: Element, table: PositionTable, faulty: Faulty) -> None:
    """Names under the adjustment of ideal points must be actors, even though it is not taken over."""
    for pair in root.first("IdealAdjustment").all("iaPair"):
        for tag in ("adjustingIdeal", "referencePos"):
            element = pair.first(tag)
            known_name(normal(element.text.strip()), table.actors, "positions_actor_unknown", element.line, faulty)
