"""Points for goals become shares of 1 with ranges; what cannot be a weight is said with its line."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente as dt
from detente.exchange.influence_cases_read import FaultyError
from detente.load import check_text

ROOT = Path(__file__).parents[3]
NUMBERED = count()


@given(
    points=st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=3).filter(any), min_size=1, max_size=4),
    rounds=st.booleans(),
)
def test_weights_are_shares_of_each_coders_points(
    points: list[list[int]], rounds: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The mean and the ends over coders of each one's share; with rounds those of the last."""
    lines = [f"a,g{goal},c{coder},{2 if rounds else ''},{value}" for coder, own in enumerate(points)
             for goal, value in enumerate(own)]  # fmt: skip
    lines = [f"a,g{goal},c0,1,7" for goal in range(3)] + lines if rounds else lines
    header = "actor,goal,coder,round,value" if rounds else "actor,goal,coder,,value"
    file = tmp_path_factory.getbasetemp() / f"weights{next(NUMBERED)}.csv"
    file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    found = dt.coders(file).weight_rows()
    assert [row["goal"] for row in found] == ["g0", "g1", "g2"]
    for goal, row in enumerate(found):
        shares = [Fraction(own[goal], sum(own)) for own in points]
        literal = (float(sum(shares) / len(shares)), float(min(shares)), float(max(shares)))
        assert (row["weight"], row["low"], row["high"]) == pytest.approx(literal)
    assert sum(row["weight"] for row in found) == pytest.approx(1)


def test_what_is_written_is_what_a_file_takes() -> None:
    every = dt.coders(ROOT / "docs" / "examples" / "weights.csv").weight_rows()
    rows = [row for row in every if row["actor"] == "japan"]
    goals = "\n".join(f"    {row['goal']}: {{want: japan.{row['goal']}, weight: {row['written']}}}" for row in rows)
    options = ", ".join(f"{row['goal']}: " for row in rows)
    text = f"detente: 1\nactors: {{japan: }}\noptions: {{japan: {{{options}}}}}\n"
    text += f"preferences:\n  japan:\n   total: 1\n   goals:\n{goals}\n"
    checked = check_text(text, ROOT)
    assert checked.errors == []
    assert [row["written"] for row in rows] == ["0.4..0.5", "0.3..0.5", "0.1..0.2"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["a,g,x,-1", "a,h,x,3"], "a goal cannot count less than nothing, and -1 points are below 0"),
        (["a,g,x,1", "a,h,x,3", "a,g,y,2"], "y gave no points to h of a"),
        (["a,g,x,0", "a,h,x,0"], "x gave every goal of a 0 points"),
        (["a,g,x,", "a,h,x,1"], "value is blank"),
        (["a,g,x,much", "a,h,x,1"], "value is “much”, which is no number"),
    ],
)
def test_what_is_no_weight_is_refused(lines: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text("\n".join(["actor,goal,coder,value", *lines]) + "\n", encoding="utf-8")
    with pytest.raises(FaultyError) as caught:
        dt.coders(tmp_path / "w.csv")
    assert said in "\n".join(fault.render("en").replace("\u2212", "-") for fault in caught.value.faults)
    assert all(fault.render("ar") for fault in caught.value.faults)
