"""The brief: the answer on two pages. Each part is a function from what was found to blocks."""

from __future__ import annotations

from detente.drawing.deal_space import Seen, draw_space, outside
from detente.drawing.road import Stop, draw_road
from detente.findings.result import Bargain, Findings, Package
from detente.report.blocks import (
    Block,
    Break,
    Cell,
    Column,
    Figure,
    Heading,
    Listing,
    Notes,
    Page,
    Paragraph,
    Sentence,
    Signed,
    Table,
    Verdict,
    bare,
    texts_of,
)
from detente.report.parts.answer_part import where_facts, why
from detente.report.parts.deal_part import beliefs, deal
from detente.report.parts.distrust_part import distrust
from detente.report.parts.levers_part import levers
from detente.report.parts.mediation_part import gist
from detente.report.parts.sure_part import close_calls, sure_table
from detente.report.parts.wants_part import legend, wants
from detente.report.saying import TONES, Saying
from detente.words import say
from detente.words.grammar import begun

ROWS = 4  # questions in the brief
GOALS = 6  # goals of a party in the brief
ENDS = 6


def brief(found: Findings, language: str) -> Page:
    """The whole brief."""
    saying = Saying(found, language)
    blocks = [*first_page(saying), Break(), *_second_page(saying)]
    return Page(language, saying.title(), tuple(blocks), saying.notes, saying.labels())


def sentences(found: Findings, language: str = "en") -> list[str]:
    """What the brief says in sentences (not in tables), without strong words and notes."""
    page = brief(found, language)
    told = [block for block in page.blocks if isinstance(block, Verdict | Paragraph | Listing)]
    return [bare(text) for block in told for text in texts_of(block)]


def first_page(saying: Saying) -> list[Block]:
    """The answer, its picture, what would have to change, how sure."""
    found = saying.found
    blocks: list[Block] = []
    if found.situation.date is not None:
        known = saying.sentence("known", "known", date=saying.date(found.situation.date))
        blocks.append(Paragraph((known,), "kick"))
    blocks.append(Heading(1, saying.title()))
    if saying.untranslated():
        blocks.append(Paragraph((saying.sentence("texts", "untranslated", count=saying.untranslated()),), "small"))
    if found.main is None:
        return [*blocks, Paragraph((saying.sentence("main", "no_question"),)), *picture(saying)]
    main = found.questions[found.main]
    asked = saying.text(found.situation.questions[found.main].text, found.main)
    blocks.append(Paragraph((Sentence(begun(asked, "")),), "question"))
    key = f"question.{found.main}.answer"
    headline = Sentence(f"{saying.say(f'answers.{main.answer}')}. {why(saying)}", key)
    blocks.append(Verdict(TONES[main.answer], headline, where_facts(saying)))
    blocks += [Paragraph((one,), "close") for one in close_calls(saying)]
    blocks += picture(saying)
    blocks += [Heading(2, saying.say("titles.levers")), *levers(saying)]
    return [*blocks, Heading(2, saying.say("titles.sure")), sure_table(saying, ROWS)]


def _second_page(saying: Saying) -> list[Block]:
    found = saying.found
    blocks: list[Block] = []
    if found.grounds.weights or found.situation.preferences:
        blocks += [Heading(2, saying.say("titles.wants")), wants(saying, GOALS), *legend(saying)]
    if (bargain := found.foremost) is not None and bargain.packages:
        title = "serves" if bargain.serving else "nearest"
        blocks += [Heading(2, saying.say(f"titles.{title}")), *deal(saying, bargain), *gist(saying, bargain.agreement)]
    if found.beliefs:
        blocks += [Heading(2, saying.say("titles.beliefs")), *beliefs(saying)]
    blocks += [Heading(2, saying.say("titles.distrust")), distrust(saying)]
    return [*blocks, Notes(saying.say("titles.sources")), Paragraph((saying.foot(),), "foot")]


def picture(saying: Saying) -> list[Block]:
    """Two parties: the deal space. More: gains by party. No agreement: where it goes."""
    bargain = saying.found.bargain
    if bargain is None or not bargain.listed:
        return [road(saying)] if saying.found.ends and saying.found.start is not None else []  # no road without a today
    if len(bargain.parties) == 2:
        return [space(saying, bargain)]
    return [gains_table(saying, bargain)]


