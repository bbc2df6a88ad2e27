"""Tables of positions, whatever program they come from: one record, and the checks that all of them share.

An entry says where an actor stands on an issue, how strong it is there, and how much the issue matters to it. Numbers
stay as they were written (also ranges, ``40..60``) until they are needed. What is wrong is collected with its line,
all at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

from detente.errors import Place, Problem
from detente.evidence.tables.number_columns import LARGEST, ColumnError
from detente.situation.digits import ascii_number
from detente.situation.identifiers import hidden, name_fault, nearest

Scale = tuple[Fraction, Fraction]

NUMBERS = ("position", "salience", "capability")  # columns of numbers
USUAL: Scale = (Fraction(0), Fraction(100))
LEAST_REACH = 25  # positions of a table without a scale that all lie below are not taken to lie on 0 to 100
LOW_PERCENT = 10  # saliences that are all so low may be on a scale that ends there
LONGEST = 100  # characters of a number
MOST_COMPARED = 500  # actors whose names are compared
NUMBER = re.compile(r"[-+\u2212]?(\d+([.,\u066b]\d*)?|[.,\u066b]\d+)([eE][-+]?\d{1,3})?")


@dataclass(frozen=True)
class Entry:
    """A line of the table: numbers as written, None where there are none. `line` counts from 1."""

    issue: str
    actor: str
    position: str
    salience: str | None
    capability: str | None
    line: int
    why: str | None = None
    coder: str | None = None


@dataclass
class TabledIssue:
    """An issue: what it is called, what points of its line mean, and its scale if the file gives one."""

    name: str
    text: str | None = None
    points: dict[str, str] = field(default_factory=dict)
    scale: Scale | None = None
    line: int = 0


@dataclass
class PositionTable:
    """What a file says. `actors`: name → description. `extra`: further columns, cell by line of the entry."""

    title: str | None = None
    actors: dict[str, str | None] = field(default_factory=dict)
    issues: dict[str, TabledIssue] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    extra: dict[str, dict[int, str]] = field(default_factory=dict)
    percent: bool = False  # saliences are percent, whatever their size
    columns: frozenset[str] = frozenset({"position", "salience", "capability"})  # those that the file has
    doubtful: dict[str, ColumnError] = field(default_factory=dict)  # further columns whose numbers can be read two ways

    def by_issue(self) -> dict[str, list[Entry]]:
        """The entries of each issue."""
        found: dict[str, list[Entry]] = {name: [] for name in self.issues}
        for entry in self.entries:
            found[entry.issue].append(entry)
        return found

    def scale_of(self, issue: str) -> Scale:
        """Lowest and highest point of an issue."""
        return self.issues[issue].scale or USUAL


@dataclass
class Faulty:
    """What is wrong with a file. `lines`: its text, to show the line."""

    name: str
    lines: Sequence[str] = ()
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, line: int = 0, cell: str = "", severity: Any = "error", **params: Any) -> None:
        """A fault of a line; the caret stands under the cell where it can be found."""
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        column = source.find(cell) + 1 if cell else 1 if line else 0
        length = len(cell) if cell and column else 1
        place = Place(self.name, line, column if line else 0, length, source)
        self.problems.append(Problem(code, place, params, severity))

    @property
    def broken(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


@lru_cache(maxsize=1 << 14)  # cells are looked at again and again
def number(text: str) -> Fraction | None:
    """A number as people write it in tables: decimal point or comma, any digits, a true minus sign; else None."""
    text = text.strip()
    if len(text) > LONGEST or not NUMBER.fullmatch(text):
        return None
    value = Fraction(ascii_number(text).replace(",", "."))
    return value if abs(value) <= LARGEST else None


def bounds(text: str) -> tuple[Fraction, Fraction] | None:
    """The ends of a number or of a range ``low..high``; None if it is neither."""
    low, dots, high = text.strip().partition("..")
    ends = (number(low), number(high if dots else low))
    return None if ends[0] is None or ends[1] is None or ends[0] > ends[1] else (ends[0], ends[1])


def plain(text: str) -> str:
    """A number or range with decimal points and ASCII digits, as situation files write it."""
    ends = text.strip().split("..")
    return "..".join(_decimal(number(end)) for end in ends)


def _decimal(value: Fraction | None) -> str:
    assert value is not None
    found = f"{float(value):.15g}"
    return found if "e" not in found else f"{float(value):.20f}".rstrip("0").rstrip(".")


def check_names(table: PositionTable, lines: dict[str, int], faulty: Faulty) -> None:
    """Names that a situation cannot hold; and names that are alike and never on one issue: a slip of the other?"""
    for name, line in lines.items():
        if fault := name_fault(name):
            faulty.add(fault, line, name, name=name, found=hidden(name))
    on: dict[str, set[str]] = {}
    for entry in table.entries:
        on.setdefault(entry.actor, set()).add(entry.issue)
    for name, issues in on.items() if len(on) <= MOST_COMPARED else ():
        others = [other for other in on if len(on[other]) > len(issues) and not on[other] & issues]
        near = nearest(name, [other for other in others if _alike(name, other)])
        if near is not None:
            faulty.add("positions_name_near", lines[name], name, "warning", name=name, nearest=near)


def _alike(one: str, other: str) -> bool:
    """Differing by a letter or two, and not merely by a number."""
    letters = [re.sub(r"\d", "", name).casefold() for name in (one, other)]
    return one != other and letters[0] != letters[1] and min(map(len, letters)) > 3 and abs(len(one) - len(other)) < 3


def check_entries(table: PositionTable, faulty: Faulty, asked: Scale | None = None) -> None:
    """Numbers, signs, scales and doubles of all entries. `asked`: the scale of issues that state none."""
    seen: dict[tuple[str, str, str | None], int] = {}
    for entry in table.entries:
        before = seen.setdefault((entry.issue, entry.actor, entry.coder), entry.line)
        if before != entry.line:
            faulty.add("positions_twice", entry.line, entry.actor, actor=entry.actor, issue=entry.issue, first=before)
        for column in NUMBERS:
            cell = getattr(entry, column)
            if cell is None:
                continue
            ends = bounds(cell)
            if ends is None:
                faulty.add("positions_number", entry.line, cell, actor=entry.actor, column=column, found=cell)
            elif column != "position" and ends[0] < 0:
                faulty.add("positions_negative", entry.line, cell, actor=entry.actor, column=column, found=cell)
            elif column == "salience" and ends[1] > 100:
                faulty.add("positions_salience", entry.line, cell, actor=entry.actor, found=cell)
    _mixed(table, faulty)
    _scales(table, faulty, asked)
    _outside(table, faulty)


def _mixed(table: PositionTable, faulty: Faulty) -> None:
    """A salience that looks like a share in a table of percent."""
    already = any(problem.code == "positions_salience" for problem in faulty.problems)
    if already or not in_percent(table):
        return
    given = [ends for entry in table.entries if entry.salience is not None and (ends := bounds(entry.salience))]
    if given and 0 < (most := max(end for _, end in given)) <= LOW_PERCENT:
        faulty.add("positions_low", 0, "", "warning", most=float(most))
    if table.percent:
        return
    for entry in table.entries:
        ends = bounds(entry.salience) if entry.salience is not None else None
        if ends is not None and 0 < ends[1] < 1:
            found, cell = entry.salience, entry.salience or ""
            faulty.add("positions_mixed", entry.line, cell, "warning", actor=entry.actor, found=found)
            return


def _scales(table: PositionTable, faulty: Faulty, asked: Scale | None) -> None:
    """Give every issue without a scale the one asked for, else 0 to 100, or where positions lie if all are low."""
    without = {name: issue for name, issue in table.issues.items() if issue.scale is None}
    ends = [end for entry in table.entries if entry.issue in without for end in bounds(entry.position) or ()]
    if not without or not ends:
        return
    low, high = min(ends), max(ends)
    inside = low >= 0 and high <= 100
    if asked is not None:
        chosen = asked
    elif inside and low < high <= LEAST_REACH:
        chosen = (low, high)
        faulty.add("positions_scale_assumed", 0, "", "warning", low=float(low), high=float(high))
    else:
        chosen = USUAL
        outside = sum(not 0 <= end <= 100 for end in ends)
        if outside * 2 > len(ends):
            faulty.add("positions_scale_other", 0, "", low=float(low), high=float(high))
            chosen = (low, high)
    for issue in without.values():
        issue.scale = chosen


def _outside(table: PositionTable, faulty: Faulty) -> None:
    for entry in table.entries:
        ends, (low, high) = bounds(entry.position), table.scale_of(entry.issue)
        if ends is not None and not low <= ends[0] <= ends[1] <= high:
            faulty.add(
                "positions_outside", entry.line, entry.position,
                actor=entry.actor, issue=entry.issue, found=entry.position, low=float(low), high=float(high),
            )  # fmt: skip


def in_percent(table: PositionTable) -> bool:
    """Whether saliences are written from 0 to 100: some of them is above 1."""
    given = (bounds(entry.salience) for entry in table.entries if entry.salience is not None)
    return table.percent or any(ends is not None and ends[1] > 1 for ends in given)


def known_name(name: str, known: Iterable[str], code: str, line: int, faulty: Faulty) -> bool:
    """Whether the name is known; if not, it is reported with the nearest one."""
    if name in known:
        return True
    faulty.add(code, line, name, name=name, nearest=nearest(name, known), known=tuple(known)[:12])
    return False
