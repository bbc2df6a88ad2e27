"""How acts are read: every combination solved from the start, limits, and what is wrong with perceptions and acts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente import DetenteError, LimitError, load
from detente.api import perception as of_case
from detente.cli import group
from detente.load import check_text
from detente.situation.case import Case
from detente.stability.perception import readings
from detente.stability.perception.readings import contrast
from detente.stability.perception.result import perception

STRAIT = """\
detente: 1
actors: {china: , usa: , japan: }
drivers: {fear: 1..3, resolve: 2}
options:
  china: {exercise: hold exercises}
  usa: {patrol: send a carrier}
  japan: {arm: build up}
status_quo: {china.exercise: no}
preferences:
  china: {goals: {show: {want: china.exercise, weight: resolve}, calm: {avoid: usa.patrol, weight: 3}}}
  usa: {goals: {answer: {want: usa.patrol if china.exercise, weight: fear}, cost: {avoid: usa.patrol, weight: 1.5}}}
  japan: {goals: {safety: {want: japan.arm if china.exercise, weight: fear}, cost: {avoid: japan.arm, weight: 2.5}}}
questions: {exercise: china.exercise, arms: japan.arm, carrier: usa.patrol}
"""
SEEN = "perceptions: {usa: {drivers: {resolve: 5}}}\n"
ACTS = """\
acts:
  exercises:
    text: {en: the exercises, ar: التدريبات}
    by: china
    observe: china.exercise
    to: [usa]
    readings:
      japan: {threat: {note: a threat, drivers: {fear: 6}}, routine: }
      usa: {probe: {drivers: {fear: 0.5}}, threat: {drivers: {fear: 4}}}
"""
WHOLE = STRAIT + SEEN + ACTS


def read(text: str) -> Case:
    checked = check_text(text, Path("nowhere"))
    assert checked.case is not None, [problem.render() for problem in checked.errors]
    return checked.case


def wrong(text: str) -> str:
    """All errors as a user sees them."""
    checked = check_text(text, Path("nowhere"))
    assert checked.case is None
    return "\n\n".join(problem.render() for problem in checked.errors)


def test_every_combination_is_what_it_would_be_as_a_perception() -> None:
    case = read(WHOLE)
    result = of_case(case, ("nash", "seq"))
    found = result.contrasts["exercises"].combinations
    assert [tuple(each.readings.values()) for each in found] == [
        (japan, usa) for japan in (None, "threat", "routine") for usa in (None, "probe", "threat")
    ]
    kinds = set()
    for each in found:
        chosen = {who: case.readings["exercises"][who][name] for who, name in each.readings.items() if name}
        afresh = perception(case.situation, {**case.perceptions, **chosen}, None, ("nash", "seq"))
        for concept in result.concepts:
            assert (each.game.equilibria(concept) == afresh.game.equilibria(concept)).all()
            assert each.game.predicted_classes(concept) == afresh.game.predicted_classes(concept)
            assert each.game.taken_aback(concept) == afresh.game.taken_aback(concept)
            kinds.add((concept, str(afresh.game.predicted_classes(concept))))
    assert len(kinds) > 4, "the readings make a difference"


def test_a_reading_lies_over_the_perception_of_its_audience() -> None:
    case = read(WHOLE)
    drivers = case.readings["exercises"]["usa"]["probe"].drivers
    assert [str(drivers[name].form.centre) for name in ("resolve", "fear")] == ["5", "1/2"]  # type: ignore[union-attr]
    assert case.readings["exercises"]["japan"]["routine"].drivers == case.situation.drivers


def test_a_reading_is_told() -> None:
    result = of_case(read(WHOLE), ("nash",))
    said = result.sentences()
    assert "How is this read: the exercises (by china, for usa)?" in said
    assert "If japan reads it as “a threat”: arms yes instead of no." in said
    assert "If japan reads it as “routine”, no answer turns." in said
    run = CliRunner().invoke(group, ["perception", "perception/chicken_misread", "--act", "bluff"])
    assert isinstance(run.exception, DetenteError)
    assert run.exception.render() == "there is no act “bluff”"


def test_too_many_combinations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "MAX_COMBINATIONS", 8)
    case = read(WHOLE)
    result = of_case(case)
    assert result.data()["concepts"]["seq"]["acts"]["exercises"] == {
        "by": "china", "to": ["usa"], "combinations": 9, "too_many": True, "rows": [],
    }  # fmt: skip
    with pytest.raises(LimitError) as refused:
        result.act_rows("exercises")
    assert refused.value.render() == (
        "the act “exercises” has 9 combinations of readings; this analysis compares 8. "
        "Give fewer readings, or make two acts of it"
    )


def test_up_to_the_limit_they_are_compared() -> None:
    case = read(STRAIT + ACTS)
    given = of_case(case).game
    act = case.situation.acts["exercises"].model_copy(update={"readings": {"japan": {}, "usa": {}}})
    own = {f"r{number}": given.games["japan"] for number in range(15)}
    assert len(contrast("a", act, given, {"japan": own, "usa": own}).combinations) == 256
    assert contrast("a", act, given, {"japan": {**own, "one_more": own["r0"]}, "usa": own}).combinations == ()


def test_the_manoeuvres_of_the_article() -> None:
    """No answer turns with Tokyo's reading, and where it goes is what Tokyo expects under each."""
    result = of_case(load("kuril/2019-01"))
    rows = {row["read_by_japan"]: row for row in result.act_rows("manoeuvres")}
    assert set(rows) == {"", "message_to_usa", "routine", "threat"}
    for question in result.twin.situation.questions:
        assert len({row[question] for row in rows.values()}) == 1
    assert not any(row["taken_aback"] for row in rows.values())
    assert result.hope("japan", "treaty", "seq") == "none"
    assert result.fact("treaty", "seq") == result.without_mistakes("treaty", "seq") == "none"


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
@pytest.mark.parametrize("more", [[], ["--act", "manoeuvres"], ["--outcomes"], ["--reading", "b"]])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_face_of_the_command(form: str, more: list[str], language: str) -> None:
    run = CliRunner().invoke(group, ["perception", "kuril/2019-01", "--format", form, "--lang", language, *more])
    assert run.exit_code == 0, run.output
    assert len(run.stdout.splitlines()) > 3
    if form == "json":
        assert json.loads(run.stdout)


