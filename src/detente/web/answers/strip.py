"""Where each number tips the answers, the others at what they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.uncertainty.movable import movable
from detente.uncertainty.tipping import Tipping, tipping
from detente.web.answers.answer import REPLIES
from detente.web.contracts.asking import Reply, Turns
from detente.web.contracts.bench import AskStrip, Cut, Strip, Strips
from detente.web.desk import View
from detente.web.pace import pause


def strip(view: View, asked: AskStrip) -> Strips:
    """A strip for every number asked; formulas have none. Range and middle are those of the file."""
    return Strips(strips=strips(view, asked.numbers))


def strips(view: View, asked: Iterable[str] = ()) -> dict[str, Strip]:
    """Id → strip; without ids, of every number. Each is worked out once of every look."""
    written, named = {one.id: one for one in movable(view.written)}, set(asked)
    known: dict[str, Strip | None] = view.once("strips", dict)
    fresh = [name for name in written if name not in known and (not named or name in named)]
    found: dict[str, Strip | None] = dict.fromkeys(fresh)  # a formula stays without
    for one in tipping(view.situation, fresh, view.ahead, pause=pause) if fresh else ():
        about = written[one.number.id]
        if about.centre is not None:
            found[one.number.id] = Strip(
                domain=one.domain,
                range=about.range,
                centre=about.centre,
                first=_replies(one.first),
                cuts=[Cut(at=tip.at, answers=_replies(tip.answers)) for tip in one.tips],
                turns=turns(one, about.range, about.centre),
            )
    known.update(found)
    chosen = ((name, known[name]) for name in written if not named or name in named)
    return {name: one for name, one in chosen if one is not None}


def turns(one: Tipping, allowed: tuple[float, float] | None, centre: float) -> Turns:
    """Whether an answer turns within a range, or only beyond it."""
    low, high = allowed or (centre, centre)
    inside = any(low < tip.at < high for tip in one.tips)
    return "within" if inside else "beyond" if one.tips else "no"


def _replies(answers: Mapping[str, str]) -> dict[str, Reply]:
    return {name: REPLIES[answer] for name, answer in answers.items()}
