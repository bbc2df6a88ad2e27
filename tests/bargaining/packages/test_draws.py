"""What a draw answers about an agreement, against the definitions package by package."""

from __future__ import annotations

from math import prod

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.agreement.draws import answers_of


@st.composite
def drawn(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Whole gains (draws × packages × parties) and inertia (draws × parties), so that nothing is rounded."""
    draws, packages, parties = (draw(st.integers(1, most)) for most in (3, 6, 4))
    table = st.lists(st.integers(-3, 6), min_size=draws * packages * parties, max_size=draws * packages * parties)
    least = st.lists(st.integers(0, 3), min_size=draws * parties, max_size=draws * parties)
    return (
        np.array(draw(table), float).reshape(draws, packages, parties),
        np.array(draw(least), float).reshape(draws, parties),
    )


@given(drawn())
def test_the_answers_of_a_draw_are_the_definitions(made: tuple[np.ndarray, np.ndarray]) -> None:
    """Weak: all as well off and somebody better. Worth: all gain above their inertia. Nash: the largest product; Kalai
    and Smorodinsky: the least share of what each could hope for is largest; both only where all gain."""
    gains, inertia = made
    codes = 10 + np.arange(gains.shape[1])
    weak, worth, nash, ks, at_nash, _ = (*answers_of(gains, np.zeros_like(inertia), inertia, codes), None)
    for draw, table in enumerate(gains.tolist()):
        good = [row for row in table if min(row) >= 0]
        assert weak[draw] == any(max(row) > 0 for row in good)
        assert worth[draw] == sum(
            all(gain > bar for gain, bar in zip(row, inertia[draw], strict=True)) for row in table
        )
        strict = [row for row in table if min(row) > 0]
        if not strict:
            assert nash[draw] < 0 and ks[draw] < 0 and np.isnan(at_nash[draw]).all()
            continue
        hopes = [max(column) for column in zip(*good, strict=True)]
        chosen, fair = table[nash[draw] - 10], table[ks[draw] - 10]
        assert prod(chosen) == max(map(prod, strict)) and min(chosen) > 0 and at_nash[draw].tolist() == chosen
        shares = [sorted(gain / hope for gain, hope in zip(row, hopes, strict=True)) for row in strict]
        assert sorted(gain / hope for gain, hope in zip(fair, hopes, strict=True)) == max(shares)
