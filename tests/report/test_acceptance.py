"""What the brief and the report must keep, whatever the case: one story, one name, one number, in both languages."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import detente as dt
from detente.bargaining.agreement.from_situation import negotiation_about
from detente.bargaining.packages.negotiation import gains
from detente.findings.findings import findings
from detente.findings.result import Findings
from detente.load import load
from detente.report.blocks import Folded, Notes, Page, Table, bare, texts_of
from detente.report.brief import brief
from detente.report.saying import Saying
from detente.report.terminal import lines
from detente.report.whole import report
from detente.words import LANGUAGES, say
from detente.words.amounts import WORDS, share_word

HERE = Path(__file__).parents[1] / "written"
WRITTEN = ("macedonia", "ecuador-peru", "climate", "water", "swap")
PUBLISHED = (
    "stability/elmira", "stability/cuban_missile_crisis", "stability/garrison", "bargaining/panama_canal",
    "perception/euphrates_1975",
)  # fmt: skip
NAMES = ("kuril/2019-01", *WRITTEN, "nile", *PUBLISHED)
RUNS = 1_000
MAKERS = {"brief": brief, "report": report}
NUMBER = re.compile(r"[+−]?\d+(?:[.,]\d+)*%?")

FORBIDDEN = (
    r"outcome \d", r"\bin part\b(?! \()", r"\b99\.\d+%", r"\bprobabilit", r"e−0",
    r"\b[a-z]+_[a-z_]+\b", r"\bTrue\b|\bFalse\b|\bNone:",
)  # fmt: skip


@cache
def found(name: str) -> Findings:
    if name in WRITTEN or name == "nile":
        (file,) = (HERE / name).glob("*.yaml")
        return findings(load(file), runs=RUNS)
    return findings(load(name), runs=RUNS)


@cache
def page(name: str, kind: str, language: str) -> Page:
    return MAKERS[kind](found(name), language)


def said(one: Page, *, folded: bool = True) -> str:
    """Everything a page says, notes and sources left out."""
    blocks = [
        block for block in one.blocks if not isinstance(block, Notes) and (folded or not isinstance(block, Folded))
    ]
    return "\n".join(bare(text) for block in blocks for text in texts_of(block))


def everything(test: Any) -> Any:
    for mark in (
        pytest.mark.parametrize("name", NAMES),
        pytest.mark.parametrize("kind", MAKERS),
        pytest.mark.parametrize("language", LANGUAGES),
    ):
        test = mark(test)
    return test


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kuril_pages_are_short(language: str) -> None:
    assert len(said(page("kuril/2019-01", "brief", language)).split()) <= 1_150
    assert len(said(page("kuril/2019-01", "report", language), folded=False).split()) <= 3_200


@pytest.mark.parametrize("name", NAMES)
def test_the_main_question_has_a_headline_levers_and_a_package(name: str) -> None:
    one = found(name)
    if one.main is None:
        assert "asks no question" in said(page(name, "brief", "en"))
        return
    keys = {sentence.key for sentence in page(name, "brief", "en").sentences()}
    assert f"question.{one.main}.answer" in keys
    assert "levers.within" in keys
    if one.bargain is not None and one.bargain.count > 1:
        told = one.bargain.fairest if one.bargain.serving else one.bargain.nearest
        assert told is None or f"package.{one.bargain.agreement}.{told}.gains" in keys
    assert len([key for key in keys if key.startswith("distrust.")]) == 5


@everything
def test_sentences_about_one_finding_agree(name: str, kind: str, language: str) -> None:
    told: dict[str, set[str]] = defaultdict(set)
    for sentence in page(name, kind, language).sentences():
        if re.search(r"\.(gains|file|believed)\.\w+$|\.(share|wide|now|needed)$", sentence.key):
            told[sentence.key].add(bare(sentence.text))
    assert {key: texts for key, texts in told.items() if len(texts) > 1} == {}


@pytest.mark.parametrize("name", NAMES)
def test_brief_and_report_say_the_same_of_a_finding(name: str) -> None:
    pages = [{s.key: bare(s.text) for s in page(name, kind, "en").sentences()} for kind in MAKERS]
    shared = [
        key for key in pages[0].keys() & pages[1].keys() if re.search(r"\.(answer|share|wide|close|gains)\b", key)
    ]
    assert {
        key: (pages[0][key], pages[1][key]) for key in shared if numbers(pages[0][key]) != numbers(pages[1][key])
    } == {}


@everything
def test_shares_of_runs_are_never_all_or_nothing(name: str, kind: str, language: str) -> None:
    for sentence in page(name, kind, language).sentences():
        if re.match(r"(question|zone|swing)\b", sentence.key):
            assert not re.search(r"\b(?:0|100)%|\d\.\d+%", bare(sentence.text)), sentence.key


@everything
def test_a_word_for_a_share_is_the_word_of_its_number(name: str, kind: str, language: str) -> None:
    """“most runs (84%)”: nothing stands under a word, or in a list, that its own number belies."""
    words = {say(f"shares.{key}", language): key for key in ("nearly_all", *(key for _, key in WORDS), "hardly_any")}
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))  # “very few runs” before “few runs”
    for word, share in re.findall(rf"({longest_first}) \((\d+)%\)", said(page(name, kind, language))):
        assert share_word(int(share) / 100) == words[word], (word, share)


@everything
def test_nothing_is_said_that_nobody_can_read(name: str, kind: str, language: str) -> None:
    text = said(page(name, kind, language))
    for pattern in FORBIDDEN:
        assert not re.search(pattern, text), (pattern, re.findall(f".{{40}}{pattern}.{{20}}", text)[:3])
    assert not re.search(r"[:،] ?[.،]|\.\.(?!\.)|““|««|\(\)|\bthe the\b", text)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_package_has_one_name_and_a_name_one_package(name: str, language: str) -> None:

    names = Saying(found(name), language).packages
    for agreement in {agreement for agreement, _ in names}:
        own = [text for (one, _), text in names.items() if one == agreement]
        assert len(set(own)) == len(own)


@pytest.mark.parametrize("name", NAMES)
def test_close_calls_are_marked_wherever_they_are_told(name: str) -> None:
    one = found(name)
    for kind in MAKERS:
        text = lines(page(name, kind, "en"))
        rows = [row for block in page(name, kind, "en").blocks if isinstance(block, Table) for row in block.rows]
        for row in rows:
            match = re.fullmatch(r"question\.(.+)\.answer", row[0].key)
            if match and one.runs:
                answered = one.questions[match[1]]
                marked = "close call" in row[0].text or "open" in row[0].text
                assert marked == (answered.close or answered.answer == "some"), match[1]
                assert bare(row[0].text).split(" · ")[0] in text
    for answered in one.questions.values():
        assert answered.close == bool(answered.share < 0.8 or answered.numbers or answered.edges or answered.near)


@pytest.mark.parametrize("name", NAMES)
def test_the_nearest_package_is_the_nearest_of_all(name: str) -> None:
    one = found(name)
    for bargain in one.bargains:
        negotiation, setting = negotiation_about(one.situation, bargain.agreement)
        best: tuple[Any, ...] | None = None
        for package in product(*negotiation.allowed):
            if negotiation.banned(package) or (setting.kind != "numbers" and setting.levels(package) == setting.base):
                continue
            gain = gains(negotiation.utility(package), negotiation.disagreement)
            short = [max(least - value, Fraction(0)) for value, least in zip(gain, setting.inertia, strict=True)]
            best = min(best, (max(short), sum(short))) if best else (max(short), sum(short))
        if bargain.nearest is None:
            assert best is None
        else:
            told = bargain.packages[bargain.nearest].short.values()
            assert (max(told), sum(told)) == best


@pytest.mark.parametrize("name", NAMES)
def test_the_findings_say_what_the_commands_say(name: str) -> None:
    one = found(name)
    stability = dt.stability(one.case, ["seq"])
    study = dt.study(one.case, RUNS, concepts=["seq"]) if one.runs else None
    for question, answered in one.questions.items():
        predicted, possible = stability.answers(question, "seq")
        assert answered.answer == (predicted or possible)
        if study is not None:
            shares = {row["answer"]: row["share"] for row in study.ask("share", question).rows() if row["question"]}
            assert all(shares.get(answer, 0) == pytest.approx(share) for answer, share in answered.shares.items())
    for bargain in one.bargains:
        story = dt.deal(one.case, bargain.agreement, draws=0)
        assert bool(bargain.serving) == bool(story.worth_it)
        for package in bargain.packages.values():
            levels = tuple(package.levels[place] for place in story.setting.places)
            gain = gains(story.deal.negotiation.utility(levels), story.deal.d)
            assert tuple(package.gains.values()) == gain
        if story.opening is not None and story.opening.equal is not None and bargain.nearest is not None:
            assert max(story.opening.equal.short) == max(bargain.packages[bargain.nearest].short.values())
    if one.case.perceptions:
        seen = dt.perception(one.case)
        for belief in one.beliefs:
            hopes = {question: seen.hope(belief.believer, question, "seq") for question in one.questions}
            assert belief.answers == {q: a for q, a in hopes.items() if a != one.questions[q].answer}


@pytest.mark.parametrize("name", NAMES)
def test_beyond_every_lever_the_answer_is_another(name: str) -> None:
    """Asked once more of stability itself: what is signed lasts, for it is where things can end."""
    from detente.findings.answered import Solved
    from detente.findings.turning import at, turned
    from detente.stability.prediction import answer
    from detente.stability.solve import solve

    one = found(name)
    solved = Solved(one.situation, RUNS)
    model = solved.stability.model
    if one.main is None:
        assert one.levers == ()
        return
    truth = model.space.holds(one.situation.questions[one.main].statement)
    for turn in turned(solved.lines, one.main)[:12]:
        columns, scale = at(solved.study, turn)
        arrows = solve(model, model.numbers(1, columns=columns, scale=scale), ("seq",), model.space.status_quo)[
            "seq"
        ].arrows[0]
        assert answer(truth, arrows.graph.classes()) != one.questions[one.main].answer


@pytest.mark.parametrize("name", NAMES)
def test_every_goal_has_a_quote_a_reason_or_says_that_it_has_no_source(name: str) -> None:
    for sentence in page(name, "report", "en").sentences():
        if sentence.key.startswith("weight.") and sentence.key.endswith(".name"):
            path = sentence.key.removeprefix("weight.").removesuffix(".name")
            (weight,) = [w for w in found(name).grounds.weights if ".".join(w.path[1:]) == path]
            assert "[^" in sentence.text or weight.why or "no source" in sentence.text


def test_undated_variants_stand_under_what_if_never_under_a_date(tmp_path: Path) -> None:
    file = tmp_path / "situation.yaml"
    file.write_text(
        "detente: 1\ndate: 2020-01-01\nactors: {a: }\noptions: {a: {x: do it}}\nstatus_quo: {a.x: no}\n"
        "preferences: {a: {goals: {g: {want: a.x, weight: 0..2}, h: {avoid: a.x, weight: 0.5}}}}\n"
        "questions: {q: {statement: a.x, text: Is it done?}}\n"
        "variants:\n  other: {note: were it dear, preferences: {a: {goals: {h: {avoid: a.x, weight: 5}}}}}\n"
        "  later: {date: 2021-01-01, note: one year on}\n",
        encoding="utf-8",
    )
    made = report(findings(load(file), runs=200), "en")
    (table,) = [b for b in made.blocks if isinstance(b, Table) and any("2021" in c.text for c in b.columns)]
    assert [column.text for column in table.columns] == ["Question", "1 January 2020", "1 January 2021"]
    assert any("Were it dear" in bare(text) or "were it dear" in bare(text) for text in made.texts())


def numbers(text: str) -> list[str]:
    return sorted(NUMBER.findall(bare(text)))


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("name", NAMES)
def test_both_languages_give_the_same_numbers(name: str, kind: str) -> None:
    """Cell by cell and sentence by sentence; Arabic says one and two in words."""
    english, arabic = ({s.key: s.text for s in page(name, kind, language).sentences()} for language in ("en", "ar"))
    for key in english.keys() & arabic.keys():
        if re.search(r"\.(gains|file|believed)\.\w+$|\.(share|wide|now|needed|fifths)$|^weight\.", key):
            assert numbers(english[key]) == numbers(arabic[key]), key
    assert set(english) == set(arabic)


@pytest.mark.parametrize("name", ["macedonia", "water", "kuril/2019-01"])
def test_json_holds_what_the_pages_tell(name: str) -> None:
    one = found(name)
    data = one.data()
    assert data["questions"][one.main]["share"] == one.questions[one.main or ""].share
    assert set(data["agreements"]) == {bargain.agreement for bargain in one.bargains}
    assert one.to_json() == findings(one.case, runs=RUNS).to_json()


AGREEING = re.compile(r"\{(\w+)\|([^{}|]+)\|([^{}|]+)\}")


def test_a_plural_name_gives_plural_verbs_in_every_template() -> None:
    """English: the second form of each pair that agrees, never the first."""
    from detente.words import messages, say
    from detente.words.grammar import Forms, Noun

    plural = Noun("the Turkish Cypriots", Forms(number="plural"))
    checked = 0

    def walk(table: dict[str, Any], path: str) -> None:
        nonlocal checked
        for key, value in table.items():
            here = f"{path}.{key}"
            if isinstance(value, dict):
                walk(value, here)
                continue
            for name, one, many in AGREEING.findall(value):
                places = set(re.findall(r"\{(\w+)", value))
                said = bare(say(here, "en", **{place: plural if place == name else "x" for place in places}))
                assert re.search(rf"Cypriots\*{{0,2}}.*\b{many}\b", said), (here, said)
                assert not re.search(rf"Cypriots\*{{0,2}} {one}\b", said), (here, said)
                checked += 1

    for name in ("brief", "whole"):
        walk(messages("en", name)[name], name)
    assert checked >= 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_put_together_is_never_cut_short(language: str) -> None:

    long = ", ".join(["they carry on as they do today"] * 40)
    told = Saying(found("macedonia"), language).say("where.facts", facts=long)
    assert told == f"T{long[1:]}." and "…" not in said(page("climate", "report", language))


@pytest.mark.parametrize("name", NAMES)
def test_levers_keep_what_the_heading_above_them_says(name: str) -> None:
    """None beyond its range under “within their ranges”, none within under “beyond what the file allows”."""
    one = found(name)
    assert all(lever.within == (lever.low <= lever.needed <= lever.high) for lever in one.levers)
    within = {lever.key: lever.within for lever in one.levers}
    inside = None
    for sentence in page(name, "brief", "en").sentences():
        if sentence.key.startswith("levers"):
            inside = "within" in sentence.text
            count = re.match(r"\d+|One", sentence.text)
            if inside and count:
                numbers_within = {lever.path for lever in one.levers if lever.within}
                assert (1 if count[0] == "One" else int(count[0])) == len(numbers_within)
        if sentence.key in within:
            assert within[sentence.key] is inside, sentence.key


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_the_prose_has_a_place_in_a_table(name: str) -> None:
    """Whatever is said to turn an answer, or to decide it, stands in a table with what the file says of it."""
    keys = {sentence.key for sentence in page(name, "report", "en").sentences()}
    one = found(name)
    told = {lever.key: ".".join(lever.path) for lever in one.levers if lever.key in keys}
    told |= {swing.path: swing.path for swings in one.swings.values() for swing in swings}
    for key, number in told.items():
        plain, weight = number.removeprefix("drivers."), number.removeprefix("preferences.")
        assert {f"{key}.now", f"number.{plain}", f"weight.{weight}", f"weight.{weight}.name"} & keys, number
