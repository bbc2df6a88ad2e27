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

Which answers are allowed is the concept's `Closure`. Every engine reads it, and none asks for a concept by name; what
an engine does not serve it refuses (`require`). To add a concept is to add a row here and its words; other packages add
theirs by `add`, or by an entry point of the group ``detente.concepts`` (docs/how-to/extend.md).

The *strong* variants of GMR, SMR and SEQ count as a sanction only what leaves i *greatly* worse off than at s
(`detente.stability.strength`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from detente.errors import DetenteError, LimitError
from detente.plugins import failed, plugins
from detente.words import Said


@dataclass(frozen=True)
class Closure:
    """Which answers are allowed: sequences of moves of the opponents in which nobody moves twice in succession.

    `step_allowed`: ``any`` move, or ``improving`` ones alone, each better for the one who makes it. `depth`: how many
    moves may follow one another (None: any number; 0: there are no answers).
    """

    name: str
    step_allowed: str
    depth: int | None = None

    @property
    def answers(self) -> bool:
        """There may be answers at all."""
        return self.depth != 0

    @property
    def improving(self) -> bool:
        """Each step must be better for the one who makes it."""
        return self.step_allowed == "improving"

    @property
    def looks_ahead(self) -> bool:
        """Others answer by improvements alone, any number of them: so what they do next can be counted on."""
        return self.improving and self.depth is None


NO_ANSWERS = Closure("none", "any", 0)
ANY_MOVES = Closure("any moves", "any")
IMPROVEMENTS = Closure("each step pays its mover", "improving")


@dataclass(frozen=True)
class Concept:
    """`seed`: what an answer is worth to the actor who moved first. `closure`: which answers are allowed.

    `strong`: an answer counts only if it leaves the actor greatly worse off than at the start. `words`: what the
    concept is called, by language, where the message files do not say it (concepts of other packages).
    """

    name: str
    symbol: str
    seed: Literal["rank", "best_reply"]
    closure: Closure
    strong: bool = False
    words: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def replies(self) -> bool:
        return self.seed == "best_reply"


# The strong ones (Hamouda, Kilgour & Hipel 2004, from memory) stand beside the five where a situation says what is
# greatly preferred.
SHIPPED = (
    Concept("nash", "R", "rank", NO_ANSWERS),
    Concept("gmr", "GMR", "rank", ANY_MOVES),
    Concept("smr", "SMR", "best_reply", ANY_MOVES),
    Concept("seq", "SEQ", "rank", IMPROVEMENTS),
    Concept("sseq", "SSEQ", "best_reply", IMPROVEMENTS),
    Concept("strong_gmr", "strong GMR", "rank", ANY_MOVES, strong=True),
    Concept("strong_smr", "strong SMR", "best_reply", ANY_MOVES, strong=True),
    Concept("strong_seq", "strong SEQ", "rank", IMPROVEMENTS, strong=True),
)

# The order in which people should read them: GMR and SMR keep almost anything, so they come last.
REPORTED = ("nash", "sseq", "seq")
READING_ORDER = ("nash", "sseq", "seq", "smr", "gmr")
STRONG_ORDER = ("strong_gmr", "strong_smr", "strong_seq")

GROUP = "detente.concepts"
_known: dict[str, Concept] = {concept.name: concept for concept in SHIPPED}
_fetched: list[str] = []  # the groups of entry points that have been looked at


class Table(Mapping[str, Concept]):
    """Concepts by name: those of detente, then those of other packages, fetched when they are first asked for."""

    def __init__(self, belongs: Callable[[Concept], bool]) -> None:
        self._belongs = belongs

    def __getitem__(self, name: str) -> Concept:
        if name not in _known:
            _fetch()
        concept = _known[name]
        if not self._belongs(concept):
            raise KeyError(name)
        return concept

    def __iter__(self) -> Iterator[str]:
        _fetch()
        return iter([name for name, concept in _known.items() if self._belongs(concept)])

    def __len__(self) -> int:
        return sum(1 for _ in self)


KNOWN = Table(lambda _: True)
CONCEPTS = Table(lambda concept: not concept.strong)
STRONG = Table(lambda concept: concept.strong)


def _fetch() -> None:
    """Take in what other packages add, once."""
    if GROUP in _fetched:
        return
    _fetched.append(GROUP)
    for plugin in plugins(GROUP, Concept):
        if plugin.value.name in _known:
            failed(plugin, Said("plugins.taken", {"name": plugin.value.name}))
        else:
            _known[plugin.value.name] = plugin.value


def add(concept: Concept) -> None:
    """Make a concept known to every analysis of this process. Raises `DetenteError` where its name is taken."""
    if concept.name in KNOWN:
        raise DetenteError("concept_taken", name=concept.name)
    _known[concept.name] = concept


def remove(name: str) -> None:
    """Forget a concept that was added; those of detente itself stay."""
    if name not in {concept.name for concept in SHIPPED}:
        _known.pop(name, None)


def plain_of(concept: Concept) -> str | None:
    """The plain concept that a strong one sharpens: same answers, same reply."""
    same = (concept.seed, concept.closure)
    return next((name for name, other in CONCEPTS.items() if (other.seed, other.closure) == same), None)


def _any_depth(closure: Closure) -> bool:
    return closure.step_allowed in ("any", "improving") and (closure.depth is None or closure.depth >= 0)


def _no_depth(closure: Closure) -> bool:
    return _any_depth(closure) and closure.depth in (None, 0)


# What the engines serve, by the names that people know them by.
SERVED: dict[str, Callable[[Closure], bool]] = {
    "arrays": _any_depth,
    "relation": _any_depth,
    "sweeps": _any_depth,
    "witness": _any_depth,
    "compiled": _any_depth,
    "coalitions": _no_depth,
}


def serves(engine: str, closure: Closure) -> bool:
    """The engine works out the answers that this closure allows."""
    return SERVED[engine](closure)


class Closed(Protocol):
    """What has a name and a closure: a concept of single actors, or of coalitions."""

    @property
    def name(self) -> str: ...

    @property
    def closure(self) -> Closure: ...


def require(engine: str, concept: Closed) -> None:
    """Raises `LimitError`, which names the engines that would do, where an engine does not serve a concept."""
    if not serves(engine, concept.closure):
        able = tuple(name for name in SERVED if serves(name, concept.closure))
        raise LimitError("closure_unserved", concept=concept.name, engine=engine, engines=able)
