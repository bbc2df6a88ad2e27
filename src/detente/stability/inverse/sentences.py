"""What would have to be true, in words."""

from __future__ import annotations

from detente.outcomes.telling import Teller
from detente.situation.records import Quantity
from detente.stability.inverse.one_weight import WeightChange
from detente.stability.inverse.result import Inverse
from detente.stability.inverse.several_weights import Mix
from detente.stability.inverse.step_taken import Way
from detente.stability.inverse.thresholds import Raise, Threshold
from detente.stability.sentences import concept_name
from detente.words import in_language, isolated, join, say

SHOWN = 5
NOTHING = 0.005  # points: a shortfall that rounds to none

OF_ISSUES = ("position", "salience", "capability")  # numbers that an actor has on an issue


def inverse_sentences(result: Inverse, language: str = "en") -> list[str]:
    """What is asked, how it stands, and by which single and joint changes it would be so."""
    teller = Teller(result.situation, result.model.space, language)
    said = [_asked(result, teller)]
    if result.met:
        return [*said, say("inverse.met", language)]
    still = [teller.actor(found.actor) for found in result.thresholds if found.match is None]
    if still:
        said.append(say("inverse.always", language, actors=join(still, language), count=len(still)))
    said += [_threshold(found, teller) for found in result.thresholds if found.match is not None]
    if result.raises is not None and len(result.raises.raises) > 1:
        key = "inverse.together" if result.raises.verified else "inverse.not_together"
        said.append(say(key, language, count=len(result.raises.raises)))
    said += _way(result, teller)
    said += _weights(result, teller)
    said += _mixes(result, teller)
    return said + _drivers(result, teller) + result.undone_sentences(language)


def _asked(result: Inverse, teller: Teller) -> str:
    language, target = teller.language, result.target
    concept = concept_name(target.concept, language)
    if target.outcome is not None:
        key = "inverse.asked_outcome_now" if result.now else "inverse.asked_outcome"
        return say(key, language, outcome=teller.outcome(target.outcome), concept=concept)
    named = target.name in result.situation.questions
    question = teller.question(target.name) if named else isolated(target.name, language)
    wanted = say("answers.every" if "every" in target.wanted else "answers.none", language)
    now = say(f"answers.{result.now}", language)
    return say("inverse.asked", language, question=question, wanted=wanted, now=now, concept=concept)


def _threshold(found: Threshold, teller: Teller) -> str:
    language, actor = teller.language, teller.actor(found.actor)
    assert found.match is not None
    match = teller.changed(found.outcome, found.match) if found.match != found.outcome else ""
    if found.stable:
        return say("inverse.stable", language, actor=actor, match=match)
    said = say("inverse.unstable", language, actor=actor, match=match, count=found.changes)
    return f"{said} {say('inverse.nothing_less', language)}" if found.least else said


def _way(result: Inverse, teller: Teller) -> list[str]:
    language = teller.language
    if result.target.outcome is not None:
        return []
    if result.way is None:
        return [] if "way" in result.undone else [say("inverse.no_way", language)]
    way, answer = result.way
    needs = [_raise(step, way, teller) for step in way.raises]
    told = say(f"answers.{answer}", language)
    move = teller.move(way.mover, way.start, way.end)
    return [say("inverse.way", language, move=move, needs=join(needs, language), answer=told, count=len(needs))]


def _raise(step: Raise, way: Way, teller: Teller) -> str:
    """What an actor would have to like better: the step, or what others then make of it."""
    language, actor = teller.language, teller.actor(step.actor)
    key = "raise" if step.outcome == way.end else "raise_end"
    if step.short is None:
        return say(f"inverse.{key}_ordinal", language, actor=actor, count=step.changes)
    if step.short < NOTHING:
        return say(f"inverse.{key}_any", language, actor=actor)
    return say(f"inverse.{key}", language, actor=actor, short=float(f"{step.short:.2g}"))


def _weights(result: Inverse, teller: Teller) -> list[str]:
    language = teller.language
    able = [change for change in result.weights if change.factor is not None]
    never = sum(change.factor is None and change.exact for change in result.weights)
    unknown = sum(change.factor is None and not change.exact for change in result.weights)
    said = []
    if able:
        listed = join([_weight(change, teller) for change in able[:SHOWN]], language, "or")
        said.append(say("inverse.weights", language, list=listed))
    elif result.weights and "weights" not in result.undone:
        said.append(say("inverse.no_weight", language))
    if len(able) > SHOWN:
        said.append(say("inverse.more", language, count=len(able) - SHOWN))
    if never:
        said.append(say("inverse.impossible", language, count=never))
    if unknown:
        said.append(say("inverse.not_found", language, count=unknown))
    return said


