"""Other numbers on the same structure: the same as a file that says so, and refused where a file would be."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente as dt
from detente.errors import InputError
from detente.load import check_text
from detente.outcomes.changed import applied, changed, read_settings, settable
from detente.outcomes.changed_sentences import change_words
from detente.outcomes.preferences import preferences_of
from detente.situation.model import Situation
from detente.stability.concepts import REPORTED
from detente.stability.result import Stability, stability
from detente.stability.solve import Model
from tests.strategies import models

TEXT = """\
detente: 1
actors:
  nile: {{name: Egypt, inertia: {inertia}}}
  blue: {{name: Ethiopia, capability: {capability}}}
drivers:
  drought: {{value: {drought}, text: how dry it is}}
  loss: {loss}
words: {{minor: 0.5..1.5}}
options:
  blue: {{fill: {{text: fill the reservoir}}}}
  nile: {{protest: {{levels: [none, loud, armed]}}}}
agreements: {{treaty: {{parties: [nile, blue], terms: {{share: }}}}}}
status_quo: {{nile.protest: {protest}}}
rules: {{calm: {{if: nile.protest == armed, then: blue.fill}}}}
preferences:
  nile: {{goals: {{water: {{avoid: blue.fill, weight: {water}}}, peace: {{want: treaty.share, weight: {peace}}}}}}}
  blue: {{goals: {{power: {{want: blue.fill, weight: 2}}}}, points: {{nile.protest: {{armed: {armed}}}}}, base: {base}}}
questions: {{filled: blue.fill, shared: treaty.share}}
variants:
  wet: {{drivers: {{drought: 0.1}}}}
  calm: {{preferences: {{nile: {{goals: {{peace: {{want: treaty.share, weight: 1}}}}}}}}}}