def space(saying: Saying, bargain: Bargain) -> Figure:
    """The deal space with beliefs."""
    names = {key: saying.package(bargain, key) for key in bargain.listed}
    seen = [
        Seen(one.package, _point(bargain, one.believed), saying.say("figure.as_seen", actor=saying.actor(one.believer)))
        for one in saying.found.beliefs
        if one.package in names and set(bargain.parties) <= set(one.believed)  # of this agreement
    ]
    told = saying.join(f"{names[key]} ({saying.signed_gains(bargain.packages[key].gains)})" for key in bargain.listed)
    description = saying.say("figure.space_text", count=bargain.count, list=told)
    actors = [saying.actor(party) for party in bargain.parties]
    drawn = draw_space(bargain, names, actors, seen, description, saying.language)
    least = saying.join(dict.fromkeys(saying.plain(value) for value in bargain.least.values()))
    caption = saying.say(
        "figure.space_caption", count=bargain.count, outside=outside(bargain, seen) or None, least=least
    )
    arrows = " " + saying.say("figure.space_arrows") if seen else ""
    return Figure(drawn, description, Sentence(caption + arrows, f"agreement.{bargain.agreement}.count"))


def _point(bargain: Bargain, gains: object) -> tuple[float, float]:
    values = dict(gains)  # type: ignore[call-overload]
    return float(values[bargain.parties[0]]), float(values[bargain.parties[1]])


def gains_table(saying: Saying, bargain: Bargain) -> Table:
    """What each party gains by the packages that serve all, or by the nearest three."""
    keys = bargain.listed[:5] if bargain.serving else bargain.listed[:3]
    told = [bargain.packages[key] for key in keys]
    most = max((abs(float(value)) for one in told for value in one.gains.values()), default=1) or 1
    columns = [Column(saying.say("gains.package"), 34)]
    for party in bargain.parties:
        columns += [Column(saying.begun(saying.actor(party)), number=True), Column("")]
    rows = tuple(_gains_row(saying, bargain, one, most) for one in told)
    kind = "serve" if bargain.serving else "near"
    shared = saying.parts(bargain.shared) if bargain.serving and bargain.shared else None
    return Table(tuple(columns), rows, saying.say(f"gains.caption_{kind}", shared=shared))


def _gains_row(saying: Saying, bargain: Bargain, package: Package, most: float) -> tuple[Cell, ...]:
    name = saying.begun(saying.package(bargain, package.key))
    if package.key == bargain.fairest:
        name = saying.say("gains.fairest", name=name)
    elif not package.refused_by and package.lasts is False:
        name = saying.say("gains.not_last", name=name)
    cells = [Cell(name)]
    for party, value in package.gains.items():
        key = f"package.{bargain.agreement}.{package.key}.gains.{party}"
        label = saying.say("gain_of", actor=saying.actor(party), value=saying.signed(value))
        bar = Signed(float(value) / most, float(bargain.least[party]) / most)
        cells += [Cell(saying.signed(value), key, number=True), Cell(bar=bar, label=label)]
    return tuple(cells)


def road(saying: Saying) -> Figure:
    """Where it goes: today, the steps, the ends, and the agreements that are refused."""
    found = saying.found
    steps = [saying.step(step) for step in found.ends[0].way] if len(found.ends) == 1 else []
    here = "figure.ends_here" if len(found.ends) == 1 else "figure.can_end"
    shown = found.ends if len(found.ends) <= ENDS else found.ends[: ENDS - 1]
    more = len(found.ends) - len(shown)
    ends = [Stop(saying.say(here), (saying.begun(saying.end(end)),)) for end in shown]
    ends += [Stop(saying.say("figure.more_ends", count=more))] if more else []
    bargain = found.bargain
    refused = []
    if bargain is not None:
        lasting = [p for p in (bargain.packages[key] for key in bargain.listed) if p.lasts and p.refused_by]
        refused = [
            Stop(
                saying.begun(saying.package(bargain, p.key)),
                (saying.signed_gains(p.gains),),
                saying.say("figure.refuse", actors=saying.actors(p.refused_by)),
            )
            for p in lasting[:4]
        ]
    told = saying.say("figure.road_refused") if refused else None
    caption = saying.sentence("ends", "figure.road_caption", refused=told)
    today = Stop(saying.say("figure.today"))
    names = [saying.end(end) for end in shown]
    places = [say("phrases.level", saying.language, label=saying.say(here), level=name) for name in names]
    places += [saying.say("figure.more_ends", count=more)] if more else []
    description = ". ".join([saying.say("figure.today"), *map(saying.begun, steps), *places]) + "."
    return Figure(draw_road(today, steps, ends, refused, description, saying.language), description, caption)
