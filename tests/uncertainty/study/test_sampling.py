"""What is drawn: closed forms, independence of names, ties between columns, and the very bytes."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256
from math import asin, pi
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.outcomes.chance import BATCH, Stream, normal_chance, normal_score, quantile
from detente.outcomes.cones import Cone, cones
from detente.outcomes.numbers import Numbers
from detente.outcomes.space import space_of
from detente.situation.model import Situation
from detente.situation.order import Over, read_order
from detente.situation.quantity import Choice, Triangular, Uniform
from detente.uncertainty.study.sampling import Design, design
from tests.uncertainty.studies import TWO, mean_within, situation

F = Fraction


def drawn(plan: Design, batches: int = 12, seed: int = 7) -> dict[str, np.ndarray]:
    parts = [plan.draw(seed, batch) for batch in range(batches)]
    return {name: np.concatenate([part[name] for part in parts]) for name in plan.names}


def test_golden_bytes() -> None:
    """Draws must never change from one release to the next (nor from one release of NumPy)."""
    assert Stream(7, "us_reliability", 3).uniform(3).tolist() == GOLDEN
    values = quantile(Uniform(F(3, 10), F(67, 100)), Stream(7, "us_reliability", 0).uniform())
    assert sha256(values.tobytes()).hexdigest()[:16] == GOLDEN_UNIFORM


GOLDEN = [0.5631775318871765, 0.962625448205282, 0.9057664915536817]
GOLDEN_UNIFORM = "184c25042ed5f237"


def test_streams_go_on_and_differ_by_seed_name_and_batch() -> None:
    stream = Stream(7, "x", 2)
    parts = np.concatenate([stream.uniform(100), stream.uniform(60)])
    assert (parts == Stream(7, "x", 2).uniform(160)).all()
    others = [Stream(7, "x", 3), Stream(8, "x", 2), Stream(7, "y", 2)]
    assert all((other.uniform(160) != parts).all() for other in others)
    many = np.concatenate([Stream(7, "x", batch).uniform() for batch in range(20)])
    assert mean_within(many, 0.5) and mean_within((many - 0.5) ** 2, 1 / 12)
    assert 0 < many.min() < 1e-4 and 1 - 1e-4 < many.max() < 1


@given(st.floats(1e-300, 1 - 1e-16))
def test_the_normal_quantile_is_that_of_the_standard_library(chance: float) -> None:
    score = normal_score(np.array([chance]))[0]
    assert score == pytest.approx(NormalDist().inv_cdf(chance), rel=1e-13, abs=1e-15)
    assert normal_chance(np.array([score]))[0] == pytest.approx(max(chance, 2.0**-53), rel=1e-11)


@given(st.floats(1e-9, 1 - 1e-9))
def test_quantiles_are_the_inverse_of_the_closed_forms(u: float) -> None:
    chance = np.array([u])
    assert quantile(Uniform(F(-2), F(6)), chance)[0] == pytest.approx(-2 + 8 * u)
    assert quantile(Uniform(F(3), F(3)), chance)[0] == 3
    low, likely, high = 1.0, 2.0, 6.0
    x = quantile(Triangular(F(1), F(2), F(6)), chance)[0]
    below = (x - low) ** 2 / ((high - low) * (likely - low))
    above = 1 - (high - x) ** 2 / ((high - low) * (high - likely))
    assert (below if x < likely else above) == pytest.approx(u, abs=1e-9)
    assert quantile(Triangular(F(5), F(5), F(5)), chance)[0] == 5
    assert quantile(Choice((F(1), F(4), F(9))), chance)[0] == (1 if u < 1 / 3 else 4 if u < 2 / 3 else 9)


@pytest.mark.parametrize(("low", "likely", "high"), [(0, 0, 2), (0, 2, 2), (1, 2, 6)])
def test_triangles_with_and_without_a_flat_side(low: int, likely: int, high: int) -> None:
    chances = np.concatenate([Stream(1, "t", batch).uniform() for batch in range(12)])
    values = quantile(Triangular(F(low), F(likely), F(high)), chances)
    assert mean_within(values, (low + likely + high) / 3)
    variance = (low**2 + likely**2 + high**2 - low * likely - low * high - likely * high) / 18
    assert values.var() == pytest.approx(variance, rel=0.02)


def test_columns_are_all_that_is_uncertain_and_a_new_one_leaves_the_rest_alone() -> None:
    plan = design(situation())
    weights = [f"preferences.a.goals.{goal}.weight" for goal in "qr"]
    assert plan.names == ("x", "y", "z", "w", "actors.a.inertia", *weights, "preferences.b.any")
    more = design(situation(TWO.replace("drivers: {", "drivers: {a0: 0..1, ")))
    before, after = plan.draw(7, 5), more.draw(7, 5)
    assert set(after) - set(before) == {"a0"}
    assert all((after[name] == before[name]).all() for name in before)
    assert set(np.unique(before["preferences.b.any"])) == {0, 1}
    assert mean_within(drawn(plan)["preferences.b.any"], 0.5)


def test_together_correlates_normal_scores_and_keeps_each_range() -> None:
    """Rank correlation of a Gaussian copula: (6/π) asin(ρ/2) (Kruskal 1958; from memory)."""
    table = drawn(design(situation()), 40)
    x, y = table["x"], table["y"]
    assert mean_within(x, 0.5) and mean_within(y, 0.5) and mean_within(y**2, 1 / 3)
    scores = np.corrcoef(normal_score(x), normal_score(y))[0, 1]
    assert scores == pytest.approx(0.6, abs=0.005)
    assert np.corrcoef(x, y)[0, 1] == pytest.approx(6 / pi * asin(0.3), abs=0.005)
    assert abs(np.corrcoef(x, table["z"])[0, 1]) < 0.01


@pytest.mark.parametrize("rho", ["1", "-1"])
def test_perfect_correlation(rho: str) -> None:
    table = design(situation(TWO.replace("0.6", rho))).draw(7, 0)
    assert np.allclose(table["x"], table["y"] if rho == "1" else 1 - table["y"], atol=1e-12)


def test_correlations_that_contradict_each_other_are_refused() -> None:
    pairs = "together: {xy: {drivers: [x, y], correlation: 0.9}, yz: {drivers: [y, z], correlation: 0.9}"
    text = TWO.replace("together: {xy: {drivers: [x, y], correlation: 0.6}", pairs)
    with pytest.raises(DetenteError) as caught:
        design(situation(text.replace(pairs, pairs + ", xz: {drivers: [x, z], correlation: -0.9}")))
    assert str(caught.value) == (
        "the correlations that `together` gives for x, y, and z contradict each other: no numbers can move together "
        "like that. Bring them nearer to zero, or leave one out"
    )
    chain = design(situation(text.replace("0.9", "0.5"))).together
    assert chain[0].names == ("x", "y", "z")
    assert np.allclose(chain[0].mixing @ chain[0].mixing.T, [[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]])


def test_lines_of_an_order() -> None:
    assert read_order("a > b >= 2 * `c d`") == (
        Over("a", "b", True),
        Over("b", "c d", False, F(1), F(2)),
    )
    assert read_order("0.5*أمن ≥ رخاء") == (Over("أمن", "رخاء", False, F(1, 2), F(1)),)
    for text in ("a", "a < b", "a >", "> a", "a > b > ", "a = b", "0 * a > b", "-1 * a > b", ""):
        assert read_order(text) is None


def weights(order: str, ranges: str = "0..1", total: str = "") -> Situation:
    goals = "".join(f"      {goal}: {{want: {goal}.go, weight: {ranges}}}\n" for goal in "abc")
    return situation(
        "detente: 1\nactors: {a: , b: , c: }\noptions: {a: {go: }, b: {go: }, c: {go: }}\npreferences:\n"
        f"  a:\n    goals:\n{goals}{order}{total}"
    )


def test_the_centroid_of_sorted_shares() -> None:
    """Three weights that add up to 1, in order: (11, 5, 2)/18 (Barron & Barrett 1996, rank-order centroid weights)."""
    plan = design(weights("    order: a > b > c\n", total="    total: 1\n"))
    assert plan.acceptance(7) == {"preferences.a": 1.0}
    table = drawn(plan, 40)
    columns = [table[f"preferences.a.goals.{goal}.weight"] for goal in "abc"]
    assert np.allclose(np.sum(columns, axis=0), 1)
    for values, wanted in zip(columns, (11 / 18, 5 / 18, 2 / 18), strict=True):
        assert mean_within(values, wanted)
    assert list(plan.cones[0].centre.values()) == pytest.approx([11 / 18, 5 / 18, 2 / 18])


def test_without_an_order_shares_are_even_over_the_simplex() -> None:
    plan = design(weights("", total="    total: 1\n"))
    values = drawn(plan, 40)["preferences.a.goals.a.weight"]
    assert mean_within(values, 1 / 3) and mean_within(values**2, 1 / 6)  # Dirichlet(1, 1, 1)


def test_sorting_and_drawing_again_give_the_same_law() -> None:
    spread = Uniform(F(0), F(1))
    links = (Over("a", "b", True), Over("b", "c", False))
    exact = Cone("x", dict.fromkeys("abc", spread), {}, links)
    slow = Cone("x", dict.fromkeys("abc", spread), {}, (*links, Over("a", "c", True)))
    slow.__dict__["chains"] = ()
    parts = [cone.draw(7, 0, 40_000) for cone in (exact, slow)]
    assert parts[0][1] == 40_000 and parts[1][1] / 40_000 == pytest.approx(6, rel=0.03)
    for place, name in enumerate("abc"):
        wanted = (3 - place) / 4
        assert mean_within(parts[0][0][name], wanted) and mean_within(parts[1][0][name], wanted)
        assert exact.centre[name] == wanted
        cut = np.quantile(parts[0][0][name], [0.1, 0.5, 0.9])
        assert np.allclose(cut, np.quantile(parts[1][0][name], [0.1, 0.5, 0.9]), atol=0.01)


def test_multiples_are_kept_and_their_share_is_said() -> None:
    plan = design(weights("    order: a >= 2 * b\n"))  # P(a ≥ 2b) = 1/4
    assert plan.acceptance(7)["preferences.a"] == pytest.approx(0.25, abs=0.01)
    table = plan.draw(7, 3)
    a, b = (table[f"preferences.a.goals.{goal}.weight"] for goal in "ab")
    assert (a >= 2 * b).all() and len(a) == BATCH
    assert plan.allowed(table).all()
    assert not plan.allowed({**table, "preferences.a.goals.a.weight": b}).any()


def test_a_plain_run_stands_inside_the_order() -> None:
    model = weights("    order: c > b > a\n")
    numbers = Numbers(model, space_of(model))
    goals = model.preferences["a"].goals or {}
    found = [float(numbers.value(goals[g].weight, ("preferences", "a", "goals", g, "weight"))[0, 0]) for g in "abc"]
    assert found == [0.25, 0.5, 0.75]


def test_an_order_that_next_to_nothing_fits_is_refused() -> None:
    cone = Cone("preferences.a", {"a": Uniform(F(0), F(1)), "b": Uniform(F(0), F(3000))}, {}, (Over("a", "b", True),))
    with pytest.raises(DetenteError) as caught:
        cone.draw(7, 0)
    assert "of the weights in their ranges fit the stated order (131,072 tried); at least" in str(caught.value)


def test_orders_inside_alternatives() -> None:
    one = "{goals: {p: {want: a.go, weight: 0..1}, q: {want: b.come, weight: 0..1}}, order: q > p}"
    model = situation(TWO.replace("{priorities: [a.go, b.come]}", one))
    (_, cone) = cones(model)
    assert cone.name == "preferences.b.any.0" and len(cone.free) == 2
    table = design(model).draw(7, 0)
    first, second = (table[f"preferences.b.any.0.goals.{goal}.weight"] for goal in "pq")
    assert (second > first).all()


@pytest.mark.parametrize("order", ["q > r", "[q > r]", "[q > r, r >= 0.5 * p, p > r]"])
def test_the_schema_takes_an_order(order: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    from ruamel.yaml import YAML

    from detente.situation.reading.schema import json_schema

    text = TWO.replace("order: q > r", f"order: {order}").replace('"x * w"', "1..9")
    situation(text)
    jsonschema.validate(YAML(typ="safe").load(text), json_schema())


def test_a_scan_stands_at_the_mean_of_the_order() -> None:
    from detente.stability.solve import Model
    from detente.uncertainty.scan import scan

    found = {line.name: line.centre for line in scan(Model.of(weights("    order: a > b > c\n")), ("seq",)).scans}
    assert [found[f"preferences.a.goals.{goal}.weight"] for goal in "abc"] == [0.75, 0.5, 0.25]
