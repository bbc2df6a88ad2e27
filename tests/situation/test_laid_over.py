"""Variants, perceptions, readings, beliefs: blocks that are not touched are not read again, and nothing shows of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.cases import shipped_cases
from detente.load import check_text
from detente.situation.model import Situation
from detente.situation.reading.read import Reading, read_text


def parts(reading: Reading) -> list[Reading]:
    """Everything that is laid over a situation."""
    kinds = (reading.variants, reading.perceptions, reading.readings, reading.beliefs)
    return [part for kind in kinds for part in kind.values()]


def test_every_part_of_every_case_is_what_its_whole_tree_says() -> None:
    found = 0
    for case in shipped_cases():
        reading = read_text(case.path.read_bytes())
        assert reading.situation is not None
        for part in parts(reading):
            whole = {key: value for key, value in part.root.plain().items() if value is not None}
            assert part.situation == Situation.model_validate(whole)
            assert part.required().model_fields_set == set(whole)
            found += 1
    assert found > 10


TEXT = """\
detente: 1
date: 2019
sources: {{table: {{file: table.csv, key: id, known_from: known}}}}
actors: {{a: }}
drivers: {{near: {{value: 0..1, cites: [old]}}}}
options: {{a: {{go: }}}}
preferences: {{a: {{goals: {{go: {{want: a.go, weight: "near + 1"}}}}}}}}
variants:
  other: {{{variant}}}
"""


@pytest.mark.parametrize(
    ("variant", "codes"),
    [
        ("drivers: {near: 0..2}", set()),
        ("date: 2017", set()),  # what is not touched was judged already
        ("drivers: {near: {value: 0..2, cites: [new]}}", {"fact_newer"}),
        ("drivers: {near: {value: 0..2, cites: [none]}}", {"cite_unknown"}),
        ("drivers: {near: {low: 2, likely: 1, high: 0}}", {"triangle_order"}),
    ],
)
def test_what_is_touched_is_checked(variant: str, codes: set[str], tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("id,value,known\nold,1,2018\nnew,2,2020\n", encoding="utf-8")
    checked = check_text(TEXT.format(variant=variant), tmp_path)
    assert {problem.code for problem in checked.errors} == codes
