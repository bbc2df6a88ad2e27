"""Alternating offers over a surplus of 1: what time makes of it, beside the points that know no time.

The first party offers. Without end: x = (1 − δ_2) / (1 − δ_1 δ_2) for the first (Rubinstein, Econometrica 50 (1982)
97). Outside options cut in only where they bind: 1 − x = max(w_2, δ_2 (1 − y)), with y = max(w_1, δ_1 x) what the first
is offered when the second offers (Binmore, Shaked & Sutton, QJE 104 (1989) 753). With a number of rounds: backward
induction; after the last both have their outside options.
"""

from __future__ import annotations

from fractions import Fraction

ONE = Fraction(1)
Two = tuple[Fraction, Fraction]


def offers(discount: Two, outside: Two = (Fraction(0), Fraction(0)), rounds: int | None = None) -> Two | None:
    """What each party has in the first offer, which is accepted; None where the outside options leave no surplus."""
    if sum(outside) > ONE:
        return None
    if rounds is not None:
        return _rounds(discount, outside, rounds)
    # x: what the first keeps when it offers; y: what it is given when the second offers.
    for first_out, second_out in ((False, False), (True, False), (False, True), (True, True)):
        x = _first(discount, outside, first_out, second_out)
        y = outside[0] if first_out else discount[0] * x
        given = max(outside[1], discount[1] * (ONE - y))
        if y == max(outside[0], discount[0] * x) and ONE - x == given:
            return x, ONE - x
    raise AssertionError(outside)  # the two maxima have one common solution


def _first(discount: Two, outside: Two, first_out: bool, second_out: bool) -> Fraction:
    """x, if these outside options bind and the others do not."""
    if second_out:
        return ONE - outside[1]
    if first_out:
        return ONE - discount[1] * (ONE - outside[0])
    return (ONE - discount[1]) / (ONE - discount[0] * discount[1])


def _rounds(discount: Two, outside: Two, rounds: int) -> Two:
    """Backward induction; odd rounds are the first party's to offer."""
    later: list[Fraction] | None = None
    for number in range(rounds, 0, -1):
        maker = (number - 1) % 2
        taker = 1 - maker
        wait = outside[taker] if later is None else max(outside[taker], discount[taker] * later[taker])
        share = [Fraction(0), Fraction(0)]
        share[taker], share[maker] = wait, ONE - wait
        later = share
    assert later is not None
    return later[0], later[1]
