"""The documents that are open: their newest texts, where they came from, who has them open, what is saved."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from detente.cases import shipped_cases
from detente.errors import DetenteError
from detente.files import SITUATION_FILE
from detente.situation.identifiers import nearest
from detente.web.contracts.file import Changed, Disk, Saved
from detente.web.desk import Paper
from detente.web.texts import applied, between, differences, merged, shown
from detente.web.workspace import Found, Stamp, Workspace, hash_of, shipped, started

RECENT = 12  # files of the folder that home shows
SITUATION = re.compile(r"^(?:detente|[\"']detente[\"'])\s*:", re.MULTILINE)
KEPT = 12  # texts of a document that answers can still be asked of


@dataclass
class Document:
    """A text that is open.

    `base`: what its file held when it was last read or written, with its `stamp`; None: it has no file. `tabs`: the
    pages that have opened it, the newest last. `papers`: the texts of late.
    """

    paper: Paper
    stamp: Stamp | None
    base: str = ""
    tabs: list[str] = field(default_factory=list)
    papers: OrderedDict[int, Paper] = field(default_factory=OrderedDict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self._keep()

    @property
    def saved(self) -> bool:
        """The file has this very text, as far as is known."""
        return self.stamp is not None and self.base == self.paper.text

    def at(self, rev: int) -> Paper:
        """The text with this number, as long as it is kept; else the newest."""
        return self.papers.get(rev, self.paper)

    def take(self, text: str) -> None:
        """Take a new text."""
        if text != self.paper.text:
            self.paper = replace(self.paper, text=text, rev=self.paper.rev + 1)
            self._keep()

    def take_edits(self, text: str) -> None:
        """Take a text as the page has it; what it does not change keeps its ends of line."""
        self.take(applied(self.paper.text, between(shown(self.paper.text), text)))

    def read(self, found: Found) -> None:
        """Take what its file holds now."""
        self.take(found.text)
        self.written(found.stamp)

    def written(self, stamp: Stamp) -> None:
        """The file holds the newest text."""
        self.stamp, self.base = stamp, self.paper.text

    def placed(self, path: str, folder: Path) -> None:
        """It lies here from now on; what is worked out of its text has to look for sources there."""
        self.paper = replace(self.paper, path=path, folder=folder, shipped=False, rev=self.paper.rev + 1)
        self._keep()

    def opened_by(self, tab: str) -> None:
        if tab and tab not in self.tabs:
            self.tabs.append(tab)

    def _keep(self) -> None:
        self.papers[self.paper.rev] = self.paper
        while len(self.papers) > KEPT:
            self.papers.popitem(last=False)


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
        """A file of the folder, a shipped case or a template by name, or a text that was dropped.

        A page that comes newly reads the file anew, unless something in it was not saved yet.
        """
        if text is not None:
            return self._begun(PurePosixPath(name.replace("\\", "/")).name or SITUATION_FILE, text, tab)
        if name in self.known:  # a text that was dropped or begun goes by its id
            found = self.known[name]
            found.opened_by(tab)
            return found
        begun = started(name)
        if begun is not None:
            return self._begun(f"{name.rsplit('/', 1)[-1]}.yaml", begun, tab)
        case = f"case:{name.strip('/')}"
        here = self._here(name)
        if here is None and case not in self.known:
            ours = shipped(name)
            if ours is None:
                known = (*self.workspace.files(), *(one.name for one in shipped_cases()))
                raise DetenteError("file_not_found", file=name, nearest=nearest(name, known))
            case = f"case:{ours.name}"
            paper = Paper(case, 1, ours.name, ours.text, ours.path.parent, shipped=True)
            self.known.setdefault(case, Document(paper, None))
        doc = case if case in self.known else f"file:{here.name if here else name}"
        document = self.known.get(doc)
        if document is None:
            assert here is not None
            paper = Paper(doc, 1, here.name, here.text, here.path.parent, here.name)
            document = self.known[doc] = Document(paper, here.stamp, here.text)
        elif here is not None and document.saved and tab not in document.tabs:
            document.read(here)
        document.opened_by(tab)
        return document

    def home(self) -> dict[str, object]:
        """The folder and the newest situations in it."""
        return {"folder": self.workspace.folder.name, "files": list(islice(self._situations(), RECENT))}

    def _situations(self) -> Iterator[dict[str, str]]:
        """The files of the folder that say ``detente:``, the newest first; other YAML is not ours."""
        for name in self.workspace.files():
            with suppress(DetenteError):
                text = self.workspace.read(name).text
                if SITUATION.search(text):
                    yield {"name": name, "text": text}

    def _here(self, name: str) -> Found | None:
        """The file of the folder with this name."""
        return self.workspace.read(name) if self.workspace.place(name).exists() else None

    def _begun(self, name: str, text: str, tab: str) -> Document:
        """A text that has no file yet."""
        number = 1
        while (doc := f"text:{number}:{name}") in self.known:
            if self.known[doc].papers.get(1, self.known[doc].paper).text == text and not self.known[doc].paper.path:
                break
            number += 1
        paper = Paper(doc, 1, doc, text, self.workspace.folder)
        document = self.known.setdefault(doc, Document(paper, None))
        document.opened_by(tab)
        return document

    def save(self, document: Document, text: str | None, over: str | None) -> Saved:
        """Write a document to its file (one that has none: to a new one), unless somebody else has changed that."""
        if text is not None:
            document.take_edits(text)
        if not document.paper.path:
            self._new_place(document)
        path = document.paper.path
        there = self._here(path)
        if there is not None and document.stamp is not None:
            known = {document.stamp.hash, over, hash_of(document.paper.text.encode("utf-8"))}
            if there.stamp.hash not in known:
                return Saved(rev=document.paper.rev, saved=False, path=path, changed=self._changed(document, there))
        document.written(self.workspace.write(path, document.paper.text))
        return Saved(rev=document.paper.rev, saved=True, path=path)

    def _new_place(self, document: Document) -> None:
        """Where a document without a file goes: a shipped case with its sources, another text under its own name."""
        paper = document.paper
        if paper.shipped:
            path = self.workspace.free(paper.name, "")
            place = self.workspace.place(path)
            shutil.copytree(paper.folder, place, ignore=shutil.ignore_patterns("expected.yaml"))
            document.placed(f"{path}/{SITUATION_FILE}", place)
            return
        name = PurePosixPath(paper.name.split(":", 2)[-1]).name
        stem, dot, ending = name.rpartition(".")
        ending = f".{ending}" if dot and f".{ending}" in (".yaml", ".yml") else ".yaml"
        document.placed(self.workspace.free(stem if dot else name, ending), self.workspace.folder)

    def disk(self, document: Document, tab: str) -> Disk:
        """What has become of a document's file, and whether a newer page has it open."""
        elsewhere = bool(tab) and bool(document.tabs) and document.tabs[-1] != tab
        if document.stamp is None or not document.paper.path:
            return Disk(elsewhere=elsewhere)
        if self.workspace.same(document.paper.path, document.stamp):
            return Disk(elsewhere=elsewhere)
        there = self._here(document.paper.path)
        if there is None or there.stamp.hash == document.stamp.hash:
            return Disk(elsewhere=elsewhere, gone=there is None)
        return Disk(elsewhere=elsewhere, changed=self._changed(document, there))

    def _changed(self, document: Document, there: Found) -> Changed:
        base, ours, theirs = map(shown, (document.base, document.paper.text, there.text))
        return Changed(
            hash=there.stamp.hash,
            theirs=theirs,
            ours=ours,
            differences=differences(base, ours, theirs),
            merged=merged(base, ours, theirs),
        )