def test_a_perception_of_nobody() -> None:
    assert wrong(STRAIT + "perceptions: {jpan: {drivers: {fear: 2}}}\n") == (
        "situation.yaml:14:15  error: unknown actor “jpan” — did you mean “japan”?\n"
        "    14 | perceptions: {jpan: {drivers: {fear: 2}}}\n"
        "       |               ^^^^\n"
        "       = known actors: china, usa, and japan"
    )


def test_whose_perception_leaves_nothing_is_said() -> None:
    found = wrong(
        STRAIT + "perceptions:\n  usa:\n    rules: {a: {never: china.exercise}, b: {never: not china.exercise}}\n"
    )
    assert found.startswith("situation.yaml:16:5  error in perceptions.usa: no outcome is possible under the rules\n")


def test_whose_perception_excludes_the_status_quo_is_said() -> None:
    found = wrong(STRAIT + "perceptions:\n  usa: {rules: {a: {if: not usa.patrol, then: china.exercise}}}\n")
    assert found == (
        "situation.yaml:8:1  error in perceptions.usa: the status quo breaks its own rules: a\n"
        "     8 | status_quo: {china.exercise: no}\n"
        "       | ^^^^^^^^^^\n"
        "       = change the status quo or the rule"
    )


@pytest.mark.parametrize("block", ["rules", "cuts"])
def test_a_perception_cannot_take_rules_or_cuts_away(block: str) -> None:
    one = {"rules": "{never: usa.patrol and japan.arm}", "cuts": "{actor: usa, from: true, to: usa.patrol}"}[block]
    for loosened in ("", "{r: }", f"{{r: {one}}}"):
        found = wrong(f"{STRAIT}{block}: {{r: {one}}}\nperceptions: {{usa: {{{block}: {loosened}}}}}\n")
        assert f"error: “r” is in the {block} of the situation already" in found
    assert read(f"{STRAIT}{block}: {{r: {one}}}\nperceptions: {{usa: {{{block}: {{s: {one}}}}}}}\n").perceptions


def test_outcomes_beyond_those_of_the_situation_are_refused() -> None:
    case = read(STRAIT + "rules: {r: {never: usa.patrol and japan.arm}}\n")
    whole = read(STRAIT).situation
    with pytest.raises(DetenteError) as refused:
        perception(case.situation, {"usa": whole})
    assert refused.value.code == "seen_beyond"
    assert refused.value.params == {"actor": "usa", "outcome": "usa.patrol, japan.arm"}


def test_faults_of_acts_are_all_said() -> None:
    acts = """\
acts:
  exercises:
    by: chna
    observe: china.exercse
    to: [taiwan]
    readings:
      japan: {threat: {options: {japan: {arm: no}}}, fear: {driver: {fear: 2}}}
      korea: {threat: {}}
      usa: {threat: {rules: {a: {never: true}}}}
"""
    checked = check_text(STRAIT + acts, Path("nowhere"))
    assert [(problem.code, problem.place.line) for problem in checked.errors if problem.place] == [
        ("actor_unknown", 16), ("name_unknown", 17), ("actor_unknown", 18), ("variant_fixed", 20), ("partial_key", 20),
        ("actor_unknown", 21), ("outcomes_none", 22),
    ]  # fmt: skip


def test_an_impossible_reading_is_named() -> None:
    text = WHOLE.replace("routine: }", "routine: {rules: {a: {never: true}}}}")
    assert "error in acts.exercises.readings.japan.routine: no outcome is possible" in wrong(text)
