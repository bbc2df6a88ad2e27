"""What a message says to do mends the file: each remedy is tried."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.errors import Problem
from detente.load import check, check_text
from detente.words import LANGUAGES, messages
from tests.broken_cases import BROKEN, kept
from tests.mended_cases import MENDED

# Cases whose remedy is not an edit of the situation: made files, other files, limits.
OTHERWISE = {
    "file_empty", "file_not_map", "name_long", "nesting_deep", "nodes_many", "outcomes_unlisted", "moves_unlisted",
    "claim_beyond", "claim_moved", "claim_offsets", "column_twice", "fact_newer", "lock_broken", "row_date",
    "row_twice", "source_large", "source_missing", "source_missing_locked", "source_not_utf8", "source_unreadable",
    "table_actor", "table_broken", "table_missing", "table_row_length", "table_number", "table_negative", "table_share",
    "table_pair", "table_self", "table_sum", "table_sign", "matrix_empty", "matrix_not_square", "matrix_diagonal",
    "matrix_actor", "matrix_cell", "workbook_broken", "game_form", "game_large", "workbook_formula",
    "table_no_tie", "column_marks",
    "column_percent", "matrix_twice", "matrix_blank", "matrix_unnamed", "matrix_without", "table_again",
    "table_not_year", "table_unnamed",
    "table_totals", "table_whom",
}  # fmt: skip
OTHERWISE |= {path.stem for path in BROKEN.glob("*.gmcr")}  # tests/exchange/test_gmcr_faults.py
OTHERWISE |= {
    path.stem for kind in ("json", "xml", "csv", "yml") for path in BROKEN.glob(f"*.{kind}")
}  # tests/bargaining


@pytest.mark.parametrize("code", MENDED)
def test_the_remedy_mends_the_file(code: str) -> None:
    folder = BROKEN / code
    path = folder / "situation.yaml" if folder.is_dir() else folder.with_suffix(".yaml")
    old, new = MENDED[code]
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    checked = check_text(text.replace(old, new, 1), path.parent)
    was_error = bool(check(path).errors)
    left = checked.errors if was_error else [problem for problem in checked.problems if problem.code == code]
    assert left == [], left[0].render()


def test_every_case_is_mended_or_said_to_be_otherwise() -> None:
    assert kept() == set(MENDED) | OTHERWISE


SPEECH = "The plant at Natanz is for peaceful purposes. We will not close it.\n"
HEAD = "detente: 1\nactors: {iran: , usa: }\nsources: {speech: {file: speech.txt, claims: claims.csv}}\n"
TIE = "ties: {t: {between: [iran, usa], kind: dispute, sign: negative, cites: [C1]}}\n"


def test_claims_are_mended_as_the_message_says(tmp_path: Path) -> None:
    (tmp_path / "speech.txt").write_text(SPEECH)
    table = tmp_path / "claims.csv"
    table.write_text("claim,start,end,quote\nC1,3,48,The plant at Natanz is for peaceful purposes.\n")
    (problem,) = check_text(HEAD + TIE, tmp_path).problems
    assert problem.code == "claim_moved"
    start, _, end = problem.params["place"].partition("–")
    table.write_text(f"claim,start,end,quote\nC1,{start},{end},The plant at Natanz is for peaceful purposes.\n")
    assert check_text(HEAD + TIE, tmp_path).problems == ()


def test_anchors_that_were_written_stand_in_for_the_source(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from detente.cli.files.check import check as command

    (tmp_path / "speech.txt").write_text(SPEECH)
    (tmp_path / "claims.csv").write_text(
        "claim,start,end,quote\nC1,0,45,The plant at Natanz is for peaceful purposes.\n"
    )
    (tmp_path / "situation.yaml").write_text(HEAD + TIE)
    assert CliRunner().invoke(command, [str(tmp_path), "--write-anchors"]).exit_code == 0
    (tmp_path / "speech.txt").unlink()
    assert [problem.code for problem in check(tmp_path).problems] == ["source_missing_locked"]
    (tmp_path / "sources.lock.json").unlink()
    assert [problem.code for problem in check(tmp_path).problems] == ["source_missing"]


def test_later_facts_may_stand_under_checks(tmp_path: Path) -> None:
    (tmp_path / "facts.csv").write_text("id,fact,known_from\nF1,inspections,2017-12-31\n")
    text = """\
detente: 1
date: 2015-07-14
actors: {iran: , usa: }
options: {iran: {enrich: }, usa: {sanctions: }}
sources: {facts: {file: facts.csv, key: id, known_from: known_from}}
preferences: {iran: {priorities: [iran.enrich]}, usa: {priorities: [not iran.enrich]}}
checks: {held: {statement: not iran.enrich, cites: [F1]}}
"""
    assert check_text(text, tmp_path).problems == ()
    assert [p.code for p in check_text(text.replace("checks:", "questions:"), tmp_path).problems] == ["fact_newer"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_remedy_is_ever_empty(language: str) -> None:
    """A remedy that only lists what there is says something else where there is nothing."""
    problems = messages(language, "problems")["problems"]
    for code, texts in problems.items():
        if code == "label":
            continue
        plain = re.sub(r"\[\[.*?\]\]", "", str(texts["mend"]))
        assert plain.strip() or texts["otherwise"], code
    assert Problem("key_unknown", None, {"name": "x", "nearest": None, "known": ()}).remedy(language)
