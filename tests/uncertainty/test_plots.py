"""Plots: what they show is what their tables say, in both languages, with text as it is written."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

pytest.importorskip("matplotlib", minversion="3.11")

from matplotlib.figure import Figure
from matplotlib.text import Text

from detente.cli import group
from detente.drawing import plots
from detente.drawing.plots import style
from detente.drawing.plots.labels import RIGHT_TO_LEFT, percent, wrapped
from detente.drawing.plots.lists import LISTS
from detente.drawing.plots.tornadoes import swings
from detente.errors import DetenteError
from detente.uncertainty.questions.share import share
from detente.uncertainty.questions.table import ask
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.study import study
from detente.words import END_ISOLATE, ISOLATE
from tests.uncertainty.studies import TWO, situation

ARABIC = TWO.replace("{goes: a.go,", "{goes: {statement: a.go, text: {en: Does it go?, ar: هل يمضي الأمر؟}},")
MARKS = ISOLATE + END_ISOLATE + RIGHT_TO_LEFT
# What reshaping leaves behind: letters in fixed shapes (Arabic Presentation Forms A and B) instead of letters.
RESHAPED = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")


@pytest.fixture(scope="module")
def made() -> Study:
    return study(situation(ARABIC), 2000)


def drawn(made: Study, kind: str, language: str) -> Any:
    if kind == "share":
        return plots.share_bars(share(made), language=language)
    if kind == "river":
        return plots.river(made, "x", "goes", language=language)
    if kind == "heat":
        return plots.heat_map(made, "x", "y", "goes", language=language)
    return getattr(plots, kind)(made, "goes", language=language)


KINDS = ["share", "river", "tornado", "heat", "convergence"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_drawn_in_the_direction_of_the_language(made: Study, kind: str, language: str, tmp_path: Path) -> None:
    ax = drawn(made, kind, language)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plots.save(ax, tmp_path / "plot.png", ["said"])
    assert ax.xaxis_inverted() == (language == "ar")
    assert ax.yaxis.get_label_position() == ("right" if language == "ar" else "left")
    assert bool(ax.get_title(loc="right")) == (language == "ar")


@pytest.mark.parametrize("kind", KINDS)
def test_arabic_is_given_as_it_is_written(made: Study, kind: str, tmp_path: Path) -> None:
    """Matplotlib joins and orders Arabic itself; text that was reshaped or reversed before comes out broken."""
    ax = drawn(made, kind, "ar")
    said = "\n".join(text.get_text() for text in ax.findobj(Text))
    assert "هل يمضي الأمر؟" in said.translate({ord(mark): None for mark in MARKS})
    assert not RESHAPED.search(said)
    svg = plots.save(ax, tmp_path / "plot.svg", ["قيل"]).read_text(encoding="utf-8")
    assert "هل يمضي الأمر؟" in svg and not RESHAPED.search(svg)
    assert "<text" in svg


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_study_gives_the_same_bytes(made: Study, kind: str, tmp_path: Path) -> None:
    one, two = (plots.save(drawn(made, kind, "en"), tmp_path / f"{n}.svg", ["said"]).read_bytes() for n in "ab")
    assert one == two


def test_own_axes_are_used_and_returned(made: Study) -> None:
    for kind in ("tornado", "convergence"):
        ax = Figure().add_subplot()
        assert getattr(plots, kind)(made, "goes", ax) is ax


def test_the_river_is_its_table(made: Study) -> None:
    ax = plots.river(made, "x", "goes")
    bars = [bar for container in ax.containers for bar in container]
    rows = plots.river_rows(made, "x", "goes")
    heights = sorted(round(bar.get_height(), 9) for bar in bars)
    assert heights == sorted(round(row["share"], 9) for row in rows)
    assert sum(row["draws"] for row in rows) == 3 * made.count
    yes = np.array([row["share"] for row in rows if row["answer"] == "every"])
    assert yes[0] < 0.3 and yes[-1] > 0.8  # a goes the sooner the more x counts


def test_the_tornado_counts_the_outer_fifths(made: Study) -> None:
    rows = {row["number"]: row for row in plots.tornado_rows(made, "goes")}
    values = made.drivers["x"]
    yes = made.measures["goes/seq/predicted"] == made.categories["goes/seq/predicted"].index("every")
    least = np.argsort(values)[: made.count // 5]
    assert rows["x"]["lowest_fifth_share"] == pytest.approx(yes[least].mean(), abs=1e-12)
    assert next(iter(rows)) == "x" and rows["x"]["clear"]
    assert not rows["z"]["clear"]  # enters nothing
    assert "preferences.b.any" not in rows
    assert [swing.name for swing in swings(made, "goes")] == list(rows)


def test_the_heat_map_is_its_table(made: Study) -> None:
    rows = plots.heat_rows(made, "x", "y", "goes")
    assert sum(row["draws"] for row in rows) == made.count
    ax = plots.heat_map(made, "x", "y", "goes")
    mesh = ax.collections[0].get_array()
    told = {text.get_text() for text in ax.texts}
    assert told and not told & {"0", "100"}  # a bound instead, where none or all of the draws of a cell say yes
    shares = [row["share"] for row in rows]
    assert mesh.mask.sum() == shares.count(None)
    assert sorted(mesh.compressed()) == pytest.approx(sorted(share for share in shares if share is not None))


def test_convergence_ends_at_the_share(made: Study) -> None:
    ends = {row["answer"]: row for row in plots.convergence_rows(made, "goes")}
    whole = share(made, "goes", "seq").answers["goes", "seq"]
    assert {answer: row["share"] for answer, row in ends.items()} == {a: s.share for a, s in whole.items() if s.count}


def test_an_answer_that_never_varies_is_said_with_its_bound() -> None:
    certain = study(situation(TWO.replace("goes: a.go", "goes: a.go or not a.go")), 500)
    for said in (
        *plots.river_sentences(certain, "x", "goes"),
        *plots.tornado_sentences(certain, "goes"),
        *plots.heat_sentences(certain, "x", "y", "goes"),
    ):
        assert "in every run (500)" in said and "under 0.6%" in said
    assert "over 99.4%" in plots.convergence_sentences(certain, "goes")[0]
    assert "100%" not in "".join(plots.share_sentences(share(certain, "goes")))
    for kind in KINDS:
        drawn(certain, kind, "en")


def test_percentages_never_reach_what_was_not_reached() -> None:
    said = [percent(value) for value in (0.734, 0.99996, 0.0004, 0.5)]
    assert said == ["73.4%", "99.996%", "0.04%", "50.0%"]


def test_wrapping_closes_and_reopens_what_is_set_apart() -> None:
    lines = wrapped(f"كلمة {ISOLATE}one two three four{END_ISOLATE} كلمة", "ar", 12).split("\n")
    assert len(lines) > 2
    for line in lines:
        assert line.startswith(RIGHT_TO_LEFT) and line.count(ISOLATE) + 1 == line.count(END_ISOLATE)


def test_missing_letters_are_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "glyphs", lambda family: frozenset(range(32, 127)) if family == style.BASE else set())
    with pytest.warns(UserWarning, match=r"نعم|Noto Naskh Arabic / Noto Sans Arabic"):
        assert style.fonts("ar", "نعم yes") == (style.BASE,)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert style.fonts("en", f"yes {ISOLATE}{END_ISOLATE}") == (style.BASE,)


def test_unknown_numbers_and_endings_are_refused(made: Study, tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match="did you mean “w”"):
        plots.river(made, "ww", "goes")
    with pytest.raises(DetenteError, match=r"\.svg"):
        plots.save(plots.tornado(made, "goes"), tmp_path / "plot.gif", [])
    (tmp_path / "file").write_text("")
    with pytest.raises(DetenteError, match="cannot be written"):
        plots.save(plots.tornado(made, "goes"), tmp_path / "file" / "plot.svg", [])


@pytest.mark.parametrize("kind", KINDS)
def test_command(kind: str, tmp_path: Path) -> None:
    file, target = tmp_path / "situation.yaml", tmp_path / "plot.svg"
    file.write_text(ARABIC, encoding="utf-8")
    arguments = ["study", str(file), "--draws", "300", "--question", "goes", "--plot", str(target), "--plot-kind", kind]
    run = CliRunner().invoke(group, arguments, catch_exceptions=False)
    assert run.exit_code == 0
    assert "written:" in run.stderr and "Does it go?" in run.stderr
    assert target.read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize("name", list(LISTS))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_other_question_has_a_plot(made: Study, name: str, language: str, tmp_path: Path) -> None:
    more = {"variants": {"later": situation(ARABIC.replace("x: 0..1", "x: 0.5..1"))}} if name == "variants" else {}
    result = ask(made, name, **more)
    ax = plots.list_plot(name, result, language=language)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        svg = plots.save(ax, tmp_path / "plot.svg", result.sentences(language)).read_text(encoding="utf-8")
    assert ax.xaxis_inverted() == (language == "ar")
    assert svg.index("<title") < svg.index("<desc") < svg.index("<g ") and 'role="img"' in svg
    assert svg.count("<title") == 1 and not RESHAPED.search(svg)


def test_a_list_plot_shows_what_its_result_says(made: Study) -> None:
    result = ask(made, "drivers", "goes")
    ax = plots.list_plot("drivers", result)
    marks = sorted(line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o")
    assert marks == pytest.approx(sorted(effect.share for effect in result.decided[0].deciding))  # type: ignore[attr-defined]
    turned = ask(made, "hinges", "goes")
    ax = plots.list_plot("hinges", turned)
    filled = [
        line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o" and line.get_markerfacecolor() != "white"
    ]
    assert sorted(filled) == pytest.approx(sorted(h.turned.share for h in turned.found if h.role == "hinge"))  # type: ignore[attr-defined]


def test_the_numbers_of_a_plot_are_written_beside_it(tmp_path: Path) -> None:
    (tmp_path / "situation.yaml").write_text(TWO)
    for kind in ("share", "tornado", "river", "heat", "convergence", "hinges"):
        target = tmp_path / f"{kind}.svg"
        words = ["--draws", "400", "--question", "goes", "--plot", str(target), "--plot-kind", kind]
        run = CliRunner().invoke(group, ["study", str(tmp_path), *words])
        assert run.exit_code == 0, run.exception
        head, *rows = (tmp_path / f"{kind}.svg.csv").read_text(encoding="utf-8").splitlines()
        assert "," in head and rows and str(target) in run.stderr and f"{kind}.svg.csv" in run.stderr
