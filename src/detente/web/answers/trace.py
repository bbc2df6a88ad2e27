"""What stands behind a number: what the file says, why, and every passage and row with the words around it."""

from __future__ import annotations

from detente.evidence.citations import Evidence as Found
from detente.evidence.citations import support
from detente.evidence.sources import Sources
from detente.evidence.trace import at as record_at
from detente.evidence.trace import evidence_of, find, says
from detente.outcomes.changed import settable
from detente.situation.model import Situation
from detente.web.answers.numbers import MARKS, called, line_of
from detente.web.contracts.bench import AskTrace, Evidence, Trace
from detente.web.desk import View
from detente.words import in_language

AROUND = 70  # letters before and after a passage


def trace(view: View, asked: AskTrace) -> Trace:
    """The evidence of a number or another part. Raises `DetenteError` where there is no such part, or several."""
    situation, teller = view.written, view.teller(asked.lang)
    path = settable(situation).get(asked.path) or find(situation, asked.path)
    kind, cites, reason = support(situation, path)
    document = view.paper.checked.reading.document
    steps = tuple(map(str, path))
    return Trace(
        path=".".join(steps),
        text=called(teller, steps) if steps[0] in ("drivers", "preferences") or steps[-1] == "inertia" else asked.path,
        says=says(record_at(situation, path)),
        mark=MARKS[kind],
        why=in_language(reason, asked.lang) or "",
        line=line_of(document, steps),
        evidence=[evidence(view.sources, one, asked.lang) for one in evidence_of(view.sources, cites)],
    )


def evidence(sources: Sources, found: Found, language: str) -> Evidence:
    """A passage with the words around it, or a row of a table in words."""
    situation = sources.situation
    title = in_language(situation.sources[found.source].title, language) if found.source in situation.sources else None
    if found.kind == "row":
        row = (sources.rows(found.source) or {}).get(found.cite, {})
        told = (found.translation or {}).get(language) or row.get("fact") or row.get("statement") or found.words
        value = " ".join(filter(None, (row.get("value"), row.get("unit")))) if told == row.get("fact") else ""
        return Evidence(
            cite=found.cite, kind="row", source=row.get("source") or title or found.source, text=told, value=value
        )
    text = sources.text(found.source) if found.source in situation.sources else None
    before, after = ("", "") if text is None or found.start is None or found.end is None else _around(text, found)
    return Evidence(
        cite=found.cite,
        kind=found.kind,
        source=title or found.source,
        start=found.start,
        end=found.end,
        before=before,
        words=found.words,
        after=after,
        translation=in_language(found.translation, language) or "",
        language=_language(situation, found.source),
    )


def _language(situation: Situation, source: str) -> str:
    record = situation.sources.get(source)
    return (record.language if record else None) or ""


def _around(text: str, found: Found) -> tuple[str, str]:
    """Some words before and after a passage, cut between words."""
    assert found.start is not None and found.end is not None
    before = text[max(0, found.start - AROUND) : found.start]
    after = text[found.end : found.end + AROUND]
    if found.start > AROUND:
        before = before.partition(" ")[2]
    if found.end + AROUND < len(text):
        after = after.rpartition(" ")[0]
    return before.replace("\n", " "), after.replace("\n", " ")
