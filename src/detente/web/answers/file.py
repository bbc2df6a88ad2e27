"""The file as text: its lines with their marks, what is wrong with it, and changes made in it."""

from __future__ import annotations

from detente.errors import DetenteError
from detente.evidence.citations import support
from detente.situation.reading.edited import edit
from detente.situation.writing.added_variant import add_variant
from detente.uncertainty.movable import movable
from detente.web.answers.mistakes import mistakes, sure_fixes
from detente.web.answers.numbers import MARKS, line_of
from detente.web.contracts.file import AskEdit, AskFile, AskProblems, Edited, File, Line, Problems
from detente.web.desk import Desk, Paper
from detente.web.texts import applied, between, shown


def file(_: Desk, paper: Paper, asked: AskFile) -> File:
    """The text of a document, and what its lines hold."""
    problems = mistakes(paper.text, paper.checked.problems, asked.lang)
    return File(text=shown(paper.text), lines=_lines(paper), problems=problems, saved=asked.saved)


def _lines(paper: Paper) -> list[Line]:
    situation, document = paper.checked.reading.situation, paper.checked.reading.document
    if situation is None:
        return []
    found = []
    for one in movable(situation) if paper.checked.case is not None else ():
        line = line_of(document, one.path)
        if line:
            found.append(Line(line=line, path=".".join(one.path), mark=MARKS[support(situation, one.path)[0]]))
    return found


def problems(_: Desk, paper: Paper, asked: AskProblems) -> Problems:
    """What is wrong with a text, and the edits that mend all that can be mended without a choice."""
    here = paper if asked.text is None else paper.with_text(asked.text)
    found = mistakes(here.text, here.checked.problems, asked.lang)
    return Problems(problems=found, fixes=sure_fixes(found))


def edited(_: Desk, paper: Paper, asked: AskEdit) -> Edited:
    """The document's text changed; what leads there and back."""
    text = paper.text
    if asked.edits is not None:
        text = applied(text, asked.edits)
    if asked.variant is not None:
        text = add_variant(text, asked.variant, asked.values or {})
    else:
        values = dict(asked.values or {})
        if asked.path is not None:
            if asked.value is None:
                raise DetenteError("serve_edit")
            values[asked.path] = asked.value
        for path, value in values.items():
            text = edit(text, path, value)
    made = paper.with_text(text)
    there, here = shown(text), shown(paper.text)
    found = mistakes(text, made.checked.problems, asked.lang)
    return Edited(rev=paper.rev, edits=between(here, there), back=between(there, here), problems=found, saved=False)
