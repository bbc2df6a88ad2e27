"""Cases that come with detente: worked situations, each with its sources and, where they exist, published answers.

Templates are for starting from: made-up situations of a kind, each one commented file that passes every check.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from detente.errors import DetenteError
from detente.files import SITUATION_FILE
from detente.situation.identifiers import nearest

GAMES = ("chicken", "prisoners_dilemma", "stag_hunt")


@dataclass(frozen=True)
class ShippedCase:
    """A case by name (``area/name``) and the file that holds it."""

    name: str
    path: Path


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
    raise DetenteError("file_not_found", file=str(file), nearest=nearest(wanted, (*known, *last)))
