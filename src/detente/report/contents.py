"""The list of what is on the page, read off the page itself so that it cannot differ from it."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

SECTION = re.compile(r'<section id="([^"]+)"[^>]*>\s*<h2>(.*?)</h2>', re.DOTALL)
PLACE = "<!-- contents -->"


def with_contents(page: str, title: str) -> str:
    """The page with links to its sections where `PLACE` stands."""
    links = Markup("").join(
        Markup('<li><a href="#{}">{}</a></li>').format(name, Markup(heading)) for name, heading in SECTION.findall(page)
    )
    return page.replace(PLACE, f'<nav aria-label="{escape(title)}"><ol>{links}</ol></nav>', 1)
