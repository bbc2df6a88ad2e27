"""Where a joint move begins: asked of the best offers, it is what asking of every end says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numba")

from detente.stability.kernel.kernel_compiled import Block, Tables
from detente.stability.kernel.kernel_offers import forgotten, offered, offers_of, regions_of, signs

COUNT, DRAWS = 7, 3


def tables_of(random: np.random.Generator, actors: int, agreements: int) -> Tables:
    """Agreements with any moves at all (some in no region but their own); the actors have none."""
    rows = [[[] for _ in range(COUNT)] for _ in range(actors)]
    for _ in range(agreements):
        far = random.random((COUNT, COUNT)) < random.choice([0.1, 0.5, 1])
        rows.append([[t for t in range(COUNT) if t != s and far[s, t]] for s in range(COUNT)])
    lengths = np.array([len(ends) for row in rows for ends in row])
    after = np.concatenate([[0], np.cumsum(lengths)])
    first = np.array([after[place * COUNT : (place + 1) * COUNT + 1] for place in range(len(rows))])
    ends = np.array([t for row in rows for ends in row for t in ends], np.uint32)
    party = random.random((agreements, actors)) < 0.7
    party[:, 0] = True
    return Tables(first, ends, party, np.zeros(actors, np.bool_), True, *regions_of(first, ends, agreements))


def block_of(random: np.random.Generator, actors: int, agreements: int, kind: type, landing: bool) -> Block:
    """Numbers from −1 to the greatest that ranks of this kind have, few of them different."""
    values = np.array([-1, 0, 1, 2, 3, np.iinfo(kind).max - 1], kind)
    rank, lifted, worth, best, against = (random.choice(values, (actors, COUNT, DRAWS)) for _ in range(5))
    outside = random.choice(values, (agreements, actors, COUNT, DRAWS))
    kept = random.integers(0, 2, (agreements, COUNT, DRAWS)).astype(kind)
    none = np.zeros((actors + 1, COUNT), np.bool_)
    listed = np.zeros((2, (actors + 1) * COUNT), np.int64)
    return Block(rank, lifted, worth, best, outside, kept, against, landing, kept, False, none, none, listed)


def leads(tables: Tables, block: Block, g: int, s: int, wanted: np.ndarray, d: int) -> bool:
    """Agreement g has a move from s to something wanted that is kept and worth it to every party in draw d."""
    mover = len(block.rank) + g
    for t in tables.ends[tables.first[mover, s] : tables.first[mover, s + 1]]:
        able = bool(block.kept[g, t, d] and wanted[t, d])
        for i in np.flatnonzero(tables.party[g]):
            able &= bool(block.outside[g, i, t, d] > block.against[i, s, d])
            able &= not block.landing or bool(block.rank[i, t, d] > block.best[i, s, d])
        if able:
            return True
    return False


@given(
    st.integers(0, 2**32), st.integers(1, 5), st.integers(1, 2), st.sampled_from([np.int16, np.int32]), st.booleans()
)
def test_the_best_offers_say_what_every_end_says(
    seed: int, actors: int, agreements: int, kind: type, landing: bool
) -> None:
    """Also as more is wanted by and by, and where the best end cannot be reached."""
    random = np.random.default_rng(seed)
    tables = tables_of(random, actors, agreements)
    block = block_of(random, actors, agreements, kind, landing)
    offers = offers_of(tables, block)
    for _ in range(2):
        wanted = np.zeros((COUNT, DRAWS), kind)
        forgotten(offers)
        for _ in range(3):
            wanted |= (random.random((COUNT, DRAWS)) < 0.4).astype(kind)
            offered(tables, block, wanted, offers)
            for s in range(COUNT):
                asked = random.integers(0, 2, DRAWS).astype(kind)
                left = asked.copy()
                signs(tables, block, offers, s, left)
                found = [any(leads(tables, block, g, s, wanted, d) for g in range(agreements)) for d in range(DRAWS)]
                assert left.tolist() == (asked & ~np.array(found)).tolist()
