"""Functions compiled by numba (extra ``fast``), and kept on disk where there is a place to write to.

Where neither the package nor the folder of the user can be written (a read-only install without a home), numba refuses
to keep anything; the functions are then compiled anew in every process. Import it only where numba is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba

Function = Callable[..., Any]


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
