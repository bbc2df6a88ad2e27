"""Who wants what: weights with their ranges, and the mark of what each size rests on."""

from __future__ import annotations

from detente.findings.result import Weight
from detente.report.blocks import Beside, Block, Cell, Column, Paragraph, Sentence, Standing, Table, Weighed
from detente.report.saying import Saying


def wants(saying: Saying, most: int | None = None) -> Beside:
    """A table for each actor that wants something, the heaviest first; at most so many goals each."""
    found = saying.found
    actors = [actor for actor in found.situation.preferences if actor not in _held(saying)]
    longest = max((max(abs(w.low), abs(w.high), abs(w.value)) for w in found.grounds.weights), default=1.0) or 1.0
    return Beside(tuple((_table(saying, actor, most, longest),) for actor in actors))


def _held(saying: Saying) -> set[str]:
    return {item.hold for item in saying.found.situation.held}


def _table(saying: Saying, actor: str, most: int | None, longest: float) -> Block:
    weights = [weight for weight in saying.found.grounds.weights if weight.actor == actor]
    if not weights:
        return Paragraph((saying.sentence(f"wants.{actor}", "wants.order", actor=saying.actor(actor)),))
    columns = (
        Column(saying.say("wants.wants")),
        Column(saying.say("wants.weight"), 26),
        Column(saying.say("wants.points"), number=True),
        Column(saying.say("wants.size")),
    )
    shown = weights[:most]
    rest = weights[len(shown) :]
    after = ""
    if rest:
        largest = saying.plain(max(abs(weight.value) for weight in rest))
        after = saying.say("wants.lighter", count=len(rest), most=largest)
    rows = tuple(_row(saying, weight, longest, None if most is None else 1) for weight in shown)
    return Table(columns, rows, title=saying.begun(saying.actor(actor)), after=after, keep=most is not None)


def _row(saying: Saying, weight: Weight, longest: float, most: int | None) -> tuple[Cell, ...]:
    key = f"weight.{'.'.join(weight.path[1:])}"
    goal = saying.wish(weight.path)
    cites = saying.cites(weight.cites, most)
    name = goal + cites if cites or weight.why else saying.say("wants.no_source", goal=goal)
    values = {
        "value": saying.points(weight.value),
        "low": saying.plain(abs(weight.low)),
        "high": saying.plain(abs(weight.high)),
    }
    low, high = sorted((abs(weight.low), abs(weight.high)))
    label = saying.say(
        "wants.bar" if low < high else "wants.bar_exact",
        **values | {"low": saying.plain(low), "high": saying.plain(high)},
    )
    bar = Weighed(abs(weight.value) / longest, low / longest, high / longest, weight.value < 0)
    shown = saying.signed(weight.value) if weight.value < 0 else saying.plain(weight.value)
    return (
        Cell(name, f"{key}.name"),
        Cell(bar=bar, label=label),
        Cell(shown, key, number=True),
        Cell(bar=Standing(weight.basis), label=saying.say(f"basis.{weight.basis}")),
    )


def legend(saying: Saying) -> list[Block]:
    """What bars, squares and points mean."""
    if not saying.found.grounds.weights:
        return []
    told = (Sentence(saying.say("wants.legend")), Sentence(saying.say("wants.scale")))
    return [Paragraph(told, "key")]
