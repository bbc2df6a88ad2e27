"""A log of forecasts as a file: a table, a workbook, or a list in YAML, one record for each forecast.

``date`` (of the forecast), ``question``, and either ``probability`` (0 to 1, or percent) of a yes, or ``forecast``, a
number, perhaps with ``lower`` and ``upper`` and the ``level`` that they are to hold (0.8 unless said). ``outcome``: yes
or no, or a number; blank while it is open. ``low`` and ``high`` end the scale. Columns of baselines have their names:
``status_quo``, ``last``, ``median``, ``mean``, ``weighted_mean``.

A forecast is one of a question, on a day, by a ``forecaster`` (if that column is there). A line that says the same
again is told and counts once; one that says otherwise is refused, for which of the two was meant cannot be known.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

from detente.evidence.tables.number_columns import Mark, is_missing
from detente.exchange.long_tables import LongTable, read_long
from detente.uncertainty.experts.forecast_log import BASELINES, LEVEL, Logged
from detente.words import Said

COLUMNS = {
    "date": ("made_on", "forecast_date", "التاريخ", "تاريخ"),
    "question": ("issue", "target", "السؤال", "المسألة"),
    "forecaster": ("who", "expert", "by", "المتوقع", "المتوقّع", "الخبير"),
    "probability": ("chance", "p", "الاحتمال"),
    "forecast": ("predicted", "prediction", "point", "التوقع", "التوقّع"),
    "lower": ("lower_end", "الحد_الأدنى"),
    "upper": ("upper_end", "الحد_الأعلى"),
    "level": ("confidence", "مستوى_النطاق"),
    "outcome": ("actual", "observed", "result", "النتيجة", "ما_حدث"),
    "low": ("scale_low", "lowest"),
    "high": ("scale_high", "highest"),
    "status_quo": ("today",),
    "last": ("last_value", "previous"),
    "median": ("weighted_median",),
    "mean": ("plain_mean",),
    "weighted_mean": (),
}
SHOWN = 12  # lines that are named
SURE = {"yes": 1.0, "true": 1.0, "نعم": 1.0, "no": 0.0, "false": 0.0, "لا": 0.0}
NUMBERS = ("probability", "forecast", "lower", "upper", "level", "low", "high", *BASELINES)


def read_log(path: Path, level: float = LEVEL, decimal: Mark | None = None) -> tuple[list[Logged], tuple[Said, ...]]:
    """The lines of a log, in the order of the file, and what is to be said of it. `level`: of bands that state none.

    Raises `InputError` or `FaultyError` with all that is wrong.
    """
    table = read_long(path, COLUMNS, ("date", "question"))
    if not {"probability", "forecast"} & set(table.columns):
        table.fault("table_column", column="forecast", nearest=None, known=table.columns)
        table.finish()
    outcomes = _outcomes(table, decimal)
    numbers = table.numbers([name for name in NUMBERS if name in table.columns], decimal)
    found: dict[tuple[str, str, str], tuple[int, Logged]] = {}
    again: list[int] = []
    for place, (line, cells) in enumerate(table.records):
        values = {name: None if column[place] is None else float(_some(column[place]))
                  for name, column in numbers.items()}  # fmt: skip
        one = _line(table, line, cells, values, outcomes[place], level)
        if one is None:
            continue
        who = cells.get("forecaster", "")
        first, before = found.setdefault((one.date, one.question, who), (line, one))
        if first != line and before == one:
            again.append(line)
        elif first != line:
            table.fault("log_twice", line, question=one.question, date=one.date, forecaster=who or None, first=first)
    table.finish()
    notes = [Said("forecasts.again", {"count": len(again), "lines": tuple(map(str, again[:SHOWN]))})] if again else []
    return [one for _, one in found.values()], (*table.notes, *notes)


def _some(value: Fraction | None) -> Fraction:
    assert value is not None
    return value


def _outcomes(table: LongTable, decimal: Mark | None) -> list[float | None]:
    """Yes as 1, no as 0, numbers as they are, None where it is open."""
    cells = [row.get("outcome", "") for _, row in table.records]
    words = [SURE.get(cell.casefold()) for cell in cells]
    for (_, row), word in zip(table.records, words, strict=True):
        if word is not None:
            row["outcome"] = ""
    numbers = table.numbers(["outcome"], decimal).get("outcome") if "outcome" in table.columns else None
    if numbers is None:
        return words
    return [word if value is None else float(value) for word, value in zip(words, numbers, strict=True)]


def _line(
    table: LongTable, line: int, cells: dict[str, str], values: dict[str, float | None], outcome: float | None,
    level: float,
) -> Logged | None:  # fmt: skip
    """One record; None (and its faults) where it cannot be meant."""
    before, name = len(table.faults), cells.get("question", "")
    day = _dated(table, line, cells.get("date", ""))
    if not name:
        table.fault("table_blank", line, column="question")
    stated = {key: values.get(key) for key in ("probability", "forecast")}
    given = [key for key, value in stated.items() if value is not None]
    if len(given) != 1:
        table.fault("log_stated", line)
        return None
    yes_no, value = given == ["probability"], float(stated[given[0]] or 0.0)
    beside = {key: found for key in BASELINES if (found := values.get(key)) is not None}
    if yes_no:
        for key, one in {"probability": value, **beside}.items():
            if not 0 <= one <= 1:
                table.fault("log_probability", line, column=key, found=one)
        if outcome not in (None, 0.0, 1.0):
            table.fault("log_yes_no", line, found=outcome)
    band, scale = _ends(table, line, values, "lower", "upper"), _ends(table, line, values, "low", "high")
    if band is not None and not band[0] <= value <= band[1]:
        table.fault("log_band", line, low=band[0], high=band[1], found=value)
    held = values.get("level") or level
    if not 0 < held < 1:
        table.fault("log_level", line, found=held)
    if len(table.faults) > before:
        return None
    return Logged(day, name, yes_no, value, outcome, band, held, scale, beside)


def _dated(table: LongTable, line: int, day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        table.fault("log_date" if not is_missing(day) else "table_blank", line, found=day, column="date")
        return ""


def _ends(
    table: LongTable, line: int, values: dict[str, float | None], low: str, high: str
) -> tuple[float, float] | None:
    """Both ends, None if there is neither; one alone or in the wrong order is a fault."""
    ends = values.get(low), values.get(high)
    if ends[0] is None and ends[1] is None:
        return None
    if ends[0] is None or ends[1] is None:
        table.fault("table_blank", line, column=low if ends[0] is None else high)
        return None
    if ends[0] > ends[1] or (low == "low" and ends[0] == ends[1]):
        table.fault("table_scale" if low == "low" else "log_ends", line, low=ends[0], high=ends[1])
        return None
    return ends[0], ends[1]
