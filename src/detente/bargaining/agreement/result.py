"""The deal section of a situation: everything about one agreement that a negotiator asks, worked out on request.

Beside the deal itself (`detente.bargaining.packages.result`): the same under the other readings of “without a deal”;
as each side sees it; how often there is a zone over everything uncertain; what blocks and what would open it; what
could be held back; and whether a deal, once signed, holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from math import inf
from typing import Any, ClassVar

import numpy as np

from detente.bargaining.agreement.draws import Drawn, Futures
from detente.bargaining.agreement.drift import Levels
from detente.bargaining.agreement.from_situation import negotiation_about, negotiation_from
from detente.bargaining.agreement.holding import Held, Signed, signing_model
from detente.bargaining.agreement.levers import Lever, levers
from detente.bargaining.agreement.opening import Offer, Opening, offers, opening
from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.agreement.setting import Setting
from detente.bargaining.agreement.what_would_open import Change, changes
from detente.bargaining.packages.negotiation import Package, Point, Vector, gains
from detente.bargaining.packages.result import Deal
from detente.bargaining.packages.result import deal as deal_of
from detente.errors import DetenteError, LimitError
from detente.outcomes.preferences import Array
from detente.outcomes.space import status_quo_levels
from detente.result import Origin, Result, Row, above
from detente.situation.model import Situation
from detente.time_left import TimeOverError, check, end_in, left, now, within

READINGS = ("drift", "myopic", "as_it_stands", "numbers")
SHOWN = 12  # packages in the table
LISTED = 200_000  # packages up to which what would change them is worked out
PARTS = 2  # of what is left of the time each question may take half
SIGNED = 4  # packages of which it is asked whether they hold


@dataclass(frozen=True)
class Belief:
    """A package that is better for all in some view: `by` whom it is thought so (“” is how things are).

    `enough`: those of them in whose view everybody gains more than its inertia. `gains`: view → gains (None: in that
    view the rules forbid it).
    """

    package: Package
    by: tuple[str, ...]
    enough: tuple[str, ...]
    gains: dict[str, Vector | None]


@dataclass(frozen=True, repr=False)
class Story(Result):
    """See the module. `views`: actor → the situation as it sees it; `columns`: view → draws of its numbers."""

    told_by: ClassVar[str] = "detente.bargaining.agreement.sentences:story_sentences"
    drawn_by: ClassVar[str] = "detente.drawing.deal:figure"
    listed_by: ClassVar[str] = "detente.bargaining.agreement.data:package_rows"  # module:function(story) → rows
    written_by: ClassVar[str] = "detente.bargaining.agreement.data:story_data"  # module:function(story) → plain data

    sections_by: ClassVar[str] = "detente.bargaining.agreement.sentences:sections"  # module:function(story, language)

    deal: Deal
    views: Mapping[str, Situation] = field(default_factory=dict)
    power: dict[str, Fraction] | None = None
    columns: Mapping[str, Mapping[str, Array]] = field(default_factory=dict, repr=False)
    end: float = inf  # by the clock of `detente.time_left`

    @cached_property
    def unfinished(self) -> list[str]:
        """What the time did not suffice for, of what was asked so far."""
        return []

    @contextmanager
    def _part(self, name: str) -> Iterator[None]:
        """A part of what is left of the time; if it ends, that is noted, and what was found by then stands."""
        try:
            with within((self.end - now()) / PARTS):
                yield
        except TimeOverError:
            self.unfinished.append(name)

    def in_short(self) -> str:
        return f"{self.setting.agreement}: {self.deal!r}"

    @property
    def setting(self) -> Setting:
        assert self.deal.setting is not None
        return self.deal.setting

    @property
    def situation(self) -> Situation:
        return self.setting.situation

    @property
    def parties(self) -> tuple[str, ...]:
        return self.deal.negotiation.parties

    @cached_property
    def worth_it(self) -> tuple[Point, ...]:
        """The undominated packages by which every party gains more than its inertia."""
        return worth_it(self.deal)

    @cached_property
    def readings(self) -> dict[str, Deal]:
        """The same deal where “without a deal” is read in another way that the file allows."""
        found = {}
        given = self.situation.agreements[self.setting.agreement].disagreement
        with self._part("readings"):
            for kind in READINGS:
                if kind != self.setting.kind and (kind != "numbers" or isinstance(given, dict)):
                    try:
                        other = self._deal(self.situation, kind)
                    except DetenteError:
                        continue
                    if other.setting and other.setting.kind == kind:
                        found[kind] = other
        return found

    @cached_property
    def elsewhere(self) -> tuple[Deal, ...]:
        """Where no deal can end in several places: the deals set on another of them that differ in the answer."""
        ends, setting = self.setting.ends, self.setting
        turned = (ends[place:] + ends[:place] for place in range(1, len(ends)))
        others: list[Deal] = []
        with self._part("readings"):
            for each in turned:
                check()
                about = negotiation_from(self.situation, setting.agreement, setting.kind, each, (), self.power)
                others.append(deal_of(*about, seconds=self._seconds()))
        return tuple(other for other in others if fair(other) != fair(self.deal))

    @cached_property
    def seen(self) -> dict[str, Deal]:
        """The deal as each side sees it; views in which nothing can be negotiated are left out."""
        found = {}
        with self._part("seen"):
            for actor, situation in self.views.items():
                try:
                    found[actor] = self._deal(situation, None)
                except DetenteError:
                    continue
        return found

    def _deal(self, situation: Situation, kind: str | None) -> Deal:
        check()
        about = negotiation_about(situation, self.setting.agreement, kind, self.power)
        return deal_of(*about, seconds=self._seconds())

    def _seconds(self) -> float:
        return max(0.1, min(self.deal.seconds, left()))

    @cached_property
    def beliefs(self) -> tuple[Belief, ...]:
        """The packages that are better for all in reality or in somebody's view, the fair ones of each view first."""
        if not self.seen:
            return ()
        views = {"": self.deal, **self.seen}
        wanted: dict[Package, None] = {}
        for deal in views.values():
            if deal.strict:
                better = [point for point in deal.zone if min(gains(point.u, deal.d)) > 0]
                wanted |= dict.fromkeys(point.example for point in (*deal.nash.points, *better))
        return tuple(self._belief(package, views) for package in wanted)

    def _belief(self, package: Package, views: Mapping[str, Deal]) -> Belief:
        each = {name: _gains(deal, package) for name, deal in views.items()}
        by = tuple(name for name, gain in each.items() if gain is not None and min(gain) > 0)
        enough = tuple(name for name in by if (s := views[name].setting) and s.worth_it(each[name] or ()))
        return Belief(package, by, enough, each)

    @cached_property
    def futures(self) -> dict[str, Drawn]:
        """View → the same over everything uncertain in it (“” is how things are); what cannot be drawn is left out."""
        found = {}
        for name, columns in self.columns.items():
            situation = self.situation if not name else self.views[name]
            if columns:
                count = len(next(iter(columns.values())))
                with self._part("futures"), suppress(DetenteError):
                    check()
                    futures = Futures.of(situation, self.setting.agreement, None if name else self.setting.kind)
                    found[name] = futures.look(columns, count)
        return found

    def share(self, view: str = "") -> float | None:
        """In which share of the futures of a view some package is worth it to all."""
        return None if view not in self.futures else float(np.mean(self.futures[view].worth > 0))

    @cached_property
    def opening(self) -> Opening | None:
        """What stands in the way; None where some package is worth it to all, or the frontier is not whole."""
        if not self.worth_it and self.deal.frontier.scope == "all":
            with self._part("opening"):
                check()
                return opening(self.deal)
        return None

    @cached_property
    def changes(self) -> tuple[Change, ...] | None:
        """Single numbers that would open a zone; none where there is one; None where it is too large to look."""
        if self.worth_it:
            return ()
        if self.deal.negotiation.cells > LISTED:
            return None
        with self._part("changes"), suppress(LimitError):
            check()
            return changes(self.setting)
        return None

    @cached_property
    def levers(self) -> tuple[Lever, ...]:
        with self._part("levers"):
            check()
            return levers(self.deal) if self.deal.negotiation.cells <= LISTED else ()
        return ()

    @cached_property
    def signed(self) -> Signed | None:
        """The model in which packages are signed; None where it is too large to list, or no deal lies outside it."""
        with self._part("signed"):
            check()
            return _signed(self.setting)
        return None

    @cached_property
    def signed_as_seen(self) -> dict[str, Signed | None]:
        """Party → the model by which it decides whether to sign, where no deal leads in fact: its own game."""
        own = {party: replace(self.setting, situation=view) for party, view in self.views.items()}
        found: dict[str, Signed | None] = dict.fromkeys(self.parties, self.signed)
        for party in found.keys() & own.keys():
            found[party] = None
            with self._part("signed"):
                check()
                found[party] = _signed(own[party])
        return found

    @cached_property
    def signed_first(self) -> tuple[Levels, ...]:
        """What all would sign from the status quo, each by its own game, before what comes without a deal has come.

        In order of how little it changes; none where nothing comes, or a game is too large to list.
        """
        setting, games = self.setting, self.signed_as_seen
        standing = status_quo_levels(setting.situation, setting.axes)
        if standing is None or setting.ends == (start := tuple(standing),) or None in games.values():
            return ()
        known = [game.consented(party, start) for party, game in games.items() if game is not None]
        there = set() if self.signed is None else self.signed.landings(start)
        return tuple(sorted(there.intersection(*known), key=lambda end: (_changes(start, end), end)))

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """What becomes, once signed, of the fair packages (or their twins that last) and of those believed in."""
        if self.signed is None:
            return ()
        fair = [*self.deal.nash.points, *self.deal.ks.points] if self.worth_it else []
        hoped = [belief.package for belief in self.beliefs if any(belief.by)]
        found: list[Held] = []
        with self._part("signed"):
            twins = [self.signed.twin(self.deal.negotiation, point) for point in fair]
            wanted = [*(point.example for point in fair), *filter(None, twins), *hoped]
            for package in list(dict.fromkeys(wanted))[:SIGNED]:
                check()
                found.append(self.signed.held(package))
        return tuple(found)

    def hold(self, package: Package) -> Held | None:
        """What becomes of one package once it is signed."""
        return None if self.signed is None else self.signed.held(package)

    def sections(self, language: str) -> list[tuple[str, list[str]]]:
        """The name of each heading (``bargain.titles``) and its sentences."""
        told: list[tuple[str, list[str]]] = above(self.sections_by)(self, language)
        return told

    def rows(self) -> list[Row]:
        """The undominated packages: what each party would gain, who refuses, who believes in it."""
        listed: list[Row] = above(self.listed_by)(self)
        return listed

    def rows_in_words(self, language: str) -> list[str]:
        """The packages of the rows as the file has them in words."""
        told = PackageTeller.of(self.setting, language)
        return [told.short(offer.package) for offer in self.offers()]

    def data(self) -> dict[str, Any]:
        written: dict[str, Any] = above(self.written_by)(self)
        return written

    def offers(self) -> list[Offer]:
        """The packages of the table: the undominated ones by which somebody gains.

        First those nearest to being worth it to all; of equally near ones, the most equal in what each could hope for.
        """
        known = offers(self.deal, self.setting)
        hopes = [max(gain) for gain in zip(*(offer.gains for offer in known), strict=True)]

        def order(offer: Offer) -> tuple[Fraction, Fraction, Fraction]:
            shares = (gain / hope for gain, hope in zip(offer.gains, hopes, strict=True) if hope > 0)
            return max(offer.short), sum(offer.short, Fraction(0)), -min(shares, default=Fraction(0))

        return sorted(known, key=order)[:SHOWN]


