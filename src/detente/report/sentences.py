"""The answer in sentences: what holds, who blocks what, what would have to change."""

from __future__ import annotations

from detente.outcomes.numbers import Numbers
from detente.outcomes.space import space_of
from detente.outcomes.telling import Teller
from detente.report.findings import MAIN, Findings, Reading
from detente.situation.model import Situation
from detente.situation.records import Quantity
from detente.stability.concepts import REPORTED
from detente.stability.witness.blockers import Blockade
from detente.uncertainty.scan import Scan, Turn
from detente.words import in_language, isolated, join, say

FIRST_ANSWERS = 4
SHOWN_CHANGES = 4
AT_END = 0.005  # a turn this near to the end of a range, as a share of it, is a turn at the end


def three_sentences(found: Findings, language: str) -> list[str]:
    """What holds; who blocks what; what would have to change."""
    return [what_holds(found, language), who_blocks(found, language), what_would_change(found, language)]


def what_holds(found: Findings, language: str) -> str:
    """Where things come to rest, and the answers to the first questions there."""
    teller = found.teller(language)
    said = [said_answer(found.base, name, teller) for name in list(found.case.situation.questions)[:FIRST_ANSWERS]]
    classes = found.ends()
    start = found.base.stability.model.space.status_quo
    if start is None:
        where = say("answer.no_status_quo", language, count=len(classes))
    elif classes == [(start,)]:
        where = say("answer.stays", language)
    elif len(classes) == 1 and len(classes[0]) == 1:
        where = say("answer.goes", language, moves=teller.changed(start, classes[0][0]))
    else:
        where = say("answer.several", language, count=len(classes))
    agreement = "" if _concepts_agree(found) else " " + say("answer.concepts_differ", language)
    facts = say("answer.facts", language, facts=join(said, language)) if said else ""
    return " ".join(part for part in (where + agreement, facts) if part)


def _concepts_agree(found: Findings) -> bool:
    result = found.base.stability
    return len({str(result.predicted_classes(name) or result.classes(name)) for name in REPORTED}) == 1


def said_answer(reading: Reading, question: str, teller: Teller) -> str:
    """The answer to a question as a statement, in the file's own words where it has them."""
    record = reading.situation.questions[question]
    value = reading.answer(question)
    words = {"every": record.yes, "none": record.no}.get(value)
    text = in_language(words, teller.language)
    if text is not None:
        return isolated(text, teller.language)
    answer = say(f"answers.{value}", teller.language)
    return say("answer.plain", teller.language, question=teller.question(question), answer=answer)


def yes_words(question: str, teller: Teller) -> str:
    """What it means that the answer is yes, as a clause."""
    record = teller.situation.questions[question]
    words = in_language(record.yes, teller.language)
    if words is not None:
        return isolated(words, teller.language)
    return say("answer.is_yes", teller.language, question=teller.question(question))


def who_blocks(found: Findings, language: str) -> str:
    """What stands in the way of the first question that is not answered by yes."""
    teller = found.teller(language)
    for items in found.blockades.values():
        return " ".join(
            [*_whence(found, items[0], teller), *_counts(items[0], teller), *_still(found, items[0], language)]
        )
    questions = found.case.situation.questions
    if not questions:
        return say("answer.no_questions", language)
    blocked = any(found.base.answer(name) != "every" for name in questions)
    return say("answer.no_package" if blocked else "answer.nothing_blocked", language)


def _whence(found: Findings, item: Blockade, teller: Teller) -> list[str]:
    """Of which of several ends it is said what blocks."""
    start = found.base.stability.model.space.status_quo
    if len(found.ends()) < 2:
        return []
    where = None if start is None or start == item.start else teller.changed(start, item.start)
    return [say("blocks.first", teller.language, count=len(found.ends()), where=where)]


def _still(found: Findings, item: Blockade, language: str) -> list[str]:
    """That there is a deal all the same, against no deal and not against where things come to rest."""
    worth = next((len(story.worth_it) for story in found.deals if story.setting.agreement == item.agreement), 0)
    return [say("blocks.still", language, count=worth)] if worth and not item.serve_all else []


