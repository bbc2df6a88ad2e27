"""``--set``: what changed is told first, the answer is that of the changed file, and nothing runs on a mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import detente as dt
from detente.cli import COMMANDS, group, language
from detente.errors import DetenteError, InputError
from tests.cli.test_every_command import CALLS

UNCHANGED = {
    "batch",
    "watch",
    "serve",
    "check",
    "codes",
    "coders",
    "forecasts",
    "trace",
    "convert",
    "cases",
    "new",
    "schema",
    "completion",
    "series",  # puts the tables of a file in place year by year
}  # analyse nothing


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, arguments, catch_exceptions=False)


def test_what_changed_is_told_first(monkeypatch: pytest.MonkeyPatch) -> None:
    said = run("stability", "kuril/2019-01", "--set", "us_reliability=0.9", "--set", "japan.inertia=2").stdout
    assert said.startswith(
        "Set for this run: how far Japan can count on the American guarantee is 0.9 (in the file: 0.3..0.67) and the "
        "least gain for which Japan moves is 2 (in the file: 0.2..0.8).\n\nOf "
    )
    monkeypatch.setattr(language, "chosen", lambda: "ar")
    spoken = run("stability", "kuril/2019-01", "--set", "us_reliability=0.9").stdout
    assert spoken.startswith("قيم هذا التشغيل: ") and "0.9" in spoken.splitlines()[0]


def test_the_answer_is_that_of_the_changed_numbers_and_json_stays_json() -> None:
    found = run("stability", "kuril/2019-01", "--set", "us_reliability=0.9", "--format", "json")
    expected = dt.stability(dt.what_if(dt.load("kuril/2019-01"), {"us_reliability": 0.9}))
    assert json.loads(found.stdout) == json.loads(expected.to_json())
    assert found.stderr.startswith("Set for this run: ")
    assert expected.equilibria("seq") != dt.stability(dt.load("kuril/2019-01")).equilibria("seq")


def test_a_variant_is_changed_as_it_stands() -> None:
    case = dt.load("kuril/2019-01")
    name = next(iter(case.variants))
    found = run("stability", "kuril/2019-01", "--variant", name, "--set", "us_reliability=0.1", "--format", "json")
    assert json.loads(found.stdout) == json.loads(
        dt.stability(dt.what_if(case.variants[name], {"us_reliability": 0.1})).to_json()
    )


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in UNCHANGED])
def test_every_analysing_command_takes_it_and_runs_nothing_on_a_mistake(name: str, tmp_path: Path) -> None:
    file, *more = (str(tmp_path / one) if one.startswith("OUT") else one for one in CALLS[name][0])
    with pytest.raises(InputError) as caught:
        run(name, file, *more, "--set", "nobody.goals.x.weight=1", "--set", "also", "--set", "nothing=1")
    assert sorted(problem.code for problem in caught.value.problems) == ["set_shape", "set_unknown", "set_unknown"]
    assert not any(tmp_path.iterdir())


def test_where_there_is_no_situation_nothing_can_be_set() -> None:
    with pytest.raises(DetenteError) as caught:
        run("deal", "tests/exchange/profiles/river/domain.yml", "--set", "a=1")
    assert caught.value.code == "set_no_situation"
    assert "--set" in caught.value.render("ar")
