"""What can stand at a place of the text that is being written."""

from __future__ import annotations

from detente.situation.writing.completing import offers
from detente.web.contracts.file import AskComplete, Offer, Offers
from detente.web.desk import Desk, Paper
from detente.web.texts import shown

MOST = 200


def complete(_: Desk, paper: Paper, asked: AskComplete) -> Offers:
    """The words that fit; names are those of the document as it was last read."""
    text = shown(paper.text if asked.text is None else asked.text)
    start, found = offers(text, asked.at, paper.checked.reading.situation, asked.lang)
    return Offers(start=start, offers=[Offer(word=one.word, kind=one.kind, text=one.text) for one in found[:MOST]])
