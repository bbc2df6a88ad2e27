"""The perceptions of a case as one result: what each expects, what holds, who is surprised, what being told changes.

Beside everything stands the *twin*: the same situation without misperception. Ids are those of the base situation's
outcomes, counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np

from detente.counts import counted
from detente.outcomes.moves import held_actors
from detente.outcomes.preferences import Array
from detente.result import Result, Row
from detente.situation.model import Situation
from detente.stability.perception.being_told import Told, answer_of, told
from detente.stability.perception.blindness import Blind, blind
from detente.stability.perception.hypergame import Classes, Hypergame, OwnGame, hypergame, own_game
from detente.stability.perception.readings import Combination, Contrast, contrast
from detente.stability.perception.second_level import SecondLevel, second_levels
from detente.stability.perception.second_level import equilibria as second_equilibria
from detente.stability.prediction import Answer
from detente.stability.result import LIST_LIMIT, Stability, stability


@dataclass(frozen=True, repr=False)
class Perception(Result):
    """What holds where actors see different games. `mistaken`: those with a perception of their own, in file order.

    `second`: of each actor that says what the other sees, what it expects by that.
    """

    told_by: ClassVar[str] = "detente.stability.perception.sentences:perception_sentences"

    game: Hypergame
    mistaken: tuple[str, ...]
    contrasts: dict[str, Contrast]
    second: dict[str, SecondLevel] = field(default_factory=dict)
    _told: dict[tuple[str, str], Told] = field(default_factory=dict, repr=False)

    def in_short(self) -> str:
        counts = ", ".join(f"{name} {len(self.equilibria(name))}" for name in self.concepts)
        return f"{len(self.mistaken)} see another game; hypergame equilibria: {counts}"

    @property
    def twin(self) -> Stability:
        """The situation without misperception."""
        return self.game.base

    @property
    def concepts(self) -> tuple[str, ...]:
        return tuple(self.twin.solutions)

    def equilibria(self, concept: str) -> list[int]:
        """Ids of the hypergame equilibria."""
        return ids(self.game.equilibria(concept))

    def holds(self, concept: str) -> list[int]:
        """Ids of the outcomes that everybody sees and nobody leaves, alone or together."""
        return ids(self.game.holds(concept))

    def surprise(self, concept: str, actor: str) -> list[int]:
        """Ids of what holds and the actor did not expect."""
        return ids(self.game.surprise(actor, concept))

    def disappointment(self, concept: str, actor: str) -> list[int]:
        """Ids of what the actor expected and does not hold."""
        return ids(self.game.disappointment(actor, concept))

    def told(self, concept: str, actor: str) -> Told:
        """What changes if this actor is told how things are."""
        if (concept, actor) not in self._told:
            self._told[(concept, actor)] = told(self.game, actor, concept)
        return self._told[(concept, actor)]

    def hope(self, actor: str, question: str, concept: str) -> Answer:
        """The answer that an actor expects."""
        predicted, possible = self.game.expected_answers(actor, question, concept)
        return predicted or possible

    def fact(self, question: str, concept: str) -> Answer | None:
        """The answer as everybody acts on its own view; None if there is no place of rest that all see."""
        return answer_of(self.game, question, concept)

    def without_mistakes(self, question: str, concept: str) -> Answer:
        """The answer if everybody saw the base."""
        predicted, possible = self.twin.answers(question, concept)
        return predicted or possible

    def blind(self) -> Blind:
        """Reading B: one game for all, in which nobody moves where it does not see."""
        return blind(self.game)

    def rows(self) -> list[Row]:
        """Hope against reality: one row per concept and question, one column per actor that sees another game."""
        return [
            {
                "concept": concept,
                "question": question,
                "in_fact": self.fact(question, concept),
                "without_mistakes": self.without_mistakes(question, concept),
                **{f"expected_by_{actor}": self.hope(actor, question, concept) for actor in self.mistaken},
            }
            for concept in self.concepts
            for question in self.twin.situation.questions
        ]

    def outcome_rows(self, concept: str) -> list[Row]:
        """One row per outcome that holds alone or is expected to: for whom it is a surprise or a disappointment."""
        space, holds = self.twin.model.space, self.game.equilibria(concept)
        expected = {actor: self.game.expected(actor, concept) for actor in self.mistaken}
        listed = np.flatnonzero(np.logical_or.reduce([holds, *expected.values()]))
        words = {(True, True): "expected", (True, False): "surprise", (False, True): "disappointment"}
        return [
            {
                "id": int(outcome) + 1,
                "outcome": space.name(int(outcome)),
                "equilibrium": "yes" if holds[outcome] else "no",
                **{
                    actor: words.get((bool(holds[outcome]), bool(mask[outcome])), "")
                    if self.game.recognised[actor][outcome]
                    else "unseen"
                    for actor, mask in expected.items()
                },
            }
            for outcome in listed
        ]

    def act_rows(self, act: str) -> list[Row]:
        """One row per concept and combination of readings. Raises `LimitError` if there are too many combinations."""
        chosen, held = self.contrasts[act].required(), held_actors(self.twin.situation)
        return [
            {
                "concept": concept,
                **{f"read_by_{audience}": reading or "" for audience, reading in combination.readings.items()},
                "act": self.acted(chosen, combination, concept),
                **{name: answer_of(combination.game, name, concept) for name in self.twin.situation.questions},
                "taken_aback": ", ".join(a for a in combination.game.taken_aback(concept) if a not in held),
            }
            for concept in self.concepts
            for combination in chosen.combinations
        ]

    def acted(self, chosen: Contrast, combination: Combination, concept: str) -> Answer | None:
        """Whether the act is done where it goes."""
        truth = self.twin.model.space.holds(chosen.act.observe)
        predicted, possible = combination.game.answer_about(truth, concept)
        return predicted or possible

    def data(self) -> dict[str, Any]:
        """The JSON contract of ``detente perception --format json``."""
        whole = self.twin.data()
        kept = {key: whole[key] for key in ("digest", "outcomes", "truncated")}
        concepts = {concept: self._concept_data(concept) for concept in self.concepts}
        return {"reading": "a", **kept, "perceptions": list(self.mistaken), "concepts": concepts}

    def _concept_data(self, concept: str) -> dict[str, Any]:
        game, cut = self.game, self.twin.limit

        def each(find: Any) -> dict[str, list[int]]:
            return {actor: ids(find(actor, concept))[:cut] for actor in game.games}

        return {
            "stable_for_self_in_own_game": each(game.own_stable),
            "equilibria_expected_by": each(game.expected),
            "hypergame_equilibria": self.equilibria(concept)[:cut],
            "unrecognised_by": {str(i + 1): list(actors) for i, actors in list(game.unrecognised_by().items())[:cut]},
            "surprise": each(game.surprise),
            "disappointment": each(game.disappointment),
            "holds": self.holds(concept)[:cut],
            "rest_unseen": ids(game.rest_unseen(concept))[:cut],
            "predicted": class_ids(game.predicted_classes(concept), cut),
            "possible": class_ids(game.possible_classes(concept), cut),
            "signed_against_expectation": [
                [agreement, start + 1, landing + 1, party]
                for agreement, start, landing, party in game.signed_against_expectation(concept)
            ],
            "taken_aback": game.taken_aback(concept),
            "let_down": game.let_down(concept),
            "unseen_though_holding": each(game.unseen_though_holding),
            "own_games": {actor: self._own_data(actor, concept) for actor in self.mistaken},
            "twin": _stability_data(self.twin, concept, cut),
            "told": {actor: self._told_data(actor, concept) for actor in self.mistaken},
            "questions": {
                question: self._question_data(question, concept) for question in self.twin.situation.questions
            },
            "acts": {name: self._act_data(chosen, concept) for name, chosen in self.contrasts.items()},
            **({"second_level": self._second_data(concept)} if self.second else {}),
        }

    def second_equilibria(self, concept: str) -> list[int]:
        """Ids of the hypergame equilibria of level 2."""
        return ids(second_equilibria(self.game, self.second, concept))

    def second_expected(self, concept: str, actor: str) -> list[int]:
        """Ids of what an actor expects that counts on what the other sees."""
        return ids(self.second[actor].expected(concept))

    def _second_data(self, concept: str) -> dict[str, Any]:
        cut, held = self.twin.limit, second_equilibria(self.game, self.second, concept)
        return {
            "hypergame_equilibria": ids(held)[:cut],
            "expects": {
                actor: {
                    "about": level.other,
                    "stable_for_self": ids(level.stable_for_self(concept))[:cut],
                    "stable_for_other": ids(level.stable_for_other(concept))[:cut],
                    "expected": ids(level.expected(concept))[:cut],
                    "surprise": ids(held & ~level.expected(concept))[:cut],
                    "disappointment": ids(level.expected(concept) & ~held)[:cut],
                }
                for actor, level in self.second.items()
            },
        }

    def _own_data(self, actor: str, concept: str) -> dict[str, Any]:
        """The game of one actor, in ids of the base: what is stable for whom in it, and where it goes."""
        own, cut = self.game.games[actor], self.twin.limit
        solution = own.result.solution(concept)
        predicted = own.result.predicted_classes(concept)
        return {
            "stable": {
                other: sorted(int(own.place[i]) + 1 for i in np.flatnonzero(solution.stable[0, place]))[:cut]
                for place, other in enumerate(solution.actors)
            },
            "equilibria": ids(self.game.expected(actor, concept))[:cut],
            "predicted": None if predicted is None else class_ids(own.classes(predicted), cut),
            "possible": class_ids(own.classes(own.result.classes(concept)), cut),
        }

    def _told_data(self, actor: str, concept: str) -> dict[str, Any]:
        found, cut = self.told(concept, actor), self.twin.limit
        return {
            "hypergame_equilibria": ids(found.after.equilibria(concept))[:cut],
            "gained": [outcome + 1 for outcome in found.gained][:cut],
            "lost": [outcome + 1 for outcome in found.lost][:cut],
            "predicted": class_ids(found.after.predicted_classes(concept), cut),
            "questions": {name: {"mistaken": a, "told": b} for name, (a, b) in found.answers.items()},
            "staying_mistaken": dict(found.mistaken),
        }

    def _question_data(self, question: str, concept: str) -> dict[str, Any]:
        def both(pair: tuple[Answer | None, Answer | None]) -> dict[str, Answer | None]:
            return {"predicted": pair[0], "possible": pair[1]}

        return {
            "in_fact": both(self.game.answers(question, concept)),
            "twin": both(self.twin.answers(question, concept)),
            "expected_by": {
                actor: both(self.game.expected_answers(actor, question, concept)) for actor in self.mistaken
            },
        }

    def _act_data(self, chosen: Contrast, concept: str) -> dict[str, Any]:
        cut = self.twin.limit
        return {
            "by": chosen.act.by,
            "to": list(chosen.act.to),
            "combinations": chosen.count,
            "too_many": not chosen.combinations,
            "rows": [
                {
                    "readings": combination.readings,
                    "act": self.acted(chosen, combination, concept),
                    "questions": {
                        name: answer_of(combination.game, name, concept) for name in self.twin.situation.questions
                    },
                    "hypergame_equilibria": ids(combination.game.equilibria(concept))[:cut],
                    "holds": ids(combination.game.holds(concept))[:cut],
                    "predicted": class_ids(combination.game.predicted_classes(concept), cut),
                    "surprise": {
                        actor: ids(combination.game.surprise(actor, concept))[:cut] for actor in combination.game.games
                    },
                    "taken_aback": combination.game.taken_aback(concept),
                }
                for combination in chosen.combinations
            ],
        }


def _stability_data(result: Stability, concept: str, cut: int) -> dict[str, Any]:
    return {
        "stable": {actor: result.stable(concept, actor)[:cut] for actor in result.solution(concept).actors},
        "equilibria": result.equilibria(concept)[:cut],
        "holds": result.holds(concept)[:cut],
        "predicted": class_ids(result.predicted_classes(concept), cut),
        "possible": class_ids(result.classes(concept), cut),
    }


def ids(mask: Array) -> list[int]:
    """The ids of the outcomes of which something is true."""
    return [int(index) + 1 for index in np.flatnonzero(mask)]


def class_ids(classes: Classes | None, limit: int) -> list[list[int]] | None:
    """Classes as ids, at most so many; None stays None."""
    return None if classes is None else [[index + 1 for index in members] for members in classes[:limit]]


def perception(
    situation: Situation,
    perceptions: Mapping[str, Situation],
    readings: Mapping[str, Mapping[str, Mapping[str, Situation]]] | None = None,
    concepts: Iterable[str] = ("seq",),
    limit: int = LIST_LIMIT,
    beliefs: Mapping[str, Mapping[str, Situation]] | None = None,
) -> Perception:
    """What holds where actors see different games, at the central numbers of each.

    Args:
        situation: the base.
        perceptions: actor → the situation as it sees it (``case.perceptions``); everybody else sees the base.
        readings: act → audience → name of a reading → the situation as the audience then sees it (``case.readings``).
        concepts: names from ``detente.stability.concepts.CONCEPTS``.
        limit: lists longer than this are cut in `data`.
        beliefs: actor → other → the situation as the actor thinks that the other sees it (``case.beliefs``).

    Raises:
        LimitError: too many outcomes or moves to list; beliefs where there are not two actors.
        DetenteError: an unknown concept, or a perception with outcomes that the situation does not have.
    """
    base = stability(situation, concepts, counted("limit", limit))
    order = [actor for actor in situation.actors if actor in perceptions]
    given = hypergame(base, {actor: own_game(base, perceptions[actor], actor) for actor in order})
    contrasts = {}
    for name, act in situation.acts.items():
        games: dict[str, dict[str, OwnGame]] = {
            audience: {reading: own_game(base, part, audience) for reading, part in parts.items()}
            for audience, parts in (readings or {}).get(name, {}).items()
        }
        contrasts[name] = contrast(name, act, given, games)
    seen = {actor: given.games[actor].result.digest for actor in order}
    origin = replace(base.origin, parameters={**base.origin.parameters, "perceptions": seen})
    return Perception(given, tuple(order), contrasts, second_levels(given, beliefs or {}), origin=origin)
