"""What the plan is made of: elements, indicators, targets, checks, units, agencies, tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from ..frozen import frozen
from .kinds import AUTO, BY_UNIT, LOCAL, Comparison, Kind, Nature, Severity, TargetKind


@frozen
class Validity:
    """From and to, both days included; an open end is `None`."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, other: Validity) -> bool:
        return not (
            (self.end is not None and other.start is not None and self.end < other.start)
            or (other.end is not None and self.start is not None and other.end < self.start)
        )


@frozen
class Setting:
    key: str
    value: str
    validity: Validity


@frozen
class Named:
    """A role (sector, office, agency) and the name it goes by for a time."""

    code: str
    name: str
    validity: Validity = Validity()


@frozen
class Agency:
    """A provincial body that supplies figures, and whether the province may order it (or must ask)."""

    code: str
    name: str
    validity: Validity
    commanded: bool = True


@frozen
class Element:
    """One figure that somebody types (số liệu báo cáo)."""

    code: str
    name: str
    measure: str
    sector: str
    nature: Nature
    decimals: int
    low: Decimal | None
    high: Decimal | None
    required: bool
    may_not_apply: bool
    frequency: frozenset[str]
    validity: Validity
    reporter: str
    office: str
    communes: bool = False
    parent: str = ""
    reconciles_with: str = ""
    note: str = ""

    @property
    def supplier(self) -> str:
        """Who types it: `local`, `auto` or the role of an agency."""
        return self.reporter.removesuffix(BY_UNIT)

    @property
    def by_unit(self) -> bool:
        """Whether there is a figure for each reporting unit (else one for the province)."""
        return self.reporter in (LOCAL, AUTO) or self.reporter.endswith(BY_UNIT)

    @property
    def meaning(self) -> str:
        """What a number typed for it counts, in one line; where it differs, numbers of two editions are not alike."""
        nature = AUTO if self.reporter == AUTO else self.nature.value
        return f"{nature} {self.decimals} {self.measure}".replace("|", "/")


def families(elements: Sequence[Element]) -> list[Element]:
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


@frozen
class Formula:
    """One version of an indicator's definition: sums of elements over sums of elements."""

    indicator: str
    version: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    validity: Validity
    base_year: int | None
    hard_break: bool
    definition: str
    footnote: str = ""

    @property
    def elements(self) -> tuple[str, ...]:
        return self.numerator + self.denominator


@frozen(slots=False)
class Indicator:
    """Computed from data elements (chỉ tiêu)."""

    code: str
    name: str
    sector: str
    kind: Kind
    measure: str
    decimals: int
    lower_is_better: bool
    base: str = ""
    beside: str = ""
    formulas: tuple[Formula, ...] = ()

    def formula(self, day: date) -> Formula | None:
        """The version of the definition in force on *day*."""
        return next((f for f in self.formulas if day in f.validity), None)

    @cached_property
    def runs(self) -> tuple[tuple[Formula, ...], ...]:
        """The versions of the definition in order of time, cut at every hard break."""
        found: list[list[Formula]] = []
        for formula in sorted(self.formulas, key=lambda f: f.validity.start or date.min):
            if not found or formula.hard_break:
                found.append([])
            found[-1].append(formula)
        return tuple(tuple(run) for run in found)


@frozen
class Target:
    """What the plan, or a later decision, demands of an indicator (chỉ tiêu kế hoạch).

    `values` maps a year to the number demanded; the kinds that run every year have one entry for each of their years.
    `digits` is the number of decimals as written in the plan ("khoảng 1,1%" has one): it sizes the half unit of
    "about". `baseline` is (year, value); `None` asks for the first annual figure of the same definition in the ledger.
    """

    id: str
    indicator: str
    scope: str
    kind: TargetKind
    comparison: Comparison
    values: Mapping[int, Decimal]
    digits: int
    basis: str
    sentence: str
    baseline: tuple[int, Decimal] | None = None
    milestones: Mapping[int, Decimal] = field(default_factory=dict)
    profile: Mapping[str, Fraction] = field(default_factory=dict)
    tolerance: Decimal | None = None
    tolerance_share_of: str = ""
    assumption: str = ""
    invented: bool = False


@frozen
class Term:
    """factor × element, of this period, of the previous one (`prev`) or of last year (`prev_year`).

    Without an element the term is the factor itself.
    """

    factor: Decimal
    element: str
    when: str = ""


@frozen
class Check:
    """One relation between elements: left, operator, right (a sum of terms; two of them for "between")."""

    code: str
    left: tuple[Term, ...]
    operator: str
    right: tuple[tuple[Term, ...], ...]
    percent: Decimal | None
    count: Decimal | None
    severity: Severity
    sentence: str
    action: str
    validity: Validity = Validity()
    subject: str = ""

    @property
    def id(self) -> str:
        """The code, or code.ELEMENT for one relation of a family ("each flow")."""
        return f"{self.code}.{self.subject}" if self.subject else self.code

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.left + tuple(t for side in self.right for t in side)


@frozen
class Unit:
    """A reporting unit or any other node of the tree of areas. `id` is the code, or code@valid_from where reused.

    `tile` is its place on the tile map: row and column, from 1, roughly as it lies.
    """

    id: str
    code: str
    name: str
    type: str
    level: str
    parent: str
    validity: Validity
    reports: bool
    order: int
    tile: tuple[int, int] | None = None

    def named(self, scope: str) -> bool:
        """Whether a target's scope means it: by its id, or by its code for as long as it bears it."""
        return scope in (self.id, self.code)


@frozen
class Group:
    """A named group of units, such as the poor districts (địa bàn tổng hợp)."""

    code: str
    name: str
    members: tuple[str, ...]
    validity: Validity


@frozen
class UnitChange:
    old: str
    new: str
    day: date


@frozen
class Recipient:
    """Who receives a report (`ministry`: the consolidated sheets too), for which sectors, and when.

    `only` names the indicators and elements of these sectors that it is sent; empty for all. `short` and `purpose` are
    how it stands under Nơi nhận; `basis` is the rule by which it asks for statistics.
    """

    report: str
    name: str
    sectors: tuple[str, ...]
    validity: Validity
    only: tuple[str, ...] = ()
    short: str = ""
    purpose: str = ""
    basis: str = ""


@frozen
class MinistryColumn:
    """One column of a sheet for the ministry: what stands in it, its heading and the heading over several of them."""

    content: str
    heading: str
    over: str
    width: Decimal


@frozen
class MinistryForm:
    """A form of the sheets for the ministry (biểu gửi bộ): its kind of table, number, title, columns.

    `across` is how many units may stand side by side; with more they stand below each other and `room` figures side by
    side make a sheet. Amounts are shown with at most `decimals` decimals. `receivers` and `sectors`: empty for all.
    """

    code: str
    layout: str
    sheet: str
    number: str
    title: str
    basis: str
    validity: Validity
    across: int
    room: int
    decimals: int
    receivers: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    columns: tuple[MinistryColumn, ...] = ()


@frozen
class Task:
    """A task or solution of the plan, and who carries it out (`local` or the role of an agency)."""

    code: str
    section: str
    text: str
    owner: str
    validity: Validity = Validity()


@frozen
class FindingKind:
    code: str
    severity: Severity
