"""What the tests of the report share."""

from __future__ import annotations

import pytest

from detente.load import load
from detente.report.findings import Findings, findings


@pytest.fixture(scope="session")
def kuril() -> Findings:
    """Everything the report tells of the Kuril case, with a short study."""
    return findings(load("kuril/2019-01"), draws=2_000)
