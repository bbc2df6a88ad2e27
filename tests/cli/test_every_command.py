"""Every command once, on something small, in English and in Arabic: it does its work and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli import COMMANDS, group
from detente.words import LANGUAGES

ROOT = Path(__file__).parents[2]
GAS = str(ROOT / "docs" / "examples" / "gas" / "situation.yaml")

# For each command its arguments, and something of the answer that no language changes. OUT is a path not yet taken.
CALLS: dict[str, tuple[tuple[str, ...], str]] = {
    "check": (("stability/chicken", "--strict"), "stability/chicken"),
    "show": (("stability/chicken", "--outcomes", "--format", "csv"), '4,"row.cooperate, column.cooperate"'),
    "stability": (("stability/chicken", "--format", "csv"), "\n2,"),
    "concepts": (("stability/chicken", "--format", "csv"), "2,row.cooperate,"),
    "explain": (("stability/chicken", "row", "1", "--format", "json"), '"stable": false'),
    "paths": (("stability/chicken", "--format", "csv"), "row.cooperate=yes"),
    "graph": (("stability/chicken", "--out", "OUT.svg"), "OUT.svg"),
    "inverse": (("stability/chicken", "4", "--concept", "nash", "--format", "json"), '"met": false'),
    "perception": (("perception/chicken_misread", "--format", "json"), '"hypergame_equilibria"'),
    "deal": (("bargaining/panama_canal", "--format", "json"), '"packages"'),
    "positions": (("bargaining/emissions_1994", "--format", "csv"), "delay,mean,7.389955686853766"),
    "coders": ((str(ROOT / "docs" / "examples" / "coded.csv"), "--format", "csv"), "position,,,interval,0.892"),
    "forecasts": (
        (str(ROOT / "docs" / "examples" / "forecasts.csv"), "--format", "csv"),
        "number,,status_quo,4,2,13.5,",
    ),
    "influence": ((GAS, "--format", "csv"), "hungary"),
    "series": ((str(ROOT / "docs" / "examples" / "powers.csv"), "--format", "csv"), "\n1907,6,"),
    "scan": (("perception/chicken_misread", "--format", "json"), '"scans"'),
    "study": (("bargaining/soe_reform_2016", "--draws", "20", "--format", "json"), '"draws": 20'),
    "trace": ((GAS,), "dependence.gas.shares.russia.hungary: 0.04"),
    "report": (("stability/chicken", "--out", "OUT.html"), "OUT.html"),
    "findings": (("stability/chicken", "--draws", "20", "--format", "csv"), "collision,none"),
    "repro": (("stability/chicken", "--out", "OUT"), "OUT"),
    "convert": (("stability/chicken", "OUT.gmcr"), "OUT.gmcr"),
    "batch": ((str(ROOT / "docs" / "examples" / "gas"), "--out", "OUT", "--draws", "0"), "OUT/"),
    "diff": (("kuril/2019-01", "--variant", "y2016", "--format", "csv"), "drivers.linkage"),
    "serve": (("stability/chicken", "--no-open", "--port", "0"), "http://127.0.0.1:"),
    "watch": (("stability/chicken", "--times", "1"), "Row"),
    "codes": (("kuril/2019-01", "--format", "csv"), "JPN"),
    "cases": (("--format", "csv"), "stability/chicken,"),
    "new": (("OUT.yaml",), "OUT.yaml"),
    "schema": ((), '"$schema"'),
    "completion": (("bash",), "_DETENTE_COMPLETE"),
}


def test_no_command_is_left_out() -> None:
    assert set(CALLS) == set(COMMANDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CALLS)
def test_every_command_does_its_work(name: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments, said = CALLS[name]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETENTE_LANG", language)
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)  # what is served: tests/web
    done = CliRunner().invoke(group, [name, *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert said in done.output
    written = [argument for argument in arguments if argument.startswith("OUT")]
    beside = ["situation.schema.json"] if name == "new" else []
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*written, *beside])
    assert all((tmp_path / file).stat().st_size > 100 for file in written)
