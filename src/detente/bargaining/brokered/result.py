"""The deal section of an agreement that says more than plain packages: shares, money, ratifiers, steps, runs, drafts.

A `Story` with further parts, each worked out on request. Where terms can stand at any level, the packages of the story
are those of the levels at hand (the fairest package, drafts, no deal); all levels are looked at in `divided`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

from detente.bargaining.agreement.holding import Signed
from detente.bargaining.agreement.result import Story, story
from detente.bargaining.brokered.compared_packages import comparisons_by_party, written_package
from detente.bargaining.brokered.delivery import staged
from detente.bargaining.brokered.lasting_levels import LastingLevels, lasting_levels
from detente.bargaining.brokered.least_binding import LeastBinding, least_binding_of
from detente.bargaining.brokered.packages_at_hand import SharePackage, package_with
from detente.bargaining.brokered.paid_package import payment_term, with_payment, worths_of
from detente.bargaining.brokered.ratifiers import ratification
from detente.bargaining.brokered.robust_runs import RobustRuns, over_the_runs
from detente.bargaining.brokered.share_agreement import ShareAgreement, share_agreement
from detente.bargaining.brokered.share_ratified import RatifiedShares
from detente.bargaining.brokered.states import ByState, by_state
from detente.bargaining.mediation.result import Acceptance, Comparisons, Deadline, Ratification, Staged
from detente.bargaining.mediation.share_results import Divided, Payable, Transferable
from detente.bargaining.packages.audit import Audit, audit
from detente.bargaining.packages.negotiation import Package, Vector
from detente.bargaining.packages.result import short
from detente.bargaining.shares.gain_sets import Shares
from detente.bargaining.shares.share_points import smallest_gain
from detente.bargaining.sharing.games import Worths
from detente.errors import DetenteError
from detente.result import above
from detente.situation.divisible import level_name
from detente.situation.model import Agreement, Situation
from detente.situation.quantity import Uniform
from detente.situation.share_levels import in_lines
from detente.time_left import over

ZERO = Fraction(0)
CONCEPT = "seq"


def asks_more(record: Agreement) -> bool:
    """Whether an agreement says anything beyond its terms that is answered here."""
    return bool(
        record.money
        or record.ratifiers
        or record.stages
        or record.cost
        or record.deadline
        or record.comparisons
        or record.drafts
        or any(term.share or term.by for term in record.terms.values())
        or any(isinstance(value.form, Uniform) for value in _numbers(record).values())
    )


def _numbers(record: Agreement) -> Mapping[str, Any]:
    return record.disagreement if isinstance(record.disagreement, dict) else {}


@dataclass(frozen=True, repr=False)
class Brokered(Story):
    """See the module."""

    told_by: ClassVar[str] = "detente.bargaining.brokered.sentences:brokered_sentences"
    sections_by: ClassVar[str] = "detente.bargaining.brokered.sentences:brokered_sections"
    drawn_by: ClassVar[str] = "detente.drawing.deal:figure"
    listed_by: ClassVar[str] = "detente.bargaining.brokered.data:brokered_rows"
    written_by: ClassVar[str] = "detente.bargaining.brokered.data:brokered_data"

    def rows_in_words(self, language: str) -> list[str]:
        if self.shares is None:
            return super().rows_in_words(language)
        phrase = above("detente.bargaining.brokered.share_sentences:share_phrase")
        return [phrase(self, one, language) for one in self.fair_shares.values()]

    @property
    def record(self) -> Agreement:
        return self.situation.agreements[self.setting.agreement]

    @property
    def is_open(self) -> bool:
        """Some term can stand at any level."""
        return any(term.share is not None and term.share.step is None for term in self.record.terms.values())

    @cached_property
    def in_lines(self) -> Situation:
        return in_lines(self.situation)

    # Shares and money.

    @property
    def paid_inside(self) -> bool:
        """Payments are counted inside the packages, like a share: where they have a limit, or ratifiers judge them."""
        money = self.record.money
        return money is not None and bool(money.at_most or self.record.ratifiers)

    @cached_property
    def shares(self) -> ShareAgreement | None:
        """The problem of shares; with payments that have a limit as further shares. None where nothing is divided."""
        if not self.is_open and not self.paid_inside:
            return None
        return share_agreement(self.in_lines, self.setting.agreement, self.setting.kind, self.power)

    @cached_property
    def divided(self) -> Divided | None:
        """Zone, frontier and fair points over all levels; of what ratifiers pass, where there are any."""
        if self.shares is None:
            return None
        return Divided(self.shares.shares) if self.ratified_shares is None else self.ratified_shares.passing

    @cached_property
    def ratified_shares(self) -> RatifiedShares | None:
        """What ratifiers make of packages with shares."""
        if self.shares is None or not self.record.ratifiers:
            return None
        return RatifiedShares.of(self.in_lines, self.setting.agreement, self.setting.kind)

    @cached_property
    def fair_shares(self) -> dict[str, SharePackage]:
        """The fair packages with their levels; none where no package leaves nobody worse off."""
        if self.shares is None or self.divided is None or not self.divided.cells:
            return {}
        points = {
            "nash": self.divided.nash.gains[0],
            "ks": self.divided.kalai_smorodinsky.gains[0],
            "egalitarian": self.divided.egalitarian.gains[0],
        }
        return {name: package_with(self.shares, self.divided, gains) for name, gains in points.items()}

    @cached_property
    def payable(self) -> Payable | None:
        """Packages with payments of any size; None without money, or where payments are counted inside the packages."""
        if self.record.money is None or self.paid_inside:
            return None
        asked = (
            self.shares.shares
            if self.shares is not None
            else Shares(self.deal.negotiation, (), ((),) * len(self.parties))
        )
        return Payable(asked, self.worths, self.setting.inertia)

    @property
    def worths(self) -> Vector:
        """What one unit of money is worth to each party."""
        return worths_of(self.record.money, self.parties)

    @cached_property
    def coalitions(self) -> Transferable | None:
        """The game of coalitions with money, for three parties and more: what all can gain, and what `worth` says."""
        if self.payable is None or len(self.parties) < 3 or self.payable.money.surplus < 0:
            return None
        place = {party: at for at, party in enumerate(self.parties)}
        worth = {frozenset(place[p] for p in one.of): one.value for one in self.record.worth.values()}
        return Transferable(Worths(self.parties, {**worth, frozenset(place.values()): self.payable.money.surplus}))

    @cached_property
    def deadline(self) -> Deadline | None:
        """Offers in turn over what there is to share; None without a deadline, or where nothing is to share."""
        given = self.record.deadline
        if given is None or self.payable is None or self.payable.money.surplus <= 0:
            return None
        parties = tuple(given.discount)
        surplus = self.payable.money.surplus
        outside = tuple(given.outside.get(party, ZERO) / surplus for party in parties)
        return Deadline(parties, tuple(given.discount.values()), outside, given.rounds)

    # Ratifiers.

    @cached_property
    def _ratification(self) -> tuple[Ratification, dict[str, Package]] | None:
        if not self.record.ratifiers or self.ratified_shares is not None:
            return None
        with self._part("ratify"):
            found = ratification(self.situation, self.setting.agreement, self.setting.kind)
            _ = found[0].found
            return found
        return None

    @property
    def ratification(self) -> Ratification | None:
        """What passes, and who decides; None without ratifiers, where packages have shares, or if the time is up."""
        return None if self._ratification is None else self._ratification[0]

    def ratified_package(self, name: str) -> Package:
        """The package that the ratification calls so."""
        assert self._ratification is not None
        return self._ratification[1][name]

    # The package at hand, and what becomes of it.

    @cached_property
    def at_hand(self) -> Package | None:
        """The fairest package that would be signed and pass, as levels of the story; None without one."""
        if self.shares is not None:
            strict = self.divided is not None and bool(self.fair_shares) and self.divided.zone.strict
            return self.levelled(self.fair_shares["nash"]) if strict else None
        if self.record.ratifiers and self.ratification is None:
            return None  # the time was up before it was known what passes
        if self.ratification is not None:
            passing = self.ratification.found.nash
            return self.ratified_package(passing[0]) if passing else None
        if self.brings_most:
            assert self.payable is not None
            return self.payable.corners[self.least_paid[0]][0]
        return self.deal.nash.points[0].example if self.worth_it else None

    @property
    def least_paid(self) -> tuple[int, Vector]:
        """Of the packages that bring most in all, the one for which least is paid to share evenly: its corner, and what
        each receives. Ties by the order of the file."""
        assert self.payable is not None
        money = self.payable.money
        paid = zip(money.best, money.nash_receives, strict=True)
        return min(paid, key=lambda one: sum(map(abs, one[1])))

    @property
    def brings_most(self) -> bool:
        """The package at hand is the one that brings most in all, not the fairest: payments settle who gets what."""
        plain = self.shares is None and self.ratification is None
        return plain and self.payable is not None and self.payable.money.strict

    def levelled(self, one: SharePackage) -> Package | None:
        """A package with shares, as levels of the story; None where its levels are not at hand."""
        assert self.shares is not None
        levels = list(one.package)
        for issue, level in zip(self.shares.issues, one.levels, strict=False):
            names = self.deal.negotiation.issues[issue].levels
            if level_name(level) not in names:
                return None
            levels[issue] = names.index(level_name(level))
        return tuple(levels)

    @cached_property
    def staged(self) -> dict[str, Staged]:
        """The steps of the package at hand, by way of looking ahead: `seq` (the others take back), `r` (all stop)."""
        if not self.record.stages or self.at_hand is None:
            return {}
        found = {}
        with self._part("stages"):
            for concept in ("seq", "r"):
                one = staged(self.deal.negotiation, self.setting, self.at_hand, answered=concept == "seq")
                if one is not None and one.found:
                    found[concept] = one
            return found
        return {}

    @cached_property
    def lasting_levels(self) -> tuple[LastingLevels, ...]:
        """The levels of each term with a share at which the package at hand lasts, the others as it has them."""
        if self.shares is None or self.at_hand is None or self.signed is None:
            return ()
        with self._part("lasts"):
            fair = self.fair_shares["nash"]
            found = [lasting_levels(self.shares, fair, key, CONCEPT) for key in self.shares.keys]
            return tuple(one for one in found if one is not None)
        return ()

    @cached_property
    def binding(self) -> LeastBinding | None:
        """The least that must be bound for the package at hand to last, what is paid for it counted in."""
        if self.at_hand is None or self.signed is None:
            return None
        with self._part("lasts"):
            signed: Signed | None = self.signed
            package = self.at_hand
            if self.brings_most:
                paid, package = self.paid
                signed = paid.signed
            found = None if signed is None else least_binding_of(signed, package, CONCEPT, self.record.cost)
            if over():
                self.unfinished.append("lasts")
            return found
        return None

    @cached_property
    def paid(self) -> tuple[Story, Package]:
        """Where the package at hand brings most in all: the section and the package, with what is paid to share
        evenly."""
        assert self.payable is not None and self.at_hand is not None
        agreement, kind = self.setting.agreement, self.setting.kind
        receives = dict(zip(self.parties, self.least_paid[1], strict=True))
        found = story(with_payment(self.situation, agreement, receives), agreement=agreement, disagreement=kind)
        levels = {**self.deal.negotiation.named(self.at_hand), payment_term(self.situation, agreement): "yes"}
        issues = found.deal.negotiation.issues
        return found, tuple(issue.levels.index(levels[issue.name]) for issue in issues)

    # Runs, states, ranges, comparisons, drafts.

    @cached_property
    def robust(self) -> RobustRuns | None:
        """The packages over everything uncertain; None where nothing is."""
        columns = self.columns.get("", {})
        with self._part("robust"):
            return over_the_runs(self, columns) if columns else None
        return None

    @cached_property
    def states(self) -> ByState | None:
        with self._part("states"):
            return by_state(self, self.columns.get("", {}))
        return None

    @cached_property
    def acceptance(self) -> Acceptance | None:
        """How large a part of the reservation values accepts each undominated package; None without ranges."""
        given = _numbers(self.record)
        ranges = {
            party: value.form.bounds
            for party, value in given.items()
            if isinstance(value.form, Uniform) and party in self.parties
        }
        if not ranges:
            return None
        told = {
            str(place): dict(zip(self.parties, point.u, strict=True))
            for place, point in enumerate(self.deal.frontier.points)
        }
        known = {party: (d, d) for party, d in zip(self.parties, self.deal.d, strict=True)}
        return Acceptance(told, {**known, **{p: (low, high) for p, (low, high) in ranges.items()}})

    @cached_property
    def comparisons(self) -> dict[str, tuple[Comparisons, tuple[str, ...]]]:
        """Party → what its comparisons say, and their names."""
        others = tuple(point.example for point in self.deal.frontier.points)
        found = {}
        with self._part("compare"):
            for party, one in comparisons_by_party(self.deal.negotiation, self.setting, others).items():
                if one[0].found:
                    found[party] = one
        return found

    @cached_property
    def labels(self) -> dict[str, Package]:
        """The packages that comparisons speak of, by the names they go by there."""
        negotiation, setting = self.deal.negotiation, self.setting
        written = [side for one in self.record.comparisons.values() for side in (one.better, one.worse)]
        packages = [written_package(negotiation, setting, side) for side in written]
        return {short(negotiation, one): one for one in (*packages, *(p.example for p in self.deal.frontier.points))}

    @cached_property
    def hopes(self) -> Vector:
        """What each party could hope to gain, over all levels of terms with a share; see `Deal.hopes`."""
        if self.divided is None or not self.divided.cells:
            return self.deal.hopes
        return tuple(best if best > 0 else Fraction(1) for best in self.divided.ideal)

    def unspent(self, draft: str) -> Fraction:
        """What a draft leaves on the table: the largest smallest further gain, as a part of what each could hope for.

        Over all levels of terms with a share.
        """
        judged = self.drafts[draft]
        if self.divided is None or not self.divided.gain_set.pieces:
            return judged.unspent[0]
        scale = self.hopes
        return max(
            ZERO,
            *(
                smallest_gain(
                    [
                        tuple((g - own) / s for g, own, s in zip(gains, judged.gains, scale, strict=True))
                        for gains in hull
                    ]
                )
                for hull in self.divided.hulls
            ),
        )

    @cached_property
    def drafts(self) -> dict[str, Audit]:
        """Name → the draft, judged; drafts that a rule forbids are left out."""
        found = {}
        for name, draft in self.record.drafts.items():
            try:
                found[name] = audit(self.deal, written_package(self.deal.negotiation, self.setting, draft))
            except DetenteError:
                continue
        return found


def brokered(found: Story, *, robust: bool = False) -> Story:
    """The same with everything that the agreement says beyond its terms, if it does, or if robust packages are asked
    for."""
    if not robust and not asks_more(found.situation.agreements[found.setting.agreement]):
        return found
    return Brokered(found.deal, found.views, found.power, found.columns, found.end, origin=found.origin)
