"""What is worked out for many actors, or many issues, at once is what is worked out one by one; and time that ends."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import detente as dt
from detente import time_left
from detente.bargaining.positions import challenge, condorcet, nearer
from detente.bargaining.positions.challenge import PRESETS, Switches, challenge_round
from detente.bargaining.positions.condorcet import VOTES, support, utilities, votes_for
from detente.bargaining.positions.issue import IssueNumbers
from detente.bargaining.positions.nearer import led, led_by_sides, sides_of
from detente.bargaining.positions.probabilistic_condorcet import VICTORIES, election
from detente.bargaining.positions.result import positions
from detente.bargaining.positions.rounds import run, run_together
from detente.bargaining.positions.settled import Settings, votes_of
from detente.bargaining.positions.spatial import bargain, bargain_together
from detente.cli import group
from detente.errors import DetenteError
from detente.words import LANGUAGES
from tests.bargaining.positions.literal_ktab import literal
from tests.conftest import examples

POINTS = st.integers(0, 10).map(float) | st.floats(0, 10) | st.sampled_from((5 + 1e-8, 5 + 2e-7, 5 - 1e-7))


@st.composite
def stands(draw: st.DrawFn, most: int = 9) -> tuple[np.ndarray, np.ndarray]:
    count = draw(st.integers(2, most))
    x = draw(st.lists(POINTS, min_size=count, max_size=count))
    w = draw(st.lists(st.floats(0.01, 5), min_size=count, max_size=count))
    return np.array(x), np.array(w)


@examples(150)
@given(stands(), st.randoms(use_true_random=False), st.booleans())
def test_votes_counted_by_sides_are_those_counted_one_by_one(
    drawn: tuple[np.ndarray, np.ndarray], dice: object, distinct: bool
) -> None:
    x, w = drawn
    points = np.unique(x) if distinct else x
    size = float(np.ptp(x)) or 1.0
    distance = np.abs(x[:, None] - points) / size
    own = np.array([dice.uniform(0.5, 2) for _ in x])  # type: ignore[attr-defined]
    for cost in (distance, distance ** own[:, None]):
        assert led_by_sides(cost, w, sides_of(x, points)) == pytest.approx(led(cost, w), abs=1e-12)


@examples(150)
@given(stands())
def test_whole_votes_too(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    x, w = drawn
    options = np.unique(x)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(condorcet, "FEW", 1)
        for vote in ("binary", "proportional"):
            fast = votes_for(x, options, w, vote)
            assert fast == pytest.approx(support(utilities(x, options, np.ptp(x)), w, vote), abs=1e-7 * w.sum())


@pytest.mark.parametrize("few", [32, 1])
def test_a_voter_in_the_middle_decides_nothing_by_rounding(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """0.15 is as far from 0.1 as from 0.2, though not in the numbers of a computer; nor is a middle the next number."""
    monkeypatch.setattr(condorcet, "FEW", few)
    tie = condorcet.condorcet(np.array([0.1, 0.15, 0.2]), np.ones(3), options=np.array([0.1, 0.2]))
    assert (tie.winner, tie.unbeaten, tie.margin) == (None, (0, 1), 0.0)
    for near in (0.0, 5.0):
        pair = np.array([near, np.nextafter(near, np.inf)])
        one = condorcet.condorcet(pair, np.array([2.0, 1.0]))
        assert (one.winner, one.unbeaten) == (0, (0,))
        for vote in ("binary", "proportional"):
            assert votes_for(pair, pair, np.array([2.0, 1.0]), vote).tolist() == [[0.0, 2.0], [1.0, 0.0]]


@pytest.mark.parametrize("name", PRESETS)
def test_many_actors_challenge_as_few_do(name: str) -> None:
    dice = np.random.default_rng(5)
    x, c, s = dice.uniform(0, 100, 60), dice.uniform(1, 9, 60), dice.random(60)
    done = challenge_round(x, c, s, PRESETS[name])
    assert (challenge_round(x[None], c[None], s[None], PRESETS[name]).after[0] == done.after).all()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(challenge, "FEW", 60)
        slow = challenge_round(x, c, s, PRESETS[name])
    for part in ("risk", "gain", "other", "after"):
        assert getattr(done, part) == pytest.approx(getattr(slow, part), abs=1e-9)


@examples(100)
@given(
    st.integers(0, 2**32), st.sampled_from([(1, 40), (3, 7), (5, 2), (2, 35)]),
    st.sampled_from([*PRESETS.values(), Switches(q=0.4, capitulate=False), Switches(exponent="receiver", q=0.0)]),
    st.integers(1, 400),
)  # fmt: skip
def test_how_many_are_worked_out_at_a_time_changes_no_bit(
    seed: int, shape: tuple[int, int], switches: Switches, cells: int
) -> None:
    dice = np.random.default_rng(seed)
    stood = dice.integers(0, 9, shape) * 1.0, dice.uniform(1, 9, shape), dice.random(shape)
    whole = challenge_round(*stood, switches)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(challenge, "CELLS", cells)
        patch.setattr(nearer, "CELLS", cells)
        parted = challenge_round(*stood, switches)
    for part in ("risk", "gain", "other", "after"):
        assert (getattr(whole, part) == getattr(parted, part)).all()


@st.composite
def issues(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    shape = (draw(st.integers(1, 4)), draw(st.integers(2, 5)))
    dice = np.random.default_rng(draw(st.integers(0, 2**32)))
    return dice.integers(0, 101, shape) * 1.0, dice.uniform(1, 9, shape), dice.random(shape)


@examples(60)
@given(issues(), st.sampled_from(sorted(VOTES)), st.sampled_from(VICTORIES))
def test_votes_of_several_issues_are_those_of_each(
    drawn: tuple[np.ndarray, np.ndarray, np.ndarray], vote: str, win: str
) -> None:
    names = tuple(f"a{place}" for place in range(drawn[0].shape[1]))
    numbers = [IssueNumbers("issue", names, *one) for one in zip(*drawn, strict=True)]
    whole = "binary" if vote == "proportional" else vote
    for n, told in zip(numbers, votes_of(numbers, Settings(vote=vote, victory=win)), strict=True):
        assert told is not None and (told.options == np.unique(n.position)).all()
        alone, together = condorcet.condorcet(n.position, n.weight, whole), told.condorcet
        assert together[:2] == alone[:2] and together.margin == pytest.approx(alone.margin)
        for kind, chances_of in election(n.position, n.weight, told.options, vote, win).items():
            assert told.chances[kind] == pytest.approx(chances_of)


@examples(40)
@given(issues(), st.sampled_from(sorted(PRESETS)))
def test_rounds_of_several_issues_are_those_of_each(
    drawn: tuple[np.ndarray, np.ndarray, np.ndarray], preset: str
) -> None:
    for done, one in zip(run_together(*drawn, PRESETS[preset]), zip(*drawn, strict=True), strict=True):
        alone = run(*one, PRESETS[preset])
        assert done.back_to == alone.back_to and np.array(done.positions()) == pytest.approx(
            np.array(alone.positions())
        )


@examples(40)
@given(st.integers(0, 2**32), st.integers(2, 5), st.integers(1, 2), st.integers(1, 3))
def test_ktab_of_several_issues_is_that_of_its_definition(seed: int, actors: int, dimensions: int, cases: int) -> None:
    dice = np.random.default_rng(seed)
    x, s = dice.random((cases, actors, dimensions)), dice.random((cases, actors, dimensions)) / dimensions
    c = dice.uniform(1, 9, (cases, actors))
    for case, done in enumerate(bargain_together(x, s, c)):
        states, settled = literal(x[case], s[case], c[case])
        assert done.states == pytest.approx(states) and done.settled == settled
        assert bargain(x[case], s[case], c[case]).states == pytest.approx(states)


# Time that ends.


def table(path: Path, issues: int = 2, actors: int = 3) -> Path:
    dice = np.random.default_rng(1)
    lines = ["issue,actor,position,capability,salience"]
    lines += [
        f"i{issue},a{actor},{dice.integers(0, 101)},{dice.integers(1, 9)},{dice.integers(1, 101)}"
        for issue in range(issues)
        for actor in range(actors)
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize("looks", [0, 5, 20, 22, 25, 30, 60, 120, 500])
def test_what_is_missing_is_said_whenever_time_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looks: int
) -> None:
    situation = dt.load(table(tmp_path / "t.csv")).situation
    clock = iter(range(10**6))
    monkeypatch.setattr(time_left, "monotonic", lambda: next(clock))
    with time_left.within(looks):
        if looks < 15:
            with pytest.raises(DetenteError) as caught:
                positions(situation)
            assert caught.value.code == "positions_time"
            return
        told = positions(situation)
    assert ("unfinished" in told.data()) == bool(told.undone)
    left = {name for names in told.undone.values() for name in names}
    assert left <= {"i0", "i1"}
    for language in LANGUAGES:
        said = told.sentences(language)
        assert ("--seconds" in said[-1]) == bool(told.undone)
    assert {name for name, one in told.issues.items() if one.challenged and one.bargained} == {
        name for name in ("i0", "i1") if not any(name in names for names in told.undone.values())
    } or "exchanges" in told.undone
    assert json.loads(told.to_json())["issues"].keys() == told.issues.keys()
    told.rows()


def test_in_both_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    situation = dt.load(table(tmp_path / "t.csv")).situation
    clock = iter(range(10**6))
    monkeypatch.setattr(time_left, "monotonic", lambda: next(clock))
    with time_left.within(25):
        told = positions(situation)
    assert told.data()["unfinished"] == {"challenges": ["i0", "i1"], "bargaining": ["i0", "i1"], "exchanges": []}
    assert told.sentences("en")[-1] == (
        "Time ended before all of this was worked out: the rounds of challenges on 2 issues, KTAB's rounds of "
        "bargaining on 2 issues, and exchanges between issues. More time: --seconds."
    )
    assert told.sentences("ar")[-1] == (
        "انتهى الوقت قبل أن يُحسب كل هذا: جولات التحدي في مسألتين، وجولات KTAB للمساومة في مسألتين، والمبادلات بين "
        "المسائل. ولزيادة الوقت: \u2068--seconds\u2069."
    )


def test_the_command_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = str(table(tmp_path / "t.csv", 1, 3))
    clock = iter(range(10**6))
    monkeypatch.setattr(time_left, "monotonic", lambda: next(clock))
    shown = CliRunner().invoke(group, ["positions", file, "--seconds", "14"], catch_exceptions=False)
    assert shown.exit_code == 0
    assert "Time ended before all of this was worked out: the rounds of challenges on 1 issue" in shown.output
    clock = iter(range(10**6))
    with pytest.raises(DetenteError) as caught:
        CliRunner().invoke(group, ["positions", file, "--seconds", "0.1"], catch_exceptions=False)
    assert caught.value.render("en") == (
        "time ended before any issue was worked out. Give it more with --seconds, or name one issue with --issue"
    )
