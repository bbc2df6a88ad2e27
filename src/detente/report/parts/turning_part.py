"""What decides: every number that turns the main answer beside its range; what swings the close calls."""

from __future__ import annotations

from detente.findings.result import Lever, Swing
from detente.report.blocks import Block, Cell, Column, Heading, Paragraph, Sentence, Swung, Table, Track
from detente.report.parts.levers_part import levers, short_then
from detente.report.saying import Saying
from detente.words.amounts import points

MOST = 10  # levers in the table
SWINGS = 4  # numbers per question
TOLD = 0.1  # share of the variation from which on a number is told in the text


def turning(saying: Saying) -> list[Block]:
    """The levers as a table: what is needed beside what the file takes and allows."""
    found = saying.found
    if found.main is None:
        return []
    blocks = levers(saying, 0 if found.levers else 3)[:1]
    known = found.levers[:MOST]
    if not known:
        return blocks
    most = max(max(abs(one.needed), abs(one.low), abs(one.high)) for one in known) or 1.0
    columns = (
        Column(saying.say("whole.number"), 34),
        Column(saying.say("whole.axis", most=saying.plain(most))),
        Column(saying.say("whole.file"), number=True),
        Column(saying.say("whole.needed"), number=True),
        Column(saying.say("whole.then"), 28),
    )
    rows = tuple(_row(saying, one, most) for one in known)
    table = Table(columns, rows, saying.say("whole.levers_caption"), keep=False)
    carrying = [one for one in known if one.kind in ("goal", "points") and abs(one.needed) < abs(one.now)]
    if carrying:
        names = list(dict.fromkeys(saying.lever_name(one) for one in carrying[:3]))
        said = saying.sentence("levers", "whole.carry" if names[1:] else "whole.carry_one", names=saying.join(names))
        blocks.append(Paragraph((said,)))
    return [*blocks[:1], table, *blocks[1:]]


def _row(saying: Saying, one: Lever, most: float) -> tuple[Cell, ...]:
    low, high = sorted((abs(one.low), abs(one.high)))
    more = abs(one.needed) > abs(one.now)
    needed = saying.say(f"whole.{'above' if more else 'below'}", value=saying.precise(abs(one.needed), one))
    if one.kind != "driver" and not more and not points(one.needed):
        needed = saying.plain(0)  # nothing can be below that
    now = saying.precise(abs(one.now), one)
    label = saying.say("whole.lever_label", now=now, needed=needed)
    bar = Track(low / most, high / most, abs(one.now) / most, abs(one.needed) / most)
    return (
        Cell(saying.begun(saying.lever_name(one))),
        Cell(bar=bar, label=label),
        Cell(now, f"{one.key}.now", number=True),
        Cell(needed, f"{one.key}.needed", number=True),
        Cell(saying.begun(short_then(saying, one)), f"{one.key}.then"),
    )


def swings(saying: Saying) -> list[Block]:
    """For every close call the numbers that decide it: how often yes (or, where there is hardly a yes, the likeliest
    answer) in their outer fifths."""
    blocks: list[Block] = []
    for name, told in saying.found.swings.items():
        one = saying.found.questions[name]
        shown = [swing for swing in told[:SWINGS] if swing.lowest is not None and swing.highest is not None]
        told_of = shown[0].answer if shown else "every"
        share = one.shares.get(told_of, 0.0)
        ends = {saying.percent(end or 0.0) for swing in shown for end in (swing.lowest, swing.highest, share)}
        if not one.close or len(ends) < 2:  # nothing to see where all are alike
            continue
        asked = saying.text(saying.found.situation.questions[name].text, name)
        columns = (
            Column(saying.say("whole.uncertain"), 42),
            Column(saying.say("whole.hundred")),
            Column(saying.say("whole.lowest_highest"), number=True),
        )
        rows = tuple(_swing(saying, swing, share, name) for swing in shown)
        caption = saying.say(
            "whole.swings_caption", question=asked, answer=saying.say(f"short.{told_of}"), share=saying.percent(share)
        )
        blocks += [Heading(3, asked), Table(columns, rows, caption)]
        if shown[0].share >= TOLD:
            number = saying.number_name(shown[0].path)
            said = saying.say("whole.first", number=number, share=saying.percent(shown[0].share))
            blocks.append(Paragraph((Sentence(said, f"swing.{name}.{shown[0].path}"),)))
    return blocks


def _swing(saying: Saying, one: Swing, share: float, question: str) -> tuple[Cell, ...]:
    lowest, highest = one.lowest or 0.0, one.highest or 0.0
    both = saying.say("whole.from_lowest", lowest=saying.percent(lowest), highest=saying.percent(highest))
    return (
        Cell(saying.begun(saying.number_name(one.path))),
        Cell(bar=Swung(lowest, highest, share), label=both),
        Cell(both, f"swing.{question}.{one.path}.fifths", number=True),
    )
