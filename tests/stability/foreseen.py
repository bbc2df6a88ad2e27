"""Random small situations in which something follows a deal: outsiders who can answer it, and like to.

The general generator (`tests.strategies`) draws so few of these that the rules of what follows would go untested.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from detente.situation.model import Situation
from detente.stability.solve import Model
from tests.strategies import one_of

Draw = Any
Data = dict[str, Any]

PARTIES, OUTSIDERS = ("ann", "bob"), ("carl", "dora")


@st.composite
def models(draw: Draw) -> Model:
    """A model with at least one feasible outcome and a feasible status quo."""
    model = Model.of(Situation.model_validate(draw(documents())))
    assume(model.space.count > 0 and model.space.status_quo is not None)
    return model


@st.composite
def documents(draw: Draw) -> Data:
    """Two parties, one or two outsiders with options, one or two terms; weights from one to nine."""
    actors = [*PARTIES, *OUTSIDERS[: draw(one_of((1, 2, 2)))]]
    options: dict[str, Data] = {}
    for actor in actors:
        number = draw(one_of((0, 0, 1) if actor in PARTIES else (1, 1, 2)))
        options[actor] = {f"o{place}": {"move": draw(_moves)} for place in range(number)}
    terms = {
        f"t{place}": {"leave": draw(one_of(("any", "all", "never"))), "move": draw(_moves)}
        for place in range(draw(one_of((1, 1, 2))))
    }
    agreements = {"pact": {"parties": list(PARTIES), "terms": terms}}
    if len(actors) == 4 and draw(st.integers(0, 4)) == 0:
        agreements["deal"] = {"parties": ["bob", "carl"], "terms": {"t0": {"leave": draw(one_of(LEAVES))}}}
    names = [f"{actor}.{name}" for actor, record in options.items() for name in record]
    signed = [f"{name}.{term}" for name, record in agreements.items() for term in record["terms"]]
    assume(len(names) + len(signed) <= 6)
    return {
        "detente": "1",
        "actors": {a: {"inertia": draw(one_of(("1", "3")))} if draw(_seldom) else {} for a in actors},
        "options": options,
        "agreements": agreements,
        "rules": {"r": {"never": f"{draw(_said(names))} and {draw(_said(signed))}"}} if draw(_seldom) else {},
        "status_quo": {name: draw(one_of(("no", "no", "yes"))) for name in (*names, *signed)},
        "preferences": {actor: {"goals": draw(goals(names, signed, actor))} for actor in actors},
        "questions": {"q": signed[0]},
    }


LEAVES = ("any", "all", "never")
_moves = one_of(("both", "both", "both", "forward"))
_seldom = one_of((False, False, False, True))


@lru_cache(4096)
def _one_said(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(names), st.booleans()).map(
        lambda drawn: drawn[0] if drawn[1] else f"not {drawn[0]}"
    )


def _said(names: list[str]) -> st.SearchStrategy[str]:
    """An option or a term, or its contrary."""
    return _one_said(tuple(names))


@st.composite
def goals(draw: Draw, names: list[str], signed: list[str], actor: str) -> Data:
    """Parties care for what others do; outsiders for their own options where something is signed."""
    own = [name for name in names if name.startswith(actor)] or names
    others = [name for name in names if not name.startswith(actor)] or names
    found: Data = {}
    for place in range(draw(st.integers(2, 5))):
        shape = draw(st.integers(0, 3))
        if shape == 0:
            said = draw(_said(signed))
        elif shape == 1:
            said = draw(_said(others if actor in PARTIES else own))
        elif shape == 2:
            said = f"{draw(_said(others if actor in PARTIES else own))} and {draw(_said(signed))}"
        else:
            said = f"{draw(_said(names))} {draw(one_of(('and', 'iff')))} {draw(_said(names))}"
        found[f"g{place}"] = {draw(one_of(("want", "avoid"))): said, "weight": draw(st.integers(1, 9))}
    return found


@st.composite
def differing(draw: Any) -> tuple[Situation, dict[str, Situation]]:
    """A situation, and how one or two of its actors see it: other goals, or a rule that hides outcomes."""
    data = draw(documents())
    situation = Situation.model_validate(data)
    space = Model.of(situation).space
    assume(space.status_quo is not None)
    names = [f"{actor}.{name}" for actor, record in data["options"].items() for name in record]
    signed = [f"{name}.{term}" for name, record in data["agreements"].items() for term in record["terms"]]
    seen = {}
    for actor in draw(st.lists(one_of(tuple(situation.actors)), unique=True, min_size=1, max_size=2)):
        own = {**data, "preferences": dict(data["preferences"]), "rules": dict(data["rules"])}
        for other in draw(st.lists(one_of(tuple(situation.actors)), unique=True, max_size=2)):
            own["preferences"][other] = {"goals": draw(goals(names, signed, other))}
        if draw(st.integers(0, 4)) == 0:
            own["rules"]["unseen"] = {"never": draw(one_of(tuple(names)))}
        seen[actor] = Situation.model_validate(own)
        assume(Model.of(seen[actor]).space.count > 0)
    return situation, seen
