"""Points of a scale are told to as many decimals as it bears, in sentences and tables; CSV keeps every digit."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from detente.cli.positions import positions as command
from detente.exchange.row_formats import cell_text
from detente.words import OnScale, show


@pytest.mark.parametrize(
    ("size", "places"), [(0.01, 4), (0.5, 3), (1, 2), (2, 2), (10, 2), (20, 1), (100, 1), (200, 0), (1000, 0), (0, 2)]
)
def test_decimals_by_the_size_of_the_scale(size: float, places: int) -> None:
    assert OnScale(size / 3, size).places == places


@given(st.floats(0.001, 1e6), st.floats(-1, 1))
def test_what_is_told_is_within_a_hundredth_of_the_scale_and_fixed_has_its_places(size: float, part: float) -> None:
    point = OnScale(part * size, size)
    assert abs(float(point.fixed()) - part * size) <= 0.0051 * size
    assert len(point.fixed().partition(".")[2]) == point.places
    assert float(point.short().replace("\u2212", "-")) == float(point.fixed())


def test_how_it_is_told() -> None:
    half, zero, large = OnScale(0.5, 1), OnScale(-0.0004, 1), OnScale(12_345.6, 50_000)
    assert [show(one, "en") for one in (half, zero, large, OnScale(-2.5, 10))] == ["0.5", "0", "12346", "\u22122.5"]
    assert [cell_text(one) for one in (half, zero, large)] == ["0.50", "0.00", "12346"]


@pytest.mark.parametrize("times", [0.01, 1, 10])
def test_a_table_of_another_scale_says_the_same_point(times: float, tmp_path: Path) -> None:
    rows = [("a", 0, 3.5), ("b", 90, 2.0), ("c", 40, 0.9)]
    lines = [f"{name},{at * times:g},{weight},1,0,{100 * times:g}" for name, at, weight in rows]
    table = tmp_path / "table.csv"
    table.write_text("\n".join(["actor,position,capability,salience,low,high", *lines]), encoding="utf-8")

    def run(*words: str) -> str:
        done = CliRunner().invoke(command, [str(table), "--draws", "0", *words], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    exact = (90 * 2 + 40 * 0.9) / 6.4 * times
    value = OnScale(exact, 100 * times)
    assert f"The forecast is {value.short()}. " in run()
    assert f"| table | mean | {value.fixed()} |" in run("--format", "md")
    told = next(line for line in run("--format", "csv").splitlines() if line.startswith("table,mean,"))
    assert float(told.split(",")[2]) == pytest.approx(exact, rel=1e-12)
