"""What agreements of situations say beyond plain packages: shares against closed forms and grids, money, ratifiers."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import count, product
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from detente import time_left
from detente.bargaining.brokered import least_binding
from detente.bargaining.brokered.least_binding import least_binding_of
from detente.bargaining.brokered.packages_at_hand import package_with
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.brokered.share_agreement import share_agreement
from detente.bargaining.mediation.share_results import Divided
from detente.cli import group
from detente.load import check_text
from detente.situation.model import Situation
from detente.situation.share_levels import at_levels, in_lines
from detente.uncertainty.deal_futures import deal_story
from detente.words import LANGUAGES
from tests.conftest import examples

TREATY = """\
detente: 1
actors: {upland: , lowland: }
options: {upland: {dam: build a dam}}
agreements:
  treaty:
    parties: [upland, lowland]
    pledges: [upland.dam]
    terms:
      water: {share: {from: 0, to: 100, unit: "% of the flow"}, text: the water of Upland}
      data: share data
MORE
status_quo: {treaty.water: 20}
preferences:
  upland:
    goals: {data: {want: treaty.data, weight: -2}, dam: {want: upland.dam, weight: -1}}
    points: {treaty.water: [{at: {0: 0, 40: 20, 100: 25}}, {at: {0: 0, 100: 10}, when: upland.dam}]}
  lowland:
    goals: {data: {want: treaty.data, weight: 10}}
    points: {treaty.water: {at: {0: 0, 100: -30}}}
