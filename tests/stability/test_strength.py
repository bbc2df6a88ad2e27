"""Strength of preference: what “greatly” means, kind by kind; and strong stability against the literal definitions."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import detente as dt
from detente.cli import group
from detente.errors import DetenteError, LimitError
from detente.outcomes.preference_strength import NEVER, strong_actors, with_strength
from detente.outcomes.preferences import Preferences, preferences_of, summands
from detente.situation.model import Situation
from detente.situation.quantity import Known
from detente.situation.records import Quantity
from detente.situation.wants import Preference
from detente.stability.concepts import CONCEPTS, STRONG
from detente.stability.solve import Model, solve
from detente.stability.strength import strong_stability
from detente.stability.witness.verify import faults
from detente.stability.witness.witness import View, explain
from tests.stability import literal
from tests.strategies import situations

Draw = Any


@st.composite
def strong_models(draw: Draw, graph: bool | None = None) -> Model:
    """Random situations of which most actors say what is greatly preferred."""
    situation = draw(situations(graph))
    chosen = {
        actor: _strengthened(draw, preference) if draw(st.integers(0, 3)) else preference
        for actor, preference in situation.preferences.items()
    }
    return Model.of(situation.model_copy(update={"preferences": chosen}))


def _strengthened(draw: Draw, preference: Preference) -> Preference:
    match preference.kind:
        case "goals":
            return preference.model_copy(update={"much": _quantity(draw(st.sampled_from(["0", "0.5", "1", "2", "4"])))})
        case "prefers":
            pairs = draw(st.lists(st.sampled_from(list(preference.prefers or ())), unique=True, max_size=6))
            return preference.model_copy(update={"much": tuple(pairs)})
        case kind:
            entries: list[Any] = []
            for entry in getattr(preference, kind):
                if entries and draw(st.booleans()):
                    entries.append(">>")
                entries.append(entry)
            return preference.model_copy(update={kind: tuple(entries)})


def _quantity(text: str) -> Quantity:
    much = Preference.model_validate({"goals": {"g": {"want": "true", "weight": "1"}}, "much": text}).much
    assert isinstance(much, Quantity)
    return much


def of(model: Model) -> Preferences:
    numbers = model.numbers()
    return with_strength(preferences_of(numbers), numbers)


def greatly_worse(model: Model, actor: str) -> list[list[bool]]:
    """Entry [s][t]: t is greatly worse than s, written out from the file format, pair by pair and in fractions."""
    preference = model.situation.preferences.get(actor)
    count = range(model.space.count)
    if preference is None or actor not in strong_actors(model.situation):
        return [[False for _ in count] for _ in count]
    match preference.kind:
        case "ranking":
            return _by_groups(model, preference)
        case "priorities":
            return _by_statements(model, preference)
        case "prefers":
            nodes = model.space.nodes
            much = preference.much if isinstance(preference.much, tuple) else ()
            return [[(nodes[s], nodes[t]) in much for t in count] for s in count]
    return _by_utility(model, preference, actor)


def _by_groups(model: Model, preference: Preference) -> list[list[bool]]:
    dividers_above = []
    for outcome in range(model.space.count):
        dividers = 0
        for entry in preference.ranking or ():
            if isinstance(entry, str):
                dividers += 1
            elif any(model.space.holds(item.want)[outcome] for item in entry):
                break
        dividers_above.append(dividers)
    return [[mine < other for other in dividers_above] for mine in dividers_above]


def _by_statements(model: Model, preference: Preference) -> list[list[bool]]:
    entries = list(preference.priorities or ())
    truths = [None if isinstance(entry, str) else model.space.holds(entry.want) for entry in entries]

    def great(s: int, t: int) -> bool:
        for place, truth in enumerate(truths):
            if truth is not None and truth[s] != truth[t]:
                return bool(truth[s]) and ">>" in entries[place:]
        return False

    count = range(model.space.count)
    return [[great(s, t) for t in count] for s in count]


def _by_utility(model: Model, preference: Preference, actor: str) -> list[list[bool]]:
    utility = [Fraction(0)] * model.space.count
    for quantity, _, sign, truth in summands(preference, model.numbers(), ()):
        assert isinstance(quantity.form, Known)
        utility = [u + sign * quantity.form.value * int(on) for u, on in zip(utility, truth, strict=True)]
    inertia = model.situation.actors[actor].inertia
    least = inertia.form.value if inertia is not None and isinstance(inertia.form, Known) else Fraction(0)
    assert isinstance(preference.much, Quantity) and isinstance(preference.much.form, Known)
    much = preference.much.form.value
    return [[s - t >= much and s - t > least for t in utility] for s in utility]


def check_against_definitions(model: Model) -> None:
    """What is greatly worse, and what is strongly stable, are those of the definitions; witnesses hold."""
    preferences = of(model)
    game = literal.game_of(model.moves, preferences)
    for actor in preferences.actors:
        assert preferences.greatly_worse(0, actor).tolist() == greatly_worse(model, actor)
    view = View(model.moves, preferences)
    for name, stable in strong_stability(model.moves, preferences).items():
        for place, actor in enumerate(preferences.actors):
            assert stable[place].tolist() == [literal.stable(game, STRONG[name], actor, s) for s in game.outcomes]
            for outcome in range(0, model.space.count, 3):
                witness = explain(view, STRONG[name], actor, outcome)
                assert witness.stable == stable[place, outcome]
                assert faults(view, witness) == []


@given(strong_models())
def test_strength_and_strong_stability_are_the_definitions(model: Model) -> None:
    check_against_definitions(model)


@given(strong_models(graph=True))
def test_the_same_in_graphs(model: Model) -> None:
    check_against_definitions(model)


@given(strong_models())
def test_containments(model: Model) -> None:
    """Strong ⊆ plain; R ⊆ strong SEQ ⊆ strong GMR and R ⊆ strong SMR ⊆ strong GMR; greatly worse is worse."""
    preferences = of(model)
    plain = {name: solution.stable[0] for name, solution in solve(model).items()}
    strong = strong_stability(model.moves, preferences)
    for name, stable in strong.items():
        assert not (stable & ~plain[name.removeprefix("strong_")]).any()
        assert not (plain["nash"] & ~stable).any()
    assert not (strong["strong_seq"] & ~strong["strong_gmr"]).any()
    assert not (strong["strong_smr"] & ~strong["strong_gmr"]).any()
    for place, actor in enumerate(preferences.actors):
        assert not (preferences.greatly_worse(0, actor) & ~preferences.better(0, actor).T).any()
        if actor not in strong_actors(model.situation):
            assert all((stable[place] == plain["nash"][place]).all() for stable in strong.values())


@pytest.mark.slow
@given(strong_models())
def test_everything_many_times(model: Model) -> None:
    check_against_definitions(model)


def two_options(preference: dict[str, Any], **more: Any) -> Model:
    data = {
        "detente": "1",
        "actors": {"a": {}, "b": {}},
        "options": {"a": {"x": {}, "y": {}}},
        "preferences": {"a": preference},
        **more,
    }
    return Model.of(Situation.model_validate(data))


def far(model: Model, **given: Any) -> np.ndarray[Any, Any]:
    numbers = model.numbers(**given)
    found = with_strength(preferences_of(numbers), numbers).far
    assert found is not None
    return found[:, 0]


def test_only_the_last_divider_of_priorities_matters() -> None:
    """Outcomes in order: none, x, y, x and y. y decides first, x makes a difference that is never great."""
    assert far(two_options({"priorities": ["a.y", ">>", "a.x"]})).tolist() == [[2, 2, NEVER, NEVER]]
    assert far(two_options({"priorities": ["a.y", "a.x"]})).tolist() == [[NEVER] * 4]
    both = two_options({"priorities": ["a.y", ">>", "a.x", ">>", "true"]})
    assert both.numbers().count == 1 and far(both).tolist() == [[1, 2, 3, NEVER]]


def test_every_divider_of_a_ranking_matters() -> None:
    model = two_options({"ranking": [["a.x and a.y"], ["a.x"], ">>", ["a.y"], ">>", ["true"]]})
    assert far(model).tolist() == [[2, NEVER, 3, NEVER]]


def test_an_equal_difference_is_great_and_inertia_still_counts() -> None:
    goals = {"goals": {"x": {"want": "a.x", "weight": "0.1"}, "y": {"want": "a.y", "weight": "0.2"}}, "much": "0.3"}
    preferences = of(two_options(goals))
    assert preferences.greatly_worse(0, "a")[3].tolist() == [True, False, False, False]
    lazy = of(two_options(goals, actors={"a": {"inertia": "0.3"}, "b": {}}))
    assert not lazy.greatly_worse(0, "a").any()


def test_draws_and_alternatives_have_a_strength_each() -> None:
    driver = {"drivers": {"d": "0..1"}}
    moody = two_options({"priorities": [{"when": "d < 0.5", "want": "a.y"}, ">>", "a.x"]}, **driver)
    columns = {"columns": {"d": np.array([0.2, 0.8])}}
    assert far(moody, count=2, **columns).tolist() == [[2, 2, NEVER, NEVER], [NEVER] * 4]
    goals = {"goals": {"x": {"want": "a.x", "weight": "d"}, "y": {"want": "a.y", "weight": "1"}}, "much": "d + 0.5"}
    ranged = two_options(goals, **driver)
    numbers = ranged.numbers(count=2, **columns)
    preferences = with_strength(preferences_of(numbers), numbers)
    assert preferences.greatly_worse(0, "a")[3].tolist() == [True, True, False, False]  # 1.2 and 1 reach 0.7
    assert preferences.greatly_worse(1, "a")[3].tolist() == [True, False, False, False]  # only 1.8 reaches 1.3
    either = two_options({"any": [{"priorities": ["a.y", ">>", "a.x"]}, {"priorities": ["a.y", "a.x"]}]})
    chosen = {"columns": {"preferences.a.any": np.array([0, 1])}}
    assert far(either, count=2, **chosen).tolist() == [[2, 2, NEVER, NEVER], [NEVER] * 4]


def test_words_and_tables() -> None:
    case = "stability/sustainable_development"
    result = dt.stability(dt.load(case))
    assert result.sentences()[-1] == (
        "Even if only a great loss counts as a punishment, stable for every actor alone: 2 outcomes under “any answer "
        "counts if the loss is great”, 2 outcomes under “any answer counts plus a reply if the loss is great”, and one "
        "outcome under “answers that pay if the loss is great”."
    )
    assert "الخسارة الكبيرة" in result.sentences("ar")[-1]
    run = CliRunner().invoke(group, ["stability", case, "--concept", "strong_seq", "--format", "csv"])
    assert run.stdout.splitlines()[0] == "id,outcome,SEQ,strong SEQ"
    said = CliRunner().invoke(group, ["explain", case, "environmentalists", "s3", "--concept", "strong_gmr"]).output
    assert "Environmental agency is then greatly worse off than before." in said
    said = CliRunner().invoke(group, ["explain", case, "environmentalists", "s3", "--concept", "strong_smr"]).output
    assert "greatly worse off than before, whatever it replies." in said
    arguments = ["explain", case, "environmentalists", "s3", "--concept", "strong_seq", "--format", "json"]
    data = json.loads(CliRunner().invoke(group, arguments).stdout)
    assert (data["stable"], data["improvement"], data["answers"]) == (False, 4, 0)


def test_a_grid_leaves_strength_out_and_refuses_it_where_it_is_asked() -> None:
    case = dt.load("stability/sustainable_development")
    assert not dt.stability(case, engine="sweeps").strong
    with pytest.raises(LimitError) as refused:
        dt.stability(case, ["strong_smr"], engine="sweeps")
    assert refused.value.render() == (
        "“strong_smr” compares outcome by outcome, and this situation was computed as a grid (engine: sweeps). "
        "Use --engine arrays, or make it smaller: hold options that only set the scene"
    )


def test_strength_that_nobody_states_is_refused() -> None:
    case = dt.load("stability/chicken")
    assert not dt.stability(case).strong
    for ask in (lambda: dt.stability(case, ["strong_seq"]), lambda: dt.explain(case, "row", "1", "strong_seq")):
        with pytest.raises(DetenteError) as refused:
            ask()
        assert refused.value.render() == (
            '“strong_seq” needs to know what is greatly preferred, and no actor says so here. Write ">>" between two '
            "groups of a `ranking` or two of the `priorities`, `much: 3` beside `goals`, or pairs under `much` beside "
            "`prefers`"
        )
        assert "[[" not in refused.value.render("ar")
    with pytest.raises(DetenteError) as unknown:
        dt.stability(case, ["strong_sseq"])
    assert "did you mean “strong_seq”" in unknown.value.render()
    assert not set(STRONG) & set(CONCEPTS)
