"""What answers hang on, in words."""

from __future__ import annotations

from detente.outcomes.telling import Teller
from detente.uncertainty.questions.hinges import Hinge, Hinges
from detente.uncertainty.questions.naming import answer_words, listed, part_words, share_words, teller_of
from detente.uncertainty.questions.parts import parts_of, ranking
from detente.words import say

OFTEN = 0.05  # a part that turns fewer futures than this is counted, not named


def hinges_sentences(result: Hinges, language: str = "en") -> list[str]:
    """Which parts turn which answers, which matter only in some futures, which turned none."""
    teller = teller_of(result.study, language)
    said = [say("study.hinges.head", language, count=result.looked_at)]
    by_part: dict[str, list[Hinge]] = {}
    for hinge in result.found:
        by_part.setdefault(hinge.part, []).append(hinge)
    names = _names(result, by_part, teller)
    turning = {name: [h for h in found if h.role == "hinge"] for name, found in by_part.items()}
    order = sorted((name for name in turning if turning[name]), key=lambda n: -max(h.turned.count for h in by_part[n]))
    for name in order:
        turns = [
            say(
                "study.hinges.turns",
                language,
                question=teller.question(hinge.question),
                before=answer_words(hinge.before, language),
                after=answer_words(hinge.after, language),
            )
            for hinge in turning[name]
        ]
        said.append(say("study.hinges.hinge", language, part=names[name], list=listed(turns, language)))
    if not order:
        said.append(say("study.hinges.none", language))
    decor = result.decor()
    some = [name for name in by_part if not turning[name] and name not in decor]
    if some:
        said.append(_some(some, by_part, names, language))
    if decor:
        said.append(say("study.hinges.decor", language, list=listed([names[n] for n in decor], language)))
    if whole := ranking(result.study.situation):
        said.append(say("study.hinges.whole", language, actors=teller.actors(whole)))
    if result.kept:
        paths = {part.name: part for part in parts_of(result.study.situation)}
        kept = [
            part_words(teller, paths[name].kind, paths[name].path)
            if name in paths
            else part_words(teller, "source", (name,))
            for name in result.kept
        ]
        said.append(say("study.hinges.kept", language, list=listed(kept, language)))
    doubtful = len(result.doubtful())
    return [*said, say("study.hinges.doubtful", language, count=doubtful)] if doubtful else said


def _some(some: list[str], by_part: dict[str, list[Hinge]], names: dict[str, str], language: str) -> str:
    """Parts that matter in some futures, with how many at most; those that hardly do are counted."""
    most = {name: max((hinge.turned for hinge in by_part[name]), key=lambda share: share.count) for name in some}
    order = sorted(some, key=lambda name: -most[name].count)
    told = [name for name in order if most[name].share >= OFTEN]
    items = [
        say("study.hinges.part", language, part=names[name], share=share_words(most[name], language)) for name in told
    ]
    if len(told) < len(order):
        items.append(say("study.hinges.seldom", language, count=len(order) - len(told), share=round(100 * OFTEN)))
    return say("study.hinges.some", language, list=listed(items, language))


def _names(result: Hinges, by_part: dict[str, list[Hinge]], teller: Teller) -> dict[str, str]:
    paths = {part.name: part.path for part in parts_of(result.study.situation)}
    return {name: part_words(teller, found[0].kind, paths.get(name, (name,))) for name, found in by_part.items()}
