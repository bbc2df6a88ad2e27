"""How the pages become a site: ``make docs``. Nothing in the built pages is fetched from the network."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from detente.version import __version__

project = "detente"
author = "The detente developers"
project_copyright = "2026, The detente developers"
release = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "myst-nb"}
exclude_patterns = ["_build", "examples", "README.md", ".jupyter_cache"]  # the first page, index.md, takes README.md in

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# The pages of the gallery are notebooks; they are executed each time, and what goes wrong in one is an error.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True
logging.getLogger("traitlets").setLevel(logging.WARNING)  # each start of a kernel is told otherwise
os.environ["DETENTE_LANG"] = "en"

autodoc_typehints = "signature"
python_maximum_signature_line_length = 80
autodoc_member_order = "bysource"
autodoc_class_signature = "separated"
napoleon_numpy_docstring = False
default_role = "code"  # a name in single backticks is a name
add_module_names = False
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = "detente"
html_show_sourcelink = False
html_copy_source = False
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_search_summary = False  # a page opened as a file may not fetch another

SECTION = re.compile(r"^## (.+)\n((?:.*\n)*?)(?=^## |\Z)", re.MULTILINE)
AWAY = r"(?:https?:)?//"
FETCHED = re.compile(rf"""<(?:script|link|img|iframe)\b[^>]*(?:src|href)="{AWAY}[^"]*"|url\(["']?{AWAY}[^)]*""")
LINK = re.compile(r"\]\(([\w./-]+\.md)\)")


def contents(app: Sphinx, name: str, source: list[str]) -> None:
    """README.md lists all pages for readers of the plain files; the same lists make the table of contents."""
    if name == app.config.root_doc:
        for title, body in SECTION.findall(Path(app.srcdir, "README.md").read_text(encoding="utf-8")):
            pages = "\n".join(LINK.findall(body))
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n{pages}\n```\n"


def offline(app: Sphinx, failed: Exception | None) -> None:
    """Stop where a built page or style would fetch something from the network; links to follow are no such thing."""
    built = Path(app.outdir)
    files = [] if failed else [path for kind in ("html", "css") for path in built.rglob(f"*.{kind}")]
    if fetched := [f"{path}: {match}" for path in files for match in FETCHED.findall(path.read_text(encoding="utf-8"))]:
        raise ExtensionError("fetched from the network: " + "; ".join(fetched))


def setup(app: Sphinx) -> None:
    """Sphinx calls this."""
    app.connect("source-read", contents)
    app.connect("build-finished", offline)
