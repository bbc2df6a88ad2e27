"""Who signs in vain, and who does not sign because of what it sees, in words."""

from __future__ import annotations

from detente.outcomes.telling import Teller
from detente.stability.perception.result import Perception
from detente.stability.perception.signing import Refusal, Vain, refusals, vain
from detente.words import say


def signing_sentences(result: Perception, concept: str, teller: Teller) -> list[str]:
    """What is signed in vain from the status quo, and what is not signed though all would gain by it."""
    said = [line for one in vain(result.game, concept) for line in _vain(result, one, concept, teller)]
    return said + [_refusal(one, teller) for one in refusals(result.game, concept)]


def _vain(result: Perception, found: Vain, concept: str, teller: Teller) -> list[str]:
    language = teller.language
    lines = [
        say("perception.reward_in_vain", language, actor=teller.actor(party), reward=teller.changed(*hope))
        for party, hope in found.rewards.items()
    ]
    if found.losing:
        step = (found.agreement, found.landing)
        stopping = [
            a for a in result.mistaken if step not in result.told(concept, a).after.arrows(concept).leaving(found.start)
        ]
        lines.append(
            say(
                "perception.signed_in_vain",
                language,
                count=len(found.losing),
                move=teller.move(found.agreement, found.start, found.landing),
                actors=teller.actors(found.losing),
                told=teller.actors(stopping[:1]) if stopping else None,
            )
        )
    return lines


def _refusal(found: Refusal, teller: Teller) -> str:
    language = teller.language
    package, party = teller.changed(found.start, found.landing), teller.actor(found.party)
    if found.why == "unseen":
        return say("perception.step_unseen", language, package=package, actor=party)
    assert found.by is not None and found.own is not None
    step = teller.move(found.by, *found.own)
    key = "expects_itself_leaving" if found.by == found.party else "expects_leaving"
    said = say(f"perception.{key}", language, package=package, actor=party, step=step)
    return f"{said} {say('perception.would_bind', language, actor=party)}" if found.binding else said
