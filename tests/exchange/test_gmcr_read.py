"""From a GMCR+ file to a situation: the text, the numbers of states, and what is said not to have been taken over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.exchange.gmcr.gmcr_read import Converted, read_gmcr
from detente.load import check_text, load
from detente.outcomes.preferences import preferences_of
from detente.outcomes.space import space_of
from detente.stability.result import stability
from detente.stability.solve import Model
from detente.words import say

Data = dict[str, Any]


def options(*names: str, **ways: str) -> list[Data]:
    return [{"name": name, "permittedDirection": ways.get(name.split()[0].lower(), "both")} for name in names]


def convert(data: Data, language: str = "en") -> Converted:
    converted = read_gmcr(json.dumps(data), "model.gmcr", language)
    assert converted.text is not None, [problem.render() for problem in converted.problems]
    return converted


def ranks(converted: Converted) -> list[list[int]]:
    """For each actor, the states of the file by rank, worst 0."""
    model = Model.of(check_text(converted.text or "", Path()).reading.required())
    order = np.array(converted.states) - 1
    rank = preferences_of(model.numbers()).rank[0][:, order]
    return [np.unique(one, return_inverse=True)[1].tolist() for one in rank]


WATER: Data = {
    "program": "gmcr-py",
    "version": "0.3.12",
    "options": options("Release water", "Escalate", "Attack", attack="fwd"),
    "infeasibles": [[[0, "Y"], [1, "Y"]]],
    "decisionMakers": [
        {
            "name": "Syria",
            "options": [0, 1],
            "preferences": [[[2, "N"]], {"compound": True, "members": [[[0, "Y"], [2, "N"]], [[0, "N"], [2, "Y"]]]}],
            "misperceptions": [[[0, "Y"], [1, "N"]]],
        },
        {"name": "Iraq", "options": [2], "preferences": [[[0, "Y"]]], "preferenceRanking": [1, 2, 3, 4, 5, 6]},
    ],
    "useManualPreferenceRanking": False,
    "coalitions": [[0, 1]],
    "analysisNotes": "draft",
}
TEXT = """\
# Made from model.gmcr (GMCR+ 0.3.12).
# States keep their numbers: state 1 is outcome 1, and so on.
# A GMCR+ file has no status quo. Add `status_quo:` to see where the situation goes from here.
# Not taken over: the manual rankings of Iraq. The file says that the preference conditions count.
# Syria: what they do not see became `perceptions`. Here each has its own view of the situation; GMCR+ only takes away \
their own moves to and from those states.
# Not taken over: coalitions (Syria + Iraq). In GMCR+ a coalition takes the place of its members; here coalitions are \
checked beside them.
# Not taken over: parts of the file that are not known here (analysisNotes).
detente: 1

actors:
  syria: {name: "Syria"}
  iraq: {name: "Iraq"}

options:
  syria:
    release_water: {text: "Release water"}
    escalate: {text: "Escalate"}
  iraq:
    attack: {text: "Attack", move: forward}

rules:
  r1: {never: "syria.release_water and syria.escalate"}

preferences:
  syria:
    priorities:
      - "not iraq.attack"
      - "syria.release_water iff not iraq.attack"
  iraq:
    priorities:
      - "syria.release_water"

perceptions:
  syria:
    rules:
      unseen1: {never: "syria.release_water and not syria.escalate"}
