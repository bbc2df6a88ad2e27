"""Coalition stability as sets and loops, sentence by sentence; slow, and the truth `coalition` must meet.

For a coalition H (one actor or more) with the others N − H:

- R_H(s): every outcome the members can reach from s by a nonempty sequence of their own single moves, nobody twice in
  succession. Joint moves of an agreement are no part of it; leaving one is a single move and counts.
- A *coalition improvement* of H from s is an outcome of R_H(s) that every member finds better than s, above its
  inertia.
- It is *sanctioned* if the others have an answer after which some member is not better off than at s.
- CNash: no coalition improvement at all. CGMR: every one is sanctioned by an answer in R_{N−H}. CSMR: and at no outcome
  that H can reach from there is every member better off than at s. CSEQ: the answers are sequences of coalition
  improvements of subcoalitions of the others, each better for all who take part, no subcoalition twice in succession.
  CSEQ_individual: only of single actors' improvements, none twice in succession.

An outcome is *universally* stable if it is stable for every coalition, single actors included.
"""

from __future__ import annotations

from itertools import combinations

from detente.stability.concepts import CONCEPTS
from tests.stability.literal import Game, answers, once

Coalition = tuple[str, ...]


def subcoalitions(actors: Coalition) -> list[Coalition]:
    """Every nonempty subset, smallest first, in the order of the actors."""
    return [chosen for size in range(1, len(actors) + 1) for chosen in combinations(actors, size)]


def reach(game: Game, coalition: Coalition, start: int) -> set[int]:
    """R_H(start)."""
    return answers(game, list(coalition), start, CONCEPTS["gmr"])


def all_better(game: Game, coalition: Coalition, start: int, end: int) -> bool:
    """Every member finds `end` better than `start`."""
    return all(game.better(member, start, end) for member in coalition)


@once
def improvements(game: Game, coalition: Coalition, start: int) -> set[int]:
    """The coalition improvements from here."""
    return {end for end in reach(game, coalition, start) if all_better(game, coalition, start, end)}


@once
def improving_answers(game: Game, others: Coalition, start: int) -> set[int]:
    """Where sequences of coalition improvements of subcoalitions of the others lead; none twice in succession."""
    parts = subcoalitions(others)
    seen: set[tuple[int, Coalition]] = set()
    waiting: list[tuple[int, Coalition]] = [(start, ())]
    while waiting:
        place, last = waiting.pop()
        for part in parts:
            if part != last:
                fresh = {(end, part) for end in improvements(game, part, place)} - seen
                seen |= fresh
                waiting += fresh
    return {place for place, _ in seen}


def coalition_answers(game: Game, concept: str, coalition: Coalition, start: int) -> set[int]:
    """The answers of the others that the concept allows."""
    others = tuple(game.others(*coalition))
    match concept:
        case "cnash":
            return set()
        case "cseq":
            return improving_answers(game, others, start)
        case "cseq_individual":
            return answers(game, list(others), start, CONCEPTS["seq"])
    return reach(game, others, start)


def hurts(game: Game, concept: str, coalition: Coalition, start: int, answer: int) -> bool:
    """At `answer` some member is not better off than at `start`; under CSMR the coalition cannot undo that."""
    if all_better(game, coalition, start, answer):
        return False
    return concept != "csmr" or not any(
        all_better(game, coalition, start, end) for end in reach(game, coalition, answer)
    )


def stable(game: Game, concept: str, coalition: Coalition, outcome: int) -> bool:
    """Every coalition improvement from here is sanctioned."""
    return all(
        any(hurts(game, concept, coalition, outcome, a) for a in coalition_answers(game, concept, coalition, end))
        for end in improvements(game, coalition, outcome)
    )