def fair(deal: Deal) -> frozenset[Package] | None:
    """The Nash packages; None where none is worth it to all."""
    return frozenset(point.example for point in deal.nash.points) if worth_it(deal) else None


def worth_it(deal: Deal) -> tuple[Point, ...]:
    """The undominated packages of a deal by which every party gains more than its inertia."""
    setting = deal.setting
    return tuple(
        point for point in deal.frontier.points if setting is not None and setting.worth_it(gains(point.u, deal.d))
    )


def _signed(setting: Setting) -> Signed | None:
    if setting.kind == "numbers":
        return None
    try:
        return Signed(setting, signing_model(setting.situation))
    except LimitError:
        return None


def _changes(start: Levels, end: Levels) -> int:
    return sum(one != other for one, other in zip(start, end, strict=True))


def refusing(found: Story, package: Package) -> list[str]:
    """The parties that do not consent to a package, each by its own game: as in a hypergame, under SEQ.

    Where a game is too large to list, or no deal lies outside it: those that do not gain enough to move.
    """
    return [party for party in found.parties if not _consents(found, party, package)]


def _consents(found: Story, party: str, package: Package) -> bool:
    if (signed := found.signed_as_seen[party]) is not None:
        return signed.consents(party, package)
    return gains_enough(found, party, package)


