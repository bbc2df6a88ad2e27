"""The normal form of a situation for Gambit (``.nfg``): each actor chooses all its own options once, all at one time.

A strategy is one combination of levels of an actor's own options; terms of agreements and held options stand as in the
status quo. Payoffs are the actor's utility where it has one, else the rank of the outcome (0 is worst). Gambit needs a
payoff for every combination: one that the rules exclude gets one less than the worst, for everybody, and this is said.
Format: the outcome version of the strategic game format in Gambit's manual (from memory; read back by pygambit).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from detente.errors import DetenteError, LimitError
from detente.outcomes.moves import held_actors
from detente.outcomes.numbers import Numbers, uncertain
from detente.outcomes.preferences import Preferences, exact_utility, preferences_of, utility
from detente.outcomes.space import Axis, Space, space_of, status_quo_levels
from detente.situation.identifiers import split_reference
from detente.situation.model import Situation
from detente.words import Said, in_language

MOST = 100_000  # combinations of strategies
DIGITS = 12


@dataclass(frozen=True)
class Game:
    """The text of the file, and what was changed or lost on the way, as messages of ``packages.toml``."""

    text: str
    notes: tuple[Said, ...]


def write_nfg(situation: Situation, language: str = "en") -> Game:
    """The situation as a ``.nfg`` file.

    Raises:
        DetenteError: no actor has options, an actor of the game has no preference, or one given as pairs.
        LimitError: more combinations of strategies than `MOST`.
    """
    if situation.outcomes is not None:
        raise DetenteError("nfg_needs_options")
    space = space_of(situation)
    standing = tuple(status_quo_levels(situation, space.axes) or [axis.without for axis in space.axes])
    own = _own(situation, space)
    if not own:
        raise DetenteError("nfg_needs_options")
    count = prod(len(space.axes[place].levels) for places in own.values() for place in places)
    if count > MOST:
        raise LimitError("nfg_large", count=count, limit=MOST)
    numbers = Numbers(situation, space)
    preferences = preferences_of(numbers)
    notes = _notes(situation, space, own, preferences)
    payoffs = {actor: _payoffs(situation, numbers, preferences, actor) for actor in own}
    worst = {actor: min(values) - 1 for actor, values in payoffs.items()}
    index = {tuple(levels): place for place, levels in enumerate(space.levels.tolist())}
    strategies = {
        actor: list(product(*(range(len(space.axes[place].levels)) for place in places)))
        for actor, places in own.items()
    }
    cells, excluded = [], 0
    # Gambit counts the first player's strategies fastest.
    for chosen in product(*reversed(list(strategies.values()))):
        levels = list(standing)
        for places, picked in zip(own.values(), reversed(chosen), strict=True):
            for place, level in zip(places, picked, strict=True):
                levels[place] = level
        outcome = index.get(tuple(levels))
        excluded += outcome is None
        name = "" if outcome is None else space.name(outcome)
        values = [worst[actor] if outcome is None else payoffs[actor][outcome] for actor in own]
        cells.append(f"{{ {_quoted(name)} {', '.join(map(_number, values))} }}")
    if excluded:
        notes.append(Said("packages.nfg.excluded", {"count": excluded}))
    title = _quoted(in_language(situation.title, language) or "")
    names = " ".join(_quoted(in_language(situation.actors[actor].name, language) or actor) for actor in own)
    listed = "\n".join(
        f"{{ {' '.join(_quoted(_strategy(space.axes, own[actor], one)) for one in ways)} }}"
        for actor, ways in strategies.items()
    )
    order = " ".join(str(place + 1) for place in range(len(cells)))
    text = f'NFG 1 R {title} {{ {names} }}\n\n{{ {listed}\n}}\n""\n\n{{\n' + "\n".join(cells) + f"\n}}\n{order}\n"
    return Game(text, tuple(notes))


def _own(situation: Situation, space: Space) -> dict[str, list[int]]:
    """The axes each actor chooses, of actors that choose anything."""
    held = {split_reference(item.hold) for item in situation.held}
    still = held_actors(situation)
    found: dict[str, list[int]] = {}
    for place, axis in enumerate(space.axes):
        if axis.kind == "option" and axis.owner not in still and axis.parts not in held:
            found.setdefault(axis.owner, []).append(place)
    return found


def _notes(situation: Situation, space: Space, own: dict[str, list[int]], preferences: Preferences) -> list[Said]:
    notes = []
    pairs = tuple(actor for actor in own if actor in preferences.pairs)
    if pairs:
        raise DetenteError("nfg_pairs", actors=pairs)
    missing = tuple(actor for actor in own if actor not in situation.preferences)
    if missing:
        raise DetenteError("nfg_pointless", actors=missing)
    ordinal = tuple(actor for actor in own if situation.preferences[actor].kind != "goals")
    if ordinal:
        notes.append(Said("packages.nfg.ranks", {"actors": ordinal}))
    terms = tuple(axis.label for axis in space.axes if axis.kind == "term")
    if terms:
        notes.append(Said("packages.nfg.terms", {"terms": terms}))
    if centred := tuple(uncertain(situation)):
        notes.append(Said("packages.nfg.centre", {"names": centred}))
    return notes


def _payoffs(situation: Situation, numbers: Numbers, preferences: Preferences, actor: str) -> list[Fraction]:
    """The payoff of every feasible outcome."""
    preference, path = situation.preferences[actor], ("preferences", actor)
    if preference.kind != "goals":
        return [Fraction(int(rank)) for rank in preferences.rank[0, preferences.actors.index(actor)]]
    whole = exact_utility(preference, None, numbers, path)
    values = utility(preference, numbers, path)[0][0]
    if whole is not None and numbers.space.count:
        # Whole numbers are the utilities times one factor, which any outcome that is not worth 0 gives away.
        at = int(abs(whole[0]).argmax())
        factor = round(float(whole[0][at]) / float(values[at])) if whole[0][at] else 1
        return [Fraction(int(one), factor) for one in whole[0]]
    return [Fraction(f"{value:.{DIGITS}g}") for value in values]


def _strategy(axes: tuple[Axis, ...], places: list[int], levels: tuple[int, ...]) -> str:
    """A strategy in words of the file: its options and their levels."""
    return ", ".join(
        f"{axes[place].name}={axes[place].levels[level]}" for place, level in zip(places, levels, strict=True)
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _number(value: Fraction) -> str:
    return str(int(value)) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
