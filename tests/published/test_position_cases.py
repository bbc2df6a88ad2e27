"""Positions against published and measured answers: emissions 1994 (Scholz, Calbert & Smith 2011) and DEU III."""

from __future__ import annotations

import csv
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.bargaining.positions.challenge import PRESETS, challenge_round
from detente.bargaining.positions.condorcet import condorcet, support
from detente.bargaining.positions.errors_measured import Errors
from detente.bargaining.positions.exchange import Table, exchange, outcomes
from detente.bargaining.positions.forecast import distribution
from detente.bargaining.positions.mean_and_median import weighted_median
from detente.bargaining.positions.probabilistic_condorcet import FLOOR, conditional, victory
from detente.bargaining.positions.result import positions
from detente.bargaining.positions.rounds import run
from detente.bargaining.positions.score import score, scored_models
from detente.bargaining.positions.settled import Settled
from detente.bargaining.positions.spatial import bargain
from detente.exchange.position_tables.known_outcomes import read_known
from detente.load import load
from detente.words import LANGUAGES, say

HERE = Path(__file__).parent / "positions"
DEU = Path(__file__).parents[2] / "cases" / "bargaining" / "deu3_open"
PUBLISHED = json.loads((HERE / "emissions1994_published.json").read_text(encoding="utf-8"))


@cache
def emissions() -> Settled:
    return positions(load("bargaining/emissions_1994").situation).issues["delay"]


