"""Dependence in words: who depends on whom in which domain, what claims come to, where the sum turns, what if."""

from __future__ import annotations

import numpy as np

from detente.influence.balance.signed import SAME
from detente.influence.dependence.claims import Judged
from detente.influence.dependence.dependence import leverage
from detente.influence.dependence.domains import Dependence
from detente.influence.dependence.what_if import Change, Stop, WhatIf
from detente.influence.drawn import band
from detente.outcomes.telling import Names
from detente.words import in_language, isolated, join, say

STANDINGS = ("borne_out", "reversed", "open", "unconfirmed")
TOLD = 40  # pairs of a domain, and directions not stated, that are told of; of more, those with the largest shares
LARGE = 0.5  # a share from which a partner is worth a sentence of its own


def domain_sentences(result: Dependence, claims: tuple[Judged, ...], names: Names) -> list[str]:
    """What claims come to; then domain by domain: both directions pair by pair, single large partners, the claims."""
    said = [_verdicts(claims, names)] if len(claims) > 1 else []
    for k, domain in enumerate(result.domains):
        told, more = _told(result, k)
        for i, j in told:
            said += _pair(result, k, domain, i, j, names)
        if more:
            said.append(say("influence.more_pairs", names.language, domain=names.domain(domain), count=more))
        for i, actor in enumerate(result.actors):
            unknown = float(result.tables.unknown[0, k, i])
            if unknown > 0:
                share = names.percent(unknown)
                values = {"domain": names.domain(domain), "actor": names.actor(actor), "of": _of(result, k, i, names)}
                key = "unknown" if result.measure(k, i) == "needs" else "unknown_of"
                said.append(say(f"influence.{key}", names.language, share=share, owner=owner(names, actor), **values))
            said += _single(result, k, domain, i, names)
        said += [claim_sentence(claim, names) for claim in claims if claim.domain == domain]
    if result.missing:
        parts = [
            say(
                "influence.not_stated_one",
                names.language,
                actor=names.actor(i),
                partner=names.actor(j),
                domain=names.domain(domain),
            )
            for domain, i, j in result.missing[:TOLD]
        ]
        if len(result.missing) > TOLD:
            parts.append(say("influence.not_stated_more", names.language, count=len(result.missing) - TOLD))
        listed = say("phrases.semicolon", names.language).join(parts)
        said.append(say("influence.not_stated", names.language, list=listed))
    return said


def _told(result: Dependence, k: int) -> tuple[list[tuple[int, int]], int]:
    """The pairs of a domain that are told of, in the order of the file, and how many others there are."""
    depends = result.single(k)
    most = np.maximum(depends, depends.T)
    pairs = [pair for pair in result.pairs() if most[pair] > 0]
    kept = set(sorted(pairs, key=lambda pair: -most[pair])[:TOLD])
    return [pair for pair in pairs if pair in kept], len(pairs) - len(kept)


def _verdicts(claims: tuple[Judged, ...], names: Names) -> str:
    """How many claims are borne out, reversed, open, not to be confirmed."""
    counts = {standing: sum(claim.standing == standing for claim in claims) for standing in STANDINGS}
    parts = [say(f"influence.verdict.{key}", names.language, count=count) for key, count in counts.items() if count]
    return say("influence.verdicts", names.language, list=join(parts, names.language))


def _pair(result: Dependence, k: int, domain: str, i: int, j: int, names: Names) -> list[str]:
    """One domain, two actors: both directions, or the one that is stated."""
    depends = result.single(k)
    if depends[i, j] < depends[j, i]:
        i, j = j, i
    if depends[i, j] <= 0:
        return []
    a, b = result.actors[i], result.actors[j]
    whole = float(result.tables.shares[0, k, i, j])
    values: dict[str, object] = {
        "domain": names.domain(domain),
        "actor": names.actor(a),
        "partner": names.actor(b),
        "share": names.percent(float(depends[i, j])),
        "whole": names.percent(whole) if whole - depends[i, j] > SAME else None,
    }
    stated = (i, j) if result.stated(k, j, i) else (i,)
    if any(result.measure(k, one) != "needs" for one in stated):
        return [_shares(result, k, i, j, domain, values, names)]
    if not result.stated(k, j, i):
        return [say("influence.one_way", names.language, **values)]
    if abs(depends[i, j] - depends[j, i]) <= SAME:
        return [say("influence.even", names.language, **values)]
    ratio = float(depends[i, j] / depends[j, i]) if depends[j, i] else None
    back = names.percent(float(depends[j, i]))
    return [say("influence.both_ways", names.language, back=back, ratio=ratio, **values)]


def _shares(result: Dependence, k: int, i: int, j: int, domain: str, values: dict[str, object], names: Names) -> str:
    """The same where the shares are not said to be of needs: what the partner has, and what it is of."""
    whole, back = result.tables.shares[0, k, i, j], result.tables.shares[0, k, j, i]
    left = values["share"] if values["whole"] is not None else None
    said = {**values, "share": _rounded(float(whole), names), "left": left, "owner": owner(names, result.actors[i])}
    said |= {"other": owner(names, result.actors[j]), "of": _of(result, k, i, names), "back": None, "of_back": None}
    alone = not result.stated(k, j, i)
    if not alone:
        said |= {"back": _rounded(float(back), names), "of_back": _of(result, k, j, names)}
    key = "trade" if result.measure(k, i) == "trade" and (alone or result.alike(i, j, k)) else "has"
    said["domain"] = _within(names.domain(domain)) if key == "trade" else values["domain"]
    return say(f"influence.{key}", names.language, **said)


