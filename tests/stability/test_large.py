"""The result on a grid against the result on listed outcomes, the choice between them, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import assume, given

import detente as dt
from detente.cli import group
from detente.errors import DetenteError, LimitError
from detente.outcomes.moves import active_parties
from detente.outcomes.space import space_of
from detente.situation.model import Situation
from detente.stability.engines import grid_ahead as ahead
from detente.stability.engines import large, large_found, sweeps
from detente.stability.engines.large import LargeStability, analyse, large_stability
from detente.stability.result import Stability, outcome_index, stability
from detente.stability.witness import large_witness
from tests.stability.test_sweeps import served


def situation(options: int, actors: int = 2, **more: Any) -> Situation:
    """Actors with this many options each, wanting what others have."""
    names = [f"a{number}" for number in range(actors)]
    wants = {
        name: {"priorities": [f"{other}.o{k}" for k in range(options) for other in names if other != name]}
        for name in names
    }
    data = {
        "detente": "1",
        "actors": {name: {} for name in names},
        "options": {name: {f"o{k}": {} for k in range(options)} for name in names},
        "preferences": wants,
        "status_quo": {"a0.o0": "yes"},
        "questions": {"q": "a0.o0"},
        **more,
    }
    return Situation.model_validate(data)


@given(served)
def test_the_result_on_a_grid_is_the_listed_result(found: Situation) -> None:
    assume(space_of(found).count > 0)
    listed, grid = stability(found), large_stability(found)
    joint = bool(active_parties(found))
    one, other = listed.data(), grid.data()
    assert set(other) - set(one) == set() and other["engine"] == "sweeps"
    for key in ("digest", "outcomes", "stable", "equilibria", "truncated"):
        assert one[key] == other[key], key
    for key in ("outcomes", "feasible", "equilibria"):
        assert one["counts"][key] == other["counts"][key]
    assert other["counts"]["stable"] == {n: {a: len(ids) for a, ids in s.items()} for n, s in one["stable"].items()}
    assert len(grid.sentences("en")) >= 2 and len(grid.sentences("ar")) == len(grid.sentences("en"))
    for key in ("holds", "predicted", "possible", "drift", "questions"):
        assert one[key] == other[key], key
    assert grid.rows() == [row for row in listed.rows() if row["nash"] or row["sseq"] or row["seq"]]
    if not joint:
        assert grid.sentences("en")[:-1] == listed.sentences("en") or listed.model.space.status_quo is None
    start = listed.model.space.status_quo
    for name in ("seq", "sseq"):
        assert grid.sacrifices(name) == listed.sacrifices(name)
        assert grid.anticipated(name) == [move for move in listed.anticipated(name) if move.start == start]
        assert start is None or listed.anticipated(name, start) == grid.anticipated(name, start)
        assert other["sacrifices"][name] == one["sacrifices"][name]


def test_the_engine_is_chosen_by_size_and_structure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert analyse(situation(3)).engine == "arrays"
    assert analyse(situation(3), engine="sweeps").engine == "sweeps"
    assert dt.stability(situation(3), engine="sweeps").engine == "sweeps"
    monkeypatch.setattr(large, "LISTED", 10)
    assert analyse(situation(3)).engine == "sweeps"
    few = {"rules": {f"r{k}": {"never": f"a1.o{k}"} for k in range(3)}}
    assert analyse(situation(3, **few)).engine == "arrays"  # 64 combinations, 8 outcomes
    cuts = {"cuts": {"c": {"actor": "a0", "from": "a0.o0", "to": "not a0.o0"}}}
    assert analyse(situation(3, **cuts)).engine == "arrays"
    monkeypatch.setattr(large, "MAX_CELLS", 10)
    assert analyse(situation(3)).engine == "arrays"


def test_lists_are_cut_and_counts_are_not() -> None:
    whole, cut = large_stability(situation(3)), large_stability(situation(3), limit=2)
    assert cut.equilibria("gmr") == whole.equilibria("gmr")[:2] and whole.count("gmr") > 2
    assert cut.count("gmr") == whole.count("gmr") == len(whole.equilibria("gmr"))
    assert cut.data()["truncated"] and len(cut.data()["outcomes"]) == 2 and len(cut.rows()) <= 2
    assert repr(cut).startswith("LargeStability(64 outcomes; equilibria: nash ")
    with pytest.raises(DetenteError):
        cut.equilibria("nosh")


def test_what_lies_too_far_ahead_is_said_and_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "MAX_AHEAD", 0)
    monkeypatch.setattr(large_found, "POSSIBLE", 3)
    found = large_stability(situation(2), ("nash",))
    data = found.data()
    assert data["predicted"] == {"nash": None} and data["possible"] == {"nash": None}
    assert data["questions"] == {"q": {"nash": {"predicted": None, "possible": None}}}
    said = " ".join(found.sentences())
    assert "was not computed: too many outcomes lie ahead" in said
    ahead_of = large_stability(situation(2), ("seq",))
    assert ahead_of.data()["sacrifices"] == {"seq": None} == ahead_of.data()["anticipated"]
    assert "What is done from today for what others then do was not looked for" in " ".join(ahead_of.sentences())
    with pytest.raises(LimitError) as error:
        ahead_of.sacrifices("seq")
    assert error.value.render() == (
        "steps that pay only by what others then do are not looked for where too many outcomes lie ahead. Hold options "
        "that only set the scene"
    )
    assert "round in circles was not computed" in said
    with pytest.raises(LimitError) as error:
        found.classes("nash")
    assert error.value.code == "possible_uncounted"


def test_a_situation_too_large_for_either_engine_names_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.outcomes.space.MAX_PARTIAL_OUTCOMES", 10)
    leaving = {"agreements": {"g": {"parties": ["a0", "a1"], "terms": {"t": {}}}}}
    with pytest.raises(LimitError) as error:
        analyse(situation(2, **leaving))
    assert error.value.render() == (
        "there are 16 outcomes or moves to list; the limit is 10. The engine for larger situations does not serve "
        "this one: one party alone can leave an agreement. Leave that out, add rules for what cannot be, or hold "
        "options that only set the scene"
    )
    with pytest.raises(LimitError) as error:
        analyse(situation(2, **leaving), engine="sweeps")
    assert error.value.render() == (
        "the engine “sweeps” does not serve this situation: one party alone can leave an agreement. Use "
        "--engine arrays, or leave that out"
    )
    with pytest.raises(LimitError) as error:
        analyse(situation(2), engine="arrays")
    assert error.value.code == "outcomes_many"


def test_explanations_on_a_grid(monkeypatch: pytest.MonkeyPatch) -> None:
    found = large_stability(situation(2, 3), ("gmr",))
    start = outcome_index(found, "status_quo")
    assert start == outcome_index(found, "a0.o0") == outcome_index(found, str(start + 1))
    witness = found.witness("gmr", "a1", start)
    assert witness == stability(situation(2, 3), ("gmr",)).witness("gmr", "a1", start)
    broken = [w for s in range(64) if not (w := found.witness("nash", "a1", s)).stable]
    monkeypatch.setattr(large_witness, "ONE_BY_ONE", -1)
    for one in broken:
        assert found.faults(one) == []
        wrong = one.__class__(one.actor, one.outcome, "gmr", False, (), one.outcome, 3, None)
        assert found.faults(wrong) == ["there is no such move"]
    monkeypatch.setattr(large_witness, "MAX_LOOKED", 1)
    moving = large_stability(situation(2, 3, preferences={"a0": {"priorities": ["not a0.o0"]}}), ("gmr",))
    with pytest.raises(LimitError) as error:
        moving.witness("gmr", "a0", start)
    assert error.value.code == "answers_many"


def test_a_view_of_a_grid_stops_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "MAX_ASKED", 1)
    view = large_stability(situation(2)).view
    assert [len(view.ends("a0", outcome)) for outcome in range(2)] == [3, 3]
    with pytest.raises(LimitError):
        view.ends("a0", 2)


def test_without_numba_everything_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "compiler_present", lambda: False)
    assert sweeps.kernels().__name__.endswith("plain")
    found = large_stability(situation(3))
    assert found.equilibria("sseq") == stability(situation(3)).equilibria("sseq")


def run(*arguments: str) -> Any:
    return CliRunner().invoke(group, list(arguments))


def test_the_command_line() -> None:
    name = "stability/chicken"
    for form in ("table", "csv", "md"):
        done = run("stability", name, "--engine", "sweeps", "--format", form)
        assert done.exit_code == 0, done.output
    listed = json.loads(run("stability", name, "--format", "json").stdout)
    grid = json.loads(run("stability", name, "--format", "json", "--engine", "sweeps").stdout)
    assert (listed["engine"], grid["engine"]) == ("arrays", "sweeps")
    assert listed["possible"] == grid["possible"] and listed["predicted"] == grid["predicted"]
    actor = next(iter(listed["stable"]["seq"]))
    one = json.loads(run("explain", name, actor, "1", "--format", "json").stdout)
    two = json.loads(run("explain", name, actor, "1", "--format", "json", "--engine", "sweeps").stdout)
    assert one == two


def test_a_large_file_is_answered(tmp_path: Path) -> None:
    """From a file with 2^14 outcomes: counts, a witness, and `check`."""
    path = tmp_path / "large.yaml"
    path.write_text(json.dumps(situation(7).model_dump(mode="json", by_alias=True, exclude_defaults=True)))
    found = dt.stability(dt.load(path))
    assert isinstance(found, LargeStability) and isinstance(found, Stability)
    assert found.model.space.count == 1 << 14
    table = run("stability", str(path))
    assert "engine: sweeps" in table.output
    shown = [line for line in table.output.splitlines() if line.split()[-1:] == ["holds"]]
    assert len(shown) == 20 < found.count("gmr")
    assert run("stability", str(path), "--limit", "3").output.count("\n") < table.output.count("\n")
    witness = json.loads(run("explain", str(path), "a0", "--format", "json").stdout)
    assert witness["checked"]
