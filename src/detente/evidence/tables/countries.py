"""The states of the world: codes and names by which public data know them, in one list made by ``docs/countries.py``.

Codes: ISO 3166-1 (three letters, two letters, number; of the number also the ones that BACI uses), Correlates of War
(number, letters), Gleditsch and Ward (number). Names: English and Arabic of the Unicode CLDR, then ISO's own and those
that data sets use. Names are compared without regard to case, accents, marks and spaces. A state that is no more
(the Soviet Union) is a state of its own, also where its code went on to another.
"""

from __future__ import annotations

import csv
import difflib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SYSTEMS = ("iso3", "iso2", "number", "cow", "cow_code", "gw")
MOST_NEAR = 3  # names that are offered where one is unknown


@dataclass(frozen=True, eq=False)
class Country:
    """A state. `codes`: system → its code (of some systems several); `names`: the English, the Arabic, then others."""

    codes: dict[str, tuple[str, ...]]
    names: tuple[str, ...]

    def code(self, system: str) -> str | None:
        """Its first code in a system."""
        return next(iter(self.codes.get(system, ())), None)

    def called(self, language: str) -> str:
        """Its name in a language."""
        return self.names[1 if language == "ar" else 0]

    @property
    def coded(self) -> str:
        """The codes that political science uses: JPN, COW 740, GW 740."""
        parts = [self.code("iso3"), *(f"{system.upper()} {self.code(system)}" for system in ("cow", "gw"))]
        return ", ".join(part for part in parts if part and not part.endswith("None"))

    @property
    def shown(self) -> str:
        """The name with these codes: Japan (JPN, COW 740, GW 740)."""
        return f"{self.names[0]} ({self.coded})"


def folded(name: str) -> str:
    """A name as it is compared: letters and digits alone, no case, no accents, one spelling of Arabic endings."""
    text = unicodedata.normalize("NFKD", name.casefold()).replace("ة", "ه").replace("ى", "ي")
    return "".join(char for char in text if unicodedata.category(char)[0] in "LN")


@cache
def countries() -> tuple[Country, ...]:
    """All of them, in the order of the list."""
    text = files("detente.evidence.tables").joinpath("countries.csv").read_text(encoding="utf-8")
    found = []
    for row in csv.DictReader(text.splitlines()):
        codes = {system: tuple(row[system].split(";")) for system in SYSTEMS if row[system]}
        names = (row["en"], row["ar"], *row["others"].split("|"))
        found.append(Country(codes, tuple(name for name in names if name)))
    return tuple(found)


@cache
def _by_name() -> dict[str, Country]:
    return {folded(name): country for country in countries() for name in country.names}


@cache
def _by_code() -> dict[tuple[str, str], Country]:
    return {(system, code): one for one in countries() for system, codes in one.codes.items() for code in codes}


def by_name(name: str) -> Country | None:
    """The state of this name, in any of its spellings; also "the" before it."""
    key = folded(name)
    return _by_name().get(key) or _by_name().get(key.removeprefix("the"))


def by_code(system: str, code: str) -> Country | None:
    """The state of this code; leading zeros and a decimal point of a whole number count nothing (``008``, ``2.0``)."""
    written = code.strip().upper().removesuffix(".0")
    return _by_code().get((system, written)) or _by_code().get((system, written.lstrip("0")))


def by_any(written: str) -> Country | None:
    """The state of a name, or of a code made of letters (which no two systems use for two states of today)."""
    name = written.strip()
    return by_name(name) or by_code("iso3", name) or (by_code("cow_code", name) if name.isupper() else None)


def near(name: str) -> tuple[str, ...]:
    """The states whose names are most like this one, as they are shown."""
    close = difflib.get_close_matches(folded(name), list(_by_name()), n=2 * MOST_NEAR, cutoff=0.7)
    return tuple(dict.fromkeys(_by_name()[key].shown for key in close))[:MOST_NEAR]
