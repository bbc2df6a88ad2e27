"""Scans in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.uncertainty.scan import RANGED
from detente.words import say

if TYPE_CHECKING:
    from detente.uncertainty.scan import Scans


def scan_sentences(result: Scans, language: str = "en") -> list[str]:
    """How many numbers turn any answer, and how many goals do."""
    said = []
    for kinds, key in ((RANGED, "numbers"), (("goal",), "goals"), (("inertia",), "inertia")):
        scans = [scan for scan in result.scans if scan.kind in kinds]
        if scans:
            turning = sum(scan.turns_something for scan in scans)
            said.append(say(f"scan.{key}", language, count=len(scans), turning=turning))
    return said
