"""The file itself: its text, edits, mistakes, saving, and what changed on the disk."""

from __future__ import annotations

from detente.web.contracts.asking import Asked, Basis, Edit, Mistake, Record, Replied


class AskFile(Asked):
    """The text of the file."""

    saved: bool = False
    """Filled in by the server."""


class Line(Record):
    """A line that holds a number (or another thing that can be traced), and its mark."""

    line: int
    path: str
    mark: Basis


class File(Replied):
    """The text, what its lines hold, and what is wrong with it."""

    text: str
    lines: list[Line]
    problems: list[Mistake]
    saved: bool
    """The file on the disk has this very text."""


class AskEdit(Asked):
    """Change the text: by edits of characters, or one value by its place (comments and spaces stay).

    With `variant`, values (place → value) become a variant of this name at the end of the file.
    """

    edits: list[Edit] | None = None
    path: str | None = None
    value: float | str | None = None
    values: dict[str, float | str] | None = None
    """Several places at once; with `variant`, laid over the file instead."""
    variant: str | None = None
    save: bool = False
    """Write it to the disk as well."""


class Edited(Replied):
    """The new text by the edits that lead to it, and those that lead back."""

    edits: list[Edit]
    back: list[Edit]
    problems: list[Mistake]
    saved: bool
    path: str = ""
    """Where it was written."""
    changed: Changed | None = None


class AskProblems(Asked):
    """What is wrong with the text (the document's own, or `text` as it is being typed)."""

    text: str | None = None


class Problems(Replied):
    """Every mistake, warning and hint, in the order of the file."""

    problems: list[Mistake]
    fixes: list[Edit] = []
    """All mistakes that can be mended without a choice, at once."""


class AskSave(Asked):
    """Write the document to the disk.

    `over`: the hash of what stands there and may be replaced, as `changed` said it. Without it nothing is written where
    somebody else has changed the file.
    """

    over: str | None = None
    text: str | None = None
    """Write this instead, and take it as the document's text."""


class Difference(Record):
    """Lines that differ between ours and theirs."""

    line: int
    before: str
    ours: str
    theirs: str


class Changed(Record):
    """The file was changed by somebody else: what both have."""

    hash: str
    theirs: str
    ours: str
    differences: list[Difference]
    merged: str | None = None
    """Both changes in one text; None where they meet."""


class Saved(Replied):
    """Whether it was written, and where; or what somebody else made of the file meanwhile."""

    saved: bool
    path: str
    changed: Changed | None = None


class AskDisk(Asked):
    """Whether the file on the disk is still what was read; who else has it open."""


class Disk(Replied):
    """`changed`: the file was changed by somebody else. `elsewhere`: a newer tab has it open."""

    changed: Changed | None = None
    elsewhere: bool = False
    gone: bool = False


class AskComplete(Asked):
    """What can stand at a place of the text."""

    at: int
    text: str | None = None


class Offer(Record):
    """A word that fits, what it is, and what it means."""

    word: str
    kind: str
    text: str


class Offers(Replied):
    """What fits at the place; it replaces the characters from `from` on."""

    start: int
    offers: list[Offer]