def blockade_sentence(item: Blockade, teller: Teller) -> str:
    """How many packages would bring a yes, who gains by how many, and the nearest ones."""
    said = _counts(item, teller)
    said += [_nearest_sentence(item, near.party, near.outcome, near.loss, teller) for near in item.nearest[:2]]
    return " ".join(said)


def _counts(item: Blockade, teller: Teller) -> list[str]:
    language = teller.language
    gains = [
        say("blocks.gain", language, actor=teller.actor(party), count=count) for party, count in item.gains.items()
    ]
    wish = yes_words(item.question, teller)
    said = [say("blocks.counts", language, wish=wish, count=item.packages, gains=join(gains, language))]
    if not item.serve_all:
        return [*said, say("blocks.none_serves", language, count=len(item.gains))]
    stopped = [
        say(f"blocks.{verdict}", language, count=count)
        for verdict, count in item.stopped.items()
        if verdict != "credible"
    ]
    key = "blocks.serve_but" if stopped else "blocks.serve"
    return [*said, say(key, language, count=item.serve_all, reasons=join(stopped, language))]


def _nearest_sentence(item: Blockade, party: str, outcome: int, loss: float, teller: Teller) -> str:
    goal = _goal_of_size(teller.situation, party, loss)
    like = teller.goal(party, goal) if goal else None
    return say(
        "blocks.nearest",
        teller.language,
        actor=teller.actor(party),
        package=teller.changed(item.start, outcome),
        loss=float(f"{loss:.2g}"),
        like=like,
    )


def _goal_of_size(situation: Situation, actor: str, size: float) -> str | None:
    """The goal of an actor whose central weight is nearest to this size, to give the number a meaning."""
    goals = situation.preferences[actor].goals or {}
    numbers = Numbers(situation, space_of(situation))
    weights = {
        name: float(numbers.value(goal.weight, ("preferences", actor, "goals", name, "weight")).max())
        for name, goal in goals.items()
    }
    near = min(weights, key=lambda name: abs(weights[name] - size), default=None)
    return near if near is not None and abs(weights[near] - size) <= 0.25 * size else None


def what_would_change(found: Findings, language: str) -> str:
    """The single changes that would turn the first question that is not answered by yes (else the first question)."""
    questions = list(found.case.situation.questions)
    if not questions:
        return say("change.no_questions", language)
    question = next((name for name in questions if found.base.answer(name) != "every"), questions[0])
    teller = found.teller(language)
    key = "change.so_that_not" if found.base.answer(question) == "every" else "change.so_that"
    return say(key, language, wish=yes_words(question, teller), changes=change_sentence(found, question, language))


def change_sentence(found: Findings, question: str, language: str) -> str:
    """Which uncertain number, within its range, and which goal, counted otherwise, would turn an answer."""
    teller = found.teller(language)
    turns = found.base.scans.turns(question, MAIN)
    within = [(scan, turn) for scan, turn in turns if scan.ranged]
    goals = sorted((pair for pair in turns if pair[0].kind == "goal"), key=lambda pair: _times_away(pair[1].value))
    nearest: dict[str, tuple[Scan, Turn]] = {}
    for scan, turn in goals:
        nearest.setdefault(scan.name, (scan, turn))
    ranged = sum(scan.ranged for scan in found.base.scans.scans)
    said = [_within(within, ranged, teller) if ranged else say("change.no_numbers", language)]
    shown = [turn_words(scan, turn, teller) for scan, turn in list(nearest.values())[:SHOWN_CHANGES]]
    if shown:
        said.append(say("change.goals", language, list=join(shown, language, "or")))
    elif not within:
        said.append(say("change.nothing" if found.base.scans.of("goal") else "change.only_range", language))
    return " ".join(said)


def _within(turns: list[tuple[Scan, Turn]], ranged: int, teller: Teller) -> str:
    language = teller.language
    if not turns:
        return say("change.no_range", language, count=ranged)
    listed = join([turn_words(scan, turn, teller) for scan, turn in turns], language, "or")
    return say("change.within", language, list=listed)


