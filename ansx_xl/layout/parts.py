"""What a form consists of: slots, headings, unit tables, relations, rates, tasks, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from ..frozen import frozen
from ..model import Element, Task, Unit
from ..period import Period


@frozen
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


@frozen
class Heading:
    """A row that names an office or a part of the form."""

    row: int
    text: str
    numeral: str


@frozen
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


@frozen
class RuleRow:
    """One relation of the form: which check, for which unit (the province for single figures), on which hidden row."""

    check: str
    unit: str
    elements: tuple[str, ...]
    helper: int


@frozen
class IndicatorRow:
    row: int
    indicator: str
    version: str


@frozen
class TaskRow:
    row: int
    task: Task


@frozen(slots=False)
class FormLayout:
    """Where everything stands on the form of one respondent for one period.

    Flows are counted from *begin*; in a table of units from *units_begin*, which is later in the year they began.
    """

    period: Period
    respondent: str
    is_unit: bool
    sectors: frozenset[str] | None
    begin: date
    units_begin: date
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

    @cached_property
    def meanings(self) -> str:
        """What each element of the form means, as `parse_meanings` reads it; another edition compares."""
        return "|".join(f"{code} {e.meaning}" for code, e in {s.element.code: s.element for s in self.slots}.items())

    def begin_of(self, element: Element) -> date:
        """From which day a flow is counted."""
        return self.units_begin if element.by_unit else self.begin

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


def parse_meanings(text: str) -> dict[str, str]:
    """Element -> what it means, from the text that a form holds; nothing where the text is none of ours.

    >>> parse_meanings("CH_HO stock 0 hộ|NL_NS flow 1 triệu đồng")["NL_NS"]
    'flow 1 triệu đồng'
    """
    return dict(part.split(" ", 1) for part in text.split("|") if " " in part)


def estimate_name(slot: Slot) -> str:
    """The defined name of the input in which the whole year is estimated."""
    return f"{slot.name}.uoc"