"""
WRITTEN: dict[str, Any] = {
    "inertia": "0.1", "capability": "3", "drought": "0.2..0.8", "loss": "2 * drought", "protest": "loud",
    "water": "loss + 1", "peace": "minor", "armed": "-1", "base": "0",
}  # fmt: skip
PLACES = {
    "inertia": "actors.nile.inertia",
    "capability": "blue.capability",
    "drought": "drought",
    "loss": "drivers.loss",
    "protest": "status_quo.nile.protest",
    "water": "nile.goals.water.weight",
    "peace": "preferences.nile.goals.peace.weight",
    "armed": "blue.points.nile.protest.armed",
    "base": "blue.base",
}
OTHERS: dict[str, list[Any]] = {
    "inertia": ["0", "0.1..0.3"],
    "capability": [4, "1.5"],
    "drought": [0.9, "0.1..0.2"],
    "loss": ["3 * drought - 1", "0.25"],
    "protest": ["none"],
    "water": ["minor", "drought / 2", "-1"],
    "peace": ["0..4", 7],
    "armed": ["drought", "2.5"],
    "base": ["1e-3"],
}


def read(**values: Any) -> dt.Case:
    found = check_text(TEXT.format(**{**WRITTEN, **values}), Path())
    assert found.case is not None, [problem.render() for problem in found.errors]
    return found.case


def refused(values: dict[str, Any], language: str = "en") -> str:
    with pytest.raises(InputError) as caught:
        changed(read().situation, values)
    return caught.value.render(language)


@given(st.data())
def test_it_is_what_a_file_with_these_numbers_says(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(sorted(OTHERS)), unique=True))
    values = {name: data.draw(st.sampled_from(OTHERS[name])) for name in chosen}
    expected = read(**values)
    case, asked = read(), {PLACES[name]: value for name, value in values.items()}
    assert forms(changed(case.situation, asked)) == forms(expected.situation)
    result, again = dt.stability(case).at(asked), dt.stability(expected)
    assert same(result) == same(again)
    assert preferences_of(result.model.numbers()).rank.tolist() == preferences_of(again.model.numbers()).rank.tolist()


def forms(situation: Situation) -> Any:
    """All that a situation says, but for the variants, which are kept as they were written."""
    return situation.model_dump(exclude={"variants"})


def same(result: Stability) -> Any:
    """Everything a result says but where it comes from, with the reasons at the status quo."""
    start = result.model.space.status_quo or 0
    why = [result.witness(name, actor, start) for name in result.solutions for actor in result.situation.actors]
    return {key: value for key, value in result.data().items() if key != "digest"}, result.sentences("en"), why


@given(models(), st.data())
def test_a_result_follows_its_numbers(model: Model, data: st.DataObject) -> None:
    """Nothing of the old numbers is left in what is told of the new ones, whatever the structure."""
    situation = model.situation
    names = [name for name in settable(situation) if not name.startswith("status_quo")]
    weights = [name for name in names if name.startswith("preferences.") and "much" not in name]
    chosen = data.draw(st.lists(st.sampled_from(weights), unique=True, max_size=3)) if weights else []
    values = {name: data.draw(st.integers(-3, 6)) for name in chosen}
    before = stability(situation, REPORTED)
    before.sentences("en")
    made = before.at(values)
    assert made.model.space is before.model.space and made.model.moves is before.model.moves
    fresh = changed(situation, values).model_copy(deep=True)
    space_again = Model(fresh, Model.of(fresh).space, Model.of(fresh).moves)
    assert np.array_equal(preferences_of(made.model.numbers()).rank, preferences_of(space_again.numbers()).rank)
    assert same(made) == same(stability(fresh, REPORTED))
    assert same(before) == same(stability(situation.model_copy(deep=True), REPORTED))


def test_names() -> None:
    known = settable(read().situation)
    assert set(PLACES.values()) <= set(known)
    assert known["drought"] == known["drivers.drought"] == ("drivers", "drought")
    assert known["treaty.share"] == ("status_quo", "treaty.share")


def test_where_it_stands_moves_alone_and_outcomes_are_found_anew() -> None:
    before = dt.stability(read())
    after = before.at({"nile.protest": "none"})
    assert after.model.space.status_quo != before.model.space.status_quo
    assert before.at({"drought": 0.3}).model.space is before.model.space


def test_models_of_another_structure_are_not_taken_over() -> None:
    one, other = read().situation, read().situation.model_copy(update={"rules": {}})
    assert Model.of(one) is Model.of(one)
    assert Model.of(other).space.count > Model.of(one).space.count


def test_groups_and_strength_follow() -> None:
    result = dt.stability(read(), coalitions="all").at({"nile.goals.water.weight": -5})
    again = dt.stability(read(water="-5"), coalitions="all")
    assert result.groups is not None and again.groups is not None
    assert result.groups.data(100) == again.groups.data(100) and result.groups.complete


def test_on_a_grid() -> None:
    """Where outcomes are not listed, the grid is made anew, by the same engine."""
    asked = {"nile.goals.water.weight": -5, "drought": 0.3}
    case, changed_case = (
        check_text(TEXT.format(**{**WRITTEN, **values}).replace("share: ", "share: {leave: never}"), Path()).case
        for values in ({}, {"water": "-5", "drought": "0.3"})
    )
    assert case is not None and changed_case is not None
    made = dt.stability(case, engine="sweeps", limit=7).at(asked)
    again = dt.stability(changed_case, engine="sweeps", limit=7)
    assert made.engine == "sweeps" and made.limit == 7
    assert {**made.data(), "digest": ""} == {**again.data(), "digest": ""}


def test_what_is_laid_over_follows_as_far_as_it_has_the_number() -> None:
    case = dt.what_if(read(), {"drought": 0.7, "nile.goals.water.weight": 4})
    assert isinstance(case, dt.Case)
    assert "water" not in (case.variants["calm"].preferences["nile"].goals or {})
    for one in (case.situation, *case.variants.values()):
        assert one.drivers["drought"].form.centre == pytest.approx(0.7)  # type: ignore[union-attr]
    assert dt.what_if(read().situation, {"drought": 0.7}) == case.situation.model_copy(
        update={"preferences": read().situation.preferences}
    )


def test_everything_that_cannot_be_meant_is_said_at_once() -> None:
    asked = {"drougt": 1, "nile.protest": "silent", "drivers.drought": "nan", "nile.inertia": -1}
    assert refused(asked) == (
        "drougt=1  error: there is no number called “drougt”\n"
        "       = names like it: drought. a driver goes by its name, any other number by its place: "
        "japan.goals.hedge.weight\n\n"
        "nile.protest=silent  error: “silent” is no level of nile.protest\n"
        "       = its levels are none, loud, and armed\n\n"
        "drivers.drought=nan  error: “nan” is not a number one can calculate with\n"
        "       = write a finite number, or a range if it is not known\n\n"
        "nile.inertia=-1  error: nile.inertia can be negative\n"
        "       = keep it at zero or more"
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"drought": 0, "loss": "1 / drought"}, "loss=1 / drought  error: the formula “1 / drought” gives no finite "),
        ({"loss": "loss + 1"}, "loss=loss + 1  error: drivers that depend on each other in a circle: loss → loss"),
        ({"loss": "rain"}, "loss=rain  error: “rain” is neither"),
        ({"nile.protest": "armed"}, "nile.protest=armed  error: the status quo breaks its own rules: calm"),
        ({"drought": 1, "drivers.drought": 2}, "drivers.drought=2  error: drivers.drought is set twice"),
    ],
)
def test_what_only_the_whole_shows(values: dict[str, Any], said: str) -> None:
    assert refused(values).startswith(said)
    assert refused(values, "ar") != refused(values)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (np.int64(1), "1"), (np.float32(0.3), "0.3"), (np.float64(0.3), "0.3"), (Decimal("0.30"), "0.3"),
        (Fraction(3, 10), "0.3"), (10**40, "1e40"), ({"value": "0.2..0.4", "why": "seen"}, "0.2..0.4"),
        ({"any": [np.int64(1), Decimal("0.5")]}, "{any: [1, 0.5]}"),
        ({"low": 0, "likely": Fraction(1, 2), "high": 1}, "{low: 0, likely: 0.5, high: 1}"),
    ],
)  # fmt: skip
def test_numbers_of_python_and_numpy_are_what_they_print_as(value: Any, written: str) -> None:
    assert forms(changed(read().situation, {"drought": value})) == forms(read(drought=written).situation)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "drought=True  error: this is not a quantity"),
        (np.bool_(True), "drought=True  error: this is not a quantity"),
        (Fraction(10**200), "“1.00000e+200” is too large to calculate with"),
        ("9" * 5000, f"drought={'9' * 151}…  error: the number has more than 30 characters"),
        (Decimal("NaN"), "drought=NaN  error: “NaN” is not a number one can calculate with"),
        ({"value": 1, "whi": "x"}, "unknown key “whi” — did you mean “why”?"),
    ],
)
def test_what_is_no_number(value: Any, said: str) -> None:
    assert said in refused({"drought": value}).partition("\n")[0]


def test_a_number_of_thousands_of_digits() -> None:
    assert refused({"drought": 10**5000}).startswith("drought=…  error: “1.00000e+5000” is too large to calculate with")


def test_a_name_that_is_no_text_is_a_name_that_there_is_not() -> None:
    values: Any = {1: 2}
    assert refused(values).startswith("1=2  error: there is no number called “1”")


def test_settings() -> None:
    assert read_settings(["a = 1", "b.c=x == y"]) == ({"a": "1", "b.c": "x == y"}, [])
    values, faults = read_settings(["a", "=1", "b=", "c=1", "c=2"])
    assert values == {"c": "1"} and [fault.code for fault in faults] == ["set_shape"] * 3 + ["set_twice"]


def test_changes_in_words() -> None:
    case = read()
    values = {
        "drought": "0.9",
        "nile.goals.peace.weight": 3,
        "nile.protest": "none",
        "blue.capability": 5,
        "blue.base": 2,
    }
    said = [change_words(case.situation, change, "en") for change in applied(case.situation, values)[1]]
    assert said == [
        "how dry it is is 0.9 (in the file: 0.2..0.8)",
        "what “peace” is worth to Egypt is 3 (in the file: minor)",
        "at the start, Egypt: protest: none (in the file: protest: loud)",
        "the capability of Ethiopia is 5 (in the file: 3)",
        "preferences.blue.base is 2 (in the file: 0)",
    ]
