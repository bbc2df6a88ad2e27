"""What one party makes of packages, as programs for automated negotiation write it, and several of them put together.

Each such file holds one party: its issues, a table or boxes, and what it has without a deal. Put together they are a
negotiation in the form ``negotiation-case/1``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from detente.errors import Place, Problem
from detente.exchange.exact import as_json, decimal
from detente.words import Said

FORMAT = "negotiation-case/1"
MOST_VALUES = 10_000  # values of one issue
STEPS = 20  # into which an issue with any number as a value is cut


@dataclass
class Profile:
    """One party. `tables`: issue → value → utility, weights already in; `boxes`: what is earned in ranges of values.

    `issues`: name → values, in order. `constant`: what is earned in every package beside the boxes; `divide`: what the
    sum of both is divided by. `whole`: instead of all these, a table over all issues. `file`: for messages.
    """

    name: str
    file: str
    issues: dict[str, list[str]]
    tables: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    boxes: list[tuple[dict[str, tuple[str, str]], Fraction]] = field(default_factory=list)
    constant: Fraction = Fraction(0)
    divide: Fraction = Fraction(1)
    whole: list[Any] | None = None
    reservation: Fraction | None = None


@dataclass
class Read:
    """What a reader found: profiles, the issues of a domain file, problems, and what there is to say."""

    profiles: list[Profile] = field(default_factory=list)
    domain: dict[str, list[str]] | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)


def steps_between(low: Fraction, high: Fraction) -> list[str]:
    """The values at the ends of `STEPS` equal steps from the lowest to the highest."""
    if low >= high:
        return [decimal(low)]
    return [decimal(low + (high - low) * step / STEPS) for step in range(STEPS + 1)]


def document_of(read: Read, title: str, file: str) -> dict[str, Any] | None:
    """The negotiation of all profiles; None, and a problem more, where they do not speak of the same issues."""
    if read.problems:
        return None
    if len(read.profiles) < 2:
        known = tuple(profile.name for profile in read.profiles)
        read.problems.append(Problem("profile_alone", Place(file), {"known": known or None}))
        return None
    issues = _issues(read)
    for profile in read.profiles:
        for name, values in issues.items():
            given = profile.issues.get(name)
            missing = [name] if given is None else [f"{name}={value}" for value in values if value not in given]
            if missing:
                _lacks(profile, missing, read)
            beyond = [f"{name}={value}" for value in given or () if value not in values]
            if beyond and read.domain is None:  # a domain says which values count; without one, the first party would
                _lacks(read.profiles[0], beyond, read)
        for name in profile.issues:
            if name not in issues:
                _lacks(read.profiles[0], [name], read)
    if read.problems:
        return None
    names = _different([profile.name for profile in read.profiles])
    unsaid = tuple(name for name, profile in zip(names, read.profiles, strict=True) if profile.reservation is None)
    if unsaid:
        read.notes.append(Said("packages.read.reservation", {"parties": unsaid}))
    boxes = any(profile.boxes or profile.constant for profile in read.profiles)
    return {
        "format": FORMAT,
        **({"type": "boxes"} if boxes else {}),
        "title": title,
        "parties": names,
        "issues": [{"name": name, "values": values} for name, values in issues.items()],
        "utilities": {name: _utility(one, issues) for name, one in zip(names, read.profiles, strict=True)},
        "disagreement": {
            name: as_json(profile.reservation or Fraction(0))
            for name, profile in zip(names, read.profiles, strict=True)
        },
    }


def _lacks(profile: Profile, names: list[str], read: Read) -> None:
    """A party has nothing for these."""
    params = {"party": profile.name, "names": tuple(names[:5]), "more": max(0, len(names) - 5) or None}
    read.problems.append(Problem("profile_other", Place(profile.file), params))


def _issues(read: Read) -> dict[str, list[str]]:
    """The issues of the domain file, or those of the first profile."""
    return read.domain if read.domain is not None else read.profiles[0].issues


def _different(names: list[str]) -> list[str]:
    """Names of parties, numbered where they are the same."""
    return [
        name if names.count(name) == 1 else f"{name} {names[: place + 1].count(name)}"
        for place, name in enumerate(names)
    ]


def _utility(profile: Profile, issues: dict[str, list[str]]) -> dict[str, Any]:
    if profile.whole is not None:
        return {"terms": [{"issues": list(profile.issues), "table": profile.whole}]}
    if profile.boxes or profile.constant:
        boxes = [
            {"when": {issue: list(ends) for issue, ends in when.items()}, "add": as_json(add)}
            for when, add in profile.boxes
        ]
        constant = {"constant": as_json(profile.constant)} if profile.constant else {}
        return {
            **constant,
            "divide_by": as_json(profile.divide),
            "terms": [{"issues": "all", "boxes": boxes}],
        }
    terms = [
        {"issues": [name], "table": [as_json(profile.tables[name][value]) for value in values]}
        for name, values in issues.items()
        if name in profile.tables
    ]
    return {"terms": terms}
