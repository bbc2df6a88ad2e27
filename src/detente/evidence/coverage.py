"""How much of the sources stands behind the model, and which numbers are judgement.

A claim is used *directly* if a cite of a part of the model overlaps its place in the text; *inherited* if only a record
around other parts cites it (an actor's preferences, an agreement as a whole); otherwise it is *unused*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from detente.evidence.citations import CiteError, Evidence, Path, cited, resolve, support
from detente.evidence.sources import Claim, SourceError, Sources
from detente.evidence.trace import form_text, path_text
from detente.outcomes.numbers import quantities
from detente.situation.model import Agreement, Situation
from detente.situation.relations import Domain, Issue
from detente.situation.wants import Preference

CONTAINERS = (Agreement, Preference, Issue, Domain, Situation)
Use = Literal["direct", "inherited", "unused"]


@dataclass(frozen=True)
class ClaimUse:
    """A claim, how it is used, and by which parts."""

    claim: Claim
    use: Use
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """Every claim with its use; rows of tables that are cited; and the numbers without a source of their own."""

    claims: tuple[ClaimUse, ...]
    rows: tuple[tuple[Evidence, tuple[str, ...]], ...]
    judgements: tuple[tuple[str, str, Any], ...]
    unsupported: tuple[tuple[str, str], ...]

    def counts(self) -> dict[str, int]:
        return {use: sum(item.use == use for item in self.claims) for use in ("direct", "inherited", "unused")}


def coverage(sources: Sources) -> Coverage:
    """What the situation uses of its sources."""
    direct: dict[str, list[str]] = {}
    inherited: dict[str, list[str]] = {}
    rows: dict[str, tuple[Evidence, list[str]]] = {}
    for path, record in cited(sources.situation):
        for cite in record.cites:
            try:
                evidence = resolve(sources, cite)
            except (CiteError, SourceError):
                continue
            if evidence.kind == "row":
                rows.setdefault(evidence.cite, (evidence, []))[1].append(path_text(path))
                continue
            side = inherited if isinstance(record, CONTAINERS) else direct
            for claim in _overlapping(sources, evidence):
                side.setdefault(claim, []).append(path_text(path))
    claims = tuple(
        ClaimUse(claim, _use(name, direct, inherited), tuple(direct.get(name, inherited.get(name, ()))))
        for name, claim in sources.claims.items()
    )
    judged, bare = _judgements(sources.situation)
    return Coverage(claims, tuple((e, tuple(parts)) for e, parts in rows.values()), judged, bare)


def _use(name: str, direct: dict[str, list[str]], inherited: dict[str, list[str]]) -> Use:
    return "direct" if name in direct else "inherited" if name in inherited else "unused"


def _overlapping(sources: Sources, evidence: Evidence) -> list[str]:
    if evidence.start is None or evidence.end is None:
        return [evidence.cite] if evidence.cite in sources.claims else []
    return [
        name
        for name, claim in sources.claims.items()
        if claim.source == evidence.source and claim.start < evidence.end and claim.end > evidence.start
    ]


def _judgements(
    situation: Situation,
) -> tuple[tuple[tuple[str, str, Any], ...], tuple[tuple[str, str], ...]]:
    """Numbers that are judgement, with their reasons; and numbers with neither source nor reason."""
    judged: list[tuple[str, str, Any]] = []
    bare: list[tuple[str, str]] = []
    for block in ("drivers", "actors", "agreements", "preferences", "issues", "ties", "dependence", "mactor"):
        for path, quantity in quantities(getattr(situation, block), (block,)):
            if quantity.from_table is not None:
                continue  # the table is its source
            exact = _as_keys(situation, path)
            kind, _, _ = support(situation, exact)
            if quantity.why is not None and not quantity.cites:
                judged.append((path_text(path), form_text(quantity), quantity.why))
            elif kind == "judgement":
                judged.append((path_text(path), form_text(quantity), support(situation, exact)[2]))
            elif kind == "none":
                bare.append((path_text(path), form_text(quantity)))
    return tuple(judged), tuple(bare)


def _as_keys(situation: Situation, path: tuple[str, ...]) -> Path:
    """The path with places in lists as numbers."""
    here: Any = situation
    keys: list[str | int] = []
    for step in path:
        keys.append(int(step) if isinstance(here, tuple) else step)
        if isinstance(here, tuple):
            here = here[int(step)]
        else:
            here = here[step] if isinstance(here, dict) else getattr(here, "from_" if step == "from" else step)
    return tuple(keys)
