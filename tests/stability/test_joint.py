"""Joint moves: worth it, kept, not spoiled; leaving; and what holds. Small situations worked out by hand."""

from __future__ import annotations

from typing import Any

from detente.situation.model import Situation
from detente.situation.reading.read import read_text
from detente.stability.concepts import CONCEPTS
from detente.stability.result import Stability, stability
from detente.stability.solve import Model, solve
from detente.stability.witness.joint_witness import explain_joint


def solved(**blocks: Any) -> Stability:
    actors = blocks.pop("actors", {"a": {}, "b": {}})
    return stability(Situation.model_validate({"detente": "1", "actors": actors, **blocks}))


def goals(**wants: tuple[str, float]) -> dict[str, Any]:
    return {"goals": {name: {"want": want, "weight": str(weight)} for name, (want, weight) in wants.items()}}


TREATY = {"g": {"parties": ["a", "b"], "terms": {"t": {"leave": "any"}}}}


def verdict(result: Stability, concept: str, start: str, end: str) -> str:
    names = [result.model.space.name(index) for index in range(result.model.space.count)]
    return explain_joint(result.view, CONCEPTS[concept], "g", names.index(start), names.index(end)).verdict


def test_both_gain_both_stay_and_it_is_signed() -> None:
    result = solved(
        agreements=TREATY, status_quo={}, preferences={"a": goals(t=("g.t", 1)), "b": goals(t=("g.t", 1))},
        questions={"signed": "g.t"},
    )  # fmt: skip
    for concept in CONCEPTS:
        assert result.predicted(concept) == [[2]]
        assert result.answers("signed", concept) == ("every", "every")
        assert result.equilibria(concept) == [1, 2]
        assert result.holds(concept) == [2]


def test_a_gain_within_the_inertia_is_no_gain() -> None:
    actors = {"a": {"inertia": "1"}, "b": {}}
    wants = {"a": goals(t=("g.t", 1)), "b": goals(t=("g.t", 1))}
    result = solved(actors=actors, agreements=TREATY, status_quo={}, preferences=wants)
    assert result.predicted("nash") == [[1]]
    assert verdict(result, "nash", "none", "g.t") == "not_better"


def test_a_package_is_kept_only_if_leaving_does_not_pay() -> None:
    """Each would like out once it has what it wants. Looking ahead deters: the other would take its part back."""
    result = solved(
        options={"a": {"x": None}},
        agreements=TREATY,
        status_quo={},
        preferences={
            "a": goals(t=("g.t", 3), own=("not a.x", 1)),
            "b": goals(x=("a.x", 3), free=("not g.t", 1)),
        },
    )
    assert verdict(result, "nash", "none", "a.x, g.t") == "not_kept"
    assert result.predicted("nash") == [[1]]
    assert verdict(result, "seq", "none", "a.x, g.t") == "credible"
    assert result.predicted("seq") == [[4]]


def test_no_deal_where_one_does_as_well_alone() -> None:
    result = solved(
        options={"a": {"x": None}},
        agreements=TREATY,
        status_quo={},
        preferences={"a": goals(x=("a.x", 2)), "b": goals(t=("g.t", 1))},
    )
    assert verdict(result, "nash", "none", "a.x, g.t") == "better_alone"


def test_an_outsider_can_spoil_it_but_not_under_r() -> None:
    """c answers the treaty by harming a, and likes to; under R nobody asks."""
    preferences = {
        "a": goals(t=("g.t", 2), safe=("not c.harm", 3)),
        "b": goals(t=("g.t", 1)),
        "c": goals(harm=("c.harm and g.t", 1)),
    }
    result = solved(
        actors={"a": {}, "b": {}, "c": {}}, options={"c": {"harm": None}}, agreements=TREATY, status_quo={},
        preferences=preferences,
    )  # fmt: skip
    assert verdict(result, "nash", "none", "g.t") == "credible"
    assert verdict(result, "seq", "none", "g.t") == "not_better"  # where it leads: the harm is sure
    assert result.predicted("seq") == [[1]]


def test_a_reply_counts_against_the_spoiler_where_replies_are_allowed() -> None:
    """a can undo the harm: the answer spoils under SEQ, not under SSEQ."""
    preferences = {
        "a": goals(t=("g.t", 2), safe=("not (c.harm and not a.shield)", 3), cheap=("not a.shield", 0.5)),
        "b": goals(t=("g.t", 1)),
        "c": goals(harm=("c.harm and g.t", 1)),
    }
    result = solved(
        actors={"a": {}, "b": {}, "c": {}},
        options={"a": {"shield": None}, "c": {"harm": None}},
        agreements=TREATY,
        status_quo={},
        preferences=preferences,
    )
    assert verdict(result, "seq", "none", "g.t") == "spoiled"
    assert verdict(result, "sseq", "none", "g.t") == "credible"


def test_coordination_without_a_term() -> None:
    """Two that must step together do so through an agreement, though no term of it changes."""
    result = solved(
        options={"a": {"x": None}, "b": {"y": None}},
        agreements=TREATY,
        status_quo={},
        preferences={
            "a": goals(both=("a.x and b.y", 2), alone=("not a.x", 1), free=("not g.t", 5)),
            "b": goals(both=("a.x and b.y", 2), alone=("not b.y", 1), free=("not g.t", 5)),
        },
    )
    names = [result.model.space.name(index) for index in range(result.model.space.count)]
    assert verdict(result, "seq", "none", "a.x, b.y") == "credible"
    assert [names[index - 1] for (index,) in (result.predicted("seq") or [])] == ["a.x, b.y"]


def test_parties_with_a_cycle_among_themselves_sign_nothing_under_r() -> None:
    """Matching pennies between the parties: no place is kept by both, so under R no treaty is signed."""
    preferences = {
        "a": goals(match=("a.x iff b.y", 2), t=("g.t", 1)),
        "b": goals(differ=("not (a.x iff b.y)", 2), t=("g.t", 1)),
    }
    result = solved(
        options={"a": {"x": None}, "b": {"y": None}}, agreements=TREATY, status_quo={}, preferences=preferences,
        questions={"signed": "g.t"},
    )  # fmt: skip
    assert result.answers("signed", "nash")[0] == "none"
    assert any(len(members) > 1 for members in result.predicted("nash") or [])


def test_without_a_status_quo_nothing_is_predicted() -> None:
    result = solved(options={"a": {"x": None}}, preferences={"a": goals(x=("a.x", 1))}, questions={"q": "a.x"})
    assert result.predicted("seq") is None
    assert result.answers("q", "seq") == (None, "every")
    assert result.data()["predicted"] is None


def test_where_nothing_is_possible_nothing_is_signed() -> None:
    text = """\
detente: 1
actors: {a: , b: }
options: {a: {x: go}}
agreements: {g: {parties: [a, b], terms: {t: sign}}}
rules: {never_x: {never: a.x}, always_x: {never: not a.x}}
preferences: {a: {priorities: [g.t]}, b: {priorities: [g.t]}}
"""
    situation = read_text(text).situation
    assert situation is not None
    found = solve(Model.of(situation))
    assert {name: solution.stable.shape for name, solution in found.items()} == dict.fromkeys(found, (1, 2, 0))
