"""What does a study look like: pure functions that draw on matplotlib axes and return them (the extra ``plot``).

Open `rivers` first; what all plots share is in `style` (looks) and `labels` (words). Each plot has a table twin
(``…_rows``, the numbers it shows) and a sentence twin (``…_sentences``). Nothing is shown or written until asked:
``river(…).figure`` in a notebook, `save` for a file.
"""

from __future__ import annotations

from detente.drawing.plots.bars import share_bars, share_rows, share_sentences
from detente.drawing.plots.converging import convergence, convergence_rows, convergence_sentences
from detente.drawing.plots.heat import heat_map, heat_rows, heat_sentences
from detente.drawing.plots.lists import list_plot
from detente.drawing.plots.rivers import river, river_rows, river_sentences
from detente.drawing.plots.style import save
from detente.drawing.plots.tornadoes import tornado, tornado_rows, tornado_sentences

__all__ = [
    "convergence", "convergence_rows", "convergence_sentences",
    "heat_map", "heat_rows", "heat_sentences",
    "list_plot",
    "river", "river_rows", "river_sentences",
    "save",
    "share_bars", "share_rows", "share_sentences",
    "tornado", "tornado_rows", "tornado_sentences",
]  # fmt: skip
