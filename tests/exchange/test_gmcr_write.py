# ruff: noqa: E501  (what a file says, as it says it)
"""From a situation to a GMCR+ file: the whole text, and everything lost on the way by name, in both languages."""

from __future__ import annotations

import json

import pytest

from detente.errors import DetenteError
from detente.exchange.gmcr.gmcr_read import read_gmcr
from detente.exchange.gmcr.gmcr_write import write_gmcr
from detente.load import load
from detente.situation.reading.read import read_text
from detente.words import END_ISOLATE, ISOLATE, say

NILE = """\
detente: 1
title: the dam
actors: {ethiopia: {name: {en: Ethiopia, ar: إثيوبيا}}, egypt: , sudan: }
held: [sudan]
drivers: {drought: 0.2..0.6}
options:
  ethiopia: {fill: {text: fill the reservoir, move: forward}, pace: {levels: [slow, fast, full]}}
  egypt: {protest: }
  sudan: {mediate: }
agreements:
  water: {parties: [ethiopia, egypt], terms: {release: {levels: [none, some]}, data: }}
rules:
  pace_needs_filling: {if: "ethiopia.pace > slow", then: ethiopia.fill}
  unless_agreed: {never: "water.data and not ethiopia.fill"}
cuts: {no_rush: {actor: ethiopia, from: "ethiopia.pace == slow", to: "ethiopia.pace == full"}}
status_quo: {ethiopia.fill: yes, water.release: some}
preferences:
  ethiopia: {goals: {g: {want: ethiopia.fill, weight: "2 * drought"}}}
  egypt: {priorities: ["not ethiopia.fill", ">>", "egypt.protest iff ethiopia.pace == full"]}
perceptions:
  egypt: {rules: {deaf: {never: sudan.mediate}}, drivers: {drought: 0.5}}
"""
FILE = """\
{
 "program": "gmcr-py",
 "options": [
  {"name": "fill the reservoir", "permittedDirection": "fwd"},
  {"name": "pace: fast", "permittedDirection": "both"},
  {"name": "pace: full", "permittedDirection": "both"},
  {"name": "protest", "permittedDirection": "both"},
  {"name": "mediate", "permittedDirection": "both"}
 ],
 "infeasibles": [
  [[1, "Y"], [2, "Y"]],
  [[4, "Y"]],
  [[0, "N"], [2, "Y"]],
  [[0, "N"], [1, "Y"]]
 ],
 "decisionMakers": [
  {"name": "Ethiopia", "options": [0, 1, 2], "preferences": [], "misperceptions": [], "preferenceRanking": [[2, 3, 4, 6, 7, 8], [1, 5]]},
  {"name": "egypt", "options": [3], "preferences": [[[0, "N"]], {"compound": true, "members": [[[2, "N"], [3, "N"]], [[2, "Y"], [3, "Y"]]]}], "misperceptions": [[[4, "Y"]]], "preferenceRanking": [1, 5, [2, 3, 8], [4, 6, 7]]},
  {"name": "sudan", "options": [4], "preferences": [], "misperceptions": [], "preferenceRanking": [[1, 2, 3, 4, 5, 6, 7, 8]]}
 ],
 "useManualPreferenceRanking": true,
 "coalitions": [0, 1, 2]
}
"""
ENGLISH = """\
Lost: the status quo. It is state 2 of the file.
Lost: the agreement water. Only states with release = some and data = no were written; leaving it and joint steps have no counterpart.
Lost: the cuts no_rush. The moves they rule out are possible in the file, so answers may differ.
Lost: how much better one outcome is than another, for egypt.
Uncertain numbers stand at their centre: drought.
Lost, because the format has no place for it: title and drivers.
Options with levels became several yes-or-no options, with patterns for what cannot go together: ethiopia.pace.
The preferences of ethiopia are no conditions, or too long for conditions. So everybody was given a ranking of all states; conditions were kept beside it.
Lost: what egypt sees otherwise in drivers. Only states that it does not see have a counterpart.
"""
ARABIC = """\
فُقد الوضع القائم. وهو الحالة 2 في الملف.
فُقد الاتفاق water. لم تُكتب إلا الحالات التي فيها release = some وdata = no؛ ولا مقابل للخروج منه ولا للخطوات المشتركة.
فُقدت الخطوات الممنوعة no_rush. وهي ممكنة في الملف، فقد تختلف الأجوبة.
فُقد مقدار تفضيل نتيجة على أخرى لدى egypt.
أُخذت الأرقام غير المؤكدة عند وسط مداها: drought.
فُقد ما لا مكان له في هذا الشكل: title وdrivers.
الخيارات ذات المستويات صارت عدة خيارات جوابها نعم أو لا، مع أنماط لما لا يجتمع: ethiopia.pace.
تفضيلات ethiopia ليست شروطاً، أو هي أطول من أن تُكتب شروطاً. لذلك أُعطي كل طرف ترتيباً لجميع الحالات، وبقيت الشروط إلى جانبه.
فُقد ما يختلف في نظر egypt (drivers). ولا مقابل له هناك إلا الحالات غير المرئية لهذا الطرف.
"""