RULES
"""


def situation(more: str = "", rules: str = "", text: str = TREATY) -> Situation:
    checked = check_text(text.replace("MORE\n", more).replace("RULES\n", rules), Path())
    assert checked.case is not None, [problem.render() for problem in checked.errors]
    return checked.case.situation


def found(more: str = "", rules: str = "", text: str = TREATY, draws: int = 0) -> Brokered:
    told = deal_story(situation(more, rules, text), draws=draws)
    assert isinstance(told, Brokered)
    return told


def worth(water: Fraction, data: int, dam: int) -> tuple[Fraction, Fraction]:
    """The treaty by hand, against no deal (no water, no data, no dam: worth nothing)."""
    own = min(water / 2, 20 + (water - 40) / 12) + dam * (water / 10 - 1) - 2 * data
    return Fraction(own), 10 * data - Fraction(3, 10) * water


def test_shares_are_as_good_as_any_level_of_a_fine_grid() -> None:
    told = found()
    assert told.divided is not None
    grid = [worth(Fraction(level, 4), data, dam) for level, data, dam in product(range(401), (0, 1), (0, 1))]
    best = max(a * b for a, b in grid if min(a, b) > 0)
    nash = told.fair_shares["nash"]
    assert nash.gains == worth(nash.levels[0], 1, 1)
    assert best <= told.divided.nash.product <= best * Fraction(101, 100)
    assert told.divided.zone.smallest >= max(map(min, grid))
    assert nash.levels == (Fraction(115, 6),)


def test_a_limit_binds_and_a_line_with_a_condition_counts_only_there() -> None:
    dry = TREATY.replace("treaty.water: 20", "treaty.water: 10")
    capped = found(rules="rules: {cap: {at_most: water <= 15}}\n", text=dry)
    assert capped.fair_shares["nash"].levels == (Fraction(15),)
    assert capped.fair_shares["nash"].gains == max(
        (worth(Fraction(15), 1, dam) for dam in (0, 1)), key=lambda gains: gains[0] * gains[1]
    )


@st.composite
def treaties(draw: st.DrawFn) -> tuple[str, list[list[int]]]:
    """Two parties, one share bent in the middle, one plain term; the numbers of both parties."""
    numbers = [[draw(st.integers(-9, 9)) for _ in range(4)] for _ in range(2)]
    lines = [
        f"  {party}: {{goals: {{g: {{want: t.x, weight: {one[3]}}}}},"
        f" points: {{t.s: {{at: {{0: {one[0]}, 6: {one[1]}, 12: {one[2]}}}}}}}}}"
        for party, one in zip(("a", "b"), numbers, strict=True)
    ]
    terms = "{s: {share: {from: 0, to: 12}}, x: agree}"
    head = f"detente: 1\nactors: {{a: , b: }}\nagreements: {{t: {{parties: [a, b], terms: {terms}}}}}\n"
    return f"{head}status_quo: {{t.x: no}}\npreferences:\n" + "\n".join(lines) + "\n", numbers


@given(treaties())
@examples(40)
def test_random_treaties_agree_with_a_fine_grid(drawn: tuple[str, list[list[int]]]) -> None:
    text, numbers = drawn

    def gain(one: list[int], level: Fraction, x: int) -> Fraction:
        low, high, start = (one[0], one[1], 0) if level <= 6 else (one[1], one[2], 6)
        return low + (high - low) * (level - start) / 6 + x * one[3] - one[0]

    checked = check_text(text, Path())
    assert checked.case is not None
    asked = share_agreement(in_lines(checked.case.situation), "t")
    told = Divided(asked.shares)
    grid = [tuple(gain(one, Fraction(level, 4), x) for one in numbers) for level, x in product(range(49), (0, 1))]
    assert told.zone.smallest >= max(map(min, grid))
    if told.cells:
        assert told.nash.product >= max((a * b for a, b in grid if min(a, b) >= 0), default=Fraction(0))
        one = package_with(asked, told, told.nash.gains[0])
        x = one.package[next(at for at, issue in enumerate(asked.shares.negotiation.issues) if issue.name == "x")]
        assert one.gains == tuple(gain(mine, one.levels[0], x) for mine in numbers) == told.nash.gains[0]


def test_levels_and_lines_are_two_faces_of_one_file() -> None:
    levelled = situation(rules="rules: {cap: {at_most: water <= 90}}\n")
    assert levelled.agreements["treaty"].terms["water"].level_names == ("0", "19.1667", "20")
    lines = in_lines(levelled)
    assert lines.agreements["treaty"].terms["water"].is_open
    assert [curve.when for curve in lines.preferences["upland"].curves["treaty.water"]] == [None, "upland.dam"]
    assert set(lines.preferences["upland"].goals or {}) == {"data", "dam"}
    assert lines.rules["cap"].at_most == "water <= 90"
    assert in_lines(at_levels(lines)).model_dump() == lines.model_dump()


def test_steps_are_levels_like_any_other() -> None:
    text = TREATY.replace("to: 100, unit", "to: 100, step: 5, unit")
    told = found("    drafts: {first: {water: 40, data: yes}}\n", text=text)
    assert told.shares is None and len(told.deal.negotiation.issues[0].levels) == 21
    grid = [worth(Fraction(5 * level), data, dam) for level, data, dam in product(range(21), (0, 1), (0, 1))]
    assert told.deal.nash.value[1] == max(a * b for a, b in grid if min(a, b) > 0)


def test_money_is_shared_evenly_from_the_largest_sum() -> None:
    told = found("    scale: common\n    money: {unit: million}\n")
    assert told.payable is not None
    money = told.payable.money
    assert (
        money.surplus
        == 19
        == max(sum(worth(Fraction(level), d, m)) for level in range(101) for d in (0, 1) for m in (0, 1))
    )
    assert money.nash_receives[0] == (Fraction(-23, 2), Fraction(23, 2))


def test_a_payment_with_a_limit_is_a_share_like_another() -> None:
    free = found(
        "    scale: common\n    money: {worth: {upland: 1, lowland: 2}, at_most: {upland: 999, lowland: 999}}\n"
    )
    assert free.divided is not None
    # With money of any size the Nash point is half the largest sum in money to each; here worth 1 and 2 points a unit.
    best = max(a + b / 2 for a, b in (worth(Fraction(n), d, m) for n in range(101) for d in (0, 1) for m in (0, 1)))
    assert free.divided.nash.gains == ((best / 2, best),)
    tight = found("    scale: common\n    money: {at_most: {upland: 3, lowland: 0}}\n")
    paid = tight.fair_shares["nash"].levels[1]
    assert -3 <= paid <= 0 and tight.fair_shares["nash"].gains[0] > 0
    assert "Said(" not in " ".join(dict(free.sections("en"))["zone"] + dict(tight.sections("en"))["zone"])


TWO_LEVELS = """\
detente: 1
actors: {a: , b: }
agreements:
  pact:
    parties: [a, b]
    terms: {plan: {levels: [none, x, y, z]}}
    ratifiers: {a: {diet: {name: the diet, preferences: {points: {pact.plan: {x: -3, y: -1, z: 1}}}}}}
status_quo: {pact.plan: none}
preferences:
  a: {points: {pact.plan: {x: 2, y: 5, z: 7}}}
  b: {points: {pact.plan: {x: 8, y: 5, z: 3}}}
