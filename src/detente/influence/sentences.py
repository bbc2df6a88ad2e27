"""Influence in words, part by part, each with its heading."""

from __future__ import annotations

from detente.influence.balance.sentences import balance_sentences
from detente.influence.dependence.sentences import domain_sentences, total_sentences, what_if_sentence
from detente.influence.mactor.sentences import mactor_sentences
from detente.influence.result import Influence
from detente.outcomes.telling import Names
from detente.words import say

BESIDE = 10  # pairs of a table shown beside the ties


def influence_parts(result: Influence, language: str = "en") -> list[tuple[str, list[str]]]:
    """(key of the part, its sentences), as far as the file has them: dependence, total, what_if, balance, beside,
    mactor."""
    names = Names(result.situation, language)
    parts: list[tuple[str, list[str]]] = []
    if result.dependence is not None:
        parts.append(("dependence", domain_sentences(result.dependence, result.claims, names)))
        parts.append(("total", total_sentences(result.dependence, names)))
    parts.append(("what_if", [what_if_sentence(one, names) for one in result.what_if]))
    if result.balance is not None:
        parts.append(("balance", balance_sentences(result.balance, names)))
    parts.append(("beside", _beside(result, names)))
    if result.mactor is not None:
        parts.append(("mactor", mactor_sentences(result.mactor, names)))
    return [(key, said) for key, said in parts if said]


def _beside(result: Influence, names: Names) -> list[str]:
    said = []
    for one in result.beside:
        order = sorted(one.pairs.items(), key=lambda item: item[1])[:BESIDE]
        parts = [
            say("influence.beside_pair", names.language, pair=names.pair(*pair), value=value) for pair, value in order
        ]
        listed = say("phrases.semicolon", names.language).join(parts)
        said.append(say("influence.beside", names.language, kind=one.kind, list=listed))
    return said


def influence_sentences(result: Influence, language: str = "en") -> list[str]:
    """What the result says, without headings."""
    return [line for _, said in influence_parts(result, language) for line in said]


def headed(result: Influence, language: str = "en") -> list[str]:
    """The same with a heading before each part and an empty line between parts, for a terminal."""
    lines: list[str] = []
    for key, said in influence_parts(result, language):
        lines += [*([""] if lines else []), say(f"influence.part.{key}", language), *(f"  {line}" for line in said)]
    return lines
