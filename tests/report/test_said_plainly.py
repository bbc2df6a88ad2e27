"""Sentences that a reader stumbled over: nothing cut without a word, no reason left empty, no word against another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.report.blocks import bare
from detente.report.brief import gains_table
from detente.report.saying import Saying
from detente.words import LANGUAGES, in_language
from tests.called import called
from tests.report.test_acceptance import found, page, said

TODAY = """
detente: 1
title: Grain
actors: {ann: {name: the Ports}, bob: {}}
options: {bob: {slow: {text: slow ships down, otherwise: let ships pass}}}
agreements:
  pact:
    parties: [ann, bob]
    terms:
      corridor: {text: ships sail, otherwise: no ship sails}
      fourth: {text: a fourth port takes part, otherwise: three ports take part}
status_quo: {pact.corridor: yes, bob.slow: no}
preferences:
  ann: {goals: {grain: {want: pact.corridor, weight: 3}}}
  bob: {goals: {grain: {want: pact.corridor, weight: 3}}}
questions: {sails: {statement: pact.corridor, text: Do ships sail?}}
"""
SHARES = """
detente: 1
title: Shares
actors: {ann: {}, bob: {}}
agreements:
  pact:
    parties: [ann, bob]
    terms: {share: {levels: [none, LEVELS], leave: never}}
status_quo: {pact.share: none}
preferences:
  ann: {goals: {peace: {want: "pact.share != none", weight: 3}}}
  bob: {goals: {peace: {want: "pact.share != none", weight: 3}}}
questions: {peace: {statement: "pact.share != none", text: Is there peace?}}
""".replace("LEVELS", ", ".join(f"s{number}" for number in range(14)))
LINKED = """
detente: 1
title: Linked
actors: {ann: {}, bob: {}, carl: {}}
agreements:
  pact:
    parties: [ann, bob, carl]
    terms: {one: {text: the first, leave: all}, two: {text: the second, leave: all}}
status_quo: {pact.one: no}
preferences:
  ann: {goals: {one: {want: pact.one, weight: 3}, two: {avoid: pact.two, weight: 1}}}
  bob: {goals: {one: {avoid: pact.one, weight: 1}, two: {want: pact.two, weight: 3}}}
  carl: {goals: {}}
questions: {first: {statement: pact.one, text: Does the first come?}}
"""

TOGETHER = """
detente: 1
title: Together or not at all
actors: {ann: {}, bob: {}, carl: {}}
options: {ann: {x: {}}, bob: {y: {}}, carl: {z: {}}}
rules: {last: {never: "carl.z and not (ann.x and bob.y)", why: it comes last}}
status_quo: {ann.x: no}
preferences:
  ann: {goals: {same: {want: ann.x iff bob.y, weight: 3}}}
  bob: {goals: {same: {want: ann.x iff bob.y, weight: 3}}}
