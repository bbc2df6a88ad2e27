"""Random small situations with an agreement, and what DESIGN says of a deal, read literally over all outcomes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from detente.outcomes.preferences import preferences_of
from detente.outcomes.space import axes_of, space_of
from detente.situation.identifiers import split_reference
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.solve import Model
from tests.stability import literal_foresight as ahead
from tests.stability.literal_foresight import literal

Draw = Any
ONES = ["-1", "0", "0.3", "1"]
Levels = tuple[int, ...]


@st.composite
def negotiable(draw: Draw) -> Situation:
    """Two or three parties, perhaps an outsider, options that may move one way, pledges, rules, inertia, held ones."""
    parties = [f"p{i}" for i in range(draw(st.sampled_from([2, 2, 3])))]
    actors = [*parties, *(["other"] if draw(st.booleans()) else [])]
    options: dict[str, Any] = {}
    names: list[tuple[str, list[str]]] = []
    for actor in actors:
        options[actor] = {}
        for number in range(draw(st.sampled_from([0, 1, 1, 2]))):
            levels = draw(st.sampled_from([["no", "yes"], ["no", "yes"], ["l0", "l1", "l2"]]))
            shape = {} if len(levels) == 2 else {"levels": levels}
            move = draw(st.sampled_from(["both", "both", "both", "forward", "back"]))
            options[actor][f"o{number}"] = {"move": move, **shape}
            names.append((f"{actor}.o{number}", levels))
    own = [name for name, _ in names if not name.startswith("other")]
    pledges = [name for name in own if draw(st.booleans())]
    terms: dict[str, Any] = {}
    for number in range(draw(st.sampled_from([1, 2, 2]))):
        levels = draw(st.sampled_from([["no", "yes"], ["t0", "t1", "t2"]]))
        shape = {} if len(levels) == 2 else {"levels": levels}
        leave = draw(st.sampled_from(["any", "any", "all", "never"]))
        terms[f"t{number}"] = {"leave": leave, "move": draw(st.sampled_from(["both", "both", "forward"])), **shape}
        names.append((f"deal.t{number}", levels))

    numbers = {party: draw(st.sampled_from(ONES)) for party in parties}
    dockets: dict[str, list[str]] = {"one": [], "two": []}
    for issue in [*terms, *pledges]:
        dockets[draw(st.sampled_from(["one", "two"]))].append(issue)

    def atom() -> str:
        name, levels = draw(st.sampled_from(names))
        return f"{name} {draw(st.sampled_from(['==', '!=']))} {draw(st.sampled_from(levels))}"

    def statement() -> str:
        return draw(st.sampled_from(["{0}", "{0}", "{0} and {1}", "{0} or {1}"])).format(atom(), atom())

    def preference() -> dict[str, Any]:
        kinds, weights = ["want", "avoid"], ["1", "0.1", "0.2", "0.3", "2", "-1", "1.5"]
        found: dict[str, Any] = {
            "goals": {
                f"g{i}": {
                    draw(st.sampled_from(kinds)): statement(),
                    "weight": draw(st.sampled_from(weights)),
                }
                for i in range(draw(st.integers(1, 4)))
            }
        }
        if draw(st.booleans()):
            name, levels = draw(st.sampled_from(names))
            found["points"] = {name: {level: draw(st.sampled_from(["-1", "0.1", "2"])) for level in levels}}
        return found

    data = {
        "detente": "1",
        "actors": {
            a: {"inertia": draw(st.sampled_from(["0.1", "0.5"]))} if draw(st.booleans()) else {} for a in actors
        },
        "options": options,
        "agreements": {
            "deal": {
                "parties": parties,
                "terms": terms,
                "pledges": pledges,
                "dockets": dockets,
                "disagreement": draw(st.sampled_from(["drift", "drift", "myopic", "as_it_stands", numbers])),
            }
        },
        "rules": {"r": {"never": f"{atom()} and {atom()}"}} if draw(st.booleans()) else {},
        "status_quo": {name: draw(st.sampled_from(levels)) for name, levels in names},
        "preferences": {actor: preference() for actor in actors},
        "held": [draw(st.sampled_from(own))] if own and draw(st.integers(0, 5)) == 0 else [],
    }
    situation = Situation.model_validate(data)
    assume(space_of(situation).status_quo is not None)
    return situation


class Literal:
    """The words of the design, one outcome after another."""

    def __init__(self, situation: Situation) -> None:
        self.situation, self.space = situation, space_of(situation)
        self.axes = axes_of(situation)
        self.record = situation.agreements["deal"]
        self.outcomes = [tuple(row) for row in self.space.levels.tolist()]
        self.held = {item.hold for item in situation.held}
        self.worths = [self._worth(party) for party in self.record.parties]
        assert self.space.status_quo is not None
        self.start = self.outcomes[self.space.status_quo]
        model = Model.of(situation)
        game = literal.game_of(model.moves, preferences_of(model.numbers()))
        self.ends = [self.start]
        if self.record.disagreement in ("drift", "myopic"):
            concept = CONCEPTS["seq" if self.record.disagreement == "drift" else "nash"]
            classes = ahead.drift(ahead.reading(game, concept), self.space.status_quo)
            self.ends = [self.outcomes[end] for end in sorted(end for members in classes for end in members)]
        signed = self.worths
        self.worths = self._followed(ahead.reading(game, CONCEPTS["seq"]))
        self.base = self.ends[0]
        self.d = tuple(max(worth[end] for end in self.ends) for worth in signed)
        if isinstance(self.record.disagreement, dict):
            self.d = tuple(self.record.disagreement[party].form.value for party in self.record.parties)
        self.packages = [outcome for outcome in self.outcomes if self._is_package(outcome)]
        self.gains = {p: tuple(w[p] - d for w, d in zip(self.worths, self.d, strict=True)) for p in self.packages}
        self.inertia = [self._inertia(party) for party in self.record.parties]

    def _inertia(self, party: str) -> Fraction:
        quantity = self.situation.actors[party].inertia
        return Fraction(0) if quantity is None else quantity.form.value

    def _worth(self, party: str) -> dict[Levels, Fraction]:
        want = self.situation.preferences[party]
        found = {outcome: Fraction(0) for outcome in self.outcomes}
        for goal in (want.goals or {}).values():
            truth = self.space.holds(goal.want or goal.avoid)
            for outcome, true in zip(self.outcomes, truth, strict=True):
                found[outcome] += goal.weight.form.value * (1 if goal.want else -1) * bool(true)
        for key, table in (want.points or {}).items():
            place = next(i for i, axis in enumerate(self.axes) if axis.parts == split_reference(key))
            for outcome in self.outcomes:
                level = self.axes[place].levels[outcome[place]]
                found[outcome] += table[level].form.value if level in table else 0
        return found

    def _followed(self, read: ahead.Reading) -> list[dict[Levels, Fraction]]:
        """What each outcome is worth once those outside the agreement have taken their sure steps: the least."""
        outside = read.outside("deal")
        return [
            {
                outcome: min(worth[self.outcomes[end]] for end in ahead.ends(read, outside, index))
                for index, outcome in enumerate(self.outcomes)
            }
            for worth in self.worths
        ]

    def _levels_from(self, place: int, level: int) -> list[int]:
        axis = self.axes[place]
        levels = range(len(axis.levels))
        if axis.label in self.held:
            return [level]
        return [
            one
            for one in levels
            if not ((axis.move == "forward" and one < level) or (axis.move == "back" and one > level))
        ]

    def _is_package(self, outcome: Levels) -> bool:
        bound = {split_reference(pledge) for pledge in self.record.pledges}
        for place, axis in enumerate(self.axes):
            issue = axis.kind == "term" or axis.parts in bound
            if outcome[place] == self.base[place]:
                continue
            if not issue or outcome[place] not in self._levels_from(place, self.base[place]):
                return False
            if axis.leave == "never" and outcome[place] == axis.without:
                return False
        return True

    def frontier(self) -> set[tuple[Fraction, ...]]:
        vectors = {tuple(worth[package] for worth in self.worths) for package in self.packages}
        return {
            u for u in vectors if not any(v != u and all(a >= b for a, b in zip(v, u, strict=True)) for v in vectors)
        }

    def worth_it(self) -> list[Levels]:
        return [p for p, gain in self.gains.items() if all(g > i for g, i in zip(gain, self.inertia, strict=True))]
