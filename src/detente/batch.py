"""Thousands of situations answered in one run: a folder in, one table out, to be gone on with after a stop.

Every file that holds a situation is answered by itself, so nothing depends on which of them are done first, on how many
threads, or on Dask. What is finished is kept beside the table, by the fingerprint of what the file and those it names
say, and is not done again. What is broken or cannot be read stops no other: it is listed with what is wrong with it.

To hand out a piece of work costs Dask as much as a small situation does, so several go together; what a worker has not
come to within a second goes back and is shared out again, so that no worker sits on large situations while others wait.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from os.path import isfile
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

from detente.errors import DetenteError, reason_of
from detente.evidence.named_files import digest_at, named_files
from detente.exchange.formats import BY_ENDING, format_of
from detente.files import SITUATION_FILE, csv_text, read_whole, write_whole
from detente.load import SITUATIONS, Checked, check
from detente.result import Result, Row
from detente.stability.engines.large import analyse
from detente.uncertainty.study.study import study
from detente.uncertainty.study.workers import work_through
from detente.version import __version__
from detente.words import say

PARTS, TABLE = "parts", "answers.csv"
ENDINGS = (".yaml", ".yml", ".json", ".gmcr")
SAYS = re.compile(rb"""^(\xef\xbb\xbf)?[{\s]*["']?detente["']?\s*:""", re.MULTILINE)
LARGEST = 16_000_000  # bytes that are looked through for it
Tell = Callable[[int, int], None]
TOGETHER = 50  # files in a piece of work for Dask, at most
SHARES = 200  # and at most such a part of what is left: for so many to work at, up to the end
AT_ONCE = 1.0  # seconds after which a worker gives back what it has not begun


@dataclass(frozen=True)
class Wanted:
    """What every situation is asked. `draws`: runs for the shares (0: only the middle of every range)."""

    concept: str = "seq"
    draws: int = 1_000
    seed: int = 7


@dataclass(frozen=True)
class Part:
    """One file: its rows, or what is wrong with it (messages in `problems`). `kept`: it was done before."""

    file: str
    rows: tuple[Row, ...] = ()
    problems: tuple[str, ...] = ()
    kept: bool = False


@dataclass(frozen=True)
class Work:
    """The files by number. `language`: of the messages."""

    files: tuple[str, ...]
    folder: str
    out: str
    wanted: Wanted
    language: str = "en"

    def __call__(self, numbers: tuple[int, ...]) -> tuple[Part, ...]:
        """Answer the first of these files, and the next ones for as long as it is quick."""
        begun, parts = monotonic(), [self.part(numbers[0])]
        for number in numbers[1:]:
            if monotonic() - begun > AT_ONCE:
                break
            parts.append(self.part(number))
        return tuple(parts)

    def part(self, number: int) -> Part:
        """Answer one file, or take what is kept of it. Never raises for what a file says."""
        path = Path(self.folder) / self.files[number]
        place, mark = self._place(number), _fingerprint(path, self.wanted)
        known = _kept(place, mark, path.parent)
        if known is not None:
            return Part(self.files[number], tuple(known), kept=True)
        checked = check(path)
        beside = {name: digest_at(path.parent / name) for name in _named_beside(checked, path.parent)}
        if checked.case is None:
            problems = tuple(problem.render(self.language) for problem in checked.errors)
            return Part(self.files[number], problems=problems)
        try:
            rows = _answers(checked.case.situation, self.files[number], self.wanted)
        except DetenteError as error:
            return Part(self.files[number], problems=(error.render(self.language),))
        write_whole(place, json.dumps({"mark": mark, "beside": beside, "rows": rows}, ensure_ascii=False))
        return Part(self.files[number], tuple(rows))

    def _place(self, number: int) -> Path:
        name = hashlib.sha256(self.files[number].encode()).hexdigest()[:16]
        return Path(self.out) / PARTS / f"{name}.json"


class Pieces:
    """The files that are left, by number, in pieces of work; more can be put there while they are taken."""

    def __init__(self, files: int, together: int) -> None:
        self._left: deque[tuple[int, ...]] = deque()
        first = 0
        while first < files:
            size = min(together, -(-(files - first) // SHARES))
            self._left.append(tuple(range(first, first + size)))
            first += size

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        return self

    def __next__(self) -> tuple[int, ...]:
        if not self._left:
            raise StopIteration
        return self._left.popleft()

    def again(self, numbers: tuple[int, ...]) -> None:
        """Put back what a worker has not come to, in two halves."""
        half = len(numbers) // 2
        self._left.extend(part for part in (numbers[:half], numbers[half:]) if part)


@dataclass(frozen=True, repr=False)
class Batch(Result):
    """One row per situation and question, in the order of the files; and what was broken."""

    told_by: ClassVar[str] = "detente.batch:batch_sentences"

    parts: tuple[Part, ...]
    wanted: Wanted = field(default_factory=Wanted)

    @property
    def broken(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.problems)

    def rows(self) -> list[Row]:
        return [row for part in self.parts for row in part.rows]

    def data(self) -> dict[str, Any]:
        return {
            "wanted": asdict(self.wanted),
            "answers": self.rows(),
            "broken": [{"file": part.file, "problems": list(part.problems)} for part in self.broken],
        }


def batch_sentences(result: Batch, language: str = "en") -> list[str]:
    """How many were answered, how many were kept from before, and how many are broken."""
    answered = sum(not part.problems for part in result.parts)
    kept = sum(part.kept for part in result.parts)
    said = [say("cli.batch.answered", language, count=answered, kept=kept or None)]
    return [*said, *([say("cli.batch.broken", language, count=len(result.broken))] if result.broken else [])]


def batch(
    folder: str | Path,
    out: str | Path,
    wanted: Wanted | None = None,
    engine: str = "threads",
    workers: int | None = None,
    scheduler: str | None = None,
    language: str = "en",
    tell: Tell | None = None,
) -> Batch:
    """Answer every situation in a folder, and keep the answers in another.

    Args:
        folder: looked through with all folders in it. A folder with a ``situation.yaml`` is one situation; beside one
            in `folder` itself, files that say ``detente:`` and those of other programs are situations too.
        out: where the table ``answers.csv`` and what is finished are kept; what is there already is not done again.
        wanted: concept, draws and seed.
        engine: ``threads``, ``serial`` or ``dask``. With Dask, workers must see both folders under the same path.
        workers: how many at a time.
        scheduler: the address of Dask's.
        language: of messages about broken files.
        tell: called as ``tell(done, whole)``.

    Raises:
        DetenteError: no such folder, one that cannot be read, nothing in it, an unknown engine or concept, or a folder
            that cannot be written.
    """
    here, there = Path(folder), Path(out)
    if not here.is_dir():
        raise DetenteError("batch_folder", path=str(folder))
    try:
        os.scandir(here).close()
    except OSError as error:
        raise DetenteError("unreadable_input", path=str(folder), reason=reason_of(error)) from None
    files = tuple(situations_in(here, there))
    if not files:
        raise DetenteError("batch_empty", path=str(folder), endings=ENDINGS)
    asked = wanted or Wanted()
    work = Work(files, str(here), str(there), asked, language)
    found: dict[int, Part] = {}
    pieces = Pieces(len(files), TOGETHER if engine == "dask" else 1)
    for numbers, parts in work_through(work, pieces, engine, workers, scheduler):
        found.update(zip(numbers, parts, strict=False))
        pieces.again(numbers[len(parts) :])
        if tell is not None:
            tell(len(found), len(files))
    result = Batch(tuple(found[number] for number in sorted(found)), asked)
    rows = result.rows()
    columns = list(dict.fromkeys(key for row in rows for key in row))
    write_whole(there / TABLE, csv_text([columns, *([row.get(key) for key in columns] for row in rows)]))
    return result


def situations_in(folder: Path, without: Path) -> Iterator[str]:
    """The situations below a folder, by their paths within it, in order; what lies in `without` is passed over.

    A folder that cannot be entered, a link that leads nowhere and a pipe are among them: asked of, they say why.
    """
    left_out = without.resolve()
    closed: list[Path] = []
    walked = os.walk(folder, onerror=lambda error: closed.append(Path(error.filename)))
    for path in sorted(Path(here, name) for here, _, names in walked for name in names):
        if path.suffix.lower() not in ENDINGS or left_out in path.resolve().parents:
            continue
        beside = path.name != SITUATION_FILE and isfile(path.parent / SITUATION_FILE)
        if beside and path.parent != folder:
            continue  # a source or a table of the situation that this folder holds
        form = format_of(path, (*SITUATIONS, "negotiation", "influence cases", "known outcomes"))
        if beside and form in BY_ENDING and not _says_what_it_is(path):
            continue  # its lesson, say
        if form.makes == "situation":
            yield path.relative_to(folder).as_posix()
    yield from (path.relative_to(folder).as_posix() for path in sorted(closed))


def _says_what_it_is(path: Path) -> bool:
    """Whether a file begins some line with the key ``detente``; one that cannot be read may say anything."""
    data, problems = read_whole(path, LARGEST)
    return bool(problems) or SAYS.search(data) is not None


def _answers(situation: Any, file: str, wanted: Wanted) -> list[Row]:
    """One row per question: the answer where things go (``every``, ``some``, ``none``), and its share of runs."""
    result = analyse(situation, [wanted.concept])
    shares: dict[str, Row] = {}
    if wanted.draws and situation.questions and situation.status_quo is not None:
        drawn = study(situation, wanted.draws, wanted.seed, [wanted.concept], engine="serial")
        shares = {row["question"]: row for row in drawn.rows() if row["over"] == "predicted"}
    data = result.data()
    rows: list[Row] = []
    for question, answers in data["questions"].items():
        one = answers[wanted.concept]
        share = shares.get(question, {})
        rows.append(
            {
                "file": file,
                "question": question,
                "answer": one["predicted"],
                "anywhere": one["possible"],
                **{f"share_{name}": share.get(name) for name in ("every", "some", "none")},
                "outcomes": data["counts"]["feasible"],
                "equilibria": data["counts"]["equilibria"][wanted.concept],
                "digest": data["digest"],
            }
        )
    return rows


def _fingerprint(path: Path, wanted: Wanted) -> str:
    """What the answers rest on: the file, what is asked, and the version; what the file names is told apart."""
    return hashlib.sha256(repr((digest_at(path), asdict(wanted), __version__)).encode()).hexdigest()


def _named_beside(checked: Checked, folder: Path) -> set[str]:
    """The sources and tables that a situation and its variants name."""
    readings = (checked.reading, *checked.reading.variants.values())
    return {name for one in readings if one.situation is not None for name in named_files(one.situation, folder)}


def _kept(place: Path, mark: str, folder: Path) -> list[Row] | None:
    """The rows that are kept under this fingerprint, if the files beside say the same; None where there are none, or
    where they cannot be read."""
    try:
        known = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(known, dict) or known.get("mark") != mark:
        return None
    beside, rows = known.get("beside"), known.get("rows")
    if not isinstance(beside, dict) or any(digest_at(folder / name) != digest for name, digest in beside.items()):
        return None
    return rows if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) else None
