"""Make the picture of the README from a real report: ``python docs/picture.py REPORT.html``.

Its first page, and beside it how sure each answer is. Neither shows the source article, which is not ours to publish.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

TARGET = Path(__file__).parent / "images" / "report.png"
WIDTH, GAP, MOST = 1000, 24, 200_000
COLOURS = 48


def parts(report: Path) -> list[Image.Image]:
    """The page down to the questions, and the section on futures down to the end of its first figure."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 1000})
        page.goto(report.resolve().as_uri())

        def place(what: str) -> Any:
            return page.locator(what).first.bounding_box()

        begin, end = place("#futures"), place("#futures figure")
        clips = [(0, place("#questions")["y"] - 10), (begin["y"] - 10, end["y"] + end["height"] + 10)]
        shots = [
            page.screenshot(full_page=True, clip={"x": 0, "y": top, "width": WIDTH, "height": bottom - top})
            for top, bottom in clips
        ]
        browser.close()
    return [Image.open(io.BytesIO(shot)).convert("RGB") for shot in shots]


def main(report: Path) -> None:
    """Write the picture: the parts side by side, in few colours so that it stays small."""
    pictures = parts(report)
    height = max(picture.height for picture in pictures)
    whole = Image.new("RGB", (WIDTH * len(pictures) + GAP, height), "white")
    for number, picture in enumerate(pictures):
        whole.paste(picture, (number * (WIDTH + GAP), 0))
    TARGET.parent.mkdir(exist_ok=True)
    whole.quantize(COLOURS, dither=Image.Dither.NONE).save(TARGET, optimize=True)
    if TARGET.stat().st_size > MOST:
        raise SystemExit(f"{TARGET} has {TARGET.stat().st_size} bytes; at most {MOST} are wanted")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