def said(text: str, language: str) -> str:
    notes = write_gmcr(read_text(text).required(), language).notes
    lines = [say(note.key, language, **note.values) for note in notes]
    return "".join(line.replace(ISOLATE, "").replace(END_ISOLATE, "") + "\n" for line in lines)


def test_the_whole_file() -> None:
    assert write_gmcr(read_text(NILE).required()).text == FILE


def test_everything_lost_is_said_by_name() -> None:
    assert said(NILE, "en") == ENGLISH
    assert said(NILE, "ar") == ARABIC


def test_names_are_in_the_language_asked_for() -> None:
    makers = json.loads(write_gmcr(read_text(NILE).required(), "ar").text)["decisionMakers"]
    assert [maker["name"] for maker in makers] == ["إثيوبيا", "egypt", "sudan"]


SMALL = "detente: 1\nactors: {usa: , iran: }\noptions: {usa: {strike: }, iran: {enrich: }}\n"


def test_a_small_situation_loses_nothing() -> None:
    assert said(SMALL + "preferences: {iran: {priorities: [iran.enrich]}}\n", "en") == ""


@pytest.mark.parametrize(
    ("more", "lost"),
    [
        (
            "preferences: {usa: {any: [{priorities: [usa.strike]}, {priorities: [not usa.strike]}]}}\n",
            "usa: only the first of the possible preferences was written.",
        ),
        (
            "preferences: {usa: {goals: {g: {want: usa.strike, weight: 1}}, much: 2}}\n",
            "Lost: how much better one outcome is than another, for usa.",
        ),
        ("held: [usa.strike]\nstatus_quo: {usa.strike: no}\n", "Lost: the status quo. It is state 1 of the file."),
    ],
)
def test_each_loss_is_said(more: str, lost: str) -> None:
    assert lost in said(SMALL + more, "en").splitlines()


def test_inertia_is_lost_and_said() -> None:
    text = (
        SMALL.replace("usa: ,", "usa: {inertia: 1},")
        + "preferences: {usa: {goals: {g: {want: usa.strike, weight: 1}}}}\n"
    )
    assert "Lost: the inertia of usa. In the file any gain counts, so answers may differ." in said(text, "en")


def test_a_held_option_cannot_change_in_the_file() -> None:
    written = write_gmcr(read_text(SMALL + "held: [usa.strike]\nstatus_quo: {usa.strike: yes}\n").required())
    assert json.loads(written.text)["infeasibles"] == [[[0, "N"]]]


def test_held_actors_whose_options_are_held_too_lose_nothing() -> None:
    more = "held: [usa, usa.strike]\nstatus_quo: {usa.strike: yes}\n"
    assert "held here" not in said(SMALL + more, "en")


def test_more_than_63_conditions_are_written_with_a_warning() -> None:
    wants = ", ".join(["usa.strike"] * 64)
    assert said(SMALL + f"preferences: {{iran: {{priorities: [{wants}]}}}}\n", "en") == (
        "Iran has 64 conditions. GMCR+ gives each a weight, and above 63 the weights no longer fit its numbers. "
        "Shorten the list before you use the file there.\n"
    )


