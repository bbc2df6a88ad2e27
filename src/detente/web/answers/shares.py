"""In how many of the futures that the ranges allow each answer comes."""

from __future__ import annotations

from detente.uncertainty.answer_shares import Counts, answer_shares
from detente.web.contracts.bench import AskShares, Share, Shares
from detente.web.desk import View
from detente.web.pace import pause


def shares(view: View, asked: AskShares) -> Shares:
    """Every question's answers, counted over so many draws."""

    def counted() -> Counts:
        found: Counts = {}
        for _, so_far in answer_shares(view.stability.model, asked.draws, concept=view.ahead):
            found = so_far
            pause()
        return found

    found = view.once(f"shares {asked.draws}", counted)
    return Shares(shares={name: share(counts.tolist()) for name, counts in found.items()})


def share(counts: list[int]) -> Share:
    """The counts of no, either way and yes."""
    return Share(yes=counts[2], some=counts[1], no=counts[0], draws=sum(counts))
