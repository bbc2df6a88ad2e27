r"""A draft of a paper on a situation, in LaTeX: outcomes, preferences, stability, the graph, and how to get the same.

What is written stands beside ``graph.tex`` (`detente.drawing.graph_tikz`), which it takes in where there is a graph. It
compiles with pdfLaTeX, XeLaTeX or Tectonic; in Arabic with XeLaTeX or Tectonic and the font Amiri. Of more than
`LISTED` outcomes the tables show those that are equilibria.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from detente.drawing.graph_key import outcome_words
from detente.drawing.graph_tikz import tikz_key
from detente.drawing.svg import plain, right_to_left
from detente.exchange.row_formats import escaped, latex
from detente.outcomes.paper_tables import ranking_rows
from detente.outcomes.telling import Teller
from detente.result import Row
from detente.stability.concepts import KNOWN, REPORTED
from detente.stability.integrated import IntegratedGraph
from detente.stability.result import Stability
from detente.words import in_language, say

LISTED = 30  # outcomes up to which all of them are in the tables
WRAPPED = r"p{0.62\linewidth}"
FROM_THE_LEFT = (r"\usepackage{iftex}", r"\ifPDFTeX\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\fi")
FROM_THE_RIGHT = (
    r"\usepackage{polyglossia}",
    r"\setmainlanguage[numerals=maghrib]{arabic}\setotherlanguage{english}",
    r"\newfontfamily\arabicfont[Script=Arabic]{Amiri}",
)
# Latin words with what stands between them; places to be filled in (@one@) and citations ([one]) are none.
LATIN = re.compile(r"(?<![@\[A-Za-z])([A-Za-z][\w./-]*(?:[ ,]+[A-Za-z][\w./-]*)*)(?![@\]\w])", re.ASCII)
SOURCES = {
    "fang": r"L. Fang, K. W. Hipel, D. M. Kilgour, \emph{Interactive Decision Making: The Graph Model for Conflict "
    r"Resolution}, Wiley, 1993.",
    "nash": r"J. F. Nash, ``Equilibrium points in n-person games'', \emph{Proc. Natl. Acad. Sci.} 36 (1950), 48--49.",
    "howard": r"N. Howard, \emph{Paradoxes of Rationality: Theory of Metagames and Political Behavior}, MIT Press, "
    r"1971.",
    "fraser": r"N. M. Fraser, K. W. Hipel, \emph{Conflict Analysis: Models and Resolutions}, North-Holland, 1984.",
    "rego": r"L. C. R\^ego, G. I. A. Vieira, ``Symmetric sequential stability in the graph model for conflict "
    r"resolution with multiple decision makers'', \emph{Group Decision and Negotiation} 26 (2017).",
}


def paper(found: Stability, graph: IntegratedGraph | None, language: str, command: str) -> str:
    """The draft. `graph`: where there is one; `command`: what made it, for the last section."""
    teller = Teller(found.situation, found.model.space, language)
    listed = _listed(found)
    said = [_tex(sentence, language) for sentence in found.sentences(language)]
    common, rows = _outcome_rows(found, teller, listed)
    title = in_language(found.situation.title, language) or say("paper.untitled", language)
    parts = [
        _head(title, language),
        rf"\begin{{abstract}}{' '.join(said)}\end{{abstract}}",
        _section("situation", language, count=found.model.space.count, actors=teller.actors(found.situation.actors)),
        _table("outcomes", rows, language, wide=True),
        *([_tex(say("graph.key.common", language, list=tuple(common)), language)] if common else []),
        _table("preferences", _preference_rows(found, teller), language, wide=True),
        _section("concepts", language),
        _section("results", language),
        _table("stability", _stability_rows(found, teller, listed), language),
    ]
    if graph is not None:
        counts = [_tex(sentence, language) for sentence in graph.sentences(language)]
        parts += [" ".join(counts), _figure(graph, language)]
    told = {"command": escaped(command).replace("--", "-{}-"), "digest": found.digest}
    told = {key: _from_the_left(rf"\texttt{{{words}}}", language) for key, words in told.items()}
    parts += [_section("again", language, **told, version=found.origin.version), _references(language)]
    return "\n\n".join([*parts, r"\end{document}"]) + "\n"


def _head(title: str, language: str) -> str:
    return "\n".join(
        [
            r"\documentclass[10pt,a4paper]{article}",
            r"\usepackage[margin=22mm]{geometry}",
            r"\usepackage{booktabs}\usepackage{tikz}\usetikzlibrary{arrows.meta}",
            *(FROM_THE_RIGHT if right_to_left(language) else FROM_THE_LEFT),
            r"\setlength{\parskip}{3pt}\setlength{\belowcaptionskip}{4pt}",
            rf"\title{{{_tex(title, language)}}}",
            rf"\author{{{say('paper.author', language)}}}\date{{}}",
            r"\begin{document}\maketitle",
        ]
    )


def _section(name: str, language: str, **values: object) -> str:
    """A heading and its text; places for LaTeX are filled in after the words are escaped."""
    raw = {key: value for key, value in values.items() if isinstance(value, str) and value.startswith("\\")}
    marked = {**values, **{key: f"@{key}@" for key in raw}}
    words = _tex(say(f"paper.{name}.text", language, **marked), language)
    for key, value in raw.items():
        words = words.replace(f"@{key}@", str(value))
    for source in SOURCES:
        words = words.replace(f"[{source}]", rf"\cite{{{source}}}")
    return rf"\section{{{_tex(say(f'paper.{name}.title', language), language)}}}" "\n" + words


def _listed(found: Stability) -> list[int]:
    """The outcomes of the tables."""
    count = found.model.space.count
    if count <= LISTED:
        return list(range(count))
    names = [name for name in REPORTED if name in found.solutions]
    kept = {number - 1 for name in names for number in found.equilibria(name)}
    now = found.model.space.status_quo
    return sorted(kept | (set() if now is None else {now}))[:LISTED]


def _outcome_rows(found: Stability, teller: Teller, listed: list[int]) -> tuple[list[str], list[Row]]:
    """What all of them have in common, and a row for each: with a status quo by what differs from it."""
    number, outcome = (say(f"paper.columns.{key}", teller.language) for key in ("number", "outcome"))
    now = found.model.space.status_quo
    mark = say("paper.columns.now", teller.language)
    if found.model.space.nodes or now is None:
        common: list[str] = []
        names = {one: outcome_words(teller, one) for one in listed}
    else:
        common, names = teller.names(listed)
    marks = {one: f" ({mark})" if one == now else "" for one in listed}
    return common, [{number: str(one + 1), outcome: plain(names[one]) + marks[one]} for one in listed]


def _preference_rows(found: Stability, teller: Teller) -> list[Row]:
    """Per actor its ranking, best first: ties in braces; of long rankings the beginning."""
    actor, ranking = (say(f"paper.columns.{key}", teller.language) for key in ("actor", "ranking"))
    groups: dict[str, list[str]] = {}
    for row in ranking_rows(found.view.preferences):
        ids = row["outcomes"].split()
        groups.setdefault(row["actor"], []).append(ids[0] if len(ids) == 1 else "{" + ", ".join(ids) + "}")
    told = {}
    for name in found.situation.actors:
        words = " > ".join(groups.get(name, [])) or say("paper.pairs", teller.language)
        told[name] = words if len(words) <= 400 else words[:400].rpartition(" > ")[0] + " > …"
    return [{actor: plain(teller.actor(name)), ranking: words} for name, words in told.items()]


def _stability_rows(found: Stability, teller: Teller, listed: Iterable[int]) -> list[Row]:
    """Per outcome and actor the concepts under which it stays, then those under which everybody does."""
    columns = {
        "id": say("paper.columns.number", teller.language),
        **{actor: plain(teller.actor(actor)) for actor in found.situation.actors},
        "equilibrium": say("paper.columns.equilibrium", teller.language),
    }
    rows = found.actor_rows()
    moving = [actor for actor, arcs in found.model.moves.alone.items() if len(arcs)]
    shown = ["id", *moving, "equilibrium"]
    return [{columns[key]: str(rows[one][key]) for key in shown} for one in listed]


def _table(name: str, rows: list[Row], language: str, *, wide: bool = False) -> str:
    """A table with its caption; `wide`: the last column is broken into lines."""
    made = latex(rows, language, lambda words: _tex(words, language))
    if wide:
        made = made.replace(r"\begin{tabular}{ll}", rf"\begin{{tabular}}{{l{WRAPPED}}}", 1)
    else:
        made = r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%" + f"\n{made}}}"
    caption = _tex(say(f"paper.tables.{name}", language), language)
    size = r"\footnotesize\setlength{\tabcolsep}{4pt}" if len(rows) > 14 or (rows and len(rows[0]) > 4) else r"\small"
    return "\n".join([r"\begin{table}[htbp]\centering" + size, rf"\caption{{{caption}}}", made, r"\end{table}"])


def _figure(graph: IntegratedGraph, language: str) -> str:
    caption = _tex(say("paper.figure", language, concept=KNOWN[graph.concept].symbol), language)
    return "\n".join(
        [
            r"\begin{figure}[htbp]\centering",
            r"\input{graph.tex}",
            rf"\caption{{{caption}}}",
            r"\par\smallskip\begin{minipage}{0.94\linewidth}\footnotesize",
            r"\leavevmode " + tikz_key(graph, language),  # else a picture begins the paragraph, from the left
            r"\end{minipage}",
            r"\end{figure}",
        ]
    )


def _tex(words: str, language: str) -> str:
    """Words as LaTeX. In a text from the right, what is Latin is set apart: XeTeX orders words, not brackets."""
    words = plain(words)
    if not right_to_left(language):
        return escaped(words)
    parts = [escaped(part) for part in LATIN.split(words)]  # every second one is Latin
    return "".join(_from_the_left(part, language) if place % 2 else part for place, part in enumerate(parts))


def _from_the_left(words: str, language: str) -> str:
    """Ready words of LaTeX in Latin letters, set apart where all else runs from the right."""
    return rf"\textenglish{{{words}}}" if right_to_left(language) else words


def _references(language: str) -> str:
    items = [rf"\bibitem{{{key}}} {_from_the_left(words, language)}" for key, words in SOURCES.items()]
    return "\n".join([r"\begin{thebibliography}{9}\small", *items, r"\end{thebibliography}"])
