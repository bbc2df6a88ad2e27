"""Scenarios of NegMAS (YAML, or the same as JSON): a domain and a linear additive utility function per party.

Utility is Σ weight × value function: a table (``TableFun``), a line (``LinearFun``, ``AffineFun``: slope × value +
bias), the value itself (``IdentityFun``) or a constant (``ConstFun``). Issues are categorical, whole numbers from a
lower to an upper bound, or any numbers between two, cut into steps. The domain is needed: a utility function does not
name its issues.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from detente.errors import Problem
from detente.exchange.exact import exact
from detente.exchange.negotiations.profiles import MOST_VALUES, STEPS, Profile, Read, steps_between
from detente.situation.reading.nodes import Document, read_document
from detente.words import Said

Path = tuple[str | int, ...]
FUNCTION = "LinearAdditiveUtilityFunction"
TYPE = "__python_class__"  # the key of a type where the program writes JSON


def read_negmas(data: bytes, file: str, name: str, read: Read) -> None:
    """One file into `read`: a domain sets the issues, a utility function adds a party called `name`."""
    document = read_document(data, file)
    if document.root is None:
        read.problems += document.problems
        return
    reader = _Reader(document, read)
    whole = document.root.plain()
    if isinstance(whole, dict) and "issues" in whole:
        read.domain = reader.domain(whole)
    elif isinstance(whole, dict) and _kind(whole):
        reader.function(whole, name)
    else:
        reader.fault("profile_none", ())


MARK = re.compile(rb"(?m)^[\"']?detente[\"']?\s*:")  # the first key of a situation


def is_negmas(data: bytes, file: str) -> bool:
    """The YAML is a domain or a utility function, and not a situation."""
    if MARK.search(data):
        return False
    root = read_document(data, file).root
    whole = root.plain() if root is not None else None
    return isinstance(whole, dict) and is_negmas_map(whole)


def is_negmas_map(whole: dict[str, Any]) -> bool:
    """These keys are those of a domain or a utility function."""
    if "detente" in whole:
        return False
    return isinstance(whole.get("issues"), list) or _kind(whole).endswith(("Function", "UFun"))


def _kind(part: Any) -> str:
    """The name of a type, without the module that holds it; empty where none is named."""
    found = part.get("type", part.get(TYPE, "")) if isinstance(part, dict) else ""
    return str(found).rsplit(".", 1)[-1]


class _Reader:
    """One file; each method returns what can be used and adds what is wrong."""

    def __init__(self, document: Document, read: Read) -> None:
        self.document, self.read = document, read

    def fault(self, code: str, path: Path, **params: Any) -> None:
        assert self.document.root is not None
        node = self.document.root.at(path)
        place = self.document.place(node.line, node.column, node.length)
        self.read.problems.append(Problem(code, place, {"path": ".".join(map(str, path)), **params}))

    def number(self, value: Any, path: Path) -> Fraction:
        found = exact(value) if isinstance(value, str) else None
        if found is None:
            self.fault("negotiation_number", path, found=str(value)[:40])
        return found or Fraction(0)

    def domain(self, whole: dict[str, Any]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for place, issue in enumerate(whole["issues"] or []):
            path: Path = ("issues", place)
            if not isinstance(issue, dict) or not isinstance(issue.get("values"), list):
                self.fault("negotiation_key_missing", path, key="values")
                continue
            values = [str(value) for value in issue["values"]]
            kind, named = _kind(issue), str(issue.get("name", place))
            if len(values) == 2 and (kind == "ContinuousIssue" or "Contiguous" in kind):
                values = self.between(values, named, (*path, "values"), whole=kind != "ContinuousIssue")
            if named in found:
                self.fault("negotiation_name_twice", path, name=named)
            found[named] = values
        return found

    def between(self, ends: list[str], named: str, path: Path, *, whole: bool) -> list[str]:
        """The values from one end to the other: whole numbers, or steps."""
        low, high = (self.number(value, (*path, at)) for at, value in enumerate(ends))
        if low > high:
            self.fault("negotiation_range", path, first=ends[0], last=ends[1])
        if not whole:
            self.read.notes.append(Said("packages.read.steps", {"issue": named, "count": STEPS}))
            return steps_between(low, high)
        for at, end in enumerate((low, high)):
            if end.denominator != 1:
                self.fault("negotiation_number", (*path, at), found=ends[at])
        if high - low >= MOST_VALUES:
            self.fault("profile_unsupported", path, what=Said("packages.unsupported.values", {"count": MOST_VALUES}))
            return []
        return [str(value) for value in range(int(low), int(high) + 1)]

    def function(self, whole: dict[str, Any], name: str) -> None:
        if _kind(whole) != FUNCTION:
            self.fault("profile_unsupported", ("type",), what=Said("packages.unsupported.function"))
            return
        issues = self.read.domain
        if issues is None:
            self.fault("profile_domain", ())
            return
        functions, weights = whole.get("values"), whole.get("weights")
        for key, listed in (("values", functions), ("weights", weights)):
            if not isinstance(listed, list) or len(listed) != len(issues):
                self.fault("profile_length", (key,), key=key, wanted=len(issues))
                return
        assert isinstance(functions, list) and isinstance(weights, list)
        profile = Profile(name, self.document.name, issues)
        for place, (issue, values) in enumerate(issues.items()):
            weight = self.number(weights[place], ("weights", place))
            raw = self.worth(functions[place], values, ("values", place))
            profile.tables[issue] = {value: weight * one for value, one in raw.items()}
        held = whole.get("reserved_value")
        if held is not None and "inf" not in str(held).lower():
            profile.reservation = self.number(held, ("reserved_value",))
        elif whole.get("reserved_outcome") is not None:
            self.fault("profile_unsupported", ("reserved_outcome",), what=Said("packages.unsupported.outcome"))
        self.read.profiles.append(profile)

    def worth(self, function: Any, values: list[str], path: Path) -> dict[str, Fraction]:
        kind = _kind(function)
        if kind == "TableFun" and isinstance(function.get("mapping"), dict):
            table = function["mapping"]
            for value in values:
                if value not in table:
                    self.fault("negotiation_key_missing", (*path, "mapping"), key=value)
            return {
                value: self.number(table[value], (*path, "mapping", value)) if value in table else Fraction(0)
                for value in values
            }
        if kind in ("LinearFun", "AffineFun", "IdentityFun", "ConstFun"):
            slope = self.number(function.get("slope", "0" if kind == "ConstFun" else "1"), (*path, "slope"))
            bias = self.number(function.get("bias", "0"), (*path, "bias"))
            return {value: slope * self.number(value, path) + bias for value in values}
        self.fault("profile_unsupported", path, what=Said("packages.unsupported.function"))
        return dict.fromkeys(values, Fraction(0))
