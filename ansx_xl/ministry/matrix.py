"""Sheets of figures by unit: indicators (biểu 02), and the data elements of one sector (biểu 03).

Units stand side by side; where they are too many, below each other, with as many figures side by side as fit. Totals
are sums over the units, rates stand beside the two sums that they are made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .. import rules, vi
from ..aggregating import Area
from ..consolidating import Results
from ..presenting.common import in_sectors, sector_row
from ..presenting.table import Row, Styled, key
from ..rules import call, ref
from .grid import Grid, Heading, Order, adds_up, figure, lettered, missing, numbers, signs, void
from .lines import ElementLines, IndicatorLines, Thing, areas_of

Lines = ElementLines | IndicatorLines


def grids(order: Order) -> tuple[Grid, ...]:
    """Every sheet of the form: of one receiver, or of each of its sectors."""
    maker = ElementLines(order) if order.form.layout == "elements_by_unit" else IndicatorLines(order)
    found: list[Grid] = []
    for sector, things in maker.parts():
        found += _laid_out(order, maker, sector, things)
    return tuple(found)


def _laid_out(order: Order, maker: Lines, sector: str, things: list[Thing]) -> Iterator[Grid]:
    """The things as rows, or as the columns of as many sheets as they need."""
    results = order.results
    name = order.form.sheet.format(sector=sector)
    title = order.form.title.format(sector=results.catalogue.sector_name(sector) if sector else "")
    if len(results.units) <= order.form.across:
        yield _in_rows(order, maker, sector, name, title, things)
        return
    split = {t.many or t.code for t in things if _by_unit(results, t) and (t.rate_of or not t.over)}
    chunks = list(_chunks([t for t in things if (t.many or t.code) in split], order.form.room))
    for i, chunk in enumerate(chunks, start=1):
        several = len(chunks) > 1
        sheet = vi.SHEET_PART.format(name, number=i) if several else name
        said = vi.TITLE_PART.format(title, number=i, of=len(chunks)) if several else title
        rows = _as_columns(order, sheet, chunk)
        yield _grid(order, maker, sector, sheet, said, chunk, rows, _things(order, chunk), vi.MEASURES_ABOVE)
    whole = [replace(t, summed=False) for t in things if (t.many or t.code) not in split]
    if whole:
        sheet, said = vi.SHEET_WHOLE.format(name), vi.TITLE_WHOLE.format(title)
        yield _in_rows(order, maker, sector, sheet, said, whole, whole_only=True)


def _by_unit(results: Results, t: Thing) -> bool:
    return any(area in results.catalogue.units and area != results.areas[0].id for area in t.values)


def _in_rows(
    order: Order,
    maker: Lines,
    sector: str,
    sheet: str,
    title: str,
    things: list[Thing],
    whole_only: bool = False,
) -> Grid:
    rows, apart = _as_rows(order, sheet, things)
    columns = _columns(order, whole_only)
    return _grid(order, maker, sector, sheet, title, things, rows, columns, vi.MEASURES_VARY, apart)


def _grid(
    order: Order,
    maker: Lines,
    sector: str,
    sheet: str,
    title: str,
    things: list[Thing],
    rows: tuple[Row, ...],
    columns: tuple[Heading, ...],
    measure: str,
    apart: frozenset[int] = frozenset(),
) -> Grid:
    shown = {c.key for c in columns}
    seen = [Row(r.key, {k: c for k, c in r.cells.items() if k in shown}, r.group) for r in rows]
    return Grid(
        name=sheet,
        number=order.form.number.format(period=vi.period_mark(order.results.period), sector=sector),
        title=title,
        basis=order.form.basis,
        columns=columns,
        rows=tuple(seen),
        notes=(*signs(seen), *_rounding(order, things), *maker.notes(things, "code" in shown)),
        measure=measure,
        provisional=_lacks(things),
        estimated=any(t.estimated for t in things),
        apart=apart,
    )


def _lacks(things: list[Thing]) -> bool:
    return not all(t.complete for t in things)


def _chunks(things: list[Thing], room: int) -> Iterator[list[Thing]]:
    """Things in lots that fit side by side, evenly; those that stay together are not torn apart."""
    families: list[list[Thing]] = []
    for t in things:
        if families and t.many and families[-1][-1].many == t.many:
            families[-1].append(t)
        else:
            families.append([t])
    lots = -(-len(things) // room) or 1
    size = -(-len(things) // lots)
    lot: list[Thing] = []
    for family in families:
        if lot and len(lot) + len(family) > max(size, len(family)):
            yield lot
            lot = []
        lot += family
    if lot:
        yield lot


# --- cells ----------------------------------------------------------------------------------------------------------


def _cell(order: Order, t: Thing, area: Area, at: Any) -> Styled:
    """What stands for a thing in an area; *at*(code, area) is the key of another cell of the sheet."""
    strong = area.id == order.results.areas[0].id or area.id not in order.results.catalogue.units
    if area.id not in t.values:
        return void(strong)
    if area.id in t.shown:
        return t.shown[area.id]
    worth = t.values[area.id]
    if worth is None:
        return missing(strong)
    if t.rate_of:
        n, d = (ref(at(code, area.id)) for code in t.rate_of)
        return figure(rules.rate(n, d), t.decimals, strong)
    if t.summed and strong:
        return figure(call("SUM", ref(*(at(t.code, unit) for unit in area.units))), t.decimals, True)
    return figure(worth, t.decimals, strong)


def _as_rows(order: Order, sheet: str, things: list[Thing]) -> tuple[tuple[Row, ...], frozenset[int]]:
    areas = areas_of(order.results)
    rows: list[Row] = []
    apart: set[int] = set()
    number = 0
    several = len({t.sector for t in things}) > 1
    for sector, heading, run in in_sectors(order.results.catalogue, things, lambda t: t.sector):
        if several:
            rows.append(sector_row(sector, heading))
        for t in run:
            number += t.numbered
            if not t.numbered:
                apart.add(len(rows))
            cells: dict[str, Any] = {
                "number": number if t.numbered else "",
                "name": Styled(t.name, t.style),
                "code": t.code.partition(".")[0],
                "measure": t.measure,
            }
            cells |= {area.id: _cell(order, t, area, lambda code, a: key(sheet, code, a)) for area in areas}
            rows.append(Row(t.code, cells))
    return tuple(rows), frozenset(apart)


def _as_columns(order: Order, sheet: str, things: list[Thing]) -> tuple[Row, ...]:
    rows = []
    units = {a.id for a in order.results.units}
    number = 0
    for area in areas_of(order.results):
        number += area.id in units
        words = area.name if area.id in units or not area.whole else vi.WHOLE_AREA
        cells: dict[str, Any] = {
            "number": number if area.id in units else "",
            "unit": Styled(words, "ruled_text" if area.id in units else "ruled_strong"),
        }
        cells |= {t.code: _cell(order, t, area, lambda code, a: key(sheet, a, code)) for t in things}
        rows.append(Row(area.id, cells))
    return tuple(rows)


def _columns(order: Order, whole_only: bool = False) -> tuple[Heading, ...]:
    """The form's own columns, with one for each group and unit unless there is nothing by unit."""
    results, found = order.results, []
    groups, units = ((), ()) if whole_only else (results.groups, results.units)
    for c in order.form.columns:
        width = float(c.width)
        if c.content == "unit":
            continue
        if c.content == "total":
            found.append(Heading(results.areas[0].id, c.heading, width, c.over))
            found += [Heading(g.id, vi.part_of(g.name), width, c.over) for g in groups]
        elif c.content == "units":
            found += [Heading(a.id, a.name, width, c.heading) for a in units]
        else:
            found.append(Heading(c.content, c.heading, width, c.over))
    return lettered(found, {})


def _things(order: Order, things: list[Thing]) -> tuple[Heading, ...]:
    """Number and name of the unit, then one column for each thing."""
    own = {c.content: c for c in order.form.columns}
    found = [Heading(c, own[c].heading, float(own[c].width), own[c].over) for c in ("number", "unit") if c in own]
    width = float(own["units"].width) if "units" in own else 11.0
    for t in things:
        text = vi.headed(t.short or t.name, "" if t.rate_of else t.measure)
        found.append(Heading(t.code, text, width, t.over))
    return lettered(found, {})


def _rounding(order: Order, things: list[Thing]) -> tuple[str, ...]:
    """The footnote, exactly where a total that is shown is not the sum of the parts that are shown."""
    for t in things:
        for area in (order.results.areas[0], *order.results.groups):
            if t.summed and t.values.get(area.id) is not None:
                parts = numbers(t.values.get(unit) for unit in area.units)
                if not adds_up(t.values[area.id], parts, t.decimals):
                    return (vi.ROUNDING_NOTE,)
    return ()
