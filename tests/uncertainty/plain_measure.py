"""A measure for tests: what x is, whether it is large, how many halves it has, and in how many draws a is asked."""

from __future__ import annotations

import numpy as np

from detente.outcomes.columns import NO_ANSWER, Array, Column, Columns
from detente.outcomes.numbers import Numbers
from detente.stability.solve import Model


def columns(model: Model) -> Columns:
    if "x" not in model.situation.drivers:
        return {}
    return {
        "x": Column("value"),
        "above a half": Column("value"),
        "large": Column("answer", ("no", "yes")),
        "halves": Column("count"),
        "bits": Column("bits", width=9),
    }


def values(model: Model, numbers: Numbers) -> dict[str, Array]:
    if "x" not in model.situation.drivers:
        return {}
    x = np.broadcast_to(numbers.driver("x")[:, 0], numbers.count)
    return {
        "x": x.copy(),
        "above a half": np.where(x > 0.5, x, np.nan),
        "large": np.where(x < 0.1, NO_ANSWER, x > 0.5).astype(np.uint8),
        "halves": (x * 2).astype(np.int32),
        "bits": np.packbits((x * 9).astype(int)[:, None] > np.arange(9), axis=1, bitorder="little"),
    }


def sentences(model: Model, rows: list[dict[str, object]], language: str) -> list[str]:
    return [f"{language}: {len(rows)} rows on {len(model.situation.actors)} actors"]
