"""The same questions at other dates, and what if: variants without a date never stand under one."""

from __future__ import annotations

from detente.findings.result import Reading
from detente.report.blocks import Block, Cell, Column, Heading, Listing, Sentence, Shares, Table
from detente.report.saying import TONES, Saying


def before_and_after(saying: Saying) -> list[Block]:
    """A column for every date."""
    dated = [one for one in saying.found.readings if one.date is not None]
    if len(dated) < 2:
        return []
    columns = (Column(saying.say("whole.question"), 30), *(Column(saying.date(one.date)) for one in dated))
    rows = tuple(
        (
            Cell(saying.text(record.text, name)),
            *(_cell(saying, one, name) for one in dated if name in one.answers),
        )
        for name, record in saying.found.situation.questions.items()
        if all(name in one.answers for one in dated)
    )
    notes = [
        (
            Sentence(
                saying.say("whole.dated", date=saying.date(one.date), note=saying.text(note)), f"variant.{one.name}"
            ),
        )
        for one in dated
        if one.name and (note := saying.found.case.variants[one.name].note) is not None
    ]
    blocks: list[Block] = [Table(columns, rows, saying.say("whole.times_caption"))]
    return [*blocks, Listing(tuple(notes))] if notes else blocks


def _cell(saying: Saying, one: Reading, question: str) -> Cell:
    shares = one.shares[question]
    parts = tuple(
        (
            TONES[answer],
            share,
            saying.say("bar_part", answer=saying.say(f"short.{answer}"), percent=saying.percent(share)),
        )
        for answer in ("every", "some", "none")
        if (share := shares.get(answer, 0.0)) > 0
    )
    label = saying.join(words for _, _, words in parts)
    return Cell(key=f"variant.{one.name}.{question}", bar=Shares(parts, None), label=label)


def what_if(saying: Saying) -> list[Block]:
    """Variants without a date of their own: which answers turn."""
    base = next((one for one in saying.found.readings if not one.name), None)
    undated = [one for one in saying.found.readings if one.name and one.date is None]
    if base is None or not undated:
        return []
    items = []
    for one in undated:
        name = saying.text(saying.found.case.variants[one.name].note, one.name.replace("_", " "))
        turned = [question for question, answer in one.answers.items() if answer != base.answers.get(question)]
        if turned:
            statements = saying.join(saying.statement(question, one.answers[question]) for question in turned)
            told = saying.say("whole.if_turns", name=name, statements=statements)
        else:
            told = saying.say("whole.if_same", name=name)
        items.append((Sentence(told, f"variant.{one.name}"),))
    return [Heading(3, saying.say("whole.what_if")), Listing(tuple(items))]
