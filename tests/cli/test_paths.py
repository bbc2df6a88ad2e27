"""``detente paths`` as a person calls it: sentences, table, data, drawing, refusals."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from detente.drawing.paths import draw_paths, tree_of
from detente.errors import DetenteError
from detente.load import load
from detente.stability.paths.result import paths
from detente.words import LANGUAGES
from tests.called import called
from tests.cli.test_commands import run

CUBA = "stability/cuban_missile_crisis"


def test_the_sentences_say_who_moves_what_it_costs_and_who_can_stop_it() -> None:
    told = run("paths", CUBA, "--all").stdout
    assert (
        "Things go there by themselves (under “answers that pay”), in 2 steps: United States would blockade Cuba, then "
        "Soviet Union would withdraw the missiles.\n"
    ) in told
    assert told.count("the shortest way takes") == 2, "a wider kind only where it is shorter"
    answer = "Soviet Union would keep the missiles in Cuba"
    assert f"Step 3: the answer under “answers that pay” is: {answer}; the gain is then lost.\n" in told
    assert "Step 3: Soviet Union could undo" not in told, "said already, as the answer"
    assert (
        "By any steps, the shortest way takes one step, by which Soviet Union would not gain: Soviet Union would "
        "withdraw the missiles.\nSoviet Union does not gain.\n"
    ) in told


def test_it_is_said_whether_it_must_go_there_can_go_there_or_only_passes() -> None:
    assert (
        "Things go there by themselves (under “answers that pay”), in one step"
        in run("paths", "stability/elmira").stdout
    )
    can = run("paths", "stability/chicken").stdout
    assert "Things can go there by themselves (under “answers that pay”), in one step: Row would give way.\n" in can
    assert "Things do not come to rest there." not in can
    passing = run("paths", CUBA, "--to", "withdrawal").stdout
    assert (
        "Things can go there by themselves (under “answers that pay”), in 2 steps: " in passing
        and "Things do not come to rest there.\n" in passing
    )
    assert "That is so at the start already.\n" in run("paths", CUBA, "--to", "not ussr.escalate").stdout
    assert "Things are predicted to stay where they are.\n" in run("paths", "stability/garrison", "--start", "3").stdout


def test_a_joint_step_says_who_refuses_and_how_much_it_gives_up() -> None:
    told = run("paths", "kuril/2019-01", "--to", "treaty").stdout
    assert (
        "Things do not go there by themselves (under “answers that pay”), nor by steps that each pay whoever takes "
        "them.\nBy any steps, the shortest way takes one step, by which Japan would not gain: Japan and Russia would "
        "agree on: a peace treaty is signed.\n"
        "Japan loses 6, by its own weights.\n"
        "Japan can be expected to refuse.\n"
    ) in told


def test_the_same_in_arabic() -> None:
    told = called("paths", "kuril/2019-01", "--to", "treaty", "--lang", "ar").stdout
    assert "أقصر طريق بأي خطوات (خطوة واحدة، وهي لا تعود بمكسب على اليابان)" in told
    assert "يُتوقع أن ترفض اليابان." in told
    assert "step" not in told and "sacrifice" not in told


def test_data_csv_and_markdown() -> None:
    data = json.loads(run("paths", CUBA, "--all", "--format", "json").stdout)
    assert data["checked"] is True
    assert data["counts"] == {"outcomes": 12, "classes": 2, "chosen": 2}
    first, second = data["targets"]
    assert first["predicted"] and first["paths"]["goes"]["length"] == 2
    assert second["paths"]["goes"] is None
    third = second["paths"]["improvements"]["steps"][2]
    assert third["verdict"] == "punished"
    assert third["answer"] == [{"mover": "ussr", "from": 5, "to": 1}]
    assert third["blockers"] == [{"actor": "ussr", "to": 1, "hurts": ["us"], "would": True}]
    (only,) = second["paths"]["moves"]["steps"]
    assert only["sacrifices"] == [{"actor": "ussr", "loss": None}]
    rows = list(csv.DictReader(io.StringIO(run("paths", CUBA, "--all", "--format", "csv").stdout)))
    assert [row["way"] for row in rows if row["target"] == "7"] == ["goes, improvements, moves"] * 2
    assert len(run("paths", CUBA, "--all", "--format", "md").stdout.strip().splitlines()) == len(rows) + 2


def test_targets_by_question_statement_id_and_name() -> None:
    asked = ["withdrawal", "ussr.withdraw", "5", "s4", "us.blockade, ussr.withdraw", "none"]
    arguments = [part for text in asked for part in ("--to", text)]
    data = json.loads(run("paths", CUBA, *arguments, "--format", "json").stdout)
    assert [target["kind"] for target in data["targets"]] == ["question", "statement", *["outcome"] * 4]
    assert [target["count"] for target in data["targets"]] == [4, 4, 1, 1, 1, 1]
    ends = [[step["to"] for step in target["paths"]["moves"]["steps"]][-1:] for target in data["targets"]]
    assert ends == [[5], [5], [5], [5], [7], []]
    near = data["targets"][0]["paths"]
    assert (near["goes"]["length"], near["improvements"]["length"], near["moves"]["length"]) == (2, 2, 1)


REFUSALS = [
    (
        ("stability/garrison",),
        "the situation has no status quo to start from. Give --start OUTCOME, or write `status_quo:` into the file\n",
    ),
    (
        (CUBA, "--to", "s1 and s2"),
        "“s1 and s2” is true in no possible outcome, so there is no way there. Give another question, statement, id or "
        "name\n",
    ),
    ((CUBA, "--to", "nowhere"), "“nowhere” cannot be read at character 1: unknown name “nowhere”\n"),
    ((CUBA, "--to", "13"), "there is no outcome 13; ids run from 1 to 12\n"),
    (
        (CUBA, "--start", "ussr.withdraw and us.blockade"),
        "2 outcomes fit “ussr.withdraw and us.blockade” (such as 7 and 8); say more, or give an id\n",
    ),
    (
        (CUBA, "--to", "1", "--to", "2", "--limit", "1"),
        "2 targets were asked for; the limit is 1. Give fewer, or raise --limit\n",
    ),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSALS)
def test_what_is_refused_and_how(arguments: tuple[str, ...], message: str) -> None:
    refused = called("paths", *arguments)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.endswith(message)


def test_the_remedies_help() -> None:
    assert called("paths", "stability/garrison", "--start", "3").returncode == 0
    assert called("paths", CUBA, "--to", "1", "--to", "2", "--limit", "2").returncode == 0
    situation = load("stability/garrison").situation
    with pytest.raises(DetenteError, match="no status quo to start from"):
        paths(situation)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawing_is_whole_real_text_and_in_its_direction(language: str, tmp_path: Path) -> None:
    path = tmp_path / "paths.svg"
    assert called("paths", CUBA, "--all", "--figure", str(path), "--lang", language).returncode == 0
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    assert root.attrib["direction"] == LANGUAGES[language] and root.attrib["lang"] == language
    name = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{name}title") is not None and root.find(f"{name}desc") is not None
    boxes = [(float(rect.attrib["x"]), float(rect.attrib["width"])) for rect in root.iter(f"{name}rect")]
    assert len(boxes) == 7
    width = float(root.attrib["width"])
    assert all(x >= 0 and x + wide <= width for x, wide in boxes)
    first = boxes[0][0]  # the start stands at the edge where reading begins
    assert first == (max if language == "ar" else min)(x for x, _ in boxes)
    assert any("stroke-dasharray" in line.attrib for line in root.iter(f"{name}path"))
    assert "http" not in path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")


def test_paths_that_begin_alike_share_their_boxes() -> None:
    result = paths(load("stability/elmira_12").situation, everything=True)
    root = tree_of(result, "en")
    branches = list(root.all())
    assert [branch.outcome for branch in root.after] == [6, 4, 1]
    assert (
        sum(len(journey.paths["moves"] or ()) for journey in result.journeys) == 12
    )  # steps; three of them are shared
    assert len(branches) == 10
    drawing = draw_paths(result, "en")
    assert drawing.count("<rect") == 10 and drawing.count("marker-end") == 9


def test_boxes_do_not_overlap() -> None:
    for case in (CUBA, "stability/elmira_12", "stability/elmira", "kuril/2019-01"):
        result = paths(load(case).situation, everything=True)
        root = ElementTree.fromstring(draw_paths(result, "en"))
        rects = [
            [float(rect.attrib[key]) for key in ("x", "y", "width", "height")]
            for rect in root.iter("{http://www.w3.org/2000/svg}rect")
        ]
        for place, (x, y, wide, high) in enumerate(rects):
            for x2, y2, wide2, high2 in rects[:place]:
                assert x + wide <= x2 or x2 + wide2 <= x or y + high <= y2 or y2 + high2 <= y


def test_the_python_function_is_the_command() -> None:
    import detente as dt

    data = json.loads(run("paths", CUBA, "--to", "withdrawal", "--format", "json").stdout)
    assert {**dt.paths(dt.load(CUBA), "withdrawal").data(), "checked": True} == data
    assert dt.paths(dt.load(CUBA), ["withdrawal"], start="s4").start == 4
