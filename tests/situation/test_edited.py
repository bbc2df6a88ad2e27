"""One value changed where it is written, and nothing else, byte for byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente as dt
from detente.errors import DetenteError
from detente.outcomes.changed import changed, settable, written
from detente.situation.reading.edited import edit
from detente.situation.reading.nodes import read_document
from detente.situation.share_levels import levels_at_hand_of

CASES = Path(__file__).parents[2] / "cases"
KURIL = (CASES / "kuril" / "2019-01" / "situation.yaml").read_text(encoding="utf-8")
FILES = sorted(path for path in CASES.rglob("situation.yaml") if path.stat().st_size < 20_000)
TEXT = """\
detente: 1   # the version
actors: {a: {inertia: 0.5}, "b": }
drivers:
  x: {value: 0.2..0.8, why: 'between, roughly'}  # a comment: with {odd} things
  y: "2 * x"
  z: {low: 1, likely: 2, high: 6}
  long: >-
    3 * x
    + 1
  n:
  old: &same 4
  new: *same
options: {a: {go: {text: ' go  '}}}
status_quo: {a.go: no}   # يبدأ هنا
preferences:
  a: {goals: {g: {want: a.go, weight: 3}}, points: {a.go: {yes: 2.50}}, base: -1}
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        ("x", 0.5, "value: 0.2..0.8,", "value: 0.5,"),
        ("drivers.x", "0.1..0.2", "value: 0.2..0.8,", "value: 0.1..0.2,"),
        ("y", "3 * x - 1", '"2 * x"', "3 * x - 1"),
        ("y", "max(x, 1)", '"2 * x"', '"max(x, 1)"'),
        ("z", 7, "{low: 1, likely: 2, high: 6}", "7"),
        ("n", -2, "  n:\n", "  n: -2\n"),
        ("a.inertia", "0..1", "{inertia: 0.5}", "{inertia: 0..1}"),
        ("a.goals.g.weight", 10, "weight: 3}", "weight: 10}"),
        ("preferences.a.points.a.go.yes", 3, "yes: 2.50", "yes: 3"),
        ("a.base", "x", "base: -1", "base: x"),
        ("status_quo.a.go", True, "{a.go: no}", "{a.go: yes}"),
        ("a.go", "somewhat, maybe", "{a.go: no}", '{a.go: "somewhat, maybe"}'),
        ("options.a.go.text", "- stay: here #1", "' go  '", '"- stay: here #1"'),
        ("options.a.go.text", "", "' go  '", '""'),
        ("options.a.go.text", "null", "' go  '", '"null"'),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_this(path: str, value: object, old: str, new: str, ends: str, mark: str) -> None:
    before, after = (mark + text.replace("\n", ends) for text in (TEXT, TEXT.replace(old, new, 1)))
    assert edit(before, path, value) == after != before


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("long", 1, "the value of long is written over several lines; change it in an editor"),
        ("new", 1, "new cannot be changed in this place alone (an alias shares it"),
        ("old", 1, "old cannot be changed in this place alone"),
        ("a.goals.h.weight", 1, "nothing is written at “a.goals.h.weight” — did you mean “a.goals.g.weight”?"),
        ("drivers", 1, "nothing is written at “drivers”"),
    ],
)
def test_what_cannot_be_changed_in_one_place(path: str, value: object, said: str) -> None:
    with pytest.raises(DetenteError) as caught:
        edit(TEXT, path, value)
    assert caught.value.render().startswith(said) and caught.value.render("ar") != caught.value.render()


def test_a_broken_file_is_left_alone() -> None:
    with pytest.raises(DetenteError) as caught:
        edit("a: [1\n", "a", 1)
    assert caught.value.code == "edit_unreadable"


def attempted(text: str, path: str, value: str, codes: tuple[str, ...]) -> str | None:
    """The edited text, or None where it is refused for one of these reasons."""
    try:
        return edit(text, path, value)
    except DetenteError as error:
        if error.code in codes:
            return None
        raise


@given(st.data())
def test_a_changed_file_says_what_a_changed_situation_does(data: st.DataObject) -> None:
    """Any number of a shipped case: the edited text reads as the situation with that number; all other lines stay."""
    path = data.draw(st.sampled_from(FILES))
    text = path.read_text(encoding="utf-8")
    situation = dt.load(path).situation
    names = [
        name for name, steps in settable(situation).items() if ".".join(steps) == name and steps[0] != "status_quo"
    ]
    if not names:
        return
    name, value = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(["0.25", "1..3", "7"]))
    made = attempted(text, name, value, ("edit_unknown", "edit_long", "edit_shared"))
    if made is None:
        return
    old, new = (re.split("\n", one) for one in (text, made))
    assert len(old) == len(new) and sum(one != other for one, other in zip(old, new, strict=True)) <= 1
    found = dt.check_text(made, path.parent)
    if found.case is not None:
        again = settable(found.case.situation)
        assert again.keys() == settable(situation).keys()
        wanted = changed(situation, {name: value})
        assert found.case.situation.drivers == wanted.drivers
        if levels_at_hand_of(situation):  # of which a file that says otherwise knows others: those of its fairest deal
            goals = [[want.goals for want in one.preferences.values()] for one in (found.case.situation, wanted)]
            assert goals[0] == goals[1]
        else:
            assert found.case.situation.preferences == wanted.preferences


@given(st.text(min_size=0, max_size=12))
def test_any_text_comes_back(value: str) -> None:
    made = attempted(TEXT, "options.a.go.text", value, ("edit_shared",))
    if made is None:
        return
    root = read_document(made.encode(), "a.yaml").root
    assert root is not None and root.plain()["options"]["a"]["go"]["text"] == value


def test_kuril() -> None:
    found = dt.check_text(edit(KURIL, "us_reliability", 0.9), CASES / "kuril" / "2019-01").case
    assert found is not None and written(found.situation.drivers["us_reliability"].form) == "0.9"
