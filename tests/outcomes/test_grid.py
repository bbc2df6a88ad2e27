"""A grid and the listed space are the same situation: outcomes, numbers, statements, moves, and what is preferred."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given

from detente.errors import DetenteError, LimitError
from detente.outcomes import grid as grids
from detente.outcomes.grid import free_memory, grid_of, sides_of
from detente.outcomes.grid_ranks import ranks_of
from detente.outcomes.grid_space import GridSpace
from detente.outcomes.moves import held_actors, own_moves
from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import preferences_of
from detente.outcomes.space import space_of
from detente.situation.model import Situation
from detente.stability.engines.board import board_of
from detente.stability.engines.grid_ahead import moves_from
from tests.stability.test_sweeps import served
from tests.strategies import situations


def same_preferences(situation: Situation) -> None:
    """What is better than what is the same on the grid as in the list."""
    space, grid = space_of(situation), grid_of(situation)
    listed = preferences_of(Numbers(situation, space))
    for place, actor in enumerate(situation.actors):
        ranks = ranks_of(situation, grid)[actor]
        rank, lifted = ranks.rank[grid.feasible], ranks.lifted[grid.feasible]
        better = listed.rank[0, place][None, :] > listed.lifted[0, place][:, None]
        assert np.array_equal(rank[None, :] > lifted[:, None], better)
        order = np.sign(np.subtract.outer(listed.rank[0, place], listed.rank[0, place]))
        assert np.array_equal(np.sign(np.subtract.outer(rank.astype(int), rank.astype(int))), order)


@given(situations(False))
def test_outcomes_and_preferences_are_those_of_the_listed_space(situation: Situation) -> None:
    space, grid = space_of(situation), grid_of(situation)
    cells = np.flatnonzero(grid.feasible)
    assert grid.count == space.count and grid.cells >= grid.count
    assert [grid.levels_of(cell).tolist() for cell in cells] == space.levels.tolist()
    assert np.array_equal(grid.numbers_of(cells[::-1]), np.arange(grid.count)[::-1])
    assert [grid.cell_of(number) for number in range(grid.count)] == cells.tolist()
    question = situation.questions["q"].statement
    assert np.array_equal(grid.holds(question)[grid.feasible], space.holds(question))
    if space.count:
        same_preferences(situation)


@given(situations(False))
def test_a_grid_as_a_space(situation: Situation) -> None:
    """Names, short forms and the status quo are those of the listed space."""
    space, lazy = space_of(situation), GridSpace.of(grid_of(situation))
    assert (lazy.count, lazy.cells, lazy.status_quo) == (space.count, space.cells, space.status_quo)
    for number in range(0, space.count, 3):
        assert lazy.name(number) == space.name(number)
        assert lazy.difference(number) == space.difference(number)
        assert lazy.index_of(space.name(number)) == space.index_of(space.name(number)) == number
    assert lazy.index_of("nobody.nothing") is None
    assert np.array_equal(
        lazy.holds(situation.questions["q"].statement), space.holds(situation.questions["q"].statement)
    )


@given(served)
def test_moves_are_those_of_the_listed_space(situation: Situation) -> None:
    space = space_of(situation)
    assume(space.count)
    board, arcs = board_of(situation), own_moves(situation, space)
    cells = np.flatnonzero(board.feasible)
    for actor in situation.actors:
        found: set[tuple[int, int]] = set()
        if actor in board.sides:
            at, ends = moves_from(board, board.sides[actor], cells)
            found = set(zip(at.tolist(), board.grid.numbers_of(ends).tolist(), strict=True))
        assert found == set(zip(arcs[actor].source.tolist(), arcs[actor].target.tolist(), strict=True))
        assert (actor in board.sides) <= (actor not in held_actors(situation))


def data(**more: Any) -> dict[str, Any]:
    return {
        "detente": "1",
        "actors": {"a": {}, "b": {}},
        "options": {"a": {"x": {}, "y": {"levels": ["no1", "l1", "l2"]}}, "b": {"z": {}, "w": {}}},
        "rules": {"r": {"never": "a.x and b.z"}},
        **more,
    }


DRIVERS = {"strong": "0.2..0.9", "weak": "1 - strong"}
FORMULAS = {
    "weights that are ranges": {"goals": {"g": {"want": "a.x", "weight": "1..2"}, "h": {"want": "b.z", "weight": 1.5}}},
    "formulas of outcomes": {"goals": {"g": {"want": "a.x iff b.w", "weight": "2 * strong + (a.y >= l1) * weak"}}},
    "a quotient of an infeasible outcome": {"goals": {"g": {"want": "true", "weight": "1 / (1 - a.x * b.z)"}}},
    "points and a base": {"points": {"a.y": {"l1": "strong", "l2": "weak"}}, "base": "strong"},
    "conditions": {"priorities": [{"want": "a.x", "when": "strong > 0.9"}, {"want": "b.w", "when": "strong < 0.9"}]},
    "one of several": {"any": [{"priorities": ["a.x"]}, {"priorities": ["b.w"]}]},
    "a ranking": {"ranking": [["a.x and b.w"], ["a.y == l2"], ["true"]]},
    "large numbers": {"goals": {"g": {"want": "a.y == l1", "weight": 10**12},
                                "h": {"want": "a.y == l2", "weight": 10**13}}},
}  # fmt: skip


@pytest.mark.parametrize("kind", FORMULAS)
@pytest.mark.parametrize("inertia", [None, "0.5"])
def test_every_kind_of_preference(kind: str, inertia: str | None) -> None:
    cardinal = "goals" in FORMULAS[kind] or "points" in FORMULAS[kind]
    actors = {"a": {"inertia": inertia} if inertia and cardinal else {}, "b": {}}
    same_preferences(Situation.model_validate(data(actors=actors, drivers=DRIVERS, preferences={"a": FORMULAS[kind]})))


def test_a_grid_of_one_axis_and_of_none() -> None:
    formula = {"a": {"goals": {"g": {"want": "a.x", "weight": "strong"}}}}
    one = {"detente": "1", "actors": {"a": {}}, "options": {"a": {"x": {}}}, "drivers": DRIVERS, "preferences": formula}
    same_preferences(Situation.model_validate(one))
    held = Situation.model_validate({**one, "status_quo": {"a.x": "yes"}, "held": ["a.x"]})
    same_preferences(held)
    assert (grid_of(held).cells, sides_of(held, grid_of(held))) == (1, {})


def test_refusals() -> None:
    gap = Situation.model_validate(data(preferences={"a": {"ranking": [["a.x"]]}}))
    with pytest.raises(DetenteError) as error:
        ranks_of(gap, grid_of(gap))
    assert error.value.code == "ranking_incomplete"
    assert error.value.params["outcomes"][0] == "none"
    negative = Situation.model_validate(
        data(actors={"a": {"inertia": "weak - 1"}, "b": {}}, drivers=DRIVERS,
             preferences={"a": {"goals": {"g": {"want": "a.x", "weight": "strong"}}}})
    )  # fmt: skip
    with pytest.raises(DetenteError) as error:
        ranks_of(negative, grid_of(negative))
    assert error.value.code == "inertia_negative"
    infinite = Situation.model_validate(data(preferences={"a": {"goals": {"g": {"want": "a.x", "weight": "1 / a.x"}}}}))
    with pytest.raises(DetenteError) as error:
        ranks_of(infinite, grid_of(infinite))
    assert error.value.code == "formula_not_finite"
    huge = {"a": {f"o{k}": {} for k in range(29)}, "b": {}}
    with pytest.raises(LimitError) as limit:
        grid_of(Situation.model_validate(data(options=huge, rules={})))
    assert limit.value.render() == (
        "there are 536,870,912 combinations of levels; the largest grid has 268,435,456. Hold options that only set "
        "the scene, or merge options or levels"
    )


def test_what_cannot_fit_into_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = Situation.model_validate(data(options={"a": {f"o{k}": {} for k in range(26)}, "b": {}}, rules={}))
    monkeypatch.setattr(grids, "free_memory", lambda: 1_000_000_000)
    with pytest.raises(LimitError) as limit:
        grid_of(many)
    assert limit.value.render() == (
        "67,108,864 combinations of levels take at least 1.1 GB of memory, and 0.9 GB are free. Hold options that only "
        "set the scene, merge options or levels, or take a machine with more memory"
    )


def test_free_memory_is_that_of_the_machine_or_of_its_container(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "/proc/meminfo": "MemTotal: 9000 kB\nMemAvailable:    8000 kB\n",
        "/sys/fs/cgroup/memory.max": "max\n",
        "/sys/fs/cgroup/memory.current": "500000\n",
        "/sys/fs/cgroup/memory.stat": "anon 1\ninactive_file 100000\n",
    }

    def read(path: Path) -> str:
        if path.as_posix() not in files:
            raise FileNotFoundError(path)
        return files[path.as_posix()]

    monkeypatch.setattr(Path, "read_text", read)
    assert free_memory() == 8000 * 1024
    files["/sys/fs/cgroup/memory.max"] = "1000000\n"
    assert free_memory() == 600_000
    files["/sys/fs/cgroup/memory.max"] = "300000\n"
    assert free_memory() == 0
    files.clear()
    assert free_memory() is None
