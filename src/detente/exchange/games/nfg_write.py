"""The normal form of a situation for Gambit (``.nfg``): each actor chooses all its own options once, all at one time.

A strategy is one combination of levels of an actor's own options; one that the rules exclude whatever the others do is
left out. Terms of agreements and held options stand as in the status quo. Payoffs are the actor's utility where it has
one, else the rank of the outcome (0 is worst); an actor without a preference gets the same everywhere. Gambit needs a
payoff for every combination: one that the rules exclude gets less than the worst, for everybody, and the less the more
actors would have to choose otherwise to come to one that can be; so none of them is an equilibrium, and the pure
equilibria of the file are the R equilibria of the situation wherever nothing was lost. All losses are said by name.

Format: the outcome version of the strategic game format in Gambit's manual (from memory).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from detente.errors import DetenteError, LimitError
from detente.exchange.losses import losses
from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import Array, Preferences, exact_utility, preferences_of, utility
from detente.outcomes.space import Axis, Space, held_places, space_of, status_quo_levels
from detente.situation.model import Situation
from detente.words import Said, in_language

MOST = 100_000  # combinations of strategies
DIGITS = 12


@dataclass(frozen=True)
class Game:
    """The text of the file, and what was changed or lost on the way, as messages of ``packages.toml``."""

    text: str
    notes: tuple[Said, ...]


Strategy = tuple[int, ...]


def write_nfg(situation: Situation, language: str = "en") -> Game:
    """The situation as a ``.nfg`` file.

    Raises:
        DetenteError: no actor has options, or an actor of the game has its preference as pairs.
        LimitError: more combinations of strategies than `MOST`.
    """
    if situation.outcomes is not None:
        raise DetenteError("nfg_needs_options")
    space = space_of(situation)
    standing = tuple(status_quo_levels(situation, space.axes) or [axis.without for axis in space.axes])
    own = _own(situation, space)
    there = _there(space, own, standing)
    if not own:
        raise DetenteError("nfg_needs_options")
    if not there:
        raise DetenteError("gmcr_no_outcomes")
    numbers = Numbers(situation, space)
    preferences = preferences_of(numbers)
    notes = _notes(situation, space, own, preferences)
    strategies = _possible(own, there)
    count = prod(map(len, strategies.values()))
    if count > MOST:
        raise LimitError("nfg_large", count=count, limit=MOST)
    payoffs = {actor: _payoffs(situation, numbers, preferences, actor) for actor in own}
    worst = {actor: min(values) for actor, values in payoffs.items()}
    cells = list(product(*strategies.values()))
    outcomes = [there.get(cell) for cell in cells]
    away = _away(np.array([outcome is not None for outcome in outcomes]).reshape([*map(len, strategies.values())]))
    written = []
    # Gambit counts the first player's strategies fastest.
    for place in np.arange(count).reshape(away.shape).T.reshape(-1).tolist():
        outcome = outcomes[place]
        name = "" if outcome is None else space.name(outcome)
        far = int(away.flat[place])
        values = [worst[actor] - far if outcome is None else payoffs[actor][outcome] for actor in own]
        written.append(f"{{ {_quoted(name)} {', '.join(map(_number, values))} }}")
    notes += _about_strategies(space, own, strategies, outcomes)
    title = in_language(situation.title, language) or ""
    names = [in_language(situation.actors[actor].name, language) or actor for actor in own]
    listed = {actor: [_strategy(space.axes, own[actor], one) for one in ways] for actor, ways in strategies.items()}
    if not all(text.isascii() for text in (title, *names, *(name for ways in listed.values() for name in ways))):
        notes.append(Said("packages.nfg.letters"))
    lines = "\n".join(f"{{ {' '.join(map(_quoted, ways))} }}" for ways in listed.values())
    order = " ".join(str(place + 1) for place in range(count))
    head = f"NFG 1 R {_quoted(title)} {{ {' '.join(map(_quoted, names))} }}"
    text = f'{head}\n\n{{ {lines}\n}}\n""\n\n{{\n' + "\n".join(written) + f"\n}}\n{order}\n"
    return Game(text, tuple(notes))


def _own(situation: Situation, space: Space) -> dict[str, list[int]]:
    """The axes each actor chooses, of actors that choose anything."""
    held = held_places(situation, space.axes)
    found: dict[str, list[int]] = {}
    for place, axis in enumerate(space.axes):
        if axis.kind == "option" and place not in held:
            found.setdefault(axis.owner, []).append(place)
    return found


def _there(space: Space, own: dict[str, list[int]], standing: tuple[int, ...]) -> dict[tuple[Strategy, ...], int]:
    """The outcomes in which all that nobody chooses stands, by what each actor chooses there."""
    chosen = {place for places in own.values() for place in places}
    fixed = [place for place in range(len(space.axes)) if place not in chosen]
    same = (space.levels[:, fixed] == np.array(standing, space.levels.dtype)[fixed]).all(axis=1)
    rows = space.levels.tolist()
    return {
        tuple(tuple(rows[index][place] for place in places) for places in own.values()): index
        for index in np.flatnonzero(same).tolist()
    }


def _possible(own: dict[str, list[int]], there: dict[tuple[Strategy, ...], int]) -> dict[str, list[Strategy]]:
    """The strategies of each actor that some outcome has, in the order of their levels."""
    return {actor: sorted({cell[place] for cell in there}) for place, actor in enumerate(own)}


def _away(known: Array) -> Array:
    """How many actors would at least have to choose otherwise to come to a combination that can be."""
    away = np.where(known, 0, known.ndim + 1)
    for _ in range(known.ndim):
        nearest = [np.broadcast_to(away.min(axis=axis, keepdims=True), away.shape) for axis in range(known.ndim)]
        away = np.minimum(away, np.min(nearest, axis=0) + 1)
    return away


def _about_strategies(
    space: Space, own: dict[str, list[int]], strategies: dict[str, list[Strategy]], outcomes: list[int | None]
) -> list[Said]:
    """What was left out because the rules exclude it, and how many combinations they exclude."""
    notes = []
    sizes = {actor: [range(len(space.axes[place].levels)) for place in places] for actor, places in own.items()}
    gone = [
        _strategy(space.axes, own[actor], one)
        for actor, levels in sizes.items()
        for one in product(*levels)
        if one not in set(strategies[actor])
    ]
    if gone:
        notes.append(Said("packages.nfg.impossible", {"names": tuple(gone)}))
    if excluded := sum(outcome is None for outcome in outcomes):
        notes.append(Said("packages.nfg.excluded", {"count": excluded}))
    return notes


def _notes(situation: Situation, space: Space, own: dict[str, list[int]], preferences: Preferences) -> list[Said]:
    notes = []
    pairs = tuple(actor for actor in own if actor in preferences.pairs)
    if pairs:
        raise DetenteError("nfg_pairs", actors=pairs)
    chosen = {place for places in own.values() for place in places}
    still = tuple(axis.label for place, axis in enumerate(space.axes) if axis.kind == "option" and place not in chosen)
    one_way = tuple(space.axes[place].label for place in sorted(chosen) if space.axes[place].move != "both")
    wants = {actor: situation.preferences[actor].kind for actor in own if actor in situation.preferences}
    for key, names in (
        ("packages.nfg.ranks", tuple(actor for actor, kind in wants.items() if kind != "goals")),
        ("packages.nfg.equal", tuple(actor for actor in own if actor not in wants)),
        ("packages.nfg.left_out", tuple(actor for actor in situation.actors if actor not in own)),
        ("packages.nfg.terms", tuple(axis.label for axis in space.axes if axis.kind == "term")),
        ("packages.nfg.still", still),
        ("packages.nfg.status_quo", () if space.status_quo is None else (space.name(space.status_quo),)),
        ("lost.moves", one_way),
        ("lost.seen", tuple(situation.perceptions)),
    ):
        if names:
            notes.append(Said(key, {"names": names}))
    return notes + losses(situation, kept=("title",))


def _payoffs(situation: Situation, numbers: Numbers, preferences: Preferences, actor: str) -> list[Fraction]:
    """The payoff of every feasible outcome."""
    if actor not in situation.preferences:
        return [Fraction(0)] * numbers.space.count
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
