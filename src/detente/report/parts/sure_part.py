"""How sure the answers are: close calls, and the table of shares."""

from __future__ import annotations

from detente.findings.result import Answered
from detente.report.blocks import Cell, Column, Sentence, Shares, Table
from detente.report.saying import TONES, Saying
from detente.uncertainty.close import weight_words

CLOSE = 2  # close calls told under the headline
NUMBERS = 2
SAME = 0.95  # from this share on the main answer does not depend on another


def close_calls(saying: Saying) -> list[Sentence]:
    """At most two lines: the main question first, then the least sure; what is left open after them."""
    found = saying.found
    assert found.main is not None
    main = found.questions[found.main]
    told = [_main(saying, main)] if main.close else []
    others = [one for one in found.least_sure if one.close or one.answer == "some"]
    return [*told, *(_other(saying, one) for one in others)][:CLOSE]


def _main(saying: Saying, main: Answered) -> Sentence:
    key = f"question.{main.name}.close"
    share = saying.runs(main.share)
    if main.near and not main.numbers:
        change, weights = weight_words(
            main.near, {path: saying.number_name(path) for path in main.near}, saying.language
        )
        return saying.sentence(
            key, "close.main_near", share=share, change=change, numbers=saying.join(weights[:NUMBERS], "or")
        )
    if main.numbers or not main.edges:
        names = saying.join(saying.number_name(name) for name in main.numbers[:NUMBERS]) or None
        return saying.sentence(key, "close.main", share=share, numbers=names)
    return saying.sentence(key, "close.main_edge", share=share, actors=saying.actors(main.edges))


def _other(saying: Saying, one: Answered) -> Sentence:
    key = f"question.{one.name}.close"
    if one.answer == "some":
        asked = saying.text(saying.found.situation.questions[one.name].text, one.name)
        return saying.sentence(key, "close.open", question=asked, yes=one.yes_ends, ends=one.ends)
    same = one.apart is None or one.apart >= SAME
    depends = (
        saying.say("close.independent") if same else saying.say("close.dependent", share=saying.runs(one.apart or 0))
    )
    return saying.sentence(
        key, "close.other", statement=saying.statement(one.name), share=saying.runs(one.share), depends=depends
    )


def sure_table(saying: Saying, most: int | None = None) -> Table:
    """The answers with their shares: the main one, then the least sure, then as in the file; at most so many."""
    found = saying.found
    order = list(found.questions.values())
    if most is not None and found.main is not None:
        least = found.least_sure[:1]
        rest = [one for one in order if one.name != found.main and one not in least]
        order = [found.questions[found.main], *least, *rest][:most]
    if not found.runs:
        columns: tuple[Column, ...] = (Column(saying.say("sure.says")),)
        rows = tuple((Cell(_row_words(saying, one), f"question.{one.name}.answer"),) for one in order)
        return Table(columns, rows, saying.say("sure.certain"))
    columns = (
        Column(saying.say("sure.says"), 36),
        Column(saying.say("sure.share"), 24),
        Column(saying.say("sure.words"), 28),
        Column(saying.say("sure.wide"), 12, number=True),
    )
    return Table(columns, tuple(_row(saying, one) for one in order), saying.say("sure.caption", runs=found.runs))


def _row_words(saying: Saying, one: Answered) -> str:
    statement = saying.begun(saying.statement(one.name))
    key = "open" if one.answer == "some" else "close" if one.close else None
    return statement if key is None else saying.say(f"sure.{key}", statement=statement)


def _row(saying: Saying, one: Answered) -> tuple[Cell, ...]:
    wide = None if one.wide is None else saying.percent(one.wide)
    statement = saying.statement(one.name)
    label = saying.say("sure.label", statement=statement, share=saying.word(one.share), wide=wide)
    return (
        Cell(_row_words(saying, one), f"question.{one.name}.answer"),
        Cell(bar=bar(saying, one), label=label),
        Cell(saying.word(one.share), f"question.{one.name}.share"),
        Cell(wide or "", f"question.{one.name}.wide", number=True),
    )


def bar(saying: Saying, one: Answered) -> Shares:
    """The bar of one question."""
    parts = tuple(
        (TONES[answer], share, _part(saying, answer, share))
        for answer in ("every", "some", "none")
        if (share := one.shares.get(answer, 0.0)) > 0
    )
    return Shares(parts, None if one.wide is None else (TONES[one.answer], one.wide))


def _part(saying: Saying, answer: str, share: float) -> str:
    told = saying.say("over") if share > 0.99 else saying.percent(share)
    return saying.say("bar_part", answer=saying.say(f"short.{answer}"), percent=told)
