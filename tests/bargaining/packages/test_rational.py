"""Exact numbers of a plain run against Python's own fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.agreement.exact_numbers import exact_value, exact_values, rounded
from detente.outcomes.numbers import Numbers
from detente.outcomes.space import space_of
from detente.situation.model import Situation
from tests.bargaining.packages.test_agreed import deal_about, situation_of

ATOMS = {"0.1": Fraction(1, 10), "3": Fraction(3), "2.5": Fraction(5, 2), "x": Fraction(1, 2), "y": Fraction(4, 3)}


def situation(weight: str) -> Situation:
    return situation_of(
        f"""
detente: 1
actors: {{a: , b: }}
drivers: {{x: 0.2..0.8, y: "x * 8 / 3"}}
options: {{a: {{act: act}}}}
preferences:
  a: {{goals: {{g: {{want: a.act, weight: "{weight}"}}}}}}
  b: {{goals: {{g: {{want: a.act, weight: y}}}}}}
"""
    )


def values(weight: str) -> list[Fraction]:
    found = situation(weight)
    quantity = (found.preferences["a"].goals or {})["g"].weight
    return exact_values(Numbers(found, space_of(found)), quantity, ("preferences", "a", "goals", "g", "weight"))


@st.composite
def formulas(draw: Any, depth: int = 3) -> tuple[str, Fraction]:
    """A formula and its value."""
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from(list(ATOMS.items())))
    one, a = draw(formulas(depth - 1))
    two, b = draw(formulas(depth - 1))
    kinds = {
        f"({one} + {two})": a + b,
        f"({one} - {two})": a - b,
        f"({one} * {two})": a * b,
        f"min({one}, {two})": min(a, b),
        f"max({one}, {two})": max(a, b),
        f"abs({one})": abs(a),
        f"(-{one})": -a,
        f"(({one}) ** 2)": a**2,
        f"(({one} < {two}) * 2)": Fraction(2 * (a < b)),
        f"(({one} >= {two} and {one} != {two}) + 1)": Fraction(1 + (a > b)),
    }
    if b:
        kinds[f"(({one}) / ({two}))"] = a / b
    return draw(st.sampled_from(list(kinds.items())))


@given(formulas())
def test_formulas_are_worked_out_exactly(formula: tuple[str, Fraction]) -> None:
    text, value = formula
    assert values(text) == [value, value]


def test_a_weight_may_look_at_the_outcome() -> None:
    assert values("1 / 3 + a.act * y") == [Fraction(1, 3), Fraction(5, 3)]
    assert values("2 * (a.act == yes)") == [Fraction(0), Fraction(2)]


def test_a_root_is_rounded() -> None:
    assert values("2 ** 0.5") == [rounded(2**0.5)] * 2
    assert rounded(0.1 + 0.2) == Fraction(3, 10)


@pytest.mark.parametrize("weight", ["1 / 3", "0.1 + 0.2 + x / 15"])
def test_three_thirds_are_one(weight: str) -> None:
    """Three goals of a third are worth one goal of one: no gain, so no strict zone; and no loss."""
    text = f"""
detente: 1
actors: {{a: , b: }}
drivers: {{x: 0..1}}
agreements: {{pact: {{parties: [a, b], terms: {{t: sign}}}}}}
status_quo: {{}}
preferences:
  a:
    goals:
      one: {{want: pact.t, weight: "{weight}"}}
      two: {{want: pact.t, weight: "{weight}"}}
      three: {{want: pact.t, weight: "{weight}"}}
      four: {{avoid: pact.t, weight: 1}}
  b: {{goals: {{g: {{want: pact.t, weight: 1}}}}}}
"""
    found = deal_about(situation_of(text))
    assert (bool(found.zone), found.strict) == (True, False)
    assert max(point.u[1] for point in found.zone) == 1


def test_inertia_and_numbers_of_no_deal_are_exact_too() -> None:
    found = situation("y")
    quantity = (found.preferences["b"].goals or {})["g"].weight
    assert exact_value(Numbers(found, space_of(found)), quantity, ("preferences", "b")) == Fraction(4, 3)
