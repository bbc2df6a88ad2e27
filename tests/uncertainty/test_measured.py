"""Measures beside stability: one line lists one, and it stands in the table, the parts, the totals and the command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import detente as dt
from detente.cases import shipped_cases
from detente.cli.study import study as command
from detente.errors import DetenteError, LimitError
from detente.stability.solve import Model
from detente.uncertainty.measured import measured
from detente.uncertainty.study import reservoir
from detente.uncertainty.study.batches import Plan
from detente.uncertainty.study.measures import FURTHER, columns_of
from detente.uncertainty.study.store import open_store
from detente.uncertainty.study.study import study
from tests.uncertainty.studies import TWO, same, situation


@pytest.fixture(autouse=True)
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FURTHER, "plain", "tests.uncertainty.plain_measure")


def test_its_columns_stand_in_the_table() -> None:
    found = study(situation(), 9000, also=["plain"], concepts=["seq"])
    x = found.drivers["x"]
    assert np.array_equal(found.measures["plain/x"], x)
    assert np.array_equal(found.measures["plain/large"] == 1, x > 0.5)
    assert found.categories["plain/large"] == ("no", "yes")
    assert [row["question"] for row in found.rows()] == ["goes", "goes", "together", "together"]
    assert same_but_plain(found.measures, study(situation(), 9000, concepts=["seq"]).measures)
    again = found.evaluate({"x": np.array([0.25, 0.75])})
    assert again["plain/x"].tolist() == [0.25, 0.75] and again["plain/halves"].tolist() == [0, 1]


def same_but_plain(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> bool:  # type: ignore[type-arg]
    return {n: v.tobytes() for n, v in one.items() if not n.startswith("plain/")} == {
        n: v.tobytes() for n, v in other.items()
    }


def test_a_situation_without_the_thing_has_no_columns() -> None:
    text = TWO.replace("{x: 0..1, y", "{u: 0..1, y").replace("[x, y]", "[u, y]").replace("x * w", "u * w")
    found = study(situation(text), 50, also=["plain"])
    assert not [name for name in found.measures if name.startswith("plain/")]
    assert measured(found).rows() == [] and measured(found).sentences() == []


def test_the_rows_say_how_often_and_how_much() -> None:
    found = study(situation(), 9000, also=["plain"], concepts=["seq"])
    x = found.drivers["x"]
    rows = {(row["measure"], row["answer"]): row for row in measured(found).rows()}
    assert list(rows) == [
        ("plain/x", ""), ("plain/above a half", ""), ("plain/large", "no"), ("plain/large", "yes"), ("plain/halves", "")
    ]  # fmt: skip
    assert rows["plain/x", ""]["mean"] == pytest.approx(x.mean(), rel=1e-4)
    assert rows["plain/x", ""]["low"] == pytest.approx(np.quantile(x, 0.05), rel=1e-4)
    assert rows["plain/above a half", ""]["drawn"] == (x > 0.5).sum()
    assert rows["plain/above a half", ""]["mean"] == pytest.approx(x[x > 0.5].mean(), rel=1e-4)
    assert rows["plain/large", "yes"]["drawn"] == (x >= 0.1).sum()
    assert rows["plain/large", "yes"]["share"] == pytest.approx(np.mean(x[x >= 0.1] > 0.5), rel=1e-4)
    assert rows["plain/large", "yes"]["low"] < rows["plain/large", "yes"]["share"] < rows["plain/large", "yes"]["high"]
    shown = [(row["measure"], row["answer"]) for row in measured(found).telling()]
    assert shown == list(rows)
    assert measured(found).sentences("ar") == ["ar: 5 rows on 2 actors"]


def test_in_parts_and_in_the_totals_of_long_studies(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    whole = study(situation(), 40_000, also=["plain"])
    assert same(study(situation(), 40_000, also=["plain"], out=tmp_path / "a"), whole)
    assert same(study(situation(), 40_000, also=["plain"], out=tmp_path / "a"), whole)
    plan = Plan(situation(), 7, 40_000, ("seq",), ("plain",))
    found = reservoir.run_large(plan, open_store(tmp_path / "b", plan, True), ("serial", None, None), None, 1000)
    told = {(row["measure"], row["answer"]): row for row in measured(found).rows()}
    exact = {(row["measure"], row["answer"]): row for row in measured(whole).rows()}
    for key in exact:
        assert told[key]["drawn"] == exact[key]["drawn"]
        assert told[key]["share"] == exact[key]["share"]
        assert told[key]["mean"] == (
            None if exact[key]["mean"] is None else pytest.approx(exact[key]["mean"], rel=1e-4)
        )
    with pytest.raises(DetenteError) as caught:
        study(situation(), 40_000, out=tmp_path / "a")
    assert "What differs: also: plain → –." in str(caught.value)


def test_an_unknown_one_is_refused() -> None:
    with pytest.raises(DetenteError) as caught:
        study(situation(), 10, also=["plane"])
    known = ", ".join([*FURTHER][:-1])
    assert str(caught.value) == (
        "there is nothing called “plane” to look at beside stability — did you mean “plain”?; known: "
        + (f"{known}, and plain" if known else "plain")
    )


PACKAGE = """\
import numpy as np
from detente.outcomes.columns import Column

