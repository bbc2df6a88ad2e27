"""What the newer concepts of the literature say of a situation: one answer for each concept and its parameters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, ClassVar

import numpy as np

from detente.errors import DetenteError, LimitError
from detente.outcomes.preference_strength import with_strength
from detente.outcomes.preferences import Array, Preferences, graded_matrices, preferences_of
from detente.result import Origin, Result, Row
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.situation.wants import Preference
from detente.stability.concepts import KNOWN
from detente.stability.engines.relation import MAX_OUTCOMES, move_matrix
from detente.stability.forms import three_relations as relations
from detente.stability.forms.asked import Asked, everything, named, spread
from detente.stability.forms.limited import Pair, Stays, limited, nonmyopic, stackelberg
from detente.stability.forms.metarational import berge, metarational, simultaneous
from detente.stability.forms.three_relations import Relations
from detente.stability.solve import Model

SYMBOLS = {
    "limited": "L", "nonmyopic": "NM", "stackelberg": "Stackelberg", "metarational": "MR", "berge": "Berge",
    "simultaneous": "SIM",
}  # fmt: skip
MISSING = 3  # pairs that a message names
DEFAULT_BOUND, CERTAIN = Fraction(0), Fraction(1)
INDIFFERENT = {"fuzzy": Preference(fuzzy=()), "probable": Preference(probable=())}


@dataclass(frozen=True)
class Finding:
    """`stable`: actor → boolean array; `perhaps`: the same where it holds by some choice between ties or by some end of
    a range (None: not asked). `before`, `period`: of nonmyopic stability alone."""

    asked: Asked
    stable: dict[str, Array]
    perhaps: dict[str, Array] | None = None
    before: int | None = None
    period: int | None = None

    def equilibria(self, *, perhaps: bool = False) -> Array:
        """Boolean array: stable for all."""
        found: Array = np.all(list((self.perhaps if perhaps and self.perhaps else self.stable).values()), axis=0)
        return found


@dataclass(frozen=True, repr=False)
class Concepts(Result):
    """Answers of the newer concepts, in the order in which they were asked."""

    told_by: ClassVar[str] = "detente.stability.forms.sentences:concept_sentences"

    model: Model
    findings: tuple[Finding, ...]
    unanswered: tuple[
        tuple[Asked, DetenteError], ...
    ] = ()  # what the preferences of the file do not suffice for, and why

    def in_short(self) -> str:
        return f"{self.model.space.count} outcomes; {len(self.findings)} answers"

    def rows(self) -> list[Row]:
        """One row per outcome that is stable for all under some concept: under which."""
        marks = [(title(finding.asked), finding.equilibria()) for finding in self.findings]
        return [
            {
                "id": index + 1,
                "outcome": self.model.space.name(index),
                **{title: "eq" if mask[index] else "" for title, mask in marks},
            }
            for index in range(self.model.space.count)
            if any(mask[index] for _, mask in marks)
        ]

    def data(self) -> dict[str, Any]:
        """The JSON of ``detente concepts --format json``; ids count from 1."""
        space = self.model.space
        return {
            "digest": self.origin.digest,
            "outcomes": [{"id": index + 1, "name": space.name(index)} for index in range(space.count)],
            "asked": [_data(finding) for finding in self.findings],
            "unanswered": [{"concept": asked.concept, "reason": str(why)} for asked, why in self.unanswered],
        }


def title(asked: Asked) -> str:
    """The concept as the literature writes it, with its parameter: L3, NM, RGMR, Stackelberg japan."""
    if asked.concept in SYMBOLS:
        return SYMBOLS[asked.concept] + (
            f"{asked.horizon}" if asked.horizon else f" {asked.leader}" if asked.leader else ""
        )
    symbol = asked.kind[:1].upper() + ("Nash" if asked.base == "nash" else asked.base.upper())
    parts = (symbol, asked.extension, None if asked.degree is None else f"≥{asked.degree}")
    return " ".join(part for part in parts if part)


def _data(finding: Finding) -> dict[str, Any]:
    asked = {key: value for key, value in asdict(finding.asked).items() if value not in (None, {}) and key != "concept"}
    if finding.asked.kind != "relational":
        asked.pop("ties")
    if "bounds" in asked:
        asked["bounds"] = {n: {a: float(v) for a, v in each.items()} for n, each in asked["bounds"].items()}
    found: dict[str, Any] = {
        "concept": finding.asked.concept,
        "parameters": asked,
        "stable": {actor: _ids(mask) for actor, mask in finding.stable.items()},
        "equilibria": _ids(finding.equilibria()),
    }
    if finding.perhaps is not None:
        found["perhaps"] = {actor: _ids(mask) for actor, mask in finding.perhaps.items()}
        found["perhaps_equilibria"] = _ids(finding.equilibria(perhaps=True))
    if finding.period is not None:
        found |= {"before": finding.before, "period": finding.period}
    return found


def _ids(mask: Array) -> list[int]:
    return [int(index) + 1 for index in np.flatnonzero(mask)]


def concepts(situation: Situation, asked: Iterable[Asked] | None = None) -> Concepts:
    """What the newer concepts say, at the central numbers; agreements and joint moves are not looked at.

    Args:
        situation: a checked situation.
        asked: what to ask; a parameter left open is asked in every way there is. None: whatever the file calls for,
            and what its preferences do not suffice for is left unanswered.

    Raises:
        LimitError: too many outcomes, or a concept for two actors where there are more.
        DetenteError: an unknown concept, actor or extension, or what the preferences of the file do not say, of a
            concept that was asked for.
    """
    wanted = [Asked(name) for name in everything(situation)] if asked is None else list(asked)
    questions = [one for ask in wanted for one in spread(situation, _meant(ask))]
    board = Board(Model.of(situation))
    if board.model.space.count > MAX_OUTCOMES:
        raise LimitError("concepts_outcomes", count=board.model.space.count, limit=MAX_OUTCOMES)
    findings: list[Finding] = []
    unanswered: list[tuple[Asked, DetenteError]] = []
    for one in questions:
        try:
            findings.append(board.find(one))
        except DetenteError as why:
            if asked is not None:
                raise
            unanswered.append((one, why))
    origin = Origin.of(situation, "relation", concepts=tuple(title(one) for one in questions))
    return Concepts(board.model, tuple(findings), tuple(unanswered), origin=origin)


def _meant(asked: Asked) -> Asked:
    return replace(asked, concept=named(asked.concept))


@dataclass(frozen=True)
class Board:
    """The matrices of a situation at its central numbers, worked out when they are first needed."""

    model: Model

    @property
    def situation(self) -> Situation:
        return self.model.situation

    @cached_property
    def preferences(self) -> Preferences:
        numbers = self.model.numbers()
        return with_strength(preferences_of(numbers), numbers)

    @cached_property
    def own(self) -> dict[str, Array]:
        return {actor: move_matrix(self.model.moves, actor) for actor in self.situation.actors}

    @cached_property
    def better(self) -> dict[str, Array]:
        return {actor: self.preferences.better(0, actor) for actor in self.situation.actors}

    @cached_property
    def lost(self) -> dict[str, Array]:
        """[s, x]: by how many degrees s is better than x."""
        place = {name: index for index, name in enumerate(self.model.space.nodes)}
        found = {}
        for actor in self.situation.actors:
            degrees = self.better[actor].T.astype(np.int64)
            degrees[self.preferences.greatly_worse(0, actor)] = 2
            preference = self.situation.preferences.get(actor)
            for degree, pairs in ((preference and preference.degrees) or {}).items():
                for best, worst in pairs:
                    degrees[place[best], place[worst]] = int(degree)
            found[actor] = degrees
        return found

    @cached_property
    def unknown(self) -> dict[str, Array]:
        place = {name: index for index, name in enumerate(self.model.space.nodes)}
        found = {}
        for actor in self.situation.actors:
            matrix = np.zeros((self.model.space.count,) * 2, np.bool_)
            preference = self.situation.preferences.get(actor)
            for one, other in (preference and preference.unknown) or ():
                matrix[place[one], place[other]] = matrix[place[other], place[one]] = True
            found[actor] = matrix
        return found

    def find(self, asked: Asked) -> Finding:
        """The answer to one question."""
        if asked.concept in ("limited", "nonmyopic", "stackelberg"):
            return self._ahead(asked)
        if asked.kind == "fuzzy":
            return self._fuzzy(asked)
        if asked.concept == "metarational":
            pair = self._ranks()
            horizon = asked.horizon or 1
            rows = {a: metarational(self.own, a, *pair[a], horizon) for a in self.situation.actors}
            return Finding(asked, rows)
        if asked.concept == "berge":
            return Finding(asked, {a: berge(self.own, a, self.better[a]) for a in self.situation.actors})
        if asked.concept == "simultaneous":
            if self.model.space.nodes:
                raise DetenteError("simultaneous_options")
            space = self.model.space
            return Finding(asked, {a: simultaneous(space, self.own, self.better, a) for a in self.situation.actors})
        return Finding(asked, self._stable(asked, self._relations(asked)))

    def _stable(self, asked: Asked, found: Relations) -> dict[str, Array]:
        return {actor: found.stable(KNOWN[asked.base], actor) for actor in self.situation.actors}

    def _relations(self, asked: Asked) -> Relations:
        if asked.kind == "probable":
            return self._probable(asked)
        if asked.kind == "relational":
            attitudes = {**self.situation.attitudes, **asked.attitudes}
            for actor in (*attitudes, *(other for towards in attitudes.values() for other in towards)):
                self._known(actor)
            return relations.with_attitudes(self.own, self.better, attitudes, strict=asked.ties == "strict")
        if asked.extension is not None:
            return relations.extended(self.own, self.better, self.unknown, asked.extension)
        if asked.degree is not None:
            return relations.at_degree(self.own, self.better, self.lost, asked.degree)
        return relations.classical(self.own, self.better)

    def _known(self, actor: str) -> None:
        actors = tuple(self.situation.actors)
        if actor not in actors:
            raise DetenteError("actor_unknown", name=actor, nearest=nearest(actor, actors), known=actors)

    def _ranks(self) -> dict[str, tuple[Array, Array]]:
        """rank and lifted of every actor; pairs that form a ranking are given their ranks. Raises `DetenteError`."""
        found = {}
        for place, actor in enumerate(self.situation.actors):
            better = self.better[actor]
            if actor in self.preferences.pairs:
                rank = better.sum(axis=0)
                above = rank[None, :] > rank[:, None]  # [s, x]: x would stand above s
                if self.unknown[actor].any() or not (above == better).all():
                    raise DetenteError("ranking_needed", actor=actor, missing=self._missing(actor, above & ~better))
                found[actor] = rank, rank
            else:
                found[actor] = self.preferences.rank[0, place], self.preferences.lifted[0, place]
        return found

    def _missing(self, actor: str, unsaid: Array) -> tuple[str, ...]:
        """Pairs without which there is no ranking, as the file would have them; the first few."""
        nodes = self.model.space.nodes
        places = np.argwhere(np.triu(self.unknown[actor]) | unsaid.T)[:MISSING]
        return tuple(f"[{nodes[better]}, {nodes[worse]}]" for better, worse in places.tolist())

    def _ahead(self, asked: Asked) -> Finding:
        actors = tuple(self.situation.actors)
        if len(actors) != 2:
            actors = tuple(actor for actor in actors if self.own[actor].any())
        if len(actors) != 2:
            raise LimitError("two_actors", concept=asked.concept, count=len(self.situation.actors))
        ranks = self._ranks()
        ends = {a: tuple(tuple(np.flatnonzero(row).tolist()) for row in self.own[a]) for a in actors}
        pair = Pair(actors, ends, {a: ranks[a][0] for a in actors}, {a: ranks[a][1] for a in actors})
        if asked.concept == "nonmyopic":
            far = nonmyopic(pair)
            return self._both(asked, far.stays, far.before, far.period)
        if asked.concept == "stackelberg":
            leader = asked.leader or actors[0]
            self._known(leader)
            return self._both(asked, stackelberg(pair, leader))
        return self._both(asked, limited(pair, asked.horizon or 1))

    def _both(
        self, asked: Asked, stays: dict[str, Stays], before: int | None = None, period: int | None = None
    ) -> Finding:
        """An actor without moves stays everywhere."""
        every = Stays(*[np.ones(self.model.space.count, np.bool_)] * 2)
        all_of = {actor: stays.get(actor, every) for actor in self.situation.actors}
        stable, perhaps = ({a: getattr(s, name) for a, s in all_of.items()} for name in ("stable", "perhaps"))
        return Finding(asked, stable, perhaps, before, period)

    def _graded(self, kind: str) -> dict[str, tuple[Array, Array]]:
        """The fractions of every actor, lower and upper ends; one without preferences is indifferent.

        Raises `DetenteError` where an actor's preferences are of another kind.
        """
        found = {}
        for actor in self.situation.actors:
            preference = self.situation.preferences.get(actor, INDIFFERENT[kind])
            if getattr(preference, kind) is None:
                raise DetenteError("graded_needed", actor=actor, kind=kind)
            found[actor] = graded_matrices(preference, self.model.space.nodes)
        return found

    def _bound(self, asked: Asked, name: str, actor: str, default: Fraction | None) -> Fraction:
        given = asked.bounds.get(name, {}).get(actor)
        written = getattr(self.situation.preferences.get(actor), name, None)
        if given is not None:
            return given
        if written is not None:
            return Fraction(written.form.centre)
        if default is None and actor in self.situation.preferences:
            raise DetenteError("bound_missing", actor=actor, name=name, option=name.replace("_", "-"))
        return CERTAIN if default is None else default

    def _fuzzy(self, asked: Asked) -> Finding:
        """With ranges: stable for sure, whatever the numbers of the ranges tempt to; perhaps, by some of them."""
        graded = self._graded("fuzzy")
        gamma = {a: self._bound(asked, "threshold", a, None) for a in graded}
        bounds = {"threshold": gamma}
        certain = {a: low - high.T for a, (low, high) in graded.items()}
        possible = {a: high - low.T for a, (low, high) in graded.items()}
        sure = {a: np.asarray(matrix >= gamma[a], np.bool_) for a, matrix in certain.items()}
        perhaps = {a: np.asarray(matrix >= gamma[a], np.bool_) for a, matrix in possible.items()}
        told = Asked(asked.concept, bounds=bounds)
        stable = self._stable(told, _mixed(self.own, perhaps, perhaps, sure))
        if all((sure[a] == perhaps[a]).all() for a in sure):
            return Finding(told, stable)
        return Finding(told, stable, self._stable(told, _mixed(self.own, sure, sure, perhaps)))

    def _probable(self, asked: Asked) -> Relations:
        graded = self._graded("probable")
        leave = {a: self._bound(asked, "leave_above", a, DEFAULT_BOUND) for a in graded}
        hurt = {a: self._bound(asked, "hurt_up_to", a, leave[a]) for a in graded}
        credible = {a: self._bound(asked, "credible_above", a, leave[a]) for a in graded}
        scale = lcm(*(v.denominator for m, _ in graded.values() for v in m.flat))
        scale = lcm(scale, *(v.denominator for each in (leave, hurt, credible) for v in each.values()))
        whole = {a: (low * scale).astype(np.int64) for a, (low, _) in graded.items()}
        bounds = [{a: int(v * scale) for a, v in each.items()} for each in (leave, hurt, credible)]
        return relations.probable(self.own, whole, *bounds)


def _mixed(
    own: dict[str, Array], tempts: dict[str, Array], spares: dict[str, Array], step: dict[str, Array]
) -> Relations:
    """`spares`: where an answer does not hurt."""
    return Relations(own, tempts, {actor: ~matrix for actor, matrix in spares.items()}, step)