questions: {x: {statement: ann.x, text: Does Ann move?}, z: {statement: carl.z, text: Does Carl?}}
"""


def reported(folder: Path, text: str, draws: int = 20) -> str:
    (folder / "situation.yaml").write_text(text, encoding="utf-8")
    done = called("report", str(folder / "situation.yaml"), "--draws", str(draws), "--out", str(folder / "report.md"))
    assert done.returncode == 0, done.stderr
    return (folder / "report.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> str:
    return reported(tmp_path_factory.mktemp("today"), TODAY)


def test_what_is_there_today_and_stays_is_not_said_to_come_without_an_agreement(today: str) -> None:
    assert "**Yes. Nobody has a step away from today that pays.**" in today


def test_who_gains_nothing_refuses_for_that(today: str) -> None:
    assert "refuse**:  and" not in today and "**Neither side signs**: each moves only for more than 0." in today


def test_a_package_without_a_name_is_described_once(today: str) -> None:
    assert "| A fourth port takes part |" in today and "takes part: a fourth" not in today


def test_names_of_tables_begin_with_a_capital(today: str) -> None:
    assert "**The Ports**" in today and "| Package | The Ports | Bob |" in today


def test_places_that_are_left_out_are_counted(tmp_path: Path) -> None:
    told = reported(tmp_path, SHARES)
    assert "14 places can be reached from today" in told and "2 more places are left out here." in told
    assert told.count("It can end here") == 5 and "9 more places." in told


def test_linking_that_makes_no_deal_is_not_said_to_make_one(tmp_path: Path) -> None:
    (tmp_path / "linked.yaml").write_text(LINKED, encoding="utf-8")
    told = called("deal", str(tmp_path / "linked.yaml")).stdout
    assert "No deal: some packages leave nobody worse off, but none leaves all sides better off." in told
    assert "There is a deal only if" not in told
    assert "Linked, the matters bring some of them more and nobody less, but that is no deal yet" in told


def test_what_is_common_to_places_is_not_said_of_today(tmp_path: Path) -> None:
    (tmp_path / "together.yaml").write_text(TOGETHER, encoding="utf-8")
    told = called("paths", str(tmp_path / "together.yaml")).stdout
    assert (
        "In all of them but today's: ann would x; bob would y." in told
        and "Things are predicted to stay where they are." in told
    )


def test_a_long_table_shows_its_first_rows_and_says_so(tmp_path: Path) -> None:
    options = ", ".join(f"o{number}: {{}}" for number in range(7))
    text = f"detente: 1\nactors: {{ann: , bob: }}\noptions: {{ann: {{{options}}}}}\nstatus_quo: {{ann.o0: no}}\n"
    (tmp_path / "many.yaml").write_text(text, encoding="utf-8")
    told = called("stability", str(tmp_path / "many.yaml")).stdout
    assert "These are the first 20 of 128; --limit shows more" in told and len(told.splitlines()) < 40
    for more in (("--limit", "128"), ("--all",), ("--format", "csv")):
        told = called("stability", str(tmp_path / "many.yaml"), *more).stdout
        assert "These are the first" not in told and len(told.splitlines()) > 128


def test_where_hardly_a_yes_comes_the_swings_are_of_the_likeliest_answer(tmp_path: Path) -> None:
    """It ends either way or not at all, as one number is above 0 or below."""
    text = SHARES.replace(
        'ann: {goals: {peace: {want: "pact.share != none", weight: 3}}}',
        """ann:
    goals: {zero: {want: pact.share == s0, weight: 3}, one: {want: pact.share == s1, weight: heavy}}""",
    )
    text = text.replace('peace: {statement: "pact.share != none"', 'one: {statement: "pact.share == s1"')
    told = reported(tmp_path, text.replace("questions:", "drivers: {heavy: -1..1}\nquestions:"), draws=200)
    assert "Share of runs with “no” where" in told or "Share of runs with “either way” where" in told
    assert "| Heavy | less than 1% → more than 99% |" in told or "| Heavy | more than 99% → less than 1% |" in told


def test_nobody_who_sees_otherwise_is_not_an_empty_list(tmp_path: Path) -> None:
    (tmp_path / "today.yaml").write_text(TODAY, encoding="utf-8")
    done = called("stability", str(tmp_path / "today.yaml"), "--as", "ann")
    assert done.stderr.splitlines()[-1] == (
        "the file does not say how “ann” sees things. Say it under `perceptions`, or leave `--as` out"
    )


def test_of_joint_steps_that_share_one_verdict_all_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "today.yaml").write_text(TODAY, encoding="utf-8")
    told = called("explain", str(tmp_path / "today.yaml"), "pact").stdout
    assert "Of all of them: a party would not gain. For example:" in told


def test_many_agree_with_their_verb_in_a_hint(tmp_path: Path) -> None:
    text = TODAY.replace("parties: [ann, bob]", "parties: [ann, carl]").replace(
        "bob: {}}", "bob: {name: the Powers}, carl: {}}"
    )
    text = text.replace("ann: {goals: {grain:", "ann: {goals: {fast: {avoid: bob.slow, weight: 1}, grain:")
    (tmp_path / "hint.yaml").write_text(text, encoding="utf-8")
    told = called("check", str(tmp_path / "hint.yaml"))
    said = told.stdout + told.stderr
    assert "the Powers are no party of “pact”" in said and "once the Powers have answered" in said
    assert "if the Powers are bound to do so, make them a party and their answer a pledge" in said


EITHER = """
detente: 1
title: Either or
actors: {ann: {}}
options: {ann: {x: {}}}
drivers: {mood: {any: [0.2, 0.8], why: nobody knows}}
status_quo: {ann.x: no}
preferences:
  ann: {goals: {x: {want: ann.x, weight: 1 - 2 * mood}}}
