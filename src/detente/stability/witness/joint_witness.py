"""Why the parties of an agreement would, or would not, move together. As data.

Where nothing that follows is sure (R, GMR, SMR) a joint move is judged where it lands: whether every party gains, who
could do as well alone, who would then leave, or who would spoil it. Under SEQ and SSEQ it is judged where it leads, and
against where things go without a deal (`detente.stability.foresight`); the ways there are part of the witness.

A witness is checked by `detente.stability.witness.verify_joint`, which shares no code with the search here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from detente.stability.concepts import Concept
from detente.stability.engines.arrays import Engine
from detente.stability.foresight import Foresight, answers_to, foresight
from detente.stability.witness.witness import Step, View, explain, sanction_path

JointVerdict = Literal["credible", "not_better", "better_alone", "not_kept", "spoiled"]
Path = tuple[Step, ...]


@dataclass(frozen=True)
class JointWitness:
    """Why the parties of an agreement would, or would not, move together from `start` to `end`.

    `not_better`: these `parties` do not gain; where it matters what follows: the first of them does not gain at the
    last outcome of ``follows[0]`` over that of ``without[0]``. `better_alone`: the first of them can reach `own`
    unpunished, at least as good for it. `not_kept`: at `at` (an end, or a place on the way) it would move on alone to
    `own`. `spoiled`: outsiders answer along `path` and leave it no better than before (``without[0]``). `credible`:
    ``follows`` has the way to every end, ``without`` that to every outcome that comes without a deal. An empty way
    means that nobody moves.
    """

    agreement: str
    start: int
    end: int
    concept: str
    verdict: JointVerdict
    parties: tuple[str, ...] = ()
    own: int | None = None
    path: Path = ()
    at: int | None = None
    follows: tuple[Path, ...] = ()
    without: tuple[Path, ...] = ()

    def ends(self) -> tuple[int, ...]:
        """The outcomes at which the ways in `follows` end."""
        return tuple(way[-1].end if way else self.end for way in self.follows)

    def comes_anyway(self) -> tuple[int, ...]:
        """The outcomes at which the ways in `without` end."""
        return tuple(way[-1].end if way else self.start for way in self.without)


def explain_joint(view: View, concept: Concept, agreement: str, start: int, end: int) -> JointWitness:
    """The witness for one joint move; the first reason in the order worth it, kept, spoiled."""
    if concept.closure.looks_ahead:
        return _where_it_leads(view, concept, agreement, start, end)
    return where_it_lands(view, concept, agreement, start, end)


def where_it_lands(view: View, concept: Concept, agreement: str, start: int, end: int) -> JointWitness:
    """The same where nothing that follows is counted on."""
    parties = view.moves.parties[agreement]

    def verdict(kind: JointVerdict, *blamed: str, own: int | None = None, path: Path = ()) -> JointWitness:
        at = end if kind == "not_kept" else None
        return JointWitness(agreement, start, end, concept.name, kind, blamed, own, path, at)

    losers = [party for party in parties if not view.better(party, start, end)]
    if losers:
        return verdict("not_better", *losers)
    for party in parties:
        for own in view.improvements(party, start):
            as_well = view.rank(party, own) >= view.rank(party, end)
            if as_well and sanction_path(view, concept, [party], start, own) is None:
                return verdict("better_alone", party, own=own)
    for party in parties:
        witness = explain(view, concept, party, end)
        if not witness.stable:
            return verdict("not_kept", party, own=witness.improvement)
    outside = view.others(*parties)
    for party in parties:
        path = sanction_path(view, concept, [party], start, end, outside)
        if path is not None:
            return verdict("spoiled", party, path=path)
    return verdict("credible", *parties)


@dataclass(frozen=True)
class Ahead:
    """The sure steps of one draw, asked outcome by outcome."""

    view: View
    sure: Foresight

    @classmethod
    def of(cls, view: View, concept: Concept) -> Ahead:
        """From the view; worked out once for each concept."""
        key = ("ahead", concept.name)
        if key not in view.memory:
            view.memory[key] = cls(view, foresight(Engine.of(view.moves, view.one_draw()), concept))
        found: Ahead = view.memory[key]
        return found

    def steps(self, actor: str, outcome: int) -> list[int]:
        """Where the actor goes from here, and nobody can punish it."""
        ends = self.view.moves.alone[actor].from_(outcome)
        threshold, lifted = self.sure.threshold[actor][:, 0], self.sure.engine.lifted[actor][:, 0]
        return [int(end) for end in ends[threshold[ends] > lifted[outcome]]]

    def ways(self, movers: Iterable[str], start: int) -> dict[int, Path]:
        """Every outcome that these actors' sure steps lead to, with a shortest way there; the start has none."""
        found: dict[int, Path] = {start: ()}
        waiting, chosen = [start], list(movers)
        for place in waiting:
            for mover in chosen:
                for end in self.steps(mover, place):
                    if end not in found:
                        found[end] = (*found[place], Step(mover, place, end))
                        waiting.append(end)
        return found

    def last(self, movers: Iterable[str], start: int) -> dict[int, Path]:
        """The members of the terminal classes these steps lead to, each with a shortest way there."""
        names = tuple(movers)
        key = ("ends", self.sure.concept.name, names)
        if key not in self.view.memory:
            self.view.memory[key] = self.sure.steps(names).ends[:, 0]
        ends = self.view.memory[key]
        return {outcome: way for outcome, way in self.ways(names, start).items() if ends[outcome]}

    def without_a_deal(self, start: int) -> dict[int, Path]:
        """Where things go without a deal, with the ways."""
        key = ("without", self.sure.concept.name, start)
        if key not in self.view.memory:
            self.view.memory[key] = self.last(self.view.actors, start)
        found: dict[int, Path] = self.view.memory[key]
        return found


