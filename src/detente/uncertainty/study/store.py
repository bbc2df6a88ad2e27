"""A study on disk: a folder with a manifest and Parquet parts, so that a run can stop anywhere and go on later.

``manifest.json`` says what the parts hold: seed, batch size, the digest of the situation (whole, and block by block),
concepts, versions, draws. It is written first; a folder whose manifest differs is refused, naming what differs. A part
holds some batches (`Manifest.span`), is written under another name, flushed to the disk and then renamed, so a file
named ``part-NUMBER-HASH.parquet`` is whole; the hash of its bytes is in its name, so damage is seen and the part is
drawn again. Parts can be read while a study runs: ``SELECT … FROM 'FOLDER/part-*.parquet'`` (DuckDB).
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from collections.abc import Iterator, Sized
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from detente.errors import DetenteError
from detente.files import opened, unwritable, writable
from detente.outcomes.columns import Column
from detente.outcomes.preferences import Array
from detente.result import digest
from detente.situation.model import Situation
from detente.uncertainty.study.batches import Plan, Table
from detente.uncertainty.study.sampling import BATCH
from detente.version import __version__

MANIFEST = "manifest.json"
DRAW = "study/draw"  # the number of a draw, from 0; no driver can have this name
NOTE = b"detente"  # key of the bytes kept beside the rows
MOST_PARTS = 64  # about how many parts a study is cut into
LONGEST_PART = 128  # batches
LARGEST_MANIFEST = 1_000_000  # bytes
_LEFTOVER = re.compile(r"\.tmp-\d+-(part-\d{6}-[0-9a-f]{16}\.parquet|manifest\.json)")

# What does not change a draw or a measure, so that a study goes on when only this was edited.
BESIDE = frozenset(
    {"title", "date", "sources", "passages", "checks", "variants", "perceptions", "acts", "cites", "accept"}
)
BESIDE |= {"why", "note"}


@dataclass(frozen=True)
class Manifest:
    """What the parts of a folder hold. `blocks`: block of the file → its digest; `span`: batches of a part."""

    seed: int
    concepts: tuple[str, ...]
    also: tuple[str, ...]
    situation: str
    blocks: dict[str, str]
    draws: int
    span: int
    batch: int = BATCH
    detente: str = __version__
    numpy: str = np.__version__
    format: int = 1
    sifted: int = 0  # of how many draws only some rows are kept; 0: every row is


def manifest_of(plan: Plan, sifted: bool = False) -> Manifest:
    """The manifest of a new folder."""
    span = min(LONGEST_PART, max(1, plan.batches // MOST_PARTS))
    blocks = _blocks(plan.situation)
    whole, some = digest(plan.situation), plan.count if sifted else 0
    return Manifest(plan.seed, plan.concepts, plan.also, whole, blocks, plan.count, span, sifted=some)


def _blocks(situation: Situation) -> dict[str, str]:
    data = situation.model_dump(mode="json", by_alias=True)
    texts = {key: json.dumps(value, ensure_ascii=False) for key, value in data.items() if value and key not in BESIDE}
    return {key: hashlib.blake2b(text.encode(), digest_size=8).hexdigest() for key, text in texts.items()}


@dataclass
class Store:
    """A folder that parts are written to and read from. `damaged`: parts that were found broken."""

    folder: Path
    plan: Plan
    manifest: Manifest
    damaged: list[int] = field(default_factory=list)

    def write(
        self, part: int, drawn: Table, measured: Table, draws: Array | None = None, note: bytes | None = None
    ) -> None:
        """Keep a part: all of it, or (if the machine stops) nothing.

        `draws`: the numbers of its draws (None: all, from its first); `note`: bytes kept beside them.
        """
        from pyarrow import BufferOutputStream, parquet

        sink = BufferOutputStream()
        if draws is None:
            count = len(next(iter((measured or drawn).values()), ()))
            draws = np.arange(count) + part * self.manifest.span * BATCH
        table = _arrow(self.plan, draws, drawn, measured)
        if note is not None:
            table = table.replace_schema_metadata({NOTE: base64.b64encode(note)})
        parquet.write_table(table, sink, compression="zstd")
        data = sink.getvalue().to_pybytes()
        target = self.folder / f"part-{part:06d}-{_hash(data)}.parquet"
        older = [path for path in self._files(part) if path != target]
        try:
            _write(target, data)
        except OSError as error:
            raise unwritable(self.folder, error) from None
        for path in older:
            path.unlink(missing_ok=True)

    def read(self, part: int, rows: int) -> tuple[Table, Table] | None:
        """The first `rows` draws of a part; None if it is not there, too short, or damaged (then it is noted)."""
        found = self.load(part, rows)
        return None if found is None else (_cut(found[1], rows), _cut(found[2], rows))

    def load(self, part: int, rows: int = 0) -> tuple[Array, Table, Table, bytes] | None:
        """The numbers of its draws, the drawn columns, the measures and the note of a part with that many rows."""
        for path in self._files(part):
            try:
                with opened(path, self.folder) as file:
                    data = file.read()
                if path.stem.rpartition("-")[2] != _hash(data):
                    raise ValueError("damaged")
                found = _tables(self.plan, data)
                _agree(self.plan, *found[:3])
            except (OSError, ValueError, KeyError, TypeError, AttributeError, NotImplementedError):  # of pyarrow, too
                self.damaged.append(part)
                path.unlink(missing_ok=True)
                continue
            if len(found[0]) >= rows:
                return found
        return None

    def lengthen(self, draws: int) -> None:
        """Note in the manifest that the study now has this many draws."""
        if draws > self.manifest.draws:
            self.manifest = replace(self.manifest, draws=draws)
            _write_manifest(self.folder, self.manifest)

    def _files(self, part: int) -> list[Path]:
        return sorted(self.folder.glob(f"part-{part:06d}-*.parquet"))


def open_store(folder: str | Path, plan: Plan, sifted: bool = False) -> Store:
    """The folder of a study, made if it is not there. `sifted`: of which only some rows are kept.

    Raises `DetenteError` if it cannot be written, holds other files, or holds another study (naming what differs).
    """
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise DetenteError("extra_missing", package="pyarrow", extra="scale") from None
    path = Path(folder)
    writable(folder, folder=True)
    try:
        path.mkdir(parents=True, exist_ok=True)
        inside = sorted(path.iterdir())
        leftovers = [item for item in inside if _LEFTOVER.fullmatch(item.name)]
        held = [item.name for item in inside if item not in leftovers]
        wanted = manifest_of(plan, sifted)
        if held:
            found = _read_manifest(path, held)
            differing = _differing(found, wanted)
            if differing:
                raise DetenteError("store_other", folder=str(path), differing=tuple(differing))
            wanted = replace(found, draws=max(found.draws, wanted.draws))
        _write_manifest(path, wanted)
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from None
    return Store(path, plan, wanted)


@contextmanager
def telling_what_is_kept(store: Store | None, done: Sized, whole: int) -> Iterator[None]:
    """If the machines that compute are lost, say in the error how many parts are kept, and where."""
    try:
        yield
    except DetenteError as error:
        if store is not None and error.code in ("scheduler_lost", "workers_lost"):
            error.params.update(kept=len(done), whole=whole, folder=str(store.folder))
        raise


def _cut(table: Table, rows: int) -> Table:
    return {name: values[:rows] for name, values in table.items()}


def _read_manifest(path: Path, held: list[str]) -> Manifest:
    try:
        with opened(path / MANIFEST, path) as file:
            data = json.loads(file.read(LARGEST_MANIFEST))
        found = Manifest(**{**data, "concepts": tuple(data["concepts"]), "also": tuple(data["also"])})
        if not _sound(found):
            raise ValueError(MANIFEST)
        return found
    except (FileNotFoundError, ValueError, TypeError, KeyError, RecursionError):
        raise DetenteError("store_foreign", folder=str(path), found=tuple(held[:3])) from None


def _sound(found: Manifest) -> bool:
    """Every entry is of its type, and no number is beyond what a study can have."""
    whole = (found.seed, found.draws, found.span, found.batch, found.format, found.sifted)
    texts = (*found.concepts, *found.also, found.situation, found.detente, found.numpy)
    return (
        all(type(number) is int and 0 <= number < 2**64 for number in whole)
        and 1 <= found.span <= LONGEST_PART
        and isinstance(found.blocks, dict)
        and all(isinstance(text, str) for text in (*texts, *found.blocks, *found.blocks.values()))
    )


def _differing(found: Manifest, wanted: Manifest) -> list[str]:
    """What keeps the parts of one from serving the other, in words of the manifest and blocks of the file."""
    fields = ("format", "seed", "batch", "concepts", "also", "sifted", "detente", "numpy")
    said = [
        f"{name}: {_shown(getattr(found, name))} → {_shown(getattr(wanted, name))}"
        for name in fields
        if getattr(found, name) != getattr(wanted, name)
    ]
    blocks = dict.fromkeys((*wanted.blocks, *found.blocks))
    return said + [name for name in blocks if found.blocks.get(name) != wanted.blocks.get(name)]


def _shown(value: object) -> str:
    return "+".join(map(str, value)) or "–" if isinstance(value, tuple) else str(value)


def _write_manifest(folder: Path, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2) + "\n"
    _write(folder / MANIFEST, text.encode())


def _write(target: Path, data: bytes) -> None:
    """Under a temporary name, flushed, then renamed: the target is whole or not there."""
    temporary = target.with_name(f".tmp-{os.getpid()}-{target.name}")
    temporary.unlink(missing_ok=True)  # of a process that had this number and was ended
    with temporary.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(target)
    if hasattr(os, "O_DIRECTORY"):  # the new name itself must reach the disk
        place = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(place)
        os.close(place)


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def _arrow(plan: Plan, draws: Array, drawn: Table, measured: Table) -> Any:
    """The rows as an Arrow table: answers as words, bits as bytes."""
    import pyarrow

    columns: dict[str, Any] = {DRAW: pyarrow.array(draws.astype(np.int64))}
    columns.update({name: pyarrow.array(values) for name, values in drawn.items()})
    for name, values in measured.items():
        columns[name] = _column(plan.columns[name], values)
    return pyarrow.table(columns)


def _column(column: Column, values: Array) -> Any:
    import pyarrow

    if column.kind == "answer":
        known = values < len(column.categories)
        codes = pyarrow.array(np.where(known, values, 0).astype(np.int8), mask=~known)
        return pyarrow.DictionaryArray.from_arrays(codes, pyarrow.array(column.categories))
    if column.kind == "bits":
        width = values.shape[1]
        data = pyarrow.py_buffer(np.ascontiguousarray(values).tobytes())
        return pyarrow.FixedSizeBinaryArray.from_buffers(pyarrow.binary(width), len(values), [None, data])
    return pyarrow.array(values)


def _bits(values: Any, width: int) -> Array:
    """Back from a column of bytes: rows × width. Raises `ValueError` for another type or width, or a row without."""
    import pyarrow

    if values.type != pyarrow.binary(width) or values.null_count:
        raise ValueError(str(values.type))
    data = np.frombuffer(values.buffers()[1] or b"", np.uint8)
    return data[values.offset * width : (values.offset + len(values)) * width].reshape(-1, width)


def _agree(plan: Plan, draws: Array, drawn: Table, measured: Table) -> None:
    """Raise `ValueError` for columns of other types, widths or lengths than the study's own, or for other draws."""
    count = len(draws)
    if draws.dtype != np.int64 or (count and not (draws[0] >= 0 and (np.diff(draws) > 0).all())):
        raise ValueError(DRAW)
    for name, values in drawn.items():
        if values.dtype != np.float64 or values.shape != (count,) or not np.isfinite(values).all():
            raise ValueError(name)
    for name, column in plan.columns.items():
        wanted = column.empty(0)
        if measured[name].dtype != wanted.dtype or measured[name].shape != (count, *wanted.shape[1:]):
            raise ValueError(name)


def _tables(plan: Plan, data: bytes) -> tuple[Array, Table, Table, bytes]:
    """Back from the bytes of a part. Raises `ValueError` or `KeyError` if something is missing or odd."""
    import pyarrow
    from pyarrow import parquet

    table = parquet.read_table(pyarrow.BufferReader(data)).combine_chunks()
    drawn = {name: table[name].to_numpy() for name in plan.design.names}
    measured = {}
    for name, column in plan.columns.items():
        values = table[name].combine_chunks()
        if column.kind == "answer":
            words = {word: code for code, word in enumerate(column.categories)}
            codes = np.array([words[word] for word in values.dictionary.to_pylist()] or [0], np.uint8)
            places = values.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
            measured[name] = np.where(places < 0, np.uint8(255), codes[places])
        elif column.kind == "bits":
            measured[name] = _bits(values, -(-column.width // 8))
        else:
            measured[name] = values.to_numpy()
    note = base64.b64decode((table.schema.metadata or {}).get(NOTE, b""))
    return table[DRAW].to_numpy(), drawn, measured, note
