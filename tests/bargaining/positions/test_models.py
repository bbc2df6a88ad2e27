"""The models of positions against literal definitions, their invariants, and their odd cases."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.positions.challenge import PRESETS, Switches, challenge_round, switched
from detente.bargaining.positions.condorcet import VOTES, condorcet, support, utilities
from detente.bargaining.positions.errors_measured import Errors
from detente.bargaining.positions.exchange import Table, equal_gains, exchange_round, outcomes, possible
from detente.bargaining.positions.forecast import Win, forecast, winning
from detente.bargaining.positions.issue import IssueDraws, IssueNumbers
from detente.bargaining.positions.mean_and_median import Array, leverage, weighted_mean, weighted_median
from detente.bargaining.positions.measure import in_draws
from detente.bargaining.positions.probabilistic_condorcet import FLOOR, KINDS, VICTORIES, distinct, election, victory
from detente.bargaining.positions.rounds import run
from detente.bargaining.positions.settled import Settings, Settled, votes_of
from detente.bargaining.positions.spatial import bargain
from detente.errors import DetenteError
from tests.conftest import examples

Case = tuple[Array, Array, Array]


@st.composite
def cases(draw: st.DrawFn, most: int = 6) -> Case:
    """Positions, capabilities and saliences of a few actors; equal positions and zeros among them."""
    count = draw(st.integers(1, most))

    def numbers(low: int, high: int) -> Array:
        return np.array(draw(st.lists(st.integers(low, high), min_size=count, max_size=count)), dtype=float)

    return numbers(0, 10) * 10, numbers(0, 5), numbers(0, 10) / 10


@given(cases())
def test_median_is_every_point_with_at_most_half_on_either_side(case: Case) -> None:
    x, c, s = case
    weight = c * s if (c * s).sum() else np.ones_like(x)
    low, high = weighted_median(x, c * s)
    half = weight.sum() / 2 + 1e-9
    fits = [p for p in np.arange(0, 101) if weight[x < p].sum() <= half and weight[x > p].sum() <= half]
    assert (low, high) == (min(fits), max(fits))


def test_without_weight_all_count_equally() -> None:
    x, none = np.array([0.0, 30.0, 90.0]), np.zeros(3)
    assert weighted_mean(x, none) == pytest.approx(40)
    assert weighted_median(x, none) == (30, 30)
    assert condorcet(x, none).winner == 1


@given(cases(), st.sampled_from(sorted(VOTES)))
def test_support_is_the_sum_over_voters(case: Case, vote: str) -> None:
    x, c, s = case
    u = utilities(x, x, float(np.ptp(x)))
    votes = support(u, c * s, vote)
    rule = VOTES[vote]
    for i, j in product(range(len(x)), repeat=2):
        told = sum(max(0.0, c[k] * s[k] * float(rule(u[k, i] - u[k, j]))) for k in range(len(x)))
        assert votes[i, j] == pytest.approx(told)


@given(cases(), st.sampled_from(["binary", "proportional"]))
def test_nothing_beats_the_median_and_only_the_median(case: Case, vote: str) -> None:
    x, c, s = case
    options, won = np.unique(x), condorcet(x, c * s, vote)
    low, high = weighted_median(x, c * s)
    unbeaten = {float(options[place]) for place in won.unbeaten}
    assert unbeaten == {p for p in options if low <= p <= high}
    assert (won.winner is None) == (len(unbeaten) != 1)


def test_curved_votes_may_have_another_winner() -> None:
    x, w = np.array([0.0, 40.0, 100.0]), np.array([3.0, 3.0, 5.0])
    assert condorcet(x, w).winner == 1
    assert condorcet(x, np.array([3.0, 1.0, 5.0])).winner == 2
    # An actor between two options (40 between 35 and 60) counts for less when small differences are flattened.
    w, options = np.array([3.5, 3.0, 5.0]), np.array([35.0, 60.0])
    assert condorcet(x, w, options=options).winner == 0
    assert condorcet(x, w, "cubic", options).winner == 1


@given(cases(), st.sampled_from(VICTORIES))
def test_chances_add_up(case: Case, win: str) -> None:
    x, c, s = case
    options = np.unique(x)
    chance = victory(FLOOR + support(utilities(x, options, np.ptp(x)), c * s), win)
    assert chance + chance.T == pytest.approx(np.ones_like(chance))
    for chances in election(x, c * s, options, win=win).values():
        assert chances.sum() == pytest.approx(1) and (chances >= 0).all()


def test_chains_rest_where_their_definition_says() -> None:
    x, w = np.array([0.0, 20.0, 70.0, 100.0]), np.array([2.0, 1.0, 3.0, 1.0])
    votes = FLOOR + support(utilities(x, x, 100.0), w)
    p = victory(votes)
    q = election(x, w)
    uniform = [sum(p[i, j] * (q["markov_uniform"][i] + q["markov_uniform"][j]) for j in range(4)) / 4 for i in range(4)]
    assert q["markov_uniform"] == pytest.approx(uniform, abs=2e-6)
    hope = votes * p + 1e-10 * np.eye(4)
    r = hope / hope.sum(axis=0)  # [j, i]: j challenges i
    now = q["markov_incentive"]
    after = [sum(p[i, j] * (now[i] * r[j, i] + now[j] * r[i, j]) for j in range(4)) for i in range(4)]
    assert now == pytest.approx(after, abs=2e-8)
    literal = np.array([np.prod([p[i, j] for j in range(4)]) for i in range(4)])
    assert q["conditional"] == pytest.approx(literal / literal.sum())


@given(st.lists(cases(4), min_size=2, max_size=4))
def test_many_draws_at_once_are_one_by_one(drawn: list[Case]) -> None:
    count = min(len(x) for x, _, _ in drawn)
    x, c, s = (np.array([case[part][:count] for case in drawn]) for part in range(3))
    together = election(x, c * s)
    for row in range(len(drawn)):
        alone = election(x[row], c[row] * s[row])
        assert all(together[kind][row] == pytest.approx(alone[kind], abs=1e-12) for kind in KINDS)
        for switches in PRESETS.values():
            many = challenge_round(x, c, s, switches).after[row]
            assert many == pytest.approx(challenge_round(x[row], c[row], s[row], switches).after, abs=1e-9)


def literal_gain(x: Array, c: Array, s: Array, i: int, j: int, risk: Array, viewer: int, switches: Switches) -> float:
    """EU(i→j) as the equations stand, valued with the exponent of `viewer`."""
    size = float(np.ptp(x)) or 1.0
    own = risk if switches.votes == "own" else np.ones_like(x)

    def vote(k: int, a: int, b: int) -> float:
        return float(c[k] * s[k] * ((abs(x[k] - x[b]) / size) ** own[k] - (abs(x[k] - x[a]) / size) ** own[k]))

    every = range(len(x))
    pairs = [(i, j)] if switches.denominator == "pair" else list(product(every, every))
    total = sum(abs(vote(k, a, b)) for a, b in pairs for k in every)
    p = sum(max(0.0, vote(k, i, j)) for k in every) / total if total else 0.5
    r, d = risk[viewer], abs(x[i] - x[j]) / size
    success, failure, rest = (2 - 4 * base**r for base in (0.5 - d / 2, 0.5 + d / 2, 0.5))
    middle = weighted_median(x, c * s)[0]
    e = (abs(x[i] - middle) / size + d) / 4
    better, worse = 2 - 4 * (0.5 - e) ** r, 2 - 4 * (0.5 + e) ** r
    t = (1.0 if abs(x[i] - middle) / size < d else 0.0) if switches.t == "nearer" else switches.t
    gain = s[j] * (p * success + (1 - p) * failure) + (1 - s[j]) * success
    return float(gain - switches.q * rest - (1 - switches.q) * (t * better + (1 - t) * worse))


@examples(40)
@given(cases(5), st.sampled_from([*PRESETS.values(), replace(PRESETS["paper"], q=0.5), Switches(q=0.0, t=1.0)]))
def test_expected_utilities_are_the_equations(case: Case, switches: Switches) -> None:
    x, c, s = case
    done = challenge_round(x, c, s, switches)
    for i, j in product(range(len(x)), repeat=2):
        if x[i] != x[j]:
            assert done.gain[i, j] == pytest.approx(literal_gain(x, c, s, i, j, done.risk, i, switches), abs=1e-9)
            viewer = i if switches.exponent == "receiver" else j
            other = literal_gain(x, c, s, j, i, done.risk, viewer, switches)
            assert done.other[i, j] == pytest.approx(other, abs=1e-9)
    assert ((done.risk >= 0.5 - 1e-12) & (done.risk <= 2 + 1e-12)).all()


def literal_moves(x: Array, gain: Array, other: Array, switches: Switches) -> Array:
    """Where everybody goes, as the rules are written: kind by kind, actor by actor."""
    after, near = x.copy(), 1e-11
    for i in range(len(x)):
        lost, met, given = [], [], []
        for j in range(len(x)):
            e, f = gain[i, j], other[i, j]
            if abs(x[j] - x[i]) <= 1e-9 * (np.ptp(x) or 1):
                continue
            if f > e + near and e > 0:
                lost.append((abs(x[j] - x[i]), x[j]))
            if f > 0 > e and f > abs(e) + near:
                point = x[i] + (x[j] - x[i]) * abs(e / f)
                mixed = (abs(e) * x[i] + abs(f) * x[j]) / (abs(e) + abs(f))
                met.append((abs(point - x[i]) if switches.choice == "least" else mixed, point))
            if f > 0 > e and f < abs(e) - near and switches.capitulate:
                given.append((abs(x[j] - x[i]), x[j]))
        for kind in (lost, met, given):
            if kind:
                after[i] = min(kind, key=lambda pair: pair[0])[1]
                break
    return after


@given(
    cases(6), st.sampled_from([*PRESETS.values(), replace(PRESETS["paper"], q=0.5), Switches(q=0.2, choice="lowest")])
)
def test_everybody_goes_where_the_rules_say(case: Case, switches: Switches) -> None:
    x, c, s = case
    done = challenge_round(x, c, s, switches)
    assert done.after == pytest.approx(literal_moves(x, done.gain, done.other, switches), abs=1e-9)


def crooked(seed: int, count: int = 7) -> Case:
    """A case without ties, so that rounding cannot decide."""
    random = np.random.default_rng(seed)
    return random.uniform(0, 100, count), random.uniform(1, 10, count), random.uniform(0.1, 1, count)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("name", PRESETS)
def test_shift_stretch_strength_and_order_change_nothing(name: str, seed: int) -> None:
    x, c, s = crooked(seed)
    switches = PRESETS[name]
    plain = run(x, c, s, switches, 5).after(5)
    assert run(3 * x + 7, c, s, switches, 5).after(5) == pytest.approx(3 * plain + 7, abs=1e-6)
    assert run(x, 9 * c, s, switches, 5).after(5) == pytest.approx(plain, abs=1e-6)
    order = np.random.default_rng(seed).permutation(len(x))
    assert run(x[order], c[order], s[order], switches, 5).after(5) == pytest.approx(plain[order], abs=1e-6)


def test_mirroring_the_scale_changes_only_the_published_reading() -> None:
    same = dict.fromkeys(PRESETS, 0)
    for seed in range(12):
        x, c, s = crooked(seed)
        for name, switches in PRESETS.items():
            there, back = run(x, c, s, switches, 5).after(5), 100 - run(100 - x, c, s, switches, 5).after(5)
            same[name] += bool(np.allclose(there, back, atol=1e-6))
    assert same["paper"] == 12
    assert same["as_coded"] < 12, "the lowest compromise is chosen, which a mirror turns into the highest"


def test_rounds_know_rest_circle_and_limit() -> None:
    x, c, s = np.array([0.0, 100.0]), np.ones(2), np.ones(2)
    alone = run(x[:1], c[:1], s[:1], PRESETS["paper"])
    assert alone.rests and alone.cycle is None and alone.after(50) == x[:1]
    cut = run(*crooked(1), PRESETS["as_coded"], limit=1)
    assert not cut.rests and cut.cycle is None and len(cut.positions()) == 1


def test_leverage_is_the_slope() -> None:
    x, c, s = crooked(4)
    gains = leverage(x, c, s)
    for i in range(len(x)):
        for part, told in zip((x, s, c), (gains.position, gains.salience, gains.capability), strict=True):
            step = np.zeros_like(x)
            step[i] = 1e-6
            moved = [v + step if v is part else v for v in (x, c, s)]
            slope = (weighted_mean(moved[0], moved[1] * moved[2]) - weighted_mean(x, c * s)) / 1e-6
            assert told[i] == pytest.approx(float(slope), abs=1e-4)


def test_an_exchange_by_hand() -> None:
    """Two actors, opposite on both issues; each gives way wholly where it cares less: both gain the same."""
    table = Table(
        np.array([[0.0, 100.0], [0.0, 100.0]]),
        np.ones((2, 2)),
        np.array([[0.8, 0.2], [0.2, 0.8]]),
        np.ones((2, 2), bool),
    )
    before = outcomes(table, table.position)
    assert before == pytest.approx([20, 80])
    offers = possible(table)
    assert [part.tolist() for part in (offers.i, offers.j, offers.p, offers.q)] == [[0], [1], [0], [1]]
    gain, shift_j, shift_i = equal_gains(table, table.position, offers)
    assert (shift_j[0], shift_i[0]) == pytest.approx((-100, 100))
    assert gain[0] == pytest.approx(0.8 * 20 - 0.2 * 20)
    done = exchange_round(table)
    assert done.outcome == pytest.approx([0, 100]) and len(done.exchanges) == 1


@pytest.mark.parametrize(
    ("reversion", "ideals", "expected"),
    [
        (10.0, [60.0, 30.0], Win(10.0, 50.0)),
        (90.0, [60.0, 30.0], Win(30.0, 90.0)),
        (40.0, [60.0, 30.0], None),
        (30.0, [60.0, 30.0], None),
        (10.0, [90.0], Win(10.0, 100.0)),
    ],
)
def test_points_that_beat_the_reversion(reversion: float, ideals: list[float], expected: Win | None) -> None:
    who = np.array(ideals)
    assert winning(reversion, who, 0.0, 100.0) == expected
    better = [p for p in np.arange(0, 100.01, 0.5) if (np.abs(p - who) < np.abs(reversion - who)).all()]
    assert bool(better) == (expected is not None)
    if expected is not None:
        assert expected.low <= min(better) <= expected.low + 0.5 and expected.high - 0.5 <= max(better) <= expected.high
    told = forecast(70.0, 60.0, 20, (0.0, 100.0), reversion, who)
    assert told.blocked == (expected is None)
    assert told.mean == (reversion if expected is None else min(max(70.0, expected.low), expected.high))
    assert told.low < told.mean < told.high


def test_few_actors_have_a_wider_band() -> None:
    many, few = (forecast(50.0, 50.0, count, (0.0, 100.0)) for count in (20, 3))
    assert few.low < many.low and few.high > many.high and few.widened > 1 == many.widened
    years = forecast(7.0, 7.0, 20, (4.0, 10.0))
    assert (years.low - 4) / 6 * 100 == pytest.approx(many.low) and (years.high - 4) / 6 * 100 == pytest.approx(
        many.high
    )


@given(st.lists(cases(5), min_size=2, max_size=4))
def test_options_once_each_among_actors_that_share_positions(drawn: list[Case]) -> None:
    """Chances with one option for each actor, doubles left out, are those of the distinct positions."""
    count = min(len(x) for x, _, _ in drawn)
    x, c, s = (np.array([case[part][:count] for case in drawn]) for part in range(3))
    together = election(x, c * s, counted=distinct(x))
    for row in range(len(drawn)):
        options = np.unique(x[row])
        alone = election(x[row], c[row] * s[row], options)
        for kind in KINDS:
            summed = [together[kind][row][x[row] == option].sum() for option in options]
            assert summed == pytest.approx(alone[kind], abs=2e-6)


@given(st.lists(cases(5), min_size=2, max_size=4), st.floats(0, 100))
def test_models_of_many_draws_are_those_of_each(drawn: list[Case], reversion: float) -> None:
    count = min(len(x) for x, _, _ in drawn)
    x, c, s = (np.array([case[part][:count] for case in drawn]) for part in range(3))
    veto = tuple(range(min(2, count)))
    many = in_draws(IssueDraws(x, c, s, np.full(len(drawn), reversion)), numbers_of(x[0], c[0], s[0], reversion, veto))
    for row in range(len(drawn)):
        numbers = numbers_of(x[row], c[row], s[row], reversion, veto)
        (votes,) = votes_of([numbers], Settings())
        assert votes is not None
        one = Settled(numbers, Settings(), votes)
        assert many["mean"][row] == pytest.approx(one.mean)
        assert many["median"][row] == pytest.approx(sum(one.median) / 2)
        told = one.forecast
        got = [many[key][row] for key in ("forecast", "low", "high")]
        assert got == pytest.approx([told.mean, told.low, told.high], abs=1e-9)
        assert bool(many["blocked"][row]) == told.blocked


def numbers_of(x: Array, c: Array, s: Array, reversion: float, veto: tuple[int, ...]) -> IssueNumbers:
    names = tuple(f"a{place}" for place in range(len(x)))
    return IssueNumbers("issue", names, x, c, s, 0.0, 100.0, reversion, veto)


@given(cases(6))
def test_invariants_of_every_aggregate(case: Case) -> None:
    """Shift, stretch, mirror, rescaled capability and the order of actors change what they must and nothing else."""
    x, c, s = case
    w = c * s
    order = np.random.default_rng(int(x.sum())).permutation(len(x))

    def told(x: Array, w: Array) -> list[float]:
        low, high = weighted_median(x, w)
        options = np.unique(x)
        chances = election(x, w, options)
        return [float(weighted_mean(x, w)), float(low + high) / 2, *(float(chances[kind] @ options) for kind in KINDS)]

    plain = np.array(told(x, w))
    assert told(x + 30, w) == pytest.approx(plain + 30, abs=1e-4)
    assert told(x * 3, w) == pytest.approx(plain * 3, abs=1e-4)
    assert told(100 - x, w) == pytest.approx(100 - plain, abs=1e-4)
    assert told(x, w * 50) == pytest.approx(plain, abs=1e-4)
    assert told(x[order], w[order]) == pytest.approx(plain, abs=1e-4)


@pytest.mark.parametrize("seed", range(6))
def test_invariants_of_the_rounds_of_ktab(seed: int) -> None:
    x, c, s = crooked(seed)
    x, s = x[:, None] / 100, s[:, None]
    plain = bargain(x, s, c).states
    assert bargain(x, s, 40 * c).states == pytest.approx(plain)
    order = np.random.default_rng(seed).permutation(len(c))
    assert bargain(x[order], s[order], c[order]).states == pytest.approx(plain[:, order])
    mirrored = bargain(1 - x, s, c).states
    assert 1 - mirrored == pytest.approx(plain, abs=2e-4), "four digits are rounded to even, both ways"


def test_switches_are_set_by_words() -> None:
    made = switched(PRESETS["paper"], {"q": "0.5", "choice": "lowest", "capitulate": "no", "t": "1"})
    assert made == replace(PRESETS["paper"], q=0.5, choice="lowest", capitulate=False, t=1.0)
    assert switched(PRESETS["as_coded"], {"t": "nearer"}) == PRESETS["as_coded"]
    for name, word, code in (
        ("quue", "1", "switch_unknown"),
        ("q", "2", "switch_value"),
        ("range", "all", "switch_value"),
    ):
        with pytest.raises(DetenteError) as caught:
            switched(PRESETS["paper"], {name: word})
        assert caught.value.code == code


def test_the_band_of_own_errors() -> None:
    """Stretched to the scale, and for few actors by the factor that was learnt."""
    own = Errors((-10.0, 0.0, 10.0), 1.5)
    assert forecast(5.0, 5.0, 20, (0.0, 10.0), errors=own)[2:4] == pytest.approx((4.2, 5.8))
    assert forecast(5.0, 5.0, 3, (0.0, 10.0), errors=own)[2:4] == pytest.approx((3.8, 6.2))
    learnt = Errors.of(np.array([10.0] * 5 + [5.0] * 5), np.array([3] * 5 + [20] * 5))
    assert learnt.wider == pytest.approx(1.33)
