"""What is noted of every draw of a study: the columns of a *measure*.

A measure is a module (or any object) with two functions, listed in `detente.uncertainty.study.measures`:

    def columns(model: Model) -> Columns                             # what it notes of this situation
    def values(model: Model, numbers: Numbers) -> dict[str, Array]   # the same names, a value for every draw

`numbers` holds ``numbers.count`` draws at once. A value depends on its own draw alone: draws come in blocks of any
size, and the table must not show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

NO_ANSWER = 255  # the code of an answer where there is none

Kind = Literal["answer", "count", "value", "bits"]


@dataclass(frozen=True)
class Column:
    """A column of a study.

    ``answer``: uint8 codes of `categories` (255: there is none); ``count``: whole numbers (int32); ``value``: numbers
    (float64, NaN: there is none); ``bits``: `width` truth values packed into bytes, the first one lowest.
    """

    kind: Kind
    categories: tuple[str, ...] = ()
    width: int = 0

    def empty(self, count: int) -> Array:
        """Room for so many draws."""
        if self.kind == "bits":
            return np.empty((count, -(-self.width // 8)), np.uint8)
        return np.empty(count, {"answer": np.uint8, "count": np.int32, "value": np.float64}[self.kind])


Columns = dict[str, Column]
