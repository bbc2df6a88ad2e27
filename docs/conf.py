"""How the pages become a site: ``make docs``. Nothing in the built pages is fetched from the network."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

from detente.version import __version__

project = "detente"
author = "The detente developers"
project_copyright = "2026, The detente developers"
release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "examples", "README.md"]  # the first page, index.md, takes README.md in

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

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
html_static_path: list[str] = []

SECTION = re.compile(r"^## (.+)\n((?:.*\n)*?)(?=^## |\Z)", re.MULTILINE)
LINK = re.compile(r"\]\(([\w/-]+\.md)\)")


def contents(app: Sphinx, name: str, source: list[str]) -> None:
    """README.md lists all pages for readers of the plain files; the same lists make the table of contents."""
    if name == app.config.root_doc:
        for title, body in SECTION.findall(Path(app.srcdir, "README.md").read_text(encoding="utf-8")):
            pages = "\n".join(LINK.findall(body))
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n{pages}\n```\n"


def setup(app: Sphinx) -> None:
    """Sphinx calls this."""
    app.connect("source-read", contents)
