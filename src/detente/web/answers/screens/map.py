"""The outcomes that matter, as points: where things stand and go, what each side would like best, what it hopes for."""

from __future__ import annotations

from detente.errors import DetenteError
from detente.outcomes.preferences import Array
from detente.stability.result import stability
from detente.web.answers.screens.moves import gains_of, outcome_of, outcome_words, worths
from detente.web.answers.screens.tables import table_of
from detente.web.contracts.screens import AskMap, Map, Node
from detente.web.desk import View
from detente.web.pace import pause

PLACED = 4  # places where things can end, and of each hope, that are drawn


def map_of(view: View, asked: AskMap) -> Map:
    """The points, each named once: by the first reason for which it matters."""
    values = worths(view)
    axes = _axes(view, values)
    start, teller = outcome_of(view, None), view.teller(asked.lang)
    wanted: dict[int, str] = {}
    if view.stability.model.space.status_quo is not None:
        wanted[start] = "status_quo"
    for members in view.classes[:PLACED]:
        wanted.setdefault(members[0], "predicted")
    for actor in axes:
        wanted.setdefault(int(values[actor].argmax()), f"best:{actor}")
    for actor in view.paper.case.perceptions:
        for outcome in _hopes(view, actor):
            wanted.setdefault(outcome, f"hope:{actor}")
    for outcome, why in _packages(view):
        wanted.setdefault(outcome, why)
    for number in asked.path:
        wanted.setdefault(outcome_of(view, number), "here")
    return Map(
        axes=axes,
        nodes=[
            Node(
                outcome=outcome + 1,
                why=why,
                text=outcome_words(teller, outcome),
                at={actor: gain for actor, gain in gains_of(values, start, outcome).items() if actor in axes},
            )
            for outcome, why in wanted.items()
        ],
    )


def _axes(view: View, values: dict[str, Array]) -> list[str]:
    """Two actors whose gains can be counted: the parties of an agreement, else the first who can move at all."""
    for parties in view.stability.view.moves.parties.values():
        if len(parties) == 2 and set(parties) <= set(values):
            return list(parties)
    moving = [actor for actor in values if len(view.stability.view.moves.alone[actor].source)]
    return moving[:2] if len(moving) >= 2 else []


def _packages(view: View) -> list[tuple[int, str]]:
    """What each side hopes to sign, and the fairest package or else the nearest to a deal."""
    try:
        table = table_of(view, None)
    except DetenteError:
        return []
    pause()
    setting, space = table.story.setting, view.stability.model.space
    hoped = [(one.package, f"hope:{actor}") for one in table.story.beliefs for actor in one.by if actor]
    best = table.best[1]
    found = [*hoped, *([] if best is None else [(best, "deal")])]
    places = [(space.with_levels(list(setting.levels(package))), why) for package, why in found]
    return [(place, why) for place, why in places if place is not None]


def _hopes(view: View, actor: str) -> list[int]:
    """Where an actor thinks things can end, if it sees them otherwise than they are."""
    pause()
    space = view.stability.model.space
    try:
        seen = stability(view.case.perceptions[actor], (view.ahead,))
        ends = seen.predicted_classes(view.ahead) or []
    except DetenteError:
        return []
    places = [space.index_of(seen.model.space.name(members[0])) for members in ends[:PLACED]]
    return [place for place in places if place is not None]
