"""One pass for many spans of years gives what each span gives when it is read alone, faults and all."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.sources import SourceError
from detente.evidence.tables.dyad_spans import _read, read_dyads, read_spans, together
from detente.evidence.tables.dyads import Reading
from detente.situation.relations import Table

YEAR = st.sampled_from([*["1990", "1991", "1992"] * 3, "", "1991; 1993", "soon"])
NUMBER = st.sampled_from([*["1", "2.5"] * 3, "", "-9", "1,5", "1.234", "much"])
STATE = st.sampled_from(["2", "200", "365"])
FORMS: dict[str, tuple[str, tuple[Any, ...], dict[str, str]]] = {
    "cow_trade": ("ccode1,ccode2,year,flow1,flow2", (STATE, STATE, YEAR, NUMBER, NUMBER), {}),
    "cow_alliance": (
        "ccode1,ccode2,dyad_st_year,dyad_end_year,defense",
        (STATE, STATE, YEAR, YEAR, st.sampled_from("01")),
        {},
    ),
    "cow_dispute": ("disno,statea,stateb,year,hihost", (st.just("1"), STATE, STATE, YEAR, NUMBER), {}),
    "ideal_points": ("ccode,session,IdealPointAll,year", (STATE, st.sampled_from("123"), NUMBER, YEAR), {}),
    "plain": (
        "from,to,year,sign,strength",
        (st.sampled_from("ab"), st.sampled_from("cd"), YEAR, st.sampled_from(["+", "-", "odd"]), NUMBER),
        {"year": "year", "sign": "sign", "strength": "strength"},
    ),
}
SPAN = st.sampled_from(["1990", "1991", "1992..1993", "1990..1991", "1800", None])
NUMBERED = count()


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, str, dict[str, str]]:
    name = draw(st.sampled_from(sorted(FORMS)))
    header, cells, more = FORMS[name]
    rows = draw(st.lists(st.tuples(*cells), min_size=2, max_size=12))
    ragged = draw(st.sampled_from(["", ",9", "\n1,2"]))
    return name, "\n".join([header, *map(",".join, rows)]) + ragged + "\n", more


def told(read: Any) -> Any:
    """A reading as plain values, or the fault that stops it."""
    try:
        found: Reading | None = read()
    except SourceError as error:
        return error.code, error.params
    assert found is not None
    faults = [(fault.code, fault.params) for fault in (*found.faults, *found.notes)]
    return found.rows, faults, found.seen, found.years, found.lasting


@given(made=tables(), spans=st.lists(SPAN, min_size=2, max_size=6, unique=True))
def test_many_spans_in_one_pass_are_each_span_read_alone(
    made: tuple[str, str, dict[str, str]], spans: list[str | None], tmp_path_factory: pytest.TempPathFactory
) -> None:
    name, text, more = made
    folder = tmp_path_factory.getbasetemp()
    file = f"spans{next(NUMBERED)}.csv"
    (folder / file).write_text(text, encoding="utf-8")
    table = Table.model_validate({"file": file, "format": name, **more})

    def alone(span: str | None) -> Any:
        return told(lambda: read_dyads(folder, table.model_copy(update={"years": span})))

    literal = [alone(span) for span in spans]

    def of_all(span: str | None) -> Any:
        return told(lambda: (read_spans(folder, table, tuple(spans)) or {})[span])

    assert [of_all(span) for span in spans] == literal
    with together(tuple(spans)):
        assert [alone(span) for span in spans] == literal
    (folder / file).unlink()


def test_a_table_that_other_actors_use_is_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("from,to,share,year\na,b,0.5,2000\n", encoding="utf-8")
    table = Table.model_validate({"file": "t.csv", "format": "plain", "year": "year"})
    before = _read.cache_info().misses
    found = read_dyads(tmp_path, table)
    assert read_dyads(tmp_path, table.model_copy(update={"actors": {"a": "x"}, "others": "counted"})) is found
    assert _read.cache_info().misses == before + 1


def test_how_one_year_writes_its_numbers_changes_no_other(tmp_path: Path) -> None:
    """Alone, a year of plain numbers never sees that another year has a decimal comma."""
    rows = "2,200,1990,1.234,7\n2,200,1991,1,5\n".replace("1991,1,5", '1991,"1,5",7')
    (tmp_path / "t.csv").write_text("ccode1,ccode2,year,flow1,flow2\n" + rows, encoding="utf-8")
    table = Table.model_validate({"file": "t.csv", "format": "cow_trade"})
    found = read_spans(tmp_path, table, ("1990", "1991"))
    assert found is not None
    values = [[row.value for row in found[year].rows] for year in ("1990", "1991")]
    assert values == [[1.234, 7.0], [1.5, 7.0]]
