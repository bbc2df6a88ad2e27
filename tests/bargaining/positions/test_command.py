"""`detente positions` as a person calls it: files, switches, drawings, scores, and messages that mend."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from detente import load
from detente.bargaining.positions.challenge import CHOICES, Switches
from detente.bargaining.positions.result import positions
from detente.bargaining.positions.score import score
from detente.cli import group
from detente.drawing.positions import KINDS, described, line_rows
from detente.drawing.positions_rounds import rounds_rows
from detente.errors import DetenteError, InputError
from detente.findings.findings import findings
from detente.report.blocks import bare
from detente.report.whole import report

HERE = Path(__file__).parents[2] / "published" / "positions"
DEU = Path(__file__).parents[3] / "cases" / "bargaining" / "deu3_open"
NILE = "actor,issue,position,capability,salience\n" + "\n".join(
    f"{actor},{issue},{position},{power},{salience}"
    for issue, rows in {
        "filling": [("Ethiopia", 80, 0.9), ("Egypt", 10, 1), ("Sudan", 30, 0.5)],
        "release": [("Ethiopia", 20, 0.6), ("Egypt", 90, 0.9), ("Sudan", 70, 0.8)],
    }.items()
    for (actor, position, salience), power in zip(rows, (3, 4, 1), strict=True)
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["positions", *arguments], catch_exceptions=False)


def refused(*arguments: str) -> DetenteError:
    with pytest.raises(DetenteError) as caught:
        run(*arguments)
    assert caught.value.render("en") and caught.value.render("ar")
    return caught.value


@pytest.fixture
def nile(tmp_path: Path) -> str:
    path = tmp_path / "nile.csv"
    path.write_text(NILE, encoding="utf-8")
    return str(path)


def data(*arguments: str) -> dict[str, Any]:
    return dict(json.loads(run(*arguments, "--format", "json").stdout)["issues"])


def test_the_json_keeps_its_promise(nile: str) -> None:
    for told in data(nile).values():
        assert {"mean", "median", "condorcet", "pce", "challenge", "exchange", "forecast", "leverage"} <= told.keys()
        assert told["median"].keys() == {"low", "high", "mid"}
        assert list(told["pce"]) == ["conditional", "markov_uniform", "markov_incentive"]
        for kind in told["pce"].values():
            assert kind.keys() == {"distribution", "mean", "mode"}
            assert sum(row["chance"] for row in kind["distribution"]) == pytest.approx(1)
        assert list(told["challenge"]) == ["paper", "as_coded"]
        for rounds in told["challenge"].values():
            assert len(rounds["rounds"]) == len(rounds["mean"]) == len(rounds["median"])
            assert rounds["switches"].keys() == CHOICES.keys()
        assert {"mean", "mode", "low", "high"} <= told["forecast"].keys()
        assert told["leverage"].keys() == set(told["actors"])
        assert told["ktab"]["mode"] in told["ktab"]["rounds"][-1]


def test_an_issue_alone_is_told_as_among_the_others(nile: str) -> None:
    assert data(nile, "--issue", "release") == {"release": data(nile)["release"]}
    assert refused(nile, "--issue", "relaese").params["nearest"] == "release"


def test_every_switch_has_its_choices() -> None:
    assert CHOICES.keys() == Switches().data().keys()


def test_switches_make_a_reading_of_their_own(nile: str) -> None:
    told = data(nile, "--switch", "q=0.5", "--preset", "as_coded", "--rounds", "3")["filling"]["challenge"]
    assert list(told) == ["paper", "as_coded", "own"]
    assert told["own"]["switches"] == {**told["as_coded"]["switches"], "q": 0.5}
    assert all(len(rounds["median"]) == 3 for rounds in told.values())
    shown = run(nile, "--switch", "q=0.5").stdout
    assert "switches as given" in shown and "denominator" in shown and "0.5" in shown


def test_rules_of_votes_and_victory_change_the_chances(nile: str) -> None:
    plain, sharp = data(nile)["filling"], data(nile, "--victory", "octic", "--vote", "cubic")["filling"]
    assert sharp["votes"] == {"vote": "cubic", "victory": "octic"}
    most = [max(row["chance"] for row in one["pce"]["conditional"]["distribution"]) for one in (plain, sharp)]
    assert most[1] > most[0]


def test_a_scale_that_the_table_does_not_state(tmp_path: Path) -> None:
    path = tmp_path / "tariff.csv"
    path.write_text("actor,position,capability,salience\nA,300,1,1\nB,700,3,1\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        run(str(path))
    assert [problem.code for problem in caught.value.problems] == ["positions_scale_other"]
    told = data(str(path), "--scale", "0", "1000")["tariff"]
    assert told["scale"] == [0, 1000] and told["mean"] == 600
    assert refused(str(path), "--scale", "10", "0").code == "scale_ends"


def test_the_reader_is_told_what_was_assumed(tmp_path: Path) -> None:
    path = tmp_path / "years.csv"
    path.write_text("actor,position,gdp\nA,4,5\nB,10,1\n", encoding="utf-8")
    said = run(str(path)).stderr
    assert "taken as its ends" in said and "equally strong" in said and "--capability: gdp" in said
    assert data(str(path), "--capability", "gdp")["years"]["mean"] == 5


def test_shares_among_percents_are_doubted(tmp_path: Path) -> None:
    path = tmp_path / "price.yaml"
    path.write_text(
        "detente: 1\nactors: {a: , b: }\nissues: {price: {positions: {a: {position: 20, salience: 0.5}, "
        "b: {position: 30, salience: 80}}}}\n",
        encoding="utf-8",
    )
    assert "mixed" in data(str(path))["price"]["warnings"]
    assert "these are below 1: a." in run(str(path)).stdout


def test_messages_of_the_options(nile: str, tmp_path: Path) -> None:
    assert refused().code == "positions_file"
    assert refused(nile, "--learn", "x.csv").code == "positions_only"
    assert refused(nile, "--switch", "q").code == "switch_form"
    assert refused(nile, "--switch", "qq=1").params["nearest"] == "q"
    assert refused(nile, "--errors", str(tmp_path / "none.csv")).code == "errors_table"
    assert refused("--score", nile).code == "score_no_companion"
    outcomes = tmp_path / "empty_issues.csv"
    outcomes.write_text("issue,outcome\nfilling,\n", encoding="utf-8")
    (tmp_path / "empty_actors.csv").write_text(NILE, encoding="utf-8")
    assert refused("--score", str(outcomes)).code == "score_no_outcomes"
    assert refused("--score", str(DEU), "--capability", "gdp").params["known"] == ("ssi", "votes")


KNOWN = NILE.replace("salience\n", "salience,outcome,group\n", 1)


def known_rows() -> str:
    lines = KNOWN.splitlines()
    outcomes = {"filling": "40", "release": "60"}
    return "\n".join([lines[0], *(f"{line},{outcomes[line.split(',')[1]]},nile" for line in lines[1:])])


def test_outcomes_in_one_table_in_two_and_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "decided.csv").write_text(known_rows(), encoding="utf-8")
    (tmp_path / "x_actors.csv").write_text(NILE, encoding="utf-8")
    (tmp_path / "x_issues.csv").write_text("issue,outcome,group\nfilling,40,nile\nrelease,60,nile\n", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    for part in ("actors", "issues"):
        (folder / f"{part}.csv").write_bytes((tmp_path / f"x_{part}.csv").read_bytes())
    ways = ("decided.csv", "x_actors.csv", "x_issues.csv", "folder")
    told = [run("--score", str(tmp_path / way), "--format", "json").stdout for way in ways]
    assert len(set(told)) == 1
    rows = {(row["model"], row["capability"]): row for row in json.loads(told[0])["models"]}
    mean = data(str(tmp_path / "x_actors.csv"))
    wanted = [abs(mean["filling"]["mean"] - 40), abs(mean["release"]["mean"] - 60)]
    assert rows["mean", "capability"]["mae"] == pytest.approx(sum(wanted) / 2)
    assert rows["exchange", "capability"]["issues"] == 2


def test_what_is_wrong_with_outcomes(tmp_path: Path) -> None:
    (tmp_path / "x_actors.csv").write_text(NILE, encoding="utf-8")
    issues = tmp_path / "x_issues.csv"
    issues.write_text("issue,outcome\nfilling,forty\nrelease,160\nrelaese,50\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        run("--score", str(issues))
    assert [(problem.code, problem.place.line) for problem in caught.value.problems if problem.place] == [
        ("positions_number", 2),
        ("positions_outside", 3),
        ("positions_issue_unknown", 4),
    ]
    assert caught.value.problems[2].params["nearest"] == "release"


def test_errors_are_learnt_and_used(tmp_path: Path, nile: str) -> None:
    (tmp_path / "decided.csv").write_text(known_rows(), encoding="utf-8")
    learnt = tmp_path / "errors.csv"
    run("--score", str(tmp_path / "decided.csv"), "--learn", str(learnt))
    errors = [float(row["error"]) for row in csv.DictReader(io.StringIO(learnt.read_text(encoding="utf-8")))]
    told = data(nile, "--errors", str(learnt))["filling"]
    low, high = min(errors) + told["mean"], max(errors) + told["mean"]
    assert low - 0.01 <= told["forecast"]["low"] < told["forecast"]["high"] <= high + 0.01
    assert "2 errors in the file" in run(nile, "--errors", str(learnt)).stdout


def test_the_score_is_told_in_words_and_as_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first forty issues of the open half of DEU III; what is told in two ways is worked out once."""
    found: dict[str, Any] = {}

    def once(known: Any, *how: Any) -> Any:
        if str(known) not in found:
            found[str(known)] = score(known, *how)
        return found[str(known)]

    monkeypatch.setattr("detente.cli.positions.score", once)
    lines = (DEU / "issues.csv").read_text(encoding="utf-8").splitlines()[:41]
    chosen = {line.split(",")[0] for line in lines}
    (tmp_path / "issues.csv").write_text("\n".join(lines), encoding="utf-8")
    actors = (DEU / "actors.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "actors.csv").write_text(
        "\n".join(row for row in actors if row.split(",")[0] in chosen), encoding="utf-8"
    )
    shown = run("--score", str(tmp_path)).stdout
    assert "40 issues with known outcomes, in" in shown
    assert " models was clearly nearer" in shown or " models was nearer" in shown or " models were nearer" in shown
    assert "model of rounds was nearer than the weighted mean; the best of them, " in shown
    assert "weighted mean, ssi" in shown and "learnt each time from the other groups" in shown
    assert "A band learnt each time from the other groups" in shown
    assert "The weighted mean (with ssi as capability) was off by" in shown
    votes = ("--score", str(tmp_path), "--capability", "votes")
    rows = json.loads(run(*votes, "--format", "json").stdout)["models"]
    means = {row["capability"]: row["mae"] for row in rows if row["model"] == "mean"}
    base = next(row for row in rows if row["model"] == "mean" and row["from"] == row["to"] == 0)
    assert base["capability"] == "votes" and means["ssi"] < means["votes"], "the one that counts is not the best one"
    assert f"The weighted mean (with votes as capability) was off by {means['votes']:.3g} on" in run(*votes).stdout


