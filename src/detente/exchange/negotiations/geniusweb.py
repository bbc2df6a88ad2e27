"""Profiles of GeniusWeb (JSON): a linear additive utility space with its domain, and the bid that stands for no deal.

Utility is Σ weight × utility of the value; a number issue runs from its lowest to its highest value in steps, and its
utility in a straight line between those of its ends. Without a reservation bid no deal is worth 0, and this is said.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from detente.exchange.exact import decimal, exact, meant
from detente.exchange.json_places import Faulty, Path
from detente.exchange.negotiations.profiles import MOST_VALUES, Profile, Read
from detente.situation.identifiers import nearest
from detente.words import Said

SPACE = "LinearAdditiveUtilitySpace"
SPACES = (SPACE, "SumOfGroupsUtilitySpace")
DISCRETE = ("DiscreteValueSetUtilities", "discreteutils")
NUMBER = ("NumberValueSetUtilities", "numberutils")


def is_geniusweb(whole: Any) -> bool:
    """The JSON is a profile of GeniusWeb."""
    return isinstance(whole, dict) and any(space in whole for space in SPACES)


def read_geniusweb(whole: dict[str, Any], faulty: Faulty, name: str, read: Read) -> None:
    """A profile into `read`, for a party called `name`."""
    if SPACE not in whole:
        faulty.add("profile_unsupported", (SPACES[1],), what=Said("packages.unsupported.groups"))
    else:
        read.profiles.append(Reader(faulty).profile(whole[SPACE], name))
    read.problems += faulty.problems


def _name(value: Any) -> str:
    """A value as the name of a level."""
    return decimal(value) if isinstance(value, Fraction) else str(value)


class Reader:
    """One method per part; each returns what can be used and adds what is wrong."""

    def __init__(self, faulty: Faulty) -> None:
        self.faulty = faulty

    def table(self, entry: Any, key: str, path: Path) -> dict[str, Any]:
        """The map at a key; an empty one and a fault where there is none."""
        found = entry.get(key) if isinstance(entry, dict) else None
        if isinstance(found, dict):
            return found
        self.faulty.add("negotiation_key_missing", path, key=key)
        return {}

    def number(self, value: Any, path: Path) -> Fraction:
        if isinstance(value, Fraction | int) and not isinstance(value, bool):
            found = meant(value)
        else:
            found = exact(value) if isinstance(value, str) else None
        if found is None:
            self.faulty.add("negotiation_number", path, found=str(value)[:40])
        return found or Fraction(0)

    def profile(self, space: Any, name: str) -> Profile:
        path: Path = (SPACE,)
        domain = self.table(space, "domain", path)
        listed = self.table(domain, "issuesValues", (*path, "domain"))
        weights = self.table(space, "issueWeights", path)
        worth = self.table(space, "issueUtilities", path)
        issues, tables = {}, {}
        for issue, given in listed.items():
            values = self.values(given, (*path, "domain", "issuesValues", issue))
            issues[issue] = values
            weight = self.of(weights, issue, (*path, "issueWeights"))
            if issue not in worth:
                self.faulty.add("negotiation_key_missing", (*path, "issueUtilities"), key=issue)
                continue
            raw = self.utilities(worth[issue], values, (*path, "issueUtilities", issue))
            tables[issue] = {value: weight * raw.get(value, Fraction(0)) for value in values}
        found = Profile(name, self.faulty.name, issues, tables)
        bid = space.get("reservationBid") if isinstance(space, dict) else None
        if isinstance(bid, dict):
            held = self.table(bid, "issuevalues", (*path, "reservationBid"))
            found.reservation = sum(
                (
                    self.held(tables, issue, value, (*path, "reservationBid", "issuevalues"))
                    for issue, value in held.items()
                ),
                Fraction(0),
            )
        return found

    def of(self, numbers: dict[str, Any], name: str, path: Path) -> Fraction:
        """The number that belongs to a name."""
        if name not in numbers:
            self.faulty.add("negotiation_key_missing", path, key=name)
            return Fraction(0)
        return self.number(numbers[name], (*path, name))

    def held(self, tables: dict[str, dict[str, Fraction]], issue: str, value: Any, path: Path) -> Fraction:
        """What a value of the bid that stands for no deal is worth."""
        table = tables.get(issue)
        if table is None:
            near = nearest(issue, tables)
            self.faulty.add("negotiation_name_unknown", path, name=issue, near=near, known=tuple(tables)[:12])
            return Fraction(0)
        name = _name(value)
        plain = decimal(number) if name not in table and (number := exact(name)) is not None else name
        if plain not in table:
            near = nearest(name, table)
            self.faulty.add("negotiation_name_unknown", (*path, issue), name=name, near=near, known=tuple(table)[:12])
        return table.get(plain, Fraction(0))

    def values(self, given: Any, path: Path) -> list[str]:
        if isinstance(given, dict) and isinstance(given.get("values"), list):
            return [_name(value) for value in given["values"]]
        ends = given.get("range") if isinstance(given, dict) else None
        if isinstance(ends, list) and len(ends) == 3:
            low, high, step = (self.number(value, (*path, "range", place)) for place, value in enumerate(ends))
            if step > 0 and 0 <= (high - low) / step < MOST_VALUES:
                return [decimal(low + step * place) for place in range(int((high - low) / step) + 1)]
        self.faulty.add("negotiation_key_missing", path, key="values")
        return []

    def utilities(self, given: Any, values: list[str], path: Path) -> dict[str, Fraction]:
        kind = next((key for key in (*DISCRETE, *NUMBER) if isinstance(given, dict) and key in given), None)
        if kind is None:
            self.faulty.add("profile_unsupported", path, what=Said("packages.unsupported.function"))
            return {}
        inner, here = given[kind], (*path, kind)
        if kind in DISCRETE:
            table = self.table(inner, "valueUtilities", here)
            return {value: self.of(table, value, (*here, "valueUtilities")) for value in values}
        keys = ("lowValue", "lowUtility", "highValue", "highUtility")
        low, first, high, last = (
            self.number(inner.get(key) if isinstance(inner, dict) else None, (*here, key)) for key in keys
        )
        slope = (last - first) / (high - low) if high != low else Fraction(0)
        return {value: first + slope * (Fraction(value) - low) for value in values}
