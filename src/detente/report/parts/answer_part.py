"""The headline's reason, and where it goes."""

from __future__ import annotations

from detente.bargaining.agreement.measure import without_no_deal
from detente.findings.result import Bargain
from detente.report.blocks import Sentence
from detente.report.saying import Saying

FACTS = 2  # other answers told under the headline
NAMES = 3  # end places named
MOST = 260  # letters in their names


def why(saying: Saying) -> str:
    """The reason for the main answer, in one sentence."""
    found = saying.found
    assert found.main is not None
    main, bargain = found.questions[found.main], found.bargain
    if main.answer == "some":
        return saying.say("why.either", yes=main.yes_ends, ends=main.ends)
    stays = found.start is not None and len(found.ends) == 1 and not (found.ends[0].way or found.ends[0].circle)
    if stays and main.answer == "every":  # what is there today needs no package
        return saying.say("why.stays")
    if bargain is not None and bargain.packages:
        return _about_packages(saying, bargain, main.answer == "every")
    if any(end.circle for end in found.ends):
        return saying.say("why.circle")
    if found.start is None or len(found.ends) > 1:
        key = "all_ends" if main.answer == "every" else "no_end"
        return saying.say(f"why.{key}", ends=main.ends)
    return saying.say("why.stays" if stays else "why.goes")


def _about_packages(saying: Saying, bargain: Bargain, yes: bool) -> str:
    sides = "two" if len(bargain.parties) == 2 else "more"
    counts = {"count": bargain.count, "serving": bargain.serving, "parties": len(bargain.parties)}
    if yes:
        signed = bargain.serving and bargain.fairest is not None
        return saying.say(f"why.signed_{sides}" if signed else "why.without", **counts)
    if not bargain.better:
        return saying.say(f"why.none_{sides}", **counts)
    if not bargain.serving:
        return saying.say(f"why.little_{sides}", **counts)
    return saying.say(f"why.{'undone' if bargain.otherwise else 'elsewhere'}_{sides}", **counts)


def where_facts(saying: Saying) -> tuple[Sentence, ...]:
    """Two sentences on where it goes: other answers that are sure, and the way there."""
    found = saying.found
    sure = [
        one for one in found.questions.values() if one.name != found.main and not one.close and one.answer != "some"
    ]
    told = []
    if sure[:FACTS]:
        facts = saying.join(saying.statement(one.name) + saying.question_cites(one.name) for one in sure[:FACTS])
        told.append(Sentence(saying.say("where.facts", facts=facts), f"question.{sure[0].name}.answer"))
    told.append(_where(saying))
    if found.start is None and not found.bargains and without_no_deal(found.situation):
        told.append(saying.sentence("ends", "where.unweighed"))
    return tuple(told)


def _where(saying: Saying) -> Sentence:
    found = saying.found
    sides = "two" if found.bargain is not None and len(found.bargain.parties) == 2 else "more"
    if found.start is None:
        return saying.sentence("ends", "where.unplaced", ends=len(found.ends))
    if any(end.circle for end in found.ends):
        return saying.sentence("ends", "where.round")
    if len(found.ends) > 1:
        shown = [saying.quoted(saying.end(end)) for end in found.ends[:NAMES]]
        while len(shown) > 1 and sum(map(len, shown)) > MOST:
            shown.pop()
        names = saying.join(shown)
        key = "where.several" if len(found.ends) == len(shown) else "where.several_more"
        common = saying.parts(saying.common) if saying.common else None
        return saying.sentence("ends", key, ends=len(found.ends), names=names, common=common)
    way = found.ends[0].way
    if not way:
        return saying.sentence("ends", f"where.stays_{sides}")
    moves = saying.say("where.then_between").join(saying.step(step) for step in way[:3])
    return saying.sentence("ends", f"where.goes_{sides}", move=moves)
