"""Make the pictures of the workbench from the workbench itself: ``python docs/workbench_pictures.py``.

None of them shows the page on evidence, which quotes an article that is not ours to publish.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
SIZE = {"width": 1440, "height": 900}
MOST, COLOURS = 250_000, 96
CASE = "open=kuril/2019-01"
PICTURES = {  # the address after #/, and what has to be there before the picture is taken
    "workbench": (f"bench?{CASE}&lang=en&us_reliability=0.9", ".wit li"),
    "workbench_ar": (f"bench?{CASE}&lang=ar&us_reliability=0.9", ".wit li"),
    "workbench_moves": (f"moves?{CASE}&lang=en", ".mapp svg, .map svg"),
    "workbench_deal": (f"deal?{CASE}&lang=en", ".better"),
}


def taken(page: Page, address: str, ready: str) -> Image.Image:
    """A screen once it has all that it waits for."""
    page.goto(address)
    page.wait_for_selector(ready, timeout=60_000)
    page.wait_for_function("() => !document.body.innerText.match(/ …$|Working …|يجري الحساب/m)", timeout=60_000)
    page.wait_for_timeout(1500)
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def main() -> None:
    """Write every picture, in few colours so that it stays small."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        command = [sys.executable, "-m", "detente", "serve", folder, "--no-open", "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            address = next(line.strip() for line in server.stdout if line.startswith("http"))
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport=SIZE)
            page.goto(address)
            for name, (place, ready) in PICTURES.items():
                target = IMAGES / f"{name}.png"
                picture = taken(page, f"{address.split('?')[0]}#/{place}", ready)
                picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
                if target.stat().st_size > MOST:
                    raise SystemExit(f"{target} has {target.stat().st_size} bytes; at most {MOST} are wanted")
            browser.close()
            server.terminate()


if __name__ == "__main__":
    main()
