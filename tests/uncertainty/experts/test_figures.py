"""Figures of a log and of a panel: what is drawn stands where the numbers say, and files hold what the face returns."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import detente as dt
from detente.cli import group, language
from detente.drawing.calibration import LEFT, SIDE, TOP
from detente.drawing.panel import WIDE
from detente.errors import DetenteError
from detente.uncertainty.experts.forecast_log import Logged, scored_log

ROOT = Path(__file__).parents[3]
LOG, CODED, PANEL = (str(ROOT / "docs" / "examples" / name) for name in ("forecasts.csv", "coded.csv", "panel.csv"))


def elements(drawing: str, name: str) -> list[ET.Element]:
    return [one for one in ET.fromstring(drawing).iter() if one.tag.endswith(f"}}{name}")]


def texts(drawing: str) -> list[str]:
    return [one.text or "" for one in elements(drawing, "text")]


@given(said=st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=1, max_size=30), bins=st.integers(1, 12))
def test_every_dot_stands_at_what_was_said_and_what_came(said: list[tuple[int, bool]], bins: int) -> None:
    log = scored_log([Logged("2020-01-01", "q", True, p / 100, float(yes)) for p, yes in said], bins)
    drawing = log.figure()
    dots = elements(drawing, "circle")[:-1]  # the last explains them
    literal: dict[int, list[tuple[int, bool]]] = {}
    for one in said:
        literal.setdefault(min(one[0] * bins // 100, bins - 1), []).append(one)
    assert [len(found) for _, found in sorted(literal.items())] == [one.size for one in log.calibration]
    for dot, (_, own) in zip(dots, sorted(literal.items()), strict=True):
        stated, came = sum(p for p, _ in own) / len(own), 100 * sum(yes for _, yes in own) / len(own)
        assert float(dot.get("cx", "")) == pytest.approx(LEFT + SIDE * stated / 100, abs=0.01)
        assert float(dot.get("cy", "")) == pytest.approx(TOP + SIDE * (100 - came) / 100, abs=0.01)
    heights = [float(bar.get("height", "")) for bar in elements(drawing, "rect")]
    most = max(one.size for one in log.calibration)
    assert heights == pytest.approx([64 * one.size / most for one in log.calibration], abs=0.01)
    assert [text for text in texts(drawing) if text.isdecimal()] == [str(one.size) for one in log.calibration]


def test_the_box_of_a_round_is_its_middle_half_on_the_scale() -> None:
    result = dt.coders(PANEL)
    boxes = elements(result.figure(), "rect")
    rows = result.round_rows()
    assert len(boxes) == len(rows) == 4
    size = WIDE / (4 * 1.08)  # of one point of the scale from 1 to 5, with room at both ends
    for box, row in zip(boxes, rows, strict=True):
        assert float(box.get("width", "")) == pytest.approx(size * (row["upper"] - row["lower"]), abs=0.02)
    first, second = (float(box.get("x", "")) for box in boxes[:2])
    assert second - first == pytest.approx(size * (rows[1]["lower"] - rows[0]["lower"]), abs=0.02)
    assert [text for text in texts(result.figure()) if text.startswith("round ")] == [
        f"round {row['round']} ({row['values']})" for row in rows
    ]


def test_without_rounds_the_forecasts_of_each_coder_are_drawn() -> None:
    result = dt.coders(CODED)
    drawing = result.figure()
    assert len(elements(drawing, "circle")) == len(result.forecasts) == 4
    assert [text for text in texts(drawing) if text in ("filling", "drought", "Amal", "Ben")] == [
        "filling", "Amal", "Ben", "drought", "Amal", "Ben",
    ]  # fmt: skip
    with pytest.raises(DetenteError, match="no drawing “rounds” of this result"):
        result.figure("en", "rounds")


def test_more_questions_than_can_be_drawn_are_counted(tmp_path: Path) -> None:
    lines = [f"q{unit},{who},1,{unit % 5}" for unit in range(15) for who in "ab"]
    (tmp_path / "t.csv").write_text("unit,coder,round,value\n" + "\n".join(lines) + "\n", encoding="utf-8")
    assert "3 more questions are in the table." in texts(dt.coders(tmp_path / "t.csv").figure())


@pytest.mark.parametrize(("command", "file"), [("forecasts", LOG), ("coders", PANEL), ("coders", CODED)])
def test_the_file_holds_what_the_face_draws_in_both_languages(
    command: str, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    for spoken in ("en", "ar"):
        monkeypatch.setattr(language, "chosen", lambda spoken=spoken: spoken)
        target = tmp_path / f"{spoken}.svg"
        words = [command, file, "--figure", str(target), "--format", "csv"]
        run = CliRunner().invoke(group, words, catch_exceptions=False)
        assert run.exit_code == 0 and run.stdout.count("\n") > 1
        drawn.append(target.read_text(encoding="utf-8"))
        assert drawn[-1].removeprefix("<!-- detente -->\n") == getattr(dt, command)(file).figure(spoken)
    named = {"Amal", "Ben", "filling", "drought", "talks resume within a year", "the dam is filled on schedule"}
    assert not [text for text in texts(drawn[1]) if text not in named and re.search("[A-Za-z]{2}", text)]


def test_a_notebook_shows_sentences_table_and_figure() -> None:
    for result in (dt.forecasts(LOG), dt.coders(PANEL), dt.series(ROOT / "docs" / "examples" / "powers.csv", window=3)):
        shown = result._repr_html_()
        assert all(part in shown for part in ("<p>", "<table>", "<figure><svg"))
        assert len(result.to_pandas()) == len(result.to_polars()) == len(result.rows())


def test_what_has_no_figure_says_why(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("date,question,forecast,outcome\n2020-01-01,q,3,4\n", encoding="utf-8")
    (tmp_path / "open.csv").write_text("date,question,probability\n2020-01-01,q,0.3\n", encoding="utf-8")
    for name in ("log.csv", "open.csv"):
        result = dt.forecasts(tmp_path / name)
        with pytest.raises(DetenteError, match="no line with a probability has an outcome"):
            result.figure()
        assert "<figure>" not in result._repr_html_()
    (tmp_path / "words.csv").write_text("unit,coder,value\nq,a,yes\nq,b,no\n", encoding="utf-8")
    with pytest.raises(DetenteError, match="the rounds of a panel, or the forecasts"):
        dt.coders(tmp_path / "words.csv").figure()
    with pytest.raises(DetenteError, match="is not below"):
        dt.coders(PANEL, scale=(5, 1))
    assert dt.forecasts(LOG, bins=2).bin_rows()[0]["to"] == 0.5


@pytest.mark.parametrize(
    "words",
    [
        ("forecasts", LOG),
        ("coders", PANEL),
        ("series", str(ROOT / "docs" / "examples" / "powers.csv")),
        ("paths", "stability/chicken"),
        ("deal", "kuril/2019-01"),
        ("positions", "bargaining/emissions_1994"),
        ("influence", "kuril/2019-01", "ties"),
    ],
    ids=lambda words: words[0],
)
def test_a_drawing_is_what_its_ending_says(words: tuple[str, ...], tmp_path: Path) -> None:
    """An SVG under the name of a PNG opens nowhere; refused before anything is worked out."""
    target = tmp_path / "drawing.png"
    name, file, *kind = words
    run = CliRunner().invoke(group, [name, file, "--figure", *kind, str(target)])
    assert isinstance(run.exception, DetenteError) and "is written as .svg and .pdf" in str(run.exception)
    assert not target.exists()
