"""What drawings are made of: text in both directions, frames, scales; and which drawing of a result is meant."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

import detente as dt
from detente.drawing import deal, influence, paths, positions
from detente.drawing.deal import draw_frontier
from detente.drawing.paths import draw_paths
from detente.drawing.positions_line import draw_line
from detente.drawing.svg import Scale, frame, mirrored, tag, text, wrapped
from detente.errors import DetenteError
from detente.words import ISOLATE

ARABIC, LATIN = "اليابان", "Japan"


@pytest.mark.parametrize(
    ("words", "language", "anchor", "side"),
    [
        (LATIN, "en", "start", "left"),
        (LATIN, "en", "end", "right"),
        (ARABIC, "ar", "start", "right"),
        (ARABIC, "ar", "end", "left"),
        (LATIN, "ar", "start", "right"),
        (LATIN, "ar", "end", "left"),
        (ARABIC, "ar", "left", "left"),
        (ARABIC, "ar", "right", "right"),
        (LATIN, "ar", "left", "left"),
        (ARABIC, "en", "start", "left"),
        (ARABIC, "ar", "middle", "middle"),
        (LATIN, None, "end", "right"),
    ],
)
def test_text_stands_on_the_side_that_is_meant(words: str, language: str | None, anchor: str, side: str) -> None:
    """In SVG ``start`` is the right side of a text that runs from the right."""
    element = ET.fromstring(text(1, 2, ISOLATE + words, language, anchor))
    from_right = element.get("direction") == "rtl"
    assert from_right == (words == ARABIC and language == "ar")
    sides = {"start": ("left", "right"), "end": ("right", "left"), "middle": ("middle", "middle")}
    assert sides[element.get("text-anchor", "start")][from_right] == side
    assert element.text == words


def test_a_frame_is_whole_and_says_what_it_is() -> None:
    drawn = frame("k", (100.256, 50), "a < b", "said & done", [tag("path", d="M0 0", stroke_width=1.5)], "ar", name="n")
    root = ET.fromstring(drawn)
    assert root.get("viewBox") == "0 0 100.26 50" and root.get("lang") == "ar" and root.get("direction") == "ltr"
    assert [child.text for child in root[:2]] == ["a < b", "said & done"]
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"
    assert root[2].get("stroke-width") == "1.5"
    assert ET.fromstring(frame("k", (1, 1), "t<", "", [], "en")).get("aria-label") == "t<"


def test_lines_break_between_words() -> None:
    assert wrapped(["one two three", "four"], 7) == ["one two", "three", "four"]
    assert wrapped(["seventeen"], 4) == ["seventeen"]


def test_scales_run_both_ways_and_stand_one_value() -> None:
    up = Scale.around([0, 10], 100, 0, 0.1)
    assert (up(-1), up(11), up(5)) == (100, 0, 50)
    assert all(4 <= len(Scale(low, low + span, 0, 1).ticks()) <= 10 for low in (-3, 0.7) for span in (0.3, 1, 7, 990))
    assert Scale(2, 2, 5, 9)(2) == 5
    assert (mirrored(3, 10, "en"), mirrored(3, 10, "ar")) == (3, 7)


def test_which_drawing_is_meant() -> None:
    situation = dt.load("kuril/2019-01").situation
    result = dt.influence(situation)
    drawn = {kind: influence.figure(result, "en", kind) for kind in ("ties", "leverage", "plane")}
    assert len(set(drawn.values())) == 3
    assert influence.figure(result, "en") == drawn["ties"]
    assert influence.figure(dt.influence(situation.model_copy(update={"ties": {}}))) == drawn["leverage"]
    with pytest.raises(DetenteError, match="did you mean “plane”"):
        influence.figure(result, "en", "plain")


def test_each_result_has_its_kinds_and_no_others() -> None:
    story = dt.deal(dt.load("bargaining/panama_canal"), draws=8)
    assert deal.figure(story) == deal.figure(story, "en", "frontier") == draw_frontier(story.deal, story, "en")
    assert deal.figure(story.deal, "ar", "gains") != deal.figure(story.deal, "en", "gains")
    settled = dt.positions(dt.load("bargaining/emissions_1994"))
    assert positions.figure(settled) == draw_line(settled, next(iter(settled.issues)))
    assert len({positions.figure(settled, "en", kind) for kind in positions.KINDS}) == 3
    ways = dt.paths(dt.load("stability/elmira_12"))
    assert paths.figure(ways, "ar") == paths.figure(ways, "ar", "tree") == draw_paths(ways, "ar")
    for result, figure in ((story, deal.figure), (settled, positions.figure), (ways, paths.figure)):
        with pytest.raises(DetenteError, match="there is no drawing “map”") as refused:
            figure(result, "en", "map")  # type: ignore[operator]
        assert f"«{ISOLATE}map" in refused.value.render("ar")
