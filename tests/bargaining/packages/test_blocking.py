"""Blocking, the core on packages, and divisions into dockets, against their definitions."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.packages.core import blocking, passing
from detente.bargaining.packages.linkage import best_dockets
from detente.bargaining.packages.result import deal
from detente.exchange.negotiations.negotiation_json import negotiation_of
from tests.bargaining.packages import literal
from tests.bargaining.packages.documents import Document, documents
from tests.conftest import examples


def reach(document: Document, group: tuple[str, ...]) -> list[literal.Package]:
    """What a set of parties can bring about."""
    every, start = literal.packages(document), document["status_quo"]
    if any(set(win) <= set(group) for win in document["winning"]):
        return every
    if any(not set(win) & set(group) for win in document["winning"]):
        return []  # the others pass what they like
    own = {issue for party in group for issue in document["own"][party]}
    return [one for one in every if all(one[issue] == start[issue] for issue in one if issue not in own)]


@examples(83)
@given(documents(standing=True), st.data())
def test_blocking_and_the_core(document: Document, data: Any) -> None:
    names = document["parties"]
    owners = data.draw(st.lists(st.sampled_from([*names, None]), min_size=4, max_size=4))
    issues = [issue["name"] for issue in document["issues"]]
    document["own"] = {
        name: [issue for issue, owner in zip(issues, owners, strict=False) if owner == name] for name in names
    }
    groups = [list(group) for size in range(1, len(names) + 1) for group in combinations(names, size)]
    document["winning"] = data.draw(st.lists(st.sampled_from(groups), min_size=1, max_size=3))
    found = blocking(negotiation_of(document))
    d = literal.disagreement(document)
    vectors = [literal.vector(document, one) for one in literal.packages(document)]
    free = set(range(len(vectors)))
    blocks: dict[tuple[int, ...], int] = {}
    for group in groups:
        places = tuple(names.index(name) for name in group)
        can = [literal.vector(document, one) for one in reach(document, tuple(group))]
        beaten = {k for k, x in enumerate(vectors) if any(all(y[i] > x[i] for i in places) for y in can)}
        free -= beaten
        if beaten:
            blocks[places] = len(beaten)
        most = max((sum(y[i] - d[i] for i in places) for y in can), default=Fraction(0))
        assert found.worth[frozenset(places)] == max(most, 0)
    assert found.blocks == blocks
    assert found.packages == len(free)
    assert {point.u: point.packages for point in found.core} == {
        u: sum(vectors[k] == u for k in free) for u in {vectors[k] for k in free}
    }
    veto = {name for name in names if all(name in win for win in document["winning"])}
    assert {names[party] for party in found.veto} == veto


@examples(83)
@given(documents(), st.data())
def test_what_passes_and_by_how_many_it_is_accepted(document: Document, data: Any) -> None:
    names, d = document["parties"], literal.disagreement(document)
    groups = [list(group) for size in range(1, len(names) + 1) for group in combinations(names, size)]
    document["winning"] = data.draw(st.lists(st.sampled_from(groups), min_size=1, max_size=3))
    accepts = []
    for one in literal.packages(document):
        u = literal.vector(document, one)
        accepts.append({name for name, value, own in zip(names, u, d, strict=True) if value >= own})
    found = passing(negotiation_of(document))
    wins = sum(any(set(group) <= accepted for group in document["winning"]) for accepted in accepts)
    assert found["packages_passing"] == wins
    assert found["by_number_of_acceptors"] == {
        str(count): sum(len(accepted) == count for accepted in accepts) for count in range(len(names) + 1)
    }


@examples(83)
@given(documents(standing=True))
def test_dockets_that_keep_most(document: Document) -> None:
    """Against every division into that many dockets."""
    names = [issue["name"] for issue in document["issues"]]
    surplus = {
        frozenset(some): literal.surplus(document, list(some))
        for size in range(1, len(names) + 1)
        for some in combinations(names, size)
    }
    divisions: dict[int, Fraction] = {}
    for dealt in product(range(len(names)), repeat=len(names)):
        groups = [
            frozenset(n for n, where in zip(names, dealt, strict=True) if where == docket) for docket in set(dealt)
        ]
        kept = sum((surplus[group] for group in groups), Fraction(0))
        divisions[len(groups)] = max(divisions.get(len(groups), kept), kept)
    found = best_dockets(negotiation_of(document))
    assert [one.kept for one in found] == [divisions[count] for count in range(1, len(names) + 1)]
    for one in found:
        assert sorted(issue for docket in one.dockets for issue in docket) == list(range(len(names)))
        assert one.kept == sum(surplus[frozenset(names[issue] for issue in docket)] for docket in one.dockets)


def test_a_veto_player_and_the_core_in_words() -> None:
    """Two of three pass a package, but only with A: what A likes best of what another accepts is never blocked."""
    document = {
        "format": "negotiation-case/1",
        "parties": ["A", "B", "C"],
        "issues": [{"name": "plan", "values": ["none", "first", "second"]}],
        "utilities": {
            "A": {"terms": [{"issues": ["plan"], "table": [0, 5, 3]}]},
            "B": {"terms": [{"issues": ["plan"], "table": [0, 1, 4]}]},
            "C": {"terms": [{"issues": ["plan"], "table": [0, -2, 4]}]},
        },
        "disagreement": "status_quo",
        "status_quo": {"plan": "none"},
        "winning": {"quota": 2, "veto": ["A"]},
    }
    found = deal(negotiation_of(document))
    data = found.data()["coalitions"]
    assert data["veto_players"] == ["A"]
    assert [point["example"] for point in data["core"]["points"]] == [{"plan": "first"}, {"plan": "second"}]
    assert data["packages_passing"] == 3
    assert data["blocking"] == [
        {"coalition": ["A", "B"], "packages": 1},
        {"coalition": ["A", "C"], "packages": 1},
        {"coalition": ["A", "B", "C"], "packages": 1},
    ]
    said = found.sentences()
    assert "2 packages are such that no group can do better without the others (the core)." in said
    assert "A and B can do better than 1 of the packages without the others." in said
