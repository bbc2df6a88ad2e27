"""What once failed is refused in words, quickly; the words stand in ``past.txt``."""

from __future__ import annotations

import random
import resource
import time
from pathlib import Path

import pytest

from detente.load import check
from tests.fuzz.past import PAST, files_of
from tests.fuzz.run import Tally, one, seeds
from tests.fuzz.spoiling import spoilt

SAID = Path(__file__).with_name("past.txt")
SHOWN = 6  # problems of a file that stand in the text


def said_of(name: str, folder: Path) -> str:
    """What is said of a past failure, with the seconds of the processor that it may take."""
    for file, data in files_of(name).items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(data)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    checked = check(folder / name, kinds=("situation", "negotiation", "positions"))  # as the command asks
    lines = [problem.render("en") for problem in checked.problems[:SHOWN]]
    assert time.process_time() - began < 8
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000  # KiB
    assert all(problem.remedy("en") for problem in checked.errors)
    assert all(problem.render("ar") for problem in checked.problems[:SHOWN])
    return "\n".join([f"=== {name}", *lines]) + "\n"


@pytest.mark.parametrize("name", PAST)
def test_a_past_failure_is_said(name: str, tmp_path: Path) -> None:
    kept = {part.partition("\n")[0]: part for part in SAID.read_text(encoding="utf-8").split("=== ")[1:]}
    assert said_of(name, tmp_path) == f"=== {kept[name]}"


def test_spoilt_files_are_refused_or_answered(tmp_path: Path) -> None:
    """A few of what ``make fuzz`` does for minutes."""
    known, tally = seeds(), Tally()
    assert len(known) > 300
    for number in range(25):
        dice = random.Random(f"quick/{number}")
        files = dict(dice.choice(known))
        name = dice.choice(list(files))
        files[name] = spoilt(files[name], name, dice)
        one(tmp_path / str(number), files, dice, tally)
    assert tally.counts["refused"] + tally.counts["accepted"] == 25
