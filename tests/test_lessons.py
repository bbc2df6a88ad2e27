"""The lessons of shipped cases: thirty published ones, whole in both languages, their answers shown by a command."""

from __future__ import annotations

import json
import shlex

import pytest

from detente.cases import find_case, lessons, shipped_cases
from detente.errors import DetenteError
from detente.words import LANGUAGES, has
from tests.cli.test_commands import run

LESSONS = lessons()
TEXTS = ("question", "exercise", "wrong", "answer")


def test_there_are_thirty_of_published_cases() -> None:
    assert sum(lesson.published for lesson in LESSONS.values()) >= 30
    areas = {name.partition("/")[0] for name in LESSONS}
    assert areas == {"bargaining", "games", "mediation", "perception", "stability"}


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_whole_in_both_languages(name: str) -> None:
    lesson = LESSONS[name]
    for part in TEXTS:
        said = getattr(lesson, part)
        assert set(said) == set(LANGUAGES) and all(len(words) > 10 for words in said.values())
    assert lesson.question["en"].endswith("?") and lesson.question["ar"].endswith("؟")
    assert all(has(f"cli.topics.{topic}", language) for topic in lesson.topics for language in LANGUAGES)
    assert lesson.concepts and 1700 < lesson.year < 2027
    told = (find_case(name).parent / "README.md").read_text(encoding="utf-8")
    assert any(word in told for word in ("**Source**", "Numbers: ", "Points: ", "shipped with GMCR+")), (
        "says from where"
    )


@pytest.mark.parametrize("name", LESSONS)
def test_the_answer_is_what_the_command_shows(name: str) -> None:
    program, *words = shlex.split(LESSONS[name].see)
    assert program == "detente" and name in words
    assert LESSONS[name].shows in run(*words).stdout


def test_teaching_shows_the_question_and_only_revealing_the_answer() -> None:
    asked = run("cases", "games/hero", "--teach").stdout
    assert asked == (
        "Question\n  Who steps forward where stepping forward helps the other more?\n\n"
        "Exercise\n  The same outcomes hold as in Leader. What differs?\n\n"
    )
    told = run("cases", "games/hero", "--reveal").stdout
    assert told.startswith(asked) and "A common wrong answer\n  “It is the same game" in told
    assert told.endswith("To see it\n  detente graph games/hero --concept nash\n")
    every = json.loads(run("cases", "--teach", "--format", "json").stdout)
    assert {row["name"]: row["question"] for row in every} == {n: one.question["en"] for n, one in LESSONS.items()}


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--topic", "nuclear"), {"stability/korea_2017_base"}),
        (("--year", "1962"), {"stability/cuban_missile_crisis"}),
        (("--year", "1970..1980", "--topic", "water"), {"stability/garrison", "perception/euphrates_1975"}),
        (("--concept", "stackelberg"), {"games/chain_store"}),
        (("--concept", "R", "--topic", "war"), {"games/bismarck_sea_1943"}),
        (("--year", "1800"), set()),
    ],
)
def test_cases_are_found(options: tuple[str, ...], found: set[str]) -> None:
    names = {row["name"] for row in json.loads(run("cases", *options, "--format", "json").stdout)}
    assert found <= names < {case.name for case in shipped_cases()} and (found or not names)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--topic", "watre"), "no lesson is about “watre” — did you mean “water”?; known: alliances, arms, "),
        (("--concept", "core"), "no lesson is about “core”; known: balance, "),
        (("--year", "May"), "“May” is no year. Write a year, or two: 1945..1991"),
    ],
)
def test_what_no_lesson_is_about_is_refused(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(DetenteError) as refused:
        run("cases", *words)
    assert str(refused.value).startswith(said)


def test_a_case_without_a_lesson_says_so() -> None:
    with pytest.raises(DetenteError) as refused:
        run("cases", "kuril/2019-01", "--teach")
    folder = find_case("kuril/2019-01").parent
    assert str(refused.value) == (
        f"there is no lesson for the case in “{folder}”. `detente cases --teach` lists those that have one"
    )
