"""The table of everything that can be asked: ``POST /api/NAME``.

A new endpoint is a function in `detente.web.answers`, its records in `detente.web.contracts`, and a line here.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from detente.web.contracts import around, bench
from detente.web.contracts.asking import Record

Of = Literal["view", "paper", "nothing"]


@dataclass(frozen=True)
class Endpoint:
    """One question. `of`: what its function takes first: a view, a paper, or nothing but the request.

    `home`: ``module:function``, imported when it is first asked. `order`: who comes first where several wait, 0
    before 1. `lasting`: it is worked out whatever else is asked meanwhile.
    """

    request: type[Record]
    answer: type[Record]
    of: Of
    home: str
    order: int = 1
    lasting: bool = False

    @property
    def function(self) -> Callable[..., Any]:
        module, _, name = self.home.partition(":")
        found: Callable[..., Any] = getattr(importlib.import_module(module), name)
        return found


ENDPOINTS: dict[str, Endpoint] = {
    "open": Endpoint(bench.Open, bench.Opened, "paper", "detente.web.answers.opening:opening", 0, lasting=True),
    "answer": Endpoint(bench.Ask, bench.Answered, "view", "detente.web.answers.answer:answer", 0),
    "words": Endpoint(around.AskWords, around.Words, "nothing", "detente.web.answers.wording:wording", 0, lasting=True),
    "shares": Endpoint(bench.AskShares, bench.Shares, "view", "detente.web.answers.shares:shares", 2),
}
