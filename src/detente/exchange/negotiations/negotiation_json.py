"""A negotiation written down by itself, without options or moves, from JSON in the form ``negotiation-case/1``.

Three types. *Packages* (no ``type``, or ``boxes``): ``parties``, ``issues`` (name and values), ``utilities`` (per
party a constant and terms: tables indexed in the order of the values, rules that add a number where all values named
hold, or boxes over ranges of values), ``disagreement`` (a number per party, or ``status_quo``), and where wanted
``status_quo``, ``constraints`` (combinations forbidden), ``partitions`` (dockets), ``winning``, ``own`` (the issues a
party decides alone), ``power`` and ``common_scale``. ``divisible``: two parties and ``items`` with points of both, and
``disagreement`` where no deal is worth anything.
``tu_game``: ``worth`` of coalitions. Numbers are the decimals written, or ``"p/q"``.

Everything that is wrong is said at once, each fault with its place and its path.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from detente.bargaining.packages.negotiation import Negotiation
from detente.bargaining.sharing.adjusted_winner import Items
from detente.bargaining.sharing.games import Worths
from detente.errors import DetenteError, InputError, Place, Problem, in_file_order
from detente.exchange.exact import number_or_text
from detente.exchange.json_places import Faulty, JsonError, Path, parsed
from detente.exchange.negotiations.checked_values import Shapes, shown
from detente.exchange.negotiations.negotiation_terms import BOXES, Terms
from detente.result import Result
from detente.situation.identifiers import nearest
from detente.words import Said

FORMAT = "negotiation-case/1"
LARGEST = 16_000_000  # bytes
TYPES = ("packages", "boxes", "divisible", "tu_game")
USED: dict[str, tuple[str, ...]] = {  # keys that a type reads; other keys of ours would do nothing
    "packages": (
        "parties", "issues", "utilities", "disagreement", "status_quo", "constraints", "partitions", "winning", "own",
        "power", "common_scale",
    ),
    "divisible": ("parties", "items", "disagreement"),
    "tu_game": ("parties", "worth", "default_worth"),
}  # fmt: skip
KNOWN = tuple(dict.fromkeys(("type", *(key for keys in USED.values() for key in keys))))


@dataclass(frozen=True)
class Written:
    """What a file says, or everything that is wrong with it. `notes`: what a reader of another format changed."""

    record: Negotiation | Items | Worths | Result | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Said, ...] = ()
    document: dict[str, Any] = field(default_factory=dict)

    def required(self) -> Negotiation | Items | Worths | Result:
        """The record. Raises `InputError` with every fault at once."""
        if self.record is None:
            raise InputError(self.problems)
        return self.record


def read_json(data: bytes | str, name: str) -> tuple[Any, Faulty]:
    """Any JSON, decimals kept exactly; None, with one problem, where it is none."""
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, Faulty("", name, [Problem("not_utf8", Place(name), {"byte": error.start + 1})])
    faulty = Faulty(text, name)
    try:
        return parsed(text, name, parse_float=number_or_text, parse_constant=str), faulty
    except JsonError as error:
        faulty.problems.append(error.problem or Problem("negotiation_json", error.place(text, name)))
    return None, faulty


def read_negotiation(data: bytes | str, name: str) -> Written:
    """The negotiation that a JSON text describes. Never raises for bad content."""
    whole, faulty = read_json(data, name)
    if faulty.problems:
        return Written(None, tuple(faulty.problems))
    return read_whole(whole, faulty)


def read_whole(whole: Any, faulty: Faulty) -> Written:
    """The same from JSON that was read."""
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        faulty.add("negotiation_format", (), wanted=FORMAT)
        return Written(None, tuple(faulty.problems))
    record = Plain(faulty).read(whole)
    problems = tuple(in_file_order(faulty.problems))
    return Written(None if problems else record, problems, () if problems else _idle(whole), whole)


def negotiation_of(document: dict[str, Any], name: str = "document") -> Negotiation:
    """The negotiation of packages that a document describes. Raises `InputError` naming every key that is wrong."""
    found = read_whole(document, Faulty("", name)).required()
    if not isinstance(found, Negotiation):
        raise DetenteError("deal_other_type", known=TYPES[:2])
    return found


def _idle(whole: dict[str, Any]) -> tuple[Said, ...]:
    """Keys that another type reads, and this one does not."""
    kind = whole.get("type", TYPES[0])
    idle = tuple(key for key in whole if key in KNOWN and key not in ("type", *USED.get(kind, USED[TYPES[0]])))
    return (Said("packages.read.idle", {"names": idle, "kind": kind}),) if idle else ()


class Plain(Shapes):
    """One method per type of the format."""

    def read(self, whole: dict[str, Any]) -> Negotiation | Items | Worths | None:
        """The record, if nothing was wrong; otherwise whatever could be made."""
        kind = whole.get("type", TYPES[0])
        if kind not in TYPES:
            self.fault("negotiation_type", ("type",), found=shown(kind), known=TYPES)
            return None
        for key in whole:
            meant = nearest(key, KNOWN) if key not in KNOWN else None
            if meant is not None and meant not in whole and key[:1] == meant[:1]:
                self.fault("negotiation_key_near", (key,), key=key, near=meant)
        if kind == "tu_game":
            return self.worths(whole)
        if kind == "divisible":
            return self.items(whole)
        return Terms(self, whole, BOXES if kind == "boxes" else ()).negotiation()

    def items(self, whole: dict[str, Any]) -> Items | None:
        """Two parties and their points for items."""
        parties = self.names(self.get(whole, "parties", ()), ("parties",))
        if parties and len(parties) != 2:
            self.fault("negotiation_two", ("parties",), count=len(parties))
            return None
        names, points = [], []
        for place, entry in enumerate(self.list(self.get(whole, "items", ()), ("items",))):
            path = ("items", place)
            item = self.table(entry, path)
            names.append(self.name(self.get(item, "name", path), (*path, "name")))
            given = self.table(self.get(item, "points", path), (*path, "points"))
            points.append(
                [self._points(self.get(given, party, (*path, "points")), (*path, "points", party)) for party in parties]
            )
        if not names and isinstance(whole.get("items"), list):
            self.shape("filled", ("items",))
        without = self.without(whole, parties)
        if self.faulty.problems:
            return None
        for place, party in enumerate(parties):
            if not sum(row[place] for row in points):
                self.fault("negotiation_pointless", ("items",), party=party)
        first, second = (tuple(row[place] for row in points) for place in range(2))
        return Items((parties[0], parties[1]), tuple(names), (first, second), (without[0], without[1]))

    def without(self, whole: dict[str, Any], parties: tuple[str, ...]) -> tuple[Fraction, ...]:
        """What each has without a deal; nothing where the file does not say."""
        if "disagreement" not in whole:
            return (Fraction(0),) * len(parties)
        given = self.table(self.get(whole, "disagreement", ()), ("disagreement",))
        index = {name: place for place, name in enumerate(parties)}
        for name in given:
            self.index(index, name, ("disagreement", name))
        return tuple(
            self.number(self.get(given, party, ("disagreement",)) or 0, ("disagreement", party)) for party in parties
        )

    def _points(self, value: Any, path: Path) -> Fraction:
        if value is None:
            return Fraction(0)
        found = self.number(value, path)
        if found < 0:
            self.fault("negotiation_negative", path, found=shown(value))
        return found

    def worths(self, whole: dict[str, Any]) -> Worths:
        """Worths of coalitions."""
        players = self.names(self.get(whole, "parties", ()), ("parties",))
        index = {name: place for place, name in enumerate(players)}
        worth: dict[frozenset[int], Fraction] = {}
        for place, entry in enumerate(self.list(self.get(whole, "worth", ()), ("worth",))):
            path = ("worth", place)
            one = self.table(entry, path)
            members = self.list(self.get(one, "coalition", path), (*path, "coalition"))
            found = [self.index(index, name, (*path, "coalition", number)) for number, name in enumerate(members)]
            value = self.get(one, "value", path)
            group = frozenset(member for member in found if member is not None)
            if group in worth:
                self.fault("negotiation_name_twice", (*path, "coalition"), name="+".join(map(str, members)))
            worth[group] = Fraction(0) if value is None else self.number(value, (*path, "value"))
            if isinstance(one.get("coalition"), list) and not members and worth[group]:
                self.fault("negotiation_empty_worth", (*path, "value"))
        default = self.number(whole.get("default_worth", 0), ("default_worth",))
        return Worths(players, worth, default)
