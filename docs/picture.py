"""Make the picture of the README from a real brief: ``python docs/picture.py BRIEF.html``.

Its first page, and beside it the second down to the sources, which quote an article that is not ours to publish.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

TARGET = Path(__file__).parent / "images" / "report.png"
WIDTH, GAP, MOST = 860, 24, 250_000
COLOURS = 48


def parts(brief: Path) -> list[Image.Image]:
    """The page down to where the second printed page begins, and from there to the sources."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 1000})
        page.goto(brief.resolve().as_uri())

        def top(what: str) -> float:
            return float(page.locator(what).first.bounding_box()["y"])

        middle, end = top(".pagebreak + h2") - 10, top("#sources") - 10
        shots = [
            page.screenshot(full_page=True, clip={"x": 0, "y": start, "width": WIDTH, "height": stop - start})
            for start, stop in ((0, middle), (middle, end))
        ]
        browser.close()
    return [Image.open(io.BytesIO(shot)).convert("RGB") for shot in shots]


def main(brief: Path) -> None:
    """Write the picture: the parts side by side, in few colours so that it stays small."""
    pictures = parts(brief)
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
