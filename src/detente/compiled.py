"""Functions compiled by numba (extra ``fast``), and kept on disk where there is a place to write to.

Where neither the package nor the folder of the user can be written (a read-only install without a home), numba refuses
to keep anything; the functions are then compiled anew in every process. Import it only where numba is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Any

import numba
from numba.core import event

from detente.time_left import stood

Function = Callable[..., Any]


class Compiling(event.Listener):
    """Stops the clock of `detente.time_left` while anything is compiled."""

    def __init__(self) -> None:
        self.lock, self.deep, self.since = Lock(), 0, 0.0

    def on_start(self, event: Any) -> None:  # noqa: ARG002
        with self.lock:
            if not self.deep:
                self.since = monotonic()
            self.deep += 1

    def on_end(self, event: Any) -> None:  # noqa: ARG002
        with self.lock:
            self.deep -= 1
            if not self.deep:
                stood(monotonic() - self.since)


event.register("numba:compile", Compiling())  # type: ignore[no-untyped-call]


def njit(**settings: Any) -> Callable[[Function], Function]:
    """The decorator of numba, with its settings."""

    def made(function: Function) -> Function:
        try:
            found: Function = numba.njit(**settings)(function)
        except RuntimeError:  # no locator available: nowhere to keep it
            found = numba.njit(**{**settings, "cache": False})(function)
        return found

    return made


compiled = njit(cache=True, nogil=True, error_model="numpy")
