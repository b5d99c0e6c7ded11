"""THE place that knows cells: where everything stands on forms and result sheets.

Forms are written from a `FormLayout` and read back with the same one, so that the two cannot disagree. It opens no file
and makes no formula: `forms.py` fills it, `reading.py` looks through it. Rows and columns count from 0; an address as
people write it is made only here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from . import vi
from .model import AUTO, LOCAL, Catalogue, Element, Kind, Nature, Task, Unit
from .period import Period


@dataclass(frozen=True, slots=True)
class Spot:
    sheet: str
    row: int
    col: int


def address(row: int, col: int, absolute: bool = False) -> str:
    """A cell as people write it.

    >>> address(8, 2), address(0, 27, absolute=True)
    ('C9', '$AB$1')
    """
    letters, n = "", col + 1
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(65 + rest) + letters
    return f"${letters}${row + 1}" if absolute else f"{letters}{row + 1}"


def sheet_prefix(sheet: str) -> str:
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!"


def reference(spots: Sequence[Spot], sheet: str) -> str:
    """Cells as a formula on *sheet* names them: one cell, a contiguous block, or a list.

    >>> reference([Spot("A", 0, 0), Spot("A", 0, 1), Spot("A", 0, 2)], "A")
    'A1:C1'
    >>> reference([Spot("B b", 4, 0)], "A")
    "'B b'!$A$5"
    >>> reference([Spot("A", 0, 0), Spot("A", 1, 0), Spot("A", 4, 0)], "A")
    'A1:A2,A5'
    """
    return ",".join(_block(run, sheet) for run in _runs(list(spots)))


def _block(spots: Sequence[Spot], sheet: str) -> str:
    first, last = spots[0], spots[-1]
    near = first.sheet == sheet
    text = address(first.row, first.col, not near)
    if len(spots) > 1:
        text += ":" + address(last.row, last.col, not near)
    return text if near else sheet_prefix(first.sheet) + text


def _runs(spots: list[Spot]) -> list[list[Spot]]:
    """Cells as contiguous blocks: all of them where they are one, else runs down a column or along a row."""
    first, last = spots[0], spots[-1]
    cols = last.col - first.col + 1
    rows = last.row - first.row + 1
    if len(spots) == rows * cols and all(
        spot == Spot(first.sheet, first.row + i // cols, first.col + i % cols) for i, spot in enumerate(spots)
    ):
        return [spots]
    runs, step = [[first]], None
    for before, spot in zip(spots, spots[1:]):
        move = (spot.row - before.row, spot.col - before.col) if spot.sheet == before.sheet else None
        if move in ((1, 0), (0, 1)) and step in (None, move):
            runs[-1].append(spot)
            step = move
        else:
            runs.append([spot])
            step = None
    return runs


def absolute(spot: Spot) -> str:
    """A cell as defined names and links write it."""
    return sheet_prefix(spot.sheet) + address(spot.row, spot.col, absolute=True)


# Columns of the entry sheet.
(
    KEY,
    NUMBER,
    LABEL,
    MEASURE,
    PLAN,
    LAST_YEAR,
    PREVIOUS,
    ACTUAL,
    ESTIMATE,
    OF_PLAN,
    OF_LAST_YEAR,
    VERDICT,
    EXPLANATION,
) = range(13)
TABLE_FIRST, TABLE_LAST = MEASURE, OF_LAST_YEAR
TABLE_BLOCK = 20

# Rows of the entry sheet.
TITLE_ROW, PERIOD_ROW, MARK_ROW, IDENTITY_ROW, RUNNING_ROW, HEADER_ROW, LETTER_ROW, BODY_ROW = 0, 1, 2, 3, 7, 8, 9, 10

IDENTITY: Mapping[str, tuple[int, int]] = {
    "unit": (IDENTITY_ROW, MEASURE),
    "period": (IDENTITY_ROW + 1, MEASURE),
    "edition": (IDENTITY_ROW + 2, MEASURE),
    "attempt": (IDENTITY_ROW + 3, MEASURE),
    "officer": (IDENTITY_ROW, ACTUAL),
    "telephone": (IDENTITY_ROW + 1, ACTUAL),
    "date": (IDENTITY_ROW + 2, ACTUAL),
    "quality": (IDENTITY_ROW + 3, ACTUAL),
    "ready": (IDENTITY_ROW + 1, VERDICT),
    "send.1": (RUNNING_ROW, PLAN),
    "send.2": (RUNNING_ROW, LAST_YEAR),
    "send.3": (RUNNING_ROW, PREVIOUS),
    "send.4": (RUNNING_ROW, ACTUAL),
}
"""Cells of the head that have a defined name of their own: role -> row and column."""

SEND_CODE = tuple(role for role in IDENTITY if role.startswith("send."))

# Columns of the hidden sheet: one row for each slot, then one for each relation.
(
    H_KEY,
    H_TYPED,
    H_EXPLAINED,
    H_KIND,
    H_NUMBER,
    H_WORD,
    H_PREVIOUS,
    H_LAST_YEAR,
    H_PLAN,
    H_DIGEST,
    H_WEIGHT,
    H_ESTIMATE_TYPED,
    H_ESTIMATE_KIND,
    H_ESTIMATE_DIGEST,
    H_ESTIMATE_WEIGHT,
    H_VERDICT,
) = range(16)
H_STATE, H_OPEN = H_NUMBER, H_WORD
"""On the row of a relation: whether it holds, and whether its failure is still to be explained."""
H_GAP = 4
"""Rows left free between slots and relations; the weights of the send code run on into them."""
META = (
    "form",
    "respondent",
    "sectors",
    "illustrative",
    "number.unit",
    "number.period",
    "number.edition",
    "errors",
    "open",
    "sum.1",
    "sum.2",
    "sum.3",
    "sum.4",
)
"""Facts about the form on the hidden sheet: one row each, name in the first column, value in the second."""
H_META_ROW, H_BODY_ROW = 1, 16


@dataclass(frozen=True, slots=True)
class Slot:
    """One input: which element of which unit, where it is typed, and where its neighbours stand.

    `row_key` is the hidden text that marks the row, `column_key` the one that marks the column of a unit table.
    """

    element: Element
    unit: str
    name: str
    row: int
    col: int
    row_key: str
    column_key: str
    label: str
    helper: int
    estimate: bool
    auto: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return (self.element.code, self.unit)


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that names an office or a part of the form."""

    row: int
    text: str
    numeral: str