"""


def test_the_whole_text() -> None:
    converted = convert(WATER)
    assert converted.text == TEXT
    assert check_text(TEXT, Path()).errors == []
    assert converted.states == (1, 2, 3, 4, 5, 6)


def test_misperceptions_become_the_situation_as_the_actor_sees_it(tmp_path: Path) -> None:
    (tmp_path / "water.gmcr").write_text(json.dumps(WATER), encoding="utf-8")
    case = load(tmp_path / "water.gmcr")
    assert (Model.of(case.situation).space.count, Model.of(case.perceptions["syria"]).space.count) == (6, 4)


# Elmira (Kilgour, Fang and Hipel; as conditions in the file Elmira of GMCR+ 0.3.6): those of the ministry give the
# ranking that is published for it, but for the four states in which the plant is abandoned, which print leaves equal.
ELMIRA: Data = {
    "options": options("Modify", "Delay", "Accept", "Abandon", "Insist", modify="fwd", delay="back", abandon="fwd"),
    "infeasibles": [
        [[1, "Y"], [2, "Y"]], [[1, "Y"], [3, "Y"]], [[2, "Y"], [3, "Y"]], [[1, "N"], [2, "N"], [3, "N"]]
    ],
    "decisionMakers": [
        {
            "name": "MoE",
            "options": [0],
            "preferences": [
                [[2, "Y"]], [[3, "N"]], [[0, "N"]],
                {"compound": True, "members": [[[0, "N"], [4, "Y"]], [[0, "Y"], [4, "N"]]]},
            ],
        },
        {"name": "Uniroyal", "options": [1, 2, 3], "preferences": []},
        {"name": "Local government", "options": [4], "preferences": []},
    ],
}  # fmt: skip


def test_conditions_order_the_states_as_published() -> None:
    rank = ranks(convert(ELMIRA))[0]
    assert sorted(range(1, 13), key=lambda state: -rank[state - 1])[:8] == [9, 3, 4, 10, 7, 1, 2, 8]
    assert [move.move for move in _options(ELMIRA).values()] == ["forward", "back", "both", "forward", "both"]


def _options(data: Data) -> dict[str, Any]:
    situation = check_text(convert(data).text or "", Path()).reading.required()
    return {name: option for own in situation.options.values() for name, option in own.items()}


# Syria and Iraq 1975: conditions and the payoffs that GMCR+ computed from them, as saved in its file SI_misp.
EUPHRATES: Data = {
    "options": options("Release", "Escalate", "Attack"),
    "infeasibles": [[[0, "Y"], [1, "Y"]]],
    "decisionMakers": [
        {
            "name": "Syria",
            "options": [0, 1],
            "payoffs": [6, 3, 5, 2, 1, 4],
            "preferences": [[[0, "N"], [1, "N"], [2, "N"]], [[1, "Y"]], [[2, "N"]], [[0, "N"]]],
        },
        {
            "name": "Iraq",
            "options": [2],
            "payoffs": [3, 6, 1, 5, 2, 4],
            "preferences": [
                [[0, "Y"], [1, "N"], [2, "N"]], [[0, "N"], [1, "N"], [2, "Y"]], [[0, "N"], [1, "Y"], [2, "Y"]],
                [[0, "N"], [1, "N"], [2, "N"]], [[0, "Y"], [1, "N"], [2, "Y"]],
            ],
        },
    ],
}  # fmt: skip


def test_conditions_give_the_payoffs_that_the_program_saved() -> None:
    converted = convert(EUPHRATES)
    assert ranks(converted) == [[5, 2, 4, 1, 0, 3], [2, 5, 0, 4, 1, 3]]
    assert "payoffs" not in {note.key.rsplit(".", 1)[-1] for note in converted.notes}


def test_payoffs_that_say_something_else_are_named() -> None:
    data = json.loads(json.dumps(EUPHRATES))
    data["decisionMakers"][1]["payoffs"] = [6, 3, 1, 5, 2, 4]
    (note,) = [note for note in convert(data).notes if note.key == "gmcr.read.payoffs"]
    assert note.values == {"makers": ("Iraq",)}


def test_options_out_of_order_number_the_states_differently() -> None:
    """Syria decides the first and the last option, Iraq the second: our outcomes count Syria's options first."""
    data: Data = {
        "options": options("A", "B", "C"),
        "infeasibles": [[[0, "Y"], [2, "Y"]]],
        "decisionMakers": [
            {"name": "Syria", "options": [0, 2], "preferenceRanking": [5, [1, 2], 3, 4, 6], "preferences": []},
            {"name": "Iraq", "options": [1], "preferenceRanking": [[1, 2, 3, 4, 5, 6]], "preferences": []},
        ],
        "useManualPreferenceVectors": True,
    }
    converted = convert(data)
    assert converted.states == (1, 2, 4, 5, 3, 6)
    assert ranks(converted)[0] == [3, 3, 2, 1, 4, 0]
    assert "States 1, 2, 3 … are outcomes 1, 2, 4, 5, 3, and 6." in (converted.text or "")
    model = Model.of(check_text(converted.text or "", Path()).reading.required())
    assert model.space.name(converted.states[4] - 1) == "syria.c"


