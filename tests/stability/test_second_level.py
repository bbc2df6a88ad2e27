"""Hypergames of level 2: by hand, equal to level 1 where nothing is added, and to the definition on random ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import assume, given

from detente.errors import LimitError
from detente.load import check_text, load
from detente.outcomes.changed import case_at
from detente.situation.case import Case
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.perception.result import perception
from detente.stability.result import stability
from tests.cli.test_commands import run
from tests.conftest import examples
from tests.stability.test_perception import Seen, misperceived

DILEMMA = """detente: 1
actors: {A: {}, B: {}}
drivers: {shame: 0}
options: {A: {keep: {}}, B: {keep: {}}}
statements: {cc: A.keep and B.keep, cd: A.keep and not B.keep, dc: not A.keep and B.keep, dd: not A.keep and not B.keep}
preferences:
  A: {ranking: [[dc], [cc], [dd], [cd]]}
  B: {ranking: [[cd], [cc], [dd], [dc]]}
perceptions:
  A: {perceptions: {B: BELIEF}}
"""
HARMLESS = "{note: B takes A for harmless, preferences: {A: {ranking: [[cc], [dc], [cd], [dd]]}}}"
CC, DD = 4, 1


def case_of(text: str, tmp_path: Path) -> Case:
    path = tmp_path / "situation.yaml"
    path.write_text(text)
    return load(path)


def test_whoever_knows_that_the_other_fears_no_answer_does_not_count_on_its_restraint(tmp_path: Path) -> None:
    """In the dilemma SEQ keeps cooperation, for defection is answered. B, as A thinks, believes that A never answers
    (it would rather keep than not, whatever B does): B then leaves cooperation, and A expects only mutual defection."""
    case = case_of(DILEMMA.replace("BELIEF", HARMLESS), tmp_path)
    assert list(case.beliefs["A"]) == ["B"] and case.perceptions["A"].preferences == case.situation.preferences
    seen = perception(case.situation, case.perceptions, beliefs=case.beliefs, concepts=("nash", "seq"))
    assert seen.equilibria("seq") == [DD, CC], "at level 1 each expects what holds"
    assert seen.second_expected("seq", "A") == [DD] and seen.second_expected("nash", "A") == [DD]
    level = seen.second["A"]
    assert [bool(one) for one in level.stable_for_other("seq")] == [True, True, False, False]
    data = seen.data()["concepts"]["seq"]["second_level"]
    assert data["expects"]["A"]["about"] == "B" and data["expects"]["A"]["expected"] == [DD]
    assert set(data["hypergame_equilibria"]) - set(data["expects"]["A"]["expected"]) == set(
        data["expects"]["A"]["surprise"]
    )


def test_it_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "situation.yaml"
    path.write_text(DILEMMA.replace("BELIEF", HARMLESS))
    told = run("perception", str(path)).stdout
    assert "(hypergame equilibria of the second level): " in told or "(a hypergame equilibrium of the second" in told
    assert (
        "A counts on what B sees, and expects that one outcome holds: “A: not keep; B: not keep”.\n"
        "Otherwise it would expect others, 2 of them.\n" in told
    )
    data = json.loads(run("perception", str(path), "--format", "json").stdout)
    assert data["concepts"]["seq"]["second_level"]["expects"]["A"]["expected"] == [DD]
    path.write_text(DILEMMA.replace("BELIEF", "{}"))
    assert "Otherwise it would expect the same.\n" in run("perception", str(path)).stdout
    plain = DILEMMA.replace("  A: {perceptions: {B: BELIEF}}", "  A: {drivers: {shame: 1}}")
    path.write_text(plain)
    assert "second_level" not in run("perception", str(path), "--format", "json").stdout


def test_numbers_set_for_a_run_reach_what_one_thinks_the_other_sees(tmp_path: Path) -> None:
    case = case_of(DILEMMA.replace("BELIEF", HARMLESS), tmp_path)
    assert case_at(case, {"shame": 3}).beliefs["A"]["B"].drivers["shame"].form.centre == 3


@pytest.mark.parametrize(
    ("belief", "code"),
    [("{B: {rules: {r: {never: cc}}}}", "partial_key"), ("{C: {}}", "actor_unknown"), ("x", "map_expected")],
)
def test_what_cannot_be_thought_is_refused(belief: str, code: str, tmp_path: Path) -> None:
    text = DILEMMA.replace("{B: BELIEF}", belief)
    assert code in {problem.code for problem in check_text(text, tmp_path).errors}


def equal_outcomes(*situations: Situation) -> bool:
    spaces = [stability(one, ("nash",)).model.space for one in situations]
    return len({tuple(space.name(index) for index in range(space.count)) for space in spaces}) == 1


@given(misperceived())
@examples(60)
def test_level_two_is_its_definition(drawn: tuple[Situation, Seen]) -> None:
    situation, seen = drawn
    actors = list(situation.actors)
    assume(len(actors) == 2)
    actor = next(iter(seen))
    other = next(name for name in actors if name != actor)
    own = seen[actor]
    same = perception(situation, {actor: own}, concepts=CONCEPTS, beliefs={actor: {other: own}})
    for concept in CONCEPTS:
        assert (same.second[actor].expected(concept) == same.game.expected(actor, concept)).all()
        assert same.second_equilibria(concept) == same.equilibria(concept)
    thought = situation
    assume(equal_outcomes(own, thought))
    found = perception(situation, {actor: own}, concepts=CONCEPTS, beliefs={actor: {other: thought}})
    wishes = {name: (thought if name == other else own).preferences.get(name) for name in actors}
    mixed = own.model_copy(update={"preferences": {name: one for name, one in wishes.items() if one is not None}})
    literal = stability(mixed, CONCEPTS)
    place = found.game.games[actor].place
    for concept in CONCEPTS:
        stays = {int(place[number - 1]) for number in literal.stable(concept, actor)}
        assert {int(one) for one in found.second[actor].stable_for_self(concept).nonzero()[0]} == stays
        assert found.sentences("en") and found.sentences("ar")


def test_it_is_for_two_actors() -> None:
    situation = load("stability/elmira").situation
    with pytest.raises(LimitError) as refused:
        perception(situation, {"moe": situation}, beliefs={"moe": {"uniroyal": situation}})
    assert str(refused.value) == (
        "what an actor thinks another sees is for two actors; there are 3. Take it out, or describe the two that matter"
    )
