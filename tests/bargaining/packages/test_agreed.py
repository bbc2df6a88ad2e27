"""A deal of a situation against the words of the design over all outcomes; and the same for many draws at once."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from detente.bargaining.agreement.draws import Futures
from detente.bargaining.agreement.from_situation import negotiation_about
from detente.bargaining.agreement.result import worth_it
from detente.bargaining.packages.negotiation import gains
from detente.bargaining.packages.result import Deal, deal
from detente.errors import DetenteError
from detente.load import check_text
from detente.situation.model import Situation
from tests.bargaining.packages.negotiable import Literal, negotiable


def deal_about(situation: Situation) -> Deal:
    return deal(*negotiation_about(situation))


@given(negotiable())
def test_a_deal_is_what_the_design_says(situation: Situation) -> None:
    literal, found = Literal(situation), deal_about(situation)
    setting = found.setting
    assert setting is not None
    assert list(setting.ends) == literal.ends
    assert found.d == literal.d
    assert {point.u for point in found.frontier.points} == literal.frontier()
    assert sum(point.packages for point in found.frontier.points) == sum(
        tuple(worth[package] for worth in literal.worths) in literal.frontier() for package in literal.packages
    )
    assert found.frontier.packages == len(literal.packages)
    assert found.frontier.strict == sum(min(gain) > 0 for gain in literal.gains.values())
    assert found.frontier.weak == sum(min(gain) >= 0 for gain in literal.gains.values())
    assert bool(worth_it(found)) == bool(literal.worth_it())
    if found.strict:
        best = max(prod(gain) for gain in literal.gains.values() if min(gain) > 0)
        for point in found.nash.points:
            assert prod(gains(point.u, found.d)) == best
            assert literal.gains[setting.levels(point.example)] == gains(point.u, found.d)


@given(negotiable())
def test_one_draw_at_the_centres_says_the_same_as_a_plain_run(situation: Situation) -> None:
    found, drawn = deal_about(situation), Futures.of(situation).look({}, 1)
    literal = Literal(situation)
    assert drawn.worth[0] == len(literal.worth_it())
    assert (drawn.nash[0] >= 0) == found.strict
    assert drawn.weak[0] == any(min(gain) >= 0 and max(gain) > 0 for gain in literal.gains.values())
    if found.strict:
        futures = Futures.of(situation)
        package = futures.package(int(drawn.nash[0]))
        assert found.negotiation.utility(package) in [point.u for point in found.nash.points]
        assert found.negotiation.utility(futures.package(int(drawn.ks[0]))) in [point.u for point in found.ks.points]


SPLIT = """
detente: 1
actors: {a: , b: }
drivers: {wish: 0..4}
options: {a: {wait: wait}, b: {wait: wait}}
agreements: {pact: {parties: [a, b], terms: {t: {levels: [none, half, all]}}}}
status_quo: {}
preferences:
  a: {goals: {g: {want: pact.t != none, weight: wish}, h: {avoid: pact.t == all, weight: 1}}}
  b: {goals: {g: {want: pact.t == half, weight: 1}}, points: {pact.t: {all: "2 - wish"}}}
"""


def situation_of(text: str) -> Situation:
    found = check_text(text, Path("."))
    assert found.case is not None, [problem.message() for problem in found.problems]
    return found.case.situation


def test_every_draw_is_worked_out_by_itself() -> None:
    """Draw by draw the same as a file with these numbers written in."""
    wishes = np.linspace(0, 4, 33)
    drawn = Futures.of(situation_of(SPLIT)).look({"wish": wishes}, len(wishes))
    for place, wish in enumerate(wishes):
        one = deal_about(situation_of(SPLIT.replace("0..4", f"{wish}")))
        assert drawn.worth[place] > 0 if worth_it(one) else drawn.worth[place] == 0
        assert (drawn.nash[place] >= 0) == one.strict
        if one.strict:
            assert drawn.gains[place] == pytest.approx([float(g) for g in gains(one.nash.points[0].u, one.d)])


def test_decimals_are_exact() -> None:
    """0.1 + 0.2 is 0.3: what is better by nothing is no gain."""
    text = """
detente: 1
actors: {a: , b: }
agreements: {pact: {parties: [a, b], terms: {one: one, two: two}, disagreement: {a: 0.3, b: 0}}}
preferences:
  a: {goals: {x: {want: pact.one, weight: 0.1}, y: {want: pact.two, weight: 0.2}}}
  b: {goals: {x: {want: pact.one, weight: 1}}}
"""
    found = deal_about(situation_of(text))
    assert (bool(found.zone), found.strict) == (True, False)
    assert found.nash.points[0].u == (Fraction(3, 10), Fraction(1))


def test_a_gain_that_a_party_takes_alone_is_no_gain_from_the_deal() -> None:
    text = """
detente: 1
actors: {a: , b: }
options: {a: {sell: sell}}
agreements: {pact: {parties: [a, b], terms: {t: sign}, pledges: [a.sell], disagreement: DRIFT}}
status_quo: {a.sell: no}
preferences:
  a: {goals: {sell: {want: a.sell, weight: 3}, sign: {avoid: pact.t, weight: 1}}}
  b: {goals: {sign: {want: pact.t, weight: 1}, sell: {want: a.sell, weight: 1}}}
"""
    drifted = deal_about(situation_of(text.replace("DRIFT", "drift")))
    assert drifted.setting is not None
    assert drifted.setting.way[0][0] == "a"
    assert not drifted.strict
    stands = deal_about(situation_of(text.replace("DRIFT", "as_it_stands")))
    assert stands.strict


def test_what_moves_one_way_only_never_goes_back_in_a_package() -> None:
    text = """
detente: 1
actors: {a: , b: }
options: {a: {arm: {levels: [none, some, many], move: forward}}}
agreements:
  pact: {parties: [a, b], terms: {t: {text: sign, leave: never}}, pledges: [a.arm], disagreement: as_it_stands}
status_quo: {a.arm: some, pact.t: yes}
preferences:
  a: {goals: {g: {want: a.arm == none, weight: 1}}}
  b: {goals: {g: {avoid: pact.t, weight: 1}}}
"""
    negotiation, _ = negotiation_about(situation_of(text))
    assert [issue.name for issue in negotiation.issues] == ["t", "a.arm"]
    assert negotiation.allowed == ((1,), (1, 2))


def test_power_and_a_common_scale_can_be_declared() -> None:
    text = SPLIT.replace("levels: [none, half, all]}}}", "levels: [none, half, all]}}, power: {a: 2}, scale: common}")
    negotiation, _ = negotiation_about(situation_of(text))
    assert negotiation.power == (2, 1)
    assert negotiation.common_scale
    assert negotiation_about(situation_of(text), power={"b": Fraction(3)})[0].power == (1, 3)


def test_without_a_status_quo_everything_else_stands_at_the_first_possible_outcome() -> None:
    text = SPLIT.replace("status_quo: {}\n", "rules: {awake: {never: not a.wait}}\n")
    text = text.replace("all]}}}", "all]}}, disagreement: {a: 0, b: 0}}")
    negotiation, setting = negotiation_about(situation_of(text))
    assert setting.base == (1, 0, 0)
    assert negotiation.status_quo is None
    assert [issue.name for issue in negotiation.issues] == ["t"]


def test_a_held_party_negotiates_nothing() -> None:
    text = SPLIT.replace("status_quo:", "held: [a]\nstatus_quo:")
    with pytest.raises(DetenteError, match="a is held, so “pact” cannot change and there is nothing to negotiate"):
        negotiation_about(situation_of(text))
