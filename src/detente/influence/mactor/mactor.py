"""MACTOR: the play of actors, from two small matrices of judgements (Godet 1991; formulas as LIPSOR's program).

`a` (actors, actors): direct influence of row on column, 0 to 4, diagonal 0. `m` (actors, objectives): the sign says for
or against, the size (0 to 4) how much the objective weighs. All functions take leading axes: (draws, …) works too.

    MIDI      A_ij = a_ij + Σ_k min(a_ik, a_kj); the diagonal is retroaction
    I, D      sums of rows and columns of A without the diagonal
    R*        r_i = (I_i - A_ii) / ΣI · I_i / (I_i + D_i), scaled to mean 1; r_i = 0 where I_i + D_i = 0
    MMIDI, Q* max(a_ij, max_k min(a_ik, a_kj)) without diagonal; q_i = I_i / ΣI · I_i / (I_i + D_i), scaled to mean 1
    net       A_ij - A_ji
    CAA, DAA  Σ_k (|m_ik| + |m_jk|) / 2 over objectives where both pull the same way, or opposite ways (order 1 counts)

Conventions where printed accounts differ (`VARIANTS`): here the diagonal is left out of I and D *and* taken off in r
(``lipsor``); ``kept`` does not take it off; ``diagonal`` has it in I and D. No printed LIPSOR table was seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from detente.influence.balance.signed import Array

Variant = Literal["lipsor", "kept", "diagonal"]
VARIANTS: tuple[Variant, ...] = ("lipsor", "kept", "diagonal")


def _through(a: Array) -> Array:
    """min(a_ik, a_kj), (…, i, k, j)."""
    found: Array = np.minimum(a[..., :, :, None], a[..., None, :, :])
    return found


def midi(a: Array) -> Array:
    """Direct and indirect influence."""
    found: Array = a + _through(a).sum(axis=-2)
    return found


def mmidi(a: Array) -> Array:
    """The strongest influence, direct or by one other actor; the diagonal is 0."""
    best = np.maximum(a, _through(a).max(axis=-2))
    found: Array = np.where(np.eye(a.shape[-1], dtype=np.bool_), 0, best)
    return found


def diagonal(matrix: Array) -> Array:
    return np.asarray(np.diagonal(matrix, axis1=-2, axis2=-1))


def scaled(values: Array) -> Array:
    """To mean 1; all 0 stay 0."""
    total = values.sum(axis=-1, keepdims=True)
    found: Array = np.divide(values.shape[-1] * values, total, out=np.zeros_like(values), where=total != 0)
    return found


def strength(influence: Array, dependence: Array, retroaction: Array) -> Array:
    """(I - A_ii) / ΣI · I / (I + D), to mean 1."""
    total = influence.sum(axis=-1, keepdims=True).astype(np.float64)
    both = (influence + dependence).astype(np.float64)
    part = np.divide(influence, both, out=np.zeros(both.shape), where=both > 0)
    size = np.divide(influence - retroaction, total, out=np.zeros(both.shape), where=total > 0)
    return scaled(size * part)


def balance_of_power(a: Array, variant: Variant = "lipsor") -> tuple[Array, Array, Array]:
    """I, D and R* from the direct influences."""
    whole = midi(a)
    own = diagonal(whole)
    kept = own if variant != "diagonal" else np.zeros_like(own)
    influence, dependence = whole.sum(axis=-1) - kept, whole.sum(axis=-2) - kept
    return influence, dependence, strength(influence, dependence, own if variant != "kept" else np.zeros_like(own))


def best_strength(a: Array) -> Array:
    """Q*: the same from the strongest influences."""
    best = mmidi(a)
    influence, dependence = best.sum(axis=-1), best.sum(axis=-2)
    return strength(influence, dependence, np.zeros_like(influence))


def agreement(m: Array, sign: int, *, counted: bool = False) -> Array:
    """CAA (`sign` 1) or DAA (-1), (…, actors, actors). `counted`: objectives alike (order 1). The diagonal is 0."""
    one, two = m[..., :, None, :], m[..., None, :, :]
    both = (np.sign(one) * np.sign(two) == sign) & ~np.eye(m.shape[-2], dtype=np.bool_)[:, :, None]
    value = np.ones(both.shape) if counted else (np.abs(one) + np.abs(two)) / 2
    found: Array = np.where(both, value, 0.0).sum(axis=-1)
    return found


@dataclass(frozen=True)
class Mactor:
    """Everything MACTOR gives, for one pair of matrices."""

    a: Array
    m: Array
    variant: Variant = "lipsor"

    def data(self) -> dict[str, Any]:
        """All outputs by name, as plain values."""
        a, m = self.a, self.m
        whole = midi(a)
        influence, depends, power = balance_of_power(a, self.variant)
        net = whole - whole.T
        weighed = power[:, None] * m
        found: dict[str, Any] = {
            "variant": self.variant,
            "MIDI": whole,
            "I": influence,
            "D": depends,
            "total": influence.sum(),
            "Rstar": power,
            "MMIDI": mmidi(a),
            "Qstar": best_strength(a),
            "net_scale": net,
            "net_total": net.sum(axis=1),
            "MAO3": weighed,
        }
        for order, matrix in ((1, np.sign(m)), (2, m), (3, weighed)):
            found |= _objectives(matrix, order) | _pairs(matrix, order)
        return {
            name: value.tolist() if isinstance(value, np.ndarray | np.generic) else value
            for name, value in found.items()
        }


def _objectives(m: Array, order: int) -> dict[str, Any]:
    """What pulls for and against each objective, and how much each actor and each objective mobilises."""
    return {
        f"agree_{order}": np.maximum(m, 0).sum(axis=0),
        f"disagree_{order}": np.minimum(m, 0).sum(axis=0),
        f"objective_mobilisation_{order}": np.abs(m).sum(axis=0),
        f"actor_mobilisation_{order}": np.abs(m).sum(axis=1),
    }


def _pairs(m: Array, order: int) -> dict[str, Any]:
    """Convergence and divergence of pairs, their degrees in percent (None if nobody shares an objective), ambivalence
    (0: towards each other actor only one of the two)."""
    alike, unlike = (agreement(m, sign, counted=order == 1) for sign in (1, -1))
    both, apart = (alike + unlike).sum(axis=1), np.abs(alike - unlike).sum(axis=1)
    total = float(both.sum())
    degree = 100 * float(alike.sum()) / total if total else None
    return {
        f"CAA{order}": alike,
        f"DAA{order}": unlike,
        f"net_distance_{order}": alike - unlike,
        f"convergence_degree_{order}": degree,
        f"divergence_degree_{order}": None if degree is None else 100 - degree,
        f"ambivalence_{order}": np.where(both > 0, 1 - apart / np.where(both > 0, both, 1), 0.0),
    }
