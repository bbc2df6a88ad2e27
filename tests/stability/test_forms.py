"""The newer concepts against their definitions, read word by word, and the laws that hold between them."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError, LimitError
from detente.load import check_text, load
from detente.stability.concepts import CONCEPTS
from detente.stability.forms import three_relations as relations
from detente.stability.forms.asked import Asked
from detente.stability.forms.limited import Pair, limited, nonmyopic
from detente.stability.forms.metarational import berge, metarational, simultaneous
from detente.stability.forms.result import Board, concepts, title
from detente.stability.forms.three_relations import Relations
from detente.stability.result import stability as stability_of
from detente.stability.solve import Model
from tests.conftest import examples

NAMES = ("nash", "gmr", "smr", "seq", "sseq")
ACTORS = ("a", "b", "c")


@st.composite
def games(draw: st.DrawFn, actors: int | None = None) -> dict[str, Any]:
    """Moves and comparisons of two or three actors over a few outcomes: −2…2, or unknown (9)."""
    names = ACTORS[: actors or draw(st.integers(2, 3))]
    count = draw(st.integers(2, 5))
    cell = st.booleans()
    own = {a: np.array(draw(st.lists(cell, min_size=count**2, max_size=count**2))).reshape(count, count) for a in names}
    for matrix in own.values():
        np.fill_diagonal(matrix, False)
    degree = {}
    for a in names:
        told = np.zeros((count, count), np.int64)
        for s, t in itertools.combinations(range(count), 2):
            told[s, t] = draw(st.sampled_from([-2, -1, 0, 1, 2, 9]))
            told[t, s] = 9 if told[s, t] == 9 else -told[s, t]
        degree[a] = told
    rank = {a: np.array(draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))) for a in names}
    return {"own": own, "degree": degree, "rank": rank, "count": count}


def better_of(game: dict[str, Any]) -> dict[str, Any]:
    return {a: ((d > 0) & (d < 9)).T for a, d in game["degree"].items()}


def unknown_of(game: dict[str, Any]) -> dict[str, Any]:
    return {a: d == 9 for a, d in game["degree"].items()}


def by_rank(game: dict[str, Any]) -> dict[str, Any]:
    return {a: r[None, :] > r[:, None] for a, r in game["rank"].items()}


def literal(found: Relations, concept: str, actor: str) -> list[bool]:
    """The definition, move by move: sequences of the others in which nobody moves twice in succession."""
    own, count = found.own, len(found.own[actor])

    def answers(start: int) -> set[int]:
        seen, todo = set(), [(start, None)]
        while todo:
            here, last = todo.pop()
            for other in own:
                if other in (actor, last):
                    continue
                for to in range(count):
                    allowed = own[other][here, to] and ("seq" not in concept or found.step[other][here, to])
                    if allowed and (to, other) not in seen:
                        seen.add((to, other))
                        todo.append((to, other))
        return {to for to, _ in seen}

    def hurts(s: int, x: int) -> bool:
        replies = [z for z in range(count) if own[actor][x, z]] if concept in ("smr", "sseq") else []
        return bool(all(found.hurt[actor][s, z] for z in [x, *replies]))

    return [
        all(
            concept != "nash" and any(hurts(s, x) for x in answers(t))
            for t in range(count)
            if own[actor][s, t] and found.leave[actor][s, t]
        )
        for s in range(count)
    ]


def stable(found: Relations) -> dict[tuple[str, str], Any]:
    return {(name, a): found.stable(CONCEPTS[name], a) for name in NAMES for a in found.own}


def forms(game: dict[str, Any]) -> list[Relations]:
    own, better, unknown = game["own"], better_of(game), unknown_of(game)
    lost = {a: np.where(d == 9, 0, np.maximum(d, 0)) for a, d in game["degree"].items()}
    attitudes = {"a": {"a": "0", "b": "-"}, "b": {"a": "+"}}
    return [
        *(relations.extended(own, better, unknown, one) for one in relations.EXTENSIONS),
        *(relations.at_degree(own, better, lost, k) for k in (0, 1, 2)),
        *(relations.with_attitudes(own, by_rank(game), attitudes, strict=strict) for strict in (False, True)),
        relations.fuzzy(own, {a: np.where(d == 9, 0, d).T for a, d in game["degree"].items()}, dict.fromkeys(own, 2)),
    ]


@given(games())
@examples(60)
def test_every_form_is_its_definition(game: dict[str, Any]) -> None:
    for found in forms(game):
        for (name, actor), mask in stable(found).items():
            assert mask.tolist() == literal(found, name, actor), (name, actor)


@given(games())
@examples(60)
def test_fewer_conditions_keep_more(game: dict[str, Any]) -> None:
    for found in forms(game):
        told = stable(found)
        for actor in found.own:
            nash, gmr, smr, seq, sseq = (told[name, actor] for name in NAMES)
            assert (nash <= sseq).all() and (sseq <= (seq & smr)).all() and ((seq | smr) <= gmr).all()


@given(games())
@examples(60)
def test_extensions_stand_in_order_and_are_every_and_some_completion(game: dict[str, Any]) -> None:
    own, better, unknown = game["own"], better_of(game), unknown_of(game)
    a, b, c, d = (stable(relations.extended(own, better, unknown, one)) for one in relations.EXTENSIONS)
    for key in a:
        assert (a[key] <= b[key]).all() and (b[key] <= d[key]).all()
        assert (a[key] <= c[key]).all() and (c[key] <= d[key]).all()
    for actor in own:
        pairs = [(s, t) for s, t in itertools.combinations(range(game["count"]), 2) if unknown[actor][s, t]]
        if len(pairs) > 4:
            continue
        for name in ("nash", "gmr", "smr"):
            found = []
            for ways in itertools.product((-1, 0, 1), repeat=len(pairs)):
                filled = better[actor].copy()
                for (s, t), way in zip(pairs, ways, strict=True):
                    filled[s, t], filled[t, s] = way > 0, way < 0
                found.append(relations.classical(own, {**better, actor: filled}).stable(CONCEPTS[name], actor))
            assert (np.all(found, axis=0) == a[name, actor]).all()
            assert (np.any(found, axis=0) == d[name, actor]).all()


@given(games())
@examples(60)
def test_attitudes_of_the_selfish_and_of_the_neutral(game: dict[str, Any]) -> None:
    own, better = game["own"], by_rank(game)
    strict = stable(relations.with_attitudes(own, better, {}, strict=True))
    assert all((strict[key] == mask).all() for key, mask in stable(relations.classical(own, better)).items())
    neutral = stable(relations.with_attitudes(own, better, {a: {a: "0"} for a in own}, strict=False))
    for actor in own:
        assert (neutral["nash", actor] == neutral["smr", actor]).all()
        assert (neutral["gmr", actor] == neutral["seq", actor]).all()


def pair_of(game: dict[str, Any]) -> Pair:
    ends = {a: tuple(tuple(np.flatnonzero(row).tolist()) for row in m) for a, m in game["own"].items()}
    return Pair(("a", "b"), ends, game["rank"], game["rank"])


def ways(pair: Pair, actor: str, start: int, moves: int) -> set[int]:
    """Where the play may end if ties are broken in every way, position by position of the tree."""
    ends = pair.ends[actor][start]
    if moves == 0 or not ends:
        return {start}
    rank = pair.rank[actor]
    found = set()
    after = [ways(pair, pair.other(actor), to, moves - 1) for to in ends]
    for chosen in itertools.product(*after):
        best = max(rank[end] for end in chosen)
        found |= {end for end in chosen if rank[end] == best} if best > rank[start] else {start}
    return found


@given(games(actors=2))
@examples(60)
def test_limited_moves_are_the_tree_of_moves(game: dict[str, Any]) -> None:
    pair = pair_of(game)
    classical = relations.classical(game["own"], by_rank(game))
    found = {h: limited(pair, h) for h in (1, 2, 3, 4)}
    for actor in pair.actors:
        for h in (1, 2, 3):
            for s in range(game["count"]):
                ends = ways(pair, actor, s, h)
                assert found[h][actor].perhaps[s] == (s in ends)
                assert found[h][actor].stable[s] == (ends == {s})
        assert (found[1][actor].stable == classical.stable(CONCEPTS["nash"], actor)).all()
        for h, wider in ((2, "seq"), (2, "gmr"), (3, "smr")):
            assert (found[h][actor].stable <= classical.stable(CONCEPTS[wider], actor)).all()
    far = nonmyopic(pair)
    horizons = range(far.before + 1, far.before + 2 * far.period + 1)
    for actor in pair.actors:
        always = np.all([limited(pair, h)[actor].stable for h in horizons], axis=0)
        assert (always == far.stays[actor].stable).all()


@given(games())
@examples(60)
def test_the_first_metarational_trees_are_nash_gmr_and_smr(game: dict[str, Any]) -> None:
    own, classical = game["own"], relations.classical(game["own"], by_rank(game))
    for actor, rank in game["rank"].items():
        for horizon, name in ((1, "nash"), (2, "gmr"), (3, "smr")):
            assert (metarational(own, actor, rank, rank, horizon) == classical.stable(CONCEPTS[name], actor)).all()
        found = berge(own, actor, by_rank(game)[actor])
        others = {other: m for other, m in own.items() if other != actor}
        for s in range(game["count"]):
            assert found[s] == all(game["rank"][actor][x] <= game["rank"][actor][s] for x in reached(others, s))


def reached(own: dict[str, Any], start: int) -> set[int]:
    seen, todo = set(), [(start, "")]
    while todo:
        here, last = todo.pop()
        for mover, matrix in own.items():
            for to in np.flatnonzero(matrix[here]) if mover != last else ():
                if (int(to), mover) not in seen:
                    seen.add((int(to), mover))
                    todo.append((int(to), mover))
    return {to for to, _ in seen}


def test_sanctions_at_the_same_moment_by_hand() -> None:
    """Both would leave (no, no) alone; together they reach (yes, yes), which is worse for both: SIM keeps it."""
    text = """\
