"""How much random testing is done, and what tests of several folders share.

DETENTE_EXAMPLES is the number of examples of each random test: few by default, the full budget and more where CI asks.
The examples are the same every time, so that a red run can be repeated; DETENTE_FRESH=1 draws new ones.
"""

from __future__ import annotations

import fcntl
import gc
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from detente.findings.result import Findings

HERE = Path(__file__).parent
# Folders and modules whose tests compile nothing.
PLAIN = {
    "situation", "evidence", "fuzz", "test_broken", "test_broken_arabic", "test_hostile", "test_house",
    "test_mutations", "test_remedies",
}  # fmt: skip
# Of the start of a path (below this folder): whose browser, server or findings these tests share.
SHARING = {"browser": "browser"} | dict.fromkeys(
    ["report", "test_docs", "test_one_story", "web/test_export", "words/test_rows"], "findings"
)
FIRST = ["browser", "plain", "findings"]
FULL = 250
EXAMPLES = int(os.environ.get("DETENTE_EXAMPLES", "15"))
MUTANTS = "MUTANT_UNDER_TEST" in os.environ  # `make mutants`: a test that fails need not look for its smallest example

settings.register_profile(
    "detente",
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate] if MUTANTS else list(Phase),
    derandomize=os.environ.get("DETENTE_FRESH") != "1",
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
settings.load_profile("detente")


def examples(of_full: int) -> settings:
    """For a test whose examples take their time: so many of the full budget of 250, and in proportion of any other."""
    return settings(max_examples=max(5, of_full * EXAMPLES // FULL))


@pytest.fixture(scope="session")
def kuril() -> Findings:
    """Everything the report tells of the Kuril case; it takes some seconds, so all who need it share it."""
    from detente.findings.findings import findings
    from detente.load import load

    return findings(load("kuril/2019-01"))


def is_plain(item: pytest.Item) -> bool:
    return item.path.relative_to(HERE).parts[0].removesuffix(".py") in PLAIN


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Of several workers the first compiles what nearly all tests need; another that needs it waits, and loads it."""
    if "PYTEST_XDIST_TESTRUNUID" in os.environ and not is_plain(item):
        compiled(os.environ["PYTEST_XDIST_TESTRUNUID"])


@cache
def compiled(run: str) -> None:
    from detente.web.process import warm

    with (Path(tempfile.gettempdir()) / f"detente-{run}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        warm()
        Path(lock.name).unlink(missing_ok=True)  # whoever comes later has nothing to wait for


def together(path: str) -> str:
    """Tests that share what takes long to work out, and so run in one process: of a file, or of several (`SHARING`)."""
    return next((group for part, group in SHARING.items() if path.startswith(f"{HERE.name}/{part}")), path)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With ``--dist loadfile`` a worker that has nothing left to do takes what runs together, in the order below."""
    if config.option.dist != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return together(nodeid.partition("::")[0])

        def _reschedule(self, node: Any) -> None:
            """Who has the browser waits half of the time: a third one, that does nothing else, keeps two cores busy."""
            if FIRST[0] not in self.assigned_work[node] or len(self.nodes) < 3:
                super()._reschedule(node)
            elif not node.shutting_down:
                node.shutdown()

    config.option.loadscopereorder = False
    return Together(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First what takes longest; then, while that compiles, what needs nothing compiled, which is about half of all."""

    def order(item: pytest.Item) -> int:
        group = "plain" if is_plain(item) else together(item.nodeid.partition("::")[0])
        return FIRST.index(group) if group in FIRST else len(FIRST)

    items.sort(key=order)


def pytest_collection_finish() -> None:
    """What is loaded by now is no garbage, nor is it in the copies of this process that `make mutants` makes.

    Random examples leave much garbage. Little by little, while the processor has it at hand, looking for it takes a
    twentieth of the time of these tests; as seldom as the command line does it, a quarter.
    """
    gc.freeze()
    gc.set_threshold(700, 10, 100)
