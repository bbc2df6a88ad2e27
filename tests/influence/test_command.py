"""The command: each part, each what-if, each drawing, and what it refuses, said whole."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.influence import influence as command
from detente.errors import DetenteError
from detente.words import LANGUAGES, messages

KURIL = "kuril/2019-01"


def refused(*words: str) -> str:
    run = CliRunner().invoke(command, list(words))
    assert isinstance(run.exception, DetenteError), run.output
    assert re.search("[\u0621-\u064a]", run.exception.render("ar"))
    return run.exception.render()


def test_what_is_refused(tmp_path: Path) -> None:
    bare = tmp_path / "bare.yaml"
    bare.write_text("detente: 1\nactors: {a: , b: }\n", encoding="utf-8")
    tied = tmp_path / "tied.yaml"
    tied.write_text(
        "detente: 1\nactors: {a: , b: }\nties: {t: {between: [a, b], kind: k, sign: positive}}\n", encoding="utf-8"
    )
    gas = tmp_path / "gas.yaml"
    gas.write_text("detente: 1\nactors: {a: , b: }\ndependence: {gas: {shares: {a: {b: 0.5}}}}\n", encoding="utf-8")
    assert refused(str(bare)).startswith("the file has none of the blocks `dependence`, `ties` and `mactor`, or their")
    assert refused(str(tied), "--withdraw", "gas", "a") == (
        "the file has no block `dependence`, so this what-if cannot be asked; write it, or leave the option out"
    )
    assert refused(str(gas), "--suppose", "a", "b", "positive") == (
        "the file has no block `ties`, so nothing can be said of alignments; write it, or leave the option out"
    )
    assert refused(str(gas), "--figure", "plane", "x.svg") == (
        "the file has no block `mactor`, so there is nothing to draw; write it, or leave this figure out"
    )
    assert refused(str(gas), "--withdraw", "gaz", "b") == (
        "there is no domain “gaz” under `dependence` — did you mean “gas”?; known: gas"
    )
    assert refused(str(gas), "--grow", "gas", "a", "bb", "2") == (
        "“bb” has no part in this block of the file — did you mean “b”?; known: a and b"
    )
    assert refused(str(gas), "--fails", "gas", "a", "b", "1.5") == "this number lies between 0 and 1; here is 1.5"
    assert refused(str(tied), "--suppose", "a", "a", "positive") == "a tie needs two actors; here is a twice"
    assert refused(str(tied), "--suppose", "a", "b", "plus") == "a sign is positive or negative; here is “plus”"
    assert refused(str(tied), "--figure", "ties", str(tmp_path)).startswith(f"{tmp_path} is not a file: ")


def test_what_ifs_by_option() -> None:
    run = CliRunner().invoke(
        command,
        [KURIL, "--format", "json", "--grow", "trade", "russia", "japan", "2", "--fails", "security", "japan", "usa",
         "0.3", "--withdraw", "arms", "russia", "--diversify", "arms", "china", "russia", "japan", "0.2",
         "--suppose", "japan", "russia", "positive", "--camp", "japan", "--camp", "russia"],
    )  # fmt: skip
    data = json.loads(run.stdout)
    asked = {(one["kind"], one["domain"], one.get("name")): one for one in data["what_if"]}
    assert asked["grow", "trade", None]["shares"] == asked["grow", "trade", "towards_japan"]["shares"]
    assert [one["kept"] for one in data["what_if"] if one["kind"] == "guarantee"] == pytest.approx([0.485, 0.7])
    assert asked["withdraw", "arms", None]["unmet"] == pytest.approx(0.707)
    assert asked["diversify", "arms", None]["shares"]["japan"] == pytest.approx([0, 0.2])
    [supposed] = data["balance"]["supposed"]
    assert (supposed["L"]["2"], supposed["tension"]) == (1, [["japan", "russia"]])
    assert sorted(map(sorted, data["balance"]["asked"]["camps"])) == [
        ["china", "north_korea", "usa"],
        ["japan", "russia"],
    ]


def test_ties_by_strength_and_by_other_rules() -> None:
    def best(*words: str) -> dict[str, object]:
        found = json.loads(CliRunner().invoke(command, [KURIL, "--format", "json", *words]).stdout)["balance"]
        return {"L": found["L"]["2"], "rule": found["projection"]["rule"], "open": found["projection"]["open"]}

    assert best() == {"L": 0, "rule": "net", "open": [["japan", "russia"]]}
    assert best("--projection", "negative") == {"L": 0, "rule": "negative", "open": []}
    assert best("--projection", "positive") == {"L": 1, "rule": "positive", "open": []}
    assert best("--projection", "latest") == {"L": 1, "rule": "latest", "open": []}
    assert best("--weigh")["L"] == 1  # both ties of the open pair weigh 1, and one of them is lost in every split


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["ties", "leverage", "plane"])
def test_drawings_have_real_text(kind: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.cli.language.chosen", lambda: language)
    target = tmp_path / "x.svg"
    CliRunner().invoke(command, [KURIL, "--figure", kind, str(target)])
    drawn = target.read_text(encoding="utf-8")
    title = messages(language, "influence")["influence"]["figure"][kind]["title"]
    assert f"<title>{title}</title>" in drawn and 'role="img"' in drawn and "<desc>" in drawn
    names = {"en": ("Japan", "China"), "ar": ("اليابان", "الصين")}[language]
    assert all(f">{name}</text>" in drawn for name in names)
    assert "\u2068" not in drawn


def test_both_languages_say_as_much() -> None:
    from detente.influence.result import influence
    from detente.influence.sentences import influence_parts
    from detente.load import load

    case = load(KURIL)
    result = influence(case.situation, case.folder)
    english, arabic = (influence_parts(result, language) for language in ("en", "ar"))
    assert [(key, len(lines)) for key, lines in english] == [(key, len(lines)) for key, lines in arabic]
    assert not [line for _, lines in arabic for line in lines if re.search("[a-z]{4,}", line) and "lipsor" not in line]


def test_matrices_from_csv_and_from_a_workbook(tmp_path: Path) -> None:
    """The same matrices in the file, in CSV and in XLSX give the same; a range in a cell is a range."""
    from tests.workbooks import workbook

    rows = [["", "egypt", "sudan"], ["egypt", 0, 2], ["sudan", "1..3", 0]]
    stakes = [["", "fill slowly"], ["egypt", 4], ["sudan", -1]]
    head = "detente: 1\nactors: {egypt: , sudan: }\nmactor:\n"
    (tmp_path / "a.csv").write_text("\n".join(";".join(map(str, row)) for row in rows), encoding="utf-8-sig")
    (tmp_path / "m.csv").write_text("\n".join(",".join(map(str, row)) for row in stakes), encoding="utf-8")
    (tmp_path / "nile.xlsx").write_bytes(workbook({"MDI": rows, "2MAO": stakes}))
    forms = {
        "file": "  influence: {egypt: {sudan: 2}, sudan: {egypt: 1..3}}\n"
        "  objectives: {fill slowly: {egypt: 4, sudan: -1}}\n",
        "csv": "  influence_table: {file: a.csv}\n  objectives_table: {file: m.csv}\n",
        "xlsx": "  influence_table: {file: nile.xlsx, sheet: MDI}\n"
        "  objectives_table: {file: nile.xlsx, sheet: 2MAO}\n",
    }
    found = {}
    for name, block in forms.items():
        path = tmp_path / f"{name}.yaml"
        path.write_text(head + block, encoding="utf-8")
        run = CliRunner().invoke(command, [str(path), "--format", "json"])
        assert run.exception is None, run.exception
        found[name] = json.loads(run.stdout)["mactor"]
    assert {key: found["csv"][key] for key in ("MIDI", "Rstar", "CAA2", "DAA2")} == {
        key: found["file"][key] for key in ("MIDI", "Rstar", "CAA2", "DAA2")
    }
    assert found["csv"]["bands"] == found["xlsx"]["bands"]
    assert found["csv"]["bands"]["from"] == "ranges"
    assert found["xlsx"]["sources"]["egypt.sudan"] == ["nile.xlsx: egypt, sudan"]
