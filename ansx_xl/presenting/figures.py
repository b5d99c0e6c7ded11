"""The sheets Số liệu (elements by unit) and Tổng hợp (indicators by area)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from .. import rules, vi
from ..aggregating import Aggregate, Area, lacking
from ..consolidating import Results, name_of
from ..model import Element, Formula, Indicator, Key, Kind, Status
from ..rules import Expr, call, choose, ref, when
from ..text import exact
from .common import by_sector, frame, once
from .table import CellKey, Column, Look, Row, Styled, Table, key

TOTAL, COUNTED, EXPECTED, NUMERATOR, DENOMINATOR, REASON = "total", "counted", "expected", "n", "d", "reason"
PUBLISHED = "published"


def cell_of(results: Results, figure: Key) -> CellKey:
    """Where a reported figure stands on the sheet Số liệu."""
    element, unit = figure
    whole = unit == results.catalogue.province.id
    return key(vi.DATA, element, TOTAL if whole else unit)


def sum_of(results: Results, figures: Iterable[Key]) -> Expr:
    """The sum of reported figures, element by element."""
    return call("SUM", *_ranges(results, figures))


def count_of(results: Results, figures: Iterable[Key]) -> Expr:
    """How many of these reported figures are there."""
    return call("COUNT", *_ranges(results, figures))


def units_counted(results: Results, a: Aggregate) -> Expr:
    """How many of the units expected have every figure of an indicator."""
    of_unit: dict[str, list[Key]] = {}
    for figure in a.numerator_keys + a.denominator_keys:
        of_unit.setdefault(figure[1], []).append(figure)
    inside = next(area.units for area in results.areas if area.id == a.area)
    groups = [keys for unit, keys in of_unit.items() if unit in inside] or list(of_unit.values())
    if all(len(keys) == 1 for keys in groups):
        return count_of(results, [keys[0] for keys in groups])
    return rules.total(when(count_of(results, keys).eq(len(keys)), 1, 0) for keys in groups)


def received(results: Results, figures: Sequence[Key]) -> Expr:
    """The sum of what was received; empty where nothing was, for missing is not zero."""
    ranges = _ranges(results, figures)
    return when(call("COUNT", *ranges).eq(0), "", call("SUM", *ranges))


def _ranges(results: Results, figures: Iterable[Key]) -> list[Expr]:
    rows: dict[str, list[CellKey]] = {}
    province = results.catalogue.province.id
    for element, unit in figures:
        rows.setdefault(element, []).append(key(vi.DATA, element, TOTAL if unit == province else unit))
    return [ref(*cells) for cells in rows.values()] or [rules.lift(0)]


def data(results: Results) -> Table:
    """Every figure as received, by unit, with totals (Số liệu)."""
    units, groups = results.units, results.groups
    columns = (
        Column("number", vi.COLUMNS["number"], 5, "count"),
        Column("code", vi.CODE, 17, "code"),
        Column("name", vi.ELEMENT, 44),
        Column("measure", vi.COLUMNS["measure"], 11, "unit"),
        Column(TOTAL, vi.WHOLE_AREA, 13, "integer_total"),
        Column(COUNTED, vi.COUNTED, 7, "count"),
        Column(EXPECTED, vi.EXPECTED, 7, "count"),
        *_published_column(results),
        *(Column(g.id, g.name, 12, "integer_total") for g in groups),
        *(Column(a.id, a.name, 11, "integer") for a in units),
    )
    asked = dict.fromkeys(element for element, _ in results.totals)
    elements = [results.catalogue.elements[code] for code in asked]
    rows = tuple(by_sector(results, elements, _sector, lambda number, e: _data_row(results, number, e, units, groups)))
    return Table(
        name=vi.DATA,
        columns=columns,
        rows=rows,
        notes=(vi.DATA_NOTE, *([vi.ADJUSTED_NOTE] if results.adjusted else [])),
        looks=_short(vi.DATA, rows),
        frozen=4,
        tab="#1F4E79",
        **frame(results, vi.DATA_TITLE),
    )


def _published_column(results: Results) -> list[Column]:
    """Beside the totals of a period that was published, what they were then."""
    return [Column(PUBLISHED, vi.PUBLISHED_FIGURE, 13, "integer_total")] if results.dossier.published else []


def _published(results: Results, figure: Key, style: str, now: Decimal | Fraction | None) -> Styled | None:
    """The figure as it was published; it stands out where it is no longer the same."""
    if not results.dossier.published:
        return None
    published = results.dossier.published[-1]
    was = {**published.totals, **published.indicators}.get(figure, "")
    changed = was != (exact(now) or "")
    return Styled(Decimal(was) if was else None, style.replace("_total", "_adjusted") if changed else style)


def _short(table: str, rows: Sequence[Row]) -> tuple[Look, ...]:
    """Where fewer figures are there than must be, the count stands out."""
    first = next((r.key for r in rows if not r.group), None)
    if first is None:
        return ()
    return ((COUNTED, ref(key(table, first, COUNTED)) < ref(key(table, first, EXPECTED)), "alert"),)


def _sector(thing: Element | Indicator) -> str:
    return thing.sector


def _data_row(results: Results, number: int, e: Element, units: Sequence[Area], groups: Sequence[Area]) -> Row:
    province = results.areas[0]
    total = results.totals[e.code, province.id]
    figure = "integer" if e.decimals == 0 else "decimal"
    cells: dict[str, object] = {
        "number": number,
        "code": e.code,
        "name": Styled(e.name, "indent" if e.parent else "label_left"),
        "measure": e.measure,
        EXPECTED: total.expected,
        PUBLISHED: _published(
            results, (e.code, province.id), f"{figure}_total", total.value if total.counted else None
        ),
    }
    if e.by_unit:
        places = [(e.code, a.id) for a in units]
        cells[TOTAL] = Styled(received(results, places), f"{figure}_total")
        cells[COUNTED] = count_of(results, places)
        for area in groups:
            cells[area.id] = Styled(received(results, [(e.code, u) for u in area.units]), f"{figure}_total")
        for area in units:
            cells[area.id] = _reported(results, (e.code, area.id), figure)
    else:
        cells[TOTAL] = _reported(results, (e.code, province.id), figure)
        cells[COUNTED] = count_of(results, [(e.code, province.id)])
        cells |= {a.id: Styled(None, "void") for a in (*groups, *units)}
    return Row(e.code, cells)


def _reported(results: Results, figure: Key, style: str) -> Styled:
    """What was reported, as it enters the totals; signs and faults are words, and count as nothing."""
    entry = results.figures.entries.get(figure)
    if entry is None or entry.status is Status.EMPTY:
        return Styled(None, "missing")
    if figure in results.figures.excluded or entry.status is Status.ERROR:
        return Styled(vi.FAULTY, "faulty")
    match entry.status:
        case Status.NUMBER:
            return Styled(entry.value, f"{style}_adjusted" if figure in results.adjusted else style)
        case Status.NIL:
            return Styled(0, "nil")
        case Status.NOT_COLLECTED:
            return Styled(vi.SIGN_NOT_COLLECTED, "sign")
    return Styled(vi.SIGN_NOT_APPLICABLE, "sign")


def totals(results: Results) -> Table:
    """Every indicator of every area, from the sums (Tổng hợp); a ratio that is not complete is empty and says why."""
    others = results.areas[1:]
    columns = (
        Column("number", vi.COLUMNS["number"], 5, "count"),
        Column("code", vi.CODE, 8, "code"),
        Column("name", vi.INDICATOR, 44),
        Column("measure", vi.COLUMNS["measure"], 11, "unit"),
        Column(NUMERATOR, vi.NUMERATOR, 11, "integer"),
        Column(DENOMINATOR, vi.DENOMINATOR, 11, "integer"),
        Column(TOTAL, vi.WHOLE_AREA, 11, "percent_total"),
        Column(COUNTED, vi.COUNTED, 7, "count"),
        Column(EXPECTED, vi.EXPECTED, 7, "count"),
        Column(REASON, vi.WHY_EMPTY, 32),
        *_published_column(results),
        *(Column(a.id, a.name, 11, "percent") for a in others),
    )
    due = [results.catalogue.indicators[code] for code in results.due]
    rows = tuple(by_sector(results, due, _sector, lambda number, i: _totals_row(results, number, i)))
    used = once((results.due[i.code].footnote, i.code) for i in due)
    return Table(
        name=vi.TOTALS,
        columns=columns,
        rows=rows,
        notes=(vi.TOTALS_NOTE, *(vi.NOTE_ON.format(things=", ".join(c), note=note) for note, c in used.items())),
        looks=_short(vi.TOTALS, rows),
        frozen=4,
        tab="#1F4E79",
        **frame(results, vi.TOTALS_TITLE),
    )


def _totals_row(results: Results, number: int, i: Indicator) -> Row:
    formula = results.due[i.code]
    style = "integer" if i.decimals == 0 else "percent"
    # What is no rate is its own numerator, and looks like it.
    upper = _look(results, formula.numerator) if i.kind is Kind.RATIO else style
    lower = _look(results, formula.denominator) if formula.denominator else ""
    province = results.aggregates[i.code, results.areas[0].id]

    def own(column: str) -> Expr:
        return ref(key(vi.TOTALS, i.code, column))

    n, d, counted, expected = own(NUMERATOR), own(DENOMINATOR), own(COUNTED), own(EXPECTED)
    figures = province.numerator_keys + province.denominator_keys
    complete = counted.eq(expected)
    if i.kind is Kind.RATIO:
        worth = when(complete, when(d.eq(0), "", rules.rate(n, d)), "")
        zero = ((d.eq(0), vi.REASON["zero_denominator"]),)
    else:
        worth, zero = when(complete, n, ""), ()
    missing = vi.still_missing(_missing(results, province))
    why = choose(
        (counted.eq(0), vi.REASON["no_data"]),
        (counted < expected, missing),
        *zero,
        otherwise="",
    )
    cells: dict[str, object] = {
        "number": number,
        "code": i.code,
        "name": Styled(i.name, "indent" if i.beside else "label_left"),
        "measure": i.measure,
        NUMERATOR: Styled(received(results, province.numerator_keys), upper),
        DENOMINATOR: Styled(received(results, province.denominator_keys), lower) if lower else Styled(None, "void"),
        COUNTED: count_of(results, figures),
        EXPECTED: len(figures),
        TOTAL: Styled(worth, f"{style}_total"),
        REASON: Styled(why, shown=missing if province.missing else ""),
        PUBLISHED: _published(results, (i.code, results.areas[0].id), f"{style}_total", province.value),
    }
    for area in results.areas[1:]:
        aggregate = results.aggregates.get((i.code, area.id))
        if aggregate is None:
            cells[area.id] = Styled(None, "void")
        else:
            cells[area.id] = Styled(area_value(results, i, formula, aggregate), style)
    return Row(i.code, cells)


def _look(results: Results, elements: Iterable[str]) -> str:
    """How a sum of elements looks: whole, or with decimals where one of them has some."""
    return "decimal" if any(results.catalogue.elements[code].decimals for code in elements) else "integer"


def area_value(results: Results, i: Indicator, formula: Formula, a: Aggregate) -> Expr:
    """An indicator of one area straight from the reported figures."""
    keys = a.numerator_keys + a.denominator_keys
    if not keys:
        return rules.lift("")
    complete = count_of(results, keys).eq(len(keys))
    n = sum_of(results, a.numerator_keys)
    if not formula.denominator:
        return when(complete, n, "")
    d = sum_of(results, a.denominator_keys)
    return when(complete, when(d.eq(0), "", rules.rate(n, d)), "")


def _missing(results: Results, a: Aggregate) -> list[tuple[str, list[str]]]:
    """Who has still to send which elements: an agency's figures by unit are the agency's."""
    found: dict[str, list[str]] = {}
    for who, elements in lacking(results.catalogue, a).items():
        found.setdefault(name_of(results.catalogue, results.period, who), []).extend(elements)
    return list(found.items())
