"""Divisible terms, payments and games of coalitions, from the ``input`` of a document of the form ``deals-case/1``."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

from detente.bargaining.mediation.share_results import Divided, Payable, Transferable
from detente.bargaining.packages.negotiation import Negotiation, Utility
from detente.bargaining.shares.gain_sets import Divisible, Limit, Shares, Slope
from detente.bargaining.sharing.games import Worths, coalitions
from detente.exchange.json_places import Path
from detente.exchange.negotiations.checked_values import Shapes, shown
from detente.exchange.negotiations.negotiation_terms import Terms

INSIDE = "input"
ZERO = Fraction(0)
NOTHING: dict[str, Any] = {"rules": []}  # stands in the place of a divisible term


class ShareReader(Shapes):
    """One method per type of question. Paths are those inside ``input``."""

    def fault(self, code: str, path: Path, **params: Any) -> None:
        super().fault(code, (INSIDE, *path) if path[:1] != ("type",) else path, **params)

    # Parts that several types share.

    def index(self, known: dict[str, int], name: Any, path: Path) -> int | None:
        """As elsewhere; here a name is unknown too where nothing at all is known."""
        if known or isinstance(name, list | dict):
            return super().index(known, name, path)
        self.fault("negotiation_name_unknown", path, name=shown(name), near=None, known=())
        return None

    def _parties(self, given: dict[str, Any]) -> tuple[str, ...]:
        return self.names(self.get(given, "parties", ()), ("parties",))

    def _per(self, entry: Any, path: Path, known: tuple[str, ...] | None = None) -> dict[str, Fraction]:
        """Name → number."""
        table = self.table(entry, path)
        for name in table if known is not None else ():
            self.index({one: place for place, one in enumerate(known or ())}, name, (*path, name))
        return {str(name): self.number(value, (*path, name)) for name, value in table.items()}

    def _all(self, entry: Any, path: Path, needed: tuple[str, ...]) -> dict[str, Fraction]:
        """The same, where every name needed must be there."""
        found = self._per(entry, path, needed)
        for name in needed:
            if isinstance(entry, dict) and name not in found:
                self.get({}, name, path)
        return {name: found.get(name, ZERO) for name in needed}

    def _packages(self, given: dict[str, Any], path: Path = ("packages",)) -> dict[str, dict[str, Fraction]]:
        table = self.table(self.get(given, str(path[-1]), path[:-1]), path)
        if not table and isinstance(given.get(str(path[-1])), dict):
            self.shape("filled", path)
        return {str(name): self._per(one, (*path, name)) for name, one in table.items()}

    # Divisible terms and money.

    def _divisible(self, given: dict[str, Any]) -> Divided | None:
        shares = self._shares(given)
        return None if shares is None else Divided(shares)

    def _money(self, given: dict[str, Any]) -> Payable | None:
        shares = self._shares(given)
        parties = () if shares is None else shares.parties
        money = self.table(self.get(given, "money", ()), ("money",))
        worth = self._all(self.get(money, "worth", ("money",)), ("money", "worth"), parties)
        for party, value in worth.items():
            if value <= 0 and shares is not None:
                self.fault("money_worth", ("money", "worth", party), party=party)
        inertia = self._per(given.get("inertia", {}), ("inertia",), parties)
        if shares is None or self.faulty.problems:
            return None
        return Payable(shares, tuple(worth.values()), tuple(inertia.get(party, ZERO) for party in parties))

    def _shares(self, given: dict[str, Any]) -> Shares | None:
        """Discrete issues as in a plain negotiation, divisible terms beside them."""
        terms = tuple(self._term(one, ("divisible", at)) for at, one in enumerate(self._listed(given, "divisible")))
        discrete, slopes = self._split(given, {term.name: at for at, term in enumerate(terms)}, terms)
        plain = {**given, "utilities": discrete}
        negotiation = Terms(self, plain, ()).negotiation() if given.get("issues") else self._without_issues(plain)
        if negotiation is None or self.faulty.problems:
            return None
        known = {issue.name: at for at, issue in enumerate(negotiation.issues)}
        depends = any(when for given_to in slopes.values() for _, _, when, _ in given_to)
        over_issues = (term for one in discrete.values() for term in one["terms"] if term != NOTHING)
        if not known and (depends or any(over_issues)):
            self.fault("negotiation_key_missing", (), key="issues")
            return None
        found = []
        for party in negotiation.parties:
            mine = []
            for term, points, when, path in slopes.get(party, ()):
                fits = []
                for name, level in when.items():
                    issue = self.index(known, name, (*path, "when"))
                    levels = negotiation.issues[issue].levels if issue is not None else ()
                    place = self.index({one: n for n, one in enumerate(levels)}, level, (*path, "when", name))
                    fits.append((issue or 0, place or 0))
                mine.append(Slope(term, points, tuple(fits)))
            found.append(tuple(mine))
        limits = tuple(self._limit(one, ("limits", at), terms) for at, one in enumerate(self._listed(given, "limits")))
        return Shares(negotiation, terms, tuple(found), limits)

    def _listed(self, given: dict[str, Any], key: str) -> list[Any]:
        return self.list(given.get(key, []), (key,))

    def _term(self, entry: Any, path: Path) -> Divisible:
        one = self.table(entry, path)
        name = self.name(self.get(one, "name", path), (*path, "name"))
        least = self.number(self.get(one, "from", path) or 0, (*path, "from"))
        most = self.number(self.get(one, "to", path) or 0, (*path, "to"))
        if least >= most:
            self.fault("share_range", path, name=name)
        return Divisible(name, least, most)

    def _split(
        self, given: dict[str, Any], places: dict[str, int], terms: tuple[Divisible, ...]
    ) -> tuple[dict[str, Any], dict[str, list[Any]]]:
        """Per party the terms over discrete issues as a plain negotiation has them, and the divisible ones."""
        discrete: dict[str, Any] = {}
        slopes: dict[str, list[Any]] = {}
        for party, entry in self.table(self.get(given, "utilities", ()), ("utilities",)).items():
            plain: list[Any] = []
            for at, item in enumerate(self.list(self.table(entry, ("utilities", party)).get("terms", []), ())):
                path = ("utilities", party, "terms", at)
                term = self.table(item, path)
                if "divisible" in term:
                    place = self.index(places, term["divisible"], (*path, "divisible"))
                    points = self._points(term, path, terms[place] if place is not None else None)
                    when = self.table(term.get("when", {}), (*path, "when"))
                    slopes.setdefault(party, []).append((place or 0, points, when, path))
                    plain.append(NOTHING)
                elif "when" in term and "add" in term:
                    plain.append({"rules": [{"when": term["when"], "add": term["add"]}]})
                else:
                    plain.append(term)
            discrete[party] = {**self.table(entry, ("utilities", party)), "terms": plain}
        return discrete, slopes

    def _points(self, term: dict[str, Any], path: Path, of: Divisible | None) -> tuple[tuple[Fraction, Fraction], ...]:
        """Points with rising levels that cover the range."""
        found = []
        for at, pair in enumerate(self.list(self.get(term, "points", path), (*path, "points"))):
            here = (*path, "points", at)
            two = self.list(pair, here)
            if len(two) != 2:
                self.shape("pair", here)
                continue
            found.append((self.number(two[0], (*here, 0)), self.number(two[1], (*here, 1))))
        levels = [level for level, _ in found]
        covers = of is not None and levels and levels[0] <= of.least and levels[-1] >= of.most
        rises = all(low < high for low, high in pairwise(levels))
        if of is not None and not (covers and rises and len(levels) > 1):
            self.fault("share_points", (*path, "points"), name=of.name, least=of.least, most=of.most)
        return tuple(found)

    def _limit(self, entry: Any, path: Path, terms: tuple[Divisible, ...]) -> Limit:
        one = self.table(entry, path)
        names = tuple(term.name for term in terms)
        factors = self._per(self.get(one, "sum", path), (*path, "sum"), names)
        sign = -1 if "at_least" in one else 1
        key = "at_least" if sign < 0 else "at_most"
        most = self.number(self.get(one, key, path) or 0, (*path, key))
        return Limit(tuple(sign * factors.get(name, ZERO) for name in names), sign * most)

    def _without_issues(self, given: dict[str, Any]) -> Negotiation:
        """Divisible terms alone: there is one discrete package."""
        parties = self._parties(given)
        without = self._all(self.get(given, "disagreement", ()), ("disagreement",), parties)
        constants = []
        for party in parties:
            entry = self.table(given["utilities"].get(party), ("utilities", party))
            constants.append(self.number(entry.get("constant", 0), ("utilities", party, "constant")))
        utilities = tuple(Utility((), (), constant) for constant in constants)
        return Negotiation(parties, (), utilities, tuple(without.values()))

    # Games of coalitions.

    def _tu_game(self, given: dict[str, Any]) -> Transferable | None:
        parties = self._parties(given)
        index = {name: place for place, name in enumerate(parties)}
        if "bankruptcy" in given:
            claim = self.table(given["bankruptcy"], ("bankruptcy",))
            estate = self.number(self.get(claim, "estate", ("bankruptcy",)) or 0, ("bankruptcy", "estate"))
            claims = self._all(self.get(claim, "claims", ("bankruptcy",)), ("bankruptcy", "claims"), parties)
            return Transferable(_bankruptcy(parties, estate, claims))
        if "airport" in given:
            return Transferable(_airport(parties, self._all(given["airport"], ("airport",), parties)))
        worth: dict[frozenset[int], Fraction] = {}
        for at, entry in enumerate(self.list(self.get(given, "worth", ()), ("worth",))):
            path = ("worth", at)
            one = self.table(entry, path)
            members = self.list(self.get(one, "coalition", path), (*path, "coalition"))
            places = [self.index(index, name, (*path, "coalition", n)) for n, name in enumerate(members)]
            value = self.get(one, "value", path)
            group = frozenset(place for place in places if place is not None)
            worth[group] = ZERO if value is None else self.number(value, (*path, "value"))
        return Transferable(Worths(parties, worth))


def _bankruptcy(parties: tuple[str, ...], estate: Fraction, claims: dict[str, Fraction]) -> Worths:
    """v(S) = what is left of the estate when all others have their claims (O'Neill 1982)."""
    return _from(parties, lambda group: max(ZERO, estate - sum((claims[p] for p in parties if p not in group), ZERO)))


def _airport(parties: tuple[str, ...], costs: dict[str, Fraction]) -> Worths:
    """v(S) = minus the greatest cost in S (Littlechild & Owen 1973)."""
    return _from(parties, lambda group: -max(costs[p] for p in group))


def _from(parties: tuple[str, ...], worth: Callable[[set[str]], Fraction]) -> Worths:
    return Worths(parties, {group: worth({parties[at] for at in group}) for group in coalitions(len(parties))})
