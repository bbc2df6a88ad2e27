"""The file format of GMCR+ (``.gmcr``): what a file says, and everything that is wrong with one, at once.

A ``.gmcr`` file is JSON; the format was learnt from its JSON Schema and from saved files (repository onp/gmcr-py)::

    decisionMakers    [{name, options: [place, …], preferences: [condition, …], misperceptions: [pattern, …],
                        preferenceRanking: [state or [state, …], …], payoffs: [number, …]}, …]
    options           [{name, permittedDirection: both | fwd | back}, …]      all options are yes or no
    infeasibles       [pattern, …]                                            states that fit any of them cannot be
    coalitions        [decision maker or [decision maker, …], …]
    useManualPreferenceRanking   true: the rankings count; false: the conditions, most important first

A *pattern* is a list of ``[option, "Y" or "N"]``: all of them together. A *condition* is a pattern, or
``{compound: true, members: [pattern, …]}``: any of them (``if`` and ``iff`` are saved in this form). Options and
decision makers are counted from 0. *States* are the feasible ones, counted from 1, the first option varying fastest; a
ranking lists them best first, equal ones in a list. Older files say ``useManualPreferenceVectors`` and
``preferenceVector``. That a coalition of several is saved as a list of its members is from memory, unverified.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from detente.errors import Place, Problem
from detente.exchange.json_places import Faulty, JsonError, Path, parsed
from detente.situation.identifiers import JOINERS
from detente.words import Said

Move = Literal["both", "forward", "back"]
Pattern = tuple[tuple[int, bool], ...]  # (option, yes?), all together
Condition = tuple[Pattern, ...]  # any of them

MOVES: dict[str, Move] = {"both": "both", "fwd": "forward", "back": "back"}
DIRECTIONS = {move: name for name, move in MOVES.items()}
MANUAL = ("useManualPreferenceRanking", "useManualPreferenceVectors")
RANKING = ("preferenceRanking", "preferenceVector")
REQUIRED = ("decisionMakers", "options", "infeasibles")
KNOWN = {*REQUIRED, *MANUAL, "coalitions", "coalitionsFull", "program", "version"}
KNOWN_OF_MAKER = {"name", "options", "preferences", "misperceptions", "payoffs", *RANKING}
MOST_RANKED = 10_000  # states of a ranking, each of which is named
MOST_CONDITIONS = 63  # the weight of each is twice the next one's: more do not fit a whole number of 64 bits


@dataclass(frozen=True)
class GmcrOption:
    """A yes-or-no option and the direction in which it may change."""

    name: str
    move: Move


@dataclass(frozen=True)
class DecisionMaker:
    """Who decides which options, and what it wants. `ranking`: groups of states, best first; `unseen`: patterns."""

    name: str
    options: tuple[int, ...]
    conditions: tuple[Condition, ...] = ()
    ranking: tuple[tuple[int, ...], ...] | None = None
    ranking_key: str = RANKING[0]
    unseen: tuple[Pattern, ...] = ()
    payoffs: tuple[float, ...] | None = None


@dataclass(frozen=True)
class GmcrModel:
    """What a ``.gmcr`` file says. `manual`: the rankings count; `others`: keys that are not of this format."""

    options: tuple[GmcrOption, ...]
    makers: tuple[DecisionMaker, ...]
    infeasible: tuple[Pattern, ...]
    manual: bool = False
    coalitions: tuple[tuple[int, ...], ...] = ()
    version: str = ""
    others: tuple[str, ...] = ()


def legible(text: str) -> str:
    """A name or text on one line, without characters that cannot be seen (joiners belong to the spelling)."""
    seen = (char if char in JOINERS or unicodedata.category(char)[0] not in "CZ" else " " for char in text)
    return " ".join("".join(seen).split())


def read_model(data: bytes | str, name: str) -> tuple[GmcrModel | None, Faulty]:
    """What a ``.gmcr`` file says, or None and everything that is wrong with it. Never raises for bad content.

    Rankings are checked in shape only: which states there are follows from the whole model.
    """
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, Faulty("", name, [Problem("not_utf8", Place(name), {"byte": error.start + 1})])
    faulty = Faulty(text, name)
    try:
        whole = parsed(text, name)
    except JsonError as error:
        faulty.problems.append(error.problem or Problem("gmcr_json", error.place(text, name)))
        return None, faulty
    if not isinstance(whole, dict) or not any(key in whole for key in REQUIRED):
        faulty.problems.append(Problem("gmcr_not_model", Place(name), {"keys": REQUIRED}))
        return None, faulty
    model = _Reader(faulty).model(whole)
    return (None if faulty.problems else model), faulty


@dataclass
class _Reader:
    """One method per part of the format; each returns what can be used and adds what is wrong to `faulty`."""

    faulty: Faulty
    options: int | None = None  # how many there are, if that can be told
    whole: bool = True  # every decision maker's list of options could be read

    def model(self, whole: dict[str, Any]) -> GmcrModel:
        listed = self.entries(whole, "options", ())
        self.options = len(listed) if isinstance(whole.get("options"), list) else None
        options = tuple(self.option(item, ("options", place)) for place, item in enumerate(listed))
        manual = next((bool(whole[key]) for key in MANUAL if key in whole), False)
        makers = tuple(
            self.maker(item, ("decisionMakers", place), manual)
            for place, item in enumerate(self.entries(whole, "decisionMakers", ()))
        )
        if whole.get("decisionMakers") == []:
            self.shape("makers", ("decisionMakers",))
        infeasible = self.patterns(self.entries(whole, "infeasibles", ()), ("infeasibles",))
        self.owners(makers, options)
        self.once([maker.name for maker in makers], lambda place: ("decisionMakers", place, "name"))
        return GmcrModel(
            options,
            makers,
            infeasible,
            manual,
            self.coalitions(whole, len(makers)),
            str(whole.get("version", "")),
            tuple(key for key in whole if key not in KNOWN) + self.others(whole),
        )

    def option(self, item: Any, path: Path) -> GmcrOption:
        item = self.record(item, path)
        direction = self.required(item, "permittedDirection", path)
        here = (*path, "permittedDirection")
        if isinstance(direction, str) and direction not in MOVES:
            self.faulty.add("gmcr_direction", here, found=direction, known=tuple(MOVES))
        elif "permittedDirection" in item and not isinstance(direction, str):
            self.shape("text", here)
        return GmcrOption(self.text(item, path), MOVES.get(str(direction), "both"))

    def maker(self, item: Any, path: Path, manual: bool) -> DecisionMaker:
        item = self.record(item, path)
        before = len(self.faulty.problems)
        places = [
            number
            for place, number in enumerate(self.entries(item, "options", path))
            if self.known_option(number, (*path, "options", place))
        ]
        self.whole &= len(self.faulty.problems) == before
        conditions = [
            self.condition(entry, (*path, "preferences", place))
            for place, entry in enumerate(self.entries(item, "preferences", path, needed=False))
        ]
        key = next((key for key in RANKING if key in item), None)
        if manual and key is None and item:
            self.faulty.add("gmcr_key_missing", path, key=RANKING[0])
        payoffs = item.get("payoffs")
        sound = isinstance(payoffs, list) and all(type(number) in (int, float) for number in payoffs)
        return DecisionMaker(
            self.text(item, path),
            tuple(places),
            tuple(conditions),
            self.ranking(self.entries(item, key, path), (*path, key)) if key else None,
            key or RANKING[0],
            self.patterns(self.entries(item, "misperceptions", path, needed=False), (*path, "misperceptions")),
            tuple(payoffs) if sound and payoffs else None,
        )

    def condition(self, entry: Any, path: Path) -> Condition:
        if isinstance(entry, dict):
            return self.patterns(self.entries(entry, "members", path), (*path, "members"))
        return self.patterns([entry], path, inside=False)

    def patterns(self, entries: list[Any], path: Path, *, inside: bool = True) -> tuple[Pattern, ...]:
        """Patterns one by one; `inside`: each stands in a list at the path, else the one stands at the path itself."""
        return tuple(self.pattern(entry, (*path, place) if inside else path) for place, entry in enumerate(entries))

    def pattern(self, entry: Any, path: Path) -> Pattern:
        if not isinstance(entry, list):
            self.shape("pattern", path)
            return ()
        found: dict[int, bool] = {}
        for place, pair in enumerate(entry):
            here = (*path, place)
            if not (isinstance(pair, list) and len(pair) == 2 and pair[1] in ("Y", "N", "-")):
                self.faulty.add("gmcr_pair", here)
                continue
            option, value = pair
            sound = self.known_option(option, (*here, 0)) and value != "-"
            if sound and found.setdefault(option, value == "Y") != (value == "Y"):
                self.faulty.add("gmcr_pair_both", here, option=option)
        return tuple(found.items())

    def ranking(self, entries: list[Any], path: Path) -> tuple[tuple[int, ...], ...]:
        groups = []
        for place, entry in enumerate(entries):
            group = entry if isinstance(entry, list) else [entry]
            if any(type(state) is not int for state in group):
                self.shape("states", (*path, place))
            else:
                groups.append(tuple(group))
        return tuple(groups)

    def owners(self, makers: tuple[DecisionMaker, ...], options: tuple[GmcrOption, ...]) -> None:
        """Every option is decided by exactly one decision maker, who has no two options of one name."""
        owner: dict[int, DecisionMaker] = {}
        for place, maker in enumerate(makers):
            for inner, option in enumerate(maker.options):
                path = ("decisionMakers", place, "options", inner)
                if option in owner:
                    name = options[option].name
                    self.faulty.add("gmcr_option_shared", path, option=option, name=name, owner=owner[option].name)
                owner.setdefault(option, maker)
            names = [options[option].name for option in maker.options]
            self.once(names, lambda inner, own=maker.options: ("options", own[inner], "name"))
        for place, unowned in enumerate(options):
            if place not in owner and self.whole and makers:
                self.faulty.add("gmcr_option_nobody", ("options", place), option=place, name=unowned.name)

    def once(self, names: list[str], path: Any) -> None:
        """No name stands there twice."""
        for place, name in enumerate(names):
            if name and name in names[:place]:
                self.faulty.add("gmcr_name_twice", path(place), name=name)

    def coalitions(self, whole: dict[str, Any], makers: int) -> tuple[tuple[int, ...], ...]:
        """Coalitions of two and more; what cannot be read as such is left (they are only told of)."""
        entries = whole.get("coalitions")
        groups = [entry for entry in entries if isinstance(entry, list)] if isinstance(entries, list) else []
        return tuple(
            tuple(group)
            for group in groups
            if len(group) > 1 and all(type(member) is int and 0 <= member < makers for member in group)
        )

    def others(self, whole: dict[str, Any]) -> tuple[str, ...]:
        """Unknown keys of decision makers, each once."""
        makers = whole.get("decisionMakers")
        keys = [key for maker in makers if isinstance(maker, dict) for key in maker] if isinstance(makers, list) else []
        return tuple(dict.fromkeys(f"decisionMakers[].{key}" for key in keys if key not in KNOWN_OF_MAKER))

    def known_option(self, number: Any, path: Path) -> bool:
        if type(number) is not int:
            self.shape("number", path)
            return False
        if self.options is not None and not 0 <= number < self.options:
            self.faulty.add("gmcr_option_unknown", path, option=number, count=self.options, last=self.options - 1)
            return False
        return self.options is not None

    def text(self, item: dict[str, Any], path: Path) -> str:
        name = self.required(item, "name", path)
        if "name" in item and not isinstance(name, str):
            self.shape("text", (*path, "name"))
        return legible(name) if isinstance(name, str) else ""

    def entries(self, item: dict[str, Any], key: str, path: Path, *, needed: bool = True) -> list[Any]:
        value = self.required(item, key, path) if needed else item.get(key)
        if key in item and not isinstance(value, list) and (needed or value is not None):
            self.shape("list", (*path, key))
        return value if isinstance(value, list) else []

    def record(self, item: Any, path: Path) -> dict[str, Any]:
        if not isinstance(item, dict):
            self.shape("map", path)
        return item if isinstance(item, dict) else {}

    def required(self, item: dict[str, Any], key: str, path: Path) -> Any:
        if key not in item and (item or not path):
            self.faulty.add("gmcr_key_missing", path, key=key)
        return item.get(key)

    def shape(self, expected: str, path: Path) -> None:
        self.faulty.add("gmcr_shape", path, expected=Said(f"gmcr.expected.{expected}"))
