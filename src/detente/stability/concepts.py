"""The solution concepts, one row each: what stops an actor from taking an improvement.

An *improvement* of actor i from outcome s is a move of i to an outcome better for i (better: above i's inertia). It is
*sanctioned* if the opponents have an answer, a sequence of their own moves in which nobody moves twice in succession,
that leaves i no better off than at s; a tie sanctions. s is stable for i if every improvement from s is sanctioned,
and an equilibrium if it is stable for every actor. The concepts differ in the answers they allow and in whether i may
reply once more, by one move of its own, judged against s:

========  ==============================  ======  ==============================================================
concept   answers of the opponents        reply   source
========  ==============================  ======  ==============================================================
R (Nash)  none: any improvement upsets    –       Nash 1950; Fang, Hipel & Kilgour 1993, def. 3.1
GMR       any moves                       no      Howard 1971; Fang, Hipel & Kilgour 1993, def. 3.2
SMR       any moves                       yes     Howard 1971; Fang, Hipel & Kilgour 1993, def. 3.3
SEQ       each step an improvement        no      Fraser & Hipel 1979, 1984; Fang, Hipel & Kilgour 1993, def. 3.4
          for the one who makes it
SSEQ      each step an improvement        yes     Rêgo & Vieira, Group Decision and Negotiation 26 (2017)
========  ==============================  ======  ==============================================================

(Definition numbers from memory, unverified.) One rule serves all of them (`detente.stability.engines.arrays`): with the
seed a = rank, or best reply where a reply is allowed, closed over the answers by a minimum, w = min(rank, closed a); s
is stable for i iff lifted(s) ≥ w(y) for every y that i can move to.

The *strong* variants of GMR, SMR and SEQ count as a sanction only what leaves i *greatly* worse off than at s
(`detente.stability.strength`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Concept:
    """`seed`: what an answer is worth to the actor who moved first. `closure`: which answers are allowed.

    `strong`: an answer counts only if it leaves the actor greatly worse off than at the start.
    """

    name: str
    symbol: str
    seed: Literal["rank", "best_reply"]
    closure: Literal["none", "reach", "improvements"]
    strong: bool = False

    @property
    def replies(self) -> bool:
        return self.seed == "best_reply"


CONCEPTS = {
    concept.name: concept
    for concept in (
        Concept("nash", "R", "rank", "none"),
        Concept("gmr", "GMR", "rank", "reach"),
        Concept("smr", "SMR", "best_reply", "reach"),
        Concept("seq", "SEQ", "rank", "improvements"),
        Concept("sseq", "SSEQ", "best_reply", "improvements"),
    )
}

# Beside the five, where a situation says what is greatly preferred: Hamouda, Kilgour & Hipel 2004 (from memory).
STRONG = {
    concept.name: concept
    for concept in (
        Concept("strong_gmr", "strong GMR", "rank", "reach", strong=True),
        Concept("strong_smr", "strong SMR", "best_reply", "reach", strong=True),
        Concept("strong_seq", "strong SEQ", "rank", "improvements", strong=True),
    )
}
KNOWN = {**CONCEPTS, **STRONG}

# The order in which people should read them: GMR and SMR keep almost anything, so they come last.
REPORTED = ("nash", "sseq", "seq")
READING_ORDER = ("nash", "sseq", "seq", "smr", "gmr")
