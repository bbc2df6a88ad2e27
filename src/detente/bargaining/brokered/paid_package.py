"""One package with payments: between which amounts nobody is worse off by it, what an even share is, and the situation
in which a payment goes with the agreement.

`gains` are in each party's own points, γ_i = g_i / worth_i in money, m_i is what party i receives, Σ m = 0. Nobody is
worse off iff m_i ≥ l_i for all i, where l_i = −γ_i, or minus what i may pay at most if that is more; so party i can
receive from l_i to −Σ_{j≠i} l_j, and nothing works iff Σ l > 0. The even share is Nash's: the largest product of
γ_i + m_i. Where limits bind, who pays its limit keeps γ_i less that, and the rest is shared evenly by the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from detente.bargaining.packages.negotiation import Vector
from detente.situation.deal_records import Money, Ratifier
from detente.situation.identifiers import reference
from detente.situation.model import Situation, Term
from detente.situation.quantity import Known
from detente.situation.records import Quantity
from detente.situation.wants import Preference
from detente.words import LANGUAGES, say

PAYMENT = "payment"
ZERO = Fraction(0)


@dataclass(frozen=True)
class Paid:
    """`receives`: least and most of each party by which nobody is worse off (None: no payment does it).

    `even`: what each receives at the even share; `gains`: what it then gains, in its own points.
    """

    total: Fraction
    receives: tuple[tuple[Fraction, Fraction], ...] | None
    even: Vector | None
    gains: Vector | None


def paid_for(gains: Vector, worth: Vector, limits: tuple[Fraction | None, ...]) -> Paid:
    """What payments make of a package. `limits`: the most that each party may pay (None: any sum)."""
    in_money = tuple(gain / unit for gain, unit in zip(gains, worth, strict=True))
    total = sum(in_money, ZERO)
    least = [-own if limit is None else max(-own, -limit) for own, limit in zip(in_money, limits, strict=True)]
    if sum(least, ZERO) > 0 or total < 0:
        return Paid(total, None, None, None)
    most = [one - sum(least, ZERO) for one in least]
    floors = [None if limit is None else own - limit for own, limit in zip(in_money, limits, strict=True)]
    level = _even(total, floors)
    kept = [level if floor is None else max(level, floor) for floor in floors]
    even = tuple(one - own for one, own in zip(kept, in_money, strict=True))
    return Paid(
        total,
        tuple((low, high) for low, high in zip(least, most, strict=True)),
        even,
        tuple(one * unit for one, unit in zip(kept, worth, strict=True)),
    )


def _even(total: Fraction, floors: list[Fraction | None]) -> Fraction:
    """The level at which everybody ends who does not keep more for having paid its limit."""
    left = sorted((floor for floor in floors if floor is not None), reverse=True)
    count = len(floors)
    for floor in left:
        if count == 1 or floor <= total / count:
            break
        total, count = total - floor, count - 1
    return total / count


def limits_of(money: Money, parties: tuple[str, ...]) -> tuple[Fraction | None, ...]:
    """The most that each party may pay."""
    return tuple(money.at_most.get(party) for party in parties)


def worths_of(money: Money | None, parties: tuple[str, ...]) -> Vector:
    """What one unit of money is worth to each party: 1 where the file does not say."""
    return tuple(Fraction(1) if money is None else money.worth.get(party, Fraction(1)) for party in parties)


def payment_term(situation: Situation, agreement: str) -> str:
    """What the term is called by which a payment goes with an agreement: no name of the file."""
    name = PAYMENT
    while name in situation.agreements[agreement].terms:
        name += "_"
    return name


def with_payment(situation: Situation, agreement: str, receives: Mapping[str, Fraction]) -> Situation:
    """The situation with a further term, yes or no, by which the parties receive these amounts while it is in force.

    Whoever leaves the agreement stops the payment with it; where nobody can return anything alone, nor the payment. A
    ratifier counts what its party receives by the worth that
    the file gives money for it, and not at all where it gives none.
    """
    record, term = situation.agreements[agreement], payment_term(situation, agreement)
    money, key = record.money, reference(agreement, term)
    worth = dict(zip(record.parties, worths_of(money, record.parties), strict=True))
    preferences = {
        actor: _counting(one, key, receives.get(actor, ZERO) * worth[actor]) if actor in worth else one
        for actor, one in situation.preferences.items()
    }

    def voter(party: str, who: str, one: Ratifier) -> Ratifier:
        unit = ZERO if money is None else money.worth.get(who, ZERO)
        if one.preferences is None or not unit:
            return one
        counted = _counting(one.preferences, key, receives.get(party, ZERO) * unit)
        return one.model_copy(update={"preferences": counted})

    ratifiers = {
        party: {who: voter(party, who, one) for who, one in each.items()} for party, each in record.ratifiers.items()
    }
    leave = "any" if any(one.leave == "any" for one in record.terms.values()) else "all"
    paid, unpaid = (
        {language: say(f"brokered.money.{key}", language) for language in LANGUAGES} for key in ("paid", "unpaid")
    )
    terms = {**record.terms, term: Term(leave=leave, text=paid, otherwise=unpaid)}
    changed = record.model_copy(update={"terms": terms, "ratifiers": ratifiers})
    data = {name: value for name, value in situation.__dict__.items() if name in Situation.model_fields}
    found = {"preferences": preferences, "agreements": {**situation.agreements, agreement: changed}}
    return Situation.model_construct(situation.model_fields_set, **{**data, **found})


def _counting(preference: Preference, key: str, worth: Fraction) -> Preference:
    """The same preference, to which yes at this term is worth so much more."""
    if preference.any is not None:
        return preference.model_copy(update={"any": tuple(_counting(one, key, worth) for one in preference.any)})
    points = {"no": Quantity(form=Known(ZERO)), "yes": Quantity(form=Known(worth))}
    return preference.model_copy(update={"points": {**(preference.points or {}), key: points}})
