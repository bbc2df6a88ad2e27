"""Two parsers, one tree: the fast one is taken where it reads a text as the slow one does, and only there."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.situation.reading import events, nodes
from detente.situation.reading.nodes import Document, read_document

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "cases").rglob("*.yaml"), *(ROOT / "tests").rglob("*.yaml")])
SMALL = [path for path in FILES if path.stat().st_size < 2_000]
MARKS = [
    *":,-?#{}[]\"'|> \n\\é本~.=<%@&*!`0\t", ": ", " #", "\n  ", "- ", '"a":', "\r\n", "\r", "---\n", "...\n", "{a:1}",
    "? ", "[a]:", " *a", " &a", "!b ", "\u2028", "\x85", "\x07", "",
]  # fmt: skip

pytestmark = pytest.mark.skipif(vars(events)["CParser"] is None, reason="no libyaml")


def slowly(data: bytes) -> Document:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "CParser", None)
        return read_document(data, "a.yaml")


def told(document: Document) -> object:
    """The tree with the place of everything but empty values, and the problems."""

    def walk(node: object) -> object:
        kind, place = node.kind, (node.line, node.column, node.length, node.inline)  # type: ignore[attr-defined]
        entries = [
            (name, walk(key), walk(value))
            for name, (key, value) in node.entries.items()  # type: ignore[attr-defined]
        ]
        empty = kind == "null" and not node.text  # type: ignore[attr-defined]
        items = [walk(item) for item in node.items]  # type: ignore[attr-defined]
        return kind, () if empty else place, node.text, items, entries  # type: ignore[attr-defined]

    problems = [problem.render() for problem in document.problems]
    return (None if document.root is None else walk(document.root)), problems


def test_shipped_files() -> None:
    texts = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in FILES}
    assert [name for name, data in texts.items() if told(read_document(data, "a.yaml")) != told(slowly(data))] == []


@given(st.integers(0, 2**32))
def test_damaged_files(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(5):
        text = chance.choice(SMALL).read_bytes().decode("utf-8", "replace")
        for _ in range(chance.randint(1, 3)):
            place, mark = chance.randrange(len(text) + 1), chance.choice(MARKS)
            text = text[:place] + mark + text[place + chance.choice([0, 0, 1, 3]) :]
        data = text.encode()
        assert told(read_document(data, "a.yaml")) == told(slowly(data)), text


def test_the_fast_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped cases are read without the slow one."""
    monkeypatch.setattr(events, "_slow", lambda _: pytest.fail("read slowly"))
    data = (ROOT / "cases" / "kuril" / "2019-01" / "situation.yaml").read_bytes()
    assert read_document(data, "a.yaml").root is not None


def test_a_file_of_too_many_pieces_is_read_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MAX_NODES", 5)
    monkeypatch.setattr(nodes, "MOST_EVENTS", 13)
    data = b"a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]\n"
    monkeypatch.setattr(events, "_slow", lambda _: pytest.fail("read slowly"))
    (problem,) = read_document(data, "b.yaml").problems
    assert str(problem.place) == "b.yaml:1:11" and problem.message("en") == (
        "the file has more than 5 entries (its aliases written out)"
    )


@pytest.mark.parametrize("text", [
    "a: [1, 2\n", "a: {b: 1\nc: 2\n", 'a: "b\n', "a: b: c\n", "a:\n  b: 1\n c: 2\n", "a: 'b' c\n", "a: |x\n b\n",
    "a:\n - 1\n - 2\n  b\n", 'a: "\\q"\n', "a: b]\n c: d\n", "a\nb: 1\n", "a: @b\n", "a: [1 2\n3: 4]\n",
    "- a\nb: 1\n", "a: [b]]\n",
])  # fmt: skip
def test_a_fault_behind_many_pieces_is_told_by_the_fast_one(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the words in which it is told of a short file."""
    before = "x: [1, 2]\n"
    monkeypatch.setattr(events, "MANY", 4)
    with monkeypatch.context() as patch:
        patch.setattr(events, "_slow", lambda _: pytest.fail("read slowly"))
        fast = read_document(f"{before}{text}".encode(), "a.yaml")
    assert told(fast)[1] == told(slowly(f"{before}{text}".encode()))[1]  # type: ignore[index]


def test_a_file_of_very_many_faults_is_read_no_further_than_a_thousand() -> None:
    data = ("title: [" + "!t x,\n" * 2_000 + "]\n").encode()
    document = read_document(data, "c.yaml")
    assert document.root is None and len(document.problems) == nodes.MAX_FAULTS
