"""Variants and perceptions: partial situations laid over the base.

Maps merge key by key and ``null`` removes. Quantities, an actor's whole ``preferences``, and ``status_quo`` are
replaced. Actors, options, levels and terms are fixed: they make the outcomes, which must stay comparable. A perception
holds preferences, drivers, rules or cuts only; its rules and cuts add to those of the base, so nobody sees an outcome
that the base does not have. A reading of an act is laid over the perception of its audience in the same way; so is what
an actor thinks another sees (``perceptions`` inside a perception, two actors) over its own, by preferences and drivers.
"""

from __future__ import annotations

from dataclasses import replace

from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.situation.reading.faults import Faults, Path
from detente.situation.reading.nodes import Node
from detente.situation.reading.shapes import PERCEPTION_MAY_HOLD, QUANTITY_KEYS, THOUGHT_MAY_HOLD, VARIANT_MAY_HOLD

TWO, THOUGHT = 2, 4  # actors of a second level; steps of a path to what one thinks that the other sees

AGREEMENT_MAY_CHANGE = frozenset(
    {"disagreement", "pledges", "dockets", "winning", "power", "scale", "cites", "why", "note", "name"}
    | {"money", "worth", "ratifiers", "stages", "bonds", "cost", "deadline", "comparisons", "drafts"}
)


def merge(base: Node, partial: Node, block: str) -> Node:
    """The base with the partial laid over it; every node keeps its own place in the file.

    `block`: ``variants``, or what is laid over as a perception is (``perceptions``, ``acts``).
    """
    empty = Node("map", partial.line, partial.column, file=partial.file)
    root = _merged(base, partial if partial.kind == "map" else empty, ())
    removed = {"variants", "perceptions", "acts", *(() if block == "variants" else ("checks",))}
    return replace(root, entries={name: entry for name, entry in root.entries.items() if name not in removed})


def _merged(base: Node, partial: Node, path: tuple[str, ...]) -> Node:
    if partial.kind != "map" or base.kind != "map" or _replaced(partial, path):
        return partial
    result = Node("map", base.line, base.column, base.length, base.file, entries=dict(base.entries))
    for name, (key, value) in partial.entries.items():
        if value.kind == "null":
            result.entries.pop(name, None)
        elif name in base.entries:
            result.entries[name] = (key, _merged(base.entries[name][1], value, (*path, name)))
        else:
            result.entries[name] = (key, value)
    return result


def _replaced(node: Node, path: tuple[str, ...]) -> bool:
    if path[:1] == ("status_quo",) or (path[:1] == ("preferences",) and len(path) == 2):
        return True
    form = {"value", "low", "any"}
    return set(node.entries) <= QUANTITY_KEYS and not form.isdisjoint(node.entries)


def partial_faults(situation: Situation, within: Path, base: Node, faults: Faults) -> None:
    """What a variant, a perception or a reading of an act (at the path `within`) must not hold.

    `base`: what it is laid over; a perception and a reading can only add to its rules and cuts.
    """
    node = faults.root.at(within)
    may_hold = VARIANT_MAY_HOLD if within[0] == "variants" else PERCEPTION_MAY_HOLD
    if within[0] == "perceptions":
        may_hold = THOUGHT_MAY_HOLD if len(within) == THOUGHT else PERCEPTION_MAY_HOLD | {"perceptions"}
        if not faults.known(str(within[-1]), situation.actors, within, "actor_unknown"):
            return
        if len(within) == THOUGHT and within[1] == within[3]:
            faults.add("second_level_self", within, key=True, name=within[3])
            return
    for key, (_, value) in node.entries.items():
        path = (*within, key)
        if key not in may_hold:
            fixed = key in ("options", "outcomes")
            code = "variant_fixed" if fixed else "partial_key"
            faults.add(code, path, key=True, name=key, nearest=nearest(key, may_hold), known=tuple(sorted(may_hold)))
        elif within[0] != "variants":
            _only_added(path, value, base, faults)
            if key == "perceptions" and len(situation.actors) != TWO:
                faults.add("second_level_actors", path, key=True, count=len(situation.actors))
            elif key == "perceptions" and value.kind not in ("map", "null"):
                faults.add("map_expected", path, found=value.kind)
        elif key == "actors":
            for actor, (_, record) in value.entries.items():
                if actor not in situation.actors or record.kind == "null":
                    faults.add("variant_fixed", (*path, actor), key=True, name=actor)
        elif key == "agreements":
            for agreement, (_, record) in value.entries.items():
                if agreement not in situation.agreements or record.kind == "null":
                    faults.add("variant_fixed", (*path, agreement), key=True, name=agreement)
                    continue
                for inner in record.entries:
                    if inner not in AGREEMENT_MAY_CHANGE:
                        faults.add("variant_fixed", (*path, agreement, inner), key=True, name=inner)


def _only_added(path: Path, value: Node, base: Node, faults: Faults) -> None:
    """Rules and cuts of a perception that take away or replace what it is laid over."""
    block = str(path[-1])
    if block not in ("rules", "cuts"):
        return
    node = base.child(block)
    there = tuple(node.entries) if node is not None else ()
    if value.kind == "null" and there:
        faults.add("perception_loosens", path, key=True, name=there[0], block=block)
    for name in value.entries:
        if name in there:
            faults.add("perception_loosens", (*path, name), key=True, name=name, block=block)
