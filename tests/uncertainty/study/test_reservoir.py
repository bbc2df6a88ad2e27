"""Long studies: totals of all draws, an even choice of rows, and the same whatever the order of the parts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.errors import DetenteError
from detente.uncertainty.study import runs
from detente.uncertainty.study.batches import Plan
from detente.uncertainty.study.reservoir import Sieve, run_large
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.study import study
from detente.uncertainty.study.totals import BINS, packed, unpacked
from tests.uncertainty.studies import TWO, mean_within, same, situation

DRAWS, KEPT = 200_000, 5_000


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if everything above 100,000 draws were too many to keep."""
    monkeypatch.setattr(runs, "MOST_KEPT", 100_000)
    monkeypatch.setattr(runs, "run_large", lambda *given: run_large(*given, kept=KEPT))


@pytest.fixture(scope="module")
def whole() -> Study:
    return study(situation(), DRAWS)


def test_totals_are_those_of_all_draws(whole: Study) -> None:
    found = study(situation(), DRAWS)
    assert found.totals is not None and found.totals.draws == DRAWS and found.count == KEPT
    assert found.rows() == whole.rows()
    for name, counts in found.totals.answers.items():
        assert (counts == np.bincount(np.minimum(whole.measures[name], 3), minlength=4)).all()
        assert (found.totals.binned[name].sum(axis=1) == counts).all()
    for name, (total, squares, number) in found.totals.sums.items():
        values = whole.measures[name].astype(np.int64)
        assert (total, squares, number) == (values.sum(), (values**2).sum(), DRAWS)
    for name, counts in found.totals.stable.items():
        bits = np.unpackbits(whole.measures[name], axis=1, bitorder="little")
        assert (counts == bits.sum(axis=0)[: len(counts)]).all()
    place = list(whole.drivers).index("x")
    low, high = found.totals.edges["x"][[4, 5]]
    inside = (whole.drivers["x"] >= low) & (whole.drivers["x"] < high)
    codes = whole.measures["goes/seq/predicted"][inside]
    assert (found.totals.binned["goes/seq/predicted"][place, 5] == np.bincount(codes, minlength=4)).all()
    assert abs(inside.mean() - 1 / BINS) < 0.02


def test_kept_rows_are_draws_of_the_study_evenly_chosen(whole: Study) -> None:
    found = study(situation(), DRAWS)
    place = {value: draw for draw, value in enumerate(whole.drivers["x"].tolist())}
    draws = np.array([place[value] for value in found.drivers["x"].tolist()])
    assert (np.diff(draws) > 0).all() and len(draws) == KEPT
    assert all((found.drivers[name] == values[draws]).all() for name, values in whole.drivers.items())
    assert all((found.measures[name] == values[draws]).all() for name, values in whole.measures.items())
    assert mean_within(draws / DRAWS, 0.5) and mean_within((draws / DRAWS) ** 2, 1 / 3)


def test_the_same_in_threads_and_from_disk_and_after_damage(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    one = study(situation(), DRAWS, engine="serial")
    assert same(study(situation(), DRAWS, workers=3), one)
    for damaged in (False, True):
        found = study(situation(), DRAWS, out=tmp_path, engine="serial")
        assert same(found, one) and found.totals is not None and one.totals is not None
        assert packed(found.totals) == packed(one.totals)
        assert (found.sentences()[-1] == "One kept part was damaged; it was drawn again.") == damaged
        victim = sorted(tmp_path.glob("part-*"))[0]
        if not damaged:
            victim.write_bytes(victim.read_bytes()[:-5])
    with pytest.raises(DetenteError, match="sifted: 200000 → 300000"):
        study(situation(), 300_000, out=tmp_path)


def test_totals_as_bytes() -> None:
    plan = Plan(situation(TWO), 7, 3000, ("seq",))
    totals = Sieve(plan, 1, 10)(0).totals
    again = unpacked(packed(totals), plan, totals.edges)
    assert again is not None and packed(again) == packed(totals) and again.draws == 3000
    other = Plan(situation(TWO), 7, 3000, ("nash", "seq"))
    assert unpacked(packed(totals), other, totals.edges) is None
    assert unpacked(b"PK\x05\x06" + b"\0" * 18, plan, totals.edges) is None
    assert unpacked(b"", plan, totals.edges) is None


def test_what_is_said() -> None:
    said = study(situation(), DRAWS).sentences()[-1]
    assert said == "These are 5000 of 200,000 draws, evenly chosen; the totals count them all."


def test_what_is_kept_depends_on_how_wide_the_table_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    row = 8 * 8 + sum(column.empty(1).nbytes for column in Plan(situation(), 7, 1, ("seq",)).columns.values())
    assert runs.most_kept(Plan(situation(), 7, 1, ("seq",))) == 10**7
    monkeypatch.setattr(runs, "MOST_BYTES", 1000 * row)
    assert runs.most_kept(Plan(situation(), 7, 1, ("seq",))) == 1000


def test_until_keeps_every_draw_and_says_its_limit() -> None:
    with pytest.raises(DetenteError) as caught:
        study(situation(), DRAWS, until=0.01)
    assert str(caught.value) == (
        f"with --until a study keeps every draw; its limit is 100,000, and here are {DRAWS:,}. Give fewer draws, or "
        "leave --until out"
    )
