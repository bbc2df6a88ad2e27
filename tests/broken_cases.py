"""The broken situations: one for every message of ``problems.toml``, and how each is read.

``tests/broken/CODE.yaml`` (or another ending of `KINDS`), or ``tests/broken/CODE/situation.yaml`` with its sources, has
the one defect that the code names; ``CODE.txt`` is what a user sees. Files too large or too odd to keep are made here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import InputError, Problem
from detente.exchange.negotiations.negotiation_files import read_written
from detente.load import check
from detente.outcomes.changed import applied, read_settings
from detente.plugins import failures, plugins
from detente.situation.reading.read import read_file, read_text
from tests.plugin_packages import BROKEN as BROKEN_PACKAGE
from tests.plugin_packages import install

BROKEN = Path(__file__).parent / "broken"
NILE = "detente: 1\nactors: {egypt: , ethiopia: }\noptions:\n  ethiopia: {fill: fill the reservoir}\n"
MEASURES = ", ".join(f"measure{number}" for number in range(1, 252))

MADE: dict[str, bytes] = {
    "file_large": NILE.encode() + b"# the minutes of the talks, copied in whole\n" * 100_000,
    "not_utf8": "detente: 1\ntitle: Плотина на Ниле\nactors: {egypt: , ethiopia: }\n".encode("cp1251"),
    "character_forbidden": b"detente: 1\ntitle: The Nile dam\x07\nactors: {egypt: , ethiopia: }\n",
    "expression_long": f"{NILE}statements:\n  filled: {' and '.join(['ethiopia.fill'] * 120)}\n".encode(),
    "expression_parts": f"{NILE}drivers:\n  drought: 1{' + 1' * 300}\n".encode(),
    "expression_deep": f"{NILE}statements:\n  dry: {'not (' * 40}ethiopia.fill{')' * 40}\n".encode(),
    "levels_many": f"{NILE}  egypt: {{respond: {{levels: [{MEASURES}]}}}}\n".encode(),
}
KINDS = ("yaml", "gmcr", "json", "xml", "csv", "yml", "nfg")

# Negotiations in files of their own; some faults show only where several files are put together.
NEGOTIATIONS = ("negotiation_", "profile_", "scores_")
PROFILES = Path(__file__).parent / "exchange" / "profiles"
JOINED = {
    "profile_other": ("indus/pakistan.xml", "without_both.xml"),
    "profile_length": ("river/domain.yml", "short.yml", "river/downstream.yml"),
}
SHEETS = {"scores_unreadable": b"issue,option,Greece\nshelf,court," + b"9" * 150_000 + b"\n"}
# What is set for a run: on the Nile, with one driver.
SET = {
    "set_shape": ("drought",),
    "set_twice": ("drought=1", "drought=2"),
    "set_unknown": ("drougt=1",),
    "set_level_unknown": ("ethiopia.fill=half",),
}
# Hints that never come alone.
BESIDE = {"term_taken_back": ["outsider_answers"]}
LIMITS = {
    "moves_unlisted": ("detente.outcomes.moves.MAX_ARCS", 3),
    "source_large": ("detente.evidence.sources.MAX_SOURCE_BYTES", 100),
}


def codes() -> list[str]:
    """Every code that has a case."""
    return sorted(kept() | {*MADE, *JOINED, *SHEETS, *SET, "file_unreadable", "plugin_broken"})


def kept() -> set[str]:
    """Codes whose case is a file in the folder."""
    folders = {path.parent.name for path in BROKEN.glob("*/situation.yaml")}
    return folders | {path.stem for kind in KINDS for path in BROKEN.glob(f"*.{kind}")}


def problems_of(code: str, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Problem, ...]:
    """What is wrong with the case of this code."""
    if code in LIMITS:
        monkeypatch.setattr(*LIMITS[code])
    if code == "file_unreadable":
        monkeypatch.chdir(scratch)
        return read_file(Path("kashmir.yaml")).problems
    if code == "plugin_broken":
        monkeypatch.syspath_prepend(install(scratch, "river-measures", BROKEN_PACKAGE, "FLOOD", "detente.tried"))
        monkeypatch.setattr("detente.plugins._listeners", [lambda _: None])
        assert list(plugins("detente.tried")) == []
        return failures()[-1:]
    if code in SET:
        drought = "drivers: {drought: 0..1}\nstatus_quo: {ethiopia.fill: no}\n"
        values, faults = read_settings(SET[code])
        with pytest.raises(InputError) as caught:
            applied(read_text(NILE + drought).required(), values, faults=faults)
        return caught.value.problems
    if code in MADE:
        path = scratch / f"{code}.yaml"
        path.write_bytes(MADE[code])
        return check(path).problems
    if code in JOINED:
        first, *others = (PROFILES / name for name in JOINED[code])
        return read_written(first, tuple(others)).problems
    if code in SHEETS:
        path = scratch / f"{code}.csv"
        path.write_bytes(SHEETS[code])
        return read_written(path).problems
    folder = BROKEN / code
    if folder.is_dir():
        return check(folder).problems
    path = next(path for path in (folder.with_suffix(f".{kind}") for kind in KINDS) if path.is_file())
    negotiation = code.startswith(NEGOTIATIONS) or b"deals-case/1" in path.read_bytes()
    return read_written(path).problems if negotiation else check(path).problems


def rendered(problems: tuple[Problem, ...]) -> str:
    """The problems as a user sees them."""
    return "\n\n".join(problem.render("en") for problem in problems) + "\n"
