"""Results of bargaining and influence know what they rest on, and show themselves in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

import detente as dt
from detente.bargaining.positions.score import score
from detente.exchange.influence_cases_read import read_plain
from detente.exchange.influence_cases_result import solved
from detente.exchange.negotiations.negotiation_files import answer, read_written
from detente.exchange.position_tables.known_outcomes import read_known
from detente.influence.result import Asked, influence
from detente.result import LONGEST_REPR, Result, digest

TESTS = Path(__file__).parents[1]
PUBLISHED = TESTS / "published"
KURIL = dt.load("kuril/2019-01")


def written(name: str, seconds: float | None = None) -> Result:
    return answer(read_written(PUBLISHED / "negotiation" / name), seconds=seconds)


def scored(folder: Path) -> Result:
    table = folder / "fishing.csv"
    rows = ["actor,issue,position,salience,capability,outcome", *(f"a{n},quota,{n * 10},50,1,40" for n in range(1, 9))]
    table.write_text("\n".join(rows), encoding="utf-8")
    return score(read_known(table), without=("a8",))


def plain() -> Result:
    cases = read_plain(TESTS / "influence" / "cases" / "dependence.json")
    assert cases is not None
    return solved(cases, seconds=5.0)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    return {
        "deal": written("panama_packages.json", seconds=9.0),
        "division": written("estate_aw.json"),
        "game": written("tu_glove.json"),
        "story": dt.deal(KURIL, disagreement="as_it_stands", draws=16),
        "positions": dt.positions(KURIL, rounds=3),
        "score": scored(tmp_path_factory.mktemp("scored")),
        "influence": influence(KURIL.situation, KURIL.folder, Asked(draws=50, seed=11, projection="latest")),
        "plain": plain(),
    }


def test_each_shows_itself_in_one_line_that_fits(results: dict[str, Result]) -> None:
    for name, result in results.items():
        shown = repr(result)
        assert shown.startswith(f"{type(result).__name__}(") and shown.endswith(")"), name
        assert "\n" not in shown and len(shown) <= LONGEST_REPR, name
        assert shown != f"{type(result).__name__}({len(result.rows())} rows)", name


def test_each_holds_what_was_asked_of_it(results: dict[str, Result]) -> None:
    origin = {name: result.origin for name, result in results.items()}
    assert all(one.version == dt.__version__ for one in origin.values())
    assert origin["deal"].engine == "list" and origin["deal"].parameters["seconds"] == 9.0
    assert {origin["division"].engine, origin["game"].engine} == {"exact"}
    story = origin["story"]
    assert (story.digest, story.seed, story.engine) == (digest(KURIL.situation), 7, "list")
    assert story.parameters["disagreement"] == "as_it_stands" and story.parameters["draws"] == 16
    assert origin["positions"].parameters["rounds"] == 3 and origin["positions"].digest == digest(KURIL.situation)
    assert origin["score"].seed == 7 and origin["score"].parameters["without"] == ("a8",)
    told = origin["influence"]
    assert (told.seed, told.parameters["draws"], told.parameters["projection"]) == (11, 50, "latest") and told.digest
    assert origin["plain"].parameters == {"variant": "lipsor", "seconds": 5.0}


def test_positions_over_draws_say_how_many_and_from_which_seed() -> None:
    result = dt.positions(KURIL)
    assert result.origin.seed is None
    many = result.over({}, 32, seed=5)
    assert (many.origin.seed, many.origin.parameters["draws"]) == (5, 32)
    assert many.origin.digest == result.origin.digest


def test_a_result_without_a_drawing_says_so(results: dict[str, Result]) -> None:
    assert results["positions"].figure("ar").startswith("<svg")
    with pytest.raises(dt.DetenteError):
        results["game"].figure()
