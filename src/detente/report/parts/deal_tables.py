"""Tables of packages: the named ones with who refuses them, what tying matters is worth, hope against the file."""

from __future__ import annotations

from detente.findings.result import Bargain, Package
from detente.report.blocks import Block, Cell, Column, Heading, Paragraph, Signed, Table, Track
from detente.report.parts.deal_part import key_of, why_refused
from detente.report.saying import Saying

TERMS = 3  # terms of a sum told


def named_packages(saying: Saying, bargain: Bargain) -> Table:
    """The named packages, nearest first: gains, who refuses each, and the largest terms of the sum."""
    told = [bargain.packages[key] for key in bargain.listed]
    most = max((abs(float(value)) for one in told for value in one.gains.values()), default=1) or 1
    columns = [Column(saying.say("gains.package"), 26)]
    for party in bargain.parties:
        columns += [Column(saying.begun(saying.actor(party)), number=True), Column(saying.say("whole.loses_gains"))]
    columns.append(Column(saying.say("whole.refused"), 30))
    rows = tuple(_row(saying, bargain, one, most) for one in told)
    return Table(tuple(columns), rows, saying.say("whole.packages_caption"))


def _row(saying: Saying, bargain: Bargain, package: Package, most: float) -> tuple[Cell, ...]:
    cells = [Cell(saying.begun(saying.package(bargain, package.key)))]
    for party, value in package.gains.items():
        label = saying.say("gain_of", actor=saying.actor(party), value=saying.signed(value))
        cells.append(Cell(saying.signed(value), key_of(bargain, package, f"gains.{party}"), number=True))
        cells.append(Cell(bar=Signed(float(value) / most, float(bargain.least[party]) / most), label=label))
    return (*cells, Cell(_verdict(saying, bargain, package), key_of(bargain, package, "refused_by")))


def _verdict(saying: Saying, bargain: Bargain, package: Package) -> str:
    told = []
    if package.refused_by:
        parts = []
        for party in package.refused_by:
            terms = why_refused(saying, bargain, package, party, TERMS)
            parts.append(
                saying.say("whole.refuser", actor=saying.actor(party), terms=terms or saying.say("whole.no_gain"))
            )
        told.append(saying.say("whole.refusers", list="; ".join(parts) if not saying.rtl else "؛ ".join(parts)))
    else:
        told.append(saying.say("whole.nobody_refuses"))
    if package.lasts is False:
        told.append(saying.say("whole.not_last"))
    return " ".join(told)


def dockets(saying: Saying) -> list[Block]:
    """What a matter that runs without a deal is worth by itself, and tied to another."""
    blocks: list[Block] = []
    for one in saying.found.dockets:
        parties = list(one.alone)
        name = saying.say("whole.docket", name=_docket(saying, one.agreement, one.name))
        columns = (Column(name), *(Column(saying.begun(saying.actor(party)), number=True) for party in parties))
        rows = [(saying.say("whole.by_itself"), one.alone)]
        rows += [
            (saying.say("whole.tied", other=_docket(saying, one.agreement, other)), gains)
            for other, gains in one.tied.items()
        ]
        cells = tuple(
            (
                Cell(label),
                *(Cell(saying.signed(gains[p]), f"docket.{one.name}.{place}.{p}", number=True) for p in parties),
            )
            for place, (label, gains) in enumerate(rows)
        )
        blocks.append(Heading(3, saying.say("whole.docket_title", name=_docket(saying, one.agreement, one.name))))
        blocks.append(Table(columns, cells, saying.say("whole.docket_caption")))
        costs = saying.join(
            saying.say("whole.cost", actor=saying.actor(party), value=saying.plain(cost))
            for party, cost in one.withheld.items()
        )
        if costs:
            key = "held_back_none" if set(one.withheld) <= set(one.fixed) else "held_back"
            blocks.append(Paragraph((saying.sentence(f"docket.{one.name}.withheld", f"whole.{key}", costs=costs),)))
    return blocks


def _docket(saying: Saying, agreement: str, name: str) -> str:
    record = saying.found.situation.agreements[agreement].dockets.get(name)
    return saying.text(record.text if record else None, name)


def hopes(saying: Saying) -> list[Block]:
    """For each side: what the others gain by the package it hopes for, in the file and as it believes."""
    bargain = saying.found.bargains[0] if saying.found.bargains else None
    told = [
        (one, party)
        for one in saying.found.beliefs
        for party in one.believed
        if bargain is not None
        and one.package is not None
        and party != one.believer
        and one.believed[party] != one.file[party]
    ]
    if not told or bargain is None:
        return []
    values = [float(value) for one, party in told for value in (one.file[party], one.believed[party])] + [0.0]
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    rows = []
    for one, party in told:
        file, believed = one.file[party], one.believed[party]
        start, end = sorted(((float(file) - low) / span, (float(believed) - low) / span))
        label = saying.say(
            "beliefs.instead", actor=saying.actor(party), believed=saying.signed(believed), file=saying.signed(file)
        )
        rows.append(
            (
                Cell(saying.begun(saying.package(bargain, one.package or ""))),
                Cell(saying.say("whole.as_seen_gain", believer=saying.actor(one.believer), actor=saying.actor(party))),
                Cell(bar=Track(start, end, (float(file) - low) / span, (float(believed) - low) / span), label=label),
                Cell(saying.signed(file), f"belief.{one.believer}.file.{party}", number=True),
                Cell(saying.signed(believed), f"belief.{one.believer}.believed.{party}", number=True),
            )
        )
    columns = (
        Column(saying.say("gains.package"), 28),
        Column(saying.say("whole.whose"), 22),
        Column(saying.say("whole.from_to", low=saying.signed(low), high=saying.signed(high))),
        Column(saying.say("whole.in_file"), number=True),
        Column(saying.say("whole.believed"), number=True),
    )
    return [Table(columns, tuple(rows), saying.say("whole.hopes_caption"))]
