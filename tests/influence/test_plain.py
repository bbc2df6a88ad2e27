"""Plain numbers without a situation: what is wrong with them is said whole, at once, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli.influence import influence as command
from detente.errors import DetenteError
from detente.exchange import influence_cases_read as plain_read
from detente.exchange.influence_cases_read import FaultyError, read_plain

BROKEN: dict[str, Any] = {
    "format": "influence-cases/1",
    "cases": [
        {
            "id": "nile",
            "kind": "mactor",
            "input": {
                "actors": ["egypt", "sudan", "ethiopia"],
                "objectives": ["fill slowly"],
                "mdi": [[0, 2, 7], [1, 1, 1]],
                "mao": [[4], [1, 2], [None]],
            },
        },
        {"id": "odd", "kind": "dependance", "input": {}},
        {"id": "short", "kind": "withdrawal", "input": {"flows": {"russia": 5}}},
        {
            "id": "gas",
            "kind": "dependence",
            "input": {
                "actors": ["ukraine", "russia"],
                "domains": [
                    {
                        "name": "gas",
                        "weight": {"ukrain": 1, "russia": -1},
                        "share": {"ukraine": {"russia": 0.8, "ukraine": 0.4}},
                        "exit": {"ukraine": {"russia": 1.5}},
                    }
                ],
            },
        },
        {
            "id": "ties",
            "kind": "balance",
            "input": {"n": 3, "edges": [[0, 0, 1], [0, 3, -1], [1, 2], [1, 2, "much"]], "k": [0]},
        },
        {"id": "profile", "kind": "similarity", "input": {"x": [1, 2], "y": [1], "dmax": 3, "power": 3}},
        {
            "id": "moved",
            "kind": "diversify",
            "input": {"values": {"a": 1, "b": -2}, "from": "a", "to": "b", "amount_share": 2},
        },
        {"id": "four", "kind": "micmac", "input": {"matrix": [[0, 1], [1]], "max_power": 0}},
    ],
}
SAID = """\
p.json: nile: mdi: 2 rows where there are 3 actors; write one row for each actor, in their order
p.json: nile: mdi, row 1, column 3: 7 is outside of what is possible; the least is 0; the most is 4
p.json: nile: mao, row 2: 2 cells where 1 are expected; write one cell for each column
p.json: nile: mao, row 3, column 1: a finite number is expected, and here is “None”
p.json: nile: mdi, row 2: sudan cannot influence or depend on itself here; write 0, or take the entry out
p.json: odd: kind: there is no kind “dependance” — did you mean “dependence”?; known: mactor, micmac, concentration, \
diversify, withdrawal, similarity, barbieri, dependence, and balance
p.json: short: input: lacks spare and hub; add what is missing
p.json: gas: gas.weight: unknown name “ukrain” — did you mean “ukraine”?; known: ukraine and russia
p.json: gas: gas.weight.russia: −1 is outside of what is possible; the least is 0
p.json: gas: gas.share.ukraine: ukraine cannot influence or depend on itself here; write 0, or take the entry out
p.json: gas: gas.share.ukraine: the shares of ukraine add up to 1.2; all partners together give at most 1
p.json: gas: gas.exit.ukraine.russia: 1.5 is outside of what is possible; the least is 0; the most is 1
p.json: ties: edges, 1: a tie of actor 0 with itself; name two different actors
p.json: ties: edges, 2: 3 is outside of what is possible; the least is 0; the most is 2
p.json: ties: edges, 3: [i, j, weight] is expected here
p.json: ties: edges, 4: a finite number is expected, and here is “much”
p.json: ties: k: a whole number from 1 is expected, and here is “0”
p.json: profile: power: the power is 1 or 2; here is 3
p.json: profile: x, y: two lists of the same length are expected, one number for each third actor
p.json: moved: values.b: −2 is outside of what is possible; the least is 0
p.json: moved: amount_share: 2 is outside of what is possible; the least is 0; the most is 1
p.json: four: matrix, row 2: 1 cells where 2 are expected; write one cell for each column
p.json: four: max_power: a whole number from 1 is expected, and here is “0”"""


def test_everything_that_is_wrong_at_once(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps(BROKEN), encoding="utf-8")
    with pytest.raises(FaultyError) as caught:
        read_plain(path)
    assert caught.value.render() == SAID
    arabic = caught.value.render("ar").splitlines()
    assert len(arabic) == len(SAID.splitlines())
    assert all(re.search("[\u0621-\u064a]", line) for line in arabic)


SHOWN = ('     1 | {"cases": [}', "       |            ^")
NO_JSON = (
    "this is not JSON: it goes wrong here",
    "       = look for a missing comma, quotation mark or bracket here and just before",
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b'{"cases": [}',
            f'p.json:1:12  error: {NO_JSON[0]}\n     1 | {{"cases": [}}\n       |            ^\n{NO_JSON[1]}',
        ),
        (b'{"cases": []}', "p.json: `cases` is a list with at least one case, each a map with `kind` and `input`"),
        (
            '{"kind": "é"}'.encode("latin-1"),
            "p.json is not UTF-8: byte 11 does not fit; save it again with the encoding UTF-8",
        ),
        (b'{"kind": "micmac", "input": 3}', "p.json: 1: input: {…} is expected here"),
        (b'{"cases": ' + b"[" * 100_000, f"p.json  error: {NO_JSON[0]}\n{NO_JSON[1]}"),
    ],
)
def test_what_is_no_file_of_cases(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "p.json"
    path.write_bytes(content)
    with pytest.raises(DetenteError) as caught:
        read_plain(path)
    assert caught.value.render() == said


def test_other_json_is_left_to_the_reader_of_situations(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text('{"detente": 1, "actors": {"a": {}, "b": {}}}', encoding="utf-8")
    assert read_plain(path) is None
    assert read_plain(tmp_path / "absent.json") is None


def test_one_case_alone_and_what_it_expects(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    case = {"kind": "concentration", "input": {"values": {"a": 3, "b": 1}}, "expected": {"hhi": 0.7, "top": "a"}}
    path.write_text(json.dumps(case), encoding="utf-8")
    run = CliRunner().invoke(command, [str(path)])
    assert run.stdout.startswith(
        "One case was worked out.\n0 of 1 agree with what the file expects.\n1 differs at: hhi.\n"
    )
    rows = CliRunner().invoke(command, [str(path), "--format", "csv"]).stdout
    assert "1,concentration,hhi,0.625" in rows


def test_an_option_that_would_do_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text('{"kind": "concentration", "input": {"values": {"a": 3}}}', encoding="utf-8")
    run = CliRunner().invoke(command, [str(path), "--camp", "a", "--suppose", "a", "b", "positive"])
    assert isinstance(run.exception, DetenteError)
    assert run.exception.render() == (
        "these options ask about a situation, and this file holds plain numbers: --suppose and --camp. Leave them out"
    )


def test_a_file_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_read, "LIMIT", 10)
    path = tmp_path / "p.json"
    path.write_text('{"kind": "concentration"}', encoding="utf-8")
    with pytest.raises(DetenteError) as caught:
        read_plain(path)
    assert caught.value.render() == "p.json has 25 bytes; the limit is 10. Split it into several files"
