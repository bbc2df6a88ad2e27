"""Anchors and hashes that travel when a source text may not: ``sources.lock.json`` beside the situation."""

from __future__ import annotations

import json
from typing import Any

from detente.evidence.citations import CiteError, cited, resolve
from detente.evidence.sources import SourceError, Sources, digests
from detente.situation.records import Cite

CLAIM_COLUMNS = ("standing", "note")


def lock_text(sources: Sources) -> str:
    """The content of the lock file: per source, its hashes, the places of its quotes, its claims, its cited rows."""
    found: dict[str, dict[str, Any]] = {}
    for name, source in sources.situation.sources.items():
        text = sources.text(name)
        if text is not None:
            found[name] = {"file": source.file, **digests(text)}
    cites = [cite for _, record in cited(sources.situation) for cite in record.cites]
    cites += [Cite(name=name) for name in sources.situation.passages]
    for cite in cites:
        try:
            evidence = resolve(sources, cite)
        except (CiteError, SourceError):
            continue
        entry = found.get(evidence.source)
        if entry is None:
            continue
        if evidence.kind == "passage":
            quote = cite.quote or sources.situation.passages[cite.name or ""].quote
            entry.setdefault("quotes", {})[quote] = [evidence.start, evidence.end]
        elif evidence.kind == "row":
            row = {"words": evidence.words, "known_from": evidence.known_from}
            entry.setdefault("rows", {})[evidence.cite] = row
    for claim in sources.claims.values():
        if claim.source in found:
            row = {key: claim.row[key] for key in CLAIM_COLUMNS if claim.row.get(key)}
            entry = {"start": claim.start, "end": claim.end, "words": claim.words, "row": row}
            found[claim.source].setdefault("claims", {})[claim.id] = entry
    return json.dumps({"lock": 1, "sources": found}, ensure_ascii=False, indent=1) + "\n"
