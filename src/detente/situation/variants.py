"""Variants and perceptions: partial situations laid over the base.

Maps merge key by key and ``null`` removes. Quantities, an actor's whole ``preferences``, and ``status_quo`` are
replaced. Actors, options, levels and terms are fixed: they make the outcomes, which must stay comparable. A perception
holds preferences, drivers, rules or cuts only; its rules and cuts add to those of the base.
"""

from __future__ import annotations

from detente.situation.faults import Faults
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.situation.nodes import Node
from detente.situation.shapes import PERCEPTION_MAY_HOLD, QUANTITY_KEYS, VARIANT_MAY_HOLD

AGREEMENT_MAY_CHANGE = frozenset({"disagreement", "pledges", "dockets", "winning", "cites", "why", "note", "name"})


def merge(base: Node, partial: Node, block: str) -> Node:
    """The base with the partial laid over it; every node keeps its own place in the file."""
    empty = Node("map", partial.line, partial.column, file=partial.file)
    root = _merged(base, partial if partial.kind == "map" else empty, ())
    for removed in ("variants", "perceptions") if block == "variants" else ("variants", "perceptions", "checks"):
        root.entries.pop(removed, None)
    return root


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


def partial_faults(situation: Situation, name: str, block: str, faults: Faults) -> None:
    """What a variant or a perception must not hold."""
    node = faults.root.at((block, name))
    may_hold = VARIANT_MAY_HOLD if block == "variants" else PERCEPTION_MAY_HOLD
    if block == "perceptions" and not faults.known(name, situation.actors, (block, name), "actor_unknown"):
        return
    for key, (_, value) in node.entries.items():
        path = (block, name, key)
        if key not in may_hold:
            fixed = key in ("options", "outcomes")
            code = "variant_fixed" if fixed else "partial_key"
            faults.add(code, path, key=True, name=key, nearest=nearest(key, may_hold), known=tuple(sorted(may_hold)))
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
