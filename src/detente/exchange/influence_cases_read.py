"""Reading a file of plain cases (`detente.exchange.influence_cases`): all that is wrong with it is said at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from detente.errors import DetenteError, InputError, Problem
from detente.exchange.influence_cases import KINDS, Data
from detente.exchange.json_places import JsonError, parsed
from detente.files import read_whole
from detente.influence.balance.signed import SAME
from detente.situation.identifiers import nearest

FORMAT = "influence-cases/1"
LIMIT = 50_000_000
LARGEST = 1e100  # of a number
NEEDED = {
    "mactor": ("actors", "objectives", "mdi", "mao"),
    "micmac": ("matrix", "max_power"),
    "concentration": ("values",),
    "diversify": ("values", "from", "to", "amount_share"),
    "withdrawal": ("flows", "spare", "hub"),
    "similarity": ("x", "y", "dmax"),
    "barbieri": ("share_ij", "share_ji"),
    "dependence": ("actors", "domains"),
    "balance": ("n", "edges"),
}


class FaultyError(DetenteError):
    """Everything that is wrong with an input that is not a situation file, each fault a message of its own."""

    def __init__(self, faults: Sequence[DetenteError]) -> None:
        self.faults = tuple(faults)
        super().__init__("input")

    def render(self, language: str = "en") -> str:
        return "\n".join(fault.render(language) for fault in self.faults)


def read_plain(path: Path) -> list[Data] | None:
    """The cases of a JSON file, one or many; None if it is no such file (a situation may be JSON too).

    Raises `FaultyError` with everything that is wrong with them.
    """
    if path.suffix.lower() != ".json" or not path.is_file():
        return None
    if path.stat().st_size > LIMIT:
        raise DetenteError("influence_case_large", file=path.name, count=path.stat().st_size, limit=LIMIT)
    data, problems = read_whole(path, LIMIT)
    if problems:
        raise InputError(problems)
    try:
        text = data.decode("utf-8-sig")
        whole = parsed(text, path.name)
    except UnicodeDecodeError as error:
        raise DetenteError("influence_not_utf8", file=path.name, byte=error.start + 1) from None
    except JsonError as error:
        raise InputError([error.problem or Problem("negotiation_json", error.place(text, path.name))]) from None
    if not isinstance(whole, dict) or not ("cases" in whole or "kind" in whole):
        return None
    cases = whole.get("cases", [whole])
    if not isinstance(cases, list) or not cases or not all(isinstance(case, dict) for case in cases):
        raise DetenteError("influence_case_list", file=path.name)
    faults: list[DetenteError] = []
    for number, case in enumerate(cases, 1):
        case.setdefault("id", str(number))
        faults += _Looking(f"{path.name}: {case['id']}").case(case)
    if faults:
        raise FaultyError(faults)
    return cases


@dataclass
class _Looking:
    """Collects what is wrong with one case. `name`: how messages call it."""

    name: str
    faults: list[DetenteError] = field(default_factory=list)

    def add(self, code: str, at: str, **params: Any) -> None:
        self.faults.append(DetenteError(f"influence_case_{code}", place=f"{self.name}: {at}", **params))

    def case(self, case: Data) -> list[DetenteError]:
        kind, given = case.get("kind"), case.get("input")
        if not isinstance(kind, str) or kind not in NEEDED:
            self.add("kind", "kind", found=str(kind), nearest=nearest(str(kind), KINDS), known=tuple(KINDS))
        elif not isinstance(given, dict):
            self.add("shape", "input", wanted="{…}")
        elif missing := [key for key in NEEDED[kind] if key not in given]:
            self.add("missing", "input", keys=tuple(missing))
        else:
            getattr(self, f"_{kind}")(given)
        return self.faults

    def number(self, value: Any, at: str, low: float = -float("inf"), high: float = float("inf")) -> bool:
        sound = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST
        if not sound:
            self.add("number", at, found=str(value)[:40])
        elif not low <= value <= high:
            bounds = {"low": low if isfinite(low) else None, "high": high if isfinite(high) else None}
            self.add("outside", at, found=float(value), **bounds)
        return sound and low <= value <= high

    def whole(self, value: Any, at: str, low: int) -> bool:
        if not isinstance(value, int) or isinstance(value, bool) or value < low:
            self.add("whole", at, found=str(value)[:40], low=low)
            return False
        return True

    def matrix(self, rows: Any, at: str, shape: tuple[int, int] | None, low: float, high: float) -> None:
        """A matrix of this shape (None: square) with numbers between the bounds."""
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            self.add("shape", at, wanted="[[…], …]")
            return
        height, width = shape or (len(rows), len(rows))
        if len(rows) != height:
            self.add("rows", at, found=len(rows), wanted=height)
        for place, row in enumerate(rows, 1):
            if len(row) != width:
                self.add("columns", f"{at}, row {place}", found=len(row), wanted=width)
            for column, value in enumerate(row, 1):
                self.number(value, f"{at}, row {place}, column {column}", low, high)

    def amounts(self, values: Any, at: str) -> bool:
        if not isinstance(values, dict):
            self.add("shape", at, wanted="{partner: amount, …}")
            return False
        sound = [self.number(value, f"{at}.{name}", 0) for name, value in values.items()]
        return all(sound)

    def partner(self, name: Any, at: str, known: Data) -> None:
        """A partner that is not listed delivers nothing; one that is almost listed is a slip."""
        near = nearest(str(name), known)
        if name not in known and near is not None:
            self.add("name", at, name=str(name), nearest=near, known=tuple(known))

    def _mactor(self, given: Data) -> None:
        actors, objectives = given["actors"], given["objectives"]
        for key, names in (("actors", actors), ("objectives", objectives)):
            if not isinstance(names, list):
                self.add("shape", key, wanted="[…]")
                return
        self.matrix(given["mdi"], "mdi", (len(actors), len(actors)), 0, 4)
        self.matrix(given["mao"], "mao", (len(actors), len(objectives)), -4, 4)
        for place, row in enumerate(given["mdi"] if isinstance(given["mdi"], list) else ()):
            if isinstance(row, list) and place < len(row) and row[place] != 0:
                self.add("diagonal", f"mdi, row {place + 1}", name=str(actors[place]) if place < len(actors) else place)

    def _micmac(self, given: Data) -> None:
        self.matrix(given["matrix"], "matrix", None, -float("inf"), float("inf"))
        self.whole(given["max_power"], "max_power", 1)

    def _concentration(self, given: Data) -> None:
        self.amounts(given["values"], "values")

    def _diversify(self, given: Data) -> None:
        if self.amounts(given["values"], "values"):
            self.partner(given["from"], "from", given["values"])
        self.number(given["amount_share"], "amount_share", 0, 1)

    def _withdrawal(self, given: Data) -> None:
        self.amounts(given["spare"], "spare")
        if self.amounts(given["flows"], "flows"):
            self.partner(given["hub"], "hub", given["flows"])

    def _similarity(self, given: Data) -> None:
        self.number(given["dmax"], "dmax", 1e-12)
        if given.get("power", 1) not in (1, 2):
            self.add("power", "power", found=str(given["power"]))
        x, y = given["x"], given["y"]
        if not (isinstance(x, list) and isinstance(y, list) and len(x) == len(y) > 0):
            self.add("lengths", "x, y")
            return
        for key, values in (("x", x), ("y", y)):
            for place, value in enumerate(values, 1):
                self.number(value, f"{key}, {place}", 0)

    def _barbieri(self, given: Data) -> None:
        for key in ("share_ij", "share_ji"):
            self.number(given[key], key, 0, 1)

    def _dependence(self, given: Data) -> None:
        actors, parts = given["actors"], given["domains"]
        if not (isinstance(actors, list) and isinstance(parts, list) and all(isinstance(p, dict) for p in parts)):
            self.add("shape", "actors, domains", wanted="[…]")
            return
        for number, part in enumerate(parts, 1):
            here = f"{part.get('name', f'domain {number}')}"
            self._each(part.get("weight", {}), f"{here}.weight", actors, lambda v, at: self.number(v, at, 0))
            for key in ("share", "exit"):
                rows = part.get(key, {})
                self._each(rows, f"{here}.{key}", actors, lambda row, at: self._row(row, at, actors))
                for actor, row in rows.items() if key == "share" and isinstance(rows, dict) else ():
                    cells = row.values() if isinstance(row, dict) else ()
                    total = sum(cell for cell in cells if isinstance(cell, int | float) and abs(cell) <= LARGEST)
                    if total > 1 + SAME:
                        self.add("sum", f"{here}.share.{actor}", name=actor, total=float(total))

    def _row(self, row: Any, at: str, actors: list[Any]) -> None:
        own = at.rpartition(".")[2]
        self._each(row, at, actors, lambda v, place: self.number(v, place, 0, 1))
        if isinstance(row, dict) and row.get(own):
            self.add("diagonal", at, name=own)

    def _each(self, row: Any, at: str, known: Iterable[Any], look: Callable[[Any, str], Any]) -> None:
        """Look at every entry of a map whose keys must be known names."""
        if not isinstance(row, dict):
            self.add("shape", at, wanted="{actor: …}")
            return
        for name, value in row.items():
            if name not in known:
                self.add("name", at, name=str(name), nearest=nearest(str(name), map(str, known)), known=tuple(known))
            else:
                look(value, f"{at}.{name}")

    def _balance(self, given: Data) -> None:
        count, edges, camps = given["n"], given["edges"], given.get("k", [2])
        if not self.whole(count, "n", 1):
            return
        if not isinstance(edges, list):
            self.add("shape", "edges", wanted="[[i, j, weight], …]")
            return
        for place, edge in enumerate(edges, 1):
            at = f"edges, {place}"
            if not isinstance(edge, list) or len(edge) != 3 or not all(isinstance(end, int) for end in edge[:2]):
                self.add("shape", at, wanted="[i, j, weight]")
                continue
            for end in edge[:2]:
                self.number(end, at, 0, count - 1)
            if edge[0] == edge[1]:
                self.add("self", at, name=edge[0])
            self.number(edge[2], at)
        if not isinstance(camps, list) or not camps:
            self.add("shape", "k", wanted="[2, …]")
            return
        for number in camps:
            self.whole(number, "k", 1)