def gains_enough(found: Story, party: str, package: Package) -> bool:
    """By its own game the party gains more than it moves for, whatever may follow."""
    own, place = found.seen.get(party, found.deal), found.parties.index(party)
    gain = _gains(own, package)
    return gain is not None and own.setting is not None and gain[place] > own.setting.inertia[place]


def _gains(deal: Deal, package: Package) -> Vector | None:
    return None if deal.negotiation.banned(package) else gains(deal.negotiation.utility(package), deal.d)


def story(
    situation: Situation,
    views: Mapping[str, Situation] | None = None,
    agreement: str | None = None,
    disagreement: str | None = None,
    power: dict[str, Fraction] | None = None,
    columns: Mapping[str, Mapping[str, Array]] | None = None,
    seed: int | None = None,
    seconds: float | None = None,
) -> Story:
    """The deal section of an agreement of a situation. `seed`: of the draws in `columns`; `seconds`: for all of it.

    Raises `DetenteError` where it cannot be negotiated (no agreement, ordinal preferences, nothing said of no deal).
    """
    end = end_in(seconds)
    about = negotiation_about(situation, agreement, disagreement, power)
    found = deal_of(*about) if seconds is None else deal_of(*about, seconds=max(1.0, seconds / PARTS))
    drawn = {view: len(next(iter(one.values()), ())) for view, one in (columns or {}).items()}
    setting = found.setting
    assert setting is not None
    origin = Origin.of(
        situation,
        found.frontier.engine,
        seed,
        agreement=setting.agreement,
        disagreement=setting.kind,
        power=power,
        views=tuple(views or ()),
        draws=max(drawn.values(), default=0),
    )
    return Story(found, views or {}, power, columns or {}, end, origin=origin)
