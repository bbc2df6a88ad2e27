"""Equal-gain position exchange: two actors give way to each other on two issues, each where it matters less to it.

On issue p the expected outcome is O_p = Σ c s x / Σ c s, and W_p = Σ c s. Two actors can trade on the issues p and q if
they stand on opposite sides of O on both. Actor i demands the issue that matters relatively more to it,
s_ip / s_iq > s_jp / s_jq: there j shifts towards x_ip, and on q i shifts towards x_jq. A shift by Δ of an actor with
weight c s moves the outcome by D = c s |Δ| / W. The gains are

    i: s_ip D_p − s_iq D_q          j: s_jq D_q − s_jp D_p

and equal gains need D_q / D_p = (s_ip + s_jp) / (s_iq + s_jq). First j goes all the way to x_ip; if the answering shift
is longer than i's whole distance, i goes all the way and j's shift is scaled down. No shift may carry the outcome past
the position of the actor that demanded it. The exchanges that can be made are listed once, at the start of a round; the
best one is realised, the others are worked out anew (an actor that gave way on an issue goes on from where it now
votes, in the same direction only), those that no longer give a gain are dropped, and so on until none is left.
The forecast is the weighted mean of the resulting *voting positions* y. The next round starts at
x + (0.4 (1 − s) + 0.1) (y − x).

The published program breaks ties at random, and works the outcome that bounds a shift out from some of the exchanges
made before it only; here the first in the order of actors and issues is taken, so that the same input always gives the
same output, and all exchanges count. Source: Stokman & Van Oosten 1994; the rules as decide-exchange-model has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from detente.bargaining.positions.mean_and_median import Array

LEAST_GAIN = 1e-9
Places = np.ndarray[Any, np.dtype[np.intp]]
Truth = np.ndarray[Any, np.dtype[np.bool_]]

TAKES, ALWAYS = 0.4, 0.1  # how much of the way positions follow votes in the next round


class Exchange(NamedTuple):
    """`i` demands issue `p` and gives way on `q`; `j` the other way round. Shifts are signed; both gain `gain`."""

    gain: float
    i: int
    j: int
    p: int
    q: int
    shift_j: float
    shift_i: float


@dataclass(frozen=True)
class ExchangeRound:
    """`voting`: positions (issues, actors) after all exchanges; `outcome`: their weighted mean per issue."""

    exchanges: tuple[Exchange, ...]
    voting: Array
    outcome: Array


@dataclass(frozen=True)
class Table:
    """All issues at once: arrays (issues, actors). An actor without a position on an issue has weight 0 there."""

    position: Array
    capability: Array
    salience: Array
    takes_part: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

    @property
    def weight(self) -> Array:
        return np.where(self.takes_part, self.capability * self.salience, 0.0)


def outcomes(table: Table, position: Array) -> Array:
    """The weighted mean of each issue; the plain mean where nobody has weight."""
    weight = table.weight
    weight = np.where(weight.sum(1, keepdims=True) > 0, weight, table.takes_part.astype(float))
    mean: Array = (weight * position).sum(1) / np.maximum(weight.sum(1), np.finfo(float).tiny)
    return mean


@dataclass(frozen=True)
class Offers:
    """Every exchange that could be thought of: actors `i` and `j`, issues `p` and `q`, index arrays (offers,).

    `i` demands on `p`, where its salience is relatively higher. Ordered by the actors as the table has them, then by
    the issues.
    """

    i: Places
    j: Places
    p: Places
    q: Places

    def some(self, chosen: Any) -> Offers:
        return Offers(self.i[chosen], self.j[chosen], self.p[chosen], self.q[chosen])


def possible(table: Table) -> Offers:
    """Two actors with weight on two issues, of which they care differently."""
    issues, actors = table.position.shape
    a, b = np.triu_indices(actors, 1)
    p, q = np.triu_indices(issues, 1)
    a, b = np.repeat(a, len(p)), np.repeat(b, len(p))
    p, q = np.tile(p, len(a) // max(1, len(p))), np.tile(q, len(a) // max(1, len(q)))
    has, s = table.weight > 0, table.salience
    both = has[p, a] & has[p, b] & has[q, a] & has[q, b]
    a, b, p, q = a[both], b[both], p[both], q[both]
    lead = s[p, a] * s[q, b] - s[p, b] * s[q, a]
    differ = np.abs(lead) > LEAST_GAIN
    a, b, p, q, first = a[differ], b[differ], p[differ], q[differ], lead[differ] > 0
    return Offers(np.where(first, a, b), np.where(first, b, a), p, q)


def opposed(table: Table, offers: Offers) -> Truth:
    """Whether the two stand on opposite sides of the outcome on both issues, (offers,)."""
    side = np.sign(table.position - outcomes(table, table.position)[:, None])
    apart: Truth = (side[offers.p, offers.i] * side[offers.p, offers.j] < 0) & (
        side[offers.q, offers.i] * side[offers.q, offers.j] < 0
    )
    return apart


def equal_gains(table: Table, voting: Array, offers: Offers) -> tuple[Array, Array, Array]:
    """The gain of each offer (0 if it cannot be made), and the shifts of j on p and of i on q; (offers,) each."""
    i, j, p, q, s, x = offers.i, offers.j, offers.p, offers.q, table.salience, table.position
    now, weight = outcomes(table, voting), table.weight
    part = weight / np.maximum(weight.sum(1, keepdims=True), np.finfo(float).tiny)
    ratio = (s[p, i] + s[p, j]) / (s[q, i] + s[q, j])  # D_q / D_p
    moved_p = np.minimum(
        _most(x[p, i], voting[p, j], x[p, j], now[p], part[p, j]),
        _most(x[q, j], voting[q, i], x[q, i], now[q], part[q, i]) / ratio,
    )
    gain = s[p, i] * moved_p - s[q, i] * moved_p * ratio
    gain = np.where(gain > LEAST_GAIN, gain, 0.0)
    shift_j = moved_p / part[p, j] * np.sign(x[p, i] - x[p, j])
    shift_i = moved_p * ratio / part[q, i] * np.sign(x[q, j] - x[q, i])
    return gain, shift_j, shift_i


def _most(demander: Array, giver: Array, began: Array, outcome: Array, share: Array) -> Array:
    """How far a giver can move the outcome: on to the demander, but not with the outcome past it; never back."""
    way = np.sign(demander - began)
    most: Array = np.maximum(np.minimum(share * (demander - giver) * way, (demander - outcome) * way), 0.0)
    return most


def exchange_round(table: Table) -> ExchangeRound:
    """One round: the best exchange again and again, until none of those that were possible is left."""
    voting = table.position.astype(float).copy()
    made: list[Exchange] = []
    offers = possible(table)
    offers = offers.some(opposed(table, offers))
    gain, shift_j, shift_i = equal_gains(table, voting, offers)
    while len(gain) and gain.max() > 0:
        k = int(np.argmax(gain))
        i, j, p, q = (int(part[k]) for part in (offers.i, offers.j, offers.p, offers.q))
        made.append(Exchange(float(gain[k]), i, j, p, q, float(shift_j[k]), float(shift_i[k])))
        voting[p, j] += shift_j[k]
        voting[q, i] += shift_i[k]
        gain[k] = 0.0
        left = np.flatnonzero(gain > 0)
        offers, gain, shift_j, shift_i = offers.some(left), gain[left], shift_j[left], shift_i[left]
        stale = np.flatnonzero((offers.p == p) | (offers.p == q) | (offers.q == p) | (offers.q == q))
        gain[stale], shift_j[stale], shift_i[stale] = equal_gains(table, voting, offers.some(stale))
    return ExchangeRound(tuple(made), voting, outcomes(table, voting))


def next_positions(table: Table, voting: Array) -> Array:
    """Where the next round starts: part of the way from the positions to the votes, the less the more it matters."""
    follow = TAKES * (1 - table.salience) + ALWAYS
    after: Array = table.position + follow * (voting - table.position)
    return after


def exchange(table: Table, rounds: int = 3) -> list[ExchangeRound]:
    """Several rounds. Salience in [0, 1]."""
    done = []
    for _ in range(rounds):
        done.append(exchange_round(table))
        position = next_positions(table, done[-1].voting)
        table = Table(position, table.capability, table.salience, table.takes_part)
    return done
