"""What the report rests on: every quoted claim, every fact, every judgement, and what is missing."""

from __future__ import annotations

from typing import Any

from detente.evidence.citations import Evidence
from detente.report.findings import Findings
from detente.words import has, in_language, join, say

Part = dict[str, Any]


def evidence_section(found: Findings, language: str) -> Part | None:
    """Claims with their standing and use, facts, judgements; None where nothing rests on anything."""
    covered = found.coverage
    if not found.case.situation.sources and not covered.judgements:
        return None
    counts = covered.counts()
    claims = [
        {
            "id": item.claim.id,
            "quote": item.claim.quote or "",
            "language": found.sources.source(item.claim.source).language or "",
            "words": item.claim.words or "",
            "note": item.claim.row.get("note", ""),
            "standing": _standing(item.claim.row.get("standing", ""), language),
            "contested": item.claim.row.get("standing", "").startswith("contested"),
            "use": item.use,
            "parts": item.parts,
        }
        for item in covered.claims
    ]
    missing = [name for name in found.case.situation.sources if _is_missing(found, name)]
    return {
        "claims": claims,
        "coverage": say("page.coverage", language, total=len(claims), **counts) if claims else "",
        "rows": [_row(evidence, parts) for evidence, parts in covered.rows],
        "judgements": [
            {"path": path, "value": value, "reason": in_language(why, language) or ""}
            for path, value, why in covered.judgements
        ],
        "bare": [path for path, _ in covered.unsupported],
        "missing": join(missing, language),
    }


def _standing(word: str, language: str) -> str:
    key = f"page.standings.{word.replace(' ', '_')}"
    return say(key, language) if word and has(key, language) else word


def _row(evidence: Evidence, parts: tuple[str, ...]) -> Part:
    return {"id": evidence.cite, "words": evidence.words, "parts": parts}


def _is_missing(found: Findings, name: str) -> bool:
    source = found.sources.source(name)
    return (found.sources.rows(name) if source.key else found.sources.text(name)) is None
