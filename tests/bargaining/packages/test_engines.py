"""Every engine against the definitions over the full list of packages."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.packages import bargaining_solutions as rules
from detente.bargaining.packages.frontier import Frontier, frontier
from detente.bargaining.packages.groups import extremes, put_together
from detente.bargaining.packages.hull import mixed
from detente.bargaining.packages.negotiation import Negotiation, blocks
from detente.bargaining.packages.result import Deal, deal
from detente.bargaining.packages.undominated import distinct
from detente.bargaining.packages.zone import certificate, proven, shortfall
from detente.errors import DetenteError
from detente.exchange.negotiations.negotiation_files import read_written
from detente.exchange.negotiations.negotiation_json import negotiation_of
from tests.bargaining.packages import literal
from tests.bargaining.packages.documents import Document, documents, partitions
from tests.conftest import examples

RULES = {
    "nash": literal.nash,
    "kalai_smorodinsky": literal.kalai_smorodinsky,
    "egalitarian": literal.egalitarian,
    "utilitarian": literal.utilitarian,
}


def vectors(document: Document) -> dict[literal.Vector, int]:
    """Every vector and how many packages give it."""
    found: dict[literal.Vector, int] = {}
    for package in literal.packages(document):
        u = literal.vector(document, package)
        found[u] = found.get(u, 0) + 1
    return found


def points_of(found: Frontier | tuple[Any, ...]) -> dict[literal.Vector, int | None]:
    return {point.u: point.packages for point in (found.points if isinstance(found, Frontier) else found)}


def compare(document: Document, found: Frontier, counted: bool) -> None:
    """A frontier and all the answers on it against the definitions."""
    every, d = vectors(document), literal.disagreement(document)
    best = literal.undominated(set(every))
    assert points_of(found) == {u: every[u] if counted else None for u in best}
    for point in found.points:
        package = {
            issue["name"]: issue["values"][i] for issue, i in zip(document["issues"], point.example, strict=True)
        }
        assert literal.vector(document, package) == point.u
    zone = {u for u in every if min(literal.gains(u, d)) >= 0}
    rational = rules.rational(found.points, d)
    assert {point.u for point in rational} == literal.undominated(zone)
    if zone:
        for name, meant in RULES.items():
            assert {point.u for point in getattr(rules, name)(rational, d).points} == meant(zone, d), name


@given(documents())
def test_the_list_of_all_packages(document: Document) -> None:
    found = frontier(negotiation_of(document), engine="list")
    compare(document, found, counted=True)
    every, d = vectors(document), literal.disagreement(document)
    assert found.packages == sum(every.values())
    assert found.distinct == len(every)
    assert found.weak == sum(count for u, count in every.items() if min(literal.gains(u, d)) >= 0)
    assert found.strict == sum(count for u, count in every.items() if min(literal.gains(u, d)) > 0)
    assert found.low == tuple(min(values) for values in zip(*every, strict=True))


@given(documents())
def test_issues_put_together_group_by_group(document: Document) -> None:
    found = frontier(negotiation_of(document), engine="blocks")
    compare(document, found, counted=True)
    assert found.packages == len(literal.packages(document))


@given(documents())
def test_only_the_zone_put_together(document: Document) -> None:
    """Where partial sums that cannot reach no deal are left out, the frontier of the zone is still whole."""
    negotiation, d = negotiation_of(document), literal.disagreement(document)
    every = vectors(document)
    found = put_together(negotiation, blocks(negotiation), 10**6, rational=True)
    assert found is not None
    _, levels, _, number, _ = found
    zone = {u: count for u, count in every.items() if min(literal.gains(u, d)) >= 0}
    best = {negotiation.utility(tuple(package)): count for package, count in zip(levels.tolist(), number, strict=True)}
    assert best == {u: zone[u] for u in literal.undominated(set(zone))}
    # Beside it: an undominated package with the largest sum, and the best of each party.
    largest, *own = (negotiation.utility(package) for package in extremes(negotiation, blocks(negotiation)))
    assert sum(largest) == max(map(sum, every))
    assert [u[party] for party, u in enumerate(own)] == [max(u[i] for u in every) for i in range(len(d))]
    assert {largest, *own} <= literal.undominated(set(every))


def programmed(document: Document) -> None:
    """The frontier by programmes, and the named answers by programmes of their own."""
    compare(document, frontier(negotiation_of(document), engine="milp"), counted=False)
    named(document)


@examples(40)
@given(documents())
def test_mixed_integer_programmes(document: Document) -> None:
    programmed(document)


@pytest.mark.slow
@given(documents())
def test_mixed_integer_programmes_at_length(document: Document) -> None:
    programmed(document)


@pytest.mark.slow
@given(documents())
def test_list_and_groups_at_length(document: Document) -> None:
    negotiation = negotiation_of(document)
    for engine in ("list", "blocks"):
        compare(document, frontier(negotiation, engine=engine), counted=True)


def named(document: Document) -> None:
    """Without the frontier: the best value of every rule, and every concession, is reached all the same."""
    from detente.bargaining.packages.frontier import _programmed

    found = _programmed(negotiation_of(document), 60.0, points_only=True)
    every, d = set(vectors(document)), literal.disagreement(document)
    assert {point.u for point in found.points} <= literal.undominated(every)
    short, meant = shortfall(found.points, d), literal.shortfall(every, d)
    assert (short.equal, short.total, short.joint) == tuple(
        meant[key] for key in ("min_equal_concession", "min_total_concession", "max_joint_utility")
    )
    assert list(short.solo) == meant["solo_concession"]
    zone = {u for u in every if min(literal.gains(u, d)) >= 0}
    rational = rules.rational(found.points, d)
    assert bool(rational) == bool(zone)
    if zone:
        for name, rule in RULES.items():
            assert {point.u for point in getattr(rules, name)(rational, d).points} <= rule(zone, d), name


def answered(document: Document) -> tuple[Negotiation, Deal]:
    negotiation = negotiation_of(document)
    return negotiation, deal(negotiation)


@given(documents())
def test_concessions_and_clashes(document: Document) -> None:
    _, found = answered(document)
    every, d = set(vectors(document)), literal.disagreement(document)
    short, meant = found.shortfall, literal.shortfall(every, d)
    assert (short.equal, short.total) == (meant["min_equal_concession"], meant["min_total_concession"])
    assert list(short.solo) == meant["solo_concession"]
    assert list(short.highest) == meant["highest_reservation_others_fixed"]
    assert (short.joint, short.money) == (meant["max_joint_utility"], meant["money_needed_if_transferable"])
    assert {frozenset(group) for group in found.clashes.sets} == literal.clashes(every, d)


@given(documents())
def test_a_certificate_is_a_proof_and_is_there_when_there_can_be_one(document: Document) -> None:
    _, found = answered(document)
    every, d = set(vectors(document)), literal.disagreement(document)
    if found.zone:
        return
    proof = found.certificate
    hull = mixed(found.frontier.points, d)
    assert (proof is None) == hull.zone
    if proof is not None:
        assert min(proof.weights) >= 0 and sum(proof.weights) == 1
        rated = [sum(w * g for w, g in zip(proof.weights, literal.gains(u, d), strict=True)) for u in every]
        assert max(rated) == proof.most < 0
        if not document["constraints"]:
            assert proof.without + sum(value for _, value in proof.lines) == proof.most


@given(documents(), st.data())
def test_weighted_nash(document: Document, data: Any) -> None:
    power = data.draw(st.lists(st.integers(1, 4), min_size=len(document["parties"]), max_size=len(document["parties"])))
    document["power"] = {party: f"{one}/5" for party, one in zip(document["parties"], power, strict=True)}
    _, found = answered(document)
    every, d = set(vectors(document)), literal.disagreement(document)
    zone = {u for u in every if min(literal.gains(u, d)) >= 0}
    if zone:
        assert {point.u for point in found.nash.points} == literal.nash(zone, d, tuple(power))


@given(documents())
def test_the_nash_deal_as_no_deal_moves(document: Document) -> None:
    """On every piece, and not beyond it: compared at its ends, its middle, and between pieces."""
    _, found = answered(document)
    every, d = set(vectors(document)), literal.disagreement(document)
    for party in range(len(d)):
        others = {u for u in every if all(u[i] > d[i] for i in range(len(d)) if i != party)}
        pieces = found.by_reservation(party)
        assert bool(pieces) == bool(others)
        for begin, end, point in pieces:
            start = end - 50 if begin is None else begin
            for t in (start, (start + end) / 2, end - Fraction(1, 10**6)):
                if t >= start:
                    moved = (*d[:party], t, *d[party + 1 :])
                    above = {u for u in others if u[party] > t}
                    assert point.u in literal.nash(above, moved)


@given(documents(standing=True), st.data())
def test_linkage(document: Document, data: Any) -> None:
    dockets = partitions(document, data.draw)
    document["partitions"] = {"given": dockets}
    _, found = answered(document)
    part = found.linkages["given"]
    names = [issue["name"] for issue in document["issues"]]
    assert [group.surplus for group in part.groups] == [literal.surplus(document, docket) for docket in dockets]
    assert part.joint.surplus == literal.surplus(document, names)
    for issue, alone in found.dropped.items():
        assert alone.surplus == literal.surplus(document, [name for place, name in enumerate(names) if place != issue])
    additive = all(
        len(t.get("issues", "aa")) == 1 for p in document["parties"] for t in document["utilities"][p]["terms"]
    )
    if additive and not document["constraints"]:
        assert part.value >= 0 and part.compatible and part.rational


@given(documents(parties=2))
def test_mixtures_of_two_by_lines_and_by_programmes(document: Document) -> None:
    """The corners of the hull give the same answers as linear programmes over all its mixtures."""
    _, found = answered(document)
    one, other = found.mixtures, mixed(found.frontier.points, literal.disagreement(document))
    assert one.zone == other.zone
    if one.zone:
        assert one.ideal == other.ideal
        d = literal.disagreement(document)
        if other.strict:
            assert one.equal is not None and other.egalitarian is not None
            # Two answers agree up to what one party can still gain alone beyond the ray of equal gains.
            assert literal.gains(one.equal, d) == (min(literal.gains(other.egalitarian, d)),) * 2
            assert one.kalai_smorodinsky == other.kalai_smorodinsky
            assert one.product is not None and other.product == pytest.approx(float(one.product), rel=1e-8)
        else:
            assert one.equal is not None and min(literal.gains(one.equal, d)) == 0


def test_a_programme_that_the_solver_once_called_infeasible() -> None:
    """(−1, 0, 1) was lost to a rule of HiGHS 1.16 that simplifies programmes."""
    tables = {"Ainu": [[0, -4, 0], [0, -2]], "Bosnia": [[0, 0, 0], [0, 0]], "Chad": [[0, 4, 3], [-3, 0]]}
    utilities: dict[str, Any] = {
        party: {"terms": [{"issues": [issue], "table": table} for issue, table in zip("xy", both, strict=True)]}
        for party, both in tables.items()
    }
    utilities["Ainu"]["terms"].append({"rules": [{"when": {"y": "v0"}, "add": 3}]})
    document = {
        "format": "negotiation-case/1",
        "parties": list(tables),
        "issues": [{"name": "x", "values": ["v0", "v1", "v2"]}, {"name": "y", "values": ["v0", "v1"]}],
        "utilities": utilities,
        "constraints": [{"forbid": {"x": "v0"}}],
        "disagreement": dict.fromkeys(tables, 0),
    }
    compare(document, frontier(negotiation_of(document), engine="milp"), counted=False)


@pytest.mark.parametrize("seconds", [0.000001, pytest.param(2.0, marks=pytest.mark.slow)])
def test_when_time_ends_nothing_false_is_said(seconds: float) -> None:
    """Whatever was found by then is undominated, or said to be near; no zone is denied."""
    path = Path(__file__).parents[2] / "published" / "negotiation" / "anac2014_30issues.json"
    written = read_written(path)
    negotiation = written.required()
    assert isinstance(negotiation, Negotiation)
    found = frontier(negotiation, seconds=seconds)
    best = [tuple(map(float, one["u"])) for one in written.document["expected_pareto"]]
    if found.scope == "all":
        assert len(found.points) == len(best)
    elif not found.settled and not found.points:
        with pytest.raises(DetenteError) as caught:
            deal(negotiation, seconds=seconds)
        assert caught.value.render() == "time ended before any package was found. Give it more with --seconds"
    for point in found.points:
        above = [u for u in best if all(a >= float(b) - 1e-12 for a, b in zip(u, point.u, strict=True))]
        assert above


@given(documents())
def test_weights_from_a_few_packages_are_proven_for_all_or_not_given(document: Document) -> None:
    negotiation, d = negotiation_of(document), literal.disagreement(document)
    some = frontier(negotiation).points[:2]
    found = certificate(negotiation, some)
    proof = None if found is None else proven(negotiation, found)
    if proof is not None:
        rated = [sum(w * g for w, g in zip(proof.weights, literal.gains(u, d), strict=True)) for u in vectors(document)]
        assert max(rated) == proof.most < 0


def test_an_engine_that_finds_nothing_says_so() -> None:
    document = {
        "format": "negotiation-case/1",
        "parties": ["A", "B"],
        "issues": [{"name": "x", "values": ["no", "yes"]}],
        "utilities": {party: {"terms": [{"issues": ["x"], "table": [0, 1]}]} for party in "AB"},
        "disagreement": {"A": 0, "B": 0},
        "constraints": [{"forbid": {"x": "no"}}, {"forbid": {"x": "yes"}}],
    }
    negotiation = negotiation_of(document)
    for engine in ("list", "blocks", "milp"):
        assert frontier(negotiation, engine=engine).points == ()
    with pytest.raises(DetenteError, match="no package is possible"):
        deal(negotiation)


WHOLE = st.one_of(
    st.integers(-3, 3), st.integers(-(2**62), 2**62), st.sampled_from([2**30, -(2**30), 2**63 - 1, -(2**63)])
)


@examples(100)
@given(st.integers(1, 4).flatmap(lambda parties: st.lists(st.tuples(*[WHOLE] * parties), min_size=1, max_size=30)))
def test_different_rows_are_told_apart(rows: list[tuple[int, ...]]) -> None:
    """In order, each with its first place: numbers that fit one word, and numbers that do not."""
    order, starts, found = distinct(np.array(rows, np.int64))
    assert order.tolist() == sorted(range(len(rows)), key=lambda place: (rows[place], place))
    assert list(map(tuple, found.tolist())) == sorted(set(rows))
    assert [rows[order[start]] for start in starts] == sorted(set(rows))
