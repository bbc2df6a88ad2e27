"""What commands say in sentences: names and places, no ids, no numbers of outcomes, no letters of concepts, no odds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import detente
from detente.bargaining.agreement.result import story
from detente.cli import group
from detente.load import check_text, load
from detente.result import Result
from detente.situation.case import Case
from detente.stability.perception.result import perception
from detente.stability.solve import Model
from detente.uncertainty.scan import scan
from detente.words import LANGUAGES

ENDS = """
detente: 1
title: The island talks
actors:
  cypriots:
    name: {en: {text: the Turkish Cypriots, plural: true}, ar: {text: القبارصة الأتراك, gender: m, number: plural}}
  guarantors:
    name: {en: {text: The Guarantors, plural: true}, ar: {text: الضامنتان, gender: f, number: dual}}
options:
  cypriots:
    hold_fire:
      text: {en: hold fire, ar: وقف إطلاق النار}
      does: {en: hold fire, ar: يوقف إطلاق النار}
    open_port: {text: {en: open the port, ar: فتح الميناء}}
  guarantors:
    pay_up: {text: {en: pay for the port, ar: تمويل الميناء}}
status_quo: {}
preferences:
  cypriots:
    goals:
      quiet_coast: {want: cypriots.hold_fire, weight: 2, text: {en: a quiet coast, ar: ساحل هادئ}}
      shut_port: {avoid: cypriots.open_port, weight: 1}
  guarantors: {goals: {open_sea: {avoid: guarantors.pay_up, weight: 1, text: {en: no costs, ar: لا تكاليف}}}}
questions:
  fire_held: {statement: cypriots.hold_fire, text: {en: Is fire held?, ar: هل يتوقّف إطلاق النار؟}}
  both_open:
    statement: cypriots.open_port and guarantors.pay_up
    text: {en: Is the port paid for?, ar: هل يُموَّل الميناء؟}
"""
COUNT = ("kuril/2019-01", "stability/chicken", "stability/elmira", "perception/euphrates_1975")
FORBIDDEN = re.compile(
    r"outcome \d|النتيجة \d|\bin part\b|جزئيا|probab|e−0|\be-0"
    r"|(?<![A-Za-z])(S?SEQ|GMR|SMR)(?![A-Za-z])|\bR\b(?!\*)|\b[a-z]+_[a-z_]+\b"
)


@cache
def results(name: str) -> tuple[Result, ...]:
    """What quick commands find about a case."""
    return tuple(asked_of(load(name)))


def asked_of(case: Case) -> Iterator[Result]:
    situation = case.situation
    yield detente.stability(situation)
    yield scan(Model.of(situation), ("seq",))
    if situation.status_quo is not None:
        yield detente.paths(situation)
    if case.perceptions:
        yield perception(situation, case.perceptions, case.readings, ("seq",))
    if situation.questions:
        yield detente.inverse(situation)
    if situation.agreements:
        yield story(situation, case.perceptions)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COUNT)
def test_sentences_speak_of_names_and_places(name: str, language: str) -> None:
    for result in results(name):
        for sentence in result.sentences(language):
            assert not FORBIDDEN.search(sentence), sentence


def case(text: str = ENDS) -> Case:
    checked = check_text(text, Path())
    assert checked.case is not None, checked.problems
    return checked.case


def said(result: Any, language: str = "en") -> list[str]:
    return [sentence.replace("\u2068", "").replace("\u2069", "") for sentence in result.sentences(language)]


def test_where_it_goes_is_told_as_deeds_of_those_who_act() -> None:
    found = detente.stability(case().situation)
    assert (
        "Things do not stay as they are: the Turkish Cypriots hold fire. Then nobody has a further step to take."
        in said(found)
    )
    assert "لا يبقى الوضع القائم على حاله: يوقف القبارصة الأتراك إطلاق النار. ولا تبقى بعد ذلك خطوة لدى أحد." in said(
        found, "ar"
    )
    assert "Is fire held? Yes." in said(found)


def test_either_way_counts_the_places() -> None:
    both = ENDS.replace("want: cypriots.hold_fire", "want: cypriots.hold_fire != guarantors.pay_up").replace(
        "{avoid: guarantors.pay_up, weight: 1", "{want: cypriots.hold_fire != guarantors.pay_up, weight: 1"
    )
    found = said(detente.stability(case(both).situation))
    assert "Is fire held? Either way, in 1 of the 2 places where it can end." in found
    [places] = [sentence for sentence in found if "can end in 2 places" in sentence]
    assert places.endswith("2 places: the Turkish Cypriots hold fire; the Guarantors would pay for the port.")


def test_a_name_of_the_file_is_the_name_of_the_place() -> None:
    named = ENDS + "names: {truce: {is: cypriots.hold_fire, text: {en: a truce, ar: هدنة}}}\n"
    found = said(detente.paths(case(named).situation))
    assert "To where things are predicted to come to rest: a truce." in found


CLOSE = """
detente: 1
actors: {alba: {name: Alba, inertia: 0.4}}
options: {alba: {go: {text: go}, stop: {text: stop}}}
status_quo: {}
preferences:
  alba:
    goals:
      far: {want: alba.go, weight: 0.5..1.5, text: {en: being far away}}
      toll: {avoid: alba.go, weight: 0.5}
      rest: {want: alba.stop, weight: 0.5}
questions:
  gone: {statement: alba.go, text: Does Alba go?}
  still: {statement: alba.stop, text: Does Alba stop?}
"""


def test_a_verdict_that_turns_is_called_close_where_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "close.yaml"
    path.write_text(CLOSE, encoding="utf-8")
    told = CliRunner().invoke(group, ["stability", str(path)], catch_exceptions=False).stdout
    assert "Close call: “Does Alba go?” turns within the range of what “being far away” is worth to Alba.\n" in told
    path.write_text(
        CLOSE.replace("0.5..1.5", "1").replace("{want: alba.stop, weight: 0.5}", "{avoid: alba.stop, weight: 3}")
    )
    told = CliRunner().invoke(group, ["stability", str(path)], catch_exceptions=False).stdout
    assert "Close call: “Does Alba go?” turns with another least gain for which Alba moves.\n" in told


def test_tables_show_names_and_ids_on_request(tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    path.write_text(ENDS, encoding="utf-8")
    named = CliRunner().invoke(group, ["scan", str(path)], catch_exceptions=False).stdout
    assert "the goal “a quiet coast” of the Turkish Cypriots" in named and "cypriots.quiet_coast" not in named
    ids = CliRunner().invoke(group, ["scan", str(path), "--ids"], catch_exceptions=False).stdout
    assert "cypriots.quiet_coast" in ids and "fire_held" in ids


def test_ids_stay_those_of_the_file_where_an_actor_sees_less() -> None:
    seen = ["stability", "perception/euphrates_1975", "--as", "syria", "--format", "csv"]
    assert "\n6," in CliRunner().invoke(group, seen, catch_exceptions=False).stdout
    plain = CliRunner().invoke(group, ["stability", "perception/euphrates_1975"], catch_exceptions=False).stdout
    assert "The file says that Syria and Iraq see another game. That is not used here" in plain
