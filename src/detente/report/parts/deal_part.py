"""The package that is told, who refuses it and why; and what each side believes."""

from __future__ import annotations

from detente.findings.result import Bargain, Belief, Package
from detente.report.blocks import Block, Paragraph, Sentence
from detente.report.saying import Saying

INSTEAD = 2  # other packages told beside the fairest
NUMBERS = 3


def deal(saying: Saying, bargain: Bargain) -> list[Block]:
    """What is told of the packages; see the head of the brief."""
    if bargain.serving:
        return [Paragraph(tuple(_serving(saying, bargain)))]
    blocks: list[Block] = []
    turning = None if bargain.turning is None else bargain.packages[bargain.turning]
    if turning is not None:
        blocks.append(Paragraph(tuple(told(saying, bargain, turning))))
    if bargain.nearest is not None and bargain.nearest != bargain.turning:
        blocks.append(Paragraph(tuple(_nearest(saying, bargain, bargain.packages[bargain.nearest]))))
    return blocks


def key_of(bargain: Bargain, package: Package, what: str) -> str:
    """The key of something told of a package."""
    return f"package.{bargain.agreement}.{package.key}.{what}"


def told(saying: Saying, bargain: Bargain, package: Package) -> list[Sentence]:
    """A package: what is in it, what it brings, who refuses it, whether it lasts."""
    name = saying.begun(saying.package(bargain, package.key))
    first = saying.say("deal.parts", name=name, parts=saying.parts_beside(bargain, package.key))
    return [
        Sentence(first, key_of(bargain, package, "parts")),
        Sentence(saying.say("deal.gains_list", list=saying.gains(package)), key_of(bargain, package, "gains")),
        *refused(saying, bargain, package),
        *lasting(saying, bargain, package),
    ]


def refused(saying: Saying, bargain: Bargain, package: Package) -> list[Sentence]:
    """Who refuses a package, with the largest terms of the sum that decides it."""
    if not package.refused_by:
        return []
    key = key_of(bargain, package, "refused_by")
    if len(package.refused_by) == len(bargain.parties):
        least = saying.join(dict.fromkeys(saying.plain(value) for value in bargain.least.values()))
        if max(package.gains.values()) > 0 or any(package.terms.values()):
            parts = [_why(saying, bargain, package, party) for party in package.refused_by]
            terms = saying.join([part for part in parts if part])
        else:
            terms = saying.say("deal.little", least=least)
        sides = "both" if len(bargain.parties) == 2 else "all"
        return [
            Sentence(saying.say(f"deal.refuses_{sides}", terms=terms or saying.say("deal.little", least=least)), key)
        ]
    terms = saying.join(filter(None, (_why(saying, bargain, package, party) for party in package.refused_by)))
    if not terms and len(package.refused_by) > 1:
        least = saying.join(dict.fromkeys(saying.plain(bargain.least[party]) for party in package.refused_by))
        terms = saying.say("deal.little", least=least)
    return [saying.sentence(key, "deal.refuses", actors=saying.actors(package.refused_by), terms=terms or None)]


def _why(saying: Saying, bargain: Bargain, package: Package, party: str) -> str:
    terms = why_refused(saying, bargain, package, party)
    if not terms:
        return ""
    return terms if len(package.refused_by) == 1 else saying.say("deal.of", actor=saying.actor(party), terms=terms)


def why_refused(saying: Saying, bargain: Bargain, package: Package, party: str, most: int = 3) -> str:
    """What speaks against a package for a party; and where it gains, that this is less than it moves for."""
    terms = saying.against(package, party, most)
    gain = package.gains[party]
    if not terms or gain <= 0:
        return terms
    least = saying.plain(bargain.least[party])
    return saying.say("deal.too_little", terms=terms, gain=saying.signed(gain), least=least, actor=saying.actor(party))


def lasting(saying: Saying, bargain: Bargain, package: Package) -> list[Sentence]:
    """Whether it would last, once signed."""
    key = key_of(bargain, package, "lasts")
    if package.lasts:
        return [saying.sentence(key, "deal.lasts")]
    if package.broken_by is not None:
        return [saying.sentence(key, "deal.breaks", move=saying.step(package.broken_by))]
    return []