def owner(names: Names, actor: str) -> str:
    """Whose: an actor's name as the owner of something."""
    name = names.actor(actor)
    return say("influence.owner_s" if str(name).endswith("s") else "influence.owner", names.language, actor=name)


def _of(result: Dependence, k: int, actor: int, names: Names) -> str:
    """What the shares of an actor are shares of, in a word."""
    return measure_words(result.measure(k, actor), names.language)


def measure_words(measure: str | None, language: str) -> str:
    return say(f"influence.of.{measure or 'unsaid'}", language)


def _within(text: str) -> str:
    """A text inside a sentence: without the capital of its first word, unless that is an abbreviation."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _rounded(share: float, names: Names) -> str:
    """A share to a tenth of a percent, as far as that leaves anything of it."""
    return names.percent(round(share, 3) or share)


def _single(result: Dependence, k: int, domain: str, i: int, names: Names) -> list[str]:
    """An actor that depends on one partner for half of its needs or more: as if it had so few partners."""
    found = result.concentration(k, i)
    if found is None or (found[0].top_share or 0) < LARGE:
        return []
    held, rest = found
    fewest, most = 1 / (held.hhi + rest * rest), 1 / held.hhi
    return [
        say(
            "influence.partners",
            names.language,
            domain=names.domain(domain),
            actor=names.actor(result.actors[i]),
            count=fewest,
            most=most if most - fewest > 0.05 else None,
        )
    ]


def claim_sentence(claim: Judged, names: Names) -> str:
    """What the numbers make of a claim."""
    record = names.situation.dependence[claim.domain].claims[claim.name]
    who, on = names.actor(claim.who), names.actor(claim.on)
    text = in_language(record.text, names.language)
    said = isolated(text, names.language) if text else say("influence.claim.default", names.language, who=who, on=on)
    values = {"claim": said, "who": who, "on": on, "ratio": claim.ratio}
    if claim.standing != "unconfirmed":
        share = None if claim.share is None else 100 * claim.share
        return say(f"influence.claim.{claim.standing}", names.language, share=share, **values)
    if any(claim.unknown) and claim.there is not None:
        values["there"], values["unknown"] = names.percent(claim.there), names.percent(max(claim.unknown))
        return say("influence.claim.unknown", names.language, **values)
    key = "back" if claim.there is not None else "nothing"
    return say(f"influence.claim.{key}", names.language, **values)


def total_sentences(result: Dependence, names: Names) -> list[str]:
    """All domains together, for pairs of which some domain states both directions, and the weights that turn it."""
    if len(result.domains) < 2:
        return []
    total, many = leverage(result.total), result.bands()
    domains, stated = range(len(result.domains)), result.stated
    pairs = [(i, j) for i, j in result.pairs() if any(stated(k, i, j) and stated(k, j, i) for k in domains)]
    kept = set(sorted(pairs, key=lambda pair: -abs(total[pair]))[:TOLD])
    said = []
    for i, j in pairs:
        if (i, j) in kept:
            said += _total(result, total, many, (i, j) if total[i, j] >= 0 else (j, i), names)
    if more := len(pairs) - len(kept):
        whole = say("influence.part.total", names.language)
        said.append(say("influence.more_pairs", names.language, domain=whole, count=more))
    return said


def _total(
    result: Dependence, total: np.ndarray, many: np.ndarray | None, pair: tuple[int, int], names: Names
) -> list[str]:
    i, j = pair
    low, high = (band(many[:, i, j]) if many is not None else None) or (None, None)
    values = {"actor": names.actor(result.actors[i]), "partner": names.actor(result.actors[j])}
    said = [say("influence.total", names.language, value=float(total[i, j]), low=low, high=high, **values)]
    turning = result.turning(i, j)
    if not turning:
        return [*said, say("influence.no_turn", names.language, **values)]
    for turn in turning:
        key = "turn_up" if turn.factor > 1 else "turn_down"
        said.append(
            say(
                f"influence.{key}",
                names.language,
                domain=names.domain(result.domains[turn.domain]),
                factor=turn.factor,
                share=names.percent(turn.shares[0]),
                **values,
            )
        )
    return said


def what_if_sentence(one: WhatIf, names: Names) -> str:
    """What follows from a what-if, under its name in the file where it has one."""
    language = names.language
    values: dict[str, object] = {"domain": names.domain(one.domain), "actor": names.actor(one.actor)}
    domain = names.situation.dependence[one.domain]
    values["of"] = measure_words(domain.measure(one.actor), language)
    record = domain.what_if.get(one.name)
    text = in_language(record.text, language) if record is not None else None
    values["text"] = None if text is None else isolated(text, language)
    if isinstance(one, Change):
        parts = [
            say(
                "influence.moved",
                language,
                partner=names.actor(name),
                before=names.percent(one.before.get(name, 0.0)),
                after=names.percent(share, one.bands[name]),
            )
            for name, share in one.after.items()
        ]
        values["partner"], values["amount"] = names.actor(one.named[-1]), one.amount
        return say(f"influence.{one.kind}", language, parts=join(parts, language), **values)
    if isinstance(one, Stop):
        lost, unmet = names.percent(one.loss.lost), names.percent(one.loss.unmet)
        return say("influence.withdraw", language, hub=names.actor(one.hub), lost=lost, unmet=unmet, **values)
    return say(
        "influence.guarantee",
        language,
        guarantor=names.actor(one.guarantor),
        share=names.percent(one.share),
        unreplaced=names.percent(one.result.unreplaced, one.unreplaced_band),
        kept=names.percent(one.result.kept, one.kept_band),
        **values,
    )
