"""A study: equal to solving every draw by itself, its shares known in closed form, and what it refuses."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given

import detente as dt
from detente.cli import study as study_command
from detente.cli.study import study as command
from detente.errors import DetenteError
from detente.outcomes.numbers import uncertain
from detente.stability.kernel.kernel import ANSWERS
from detente.stability.prediction import answer
from detente.stability.solve import Model, solve
from detente.uncertainty.questions.table import QUESTIONS
from detente.uncertainty.study import batches as blocks
from detente.uncertainty.study.batches import measure
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.sampling import BATCH
from detente.uncertainty.study.study import study
from detente.words import number
from tests.conftest import examples
from tests.strategies import models
from tests.uncertainty.studies import TWO, same, situation

SHARE = """\
detente: 1
actors: {a: }
drivers: {x: 0..1}
options: {a: {go: }}
status_quo: {a.go: no}
preferences: {a: {goals: {p: {want: a.go, weight: "x - 0.3"}}}}
questions: {goes: a.go}
"""  # a goes iff x > 0.3: the share of yes is 0.7 under every concept


@pytest.fixture(scope="module")
def two() -> Study:
    return study(situation(), 3000, concepts=("nash", "seq"))


def test_a_share_known_in_closed_form() -> None:
    found = study(situation(SHARE), 200_000)
    for row in found.rows():
        assert row["every"] + row["some"] + row["none"] == pytest.approx(1)
        assert row["every"] == pytest.approx(0.7, abs=5 * (0.21 / 200_000) ** 0.5)
        assert row["every"] == np.mean(found.drivers["x"] > 0.3)


def test_columns_of_a_study(two: Study) -> None:
    assert two.count == 3000 and two.seed == 7
    assert set(two.categories) == {
        f"{question}/{concept}/{kind}"
        for question in ("goes", "together")
        for concept in ("nash", "seq")
        for kind in ("predicted", "possible")
    }
    numbers = ("classes", "cycles", "equilibria", "stable")
    others = {f"{name}/{concept}" for name in numbers for concept in ("nash", "seq")}
    assert set(two.measures) == set(two.categories) | others
    assert all(words == ("none", "some", "every") for words in two.categories.values())
    assert all(len(values) == 3000 for values in (*two.drivers.values(), *two.measures.values()))
    assert {two.measures[name].dtype for name in two.categories} == {np.dtype(np.uint8)}


def test_every_draw_is_what_solving_it_alone_gives(two: Study) -> None:
    agree(two, range(0, 3000, 61))


def agree(found: Study, draws: range) -> None:
    """Each of these draws, solved by itself with the ordinary engine, says the same."""
    model = found.model
    for draw in draws:
        columns = {name: values[draw : draw + 1] for name, values in found.drivers.items()}
        for concept, solution in solve(model, model.numbers(columns=columns), found.concepts).items():
            graph = solution.arrows[0].graph
            classes = graph.classes()
            assert found.measures[f"classes/{concept}"][draw] == len(classes)
            assert found.measures[f"cycles/{concept}"][draw] == sum(len(members) > 1 for members in classes)
            equilibria = solution.equilibria()
            assert found.measures[f"equilibria/{concept}"][draw] == equilibria.sum()
            bits = np.unpackbits(found.measures[f"stable/{concept}"][draw], bitorder="little")
            assert (bits[: model.space.count] == equilibria).all() and not bits[model.space.count :].any()
            for question, sentence in model.situation.questions.items():
                truth = model.space.holds(sentence.statement)
                code = found.measures[f"{question}/{concept}/possible"][draw]
                assert ANSWERS[code] == answer(truth, classes)
                if model.space.status_quo is not None:
                    code = found.measures[f"{question}/{concept}/predicted"][draw]
                    assert ANSWERS[code] == answer(truth, graph.predicted(model.space.status_quo, classes))


@given(models())
@examples(30)
def test_random_situations(model: Model) -> None:
    agree(study(model.situation, 40, concepts=("nash", "gmr", "smr", "seq", "sseq")), range(0, 40, 13))


def test_a_longer_study_begins_with_the_shorter_one() -> None:
    short, long = study(situation(), 5000), study(situation(), BATCH + 5000)
    assert all((long.drivers[name][:5000] == short.drivers[name]).all() for name in short.drivers)
    assert all((long.measures[name][:5000] == short.measures[name]).all() for name in short.measures)
    assert not same(study(situation(), 5000, seed=8), short)


def test_blocks_make_no_difference(two: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK_CELLS", 1)
    assert same(study(situation(), 3000, concepts=("nash", "seq")), two)


def test_evaluate_gives_the_same_on_the_same_draws(two: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    for cells in (blocks.BLOCK_CELLS, 1):  # in one block, and in many at a time
        monkeypatch.setattr(blocks, "BLOCK_CELLS", cells)
        again = two.evaluate(two.drivers)
        assert all((again[name] == values).all() for name, values in two.measures.items())


def test_evaluate_with_what_is_missing_at_its_centre(two: Study) -> None:
    alone = two.evaluate({"x": np.array([0.2, 0.9])})
    whole = {name: np.full(2, float(spread.centre)) for name, spread in uncertain(two.situation).items()}
    whole |= {cone: np.full(2, value) for one in design_cones(two) for cone, value in one.items()}
    whole |= {"x": np.array([0.2, 0.9])}
    assert all((alone[name] == values).all() for name, values in two.evaluate(whole).items())
    central = dt.stability(two.situation, ["seq"])
    nothing = two.evaluate({})
    assert ANSWERS[nothing["goes/seq/predicted"][0]] == central.answers("goes", "seq")[0]


def design_cones(found: Study) -> list[dict[str, float]]:
    from detente.outcomes.cones import cones

    return [cone.centre for cone in cones(found.situation)]


def test_evaluate_with_factors_and_another_situation(two: Study) -> None:
    path = "preferences.a.goals.p.weight"
    without = two.evaluate(two.drivers, scale={path: np.zeros(two.count)})
    line = '      p: {want: a.go, weight: "x * w"}\n'
    dropped = two.evaluate(two.drivers, situation=situation(TWO.replace(line, "")))
    assert all((without[name] == values).all() for name, values in dropped.items())
    assert any((without[name] != two.measures[name]).any() for name in two.categories)


def test_a_goal_that_is_left_out_takes_its_comparisons_with_it(two: Study) -> None:
    preference = two.situation.preferences["a"]
    goals = {name: goal for name, goal in (preference.goals or {}).items() if name != "q"}
    rest = {**two.situation.preferences, "a": preference.model_copy(update={"goals": goals})}
    without = two.evaluate(two.drivers, situation=two.situation.model_copy(update={"preferences": rest}))
    factor = {"preferences.a.goals.q.weight": np.zeros(two.count)}
    assert all((without[name] == values).all() for name, values in two.evaluate(two.drivers, scale=factor).items())


def test_evaluate_refuses_what_it_does_not_know(two: Study) -> None:
    with pytest.raises(DetenteError) as caught:
        two.evaluate({"xx": np.zeros(3)})
    assert str(caught.value).startswith("the study has no column “xx” — did you mean “x”?; known: x, y, ")
    with pytest.raises(DetenteError) as caught:
        two.evaluate({"x": np.zeros(3), "y": np.zeros(2)})
    assert str(caught.value) == "the columns to evaluate have different lengths: 2 and 3"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"draws": 0}, "a study takes from 1 to 1,000,000,000 draws; here are 0"),
        ({"draws": -5}, "a study takes from 1 to 1,000,000,000 draws; here are -5"),
        ({"draws": 10**15}, "a study takes from 1 to 1,000,000,000 draws; here are 1000000000000000"),
        ({"seed": -1}, "a seed is a whole number from 0 to 18446744073709551615; here is -1"),
        ({"draws": 10.5}, "a study takes from 1 to 1,000,000,000 draws; here are 10.5"),
        ({"draws": float("nan")}, "a study takes from 1 to 1,000,000,000 draws; here are nan"),
        ({"seed": 1.5}, "a seed is a whole number from 0 to 18446744073709551615; here is 1.5"),
        ({"until": float("nan")}, "--until takes a half-width between 0 and 0.5, such as 0.01 for one percentage point "
         "to each side; here is nan"),
        ({"until": 0.0}, "--until takes a half-width between 0 and 0.5, such as 0.01 for one percentage point to each "
         "side; here is 0.0"),
        ({"concepts": ["sequ"]}, "unknown concept “sequ” — did you mean “seq”?; known: nash, gmr, smr, seq, and sseq"),
        ({"engine": "thread"}, "there is no engine “thread” — did you mean “threads”?; known: threads, serial, "
         "and dask"),
        ({"workers": 0}, "at least one worker is needed; here are 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(given: dict[str, object], says: str) -> None:
    with pytest.raises(DetenteError) as caught:
        study(situation(SHARE), **given)  # type: ignore[arg-type]
    assert str(caught.value) == says


@pytest.mark.parametrize("engine", ["serial", "threads"])
def test_a_draw_that_breaks_a_formula_names_its_values(engine: str) -> None:
    """The ends of every range are fine one at a time, so only a draw inside shows it."""
    text = SHARE.replace("x: 0..1", "x: 0..1, y: 0..1, s: {any: [1, 2]}").replace('"x - 0.3"', '"(x - y) ** (x - 0.5)"')
    model = situation(SHARE).model_validate(raw(text))
    with pytest.raises(DetenteError) as caught:
        study(model, 1000, engine=engine)
    draws = study(situation(SHARE.replace("x: 0..1", "x: 0..1, y: 0..1")), 1000).drivers
    x, y = draws["x"], draws["y"]
    first = int(np.flatnonzero(x < y)[0])
    assert str(caught.value) == (
        "preferences.a.goals.p.weight: the formula “(x - y) ** (x - 0.5)” gives no finite number at "
        f"x = {x[first]:.6g}, y = {y[first]:.6g}. Keep what it divides by away from zero"
    )


def raw(text: str) -> object:
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(text.replace("detente: 1", "detente: '1'"))


def test_inertia_that_becomes_negative_in_a_draw() -> None:
    text = SHARE.replace("{a: }\ndrivers: {x: 0..1}", '{a: {inertia: "x - y * 0.9"}}\ndrivers: {x: 0..1, y: 0..1}')
    with pytest.raises(DetenteError) as caught:
        study(situation(SHARE).model_validate(raw(text)), 1000)
    draws = study(situation(SHARE.replace("x: 0..1", "x: 0..1, y: 0..1")), 1000).drivers
    inertia = draws["x"] - draws["y"] * 0.9
    least = int(inertia.argmin())
    x, y = (f"{draws[name][least]:.6g}" for name in "xy")
    assert str(caught.value) == (
        f"the inertia of a becomes negative ({number(inertia[least])}) at x = {x}, y = {y}; it must be zero or more"
    )


def test_a_situation_without_anything_uncertain_and_one_draw() -> None:
    sure = study(situation(SHARE.replace("x: 0..1", "x: 0.5")), 1000)
    assert sure.drivers == {} and {row["every"] for row in sure.rows()} == {1.0}
    assert sure.sentences() == [
        "1000 runs that the ranges allow, with no uncertain number; seed 7.",
        "Nothing in the file is uncertain, so all runs are the same.",
    ]
    assert study(situation(SHARE), 1).sentences() == ["One run with one uncertain number; seed 7."]


def test_without_questions_or_status_quo() -> None:
    bare = study(situation(SHARE.replace("questions: {goes: a.go}\n", "")), 100)
    assert bare.rows() == [] and set(bare.measures["equilibria/seq"]) == {1}
    open_ = study(situation(SHARE.replace("status_quo: {a.go: no}\n", "")), 100)
    assert {row["over"] for row in open_.rows()} == {"possible"}


def test_until_doubles_until_the_intervals_are_narrow() -> None:
    found = study(situation(SHARE), 1000, until=0.01)
    assert found.count == 16_000  # half-width 1.96 √(0.21 / n): 0.0100 needs n > 8067
    assert same(found, study(situation(SHARE), 16_000))
    assert study(situation(SHARE), 1000, until=0.03).count == 1000


def test_what_is_told_while_it_runs() -> None:
    told: list[tuple[int, int]] = []
    study(situation(SHARE), 20_000, engine="serial", tell=lambda *pair: told.append(pair))
    assert told == [(0, 20_000), (8192, 20_000), (16_384, 20_000), (20_000, 20_000)]


def test_the_order_is_said() -> None:
    text = TWO.replace("order: q > r", "order: q > 2 * r")
    assert study(situation(TWO), 10).sentences()[1] == "preferences.a: the weights were drawn in the stated order."
    (said,) = study(situation(text), 10).sentences()[1:]
    assert said.startswith("preferences.a: 2") and said.endswith("fit the stated order; these were kept.")
    assert "الترتيب" in study(situation(text), 10).sentences("ar")[1]


def test_the_table_as_a_data_frame(two: Study) -> None:
    pytest.importorskip("pandas")
    frame = two.to_pandas()
    assert len(frame) == 3000 and set(frame["goes/seq/predicted"]) <= {"none", "some", "every"}


def test_missing_columns_of_measure_stand_at_the_centre() -> None:
    model = Model.of(situation(SHARE))
    assert measure(model, {}, 3, ("seq",))["goes/seq/predicted"].tolist() == [2, 2, 2]


def test_whole_numbers_and_single_names_in_the_ways_people_write_them() -> None:
    assert same(study(situation(SHARE), 1e3, 7.0, "seq"), study(situation(SHARE), 1000, 7, ["seq"]))  # type: ignore[arg-type]


def test_an_unknown_question_is_refused_before_anything_is_drawn() -> None:
    command = [sys.executable, "-c", "from detente.cli import main; main()", "study", "kuril/2019-01"]
    asked = ["--question", "treat", "--draws", "1000000000"]
    run = subprocess.run([*command, *asked], capture_output=True, text=True, check=False, timeout=60)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.splitlines()[-1] == (
        "there is no question “treat” — did you mean “treaty”?; known: treaty, handover, partnership_without_treaty, "
        "joint_activity, build_up, own_defence, leaning_on_china, and talks"
    )


def test_the_command() -> None:
    run = CliRunner().invoke(command, ["kuril/2019-01", "--draws", "64", "--format", "json", "--concept", "nash"])
    assert run.exit_code == 0, run.output
    data = json.loads(run.stdout)
    assert data["draws"] == 64 and data["concepts"] == ["nash"] and data["share"]
    for arguments in (["--question", "treat"], ["--scheduler", "tcp://127.0.0.1:1"], ["--draws", "0"]):
        assert isinstance(CliRunner().invoke(command, ["kuril/2019-01", *arguments]).exception, DetenteError)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_tells_rate_and_time_left_and_wipes_itself_off(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 10.0, 10.0, 12.0, 1010.0, 20.0])
    monkeypatch.setattr(study_command, "monotonic", lambda: next(clock))
    monkeypatch.setattr("sys.stderr", Terminal())
    with study_command._Progress() as tell:
        tell(10_000, 50_000)  # kept parts: no rate
        tell(20_000, 50_000)
        tell(30_000, 50_000)
    said = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert said == (
        "\r\033[K10,000 of 50,000 draws; the first study on a machine takes some ten seconds longer"
        "\r\033[K20,000 of 50,000 draws, 5000 a second, 6 s left"
        "\r\033[K30,000 of 50,000 draws, 20 a second, 17 min left\r\033[K"
    )
    monkeypatch.setattr("sys.stderr", io.StringIO())
    with study_command._Progress() as tell:
        assert tell is None


@pytest.mark.parametrize("ask", tuple(QUESTIONS))
def test_every_question_can_be_asked(ask: str, tmp_path: Path) -> None:
    (tmp_path / "situation.yaml").write_text(SHARE)
    for form in ("table", "json", "csv"):
        run = CliRunner().invoke(command, [str(tmp_path), "--draws", "300", "--ask", ask, "--format", form])
        assert run.exit_code == 0, run.exception
        assert ask in run.stdout if form == "json" else run.stdout.strip()


@pytest.mark.parametrize(
    ("wishes", "share"),
    [
        ('{priorities: [{when: "x < 0.3", want: a.go}, not a.go]}', 0.3),
        ('{priorities: [{when: "x < 0.3", want: a.go}, {when: "y < 0.5", want: a.go}, not a.go]}', 0.65),
        ('{ranking: [[{when: "x < 0.3", want: a.go}], [not a.go], ["true"]]}', 0.3),
        ('{any: [{priorities: [a.go]}, {priorities: [not a.go]}, {ranking: [[a.go], ["true"]]}]}', 2 / 3),
        ('{any: [{priorities: [{when: "x < 0.3", want: a.go}, not a.go]}, {priorities: [a.go]}]}', 0.65),
        ("{goals: {p: {want: a.go, weight: 0..1}, q: {avoid: a.go, weight: 0..1}}, order: p > q}", 1.0),
        ("{goals: {p: {want: a.go, weight: 0..1}, q: {avoid: a.go, weight: 0..1}}, order: q >= 2 * p}", 0.0),
        ("{goals: {p: {want: a.go, weight: 0..1}, q: {avoid: a.go, weight: 0..1}}}", 0.5),
        ("{goals: {p: {want: a.go, weight: 0..1}, q: {avoid: a.go, weight: 0.5..1}}, total: 1}", 0.0),
    ],
)
@pytest.mark.parametrize("draws", [20_000, 80_000])
def test_shares_of_uncertain_orders_in_closed_form(wishes: str, share: float, draws: int) -> None:
    """Conditions, alternatives and cones, by the NumPy engine and the compiled one."""
    text = SHARE.replace("x: 0..1", "x: 0..1, y: 0..1")
    begin = text.index("preferences:")
    end = text.index("\n", begin)
    found = study(situation(f"{text[:begin]}preferences: {{a: {wishes}}}{text[end:]}"), draws, concepts=["nash"])
    (row,) = (row for row in found.rows() if row["over"] == "predicted")
    assert row["every"] == pytest.approx(share, abs=5 * (share * (1 - share) / draws) ** 0.5)
