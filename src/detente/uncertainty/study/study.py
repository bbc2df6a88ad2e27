"""A study: the same situation in thousands of futures that its ranges allow, as one table.

Every uncertain number is drawn (`detente.uncertainty.study.sampling`), every measure is taken in every draw
(`detente.uncertainty.study.measures`). Whatever is asked afterwards (how often, what decides, what would flip it) looks
at the table, or evaluates further draws with `Study.evaluate`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from detente.counts import is_count
from detente.errors import DetenteError
from detente.situation.case import Case, situation_of
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS, REPORTED
from detente.uncertainty.study.batches import Plan
from detente.uncertainty.study.measures import further
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.runs import run
from detente.uncertainty.study.sampling import check_seed
from detente.uncertainty.study.workers import Tell

MOST_DRAWS = 10**9


def study(
    case: Case | Situation,
    draws: int = 10_000,
    seed: int = 7,
    concepts: Iterable[str] = REPORTED,
    *,
    also: Iterable[str] = (),
    out: str | Path | None = None,
    engine: str = "threads",
    workers: int | None = None,
    scheduler: str | None = None,
    until: float | None = None,
    tell: Tell | None = None,
) -> Study:
    """Draw every uncertain number of a situation and see what follows, many times.

    Args:
        case: from `load`; ``case.variants[…]`` and ``case.perceptions[…]`` are situations too.
        draws: how many. The first n draws of a larger study are those of a study of n.
        seed: whole number; the same seed gives the same table, whatever the engine.
        concepts: any of ``nash, sseq, seq, smr, gmr``.
        also: what to measure beside stability: any of `detente.uncertainty.study.measures.FURTHER`, or
            what other packages add.
        out: a folder to keep the draws in (Parquet); if it holds part of this study, only the rest is drawn.
        engine: ``threads``, ``serial`` or ``dask``. workers: how many at a time; scheduler: the address of Dask's.
        until: stop once the 95% interval of every share is at most this far to each side; looked at after N, 2N, 4N …
            draws, with N = `draws`.
        tell: called as ``tell(done, whole)`` before the first draw and while it runs.

    Raises:
        DetenteError: draws or a seed that make no sense, an unknown concept or measure, a formula that fails in some
            draw, an order that next to no weights fit, a folder that cannot be used or holds another study.
        LimitError: too many outcomes or moves.
    """
    situation = situation_of(case)
    if not is_count(draws, 1, MOST_DRAWS):
        raise DetenteError("draws_outside", draws=str(draws), most=f"{MOST_DRAWS:,}")
    if until is not None and not 0 < until < 0.5:
        raise DetenteError("until_outside", until=str(until))
    check_seed(seed)
    names = _names(concepts) or REPORTED
    for name in names:
        if name not in CONCEPTS:
            raise DetenteError("concept_unknown", name=name, nearest=nearest(name, CONCEPTS), known=tuple(CONCEPTS))
    others = _names(also)
    for name in others:
        further(name)
    return run(Plan(situation, int(seed), int(draws), names, others), out, engine, workers, scheduler, until, tell)


def _names(given: Iterable[str]) -> tuple[str, ...]:
    """Each name once; a single one may stand alone."""
    return (given,) if isinstance(given, str) else tuple(dict.fromkeys(given))
