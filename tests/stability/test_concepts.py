"""The table of concepts: what is in it, what is added and taken out, and which engine serves which answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from detente.errors import DetenteError, LimitError
from detente.plugins import Plugin
from detente.stability import concepts
from detente.stability.concepts import (
    ANY_MOVES,
    CONCEPTS,
    GROUP,
    IMPROVEMENTS,
    KNOWN,
    NO_ANSWERS,
    SERVED,
    STRONG,
    Closure,
    Concept,
    Table,
    add,
    plain_of,
    remove,
    require,
    serves,
)
from detente.words import Said

PLAIN = ["nash", "gmr", "smr", "seq", "sseq"]
SHARP = ["strong_gmr", "strong_smr", "strong_seq"]
ONE_MOVE = Concept("one_move", "1M", "rank", Closure("one move", "any", 1))


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what packages installed here may add, and with a table of its own."""
    monkeypatch.setattr(concepts, "_known", {concept.name: concept for concept in concepts.SHIPPED})
    monkeypatch.setattr(concepts, "_fetched", [])
    monkeypatch.setattr(concepts, "plugins", lambda *_: iter(()))


def test_a_table_holds_its_own_concepts_in_their_order() -> None:
    assert (list(KNOWN), list(CONCEPTS), list(STRONG)) == ([*PLAIN, *SHARP], PLAIN, SHARP)
    assert (len(KNOWN), len(CONCEPTS), len(STRONG)) == (8, 5, 3)
    assert CONCEPTS["seq"] is KNOWN["seq"] and STRONG["strong_seq"] is KNOWN["strong_seq"]
    assert "strong_seq" not in CONCEPTS and "seq" not in STRONG and "nobody" not in KNOWN
    for table, name in ((CONCEPTS, "strong_seq"), (STRONG, "seq"), (KNOWN, "nobody")):
        with pytest.raises(KeyError) as error:
            table[name]
        assert error.value.args == (name,)


def test_a_table_is_of_the_concepts_that_belong_to_it() -> None:
    replying = Table(lambda concept: concept.replies)
    assert list(replying) == ["smr", "sseq", "strong_smr"] and "seq" not in replying


def test_what_packages_add_is_fetched_once_when_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, type]] = []
    refused: list[tuple[str, str | Said]] = []
    second = Concept("seq", "SEQ", "rank", IMPROVEMENTS)
    third = Concept("strong_one", "strong 1M", "rank", ONE_MOVE.closure, strong=True)

    def added(group: str, kind: type) -> Iterator[Plugin]:
        asked.append((group, kind))
        for package, value in (("first", ONE_MOVE), ("second", second), ("third", third)):
            yield Plugin(package, "entry", group, value)

    monkeypatch.setattr(concepts, "plugins", added)
    monkeypatch.setattr(concepts, "failed", lambda plugin, reason: refused.append((plugin.package, reason)))
    shipped = KNOWN["seq"]
    assert asked == []  # nothing is loaded for what detente has itself
    assert KNOWN["one_move"] is ONE_MOVE
    assert (list(CONCEPTS), list(STRONG)) == ([*PLAIN, "one_move"], [*SHARP, "strong_one"])
    assert KNOWN["seq"] is shipped  # a name that is taken stays whose it was, and the others come in
    assert refused == [("second", Said("plugins.taken", {"name": "seq"}))]
    assert asked == [(GROUP, Concept)]


def test_a_list_of_concepts_is_whole_before_a_name_was_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concepts, "plugins", lambda *_: iter([Plugin("one", "one", GROUP, ONE_MOVE)]))
    assert list(CONCEPTS) == [*PLAIN, "one_move"]


def test_a_concept_is_added_under_a_free_name_and_taken_out_again() -> None:
    add(ONE_MOVE)
    assert KNOWN["one_move"] is ONE_MOVE and list(CONCEPTS) == [*PLAIN, "one_move"]
    with pytest.raises(DetenteError) as error:
        add(ONE_MOVE)
    assert str(error.value) == (
        "there is a way of looking ahead called “one_move” already; give the new one another name"
    )
    for name in ("one_move", "one_move", "seq"):  # what is not there is not missed; what detente has stays
        remove(name)
    assert list(KNOWN) == [*PLAIN, *SHARP]


def test_the_plain_concept_of_a_strong_one() -> None:
    assert [plain_of(KNOWN[name]) for name in SHARP] == ["gmr", "smr", "seq"]
    assert [plain_of(KNOWN[name]) for name in PLAIN] == PLAIN
    assert plain_of(ONE_MOVE) is None


def test_what_a_closure_says() -> None:
    shown = [(c.answers, c.improving, c.looks_ahead) for c in (NO_ANSWERS, ANY_MOVES, IMPROVEMENTS)]
    assert shown == [(False, False, False), (True, False, False), (True, True, True)]
    two = Closure("two", "improving", 2)
    assert (two.answers, two.improving, two.looks_ahead) == (True, True, False)


def test_which_engine_serves_which_answers() -> None:
    closures = [Closure("", "any", depth) for depth in (None, 0, 1, 7)] + [Closure("", "improving"), Closure("", "odd")]
    closures += [Closure("", "any", -1), Closure("", "improving", 1)]
    every = [True, True, True, True, True, False, False, True]
    served = {engine: [serves(engine, closure) for closure in closures] for engine in SERVED}
    assert served.pop("coalitions") == [True, True, False, False, True, False, False, False]
    assert served == dict.fromkeys(["arrays", "relation", "sweeps", "witness", "compiled"], every)


def test_an_engine_refuses_what_it_does_not_serve_and_names_those_that_do() -> None:
    require("arrays", ONE_MOVE)
    require("coalitions", KNOWN["seq"])
    with pytest.raises(LimitError) as error:
        require("coalitions", ONE_MOVE)
    assert str(error.value) == (
        "the engine “coalitions” does not work out the way of looking ahead “one_move”; these do: arrays, relation, "
        "sweeps, witness, and compiled. Ask another engine, or another way of looking ahead"
    )
    with pytest.raises(LimitError) as error:
        require("arrays", Concept("odd", "O", "rank", Closure("odd", "odd")))
    assert str(error.value) == (
        "the engine “arrays” does not work out the way of looking ahead “odd”. Ask another engine, or another way of "
        "looking ahead"
    )
