"""From a cite to the words behind it: passages, claims and table rows, each found in its source and checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from detente.evidence.anchor import Anchor, QuoteError, anchor
from detente.evidence.negators import nearby_negator
from detente.evidence.sources import Sources
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.situation.records import Cite, Record, entries
from detente.words import Said

Path = tuple[str | int, ...]


class CiteError(Exception):
    """The cite leads nowhere; `code` is a message key, `entry` says which entry of the cite is to blame."""

    def __init__(self, code: str, entry: str = "name", **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.entry = entry
        self.params = params


@dataclass(frozen=True)
class Evidence:
    """What a cite leads to. `start` and `end` count code points; None where the source is not there or is a table.

    `anchored`: ``exact``, ``normalised``, ``row``, ``locked`` (known from the lock file) or ``missing``.
    """

    cite: str
    kind: Literal["passage", "claim", "row"]
    source: str
    words: str
    translation: Any = None
    start: int | None = None
    end: int | None = None
    anchored: Literal["exact", "normalised", "row", "locked", "missing"] = "missing"
    known_from: str | None = None
    negator: str | None = None


def records(record: Any, path: Path = ()) -> Iterator[tuple[Path, Record]]:
    """Every record inside, outermost first, with its path in the file."""
    kind = type(record)  # as in `detente.outcomes.numbers`: quicker than `isinstance`
    if kind is dict:
        for key, value in record.items():
            yield from records(value, (*path, key))
    elif kind is tuple:
        for place, value in enumerate(record):
            yield from records(value, (*path, place))
    elif kind is not str and isinstance(record, Record):
        yield path, record
        for key, name in entries(type(record)):
            if below := getattr(record, key):
                yield from records(below, (*path, name))


def cited(situation: Situation, base: Situation | None = None) -> Iterator[tuple[Path, Record]]:
    """Every record that carries cites of its own; with `base`, without those in blocks that are the base's own."""
    if situation.cites:
        yield (), situation
    for key, name in entries(Situation):
        block = getattr(situation, key)
        if block and (base is None or block is not getattr(base, key)):
            yield from ((path, record) for path, record in records(block, (name,)) if record.cites)


def resolve(sources: Sources, cite: Cite) -> Evidence:
    """What the cite leads to. Raises `CiteError` or `SourceError` if it leads nowhere."""
    if cite.name is not None:
        if cite.name not in sources.resolved:
            sources.resolved[cite.name] = _by_name(sources, cite.name)
        found: Evidence = sources.resolved[cite.name]
        return found
    assert cite.source is not None
    _known_source(sources, cite.source)
    if cite.row is not None:
        return _row(sources, cite.source, cite.row)
    return _quote(sources, cite.source, cite.quote or "", cite.prefix, cite.suffix, cite.quote or "")


def _known_source(sources: Sources, name: str) -> None:
    if name not in sources.situation.sources:
        known = tuple(sources.situation.sources)
        raise CiteError("source_unknown", "source", name=name, nearest=nearest(name, known), known=known)


def _by_name(sources: Sources, name: str) -> Evidence:
    """A passage, a claim or, where only one table has it, a row."""
    situation = sources.situation
    found: list[Evidence] = []
    if name in situation.passages:
        passage = situation.passages[name]
        _known_source(sources, passage.source)
        found.append(_quote(sources, passage.source, passage.quote, passage.prefix, passage.suffix, name))
    if name in sources.claims:
        found.append(_claim(sources, name))
    tables = [table for table, source in situation.sources.items() if source.key is not None]
    for table in tables:
        if name in (sources.rows(table) or {}) or name in _locked_rows(sources, table):
            found.append(_row(sources, table, name))
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        raise CiteError(
            "cite_ambiguous", name=name, candidates=tuple(Said(f"cited.{e.kind}", {"source": e.source}) for e in found)
        )
    if any(sources.text(source) is None for source in situation.sources if situation.sources[source].claims):
        locked = bool(sources.lock)
        if not locked:
            return Evidence(name, "claim", "", "", anchored="missing")
    known = [*situation.passages, *sources.claims, *(key for table in tables for key in sources.rows(table) or ())]
    raise CiteError("cite_unknown", name=name, nearest=nearest(name, known))


