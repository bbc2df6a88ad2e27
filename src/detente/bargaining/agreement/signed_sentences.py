"""Whether deals hold once signed, in words."""

from __future__ import annotations

from detente.bargaining.agreement.followed import CONCEPT
from detente.bargaining.agreement.holding import Held, Signed
from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.agreement.result import Story, refusing
from detente.outcomes.telling import Teller
from detente.stability.sentences import concept_names
from detente.stability.witness.sentences import joint_sentence
from detente.stability.witness.witness import Step
from detente.words import say


def holds_lines(found: Story, told: PackageTeller) -> list[str]:
    """What becomes of each of the packages once it is signed."""
    if found.signed is None:
        key = "outside" if found.setting.kind == "numbers" else "large"
        return [say(f"bargain.holds.{key}", told.language)]
    return [line for held in found.held for line in held_lines(found, told, held)]


def held_lines(found: Story, told: PackageTeller, held: Held) -> list[str]:
    """One package: what becomes of it under each concept, what would make it last, whether it would be signed."""
    language, package, signed = told.language, told.package(held.package), found.signed
    if held.outcome is None or signed is None:
        return [say("bargain.holds.nowhere", language, package=package)]
    teller = Teller(signed.setting.situation, signed.model.space, language)
    groups: dict[str, list[str]] = {}
    for concept, verdict in held.verdicts.items():
        way = way_words(held.way.get(concept, ()), teller)
        groups.setdefault(f"{verdict}\n{way}", []).append(concept)
    lines: list[str] = []
    for key, concepts in sorted(groups.items(), key=lambda group: CONCEPT not in group[1]):
        said, _, way = key.partition("\n")
        names = concept_names(concepts, language)
        first = "" if not lines else "else_"
        lines.append(say(f"bargain.holds.{first}{said}", language, package=package, concepts=names, **_way(way)))
    if held.verdicts.get(CONCEPT) == "broken":
        lines += _mended(signed, told, held)
    return lines + _signing(found, held, teller, language)


def _way(way: str) -> dict[str, str]:
    return {"way": way} if way else {}


def way_words(way: tuple[Step, ...], teller: Teller) -> str:
    """The steps out of a package."""
    then = say("phrases.then", teller.language)
    return then.join(teller.move(step.mover, step.start, step.end) for step in way)


def _mended(signed: Signed, told: PackageTeller, held: Held) -> list[str]:
    """What would make it last."""
    language = told.language
    if held.concept is None or held.outcome is None:
        return []
    if held.bound:
        levels = signed.model.space.levels[held.outcome]
        column = signed.model.space.column
        words = told.owned((axis, int(levels[column[axis.parts]])) for axis in held.bound)
        lines = [say("bargain.holds.bind", language, list=words)]
    else:
        lines = [say("bargain.holds.no_bind", language)]
    for one in held.weights[:2]:
        key = "weight_more" if abs(one.needed) > abs(one.now) else "weight_less"
        lines.append(
            say(
                f"bargain.holds.{key}",
                language,
                goal=told.number_at(one.path),
                party=told.actor(one.party),
                needed=one.needed,
                now=one.now,
            )
        )
    return lines


def _signing(found: Story, held: Held, teller: Teller, language: str) -> list[str]:
    """Whether the parties would sign it from no deal: as things are, and, where views differ, each by its own."""
    witnesses = {concept: witness for concept, witness in held.signed.items() if witness is not None}
    if not witnesses:
        return []
    credible = [concept for concept, witness in witnesses.items() if witness.verdict == "credible"]
    refused = refusing(found, held.package) if set(found.seen) & set(found.parties) else None
    if refused == [] and CONCEPT not in credible:
        reason = joint_sentence(witnesses[CONCEPT], teller)
        return [say("bargain.holds.signed_in_vain", language, reason=reason)]
    if credible:
        names = concept_names(credible, language)
        if refused and CONCEPT in credible:
            parties = teller.actors(refused)
            return [say("bargain.holds.signed_if_seen", language, concepts=names, parties=parties, count=len(refused))]
        return [say("bargain.holds.signed", language, concepts=names)]
    last = list(witnesses.values())[-1]
    if last.verdict == "not_better":
        return [say("bargain.holds.no_gain", language, actors=teller.actors(last.parties), count=len(last.parties))]
    return [say("bargain.holds.unsigned", language, reason=joint_sentence(last, teller))]
