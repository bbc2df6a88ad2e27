"""Everything a report tells, computed once and told in any language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from detente.bargaining.agreement.measure import negotiable
from detente.bargaining.agreement.result import Story
from detente.errors import DetenteError
from detente.evidence.coverage import Coverage, coverage
from detente.evidence.sources import Sources
from detente.outcomes.telling import Teller
from detente.report.futures import ASKED, DRAWS, Futures, futures, studied
from detente.situation.case import Case
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS, REPORTED
from detente.stability.inverse.result import Inverse
from detente.stability.inverse.result import inverse as find_inverse
from detente.stability.paths.result import Paths, paths
from detente.stability.perception.result import Perception, perception
from detente.stability.prediction import Answer
from detente.stability.result import Stability, stability
from detente.stability.witness.blockers import Blockade, blockades
from detente.stability.witness.verify import faults
from detente.stability.witness.witness import Witness, explain
from detente.uncertainty.deal_futures import deal_story
from detente.uncertainty.scan import Scans, scan

MAIN = "seq"  # the concept of drawings, witnesses and blockades; the tables show all of REPORTED


@dataclass(frozen=True)
class Reading:
    """The situation itself, a variant, or how one side sees it: its stability and the band of its answers."""

    name: str
    situation: Situation
    stability: Stability
    scans: Scans

    def answer(self, question: str, concept: str = MAIN) -> Answer:
        predicted, possible = self.stability.answers(question, concept)
        return predicted or possible

    def turns(self, question: str, concept: str = MAIN) -> bool:
        """True if some uncertain number turns the answer within its range."""
        return any(scan.ranged for scan, _ in self.scans.turns(question, concept))


@dataclass(frozen=True)
class Findings:
    """What was found about a case. `base` first; then variants and perceptions by name."""

    case: Case
    base: Reading
    variants: dict[str, Reading]
    perceptions: dict[str, Reading]
    blockades: dict[str, list[Blockade]]
    witnesses: tuple[Witness, ...]
    coverage: Coverage
    sources: Sources
    paths: Paths | None = None
    inverse: Inverse | None = None
    perception: Perception | None = None
    futures: Futures | None = None
    deals: tuple[Story, ...] = ()

    def teller(self, language: str) -> Teller:
        return Teller(self.case.situation, self.base.stability.model.space, language)

    def ends(self) -> list[tuple[int, ...]]:
        """The classes things come to rest in: predicted ones, or all where there is no status quo."""
        found = self.base.stability.predicted_classes(MAIN)
        return self.base.stability.classes(MAIN) if found is None else found


Progress = Callable[[str, int, int], None]


def findings(case: Case, progress: Progress | None = None, draws: int = DRAWS) -> Findings:
    """Compute everything a report tells about a case; `draws`: how many futures its study looks at (0: no study).

    `progress` is called with what is being done, how many parts are done, and how many there are.
    """
    parts = [("base", "", case.situation)]
    parts += [("variants", name, situation) for name, situation in case.variants.items()]
    parts += [("perceptions", name, situation) for name, situation in case.perceptions.items()]
    done, whole = 0, steps(case, draws)

    def tell(what: str) -> None:
        nonlocal done
        if progress:
            progress(what, done, whole)
        done += 1

    readings: dict[tuple[str, str], Reading] = {}
    for kind, name, situation in parts:
        tell(name or case.name)
        readings[(kind, name)] = _reading(name, situation, whole=kind == "base")
    tell("inverse")
    base = readings[("base", "")]
    inverse = _inverse(base)
    tell("evidence")
    sources = Sources(case.situation, case.folder)
    found = Findings(
        case,
        base,
        {name: reading for (kind, name), reading in readings.items() if kind == "variants"},
        {name: reading for (kind, name), reading in readings.items() if kind == "perceptions"},
        _blockades(base),
        _witnesses(base),
        coverage(sources),
        sources,
        _paths(base),
        inverse,
        _perception(case),
        futures(case.situation, case.variants, sources, MAIN, draws, tell),
        stories(case),
    )
    done = whole
    tell("")
    return found


def steps(case: Case, draws: int = DRAWS) -> int:
    """How many parts `findings` tells of."""
    return 3 + len(case.variants) + len(case.perceptions) + (len(ASKED) if studied(case.situation, draws) else 0)


def _reading(name: str, situation: Situation, *, whole: bool) -> Reading:
    result = stability(situation)
    concepts = REPORTED if whole else (MAIN,)
    return Reading(name, situation, result, scan(result.model, concepts, goals=whole))


def _rest(result: Stability) -> list[int]:
    """One outcome of each class things come to rest in."""
    classes = result.predicted_classes(MAIN)
    return [members[0] for members in (result.classes(MAIN) if classes is None else classes)]


def _blockades(base: Reading) -> dict[str, list[Blockade]]:
    """For each question that is not answered by yes: what stands in the way where things rest without it."""
    result = base.stability
    found = {}
    for question, record in base.situation.questions.items():
        if base.answer(question) != "every":
            truth = result.model.space.holds(record.statement)
            rest = [place for place in _rest(result) if not truth[place]]
            found[question] = blockades(result.model, result.view, question, MAIN, rest[:3])
    return {question: items for question, items in found.items() if items}


def _paths(base: Reading) -> Paths | None:
    """The ways from the status quo, each checked; None without a status quo."""
    if base.stability.model.space.status_quo is None:
        return None
    found = paths(base.situation, concept=MAIN)
    if wrong := found.faults():
        raise AssertionError(f"a path that is not what it says: {wrong}")
    return found


def _inverse(base: Reading) -> Inverse | None:
    """What would have to be true for the first question not answered by yes; None where that cannot be asked."""
    ranked = not base.stability.view.preferences.pairs
    return find_inverse(base.situation, concept=MAIN) if base.situation.questions and ranked else None


def _perception(case: Case) -> Perception | None:
    """What holds where sides see different games; None where all see the same."""
    if not case.perceptions and not case.situation.acts:
        return None
    return perception(case.situation, case.perceptions, case.readings, (MAIN,))


def _witnesses(base: Reading) -> tuple[Witness, ...]:
    """Why each actor that can move stays where things come to rest, or leaves the status quo; each one checked."""
    result = base.stability
    places = [place for place in [result.model.space.status_quo, *_rest(result)[:3]] if place is not None]
    found = []
    for outcome in dict.fromkeys(places):
        for actor, arcs in result.model.moves.alone.items():
            if len(arcs):
                witness = explain(result.view, CONCEPTS[MAIN], actor, outcome)
                if wrong := faults(result.view, witness):
                    raise AssertionError(f"a witness that proves nothing: {wrong}")
                found.append(witness)
    return tuple(found)


def stories(case: Case) -> tuple[Story, ...]:
    """The story of every agreement of a case that can be negotiated and is not too large."""
    found = []
    for name in negotiable(case.situation):
        try:
            found.append(deal_story(case.situation, case.perceptions, name))
        except DetenteError:
            continue
    return tuple(found)
