"""``make fuzz MINUTES=n``: every shipped and tried file, spoilt at random, through every reader and every analysis.

    python -m tests.fuzz.run [MINUTES] [SEED]

An input may be refused in the program's own words, or accepted and answered. Anything else is a failure: another
exception, more than 5 seconds of the processor for reading it or for one answer, more than 1 GiB. Failures are kept
under ``fuzz/``, each with what brings it back, and the run ends with exit code 1.
"""

from __future__ import annotations

import contextlib
import math
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import detente as dt
from detente.bargaining.packages.negotiation import Negotiation
from detente.errors import DetenteError
from detente.exchange.formats import format_of, read, written_as
from detente.exchange.negotiations.negotiation_files import answer
from detente.exchange.negotiations.negotiation_write import document_of_negotiation
from detente.load import check
from tests.fuzz.past import PAST, files_of
from tests.fuzz.spoiling import spoilt

ROOT = Path(__file__).parents[2]
FOLDERS = (
    "cases", "docs/examples", "tests/broken", "tests/exchange", "tests/fuzz/seeds", "tests/published", "tests/written",
)  # fmt: skip
ENDINGS = (".yaml", ".yml", ".json", ".csv", ".tsv", ".txt", ".xml", ".gmcr", ".xlsx", ".nfg", ".efg")
LARGEST = 60_000  # bytes of a seed
MOST_SECONDS = 5.0  # of the processor, for one step
MOST_BYTES = 1 << 30
KINDS = ("situation", "positions", "negotiation", "influence cases", "known outcomes")
MOST_CELLS = 1_000  # outcomes of what is analysed
AGAIN = 3  # times that what took too long is tried again
LONG = 2.0  # seconds that a search may look
LAST = 40  # seconds of the processor until an input is given up
Made = TypeVar("Made")


class TooLongError(BaseException):
    """An input was given up."""


def seeds() -> list[dict[str, bytes]]:
    """Each seed as the files of a folder; of several, the first is what is asked about."""
    found = [files_of(name) for name in PAST]
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if (
                (path.suffix == ".txt" and folder == "tests/broken")
                or path.suffix.lower() not in ENDINGS
                or not path.is_file()
                or path.stat().st_size > LARGEST
            ):
                continue
            beside = [path] if path.name != "situation.yaml" else [path, *_beside(path)]
            found.append({one.relative_to(path.parent).as_posix(): one.read_bytes() for one in beside})
    return [one for one in found if all(len(data) <= LARGEST for data in one.values())]


def _beside(path: Path) -> Iterator[Path]:
    return (one for one in sorted(path.parent.rglob("*")) if one.is_file() and one != path and one.suffix in ENDINGS
            and one.stat().st_size <= LARGEST)  # fmt: skip


@dataclass
class Tally:
    """What has been seen."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    longest: float = 0.0  # seconds of the processor that one step of this input took
    failed: list[str] = field(default_factory=list)

    def said(self) -> str:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return (
            f"{self.counts['inputs']} inputs: {self.counts['refused']} refused, {self.counts['accepted']} accepted "
            f"({self.counts['answers']} answers, {self.counts['declined']} declined); {len(self.refused)} kinds of "
            f"refusal; slowest {self.slowest[0]:.1f} s ({self.slowest[1]}); peak memory {peak:.0f} MiB; "
            f"{len(self.failed)} failures"
        )


def cells(situation: Any) -> int:
    """Combinations of levels: large grids are benchmarked elsewhere."""
    return math.prod(
        len(option.levels or "ny") for options in situation.options.values() for option in options.values()
    )


def analyses(case: Any, dice: random.Random) -> Iterator[Callable[[], Any]]:
    """What may be asked of a file that was accepted, some of it each time."""
    language = dice.choice(("en", "ar"))

    def told(make: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> None:
            result = make()
            result.sentences(language)
            result.rows()
            result.to_json()

        return run

    asked: list[Callable[[], Any]] = [
        told(lambda: dt.stability(case)), told(lambda: dt.deal(case, draws=16, seconds=LONG)),
        told(lambda: dt.paths(case)), told(lambda: dt.positions(case, draws=16, seconds=LONG)),
        told(lambda: dt.influence(case, draws=16, seconds=1)), told(lambda: dt.perception(case)),
        told(lambda: dt.inverse(case, seconds=LONG)), told(lambda: dt.scan(case, seconds=LONG)),
        told(lambda: dt.concepts(case)), told(lambda: dt.scan(case, seconds=0.05)),
        told(lambda: dt.inverse(case, seconds=0.05)), told(lambda: dt.deal(case, draws=16, seconds=0.05)),
        told(lambda: dt.positions(case, draws=16, seconds=0.05)),
        lambda: dt.study(case, draws=50, engine="serial").sentences(language),
        lambda: dt.report(case, language, 0),
        lambda: written_as(".gmcr").writes(case.situation, ".gmcr", language),
        lambda: written_as(".nfg").writes(case.situation, ".nfg", language),
    ]  # fmt: skip
    return iter(dice.sample(asked, 3))


def _negotiation(made: Any) -> None:
    """A negotiation is answered, and written."""
    answer(made, {}, 2.0).sentences("ar")
    if isinstance(made.record, Negotiation):
        document = document_of_negotiation(made.record, "")
        for ending in (".json", ".csv", ".xlsx"):
            written_as(ending).writes(document, ending, "en")


def one(folder: Path, files: dict[str, bytes], dice: random.Random, tally: Tally) -> None:
    """One input: written, read, and asked about where it was accepted."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    path = folder / next((name for name in files if name.endswith("situation.yaml")), next(iter(files)))
    checked = _clocked(lambda: check(path, kinds=KINDS[:3]), tally)  # as the command asks
    for problem in checked.problems:
        assert problem.message("ar") and problem.render("en") and (problem.severity != "error" or problem.remedy("en"))
        tally.refused[problem.code] += 1
    tally.counts["refused" if checked.errors else "accepted"] += 1
    if checked.case is not None and cells(checked.case.situation) <= MOST_CELLS:
        for ask in analyses(checked.case, dice):
            _asked(ask, tally)
    kind = dice.choice(KINDS[2:])
    if checked.case is None and format_of(path, (kind,)).reads is not None:
        _asked(lambda: _read(path, kind), tally)


