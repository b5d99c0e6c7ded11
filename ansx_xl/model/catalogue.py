"""The whole plan, and what may be asked of it for a day or a period."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

from ..frozen import frozen
from ..period import Period
from .kinds import AUTO, LOCAL, PROVINCE
from .plan import (
    Agency,
    Check,
    Element,
    FindingKind,
    Formula,
    Group,
    Indicator,
    MinistryForm,
    Named,
    Recipient,
    Setting,
    Target,
    Task,
    Unit,
    UnitChange,
)
from .submission import Finding, Key, Place

_NOWHERE = Place()


@frozen(slots=False, eq=False)
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
    ministry: tuple[MinistryForm, ...]
    tasks: tuple[Task, ...]
    encodings: tuple[tuple[str, str, str], ...]
    edition: str
    illustrative: bool = False
    fingerprint: str = ""
    """A hash of the files as they lie there, wording and all; empty for a catalogue that came from no folder."""

    def finding(
        self, code: str, place: Place = _NOWHERE, key: Key = ("", ""), value: str = "", facts: Mapping | None = None
    ) -> Finding:
        """A finding about a figure (*key*) or about nothing in particular, as severe as the catalogue has it."""
        return Finding(code, self.findings[code].severity, place, *key, value, facts or {})

    def setting(self, key: str, day: date) -> str:
        """The value of a setting on *day*; empty where none is set."""
        return next((s.value for s in self.settings if s.key == key and day in s.validity), "")

    @cached_property
    def province(self) -> Unit:
        return next(u for u in self.units.values() if u.level == PROVINCE)

    def reporting_units(self, period: Period) -> tuple[Unit, ...]:
        """The units that owe a form in *period*: those valid on its last day, in display order."""
        known = self._reporting.get(period)
        if known is None:
            day = period.end
            found = [u for u in self.units.values() if u.reports and day in u.validity]
            known = self._reporting[period] = tuple(sorted(found, key=lambda u: (u.order, u.code)))
        return known

    @cached_property
    def _reporting(self) -> dict[Period, tuple[Unit, ...]]:
        """What was found to report, kept as `_due` is."""
        return {}

    @cached_property
    def units_reporting(self) -> frozenset[str]:
        """The ids of all units that report, at any time."""
        return frozenset(u.id for u in self.units.values() if u.reports)

    def ended_within(self, period: Period) -> tuple[Unit, ...]:
        """The units that ended in the year of *period* before it did: flows of their successors begin only then."""
        first = period.start.replace(month=1, day=1)
        found = (u for u in self.units.values() if u.reports and u.validity.end)
        return tuple(u for u in found if first <= u.validity.end < period.end)

    def begun_within(self, period: Period) -> frozenset[str]:
        """The reporting units that took the place of others in the year of *period*: their flows are a part of it."""
        first = date(period.year, 1, 1)
        new = {change.new for change in self.unit_changes if first < change.day <= period.end}
        return frozenset(id for id in new if self.units[id].reports)

    def code_of(self, respondent: str) -> str:
        """The code that people know a respondent or area by: a unit's without its date, any other as it is."""
        return self.units[respondent].code if respondent in self.units else respondent

    def figure_of(self, f: Finding, respondent: str) -> str:
        """The figure that a finding of a respondent is about, by name; a row of an agency's form with its unit."""
        if f.element not in self.elements:
            return ""
        name = self.elements[f.element].name
        of_a_row = f.unit in self.units and f.unit not in (respondent, self.province.id)
        return f"{name} - {self.units[f.unit].name}" if of_a_row else name

    def groups_on(self, day: date) -> tuple[Group, ...]:
        """The groups of units that exist on *day*."""
        return tuple(g for g in self.groups if day in g.validity)

    def agency(self, role: str, day: date) -> Agency | None:
        """The body that fills a role on *day*."""
        return next((a for a in self.agencies if a.code == role and day in a.validity), None)

    def sectors_asked(self, period: Period, codes: Collection[str]) -> frozenset[str] | None:
        """The sectors that a form was issued for, as the elements on it tell; `None` for the usual ones."""
        if self.codes_due(period).issuperset(codes):
            return None
        return frozenset(self.elements[code].sector for code in codes)

    def sector_name(self, code: str) -> str:
        """How a sector is called."""
        return next(s.name for s in self.sectors if s.code == code)

    def sector_place(self, code: str) -> int:
        """Where a sector stands among the sectors of the plan, for sorting."""
        return self._sector_places[code]

    @cached_property
    def _sector_places(self) -> dict[str, int]:
        return {s.code: i for i, s in enumerate(self.sectors)}

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

    def codes_due(self, period: Period, sectors: frozenset[str] | None = None) -> frozenset[str]:
        """The codes of what is asked in *period*; see `elements_due`."""
        known = self._codes_due.get((period, sectors))
        if known is None:
            known = self._codes_due[period, sectors] = frozenset(e.code for e in self.elements_due(period, sectors))
        return known

    @cached_property
    def _codes_due(self) -> dict[tuple[Period, frozenset[str] | None], frozenset[str]]:
        return {}

    @cached_property
    def denominators(self) -> frozenset[str]:
        """The elements that some rate is divided by."""
        return frozenset(code for i in self.indicators.values() for f in i.formulas for code in f.denominator)

    def suppliers(self, period: Period, sectors: frozenset[str] | None = None) -> tuple[str, ...]:
        """The roles of the agencies that owe figures in *period*."""
        due = (e.supplier for e in self.elements_due(period, sectors))
        return tuple(dict.fromkeys(s for s in due if s not in (LOCAL, AUTO)))

    def flows_begin(self, period: Period, units: Iterable[Unit] = ()) -> date:
        """From which day flows are counted: 1 January, or later where all of the *units* began later in the year."""
        first, begun = date(period.year, 1, 1), self.begun_within(period)
        return min((u.validity.start if u.id in begun else first for u in units), default=first)

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
        return formula if formula and self.codes_due(period, sectors).issuperset(formula.elements) else None
