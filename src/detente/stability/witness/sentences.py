"""Why the parties of an agreement would, or would not, take a step together, in words."""

from __future__ import annotations

from detente.outcomes.telling import Teller
from detente.stability.witness.joint_witness import JointWitness, Path
from detente.words import say


def path_words(path: Path, teller: Teller) -> str:
    """The moves of an answer, one after another."""
    return say("phrases.then", teller.language).join(teller.move(step.mover, step.start, step.end) for step in path)


def joint_sentence(witness: JointWitness, teller: Teller) -> str:
    """The reason: the step, what follows it, what comes without it, and whom that moves."""
    language = teller.language
    follows = [way for way in witness.follows if way]
    without = [way for way in witness.without if way]
    values = {
        "move": teller.move(witness.agreement, witness.start, witness.end),
        "actors": teller.actors(witness.parties),
        "count": len(witness.parties),
        "path": path_words(witness.path or (follows[0] if follows else ()), teller),
        "without": path_words(without[0], teller) if without else None,
    }
    if witness.own is not None:
        here = witness.start if witness.verdict == "better_alone" else witness.at
        values["own"] = teller.move(witness.parties[0], witness.end if here is None else here, witness.own)
    return say(f"joint.{_key(witness, bool(follows), bool(without))}", language, **values)


def _key(witness: JointWitness, follows: bool, without: bool) -> str:
    """Which sentence: that of the landing, or one that says what follows and what comes anyway."""
    match witness.verdict:
        case "credible" if len(witness.follows) > 1 and follows:
            return "credible_either_way"
        case "credible" if follows and without:
            return "credible_both"
        case "credible" if follows:
            return "credible_follows"
        case "credible" if without:
            return "credible_forestalls"
        case "not_better" if follows and without:
            return "not_better_both"
        case "not_better" if follows:
            return "not_better_follows"
        case "not_better" if without:
            return "not_better_anyway"
        case "not_kept" if follows and witness.at != witness.end:
            return "not_kept_after"
        case "spoiled" if without:
            return "spoiled_anyway"
    return witness.verdict
