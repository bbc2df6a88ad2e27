"""The documents that are open: their newest texts, where they came from, who has them open."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from detente.cases import shipped_cases
from detente.errors import DetenteError
from detente.situation.identifiers import nearest
from detente.web.desk import Paper
from detente.web.workspace import Found, Stamp, Workspace, hash_of, shipped


@dataclass
class Document:
    """A text that is open. `stamp`: what its file was when it was last read or written; None: it has none.

    `tab`: the page that opened it last.
    """

    paper: Paper
    stamp: Stamp | None
    tab: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def saved(self) -> bool:
        """The file has this very text."""
        return self.stamp is not None and self.stamp.hash == hash_of(self.paper.text.encode("utf-8"))

    def changed(self, text: str) -> None:
        """Take a new text."""
        if text != self.paper.text:
            self.paper = replace(self.paper, text=text, rev=self.paper.rev + 1)


class Documents:
    """Every document by its id; a file is one document, however many pages have it open."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.known: dict[str, Document] = {}

    def document(self, doc: str) -> Document:
        """A document by its id."""
        if doc not in self.known:
            raise DetenteError("serve_closed")
        return self.known[doc]

    def open(self, name: str, text: str | None = None, tab: str = "") -> Document:
        """A file of the folder or a shipped case by name, or a text that was dropped. A file is read anew."""
        if text is not None:
            return self._kept(
                Paper(self._free(name), 1, PurePosixPath(name).name, text, self.workspace.folder), None, tab
            )
        found, ours = self._found(name), False
        if found is None:
            found, ours = shipped(name), True
        if found is None:
            known = (*self.workspace.files(), *(case.name for case in shipped_cases()))
            raise DetenteError("file_not_found", file=name, nearest=nearest(name, known))
        doc = f"case:{found.name}" if ours else f"file:{found.name}"
        path = "" if ours else found.name
        paper = Paper(doc, 1, found.name, found.text, found.path.parent, path, ours)
        return self._kept(paper, None if ours else found.stamp, tab)

    def _found(self, name: str) -> Found | None:
        path = self.workspace.place(name)
        return self.workspace.read(name) if path.exists() else None

    def _free(self, name: str) -> str:
        number = 1
        while (doc := f"text:{name}:{number}") in self.known:
            number += 1
        return doc

    def _kept(self, paper: Paper, stamp: Stamp | None, tab: str) -> Document:
        """The document, as it is known with what was not saved yet."""
        known = self.known.get(paper.doc)
        if known is None:
            known = self.known[paper.doc] = Document(paper, stamp)
        elif known.stamp != stamp and known.saved:
            known.changed(paper.text)
            known.stamp = stamp
        known.tab = tab
        return known
