"""Boxes and trees: true edges of a known rule, edges on discrete values, what chance finds is dropped and said."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from detente.uncertainty.questions.when.prim import Box, at_least, find_box, find_boxes, quasi_p, refined, resampled
from detente.uncertainty.questions.when.tree import explained, grow
from detente.uncertainty.questions.when.when import when
from tests.uncertainty.asked import rule_study, says_all, simple


def test_both_boxes_of_the_rule_with_their_edges() -> None:
    (told,) = when(rule_study(20_000)).told
    first, second = (region for region in told.boxes if region.kept)
    assert {c.name for c in first.conditions} == {"x0", "x1"} and [c.name for c in second.conditions] == ["x2"]
    edges = {c.name: c for c in (*first.conditions, *second.conditions)}
    assert edges["x0"].low is None and edges["x0"].high == pytest.approx(0.4, abs=0.005)
    assert edges["x1"].high is None and edges["x1"].low == pytest.approx(0.5, abs=0.005)
    assert edges["x2"].high is None and edges["x2"].low == pytest.approx(0.9, abs=0.005)
    low, high = edges["x0"].high_range or (0, 0)
    assert low <= (edges["x0"].high or 0) <= high and high - low < 0.02
    assert first.density > 0.99 and first.coverage == pytest.approx(0.2 / 0.28, abs=0.02)
    assert second.coverage == pytest.approx(0.1 / 0.28, abs=0.02)
    assert first.fresh is not None and first.fresh.total == 500
    says_all(when(rule_study(4_000)))


def test_density_is_counted_again_and_a_failed_box_is_dropped_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the model answered otherwise on fresh draws, no box may be told."""
    from detente.uncertainty.study.result import Study

    true = Study.answered

    def contrary(self: Study, columns, **given):  # type: ignore[no-untyped-def]
        found = true(self, columns, **given)
        return {name: np.where(v == 2, 0, 2) if name.startswith("q/") else v for name, v in found.items()}

    found = rule_study(4_000)
    monkeypatch.setattr(Study, "answered", contrary)
    result = when(found)
    assert not any(region.kept for region in result.told[0].boxes) and result.told[0].boxes
    assert any("not told" in sentence for sentence in result.sentences())
    says_all(result)


def test_pure_chance_gives_no_box_that_stands() -> None:
    random = np.random.default_rng(8)
    columns = [random.random(3000) for _ in range(6)]
    hit = random.random(3000) < 0.3
    box = find_box(columns, hit)
    if box is not None:
        fresh = [random.random(3000) for _ in range(6)]
        assert (random.random(3000) < 0.3)[box.inside(fresh)].mean() < 0.5


def test_an_edge_goes_where_the_value_is_largest_exactly() -> None:
    """Against trying every pair of ends."""
    random = np.random.default_rng(9)
    for _ in range(20):
        values = random.integers(0, 12, 40).astype(float)
        gain = random.normal(size=40)
        box = refined(Box((3.0,), (8.0,)), [values], gain)
        best = max(gain[(values >= a) & (values <= b)].sum() for a in range(12) for b in range(a, 12))
        got = gain[box.inside([values])].sum()
        assert got == pytest.approx(max(best, got)) and got >= best - 1e-9


def test_quasi_p_is_the_binomial_tail() -> None:
    exact = sum(comb(20, k) * 0.3**k * 0.7 ** (20 - k) for k in range(9, 21))
    assert at_least(9, 20, 0.3) == pytest.approx(exact)
    assert at_least(0, 20, 0.3) == 1 and at_least(3, 3, 0.0) == 0 and at_least(3, 3, 1.0) == 1
    random = np.random.default_rng(1)
    columns = [random.random(2000), random.random(2000)]
    hit = columns[0] < 0.3
    chances = quasi_p(Box((-np.inf, 0.01), (0.3, np.inf)), columns, hit)
    assert chances[0] < 1e-6 and chances[1] > 0.05


def test_a_range_with_two_ends_is_found() -> None:
    (told,) = when(simple("0.2 - abs(u - 0.5) + 0 * v", {"u": "0..1", "v": "0..1"}, 8_000)).told
    (region,) = (region for region in told.boxes if region.kept)
    (condition,) = region.conditions
    assert (condition.low, condition.high) == (pytest.approx(0.3, abs=0.01), pytest.approx(0.7, abs=0.01))


