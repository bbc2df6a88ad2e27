"""What cannot be answered of shares, ratifiers, steps and states is refused in words, each message whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import DetenteError
from detente.load import check_text
from detente.outcomes.space import axes_of
from detente.situation.share_levels import at_levels, in_lines
from detente.uncertainty.deal_futures import deal_story
from detente.words import LANGUAGES

HEAD = """\
detente: 1
actors: {a: , b: , c: }
options: {c: {act: act}}
drivers: {rain: {value: 0..1, why: the forecast}}
agreements:
  pact:
    parties: [a, b]
    TERMS
status_quo: {c.act: no}
preferences:
  a: {goals: {g: {want: pact.plan, weight: 2}, r: {want: pact.plan, weight: rain}}}
  b: {goals: {g: {want: pact.plan, weight: 1}}}
  c: {goals: {g: {want: c.act and not pact.plan, weight: 1}, h: {want: c.act, weight: -2}}}
"""
STATES = 'terms: {plan: {text: the plan, by: {dry: "rain < 0.3", wet: "%s"}}}'
REFUSED = {
    "overlap": (
        STATES % "rain > 0.2",
        "the states of “plan” overlap in 11.2% of the runs. Let each condition leave out the others, with `otherwise` "
        "for the rest",
    ),
    "gap": (
        STATES % "rain > 0.5",
        "no state of “plan” fits 20.5% of the runs. Add one with `otherwise`",
    ),
    "differ": (
        'terms: {plan: {text: the plan, by: {dry: "rain < 0.3", wet: otherwise}},'
        ' aid: {text: aid, by: {dry: "rain < 0.4", wet: otherwise}}}',
        "the states of “plan” and “aid” are not the same. Give both the same `by`",
    ),
}


def told(terms: str, rest: str = "") -> list[str]:
    checked = check_text(HEAD.replace("TERMS", terms) + rest, Path())
    assert checked.case is not None, [problem.render() for problem in checked.errors]
    found = deal_story(checked.case.situation, draws=1024)
    return [line for _, lines in found.sections("en") for line in lines]


@pytest.mark.parametrize("case", REFUSED)
def test_states_that_do_not_part_the_runs_are_refused(case: str) -> None:
    terms, message = REFUSED[case]
    with pytest.raises(DetenteError) as caught:
        told(terms)
    assert caught.value.render() == message


def test_states_need_something_uncertain() -> None:
    checked = check_text(
        HEAD.replace("TERMS", STATES % "otherwise").replace("{value: 0..1, why: the forecast}", "0.5"), Path()
    )
    assert checked.case is not None
    with pytest.raises(DetenteError) as caught:
        deal_story(checked.case.situation).sections("en")
    assert caught.value.render() == (
        "“plan” depends on what happens, and no number of the file is uncertain. "
        "Give a driver of its conditions a range"
    )


MIXED = """\
detente: 1
actors: {a: , b: }
agreements:
  pact:
    parties: [a, b]
    terms: {s: {share: {from: 0, to: 10}}, t: {share: {from: 0, to: 10, step: 5}}}
rules: {cap: {at_most: s + t <= 12}}
status_quo: {pact.t: 0}
preferences:
  a: {points: {pact.s: {at: {0: 0, 10: 5}}, pact.t: {at: {0: 0, 10: -1}}}}
  b: {points: {pact.s: {at: {0: 0, 10: -2}}, pact.t: {at: {0: 0, 10: 3}}}}
"""


def test_a_limit_speaks_of_steps_or_of_any_level_and_not_of_both() -> None:
    checked = check_text(MIXED, Path())
    assert checked.case is not None
    found = deal_story(checked.case.situation, draws=0)
    with pytest.raises(DetenteError) as caught:
        found.sections("en")
    assert caught.value.render() == (
        "the rule “cap” limits terms at any level together with terms in steps. Give all of them a `step`, or none"
    )


def test_outcomes_of_a_term_at_any_level_are_not_listed() -> None:
    checked = check_text(MIXED.replace("rules: {cap: {at_most: s + t <= 12}}\n", ""), Path())
    assert checked.case is not None
    with pytest.raises(DetenteError) as caught:
        axes_of(in_lines(checked.case.situation))
    assert caught.value.render() == (
        "pact.s can stand at any level, so its outcomes cannot be listed. Ask for `detente deal`, or give it a `step`"
    )
    assert len(axes_of(at_levels(in_lines(checked.case.situation)))) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_many_steps_and_ratifiers_are_refused(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    swap = HEAD.replace(
        "TERMS",
        "terms: {plan: the plan}\n    stages: {plan: {giver: a}}\n"
        "    ratifiers: {b: {house: {preferences: {goals: {g: {want: pact.plan, weight: 1}}}}}}",
    )
    checked = check_text(swap, Path())
    assert checked.case is not None
    messages = {
        "detente.bargaining.brokered.delivery.MOST_STAGED": {
            "en": "1 terms are delivered in steps; the limit is 0. Put those together that go together",
            "ar": "عدد البنود التي تُسلّم بخطوات 1، والحد 0. اجمع ما يُسلّم معاً",
        },
        "detente.bargaining.brokered.ratifiers.MOST_VOTERS": {
            "en": "there are 1 ratifiers; sets of them are tried up to 0. Put those that vote alike together",
            "ar": "عدد جهات المصادقة 1، والحد لتجريب مجموعاتها 0. اجمع التي تصوت معاً",
        },
        "detente.bargaining.brokered.ratifiers.MOST_PACKAGES": {
            "en": "there are 2 packages that ratifiers would have to judge; the limit is 0. "
            "Hold terms that only set the scene",
            "ar": "عدد الحزم التي تحكم عليها جهات المصادقة 2، والحد 0. ثبت البنود التي لا تعدو أن ترسم المشهد",
        },
    }
    for limit, said in messages.items():
        with monkeypatch.context() as patch:
            patch.setattr(limit, 0)
            with pytest.raises(DetenteError) as caught:
                deal_story(checked.case.situation, draws=0).sections(language)
            assert caught.value.render(language) == said[language]