def _quote(sources: Sources, source: str, quote: str, prefix: str | None, suffix: str | None, cite: str) -> Evidence:
    passage = sources.situation.passages.get(cite)
    translation = passage.translation if passage else None
    text = sources.text(source)
    if text is None:
        place = sources.lock.get("sources", {}).get(source, {}).get("quotes", {}).get(quote)
        if place is None:
            return Evidence(cite, "passage", source, quote, translation)
        return Evidence(cite, "passage", source, quote, translation, place[0], place[1], "locked")
    try:
        place = anchor(text, quote, prefix, suffix)
    except QuoteError as error:
        raise CiteError(error.code, "quote", source=source, quote=quote, candidates=error.candidates) from None
    return Evidence(
        cite,
        "passage",
        source,
        text[place.start : place.end],
        translation or _translation(sources, source, place.start, place.end),
        place.start,
        place.end,
        place.kind,
        negator=nearby_negator(text, place),
    )


def _translation(sources: Sources, source: str, start: int, end: int) -> str | None:
    """What the claims that the passage overlaps most say in English."""
    overlaps = [
        (min(end, claim.end) - max(start, claim.start), claim)
        for claim in sources.claims.values()
        if claim.source == source and claim.start < end and claim.end > start
    ]
    return max(overlaps, key=lambda pair: pair[0])[1].words if overlaps else None


def _claim(sources: Sources, name: str) -> Evidence:
    claim = sources.claims[name]
    text = sources.text(claim.source)
    if text is None:
        words = claim.quote or claim.words or ""
        return Evidence(name, "claim", claim.source, words, claim.words, claim.start, claim.end, "locked")
    words = text[claim.start : claim.end]
    if claim.end > len(text):
        raise CiteError("claim_beyond", name=name, source=claim.source, end=claim.end, length=len(text))
    if claim.quote is not None and words != claim.quote:
        start = text.find(claim.quote)
        place = f"{start}–{start + len(claim.quote)}" if start >= 0 else None
        found = " ".join(words.split())
        raise CiteError("claim_moved", name=name, source=claim.source, found=found, expected=claim.quote, place=place)
    return Evidence(
        name,
        "claim",
        claim.source,
        words,
        claim.words,
        claim.start,
        claim.end,
        "exact",
        negator=nearby_negator(text, Anchor(claim.start, claim.end, "exact")),
    )


def _locked_rows(sources: Sources, table: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = sources.lock.get("sources", {}).get(table, {}).get("rows", {})
    return found


def _row(sources: Sources, table: str, key: str) -> Evidence:
    source = sources.source(table)
    if source.key is None:
        raise CiteError("source_without_key", "row", source=table)
    rows = sources.rows(table)
    if rows is None:
        locked = _locked_rows(sources, table).get(key)
        if locked is None:
            return Evidence(key, "row", table, key)
        return Evidence(key, "row", table, locked["words"], anchored="locked", known_from=locked.get("known_from"))
    if key not in rows:
        raise CiteError("row_unknown", "row", name=key, source=table, nearest=nearest(key, rows))
    row = rows[key]
    known_from = row.get(source.known_from or "") or None
    told = {name.removeprefix("fact_"): words for name, words in row.items() if name.startswith("fact_") and words}
    words = row_words(row, source.key)
    return Evidence(key, "row", table, words, told or None, anchored="row", known_from=known_from)


def row_words(row: dict[str, str], key: str) -> str:
    """A row as a sentence: its columns but the key, as far as they say something (``fact_ar`` says it in Arabic)."""
    first = [row[name] for name in ("fact", "statement", "text") if row.get(name)]
    value = " ".join(row[name] for name in ("value", "unit", "year") if row.get(name))
    source = row.get("source", "")
    if first:
        return "; ".join(part for part in (f"{first[0]}: {value}" if value else first[0], source) if part)
    return "; ".join(
        f"{name} {value}" for name, value in row.items() if value and name != key and not name.startswith("fact_")
    )


def support(situation: Situation, path: Path) -> tuple[str, tuple[Cite, ...], Any]:
    """What stands behind the record at a path: ``direct``, ``inherited``, ``judgement`` or ``none``; cites; reason.

    A record without cites and without a reason of its own inherits those of the nearest record around it.
    """
    trail: list[Record] = []
    here: Any = situation
    for step in path:
        if isinstance(here, Record):
            here = getattr(here, {"from": "from_", "if": "if_"}.get(str(step), str(step)), None)
        else:
            here = here[step] if here is not None else None
        if isinstance(here, Record):
            trail.append(here)
    for depth, record in enumerate(reversed(trail)):
        if record.cites:
            return ("direct" if depth == 0 else "inherited"), record.cites, record.why
        if record.why is not None:
            return "judgement", (), record.why
    return "none", (), None
