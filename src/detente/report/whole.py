"""The report: the first page of the brief, then nine sections, sources, and tables for those who check."""

from __future__ import annotations

from detente.findings.result import Findings
from detente.report.blocks import Block, Break, Heading, Listing, Notes, Page, Paragraph, Sentence
from detente.report.brief import first_page, gains_table, road, space
from detente.report.parts.appendix import appendix
from detente.report.parts.deal_part import beliefs, deal
from detente.report.parts.deal_tables import dockets, hopes, named_packages
from detente.report.parts.dependence_part import dependence
from detente.report.parts.distrust_part import distrust
from detente.report.parts.mediation_part import mediation
from detente.report.parts.sure_part import sure_table
from detente.report.parts.times_part import before_and_after, what_if
from detente.report.parts.trust_part import checks, claims
from detente.report.parts.turning_part import swings, turning
from detente.report.parts.wants_part import legend, wants
from detente.report.saying import Saying

CITED = 3  # notes after a number in the report
ENDS = 12  # end places listed


def report(found: Findings, language: str) -> Page:
    """The whole report. A section without findings is left out, with its number."""
    saying = Saying(found, language, CITED)
    sections: list[tuple[str, list[Block]]] = [
        ("answers", [sure_table(saying), _paragraph(saying, "answers_note")] if found.questions else []),
        ("where", _where(saying)),
        ("wants", [wants(saying), *legend(saying)] if found.situation.preferences else []),
        ("deals", _deals(saying)),
        ("hopes", _hopes(saying)),
        ("turns", [*turning(saying), *swings(saying)]),
        ("depends", dependence(saying)),
        ("times", [*before_and_after(saying), *what_if(saying)]),
        ("trust", [distrust(saying), *claims(saying), *checks(saying)]),
    ]
    kept = [(name, blocks) for name, blocks in sections if blocks]
    titles = [(name, saying.say(f"whole.titles.{name}")) for name, _ in kept]
    body: list[Block] = [*first_page(saying), Break(), _contents(saying, titles), Paragraph((saying.foot(),), "foot")]
    for number, ((name, blocks), (_, title)) in enumerate(zip(kept, titles, strict=True), 1):
        body += [Heading(2, saying.say("whole.numbered", number=str(number), title=title), name), *blocks]
    body += [
        Notes(saying.say("titles.sources")),
        Heading(2, saying.say("whole.titles.check"), "check"),
        *appendix(saying),
    ]
    return Page(language, saying.title(), tuple(body), saying.notes, saying.labels())


def _contents(saying: Saying, titles: list[tuple[str, str]]) -> Listing:
    links = [(name, title) for name, title in (*titles, ("sources", saying.say("titles.sources")))]
    links.append(("check", saying.say("whole.titles.check")))
    return Listing(
        tuple((Sentence(title),) for _, title in links), ordered=True, links=tuple(name for name, _ in links)
    )


def _paragraph(saying: Saying, key: str, style: str = "small") -> Paragraph:
    return Paragraph((saying.sentence("", f"whole.{key}"),), style)


def _where(saying: Saying) -> list[Block]:
    """The map, how many outcomes would hold, and the places where things can end."""
    found = saying.found
    if not found.ends:
        return []
    said = [saying.sentence("outcomes", "whole.holding", holding=found.holding, all=found.outcomes)]
    if found.start is not None:
        said.append(saying.sentence("ends", "whole.reached", count=len(found.ends)))
    listed = found.bargain is not None and found.bargain.listed  # else it is the picture of the first page
    here = listed and found.start is not None
    blocks: list[Block] = [*([road(saying)] if here else []), Paragraph(tuple(said))]
    if len(found.ends) > 1:
        items = tuple((Sentence(saying.begun(saying.end(end)), f"end.{end.key}"),) for end in found.ends[:ENDS])
        blocks.append(Listing(items, ordered=True))
    if (more := len(found.ends) - ENDS) > 0:
        blocks.append(Paragraph((saying.sentence("ends", "whole.more_ends", count=more),)))
    return blocks


def _deals(saying: Saying) -> list[Block]:
    """Every agreement: how many packages serve, which are told, the named ones in a table, what tying is worth."""
    blocks: list[Block] = []
    for one in saying.found.bargains:
        if len(saying.found.bargains) > 1:
            blocks.append(Heading(3, saying.begun(saying.teller.agreement(one.agreement))))
        key = f"agreement.{one.agreement}.serving"
        counts = {"count": one.count, "serving": one.serving, "better": one.better or None}
        said = [saying.sentence(key, "whole.serving" if one.serving else "whole.serving_none", **counts)]
        if one is saying.found.bargains[0] and saying.found.zone is not None:
            said.append(saying.sentence("zone", "whole.zone", share=saying.runs(saying.found.zone)))
        if not one.whole:
            said.append(saying.sentence(key, "whole.not_whole"))
        blocks.append(Paragraph(tuple(said)))
        if len(one.parties) == 2 and one is not saying.found.bargain and one.dots and one.listed:
            blocks.append(space(saying, one))
        elif len(one.parties) > 2 and one is not saying.found.bargain and one.listed:
            blocks.append(gains_table(saying, one))
        blocks += deal(saying, one)
        if one.listed:
            blocks.append(named_packages(saying, one))
        blocks += mediation(saying, one.agreement)
    return [*blocks, *dockets(saying)]


def _hopes(saying: Saying) -> list[Block]:
    """What each side believes against the file, what it expects, and how acts are read."""
    found = saying.found
    if not found.beliefs and not found.acts:
        return []
    blocks: list[Block] = [*hopes(saying), *beliefs(saying)]
    said = []
    shares = [(one.believer, one.share) for one in found.beliefs if one.share is not None]
    if found.zone is not None and shares:
        eyes = saying.join(
            saying.say("whole.in_eyes", actor=saying.actor(actor), share=saying.runs(share)) for actor, share in shares
        )
        said.append(saying.sentence("zone", "whole.zones", share=saying.runs(found.zone), eyes=eyes))
    if found.acting:
        turned = saying.join(saying.statement(name, answer) for name, answer in found.acting.items())
        said.append(saying.sentence("acting", "whole.acting_turns", statements=turned))
    elif found.beliefs:
        said.append(saying.sentence("acting", "whole.acting_same"))
    for act in found.acts:
        record = found.situation.acts[act.act]
        name = saying.text(record.text, act.act)
        turning = {reading: answers for reading, answers in act.readings.items() if answers}
        values = {"act": name, "actor": saying.actor(act.audience)}
        key = f"act.{act.act}.{act.audience}"
        if not turning:
            said.append(saying.sentence(key, "whole.read_same", **values))
        for reading, answers in turning.items():
            note = record.readings[act.audience][reading].get("note")
            statements = saying.join(saying.statement(question, answer) for question, answer in answers.items())
            words = saying.text(note, reading)
            said.append(saying.sentence(key, "whole.read_turns", reading=words, statements=statements, **values))
    return [*blocks, Paragraph(tuple(said))] if said else blocks
