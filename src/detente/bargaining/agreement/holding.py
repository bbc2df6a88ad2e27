"""Once signed, does a deal hold? And what would make it hold.

A package, signed, is an outcome of the same space that stability looks at: its terms are in force, a party may leave
what it may leave, its pledges are its own options again. From there the arcs of stability lead on: improvements nobody
can punish, and joint moves that can be believed. Under a concept the package

* *holds*: no arc leaves it;
* is *kept*: things move on, but every outcome they can come to rest in still has all its terms and pledges;
* is *renegotiated*: the way out of it begins with the parties moving on together to other terms;
* is *broken*: somebody, alone, changes a term or a pledge on a way things can take. The shortest such way is the
  witness.

What would make it hold is re-checked by solving the changed model: *binding* (a pledge that its owner can no longer
take back alone, a term that no party can leave alone), each set without anything superfluous; or one goal of the
breaker that counts more or less.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import islice, product
from typing import Literal

import numpy as np

from detente.bargaining.agreement.drift import Levels
from detente.bargaining.agreement.exact_numbers import exact_values
from detente.bargaining.agreement.followed import CONCEPT
from detente.bargaining.agreement.setting import Setting
from detente.bargaining.packages.negotiation import Negotiation, Package, Point
from detente.errors import LimitError
from detente.outcomes.moves import Arcs
from detente.outcomes.preferences import Array, preferences_of, summands
from detente.outcomes.space import Axis, space_of
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS, REPORTED
from detente.stability.joint import JointMoves
from detente.stability.solve import Arrows, Model, solve
from detente.stability.witness.joint_witness import JointWitness, explain_joint
from detente.stability.witness.witness import Step, View, sanction_path
from detente.time_left import check

Verdict = Literal["holds", "kept", "renegotiated", "broken"]
MOST_OUTCOMES = 20_000
MOST_BOUND = 6  # promises bound one after another before giving up
TWINS = 5_000  # packages that are gone through for one of the same worth


@dataclass(frozen=True)
class Weight:
    """A weight of the breaker at which it would no longer break: `path`, value now, value from which on, re-checked."""

    party: str
    path: tuple[str, ...]
    now: Fraction
    needed: Fraction


@dataclass(frozen=True)
class Held:
    """One package, signed. `outcome`: its index (None: no outcome of the space); `verdicts`: per concept.

    `way`: per concept where it is broken or renegotiated, the steps up to the one that changes the package.
    `signed`: per concept, the witness of the step from no deal to it (None: it is where no deal leads). `bound`: terms
    and pledges that, bound, make it kept under `concept` (None: not broken there, or nothing found); `weights`.
    """

    package: Package
    outcome: int | None
    verdicts: dict[str, Verdict]
    way: dict[str, tuple[Step, ...]]
    signed: dict[str, JointWitness | None]
    concept: str | None = None
    bound: tuple[Axis, ...] | None = None
    weights: tuple[Weight, ...] = ()


def signing_model(situation: Situation) -> Model:
    """The outcomes and moves of a situation. Raises `LimitError` where there are too many to look at a few packages."""
    space = space_of(situation)
    if space.count > MOST_OUTCOMES:
        raise LimitError("outcomes_many", count=space.count, limit=MOST_OUTCOMES)
    return Model.of(situation)


@dataclass(frozen=True)
class Signed:
    """The model in which packages of a setting are signed."""

    setting: Setting
    model: Model

    @cached_property
    def view(self) -> View:
        return View(self.model.moves, preferences_of(self.model.numbers()))

    @property
    def issues(self) -> list[int]:
        """The axes a package speaks of."""
        return list(self.setting.places)

    @cached_property
    def start(self) -> int | None:
        """Where no deal leads."""
        return self.model.space.with_levels(list(self.setting.base))

    @cached_property
    def _joint(self) -> JointMoves | None:
        """What decides about the joint moves of the agreement; None where it has none."""
        known = solve(self.model, None, (CONCEPT,), start=0)[CONCEPT].joint if self.model.space.count else ()
        return next((moves for moves in known if moves.agreement == self.setting.agreement), None)

    def consents(self, party: str, package: Package) -> bool:
        """From no deal, under SEQ, the party signs for itself: it gains, nothing spoils it for it, and all keep it."""
        return self.setting.levels(package) in self.consented(party, self.setting.base)

    def landings(self, start: Levels) -> set[Levels]:
        """Every outcome to which the agreement has a joint move from this one."""
        here = self.model.space.with_levels(list(start))
        if here is None or self.setting.agreement not in self.model.moves.together:
            return set()
        ends = self.model.moves.together[self.setting.agreement].from_(here)
        return {tuple(self.model.space.levels[end].tolist()) for end in ends}

    def consented(self, party: str, start: Levels) -> set[Levels]:
        """Every outcome to which the party would sign for itself from this one."""
        here = self.model.space.with_levels(list(start))
        if here is None or self._joint is None:
            return set()
        ends = self._joint.consented((party,), 0, np.array([here]))[1]
        return {tuple(self.model.space.levels[end].tolist()) for end in ends}

    def held(self, package: Package, concepts: tuple[str, ...] = REPORTED) -> Held:
        """What becomes of a package once it is signed."""
        outcome = self.model.space.with_levels(list(self.setting.levels(package)))
        if outcome is None:
            return Held(package, None, {}, {}, {})
        verdicts: dict[str, Verdict] = {}
        ways: dict[str, tuple[Step, ...]] = {}
        for concept, solution in solve(self.model, None, concepts, start=outcome).items():
            verdicts[concept], way = self.verdict(solution.arrows[0], outcome)
            if way:
                ways[concept] = way
        signed = {concept: self._signed(concept, outcome) for concept in concepts}
        found = Held(package, outcome, verdicts, ways, signed)
        broken = [concept for concept in reversed(concepts) if verdicts[concept] == "broken"]
        if not broken:
            return found
        concept = broken[0]
        weights = self._weights(concept, outcome, ways[concept])
        return replace(found, concept=concept, bound=self._bound(concept, outcome), weights=weights)

    def fate(self, package: Package, concept: str) -> tuple[Verdict | None, tuple[Step, ...]]:
        """What becomes of a package under one concept, and the way out of it, by the graph that is kept with the model.

        None where the package is no outcome of the space.
        """
        outcome = self.model.space.with_levels(list(self.setting.levels(package)))
        if outcome is None:
            return None, ()
        return self.verdict(solve(self.model, None, (concept,))[concept].arrows[0], outcome)

    def twin(self, negotiation: Negotiation, point: Point) -> Package | None:
        """Where the package of a point does not last: the first of the same worth to every party that does."""
        if point.packages in (None, 1) or negotiation.cells > TWINS or self._lasts(point.example):
            return None
        for package in product(*negotiation.allowed):
            check()
            same = (
                package != point.example and not negotiation.banned(package) and negotiation.utility(package) == point.u
            )
            if same and self._lasts(package):
                return package
        return None

    def _lasts(self, package: Package) -> bool:
        return self.fate(package, CONCEPT)[0] in ("holds", "kept")

    def verdict(self, arrows: Arrows, outcome: int) -> tuple[Verdict, tuple[Step, ...]]:
        """What becomes of an outcome in this graph, and the way out of the package if there is one."""
        if not arrows.leaving(outcome):
            return "holds", ()
        ends = {end for members in arrows.graph.predicted(outcome, arrows.graph.classes()) for end in members}
        levels = self.model.space.levels[:, self.issues]
        if all((levels[end] == levels[outcome]).all() for end in ends):
            return "kept", ()
        way = self._way_out(arrows, outcome)
        return ("renegotiated" if way[-1].mover in self.model.moves.together else "broken"), way

    def _way_out(self, arrows: Arrows, start: int) -> tuple[Step, ...]:
        """The shortest way to an outcome that differs in a term or a pledge; a party's own step before a joint one."""
        levels = self.model.space.levels[:, self.issues]
        before: dict[int, Step] = {}
        queue = deque([start])
        while queue:
            check()
            here = queue.popleft()
            for mover, end in sorted(arrows.leaving(here), key=lambda arc: arc[0] in self.model.moves.together):
                if end in before or end == start:
                    continue
                before[end] = Step(mover, here, end)
                if (levels[end] != levels[start]).any():
                    return tuple(_trail(before, end, start))
                queue.append(end)
        raise AssertionError("no way out of a package that does not last")

    def _signed(self, concept: str, outcome: int) -> JointWitness | None:
        if self.start is None or self.start == outcome:
            return None
        return explain_joint(self.view, CONCEPTS[concept], self.setting.agreement, self.start, outcome)

    def faults(self, held: Held) -> list[str]:
        """What is wrong with the ways out, asked step by step of the definitions."""
        wrong = []
        for concept, way in held.way.items():
            for step in way:
                if step.mover in self.model.moves.together:
                    good = (
                        explain_joint(self.view, CONCEPTS[concept], step.mover, step.start, step.end).verdict
                        == "credible"
                    )
                else:
                    good = self.view.better(step.mover, step.start, step.end) and (
                        sanction_path(self.view, CONCEPTS[concept], [step.mover], step.start, step.end) is None
                    )
                wrong += [] if good else [f"{step.mover} does not go from {step.start} to {step.end} under {concept}"]
        return wrong

    def _bound(self, concept: str, outcome: int) -> tuple[Axis, ...] | None:
        """Promises that, bound, make the package last: those broken, one after another, less the superfluous."""
        chosen: list[int] = []
        while len(chosen) <= MOST_BOUND:
            check()
            verdict, way = self.with_bound(concept, outcome, chosen)
            if verdict != "broken":
                break
            levels = self.model.space.levels
            changed = [p for p in self.issues if levels[way[-1].end, p] != levels[outcome, p] and p not in chosen]
            if not changed:
                return None
            chosen += changed
        else:
            return None
        for place in list(chosen):
            fewer = [other for other in chosen if other != place]
            if self.with_bound(concept, outcome, fewer)[0] != "broken":
                chosen = fewer
        return tuple(self.model.space.axes[place] for place in chosen)

    def with_bound(self, concept: str, outcome: int, bound: list[int]) -> tuple[Verdict, tuple[Step, ...]]:
        """What becomes of an outcome when nobody alone changes these terms and pledges, and the way out of it."""
        model = self.bind(outcome, bound) if bound else self.model
        return self.verdict(solve(model, None, (concept,), start=outcome)[concept].arrows[0], outcome)

    def bind(self, outcome: int, places: list[int]) -> Model:
        """The model in which no party alone changes these terms and pledges while the package's terms are in force."""
        space, moves = self.model.space, self.model.moves
        terms = [place for place in self.issues if space.axes[place].kind == "term"]
        in_force = (space.levels[:, terms] == space.levels[outcome, terms]).all(axis=1)
        alone = {}
        for actor, arcs in moves.alone.items():
            before, after = space.levels[arcs.source][:, places], space.levels[arcs.target][:, places]
            kept = before == space.levels[outcome, places]
            free = ~(in_force[arcs.source] & (kept & (before != after)).any(axis=1))
            alone[actor] = Arcs(arcs.source[free], arcs.target[free], arcs.count)
        return Model(self.model.situation, space, replace(moves, alone=alone, transitive=False))

    def _weights(self, concept: str, outcome: int, way: tuple[Step, ...]) -> tuple[Weight, ...]:
        """Where the first step breaks the package: each goal of the breaker at which that gains it no longer."""
        if len(way) != 1:
            return ()
        party, end = way[0].mover, way[0].end
        parts = self._parts(party, outcome, end)
        total = sum((value for value, _ in parts.values()), Fraction(0))
        least = self.setting.inertia[self.setting.situation.agreements[self.setting.agreement].parties.index(party)]
        tried = []
        for path, (value, now) in parts.items():
            factor = (least - (total - value)) / value
            if factor >= 0:
                tried.append((path, now, factor))
        if not tried:
            return ()
        # A hair beyond the exact value, so that rounding does not decide; at the value itself the gain is the inertia.
        scale: dict[str, Array] = {".".join(path): np.ones(len(tried)) for path, _, _ in tried}
        for place, (path, _, factor) in enumerate(tried):
            scale[".".join(path)][place] = float(factor) * (1 + 1e-7 if factor > 1 else 1 - 1e-7)
        arrows = solve(self.model, self.model.numbers(len(tried), scale=scale), (concept,), start=outcome)[
            concept
        ].arrows
        good = [self.verdict(one, outcome)[0] in ("holds", "kept") for one in arrows]
        found = [
            Weight(party, path, now, now * factor) for (path, now, factor), yes in zip(tried, good, strict=True) if yes
        ]
        return tuple(islice(sorted(found, key=lambda one: abs(one.needed - one.now) / abs(one.now)), 3))

    def _parts(self, party: str, start: int, end: int) -> dict[tuple[str, ...], tuple[Fraction, Fraction]]:
        """What each goal adds to a party's gain by a move, and its weight; what adds nothing is left out."""
        situation, numbers = self.setting.situation, self.model.numbers()
        preference = situation.preferences[party]
        path: tuple[str, ...] = ("preferences", party)
        if preference.any:
            preference, path = preference.any[0], (*path, "any", "0")
        found = {}
        for quantity, place, sign, truth in summands(preference, numbers, path):
            weight = exact_values(numbers, quantity, place)
            there, here = (weight[one] * bool(truth[one]) for one in (end, start))
            if there != here:
                found[place] = (sign * (there - here), weight[end if truth[end] else start])
        return found


def _trail(before: dict[int, Step], end: int, start: int) -> list[Step]:
    steps = []
    while end != start:
        steps.append(before[end])
        end = before[end].start
    return steps[::-1]
