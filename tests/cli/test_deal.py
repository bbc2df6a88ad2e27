"""``detente deal`` on a situation: what it prints, draws and refuses, message by message, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from detente.cli import group
from detente.errors import DetenteError
from detente.words import LANGUAGES

PACT = Path(__file__).with_name("pact.yaml").read_text(encoding="utf-8")
WHOLE = Path(__file__).with_name("pact.txt").read_text(encoding="utf-8")
LONE = """
detente: 1
actors: {a: , b: }
options: {a: {act: act}}
preferences: {a: {priorities: [a.act]}, b: {priorities: [a.act]}}
"""
INDIA = "{goals: {rest: {want: simla.withdrawal, weight: 2}, pride: {want: india.patrol, weight: 1}}}"
NO_STATUS_QUO = "status_quo: {india.patrol: yes}\n", ""
NOTHING_SAID = (
    "nothing says what the parties have without a deal. Add a status quo, or a number per party under `disagreement`"
)
SECOND = "  lahore: {parties: [india, pakistan], terms: {bus: a bus}}\nrules:"
KURIL = "kuril/2019-01"
WATER = str(Path(__file__).parents[1] / "written" / "water" / "situation.yaml")


def situation(tmp_path: Path, text: str) -> str:
    path = tmp_path / "situation.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def run(*arguments: str, language: str = "en") -> str:
    found = CliRunner().invoke(group, ["deal", *arguments, "--lang", language], catch_exceptions=False)
    assert found.exit_code == 0
    return found.stdout


def refusal(*arguments: str) -> str:
    with pytest.raises(DetenteError) as caught:
        CliRunner().invoke(group, ["deal", *arguments], catch_exceptions=False)
    return caught.value.render()


def test_the_whole_answer_of_a_small_case(tmp_path: Path) -> None:
    assert run(situation(tmp_path, PACT)) == WHOLE


REFUSED = {
    "no status quo": (PACT.replace(*NO_STATUS_QUO), (), NOTHING_SAID),
    "numbers that the file does not give": (PACT, ("--disagreement", "numbers"), NOTHING_SAID),
    "an order of preference": (
        PACT.replace(INDIA, "{priorities: [simla.withdrawal, india.patrol]}"),
        (),
        "india only ranks outcomes (`priorities`); a deal needs how much better. Give it goals with weights, or points",
    ),
    "a party without utilities": (
        PACT[: PACT.index("  pakistan: {goals")],
        (),
        "pakistan has no utilities, so no package can be judged for it. Give it goals with weights, or points",
    ),
    "a package that breaks a rule": (
        PACT,
        ("--audit", "withdrawal=yes"),
        "this package breaks: line_first. Change the terms it speaks of",
    ),
    "a term that is not there": (
        PACT,
        ("--audit", "simla.withdrawl=yes"),
        "“simla.withdrawl” is not negotiated here (did you mean “simla.withdrawal”?). "
        "Known: withdrawal, hotline, and india.patrol",
    ),
    "a level that is not there": (
        PACT,
        ("--audit", "withdrawal=yess"),
        "“yess” is not a level of withdrawal (did you mean “yes”?). Known: no and yes",
    ),
    "no agreement": (
        LONE,
        (),
        "the file has no agreement, so there is nothing to negotiate. Add a block `agreements` with parties and terms",
    ),
    "several agreements": (
        PACT.replace("rules:", SECOND),
        (),
        "the file has several agreements: simla and lahore. Name one with --agreement",
    ),
    "another agreement": (
        PACT,
        ("--agreement", "simlla"),
        "there is no agreement “simlla” (did you mean “simla”?). Known: simla",
    ),
    "a held party": (
        PACT.replace("rules:", "held: [india]\nrules:"),
        (),
        "india is held, so “simla” cannot change and there is nothing to negotiate. "
        "Free it in a variant (`held`), or name another agreement",
    ),
    "power of nobody": (
        PACT,
        ("--power", "indai=2"),
        "“indai” in --power is not known (did you mean “india”?). Use a name the file gives",
    ),
    "a package left open": (
        PACT.replace(*NO_STATUS_QUO).replace("pledges: [india.patrol]", "disagreement: {india: 0, pakistan: 0}"),
        ("--audit", "withdrawal=yes"),
        "this package leaves open: hotline. There is no status quo to fall back on, so name a level for each",
    ),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_what_is_refused_is_said_whole(name: str, tmp_path: Path) -> None:
    text, arguments, message = REFUSED[name]
    assert refusal(situation(tmp_path, text), *arguments) == message


def test_a_frontier_is_drawn_for_two(tmp_path: Path) -> None:
    text = PACT.replace("pakistan: }", "pakistan: , china: }").replace("[india, pakistan]", "[india, pakistan, china]")
    text += "  china: {goals: {rest: {want: simla.withdrawal, weight: 1}}}\n"
    assert refusal(situation(tmp_path, text), "--figure", str(tmp_path / "a.svg")) == (
        "the frontier is drawn for two parties, and there are 3. Draw the gains instead: --figure-kind gains"
    )
    run(situation(tmp_path, text), "--figure", str(tmp_path / "a.svg"), "--figure-kind", "gains")
    assert not (tmp_path / "b.svg").exists()


def test_nothing_to_draw_is_said() -> None:
    assert refusal("bargaining/panama_canal", "--figure", "a.svg", "--figure-kind", "linkage") == (
        "there is nothing of this kind to draw: no package gains anybody anything, or linking is worth nothing. "
        "Draw another kind with --figure-kind"
    )


def test_scales_are_compared_only_where_that_is_declared(tmp_path: Path) -> None:
    file, warning = situation(tmp_path, PACT), "each on its party's own scale; a gain of one cannot be set against"
    assert warning in run(file)
    assert "largest sum of gains" not in run(file)
    declared = run(file, "--common-scale")
    assert warning not in declared and "largest sum of gains" in declared
    text = PACT.replace("pledges: [india.patrol]", "pledges: [india.patrol]\n    scale: common")
    assert run(situation(tmp_path, text)) == declared


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["frontier", "gains", "linkage"])
def test_pictures_are_whole(kind: str, language: str, tmp_path: Path) -> None:
    path = tmp_path / "deal.svg"
    file = {"en": WATER, "ar": KURIL}[language]
    run(file, "--figure", str(path), "--figure-kind", kind, language=language)
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title") is not None and root.find(f"{space}desc") is not None
    assert root.attrib["direction"] == "ltr" and root.attrib["role"] == "img"
    assert len(root.findall(f".//{space}text")) >= 6
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    for line in root.iter(f"{space}text"):
        assert 0 <= float(line.attrib["x"]) <= width and 0 <= float(line.attrib["y"]) <= height


@pytest.mark.parametrize("language", LANGUAGES)
def test_improving_alone_starts_from_no_deal(language: str, tmp_path: Path) -> None:
    said = run(situation(tmp_path, PACT), "--improve", language=language)
    assert said.count("\n") == 3


def test_data_says_what_the_sentences_say() -> None:
    found = json.loads(
        run(KURIL, "--format", "json", "--audit", "islands=two, treaty=yes, joint_activity=yes, no_bases=yes")
    )
    assert found["zopa"]["strict"] is False and found["worth_it"] == []
    assert found["as_seen"]["japan"]["zopa"] == {"weak": True, "strict": False, "worth_it": False}
    assert found["as_seen"]["russia"]["zopa"] == {"weak": True, "strict": True, "worth_it": False}
    assert {tuple(belief["by"]) for belief in found["beliefs"]} == {("russia",)}
    assert found["levers"][0]["precondition"] == "no"
    assert found["blocked"]["solo"]["russia"]["short"] == {"japan": 0, "russia": 1.5}
    assert found["opened_by"][0]["beyond"] == -2.5 and found["opened_by"][0]["exact"] is True
    assert found["audit"]["signed"]["verdicts"] == {"nash": "holds", "sseq": "holds", "seq": "holds"}
    assert set(found["share_of_futures_with_a_zone"]) == {"as_it_is", "japan", "russia"}
