"""Reading files of a size that can be meant, and writing them so that nothing is ever left half written.

A file is opened once and judged by what was opened, not by its name: what is put in its place in between changes
nothing, and a pipe or a device is never waited for. What is written goes under a new name beside the target, reaches
the disk and then takes the target's place; a link that stands there is replaced and not followed.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

from detente.errors import DetenteError, Place, Problem, reason_of, way_out

SITUATION_FILE = "situation.yaml"  # in a folder, the file that is the situation
ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/")  # s3://…, of which a path keeps one slash; one letter is a drive
WAIT_FOR_NOTHING = getattr(os, "O_NONBLOCK", 0)
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
LONGEST_NAME = 255  # bytes, on every usual disk
BY_DESCRIPTOR = os.open in os.supports_dir_fd


class NotAFileError(OSError):
    """A pipe or a device where a file belongs."""


def opened(path: Path, inside: Path | None = None) -> IO[bytes]:
    """A file for reading. `inside`: a folder it must lie in, entered step by step without following any link.

    Raises `NotAFileError`, or `OSError` as the system does.
    """
    flags = os.O_RDONLY | WAIT_FOR_NOTHING | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags) if inside is None or not BY_DESCRIPTOR else _within(inside, path, flags)
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        raise IsADirectoryError(errno.EISDIR, "") if stat.S_ISDIR(mode) else NotAFileError
    return os.fdopen(handle, "rb")


def _within(folder: Path, path: Path, flags: int) -> int:
    """The descriptor of a file below a folder; a step that is a link is refused by the system (ELOOP, ENOTDIR)."""
    *above, name = path.relative_to(folder).parts or (".",)
    here = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for step in above:
            below = os.open(step, os.O_RDONLY | os.O_DIRECTORY | NO_LINK, dir_fd=here)
            os.close(here)
            here = below
        return os.open(name, flags | NO_LINK, dir_fd=here)
    finally:
        os.close(here)


def read_whole(path: Path, limit: int) -> tuple[bytes, tuple[Problem, ...]]:
    """The content of a file; or the one problem with it: too large, or not to be read."""
    try:
        with opened(path) as file:
            size = os.fstat(file.fileno()).st_size
            data = b"" if size > limit else file.read(limit + 1)
    except (OSError, ValueError) as error:
        return b"", (Problem("file_unreadable", Place(str(path)), {"reason": reason_of(error)}),)
    if max(size, len(data)) > limit:
        return b"", (Problem("file_large", Place(path.name), {"size": max(size, len(data)), "limit": limit}),)
    return data, ()


def encoding_of(start: bytes) -> str:
    """The encoding of a table: UTF-16 where its first mark says so, as spreadsheets save “Unicode text”; else UTF-8."""
    return "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def writable(path: str | Path, folder: bool | None = False) -> None:
    """Refuse a target that cannot be written, before anything is worked out for it. `folder`: whether it is to be one;
    None: it may be either, and only an address is refused.

    Raises `DetenteError`: an address of another machine, something there that is no file (or no folder), a place that
    may not be written to, an impossible name.
    """
    if address := ADDRESS.match(str(path)):
        raise DetenteError("target_address", path=str(path), scheme=address[1])
    path = Path(path)
    if folder is None:
        return
    try:
        if any(len(os.fsencode(part)) > LONGEST_NAME for part in path.parts):
            raise OSError(errno.ENAMETOOLONG, "")
        with suppress(FileNotFoundError):
            os.lstat(path)
            if not (path.is_dir() if folder else path.is_file() or not path.exists()):
                raise DetenteError("target_no_folder" if folder else "target_no_file", path=str(path))
        place = next(one for one in ((path,) if folder else ()) + tuple(path.absolute().parents) if one.exists())
        if not place.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "")
        if not os.access(place, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "")
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from None


# The mark of a text that is made anew each time, by its ending, and what it stands before (nothing: it comes first).
# The head of a page, the properties of a document and the data of a picture name their maker anyway.
MARKS = {
    ".svg": ("<!-- detente -->\n", "<svg"), ".graphml": ("<!-- detente -->\n", "<graphml"),
    ".md": ("<!-- detente -->\n\n", ""), ".tex": ("% detente\n", ""), ".dot": ("// detente\n", ""),
    ".gv": ("// detente\n", ""),
}  # fmt: skip
PDF_MARK = b"% detente\n"  # behind the end of the file
_PAGE = rb'<!doctype html>\n<html [^>]*>\n<head>.{0,500}<meta name="generator" content="detente '
_MAKER = re.compile(rb"<dc:creator[^>]*>detente</dc:creator>")
_XML = rb"(<\?xml.{0,500})?<!-- detente -->\n"
OURS = {
    ending: re.compile(begin, re.DOTALL)
    for ending, begin in {
        ".html": _PAGE, ".htm": _PAGE, ".svg": _XML + b"<svg", ".graphml": _XML + b"<graphml",
        ".md": b"<!-- detente -->", ".tex": b"% detente\n", ".dot": b"// detente\n", ".gv": b"// detente\n",
        ".csv": b"issue,actors,",
        ".png": rb"\x89PNG.{0,4000}Software\0detente", ".pdf": b"%PDF", ".docx": b"PK", ".xlsx": b"PK",
    }.items()
}  # fmt: skip


def replaceable(path: Path) -> None:
    """Refuse to write over a file that does not bear the mark of what is made here: it is somebody else's.

    Raises `DetenteError`.
    """
    with suppress(OSError), opened(path) as file:
        if os.fstat(file.fileno()).st_size and not _made_here(file, path.suffix.lower()):
            raise DetenteError("target_other", path=str(path), ending=path.suffix)


def _made_here(file: IO[bytes], ending: str) -> bool:
    """Whether a file bears the mark; one of an ending without a mark is taken to."""
    if ending in OURS and not OURS[ending].match(file.read(5000)):
        return False
    if ending == ".pdf":
        file.seek(-min(len(PDF_MARK), os.fstat(file.fileno()).st_size), os.SEEK_END)
        return file.read() == PDF_MARK
    if ending in (".docx", ".xlsx"):
        import zipfile  # few runs meet an archive

        with suppress(zipfile.BadZipFile, KeyError), zipfile.ZipFile(file) as parts:
            return bool(_MAKER.search(parts.open("docProps/core.xml").read(5000)))
        return False
    return True


def marked(content: str | bytes, ending: str) -> str | bytes:
    """What is made anew each time, with the mark by which it is known then (`replaceable`)."""
    if isinstance(content, bytes):
        return content + PDF_MARK if ending == ".pdf" else content
    mark, before = MARKS.get(ending, ("", ""))
    place = content.index(before)
    return content[:place] + mark + content[place:]


def write_made(path: Path, content: str | bytes) -> None:
    """The same written."""
    write_whole(path, marked(content, path.suffix.lower()))


def unwritable(path: str | Path, error: Exception) -> DetenteError:
    """What is said where a file or folder cannot be written."""
    return DetenteError("unwritable", path=str(path), reason=reason_of(error), mend=way_out(error))


def write_whole(path: Path, content: str | bytes) -> None:
    """Write to a new file beside the target and rename it: all of it or none. Raises `DetenteError` if it cannot."""
    writable(path)
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".detente-", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
        name = ""
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        if name:
            Path(name).unlink(missing_ok=True)


# A spreadsheet runs a cell that begins so, and takes one quote before it for “this is text”.
_RUN = re.compile(r"'?[=+\-\u2212@\t\r\uff1d\uff0b\uff0d\uff20]|''")
_NUMBER = re.compile(r"[+\-\u2212]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?%?", re.IGNORECASE | re.ASCII)


def guarded(cell: object) -> str:
    """A cell of CSV as a spreadsheet shows and never runs it: with a quote before what it would run."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if _RUN.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(cell: str) -> str:
    """The same cell as it was before it was written."""
    return cell[1:] if cell[:1] == "'" and _RUN.match(cell) else cell


def csv_text(rows: Iterable[Iterable[object]], mark: str = ",") -> str:
    """Rows as CSV: every cell guarded, and in double quotes where it holds a mark, a quote or an end of line."""
    return "".join(mark.join(_quoted(guarded(cell), mark) for cell in row) + "\n" for row in rows)


def _quoted(text: str, mark: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(char in text for char in (mark, '"', "\r", "\n")) else text