def test_alternatives_are_conditions_of_their_own() -> None:
    wishes = {"any": [{"priorities": ["a.x"]}, {"priorities": ["not a.x"]}, {"priorities": ["not a.x"]}]}
    result = when(simple("1", {}, 2_000, preferences={"a": wishes}))
    (told,) = result.told
    (condition,) = told.boxes[0].conditions
    assert condition.alternative == 1 and condition.low is not None
    assert "alternative 1 counts" in result.sentences()[0]
    says_all(result)


def test_constant_answers_and_few_draws() -> None:
    constant = when(simple("1 + u", {"u": "0..1"}, 300))
    assert constant.told[0].constant and not constant.told[0].boxes
    says_all(constant)
    for draws in (1, 2, 5, 40):
        says_all(when(rule_study(draws)))


def test_where_yes_is_usual_the_exception_is_told() -> None:
    (told,) = when(simple("u - 0.03", {"u": "0..1"}, 8_000)).told
    assert told.answer == "none"
    (condition,) = told.boxes[0].conditions
    assert condition.high == pytest.approx(0.03, abs=0.003)


def test_a_tree_finds_thresholds_exactly() -> None:
    random = np.random.default_rng(2)
    x = [random.random(20_000) for _ in range(6)]
    tree = grow(x, ((x[0] < 0.4) & (x[1] > 0.5)).astype(int), 2)
    assert (tree.number, tree.low and tree.low.number) == (0, 1)
    assert tree.threshold == pytest.approx(0.4, abs=1e-3)
    assert tree.low is not None and tree.low.threshold == pytest.approx(0.5, abs=1e-3)
    assert tree.high is not None and tree.high.counts[1] == 0 and tree.high.low is None


@pytest.mark.parametrize("thresholds", [(0.5, 0.5), (0.3, 0.7)])
def test_a_tree_sees_what_only_two_numbers_together_tell(thresholds: tuple[float, float]) -> None:
    """Exclusive or: no single threshold helps at all where both are at the middle; two of them tell everything."""
    random = np.random.default_rng(3)
    x = [random.random(20_000) for _ in range(6)]
    y = ((x[0] > thresholds[0]) != (x[4] > thresholds[1])).astype(int)
    tree = grow(x, y, 2, 2)
    ends = {0: thresholds[0], 4: thresholds[1]}
    assert tree.low is not None and tree.high is not None
    assert {tree.number, tree.low.number} == {0, 4} == {tree.number, tree.high.number}
    for node in (tree, tree.low, tree.high):
        assert node.threshold == pytest.approx(ends[node.number], abs=2e-3)
    one, other = thresholds
    alone = one * (1 - one) * (1 - 2 * other) ** 2 / (y.mean() * (1 - y.mean()))  # the share of x0 by itself
    assert explained(x, y) > 0.98 and explained(x[:4], y) == pytest.approx(alone, abs=0.03)


def test_exclusive_or_in_boxes() -> None:
    (told,) = when(simple("(u - 0.5) * (v - 0.5)", {"u": "0..1", "v": "0..1", "w": "0..1"}, 8_000)).told
    kept = [region for region in told.boxes if region.kept]
    assert len(kept) == 2
    for region in kept:
        assert {condition.name for condition in region.conditions} == {"u", "v"}
        assert region.density > 0.97 and region.coverage == pytest.approx(0.5, abs=0.04)


@pytest.mark.slow
@pytest.mark.parametrize(("inside", "outside"), [(1.0, 0.0), (0.9, 0.1), (0.95, 0.5)])
def test_the_resample_range_holds_the_true_edge(inside: float, outside: float) -> None:
    """Yes with one chance below 0.4 and another above: 95 of 100 ranges hold 0.4, or more."""
    held = 0
    for seed in range(300):
        random = np.random.default_rng(seed)
        x = random.random(4_000)
        hit = random.random(4_000) < np.where(x < 0.4, inside, outside)
        gain = hit - (1 + 0.4 * inside + 0.6 * outside) / 2
        box = refined(Box((-np.inf,), (0.4,)), [x], gain)
        low, high = resampled(box, [x], gain, seed)[0, True]
        held += low <= 0.4 <= high
        assert high - low < 0.05
    assert held >= 0.93 * 300


def test_a_tree_of_one_value_is_a_leaf() -> None:
    leaf = grow([np.ones(10)], np.arange(10) % 2, 2)
    assert leaf.low is None and leaf.counts == (5, 5)


def test_no_more_than_three_boxes() -> None:
    random = np.random.default_rng(3)
    x = random.random(8000)
    hit = (np.floor(x * 12) % 3) == 0
    assert 1 <= len(find_boxes([x], hit)) <= 3
