"""Several faults of one input, told together."""

from __future__ import annotations

from collections.abc import Sequence

from detente.errors import DetenteError


class FaultyError(DetenteError):
    """Everything that is wrong with an input that is not a situation file, each fault a message of its own."""

    def __init__(self, faults: Sequence[DetenteError]) -> None:
        self.faults = tuple(faults)
        super().__init__("input")

    def render(self, language: str = "en") -> str:
        return "\n".join(fault.render(language) for fault in self.faults)