detente: 1
actors: {a: , b: }
options: {a: {x: go}, b: {y: go}}
preferences:
  a: {ranking: [[a.x and not b.y], [not a.x and not b.y], [true]]}
  b: {ranking: [[b.y and not a.x], [not a.x and not b.y], [true]]}
"""
    case = check_text(text, Path()).case
    assert case is not None
    model = Model.of(case.situation)
    board = Board(model)
    for actor in ("a", "b"):
        assert simultaneous(model.space, board.own, board.better, actor)[0]
        assert not relations.classical(board.own, board.better).stable(CONCEPTS["nash"], actor)[0]


def test_stability_says_how_it_takes_what_is_no_ranking() -> None:
    head = "detente: 1\nactors: {a: , b: }\noutcomes: [s, t]\nmoves: {a: [[s, t]], b: [[t, s]]}\npreferences:\n"
    for wants, said in (
        ("{unknown: [[s, t]]}", "One pair of outcomes that nobody can compare counts as equal here"),
        ("{fuzzy: [[s, t, 0.8]], threshold: 0.5}", "are taken here the likelier way"),
        ("{prefers: [[s, t]]}", None),
    ):
        case = check_text(f"{head}  a: {wants}\n  b: {{prefers: [[t, s]]}}\n", Path()).case
        assert case is not None
        told = " ".join(stability_of(case.situation).sentences())
        assert ("detente concepts" in told) == (said is not None)
        assert said is None or said in told


def test_what_the_pairs_suffice_for_is_answered_and_what_is_missing_is_named() -> None:
    """take > calm > war, calm > give: of take and give nothing is said, so there is no ranking, but all else."""
    case = check_text((Path(__file__).parents[1] / "fuzz/seeds/forms/degrees.yaml").read_text(), Path()).case
    assert case is not None
    found = concepts(case.situation)
    by_title = {title(one.asked): one.equilibria().tolist() for one in found.findings}
    assert by_title["Nash"] == [False, False, False, True] and by_title["GMR ≥1"] == [True, False, False, True]
    assert [title(asked) for asked, _ in found.unanswered][:6] == ["L1", "L2", "L3", "L4", "L5", "NM"]
    assert found.sentences()[-1] == (
        "Not answered (L1, L2, L3, L4, L5, NM, Stackelberg rows, Stackelberg columns, and MR4): this concept looks "
        "ahead by a ranking, and the pairs of rows form none: something is unknown, or they are not transitive (not "
        "written, for instance: [take, give]). Write what is missing under preferences.rows, in `prefers` or "
        "`degrees`, or ask for nash, gmr, smr or seq."
    )
    with pytest.raises(DetenteError, match="form none"):
        concepts(case.situation, [Asked("limited")])


def test_too_many_outcomes_are_refused_whatever_the_preferences_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(concepts.__globals__, "MAX_OUTCOMES", 3)
    with pytest.raises(LimitError) as error:
        concepts(load("stability/chicken").situation)
    assert error.value.render() == (
        "these concepts go outcome by outcome; that takes at most 3 outcomes, and here are 4. Hold options that only "
        "set the scene, or ask `detente stability` for R, SEQ and SSEQ"
    )
