"""What would have to change: the nearest numbers that turn the main answer."""

from __future__ import annotations

from collections.abc import Sequence

from detente.findings.result import Lever
from detente.report.blocks import Block, Listing, Paragraph, Sentence
from detente.report.saying import Saying
from detente.words.amounts import points

MOST = 3


def levers(saying: Saying, most: int = MOST) -> list[Block]:
    """The sentence that says whether a range turns the answer, and the nearest levers: those within it, then others."""
    found = saying.found
    within = [one for one in found.levers if one.within]
    first = [_ranges(saying, len({one.path for one in within}))]
    weighed = any(weight for weight in found.grounds.weights)
    if not found.levers:
        first.append(saying.sentence("levers", "levers.nothing" if weighed else "levers.orders"))
        return [Paragraph(tuple(first))]
    near, far = (
        _items(saying, [one for one in found.levers[:most] if one.within is inside]) for inside in (True, False)
    )
    blocks: list[Block] = [Paragraph(tuple(first)), Listing(near)] if near else []
    if far:
        outside = saying.sentence("levers", "levers.beyond" if near else "levers.outside")
        blocks += [Paragraph((outside,) if near else (*first, outside)), Listing(far)]
    return blocks


def _ranges(saying: Saying, count: int) -> Sentence:
    if not saying.found.uncertain:
        return saying.sentence("levers.within", "levers.no_numbers")
    if not count:
        return saying.sentence("levers.within", "levers.none_alone")
    return saying.sentence("levers.within", "levers.within", count=count)


def _items(saying: Saying, told: Sequence[Lever]) -> tuple[tuple[Sentence, ...], ...]:
    """Each lever and what then comes; that is left out where it is what the one before brings."""
    found, before = [], ""
    for one in told:
        then = what_then(saying, one)
        found.append((Sentence(lever(saying, one), one.key), Sentence(then, f"{one.key}.then"))[: 1 + (then != before)])
        before = then
    return tuple(found)


def lever(saying: Saying, one: Lever) -> str:
    """One number and the value from which on the answer turns."""
    file = saying.lever_file(one)
    if one.kind == "driver":
        key = "above" if one.more else "below"
        return saying.say(
            f"levers.{key}", name=saying.number_name(one.path[1]), needed=saying.precise(one.needed, one), file=file
        )
    actor = saying.actor(one.actor or "")
    needed = saying.precise_points(one)
    if one.kind == "inertia":
        return saying.say(f"levers.{'waits' if one.more else 'moves'}", actor=actor, needed=needed, file=file)
    loss = one.now < 0
    more = abs(one.needed) > abs(one.now)
    key = ("costs_" if loss else "") + ("more" if more else "less")
    if not points(one.needed):
        return saying.say("levers.worthless", goal=saying.wish(one.path), actor=actor, file=file)
    return saying.say(f"levers.{key}", goal=saying.wish(one.path), needed=needed, actor=actor, file=file)


def what_then(saying: Saying, one: Lever) -> str:
    """What comes beyond the value."""
    bargain, main = saying.found.bargain, saying.found.main
    assert main is not None
    if one.then == "some":
        return saying.say("levers.then_either")
    if one.then == "every" and one.package is not None and bargain is not None:
        return saying.say("levers.then_signed", package=saying.named(bargain, one.package))
    return saying.say("levers.then", statement=saying.statement(main, one.then))


def short_then(saying: Saying, one: Lever) -> str:
    """The same in a cell: the package, or the answer."""
    bargain, main = saying.found.bargain, saying.found.main
    if one.then == "every" and one.package is not None and bargain is not None:
        return saying.package(bargain, one.package)
    return saying.say("short.some") if one.then == "some" else saying.statement(main or "", one.then)


def conditions(saying: Saying, found: Sequence[Lever]) -> list[str]:
    """Levers as conditions after “if”."""
    told = []
    for one in found:
        values = {"needed": saying.precise(abs(one.needed), one), "file": saying.lever_file(one)}
        if one.kind == "inertia":
            key = "turns_least" if one.more else "turns_least_below"
            told.append(saying.say(f"distrust.{key}", actor=saying.actor(one.actor or ""), **values))
        else:
            more = abs(one.needed) > abs(one.now)
            key = f"distrust.turns_{'above' if more else 'below'}"
            told.append(saying.say(key, name=saying.lever_name(one), **values))
    return told
