"""The list of changes that make no difference is readable, and is about the code as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

import detente
from tests import survivors
from tests.survivors import Change, change, explained

DIFF = """--- src/detente/outcomes/moves.py
+++ src/detente/outcomes/moves.py
@@ -1,5 +1,5 @@
 def into(self, outcomes):
-    starts = [a for a in zip(b, c, strict=True)]
+    starts = [a for a in zip(b, c, )]
     return starts
"""


def test_a_change_is_named_by_its_place_and_its_lines() -> None:
    found = change("src/detente/outcomes/moves.py", "detente.outcomes.moves.xǁArcsǁinto__mutmut_12", DIFF)
    before, after = "starts = [a for a in zip(b, c, strict=True)]", "starts = [a for a in zip(b, c, )]"
    assert found == Change("outcomes/moves.py Arcs.into", before, after)
    assert found.strict and not Change(found.place, before, before.replace("b, c", "c, b")).strict
    assert change("src/detente/load.py", "detente.load.x__read__mutmut_3", DIFF).place == "load.py _read"


def test_every_explained_change_is_of_a_function_that_is_there() -> None:
    package = Path(detente.__file__).parent
    found = explained()
    assert len(set(found)) == len(found) > 0
    for one in found:
        module, function = one.place.split(" ")
        assert f"def {function.split('.')[-1]}(" in (package / module).read_text(encoding="utf-8"), str(one)


def test_a_line_that_does_not_say_why_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "mutants.md"
    page.write_text("# Title\n\n- `a.py f`: ``x`` → ``y``: \n", encoding="utf-8")
    monkeypatch.setattr(survivors, "EXPLAINED", page)
    with pytest.raises(SystemExit) as error:
        explained()
    assert str(error.value).startswith("mutants.md: - `a.py f`: ``x`` → ``y``: \nis not: ")
