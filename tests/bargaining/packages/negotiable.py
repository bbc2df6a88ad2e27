"""Random small situations with an agreement, and what DESIGN says of a deal, read literally over all outcomes."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from detente.outcomes.space import axes_of, space_of
from detente.situation.identifiers import split_reference
from detente.situation.model import Situation

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
                "disagreement": draw(st.sampled_from(["drift", "drift", "as_it_stands", numbers])),
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
        drifts = self.record.disagreement == "drift" and any(situation.options[p] for p in self.record.parties)
        self.ends = self._drift() if drifts else [self.start]
        self.base = self.ends[0]
        self.d = tuple(max(worth[end] for end in self.ends) for worth in self.worths)
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

    def _drift(self) -> list[Levels]:
        after = {outcome: self._improvements(outcome) for outcome in self.outcomes}
        reach: dict[Levels, set[Levels]] = {}
        for outcome in self.outcomes:
            seen, queue = {outcome}, [outcome]
            while queue:
                for end in after[queue.pop()]:
                    if end not in seen:
                        seen.add(end)
                        queue.append(end)
            reach[outcome] = seen
        return [
            outcome
            for outcome in self.outcomes
            if outcome in reach[self.start] and all(outcome in reach[end] for end in reach[outcome])
        ]

    def _improvements(self, outcome: Levels) -> set[Levels]:
        found = set()
        for party, worth in zip(self.record.parties, self.worths, strict=True):
            choices = [
                self._levels_from(place, level) if axis.kind == "option" and axis.owner == party else [level]
                for place, (axis, level) in enumerate(zip(self.axes, outcome, strict=True))
            ]
            for end in product(*choices):
                if end in worth and worth[end] > worth[outcome] + self._inertia(party):
                    found.add(end)
        return found

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
