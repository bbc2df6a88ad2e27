"""Every template passes the strictest check, says all in both languages, and answers what it was written to show."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import detente as dt
from detente.cases import templates
from detente.cli import group
from detente.load import check
from detente.words import LANGUAGES, in_language
from tests.called import called

# What the first question is answered by at the centre, where things go from today (SEQ); see the top of each file.
ANSWERS = {
    "coalition": "every",
    "name_recognition": "every",
    "prisoner_exchange": "every",
    "sanctions": "some",
    "territory": "every",
    "trade": "some",
    "water": "some",
    "chicken": "none",
    "prisoners_dilemma": "every",
    "stag_hunt": "none",
}


def test_there_are_templates_for_disputes_and_for_teaching() -> None:
    assert list(templates()) == list(ANSWERS)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_template_passes_and_says_all_in_both_languages(name: str) -> None:
    path = templates()[name]
    checked = check(path)
    assert [*checked.errors, *checked.warnings, *checked.hints] == []
    lines = path.read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("#") for line in lines[:4]) >= 3  # it begins by saying what it is for
    assert checked.case is not None
    situation = checked.case.situation
    texts = [situation.title, situation.note]
    texts += [actor.name for actor in situation.actors.values()]
    texts += [part for question in situation.questions.values() for part in (question.text, question.yes, question.no)]
    for said in texts:
        assert isinstance(said, dict) and set(said) == set(LANGUAGES)
        assert all(in_language(said, language) for language in LANGUAGES)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_template_gives_its_answer_and_tells_it(name: str) -> None:
    case = dt.load(templates()[name])
    found = dt.stability(case, ("seq",))
    assert found.answers(next(iter(case.situation.questions)), "seq")[0] == ANSWERS[name]
    english, arabic = (" ".join(found.sentences(language)) for language in LANGUAGES)
    assert not any("\u0600" <= letter <= "\u06ff" for letter in english)
    assert not any(letter.isascii() and letter.isalpha() for letter in arabic)


def test_a_guarantor_that_nobody_needs_ends_no_war() -> None:
    """What the exchange of prisoners is there to show."""
    case = dt.load(templates()["prisoner_exchange"])
    weak = dt.stability(case.variants["weak_guarantor"], ("seq",))
    assert {weak.answers(question, "seq")[0] for question in case.situation.questions} == {"none"}


def test_a_template_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    done = CliRunner().invoke(group, ["new", str(path), "--template", "sanctions"], catch_exceptions=False)
    assert done.exit_code == 0
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    assert first.startswith("# yaml-language-server")
    assert rest == templates()["sanctions"].read_text(encoding="utf-8")


def test_a_template_that_there_is_not(tmp_path: Path) -> None:
    shown = called("new", str(tmp_path / "talks.yaml"), "--template", "dam")
    known = ", ".join(f"'{name}'" for name in templates())
    assert shown.returncode == 2
    assert shown.stderr.endswith(f"Invalid value for '--template': 'dam' is not one of {known}.\n")
