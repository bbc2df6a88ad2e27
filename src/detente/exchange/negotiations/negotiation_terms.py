"""The parts of a plain negotiation over packages: issues, utilities, bans, no deal, dockets and who must accept."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from detente.bargaining.packages.negotiation import (
    Array,
    Ban,
    Bonus,
    Issue,
    Negotiation,
    Package,
    Part,
    Utility,
    When,
    whole_powers,
)
from detente.exchange.json_places import Path
from detente.exchange.negotiations.checked_values import Shapes
from detente.situation.identifiers import nearest

BOXES = ("boxes",)
FORMS = ("table", "rules", "boxes")  # ways to write a term
TERM = ("issues", "weight", "name", *FORMS)


class Terms:
    """One method per block. `given`: where values of the document are checked."""

    def __init__(self, given: Shapes, whole: dict[str, Any], kinds: tuple[str, ...]) -> None:
        self.given, self.whole, self.kinds = given, whole, kinds
        self.parties = given.names(given.get(whole, "parties", ()), ("parties",))
        self.issues = self._issues()
        self.index = {issue.name: place for place, issue in enumerate(self.issues)}
        self.levels = [{level: place for place, level in enumerate(issue.levels)} for issue in self.issues]
        self.party = {name: place for place, name in enumerate(self.parties)}

    def negotiation(self) -> Negotiation | None:
        """The whole; None where something is wrong."""
        utilities, units = self._utilities()
        bans = self._bans()
        status_quo = self._status_quo()
        dockets, winning, own = self._dockets(), self._winning(), self._own()
        power = self._power()
        given = self.given.get(self.whole, "disagreement", ())
        numbers = self._disagreement(given)
        common = self.whole.get("common_scale", False)
        if not isinstance(common, bool):
            self.given.shape("yes_no", ("common_scale",))
        if self.given.faulty.problems:
            return None
        found = Negotiation(
            self.parties, self.issues, utilities, numbers, bans, status_quo, dockets, winning, power, bool(common),
            own=own, units=units,
        )  # fmt: skip
        if status_quo is not None and (broken := found.banned(status_quo)):
            self.given.fault("negotiation_status_quo", ("status_quo",), rules=tuple(broken))
            return None
        if given == "status_quo":
            assert status_quo is not None
            return replace(found, disagreement=found.utility(status_quo))
        return found

    def _issues(self) -> tuple[Issue, ...]:
        found: list[Issue] = []
        listed = self.given.get(self.whole, "issues", ())
        for place, entry in enumerate(self.given.list(listed, ("issues",))):
            path = ("issues", place)
            one = self.given.table(entry, path)
            name = self.given.name(self.given.get(one, "name", path), (*path, "name"))
            values = self.given.names(self.given.get(one, "values", path), (*path, "values"))
            if name and name in [issue.name for issue in found]:
                self.given.fault("negotiation_name_twice", (*path, "name"), name=name)
            found.append(Issue(name, values))
        if isinstance(listed, list) and not found:
            self.given.shape("filled", ("issues",))
        return tuple(found)

    def _utilities(self) -> tuple[tuple[Utility, ...], tuple[Fraction, ...]]:
        given = self.given.table(self.given.get(self.whole, "utilities", ()), ("utilities",))
        for name in given:
            self.given.index(self.party, name, ("utilities", name))
        found, units = [], []
        for party in self.parties:
            if party not in given:
                if isinstance(self.whole.get("utilities"), dict):
                    self.given.fault("negotiation_pointless", ("utilities",), party=party)
                continue
            utility, unit = self._utility(given[party], ("utilities", party))
            found.append(utility)
            units.append(unit)
        return tuple(found), tuple(units) if self.kinds == BOXES else ()

    def _utility(self, entry: Any, path: Path) -> tuple[Utility, Fraction]:
        one = self.given.table(entry, path)
        divide = self.given.number(one.get("divide_by", 1), (*path, "divide_by"))
        if not divide and "divide_by" in one:
            self.given.fault("negotiation_number", (*path, "divide_by"), found="0")
        divide = divide or Fraction(1)
        parts: list[Part] = []
        bonuses: list[Bonus] = []
        for number, term in enumerate(self.given.list(self.given.get(one, "terms", path), (*path, "terms"))):
            self._term(term, (*path, "terms", number), divide, parts, bonuses)
        constant = self.given.number(one.get("constant", 0), (*path, "constant")) / divide
        # What depends on no issue is a constant.
        constant += sum((bonus.add for bonus in bonuses if not bonus.when), Fraction(0))
        constant += sum((part.table.item() for part in parts if not part.issues), Fraction(0))
        over = tuple(part for part in parts if part.issues), tuple(bonus for bonus in bonuses if bonus.when)
        return Utility(*over, constant), divide

    def _term(self, entry: Any, path: Path, divide: Fraction, parts: list[Part], bonuses: list[Bonus]) -> None:
        term = self.given.table(entry, path)
        for key in term:
            if key not in TERM:
                self.given.fault("negotiation_key_near", (*path, key), key=key, near=nearest(key, TERM))
        weight = self.given.number(term.get("weight", 1), (*path, "weight")) / divide
        form = next((key for key in FORMS if key in term), None)
        if form is None:
            if isinstance(entry, dict) and not any(nearest(key, FORMS) for key in term if key not in TERM):
                self.given.get(term, "table", path)
            return
        if form != "table":
            for number, rule in enumerate(self.given.list(term[form], (*path, form))):
                here = (*path, form, number)
                one = self.given.table(rule, here)
                add = self.given.get(one, "add", here)
                value = Fraction(0) if add is None else self.given.number(add, (*here, "add"))
                when = self._when(self.given.get(one, "when", here), (*here, "when"))
                bonuses.append(Bonus(when, weight * value))
            return
        listed = self.given.list(self.given.get(term, "issues", path), (*path, "issues"))
        where = [self.given.index(self.index, name, (*path, "issues", number)) for number, name in enumerate(listed)]
        known = tuple(issue for issue in where if issue is not None)
        if len(set(known)) < len(known):
            twice = next(issue for number, issue in enumerate(known) if issue in known[:number])
            self.given.fault("negotiation_name_twice", (*path, "issues"), name=self.issues[twice].name)
        elif len(known) == len(listed):
            table = self._table(term["table"], known, weight, (*path, "table"))
            if table is not None:
                parts.append(Part(known, table))

    def _table(self, given: Any, where: tuple[int, ...], weight: Fraction, path: Path) -> Array | None:
        shape = tuple(len(self.issues[issue].levels) for issue in where)
        cells: list[tuple[Path, Any]] = [(path, given)]
        for size in shape:
            inner = []
            for place, value in cells:
                if not isinstance(value, list) or len(value) != size:
                    self.given.fault("negotiation_table", place, wanted=size, shape=" × ".join(map(str, shape)))
                    return None
                inner += [((*place, number), one) for number, one in enumerate(value)]
            cells = inner
        table = np.empty(len(cells), object)
        table[:] = [weight * self.given.number(value, place) for place, value in cells]
        return table.reshape(shape)

    def _when(self, given: Any, path: Path) -> When:
        found = []
        for name, value in self.given.table(given, path).items():
            issue = self.given.index(self.index, name, (*path, name))
            if issue is None:
                continue
            ends = value if isinstance(value, list) else [value]
            if len(ends) not in (1, 2):
                self.given.shape("range", (*path, name))
                continue
            places = [self.given.index(self.levels[issue], one, (*path, name)) for one in ends]
            first, last = places[0], places[-1]
            if first is None or last is None:
                continue
            if last < first:
                self.given.fault("negotiation_range", (*path, name), first=str(ends[0]), last=str(ends[-1]))
            found.append((issue, tuple(range(first, last + 1))))
        return tuple(found)

    def _bans(self) -> tuple[Ban, ...]:
        listed = self.given.list(self.whole.get("constraints", []), ("constraints",))
        return tuple(ban for ban in (self._ban(place, entry) for place, entry in enumerate(listed)) if ban is not None)

    def _ban(self, place: int, entry: Any) -> Ban | None:
        path = ("constraints", place)
        one = self.given.table(entry, path)
        forbid = self.given.get(one, "forbid", path)
        when = self._when(forbid, (*path, "forbid"))
        if self.given.faulty.problems:
            return None
        if not when:
            self.given.shape("filled", (*path, "forbid"))
            return None
        name = str(one.get("name") or ", ".join(f"{key}={value}" for key, value in forbid.items()))
        table = np.zeros(tuple(len(self.issues[issue].levels) for issue, _ in when), np.bool_)
        table[np.ix_(*(levels for _, levels in when))] = True
        return Ban(name, tuple(issue for issue, _ in when), table)

    def _status_quo(self) -> Package | None:
        if self.whole.get("status_quo") is None:
            return None
        given = self.given.table(self.whole["status_quo"], ("status_quo",))
        chosen: dict[int, int | None] = {}
        for name, level in given.items():
            issue = self.given.index(self.index, name, ("status_quo", name))
            if issue is not None:
                chosen[issue] = self.given.index(self.levels[issue], level, ("status_quo", name))
        for one in self.issues:
            if one.name not in given:
                self.given.fault("negotiation_key_missing", ("status_quo",), key=one.name)
        return tuple(chosen.get(place) or 0 for place in range(len(self.issues)))

    def _disagreement(self, given: Any) -> tuple[Fraction, ...]:
        if given == "status_quo":
            if self.whole.get("status_quo") is None:
                self.given.fault("negotiation_key_missing", (), key="status_quo")
            return (Fraction(0),) * len(self.parties)
        if given is not None and not isinstance(given, dict):
            self.given.shape("disagreement", ("disagreement",))
            return ()
        return self._by_party(given or {}, "disagreement") if given is not None else ()

    def _by_party(self, given: dict[str, Any], key: str) -> tuple[Fraction, ...]:
        """A number for every party."""
        for name in given:
            self.given.index(self.party, name, (key, name))
        values = [(party, self.given.get(given, party, (key,))) for party in self.parties]
        return tuple(
            Fraction(0) if value is None and party not in given else self.given.number(value, (key, party))
            for party, value in values
        )

    def _groups(self, given: Any, known: dict[str, int], path: Path) -> tuple[tuple[int, ...], ...]:
        """Lists of known names."""
        found = []
        for number, group in enumerate(self.given.list(given, path)):
            here = (*path, number)
            listed = self.given.list(group, here)
            places = [self.given.index(known, name, (*here, place)) for place, name in enumerate(listed)]
            found.append(tuple(dict.fromkeys(place for place in places if place is not None)))
        return tuple(found)

    def _dockets(self) -> dict[str, tuple[tuple[int, ...], ...]]:
        found = {}
        given = self.given.table(self.whole.get("partitions", {}), ("partitions",))
        for label, groups in given.items():
            dockets = self._groups(groups, self.index, ("partitions", label))
            used = [issue for group in dockets for issue in group]
            for issue in sorted({issue for issue in used if used.count(issue) > 1}):
                self.given.fault("negotiation_name_twice", ("partitions", label), name=self.issues[issue].name)
            found[str(label)] = tuple(group for group in dockets if group)
        return found

    def _winning(self) -> tuple[tuple[int, ...], ...]:
        """Minimal winning sets, named, or as a quota with parties that must be in it."""
        given = self.whole.get("winning", [])
        if not isinstance(given, dict):
            return self._groups(given, self.party, ("winning",))
        quota = self.given.number(self.given.get(given, "quota", ("winning",)) or 0, ("winning", "quota"))
        veto = self._groups([given.get("veto", [])], self.party, ("winning", "veto"))[0]
        count = len(self.parties)
        if quota.denominator != 1 or not 1 <= quota <= count:
            self.given.fault("negotiation_quota", ("winning", "quota"), found=str(quota), count=count)
            return ()
        rest = [party for party in range(count) if party not in veto]
        need = max(0, int(quota) - len(veto))
        return tuple(tuple(sorted((*veto, *group))) for group in combinations(rest, need))

    def _own(self) -> tuple[tuple[int, ...], ...]:
        """The issues each party decides alone."""
        if "own" not in self.whole:
            return ()
        given = self.given.table(self.whole["own"], ("own",))
        for name in given:
            self.given.index(self.party, name, ("own", name))
        found = tuple(self._groups([given.get(party, [])], self.index, ("own", party))[0] for party in self.parties)
        used = [issue for group in found for issue in group]
        for issue in sorted({issue for issue in used if used.count(issue) > 1}):
            self.given.fault("negotiation_name_twice", ("own",), name=self.issues[issue].name)
        return found

    def _power(self) -> tuple[int, ...]:
        if self.whole.get("power") is None:
            return ()
        given = self._by_party(self.given.table(self.whole["power"], ("power",)), "power")
        if self.given.faulty.problems:
            return ()
        for party, value in zip(self.parties, given, strict=True):
            if value <= 0:
                self.given.fault("negotiation_negative", ("power", party), found=str(value))
        return () if self.given.faulty.problems else whole_powers(given)