def _where_it_leads(view: View, concept: Concept, agreement: str, start: int, end: int) -> JointWitness:
    """The same where the outsiders' sure steps are counted on."""
    parties = view.moves.parties[agreement]
    outside = view.others(*parties)
    ahead = Ahead.of(view, concept)
    without, ends = ahead.without_a_deal(start), ahead.last(outside, end)
    blamed, reason = [], None
    for party in parties:
        pairs = ((old, new) for old in without for new in ends if not view.better(party, old, new))
        pair = next(pairs, None)
        if pair is not None:
            blamed.append(party)
            reason = reason or pair
    if reason is not None:
        return JointWitness(
            agreement, start, end, concept.name, "not_better", tuple(blamed),
            follows=(ends[reason[1]],), without=(without[reason[0]],),
        )  # fmt: skip
    course = ahead.ways(outside, end)
    for party in parties:
        worst = min(view.rank(party, outcome) for outcome in ends)
        for outcome, way in course.items():
            for own in ahead.steps(party, outcome):
                if outcome in ends or view.rank(party, own) >= worst:
                    return JointWitness(
                        agreement, start, end, concept.name, "not_kept", (party,), own, at=outcome, follows=(way,)
                    )
    for party in parties:
        path = _off_course(view, concept, party, outside, end, set(course), without)
        if path is not None:
            old = max(without, key=lambda outcome: view.lifted(party, outcome))
            return JointWitness(
                agreement, start, end, concept.name, "spoiled", (party,), path=path, without=(without[old],)
            )
    return JointWitness(
        agreement, start, end, concept.name, "credible", parties,
        follows=tuple(ends.values()), without=tuple(without.values()),
    )  # fmt: skip


def _off_course(
    view: View,
    concept: Concept,
    party: str,
    outside: list[str],
    landing: int,
    course: set[int],
    without: Iterable[int],
) -> Path | None:
    """The shortest answer of the outsiders off the course that leaves the party no better than without a deal."""
    engine = Ahead.of(view, concept).sure.engine
    if not answers_to(engine, outside, landing, 0) - course:
        return None
    old = max(without, key=lambda outcome: view.lifted(party, outcome))
    return sanction_path(view, concept, [party], old, landing, outside, course)