def _nearest(saying: Saying, bargain: Bargain, package: Package) -> list[Sentence]:
    key = key_of(bargain, package, "gains")
    gains = saying.signed_gains(package.gains)
    first = saying.sentence(key, "deal.nearest", name=saying.package(bargain, package.key), gains=gains)
    return [first, *refused(saying, bargain, package), *lasting(saying, bargain, package)]


def _serving(saying: Saying, bargain: Bargain) -> list[Sentence]:
    if bargain.fairest is None:
        return [saying.sentence(f"agreement.{bargain.agreement}.serving", "deal.serves_none", serving=bargain.serving)]
    best = bargain.packages[bargain.fairest]
    gains = saying.signed_gains(best.gains)
    name = saying.package(bargain, best.key)
    found = [saying.sentence(key_of(bargain, best, "gains"), "deal.serves", name=name, gains=gains)]
    others = [
        bargain.packages[key] for key in bargain.listed if key != best.key and not bargain.packages[key].refused_by
    ]
    wanted: list[Package] = []
    for party in bargain.parties:  # the package that suits each side best
        suits = max(others, key=lambda one: one.gains[party], default=None)
        if suits is not None and suits not in wanted and suits.gains[party] > best.gains[party]:
            wanted.append(suits)
    for one in wanted[:INSTEAD]:
        values = {"name": saying.package(bargain, one.key), "gains": saying.signed_gains(one.gains)}
        found.append(saying.sentence(key_of(bargain, one, "gains"), "deal.instead", **values))
        if one.lasts is False:
            found += lasting(saying, bargain, one)
    return found


def beliefs(saying: Saying) -> list[Block]:
    """What each side sees otherwise, what it hopes for, and what that would bring in the file."""
    found = saying.found
    blocks: list[Block] = [Paragraph(tuple(_belief(saying, one))) for one in found.beliefs]
    hoped = [one for one in found.beliefs if one.package is not None]
    apart = len({one.package for one in hoped}) == len(hoped) > 1
    if apart and all(_worse(one) for one in hoped):
        blocks.append(Paragraph((saying.sentence("beliefs", "beliefs.apart"),)))
    return blocks


def _worse(one: Belief) -> bool:
    """Nobody else gets what is believed."""
    return all(
        one.file[party] < value
        for party, value in one.believed.items()
        if party != one.believer and value > one.file[party]
    )


def _belief(saying: Saying, one: Belief) -> list[Sentence]:
    bargain = saying.found.bargains[0] if saying.found.bargains else None
    key = f"belief.{one.believer}"
    numbers = [name for name in one.numbers if name in saying.found.situation.drivers]
    cites = saying.cites(
        cite.name
        for name in numbers
        for cite in saying.found.case.perceptions[one.believer].drivers[name].cites
        if cite.name
    )
    names = saying.join(saying.number_name(name) for name in numbers[:NUMBERS]) or saying.say("beliefs.things")
    told = [saying.sentence(key, "beliefs.sees", actor=saying.actor(one.believer), numbers=names, cites=cites)]
    if one.package is None or bargain is None:
        if bargain is not None:
            told.append(saying.sentence(f"{key}.package", "beliefs.nothing"))
    else:
        others = [
            saying.say(
                "beliefs.instead",
                actor=saying.actor(party),
                believed=saying.signed(one.believed[party]),
                file=saying.signed(one.file[party]),
            )
            for party in one.believed
            if one.believed[party] != one.file[party] and party != one.believer
        ]
        values = {"package": saying.named(bargain, one.package), "others": saying.join(others)}
        told.append(saying.sentence(f"{key}.package", "beliefs.hopes", **values))
        told.append(saying.sentence(f"{key}.enough", f"beliefs.{'enough' if one.enough else 'not_enough'}"))
    expected = {
        open_here: [
            saying.statement(name, answer)
            for name, answer in one.answers.items()
            if answer != "some" and (saying.found.questions[name].answer == "some") == open_here
        ]
        for open_here in (False, True)
    }
    asked = saying.found.situation.questions
    left_open = [
        saying.quoted(saying.text(asked[name].text, name)) for name, answer in one.answers.items() if answer == "some"
    ]
    for open_here, statements in expected.items():
        if statements:
            expects = "beliefs.expects_open" if open_here else "beliefs.expects"
            told.append(saying.sentence(f"{key}.answers", expects, statements=saying.join(statements)))
    if left_open:
        told.append(saying.sentence(f"{key}.open", "beliefs.open", questions=saying.join(left_open)))
    return told
