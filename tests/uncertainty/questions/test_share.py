"""Shares: Wilson's interval by its defining equation, bounds for never and always, and coverage in repeated trials."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.uncertainty.questions.naming import share_words
from detente.uncertainty.questions.share import share
from detente.uncertainty.questions.wilson import Z95, Share, interval
from tests.conftest import examples
from tests.uncertainty.asked import rule_study, says_all, simple, situation


@given(st.integers(2, 10**6), st.data())
@examples(100)
def test_wilson_ends_solve_its_equation(total: int, data: st.DataObject) -> None:
    """The ends are the shares π with |k/N − π| = z √(π(1 − π)/N) (Wilson 1927)."""
    count = data.draw(st.integers(1, total - 1))
    for end in interval(count, total):
        assert abs(count / total - end) == pytest.approx(Z95 * sqrt(end * (1 - end) / total), rel=1e-6, abs=1e-12)


@given(st.integers(1, 10**9))
def test_never_is_bounded_by_three_in_n(total: int) -> None:
    low, high = interval(0, total)
    assert low == 0 and 0 < high < 3 / total
    assert interval(total, total) == (1 - high, 1.0)
    assert (1 - high) ** total == pytest.approx(0.05, rel=1e-3)


@given(st.integers(1, 10**7), st.data())
@examples(200)
def test_neither_nought_nor_a_hundred_percent_is_ever_said(total: int, data: st.DataObject) -> None:
    count = data.draw(
        st.one_of(st.sampled_from([0, 1, total - 1, total]), st.integers(0, total)).filter(lambda c: c >= 0)
    )
    said = share_words(Share(count, total), "en")
    number = int(said.split()[-1].rstrip("%"))
    assert 1 <= number <= 99
    assert ("less than 1%" in said) == (count / total < 0.01)
    assert ("more than 99%" in said) == (count / total > 0.99)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "in hardly any run (less than 1%)"),
        (400, "in few runs (10%)"),
        (2000, "in about half of the runs (50%)"),
        (2960, "in more than half of the runs (74%)"),
        (3999, "in nearly all runs (more than 99%)"),
    ],
)
def test_the_word_comes_first(count: int, said: str) -> None:
    assert share_words(Share(count, 4000), "en", word=True) == said


def test_the_rule_has_its_share() -> None:
    result = share(rule_study(), "q", "seq")
    found = result.answers["q", "seq"]
    assert found["every"].low < 0.28 < found["every"].high
    assert found["every"].count + found["none"].count == 10_000 and found["some"].count == 0
    assert result.events["seq"]["no_equilibrium"].count == 0
    says_all(result)


def test_a_constant_answer_and_a_single_draw() -> None:
    always = share(simple("1 + 0 * u", {"u": "0..1"}))
    assert always.answers["q", "seq"]["every"].high == 1.0
    assert "more than" in always.sentences()[1]
    one = share(simple("1 + 0 * u", {"u": "0..1"}, draws=1))
    assert one.answers["q", "seq"]["every"].low == pytest.approx(0.05)
    assert any("single draw" in sentence for sentence in one.sentences())
    says_all(one)


def test_a_game_without_rest_is_counted() -> None:
    """Matching pennies: one wants to match, the other not; nothing is stable for both (nash), and it goes round."""
    blocks = {
        "actors": {"a": {}, "b": {}},
        "options": {"a": {"x": None}, "b": {"y": None}},
        "preferences": {
            "a": {"goals": {"g": {"want": "a.x == yes and b.y or not a.x and not b.y", "weight": "u"}}},
            "b": {"goals": {"g": {"avoid": "a.x == yes and b.y or not a.x and not b.y", "weight": "u"}}},
        },
    }
    from detente.uncertainty.study.study import study

    result = share(study(situation("u", {"u": "1..2"}, **blocks), 200, 7, ["nash"]), concept="nash")
    assert result.events["nash"]["no_equilibrium"].count == 200
    assert result.events["nash"]["cycle"].count == 200
    assert len(result.sentences()) == 4
    says_all(result)


def test_unknown_names_are_refused() -> None:
    found = rule_study(100)
    with pytest.raises(DetenteError) as caught:
        share(found, "p")
    assert caught.value.code == "question_unknown"
    with pytest.raises(DetenteError) as caught:
        share(found, "q", "nash")
    assert caught.value.code == "concept_unknown"


@pytest.mark.parametrize("chance", [0.02, 0.28, 0.5, 0.9])
def test_intervals_cover_the_truth_in_95_of_100_trials(chance: float) -> None:
    counts = np.random.default_rng(1).binomial(1000, chance, 4000)
    covered = np.mean([low <= chance <= high for low, high in (interval(int(k), 1000) for k in counts)])
    assert covered == pytest.approx(0.95, abs=0.02)


@pytest.mark.slow
def test_intervals_of_whole_studies_cover_the_truth() -> None:
    covered = 0
    for seed in range(1000):
        found = share(rule_study(1000, seed), "q", "seq").answers["q", "seq"]["every"]
        covered += found.low <= 0.28 <= found.high
    assert covered / 1000 == pytest.approx(0.95, abs=0.02)


def test_where_nothing_is_uncertain_answers_are_told_and_no_shares() -> None:
    result = share(simple("1", {}, 20))
    assert result.sentences()[1] == "Q “yes”." and not any("%" in sentence for sentence in result.sentences())
    says_all(result)
