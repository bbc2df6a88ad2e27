"""How a study was made, in words; what follows from it is said by the questions asked of it."""

from __future__ import annotations

from detente.uncertainty.study.result import Study
from detente.words import Said, say


def study_sentences(study: Study, language: str = "en") -> list[str]:
    """How many draws of how many numbers, which orders were kept, and what happened on the way."""
    numbers = Said("ensemble.numbers", {"count": len(study.drivers)})
    said = [say("ensemble.drawn", language, count=study.drawn, numbers=numbers, seed=study.seed)]
    if not study.drivers:
        said.append(say("ensemble.certain", language))
    for name, share in study.acceptance.items():
        key = "exact" if share == 1 else "order"
        said.append(say(f"ensemble.{key}", language, name=name, share=100 * share))
    return said + [say(f"ensemble.{key}", language, **values) for key, values in study.notes]
