"""Who depends on whom, field by field, with what the claims about it come to."""

from __future__ import annotations

from detente.influence.dependence.claims import Judged
from detente.influence.dependence.domains import Dependence
from detente.report.blocks import Block, Cell, Column, Filled, Paragraph, Table
from detente.report.saying import Saying

SMALLEST = 0.001
MOST = 16  # rows


def dependence(saying: Saying) -> list[Block]:
    """The table of shares; nothing where the file has none."""
    influence = saying.found.influence
    found = None if influence is None else influence.dependence
    if influence is None or found is None:
        return []
    rows: list[tuple[Cell, ...]] = []
    for k, name in enumerate(found.domains):
        claims = [one for one in influence.claims if one.domain == name]
        rows += _domain(saying, found, k, claims)
    if not rows:
        return []
    columns = (
        Column(saying.say("whole.field")),
        Column(saying.say("whole.on"), 26),
        Column(""),
        Column(saying.say("whole.share_of"), number=True),
        Column(saying.say("whole.shows"), 32),
    )
    more = (
        [Paragraph((saying.sentence("", "whole.more_rows", count=len(rows) - MOST),), "small")]
        if len(rows) > MOST
        else []
    )
    return [Table(columns, tuple(rows[:MOST]), saying.say("whole.depends_caption"), keep=False), *more]


def _domain(saying: Saying, found: Dependence, k: int, claims: list[Judged]) -> list[tuple[Cell, ...]]:
    """One row for each direction that is stated; a claim stands beside the first of its pair."""
    name, single = found.domains[k], found.single(k)
    label = saying.text(saying.found.situation.dependence[name].text, name)
    rows: list[tuple[Cell, ...]] = []
    told: set[str] = set()
    for i, j in found.pairs():
        for place, (one, other) in enumerate(((i, j), (j, i))):
            if not found.stated(k, one, other):
                continue
            who, on = found.actors[one], found.actors[other]
            value = float(single[one, other])
            unknown = float(found.tables.unknown[0, k, one])
            here = [claim for claim in claims if {claim.who, claim.on} == {who, on} and claim.name not in told]
            told |= {claim.name for claim in here}
            key = f"dependence.{name}.{who}.{on}"
            shown = saying.say("whole.share_value", value=saying.isolated(f"{100 * value:.1f}%"))
            told_claims = " ".join(_claim(saying, claim) for claim in here)
            rows.append(
                (
                    Cell(label if not rows else ""),
                    Cell(saying.say("whole.who_on", who=saying.actor(who), on=saying.actor(on))),
                    Cell(bar=Filled(value, bool(place), unknown), label=shown),
                    Cell(shown, key, number=True),
                    Cell(told_claims, f"{key}.claims" if told_claims else ""),
                )
            )
    return rows


def _claim(saying: Saying, claim: Judged) -> str:
    record = saying.found.situation.dependence[claim.domain].claims[claim.name]
    text = (
        saying.text(record.text)
        if record.text is not None
        else saying.say("whole.claimed", who=saying.actor(claim.who), on=saying.actor(claim.on))
    )
    cites = saying.cites(cite.name for cite in record.cites if cite.name)
    return saying.say(f"whole.claim_{claim.standing}", claim=saying.quoted(text) + cites)
