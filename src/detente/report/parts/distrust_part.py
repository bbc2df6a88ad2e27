"""Reasons to distrust the answer: five rows, always; one without a finding says so."""

from __future__ import annotations

from collections import Counter

from detente.report.blocks import Cell, Column, Table
from detente.report.parts.levers_part import conditions
from detente.report.saying import Saying

EDGES = 2  # close calls told
TURNS = 2  # numbers told for each


def distrust(saying: Saying) -> Table:
    """The table."""
    rows = [
        ("assumed", assumed(saying)),
        ("judged", judged(saying)),
        ("thin", thin(saying)),
        ("edge", edge(saying)),
        ("left_out", left_out(saying)),
    ]
    cells = tuple((Cell(saying.say(f"distrust.{key}")), Cell(text, f"distrust.{key}")) for key, text in rows)
    return Table((Column("", 12), Column("")), cells)


def assumed(saying: Saying) -> str:
    """What is put in rather than derived, and whether the main answer is."""
    found = saying.found
    put_in = [one for one in found.questions.values() if one.verdict == "assumed" and one.name != found.main]
    told = []
    if put_in:
        first = min(put_in, key=lambda one: one.share)
        wishes = saying.join(_wish(saying, part) for part in first.wishes[:2])
        told.append(saying.say("distrust.put_in", statement=saying.statement(first.name), wishes=wishes))
        rest = [saying.statement(one.name) for one in put_in if one is not first]
        if rest:
            told.append(saying.say("distrust.also_put_in", list=saying.join(rest[:3])))
    if found.main is not None:
        main = found.questions[found.main]
        if main.verdict == "assumed":
            wishes = saying.join(_wish(saying, part) for part in main.wishes[:2])
            told.append(saying.say("distrust.main_put_in", wishes=wishes))
        else:
            key = {"derived": "derived", "backed": "derived_backed", "given": "main_given", "unseen": "main_unseen"}
            told.append(saying.say(f"distrust.{key[main.verdict]}"))
    return " ".join(told) or saying.say("distrust.all_derived")


def _wish(saying: Saying, part: str) -> str:
    """A goal with its actor."""
    steps = tuple(part.split("."))
    if "points" in steps:
        place = steps.index("points")
        steps = (*steps[: place + 1], ".".join(steps[place + 1 : -1]), steps[-1])
    if "priorities" in steps or "any" in steps:
        return saying.actor(steps[1])
    return saying.say("distrust.asks", goal=saying.quoted(saying.wish(steps)), actor=saying.actor(steps[1]))


def judged(saying: Saying) -> str:
    """What the weights rest on."""
    weights = saying.found.grounds.weights
    if not weights:
        return saying.say("distrust.no_weights")
    counts = Counter(weight.basis for weight in weights)
    parts = [saying.say(f"weigh.{basis}", count=counts[basis]) for basis in ("judged", "part") if counts[basis]]
    parts.append(saying.say("weigh.measured", count=counts["measured"]))
    parts += [saying.say("weigh.none", count=counts["none"])] if counts["none"] else []
    key = "weights" if saying.found.situation.sources else "weights_unsourced"
    return saying.say(f"distrust.{key}", count=len(weights), list=saying.join(parts))


def thin(saying: Saying) -> str:
    """The sources: how they are rated, how many facts, how many claims are contested."""
    found, situation = saying.found.grounds, saying.found.situation
    if not situation.sources:
        return saying.say("distrust.sources_none")
    parts = [
        saying.say(
            "thin.rated",
            source=saying.text(situation.sources[name].title, name),
            rating=saying.isolated(rating),
            reliable=saying.say(f"reliability.{rating[0]}"),
            credible=saying.say(f"credibility.{rating[1]}"),
        )
        for name, rating in found.ratings
    ]
    unrated = sum(1 for source in situation.sources.values() if source.rating is None and source.key is None)
    parts += [saying.say("thin.sources", count=unrated)] if unrated else []
    parts += [saying.say("thin.facts", count=found.facts)] if found.facts else []
    told = [saying.say("thin.rest", list=saying.join(parts))] if parts else []
    standing = Counter(found.claims.values())
    if any(found.claims.values()):
        told.append(saying.say("thin.contested", count=standing["contested"], claims=len(found.claims)))
        opinions = standing["opinion"] + standing["reported belief"]
        told += [saying.say("thin.opinion", count=opinions)] if opinions else []
    return " ".join(told) or saying.say("distrust.sources_none")


def edge(saying: Saying) -> str:
    """The close calls, and the values at which they turn."""
    found = saying.found
    told = []
    for name, turns in sorted(found.knives.items(), key=lambda pair: found.questions[pair[0]].share)[:EDGES]:
        said = conditions(saying, turns[:TURNS])
        key = "turns" if said else "few"
        statement = saying.begun(saying.statement(name))
        values = {"conditions": saying.join(said, "or"), "share": saying.runs(found.questions[name].share)}
        told.append(saying.say(f"distrust.{key}", statement=statement, **values))
    if found.main is not None and found.questions[found.main].close:
        near = [one for one in found.levers if one.close][:TURNS]
        said = conditions(saying, near)
        share = saying.runs(found.questions[found.main].share)
        key = "turns" if said else "few"
        told.insert(
            0,
            saying.say(
                f"distrust.{key}",
                statement=saying.begun(saying.statement(found.main)),
                conditions=saying.join(said, "or"),
                share=share,
            ),
        )
    return " ".join(told) or saying.say("distrust.no_edge")


def left_out(saying: Saying) -> str:
    """Who is held still, and what the file says it leaves out."""
    situation = saying.found.situation
    held = [item.hold for item in situation.held if item.hold in situation.actors]
    told = [saying.say("distrust.held", actors=saying.actors(held))] if held else []
    told += [saying.say("distrust.left", text=saying.text(one).rstrip(".")) for one in situation.left_out]
    return " ".join(told) or saying.say("distrust.nothing_left")