def test_priorities_that_are_always_or_never_true_are_no_conditions() -> None:
    text = SMALL + 'preferences: {iran: {priorities: ["true", iran.enrich, "usa.strike and not usa.strike"]}}\n'
    (_, iran) = json.loads(write_gmcr(read_text(text).required()).text)["decisionMakers"]
    assert iran["preferences"] == [[[1, "Y"]]]


def test_equal_names_are_told_apart() -> None:
    text = SMALL.replace("{usa: , iran: }", "{usa: {name: State}, iran: {name: State}}").replace(
        "{enrich: }", "{enrich: go on, test: go on}"
    )
    written = json.loads(write_gmcr(read_text(text).required()).text)
    assert [maker["name"] for maker in written["decisionMakers"]] == ["State", "State (iran)"]
    assert [option["name"] for option in written["options"]] == ["strike", "go on", "go on (test)"]
    assert read_gmcr(json.dumps(written)).problems == ()


def refused(text: str, language: str = "en") -> str:
    with pytest.raises(DetenteError) as refusal:
        write_gmcr(read_text(text).required())
    return refusal.value.render(language)


MANY = ", ".join(f"m{number}: " for number in range(17))
BROAD = " or ".join(f"iran.m{number}" for number in range(17))
WIDE = f"detente: 1\nactors: {{iran: , usa: }}\noptions: {{iran: {{{MANY}}}}}\n"


def test_what_cannot_be_written_is_refused() -> None:
    graph = "detente: 1\nactors: {usa: , iran: }\noutcomes: [calm, war]\nmoves: {usa: [[calm, war]]}\n"
    assert refused(graph) == (
        "a GMCR+ file has options only, and this situation has none. Describe it with options to write it"
    )
    terms = "agreements: {pact: {parties: [usa, iran], terms: {inspect: }}}\nrules: {r: {never: not pact.inspect}}\n"
    assert refused(SMALL + terms) == "no outcome has the terms of the status quo, so there is nothing to write"
    assert refused(WIDE + f"rules: {{broad: {{never: not ({BROAD})}}}}\n") == (
        "the rule “broad” cannot be written as patterns: that takes more than 16 yes-or-no options or more than 500 "
        "patterns. Split it into smaller rules"
    )
    assert refused(WIDE + "preferences: {usa: {goals: {g: {want: iran.m3, weight: 1}}}}\n") == (
        "a ranking of 131,072 states is too long to write; the limit is 10,000. Use priorities, or add rules for what "
        "cannot be"
    )


def test_refusals_in_arabic() -> None:
    assert refused(WIDE + f"rules: {{broad: {{never: not ({BROAD})}}}}\n", "ar").replace(ISOLATE, "").replace(
        END_ISOLATE, ""
    ) == (
        "لا يمكن أن تُكتب القاعدة «broad» أنماطاً: فهي تحتاج إلى خيارات (نعم أو لا) يتجاوز عددها 16، "
        "أو إلى أنماط يتجاوز عددها 500. قسمها إلى قواعد أصغر"
    )


def test_a_priority_too_broad_for_a_pattern_becomes_part_of_a_ranking() -> None:
    rules = "rules: {few: {at_most_one: [" + ", ".join(f"iran.m{number}" for number in range(16)) + "]}}\n"
    situation = read_text(WIDE + rules + f"preferences: {{usa: {{priorities: ['{BROAD}']}}}}\n").required()
    written = json.loads(write_gmcr(situation).text)
    assert written["useManualPreferenceRanking"] is True
    assert written["decisionMakers"][1]["preferenceRanking"][1] == 1


def test_the_flagship_can_be_written() -> None:
    written = write_gmcr(load("kuril/2019-01").situation)
    assert read_gmcr(written.text).problems == ()


def test_priorities_that_do_not_count_at_the_centre_are_not_written() -> None:
    wants = "[{want: iran.enrich, when: drought > 0.3}, {want: usa.strike, when: drought > 0.5}]"
    text = SMALL + f"drivers: {{drought: 0.2..0.6}}\npreferences: {{iran: {{priorities: {wants}}}}}\n"
    (_, iran) = json.loads(write_gmcr(read_text(text).required()).text)["decisionMakers"]
    assert iran["preferences"] == [[[1, "Y"]]]
    assert "Uncertain numbers stand at their centre: drought." in said(text, "en")
