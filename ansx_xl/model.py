"""The nouns: what the plan, the forms and the results are made of.

Frozen dataclasses and enums, nothing else: no file, no cell, no Vietnamese. Codes are keys, names are shown. Numbers
are exact (`int`, `Decimal`, `Fraction`); `None` means missing and is never zero. Read `catalogue.py` next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction
from functools import cached_property

from .period import Period

PROVINCE = "province"
LOCAL = "local"
AUTO = "auto"
BY_UNIT = "/unit"


class Nature(StrEnum):
    STOCK = "stock"
    FLOW = "flow"


class Kind(StrEnum):
    RATIO = "ratio"
    COUNT = "count"
    CHANGE = "change"
    STATUS = "status"
    INDEX = "index"


class TargetKind(StrEnum):
    BY_YEAR = "by_year"
    EVERY_YEAR = "every_year"
    ANNUAL_FLOW = "annual_flow"
    ANNUAL_CHANGE = "annual_change"
    STATUS = "status"


class Comparison(StrEnum):
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    ABOUT = "about"
    NONE_LEFT = "none_left"
    NONE_LEFT_BASICALLY = "none_left_basically"

    @property
    def lower_is_better(self) -> bool:
        return self not in (Comparison.AT_LEAST, Comparison.MORE_THAN, Comparison.ABOUT)


class Verdict(StrEnum):
    EXCEEDED = "exceeded"
    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    OFF_TRACK = "off_track"
    REVERSING = "reversing"
    NOT_MET = "not_met"
    NOT_DUE = "not_due"
    NO_CASE = "no_case"
    NOT_ASSESSED = "not_assessed"


class Reason(StrEnum):
    """Why a figure is empty or a target is not assessed."""

    NONE = ""
    NO_DATA = "no_data"
    UNITS_MISSING = "units_missing"
    INCOMPLETE = "incomplete"
    ZERO_DENOMINATOR = "zero_denominator"
    NO_BASELINE = "no_baseline"
    NO_PATH_YET = "no_path_yet"
    NO_TARGET = "no_target"
    DEFINITION_CHANGED = "definition_changed"
    SCOPE_ENDED = "scope_ended"


class Severity(IntEnum):
    NOTE = 1
    WARNING = 2
    ERROR = 3


class Status(StrEnum):
    """What an input cell holds."""

    NUMBER = "number"
    NIL = "nil"
    NOT_COLLECTED = "not_collected"
    NOT_APPLICABLE = "not_applicable"
    EMPTY = "empty"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Setting:
    key: str
    value: str
    validity: Validity


@dataclass(frozen=True, slots=True)
class Named:
    """A role (sector, office, agency) and the name it goes by for a time."""

    code: str
    name: str
    validity: Validity = Validity()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """A provincial body that supplies figures, and whether the province may order it (or must ask)."""

    code: str
    name: str
    validity: Validity
    commanded: bool = True


@dataclass(frozen=True, slots=True)
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

    def due(self, period: Period) -> bool:
        """Whether the figure is asked for in *period*; not due is absent, not missing."""
        return period.asks & self.frequency != frozenset() and period.end in self.validity


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
    note: str = ""

    def formula(self, day: date) -> Formula | None:
        """The version of the definition in force on *day*."""
        return next((f for f in self.formulas if day in f.validity), None)


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Term:
    """factor × element, of this period, of the previous one (`prev`) or of last year (`prev_year`).

    Without an element the term is the factor itself.
    """

    factor: Decimal
    element: str
    when: str = ""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Unit:
    """A reporting unit or any other node of the tree of areas. `id` is the code, or code@valid_from where reused."""

    id: str
    code: str
    name: str
    type: str
    level: str
    parent: str
    validity: Validity
    reports: bool
    order: int


@dataclass(frozen=True, slots=True)
class Group:
    """A named group of units, such as the poor districts (địa bàn tổng hợp)."""

    code: str
    name: str
    members: tuple[str, ...]
    validity: Validity


@dataclass(frozen=True, slots=True)
class UnitChange:
    old: str
    new: str
    day: date


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who receives the consolidated sheets, for which sectors, and when."""

    report: str
    name: str
    sectors: tuple[str, ...]
    validity: Validity


@dataclass(frozen=True, slots=True)
class Task:
    """A task or solution of the plan, and who carries it out (`local` or the role of an agency)."""

    code: str
    section: str
    text: str
    owner: str
    validity: Validity = Validity()


