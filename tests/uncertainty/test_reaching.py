"""Numbers of a study: what drives them, whether they come to a threshold, and when."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from detente.cli.study import study as command
from detente.errors import DetenteError
from detente.load import load
from detente.uncertainty.number_drivers import number_drivers, variance_share
from detente.uncertainty.questions.table import ask
from detente.uncertainty.reaching import number_of, reaching
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.study import study

TEXT = """\
detente: 1
actors: {a: {name: Ada, capability: 1}, b: {name: Bo}, c: }
issues:
  dam:
    text: the dam
    positions:
      a: {position: 0..60, salience: 1}
      b: {position: 50..80, capability: 1, salience: 1}
  still:
    positions: {a: {position: 20}, c: {position: 40}}
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("numbers") / "dam.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return str(file)


@pytest.fixture(scope="module")
def drawn(path: str) -> Study:
    return study(load(path).situation, 4000, 7, ("seq",), also=("positions",))


def test_shares_of_a_sum_are_those_of_the_squares_of_the_ranges(drawn: Study) -> None:
    """(x + y)/2 with x over 60 and y over 30 points: 60² to 30²."""
    found = number_drivers(drawn, number_of(drawn, "dam"))
    shares = {one.name: one.share for one in found.drives}
    assert shares["issues.dam.positions.a.position"] == pytest.approx(0.8, abs=0.02)
    assert shares["issues.dam.positions.b.position"] == pytest.approx(0.2, abs=0.02)
    assert found.kinds() == {"position": pytest.approx(1, abs=0.02)}
    first = found.drives[0]
    assert first.lowest == pytest.approx(35.5, abs=1)
    assert first.highest == pytest.approx(59.5, abs=1)


def test_a_share_is_what_bins_explain_less_what_chance_adds() -> None:
    random = np.random.default_rng(3)
    y, bin_of = random.normal(size=300), random.integers(0, 5, 300)
    y = y + bin_of
    means = np.array([y[bin_of == k].mean() for k in range(5)])
    within = sum(((y[bin_of == k] - means[k]) ** 2).sum() for k in range(5))
    whole = ((y - y.mean()) ** 2).sum()
    assert variance_share(bin_of, 5, y) == pytest.approx((whole - within - 4 * within / 295) / whole)
    assert variance_share(bin_of, 5, np.ones(300)) == 0
    noise = [variance_share(random.integers(0, 5, 300), 5, random.normal(size=300)) for _ in range(300)]
    assert np.mean(noise) == pytest.approx(0, abs=0.003)


def test_reaching_is_counted_on_the_draws_and_asked_again_on_fresh_ones(drawn: Study) -> None:
    column = number_of(drawn, "dam/forecast")
    asked = reaching(drawn, column, 60)
    expected = drawn.measures[column] >= 60
    [yes] = [row for row in ask(asked, "share").rows() if row["answer"] == "every"]
    assert yes["share"] == pytest.approx(expected.mean(), abs=1e-5)
    fresh = {"issues.dam.positions.a.position": np.array([0.0, 60, 50]),
             "issues.dam.positions.b.position": np.array([80.0, 60, 69])}  # fmt: skip
    [codes] = asked.answered(fresh).values()
    assert [asked.categories["reaches/seq/possible"][code] for code in codes] == ["none", "every", "none"]
    kept = [box for box in ask(asked, "when").data()["questions"]["reaches"]["boxes"] if box["kept"]]
    assert kept and all(box["density"] > 0.9 and box["fresh_density"] > 0.85 for box in kept)
    assert reaching(drawn, column).at == pytest.approx(np.median(drawn.measures[column]), abs=0.01)


def run(*words: str) -> str:
    done = CliRunner().invoke(command, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_what_is_said(path: str, tmp_path: Path) -> None:
    settled = (path, "--also", "positions", "--draws", "1000")
    said = run(*settled, "--of", "dam", "--at", "60", "--ask", "drivers,when,share")
    assert "In four of five runs the forecast on “the dam” lies between " in said
    assert "What moves it most, each alone: the position of Ada on “the dam” (about 8" in said
    assert "Does the forecast on “the dam” come to 60 or more?" in said
    assert "is above about " in said
    assert "In all runs the forecast on “still” is 30: nothing in these ranges changes it." in run(
        *settled, "--of", "still", "--ask", "drivers"
    )
    found: dict[str, Any] = json.loads(run(*settled, "--of", "dam", "--ask", "drivers", "--format", "json"))
    assert found["digest"] == found["drivers"]["digest"] and found["drivers"]["of"] == "positions/dam/forecast"
    pytest.importorskip("matplotlib")
    run(*settled, "--of", "dam", "--at", "60", "--plot", str(tmp_path / "reach.svg"), "--plot-kind", "tornado")
    assert (tmp_path / "reach.svg").stat().st_size > 1000


def test_what_is_refused(path: str) -> None:
    def refused(*words: str) -> str:
        done = CliRunner().invoke(command, [path, "--draws", "20", *words])
        assert isinstance(done.exception, DetenteError), done.output
        assert done.exception.render("ar") != done.exception.render()
        return done.exception.render()

    assert refused("--of", "dam") == ("nothing of the name “dam” is measured. Name what measures it with --also")
    assert refused("--at", "3") == "--at is the threshold of a number; name the number with --of"
    assert refused("--of", "dam", "--also", "positions", "--ask", "worth,drivers") == (
        "of a number, --ask takes share, drivers, and when; here is worth. Leave it out, or leave --of out"
    )
