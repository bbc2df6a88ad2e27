"""Positions against published and measured answers: emissions 1994 (Scholz, Calbert & Smith 2011) and DEU III."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.bargaining.positions.analysis import Settled, positions
from detente.bargaining.positions.challenge import PRESETS, challenge_round
from detente.bargaining.positions.condorcet import condorcet, support
from detente.bargaining.positions.errors_measured import MEASURED, SMALL, WIDER
from detente.bargaining.positions.exchange import Table, exchange, outcomes
from detente.bargaining.positions.forecast import distribution
from detente.bargaining.positions.mean import weighted_mean
from detente.bargaining.positions.median import weighted_median
from detente.bargaining.positions.probabilistic_condorcet import FLOOR, conditional, election, victory
from detente.bargaining.positions.rounds import run
from detente.load import load

HERE = Path(__file__).parent / "positions"
DEU = Path(__file__).parents[2] / "cases" / "bargaining" / "deu3_open"
PUBLISHED = json.loads((HERE / "emissions1994_published.json").read_text(encoding="utf-8"))


@cache
def emissions() -> Settled:
    return positions(load("bargaining/emissions_1994").situation).issues["delay"]


def table(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def deu() -> list[tuple[float, dict[str, Any]]]:
    """Outcome and columns of each issue of the open half."""
    actors: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (DEU / "actors.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            actors[row["issue"]].append(row)
    found = []
    with (DEU / "issues.csv").open(encoding="utf-8") as file:
        for issue in csv.DictReader(file):
            rows = actors[issue["issue"]]
            columns = {
                key: np.array([float(row[key]) for row in rows]) for key in ("position", "salience", "votes", "ssi")
            }
            columns["salience"] = columns["salience"] / 100
            found.append((float(issue["outcome"]), columns))
    return found


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


def mean_error(forecasts: list[float]) -> float:
    return float(np.mean([abs(made - outcome) for made, (outcome, _) in zip(forecasts, deu(), strict=True)]))


@pytest.mark.parametrize(("column", "expected"), [("ssi", 22.12), ("votes", 22.32)])
def test_deu_weighted_mean(column: str, expected: float) -> None:
    made = [float(weighted_mean(d["position"], d[column] * d["salience"])) for _, d in deu()]
    assert mean_error(made) == pytest.approx(expected, abs=0.02)


def test_deu_other_aggregates() -> None:
    every = [d for _, d in deu()]
    assert mean_error([float(weighted_mean(d["position"], d["ssi"])) for d in every]) == pytest.approx(22.76, abs=0.02)
    assert mean_error([float(d["position"].mean()) for d in every]) == pytest.approx(23.46, abs=0.02)
    assert mean_error([float(np.median(d["position"])) for d in every]) == pytest.approx(26.91, abs=0.02)
    medians = [weighted_median(d["position"], d["ssi"] * d["salience"]) for d in every]
    assert mean_error([float(low + high) / 2 for low, high in medians]) == pytest.approx(27.97, abs=0.02)
    assert mean_error([50.0] * len(every)) == pytest.approx(29.54, abs=0.02)


def test_deu_probabilistic_condorcet() -> None:
    made: dict[str, list[float]] = defaultdict(list)
    for _, d in deu():
        options = np.unique(d["position"])
        for kind, chances in election(d["position"], d["ssi"] * d["salience"], options).items():
            made[kind].append(float(chances @ options))
        votes = election(d["position"], d["votes"] * d["salience"], options, kinds=("conditional",))["conditional"]
        made["mode"].append(float(options[np.argmax(votes)]))
    expected = {"markov_uniform": 21.41, "conditional": 22.22, "markov_incentive": 22.45, "mode": 25.32}
    assert {kind: mean_error(values) for kind, values in made.items()} == pytest.approx(expected, abs=0.02)


def test_deu_challenge() -> None:
    """As printed: equal to the measured table. As coded: within 0.15 of it (27.99, 25.24); why not nearer is open."""
    medians: dict[str, list[float]] = defaultdict(list)
    means = []
    for _, d in deu():
        for name, switches in PRESETS.items():
            rounds = run(d["position"], d["votes"], d["salience"], switches, limit=8)
            low, high = weighted_median(rounds.after(8), rounds.weight)
            medians[name].append(float(low + high) / 2)
        means.append(float(weighted_mean(rounds.after(8), rounds.weight)))
    assert mean_error(medians["paper"]) == pytest.approx(32.47, abs=0.02)
    assert mean_error(medians["as_coded"]) == pytest.approx(27.99, abs=0.15)
    assert mean_error(means) == pytest.approx(25.24, abs=0.15)


def test_measured_errors_are_those_of_the_open_half() -> None:
    errors = [outcome - float(weighted_mean(d["position"], d["ssi"] * d["salience"])) for outcome, d in deu()]
    assert tuple(sorted(round(error, 1) for error in errors)) == MEASURED
    small = [abs(error) for error, (_, d) in zip(errors, deu(), strict=True) if len(d["position"]) < SMALL]
    assert pytest.approx(np.mean(small) / np.mean(np.abs(errors)), abs=0.005) == WIDER
    wide = np.percentile(distribution(50.0, 20), (10, 90))
    assert wide[1] - wide[0] == pytest.approx(73, abs=1)


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
        assert all(
            (each.after >= x.min() - 1e-9).all() and (each.after <= x.max() + 1e-9).all() for each in rounds.rounds
        )


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
