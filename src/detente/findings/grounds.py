"""What stands behind the numbers: every weight with its sources, and how good these are.

A number is *measured* if a source gives it and nobody judged it; *part* if a source's number is taken times or with a
judged one; *judged* if a reason stands for it (or a word of the file's own scale), or if a source or a reason stands
for its goal, which says that it is wanted and not how much; *none* if nothing does.
"""

from __future__ import annotations

from collections.abc import Iterable

from detente.evidence.citations import CiteError, Evidence, resolve
from detente.evidence.coverage import coverage
from detente.evidence.sources import SourceError, Sources
from detente.findings.result import Basis, Grounds, Note, Weight
from detente.findings.turning import size_of
from detente.outcomes.numbers import Numbers, word_of
from detente.outcomes.preferences import summands
from detente.outcomes.space import Space
from detente.situation.expression import Name, parse
from detente.situation.model import Situation
from detente.situation.quantity import Formula
from detente.situation.records import Cite, Quantity, Record
from detente.situation.scope import names


def grounds(situation: Situation, space: Space, sources: Sources) -> Grounds:
    """Everything the report says of evidence. Of sources that are not there: what the lock file knows."""
    notes = _notes(situation, sources)
    used = coverage(sources)
    claims = {name: claim.row.get("standing", "") for name, claim in sources.claims.items()}
    tables = [name for name, source in situation.sources.items() if source.key is not None]
    rows = sum(len(sources.rows(name) or {}) for name in tables)
    return Grounds(
        tuple(_weights(situation, space, notes)),
        notes,
        tuple((name, source.rating) for name, source in situation.sources.items() if source.rating),
        rows,
        len(used.rows),
        claims,
        tuple(item.claim.id for item in used.claims if item.use != "unused"),
        len(used.judgements),
    )


def _weights(situation: Situation, space: Space, notes: dict[str, Note]) -> Iterable[Weight]:
    """Every goal and level of points, the heaviest of each actor first."""
    numbers = Numbers(situation, space)
    for actor, preference in situation.preferences.items():
        path: tuple[str, ...] = ("preferences", actor)
        if preference.any:
            preference, path = preference.any[0], (*path, "any", "0")
        if preference.kind != "goals":
            continue
        goals = preference.goals or {}
        found = []
        for quantity, place, _, _ in summands(preference, numbers, path):
            if place[-1] == "base":
                continue
            size = size_of(situation, space, place)
            goal = goals.get(place[-2]) if place[-1] == "weight" else None
            records: list[Record] = [quantity, *([goal] if goal is not None else [])]
            cites = tuple(dict.fromkeys(key_of(cite) for record in records for cite in record.cites))
            why = quantity.why or (goal.why if goal is not None else None)
            kept = tuple(cite for cite in cites if cite in notes)
            stands = basis(situation, quantity)
            if stands == "none" and (kept or why is not None):
                stands = "judged"
            found.append(Weight(place, actor, size.now, size.low, size.high, stands, kept, why))
        yield from sorted(found, key=lambda weight: -abs(weight.value))


def basis(situation: Situation, quantity: Quantity) -> Basis:
    """What stands behind one number; see the module."""
    if quantity.from_table is not None:
        return "measured"
    if word_of(quantity, situation) is not None:
        return "judged"
    if isinstance(quantity.form, Formula):
        tree = parse(quantity.form.text)
        drivers = [name.parts[0] for name in names(tree) if name.parts[0] in situation.drivers]
        leaves = [basis(situation, situation.drivers[driver]) for driver in drivers]
        if isinstance(tree, Name) and leaves:
            return leaves[0]
        sourced = any(
            leaf in ("measured", "part") or _cited(situation, driver)
            for leaf, driver in zip(leaves, drivers, strict=True)
        )
        return "part" if sourced else "judged"
    if quantity.why is not None:
        return "judged"
    return "measured" if quantity.cites else "none"


def _cited(situation: Situation, driver: str) -> bool:
    """A driver with a range of its own that sources are cited for."""
    quantity = situation.drivers[driver]
    return bool(quantity.cites) and word_of(quantity, situation) is None and not isinstance(quantity.form, Formula)


def key_of(cite: Cite) -> str:
    """A cite by its short name, or by its source and words."""
    return cite.name or ":".join(filter(None, (cite.source, cite.row or (cite.quote or "")[:40])))


def _notes(situation: Situation, sources: Sources) -> dict[str, Note]:
    """Everything that is cited anywhere, by key; what leads nowhere is left out."""
    found: dict[str, Note] = {}
    for cite in _cites(situation):
        key = key_of(cite)
        if key in found:
            continue
        try:
            evidence = resolve(sources, cite)
        except (CiteError, SourceError):
            continue
        found[key] = _note(key, evidence, sources)
    return found


def _cites(record: object) -> Iterable[Cite]:
    if isinstance(record, Record):
        yield from record.cites
        for name in type(record).model_fields:
            if name != "cites":
                yield from _cites(getattr(record, name))
    elif isinstance(record, dict):
        for one in record.values():
            yield from _cites(one)
    elif isinstance(record, tuple):
        for one in record:
            yield from _cites(one)


def _note(key: str, evidence: Evidence, sources: Sources) -> Note:
    claim = sources.claims.get(key)
    row = claim.row if claim is not None else {}
    if evidence.kind == "row":
        table = (sources.rows(evidence.source) or {}).get(evidence.cite, {})
        return Note(key, "row", evidence.source, _row_words(table) or evidence.words, False)
    words = {"ar": evidence.words, "en": evidence.translation or evidence.words}
    language = (
        sources.situation.sources[evidence.source].language if evidence.source in sources.situation.sources else None
    )
    told = words if language == "ar" else evidence.words
    return Note(key, evidence.kind, evidence.source, told, True, row.get("sentence", ""), row.get("standing", ""))


def _row_words(row: dict[str, str]) -> dict[str, str] | str:
    """A row of a table in the words of its columns; in other languages where it has such columns (``fact_ar``)."""
    texts = {}
    for language, mark in (("en", ""), ("ar", "_ar")):
        fact = row.get(f"fact{mark}") or row.get(f"statement{mark}") or row.get(f"text{mark}")
        if fact:
            value = " ".join(filter(None, (row.get("value"), row.get("unit"))))
            texts[language] = f"{fact}: {value}" if value and not mark else fact
    return texts if len(texts) > 1 else next(iter(texts.values()), "")