def test_older_names_of_keys_and_a_dash_are_read() -> None:
    data = json.loads(json.dumps(ELMIRA))
    data["useManualPreferenceVectors"] = False
    data["infeasibles"].append([[0, "-"], [1, "Y"], [4, "-"], [2, "Y"]])
    assert ranks(convert(data)) == ranks(convert(ELMIRA))


def test_a_ranking_replaces_the_conditions_where_the_file_says_so() -> None:
    data = json.loads(json.dumps(EUPHRATES))
    for maker in data["decisionMakers"]:
        maker["preferenceRanking"] = [[1, 2, 3], 4, 5, 6]
        del maker["payoffs"]
    data["useManualPreferenceRanking"] = True
    converted = convert(data)
    assert ranks(converted) == [[3, 3, 3, 2, 1, 0]] * 2
    (note,) = [note for note in converted.notes if note.key == "gmcr.read.conditions"]
    assert note.values == {"makers": ("Syria", "Iraq")}


def test_more_than_63_conditions_are_read_in_order() -> None:
    """The last of 70 conditions still decides between states that are equal in all others."""
    data = json.loads(json.dumps(EUPHRATES))
    data["decisionMakers"][0]["preferences"] = [[[0, "N"]]] * 69 + [[[2, "N"]]]
    del data["decisionMakers"][0]["payoffs"]
    converted = convert(data)
    rank = ranks(converted)[0]
    assert rank == [3, 1, 3, 2, 0, 2]
    said = [say(note.key, "en", **note.values) for note in converted.notes if note.key == "gmcr.read.many"]
    assert said == [
        "Syria has 70 preference conditions. GMCR+ gives each a weight, and above 63 the weights no longer fit its "
        "numbers. Here all of them count, in order."
    ]


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["Air strike", "air strike!"], ["air_strike", "air_strike_2"]),
        (["2nd", "not"], ["_2nd", "not_"]),
        (["ملء السد", "null"], ["ملء_السد", "null_"]),
        (["…", "no"], ["option", "no_"]),
    ],
)
def test_any_name_becomes_an_id(names: list[str], ids: list[str]) -> None:
    data: Data = {
        "options": options(*names),
        "infeasibles": [],
        "decisionMakers": [{"name": "Egypt", "options": [0, 1], "preferences": [[[1, "Y"]]]}],
    }
    assert list(_options(data)) == ids
    assert [option.text for option in _options(data).values()] == names


def test_long_conditions_are_split_into_named_statements() -> None:
    data: Data = {
        "options": options(*(f"a measure with a long name number {number}" for number in range(18))),
        "infeasibles": [[[0, "Y"], [1, "Y"]]],
        "decisionMakers": [
            {
                "name": "Egypt",
                "options": list(range(18)),
                "preferences": [
                    {"compound": True, "members": [[[a, "Y"], [b, "N"]] for a in range(18) for b in range(a)]},
                    [[option, "N"] for option in range(18)],
                ],
            }
        ],
    }
    converted = convert(data)
    checked = check_text(converted.text or "", Path())
    assert checked.errors == []
    space = space_of(checked.reading.required())
    long = space.holds(checked.reading.required().preferences["egypt"].priorities[0].want)  # type: ignore[index, union-attr]
    bits = space.levels.astype(bool)
    wanted = np.array([any(row[a] and not row[b] for a in range(18) for b in range(a)) for row in bits[::97]])
    assert (long[::97] == wanted).all()


