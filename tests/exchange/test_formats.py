"""The table of formats: what each file is taken for, by whom, and formats that other packages add."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from detente.exchange.formats import SHIPPED, first_written, format_of, formats, read, written_as
from detente.exchange.one_format import ANY, Kind
from tests.broken_cases import BROKEN

PROFILES = Path(__file__).parent / "profiles"
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
CHECK: tuple[Kind, ...] = ("situation", "negotiation", "positions")
DEAL: tuple[Kind, ...] = ("situation", "negotiation")
LOAD: tuple[Kind, ...] = ("situation", "positions")
INFLUENCE: tuple[Kind, ...] = ("situation", "influence cases")


@pytest.mark.parametrize(
    ("file", "kinds", "name"),
    [
        ("stability/chicken", CHECK, "situation"),
        (BROKEN / "actor_unknown.yaml", CHECK, "situation"),
        (PROFILES / "river" / "upstream.yml", CHECK, "NegMAS"),
        (PROFILES / "river" / "upstream.yml", LOAD, "situation"),
        (PROFILES / "river", DEAL, "NegMAS"),
        (PROFILES / "indus", DEAL, "Genius"),
        (PROFILES / "fish", DEAL, "party in JSON"),
        (PROFILES / "web", CHECK, "party in JSON"),
        (PROFILES / "lake", DEAL, "party in JSON"),
        (PROFILES / "vis.json", LOAD, "GMCR+ in JSON"),
        (PROFILES / "sheet.csv", CHECK, "scoring sheet"),
        (PROFILES / "sheet.csv", LOAD, "table of positions"),
        (EXAMPLES / "nile.csv", CHECK, "table of positions"),
        (EXAMPLES / "nile.csv", DEAL, "scoring sheet"),
        (EXAMPLES / "dam.gmcr", CHECK, "GMCR+"),
        (EXAMPLES / "triangle.json", INFLUENCE, "influence cases"),
        (EXAMPLES / "triangle.json", DEAL, "other JSON"),
        (EXAMPLES / "decided.csv", ("known outcomes",), "known outcomes"),
        (EXAMPLES, ("known outcomes",), "known outcomes"),
        ("nowhere.json", DEAL, "other JSON"),
        ("nowhere.json", INFLUENCE, "other JSON"),
        ("nowhere.xml", DEAL, "Genius"),
        ("nowhere.xml", CHECK, "table of positions"),
        ("nowhere.xlsx", CHECK, "scoring workbook"),
        ("nowhere.xlsx", LOAD, "situation"),
        ("nowhere.txt", DEAL, "situation"),
    ],
)
def test_what_a_file_is_taken_for(file: str | Path, kinds: tuple[Kind, ...], name: str) -> None:
    assert format_of(file, kinds).name == name


@pytest.mark.parametrize(
    ("text", "kinds", "name"),
    [
        ('{"detente": 1, "actors": {"a": {}, "b": {}}}', DEAL, "situation in JSON"),
        ('{"actors": {"a": {}, "b": {}}}', INFLUENCE, "situation in JSON"),
        ('{"kind": "micmac"}', INFLUENCE, "influence cases"),
        ("{broken", INFLUENCE, "influence cases"),
        ("[1]", INFLUENCE, "other JSON"),
        ('{"LinearAdditiveUtilitySpace": {}}', DEAL, "party in JSON"),
    ],
)
def test_json_is_told_by_its_keys(tmp_path: Path, text: str, kinds: tuple[Kind, ...], name: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    assert format_of(path, kinds).name == name


def test_a_folder_with_a_situation_is_one(tmp_path: Path) -> None:
    (tmp_path / "upstream.yml").write_bytes((PROFILES / "river" / "upstream.yml").read_bytes())
    assert format_of(tmp_path, DEAL).name == "NegMAS"
    (tmp_path / "situation.yaml").write_text("detente: 1\n", encoding="utf-8")
    assert format_of(tmp_path, DEAL).name == "situation"
    assert format_of(tmp_path / "absent", DEAL).name == "situation"


def test_an_impossible_name_is_left_to_its_reader() -> None:
    assert format_of("x" * 5000 + ".csv", CHECK).name == "table of positions"


def test_the_table_is_sound() -> None:
    assert len({one.name for one in SHIPPED}) == len(SHIPPED)
    for one in SHIPPED:
        assert one.reads or one.writes
        assert one.endings
        assert all(ending == ANY or (ending.startswith(".") and ending.islower()) for ending in one.endings)
    ways = {ending: written_as(ending) for ending in (".gmcr", ".nfg", ".json", ".csv", ".tsv", ".xlsx", ".yaml")}
    assert {ending: one and one.name for ending, one in ways.items()} == {
        ".gmcr": "GMCR+", ".nfg": "game of Gambit", ".json": "negotiation", ".csv": "scoring sheet",
        ".tsv": "scoring sheet", ".xlsx": "scoring workbook", ".yaml": None,
    }  # fmt: skip
    first = {kind: first_written(kind) for kind in ("situation", "negotiation", "positions")}
    assert {kind: one and one.name for kind, one in first.items()} == {
        "situation": "GMCR+", "negotiation": "negotiation", "positions": None,
    }  # fmt: skip


def test_what_is_wrong_comes_with_the_file() -> None:
    found = read(BROKEN / "gmcr_pair.gmcr", LOAD)
    assert found.made is None
    assert [problem.code for problem in found.problems] == ["gmcr_pair"]


ADDED = """
from pathlib import Path
from detente.exchange.one_format import Asked, Format, Taken

def read(path: Path, asked: Asked) -> Taken:
    one, other = path.read_text().split()
    return Taken(f"detente: 1\\nactors: {{{one}: , {other}: }}\\noptions:\\n  {one}: {{go: go}}\\n")

PAIR = Format("pair", (".pair",), "situation", read)
MARKED = Format("marked", (".csv",), "situation", read, looks_like=lambda data: data.startswith(b"pair"))
NOTHING = 3
"""


def test_a_package_adds_a_format(tmp_path: Path) -> None:
    """In a process of its own: the table is made once."""
    (tmp_path / "pairs.py").write_text(ADDED, encoding="utf-8")
    info = tmp_path / "pairs-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pairs\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[detente.readers]\npair = pairs:PAIR\nmarked = pairs:MARKED\nnothing = pairs:NOTHING\nlost = pairs:LOST\n",
        encoding="utf-8",
    )
    (tmp_path / "a.pair").write_text("usa iran", encoding="utf-8")
    (tmp_path / "b.csv").write_text("pair usa", encoding="utf-8")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "import detente as dt\n"
        "from detente.exchange.formats import format_of\n"
        f"print(list(dt.load({str(tmp_path / 'a.pair')!r}).situation.actors))\n"
        f"print(format_of({str(tmp_path / 'b.csv')!r}, ('situation', 'positions')).name)\n"
        f"print(format_of({str(EXAMPLES / 'nile.csv')!r}, ('situation', 'positions')).name)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout == "['usa', 'iran']\nmarked\ntable of positions\n"
    left_out = "the package pairs is left out of “detente.readers”: its entry “{}” cannot be used ({}"
    assert left_out.format("lost", "AttributeError") in run.stderr
    assert left_out.format("nothing", "it names something of type int, where a Format belongs)") in run.stderr


def test_without_packages_the_table_is_the_shipped_one() -> None:
    assert set(formats()) == set(SHIPPED)