def _read(path: Path, kind: Any) -> None:
    taken = read(path, (kind,))
    if taken.made is not None and kind == "negotiation":
        _negotiation(taken.made)


def _asked(ask: Callable[[], Any], tally: Tally) -> None:
    try:
        _clocked(ask, tally)
        tally.counts["answers"] += 1
    except DetenteError as error:
        _said(error)
        tally.refused[error.code] += 1
        tally.counts["declined"] += 1


def _clocked(step: Callable[[], Made], tally: Tally) -> Made:
    """What a step gives; the longest step of the input is noted."""
    began = time.process_time()
    try:
        return step()
    finally:
        tally.longest = max(tally.longest, time.process_time() - began)


def _said(error: DetenteError) -> None:
    assert all(error.render(language) for language in ("en", "ar"))


def _given_up(*_: object) -> None:
    raise TooLongError


def main(minutes: float, seed: int, inputs: int) -> int:
    """Run for so long, or for so many inputs; the exit code."""
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGPROF, _given_up)
    resource.setrlimit(resource.RLIMIT_AS, (6 * MOST_BYTES, 6 * MOST_BYTES))
    known, tally, end = seeds(), Tally(), time.monotonic() + 60 * minutes
    kept = ROOT / "fuzz"
    base = Path(tempfile.mkdtemp(prefix="detente-fuzz-"))
    number = 0
    try:
        while time.monotonic() < end and number < inputs:
            number += 1
            dice = random.Random(f"{seed}/{number}")
            first = seed == 1 and number <= len(known)  # each as it is; another seed begins with spoilt ones
            files = dict(known[number - 1] if first else dice.choice(known))
            if not first:
                name = dice.choice(list(files))
                files[name] = spoilt(files[name], name, dice)
            folder = base / "here"
            shutil.rmtree(folder, ignore_errors=True)
            _measured(folder, files, dice, tally, f"{seed}-{number}", kept)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    print(tally.said())
    print("refusals:", ", ".join(f"{code} {count}" for code, count in tally.refused.most_common(12)))
    return 1 if tally.failed else 0


def _held() -> int:
    """Bytes that this process holds now; the peak is counted from here where the system allows it."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _peak() -> int:
    return _status("VmHWM")


def _status(key: str) -> int:
    """Bytes, as the system tells them; where it does not, the peak of the whole run."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith(f"{key}:")), 0)


def _timed(folder: Path, files: dict[str, bytes], dice: random.Random, tally: Tally) -> tuple[float, str]:
    """Seconds of the processor that the longest step took, and what went wrong."""
    fault, tally.longest = "", 0.0
    signal.setitimer(signal.ITIMER_PROF, LAST)
    try:
        one(folder, files, dice, tally)
    except (DetenteError, SystemExit):
        tally.counts["refused"] += 1
    except TooLongError:
        fault = f"given up after {LAST} s\n{traceback.format_exc()}"
    except Exception:
        fault = traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return tally.longest, fault


def _measured(folder: Path, files: dict[str, bytes], dice: random.Random, tally: Tally, label: str, kept: Path) -> None:
    tally.counts["inputs"] += 1
    state, before = dice.getstate(), _held()
    took, fault = _timed(folder, files, dice, tally)
    for _ in range(AGAIN):  # perhaps something had to be compiled first, or others slowed the processor down
        if took <= MOST_SECONDS:
            break
        dice.setstate(state)
        shutil.rmtree(folder, ignore_errors=True)
        took, fault = _timed(folder, files, dice, Tally())
    tally.slowest = max(tally.slowest, (took, f"{label} {next(iter(files))}"))
    if not fault and took > MOST_SECONDS:
        fault = f"{took:.1f} s of the processor\n"
    peak = _peak() - before  # what this input took, beside what others have left behind
    if not fault and peak > MOST_BYTES and not any("GiB" in one for one in tally.failed):
        fault = f"more than 1 GiB: {peak >> 20} MiB\n"
    if fault:
        last = fault.strip().splitlines()[-1]
        where = [line.strip() for line in fault.splitlines() if 'File "' in line and "detente" in line][-1:]
        if not any(last in one and (not where or where[0] in one) for one in tally.failed):
            place = kept / label
            shutil.copytree(folder, place, dirs_exist_ok=True)
            (place / "fault.txt").write_text(fault)
            print(f"{label} {next(iter(files))}: {last} {where}", flush=True)
        tally.failed.append(f"{last} {where}")


if __name__ == "__main__":
    os.nice(10)
    asked = dict(enumerate(sys.argv))
    sys.exit(main(float(asked.get(1, 5)), int(asked.get(2, 1)), int(asked.get(3, 10**9))))