"""


def test_a_smaller_win_set_helps_whom_it_binds() -> None:
    """Putnam (1988) by hand: the diet lets only z pass, and that brings its chief 7 instead of 5."""
    told = found(text=TWO_LEVELS)
    assert told.ratification is not None
    known = told.ratification.found
    assert (len(known.zone), known.passes, known.nash_without) == (3, ("plan=z",), ("plan=y",))
    assert known.decisive == ("diet",) and known.tying == {"a": (Fraction(2), Fraction(2))}
    assert told.at_hand == (3,)


def test_ratifiers_cut_what_shares_can_bring() -> None:
    """Upland's senate wants 60 of the water or more; a level between ends, so a half of the line is left."""
    points = "{treaty.water: {at: {0: -6, 100: 4}}}"
    senate = f"    ratifiers: {{upland: {{senate: {{preferences: {{points: {points}}}, inertia: 6}}}}}}\n"
    told = found(senate)
    assert told.ratified_shares is not None
    least = min(level for cell in told.ratified_shares.passing.gain_set.pieces for (level,) in cell.levels)
    assert least == 60
    assert told.fair_shares == {} and told.ratified_shares.decisive == ("senate",)
    mild = found(senate.replace("inertia: 6", "inertia: 2.5"))
    assert mild.fair_shares["nash"].levels == (Fraction(25),)


def test_steps_are_safe_only_with_something_at_stake() -> None:
    swap = """\
detente: 1
actors: {a: , b: }
agreements:
  swap:
    parties: [a, b]
    terms: {land: give land, aid: give aid}
    stages: {land: {giver: a, steps: 2}, aid: {giver: b, steps: 2}}
    BONDS
status_quo: {swap.land: no}
preferences:
  a: {goals: {land: {want: swap.land, weight: -4}, aid: {want: swap.aid, weight: 9}}}
  b: {goals: {land: {want: swap.land, weight: 9}, aid: {want: swap.aid, weight: -4}}}
"""
    bare = found(text=swap.replace("    BONDS\n", ""))
    assert bare.staged["seq"].found.order is None and bare.staged["seq"].found.needed == Fraction(2)
    held = found(text=swap.replace("BONDS", "bonds: {a: 2, b: 2}"))
    assert held.staged["seq"].found.order == ("land", "aid", "land", "aid")


def test_what_must_be_bound_is_the_least_that_is_enough() -> None:
    arms = """\
detente: 1
actors: {a: , b: }
options: {a: {arm: arm}, b: {arm: arm}}
agreements:
  pact:
    parties: [a, b]
    pledges: [a.arm, b.arm]
    terms: {trade: trade}
    cost: {a.arm: 2}
status_quo: {a.arm: yes, b.arm: yes}
preferences:
  a: {goals: {own: {want: a.arm, weight: 2}, other: {avoid: b.arm, weight: 1}, trade: {want: pact.trade, weight: 4}}}
  b: {goals: {own: {avoid: b.arm, weight: 1}, other: {avoid: a.arm, weight: 5}, trade: {want: pact.trade, weight: 4}}}
"""
    told = found(text=arms)
    one = told.binding
    assert one is not None and told.signed is not None and told.at_hand is not None
    names = [issue.name for issue in told.deal.negotiation.issues]
    for bound in one.least:
        assert one.all_tried and set(bound) <= set(one.bindable)
    assert {names[issue] for issue in one.bindable} == {"trade", "a.arm", "b.arm"}


def test_more_than_one_party_of_three_can_be_paid() -> None:
    three = """\
detente: 1
actors: {a: , b: , c: }
agreements:
  pact:
    parties: [a, b, c]
    scale: common
    money: yes
    worth: {two: {of: [a, b], value: 4}}
    terms: {plan: the plan}
status_quo: {pact.plan: no}
preferences:
  a: {goals: {g: {want: pact.plan, weight: 9}}}
  b: {goals: {g: {want: pact.plan, weight: -2}}}
  c: {goals: {g: {want: pact.plan, weight: -1}}}
"""
    told = found(text=three)
    assert told.coalitions is not None
    assert told.coalitions.nucleolus == (Fraction(5, 2), Fraction(5, 2), Fraction(1))


STATES = TWO_LEVELS.replace(
    "levels: [none, x, y, z]", 'levels: [none, x], by: {dry: "rain < 0.25", wet: otherwise}'
).replace("status_quo", "drivers: {rain: {value: 0..1, why: the forecast}}\nstatus_quo")
STATES = "\n".join(
    line for line in STATES.splitlines() if "ratifiers" not in line and "  a:" not in line and "  b:" not in line
)
STATES += """
  a: {points: {pact.plan: {x: "8 * rain - 3"}}}
  b: {points: {pact.plan: {x: "4 - 4 * rain"}}}
"""


