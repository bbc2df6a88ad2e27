"""How long each gesture of the workbench takes: ``python benchmarks/web.py [GESTURES] [NAME …]`` (200; all).

For each question the page asks: CPU and wall milliseconds in the warm process, median and 95th percentile over so many
gestures (another slider value, outcome or package each time), beside what was promised for the Kuril case on two cores.
Cases: Kuril, and *four* (4,096 outcomes) of `answers.py`. The time of the browser and of the loopback is not in it.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any

from answers import four_text

from detente.cases import find_case
from detente.web.desk import Desk, Paper
from detente.web.process import Request, reply

GESTURES = 200
PROMISED = {  # milliseconds, 95th percentile
    "open": 1_000, "answer": 100, "strip": 100, "shares": 300, "why": 100, "trace": 50, "moves": 50, "deal": 300,
    "audit": 300, "edit": 250,
}  # fmt: skip


class Bench:
    """A document, asked as the page asks."""

    def __init__(self, paper: Paper) -> None:
        self.desk, self.paper = Desk(), paper
        self.random = random.Random(7)
        self.opened = self.ask("open", name=paper.name)
        self.numbers = [one for one in self.opened["numbers"] if not one["formula"] and one["range"]]
        self.deal = self.ask("deal") if "agreements:" in paper.text else None

    def ask(self, endpoint: str, /, **data: Any) -> Any:
        doc = {} if endpoint == "open" else {"doc": self.paper.doc}
        status, content = reply(self.desk, Request(1, endpoint, {**doc, **data}, self.paper))
        found = json.loads(content)
        assert status == 200, found
        return found

    def what_if(self) -> dict[str, float]:
        one = self.random.choice(self.numbers)
        low, high = one["domain"]
        return {one["id"]: round(self.random.uniform(low, high), 4)}

    def asked(self, name: str, gesture: int) -> dict[str, Any]:
        """What the page would ask at this gesture."""
        match name:
            case "open":
                return {"name": self.paper.name}
            case "strip":
                return {"what_if": self.what_if(), "numbers": self.opened["dock"]}
            case "why":
                questions = self.opened["questions"]
                return {"what_if": self.what_if(), "question": questions[gesture % len(questions)]["id"]}
            case "trace":
                return {"path": self.numbers[gesture % len(self.numbers)]["id"]}
            case "moves":
                return {"outcome": self.random.randint(1, self.opened["outcomes"])}
            case "audit":
                issues = self.deal["issues"]
                return {"package": {one["id"]: self.random.choice(one["levels"])["id"] for one in issues}}
            case "edit":
                one = self.random.choice(self.numbers)
                return {"path": one["path"], "value": round(self.random.uniform(*one["range"]), 3)}
            case "answer" | "shares" | "deal":
                return {"what_if": self.what_if()}
        return {}

    def times(self, name: str, gestures: int) -> tuple[list[float], list[float]]:
        """CPU and wall milliseconds of each gesture, after two that warm up."""
        cpu, wall = [], []
        for gesture in range(gestures + 2):
            data = self.asked(name, gesture)
            if name == "open":
                self.desk.papers.clear()
            begun, since = time.process_time(), time.perf_counter()
            self.ask(name, **data)
            cpu.append(1e3 * (time.process_time() - begun))
            wall.append(1e3 * (time.perf_counter() - since))
        return cpu[2:], wall[2:]


def benches() -> Iterator[tuple[str, Bench]]:
    path = find_case("kuril/2019-01")
    yield "kuril", Bench(Paper("kuril", 1, "kuril/2019-01", path.read_text(encoding="utf-8"), path.parent))
    yield "four", Bench(Paper("four", 1, "four", four_text(), Path()))


def main() -> None:
    gestures = int(sys.argv[1]) if len(sys.argv) > 1 else GESTURES
    wanted = sys.argv[2:] or list(PROMISED)
    print(f"{'case':<6} {'gesture':<8} {'cpu':>8} {'cpu 95%':>8} {'wall':>8} {'wall 95%':>8} {'promised':>9}")
    for case, bench in benches():
        for name in wanted:
            cpu, wall = (quantiles(one, n=20) for one in bench.times(name, gestures))
            numbers = "".join(f" {value:8.1f}" for value in (cpu[9], cpu[18], wall[9], wall[18]))
            print(f"{case:<6} {name:<8}{numbers} {PROMISED[name]:>9}", flush=True)


if __name__ == "__main__":
    main()
