"""When an answer comes out, in words."""

from __future__ import annotations

from detente.outcomes.telling import Teller
from detente.uncertainty.questions.naming import about, answer_words, listed, number_words, share_words, teller_of
from detente.uncertainty.questions.when.regions import Condition, Region
from detente.uncertainty.questions.when.when import Told, When
from detente.words import join, say


def when_sentences(result: When, language: str = "en") -> list[str]:
    """The regions in which each answer is frequent, or the tree; then where there is none; then what failed a check."""
    teller = teller_of(result.study, language)
    said = [sentence for told in result.told for sentence in _told(told, teller)]
    for key, quiet in (
        ("quiet", [told for told in result.told if _quiet(told) and not told.rare]),
        ("rare", [told for told in result.told if _quiet(told) and told.rare]),
    ):
        if quiet:
            said.append(
                say(f"study.when.{key}", language, list=listed([_asked(told, teller) for told in quiet], language))
            )
    dropped = sum(not region.kept for told in result.told for region in _looked_at(told))
    return [*said, say("study.when.dropped", language, count=dropped)] if dropped else said


def _quiet(told: Told) -> bool:
    """Nothing is told of this question but that."""
    return not told.constant and not any(region.kept for region in (*told.boxes, *told.leaves))


def _looked_at(told: Told) -> tuple[Region, ...]:
    """The boxes, and where none of them stands, the leaves."""
    return (*told.boxes, *(() if any(region.kept for region in told.boxes) else told.leaves))


def _asked(told: Told, teller: Teller) -> str:
    values = {"question": teller.question(told.question), "answer": answer_words(told.answer, teller.language)}
    return say("study.when.asked", teller.language, **values, share=share_words(told.share, teller.language))


def _told(told: Told, teller: Teller) -> list[str]:
    language, question = teller.language, teller.question(told.question)
    answer = answer_words(told.answer, language)
    if told.constant:
        return [say("study.nothing", language, question=question, answer=answer, count=told.share.total)]
    boxes = [region for region in told.boxes if region.kept]
    leaves = [region for region in told.leaves if region.kept]
    if not boxes:
        share = share_words(told.share, language)
        head = say("study.when.none", language, question=question, answer=answer, share=share)
        return [" ".join([head, *(_leaf(region, teller) for region in leaves)])] if leaves else []
    return [
        say(
            "study.when.box",
            language,
            question=question,
            answer=answer,
            density=share_words(region.inside, language),
            coverage=share_words(region.covered, language),
            conditions=_conditions(region, teller),
        )
        for region in boxes
    ]


def _leaf(region: Region, teller: Teller) -> str:
    language = teller.language
    density, answer = share_words(region.inside, language), answer_words(region.answer, language)
    conditions = _conditions(region, teller)
    return say("study.when.leaf", language, conditions=conditions, answer=answer, density=density)


def _conditions(region: Region, teller: Teller) -> str:
    return join([condition_words(condition, teller) for condition in region.conditions], teller.language)


def condition_words(condition: Condition, teller: Teller) -> str:
    """One condition as a clause: “… is above about 0.4 (0.37 to 0.43 in resamples)”."""
    language, name = teller.language, number_words(teller, condition.name)
    if condition.alternative is not None:
        key = "alternative" if condition.low is not None else "other_alternative"
        return say(f"study.when.{key}", language, name=name, number=condition.alternative)
    if condition.low is not None and condition.high is not None:
        low, high = about(condition.low, condition.low_range)[0], about(condition.high, condition.high_range)[0]
        return say("study.when.between", language, name=name, low=low, high=high)
    key, edge, ends = ("above", condition.low, condition.low_range)
    if edge is None:
        key, edge, ends = ("below", condition.high, condition.high_range)
    value, ends = about(edge or 0.0, ends)
    spread = None if ends is None else say("study.when.range", language, low=ends[0], high=ends[1])
    return say(f"study.when.{key}", language, name=name, value=value, range=spread)
