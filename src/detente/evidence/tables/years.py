"""Years as tables write them: 2018, 2018.0, 2016; 2017, (2018), 2018-05-01, 29-5-1997, 5/29/1997, 20180501."""

from __future__ import annotations

import re

from detente.errors import DetenteError

OPEN = 9999  # a last year that has not come
NONE = frozenset({"", "-9", "0", "na", "nan", ".", "..", "-9.0", "-99"})
SPAN = re.compile(r"\d{4}(\.\.\d{4})?")
YEAR = re.compile(r"\(?(?P<year>\d{4})(?:\.0+)?\)?\??")
DATED = (
    re.compile(r"(?P<year>\d{4})[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?:[T ].*)?"),
    re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?P<year>\d{4})(?: .*)?"),
    re.compile(r"(?P<year>(?:19|20)\d\d)[01]\d[0-3]\d"),
)


def years_in(text: str, zero: int = 0) -> list[int] | None:
    """The years of a cell; none where it says that there is none; None where it is something else.

    `zero`: what is added where the cell counts from another year.
    """
    written = text.strip()
    if written.casefold() in NONE:
        return []
    for form in DATED:
        if match := form.fullmatch(written):
            return [int(match["year"])]
    found = []
    for part in re.split(r"[;,\s]+", written):
        if zero and part.removesuffix(".0").isdecimal():
            found.append(int(part.removesuffix(".0")) + zero)
        elif match := YEAR.fullmatch(part):
            found.append(int(match["year"]))
        elif part:
            return None
    return found


def span_asked(years: str | None) -> str | None:
    """Years as a table is asked for them: one, or a first and a last. Raises `DetenteError`."""
    if years is not None and (SPAN.fullmatch(years) is None or sorted(years.split("..")) != years.split("..")):
        raise DetenteError("convert_years", found=years)
    return years


def span_of(written: str | None) -> tuple[int, int] | None:
    """The first and the last of the years asked for."""
    if written is None:
        return None
    first, _, last = written.partition("..")
    return int(first), int(last or first)


def told(years: set[int] | list[int]) -> str:
    """Years as people write them: 2014..2016, 2018."""
    parts: list[list[int]] = []
    for year in sorted(years):
        if parts and year == parts[-1][-1] + 1:
            parts[-1].append(year)
        else:
            parts.append([year])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}..{part[-1]}" for part in parts)
