"""Searches whose time ends: what was found by then is told, what is missing too, in words and in JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

import detente as dt
from detente import time_left
from detente.cli import group
from detente.errors import DetenteError
from detente.words import LANGUAGES, has

CASE = "kuril/2019-01"
ASKED: dict[str, tuple[Callable[..., Any], str]] = {
    "scan": (dt.scan, CASE),
    "inverse": (dt.inverse, CASE),
    "deal": (dt.deal, CASE),
    "study": (lambda case, seconds: dt.study(case, 40_000, engine="serial", seconds=seconds), "stability/garrison"),
}


@pytest.fixture
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that goes on by a second whenever somebody looks at it."""
    ticks = iter(range(10**9))
    monkeypatch.setattr(time_left, "monotonic", lambda: next(ticks))


@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize("seconds", [1, 6, 25, 100_000])
@pytest.mark.parametrize("name", ASKED)
def test_what_is_missing_is_said_whenever_time_ends(name: str, seconds: int) -> None:
    ask, case = ASKED[name]
    try:
        told = ask(dt.load(case), seconds=seconds)
    except DetenteError as error:
        assert (error.code, seconds < 60) == ("time_over", True)  # noqa: PT017
        return
    found = json.loads(told.to_json())
    missing = found.get("unfinished", {})
    assert bool(missing) == (seconds < 100_000) or name == "study"
    for kind in missing:
        if name not in ("deal", "study"):
            assert has(f"unfinished.{kind}", "ar") and has(f"unfinished.{kind}", "en")
    for language in LANGUAGES:
        said = told.sentences(language)
        assert any("--seconds" in line for line in said) == bool(missing)
    told.rows()


@pytest.mark.usefixtures("_clock")
def test_a_study_is_of_the_draws_that_were_made() -> None:
    case = dt.load("stability/garrison")
    whole, cut = dt.study(case, 40_000, engine="serial"), dt.study(case, 40_000, engine="serial", seconds=4)
    assert 0 < cut.count < 40_000 and cut.data()["unfinished"] == {"futures": [f"{cut.count}..40000"]}
    for name, values in cut.measures.items():
        assert (values == whole.measures[name][: cut.count]).all()
    assert cut.sentences("en")[-1] == (
        f"Time ended after {cut.count:,} of 40,000 draws; everything here rests on these. More time: --seconds."
    )


@pytest.mark.usefixtures("_clock")
def test_a_scan_tells_the_numbers_it_came_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.uncertainty.scan.AT_A_TIME", 1)
    case = dt.load(CASE)
    whole = dt.scan(case)
    cut = dt.scan(case, seconds=30)
    assert 0 < len(cut.scans) < len(whole.scans)
    missing = cut.undone["quantities"]
    assert len(cut.scans) + len(missing) == len(whole.scans)
    for one, other in zip(cut.scans, whole.scans, strict=False):
        assert one.name == other.name and one.answers == other.answers and len(one.turns) == len(other.turns)
        far = (one.values[-1] - one.values[0]) / 100
        for turn, exact in zip(one.turns, other.turns, strict=True):
            assert abs(turn.value - exact.value) <= far + 1e-9


@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize("command", ["scan", "inverse", "study"])
def test_the_commands_say_that_nothing_was_found(command: str) -> None:
    with pytest.raises(DetenteError) as caught:
        CliRunner().invoke(group, [command, CASE, "--seconds", "0.1"], catch_exceptions=False)
    assert caught.value.render("en") == "time ended before anything was worked out. Give it more with --seconds"
    assert caught.value.render("ar") == "انتهى الوقت قبل أن يُحسب شيء. أعطه وقتاً أطول بالخيار \u2068--seconds\u2069"


def test_questions_for_which_there_is_no_time_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise time_left.TimeOverError

    monkeypatch.setattr("detente.uncertainty.questions.hinges._answers", never, raising=False)
    monkeypatch.setattr("detente.uncertainty.study.result.Study.answered", never)
    command = ["study", CASE, "--draws", "200", "--ask", "share,hinges"]
    shown = CliRunner().invoke(group, command, catch_exceptions=False)
    assert shown.exit_code == 0 and shown.output.endswith(
        "\nTime ended before all of this was worked out: --ask hinges. More time: --seconds.\n"
    )
    data = json.loads(CliRunner().invoke(group, [*command, "--format", "json"], catch_exceptions=False).stdout)
    assert data["unfinished"] == {"asked": ["hinges"]} and "share" in data and "hinges" not in data


def test_the_clock_stands_still_while_loops_are_compiled() -> None:
    compiled = pytest.importorskip("detente.compiled")
    before = time_left._STOOD
    assert compiled.njit()(lambda number: number + 1)(1) == 2
    assert before < time_left._STOOD
    with time_left.within(5):
        time_left.stood(100)
        assert 100 < time_left.left() <= 105
