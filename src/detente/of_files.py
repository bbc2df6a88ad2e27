"""The public functions that take a file of their own: judgements of several, a log of forecasts, tables with years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Literal

from detente.errors import DetenteError
from detente.evidence.tables.number_columns import MARKS
from detente.evidence.tables.years import span_asked
from detente.exchange.coded_tables import read_judged
from detente.exchange.logged_forecasts import read_log
from detente.exchange.one_format import Asked
from detente.exchange.series_tables import is_series_table, of_tables
from detente.influence.balance.frustration import SECONDS
from detente.influence.balance.projection import Rule
from detente.influence.series.result import Part, Series
from detente.influence.series.result import series as year_by_year
from detente.load import check, check_text, load, unexpanded
from detente.situation.model import Situation
from detente.uncertainty.experts.delphi import CONSENSUS
from detente.uncertainty.experts.forecast_log import BINS, LEVEL, ForecastLog, scored_log
from detente.uncertainty.experts.judged import Coders, compared
from detente.uncertainty.experts.krippendorff import Level

Decimal = Literal["point", "comma"]


def coders(
    file: str | Path,
    *,
    level: Level | None = None,
    scale: tuple[float, float] | None = None,
    consensus: float = CONSENSUS,
    decimal: Decimal | None = None,
) -> Coders:
    """How far several coders or experts agree, with whose numbers what is forecast, how the rounds of a panel went.

    Args:
        file: one line for each unit and coder (and round): a table, a workbook, or a list in YAML.
        level: how values were measured; None: ``interval`` for numbers, ``nominal`` for words.
        scale: the ends of the scale of units that state none.
        consensus: there is one where the spread of the last round is at most this share of the scale.
        decimal: ``point`` or ``comma``, where numbers can be read in two ways.

    Raises:
        InputError: everything that is wrong with the file, at once.
        DetenteError: the ends of a scale in the wrong order, or a level that the values do not bear.
    """
    if scale is not None and not scale[0] < scale[1]:
        raise DetenteError("scale_ends", low=scale[0], high=scale[1])
    mark = MARKS.get(decimal or "")
    judged = read_judged(Path(file), scale, mark)
    if level not in (None, "nominal") and judged.words:
        raise DetenteError("level_of_words", level=level)
    if level == "ratio" and any(one.value < 0 for column in judged.columns.values() for one in column):
        raise DetenteError("level_ratio")
    situations: Mapping[str, Situation] = {}
    if judged.tabled and len(judged.coders) > 1:
        ends = None if scale is None else (Fraction(str(scale[0])), Fraction(str(scale[1])))
        situations = load(file, Asked(ends, decimal=mark)).variants
    return compared(judged, level, situations, consensus)


def forecasts(
    file: str | Path, *, bins: int = BINS, level: float = LEVEL, decimal: Decimal | None = None
) -> ForecastLog:
    """A log of forecasts scored against what came, with what would have cost nothing beside it.

    Args:
        file: one line for each forecast: a table, a workbook, or a list in YAML.
        bins: how many bins the stated probabilities are put into.
        level: the share that bands are to hold which state none.
        decimal: ``point`` or ``comma``, where numbers can be read in two ways.

    Raises `InputError` with everything that is wrong with the file.
    """
    lines, notes = read_log(Path(file), level, MARKS.get(decimal or ""))
    return scored_log(lines, bins, notes)


def series(
    file: str | Path,
    others: Iterable[str | Path] = (),
    *,
    actors: Iterable[str] = (),
    window: int = 1,
    years: str | None = None,
    part: Part | None = None,
    projection: Rule = "net",
    weigh: bool = False,
    seconds: float | None = SECONDS,
) -> Series:
    """Balance, dependence and distance year by year.

    Args:
        file: a situation whose tables have years, or else whose variants have dates of their own (or a shipped case);
            or a table about pairs.
        others: further tables, as disputes beside alliances.
        actors: of tables: only these states, by name or code; none: all that they name.
        window: how many years, up to the one named, count together.
        years: a year, or a first and a last (``1946..1999``); None: all that every table covers.
        part: ``balance``, ``dependence`` or ``distance``, which is shown as rows and drawn; None: the first there is.
        projection: how several ties of a pair become one sign: ``net``, ``latest``, ``positive`` or ``negative``.
        weigh: ties weigh their strength.
        seconds: for the searches for best splits of all years together.

    Raises:
        InputError: a file that cannot be read, with everything that is wrong.
        DetenteError: no tables with years and no variants with dates; years not covered; a state that no table names.
    """
    tables, named = [Path(one) for one in others], tuple(actors)
    if is_series_table(Path(file)):
        made, folder = of_tables([Path(file), *tables], named)
        situation, variants = unexpanded(check_text(made, folder, Path(file).name)), {}
    elif tables or named:
        raise DetenteError("series_situation", option="--with" if tables else "--actor")
    else:
        checked = check(file)
        situation = unexpanded(checked)
        folder = checked.case.folder if checked.case is not None else Path(file).parent
        variants = {name: part.required() for name, part in checked.reading.variants.items()}
    return year_by_year(
        situation, folder, window=window, asked=span_asked(years), variants=variants, part=part,
        projection=projection, weigh=weigh, seconds=seconds,
    )  # fmt: skip
