"""The definitions once more, written as the sentences they are, over the list of all packages of a document.

Slow and obvious: nothing here is shared with the engines. Numbers are fractions throughout.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import Any

Document = dict[str, Any]
Package = dict[str, str]
Vector = tuple[Fraction, ...]


def number(value: Any) -> Fraction:
    return Fraction(str(value))


def packages(document: Document) -> list[Package]:
    """All that no constraint forbids."""
    names = [issue["name"] for issue in document["issues"]]
    every = (
        dict(zip(names, levels, strict=True)) for levels in product(*(issue["values"] for issue in document["issues"]))
    )
    bans = [entry["forbid"] for entry in document.get("constraints", [])]
    return [one for one in every if not any(all(one[k] == v for k, v in ban.items()) for ban in bans)]


def utility(document: Document, party: str, package: Package) -> Fraction:
    """The constant and every term; a table is read in the order of the values."""
    values = {issue["name"]: issue["values"] for issue in document["issues"]}
    given = document["utilities"][party]
    total = number(given.get("constant", 0))
    for term in given["terms"]:
        weight = number(term.get("weight", 1))
        if "table" in term:
            cell = term["table"]
            for issue in term["issues"]:
                cell = cell[values[issue].index(package[issue])]
            total += weight * number(cell)
        for rule in term.get("rules", []):
            if all(package[issue] == value for issue, value in rule["when"].items()):
                total += weight * number(rule["add"])
    return total


def vector(document: Document, package: Package) -> Vector:
    return tuple(utility(document, party, package) for party in document["parties"])


def disagreement(document: Document) -> Vector:
    if document["disagreement"] == "status_quo":
        return vector(document, document["status_quo"])
    return tuple(number(document["disagreement"][party]) for party in document["parties"])


def dominates(one: Vector, other: Vector) -> bool:
    """At least as good for everybody, better for somebody."""
    return all(a >= b for a, b in zip(one, other, strict=True)) and one != other


def undominated(vectors: set[Vector]) -> set[Vector]:
    return {one for one in vectors if not any(dominates(other, one) for other in vectors)}


def gains(u: Vector, d: Vector) -> Vector:
    return tuple(a - b for a, b in zip(u, d, strict=True))


def largest(vectors: set[Vector], value: Callable[[Vector], Any]) -> set[Vector]:
    best = max(value(one) for one in vectors)
    return {one for one in vectors if value(one) == best}


def nash(zone: set[Vector], d: Vector, power: tuple[int, ...] | None = None) -> set[Vector]:
    """First the number of strict gainers, then their product of gains."""

    def value(u: Vector) -> tuple[int, Fraction]:
        strict = [(gain, place) for place, gain in enumerate(gains(u, d)) if gain > 0]
        return len(strict), prod((gain ** (power[place] if power else 1) for gain, place in strict), start=Fraction(1))

    return largest(zone, value)


def kalai_smorodinsky(zone: set[Vector], d: Vector) -> set[Vector]:
    ideal = [max(u[party] for u in zone) for party in range(len(d))]

    def shares(u: Vector) -> list[Fraction]:
        return sorted((own - no) / (most - no) for own, no, most in zip(u, d, ideal, strict=True) if most != no)

    return largest(zone, shares)


def egalitarian(zone: set[Vector], d: Vector) -> set[Vector]:
    return largest(zone, lambda u: sorted(gains(u, d)))


def utilitarian(zone: set[Vector], d: Vector) -> set[Vector]:
    return largest(zone, lambda u: sum(gains(u, d)))


def shortfall(vectors: set[Vector], d: Vector) -> dict[str, Any]:
    """The concessions, in the field names of a case."""
    missing = [[max(b - a, Fraction(0)) for a, b in zip(u, d, strict=True)] for u in vectors]
    highest = []
    for party in range(len(d)):
        others = [u for u in vectors if all(u[i] >= d[i] for i in range(len(d)) if i != party)]
        highest.append(max((u[party] for u in others), default=None))
    joint = max(sum(u) for u in vectors)
    return {
        "min_equal_concession": min(max(one) for one in missing),
        "min_total_concession": min(sum(one) for one in missing),
        "solo_concession": [
            None if h is None else max(own - h, Fraction(0)) for own, h in zip(d, highest, strict=True)
        ],
        "highest_reservation_others_fixed": highest,
        "max_joint_utility": joint,
        "money_needed_if_transferable": max(sum(d) - joint, Fraction(0)),
    }


def clashes(vectors: set[Vector], d: Vector) -> set[frozenset[int]]:
    """The smallest sets of parties that no package suits together."""
    everybody = range(len(d))
    hopeless = [
        frozenset(group)
        for size in range(1, len(d) + 1)
        for group in combinations(everybody, size)
        if not any(all(u[i] >= d[i] for i in group) for u in vectors)
    ]
    return {group for group in hopeless if not any(other < group for other in hopeless)}


def only(document: Document, issues: list[str]) -> set[Vector]:
    """The vectors of packages that differ from the status quo in these issues at most."""
    start = document["status_quo"]
    return {
        vector(document, one)
        for one in packages(document)
        if all(level == start[issue] for issue, level in one.items() if issue not in issues)
    }


def surplus(document: Document, issues: list[str]) -> Fraction:
    """The largest sum of gains from the status quo where nobody loses and only these issues change."""
    start = vector(document, document["status_quo"])
    return max(sum(gains(u, start)) for u in only(document, issues) if min(gains(u, start)) >= 0)