def columns(model):
    return {"sum": Column("value")}

def values(model, numbers):
    return {"sum": sum(np.broadcast_to(numbers.driver(name)[:, 0], numbers.count) for name in "xy")}
"""
RUN = """\
import json
import numpy as np
from detente.errors import DetenteError
from detente.uncertainty.study.study import study
from tests.uncertainty.studies import situation
found = study(situation(), 300, also=["deals", "added"])
assert np.array_equal(found.measures["added/sum"], found.drivers["x"] + found.drivers["y"])
try:
    study(situation(), 300, also=["aded"])
except DetenteError as error:
    print(error)
"""


def test_another_package_adds_one(tmp_path: Path) -> None:
    """An entry point of an installed package names the module; nothing here knows of it."""
    (tmp_path / "added_measure.py").write_text(PACKAGE)
    told = tmp_path / "added_measure-1.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: added-measure\nVersion: 1\n")
    (told / "entry_points.txt").write_text("[detente.measures]\nadded = added_measure\n")
    where = os.pathsep.join(str(one) for one in (tmp_path, *sys.path) if one)
    run = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": where},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == (
        "there is nothing called “aded” to look at beside stability — did you mean “added”?; "
        "known: deals, influence, positions, and added\n"
    )


def test_the_command_tells_them(tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_text(TWO)
    arguments = [str(tmp_path / "two.yaml"), "--draws", "300", "--also", "plain"]
    told = CliRunner().invoke(command, arguments)
    assert told.exit_code == 0 and "en: 5 rows on 2 actors" in told.stdout and "plain/above a half" in told.stdout
    data = json.loads(CliRunner().invoke(command, [*arguments, "--format", "json"]).stdout)
    assert [row["measure"] for row in data["also"]["measures"]][:2] == ["plain/x", "plain/above a half"]


@pytest.mark.parametrize("name", [name for name in FURTHER if name != "plain"])
def test_what_is_listed_keeps_its_word(name: str) -> None:
    """Columns and values have the same names and types, whatever the blocks, on every shipped case."""
    for case in shipped_cases():
        try:
            model = Model.of(dt.load(case.name).situation)
        except LimitError:
            continue
        columns = columns_of(model, (), [name])
        if not columns:
            continue
        one, two = (study(model.situation, count, also=[name], engine="serial") for count in (7, 40))
        for key, column in columns.items():
            assert one.measures[key].dtype == column.empty(1).dtype, (case, key)
            assert one.measures[key].tobytes() == two.measures[key][:7].tobytes(), (case, key)
