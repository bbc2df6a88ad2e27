"""How much random testing is done: a share of it by default, more or less where DETENTE_EXAMPLES says so."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("DETENTE_EXAMPLES", "80"))

settings.register_profile(
    "detente",
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
settings.load_profile("detente")
