"""A folder with which others get the same: the inputs, what was printed from them, and a script that makes it again.

The folder is made in memory as a map from names to bytes, which holds no time and no place: the same inputs and
versions give the same bytes. It is written over an earlier one only where nobody has changed that one since.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from detente.errors import DetenteError
from detente.evidence.named_files import named_files
from detente.files import read_whole, write_whole
from detente.situation.model import Situation
from detente.version import __version__
from detente.words import say

MANIFEST, SCRIPT = "manifest.json", "again.py"
PACKAGES = ("numpy", "pydantic", "ruamel.yaml", "highspy")
LARGEST_INPUT = 20_000_000
SCRIPT_TEXT = '''"""Makes everything in this folder once more, in another place, and compares: python again.py"""

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ARGUMENTS = {arguments!r}

was = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
with tempfile.TemporaryDirectory() as folder:
    out = Path(folder) / "again"
    command = [sys.executable, "-m", "detente", *ARGUMENTS, "--out", str(out)]
    subprocess.run(command, cwd=HERE, check=True, stderr=subprocess.DEVNULL)
    now = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    wrong = 0
    for name, digest in was["files"].items():
        made = out / name
        if not made.is_file():
            wrong += 1
            print({missing!r} + name)
        elif hashlib.sha256(made.read_bytes()).hexdigest() != digest:
            wrong += 1
            print({differs!r} + name)
if was["versions"] != now["versions"]:
    print({version!r} + json.dumps(was["versions"]))
if not wrong:
    print({same!r})
sys.exit(1 if wrong else 0)
'''


def digest_of(data: bytes) -> str:
    """The digest (SHA-256) of a file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def inputs_of(situation: Situation, folder: Path, file: Path) -> dict[str, bytes]:
    """The file itself and what it names beside itself, by name: sources, tables, and the anchors of absent sources.

    Raises `DetenteError` for a file that cannot be read.
    """
    named = {Path(name).as_posix(): path for name, path in named_files(situation, folder).items()}
    return {file.name: _read(file), **{name: _read(path) for name, path in named.items() if name != file.name}}


def _read(path: Path) -> bytes:
    data, problems = read_whole(path, LARGEST_INPUT)
    if problems:
        raise DetenteError("unreadable_input", path=str(path), reason=problems[0].render("en"))
    return data


def script(arguments: list[str], count: int, language: str) -> str:
    """The script that makes the folder again with these arguments, and compares so many files."""
    said = {key: say(f"repro.script.{key}", language, count=count) for key in ("same", "differs", "missing", "version")}
    return SCRIPT_TEXT.format(arguments=arguments, **said)


def manifest(files: Mapping[str, bytes], situation_digest: str, arguments: list[str]) -> str:
    """What is in the folder: the digest of each file, the versions, the fingerprint of the situation, the command."""
    versions = {"detente": __version__, "python": platform.python_version(), **{one: version(one) for one in PACKAGES}}
    told = {
        "detente repro": 1,
        "command": ["detente", *arguments],
        "situation": situation_digest,
        "versions": versions,
        "files": {name: digest_of(files[name]) for name in sorted(files)},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def refuse_foreign(folder: Path, names: Mapping[str, bytes]) -> None:
    """Refuse a folder in which a file stands in the way that is not from here, or was changed since.

    Raises `DetenteError` naming the first such file.
    """
    if not folder.is_dir():
        return
    known = _known(folder / MANIFEST)
    for name in names:
        path = folder / name
        if name != MANIFEST and path.is_file() and known.get(name) != digest_of(path.read_bytes()):
            raise DetenteError("repro_foreign", path=str(path))


def _known(path: Path) -> dict[str, str]:
    """The digests in an earlier manifest; none where there is none. Raises `DetenteError` for one not from here."""
    if not path.exists():
        return {}
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        if written["detente repro"] == 1:
            return {str(name): str(digest) for name, digest in written["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    raise DetenteError("repro_foreign", path=str(path))


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write every file; the manifest last, so that a folder with one is whole."""
    for name in sorted(files, key=lambda name: (name == MANIFEST, name)):
        write_whole(folder / name, files[name])
