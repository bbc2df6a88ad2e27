"""How the numbers of a column are written: which mark parts thousands and which the decimals, and if they are percent.

A cell such as ``1,234`` can be read twice; the column as a whole decides, never the cell:

1. A cell that only one reading takes (``0,5``, ``1,234.5``, ``1.234.567``, ``12,5``) decides for all.
2. Otherwise thousands are not meant if the column has a plain number of four digits or more: it would part it too. And
   decimals are not meant if some end in 0, as with a fixed number of places, and another number has no places at all.
3. What is left open goes by the other columns of the file, if they show how it is written.
4. What is open still is an error with both readings. Only a decimal point that nothing speaks against stands: it is how
   data are published.

Gaps, apostrophes and the Arabic ``٬`` part thousands, ``٫`` the decimals, in whatever script the digits are. ``50%`` is
0.5, in a column where every number is percent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from detente.situation.digits import ascii_number

Mark = Literal[".", ","]
MARKS: dict[str, Mark] = {"point": ".", "comma": ","}
MISSING = frozenset({"", "na", "n/a", "nan", "null", ".", "..", "...", "-", "–", "—", "…"})
GAPS = "\u00a0\u202f\u2009 '’"
EXPONENT = r"(?:[eE][-+]?\d{1,3})?"
LONGEST, LARGEST = 400, Fraction(10) ** 100  # what can be meant: characters of a number, and its size


def _reading(group: str, decimal: str) -> re.Pattern[str]:
    whole = rf"(?:\d+|[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+)"
    return re.compile(rf"[-+]?(?:{whole}(?:{re.escape(decimal)}\d*)?|{re.escape(decimal)}\d+){EXPONENT}")


READINGS: dict[Mark, re.Pattern[str]] = {".": _reading(",", "."), ",": _reading(".", ",")}
OPEN = re.compile(r"[-+]?[1-9]\d{0,2}([.,])\d{3}")


class ColumnError(ValueError):
    """The cells of a column cannot be read by one rule. `code`: why; `params`: the cells, and what each could mean."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Writing:
    """How the numbers of a column are written."""

    decimal: Mark = "."
    percent: bool = False

    def number(self, cell: str) -> Fraction | None:
        """The number of a cell; None if it is none in this writing."""
        text = tidy(cell)
        if self.percent:
            text = text.removesuffix("%").rstrip()
        if len(text) > LONGEST or not READINGS[self.decimal].fullmatch(text):
            return None
        group = "," if self.decimal == "." else "."
        value = Fraction(text.replace(group, "").replace(self.decimal, "."))
        if abs(value) > LARGEST:
            return None
        return value / 100 if self.percent else value

    def plain(self, cell: str) -> str | None:
        """The number as this format writes it, with a decimal point and no marks between thousands."""
        value = self.number(cell)
        return None if value is None else decimal_text(value)


def decimal_text(value: Fraction) -> str:
    """A number in plain digits."""
    found = f"{float(value):.15g}"
    return found if "e" not in found else f"{float(value):.20f}".rstrip("0").rstrip(".")


def tidy(cell: str) -> str:
    """A cell in ASCII, without spaces around it and without gaps between groups of three digits."""
    text = ascii_number(cell.strip())
    return re.sub(rf"(?<=\d)[{GAPS}](?=\d{{3}}(?!\d))", "", text)


def is_missing(cell: str) -> bool:
    """A cell that says that there is no number."""
    return cell.strip().casefold() in MISSING


def writing(cells: Iterable[str], decimal: Mark | None = None, beside: Mark | None = None) -> Writing:
    """The one rule for all cells of a column; what is no number by any rule is left to whoever reads the cells.

    `decimal`: the mark before the decimals, where it is known; `beside`: the one that other columns show. Raises
    `ColumnError`.
    """
    texts = {tidy(cell) for cell in cells if not is_missing(cell)}
    numbers = _numbers(texts)
    percent = _percent({text for text in texts if text.removesuffix("%").rstrip() in numbers})
    return Writing(decimal or _decimal(numbers, beside), percent)


def shown(columns: Iterable[Iterable[str]]) -> Mark | None:
    """The mark before the decimals that some columns of a file show; None if none does, or if they differ."""
    found = set()
    for cells in columns:
        only = _only(_numbers({tidy(cell) for cell in cells if not is_missing(cell)}))
        found |= {mark for mark, texts in only.items() if texts}
    return found.pop() if len(found) == 1 else None


def _numbers(texts: set[str]) -> set[str]:
    """Those that are numbers in some reading, without their percent signs."""
    bare = {text.removesuffix("%").rstrip() for text in texts}
    return {text for text in bare if any(reading.fullmatch(text) for reading in READINGS.values())}


def _only(numbers: set[str]) -> dict[Mark, list[str]]:
    """For each mark before the decimals, the numbers that only it lets read."""
    return {mark: sorted(t for t in numbers if not READINGS[_other(mark)].fullmatch(t)) for mark in READINGS}


def _percent(texts: set[str]) -> bool:
    with_sign = sorted(text for text in texts if text.endswith("%"))
    without = sorted(text for text in texts if not text.endswith("%") and text.strip("0.,"))
    if with_sign and without:
        raise ColumnError("column_percent", one=with_sign[0], other=without[0])
    return bool(with_sign)


def _decimal(numbers: set[str], beside: Mark | None) -> Mark:
    """The mark before the decimals."""
    only = _only(numbers)
    if only["."] and only[","]:
        raise ColumnError("column_marks", one=only["."][0], other=only[","][0])
    if only["."] or only[","]:
        return "." if only["."] else ","
    doubtful = sorted(text for text in numbers if OPEN.fullmatch(text))
    marks = {"," if "," in text else "." for text in doubtful}
    if not marks:
        return "."
    if len(marks) == 1:
        mark: Mark = "," if "," in marks else "."
        thousands, decimals = _thousands(numbers), _decimals(doubtful, numbers)
        if beside is not None and (decimals if beside == mark else thousands):
            return beside
        if decimals and (mark == "." or not thousands):
            return mark
        if thousands and not decimals and mark == ",":
            return "."
    cell = doubtful[0]
    readings = sorted((_read(cell, "."), _read(cell, ",")))
    raise ColumnError("column_doubtful", found=cell, less=decimal_text(readings[0]), more=decimal_text(readings[1]))


def _other(mark: Mark) -> Mark:
    return "," if mark == "." else "."


def _thousands(numbers: set[str]) -> bool:
    """Whether all large numbers of the column part their thousands."""
    return not any(text.lstrip("+-").isdecimal() and len(text.lstrip("+-")) > 3 for text in numbers)


def _decimals(doubtful: list[str], numbers: set[str]) -> bool:
    """Whether the places can be decimals: those that end in 0 are fixed places, which every number has then."""
    return not any(text.endswith("0") for text in doubtful) or len(doubtful) == len(numbers)


def _read(cell: str, decimal: Mark) -> Fraction:
    value = Writing(decimal).number(cell)
    assert value is not None
    return value