def test_conditions_are_worth_what_they_add() -> None:
    told = found(text=STATES, draws=1024)
    assert told.states is not None
    assert told.states.states["dry"] == pytest.approx(0.25, abs=0.02)
    # In the dry state a gains 8 × 1/8 − 3 = −2 on average, b 3.5: that they leave out costs a quarter of 1.5.
    assert told.states.free.strict and told.states.worth == pytest.approx(0, abs=0.02)


ALL = TREATY.replace(
    "upland: , lowland: ", "upland: {name: {en: Upland, ar: الجبل}}, lowland: {name: {en: Lowland, ar: السهل}}"
)
EVERYTHING = """\
    scale: common
    money: {unit: {en: million, ar: مليون}}
    deadline: {discount: {upland: 0.9, lowland: 0.8}}
    stages: {water: {giver: lowland, steps: 2}, data: {giver: upland}}
    bonds: {upland: 5, lowland: 9}
    comparisons: {c: {by: upland, better: {water: 20}, worse: {data: yes}}}
    drafts: {march: {water: 40, data: yes}, may: {water: 10, data: yes}}
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_is_told_in_both_languages(language: str) -> None:
    told = found(EVERYTHING, text=ALL)
    heads = [name for name, _ in told.sections(language)]
    assert heads == ["without", "zone", "holds", "money", "time", "lasts", "stages", "compare", "drafts"]
    lines = dict(told.sections(language))
    assert (
        lines["money"][-1]
        == {
            "en": "Any payment by Upland to Lowland between 2 and 21 million leaves neither worse off.",
            "ar": "كل دفعة من الجبل إلى السهل بين 2 و21 مليون لا تضر أياً منهما.",
        }[language]
    )
    assert (
        lines["drafts"][-2:]
        == {
            "en": ["Against the draft before: Upland −15, Lowland +9.", "No package is better for all than this one."],
            "ar": [
                "مقارنة بالمسودة السابقة: الجبل \u2068−15\u2069، السهل \u2068+9\u2069.",
                "لا حزمة أفضل للجميع من هذه.",
            ],
        }[language]
    )


def test_json_has_every_part_in_exact_numbers(tmp_path: Path) -> None:
    path = tmp_path / "treaty.yaml"
    path.write_text(ALL.replace("MORE\n", EVERYTHING).replace("RULES\n", ""))
    run = CliRunner().invoke(group, ["deal", str(path), "--format", "json"], catch_exceptions=False)
    told = json.loads(run.stdout)["mediation"]
    assert told["shares"]["fair"]["nash"]["package"]["water"] == "115/6"
    assert told["money"]["best"][0]["package"]["water"] == 40
    assert set(told["drafts"]) == {"march", "may"} and told["deadline"]["agreement"]
    assert [part for part, value in told.items() if value is None] == [
        "coalitions", "ratification", "robust", "states", "acceptance",
    ]  # fmt: skip


@pytest.mark.parametrize("seconds", [1, 40, 200, 1000])
def test_time_ends_for_what_goes_beyond_plain_packages_too(seconds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a clock that goes on by a second at every look: what was found is told, and what is missing."""
    monkeypatch.setattr(time_left, "monotonic", count().__next__)
    for case in (situation(EVERYTHING, text=ALL), situation(text=TWO_LEVELS)):
        told = deal_story(case, draws=0, seconds=seconds)
        assert isinstance(told, Brokered)
        data = json.loads(told.to_json())
        missing = set(data.get("unfinished", ()))
        mediation, keys = data["mediation"], {"ratify": "ratification", "stages": "stages", "compare": "comparisons"}
        assert all(mediation[key] is None for part, key in keys.items() if part in missing)
        if seconds == 1:
            assert missing & {*keys, "lasts", "signed"}
        for language in LANGUAGES:
            assert any("--seconds" in line for line in told.sentences(language)) == bool(missing)


def test_the_least_to_bind_is_told_as_far_as_the_time_went(monkeypatch: pytest.MonkeyPatch) -> None:
    told = found(EVERYTHING, text=ALL)
    assert told.signed is not None and told.at_hand is not None
    whole = least_binding_of(told.signed, told.at_hand, "seq", {})
    monkeypatch.setattr(least_binding, "over", lambda: True)
    cut = least_binding_of(told.signed, told.at_hand, "seq", {})
    assert whole is not None and cut is not None
    assert cut == whole if whole.unbound else (cut.tried, cut.all_tried, cut.least) == (1, False, ())
