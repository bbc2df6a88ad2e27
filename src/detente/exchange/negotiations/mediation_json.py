"""What mediators ask beyond plain packages, from JSON in the form ``deals-case/1``: ``{"type": …, "input": {…}}``.

Types: ``divisible`` (terms with any level in a range), ``money``, ``tu_game`` (worths, a bankruptcy, an airport),
``ratification``, ``staged``, ``binding``, ``acceptance``, ``robust``, ``contingent``, ``deadline``, ``comparisons``;
docs/theory/shares.md says what each holds. Numbers are the decimals written, or ``"p/q"``. Everything that is wrong is
said at once.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from detente.bargaining.mediation.binding import Pact
from detente.bargaining.mediation.contingent import Happening
from detente.bargaining.mediation.ratification import Rule, members_of
from detente.bargaining.mediation.result import (
    Acceptance,
    Binding,
    Comparisons,
    Contingent,
    Deadline,
    Ratification,
    Robust,
    Staged,
)
from detente.bargaining.mediation.share_results import FairlyDivided
from detente.bargaining.mediation.stages import Item, Swap
from detente.errors import in_file_order
from detente.exchange.json_places import Faulty, Path
from detente.exchange.negotiations.checked_values import shown
from detente.exchange.negotiations.negotiation_json import Written
from detente.exchange.negotiations.shares_json import INSIDE, ShareReader
from detente.result import Result

FORMAT = "deals-case/1"
MOST_PIECES = 1_000
ZERO = Fraction(0)


class Mediation(ShareReader):
    """One method per type; those of shares, money and coalitions stand in `ShareReader`."""

    def read(self, whole: dict[str, Any]) -> Result | None:
        """The question, ready to be answered; None if anything was wrong."""
        kind = whole.get("type")
        if kind not in TYPES:
            self.fault("negotiation_type", ("type",), found=shown(kind), known=tuple(TYPES))
            return None
        given = self.table(self.get({INSIDE: whole.get(INSIDE)}, INSIDE, ()), ())
        found: Result | None = getattr(self, f"_{kind}")(given)
        return None if self.faulty.problems else found

    def _division(self, given: dict[str, Any]) -> FairlyDivided | None:
        parties = self._parties(given)
        items = self.names(self.get(given, "items", ()), ("items",))
        table = self.table(self.get(given, "points", ()), ("points",))
        points = []
        for party in parties:
            row = self._all(self.get(table, party, ("points",)) or {}, ("points", party), items)
            if items and (min(row.values()) < 0 or not any(row.values())):
                self.fault("division_points", ("points", party), party=party)
            points.append(tuple(row.values()))
        if not items and isinstance(given.get("items"), list):
            self.shape("filled", ("items",))
        return None if self.faulty.problems else FairlyDivided(parties, items, tuple(points))

    # Ratification, stages, binding.

    def _ratification(self, given: dict[str, Any]) -> Ratification | None:
        parties = self._parties(given)
        packages = self._packages(given)
        without = self._per(self.get(given, "disagreement", ()), ("disagreement",))
        rules = self.table(self.get(given, "ratifiers", ()), ("ratifiers",))
        places = {party: at for at, party in enumerate(parties)}
        read: dict[str, Rule] = {}
        for party, rule in rules.items():
            self.index(places, party, ("ratifiers", party))
            read[party] = self._rule(rule, ("ratifiers", party), parties)
        names = dict.fromkeys([*parties, *(name for rule in read.values() for name in members_of(rule))])
        for package, one in packages.items():
            for name in names:
                if name and name not in one:
                    self.get({}, name, ("packages", package))
        inertia = self._per(given.get("inertia", {}), ("inertia",))
        if self.faulty.problems:
            return None
        gains = {
            package: {name: one[name] - without.get(name, ZERO) for name in names} for package, one in packages.items()
        }
        return Ratification(parties, gains, read, inertia)

    def _rule(self, rule: Any, path: Path, parties: tuple[str, ...]) -> Rule:
        if isinstance(rule, str):
            if rule in parties:
                self.fault("ratifier_party", path, name=rule)
            return self.name(rule, path)
        table = self.table(rule, path)
        if "weights" in table:
            weights = self._per(table["weights"], (*path, "weights"))
            need = table.get("need")
            quota = None if need is None else self.number(need, (*path, "need"))
            if quota is not None and quota > sum(weights.values()):
                self.fault("quota_above", (*path, "need"), need=quota, total=sum(weights.values(), ZERO))
            for name in weights:
                self._rule(name, (*path, "weights", name), parties)
            return {"weights": weights, "need": quota}
        kind = next((key for key in ("all", "any", "majority_of") if key in table), None)
        if kind is None:
            self.fault("ratifier_rule", path)
            return {"all": ()}
        listed = self.list(table[kind], (*path, kind))
        return {kind: tuple(self._rule(one, (*path, kind, at), parties) for at, one in enumerate(listed))}

    def _staged(self, given: dict[str, Any]) -> Staged | None:
        parties = self._parties(given)
        places = {party: at for at, party in enumerate(parties)}
        items = []
        for at, entry in enumerate(self.list(self.get(given, "items", ()), ("items",))):
            path = ("items", at)
            one = self.table(entry, path)
            name = self.name(self.get(one, "name", path), (*path, "name"))
            giver = self.get(one, "giver", path)
            self.index(places, giver, (*path, "giver"))
            pieces = one.get("pieces", 1)
            if not isinstance(pieces, int) or not 1 <= pieces <= MOST_PIECES:
                self.fault("stage_pieces", (*path, "pieces"), found=shown(pieces), most=MOST_PIECES)
                pieces = 1
            value = self._per(self.get(one, "value", path), (*path, "value"), parties)
            items.append(Item(name, str(giver), pieces, value, bool(one.get("returns", False))))
        bonuses = []
        for at, entry in enumerate(self._listed(given, "bonuses")):
            path = ("bonuses", at)
            one = self.table(entry, path)
            when = self.names(self.get(one, "when", path), (*path, "when"))
            bonuses.append((when, self._per(self.get(one, "value", path), (*path, "value"), parties)))
        inertia, bonds = (self._per(given.get(key, {}), (key,), parties) for key in ("inertia", "bonds"))
        takes_back = given.get("answer", "none") == "take_back"
        return Staged(Swap(parties, tuple(items), inertia, bonds, takes_back, tuple(bonuses)))

    def _binding(self, given: dict[str, Any]) -> Binding | None:
        parties = self._parties(given)
        options = self.table(self.get(given, "options", ()), ("options",))
        owned = [(f"{party}.{name}", party) for party in parties for name in self.list(options.get(party, []), ())]
        terms = [(str(name), "") for name in self._listed(given, "terms")]
        names, owner = zip(*owned, *terms, strict=True) if owned or terms else ((), ())
        package = self.table(given.get("package", {}), ("package",))
        places = {name: at for at, name in enumerate(names)}
        for name in package:
            self.index(places, name, ("package", name))
        signed = tuple(bool(package.get(name, not who)) for name, who in zip(names, owner, strict=True))
        utilities = {}
        for party in parties:
            listed = self.list(self.get(self.table(given.get("utilities"), ("utilities",)), party, ("utilities",)), ())
            utilities[party] = tuple(
                self._rule_of(one, ("utilities", party, at), places) for at, one in enumerate(listed)
            )
        concept = str(given.get("concept", "seq")).casefold()
        if concept not in ("r", "nash", "seq"):
            self.fault("binding_concept", ("concept",), found=shown(given.get("concept")))
        inertia = self._per(given.get("inertia", {}), ("inertia",), parties)
        return Binding(Pact(parties, tuple(names), tuple(owner), signed, utilities, inertia, concept == "seq"))

    def _rule_of(self, entry: Any, path: Path, places: dict[str, int]) -> tuple[dict[str, bool], Fraction]:
        one = self.table(entry, path)
        when = self.table(one.get("when", {}), (*path, "when"))
        for name in when:
            self.index(places, name, (*path, "when", name))
        return {name: bool(value) for name, value in when.items()}, self.number(self.get(one, "add", path) or 0, path)

    # Ranges, runs, states, time, comparisons.

    def _acceptance(self, given: dict[str, Any]) -> Acceptance | None:
        packages = self._packages(given)
        table = self.table(self.get(given, "reservation", ()), ("reservation",))
        ranges = {}
        for party, pair in table.items():
            two = self.list(pair, ("reservation", party)) if isinstance(pair, list) else [pair, pair]
            if len(two) != 2:
                self.shape("pair", ("reservation", party))
                continue
            low, high = (self.number(value, ("reservation", party)) for value in two)
            if low > high:
                self.fault("share_range", ("reservation", party), name=party)
            ranges[party] = (low, high)
        for package, one in packages.items():
            for party in ranges:
                if party not in one:
                    self.get({}, party, ("packages", package))
        return Acceptance(packages, ranges)

    def _robust(self, given: dict[str, Any]) -> Robust | None:
        runs = [
            {str(name): self._per(one, ("runs", at, name)) for name, one in self.table(run, ("runs", at)).items()}
            for at, run in enumerate(self.list(self.get(given, "runs", ()), ("runs",)))
        ]
        scale = self._per(self.get(given, "scale", ()), ("scale",))
        parties = tuple(scale)
        for party, value in scale.items():
            if value <= 0:
                self.fault("robust_scale", ("scale", party), party=party, found=value)
        worst = self.number(given.get("worst", "1/10"), ("worst",))
        lasts = {
            str(name): tuple(map(bool, one)) for name, one in self.table(given.get("lasts", {}), ("lasts",)).items()
        }
        if not runs or not 0 < worst <= 1:
            self.shape("filled", ("runs",)) if not runs else self.fault("worst_part", ("worst",), found=worst)
        for at, run in enumerate(runs):
            for name in {name for one in runs for name in one} - set(run):
                self.get({}, name, ("runs", at))
            for name, one in run.items():
                run[name] = self._all(one, ("runs", at, name), parties)
        return Robust(tuple(runs), scale, worst, self._per(given.get("inertia", {}), ("inertia",)), lasts)

    def _contingent(self, given: dict[str, Any]) -> Contingent | None:
        parties = self._parties(given)
        states = []
        for at, entry in enumerate(self.list(self.get(given, "states", ()), ("states",))):
            path = ("states", at)
            one = self.table(entry, path)
            name = self.name(self.get(one, "name", path), (*path, "name"))
            written = self.get(one, "share", path)
            if isinstance(written, dict):
                share = self._all(written, (*path, "share"), parties)
            else:
                share = dict.fromkeys(parties, self.number(written or 0, (*path, "share")))
            gains = self._packages(one, (*path, "gains"))
            whole = {level: self._all(worth, (*path, "gains", level), parties) for level, worth in gains.items()}
            states.append(Happening(name, share, whole))
        if not states:
            self.shape("filled", ("states",))
        for party in parties:
            total = sum((state.share[party] for state in states), ZERO)
            if states and total != 1:
                self.fault("states_total", ("states",), total=total)
                break
        return Contingent(parties, tuple(states))

    def _deadline(self, given: dict[str, Any]) -> Deadline | None:
        discount = self._per(self.get(given, "discount", ()), ("discount",))
        parties = tuple(discount)
        if len(parties) != 2 and isinstance(given.get("discount"), dict):
            self.fault("negotiation_two", ("discount",), count=len(parties))
        for party, value in discount.items():
            if not 0 <= value < 1:
                self.fault("discount_range", ("discount", party), found=value)
        outside = self._per(given.get("outside", {}), ("outside",), parties)
        rounds = given.get("rounds")
        if rounds is not None and (not isinstance(rounds, int) or not 1 <= rounds <= 100_000):
            self.fault("stage_pieces", ("rounds",), found=shown(rounds), most=100_000)
        return Deadline(parties, tuple(discount.values()), tuple(outside.get(p, ZERO) for p in parties), rounds)

    def _comparisons(self, given: dict[str, Any]) -> Comparisons | None:
        issues = self.names(self.get(given, "issues", ()), ("issues",))
        packages = self._packages(given)
        for name, one in packages.items():
            packages[name] = self._all(one, ("packages", name), issues) if set(one) != set(issues) else one
        places = {name: at for at, name in enumerate(packages)}
        pairs = []
        for at, entry in enumerate(self.list(self.get(given, "comparisons", ()), ("comparisons",))):
            path = ("comparisons", at)
            one = self.table(entry, path)
            for key in ("better", "worse"):
                self.index(places, self.get(one, key, path), (*path, key))
            pairs.append((str(one.get("better")), str(one.get("worse"))))
        return Comparisons(issues, packages, tuple(pairs))


TYPES = (
    "divisible", "money", "tu_game", "ratification", "staged", "binding", "acceptance", "robust", "contingent",
    "deadline", "comparisons", "division",
)  # fmt: skip


def read_mediation(whole: dict[str, Any], faulty: Faulty) -> Written:
    """The question that a document of this form asks, or everything that is wrong with it."""
    found = Mediation(faulty).read(whole)
    problems = tuple(in_file_order(faulty.problems))
    return Written(None if problems else found, problems, document=whole)
