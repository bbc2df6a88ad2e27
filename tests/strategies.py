"""Random small situations for property tests: everything the stability engines must get right.

Two to four actors, two to four levels, ties, rules that make outcomes infeasible, one-way options, cuts, agreements
with leaving, held actors and options, inertia; and graphs with intransitive moves and preferences.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from detente.situation.model import Situation
from detente.stability.solve import Model

MOST_CELLS = 72
Draw = Any
Data = dict[str, Any]

one_of = lru_cache(4096)(st.sampled_from)  # of a tuple; hypothesis looks at every new strategy, which takes its time


@st.composite
def models(draw: Draw, graph: bool | None = None) -> Model:
    """A model with at least one feasible outcome."""
    model = Model.of(draw(situations(graph)))
    assume(model.space.count > 0)
    return model


@st.composite
def situations(draw: Draw, graph: bool | None = None) -> Situation:
    """A situation in option form or (for about one in five, or where `graph` says so) in graph form."""
    as_graph = draw(st.integers(0, 4)) == 0 if graph is None else graph
    data = _graph(draw) if as_graph else _options(draw)
    return Situation.model_validate(data)


def _actors(draw: Draw) -> list[str]:
    return [f"a{number}" for number in range(draw(one_of((2, 2, 3, 3, 4))))]


def _graph(draw: Draw) -> Data:
    actors = _actors(draw)
    outcomes = [f"s{number}" for number in range(draw(st.integers(2, 7)))]
    pairs = tuple((a, b) for a in outcomes for b in outcomes if a != b)
    return {
        "detente": "1",
        "actors": {actor: {} for actor in actors},
        "outcomes": outcomes,
        "moves": {actor: draw(st.lists(one_of(pairs), unique=True, max_size=12)) for actor in actors},
        "status_quo": draw(one_of(tuple(outcomes))),
        "preferences": {actor: _graph_preference(draw, outcomes) for actor in actors},
        "questions": {"q": outcomes[0]},
    }


def _graph_preference(draw: Draw, outcomes: list[str]) -> Data:
    if draw(st.booleans()):
        return {"goals": {f"g{o}": {"want": o, "weight": draw(st.integers(0, 3))} for o in outcomes}}
    prefers = []
    for place, first in enumerate(outcomes):
        for second in outcomes[:place]:
            way = draw(st.integers(0, 2))
            if way:
                prefers.append([first, second] if way == 1 else [second, first])
    return {"prefers": prefers} if prefers else {"goals": {"g": {"want": outcomes[0], "weight": 1}}}


def _options(draw: Draw) -> Data:
    actors = _actors(draw)
    room = MOST_CELLS
    references: list[tuple[str, tuple[str, ...]]] = []
    options: dict[str, Data] = {}
    for actor in actors:
        options[actor] = {}
        for number in range(draw(one_of((0, 1, 1, 2)))):
            levels = _levels(draw)
            if len(levels) <= room:
                room //= len(levels)
                move = draw(one_of(("both", "both", "both", "forward", "back")))
                options[actor][f"o{number}"] = {"move": move, **_named(levels)}
                references.append((f"{actor}.o{number}", levels))
    agreements: dict[str, Data] = {}
    for number in range(draw(one_of((0, 0, 1, 1, 2)))):
        terms: dict[str, Data] = {}
        for place in range(draw(one_of((1, 1, 2)))):
            levels = _levels(draw)
            if len(levels) <= room:
                room //= len(levels)
                terms[f"t{place}"] = _term(draw, levels)
                references.append((f"g{number}.t{place}", levels))
        if terms:
            parties = draw(st.lists(one_of(tuple(actors)), unique=True, min_size=2, max_size=len(actors)))
            agreements[f"g{number}"] = {"parties": parties, "terms": terms}
    assume(references)
    return {
        "detente": "1",
        "actors": {actor: {} for actor in actors},
        "options": options,
        "agreements": agreements,
        "rules": _rules(draw, references),
        "cuts": _cuts(draw, actors, references),
        "status_quo": {name: draw(one_of(levels)) for name, levels in references if draw(st.integers(0, 4))},
        "questions": {"q": _statement(draw, references)},
        **_preferences(draw, actors, references),
        **_held(draw, actors, references),
    }


def _levels(draw: Draw) -> tuple[str, ...]:
    count = draw(one_of((2, 2, 2, 3, 4)))
    return ("no", "yes") if count == 2 else tuple(f"l{number}" for number in range(count))


def _named(levels: tuple[str, ...]) -> Data:
    return {} if levels == ("no", "yes") else {"levels": list(levels)}


def _term(draw: Draw, levels: list[str]) -> Data:
    term = {
        "leave": draw(one_of(("any", "any", "all", "never"))),
        "move": draw(one_of(("both", "both", "both", "forward", "back"))),
        **_named(levels),
    }
    if draw(st.integers(0, 4)) == 0:
        term["without"] = draw(one_of(levels))
    return term


def _atom(draw: Draw, references: list[tuple[str, tuple[str, ...]]]) -> str:
    name, levels = draw(one_of(tuple(references)))
    return f"{name} {draw(one_of(('==', '!=', '<', '>=')))} {draw(one_of(levels))}"


def _statement(draw: Draw, references: list[tuple[str, tuple[str, ...]]]) -> str:
    first = _atom(draw, references)
    if draw(st.booleans()):
        return first
    joint = draw(one_of(("and", "or", "if", "iff", "and not")))
    return f"{first} {joint} {_atom(draw, references)}"


def _rules(draw: Draw, references: list[tuple[str, tuple[str, ...]]]) -> Data:
    found: Data = {}
    for number in range(draw(one_of((0, 1, 1, 2)))):
        one, two = _atom(draw, references), _atom(draw, references)
        forms = [{"never": f"({one}) and ({two})"}, {"if": one, "then": two}, {"at_most_one": [one, two]}]
        found[f"r{number}"] = draw(st.sampled_from(forms))
    return found


def _cuts(draw: Draw, actors: list[str], references: list[tuple[str, tuple[str, ...]]]) -> Data:
    if draw(st.integers(0, 3)):
        return {}
    ends = {"from": _statement(draw, references), "to": _statement(draw, references)}
    return {"c": {"actor": draw(one_of(tuple(actors))), **ends}}


def _held(draw: Draw, actors: list[str], references: list[tuple[str, tuple[str, ...]]]) -> Data:
    match draw(st.integers(0, 7)):
        case 0:
            return {"held": [draw(one_of(tuple(actors)))]}
        case 1:
            return {"held": [draw(one_of(tuple(references)))[0]]}
    return {}


def _preferences(draw: Draw, actors: list[str], references: list[tuple[str, tuple[str, ...]]]) -> Data:
    preferences, records = {}, {}
    for actor in actors:
        match draw(st.integers(0, 5)):
            case 0:
                preferences[actor] = {
                    "priorities": [_statement(draw, references) for _ in range(draw(st.integers(1, 4)))]
                }
            case 1:
                groups = [[_statement(draw, references)], [_statement(draw, references)], ["true"]]
                preferences[actor] = {"ranking": groups}
            case _:
                preferences[actor] = _goals(draw, references)
                if draw(st.integers(0, 3)) == 0:
                    records[actor] = {"inertia": draw(one_of(("1", "2", "0.5")))}
    return {"preferences": preferences, "actors": {actor: records.get(actor, {}) for actor in actors}}


def _goals(draw: Draw, references: list[tuple[str, tuple[str, ...]]]) -> Data:
    goals = {
        f"g{number}": {
            draw(one_of(("want", "avoid"))): _statement(draw, references),
            "weight": draw(one_of(("1", "1", "2", "3", "0.5", "-1"))),
        }
        for number in range(draw(st.integers(1, 4)))
    }
    if draw(st.integers(0, 3)):
        return {"goals": goals}
    name, levels = draw(one_of(tuple(references)))
    return {"goals": goals, "points": {name: {level: draw(st.integers(-3, 3)) for level in levels}}}
