"""What it would be worth to learn an uncertain number: to whoever reads the answer, and to an actor that chooses.

*To the reader.* Without knowing more, the best guess at an answer is the most frequent one, and it is right in that
share of the futures. If number j were known first, the best guess could follow it:

    right_j = E[max over o of P(Y = o | X_j)].

*To an actor* (expected value of partial perfect information). With u_a the value of level a of an option
(`detente.uncertainty.questions.regret`, the mean over predicted outcomes),

    EVPPI_j = E[max over a of E[u_a | X_j]] − max over a of E[u_a],
    EVPI    = E[max over a of u_a] − max over a of E[u_a].

The first is the second with “say o” for the choices and 1 for being right. Means given X_j are taken over bins of equal
probability, about N^(1/3) of them (after Strong and Oakley, 2013, who use the draws at hand likewise). The largest of
several noisy means is too large on average, by an error that shrinks with the root of the draws; so it is also taken
over both halves of the draws, and what halving adds, divided by √2 − 1, is taken off. (To take off what shuffled draws
give would be too much where a number matters: most bins are then far from a tie.) Shuffled draws say what chance
reaches. In the actor's own points. 0 although a number decides an answer means: knowing it would not change the choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, ClassVar

import numpy as np

from detente.outcomes.preferences import Array
from detente.outcomes.telling import Teller
from detente.result import Row
from detente.uncertainty.questions.asking import asked, codes, counted, lines, words_of
from detente.uncertainty.questions.naming import answer_words, listed, number_words, share_words, teller_of
from detente.uncertainty.questions.regret import DRAWS, Options, points_of, regret
from detente.uncertainty.questions.when.binning import binned
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Asked, Study
from detente.words import join, say

SHUFFLES = 20
GUESSED = 20_000
TELLING = 0.01  # a guess that is right in one of a hundred futures more
HALVING = sqrt(2) - 1
SHOWN = 3
ROUNDING = 1e-12  # of the largest value: a smaller gain is the rounding of sums


@dataclass(frozen=True)
class Learning:
    """One option: what it is worth to know everything (`all`), and each number alone, largest first.

    `chance`: the largest that a number without any worth reaches by chance; below it nothing is shown.
    """

    actor: str
    option: str
    all: float
    chance: float
    numbers: tuple[tuple[str, float], ...]

    @property
    def worthwhile(self) -> tuple[tuple[str, float], ...]:
        return tuple((name, value) for name, value in self.numbers if value > self.chance)


@dataclass(frozen=True)
class Guess:
    """One question: the best guess at its answer, how often it is right, and how much more often with a number known.

    `chance`: the largest gain that a number without any worth reaches by chance.
    """

    question: str
    answer: str
    right: Share
    chance: float
    numbers: tuple[tuple[str, float], ...]

    @property
    def worthwhile(self) -> tuple[tuple[str, float], ...]:
        return tuple((name, value) for name, value in self.numbers if value > self.chance)

    @property
    def telling(self) -> tuple[tuple[str, float], ...]:
        """Those that are worth a sentence."""
        return tuple((name, value) for name, value in self.worthwhile if value >= TELLING)


@dataclass(frozen=True, repr=False)
class Worth(Asked):
    """What is worth knowing, question by question and option by option; `looked_at`: draws behind the options."""

    told_by: ClassVar[str] = "detente.uncertainty.questions.worth:worth_sentences"

    looked_at: int = 0
    guesses: tuple[Guess, ...] = field(default=())
    learning: tuple[Learning, ...] = field(default=())

    def cells(self) -> list[Row]:
        """One row per question or option, and number. Of a question, worth is how much more often a guess is right."""
        return [row for row, _ in self._cells()]

    def telling(self) -> list[Row]:
        """The numbers that are worth more than chance shows."""
        return [row for row, tells in self._cells() if tells]

    def _cells(self) -> Iterator[tuple[Row, bool]]:
        for guess in self.guesses:
            for name, value in guess.numbers:
                head: Row = {"question": guess.question, "actor": "", "option": "", "number": name}
                whole = 1 - guess.right.share
                yield {**head, "worth": value, "chance": guess.chance, "all": whole}, value > guess.chance
        for one in self.learning:
            for name, value in one.numbers:
                head = {"question": "", "actor": one.actor, "option": one.option, "number": name}
                yield {**head, "worth": value, "chance": one.chance, "all": one.all}, value > one.chance

    def data(self) -> dict[str, Any]:
        return {**self.head(), "looked_at": self.looked_at, "worth": self.rows()}


def worth(
    study: Study,
    question: str | None = None,
    concept: str = "seq",
    actor: str | None = None,
    option: str | None = None,
    draws: int = DRAWS,
) -> Worth:
    """What each uncertain number is worth to whoever reads an answer, and to an actor that chooses an option.

    Arguments as for `regret`; with `actor` or `option`, only these are asked about.
    """
    chosen = {line.name: study.drivers[line.name] for line in lines(study)}
    guesses = () if actor or option else tuple(guess(study, name, concept, chosen) for name in asked(study, question))
    table = regret(study, question, concept, actor, option, draws)
    columns = {name: values[: table.looked_at] for name, values in chosen.items()}
    learning = tuple(learn(one, columns, study.seed) for one in table.options)
    return Worth(study, concept, table.looked_at, guesses, learning, origin=table.origin)


def guess(study: Study, question: str, concept: str, columns: Mapping[str, Array]) -> Guess:
    """How much more often the best guess at an answer is right if a number is known first; over 20,000 draws."""
    words, counts = words_of(study, question, concept), counted(study, question, concept)
    right, answer = Share(int(counts[: len(words)].max()), study.drawn), words[int(counts[: len(words)].argmax())]
    found = codes(study, question, concept)[:GUESSED]
    if (found == found[0]).all():
        return Guess(question, answer, right, 0.0, tuple((name, 0.0) for name in columns))
    hits = (found == np.arange(len(words))[:, None]).astype(float)
    return Guess(question, answer, right, *_ranked(hits, columns, study.seed))


def learn(option: Options, columns: dict[str, Array], seed: int) -> Learning:
    """The worth of knowing each column before one level of the option is chosen."""
    values = option.mean
    whole = float(values.max(axis=0).mean() - values.mean(axis=1).max())
    return Learning(option.actor, option.option, max(0.0, whole), *_ranked(values, columns, seed))


def _ranked(values: Array, columns: Mapping[str, Array], seed: int) -> tuple[float, tuple[tuple[str, float], ...]]:
    """What chance reaches, and the worth of knowing each column, largest first.

    `values`: choices × draws, what each choice brings. Shuffled alike for all columns, choices kept together.
    """
    count = values.shape[1]
    random = np.random.default_rng([seed, count])
    orders = [random.permutation(count) for _ in range(SHUFFLES)]
    found, chance = [], 0.0
    for name, column in columns.items():
        bin_of, edges = binned(column[:count], bins_for_worth(count))
        chance = max(chance, *(evppi(values, bin_of[order], len(edges) + 1) for order in orders))
        found.append((name, max(0.0, evppi(values, bin_of, len(edges) + 1))))
    return chance, tuple(sorted(found, key=lambda pair: -pair[1]))


def bins_for_worth(count: int) -> int:
    """About the cube root of the number of draws, at least 2."""
    return max(2, int(np.rint(np.cbrt(count))))


def evppi(values: Array, bin_of: Array, bins: int) -> float:
    """E[max_a E[u_a | bin]] − max_a E[u_a], for values levels × draws, the error of the largest mean taken off."""
    half = np.arange(values.shape[1]) % 2
    parts = np.stack([np.bincount(2 * bin_of + half, weights=row, minlength=2 * bins) for row in values])
    parts = parts.reshape(len(values), bins, 2)
    whole = float(parts.sum(axis=2).max(axis=0).sum()) / values.shape[1]
    halved = float(parts.max(axis=0).sum()) / values.shape[1]
    gain = whole - (halved - whole) / HALVING - float(values.mean(axis=1).max())
    return gain if abs(gain) > ROUNDING * float(np.abs(values).max()) else 0.0


def worth_sentences(result: Worth, language: str = "en") -> list[str]:
    """Which number would better the guess at each answer; for each option what it is worth to know; then the rest."""
    teller = teller_of(result.study, language)
    said = [_guess(one, teller) for one in result.guesses if one.telling]
    idle = [_guess_one(one, teller) for one in result.guesses if not one.telling]
    if idle:
        said.append(say("study.worth.guess_rest", language, list=listed(idle, language)))
    said += [_learning(one, teller) for one in result.learning if one.worthwhile]
    nothing = [_choice(one, teller) for one in result.learning if not one.worthwhile]
    if nothing:
        said.append(say("study.worth.nothing", language, list=listed(nothing, language)))
    return said if result.learning else [*said, say("study.worth.none", language)]


def _guess(one: Guess, teller: Teller) -> str:
    language = teller.language
    parts = [
        say(
            "study.worth.guess_number",
            language,
            name=number_words(teller, name),
            value=float(f"{100 * min(one.right.share + gain, 0.999):.3g}"),
        )
        for name, gain in one.telling[:SHOWN]
    ]
    return say("study.worth.guess", language, **_guessed(one, teller), list=listed(parts, language))


def _guess_one(one: Guess, teller: Teller) -> str:
    return say("study.worth.guess_one", teller.language, **_guessed(one, teller))


def _guessed(one: Guess, teller: Teller) -> dict[str, str]:
    language = teller.language
    answer, right = answer_words(one.answer, language), share_words(one.right, language)
    return {"question": teller.question(one.question), "answer": answer, "right": right}


def _learning(one: Learning, teller: Teller) -> str:
    language = teller.language
    parts = [
        say("study.worth.number", language, name=number_words(teller, name), value=points_of(value))
        for name, value in one.worthwhile[:SHOWN]
    ]
    return say("study.worth.some", language, **_choosing(one, teller, "and"), list=listed(parts, language))


def _choice(one: Learning, teller: Teller) -> str:
    return say("study.worth.choice", teller.language, **_choosing(one, teller, "or"))


def _choosing(one: Learning, teller: Teller, word: str) -> dict[str, object]:
    axis = teller.space.axes[teller.space.column[one.actor, one.option]]
    option = join([teller.level(axis, level) for level in range(len(axis.levels))], teller.language, word)
    return {"actor": teller.actor(one.actor), "option": option, "all": points_of(one.all) or None}
