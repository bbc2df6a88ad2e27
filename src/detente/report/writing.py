"""The four kinds of file a page can be written to, by the ending of their name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from detente.errors import DetenteError
from detente.files import marked
from detente.report.blocks import Page
from detente.report.markdown import markdown
from detente.report.page import render
from detente.report.pdf import browser, pdf
from detente.report.word import needs_word, word
from detente.situation.identifiers import nearest

KINDS = {".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx", ".md": "md"}

# what has to be there before anything is worked out
NEEDS: dict[str, Callable[[], object]] = {"pdf": browser, "docx": needs_word}


def kind_of(path: Path) -> str | None:
    """What the ending of a name asks for; None for a folder. Raises `DetenteError` for any other ending."""
    ending = path.suffix.lower()
    if ending in KINDS:
        return KINDS[ending]
    if path.is_dir() or not ending[1:].isalpha():
        return None
    raise DetenteError(
        "report_ending", path=str(path), found=ending, nearest=nearest(ending, KINDS), known=tuple(KINDS)
    )


def ready(kind: str) -> None:
    """Refuse a kind of file that cannot be made here, with the remedy."""
    if kind in NEEDS:
        NEEDS[kind]()


def written(page: Page, kind: str, *, every: bool = False) -> str | bytes:
    """The page as a file of this kind. `every`: with all tables open."""
    if kind == "pdf":
        return marked(pdf(render(page, every=every), browser()), ".pdf")
    if kind == "docx":
        return word(page)
    if kind == "md":
        return marked(markdown(page), ".md")
    return render(page, every=every)
