"""What only working out an agreement shows of its file: comparisons that contradict each other, steps never safe."""

from __future__ import annotations

from contextlib import suppress

from detente.errors import DetenteError
from detente.situation.model import Situation
from detente.situation.reading.faults import Faults
from detente.words import Said

SHOWN = 3  # steps of a proof


def check_deals(situation: Situation, faults: Faults) -> None:
    """Report these of every agreement that can be negotiated; shares stand at the levels at hand.

    What works agreements out is loaded only where a file has any of this.
    """
    for name, record in situation.agreements.items():
        with suppress(DetenteError):
            if record.comparisons:
                _comparisons(name, situation, faults)
            if record.stages:
                _stages(name, situation, faults)


def _comparisons(name: str, situation: Situation, faults: Faults) -> None:
    from detente.bargaining.agreement.from_situation import negotiation_about
    from detente.bargaining.brokered.compared_packages import comparisons_by_party

    for party, (one, names) in comparisons_by_party(*negotiation_about(situation, name)).items():
        if not one.found.consistent:
            said = tuple(names[at] for at in one.found.contradiction[0])
            path = ("agreements", name, "comparisons", said[-1])
            faults.add("comparisons_contradict", path, key=True, by=party, list=said, count=len(said))


def _stages(name: str, situation: Situation, faults: Faults) -> None:
    from detente.bargaining.agreement.result import story
    from detente.bargaining.brokered.result import Brokered, brokered

    found = brokered(story(situation, agreement=name))
    if not isinstance(found, Brokered):
        return
    swap = found.staged.get("seq")
    if swap is None or swap.found.order is not None:
        return
    steps = []
    for state, who in swap.found.wall[:SHOWN]:
        given = tuple(
            Said("brokered.stages.given", {"item": item.name, "done": done, "all": item.pieces})
            for item, done in zip(swap.asked.items, state, strict=True)
        )
        steps.append(Said("brokered.stages.wall", {"given": given, "who": tuple(who)}))
    needed = round(float(swap.found.needed), 4)
    faults.warn("stages_unsafe", ("agreements", name, "stages"), key=True, steps=tuple(steps), needed=needed)
