"""Which joint moves are credible: asked of the best offers first, it is what asking of every end says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numba")

from detente.stability.kernel.kernel_compiled import BIT, WORD, Block, Tables
from detente.stability.kernel.kernel_offers import joint, offers_of, regions_of

COUNT = 7


def tables_of(random: np.random.Generator, actors: int, agreements: int, bits: bool) -> Tables:
    """Agreements with any moves at all (some in no region but their own); the actors have none."""
    rows: list[list[list[int]]] = [[[] for _ in range(COUNT)] for _ in range(actors)]
    for _ in range(agreements):
        far = random.random((COUNT, COUNT)) < random.choice([0.1, 0.5, 1])
        rows.append([[t for t in range(COUNT) if t != s and far[s, t]] for s in range(COUNT)])
    lengths = np.array([len(ends) for row in rows for ends in row])
    after = np.concatenate([[0], np.cumsum(lengths)])
    first = np.array([after[place * COUNT : (place + 1) * COUNT + 1] for place in range(len(rows))])
    ends = np.array([t for row in rows for ends in row for t in ends], np.uint32)
    party = random.random((agreements, actors)) < 0.7
    party[:, 0] = True
    region, place, size, far = regions_of(first, ends, agreements)
    far = far if bits else far[:, :, :0]
    return Tables(first, ends, party, np.zeros(actors, np.bool_), True, region, place, size, far)


def block_of(random: np.random.Generator, actors: int, agreements: int, draws: int, kind: type, landing: bool) -> Block:
    """Numbers from −1 to the greatest that ranks of this kind have, few of them different; nobody moves alone."""
    values: np.ndarray = np.array([-1, 0, 1, 2, 3, np.iinfo(kind).max - 1], kind)
    rank, lifted, against = (random.choice(values, (actors, COUNT, draws)) for _ in range(3))
    outside = random.choice(values, (agreements, actors, COUNT, draws))
    words = -(-draws // WORD)
    live = words_of(np.ones((1, draws), bool))[0]
    first, none = np.zeros((actors, COUNT + 1), np.int64), np.zeros((actors + 1, COUNT), np.bool_)
    kept = words_of(random.random((agreements, COUNT, draws)) < 0.5)
    moving = np.zeros((actors, COUNT, words), np.int64)
    left_open = np.zeros((0 if landing else agreements, COUNT, words), np.int64)
    return Block(
        rank, lifted, live, True, first, np.empty(0, np.uint32), first[:, :COUNT].copy(),
        np.empty((0, words), np.int64), moving, outside, kept, against, landing, left_open, False, none, none,
        np.zeros((2, (actors + 1) * COUNT), np.int64),
    )  # fmt: skip


def words_of(truth: np.ndarray) -> np.ndarray:
    """Truths of draws as bits of words."""
    draws = np.arange(truth.shape[-1])
    found = np.zeros((*truth.shape[:-1], -(-len(draws) // WORD)), np.int64)
    for d in draws:
        found[..., d // WORD] |= np.where(truth[..., d], BIT[d % WORD], 0)
    return found


def held(words: np.ndarray, d: int) -> bool:
    return bool(words[d // WORD] & BIT[d % WORD])


def leads(tables: Tables, block: Block, g: int, s: int, d: int) -> set[int]:
    """Where agreement g goes from s in draw d: to what is kept and worth it to every party."""
    mover, found = len(block.rank) + g, set()
    for t in tables.ends[tables.first[mover, s] : tables.first[mover, s + 1]].tolist():
        able = held(block.kept[g, t], d)
        for i in np.flatnonzero(tables.party[g]):
            able &= bool(block.outside[g, i, t, d] > block.against[i, s, d])
            able &= not block.landing or bool(block.rank[i, t, d] > -1)
        if able:
            found.add(t)
    return found


@given(
    st.integers(0, 2**32), st.integers(1, 5), st.integers(1, 2), st.sampled_from([3, 70]),
    st.sampled_from([np.int16, np.int32]), st.booleans(), st.booleans(),
)  # fmt: skip
def test_the_best_offers_say_what_every_end_says(
    seed: int, actors: int, agreements: int, draws: int, kind: type, landing: bool, bits: bool
) -> None:
    """Also where only some ends are asked for, and where the best end cannot be reached."""
    random = np.random.default_rng(seed)
    tables = tables_of(random, actors, agreements, bits)
    block = block_of(random, actors, agreements, draws, kind, landing)
    offers = offers_of(tables, block)
    wanted, asked = random.random((COUNT, draws)) < 0.4, random.random((COUNT, draws)) < 0.5
    marks, begins = words_of(wanted), words_of(asked)
    every = {tuple(row) for row in joint(tables, block, offers, block.against, begins, marks, True).tolist()}
    some = joint(tables, block, offers, block.against, begins, marks, False).tolist()
    expected = {
        (s, t, d)
        for s, d in np.argwhere(asked).tolist()
        for g in range(agreements)
        for t in leads(tables, block, g, s, d)
        if wanted[t, d]
    }
    assert every == expected
    assert {tuple(row) for row in some} <= expected
    assert sorted((s, d) for s, _, d in some) == sorted({(s, d) for s, _, d in expected})