ARABIC = """\
# أُعد من model.gmcr (GMCR+ 0.3.12).
# تحتفظ الحالات بأرقامها: الحالة 1 هي النتيجة 1، وهكذا.
# ليس في ملف GMCR+ وضع قائم. أضف `status_quo:` لترى إلى أين يؤدي الوضع.
# لم يُنقل الترتيب اليدوي لدى Iraq. فالملف يقول إن شروط التفضيل هي المعتمدة.
# Syria: ما لا تراه هذه الأطراف صار في `perceptions`. لكل طرف هنا نظرته إلى الوضع؛ أما GMCR+ فيحذف خطوات الطرف نفسه \
إلى تلك الحالات ومنها لا غير.
# لم تُنقل الائتلافات (Syria + Iraq). في GMCR+ يحل الائتلاف محل أعضائه؛ أما هنا فتُفحص الائتلافات إلى جانب أعضائها.
# لم تُنقل أجزاء من الملف غير معروفة هنا (analysisNotes).
"""


def test_the_comments_in_arabic() -> None:
    assert convert(WATER, "ar").text == ARABIC + TEXT[TEXT.index("detente: 1") :]


def test_syria_iraq_is_solved_as_from_our_own_file() -> None:
    """The shipped case has the same model; its published answers are tested with it."""
    converted = convert(EUPHRATES)
    ours = stability(load("stability/syria_iraq_1975").situation)
    theirs = stability(check_text(converted.text or "", Path()).reading.required())
    for concept in ours.solutions:
        assert theirs.equilibria(concept) == ours.equilibria(concept)
        assert [theirs.stable(concept, actor) for actor in ("syria", "iraq")] == [
            ours.stable(concept, actor) for actor in ("syria", "iraq")
        ]


@pytest.mark.parametrize(
    ("true", "written"),
    [
        ("YY NN", "egypt.a iff egypt.b"),
        ("YN NY", "egypt.a iff not egypt.b"),
        ("YY NN YN", "egypt.a if egypt.b"),
        ("YY NN NY", "egypt.b if egypt.a"),
        ("YY YN NY", "egypt.a or egypt.b"),
        ("NN YN NY", "not egypt.a or not egypt.b"),
        ("YY NY", "(egypt.a and egypt.b) or (not egypt.a and egypt.b)"),
    ],
)
def test_conditions_on_two_options_are_written_short(true: str, written: str) -> None:
    data: Data = {
        "options": options("A", "B"),
        "infeasibles": [],
        "decisionMakers": [
            {
                "name": "Egypt",
                "options": [0, 1],
                "preferences": [{"compound": True, "members": [[[0, cell[0]], [1, cell[1]]] for cell in true.split()]}],
            }
        ],
    }
    converted = convert(data)
    assert f'      - "{written}"\n' in (converted.text or "")
    assert ranks(converted) == [[int(state in true.split()) for state in ("NN", "YN", "NY", "YY")]]


def test_one_way_options_that_exclude_one_another_stay_options() -> None:
    """From one to the other both would have to change, and one of them cannot: as levels they could."""
    data: Data = {
        "options": options("F: a", "F: b", **{"f:": "fwd"}),
        "infeasibles": [[[0, "Y"], [1, "Y"]]],
        "decisionMakers": [{"name": "Egypt", "options": [0, 1], "preferences": []}],
    }
    assert list(_options(data)) == ["f_a", "f_b"]
    for option in data["options"]:
        option["permittedDirection"] = "both"
    assert _options(data)["f"].level_names == ("none", "a", "b")


def test_who_ranks_all_states_equal_has_no_preference() -> None:
    data = json.loads(json.dumps(WATER))
    data["useManualPreferenceRanking"] = True
    data["decisionMakers"][0]["preferenceRanking"] = [[1, 2, 3, 4, 5, 6]]
    situation = check_text(convert(data).text or "", Path()).reading.required()
    assert list(situation.preferences) == ["iraq"]
