"""Rounds upwards over shares: everybody gains in each, and at their end nothing is better for all."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from hypothesis import assume, given

from detente.bargaining.brokered.result import Brokered
from detente.bargaining.brokered.share_audit import best_from, rounds_from
from detente.bargaining.brokered.share_rounds import SMALL
from detente.bargaining.packages.audit import audit, package_of
from detente.load import check_text
from detente.uncertainty.deal_futures import deal_story
from tests.bargaining.test_brokered import treaties
from tests.conftest import examples


@given(treaties())
@examples(15)
def test_rounds_end_where_nothing_is_better_for_all(drawn: tuple[str, list[list[int]]]) -> None:
    checked = check_text(drawn[0], Path())
    assert checked.case is not None
    found = deal_story(checked.case.situation, draws=0)
    assert isinstance(found, Brokered)
    judged = audit(found.deal, package_of(found.deal.negotiation, "", "t"))
    first = best_from(found, judged.gains)
    going = rounds_from(found, judged)
    assert bool(going.rounds) == (first is not None and first[0] > SMALL)
    assert all(min(one.gains) > 0 for one in going.rounds)
    assume(going.whole and going.rounds)
    last = best_from(found, going.rounds[-1].package.gains)
    assert last is None or last[0] <= SMALL


def test_a_step_changes_as_few_terms_as_it_can() -> None:
    """The plan alone brings each 3; then no level of the share is better for both, as one gives what the other gets."""
    text = """\
detente: 1
actors: {a: , b: }
agreements: {t: {parties: [a, b], terms: {s: {share: {from: 0, to: 10}}, x: sign}}}
status_quo: {t.x: no}
preferences:
  a: {goals: {g: {want: t.x, weight: 3}}, points: {t.s: {at: {0: 0, 10: 10}}}}
  b: {goals: {g: {want: t.x, weight: 3}}, points: {t.s: {at: {0: 0, 10: -10}}}}
"""
    checked = check_text(text, Path())
    assert checked.case is not None
    found = deal_story(checked.case.situation, draws=0)
    assert isinstance(found, Brokered)
    going = rounds_from(found, audit(found.deal, package_of(found.deal.negotiation, "", "t")))
    assert [(one.package.levels, one.gains) for one in going.rounds] == [((Fraction(0),), (Fraction(3), Fraction(3)))]
    assert going.whole
