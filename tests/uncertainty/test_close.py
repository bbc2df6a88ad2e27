"""A change of one or two hundredths of a weight that turns an answer is told as a close call, everywhere alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli import group
from detente.findings.findings import findings
from detente.load import load
from detente.stability.solve import Model
from detente.uncertainty.close import hundredths
from detente.uncertainty.scan import scan

KNIFE = """detente: 1
actors: {{a: {{name: Alba}}}}
options: {{a: {{go: {{text: go, otherwise: stay}}}}}}
status_quo: {{a.go: no}}
preferences:
  a: {wishes}
questions: {{go: {{statement: a.go, text: Does Alba go?, yes: Alba goes, no: Alba stays}}}}
"""
RANGED = "{goals: {go: {want: a.go, weight: 0.98..1, why: x}, cost: {avoid: a.go, weight: 1, why: x}}}"
GOALS = "{{goals: {{go: {{want: a.go, weight: {0}}}, cost: {{avoid: a.go, weight: 1}}}}}}"
POINTS = '{{goals: {{cost: {{avoid: a.go, weight: 1}}}}, points: {{a.go: {{"yes": {0}}}}}}}'
EITHER = "{{any: [{{goals: {{go: {{want: a.go, weight: {0}}}, cost: {{avoid: a.go, weight: 1}}}}}}]}}"
CASES = [
    (RANGED, 1),
    *(
        (form.format(size), step)
        for form in (GOALS, POINTS, EITHER)
        for size, step in ((0.99, 1), (0.98, 2), (1.02, 2))
    ),
    *((form.format(size), None) for form in (GOALS, POINTS) for size in (0.97, 1.03, 0.5, 3)),
]
TOLD = {1: "A change of one hundredth turns it: a close call", 2: "A change of two hundredths turns it: a close call"}
ARABIC = {1: "تغيّر بمقدار جزء من مئة: قريب من حدّ التحوّل", 2: "تغيّر بمقدار جزأين من مئة"}


def written(folder: Path, wishes: str) -> str:
    place = folder / "knife.yaml"
    place.write_text(KNIFE.format(wishes=wishes), encoding="utf-8")
    return str(place)


def run(*words: str) -> str:
    done = CliRunner().invoke(group, list(words))
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(("wishes", "step"), CASES)
def test_stability_scan_and_brief_tell_the_same_close_call(tmp_path: Path, wishes: str, step: int | None) -> None:
    file = written(tmp_path, wishes)
    near = scan(Model.of(load(file).situation), ["seq"]).near.get(("go", "seq"), {})
    found = findings(load(file), runs=0, whole=False)
    assert set(near.values()) == ({step} if step else set())
    assert found.questions["go"].near == near
    assert found.questions["go"].close == bool(step)
    shown = [run("stability", file), run("scan", file)]
    brief = run("report", file, "--brief", "--draws", "0", "--out", str(tmp_path / "brief.md"))
    for text in shown:
        assert [key for key, words in TOLD.items() if words in text] == ([step] if step else [])
    assert ("Close call: " in brief.replace("**", "")) == bool(step)
    assert ("No answer turns within a range" in brief) == (not step)
    if step:
        model = Model.of(load(file).situation)
        assert any(
            ARABIC[step].replace("\u0651", "") in line.replace("\u0651", "")
            for line in scan(model, ["seq"]).sentences("ar")
        )


def test_what_counts_as_one_hundredth_and_as_two() -> None:
    assert hundredths(("none", "every", "every", "none", "none")) == 1
    assert hundredths(("none", "none", "none", "none", "some")) == 2
    assert hundredths(("none",) * 5) is None
