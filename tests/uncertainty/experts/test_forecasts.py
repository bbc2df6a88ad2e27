"""A log of forecasts: scores as published and as integrals give them, baselines on the same lines, what is refused."""

from __future__ import annotations

import json
from math import exp, pi, sqrt
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from detente.cli.papers.forecasts import forecasts as command
from detente.errors import DetenteError
from detente.uncertainty.experts.forecast_log import Logged, scored_log
from detente.uncertainty.experts.forecast_scores import bins, brier, crps_of_band, parts

ROOT = Path(__file__).parents[3]
LOG = str(ROOT / "docs" / "examples" / "forecasts.csv")
shares = st.lists(st.tuples(st.sampled_from([0, 0.1, 0.3, 0.5, 0.77, 1]), st.booleans()), min_size=1, max_size=12)


def test_the_example_of_brier() -> None:
    """Ten forecasts of rain; P = 0.19 over both outcomes (Brier 1950, table 1; from memory, and the sum agrees)."""
    stated = np.array([0.7, 0.9, 0.8, 0.4, 0.2, 0, 0, 0, 0, 0.1])
    rain = np.array([0, 1, 1, 1, 0, 0, 0, 0, 0, 0.0])
    assert 2 * brier(stated, rain) == pytest.approx(0.19)


@given(shares, st.integers(1, 10))
def test_the_parts_of_a_brier_score_add_up(lines: list[tuple[float, bool]], count: int) -> None:
    stated, outcome = (np.array([one[k] for one in lines], float) for k in (0, 1))
    found = parts(stated, outcome, count)
    assert found.reliability - found.resolution + found.uncertainty + found.within == pytest.approx(
        float(np.mean((stated - outcome) ** 2))
    )
    own = bins(stated, outcome, count)
    assert sum(one.size for one in own) == len(lines) and sum(one.yes for one in own) == sum(yes for _, yes in lines)
    for one in own:
        inside = [p for p, _ in lines if one.low - 1e-9 <= p < one.high - 1e-9 or one.high == 1 == p]
        assert len(inside) == one.size and one.stated == pytest.approx(np.mean(inside))
        left = [(p - one.stated) for p in inside]
        assert sum(left) == pytest.approx(0, abs=1e-9)


def test_crps_of_a_normal_is_the_published_formula() -> None:
    """σ (b (2Φ(b) − 1) + 2φ(b) − 1/√π) (Gneiting & Raftery 2007, p. 367)."""
    normal = NormalDist()
    for level, y in ((0.8, 3.0), (0.9, -7.5), (0.5, 0.0)):
        half = normal.inv_cdf((1 + level) / 2) * 2
        b = y / 2
        density = exp(-b * b / 2) / sqrt(2 * pi)
        expected = 2 * (b * (2 * normal.cdf(b) - 1) + 2 * density - 1 / sqrt(pi))
        assert crps_of_band(0, -half, half, level, y) == pytest.approx(expected)


@pytest.mark.parametrize(("low", "high", "y"), [(10, 30, 45), (10, 30, 5), (20, 30, 12), (10, 20, 26), (20, 20, 23)])
def test_crps_is_the_integral(low: float, high: float, y: float) -> None:
    z = NormalDist().inv_cdf(0.9)
    x = np.arange(-200, 300, 0.005)
    scale = np.where(x < 20, (20 - low) / z, (high - 20) / z)
    below = [NormalDist().cdf(v) for v in np.arange(-40, 40, 0.001)]
    place = np.clip(np.divide(x - 20, scale, out=np.sign(x - 20) * 39.0, where=scale > 0), -39, 39)
    cdf = np.interp(place, np.arange(-40, 40, 0.001), below)
    integral = float((np.square(cdf - (x >= y))).sum() * 0.005)
    assert crps_of_band(20, low, high, 0.8, y) == pytest.approx(integral, abs=0.01)


