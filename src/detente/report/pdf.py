"""A page as PDF, printed by the browser that is there, without a window and without the network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from math import ceil
from pathlib import Path

from detente.errors import DetenteError

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "chrome",
)
SECONDS = 120
SIZE = re.compile(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"')
PAPER = "<style>@page{size:A4}</style></head>"


def browser() -> str:
    """The browser that prints. Raises `DetenteError` with the remedy where there is none.

    ``DETENTE_BROWSER`` names one that is not on the path.
    """
    named = os.environ.get("DETENTE_BROWSER")
    found = next(filter(None, map(shutil.which, (named,) if named else BROWSERS)), None)
    if found is None:
        raise DetenteError("pdf_no_browser", tried=(named,) if named else BROWSERS[:4])
    return found


def drawing_pdf(svg: str, program: str) -> bytes:
    """A drawing as PDF on paper of its own size. Raises `DetenteError` where the browser fails."""
    width, height = (ceil(float(found)) + 1 for found in SIZE.search(svg).groups())  # type: ignore[union-attr]
    style = f"@page{{size:{width}px {height}px;margin:0}}html,body{{margin:0;background:#fff}}svg{{display:block}}"
    page = f'<!doctype html><html><head><meta charset="utf-8"><style>{style}</style></head><body>{svg}</body></html>'
    return pdf(page, program, paper="")


def pdf(html: str, program: str, paper: str = PAPER) -> bytes:
    """The page as a tagged PDF on A4 (`paper`: style of another). Raises `DetenteError` where the browser fails."""
    with tempfile.TemporaryDirectory() as folder:
        page, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(html.replace("</head>", paper or "</head>", 1), encoding="utf-8")
        command = [
            program, "--headless", "--disable-gpu", "--no-pdf-header-footer", "--generate-pdf-document-outline",
            "--export-tagged-pdf", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={target}", page.as_uri(),
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # as root the browser runs only without one
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise DetenteError("pdf_failed", browser=program, reason=str(error)) from None
        if not target.is_file():
            last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise DetenteError("pdf_failed", browser=program, reason=" ".join(last) or str(done.returncode))
        return target.read_bytes()


def png(svg: str, style: str, size: tuple[int, int], program: str) -> bytes | None:
    """A drawing as PNG at twice its size; None where the browser fails (the words beside it say the same)."""
    with tempfile.TemporaryDirectory() as folder:
        page, target = Path(folder) / "page.html", Path(folder) / "page.png"
        page.write_text(
            f'<!doctype html><meta charset="utf-8"><style>{style}'
            "html,body{margin:0;padding:0;max-width:none;background:#fff}"
            f"svg{{width:{size[0]}px;height:{size[1]}px}}</style>{svg}",
            encoding="utf-8",
        )
        command = [
            program, "--headless", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=2",
            "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}/profile",
            f"--window-size={size[0]},{size[1]}", f"--screenshot={target}", page.as_uri(),
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None
        return target.read_bytes() if target.is_file() else None
