"""Items divided where no deal is worth something: never below it, and where that cannot be, it is said."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.bargaining.packages.bargaining_solutions import kalai_smorodinsky
from detente.bargaining.packages.mixtures import mixtures
from detente.bargaining.packages.negotiation import Point
from detente.bargaining.sharing.adjusted_winner import adjusted_winner
from detente.bargaining.sharing.division import Divided
from detente.errors import InputError
from detente.exchange.json_places import Faulty
from detente.exchange.negotiations.negotiation_files import answer
from detente.exchange.negotiations.negotiation_json import read_whole
from detente.words import say
from tests.conftest import examples


def divided(a: Any = 50, b: Any = 40, **changes: Any) -> Divided:
    """Two items that A values at 60 and 40, B at 50 and 20."""
    document = {
        "format": "negotiation-case/1",
        "type": "divisible",
        "parties": ["A", "B"],
        "items": [{"name": "x", "points": {"A": 60, "B": 50}}, {"name": "y", "points": {"A": 40, "B": 20}}],
        "disagreement": {"A": a, "B": b},
    } | changes
    found = answer(read_whole(document, Faulty("", "items.json")))
    assert isinstance(found, Divided)
    return found


def test_nobody_is_left_below_no_deal() -> None:
    """Alone by shares of totals B would have 38; from no deal A can gain 2 at most and B 5/3, and both get half."""
    found = divided()
    assert found.most == (52, Fraction(125, 3))
    assert found.division is not None
    assert found.division.points == (51, Fraction(245, 6))
    assert found.sentences()[0] == (
        "A gets 51 points, B 40.8: the same share of what each could gain over no deal (A 50, B 40)."
    )
    assert "فوق ما له بلا اتفاق" in found.sentences("ar")[0]
    assert (found.data()["zone"], found.data()["disagreement"]) == (True, [50, 40])


def test_an_empty_zone_is_said() -> None:
    found = divided(a=80)
    assert found.division is None and found.rows() == [] and found.data()["zone"] is False
    assert found.sentences() == [
        "No division gives both at least what they have without a deal (A 80, B 40): there is no zone of agreement.",
        "If B is to have no less than without a deal, A can have 52 points at most.",
        "If A is to have no less than without a deal, B can have 16.7 points at most.",
    ]
    assert divided(a=101).sentences("en")[2] == "All of it together is worth less to A than no deal."
    assert divided(a=101).sentences("ar")[2].startswith("كل الأشياء معاً")


def test_keys_that_another_type_reads_are_said_to_be_idle() -> None:
    document = {"format": "negotiation-case/1", "type": "tu_game", "parties": ["A", "B"], "worth": []}
    written = read_whole(document | {"disagreement": {"A": 1, "B": 0}, "title": "t"}, Faulty("", "a.json"))
    [note] = written.notes
    said = say(note.key, "en", **note.values)
    assert said == "Not used: disagreement. A negotiation of type “tu_game” has no place for it."
    assert say(note.key, "ar", **note.values) and read_whole(document, Faulty("", "a.json")).notes == ()


def test_a_zone_of_one_division_is_that_division() -> None:
    found = divided(a=52)
    assert found.division is not None and found.division.points == (52, 40)


def test_what_is_not_said_of_no_deal_is_nothing_and_what_is_wrong_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        divided(disagreement={"A": 1, "C": 2})
    assert [problem.code for problem in caught.value.problems] == [
        "negotiation_name_unknown",
        "negotiation_key_missing",
    ]
    with pytest.raises(InputError):
        divided(disagreement={"A": "much", "B": 1})


small = st.integers(0, 9)


@examples(60)
@given(st.lists(st.tuples(small, small), min_size=1, max_size=5), st.tuples(st.integers(-3, 20), st.integers(-3, 20)))
def test_it_is_the_answer_of_kalai_and_smorodinsky(items: list[tuple[int, int]], no_deal: tuple[int, int]) -> None:
    """Against mixtures of all ways to give whole items away: every division of items is such a mixture."""
    first, second = (tuple(Fraction(item[party]) for item in items) for party in (0, 1))
    assume(sum(first) and sum(second))
    d = (Fraction(no_deal[0]), Fraction(no_deal[1]))
    given_away = [
        (
            sum((a for place, a in enumerate(first) if mask >> place & 1), Fraction(0)),
            sum((b for place, b in enumerate(second) if not mask >> place & 1), Fraction(0)),
        )
        for mask in range(1 << len(items))
    ]
    best = [u for u in given_away if not any(v[0] >= u[0] and v[1] >= u[1] and v != u for v in given_away)]
    mixed = mixtures(tuple(Point(u, 1, (0,)) for u in set(best)), d)
    found = adjusted_winner(first, second, d)
    assert (found is not None) == mixed.zone
    if found is not None:
        assert found.points == mixed.kalai_smorodinsky
        assert found.points[0] >= d[0] and found.points[1] >= d[1]


def test_the_product_of_gains_is_nothing_where_nobody_gains() -> None:
    """With no deal at the only package there is; before, the product over nobody was 1."""
    from detente.bargaining.packages.bargaining_solutions import nash

    point = Point((Fraction(3), Fraction(4)), 1, (0,))
    assert nash((point,), point.u).value == (0, 0)
    assert nash((point,), (Fraction(3), Fraction(2))).value == (1, 2)
    assert kalai_smorodinsky((point,), point.u).value == ()
