"""Random small situations for property tests: everything the stability engines must get right.

Two to four actors, two to four levels, ties, rules that make outcomes infeasible, one-way options, cuts, agreements
with leaving, held actors and options, inertia; and graphs with intransitive moves and preferences.
"""

from __future__ import annotations

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from detente.situation.model import Situation
from detente.stability.solve import Model

MOST_CELLS = 72
Draw = Any
Data = dict[str, Any]


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
    return [f"a{number}" for number in range(draw(st.sampled_from([2, 2, 3, 3, 4])))]


def _graph(draw: Draw) -> Data:
    actors = _actors(draw)
    outcomes = [f"s{number}" for number in range(draw(st.integers(2, 7)))]
    pairs = [[a, b] for a in outcomes for b in outcomes if a != b]
    return {
        "detente": "1",
        "actors": {actor: {} for actor in actors},
        "outcomes": outcomes,
        "moves": {actor: draw(st.lists(st.sampled_from(pairs), unique_by=tuple, max_size=12)) for actor in actors},
        "status_quo": draw(st.sampled_from(outcomes)),
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
    references: list[tuple[str, list[str]]] = []
    options: dict[str, Data] = {}
    for actor in actors:
        options[actor] = {}
        for number in range(draw(st.sampled_from([0, 1, 1, 2]))):
            levels = _levels(draw)
            if len(levels) <= room:
                room //= len(levels)
                move = draw(st.sampled_from(["both", "both", "both", "forward", "back"]))
                options[actor][f"o{number}"] = {"move": move, **_named(levels)}
                references.append((f"{actor}.o{number}", levels))
    agreements: dict[str, Data] = {}
    for number in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        terms: dict[str, Data] = {}
        for place in range(draw(st.sampled_from([1, 1, 2]))):
            levels = _levels(draw)
            if len(levels) <= room:
                room //= len(levels)
                terms[f"t{place}"] = _term(draw, levels)
                references.append((f"g{number}.t{place}", levels))
        if terms:
            parties = draw(st.lists(st.sampled_from(actors), unique=True, min_size=2, max_size=len(actors)))
            agreements[f"g{number}"] = {"parties": parties, "terms": terms}
    assume(references)
    return {
        "detente": "1",
        "actors": {actor: {} for actor in actors},
        "options": options,
        "agreements": agreements,
        "rules": _rules(draw, references),
        "cuts": _cuts(draw, actors, references),
        "status_quo": {name: draw(st.sampled_from(levels)) for name, levels in references if draw(st.integers(0, 4))},
        "questions": {"q": _statement(draw, references)},
        **_preferences(draw, actors, references),
        **_held(draw, actors, references),
    }


def _levels(draw: Draw) -> list[str]:
    count = draw(st.sampled_from([2, 2, 2, 3, 4]))
    return ["no", "yes"] if count == 2 else [f"l{number}" for number in range(count)]


def _named(levels: list[str]) -> Data:
    return {} if levels == ["no", "yes"] else {"levels": levels}


def _term(draw: Draw, levels: list[str]) -> Data:
    term = {
        "leave": draw(st.sampled_from(["any", "any", "all", "never"])),
        "move": draw(st.sampled_from(["both", "both", "both", "forward", "back"])),
        **_named(levels),
    }
    if draw(st.integers(0, 4)) == 0:
        term["without"] = draw(st.sampled_from(levels))
    return term


def _atom(draw: Draw, references: list[tuple[str, list[str]]]) -> str:
    name, levels = draw(st.sampled_from(references))
    return f"{name} {draw(st.sampled_from(['==', '!=', '<', '>=']))} {draw(st.sampled_from(levels))}"


def _statement(draw: Draw, references: list[tuple[str, list[str]]]) -> str:
    first = _atom(draw, references)
    if draw(st.booleans()):
        return first
    joint = draw(st.sampled_from(["and", "or", "if", "iff", "and not"]))
    return f"{first} {joint} {_atom(draw, references)}"


def _rules(draw: Draw, references: list[tuple[str, list[str]]]) -> Data:
    found: Data = {}
    for number in range(draw(st.sampled_from([0, 1, 1, 2]))):
        one, two = _atom(draw, references), _atom(draw, references)
        forms = [{"never": f"({one}) and ({two})"}, {"if": one, "then": two}, {"at_most_one": [one, two]}]
        found[f"r{number}"] = draw(st.sampled_from(forms))
    return found


def _cuts(draw: Draw, actors: list[str], references: list[tuple[str, list[str]]]) -> Data:
    if draw(st.integers(0, 3)):
        return {}
    ends = {"from": _statement(draw, references), "to": _statement(draw, references)}
    return {"c": {"actor": draw(st.sampled_from(actors)), **ends}}


def _held(draw: Draw, actors: list[str], references: list[tuple[str, list[str]]]) -> Data:
    match draw(st.integers(0, 7)):
        case 0:
            return {"held": [draw(st.sampled_from(actors))]}
        case 1:
            return {"held": [draw(st.sampled_from(references))[0]]}
    return {}


def _preferences(draw: Draw, actors: list[str], references: list[tuple[str, list[str]]]) -> Data:
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
                    records[actor] = {"inertia": draw(st.sampled_from(["1", "2", "0.5"]))}
    return {"preferences": preferences, "actors": {actor: records.get(actor, {}) for actor in actors}}


def _goals(draw: Draw, references: list[tuple[str, list[str]]]) -> Data:
    goals = {
        f"g{number}": {
            draw(st.sampled_from(["want", "avoid"])): _statement(draw, references),
            "weight": draw(st.sampled_from(["1", "1", "2", "3", "0.5", "-1"])),
        }
        for number in range(draw(st.integers(1, 4)))
    }
    if draw(st.integers(0, 3)):
        return {"goals": goals}
    name, levels = draw(st.sampled_from(references))
    return {"goals": goals, "points": {name: {level: draw(st.integers(-3, 3)) for level in levels}}}