@dataclass(frozen=True, slots=True)
class UnitTable:
    """The figures that an agency gives unit by unit: units in rows, elements in columns.

    A long table says its header again after every `TABLE_BLOCK` units, so that each printed page has one.
    """

    key: str
    key_row: int
    header_rows: tuple[int, ...]
    columns: tuple[tuple[int, Element], ...]
    rows: tuple[tuple[int, Unit], ...]
    total_row: int

    @property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """First and last row of the units under each header."""
        ends = (*(row - 1 for row in self.header_rows[1:]), self.total_row - 1)
        return tuple((header + 1, end) for header, end in zip(self.header_rows, ends))


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One relation of the form: which check, for which unit (the province for single figures), on which hidden row."""

    check: str
    unit: str
    elements: tuple[str, ...]
    helper: int


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    row: int
    indicator: str
    version: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    row: int
    task: Task


@dataclass(frozen=True)
class FormLayout:
    """Where everything stands on the form of one respondent for one period."""

    period: Period
    respondent: str
    is_unit: bool
    sectors: frozenset[str] | None
    slots: tuple[Slot, ...]
    headings: tuple[Heading, ...]
    tables: tuple[UnitTable, ...]
    last_row: int
    rules: tuple[RuleRow, ...]
    indicators: tuple[IndicatorRow, ...]
    tasks: tuple[TaskRow, ...]

    @cached_property
    def by_key(self) -> Mapping[tuple[str, str], Slot]:
        return {s.key: s for s in self.slots}

    @cached_property
    def inputs(self) -> tuple[Slot, ...]:
        """The slots that somebody types, in the order of the send code."""
        return tuple(s for s in self.slots if not s.auto)

    @cached_property
    def singles(self) -> tuple[Slot, ...]:
        """The slots with a row of their own, outside unit tables."""
        return tuple(s for s in self.slots if not s.column_key)

    @property
    def shows_estimate(self) -> bool:
        return not self.period.closes_year

    @cached_property
    def touching(self) -> Mapping[tuple[str, str], tuple[RuleRow, ...]]:
        """The relations that each slot takes part in."""
        found: dict[tuple[str, str], list[RuleRow]] = {s.key: [] for s in self.slots}
        for rule in self.rules:
            for element in rule.elements:
                found[element, rule.unit].append(rule)
        return {key: tuple(rows) for key, rows in found.items()}


def defined_name(*parts: str) -> str:
    """The name of a cell: `ansx.` keeps codes such as GN01 from being taken for addresses.

    >>> defined_name("YT_BHYT", "u105")
    'ansx.YT_BHYT.u105'
    """
    return "ansx." + ".".join(re.sub(r"\W", "_", part, flags=re.ASCII) for part in parts)


def estimate_name(slot: Slot) -> str:
    """The defined name of the input in which the whole year is estimated."""
    return f"{slot.name}.uoc"


def form(catalogue: Catalogue, period: Period, respondent: str, sectors: frozenset[str] | None = None) -> FormLayout:
    """The layout of the form that *respondent* (a unit id or an agency's role) owes for *period*."""
    is_unit = respondent in catalogue.units
    due = catalogue.elements_due(period, sectors)
    mine = [e for e in due if e.supplier == (LOCAL if is_unit else respondent) or (is_unit and e.reporter == AUTO)]
    single = mine if is_unit else [e for e in mine if not e.by_unit]
    tabled = [] if is_unit else [e for e in mine if e.by_unit]
    units = catalogue.reporting_units(period)
    place = respondent if is_unit else catalogue.province.id

    slots: list[Slot] = []
    headings: list[Heading] = []
    row, helper = BODY_ROW, H_BODY_ROW
    for numeral, (title, elements) in enumerate(_parts(catalogue, period, single, is_unit)):
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
                    label=label(element, period),
                    helper=helper,
                    estimate=element.nature is Nature.FLOW and not period.closes_year,
                    auto=element.reporter == AUTO,
                )
            )
            row, helper = row + 1, helper + 1
    tables = []
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
    rules = []
    for at, (check, unit) in enumerate(_rules(catalogue, period, known), start=helper + H_GAP):
        elements = dict.fromkeys(t.element for t in catalogue.checks[check].terms if t.element)
        rules.append(RuleRow(check, unit, tuple(elements), at))
    tasks = [t for t in catalogue.tasks if t.owner == (LOCAL if is_unit else respondent) and period.end in t.validity]
    return FormLayout(
        period=period,
        respondent=respondent,
        is_unit=is_unit,
        sectors=sectors,
        slots=tuple(slots),
        headings=tuple(headings),
        tables=tuple(tables),
        last_row=row - 1,
        rules=tuple(rules),
        indicators=_indicators(catalogue, period, sectors, {e for e, _ in known}),
        tasks=tuple(TaskRow(TASKS_BODY_ROW + i, t) for i, t in enumerate(tasks)),
    )