@dataclass(frozen=True, slots=True)
class FindingKind:
    code: str
    severity: Severity


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The plan as data. Built by `catalogue.load`, which refuses a faulty one; each one is only equal to itself."""

    settings: tuple[Setting, ...]
    sectors: tuple[Named, ...]
    offices: tuple[Named, ...]
    elements: Mapping[str, Element]
    indicators: Mapping[str, Indicator]
    targets: Mapping[str, Target]
    checks: Mapping[str, Check]
    findings: Mapping[str, FindingKind]
    units: Mapping[str, Unit]
    unit_changes: tuple[UnitChange, ...]
    groups: tuple[Group, ...]
    agencies: tuple[Agency, ...]
    recipients: tuple[Recipient, ...]
    tasks: tuple[Task, ...]
    encodings: tuple[tuple[str, str, str], ...]
    edition: str
    illustrative: bool = False

    def setting(self, key: str, day: date) -> str:
        """The value of a setting on *day*; empty where none is set."""
        return next((s.value for s in self.settings if s.key == key and day in s.validity), "")

    @cached_property
    def province(self) -> Unit:
        return next(u for u in self.units.values() if u.level == PROVINCE)

    def reporting_units(self, period: Period) -> tuple[Unit, ...]:
        """The units that owe a form in *period*: those valid on its last day, in display order."""
        day = period.end
        found = [u for u in self.units.values() if u.reports and day in u.validity]
        return tuple(sorted(found, key=lambda u: (u.order, u.code)))

    def groups_on(self, day: date) -> tuple[Group, ...]:
        return tuple(g for g in self.groups if day in g.validity)

    def agency(self, role: str, day: date) -> Agency | None:
        """The body that fills a role on *day*."""
        return next((a for a in self.agencies if a.code == role and day in a.validity), None)

    def sector_name(self, code: str) -> str:
        return next(s.name for s in self.sectors if s.code == code)

    def office_name(self, code: str, day: date) -> str:
        return next((o.name for o in self.offices if o.code == code and day in o.validity), code)

    def elements_due(self, period: Period, sectors: frozenset[str] | None = None) -> tuple[Element, ...]:
        """What is asked in *period*, in catalogue order; an ad hoc form may ask whole *sectors* instead."""
        known = self._due.get((period, sectors))
        if known is None:
            day, asks = period.end, period.asks
            if sectors is None:
                found = (e for e in self.elements.values() if asks & e.frequency)
            else:
                found = (e for e in self.elements.values() if not sectors or e.sector in sectors)
            known = self._due[period, sectors] = tuple(e for e in found if day in e.validity)
        return known

    @cached_property
    def _due(self) -> dict[tuple[Period, frozenset[str] | None], tuple[Element, ...]]:
        """What was found due, kept: a catalogue never changes, and every form asks again and again."""
        return {}

    @cached_property
    def denominators(self) -> frozenset[str]:
        """The elements that some rate is divided by."""
        return frozenset(code for i in self.indicators.values() for f in i.formulas for code in f.denominator)

    def suppliers(self, period: Period, sectors: frozenset[str] | None = None) -> tuple[str, ...]:
        """The roles of the agencies that owe figures in *period*."""
        due = (e.supplier for e in self.elements_due(period, sectors))
        return tuple(dict.fromkeys(s for s in due if s not in (LOCAL, AUTO)))

    def bounds(self, element: Element, unit: str, day: date) -> tuple[Decimal | None, Decimal | None]:
        """The least and the greatest value accepted; for a commune, counts of communes are 0 or 1."""
        alone = element.communes and unit in self.units and self.communes_of(self.units[unit], day) == 1
        return element.low, Decimal(1) if alone else element.high

    def communes_of(self, unit: Unit, day: date) -> int:
        """How many communes a unit has on *day*; a commune has one: itself."""
        below = self._below.get(unit.id)
        return sum(1 for u in below if day in u.validity) if below else 1

    @cached_property
    def _below(self) -> dict[str, list[Unit]]:
        """The units of each unit, at any time."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            found.setdefault(unit.parent, []).append(unit)
        return found

    def due(self, indicator: Indicator, period: Period, sectors: frozenset[str] | None = None) -> Formula | None:
        """The definition by which *indicator* is due in *period*, or `None` where it is not due."""
        formula = indicator.formula(period.end)
        asked = {e.code for e in self.elements_due(period, sectors)} if formula else set()
        return formula if formula and asked.issuperset(formula.elements) else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: sheet and cell as people write it."""

    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One input as read: its status, its exact value, where it stood and how it was typed."""

    status: Status
    value: Decimal | None = None
    place: Place = Place()
    raw: str = ""

    @property
    def number(self) -> Decimal | None:
        """What enters a sum: the value, 0 for "nothing occurred", `None` for missing."""
        if self.status is Status.NUMBER:
            return self.value
        return Decimal(0) if self.status is Status.NIL else None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at (kết quả kiểm tra): code, severity, where, the value as typed, facts for the sentence."""

    code: str
    severity: Severity
    place: Place = Place()
    element: str = ""
    unit: str = ""
    value: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    explanation: str = ""

    @property
    def rank(self) -> tuple:
        return (-self.severity, self.place.sheet, self.place.cell, self.code, self.unit, self.element)


Key = tuple[str, str]
"""(element code, unit id); the unit is the province for figures that exist only there."""


@dataclass(frozen=True)
class Prior:
    """Earlier figures beside which a form is filled and checked: previous period, same period last year, year plan."""

    previous: Mapping[Key, Decimal] = field(default_factory=dict)
    last_year: Mapping[Key, Decimal] = field(default_factory=dict)
    plan: Mapping[Key, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """A read form (báo cáo đã gửi).

    `respondent` is a unit id, or the role of an agency. `entries` holds what was typed, `estimates` the column
    "Ước cả năm", `stated` what the form itself printed as earlier figures. Officer and telephone stay in the province.
    """

    file: str
    sha256: str
    respondent: str
    period: Period
    edition: str
    attempt: int
    quality: str
    entries: Mapping[Key, Entry]
    estimates: Mapping[Key, Entry] = field(default_factory=dict)
    stated: Prior = Prior()
    explanations: Mapping[Key, str] = field(default_factory=dict)
    causes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    tasks: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)
    officer: str = ""
    telephone: str = ""
    signed_on: str = ""
    send_code: str = ""
    findings: tuple[Finding, ...] = ()
    excluded: frozenset[Key] = frozenset()
    illustrative: bool = False

    @property
    def status(self) -> str:
        return "accepted_in_part" if any(f.severity is Severity.ERROR for f in self.findings) else "accepted"

    def number(self, key: Key) -> Decimal | None:
        """What enters the totals: nothing where a finding took the figure out."""
        entry = self.entries.get(key)
        return None if entry is None or key in self.excluded else entry.number


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file: used, rejected, duplicate, superseded, conflict or skipped, and why."""

    file: str
    sha256: str = ""
    outcome: str = ""
    reason: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    unit: str = ""
    submission: Submission | None = None
