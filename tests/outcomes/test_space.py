"""Which outcomes there are, and in which order."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given

from detente.errors import LimitError
from detente.outcomes import space as space_module
from detente.outcomes.space import axes_of, space_of, status_quo_levels
from detente.situation.identifiers import split_reference
from detente.situation.model import Situation
from tests.strategies import situations


def situation(**blocks: object) -> Situation:
    return Situation.model_validate({"detente": "1", "actors": {"a": {}, "b": {}}, **blocks})


def test_the_first_option_varies_fastest_and_terms_come_last() -> None:
    space = space_of(
        situation(
            agreements={"g": {"parties": ["a", "b"], "terms": {"t": None}}},
            options={"a": {"x": None}, "b": {"y": {"levels": ["p", "q", "r"]}}},
        )
    )
    assert [space.name(index) for index in range(4)] == ["none", "a.x", "b.y=q", "a.x, b.y=q"]
    assert space.name(11) == "a.x, b.y=r, g.t"
    assert space.cells == space.count == 12


@given(situations(graph=False))
def test_outcomes_are_all_combinations_the_rules_allow(found: Situation) -> None:
    space = space_of(found)
    axes = axes_of(found)
    free = space_of(found.model_copy(update={"rules": {}, "held": ()}))
    allowed = free.holds("true")
    for rule in found.rules.values():
        if rule.never is not None:
            allowed &= ~free.holds(rule.never)
        elif rule.if_ is not None and rule.then is not None:
            allowed &= ~free.holds(rule.if_) | free.holds(rule.then)
        else:
            allowed &= sum(free.holds(text).astype(int) for text in rule.at_most_one or ()) <= 1
    standing = status_quo_levels(found, axes)
    for item in found.held:
        parts = split_reference(item.hold)
        for place, axis in enumerate(axes):
            stands = axis.parts == parts or ((axis.owner,) == parts and axis.kind == "option")
            if stands and standing is not None:
                allowed &= free.levels[:, place] == standing[place]
    assert (space.levels == free.levels[allowed]).all()
    everything = [tuple(reversed(row)) for row in product(*(range(len(a.levels)) for a in reversed(axes)))]
    assert [tuple(row) for row in free.levels] == everything


def test_held_options_stand_at_their_level_and_the_space_shrinks() -> None:
    space = space_of(situation(options={"a": {"x": None, "y": None}}, status_quo={"a.x": "yes"}, held=["a.x"]))
    assert [space.name(index) for index in range(space.count)] == ["a.x", "a.x, a.y"]
    assert space.status_quo == 0


def test_true_and_false_are_yes_and_no() -> None:
    space = space_of(situation(options={"a": {"x": None}}, status_quo={"a.x": "true"}))
    assert space.status_quo == 1
    assert list(space.holds("a.x == true")) == [False, True]


def test_rules_keep_large_models_small() -> None:
    options = {f"o{number}": None for number in range(40)}
    rules = {"one": {"exactly_one": [f"a.o{number}" for number in range(20)]}}
    rules |= {"two": {"at_most_one": [f"a.o{number}" for number in range(20, 40)]}}
    space = space_of(situation(options={"a": options}, rules=rules))
    assert space.count == 20 * 21
    assert space.cells == 2**40


def test_too_many_outcomes_are_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(space_module, "MAX_PARTIAL_OUTCOMES", 8)
    with pytest.raises(LimitError) as error:
        space_of(situation(options={"a": {f"o{number}": None for number in range(4)}}))
    assert error.value.render() == (
        "there are at least 16 outcomes to list; this analysis takes 8. Add rules for what cannot be, hold options "
        "that only set the scene, or merge options. Without listing: `detente stability`, and `detente explain` of an "
        "actor, where no party leaves an agreement alone"
    )


def test_the_difference_from_the_status_quo() -> None:
    space = space_of(situation(options={"a": {"x": None, "y": None}}, status_quo={"a.x": "yes"}))
    assert [space.difference(index) for index in range(4)] == ["a.x=no", "status_quo", "a.x=no, a.y=yes", "a.y=yes"]


def test_what_is_too_large_is_refused_before_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty options. As far as a rule that may cut the outcomes grow; what then exceeds the limit is not made."""
    options = {"a": {f"o{number}": None for number in range(30)}}
    grown: list[int] = []
    chosen = space_module._chosen
    monkeypatch.setattr(space_module, "_chosen", lambda rows, levels: grown.append(len(rows)) or chosen(rows, levels))
    with pytest.raises(LimitError, match="8,388,608"):
        space_of(situation(options=options))
    assert grown == []
    with pytest.raises(LimitError, match="6,291,456"):
        space_of(situation(options=options, rules={"r": {"never": "a.o25 and a.o26"}}))
    assert grown == [1, 2, 4, 8, 16]
