"""The page that says what commands print as JSON: every key that is printed is described, and none that is not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from detente.cases import shipped_cases
from detente.cli import COMMANDS, group
from detente.errors import DetenteError
from detente.load import load

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
DESCRIBED = {name: set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) for name, text in SECTIONS.items()}
SMALL = """\
check stability/garrison
stability stability/elmira
stability stability/chicken --coalition all
stability stability/elmira_12 --engine sweeps
concepts stability/chicken
explain stability/chicken row CC
explain stability/chicken row+column CC --concept cnash
explain bargaining/panama_canal treaty
paths stability/elmira
graph stability/elmira --start 1
inverse stability/elmira
perception perception/chicken_misread
perception perception/euphrates_1975 --reading b
diff kuril/2019-01 --variant y2016
deal bargaining/panama_canal --improve
positions bargaining/soe_reform_2016 --issue policy --draws 0
coders docs/examples/coded.csv
forecasts docs/examples/forecasts.csv
influence docs/examples/gas/situation.yaml
influence docs/examples/triangle.json
series docs/examples/powers.csv
scan stability/chicken
study stability/elmira --draws 500
study stability/elmira --draws 500 --ask all
findings perception/euphrates_1975 --draws 100
findings bargaining/soe_reform_2016 --draws 0
trace kuril/2019-01 hedge
trace stability/elmira
""".splitlines()


def printed(*words: str) -> set[str]:
    """The keys at the top of what a command prints as JSON."""
    run = CliRunner().invoke(group, [*words, "--format", "json"], catch_exceptions=False)
    found = json.loads(run.stdout)
    assert isinstance(found, dict)
    return set(found)


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_every_command_with_json_has_a_section() -> None:
    context = click.Context(group)
    commands = {name: group.get_command(context, name) for name in COMMANDS}
    with_json = {name for name, one in commands.items() if one and any(p.name == "form" for p in one.params)}
    assert set(SECTIONS) == with_json


@pytest.mark.parametrize("line", SMALL)
def test_every_key_is_described(line: str) -> None:
    command, *words = line.split()
    assert printed(command, *words) <= DESCRIBED[command]


def test_only_keys_that_are_somewhere_in_the_program_are_described() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "detente").rglob("*.py"))
    known = set(re.findall(r'"(\w+)"', source)) | set(re.findall(r"^    (\w+): ", source, re.MULTILINE))
    assert set().union(*DESCRIBED.values()) - known == set()


def asked_of(name: str) -> Iterator[list[str]]:
    """The commands that can be asked of a shipped case."""
    situation = load(name).situation
    yield from ([command, name] for command in ("check", "stability", "scan", "trace"))
    if situation.status_quo is not None:
        yield from (["paths", name], ["explain", name, next(iter(situation.actors))])
    yield ["study", name, "--draws", "200"]
    yield ["findings", name, "--draws", "100"]
    yield from (["inverse", name] for _ in situation.questions)
    yield from (["perception", name] for _ in situation.perceptions)
    yield from (["deal", name, "--agreement", agreement] for agreement in situation.agreements)
    yield from (["positions", name, "--draws", "0"] for _ in [0] if situation.issues)
    yield from (["influence", name] for _ in [0] if situation.ties or situation.dependence or situation.mactor)


@pytest.mark.slow
@pytest.mark.parametrize("name", [case.name for case in shipped_cases()])
def test_every_key_of_every_shipped_case_is_described(name: str) -> None:
    count = 0
    for command, *words in asked_of(name):
        try:
            found = printed(command, *words)
        except DetenteError:  # this case does not answer that
            continue
        assert found <= DESCRIBED[command], (command, name)
        count += 1
    assert count >= 4
