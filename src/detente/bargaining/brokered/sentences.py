"""What an agreement says beyond plain packages, in words, heading by heading beside those of the story."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.agreement.sentences import Section, begun, sections, story_sentences
from detente.bargaining.brokered.packages_at_hand import SharePackage, corner_packages, fairest
from detente.bargaining.brokered.ratified_sentences import ratify_lines
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.mediation.share_results import Divided
from detente.bargaining.shares.money import transfers
from detente.outcomes.telling import Teller
from detente.situation.share_levels import level_text
from detente.words import Said, in_language, say
from detente.words.amounts import percent

OF_PLAIN_PACKAGES = ("blocks", "linkage", "seen")  # told of the levels at hand alone, so not where there are shares
ZERO = Fraction(0)


def brokered_sections(found: Brokered, language: str) -> list[Section]:
    """The headings of the story, then those of what the agreement says beyond it."""
    told = PackageTeller.of(found.setting, language)
    plain = sections(found, language)
    if found.shares is not None:
        zone = [("zone", shares_lines(found, told))]
        plain = [
            one
            for section in plain
            if section[0] not in OF_PLAIN_PACKAGES
            for one in (zone if section[0] == "zone" else [section])
        ]
    more = [
        ("money", money_lines(found, told)),
        ("time", time_lines(found, told)),
        ("ratify", ratify_lines(found, told)),
        ("lasts", lasts_lines(found, told)),
        ("stages", stages_lines(found, told)),
        ("robust", robust_lines(found, told)),
        ("states", states_lines(found, told)),
        ("compare", compare_lines(found, told)),
        ("drafts", drafts_lines(found, told)),
    ]
    return [*plain, *((name, [begun(line) for line in lines]) for name, lines in more if lines)]


def brokered_sentences(found: Brokered, language: str) -> list[str]:
    """All of it without the headings."""
    return [line for _, lines in brokered_sections(found, language) for line in lines] or story_sentences(
        found, language
    )


def gains_of(found: Brokered, told: Teller, gains: Sequence[Fraction | float]) -> str:
    """“Japan +2.8, Russia −3.2”, also of gains that are no fractions."""
    exact = [one if isinstance(one, Fraction) else Fraction(one).limit_denominator(10**6) for one in gains]
    return told.gains(found.parties, exact)


# Shares.


def share_phrase(found: Brokered, one: SharePackage, language: str) -> str:
    """A package with its levels: “data is shared; water for Upland: 62.5% of the flow”."""
    shares = found.shares
    assert shares is not None
    setting = shares.setting
    told = PackageTeller.of(setting, language)
    base = tuple(setting.base[place] for place in setting.places)
    parts = [] if one.package == base else [told.package(one.package)]
    for (_, name), term, level in zip(shares.keys, shares.terms, one.levels, strict=False):
        parts.append(in_language(level_text(name, term, level), language) or name)
    unit = found.record.money.unit if found.record.money is not None else None
    paid = one.levels[len(shares.keys) :]
    if any(paid):
        receives = (*paid, -sum(paid, ZERO))
        parts += [str(pay) for pay in payments(found, receives, told, in_language(unit, language))]
    return say("phrases.semicolon", language).join(parts)


def shares_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """Whether some share is better for all, and the fair packages with their levels."""
    language, shares, divided = told.language, found.shares, found.divided
    assert shares is not None and divided is not None
    names = [told.called(term.text, name) for (_, name), term in zip(shares.keys, shares.terms, strict=True)]
    lines = [say("brokered.shares.open", language, terms=tuple(names))] if names else []
    if found.ratified_shares is not None and found.ratified_shares.passing.empty:
        return [*lines, say("brokered.ratify.shares_none", language)]
    zone = divided.zone
    if not zone.weak:
        lines.append(say("brokered.shares.none", language, missing=rounded(zone.concession)))
        lines += [say("brokered.shares.lottery", language)] if zone.hull >= 0 else []
        near = fairest(shares, divided)
        phrase = share_phrase(found, near, language)
        return [
            *lines,
            say("brokered.shares.nearest", language, package=phrase, gains=gains_of(found, told, near.gains)),
        ]
    key = "strict" if zone.strict else "weak"
    lines.append(say(f"brokered.shares.{key}", language, least=rounded(zone.smallest)))
    if zone.strict and names:
        lines += _undivided(found, divided, language)
    rules: dict[SharePackage, list[Said]] = {}
    common = found.deal.negotiation.common_scale
    for name, one in found.fair_shares.items():
        if name != "egalitarian" or common:
            rules.setdefault(one, []).append(Said(f"bargain.rules.{'equal' if name == 'egalitarian' else name}"))
    for one, named in rules.items():
        phrase, gains = share_phrase(found, one, language), gains_of(found, told, one.gains)
        lines.append(say("brokered.shares.fair", language, rules=tuple(named), package=phrase, gains=gains))
    return [*lines, say("brokered.shares.listed", language)] if names else lines


def _undivided(found: Brokered, divided: Divided, language: str) -> list[str]:
    """What sharing adds to the best package in which every term stands at one end or as it is."""
    shares = found.shares
    assert shares is not None
    ends = [{term.least, term.most, start} for term, start in zip(shares.shares.terms, shares.standing, strict=False)]
    whole = [
        min(gains)
        for cell in divided.gain_set.pieces
        for levels, gains in zip(cell.levels, cell.gains, strict=True)
        if all(level in one for level, one in zip(levels, ends, strict=False))
    ]
    best = max(whole, default=None)
    if best is None or best <= 0:
        return [say("brokered.shares.opens", language)]
    more = divided.zone.smallest - best
    return [say("brokered.shares.better", language, more=rounded(more))] if more > 0 else []


# Money and time.


def payments(found: Brokered, receives: Sequence[Fraction], told: Teller, unit: str | None) -> list[Said]:
    """Who pays whom."""
    return [
        Said(
            "brokered.money.pays",
            {
                "giver": told.actor(found.parties[giver]),
                "taker": told.actor(found.parties[taker]),
                "amount": amount_of(amount, unit),
            },
        )
        for giver, taker, amount in transfers(tuple(receives))
    ]


def amount_of(amount: Fraction, unit: str | None) -> str:
    text = f"{float(rounded(amount)):g}"
    gap = " " if unit and unit[0].isalnum() else ""
    return f"{text}{gap}{unit}" if unit else text


def exact_percent(share: Fraction) -> Said:
    """A share that is no share of runs: 0% and 100% are said as such."""
    return Said("mediation.percent", {"number": round(float(share) * 100)})


def rounded(value: Fraction | float) -> float:
    """To four significant digits, as a sentence has it."""
    return float(f"{float(value):.4g}")


def money_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """What there is to share if the parties can pay each other, and who pays whom."""
    language, payable, record = told.language, found.payable, found.record
    if record.money is None:
        return []
    if payable is None:
        return [say("brokered.money.capped", language)]
    unit, money = in_language(record.money.unit, language), payable.money
    if money.surplus < 0:
        return [say("brokered.money.none", language, missing=amount_of(-money.surplus, unit))]
    if money.surplus == 0:
        return [say("brokered.money.nothing", language)]
    key = "opens" if payable.opens else "surplus"
    lines = [say(f"brokered.money.{key}", language, surplus=amount_of(money.surplus, unit))]
    told_packages: set[str] = set()
    for at, receives in zip(money.best, money.nash_receives, strict=True):
        span = money.packages[at].receives
        phrase = _corner(found, at, language)
        if phrase in told_packages or len(told_packages) == 2:
            continue
        told_packages.add(phrase)
        paid = tuple(payments(found, receives, told, unit))
        lines.append(say("brokered.money.best", language, package=phrase, paid=paid or None))
        if len(found.parties) == 2 and span is not None:
            lines += _range(found, told, span[0], unit)
    if payable.opens and money.least:
        lines.append(say("brokered.money.least", language, least=amount_of(money.least, unit)))
    return [*lines, *_coalitions(found, told)]


def _range(found: Brokered, told: Teller, first: tuple[Fraction, Fraction], unit: str | None) -> list[str]:
    """Between which payments a package of two leaves nobody worse off; the payer first."""
    low, high = first
    payer, taker = (1, 0) if low + high >= 0 else (0, 1)
    ends = (low, high) if payer == 1 else (-high, -low)
    names = {"giver": told.actor(found.parties[payer]), "taker": told.actor(found.parties[taker])}
    least, most = (amount_of(max(ZERO, end), unit) for end in ends)
    return [say("brokered.money.range", told.language, **names, least=least, most=most)]


def _corner(found: Brokered, at: int, language: str) -> str:
    """A package of the problem with money, in words."""
    assert found.payable is not None
    if found.shares is None:
        return PackageTeller.of(found.setting, language).package(found.payable.corners[at][0])
    return share_phrase(found, corner_packages(found.payable)[at], language)


def _coalitions(found: Brokered, told: PackageTeller) -> list[str]:
    game = found.coalitions
    if game is None:
        return []
    division = game.nucleolus or game.core.imputation
    each = told.worths(found.parties, [Fraction(rounded(one)).limit_denominator(10**6) for one in division])
    key = "core" if game.core.nonempty else "empty"
    return [say("brokered.money.nucleolus", told.language, each=each), say(f"brokered.money.{key}", told.language)]


def time_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """What waiting makes of what there is to share."""
    if found.deadline is None:
        return []
    if found.deadline.found is None:
        return [say("brokered.time.none", told.language)]
    each = tuple(
        Said("mediation.deadline.share", {"party": told.actor(party), "share": percent(float(share))})
        for party, share in zip(found.deadline.parties, found.deadline.found, strict=True)
    )
    return [say("brokered.time.offer", told.language, first=told.actor(found.deadline.parties[0]), each=each)]


# What lasts, and the steps.


def lasts_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """The least that must be bound for the package at hand to last."""
    one, language = found.binding, told.language
    if one is None or found.at_hand is None:
        return []
    lines = [say("brokered.lasts.of", language, package=told.package(found.at_hand))]
    if one.unbound:
        return [*lines, say("brokered.lasts.nothing", language)]
    if one.way:
        last = one.way[-1]
        space = found.signed.model.space if found.signed is not None else None
        if space is not None:
            move = Teller(found.situation, space, language).changed(last.start, last.end)
            lines.append(say("brokered.lasts.breaks", language, move=move))
    if not one.least:
        key = "open" if not one.all_tried else "never"
        return [*lines, say(f"brokered.lasts.{key}", language, tried=one.tried)]
    key = "least" if one.all_tried else "searched"
    for issues in one.least[:3]:
        names = tuple(told.about(issue) for issue in issues)
        lines.append(say(f"brokered.lasts.{key}", language, list=names, tried=one.tried))
    return lines


def stages_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """A safe order of steps, or who would stop where."""
    if "seq" not in found.staged:
        return []
    language, swap = told.language, found.staged["seq"]
    issues = {issue.name: place for place, issue in enumerate(found.deal.negotiation.issues)}
    assert found.at_hand is not None

    def item(name: str) -> str:
        place = issues[name]
        return told.level(found.setting.axes[found.setting.places[place]], found.at_hand[place])  # type: ignore[index]

    delivered = swap.found
    if delivered.order is not None:
        runs = [(name, len(list(steps))) for name, steps in groupby(delivered.order)]
        steps = tuple(Said("brokered.stages.step", {"item": item(name), "count": count}) for name, count in runs)
        lines = [
            say("brokered.stages.order", language, steps=steps),
            say("brokered.stages.exposure", language, exposure=rounded(delivered.exposure or 0)),
        ]
        alone = found.staged["r"].found
        return lines if alone.order is not None else [*lines, say("brokered.stages.r", language)]
    lines = [say("brokered.stages.none", language, needed=rounded(delivered.needed))]
    for state, who in delivered.wall[:3]:
        given = tuple(
            Said("brokered.stages.given", {"item": item(one.name), "done": done, "all": one.pieces})
            for one, done in zip(swap.asked.items, state, strict=True)
        )
        lines.append(say("brokered.stages.stops", language, who=told.actors(who), given=given))
    return lines


# Runs, states, comparisons, drafts.


def robust_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """How often each package is better for all, against how often some package is."""
    lines, runs, language = [], found.robust, told.language
    if runs is not None:
        best = runs.packages[0]
        said = {"runs": runs.runs, "most": percent(best.better), "package": told.package(best.package)}
        if not runs.some_zone:
            lines.append(say("brokered.robust.none", language, runs=runs.runs))
        elif best.better >= runs.some_zone:
            lines.append(say("brokered.robust.same", language, **said))
        else:
            lines.append(say("brokered.robust.zone", language, some=percent(runs.some_zone), **said))
        if best.better:
            lines.append(say("brokered.robust.loses", language, gains=gains_of(found, told, best.worst)))
        others = {"worst": runs.best_in_worst_part.package, "regret": runs.least_regret.package}
        if set(others.values()) == {best.package}:
            return [*lines, say("brokered.robust.best", language), *_accepted(found, told)]
        for key, package in others.items():
            lines.append(say(f"brokered.robust.{key}", language, package=told.package(package)))
    return [*lines, *_accepted(found, told)]


def _accepted(found: Brokered, told: PackageTeller) -> list[str]:
    """The package that the largest part of the reservation values accepts, where these are ranges."""
    accepted = found.acceptance
    if accepted is None:
        return []
    best = max(accepted.share.values())
    package = told.package(found.deal.frontier.points[int(accepted.most[0])].example)
    key = "acceptance" if best else "acceptance_none"
    return [say(f"brokered.robust.{key}", told.language, share=percent(float(best)), package=package)]


def states_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """What it is worth to let terms depend on what happens."""
    one, language = found.states, told.language
    if one is None:
        return []
    if one.free.surplus is None:
        return [say("brokered.states.none", language)]
    worth = one.worth or 0.0
    key = "opens" if one.free.strict and not one.same.strict else "adds" if worth > 1e-9 else "nothing"
    lines = [say(f"brokered.states.{key}", language, worth=rounded(worth))]
    if one.free.nash is not None:
        parts = [
            Said(
                "brokered.states.state",
                {"state": name.replace("_", " "), "share": percent(share), "package": told.package(package)},
            )
            for (name, share), package in zip(one.states.items(), one.free.nash.packages, strict=True)
        ]
        gains = gains_of(found, told, one.free.nash.gains)
        lines.append(say("brokered.states.nash", language, list=tuple(parts), gains=gains))
    return lines


def compare_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """Between which bounds the weights of a party lie, and what to ask next."""
    lines, language = [], told.language
    places = {issue.name: place for place, issue in enumerate(found.deal.negotiation.issues)}
    for party, (one, _) in found.comparisons.items():
        known = one.found
        for issue, (least, most) in known.weights.items():
            said = {"party": told.actor(party), "issue": told.about(places[issue])}
            bounds = {"least": exact_percent(least), "most": exact_percent(most)}
            lines.append(say("brokered.compare.weight", language, **said, **bounds))
        if known.consistent and known.next_pairs:
            pair = [told.package(found.labels[name]) for name in known.next_pairs[0]]
            lines.append(say("brokered.compare.next", language, party=told.actor(party), one=pair[0], other=pair[1]))
        elif known.consistent:
            lines.append(say("brokered.compare.known", language, party=told.actor(party)))
    return lines


def drafts_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """What every draft brings, what it changed for whom, and what is left on the table."""
    lines, language, before = [], told.language, None
    for name in found.record.drafts:
        if name not in found.drafts:
            lines.append(say("brokered.drafts.forbidden", language, name=name))
            continue
        one = found.drafts[name]
        phrase = told.package(one.package)
        lines.append(
            say("brokered.drafts.draft", language, name=name, package=phrase, gains=gains_of(found, told, one.gains))
        )
        if before is not None:
            change = [now - then for now, then in zip(one.u, before, strict=True)]
            lines.append(say("brokered.drafts.change", language, gains=gains_of(found, told, change)))
        left = found.unspent(name)
        key = "off" if left else "on"
        lines.append(say(f"brokered.drafts.{key}", language, share=exact_percent(left)))
        before = one.u
    return lines
