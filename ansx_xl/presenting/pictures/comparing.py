"""Units beside indicators: the number, a sign and a colour for where it lies to the province's level."""

from __future__ import annotations

from collections.abc import Iterator

from ... import rules, vi
from ...aggregating import Area
from ...book import Cell, Highlight
from ...consolidating import Results
from ...layout import pictures as grid
from ...model import Indicator
from ...rules import Expr, call, ref, when
from ..table import key
from .drawing import Level, Part, at, level

HEAT = "heat"
CLASSES = (("sign_met", vi.CLASS_MET), ("sign_near", vi.CLASS_NEAR), ("sign_far", vi.CLASS_FAR))
COUNTED = "_count"
"""The looks of whole numbers end in this."""


def columns(results: Results) -> tuple[Indicator, ...]:
    """The indicators that single units have figures of, as many as there are columns for."""
    ids = [a.id for a in results.units]
    found = [c for c in results.due if any((c, u) in results.aggregates for u in ids)]
    place = results.catalogue.sector_place
    known = sorted((results.catalogue.indicators[c] for c in found), key=lambda i: place(i.sector))
    return tuple(known[: grid.NARROW])


def part(results: Results, place: grid.PicturePlace, areas: tuple[Area, ...], compared: tuple[Indicator, ...]) -> Part:
    """The comparison: a row for each unit, a column for each indicator."""
    top, width = place.heat, grid.HIDDEN
    header, levels, first = top + 2, top + 3, top + 4
    cells = [
        Cell(top, 0, vi.HEAT_HEADING, "section"),
        Cell(top + 1, 0, vi.HEAT_NOTE, "picture_note", span=(1, width)),
        Cell(header, 0, vi.HEAT_UNIT, "header", span=(1, 2)),
        Cell(levels, 0, vi.HEAT_LEVEL, "heat_level_name", span=(1, 2)),
    ]
    lights: list[Highlight] = []
    for col, indicator in enumerate(compared, start=grid.GRID):
        against = level(results, indicator.code)
        cells.append(Cell(header, col, indicator.code, "heat_head", note=indicator.name))
        cells.append(Cell(levels, col, _level_text(against, indicator), "heat_level"))
        if against and areas:
            block = (first, col, first + len(areas) - 1, col)
            cell = ref(at(areas[0].id, f"{HEAT}:{indicator.code}"))
            lights += _lights(against, block, cell, COUNTED if indicator.decimals == 0 else "")
    for row, area in enumerate(areas, start=first):
        cells.append(Cell(row, grid.CODE, results.catalogue.units[area.id].code, "picture_code"))
        cells.append(Cell(row, grid.NAME, area.name, "picture_label", at(area.id, "name")))
        cells += _unit(results, area, compared, row)
    heights = {top: 21.0, top + 1: 26.0, header: 18.0}
    return Part(tuple(cells), heights, tuple(lights))


def _level_text(against: Level | None, indicator: Indicator) -> str:
    if against is None:
        return vi.CLASS_NONE
    sign = ("<" if against.lower else ">") if against.strict else ("≤" if against.lower else "≥")
    return sign + vi.number(against.value)


def _unit(results: Results, area: Area, compared: tuple[Indicator, ...], row: int) -> Iterator[Cell]:
    for col, indicator in enumerate(compared, start=grid.GRID):
        own = results.aggregates.get((indicator.code, area.id))
        name = at(area.id, f"{HEAT}:{indicator.code}")
        if own is None or not own.applies:
            yield Cell(row, col, vi.CLASS_NONE, "heat", name)
            continue
        found = ref(key(vi.TOTALS, indicator.code, area.id))
        style = "heat_count" if indicator.decimals == 0 else "heat"
        yield Cell(row, col, when(found.eq(""), vi.unit_reason(own.reason), found), style, name)


def _lights(against: Level, block: tuple[int, int, int, int], cell: Expr, kind: str) -> Iterator[Highlight]:
    number = call("ISNUMBER", cell)
    met, near = holds(cell, against.value, against), holds(cell, against.near, None, against.lower)
    yield Highlight(block, rules.both(number, met), "sign_met" + kind)
    yield Highlight(block, rules.both(number, near), "sign_near" + kind)
    yield Highlight(block, number, "sign_far" + kind)


def holds(cell: Expr, value: object, against: Level | None, lower: bool = False) -> Expr:
    """Whether a figure is at a level, or on its better side."""
    if against is None:
        return cell <= value if lower else cell >= value
    if against.strict:
        return cell < value if against.lower else cell > value
    return cell <= value if against.lower else cell >= value
