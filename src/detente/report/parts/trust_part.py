"""How far to trust it: claims by their standing, and what later turned out."""

from __future__ import annotations

from collections import Counter

from detente.report.blocks import Block, Heading, Listing, Paragraph, Sentence, Squares
from detente.report.saying import Saying

KINDS = {"supported": "sup", "supported in part": "par", "opinion": "op", "reported belief": "op", "contested": "con"}


def claims(saying: Saying) -> list[Block]:
    """The claims of the sources as squares; nothing where no claim was held against facts."""
    found = saying.found.grounds
    if not any(found.claims.values()):
        return []
    used = set(found.claims_used)
    items = tuple((name, KINDS.get(standing, "op"), name in used) for name, standing in found.claims.items())
    counts = Counter(kind for _, kind, _ in items)
    values = {
        "supported": counts["sup"], "part": counts["par"], "opinion": counts["op"], "contested": counts["con"],
        "facts": found.facts, "used": found.facts_used, "judged": found.judged,
    }  # fmt: skip
    return [
        Heading(3, saying.say("whole.rests")),
        Squares(items, saying.say("whole.claims_label", **values), saying.say("whole.claims_caption", **values)),
    ]


def checks(saying: Saying) -> list[Block]:
    """What later turned out, beside what the model said."""
    situation, found = saying.found.situation, saying.found
    if not situation.checks:
        return []
    items = []
    for name, check in situation.checks.items():
        truth = found.space.holds(check.statement)
        rows = [index for end in found.ends if (index := _index(saying, end.levels, end.node)) is not None]
        values = [bool(truth[row]) for row in rows]
        key = "as_said" if values and all(values) else "left_open" if any(values) else "otherwise"
        cites = saying.cites(cite.name for cite in check.cites if cite.name)
        told = saying.say(f"whole.{key}", text=saying.text(check.text, name.replace("_", " ")) + cites)
        items.append((Sentence(told, f"check.{name}"),))
    note = (Sentence(saying.say("whole.checks_note")),)
    return [Heading(3, saying.say("whole.checks")), Listing(tuple(items)), *([] if not items else [_note(note)])]


def _note(sentences: tuple[Sentence, ...]) -> Block:

    return Paragraph(sentences, "small")


def _index(saying: Saying, levels: tuple[int, ...], node: str | None) -> int | None:
    if node is not None:
        return saying.found.space.nodes.index(node)
    return saying.found.space.with_levels(list(levels))
