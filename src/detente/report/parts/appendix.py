"""Tables for those who check: ways of looking ahead, all numbers, packages no other beats, positions, camps, words."""

from __future__ import annotations

from detente.findings.result import Bargain
from detente.influence.balance.sentences import camps_sentences
from detente.influence.mactor.sentences import strongest_sentences
from detente.outcomes.numbers import uncertain
from detente.outcomes.telling import Names
from detente.report.blocks import Block, Cell, Column, Folded, Listing, Sentence, Table, safe
from detente.report.saying import Saying
from detente.words import number

POSITIONS = 8  # sentences
WORDS = ("run", "end_place", "close_call", "package", "put_in", "either_way", "points")


def appendix(saying: Saying) -> list[Block]:
    """The folded tables."""
    return [
        *_looks(saying),
        *_numbers(saying),
        *_packages(saying),
        *_positions(saying),
        *_camps(saying),
        _words(saying),
    ]


def _looks(saying: Saying) -> list[Block]:
    looks = saying.found.looks
    if not looks:
        return []
    concepts = list(next(iter(looks.values())))
    columns = (Column(saying.say("whole.question"), 30), *(Column(saying.say(f"whole.look.{one}")) for one in concepts))
    rows = tuple(
        (
            Cell(saying.text(saying.found.situation.questions[name].text, name)),
            *(Cell(saying.say(f"short.{answer}"), f"look.{name}.{one}") for one, answer in answers.items()),
        )
        for name, answers in looks.items()
    )
    return [Folded(saying.say("whole.looks"), (Table(columns, rows, saying.say("whole.looks_caption"), keep=False),))]


def _numbers(saying: Saying) -> list[Block]:
    found = saying.found
    columns = (
        Column(saying.say("whole.uncertain"), 50),
        Column(saying.say("whole.range")),
        Column(saying.say("whole.middle"), number=True),
        Column(saying.say("whole.turns_alone")),
    )
    turning = {
        column: [name for name, one in found.questions.items() if column in one.numbers]
        for column in uncertain(found.situation)
    }
    rows = []
    for column, spread in uncertain(found.situation).items():
        if column not in found.situation.drivers and not column.startswith(("preferences.", "actors.")):
            continue
        if column.endswith(".capability"):
            continue
        low, high = map(float, spread.bounds)
        asked = saying.join(saying.text(found.situation.questions[name].text, name) for name in turning[column])
        span = saying.alternatives(column) or saying.say("whole.low_high", low=number(low), high=number(high))
        rows.append(
            (
                Cell(saying.begun(saying.number_name(column))),
                Cell(span),
                Cell(number(float(spread.centre)), f"number.{column}", number=True),
                Cell(asked or "—"),
            )
        )
    if not rows:
        return []
    return [Folded(saying.say("whole.numbers"), (Table(columns, tuple(rows), keep=False),))]


def _packages(saying: Saying) -> list[Block]:
    """Every package that is told anywhere."""
    blocks: list[Block] = []
    for one in saying.found.bargains:
        columns = (
            Column(saying.say("gains.package"), 40),
            *(Column(saying.begun(saying.actor(party)), number=True) for party in one.parties),
            Column(saying.say("whole.lasts")),
        )
        rows = tuple(
            (
                Cell(_whole(saying, one, key)),
                *(
                    Cell(saying.signed(value), f"package.{one.agreement}.{key}.gains.{party}", number=True)
                    for party, value in package.gains.items()
                ),
                Cell(
                    saying.say(
                        "whole.unknown" if package.lasts is None else "short.every" if package.lasts else "short.none"
                    )
                ),
            )
            for key, package in one.packages.items()
        )
        if rows:
            title = saying.say("whole.all_packages", agreement=saying.teller.agreement(one.agreement))
            blocks.append(Folded(title, (Table(columns, rows, saying.say("whole.packages_caption"), keep=False),)))
    return blocks


def _whole(saying: Saying, bargain: Bargain, key: str) -> str:
    """The name of a package, and what is in it where the name leaves something out."""
    name, parts = saying.begun(saying.package(bargain, key)), saying.parts_beside(bargain, key)
    return f"{name}: {parts}" if parts else name


def _positions(saying: Saying) -> list[Block]:
    """Where positions settle, as ``detente positions`` tells it."""
    found = saying.found.positions
    if found is None:
        return []
    items = tuple((Sentence(safe(said), "positions"),) for said in found.sentences(saying.language)[:POSITIONS])
    return [Folded(saying.say("whole.positions"), (Listing(items),))]


def _camps(saying: Saying) -> list[Block]:
    """The camps that fit the ties, and who is strongest by MACTOR, as ``detente influence`` tells it."""
    found = saying.found.influence
    if found is None:
        return []
    names = Names(found.situation, saying.language)
    said = [] if found.balance is None else camps_sentences(found.balance, names)
    if found.mactor is not None:
        said += strongest_sentences(found.mactor, names)
    if not said:
        return []
    items = tuple((Sentence(safe(one), "influence"),) for one in said)
    return [Folded(saying.say("whole.camps"), (Listing(items),))]


def _words(saying: Saying) -> Folded:
    items = tuple(
        (Sentence(f"**{saying.say(f'whole.word.{one}.name')}**: {saying.say(f'whole.word.{one}.says')}"),)
        for one in WORDS
    )
    return Folded(saying.say("whole.words"), (Listing(items),))
