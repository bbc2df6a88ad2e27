"""Equal-gain position exchange: two actors give way to each other on two issues, each where it matters less to it.

On issue p the expected outcome is O_p = Σ c s x / Σ c s, and W_p = Σ c s. Two actors can trade on the issues p and q if
they stand on opposite sides of O on both. Actor i demands the issue that matters relatively more to it,
s_ip / s_iq > s_jp / s_jq: there j shifts towards x_ip, and on q i shifts towards x_jq. A shift by Δ of an actor with
weight c s moves the outcome by D = c s |Δ| / W. The gains are

    i: s_ip D_p − s_iq D_q          j: s_jq D_q − s_jp D_p

and equal gains need D_q / D_p = (s_ip + s_jp) / (s_iq + s_jq). First j goes all the way to x_ip; if the answering shift
is longer than i's whole distance, i goes all the way and j's shift is scaled down. No shift may carry the outcome past
the position of the actor that demanded it. The best exchange is realised; after that neither actor may give way on the
same issue again in this round, other exchanges are worked out anew, and so on until nobody gains. The forecast is the
weighted mean of the resulting *voting positions* y. The next round starts at x + (0.4 (1 − s) + 0.1) (y − x).

The published program breaks ties at random; here the first in the order of actors and issues is taken, so that the same
input always gives the same output. Source: Stokman & Van Oosten 1994; the rules as decide-exchange-model has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np

from detente.bargaining.positions.mean import Array

LEAST_GAIN = 1e-9
TAKES, ALWAYS = 0.4, 0.1  # how much of the way positions follow votes in the next round


Key = tuple[tuple[int, int], tuple[int, int]]  # two actors, two issues


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


def equal_gain(
    table: Table, voting: Array, now: Array, pair: tuple[int, int], issues: tuple[int, int]
) -> Exchange | None:
    """The exchange of two actors on two issues that gives both the same; None if there is none."""
    (a, b), (first, second) = pair, issues
    s = table.salience
    lead = s[first, a] * s[second, b] - s[first, b] * s[second, a]
    if abs(lead) <= LEAST_GAIN:
        return None
    i, j = (a, b) if lead > 0 else (b, a)
    p, q = first, second
    weight = table.weight
    total = weight.sum(1)
    for issue in (p, q):
        if not (weight[issue, i] > 0 and weight[issue, j] > 0):
            return None
        if (voting[issue, i] - now[issue]) * (voting[issue, j] - now[issue]) >= 0:
            return None
    ratio = (s[p, i] + s[p, j]) / (s[q, i] + s[q, j])  # D_q / D_p
    most_p = _most(voting[p, i], voting[p, j], now[p], weight[p, j] / total[p])
    most_q = _most(voting[q, j], voting[q, i], now[q], weight[q, i] / total[q])
    moved_p = min(most_p, most_q / ratio)
    moved_q = moved_p * ratio
    gain = float(s[p, i] * moved_p - s[q, i] * moved_q)
    if gain <= LEAST_GAIN:
        return None
    shift_j = moved_p * total[p] / weight[p, j] * np.sign(voting[p, i] - voting[p, j])
    shift_i = moved_q * total[q] / weight[q, i] * np.sign(voting[q, j] - voting[q, i])
    return Exchange(gain, i, j, p, q, float(shift_j), float(shift_i))


def _most(demander: float, giver: float, outcome: float, share: float) -> float:
    """How far the giver can move the outcome: all the way to the demander, but not past it."""
    return float(min(share * abs(demander - giver), abs(demander - outcome)))


def exchange_round(table: Table) -> ExchangeRound:
    """One round: the best exchange again and again, nobody giving way twice on one issue."""
    voting = table.position.astype(float).copy()
    given: set[tuple[int, int]] = set()
    made: list[Exchange] = []
    now = outcomes(table, voting)
    offers: dict[Key, Exchange] = {}
    keys = [
        (pair, issues)
        for issues in combinations(range(voting.shape[0]), 2)
        for pair in combinations(range(voting.shape[1]), 2)
        if table.takes_part[np.ix_(issues, pair)].all()
    ]
    while True:
        for pair, issues in keys:
            offer = equal_gain(table, voting, now, pair, issues)
            offers.pop((pair, issues), None)
            if offer is not None and (offer.j, offer.p) not in given and (offer.i, offer.q) not in given:
                offers[pair, issues] = offer
        if not offers:
            break
        best = offers[min(offers, key=lambda key: (-offers[key].gain, key))]
        made.append(best)
        voting[best.p, best.j] += best.shift_j
        voting[best.q, best.i] += best.shift_i
        given |= {(best.j, best.p), (best.i, best.q)}
        now = outcomes(table, voting)
        keys = [key for key in offers if {best.p, best.q} & set(key[1])]  # the others stand as they were
    return ExchangeRound(tuple(made), voting, now)


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