def table(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_emissions_aggregates() -> None:
    told = emissions()
    assert told.mean == pytest.approx(7.3899557, abs=1e-6)
    assert told.median == (7, 7)
    assert told.data()["condorcet"] == 7
    assert told.condorcet.margin < 0.05 and "narrow" in told.warnings


def test_emissions_probabilistic_condorcet() -> None:
    data = emissions().data()["pce"]["conditional"]
    assert [row["position"] for row in data["distribution"]] == [4, 7, 10]
    assert [row["chance"] for row in data["distribution"]] == pytest.approx([0.205, 0.420, 0.376], abs=5e-4)
    assert data["mean"] == pytest.approx(7.51, abs=0.005)
    assert data["mode"] == 7


def test_ktab_prints_these_chances() -> None:
    """KTAB's own print for the emissions case: risk from a first election of all actors, weights without salience."""
    n = emissions().numbers
    x = (n.position - n.low) / n.size
    first = conditional(victory(FLOOR + support(1 - np.abs(x[:, None] - x), n.capability)))
    most, least = first.max(), first.min()
    risk = (3 * first - most - 2 * least) / (2 * (most - least))
    far = np.abs(x[:, None] - np.unique(x))
    chances = conditional(victory(FLOOR + support((1 - far) * (1 + risk[:, None] * far), n.capability)))
    assert chances == pytest.approx([0.2069, 0.3474, 0.4457], abs=1e-4)


def test_emissions_rounds_as_coded() -> None:
    rounds = emissions().challenge["as_coded"]
    medians, means = rounds.medians(), rounds.means()
    assert medians[:10] == pytest.approx([8.416, 9.611, 9.962, 9.962, 9.962, 7.472, 8.825, 9.671, 9.671, 7], abs=5e-4)
    wanted = [7.461, 7.553, 7.590, 7.358, 7.349, 7.415, 7.510, 7.572, 7.325, 7.242]
    assert means[:10] == pytest.approx(wanted, abs=5e-4)
    printed = PUBLISHED["scholz2011_table2"]
    assert means[:8] == pytest.approx(printed["mean"], abs=0.062)
    away = np.abs(np.array(medians[:8]) - printed["median"])
    assert (away <= 0.073).sum() == 7 and away.argmax() == 1  # the median of round 2 is the known misfit


def test_emissions_rounds_as_printed() -> None:
    data = emissions().data()["challenge"]["paper"]
    assert data["median"][:8] == pytest.approx([7, 7, 10, 10, 10, 10, 10, 10])
    assert data["cycle"] == 2 and not data["rests"]


def test_points_of_the_figures() -> None:
    """Own and other's expected utility, read off three figures: all but Greece in the figure of the Netherlands."""
    n = emissions().numbers
    done = challenge_round(n.position, n.capability, n.salience, PRESETS["as_coded"])
    missed = []
    for viewer, points in PUBLISHED["scholz2011_figures_read_off"].items():
        if viewer == "note":
            continue
        for other, point in points.items():
            i, j = n.actors.index(viewer), n.actors.index(other)
            if np.abs(np.array([done.gain[i, j], done.other[i, j]]) - point).max() > 0.1:
                missed.append((viewer, other))
    assert missed == [("Netherlands", "Greece")]


# Model, capability → mean absolute error on the open half, as measured before this program was written.
OPEN_HALF = {
    ("pce_markov_uniform", "ssi"): 21.41,
    ("mean", "ssi"): 22.12,
    ("mean", "votes"): 22.32,
    ("mean_capability", "ssi"): 22.76,
    ("pce_conditional", "ssi"): 22.22,
    ("pce_markov_incentive", "ssi"): 22.45,
    ("mean_plain", ""): 23.46,
    ("mean_salience", ""): 23.18,
    ("mean_without", "ssi"): 23.53,
    ("challenge_as_coded_mean", "votes"): 25.24,
    ("pce_conditional_mode", "votes"): 25.32,
    ("middle", ""): 29.54,
    ("median_plain", ""): 26.91,
    ("median", "ssi"): 27.97,
    ("challenge_paper", "votes"): 32.47,
}


@cache
def scored() -> dict[tuple[str, str], dict[str, Any]]:
    result = score(read_known(DEU), without=("com", "ep"), alone=("ep", "com"))
    assert result.learnt() == files("detente.bargaining.positions").joinpath("measured.csv").read_text(encoding="utf-8")
    return {(row["model"], row["capability"]): row for row in result.rows()}


@pytest.mark.slow
def test_the_whole_table_of_the_open_half() -> None:
    """One command; the errors that the band is made of come out of it to the last digit."""
    found = {key: scored()[key]["mae"] for key in OPEN_HALF}
    assert found == pytest.approx(OPEN_HALF, abs=0.02)
    # Knife-edge ties decide the medians of this reading: differences of rounding move the measured 27.99 by 0.1.
    assert scored()["challenge_as_coded", "votes"]["mae"] == pytest.approx(27.99, abs=0.1)
    assert scored()["reference", ""]["issues"] == 126
    assert all(row["from"] <= row["difference"] <= row["to"] for row in scored().values())


def test_what_is_said_of_rounds_is_what_the_table_shows() -> None:
    """“No model with rounds came nearer there than the weighted mean” is said with the errors of these issues."""
    rounds = {model.name for model in scored_models() if model.rounds}
    told = [row["difference"] for (name, _), row in scored().items() if name in rounds]
    assert len(told) == 10 and min(told) > 0
    assert scored()["mean", "ssi"]["issues"] == len(Errors.shipped().values) == 177
    assert all("177" in say("positions.section.note", language) for language in LANGUAGES)


def test_the_band_holds_what_it_says() -> None:
    """80% of the outcomes, also when it is learnt without the proposal an issue belongs to."""
    assert scored()["band", "ssi"]["coverage"] == pytest.approx(0.80, abs=0.02)
    assert scored()["band_crossed", "ssi"]["coverage"] == pytest.approx(0.80, abs=0.05)
    assert scored()["band_crossed", "ssi"]["crps"] < scored()["climatology", "ssi"]["crps"] - 3
    wide = np.percentile(distribution(50.0, 20), (10, 90))
    assert wide[1] - wide[0] == pytest.approx(73, abs=1)
    assert Errors.shipped().wider == pytest.approx(1.42) and len(Errors.shipped().values) == 177


def shares_of(name: str) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Actors, positions and saliences (actors, dimensions) as shares, and capabilities."""
    rows = table(name)
    actors, issues = (list(dict.fromkeys(row[key] for row in rows)) for key in ("actor", "issue"))
    position, salience = np.zeros((len(actors), len(issues))), np.zeros((len(actors), len(issues)))
    capability = np.zeros(len(actors))
    for row in rows:
        at = actors.index(row["actor"]), issues.index(row["issue"])
        position[at], salience[at] = float(row["position"]) / 100, float(row["salience"]) / 100
        capability[at[0]] = float(row["capability"])
    return actors, position, salience, capability


@pytest.mark.parametrize("name", ["ktab_three_issues", "ktab_soe_two_issues"])
def test_the_reference_runs_of_ktab(name: str) -> None:
    """Every position after every step, and every chance, as the program printed them (runs of 30 May 2017)."""
    printed = json.loads((HERE / "ktab_reference_runs.json").read_text(encoding="utf-8"))[name]
    actors, position, salience, capability = shares_of(name)
    done = bargain(position, salience, capability)
    assert done.settled and len(done.states) == printed["states"]
    for actor, dimensions in printed["positions"].items():
        for place, history in enumerate(dimensions):
            assert 100 * done.states[:, actors.index(actor), place] == pytest.approx(history, abs=0.051)
    for actor, history in printed["chances"].items():
        assert done.chances[:, actors.index(actor)] == pytest.approx(history, abs=6e-5)


def test_the_first_targets_of_ktab() -> None:
    """Whom each actor challenges first, with which chance and gain, as printed in the same run."""
    actors, position, salience, capability = shares_of("ktab_three_issues")
    first = bargain(position, salience, capability, 1).proposals[0]
    told = {(offer.by, offer.to): (offer.chance, offer.gain) for offer in first}
    printed = {
        (0, 6): (0.7643, 0.0947), (1, 0): (0.7964, 0.2810), (2, 6): (0.8334, 0.4711), (3, 0): (0.8056, 0.2839),
        (4, 0): (0.5836, 0.0116), (5, 1): (0.8510, 0.2986), (6, 1): (0.3970, 0.0286),
    }  # fmt: skip
    assert told.keys() == printed.keys() and len(actors) == 7
    for pair, (chance, gain) in printed.items():
        assert told[pair] == pytest.approx((chance, gain), abs=6e-5)


def test_ktab_on_the_emissions_case() -> None:
    """Most end between 33 and 36 of 100, Germany at 0, the United Kingdom at 96; the likeliest is 33.2 (6.0 years)."""
    told = emissions().ktab
    assert told is not None and told.settled and len(told.states) == 14
    at = dict(zip(emissions().numbers.actors, (told.states[-1] - 4) / 6 * 100, strict=True))
    assert at.pop("Germany") == pytest.approx(0, abs=0.1) and at.pop("UK") == pytest.approx(96.4, abs=0.1)
    assert all(32.9 < point < 36.2 for point in at.values())
    assert told.most_likely == pytest.approx(6.0, abs=0.01)
    assert told.chances[-1].max() == pytest.approx(0.40, abs=0.005)


@pytest.mark.parametrize("name", ["sultan1997", "china1989", "ktab_soe_policy", "ktab_soe_competitive"])
def test_other_cases_run_and_agree_with_the_median(name: str) -> None:
    """No published answer can be reproduced; what wins all votes of two lies at the weighted median (Black 1958)."""
    rows = table(name)
    x, c, s = (np.array([float(row[key]) for row in rows]) for key in ("position", "capability", "salience"))
    low, high = weighted_median(x, c * s)
    options, won = np.unique(x), condorcet(x, c * s)
    assert {float(options[place]) for place in won.unbeaten} == {float(low), float(high)}
    for switches in PRESETS.values():
        rounds = run(x, c, s / 100, switches)
        assert all((each >= x.min() - 1e-9).all() and (each <= x.max() + 1e-9).all() for each in rounds.rounds)


@pytest.mark.parametrize("name", ["copenhagen", pytest.param("cop21", marks=pytest.mark.slow)])
def test_exchanges_of_climate_talks(name: str) -> None:
    """Every exchange gives both the same and moves the outcomes as it says; nobody gives way past the demander."""
    rows = table(name)
    issues, actors = (sorted({row[key] for row in rows}) for key in ("issue", "actor"))
    shape = (len(issues), len(actors))
    values = {key: np.zeros(shape) for key in ("position", "capability", "salience")}
    part = np.zeros(shape, dtype=bool)
    for row in rows:
        at = issues.index(row["issue"]), actors.index(row["actor"])
        part[at] = True
        for key, array in values.items():
            array[at] = float(row[key]) / (100 if key == "salience" else 1)
    given = Table(**values, takes_part=part)
    done = exchange(given, 1)[0]
    assert done.exchanges
    voting = values["position"].copy()
    for trade in done.exchanges:
        before = outcomes(given, voting)
        voting[trade.p, trade.j] += trade.shift_j
        voting[trade.q, trade.i] += trade.shift_i
        for giver, taker, issue, shift in (
            (trade.j, trade.i, trade.p, trade.shift_j),
            (trade.i, trade.j, trade.q, trade.shift_i),
        ):
            start, goal = values["position"][issue, giver], values["position"][issue, taker]
            assert (goal - start) * shift >= 0 and (goal - voting[issue, giver]) * (goal - start) >= -1e-6
        moved = np.abs(outcomes(given, voting) - before)
        s = values["salience"]
        first = s[trade.p, trade.i] * moved[trade.p] - s[trade.q, trade.i] * moved[trade.q]
        second = s[trade.q, trade.j] * moved[trade.q] - s[trade.p, trade.j] * moved[trade.p]
        assert first == pytest.approx(trade.gain) and second == pytest.approx(trade.gain) and trade.gain > 0
    assert np.allclose(voting, done.voting)