def numbers(count: int, better: bool) -> list[Logged]:
    return [
        Logged("2019-01-01", str(k), False, 10 + (k % 3), 10, None, 0.8, (0, 20), {"status_quo": 15 if better else 11})
        for k in range(count)
    ]


def test_a_difference_is_called_one_only_where_chance_would_not_bring_it() -> None:
    def standing(lines: list[Logged]) -> str:
        [found] = [one for one in scored_log(lines).scores if one.who == "status_quo"]
        return found.standing

    assert standing(numbers(9, better=True)) == "few"
    assert standing(numbers(12, better=True)) == "better"
    assert standing(numbers(12, better=False)) == "open"  # 0, 1 and 2 against 1
    worse = [Logged("2019-01-01", str(k), False, 18, 10, beside={"mean": 11}, scale=(0, 20)) for k in range(10)]
    assert [one.standing for one in scored_log(worse).scores if one.who == "mean"] == ["worse"]


def run(*words: str) -> str:
    done = CliRunner().invoke(command, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def told(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*words, "--format", "json"))
    return found


def written(folder: Path, text: str, name: str = "log.csv") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_the_log_of_the_documentation() -> None:
    found = told(LOG)
    assert (found["forecasts"], found["known"], found["scaled"]) == (13, 12, True)
    scores = {(one["kind"], one["who"]): one for one in found["scores"]}
    assert scores["yes_no", "forecast"]["score"] == pytest.approx(
        np.mean(np.square([0.3, 0.2, 0.1, 0.6, 0.05, 0.4, 0.05, 0.65]))
    )
    assert scores["yes_no", "base_rate"]["score"] == pytest.approx(2 / 8 * 6 / 8)
    assert scores["number", "forecast"]["score"] == pytest.approx(np.mean([8, 5, 2, 25]))
    assert scores["number", "last"]["score"] == pytest.approx(np.mean([2, 25]))  # of the two that come again
    assert scores["number", "last"]["difference"] == pytest.approx(0)
    assert [(one["inside"], one["above"]) for one in found["bands"]] == [(3, 1)]


def test_questions_without_scales_are_told_one_by_one(tmp_path: Path) -> None:
    file = written(
        tmp_path, "date,question,forecast,outcome\n2019-01-01,a,3,5\n2019-01-02,b,300,500\n2020-01-01,b,510,520\n"
    )
    found = told(file)
    scores = {(one["question"], one["who"]): one["score"] for one in found["scores"]}
    assert scores == {("a", "forecast"): 2, ("b", "forecast"): 105, ("b", "last"): 20}
    said = run(file)
    assert "One forecast of a number on “a” was off by 2 in their own unit." in said
    assert "Compared with the last value on “b” (20 on the same lines, the forecasts 10)" in said


def test_yaml_open_lines_and_calibration(tmp_path: Path) -> None:
    file = written(tmp_path, "forecasts:\n  - {date: 2019-01-24, question: treaty, probability: 5%}\n", "log.yaml")
    assert run(file).startswith(
        "One forecast, of 2019-01-24; 0 with a known outcome.\nNo outcome is known yet, so there is nothing to score.\n"
    )
    rows = "".join(f"2019-01-0{k},q{k},70%,{'yes' if k < 3 else 'لا'}\n" for k in range(1, 6))
    said = run(written(tmp_path, f"date,question,probability,outcome\n{rows}"))
    assert "with 5 forecasts and more: 70% was said on average, 40% came (5 forecasts)." in said
    assert run(LOG, "--format", "latex").count("\\toprule") == 3
    run(LOG, "--xlsx", str(tmp_path / "log.xlsx"))


