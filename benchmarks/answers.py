"""How long it takes to ask a situation many what-ifs: ``python benchmarks/answers.py [FILE …]``.

CPU seconds of all threads, compiling left out (each line is run once before), the best of two. By default the Kuril
case (1,248 outcomes), *four*: four states with two options each and a pact of three with four terms (4,096 outcomes,
95,232 own moves, four million joint ones), and of *six*, with a pact of two with two terms (16,384 outcomes), the
slider alone. To compare two versions, run the file with each of them on the path.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import numpy as np

import detente as dt
from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.agreement.result import Story
from detente.bargaining.agreement.sentences import without_lines, zone_lines
from detente.load import check_text
from detente.outcomes.changed import settable
from detente.situation.model import Situation
from detente.stability.concepts import REPORTED
from detente.stability.inverse.result import inverse
from detente.stability.result import Stability
from detente.stability.solve import Model
from detente.uncertainty.deal_futures import deal_story
from detente.uncertainty.questions.table import ask
from detente.uncertainty.scan import scan
from detente.uncertainty.study.study import study

STATES, TERMS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta"), ("border", "trade", "visits", "gas")
ASKED = ("flip", "hinges", "assumed", "worth", "regret", "robustness", "width", "when")


def four() -> Situation:
    """Four states that may arm and talk, and a pact of three of them; every weight is uncertain."""
    return read(four_text())


def six() -> Situation:
    """Six such states, and a pact of two."""
    return read(text_of(STATES, STATES[:2], TERMS[:2]))


def read(text: str) -> Situation:
    """The situation of a text that is known to be sound."""
    case = check_text(text, Path()).case
    assert case is not None
    return case.situation


def four_text() -> str:
    """The same as a file has it."""
    return text_of(STATES[:4], STATES[:3], TERMS)


def text_of(states: tuple[str, ...], parties: tuple[str, ...], names: tuple[str, ...]) -> str:
    """A file about states that may arm and talk, and a pact of some of them with these terms."""
    random = np.random.default_rng(4)
    lines = ["detente: 1", f"actors: {{{', '.join(f'{state}: ' for state in states)}}}", "options:"]
    lines += [f"  {state}: {{arm: , talk: }}" for state in states]
    terms = ", ".join(f"{term}: {{leave: any}}" for term in names)
    lines += ["agreements:", "  pact:", f"    parties: [{', '.join(parties)}]", f"    terms: {{{terms}}}"]
    lines += ["status_quo: {alpha.arm: no}", "preferences:"]
    for state in states:
        lines.append(f"  {state}:\n    goals:")
        for other in states:
            way = "want" if other == state else "avoid"
            lines.append(f"      fear_{other}: {{{way}: {other}.arm, weight: {random.integers(0, 3)}..6}}")
            lines.append(f"      talk_{other}: {{want: {other}.talk, weight: 0..{random.integers(1, 4)}}}")
        for term in names:
            way = random.choice(["want", "avoid"])
            lines.append(f"      {term}: {{{way}: pact.{term}, weight: 0..{random.integers(2, 6)}}}")
    questions = ["quiet: not alpha.arm and not beta.arm", "settled: pact.border"]
    lines += ["questions:", *(f"  {question}" for question in questions)]
    return "\n".join(lines)


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds, the best of two runs after one that compiles."""
    work()
    times = []
    for _ in range(2):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def moved(result: Stability, value: float) -> list[str]:
    """A slider: the first goal of the file gets another weight, and the answers are told again."""
    goal = next(name for name in settable(result.situation) if name.startswith("preferences.") and ".goals." in name)
    return result.at({goal: value}).sentences()


def first_section(story: Story, language: str) -> list[str]:
    """Where no deal leads, and whether there is a zone; the rest of a section is told when it is asked for."""
    told = PackageTeller.of(story.setting, language)
    return [*without_lines(story, told), *zone_lines(story, told)]


def slider(name: str, situation: Situation) -> None:
    """The line of a slider."""
    result, weights = dt.stability(situation, REPORTED), cycle([1.5, 2.5, 3.5])
    spent = min(seconds(lambda: moved(result, next(weights))) for _ in range(3))
    what = "another number → sentences, three concepts"
    print(f"| {name} | {result.model.space.count:,} | {what} | {spent:.3f} |", flush=True)


def table(name: str, situation: Situation) -> None:
    """Every line for one situation."""
    model = Model.of(situation)
    slider(name, situation)
    few = study(situation, 1000, engine="serial")
    works: dict[str, Callable[[], object]] = {
        "scan, three concepts": lambda: scan(model),
        "inverse, first question": lambda: inverse(situation),
        "study, 1,000 runs, three concepts": lambda: study(situation, 1000, engine="serial"),
    }
    for question in ASKED:
        works[f"study, asked {question}"] = lambda question=question: ask(few, question, None, "seq")  # type: ignore[misc]
    for what, work in works.items():
        print(f"| {name} | {model.space.count:,} | {what} | {seconds(work):.3f} |", flush=True)


def main() -> None:
    """Print the table."""
    print("| situation | outcomes | work | CPU s |\n|---|---|---|---|")
    print(f"| Kuril | | check, warm | {seconds(lambda: dt.check('kuril/2019-01')):.3f} |")
    case = dt.load("kuril/2019-01")
    for what, told in (("first section", first_section), ("whole", Story.sections)):
        spent = seconds(lambda told=told: told(deal_story(case.situation, case.perceptions), "en"))
        print(f"| Kuril | | deal, {what} | {spent:.3f} |", flush=True)
    given = {name: dt.load(name).situation for name in sys.argv[1:]}
    for name, situation in (given or {"Kuril": dt.load("kuril/2019-01").situation, "four": four()}).items():
        table(name, situation)
    if not given:
        slider("six", six())


if __name__ == "__main__":
    main()
