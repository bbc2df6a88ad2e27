"""Messages whole in both languages: those that the other tests of this folder show in one language, or in part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, messages, say

SAID: list[tuple[str, dict[str, Any]]] = [
    ("errors.gmcr_needs_options", {}),
    ("errors.gmcr_no_outcomes", {}),
    ("errors.gmcr_states_many", {"count": 131072, "limit": 10000}),
    ("errors.gmcr_rule_many", {"rule": "broad", "options": 16, "patterns": 500}),
    ("errors.convert_kinds", {"source": "a.yaml", "target": ".yaml"}),
    ("errors.convert_exists", {"path": "b.yaml"}),
    ("gmcr.read.ids", {"ids": (1, 3, 2), "shown": None}),
    ("gmcr.read.ids", {"ids": (1, 3, 2), "shown": 3}),
    ("gmcr.read.not_numbered", {}),
    ("gmcr.read.conditions", {"makers": ("Syria", "Iraq")}),
    ("gmcr.read.many", {"maker": "Syria", "count": 70, "limit": 63}),
    ("gmcr.read.levels", {"options": ("russia.forces",)}),
    ("gmcr.read.payoffs", {"makers": ("Iraq",)}),
    ("lost.inertia", {"names": ("usa",)}),
    ("lost.any", {"names": ("usa",)}),
    ("gmcr.write.many", {"actor": "iran", "count": 64, "limit": 63}),
    ("gmcr.write.held_actors", {"actors": ("usa", "china"), "count": 2}),
    ("gmcr.write.held_actors", {"actors": ("usa", "china", "japan"), "count": 3}),
    *((f"gmcr.expected.{kind}", {}) for kind in messages("en", "exchange")["gmcr"]["expected"]),
]


def test_messages_are_as_they_should_be_read() -> None:
    lines = [say(key, language, **values) for key, values in SAID for language in LANGUAGES]
    text = "".join(line.replace(ISOLATE, "").replace(END_ISOLATE, "") + "\n" for line in lines)
    assert text == Path(__file__).with_name("said.txt").read_text(encoding="utf-8")
