"""Reading files of a size that can be meant, and writing them so that nothing is ever left half written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from detente.errors import Place, Problem

SITUATION_FILE = "situation.yaml"  # in a folder, the file that is the situation


def read_whole(path: Path, limit: int) -> tuple[bytes, tuple[Problem, ...]]:
    """The content of a file; or the one problem with it: too large, or not to be read."""
    try:
        size = path.stat().st_size
        if size > limit:
            return b"", (Problem("file_large", Place(path.name), {"size": size, "limit": limit}),)
        return path.read_bytes(), ()
    except OSError as error:
        return b"", (Problem("file_unreadable", Place(str(path)), {"reason": error.strerror or str(error)}),)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write to a temporary file beside the target and rename it: all of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8") if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
