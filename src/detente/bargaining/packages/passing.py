"""Which packages pass when not all must accept: a party accepts what is at least as good as no deal.

A package passes if all members of some winning set accept it. What sets of parties can do against one: `blocking`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.bargaining.packages.listing import listing
from detente.bargaining.packages.negotiation import Negotiation, integers


def passing(negotiation: Negotiation) -> dict[str, Any]:
    """How many packages pass, and how many are accepted by how many parties."""
    whole = integers(negotiation, rounded=False)
    goals = [
        -(-((d - utility.constant) * scale) // 1)
        for d, utility, scale in zip(negotiation.disagreement, negotiation.utilities, whole.scale, strict=True)
    ]
    passed, by_number = 0, np.zeros(len(negotiation.parties) + 1, np.int64)
    for _, values in listing(negotiation, whole, tuple(range(len(negotiation.issues)))):
        accepts = np.stack([values[:, i] >= goal for i, goal in enumerate(goals)], axis=1).astype(np.bool_)
        by_number += np.bincount(accepts.sum(axis=1), minlength=len(by_number))
        wins = [accepts[:, list(group)].all(axis=1) for group in negotiation.winning]
        passed += int(np.any(wins, axis=0).sum()) if wins else int(accepts.all(axis=1).sum())
    return {"packages_passing": passed, "by_number_of_acceptors": {str(n): int(c) for n, c in enumerate(by_number)}}
