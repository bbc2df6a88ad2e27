"""Influence in studies: at the centre the same as the analysis, draw by draw the same in any block, ranges drawn."""

from __future__ import annotations

import numpy as np
import pytest

import detente as dt
from detente.influence import measure
from detente.influence.balance.signed import signed_graph
from detente.influence.balance.splits import best_splits
from detente.influence.dependence.domains import Dependence
from detente.influence.result import influence
from detente.outcomes.numbers import Numbers
from detente.stability.solve import Model


def test_at_the_centre_it_is_what_the_analysis_says() -> None:
    case = dt.load("kuril/2019-01")
    model = Model.of(case.situation)
    found = measure.values(model, Numbers(case.situation, model.space))
    assert set(found) == set(measure.columns(model))
    result = influence(case.situation, case.folder)
    depends = result.dependence
    assert isinstance(depends, Dependence)
    data = depends.data()
    for domain, part in (*data["domains"].items(), ("all", data)):
        name = f"{domain}/leverage of russia over china"
        if name in found:
            assert found[name][0] == pytest.approx(part["leverage"]["russia"]["china"])
    assert "security/leverage of russia over china" not in found
    risk = next(one.data() for one in result.what_if if one.data()["kind"] == "guarantee")
    assert found["security/at risk of japan from usa"][0] == pytest.approx(risk["unreplaced"])
    assert result.mactor is not None and result.balance is not None and result.balance.by_strength is not None
    strengths = result.mactor.mactor.data()["Rstar"]
    assert [found[f"mactor/strength of {actor}"][0] for actor in result.mactor.actors] == pytest.approx(strengths)
    who = measure.columns(model)["mactor/first"].categories
    assert who[found["mactor/first"][0]] == "china"
    assert found["balance/contradicted"][0] == pytest.approx(result.balance.by_strength.best.value)


def test_a_study_draws_the_ranges_of_these_blocks_and_no_other_study_does() -> None:
    case = dt.load("kuril/2019-01")
    study = dt.study(case, draws=300, also=["influence"])
    assert "mactor.influence.china.russia" in study.drivers
    assert "mactor.influence.china.russia" not in dt.study(case, draws=10).drivers
    assert np.ptp(study.measures["influence/mactor/strength of china"]) > 0.05
    assert (np.diff(study.measures["influence/security/at risk of japan from usa"]) != 0).all()
    short = dt.study(case, draws=40, also=["influence"])
    for name in ("influence/mactor/strength of japan", "influence/security/at risk of japan from usa"):
        assert (study.measures[name][:40] == short.measures[name]).all()


def test_the_best_alignment_is_the_one_that_the_index_finds() -> None:
    """Random strengths: the least weight equals that of the exact search, and the alignment contradicts just that."""
    case = dt.load("kuril/2019-01")
    model = Model.of(case.situation)
    random = np.random.default_rng(5)
    reliability = random.uniform(0.3, 0.67, 20)
    found = measure.values(model, Numbers(case.situation, model.space, 20, {"us_reliability": reliability}))
    place = {name: k for k, name in enumerate(case.situation.actors)}
    for draw, value in enumerate(reliability):
        edges = []
        for name, tie in case.situation.ties.items():
            weight = value if name == "alliance" else 1.0
            a, b = (place[end] for end in tie.ends)
            edges.append((a, b, weight if tie.sign == "positive" else -weight))
        assert found["balance/contradicted"][draw] == pytest.approx(best_splits(signed_graph(5, edges)).value)
