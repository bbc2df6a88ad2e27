"""At which levels of a share a package lasts: against the package judged level by level, as ordinary levels."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from detente.bargaining.agreement.result import Story
from detente.bargaining.brokered.lasting_levels import LastingLevels, Span, lasting_levels
from detente.bargaining.brokered.packages_at_hand import SharePackage
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.packages.audit import package_of
from detente.load import check_text
from detente.situation.model import Situation
from detente.uncertainty.deal_futures import deal_story

# B gains by cheating unless its share is large enough; A answers by closing the gate, which costs it its own share.
RIVER = """\
detente: 1
actors: {a: {inertia: INERTIA}, b: }
options: {a: {gate: close}, b: {cheat: take more}}
agreements:
  t:
    parties: [a, b]
    pledges: [b.cheat]
    terms: {s: {share: {from: 0, to: 10}, LEAVE}, x: {text: sign, LEAVE}}
status_quo: {b.cheat: yes}
preferences:
  a:
    goals: {calm: {avoid: b.cheat, weight: 6}, shut: {avoid: a.gate, weight: SHUT}, sign: {want: t.x, weight: 1}}
    points: {t.s: {at: {0: 0, 10: -8}}}
  b:
    goals: {more: {want: b.cheat and not a.gate, weight: MORE}, sign: {want: t.x, weight: 1}}
    points: {t.s: [{at: {0: 0, 5: 6, 10: 8}}, {at: {0: 0, 10: 2}, when: not b.cheat}]}
"""


def river(inertia: str, leave: str, shut: int, more: int) -> Situation:
    text = (
        RIVER.replace("INERTIA", inertia).replace("LEAVE", leave).replace("SHUT", str(shut)).replace("MORE", str(more))
    )
    checked = check_text(text, Path())
    assert checked.case is not None, checked.errors
    return checked.case.situation


def told(situation: Situation, concept: str = "seq") -> tuple[Brokered, LastingLevels]:
    """The levels at which signing, with no cheating, lasts."""
    story = deal_story(situation, draws=0)
    assert isinstance(story, Brokered) and story.shares is not None
    package = package_of(story.shares.shares.negotiation, "x=yes, b.cheat=no", "t")
    found = lasting_levels(story.shares, SharePackage(package, (Fraction(5),), ()), ("t", "s"), concept)
    assert found is not None
    return story, found


@cache
def at(case: tuple[str, str, int, int], level: Fraction) -> Story:
    """The story where this is a level like others, for every concept."""
    return deal_story(river(*case), draws=0, named={("t", "s"): (level,)})


@pytest.mark.parametrize("concept", ["nash", "seq"])
@pytest.mark.parametrize(
    "case",
    [("0", "leave: any", 3, 4), ("0.5", "leave: any", 9, 4), ("0", "leave: all", 2, 5), ("1", "leave: any", 0, 3)],
)
def test_every_level_is_judged_as_it_is_alone(case: tuple[str, str, int, int], concept: str) -> None:
    _, found = told(river(*case), concept)
    ends = [end for span in found.spans for end in (span.low, span.high)]
    for level in {*map(Fraction, range(1, 11)), *(end for end in ends if end > 0)}:
        alone = at(case, level)
        assert alone.signed is not None
        name = next(
            word for word in alone.deal.negotiation.issues[0].levels if abs(Fraction(word) - level) < Fraction(1, 10**5)
        )
        package = package_of(alone.deal.negotiation, f"s={name}, x=yes, b.cheat=no", "t")
        lasts = alone.signed.fate(package, concept)[0] in ("holds", "kept")
        assert lasts == any(
            (span.low < level or (span.low == level and not span.low_open))
            and (level < span.high or (level == span.high and not span.high_open))
            for span in found.spans
        ), (level, found.spans)


def test_a_threshold_by_hand() -> None:
    """With firm terms b keeps its pledge iff cheating, worth 1, is worth no more than 0.2 a point of its share."""
    _, found = told(river("0", "leave: all", 2, 1), "nash")
    assert found.spans == (Span(Fraction(5), Fraction(10)),)
