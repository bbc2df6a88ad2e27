"""Random small negotiations as documents: what every engine must get right.

Two to four parties, two to four issues, additive parts, tables over two issues, rules over up to three, ties by small
whole numbers, fractions, constraints, no deal below every package or above, and where wanted a status quo.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from tests.bargaining.packages.literal import packages

Draw = Any
Document = dict[str, Any]


@st.composite
def documents(draw: Draw, parties: int | None = None, standing: bool | None = None) -> Document:
    """A document with at least one package; `standing`: with a status quo that is one."""
    count = parties or draw(st.sampled_from([2, 2, 3, 3, 4]))
    names = ["Ainu", "Bosnia", "Chad", "Duma"][:count]
    issues = [
        {"name": f"issue {number}", "values": [f"v{level}" for level in range(draw(st.sampled_from([1, 2, 2, 3])))]}
        for number in range(draw(st.integers(1, 4)))
    ]
    document: Document = {
        "format": "negotiation-case/1",
        "parties": names,
        "issues": issues,
        "utilities": {name: _utility(draw, issues) for name in names},
        "constraints": [_ban(draw, issues) for _ in range(draw(st.sampled_from([0, 0, 1, 2])))],
    }
    possible = packages(document)
    assume(possible)
    if standing or (standing is None and draw(st.booleans())):
        document["status_quo"] = draw(st.sampled_from(possible))
    document["disagreement"] = _disagreement(draw, names, "status_quo" in document)
    return document


def _amount(draw: Draw) -> Any:
    """Small whole numbers tie often; fractions and decimals need exact arithmetic."""
    kind = draw(st.sampled_from(["whole"] * 6 + ["ratio", "decimal"]))
    whole = draw(st.integers(-5, 5))
    return whole if kind == "whole" else f"{whole}/3" if kind == "ratio" else f"{whole / 10}"


def _utility(draw: Draw, issues: list[Document]) -> Document:
    terms = [{"issues": [one["name"]], "table": [_amount(draw) for _ in one["values"]]} for one in issues]
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        chosen = draw(st.lists(st.sampled_from(issues), min_size=1, max_size=3, unique_by=lambda one: one["name"]))
        if draw(st.booleans()):
            terms.append({"issues": [one["name"] for one in chosen], "table": _table(draw, chosen)})
        else:
            when = {one["name"]: draw(st.sampled_from(one["values"])) for one in chosen}
            terms.append(
                {"rules": [{"when": when, "add": _amount(draw)}], "weight": draw(st.sampled_from([1, "1/2", -1]))}
            )
    return {"constant": _amount(draw), "terms": terms}


def _table(draw: Draw, chosen: list[Document]) -> Any:
    if not chosen:
        return _amount(draw)
    return [_table(draw, chosen[1:]) for _ in chosen[0]["values"]]


def _ban(draw: Draw, issues: list[Document]) -> Document:
    chosen = draw(st.lists(st.sampled_from(issues), min_size=1, max_size=2, unique_by=lambda one: one["name"]))
    return {"forbid": {one["name"]: draw(st.sampled_from(one["values"])) for one in chosen}}


def _disagreement(draw: Draw, names: list[str], standing: bool) -> Any:
    kind = draw(st.sampled_from(["near", "near", "near", "below", "mixed", *(["stands"] if standing else [])]))
    if kind == "stands":
        return "status_quo"
    amounts = {"near": st.integers(-6, 8), "below": st.just(-60), "mixed": st.sampled_from([-60, -3, 0, 3, 9])}
    return {name: draw(amounts[kind]) for name in names}


def partitions(document: Document, draw: Draw) -> list[list[str]]:
    """The issues dealt out over up to three dockets."""
    names = [issue["name"] for issue in document["issues"]]
    dealt = draw(st.lists(st.integers(0, 2), min_size=len(names), max_size=len(names)))
    groups = [[name for name, where in zip(names, dealt, strict=True) if where == docket] for docket in range(3)]
    return [group for group in groups if group]


def sizes(document: Document) -> int:
    """How many combinations of values there are."""
    return len(list(product(*(issue["values"] for issue in document["issues"]))))
