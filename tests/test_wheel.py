"""What is built and handed on: the cases and the built page are in it, the article and sources of the page are not."""

from __future__ import annotations

import zipfile
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]


def test_the_wheel_has_the_cases_and_not_the_article(tmp_path: Path) -> None:
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    names = zipfile.ZipFile(built).namelist()
    kuril = "detente/shipped_cases/kuril/2019-01/"
    assert {f"{kuril}situation.yaml", f"{kuril}sources.lock.json", f"{kuril}sources/facts.csv"} <= set(names)
    assert "detente/shipped_cases/perception/euphrates_1975/situation.yaml" in names
    assert not [name for name in names if name.endswith(("article.ar.txt", "sources/claims.csv"))]
    assert {"detente/py.typed", "detente/words/ar/common.toml", "detente/words/ar/starter.yaml"} <= set(names)
    page = {f"detente/web/page/{name}" for name in ("index.html", "app.js", "style.css", "LICENSES.txt")}
    assert page == {name for name in names if "/page/" in name}  # what the page is built from stays out
    assert not [name for name in names if "node_modules" in name or name.endswith("main.js")]
