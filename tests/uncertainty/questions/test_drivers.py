"""Which number decides: against exact shares, groups with a known joint share, and numbers that do nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.uncertainty.grouping import by_actor
from detente.uncertainty.questions.drivers import Effect, drivers, first_order, noise_floor, with_error
from detente.uncertainty.questions.when.binning import binned, bins_for, edges_of, table
from detente.uncertainty.questions.when.tree import explained
from tests.conftest import examples
from tests.uncertainty.asked import EXACT, exact_shares, rule_study, says_all, simple, situation


def fifths(effect: Effect) -> tuple[float, float]:
    """How often yes in the lowest and in the highest fifth."""
    assert effect.lowest is not None and effect.highest is not None
    return effect.lowest.share, effect.highest.share


def test_the_exact_shares_are_those_of_the_theory() -> None:
    assert exact_shares() == pytest.approx(EXACT, abs=1e-3)


def test_shares_of_the_rule() -> None:
    result = drivers(rule_study(40_000), "q")
    (found,) = result.decided
    shares = {effect.name: effect for effect in found.effects}
    for name, exact in exact_shares().items():
        assert shares[name].share == pytest.approx(exact, abs=max(0.012, 3 * shares[name].error))
    assert {effect.name for effect in found.deciding} == set(EXACT)
    assert fifths(shares["x0"]) == pytest.approx((0.55, 0.1), abs=0.03)
    says_all(result)


def test_the_share_does_not_depend_on_the_order_or_number_of_kinds() -> None:
    random = np.random.default_rng(3)
    x, kinds = random.random(5000), random.integers(0, 3, 5000)
    codes = np.where(x < 0.5, kinds, 2)
    bin_of, edges = binned(x, 20)
    first = first_order(table(bin_of, len(edges) + 1, codes, 3))
    turned = first_order(table(bin_of, len(edges) + 1, np.array([2, 0, 1])[codes], 3))
    assert first == pytest.approx(turned)
    wide = first_order(table(bin_of, len(edges) + 1, codes, 5))
    assert first == pytest.approx(wide)


def test_what_chance_adds_is_taken_off() -> None:
    """Over many samples an idle number has share 0 on average, where the plain estimate has (B − 1)/N."""
    random = np.random.default_rng(4)
    shares = []
    for _ in range(200):
        x, y = random.random(500), random.integers(0, 2, 500)
        bin_of, edges = binned(x, 20)
        shares.append(first_order(table(bin_of, len(edges) + 1, y, 2)))
    assert np.mean(shares) == pytest.approx(0, abs=0.004)


def test_together_counts_what_alone_does_not() -> None:
    """Yes iff both are above or both below the middle: no share alone, all of it together."""
    found = simple("(u - 0.5) * (v - 0.5)", {"u": "0..1", "v": "0..1"}, 20_000)
    (decided,) = drivers(found, "q", groups={"both": ["u", "v"], "one": ["u"]}).decided
    assert all(effect.share < 0.01 for effect in decided.effects)
    assert "several together" in drivers(found, "q").sentences()[0] or decided.deciding
    groups = dict(decided.groups)
    assert groups["one"] < 0.02 and groups["both"] == pytest.approx(1, abs=0.02)
    assert decided.pairs == (("u", "v", pytest.approx(1, abs=0.05)),)
    assert "more than each alone" in drivers(found, "q").sentences()[0]


def test_pairs_of_the_rule() -> None:
    """x0 with x1 beyond each alone: 0.6429 − 0.2410 − 0.1607 = 0.2412; the idle numbers are in no pair."""
    result = drivers(rule_study(20_000), "q")
    (one, other, share), *rest = result.decided[0].pairs
    exact = exact_shares()
    assert (one, other) == ("x0", "x1")
    assert share == pytest.approx(0.1296 / 0.2016 - exact["x0"] - exact["x1"], abs=0.05)  # thresholds fall inside bins
    assert all({a, b} <= {"x0", "x1", "x2"} for a, b, _ in rest)
    says_all(result)


def test_a_rising_number_with_the_exact_share_of_a_threshold() -> None:
    """Yes iff u > t: all of the variety, wherever the threshold; but for the bin it falls into."""
    for threshold in (0.05, 0.5, 0.93):
        (found,) = drivers(simple(f"u - {threshold}", {"u": "0..1"}, 8_192)).decided
        assert found.effects[0].share == pytest.approx(1, abs=0.12) and found.effects[0].share > 0.88
        low, high = fifths(found.effects[0])
        assert low < high


def test_ties_between_draws_share_a_bin_and_change_nothing() -> None:
    """A number rounded to tenths against the same number as a list of values: the same table, the same share."""
    random = np.random.default_rng(12)
    x = np.round(random.random(5000), 1)
    y = (x > 0.45).astype(int)
    bin_of, edges = binned(x, 200)
    assert len(edges) == 10 and first_order(table(bin_of, 11, y, 2)) == pytest.approx(1)
    order = random.permutation(5000)
    again, _ = binned(x[order], 200)
    assert first_order(table(again, 11, y[order], 2)) == pytest.approx(1)


@pytest.mark.slow
def test_the_error_covers_the_exact_share_in_95_of_100_trials() -> None:
    """Given-data shares of the rule with a number that takes few values, so that no bin is cut by a threshold."""
    random = np.random.default_rng(13)
    yes = np.array([0.1, 0.3, 0.35, 0.8])
    mean = yes.mean()
    exact = float(((yes - mean) ** 2).mean() / (mean * (1 - mean)))
    covered = 0
    for _ in range(1000):
        x = random.integers(0, 4, 2000)
        y = (random.random(2000) < yes[x]).astype(int)
        bin_of, edges = binned(x.astype(float), bins_for(2000))
        share, error = with_error(bin_of, len(edges) + 1, y, 2)
        covered += abs(share - exact) <= 2.262 * error  # Student's t for ten groups
    assert covered / 1000 == pytest.approx(0.95, abs=0.02)


def test_groups_by_source_say_so_and_rare_answers_are_not_judged() -> None:
    found = simple("u - 0.5", {"u": "0..1", "v": "0..1"}, 2_000)
    result = drivers(found, groups={"": ["u"], "s": ["v"]}, grouped="source")
    assert "one source" in result.sentences()[0] and "without a source" in result.sentences()[0]
    says_all(result)
    rare = drivers(simple("u - 0.004", {"u": "0..1"}, 2_000))
    assert 0 < rare.decided[0].others < 20 and "Too few draws have another answer" in rare.sentences()[0]
    says_all(rare)


def test_a_group_explains_its_joint_share() -> None:
    """E[Y | x0, x1] is 1 with chance 0.2 and 0.1 elsewhere: 0.2 · 0.8 · 0.81 / (0.28 · 0.72) = 0.643."""
    random = np.random.default_rng(5)
    x = [random.random(20_000) for _ in range(3)]
    y = (((x[0] < 0.4) & (x[1] > 0.5)) | (x[2] > 0.9)).astype(int)
    assert explained(x[:2], y) == pytest.approx(0.1296 / 0.2016, abs=0.03)
    assert explained([random.random(20_000)], y) == pytest.approx(0, abs=0.01)


def test_groups_by_actor_follow_the_formulas() -> None:
    blocks = {
        "actors": {"a": {"inertia": "0..1"}, "b": {}},
        "drivers": {"u": "0..1", "v": "0..1", "w": "2 * u", "z": "0..1"},
        "preferences": {
            "a": {"goals": {"g": {"want": "a.x", "weight": "w"}, "h": {"want": "a.x", "weight": "0..2"}}},
            "b": {"goals": {"g": {"want": "a.x", "weight": "u + v"}}},
        },
    }
    numbers = ["u", "v", "z", "actors.a.inertia", "preferences.a.goals.h.weight"]
    found = by_actor(situation("1", **blocks), numbers)
    assert found == {"a+b": ["u"], "b": ["v"], "a": ["actors.a.inertia", "preferences.a.goals.h.weight"]}


def test_a_constant_answer_has_no_drivers() -> None:
    result = drivers(simple("1 + u", {"u": "0..1"}, 300))
    assert result.decided[0].constant and result.rows() == []
    assert "nothing in these ranges changes it" in result.sentences()[0]
    says_all(result)


@pytest.mark.parametrize("draws", [1, 2, 3, 10])
def test_a_handful_of_draws_does_no_harm(draws: int) -> None:
    says_all(drivers(rule_study(draws)))


def test_few_values_get_a_bin_each() -> None:
    values = np.array([3.0, 1.0, 1.0, 2.0, 3.0])
    bin_of, edges = binned(values, 10)
    assert edges.tolist() == [1.5, 2.5] and bin_of.tolist() == [2, 0, 0, 1, 2]
    same, none = binned(np.ones(5), 4)
    assert len(none) == 0 and not same.any()


def test_a_discrete_number_has_its_exact_share() -> None:
    """u is 0 or 1; yes iff u = 1: all of the variety."""
    (found,) = drivers(simple("u - 0.5", {"u": {"any": ["0", "1"]}}, 2000)).decided
    assert found.effects[0].share == pytest.approx(1)


def test_the_floor_holds_back_idle_numbers() -> None:
    random = np.random.default_rng(6)
    passed = 0
    for seed in range(40):
        x, y = random.random(2000), random.integers(0, 2, 2000)
        cut = [binned(x, bins_for(2000))]
        floor = noise_floor(cut, y, 2, seed)
        passed += first_order(table(cut[0][0], len(cut[0][1]) + 1, y, 2)) > floor
    assert passed <= 8


@examples(100)
@given(
    st.lists(st.sampled_from([0.0, -0.0, 0.1, 0.1 + 2**-55, 1.0, 2.5, -3.0, 7.0]), min_size=1, max_size=60),
    st.integers(2, 12),
)
def test_a_value_is_in_the_bin_whose_edges_enclose_it(values: list[float], bins: int) -> None:
    bin_of, edges = binned(np.array(values), bins)
    assert edges.tolist() == edges_of(np.array(values), bins).tolist()
    assert bin_of.tolist() == [sum(edge <= value for edge in edges) for value in values]
