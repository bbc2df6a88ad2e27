"""The printed matrices are those of the case, with right margins, in every format and in both languages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from detente.cli.influence import influence as command
from detente.errors import DetenteError
from detente.files import read_whole
from detente.influence.mactor.matrices import MATRICES, matrix_rows
from detente.influence.mactor.play import Play, play
from detente.load import load

ROOT = Path(__file__).parents[2]
PARIS = str(ROOT / "docs" / "examples" / "paris_airports.yaml")
CASE = json.loads((Path(__file__).parent / "cases" / "mactor.json").read_text(encoding="utf-8"))["cases"][0]


@pytest.fixture(scope="module")
def paris() -> Play:
    found = play(load(PARIS).situation, count=20)
    assert found is not None
    return found


def cells(rows: list[dict[str, Any]]) -> list[list[float]]:
    return [[value for key, value in row.items() if isinstance(value, int | float)] for row in rows]


def test_the_example_holds_the_published_inputs(paris: Play) -> None:
    assert paris.mactor.a.tolist() == CASE["input"]["mdi"]
    assert paris.mactor.m.tolist() == CASE["input"]["mao"]


@pytest.mark.parametrize("name", [name for name in MATRICES if name not in ("actors", "orders", "MICMAC")])
def test_a_matrix_is_that_of_the_case_with_its_sums_in_the_margin(paris: Play, name: str) -> None:
    key = {"NS": "net_scale", "3MAO": "MAO3"}.get(name, name if name[0] == "M" else f"{name[1:]}{name[0]}")
    literal = {"MDI": CASE["input"]["mdi"], "2MAO": CASE["input"]["mao"], "1MAO": np.sign(CASE["input"]["mao"])}
    expected = np.array(literal.get(name, CASE["expected"].get(key)))
    found = np.array(cells(matrix_rows(paris, name)))
    assert found[:6, :-1] == pytest.approx(expected)
    sums = np.abs(expected).sum(axis=1) if "MAO" in name else expected.sum(axis=1)
    assert found[:6, -1] == pytest.approx(CASE["expected"]["I"] if name == "MIDI" else sums)
    if "MAO" in name:
        assert found[6, :-1] == pytest.approx(np.where(expected > 0, expected, 0).sum(axis=0))
        assert found[7, :-1] == pytest.approx(np.where(expected < 0, expected, 0).sum(axis=0))
        assert found[8, :-1] == pytest.approx(np.abs(expected).sum(axis=0))
    elif name in ("MDI", "MIDI", "MMIDI"):
        below = CASE["expected"]["D"] if name == "MIDI" else expected.sum(axis=0)
        assert found[6, :-1] == pytest.approx(below)
        assert found[6, -1] == pytest.approx(sum(below))


def test_every_actor_with_its_numbers(paris: Play) -> None:
    rows, expected = matrix_rows(paris, "actors"), CASE["expected"]
    for key, name in (("Rstar", "Rstar"), ("Qstar", "Qstar"), ("net", "net_total"), ("ambivalence_3", "ambivalence_3")):
        assert [row[key] for row in rows] == pytest.approx(expected[name])
    sums = {kind: [np.sum(expected[f"{kind}{order}"]) for order in (1, 2, 3)] for kind in ("CAA", "DAA")}
    degrees = [100 * alike / (alike + unlike) for alike, unlike in zip(sums["CAA"], sums["DAA"], strict=True)]
    assert [row["convergence"] for row in matrix_rows(paris, "orders")] == pytest.approx(degrees)
    assert [row["divergence"] for row in matrix_rows(paris, "orders")] == pytest.approx([100 - one for one in degrees])


def run(*words: str, file: str = PARIS) -> str:
    done = CliRunner().invoke(command, [file, "--draws", "20", *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_all_formats(paris: Play, tmp_path: Path) -> None:
    told = json.loads(run("--matrix", "all", "--format", "json"))
    assert told == {name: matrix_rows(paris, name) for name in MATRICES}
    rows = list(csv.DictReader(io.StringIO(run("--matrix", "midi", "--format", "csv"))))
    assert [row["influence"] for row in rows] == ["31.0", "31.0", "21.0", "39.0", "27.0", "31.0", "180.0"]
    assert "\n3CAA & manufacturers & " in run("--matrix", "3CAA", "--format", "latex")
    table = run("--matrix", "3MAO")
    assert "rules against noise" in table and "the residents" in table and "the reading" not in table
    assert "noise" in run("--matrix", "3MAO", "--ids").split("mobilisation")[0].split()
    book = tmp_path / "all.xlsx"
    run("--matrix", "all", "--xlsx", str(book))
    import openpyxl

    assert openpyxl.load_workbook(io.BytesIO(read_whole(book, 10**7)[0])).sheetnames == list(MATRICES)


def test_an_objective_may_have_the_name_of_a_margin(tmp_path: Path) -> None:
    file = tmp_path / "names.yaml"
    file.write_text(
        "detente: 1\nactors: {net: , influence: }\nmactor: {influence: {net: {influence: 2}}, "
        "objectives: {mobilisation: {net: 3, influence: -1}}}\n",
        encoding="utf-8",
    )
    told = json.loads(run("--matrix", "NS", "--matrix", "2MAO", "--format", "json", file=str(file)))
    assert told["NS"][0] == {"NS": "net", "net": 0, "influence": 2, "net_": 2}
    assert told["2MAO"][0] == {"2MAO": "net", "mobilisation": 3, "mobilisation_": 3}


def test_without_mactor_there_is_no_matrix() -> None:
    gas = str(ROOT / "docs" / "examples" / "gas" / "situation.yaml")
    done = CliRunner().invoke(command, [gas, "--matrix", "MDI"])
    assert isinstance(done.exception, DetenteError)
    assert done.exception.render() == (
        "the file has no block `mactor`, so there is no matrix to print; write it, or leave the option out"
    )
    assert "`mactor`" in done.exception.render("ar")


def test_what_is_said_of_chains_and_sides(tmp_path: Path) -> None:
    said = run()
    assert (
        "MICMAC: through chains of any length the State comes first by influence and the charter airlines by "
        "dependence; the ranking no longer changes from chains of 3 steps on (looked at up to 30)."
    ) in said
    assert "they pull the same way in 42% of it and opposite ways in the rest" in said
    assert "Most ambivalent: the scheduled airlines (0.677, order 3;" in said
    file = tmp_path / "line.yaml"
    begin = "detente: 1\nactors: {a: , b: , c: }\nmactor: {objectives: {o: {a: 1, b: -2}}, influence: "
    for influence, sentence in (
        ("{a: {b: 1}, b: {c: 2}}", "MICMAC: influence runs in no circle, and no chain has more than 2 steps."),
        ("{a: {b: 0}}", "MICMAC: nobody influences anybody, so there are no chains of influence."),
        ("{a: {b: 1}, b: {c: 4}, c: {a: 1}}", "MICMAC: counted through chains of influence, the ranking still "
         "changes at chains of 30 steps."),
    ):  # fmt: skip
        file.write_text(f"{begin}{influence}}}\n", encoding="utf-8")
        told = run(file=str(file))
        assert sentence in told, told
        alone = "No actor is ambivalent: towards each other actor each is only an ally or only an opponent."
        assert (alone in told) == ("nobody influences" not in sentence)  # without strength nobody weighs anything
