"""Cases that come with detente: worked situations, each with its sources and, where they exist, published answers.

Most have a lesson beside them, ``lesson.yaml``: one question, one exercise, one common wrong answer, and the answer
with the command that shows it. Templates are for starting from: made-up situations of a kind, each one commented file
that passes every check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import DetenteError
from detente.files import SITUATION_FILE
from detente.situation.identifiers import nearest

GAMES = ("chicken", "prisoners_dilemma", "stag_hunt")


LESSON_FILE = "lesson.yaml"
YEARS = re.compile(r"(\d{1,4})(?:\.\.(\d{1,4}))?")


@dataclass(frozen=True)
class Lesson:
    """What to ask of a case. Texts are one per language; `shows`: what the command `see` prints, in English.

    `year`: of what the case tells, or of the publication; `published`: facts or model have been published.
    """

    year: int
    topics: tuple[str, ...]
    concepts: tuple[str, ...]
    published: bool
    question: dict[str, str]
    exercise: dict[str, str]
    wrong: dict[str, str]
    answer: dict[str, str]
    see: str
    shows: str

    def fits(self, topic: str | None, years: tuple[int, int] | None, concept: str | None) -> bool:
        """It is about this topic, in these years, and this concept; None: any."""
        return (
            (topic is None or topic in self.topics)
            and (years is None or years[0] <= self.year <= years[1])
            and (concept is None or concept in self.concepts)
        )


@dataclass(frozen=True)
class ShippedCase:
    """A case by name (``area/name``) and the file that holds it."""

    name: str
    path: Path

    def lesson(self) -> Lesson | None:
        """What to ask of the case; None where nobody has written it."""
        path = self.path.parent / LESSON_FILE
        if not path.is_file():
            return None
        import yaml  # only lists of lessons need it

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        read: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), loader)
        lists: dict[str, Any] = {key: tuple(read.pop(key)) for key in ("topics", "concepts")}
        return Lesson(**lists, **read)


def cases_folder() -> Path:
    """Where the cases are: inside the installed package, or beside the source tree."""
    inside = Path(__file__).parent / "shipped_cases"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "cases"


def shipped_cases() -> list[ShippedCase]:
    """Every shipped case, in order of name."""
    folder = cases_folder()
    return [
        ShippedCase(path.parent.relative_to(folder).as_posix(), path) for path in sorted(folder.rglob(SITUATION_FILE))
    ]


def lessons() -> dict[str, Lesson]:
    """The lessons there are, by the name of the case."""
    return {case.name: lesson for case in shipped_cases() if (lesson := case.lesson()) is not None}


def years_of(text: str) -> tuple[int, int]:
    """``1962``, or ``1945..1991``: from and to, both included. Raises `DetenteError` for anything else."""
    found = YEARS.fullmatch(text.strip())
    if found is None:
        raise DetenteError("lesson_years", found=text)
    return int(found[1]), int(found[2] or found[1])


def known_in_lessons(kind: str, name: str) -> str:
    """A topic or a concept that some lesson is about. Raises `DetenteError` (with the nearest) for any other."""
    known = sorted({one for lesson in lessons().values() for one in getattr(lesson, kind)})
    if name not in known:
        raise DetenteError("lesson_unknown", name=name, nearest=nearest(name, known), known=tuple(known))
    return name


def templates() -> dict[str, Path]:
    """The templates by name, in order: those of a kind of dispute first, then the small games for teaching."""
    found = {path.stem: path for path in (Path(__file__).parent / "templates").glob("*.yaml")}
    return {name: found[name] for name in sorted(found, key=lambda name: (name in GAMES, name))}


def find_case(file: str | Path) -> Path:
    """The situation file that a path, a folder or the name of a shipped case means.

    Raises `DetenteError` (with the nearest shipped name) if there is none.
    """
    path = Path(file)
    try:
        for found in (path, path / SITUATION_FILE):
            if found.is_file():
                return found
    except OSError:  # a folder that may not be entered, an impossible name: reading it will say why
        return path
    known = {case.name: case.path for case in shipped_cases()}
    last = {name.rsplit("/", 1)[-1]: path for name, path in known.items()}
    wanted = str(file).strip("/")
    if wanted in known or wanted in last:
        return known.get(wanted) or last[wanted]
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        return path  # a device, a pipe, a link to itself: reading it will say why
    raise DetenteError("file_not_found", file=str(file), nearest=nearest(wanted, (*known, *last)))
