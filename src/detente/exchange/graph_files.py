"""Graphs of outcomes as GraphML (Gephi, yEd, networkx, igraph) and as DOT (Graphviz).

Nodes and arcs are records; each key is an attribute of its own. In GraphML numbers are numbers, what is yes or no is
boolean, everything else text. GraphML: http://graphml.graphdrawing.org; DOT: https://graphviz.org/doc/info/lang.html.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from detente.words import STEERING

Record = Mapping[str, Any]
TYPES = {bool: "boolean", int: "int", float: "double"}
NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
STYLES = {"unsanctioned": "solid", "sanctioned": "dashed", "joint": "bold", "move": "dotted"}


def graphml(nodes: Sequence[Record], arcs: Sequence[Record], about: Record) -> str:
    """The graph as GraphML. Each node has an ``id``, each arc ``from`` and ``to``; `about`: of the graph as a whole."""
    root = ElementTree.Element("graphml", xmlns=NAMESPACE)
    keys: dict[tuple[str, str], str] = {}
    for domain, records in (("graph", [about]), ("node", nodes), ("edge", arcs)):
        for name, value in _first_values(records).items():
            keys[domain, name] = f"{domain[0]}{len(keys)}"
            kind = TYPES.get(type(value), "string")
            described = {"id": keys[domain, name], "for": domain, "attr.name": name, "attr.type": kind}
            ElementTree.SubElement(root, "key", described)
    graph = ElementTree.SubElement(root, "graph", edgedefault="directed")
    _describe(graph, "graph", about, keys)
    for node in nodes:
        _describe(ElementTree.SubElement(graph, "node", id=f"o{node['id']}"), "node", node, keys)
    for number, arc in enumerate(arcs):
        ends = {"id": f"a{number}", "source": f"o{arc['from']}", "target": f"o{arc['to']}"}
        _describe(ElementTree.SubElement(graph, "edge", ends), "edge", arc, keys)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _first_values(records: Sequence[Record]) -> dict[str, Any]:
    """Of every key a value that it has."""
    found: dict[str, Any] = {}
    for record in records:
        for name, value in record.items():
            if value is not None and name not in ("from", "to"):
                found.setdefault(name, value)
    return found


def _describe(element: ElementTree.Element, domain: str, record: Record, keys: dict[tuple[str, str], str]) -> None:
    for name, value in record.items():
        if value is not None and (domain, name) in keys:
            shown = str(value).lower() if isinstance(value, bool) else STEERING.sub("\ufffd", str(value))
            ElementTree.SubElement(element, "data", key=keys[domain, name]).text = shown


def dot(nodes: Sequence[Record], arcs: Sequence[Record], about: Record) -> str:
    """The graph as DOT: the outcome as tooltip, double circles where nobody leaves, the kind of an arc as its style."""
    lines = ["digraph detente {", "  rankdir=LR;", "  node [shape=circle];"]
    lines += [f"  {_quoted(name)}={_quoted(value)};" for name, value in about.items() if name == "label"]
    for node in nodes:
        shape = "doublecircle" if node.get("rests") else "circle"
        said = {"label": node["label"], "tooltip": node["outcome"], "shape": shape}
        if node.get("status_quo"):
            said["style"] = "bold"
        lines.append(f"  o{node['id']} [{_attributes(said)}];")
    for arc in arcs:
        said = {"label": arc["mover"], "style": STYLES[arc["line"]]}
        lines.append(f"  o{arc['from']} -> o{arc['to']} [{_attributes(said)}];")
    return "\n".join([*lines, "}"]) + "\n"


def _attributes(values: Record) -> str:
    return ", ".join(f"{name}={_quoted(value)}" for name, value in values.items())


def _quoted(value: Any) -> str:
    """A string of DOT; a backslash would begin an escape of its own."""
    said = STEERING.sub("\ufffd", str(value)).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{said}"'