def _times_away(factor: float) -> float:
    """How far a factor is from 1, halving and doubling being equally far."""
    return max(factor, 1 / factor) if factor > 0 else float("inf")


def turn_words(scan: Scan, turn: Turn, teller: Teller) -> str:
    """One turning point as a condition, “if … were above …”, and whether the answer then is only “in part”."""
    said = _condition(scan, turn, teller)
    beyond = turn.after if turn.value >= scan.centre else turn.before
    return say("change.in_part", teller.language, condition=said) if beyond == "some" else said


def _condition(scan: Scan, turn: Turn, teller: Teller) -> str:
    language = teller.language
    if scan.kind == "choice":
        actor = teller.actor(scan.path.split(".")[1])
        return say("change.alternative", language, actor=actor, number=int(turn.value))
    if scan.kind == "goal":
        actor, goal = scan.path.split(".")[1], scan.path.split(".")[3]
        key = "change.goal_more" if turn.value > 1 else "change.goal_less"
        factor, percent = float(f"{turn.value:.2g}"), round(100 * turn.value)
        goal_words = teller.goal(actor, goal)
        return say(key, language, actor=teller.actor(actor), goal=goal_words, factor=factor, percent=percent)
    if scan.kind == "inertia":
        return say("change.inertia", language, actor=teller.actor(scan.path.split(".")[1]), factor=turn.value)
    low, high = float(scan.values[0]), float(scan.values[-1])
    above = turn.value > scan.centre
    end = high if above else low
    key = (
        "change.at_end"
        if abs(turn.value - end) < AT_END * (high - low)
        else "change.above"
        if above
        else "change.below"
    )
    return say(key, language, name=quantity_label(scan, teller), value=turn.value, centre=scan.centre, end=end)


def quantity_label(scan: Scan, teller: Teller) -> str:
    """A scanned quantity by its own words, or those of its goal, or its name."""
    steps = scan.path.split(".")
    if steps[0] == "drivers":
        record: Quantity = teller.situation.drivers[steps[1]]
        return isolated(in_language(record.text, teller.language) or steps[1], teller.language)
    if steps[0] == "preferences" and steps[2] == "goals":
        return say(
            "change.weight_of", teller.language, actor=teller.actor(steps[1]), goal=teller.goal(steps[1], steps[3])
        )
    if steps[0] == "actors":
        return say("change.inertia_of", teller.language, actor=teller.actor(steps[1]))
    if scan.kind == "choice":
        return say("change.choice_of", teller.language, actor=teller.actor(steps[1]))
    return isolated(scan.name, teller.language)


def band_sentence(reading: Reading, question: str, teller: Teller) -> str:
    """How firm an answer is: over how many ranges it stays the same, or where it turns."""
    language = teller.language
    scans = [scan for scan in reading.scans.scans if scan.ranged]
    turning = [(scan, turn) for scan, turn in reading.scans.turns(question, MAIN) if scan.ranged]
    if not scans:
        return say("band.no_ranges", language)
    if turning:
        listed = join([turn_words(scan, turn, teller) for scan, turn in turning], language, "or")
        said = say("band.turns", language, list=listed)
    else:
        said = say("band.firm", language, count=len(scans))
    edges = reading.scans.knife_edge(question, MAIN)
    if edges:
        said += " " + say("band.knife_edge", language, actors=teller.actors(edges))
    return said


def reading_sentence(reading: Reading, language: str) -> str:
    """Where things go in a variant or as one side sees them."""
    teller = Teller(reading.situation, reading.stability.model.space, language)
    start = reading.stability.model.space.status_quo
    classes = reading.stability.predicted_classes(MAIN)
    if start is None or classes is None:
        return ""
    if classes == [(start,)]:
        return say("answer.stays", language)
    if len(classes) == 1 and len(classes[0]) == 1:
        return say("answer.goes", language, moves=teller.changed(start, classes[0][0]))
    return say("answer.several", language, count=len(classes))
