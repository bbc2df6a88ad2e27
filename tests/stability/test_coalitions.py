"""Coalitions: the engine against the literal definitions, the containments that hold, witnesses, words and refusals."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner, Result
from hypothesis import given

import detente as dt
from detente.cli import group
from detente.errors import DetenteError, LimitError
from detente.outcomes.preferences import preferences_of
from detente.situation.model import Situation
from detente.stability.coalitions.coalition import (
    COALITION_CONCEPTS,
    Coalition,
    Coalitions,
    all_coalitions,
    coalition_key,
    group_stability,
    read_coalition,
)
from detente.stability.coalitions.verify import coalition_faults
from detente.stability.coalitions.witness import CoalitionWitness, explain_coalition
from detente.stability.solve import Model, solve
from detente.stability.witness.witness import View
from tests.stability import literal, literal_coalition
from tests.strategies import models

PLAIN = {"cnash": "nash", "cgmr": "gmr", "csmr": "smr", "cseq_individual": "seq"}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, list(arguments), catch_exceptions=False)


def check_against_definitions(model: Model) -> None:
    """For every coalition and concept the outcomes are those of the definitions, set by set."""
    preferences = preferences_of(model.numbers())
    game = literal.game_of(model.moves, preferences)
    found = group_stability(model.moves, preferences)
    for concept in COALITION_CONCEPTS:
        for coalition in literal_coalition.subcoalitions(preferences.actors):
            expected = [literal_coalition.stable(game, concept, coalition, s) for s in game.outcomes]
            assert found.stable[concept][coalition].tolist() == expected, (concept, coalition)


def check_witnesses(model: Model) -> None:
    """Every witness says what the engine says, and the separate checker accepts it."""
    preferences = preferences_of(model.numbers())
    view = View(model.moves, preferences)
    coalitions = Coalitions(model.moves, preferences)
    for concept in COALITION_CONCEPTS:
        for coalition in all_coalitions(preferences.actors):
            stable = coalitions.stable(coalition, concept)
            for outcome in range(0, model.space.count, 3):
                witness = explain_coalition(view, concept, coalition, outcome)
                assert witness.stable == stable[outcome]
                assert coalition_faults(view, witness) == []


@given(models())
def test_the_engine_is_the_definitions(model: Model) -> None:
    check_against_definitions(model)


@given(models())
def test_witnesses_are_right_and_verified(model: Model) -> None:
    check_witnesses(model)


@given(models())
def test_one_actor_alone_and_containments(model: Model) -> None:
    """CNash, CGMR, CSMR, CSEQ_individual of one actor are R, GMR, SMR, SEQ; and what contains what."""
    groups = group_stability(model.moves, preferences_of(model.numbers()))
    alone = solve(model)
    for coalition in groups.coalitions:
        stable = {concept: groups.stable[concept][coalition] for concept in COALITION_CONCEPTS}
        if len(coalition) == 1:
            place = list(model.situation.actors).index(coalition[0])
            for concept, plain in PLAIN.items():
                assert (stable[concept] == alone[plain].stable[0, place]).all()
        pairs = [("cnash", "cseq_individual"), ("cseq_individual", "cseq"), ("cseq_individual", "cgmr")]
        pairs += [("cnash", "csmr"), ("csmr", "cgmr")]
        if model.moves.transitive:
            pairs.append(("cseq", "cgmr"))
        for small, large in pairs:
            assert not (stable[small] & ~stable[large]).any(), (small, large, coalition)
    for concept in COALITION_CONCEPTS:
        universal = groups.universal(concept)
        assert universal.tolist() == [not groups.upset_by(concept, s) for s in range(model.space.count)]


@given(models(graph=True))
def test_a_broken_witness_is_refused(model: Model) -> None:
    """The checker does not wave everything through: turned round, or with a step left out, a witness is refused."""
    view = View(model.moves, preferences_of(model.numbers()))
    for coalition in all_coalitions(view.actors):
        for outcome in range(model.space.count):
            witness = explain_coalition(view, "cseq", coalition, outcome)
            if witness.sanctions or not witness.stable:
                assert coalition_faults(view, CoalitionWitness(coalition, outcome, "cseq", not witness.stable))
            if not witness.stable:
                assert coalition_faults(view, replace(witness, path=witness.path[1:]))
                assert coalition_faults(view, replace(witness, answers=witness.answers + 1))
            for sanction in witness.sanctions:
                short = replace(sanction, answer=sanction.answer[:-1])
                assert coalition_faults(view, replace(witness, sanctions=(short,)))


@pytest.mark.slow
@given(models())
def test_everything_many_times(model: Model) -> None:
    check_against_definitions(model)
    check_witnesses(model)


def test_joint_moves_do_not_count_and_leaving_does() -> None:
    """Signing is a joint move and no sequence of single ones; leaving is a single move."""
    data = {
        "detente": "1",
        "actors": {"a": {}, "b": {}},
        "agreements": {"pact": {"parties": ["a", "b"], "terms": {"treaty": {}}}},
        "preferences": {name: {"priorities": ["pact.treaty"]} for name in "ab"},
    }
    wanted = Model.of(Situation.model_validate(data))
    groups = group_stability(wanted.moves, preferences_of(wanted.numbers()))
    assert groups.stable["cnash"]["a", "b"].tolist() == [True, True]
    data["preferences"] = {name: {"priorities": ["not pact.treaty"]} for name in "ab"}
    hated = Model.of(Situation.model_validate(data))
    groups = group_stability(hated.moves, preferences_of(hated.numbers()))
    assert groups.stable["cnash"]["a", "b"].tolist() == [True, False]


def test_a_group_needs_what_none_of_its_members_can_do_alone() -> None:
    """Elmira: s5 is an equilibrium; the ministry (s5 to s6) and Uniroyal (s6 to s8) upset it together, not apart."""
    result = dt.stability(dt.load("stability/elmira"), coalitions=["uniroyal+moe"])
    groups = result.groups
    assert groups is not None
    assert groups.coalitions == (("moe", "uniroyal"),)
    assert 5 in result.equilibria("nash")
    assert [index + 1 for index, stable in enumerate(groups.stable["cnash"]["moe", "uniroyal"]) if not stable] == [
        2,
        5,
        6,
    ]
    witness = explain_coalition(result.view, "cnash", ("moe", "uniroyal"), 4)
    assert [(step.mover, step.start + 1, step.end + 1) for step in witness.path] == [("moe", 5, 6), ("uniroyal", 6, 8)]
    assert result.data()["universal"] is None


def test_sentences_say_who_upsets_what_and_by_which_moves() -> None:
    said = dt.stability(dt.load("stability/elmira"), coalitions="all").sentences()
    assert (
        "Under “answers that pay, also by groups” (CSEQ), Ministry of the Environment and Uniroyal together would "
        "leave this: Uniroyal delays, the local government insists. Their way: Ministry of the Environment would "
        "go to “the order is modified, Uniroyal delays, the local government insists”, then Uniroyal would go to "
        "“Uniroyal accepts a modified order although the local government insists”. All of them gain by it, and "
        "nobody can punish it."
    ) in said
    group = "“no improvement of the group at all” (CNash)"
    assert f"2 outcomes are stable for every actor and every group under {group}." in said
    syria = dt.stability(dt.load("stability/syria_iraq_1975"), coalitions="all").sentences()
    assert (
        "No group of actors gains by leaving the one outcome that is stable for every actor alone under “no look "
        f"ahead”; asked under {group}."
    ) in syria
    named = dt.stability(dt.load("stability/elmira"), coalitions=["moe+local_government"]).sentences()
    assert any(
        "None of the groups asked about gains by leaving any of the 3 outcomes" in sentence for sentence in named
    )
    arabic = dt.stability(dt.load("stability/syria_iraq_1975"), coalitions="all").sentences("ar")
    assert any("لا يكسب أي ائتلاف بالخروج من التوازن الوحيد" in sentence for sentence in arabic)


def test_the_tables() -> None:
    table = run("stability", "stability/elmira", "--coalition", "all")
    assert (
        "Which groups upset it" in table.output
        and "Ministry of the Environment and" in table.output
        and "nobody" in table.output
    )
    rows = run("stability", "stability/elmira", "--coalition", "all", "--format", "csv").stdout.splitlines()
    assert rows[0] == "id,outcome,cnash,cgmr,csmr,cseq,cseq_individual"
    assert rows[1] == "5,s5,moe+uniroyal,moe+uniroyal,moe+uniroyal,moe+uniroyal,moe+uniroyal"
    assert rows[2:] == ["8,s8,,,,,", "9,s9,,,,,"]
    everything = run("stability", "stability/elmira", "--coalition", "moe+uniroyal", "--all", "--format", "csv")
    assert len(everything.stdout.splitlines()) == 10


def test_explain_a_group_that_leaves() -> None:
    data = json.loads(run("explain", "stability/elmira", "uniroyal+moe", "s5", "--format", "json").stdout)
    assert data["coalition"] == "moe+uniroyal" and data["concept"] == "cseq"
    assert (data["stable"], data["improvement"], data["answers"]) == (False, 8, 0)
    assert data["path"] == [
        {"mover": "moe", "from": 5, "to": 6},
        {"mover": "uniroyal", "from": 6, "to": 8},
    ]
    assert (
        "leave together under “answers that pay, also by groups”"
        in run("explain", "stability/elmira", "moe+uniroyal", "s5").output
    )


def test_explain_a_group_that_stays() -> None:
    """Uniroyal abandons the plant: the answer that keeps the ministry and the local government at s3."""
    arguments = ("explain", "stability/elmira", "moe+local_government", "s3", "--concept", "csmr")
    data = json.loads(run(*arguments, "--format", "json").stdout)
    assert data["stable"] and data["concept"] == "csmr" and data["path"] == []
    assert [s["improvement"] for s in data["sanctions"]] == [7]
    assert data["sanctions"][0]["answer"][0]["coalition"] == "uniroyal"
    assert "no reply of the group makes all of them better off" in run(*arguments).output
    assert "their own moves lead to nothing" in run("explain", "stability/elmira", "moe+local_government", "s7").output


ELMIRA = ("moe", "uniroyal", "local_government")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "moe+unroyal",
            "“unroyal” in “moe+unroyal” is not an actor — did you mean “uniroyal”?; "
            "known: moe, uniroyal, and local_government",
        ),
        (
            "moe + moe",
            "“moe” alone is no group: what one actor leaves is its own stability, which every run shows and "
            "`detente explain FILE moe` explains. Name two actors or more, as a+b",
        ),
        (
            " + ",
            "“ + ” names no actor. A group is written as its members joined by +, such as a+b; "
            "known: moe, uniroyal, and local_government",
        ),
    ],
)
def test_coalitions_that_cannot_be_meant(text: str, said: str) -> None:
    with pytest.raises(DetenteError) as refused:
        read_coalition(text, ELMIRA)
    assert refused.value.render() == said
    assert refused.value.render("ar")
    with pytest.raises(DetenteError):
        run("stability", "stability/elmira", "--coalition", text)


def test_members_in_any_order_and_in_backticks() -> None:
    assert read_coalition("uniroyal+`moe`", ELMIRA) == ("moe", "uniroyal")
    assert read_coalition("`a+b` + c", ("c", "a+b")) == ("c", "a+b")


@pytest.mark.parametrize(
    ("who", "concept", "known"),
    [
        ("moe", "cseq", "nash, gmr, smr, seq, sseq, strong_gmr, strong_smr, and strong_seq"),
        ("moe+uniroyal", "sseq", "cnash, cgmr, csmr, cseq, and cseq_individual"),
    ],
)
def test_concepts_that_do_not_fit(who: str, concept: str, known: str) -> None:
    with pytest.raises(DetenteError) as refused:
        run("explain", "stability/elmira", who, "s5", "--concept", concept)
    assert refused.value.render() == f"“{concept}” is not asked of {who}; here it can be {known}"


def test_limits_are_said() -> None:
    with pytest.raises(LimitError) as many:
        all_coalitions([f"a{number}" for number in range(9)])
    assert many.value.render() == (
        "there are 511 groups of actors; this analysis takes 255. Name those you mean: --coalition a+b"
    )
    options = {"a": {f"o{number}": {} for number in range(7)}, "b": {f"o{number}": {} for number in range(6)}}
    large = Situation.model_validate({"detente": "1", "actors": {"a": {}, "b": {}}, "options": options})
    with pytest.raises(LimitError) as wide:
        dt.stability(large, coalitions="all")
    assert wide.value.render() == (
        "groups of actors are compared outcome by outcome; that takes at most 4096 outcomes, and here are 8192. "
        "Add rules for what cannot be, or hold options that only set the scene"
    )


def test_named_groups_are_asked_even_where_all_would_be_too_many() -> None:
    names = [f"a{number}" for number in range(9)]
    situation = Situation.model_validate(
        {"detente": "1", "actors": {name: {} for name in names}, "options": {name: {"o": {}} for name in names[:2]}}
    )
    found: dict[str, dict[str, list[int]]] = dt.stability(situation, coalitions=["a0+a1"]).data()["coalitions"]
    pair: Coalition = ("a0", "a1")
    assert list(found["cnash"]) == [coalition_key(pair)]
    assert found["cnash"]["a0+a1"] == [1, 2, 3, 4]
