"""Ratifiers over packages with shares: what each smallest set of yes leaves of the gains, and who decides.

A ratifier's yes is a half-space in every cell of the problem. What passes is the union, over the smallest sets of yes
that are enough, of what they leave; zone and fair points are asked of that union.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from detente.bargaining.brokered.ratifiers import passing_cells, rules_of, with_voters, yes_sets
from detente.bargaining.brokered.share_agreement import ShareAgreement, share_agreement
from detente.bargaining.mediation.ratification import Rule
from detente.bargaining.mediation.share_results import Divided
from detente.bargaining.packages.negotiation import Vector
from detente.bargaining.shares.gain_sets import GainSet, Shares, gain_set
from detente.situation.model import Situation

Gains = tuple[tuple[Fraction | float, ...], ...]


@dataclass(frozen=True, repr=False)
class Passing(Divided):
    """Divisible terms of which only some packages pass: their cells are given."""

    given: GainSet

    @cached_property
    def gain_set(self) -> GainSet:
        return self.given

    @property
    def empty(self) -> bool:
        """Nothing passes at all."""
        return not self.given.pieces


@dataclass(frozen=True)
class RatifiedShares:
    """`wide`: the problem with ratifiers as parties; `chiefs`: how many of these sign."""

    wide: ShareAgreement
    chiefs: int
    rules: dict[str, Rule]

    @classmethod
    def of(cls, situation: Situation, agreement: str, disagreement: str | None) -> RatifiedShares:
        record = situation.agreements[agreement]
        of = {who: party for party, each in record.ratifiers.items() for who in each if who in record.voters}
        wide = share_agreement(with_voters(situation, agreement), agreement, disagreement, voters=of)
        return cls(wide, len(record.parties), rules_of(record))

    @property
    def voters(self) -> tuple[str, ...]:
        return self.wide.shares.parties[self.chiefs :]

    @cached_property
    def _all(self) -> GainSet:
        return gain_set(self.wide.shares)

    @cached_property
    def _asked(self) -> Shares:
        """The problem of the parties alone, of which only names are asked."""
        whole = self.wide.shares
        parties = whole.parties[: self.chiefs]
        negotiation = whole.negotiation
        narrow = type(negotiation)(
            parties,
            negotiation.issues,
            negotiation.utilities[: self.chiefs],
            negotiation.disagreement[: self.chiefs],
            negotiation.bans,
            limits=negotiation.limits,
        )
        return Shares(narrow, whole.terms, whole.slopes[: self.chiefs], whole.limits)

    def passing_if(self, always: Iterable[str] = (), without: Iterable[str] = ()) -> Passing:
        """What passes if some ratifiers say yes always, or some parties need none."""
        left = [rule for party, rule in self.rules.items() if party not in set(without)]
        needed = yes_sets(left, self.voters, frozenset(always))
        least: Vector = self.wide.setting.inertia
        cells = passing_cells(self._all.pieces, self.chiefs, self.voters, least, needed)
        found = GainSet(self._asked.parties, tuple(cells), self._all.packages, self._all.cells)
        return Passing(self._asked, given=found)

    @cached_property
    def passing(self) -> Passing:
        return self.passing_if()

    @cached_property
    def free(self) -> Passing:
        """The same without any ratifier."""
        return self.passing_if(without=self.rules)

    @cached_property
    def decisive(self) -> tuple[str, ...]:
        """The ratifiers whose yes, if it were certain, would open an empty zone or change the Nash gains."""
        now = nash_of(self.passing)
        return tuple(who for who in self.voters if nash_of(self.passing_if(always=[who])) != now)

    @cached_property
    def tying(self) -> dict[str, Fraction | float | None]:
        """Per party with ratifiers, what they bring it at the Nash point (None: no deal with or without them)."""
        found: dict[str, Fraction | float | None] = {}
        now = nash_of(self.passing)
        for party in self.rules:
            place = self._asked.parties.index(party)
            loose = nash_of(self.passing_if(without=[party]))
            found[party] = None if now is None or loose is None else now[0][place] - loose[0][place]
        return found


def nash_of(found: Passing) -> Gains | None:
    """The Nash gains; None where nothing passes that leaves everybody better off."""
    return found.nash.gains if not found.empty and found.zone.strict else None
