"""The years of every target: what the sparklines and the trend are drawn from, and the list to choose from."""

from __future__ import annotations

from collections.abc import Iterator

from ... import vi
from ...attainment import Attainment
from ...book import Cell, Content
from ...consolidating import Results
from ...layout import pictures as grid
from ...model import Indicator, Kind, TargetKind
from ...rules import ref
from ..attainments import ACTUAL, row_cell
from .drawing import Part, at, level, scope_name, spread

LABEL, HEAT, LOWER, STRICT, LEVEL, NEAR = "label", "heat", "lower", "strict", "level", "near"
GOAL, BY_UNIT, UNIT_FORM, OWN_FORM = "goal", "by", "unit_form", "own_form"
HELP = (LABEL, HEAT, LOWER, STRICT, LEVEL, NEAR, GOAL, BY_UNIT, UNIT_FORM, OWN_FORM)
"""Hidden columns beside the table: what a choice means."""
WHOLE, DECIMAL = "n", "%"
"""How figures are shown: whole, or with decimals."""
_MOST_YEARS = 7
_LONGEST = 120


def rows(results: Results) -> tuple[Attainment, ...]:
    """The targets to choose from: those of the province and its groups, each once for each year that it names."""
    return tuple(a for a in results.attainments if listed(results, a))


def listed(results: Results, a: Attainment) -> bool:
    """Whether a target is one of the province or its groups, and not of a single unit."""
    return a.area not in results.catalogue.units or a.area == results.catalogue.province.id


def years(results: Results) -> tuple[int, ...]:
    """The years of the columns, the period's own last."""
    now = results.period.year
    known = [year for a in results.attainments for year, _ in a.series if now - _MOST_YEARS < year < now]
    return (*range(min(known, default=now), now), now)


def heading(results: Results, year: int) -> int | str:
    """A year as a column is headed; the last one is the period, in words where it is no whole year."""
    return year if year < results.period.year or results.period.closes_year else vi.period_short(results.period)


def drawn(results: Results, a: Attainment, columns: tuple[int, ...]) -> tuple[int, ...]:
    """The years that a small line of a target goes over, gaps included; none where there are fewer than two figures."""
    known = [year for year, _ in a.series if columns[0] <= year < columns[-1]]
    if a.actual is not None and _comparable(results, a):
        known.append(columns[-1])
    return tuple(range(known[0], known[-1] + 1)) if len(known) > 1 else ()


def floor(a: Attainment) -> float:
    """From where the small columns of a target are drawn: below its least figure by half of what they differ."""
    values = [value for _, value in a.series] + ([a.actual] if a.actual is not None else [])
    return float(min(values) - (max(values) - min(values)) / 2) if len(set(values)) > 1 else 0.0


def part(
    results: Results,
    place: grid.PicturePlace,
    compared: tuple[Indicator, ...],
    chosen: tuple[Attainment, ...],
    columns: tuple[int, ...],
) -> Part:
    """The table of years."""
    top, width = place.history, grid.HIDDEN
    header = top + 2
    cells = [
        Cell(top, 0, vi.HISTORY_HEADING, "section"),
        Cell(top + 1, 0, vi.HISTORY_NOTE, "picture_note", span=(1, width)),
        Cell(header, grid.CODE, vi.BULLET_COLUMNS["code"], "header"),
        spread(header, grid.PAST_NAME, vi.BULLET_COLUMNS["name"], "header"),
    ]
    for number, year in enumerate(columns):
        cells.append(Cell(header, grid.PAST_YEARS + number, heading(results, year), "heat_head"))
    for row, a in enumerate(chosen, start=header + 1):
        cells += _row(results, compared, a, columns, row)
    shared = [a for a in results.attainments if not listed(results, a)]
    for row, a in enumerate(shared, start=header + 1):
        # The sparklines of single units need their numbers too: in hidden columns.
        cells += _numbers(results, a, columns, row, grid.HIDDEN + len(HELP), "text")
    return Part(
        tuple(cells),
        {top: 21.0, top + 1: 26.0, header: 18.0},
    )


def _row(
    results: Results, compared: tuple[Indicator, ...], a: Attainment, columns: tuple[int, ...], row: int
) -> Iterator[Cell]:
    yield Cell(row, grid.CODE, a.target_id, "picture_code")
    yield Cell(row, grid.NAME, scope_name(results, a), "picture_line")
    decimals = results.catalogue.indicators[a.indicator].decimals
    yield from _numbers(results, a, columns, row, grid.PAST_YEARS, "heat_count" if decimals == 0 else "heat")
    for number, (column, content) in enumerate(_help(results, compared, a)):
        yield Cell(row, grid.HIDDEN + number, content, "text", at(a.key, column))


def _numbers(
    results: Results, a: Attainment, columns: tuple[int, ...], row: int, first: int, style: str
) -> Iterator[Cell]:
    past = dict(a.series)
    for col, year in enumerate(columns, start=first):
        content: Content = past.get(year)
        if year == results.period.year:
            content = ref(row_cell(a, ACTUAL)) if _comparable(results, a) else None
        yield Cell(row, col, content, style, at(a.key, str(year)))


def _comparable(results: Results, a: Attainment) -> bool:
    """Whether the period's figure may stand beside whole years: what is counted through a year only at its end."""
    if results.period.closes_year:
        return True
    return a.kind is not TargetKind.ANNUAL_FLOW and not (a.case.path and not a.case.path.base)


def _help(results: Results, compared: tuple[Indicator, ...], a: Attainment) -> Iterator[tuple[str, Content]]:
    indicator = results.catalogue.indicators[a.indicator]
    shown = indicator.base if indicator.kind is Kind.CHANGE else indicator.code
    position = next((i for i, each in enumerate(compared, start=1) if each.code == shown), 0)
    against = level(results, shown) if position else None
    lower = results.catalogue.indicators[shown].lower_is_better
    yield LABEL, label(results, a)
    yield HEAT, position
    yield LOWER, int(against.lower if against else lower)
    yield STRICT, int(bool(against and against.strict))
    yield LEVEL, against.value if against else vi.CLASS_NONE
    yield NEAR, against.near if against else vi.CLASS_NONE
    yield GOAL, a.target
    yield UNIT_FORM, WHOLE if results.catalogue.indicators[shown].decimals == 0 else DECIMAL
    yield OWN_FORM, WHOLE if indicator.decimals == 0 else DECIMAL
    by_unit = results.catalogue.indicators[shown]
    yield BY_UNIT, f"{by_unit.code} {by_unit.name}" if position else vi.BY_UNIT_NONE


def label(results: Results, a: Attainment) -> str:
    """A target as the list shows it; signs that a search would take for others are left out."""
    text = f"{a.target_id} {scope_name(results, a)}"
    for sign in "*?~":
        text = text.replace(sign, " ")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
