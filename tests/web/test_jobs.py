"""What takes longer runs beside everything else, and ends at once (WORKBENCH §4), with all that it has started."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from detente.web.jobs import Job, Jobs
from detente.web.worker import Process
from tests.web.served import Served, served

KURIL = "kuril/2019-01"
BELIEF = {"us_reliability": 0.9}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("folder")) as running:
        yield running


def test_a_job_can_be_ended_at_once_and_keeps_what_it_found(bench: Served) -> None:
    doc = bench.ask("open", name=KURIL, tab="one")["doc"]
    job = bench.ask("job", doc=doc, tab="one", kind="study", draws=1_000_000)["job"]
    while not any(name == "progress" for name, _ in list(job_of(bench, job).told)):
        time.sleep(0.05)
    begun = time.perf_counter()
    assert bench.client.delete(f"/api/job/{job}").status_code == 204
    events = bench.events(job)
    assert time.perf_counter() - begun < 2  # 0.1 s where nothing else runs
    assert events[-1][0] == "done"
    last = json.loads(events[-1][1])
    assert last["stopped"] and last["whole"] == 1_000_000
    assert bench.client.get("/api/job/none").status_code == 404
    assert bench.client.delete("/api/job/none").status_code == 204  # it has ended


def test_a_job_that_every_page_has_left_ends_and_one_that_a_page_came_back_to_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("detente.web.jobs.BACK", 0.05)
    killed: list[str] = []
    process = cast(Process, SimpleNamespace(kill=lambda: killed.append("now")))

    async def pages() -> list[bool]:
        jobs, job = Jobs(), Job("1", ("one", KURIL, "study"), process, "en", [("progress", b'{"done": 3, "whole": 9}')])
        ended = []

        async def page(told: asyncio.Event) -> None:
            async for _ in jobs.follow(job):
                told.set()

        async def comes() -> asyncio.Task[None]:
            told = asyncio.Event()
            task = asyncio.create_task(page(told))
            await told.wait()
            return task

        first, second = await comes(), await comes()
        for leaves, comes_back in ((first, False), (second, True)):
            leaves.cancel()
            third = await comes() if comes_back else None
            await asyncio.sleep(0.2)
            ended.append(job.ended)
        assert third is not None
        third.cancel()
        await asyncio.sleep(0.2)
        last = json.loads(job.told[-1][1])
        assert last["stopped"] and (last["done"], last["whole"]) == (3, 9)
        return [*ended, job.ended]

    assert asyncio.run(pages()) == [False, False, True] and killed == ["now"]


def job_of(bench: Served, job: str) -> Job:
    """A job as the server knows it (its stream would wait for its end)."""
    app: Any = bench.client.app
    for route in app.app.routes:
        workbench = getattr(route.endpoint, "__self__", None)
        if workbench is not None:
            found: Job = workbench.jobs.known[job]
            return found
    raise AssertionError("no workbench")


def test_answers_come_while_a_report_is_written(bench: Served) -> None:
    doc = bench.ask("open", name=KURIL, tab="one")["doc"]
    job = bench.ask("job", doc=doc, tab="one", turn=1, kind="export", format="html", whole=True)["job"]
    answered = [bench.ask("answer", doc=doc, tab="one", turn=turn, what_if=BELIEF) for turn in (2, 3)]
    assert all(one["facts"] for one in answered)
    assert job_of(bench, job).ended is False  # a newer look does not end it either
    bench.client.delete(f"/api/job/{job}")
    assert json.loads(bench.events(job)[-1][1])["stopped"] is True


def test_the_file_is_that_of_what_was_looked_at(bench: Served) -> None:
    doc = bench.ask("open", name="stability/chicken", tab="one")["doc"]
    job = bench.ask("job", doc=doc, tab="one", lang="ar", kind="export", format="md", languages="ar")["job"]
    *before, (name, ended) = bench.events(job)
    assert name == "done" and json.loads(ended)["found"]["name"] == "chicken.brief.ar.md"
    steps = [json.loads(said) for name, said in before if name == "progress"]
    assert [one["done"] for one in steps] == list(range(len(steps))) and steps[0]["whole"] == len(steps)
    assert steps[1]["text"]["text"] == "عمليات المحاكاة"


def test_a_request_for_no_job_is_refused(bench: Served) -> None:
    doc = bench.ask("open", name=KURIL, tab="one")["doc"]
    beside = {"kind": "study", "format": "pdf"}
    for odd in ({"kind": "all"}, {"kind": ["study"]}, {"kind": "export", "draws": "x"}, beside):
        assert bench.ask("job", 400, doc=doc, **odd)["problems"][0]["code"] == "request"


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no groups of processes here")
def test_a_browser_that_prints_ends_with_its_job(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, begun = tmp_path / "slow-browser", tmp_path / "begun"
    slow.write_text(f"#!/bin/sh\necho $$ > {begun}\nexec sleep 600\n", encoding="utf-8")
    slow.chmod(slow.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("DETENTE_BROWSER", str(slow))
    with served(tmp_path_factory.mktemp("folder")) as bench:
        doc = bench.ask("open", name="stability/chicken", tab="one")["doc"]
        job = bench.ask("job", doc=doc, tab="one", kind="export", format="pdf")["job"]
        while not (begun.exists() and begun.read_text().strip()):
            time.sleep(0.05)
        scratch = Path(job_of(bench, job).process.scratch.name)
        assert any(scratch.iterdir())  # the page that is printed lies there
        bench.client.delete(f"/api/job/{job}")
        assert json.loads(bench.events(job)[-1][1])["stopped"] is True
        number = int(begun.read_text().split()[0])
        while running(number) or scratch.exists():
            time.sleep(0.05)


def running(number: int) -> bool:
    """Whether a process is there (one that ended and that nobody asked after is not)."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state not in "ZX"
