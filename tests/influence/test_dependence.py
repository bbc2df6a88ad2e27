"""Dependence, leverage, the weights at which a sum turns, claims held against numbers, and what-ifs."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.influence.dependence.dependence import (
    by_domain,
    concentration,
    dependence,
    diversify,
    grow,
    guarantee,
    leverage,
    turns,
    withdrawal,
)
from detente.influence.result import Asked, Influence, influence
from detente.load import check_text, load
from detente.situation.model import Situation

part = st.sampled_from([0.0, 0.1, 0.25, 0.4, 0.5])


def tables(draw: Any, domains: int) -> tuple[np.ndarray, ...]:
    weights = np.array(
        draw(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0]), min_size=2 * domains, max_size=2 * domains))
    )
    shares, exits = (np.array(draw(st.lists(part, min_size=2 * domains, max_size=2 * domains))) for _ in range(2))
    whole = [np.zeros((domains, 2, 2)) for _ in range(2)]
    for target, values in zip(whole, (shares, exits), strict=True):
        target[:, 0, 1], target[:, 1, 0] = values[:domains], values[domains:]
    return weights.reshape(domains, 2), *whole


@given(st.data())
def test_turns_are_where_the_sum_is_even_and_changes_sign(data: Any) -> None:
    """At a turn leverage is 0; just before and after it has opposite signs; between turns the sign stays."""
    weights, shares, exits = tables(data.draw, data.draw(st.integers(1, 3)))
    assume((weights.sum(axis=0) > 0).all())
    single = by_domain(shares, exits)
    found = turns(weights, single, 0, 1)

    def total(domain: int, factor: float) -> float:
        scaled = weights.copy()
        scaled[domain] *= factor
        return float(leverage(dependence(scaled, shares, exits))[0, 1])

    for turn in found:
        assert total(turn.domain, turn.factor) == pytest.approx(0, abs=1e-9)
        before, after = total(turn.domain, turn.factor * 0.999), total(turn.domain, turn.factor * 1.001)
        assert before * after < 0
    for domain in range(len(weights)):
        points = [0.001, *sorted(turn.factor for turn in found if turn.domain == domain), 1e4]
        for low, high in pairwise(points):
            inside = [total(domain, x) for x in np.geomspace(low * 1.01, max(high * 0.99, low * 1.011), 9)]
            assert not (min(inside) < -1e-9 and max(inside) > 1e-9)


@given(st.data())
def test_dependence_is_the_sum_that_the_definition_writes(data: Any) -> None:
    weights, shares, exits = tables(data.draw, data.draw(st.integers(1, 3)))
    found = dependence(weights, shares, exits)
    for i, j in ((0, 1), (1, 0)):
        whole = weights[:, i].sum()
        terms = [weights[k, i] / whole * shares[k, i, j] * (1 - exits[k, i, j]) for k in range(len(weights)) if whole]
        assert found[i, j] == pytest.approx(sum(terms))


def test_growth_leaves_the_rest_as_it_is() -> None:
    """Doubling a fortieth: the rest of the whole stays, so a share of 15.7% becomes 15.7 / 1.025."""
    found = grow({"japan": 0.025, "china": 0.157}, "japan", 2, rest=0.818)
    assert found.shares["china"] == pytest.approx(0.157 / 1.025)
    assert found.shares["japan"] == pytest.approx(0.05 / 1.025)


def test_no_more_moves_than_is_there() -> None:
    assert diversify({"a": 10, "b": 90}, "a", "b", 0.5).shares == {"a": 0, "b": 1}
    assert withdrawal({"a": 10, "b": 90}, {"b": 100}, "a").unmet == 0
    assert withdrawal({"a": 10, "b": 90}, {"a": 100}, "a").unmet == 10  # who stops cannot stand in for itself
    assert concentration({}).effective_partners is None
    with pytest.raises(ValueError, match="amounts"):
        concentration({"a": -1})
    with pytest.raises(ValueError, match="between"):
        guarantee(1, 1.2, 0, 0)


def made(text: str, tmp_path: Path, **asked: Any) -> Influence:
    checked = check_text("detente: 1\nactors: {a: , b: , c: }\n" + text, tmp_path)
    assert checked.case is not None, [problem.render() for problem in checked.errors]
    return influence(checked.case.situation, tmp_path, Asked(draws=500, **asked))


CLAIM = "    claims: {more: {who: a, on: b}}\n"


@pytest.mark.parametrize(
    ("shares", "standing"),
    [
        ("shares: {a: {b: 0.5}, b: {a: 0.2}}", "borne_out"),
        ("shares: {a: {b: 0.1}, b: {a: 0.2}}", "reversed"),
        ("shares: {a: {b: 0.2}, b: {a: 0.2}}", "open"),
        ("shares: {a: {b: 0.1..0.3}, b: {a: 0.2}}", "open"),
        ("shares: {a: {b: 0.5}}", "unconfirmed"),
        ("shares: {b: {a: 0.5}}", "unconfirmed"),
        ("shares: {c: {a: 0.5}}", "unconfirmed"),
        ("shares: {a: {b: 0.5}, b: {a: 0.2}}\n    unknown: {b: 0.2}", "borne_out"),
        ("shares: {a: {b: 0.5}, b: {a: 0.2}}\n    unknown: {b: 0.4}", "unconfirmed"),
        ("shares: {a: {b: 0.1}, b: {a: 0.2}}\n    unknown: {a: 0.05}", "reversed"),
        ("shares: {a: {b: 0.1}, b: {a: 0.2}}\n    unknown: {a: 0.5}", "unconfirmed"),
        ("shares: {a: {b: 0.5}, b: {a: 0.4}}\n    exits: {a: {b: 0.5}}", "reversed"),
    ],
)
def test_claims(shares: str, standing: str, tmp_path: Path) -> None:
    [claim] = made(f"dependence:\n  gas:\n    {shares}\n{CLAIM}", tmp_path).claims
    assert claim.standing == standing


def test_what_ifs_of_the_file_and_of_the_question_agree(tmp_path: Path) -> None:
    block = "dependence:\n  gas:\n    shares: {a: {b: 0.4, c: 0.2}, b: {c: 0.9}}\n    exits: {a: {c: 0.5}}\n"
    asked = made(
        block,
        tmp_path,
        grow=(("gas", "a", "b", 2.0),),
        diversify=(("gas", "a", "b", "c", 0.1),),
        withdraw=(("gas", "c"),),
    )
    written = made(
        block
        + "    what_if:\n      more: {grow: {actor: a, partner: b, factor: 2}}\n"
        + "      spread: {diversify: {actor: a, from: b, to: c, share: 0.1}}\n      stop: {withdraw: c}\n",
        tmp_path,
    )
    plain = [{key: value for key, value in one.data().items() if key != "name"} for one in asked.what_if]
    named = [{key: value for key, value in one.data().items() if key != "name"} for one in written.what_if]
    assert sorted(map(str, plain)) == sorted(map(str, named))
    stops = {one["actor"]: one for one in plain if one["kind"] == "withdraw"}
    assert stops["a"]["lost"] == pytest.approx(0.2) and stops["a"]["unmet"] == pytest.approx(0.1)
    assert stops["b"]["unmet"] == pytest.approx(0.9)


def kuril() -> Situation:
    return load("kuril/2019-01").situation


def test_what_the_article_says_of_dependence() -> None:
    """Unbalanced in trade, by the numbers of the facts; of investment and arms the article claims no more or less.

    What it calls excessive there has no measure: the shares stand beside it, and one dependence each way.
    """
    case = load("kuril/2019-01")
    result = influence(case.situation, case.folder)
    standing = {claim.domain: (claim.standing, claim.ratio) for claim in result.claims}
    assert standing == {"trade": ("borne_out", pytest.approx(15.7 / 2.32))}
    assert [claim.sources for claim in result.claims] == [["C14b"]]
    data = result.data()
    assert data["dependence"]["domains"]["arms"]["D"]["russia"]["china"] == pytest.approx(0.161)
    card = next(one for one in data["what_if"] if one["name"] == "towards_japan")
    before, after = card["shares"]["china"]
    assert before == 0.157 and after == pytest.approx(0.157 / 1.025)
    assert card["bands"]["china"] == pytest.approx((0.157 / 1.029, 0.157 / 1.021), abs=2e-4)
    risk = next(one for one in data["what_if"] if one["kind"] == "guarantee")
    assert risk["fails"] == pytest.approx(1 - (0.3 + 0.67) / 2)
    assert risk["unreplaced"] == pytest.approx(risk["weight"] * risk["share"] * 0.8 * risk["fails"])


def test_the_price_list_of_alignments() -> None:
    """As partners, Japan and Russia put one tie under tension; Russia in the other camp costs 2, Japan 3."""
    result = influence(kuril()).balance
    assert result is not None
    apart, together = result.open_pairs
    assert (apart.sign, apart.best.value) == (-1, 0)
    assert (together.best.value, [result.pair(tie, together.graph) for tie in together.best.always]) == (
        1,
        [("japan", "russia")],
    )
    data = result.data()["open"][1]["alignments"]
    prices = {tuple(one["changed"]): one["cost"] for one in data}
    assert prices[("russia",)] == 2 and prices[("japan",)] == 3
    assert {tuple(pair) for one in data if one["changed"] == ["russia"] for pair in one["torn"]} == {
        ("russia", "usa"),
        ("russia", "china"),
    }
    assert together.best.second == 2


def test_every_statement_of_missing_numbers_is_listed() -> None:
    result = influence(kuril()).dependence
    assert result is not None
    assert ("trade", "japan", "russia") in result.missing
    assert ("investment", "china", "russia") in result.missing
    assert ("trade", "china", "russia") not in result.missing