def strings(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("kind", KINDS)
def test_drawings_have_real_text_a_title_and_a_description(kind: str, language: str) -> None:
    result = positions(load("kuril/2019-01").situation)
    svg = result.drawing("sovereignty", language, kind)
    root = ET.fromstring(svg)
    assert [child.tag.rpartition("}")[2] for child in root][:2] == ["title", "desc"]
    assert root[1].text and root.get("direction") == "ltr"
    told = " ".join(strings(svg))
    for actor in line_rows(result, "sovereignty", language):
        assert actor["actor"] in told or kind == "panel"
    assert "\u2068" not in svg
    assert described(result, "sovereignty", kind, language).count("{") == 0


def test_a_drawing_as_a_file(nile: str, tmp_path: Path) -> None:
    for kind in KINDS:
        path = tmp_path / f"{kind}.svg"
        run(nile, "--figure", str(path), "--figure-kind", kind)
        assert path.read_text(encoding="utf-8").startswith("<!-- detente -->\n<svg")


def test_the_table_of_the_river_is_what_the_rounds_say() -> None:
    result = positions(load("bargaining/emissions_1994").situation)
    rows = {(row["reading"], row["actor"]): row for row in rounds_rows(result, "delay")}
    after = result.issues["delay"].challenge["as_coded"].after(2)
    for place, actor in enumerate(result.issues["delay"].numbers.actors):
        assert rows["as_coded", actor]["2"] == pytest.approx(float(after[place]), abs=5e-4)


def test_the_report_tells_positions_in_both_languages() -> None:
    case = load("bargaining/emissions_1994")
    found = findings(case, runs=0)
    for language in ("en", "ar"):
        text = " ".join(bare(text) for text in report(found, language).texts())
        assert bare(positions(case.situation).sentences(language)[0]) in text


def test_many_actors_and_one(tmp_path: Path) -> None:
    rows = "\n".join(f"a{k},{k % 101},{1 + k % 7},{k % 100}" for k in range(61))
    many, one = tmp_path / "many.csv", tmp_path / "one.csv"
    many.write_text(f"actor,position,capability,salience\n{rows}\n", encoding="utf-8")
    one.write_text("actor,position,capability,salience,low,high\na,5,1,1,0,10\n", encoding="utf-8")
    assert data(str(many))["many"]["ktab"] is None
    assert "There are 61 actors; KTAB's rounds are worked out for 60 at most." in run(str(many)).stdout
    alone = data(str(one))["one"]
    assert (alone["mean"], alone["condorcet"], alone["challenge"]["paper"]["median"][0]) == (5, 5, 5)
    assert run(str(one)).exit_code == 0


def test_ranges_are_drawn_beside_their_middles(tmp_path: Path) -> None:
    """A range that moves the mean evenly: its percentiles, and a band at least as wide as that of the middle."""
    path = tmp_path / "price.yaml"
    path.write_text(
        "detente: 1\nactors: {a: , b: }\nissues: {price: {positions: {a: 20..60, b: 40}}}\n", encoding="utf-8"
    )
    told = data(str(path))["price"]
    drawn = told["drawn"]
    assert drawn["draws"] == 2048 and drawn["blocked"] is None
    assert [drawn["mean"][key] for key in ("low", "median", "high")] == pytest.approx([32, 40, 48], abs=0.8)
    assert drawn["low"] <= told["forecast"]["low"] + 0.5 and drawn["high"] >= told["forecast"]["high"] - 0.5
    assert "drawn" not in data(str(path), "--draws", "0")["price"]
    assert "Over 2048 runs" in run(str(path)).stdout
    still = tmp_path / "still.csv"
    still.write_text("actor,position,capability,salience\na,20,1,1\nb,40,1,1\n", encoding="utf-8")
    assert "drawn" not in data(str(still))["still"]