def _weight(change: WeightChange, teller: Teller) -> str:
    language = teller.language
    assert change.factor is not None
    rising = change.up == (change.weight > 0)
    key = "inverse.weight_at" if change.touching else "inverse.weight_above" if rising else "inverse.weight_below"
    if change.factor == 0 and change.touching:
        key = "inverse.weight_out"
    return say(
        key,
        language,
        actor=teller.actor(change.actor),
        goal=weight_words(teller, change.path),
        before=float(f"{change.weight:.3g}"),
        after=float(f"{change.weight * change.factor:.3g}"),
    )


def weight_words(teller: Teller, path: str) -> str:
    """A goal by its own words; a point by its term and level."""
    steps = path.split(".")
    if steps[2] == "goals":
        return teller.goal(steps[1], steps[3])
    label = ".".join(steps[3:-1])
    for axis in teller.space.axes:
        if axis.label == label and steps[-1] in axis.levels:
            return teller.level(axis, axis.levels.index(steps[-1]))
    return isolated(".".join(steps[3:]), teller.language)


def _mixes(result: Inverse, teller: Teller) -> list[str]:
    language = teller.language
    changes = [
        say(
            "inverse.mix_up" if factor > 1 else "inverse.mix_down",
            language,
            actor=teller.actor(mix.actor),
            goal=weight_words(teller, path),
            factor=float(f"{factor:.3g}"),
            percent=round(100 * factor),
        )
        for mix in result.mixes
        for path, factor in mix.factors.items()
    ]
    if len(changes) < 2:
        return []
    key = "inverse.several" if _proven(result.mixes) else "inverse.several_at_most"
    total = round(100 * sum(mix.total for mix in result.mixes))
    return [say(key, language, list=join(changes, language), total=total)]


def _proven(mixes: tuple[Mix, ...]) -> bool:
    return len(mixes) == 1 and mixes[0].least


def _drivers(result: Inverse, teller: Teller) -> list[str]:
    language = teller.language
    if not result.drivers:
        return []
    said = []
    for key, chosen in (
        ("inverse.within", [d for d in result.drivers if d.within]),
        ("inverse.beyond", [d for d in result.drivers if d.value is not None and not d.within]),
    ):
        if chosen:
            listed = [
                say(
                    "inverse.driver",
                    language,
                    name=driver_words(teller, d.name),
                    value=float(f"{d.value:.3g}"),
                    centre=float(f"{d.centre:.3g}"),
                    low=float(f"{d.low:.3g}"),
                    high=float(f"{d.high:.3g}"),
                )
                for d in chosen[:SHOWN]
            ]
            said.append(say(key, language, list=join(listed, language, "or")))
    idle = sum(d.value is None for d in result.drivers)
    return [*said, say("inverse.idle", language, count=idle)] if idle else said


def _of_issue(teller: Teller, name: str) -> str | None:
    """A number of an issue: where an actor stands on it, how much it matters to the actor, how strong it is there."""
    for issue in teller.situation.issues:
        rest = name.removeprefix(f"issues.{issue}.")
        if rest == "reversion":
            return say("study.reversion_of", teller.language, issue=teller.issue(issue))
        actor, _, kind = rest.removeprefix("positions.").rpartition(".")
        if rest.startswith("positions.") and actor in teller.situation.actors and kind in OF_ISSUES:
            key = f"study.{kind}_on"
            return say(key, teller.language, actor=teller.actor(actor), issue=teller.issue(issue))
    return None


def driver_words(teller: Teller, name: str) -> str:
    """A driver by its own words; a weight by those of its goal; an inertia by its actor."""
    steps = name.split(".")
    if steps[0] == "preferences":
        return say("study.weight_of", teller.language, actor=teller.actor(steps[1]), goal=weight_words(teller, name))
    if steps[0] == "actors":
        kind = "capability_of" if steps[-1] == "capability" else "inertia_of"
        return say(f"study.{kind}", teller.language, actor=teller.actor(steps[1]))
    if steps[0] == "issues" and (said := _of_issue(teller, name)) is not None:
        return said
    record: Quantity | None = teller.situation.drivers.get(name)
    words = in_language(record.text, teller.language) if record is not None else None
    return isolated(words or name, teller.language)
