"""The layout of one form: which figures a respondent owes for a period, and where each of them stands."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from .. import vi
from ..model import AUTO, LOCAL, Catalogue, Element, Formula, Kind, Nature, Unit, families
from ..period import Period
from .parts import FormLayout, Heading, IndicatorRow, RuleRow, Slot, TaskRow, UnitTable
from .places import (
    ACTUAL,
    BODY_ROW,
    ESTIMATE,
    H_BODY_ROW,
    H_GAP,
    INDICATORS_BODY_ROW,
    TABLE_BLOCK,
    TABLE_FIRST,
    TABLE_LAST,
    TASKS_BODY_ROW,
)
from .spots import defined_name


@lru_cache(maxsize=256)
def form(catalogue: Catalogue, period: Period, respondent: str, sectors: frozenset[str] | None = None) -> FormLayout:
    """The layout of the form that *respondent* (a unit id or an agency's role) owes for *period*."""
    is_unit = respondent in catalogue.units
    supplier = LOCAL if is_unit else respondent
    units = catalogue.reporting_units(period)
    place = respondent if is_unit else catalogue.province.id
    by_unit = catalogue.flows_begin(period, [catalogue.units[respondent]] if is_unit else units)
    begin = by_unit if is_unit else catalogue.flows_begin(period)

    slots: list[Slot] = []
    headings: list[Heading] = []
    row, helper = BODY_ROW, H_BODY_ROW
    for numeral, (title, elements) in enumerate(_parts(catalogue, period, supplier, sectors)):
        headings.append(Heading(row, title, vi.roman(numeral + 1)))
        row += 1
        for element in elements:
            slots.append(
                Slot(
                    element=element,
                    unit=place,
                    name=defined_name(element.code),
                    row=row,
                    col=ACTUAL,
                    row_key=element.code,
                    column_key="",
                    label=label(element, period, begin),
                    helper=helper,
                    estimate=element.nature is Nature.FLOW and not period.closes_year,
                    auto=element.reporter == AUTO,
                )
            )
            row, helper = row + 1, helper + 1
    tables = []
    tabled = [] if is_unit else [e for e in _owed(catalogue, period, supplier, sectors) if e.by_unit]
    for number, elements in enumerate(_chunks(tabled, period), start=1):
        headings.append(Heading(row, vi.UNIT_TABLE, vi.roman(len(headings) + 1)))
        table = _unit_table(f"T{number}", row + 1, elements, units, period)
        tables.append(table)
        # Down each column, so that the figures of one element are one range on the hidden sheet.
        for col, element in table.columns:
            for at, unit in table.rows:
                slots.append(
                    Slot(
                        element=element,
                        unit=unit.id,
                        name=defined_name(element.code, f"u{unit.code}"),
                        row=at,
                        col=col,
                        row_key=f"{table.key}:{unit.code}",
                        column_key=element.code,
                        label=unit.name,
                        helper=helper,
                        estimate=False,
                    )
                )
                helper += 1
        row = table.total_row + 1
    known = {s.key for s in slots}
    found = enumerate(_rules(catalogue, period, known), start=helper + H_GAP)
    rules = [RuleRow(check, unit, elements, at) for at, (check, unit, elements) in found]
    tasks = [t for t in catalogue.tasks if t.owner == supplier and period.end in t.validity]
    return FormLayout(
        period=period,
        respondent=respondent,
        is_unit=is_unit,
        sectors=sectors,
        begin=begin,
        units_begin=by_unit,
        slots=tuple(slots),
        headings=tuple(headings),
        tables=tuple(tables),
        last_row=row - 1,
        rules=tuple(rules),
        indicators=_indicators(catalogue, period, sectors, frozenset(e for e, _ in known)),
        tasks=tuple(TaskRow(TASKS_BODY_ROW + i, t) for i, t in enumerate(tasks)),
    )


def label(element: Element, period: Period, begin: date) -> str:
    """What a row or column is called on a form: a flow says from when it is counted, but for a whole year's."""
    if not cumulative(element, period, begin):
        return element.name
    since = vi.CUMULATIVE if (begin.month, begin.day) == (1, 1) else vi.CUMULATIVE_FROM.format(day=vi.day(begin))
    return f"{element.name} {since}"


def cumulative(element: Element, period: Period, begin: date) -> bool:
    """Whether a flow might be taken for something else than the sum since *begin*: it may not for a whole year."""
    whole = period.is_annual and (begin.month, begin.day) == (1, 1)
    return element.nature is Nature.FLOW and not whole


# What all units have in common (they owe the same, `LOCAL`) is found once, not for the form of each of them.
@lru_cache(maxsize=64)
def _owed(catalogue: Catalogue, period: Period, supplier: str, sectors: frozenset[str] | None) -> tuple[Element, ...]:
    """What a supplier owes; a unit's form shows the counted elements too."""
    suppliers = (supplier, AUTO) if supplier == LOCAL else (supplier,)
    return tuple(e for e in catalogue.elements_due(period, sectors) if e.supplier in suppliers)


@lru_cache(maxsize=64)
def _parts(
    catalogue: Catalogue, period: Period, supplier: str, sectors: frozenset[str] | None
) -> list[tuple[str, list[Element]]]:
    """The rows of the form by the office that knows them; an agency has one part. Parts of a figure stand below it."""
    elements = _owed(catalogue, period, supplier, sectors)
    if supplier != LOCAL:
        single = [e for e in elements if not e.by_unit]
        return [(vi.WHOLE_PROVINCE, families(single))] if single else []
    offices: dict[str, list[Element]] = {}
    typed = [e for e in elements if e.reporter != AUTO]
    first = catalogue.office_name(typed[0].office, period.end) if typed else vi.OTHER
    for element in elements:
        name = first if element.reporter == AUTO else catalogue.office_name(element.office, period.end)
        offices.setdefault(name or vi.OTHER, []).append(element)
    return [(name, families(members)) for name, members in offices.items()]


def _chunks(elements: list[Element], period: Period) -> list[list[Element]]:
    """Elements of unit tables, at most as many to a table as there are columns, evenly spread."""
    if not elements:
        return []
    room = TABLE_LAST - TABLE_FIRST + (0 if period.closes_year else 1)
    tables = -(-len(elements) // room)
    size = -(-len(elements) // tables)
    return [elements[i : i + size] for i in range(0, len(elements), size)]


def _unit_table(key: str, row: int, elements: list[Element], units: tuple[Unit, ...], period: Period) -> UnitTable:
    columns = [c for c in range(TABLE_FIRST, TABLE_LAST + 1) if c != ESTIMATE or not period.closes_year]
    blocks = -(-len(units) // TABLE_BLOCK)
    size = -(-len(units) // max(blocks, 1))
    headers, rows, at = [], [], row + 1
    for i, unit in enumerate(units):
        if i % size == 0:
            headers.append(at)
            at += 1
        rows.append((at, unit))
        at += 1
    return UnitTable(
        key=key,
        key_row=row,
        header_rows=tuple(headers),
        columns=tuple(zip(columns, elements)),
        rows=tuple(rows),
        total_row=at,
    )


def _rules(catalogue: Catalogue, period: Period, known: set[tuple[str, str]]) -> list[tuple[str, str, tuple[str, ...]]]:
    """The relations whose elements all stand on this form, for each unit that has them; the most severe first."""
    codes, units = frozenset(code for code, _ in known), {unit for _, unit in known}
    here = [u for u in dict.fromkeys((catalogue.province.id, *catalogue.units)) if u in units]
    return [
        (check, unit, elements)
        for check, elements in _relations(catalogue, period, codes)
        for unit in here
        if all((element, unit) in known for element in elements)
    ]


@lru_cache(maxsize=16)
def _in_force(catalogue: Catalogue, period: Period) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The checks in force, each with its elements, the most severe first: the same for every form of a period."""
    in_force = [check for check in catalogue.checks.values() if period.end in check.validity]
    return tuple(
        (check.id, tuple(dict.fromkeys(t.element for t in check.terms if t.element)))
        for check in sorted(in_force, key=lambda c: -c.severity)
    )


@lru_cache(maxsize=64)
def _relations(catalogue: Catalogue, period: Period, codes: frozenset[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Those of which a form has all elements."""
    return tuple((check, elements) for check, elements in _in_force(catalogue, period) if codes.issuperset(elements))


@lru_cache(maxsize=64)
def _indicators(
    catalogue: Catalogue, period: Period, sectors: frozenset[str] | None, elements: frozenset[str]
) -> tuple[IndicatorRow, ...]:
    """The ratios that the form itself can compute."""
    found = [f for f in _ratios(catalogue, period, sectors) if elements.issuperset(f.elements)]
    return tuple(IndicatorRow(INDICATORS_BODY_ROW + i, f.indicator, f.version) for i, f in enumerate(found))


@lru_cache(maxsize=16)
def _ratios(catalogue: Catalogue, period: Period, sectors: frozenset[str] | None) -> tuple[Formula, ...]:
    """The definitions of the ratios that are due: the same for every form of a period."""
    ratios = (i for i in catalogue.indicators.values() if i.kind is Kind.RATIO)
    return tuple(f for i in ratios if (f := catalogue.due(i, period, sectors)))
