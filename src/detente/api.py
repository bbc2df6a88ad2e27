"""The public functions: each takes a case (or a situation) and returns a result that tells itself."""

from __future__ import annotations

from collections.abc import Iterable

from detente.evidence.sources import Sources
from detente.evidence.trace import Trace, find
from detente.evidence.trace import trace as trace_part
from detente.load import Case
from detente.situation.model import Situation
from detente.stability.analysis import LIST_LIMIT, Stability, outcome_index
from detente.stability.analysis import stability as analyse
from detente.stability.concepts import CONCEPTS, READING_ORDER, REPORTED
from detente.stability.solve import Model
from detente.stability.witness import Witness
from detente.stability.witness import explain as find_witness
from detente.uncertainty.scan import Scans
from detente.uncertainty.scan import scan as run_scan


def situation_of(case: Case | Situation) -> Situation:
    """The situation of a case, or the situation itself."""
    return case.situation if isinstance(case, Case) else case


def stability(case: Case | Situation, concepts: Iterable[str] = READING_ORDER, limit: int = LIST_LIMIT) -> Stability:
    """What is stable, holds, is predicted and possible, at the central numbers.

    Args:
        case: from `load`; ``case.variants[…]`` and ``case.perceptions[…]`` are situations too.
        concepts: any of ``nash, sseq, seq, smr, gmr``.
        limit: lists in `to_json` are cut at this length; counts never are.

    Raises:
        LimitError: too many outcomes or moves to list.
        DetenteError: an unknown concept.
    """
    return analyse(situation_of(case), concepts, limit)


def explain(case: Case | Situation, actor: str, outcome: str = "status_quo", concept: str = "seq") -> Witness:
    """Why an outcome is stable for an actor, or not, as data; outcomes in it are counted from 0.

    Args:
        actor: its name in the file.
        outcome: an id, a name as `Stability.rows` gives it, a statement that one outcome fits, or ``status_quo``.
        concept: any of ``nash, sseq, seq, smr, gmr``.
    """
    result = analyse(situation_of(case), (concept,))
    return find_witness(result.view, CONCEPTS[concept], actor, outcome_index(result, outcome))


def scan(case: Case | Situation, concepts: Iterable[str] = REPORTED) -> Scans:
    """Which number, goal or inertia turns which answer, one at a time, the rest at the centre."""
    return run_scan(Model.of(situation_of(case)), concepts)


def trace(case: Case, part: str) -> Trace:
    """The tree of passages, claims and rows behind a part of the file (a path, or the end of one)."""
    sources = Sources(case.situation, case.folder)
    return trace_part(sources, find(case.situation, part))


def report(case: Case, language: str = "en") -> str:
    """The whole report as one self-contained HTML page, in English (``en``) or Arabic (``ar``)."""
    from detente.report.findings import findings
    from detente.report.html import render

    return render(findings(case), language)
