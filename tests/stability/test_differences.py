"""Two situations compared: what differs is found, and what turns an answer is what turns it when tried by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import detente as dt
from detente.cli import group
from detente.errors import DetenteError
from detente.load import check_text
from detente.situation.model import Situation
from detente.stability.differences import compare
from detente.stability.differences_told import difference_rows

BASE = """\
detente: 1
actors: {a: {inertia: 0.5}, b: }
drivers: {trust: 1}
options: {a: {give: give way}, b: {take: take it}}
status_quo: {a.give: no, b.take: no}
rules: {never_both: {never: "a.give and b.take and false"}}
preferences:
  a: {goals: {peace: {want: a.give, weight: trust}, pride: {avoid: a.give, weight: 2}}}
  b: {points: {b.take: {yes: 1}}}
questions: {given: a.give, taken: b.take}
"""


def made(text: str) -> Situation:
    case = check_text(text, Path()).case
    assert case is not None
    return case.situation


def test_each_difference_is_tried_by_itself() -> None:
    other = BASE.replace("trust: 1", "trust: 3").replace("weight: 2", "weight: 1.8").replace("yes: 1", "yes: 2")
    found = compare(made(BASE), made(other))
    assert [one.name for one in found.differences] == [
        "drivers.trust", "preferences.a.goals.pride", "preferences.b.points.b.take.yes",
    ]  # fmt: skip
    (turned,) = found.turned
    assert (turned.question, turned.first, turned.second) == ("given", "none", "every")
    assert [found.differences[place].name for place in turned.turned_by] == ["drivers.trust"]
    assert found.same == ("taken",)
    assert found.sentences()[0] == (
        "Given “no” in the one, “yes” in the other. One difference alone is enough for that: trust."
    )


def test_several_together() -> None:
    other = BASE.replace("trust: 1", "trust: 1.8").replace("weight: 2", "weight: 1.2")
    (turned,) = compare(made(BASE), made(other)).turned
    assert turned.turned_by == ()


def test_words_and_sources_are_no_difference() -> None:
    other = BASE.replace("give: give way", "give: {text: give in, note: as they say}")
    found = compare(made(BASE), made(other))
    assert found.differences == () and found.turned == ()
    assert found.sentences("ar")[-1] == "لا فرق بينهما في ما له أثر."


def test_every_turn_of_a_variant_is_a_turn_when_set() -> None:
    case = dt.load("kuril/2019-01")
    found = compare(case.situation, case.variants["y2016"])
    before = dt.stability(case, ["seq"]).question_data()
    names = {"status_quo": set()}
    for turned in found.turned:
        assert before[turned.question]["seq"]["predicted"] == turned.first
        for place in turned.turned_by:
            one = found.differences[place]
            if one.path[0] == "status_quo":
                names["status_quo"].add(one.name)
                after = dt.stability(dt.what_if(case, {one.name: one.after}), ["seq"]).question_data()
                assert after[turned.question]["seq"]["predicted"] == turned.second
    assert names["status_quo"]


def test_no_question_in_common_and_one_situation_alone() -> None:
    with pytest.raises(DetenteError) as caught:
        compare(made(BASE), made(BASE.replace("given: a.give, taken: b.take", "other: a.give")))
    assert str(caught.value).startswith("the two have no question of the same name")
    run = CliRunner().invoke(group, ["diff", "kuril/2019-01"])
    assert getattr(run.exception, "code", "") == "diff_two"


def test_two_files_in_json(tmp_path: Path) -> None:
    for name, text in (("one.yaml", BASE), ("other.yaml", BASE.replace("trust: 1", "trust: 3"))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    words = ["diff", str(tmp_path / "one.yaml"), str(tmp_path / "other.yaml"), "--format", "json"]
    found = json.loads(CliRunner().invoke(group, words).stdout)
    assert found["answers"] == {"given": {"first": "none", "second": "every", "turned_by": ["drivers.trust"]}}
    assert found["differences"] == [{"difference": "drivers.trust", "before": "1", "after": "3", "turns": "given"}]


def test_tables_say_numbers_in_words(tmp_path: Path) -> None:
    """A word for an importance is what it stands for: the answer “either way” is called some in a file, too."""
    words = BASE.replace("drivers:", "words: {some: 1..3, minor: 0.5..1.5}\ndrivers:")
    for name, weight in (("one", "some"), ("other", "minor")):
        changed = words.replace("weight: 2", f"weight: {weight}").replace(
            "trust: 1", "trust: 1" if name == "one" else "trust: 0..2"
        )
        (tmp_path / f"{name}.yaml").write_text(changed, encoding="utf-8")
    for flags, first in (([], "trust"), (["--ids"], "drivers.trust")):
        arguments = ["diff", str(tmp_path / "one.yaml"), str(tmp_path / "other.yaml"), *flags]
        lines = CliRunner().invoke(group, arguments, catch_exceptions=False).output.splitlines()
        cells = [re.split(r"\s{2,}", re.sub("[\u2066-\u2069]", "", line).strip()) for line in lines if line.strip()]
        assert [row[1:3] for row in cells if "1.5" in " ".join(row)] == [["1 to 3", "0.5 to 1.5"]]
        assert any(row[0] == first for row in cells)
    one, other = (dt.load(tmp_path / f"{name}.yaml").situation for name in ("one", "other"))
    assert [row["in_first"] for row in difference_rows(compare(one, other), "ar")][-1] == "من 1 إلى 3"