def test_what_is_refused_is_said_whole_and_at_once(tmp_path: Path) -> None:
    def refused(text: str) -> list[str]:
        done = CliRunner().invoke(command, [written(tmp_path, text)])
        assert isinstance(done.exception, DetenteError), done.output
        assert done.exception.render("ar") != done.exception.render()
        return done.exception.render().splitlines()

    head = "date,question,probability,forecast,lower,upper,level,outcome,low,high\n"
    assert refused(
        head
        + "2019-13-01,a,0.5,,,,,yes,,\n"
        + "2019-01-01,a,0.5,3,,,,yes,,\n"
        + "2019-01-01,a,7,,,,,yes,,\n"
        + "2019-01-01,a,0.5,,,,,2,,\n"
        + "2019-01-01,a,,3,4,5,,2,,\n"
        + "2019-01-01,a,,3,5,,,2,,\n"
        + "2019-01-01,,,3,5,4,,2,,\n"
        + "2019-01-01,a,,3,2,4,8,2,9,9\n"
    ) == [
        "log.csv, 2: “2019-13-01” is no date; write it as 2019-01-24",
        "log.csv, 3: a line has a probability (of yes) or a forecast (a number), and not both; write the one that is "
        "meant",
        "log.csv, 4: probability is a probability and lies between 0 and 1; here is 7. Write 0.7, or 70% in every line",
        "log.csv, 5: the outcome of a probability is yes or no; here is 2",
        "log.csv, 6: the forecast 3 lies outside of its own band, 4 to 5; correct one of them",
        "log.csv, 7: upper is blank; fill it in",
        "log.csv, 8: question is blank; fill it in",
        "log.csv, 8: the lower end of the band comes first: 5 is above 4",
        "log.csv, 9: the lower end of the scale comes first: 9 is not below 9",
        "log.csv, 9: the level of a band lies between 0 and 1, as 0.8; here is 8",
    ]
    assert refused("date,question\n2019-01-01,a\n") == [
        "log.csv: there is no column “forecast”; the columns are date and question. Name it in the heading"
    ]
    assert refused("date,question,probability,outcome,Probability\n2019-01-01,a,0.4,yes,0.9\n") == [
        "log.csv: two columns are called probability; give each a name of its own"
    ]
    assert refused("date,question,probability,outcome\n2019-01-01,a,0.4,maybe\n") == [
        "log.csv, 2: outcome is “maybe”, which is no number; write a number, or leave the cell blank"
    ]


def test_the_same_line_twice_counts_once_and_another_one_is_refused(tmp_path: Path) -> None:
    once = "date,question,probability,outcome\n2019-01-01,war,0.2,no\n2019-01-02,war,0.4,no\n"
    twice = once + "2019-01-01,war,20%,NO\n2019-01-02,war,0.4,no\n"
    assert (
        "2 lines say what earlier lines say of the same day and question, and count once with them: lines 4 and 5."
        in (run(written(tmp_path, twice.replace("20%", "0.2"))))
    )
    found, alone = told(written(tmp_path, twice.replace("20%", "0.20"))), told(written(tmp_path, once, "once.csv"))
    assert found.pop("notes") and not alone.pop("notes") and found == alone
    refused = CliRunner().invoke(command, [written(tmp_path, once + "2019-01-01,war,0.3,no\n")])
    assert isinstance(refused.exception, DetenteError)
    assert refused.exception.render() == (
        "log.csv, 4: “war” was forecast on 2019-01-01 already in line 2, and here it is not the same; keep one of the "
        "two, or tell them apart in a column `forecaster`"
    )


def test_forecasters_are_told_apart(tmp_path: Path) -> None:
    head, line = "date,question,forecaster,probability,outcome\n", "2019-01-01,war,{},{},no\n"
    found = told(written(tmp_path, head + line.format("Ann", 0.2) + line.format("Ben", 0.2) + line.format("Ann", 0.2)))
    assert (found["forecasts"], len(found["notes"])) == (2, 1)
    refused = CliRunner().invoke(command, [written(tmp_path, head + line.format("Ann", 0.2) + line.format("Ann", 0.3))])
    assert "was forecast on 2019-01-01 by Ann already in line 2" in str(refused.exception)
