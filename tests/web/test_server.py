"""The workbench as its page meets it: who may ask, what is answered, what is written and what is refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import detente as dt
from detente.web.endpoints import ENDPOINTS, JOBS, OWN
from detente.web.guard import CSP
from tests.web.served import ORIGIN, PORT, SMALL, TOKEN, Served, served


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("folder")) as found:
        yield found


def open_small(bench: Served, name: str, text: str = SMALL, tab: str = "one") -> dict[str, Any]:
    bench.file(name, text)
    found: dict[str, Any] = bench.ask("open", name=name, tab=tab)
    return found


# --- who may ask


@pytest.mark.parametrize(
    ("headers", "status", "said"),
    [
        ({"host": "evil.example"}, 403, "this server answers only its own page"),
        ({"host": f"127.0.0.1:{PORT + 1}"}, 403, "this server answers only its own page"),
        ({"origin": "https://evil.example"}, 403, "this server answers only its own page"),
        ({"origin": "null"}, 403, "this server answers only its own page"),
        ({"cookie": ""}, 401, "open the address that `detente serve` has printed"),
        ({"cookie": f"detente-{PORT}=guess"}, 401, "open the address that `detente serve` has printed"),
        ({"content-length": "5000001"}, 413, "more than 5 MB"),
    ],
)
def test_foreign_requests_are_refused_in_words(bench: Served, headers: dict[str, str], status: int, said: str) -> None:
    for method, path in (("POST", "/api/home"), ("GET", "/app.js")):
        answer = bench.client.request(method, path, content=b"{}", headers=headers)
        assert answer.status_code == status
        assert said in answer.text


def test_the_token_becomes_a_cookie_that_scripts_and_other_sites_do_not_see(bench: Served) -> None:
    answer = bench.client.get("/", params={"token": TOKEN}, headers={"cookie": ""}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert bench.client.get("/", params={"token": "another"}, headers={"cookie": ""}).status_code == 401


def test_every_answer_keeps_the_page_here(bench: Served) -> None:
    policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    assert policy == CSP
    for answer in (bench.client.get("/"), bench.client.get("/app.js"), bench.client.post("/api/words", json={})):
        assert answer.status_code == 200
        assert answer.headers["content-security-policy"] == CSP
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert bench.client.get("/index.html/../../../pyproject.toml").status_code == 404


def test_requests_that_cannot_be_meant_say_so(bench: Served) -> None:
    assert bench.client.post("/api/home", content=b"[1]").json()["problems"][0]["text"].startswith("This is no request")
    assert bench.ask("nothing", 404)["problems"][0]["code"] == "endpoint"
    assert bench.ask("answer", 400, doc="gone")["problems"][0]["text"] == (
        "this document is not open here any more; open it again"
    )
    doc = open_small(bench, "odd.yaml")["doc"]
    wrong = bench.ask("shares", 400, doc=doc, draws=-1, lang="ar")["problems"][0]
    assert wrong["text"] == "هذا الطلب لا يوافق ما يمكن أن يُسأل عنه؛ انظر: \u2068draws\u2069."


# --- what is answered


def test_every_endpoint_has_its_function_and_records() -> None:
    for endpoint in ENDPOINTS.values():
        assert callable(endpoint.function)
        assert {"rev", "turn"} <= set(endpoint.answer.model_fields)
    assert not set(ENDPOINTS) & set(OWN)
    assert JOBS


def test_a_document_opens_and_is_answered_as_in_python(bench: Served) -> None:
    opened = bench.ask("open", name="kuril/2019-01", tab="one")
    case = dt.load("kuril/2019-01")
    assert [one["id"] for one in opened["questions"]] == list(case.situation.questions)
    assert opened["outcomes"] == dt.stability(case).model.space.count
    assert opened["shipped"] and not opened["mistakes"]
    for values in ({}, {"us_reliability": 0.9}):
        answered = bench.ask("answer", doc=opened["doc"], what_if=values)
        found = dt.stability(dt.what_if(case, values), ["seq"])
        words = {"every": "yes", "some": "some", "none": "no"}
        told = {name: words[found.answers(name, "seq")[0] or ""] for name in case.situation.questions}
        assert {one["question"]: one["answer"] for one in answered["facts"]} == told
        assert answered["changed"] == (["build_up"] if values else [])
        assert answered["base"]["where"] == bench.ask("answer", doc=opened["doc"])["where"]
        counted = bench.ask("shares", doc=opened["doc"], what_if=values, draws=200)["shares"]
        table = dt.study(dt.what_if(case.situation, values), 200, concepts=["seq"])
        shares = {row["question"]: row["yes"] for row in table.rows() if "question" in row and "yes" in row}
        assert all(counted[name]["draws"] == 200 for name in counted)
        assert all(counted[name]["yes"] / 200 == pytest.approx(share) for name, share in shares.items())


def test_strips_say_where_a_number_tips_and_whether_within_its_range(bench: Served) -> None:
    doc = open_small(bench, "strip.yaml")["doc"]
    strip = bench.ask("strip", doc=doc)["strips"]["trust"]
    assert strip == {
        "domain": [0.0, 1.0],
        "range": [0.3, 0.9],
        "centre": 0.6,
        "first": {"opens": "no"},
        "cuts": [{"at": 0.5, "answers": {"opens": "yes"}}],
        "turns": "within",
    }


def test_a_reason_names_the_step_and_what_decides(bench: Served) -> None:
    doc = open_small(bench, "why.yaml")["doc"]
    why = bench.ask("why", doc=doc, question="opens")
    assert why["steps"][0]["text"].startswith("North")
    assert why["answer"] == "yes" and [one["number"] for one in why["moves_it"]] == ["trust"]
    closed = bench.ask("why", doc=doc, question="opens", what_if={"trust": 0.4})
    assert closed["answer"] == "no" and closed["derived"] is None
    assert {one["actor"] for one in closed["stays"]} == {"north", "south"}
    assert bench.ask("why", 400, doc=doc, question="open")["problems"][0]["code"] == "question_unknown"


def test_a_number_leads_to_the_passage_behind_it(bench: Served) -> None:
    doc = bench.ask("open", name="kuril/2019-01", tab="one")["doc"]
    found = bench.ask("trace", doc=doc, path="us_reliability")
    passage = found["evidence"][0]
    assert (passage["words"], passage["language"]) == ("المشكّكة في مستقبل التحالفات العسكرية", "ar")
    assert passage["translation"] == "casting doubt on the future of the military alliances"
    assert [one["cite"] for one in found["evidence"] if one["kind"] == "row"] == ["F60", "F61"]


def test_home_shows_the_folder_the_cases_and_the_templates(bench: Served) -> None:
    bench.file("of_mine.yaml")
    bench.file("wrong.yaml", "detente: 1\nactors: 3\n")
    bench.file("lesson.yaml", "question: detente or not?\n")
    home = bench.ask("home", lang="ar")
    recent = {one["name"]: one for one in home["recent"]}
    assert "lesson.yaml" not in recent  # YAML that is no situation
    assert recent["of_mine.yaml"] == {"name": "of_mine.yaml", "title": "حدود", "problems": 0}
    assert recent["wrong.yaml"]["problems"] > 0
    assert {one["name"] for one in home["cases"]} >= {"kuril/2019-01", "stability/elmira"}
    elmira = next(one for one in home["cases"] if one["name"] == "stability/elmira")
    assert elmira["teaches"].startswith("هناك تسوية أفضل لاثنين من ثلاثة") and elmira["answer"] == "no"
    assert bench.ask("open", name=home["templates"][0]["name"])["mistakes"] == 0


# --- what is written


def test_an_edit_changes_one_line_and_undo_restores_every_byte(bench: Served) -> None:
    text = SMALL.replace("\n", "\r\n")
    path = bench.file("keep.yaml", text)
    doc = bench.ask("open", name="keep.yaml")["doc"]
    done = bench.ask("edit", doc=doc, rev=1, path="trust", value="0.4..0.8", save=True)
    assert done["saved"] and done["path"] == "keep.yaml"
    assert path.read_bytes().decode() == text.replace("0.3..0.9", "0.4..0.8")
    again = bench.ask("edit", doc=doc, rev=done["rev"], edits=done["back"], save=True)
    assert path.read_bytes().decode() == text and again["saved"]
    assert bench.ask("file", doc=doc)["text"] == SMALL


def test_nothing_is_written_by_looking_or_by_a_text_with_mistakes(bench: Served) -> None:
    path = bench.file("look.yaml")
    before = path.stat().st_mtime_ns
    doc = bench.ask("open", name="look.yaml")["doc"]
    bench.ask("answer", doc=doc, what_if={"trust": 0.1})
    done = bench.ask("edit", doc=doc, path="trust", value="0.9..0.3", save=True)
    assert not done["saved"] and [one["code"] for one in done["problems"]] == ["range_reversed"]
    assert path.stat().st_mtime_ns == before and path.read_text() == SMALL
    assert bench.ask("answer", doc=doc, rev=1)["facts"][0]["answer"] == "yes"  # the last text that was right
    assert bench.ask("answer", 400, doc=doc, rev=done["rev"])["problems"][0]["code"] == "range_reversed"


def test_a_file_that_another_program_changed_is_not_written_over(bench: Served) -> None:
    path = bench.file("both.yaml")
    doc = bench.ask("open", name="both.yaml", tab="one")["doc"]
    path.write_text(SMALL.replace("weight: 2", "weight: 3"))
    found = bench.ask("disk", doc=doc, tab="one")["changed"]
    assert [(one["ours"] == one["before"], "weight: 3" in one["theirs"]) for one in found["differences"]] == [
        (True, True)
    ]
    bench.ask("edit", doc=doc, path="trust", value=0.7)
    refused = bench.ask("save", doc=doc)
    assert not refused["saved"] and "weight: 3" in path.read_text() and "0.7" not in path.read_text()
    both = refused["changed"]["merged"]
    assert bench.ask("save", doc=doc, text=both, over=refused["changed"]["hash"])["saved"]
    assert path.read_text() == SMALL.replace("weight: 2", "weight: 3").replace("0.3..0.9", "0.7")
    assert bench.ask("disk", doc=doc, tab="one")["changed"] is None


def test_the_older_of_two_windows_is_told_and_cannot_edit_an_older_text(bench: Served) -> None:
    doc = open_small(bench, "two.yaml", tab="first")["doc"]
    bench.ask("open", name="two.yaml", tab="second")
    assert bench.ask("disk", doc=doc, tab="first")["elsewhere"]
    assert not bench.ask("disk", doc=doc, tab="second")["elsewhere"]
    bench.ask("edit", doc=doc, rev=1, path="trust", value=0.7, tab="second")
    refused = bench.ask("edit", 400, doc=doc, rev=1, path="trust", value=0.8, tab="first")
    assert refused["problems"][0]["text"] == (
        "this text is older than the newest one here: another window has changed it; open the file again to see it"
    )


def test_nothing_outside_the_folder_is_read_or_written(bench: Served, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(SMALL)
    (bench.folder / "link.yaml").symlink_to(outside)
    (bench.folder / "way").symlink_to(tmp_path)
    for name in ("../outside.yaml", str(outside), "link.yaml", "way/outside.yaml", "a/../../b", "a\u202eb"):
        refused = bench.ask("open", 400, name=name)
        assert refused["problems"][0]["code"] == "serve_outside", name
    assert bench.ask("open", 400, name="../x")["problems"][0]["text"] == (
        "“../x” is not in the folder that is open, or leads out of it; only that folder is read and written. "
        "Open the other folder with `detente serve FOLDER`"
    )


def test_a_shipped_case_is_saved_as_a_copy_with_its_sources(bench: Served) -> None:
    opened = bench.ask("open", name="perception/euphrates_1975", tab="one")
    saved = bench.ask("save", doc=opened["doc"])
    assert saved["path"] == "perception/euphrates_1975/situation.yaml"
    assert (bench.folder / saved["path"]).is_file()
    again = bench.ask("open", name="perception/euphrates_1975", tab="one")
    assert (again["doc"], again["path"], again["shipped"]) == (opened["doc"], saved["path"], False)


def test_a_dropped_text_takes_a_free_name(bench: Served) -> None:
    bench.file("dropped.yaml")
    doc = bench.ask("open", name="dropped.yaml", text=SMALL)["doc"]
    assert bench.ask("save", doc=doc)["path"] == "dropped-2.yaml"


def test_what_ifs_become_a_variant_that_answers_as_they_did(bench: Served) -> None:
    path = bench.file("variant.yaml")
    doc = bench.ask("open", name="variant.yaml")["doc"]
    values = {"drivers.trust": 0.2, "preferences.south.goals.gain.weight": 5}
    bench.ask("edit", doc=doc, values=values, variant="less_trust", save=True)
    assert path.read_text().startswith(SMALL)
    told = bench.ask("answer", doc=doc, variant="less_trust")
    assert told["facts"] == bench.ask("answer", doc=doc, what_if=values)["facts"]
    assert bench.ask("edit", 400, doc=doc, values=values, variant="less_trust")["problems"][0]["text"] == (
        "there is a variant “less_trust” already; choose another name"
    )


def test_mistakes_come_with_what_mends_them(bench: Served) -> None:
    text = (
        SMALL.replace("0.3..0.9", "0.9..0.3")
        .replace("want: north.open", "want: nort.open")
        .replace("{want: south.trade, weight", '{want: "south.trade and", wieght')
    )
    opened = bench.ask("open", name="broken.yaml", text=text)
    found = bench.ask("problems", doc=opened["doc"])
    assert [(one["code"], one["fixes"][0]["text"], one["fixes"][0]["sure"]) for one in found["problems"]] == [
        ("range_reversed", "0.3..0.9", True),
        ("name_unknown", "north.open", True),
        ("expression_ends", "Remove “and”", False),
        ("key_unknown", "weight", True),
    ]
    mended = bench.ask("edit", doc=opened["doc"], edits=found["fixes"])
    assert [one["code"] for one in mended["problems"]] == ["expression_ends"]
    bench.ask("edit", doc=opened["doc"], edits=mended["problems"][0]["fixes"][0]["edits"])
    assert bench.ask("problems", doc=opened["doc"])["problems"] == []


def test_what_can_be_written_at_a_place_is_offered(bench: Served) -> None:
    doc = open_small(bench, "offers.yaml")["doc"]
    at = SMALL.index("want: north.open") + len("want: no")
    found = bench.ask("complete", doc=doc, at=at)
    assert found["start"] == at - 2
    assert [one["word"] for one in found["offers"]][:2] == ["north.open", "south.trade"]


# --- who comes first, and what takes longer


def test_a_newer_request_overtakes_those_that_still_wait(bench: Served) -> None:
    doc = bench.ask("open", name="kuril/2019-01", tab="one")["doc"]
    answers: dict[int, Any] = {}

    def asking(turn: int) -> None:
        what_if = {"us_reliability": turn / 100}
        answers[turn] = bench.ask("shares", doc=doc, tab="one", turn=turn, what_if=what_if, draws=5_000)

    threads = [threading.Thread(target=asking, args=(turn,)) for turn in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
        time.sleep(0.02)
    for thread in threads:
        thread.join()
    assert answers[4]["shares"] and answers[4]["turn"] == 4
    assert [answers[turn].get("superseded", False) for turn in (2, 3)] == [True, True]


def test_a_process_that_ended_is_replaced(bench: Served) -> None:
    doc = open_small(bench, "again.yaml")["doc"]
    app: Any = bench.client.app
    workbench = next(r.endpoint.__self__ for r in app.app.routes if hasattr(r.endpoint, "__self__"))
    workbench.worker.process.child.kill()
    workbench.worker.process.child.join()
    lost = bench.ask("answer", 500, doc=doc)["problems"][0]["text"]
    assert lost == "What was worked out ended before it was done. Nothing is lost: ask again."
    assert bench.ask("answer", doc=doc)["facts"][0]["answer"] == "yes"


def test_the_origin_of_the_page_is_accepted(bench: Served) -> None:
    assert bench.client.post("/api/words", json={"lang": "ar"}, headers={"origin": ORIGIN}).json()["direction"] == "rtl"