# Rows and columns of the sheets "Chỉ tiêu" and "Công việc và thuyết minh".
INDICATORS_BODY_ROW = 5
I_CAUSE, I_REMEDY = 11, 12
NARRATIVE = ("results", "shortcomings", "causes", "directions", "proposals")
NARRATIVE_ROW, NARRATIVE_COLUMN = 4, 1
"""The first heading of the narrative; its text stands below it, then the next heading."""
TASKS_BODY_ROW = NARRATIVE_ROW + 2 * len(NARRATIVE) + 3
T_STATUS, T_DONE, T_DOCUMENT = 4, 5, 6


def label(element: Element, period: Period) -> str:
    """What a row or column is called on a form: a flow before the end of the year says that it is cumulative."""
    running = element.nature is Nature.FLOW and not period.closes_year
    return f"{element.name} {vi.CUMULATIVE}" if running else element.name


def _parts(
    catalogue: Catalogue, period: Period, elements: list[Element], is_unit: bool
) -> list[tuple[str, list[Element]]]:
    """The rows of the form by the office that knows them; an agency has one part. Parts of a figure stand below it."""
    if not is_unit:
        return [(vi.WHOLE_PROVINCE, _families(elements))] if elements else []
    offices: dict[str, list[Element]] = {}
    typed = [e for e in elements if e.reporter != AUTO]
    first = catalogue.office_name(typed[0].office, period.end) if typed else vi.OTHER
    for element in elements:
        name = first if element.reporter == AUTO else catalogue.office_name(element.office, period.end)
        offices.setdefault(name or vi.OTHER, []).append(element)
    return [(name, _families(members)) for name, members in offices.items()]


def _families(elements: list[Element]) -> list[Element]:
    """Elements in their order, each followed by those that are a part of it."""
    here = {e.code for e in elements}
    found: list[Element] = []

    def add(element: Element) -> None:
        found.append(element)
        for part in elements:
            if part.parent == element.code:
                add(part)

    for element in elements:
        if element.parent not in here:
            add(element)
    return found


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


def _rules(catalogue: Catalogue, period: Period, known: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The relations whose elements all stand on this form, for each unit that has them; the most severe first."""
    found = []
    units = dict.fromkeys(unit for _, unit in known)
    ordered = [catalogue.province.id, *catalogue.units]
    for check in sorted(catalogue.checks.values(), key=lambda c: -c.severity):
        if period.end not in check.validity:
            continue
        elements = {t.element for t in check.terms if t.element}
        found += [
            (check.id, u) for u in dict.fromkeys(ordered) if u in units and all((e, u) in known for e in elements)
        ]
    return found


def _indicators(
    catalogue: Catalogue, period: Period, sectors: frozenset[str] | None, elements: set[str]
) -> tuple[IndicatorRow, ...]:
    """The ratios that the form itself can compute."""
    found = []
    for indicator in catalogue.indicators.values():
        formula = catalogue.due(indicator, period, sectors) if indicator.kind is Kind.RATIO else None
        if formula and elements.issuperset(formula.elements):
            found.append(IndicatorRow(INDICATORS_BODY_ROW + len(found), indicator.code, formula.version))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where the parts of a result sheet begin: title, lines of summary, header, body."""

    line_count: int
    marked: bool
    title: int = 0
    subtitle: int = 1
    mark: int = 2

    @property
    def lines(self) -> int:
        return 3 if self.marked else 2

    @property
    def header(self) -> int:
        return self.lines + self.line_count + 1

    @property
    def body(self) -> int:
        return self.header + 1
