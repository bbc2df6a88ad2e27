"""What `detente deal` and `convert` refuse, asked for as a user would, with the whole message."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli import group
from detente.errors import DetenteError
from detente.words import END_ISOLATE, ISOLATE
from tests.broken_cases import PROFILES

HERE = Path(__file__).parent
PUBLISHED = HERE.parents[1] / "published" / "negotiation"
NILE = str(HERE / "nile.json")
GAMES, ITEMS = str(PUBLISHED / "tu_glove.json"), str(PUBLISHED / "panama_aw.json")
SHEET = str(PROFILES / "sheet.csv")

SITUATION = """\
detente: 1
actors: {egypt: , ethiopia: }
options: {egypt: {protest: }, ethiopia: {fill: }}
agreements:
  dam: {parties: [egypt, ethiopia], terms: {years: {levels: [three, five]}, share: }, disagreement: as_it_stands}
status_quo: {dam.years: three}
preferences:
  egypt: {goals: {slow: {want: dam.years == five, weight: 3}}}
  ethiopia: {goals: {fast: {want: dam.years == three, weight: 2}, trade: {want: dam.share, weight: 4}}}
"""


def refusal(*words: str) -> DetenteError:
    with pytest.raises(DetenteError) as caught:
        CliRunner().invoke(group, list(words), catch_exceptions=False)
    return caught.value


REFUSED: list[tuple[list[str], str]] = [
    (
        ["deal", GAMES, "--audit", "x=1"],
        "there are no packages here to judge: the file divides items or gives worths of coalitions. Leave --audit out",
    ),
    (
        ["deal", ITEMS, "--power", "Panama=2"],
        "bargaining power changes the Nash deal of a negotiation over packages, and this file has none. "
        "Leave --power out",
    ),
    (["deal", NILE, "--power", "Egypt=much"], "“much” is not a number; write --power as Egypt=2"),
    (
        ["deal", NILE, "--power", "Egpt=2"],
        "“Egpt” in --power is not known (did you mean “Egypt”?). Use a name the file gives",
    ),
    (
        ["deal", NILE, "--power", "Egypt=-2"],
        "bargaining power must be above 0, and it is -2, 1. Leave a party out if it has no say",
    ),
    (
        ["deal", NILE, "--power", "Egypt=1.00001"],
        "the bargaining powers are in no simple proportion. Round them, so that whole numbers up to 10,000 give the "
        "same proportion",
    ),
    (
        ["deal", NILE, "--audit", "filling=7 years"],
        "this package breaks: filling=7 years, power=none sold. Change the terms it speaks of",
    ),
    (
        ["deal", NILE, "--audit", "fillng=7 years"],
        "“fillng” is not negotiated here (did you mean “filling”?). Known: filling and power",
    ),
    (
        ["deal", NILE, "--audit", "filling=6 years"],
        "“6 years” is not a level of filling (did you mean “7 years”?). Known: 3 years, 5 years, and 7 years",
    ),
    (
        ["deal", SHEET, "--party", SHEET],
        f"--party adds the file of a further party to one of Genius, GeniusWeb or NegMAS; {SHEET} is none of these",
    ),
    (
        ["convert", GAMES, "out.csv"],
        "this file holds no packages but items to divide or worths of coalitions; "
        "packages are of type packages and boxes",
    ),
    (
        ["convert", "stability/chicken", "out.json"],
        "the file has no agreement, so there is nothing to negotiate. Add a block `agreements` with parties and terms",
    ),
]


@pytest.mark.parametrize(("words", "said"), REFUSED, ids=lambda value: value[0] if isinstance(value, list) else "")
def test_what_is_refused(words: list[str], said: str) -> None:
    error = refusal(*words)
    assert plain(error.render()) == said
    assert any("\u0621" <= char <= "\u064a" for char in error.render("ar"))


def plain(text: str) -> str:
    return text.replace(ISOLATE, "").replace(END_ISOLATE, "")


CHANGED: list[tuple[dict[str, str], list[str], str]] = [
    (
        {"egypt: {goals: {slow: {want: dam.years == five, weight: 3}}}": "egypt: {priorities: [dam.years == five]}"},
        [],
        "egypt only ranks outcomes (`priorities`); a deal needs how much better. Give it goals with weights, or points",
    ),
    (
        {"  egypt: {goals: {slow: {want: dam.years == five, weight: 3}}}\n": ""},
        [],
        "egypt has no utilities, so no package can be judged for it. Give it goals with weights, or points",
    ),
    (
        {"status_quo: {dam.years: three}\n": ""},
        [],
        "nothing says what the parties have without a deal. "
        "Add a status quo, or a number per party under `disagreement`",
    ),
    (
        {},
        ["--agreement", "damm"],
        "there is no agreement “damm” (did you mean “dam”?). Known: dam",
    ),
    (
        {},
        ["--audit", "yaers=five"],
        "“yaers” is not negotiated here (did you mean “years”?). Known: years and share",
    ),
    (
        {"agreements:\n": "agreements:\n  trade: {parties: [egypt, ethiopia], terms: {grain: }}\n"},
        [],
        "the file has several agreements: trade and dam. Name one with --agreement",
    ),
]


@pytest.mark.parametrize(("edits", "words", "said"), CHANGED)
def test_what_a_situation_lacks(edits: dict[str, str], words: list[str], said: str, tmp_path: Path) -> None:
    text = SITUATION
    for old, new in edits.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = tmp_path / "situation.yaml"
    path.write_text(text)
    error = refusal("deal", str(path), *words)
    assert plain(error.render()) == said
    assert any("\u0621" <= char <= "\u064a" for char in error.render("ar"))


def game(change: dict[str, Any], tmp_path: Path) -> str:
    """What is said when a situation cannot become a game."""
    path = tmp_path / "situation.yaml"
    path.write_text(json.dumps(change))
    return plain(refusal("convert", str(path), str(tmp_path / "out.nfg")).render())


def test_games_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base: dict[str, Any] = {
        "detente": 1,
        "actors": {"iran": {}, "iraq": {}},
        "options": {"iran": {"close": {}}, "iraq": {"open": {}}},
        "preferences": {"iran": {"priorities": ["iran.close"]}},
    }
    monkeypatch.setattr("detente.exchange.games.nfg_write.MOST", 3)
    assert game(base, tmp_path) == (
        "there are 4 combinations of strategies; a file for Gambit takes 3. Hold options that only set the scene"
    )
    listed = {
        "detente": 1,
        "actors": {"iran": {}},
        "outcomes": ["war", "peace"],
        "moves": {"iran": [["war", "peace"]]},
        "preferences": {"iran": {"prefers": [["peace", "war"]]}},
    }
    assert game(listed, tmp_path) == (
        "a game for Gambit is made of what each actor chooses alone, and no actor here has options. "
        "Describe the situation with options to write it"
    )


def test_a_game_with_goals_and_rules_keeps_payoffs_and_says_what_is_excluded(tmp_path: Path) -> None:
    path, out = tmp_path / "situation.yaml", tmp_path / "out.nfg"
    path.write_text(
        "detente: 1\nactors: {iran: , iraq: }\noptions: {iran: {close: }, iraq: {open: }}\n"
        "rules: {both: {never: iran.close and iraq.open}}\n"
        "preferences:\n  iran: {goals: {a: {want: iran.close, weight: 2.5}}}\n"
        "  iraq: {goals: {b: {avoid: iran.close, weight: 1}}}\n"
    )
    run = CliRunner().invoke(group, ["convert", str(path), str(out)], catch_exceptions=False)
    assert (
        "1 combination is excluded by the rules. Gambit needs payoffs there: everybody gets less than the worst."
        in run.stderr
    )
    cells = [line for line in out.read_text().splitlines() if line.startswith('{ "')]
    assert [line.split('" ')[1] for line in cells[-4:]] == ["0, 0 }", "5/2, -1 }", "0, 0 }", "-1, -2 }"]


def test_scales_are_a_warning_and_no_refusal() -> None:
    run = CliRunner().invoke(group, ["deal", NILE], catch_exceptions=False)
    said = "Answers that compare utilities of different parties (equal gains, largest sum) mean little unless all"
    assert said in run.stdout
    again = CliRunner().invoke(group, ["deal", NILE, "--common-scale"], catch_exceptions=False)
    assert said not in again.stdout