questions: {x: {statement: ann.x, text: Does Ann move?}}
"""


def test_between_alternatives_nothing_is_narrowed_down(tmp_path: Path) -> None:
    told = reported(tmp_path, EITHER)
    assert "above 0.5 (the file: 0.2 or 0.8; here 0.2)" in told and "from 0.2 to 0.8" not in told
    assert "| Mood | 0.2 or 0.8 | 0.2 |" in told
    assert "0.5   yes     no" in called("scan", str(tmp_path / "situation.yaml")).stdout


def test_a_party_that_moves_for_anything_more_is_not_asked_for_nothing(tmp_path: Path) -> None:
    text = TODAY.replace("bob: {goals: {", "bob: {goals: {fourth: {want: pact.fourth, weight: 1}, ")
    (tmp_path / "today.yaml").write_text(text, encoding="utf-8")
    told = called("deal", str(tmp_path / "today.yaml")).stdout
    assert "worth 0 more" not in told and "Any gain at all for the Ports would do." in told


CHASE = """
detente: 1
title: Chase
actors: {ann: {}, bob: {}}
options: {ann: {x: {}}, bob: {y: {}}}
preferences:
  ann: {priorities: [ann.x iff bob.y]}
  bob: {priorities: [not (ann.x iff bob.y)]}
questions: {x: {statement: ann.x, text: Does Ann move?}}
"""


def test_without_a_status_quo_a_circle_is_no_place_of_rest(tmp_path: Path) -> None:
    told = reported(tmp_path, CHASE)
    assert "Today." not in told and "It can end here" not in told
    asked = ("stability", str(tmp_path / "situation.yaml"), "--concept", "nash")
    said = called(*asked).stdout
    assert "Things can only go round without rest" in said and "come to rest in" not in said
    assert "بل يدور بلا استقرار" in called(*asked, "--lang", "ar").stdout


def test_a_party_that_refuses_a_gain_is_said_to_gain_too_little() -> None:
    """Nile: what speaks against it stands first, and a gain below the least that moves a party is no riddle."""
    told = said(page("nile", "brief", "en"))
    assert re.search(r"refuses: “[^”]+” −3.8, “[^”]+” −2, and “[^”]+” \+5 \(in all \+0.3, and ", told)
    assert "moves only for more than 0.4)" in told


def test_a_belief_about_what_is_left_open_is_not_said_to_fail() -> None:
    """Nile: the answer is either way, so neither belief about it “does not come”."""
    told = said(page("nile", "brief", "en"))
    assert told.count("It expects for sure what is left open here: ") == 2
    assert "It expects what does not come" not in told


def test_a_loss_is_told_as_a_cost_wherever_its_size_is() -> None:
    """Nile: a level worth −2 turns the answer below a cost of 1.8; “worth 2, below 1.8” would say the opposite."""
    told = said(page("nile", "report", "en"))
    assert re.search(r"^What “[^”]* 37 [^”]*” costs \w+\n\n2\nbelow 1\.8$", told, re.M)
    assert not re.search(r"^What “[^”]* 37 [^”]*” is worth to \w+\n\n2\n", told, re.M)


def test_where_yes_is_alike_everywhere_the_likeliest_answer_is_shown() -> None:
    """Nile: whether the data are shared is a close call, yet “yes” in less than 1% of runs whatever any number is."""
    told, asked = said(page("nile", "report", "en")), found("nile").situation.questions
    close = {name: one for name, one in found("nile").questions.items() if one.close and found("nile").swings.get(name)}
    likely = {name: "no" if one.shares.get("every", 0.0) < 0.01 else "yes" for name, one in close.items()}
    assert likely["بيانات"] == "no" and set(likely.values()) == {"yes", "no"}
    for name, answer in likely.items():
        assert f"{in_language(asked[name].text, 'ar')} Share of runs with “{answer}” where" in told


def test_a_package_whose_name_says_all_of_it_is_not_told_twice() -> None:
    for language in LANGUAGES:
        told = said(page("nile", "report", language))
        for line in told.splitlines():
            name, _, parts = line.partition(": ")
            assert not parts or sorted(re.findall(r"\w+", name)) != sorted(re.findall(r"\w+", parts)), line


def test_a_package_offered_instead_that_would_not_last_says_so() -> None:
    """Ecuador and Peru: money besides the ruling gains all sides more, and the guarantors would keep it back."""
    told = said(page("ecuador-peru", "brief", "en"))
    instead = told[told.index("Or instead: ") :]
    assert "It would not last: the guarantors would leave the Brasilia accord and keep the money back." in instead
    table = gains_table(Saying(found("ecuador-peru"), "en"), found("ecuador-peru").bargains[0])
    assert [bare(row[0].text).endswith(" · would not last") for row in table.rows] == [True, False]
