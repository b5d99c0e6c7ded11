"""What the ledger knows of the years before: scopes, versions of a definition, baselines, shares, falls.

Figures of versions on two sides of a hard break (a new poverty standard) are never compared; a soft break is crossed
with its footnote. Series use annual periods; the current one, where it is annual, is the last point.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from ..aggregating import Aggregate, Area, Figures, areas, cut_off, measure
from ..frozen import frozen
from ..history import a_year_ago
from ..model import PROVINCE, Catalogue, Formula, Indicator, Kind, Nature, Reason, Target
from ..period import Period
from ..text import whole
from .case import Source

Run = tuple[Formula, ...]
"""Versions of one definition without a hard break between them (see `Indicator.runs`)."""

_FOREVER = 9999


@frozen(slots=False)
class Archive:
    """The figures of the current period and of those that ended before it."""

    catalogue: Catalogue
    current: Figures
    figures: Mapping[str, Figures]
    places: Mapping[str, Mapping[str, Area]]
    memory: dict = field(default_factory=dict, repr=False, compare=False)

    @property
    def period(self) -> Period:
        return self.current.period

    def area(self, scope: str, period: Period) -> Area | None:
        return self.places.get(str(period), {}).get(scope)

    def measured(self, formula: Formula | None, scope: str, period: Period) -> Aggregate | None:
        """An indicator by one version of its definition, over the scope as it was then; `None` where unknown."""
        key = formula and (formula.indicator, formula.version), scope, str(period)
        if key not in self.memory:
            self.memory[key] = self._measure(formula, scope, period)
        return self.memory[key]

    def _measure(self, formula: Formula | None, scope: str, period: Period) -> Aggregate | None:
        area, figures = self.area(scope, period), self.figures.get(str(period))
        if formula is None or area is None or figures is None:
            return None
        return measure(self.catalogue, figures, formula, area)

    def value(self, formula: Formula | None, scope: str, period: Period) -> Fraction | None:
        """An indicator in a period as it may be set beside others: not where it is a part of its year only."""
        found = self.measured(formula, scope, period)
        if found is None or cut_off(self.catalogue, formula, self.area(scope, period), period):
            return None
        return found.value

    def at(self, period: Period) -> Archive | None:
        """The same ledger seen from an earlier period."""
        figures = self.figures.get(str(period))
        return replace(self, current=figures, memory=self.memory) if figures else None

    @cached_property
    def a_year_ago(self) -> Period:
        """The period of last year that the current one is held against."""
        return a_year_ago(self.figures, self.period)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years with annual figures, up to the current period."""
        annual = (f.period for f in self.figures.values() if f.period.is_annual and f.period.end <= self.period.end)
        return tuple(sorted(p.year for p in annual if p.year < self.period.year or p == self.period))


def archive(catalogue: Catalogue, current: Figures, earlier: Mapping[str, Figures]) -> Archive:
    """The ledger as it concerns *current*: what ended before it, under the areas of those days."""
    past = {str(f.period): f for f in earlier.values() if f.period.end < current.period.end}
    figures = past | {str(current.period): current}
    province = catalogue.province.id
    places = {}
    for code, each in figures.items():
        found = {area.id: area for area in areas(catalogue, each.period)}
        places[code] = found | {PROVINCE: found[province]}
    return Archive(catalogue, current, figures, places)


@frozen
class Scope:
    """Where a target holds (phạm vi): the area's id, its last day, and why it is none today."""

    id: str
    ends: date | None = None
    gone: Reason = Reason.NONE


def scope_of(catalogue: Catalogue, target: Target, day: date) -> Scope:
    """The scope of a target on *day*: the province, a group, or the unit that bears the code then."""
    if target.scope == PROVINCE:
        return Scope(PROVINCE)
    groups = [(g.code, g.validity) for g in catalogue.groups if g.code == target.scope]
    units = [(u.id, u.validity) for u in catalogue.units.values() if u.reports and u.named(target.scope)]
    found = groups or units
    for id_, validity in found:
        if day in validity:
            return Scope(id_, validity.end)
    over = any(v.end is not None and v.end < day for _, v in found)
    ends = max((v.end for _, v in found if v.end is not None), default=None)
    return Scope(target.scope, ends, Reason.SCOPE_ENDED if over else Reason.NO_TARGET)


def last_year_end(day: date | None) -> int:
    """The last year whose end is not after *day*."""
    if day is None:
        return _FOREVER
    return day.year if (day.month, day.day) == (12, 31) else day.year - 1


def run_on(indicator: Indicator, day: date) -> Run:
    """The versions that may be compared with the one in force on *day*; none where none is in force."""
    current = indicator.formula(day)
    return next((run for run in indicator.runs if current in run), ())


def version_for(run: Run, year: int) -> Formula | None:
    """The version by which a year's end is counted: the one in force, or a later one counted back to its base year."""
    day = date(year, 12, 31)
    in_force = next((f for f in run if day in f.validity), None)
    return in_force or next((f for f in run if f.base_year is not None and _counted_back(f, day)), None)


def version_on(run: Run, period: Period) -> Formula | None:
    """The version by which a period is counted."""
    return next((f for f in run if period.end in f.validity), None) or version_for(run, period.year)


def _counted_back(formula: Formula, day: date) -> bool:
    return formula.base_year <= day.year and (formula.validity.end is None or day <= formula.validity.end)


def series(store: Archive, run: Run, scope: str) -> dict[int, Fraction]:
    """The annual figures of one definition, year by year, as far as they are complete."""
    found = {year: store.value(version_for(run, year), scope, Period(year)) for year in store.years}
    return {year: value for year, value in found.items() if value is not None}


@frozen
class Start:
    """The baseline (số liệu năm gốc): year and value."""

    year: int
    value: Fraction
    source: Source = Source.PLAN


def baseline(store: Archive, target: Target, indicator: Indicator, scope: str) -> tuple[Start | None, Reason]:
    """The target's own baseline, else the first annual figure of the same definition; or why there is none."""
    run = run_on(indicator, store.period.end)
    if target.baseline:
        year, value = target.baseline
        if version_for(run, year) is None:
            return None, Reason.DEFINITION_CHANGED
        return Start(year, Fraction(value)), Reason.NONE
    past = [year for year in store.years if year < store.period.year]
    for year in past:
        value = store.value(version_for(run, year), scope, Period(year))
        if value is not None:
            return Start(year, value, Source.LEDGER), Reason.NONE
    other = [store.value(indicator.formula(date(y, 12, 31)), scope, Period(y)) for y in past]
    return None, Reason.DEFINITION_CHANGED if any(v is not None for v in other) else Reason.NO_BASELINE


def flow_over_stock(catalogue: Catalogue, formula: Formula) -> bool:
    """Whether a flow is held against a stock of the full year (children vaccinated of all children of the year)."""
    natures = [{catalogue.elements[e].nature for e in side} for side in (formula.numerator, formula.denominator)]
    return natures == [{Nature.FLOW}, {Nature.STOCK}]


@frozen
class Share:
    """How much of the year's target is expected by now: q of Q."""

    q: int
    of: int
    source: Source


def share(store: Archive, target: Target, indicator: Indicator, scope: str) -> Share:
    """The target's profile, else last year's share at this period, else the share of the year elapsed."""
    period = store.period
    if period.closes_year:
        return Share(period.steps, period.steps, Source.CALENDAR)
    profiled = target.profile.get(str(period).partition("-")[2])
    if profiled is not None:
        return Share(whole(profiled, 4), 10_000, Source.PROFILE)
    run = run_on(indicator, period.end)
    then = _received(store, run, scope, store.a_year_ago)
    full_year = Period(period.year - 1)
    full = _received(store, run, scope, full_year)
    whole_year = full and not (full[1] & store.catalogue.units_reporting and store.catalogue.ended_within(full_year))
    if then and whole_year and full[0] and then[1] == full[1]:  # units that ended in the year are in no total of it
        of_year = whole(then[0] / full[0], 4)
        if 0 < of_year <= 10_000:
            return Share(of_year, 10_000, Source.LAST_YEAR)
    return Share(period.step, period.steps, Source.CALENDAR)


def _received(store: Archive, run: Run, scope: str, period: Period) -> tuple[Fraction, frozenset[str]] | None:
    """The complete numerator of a period, and the units it comes from."""
    found = store.measured(version_on(run, period), scope, period)
    if found is None or not found.numerator_keys or set(found.numerator_keys) & set(found.missing):
        return None
    return Fraction(found.numerator), frozenset(unit for _, unit in found.numerator_keys)


@frozen
class Falls:
    """An annual change so far: `hundredths` of earlier falls plus the last opening rate, over `years` of `elapsed`.

    `live` says whether the current period's own rate closes the last version; else the mean is settled already.
    """

    hundredths: int
    years: int
    elapsed: int
    live: bool
    first: Formula | None = None


def falls(store: Archive, target: Target, base: Indicator, scope: str, until: int, live: bool = True) -> Falls:
    """Every version's rate at its first year-end minus the rate at its last; one not known at both ends is left out."""
    before = min(target.values) - 1
    current = base.formula(date(until, 12, 31))
    hundredths, years, closing_live, first = 0, 0, False, None
    given = target.baseline
    for run, opens, closes in _spans(base, before, until):
        opening = store.value(version_for(run, opens), scope, Period(opens))
        if given and given[0] == opens:
            opening, given = Fraction(given[1]), None
        open_end = live and current in run and closes == until
        closing = Fraction(0) if open_end else store.value(version_for(run, closes), scope, Period(closes))
        if opening is None or closing is None:
            continue
        hundredths += whole(opening, 2) - whole(closing, 2)
        years += closes - opens
        closing_live = closing_live or open_end
        first = first or version_for(run, opens)
    return Falls(hundredths, years, until - before, closing_live, first)


@frozen
class YearEnd:
    """The rate at the end of a year by one version of the definition; *source* is the plan for a published baseline."""

    year: int
    formula: Formula | None
    rate: Fraction | None
    source: Source


def year_ends(
    store: Archive, target: Target, base: Indicator, scope: str, until: int
) -> tuple[tuple[YearEnd, ...], ...]:
    """What an annual change is the mean of: for each run of versions the rate at every year-end from first to last."""
    found, given = [], target.baseline
    for run, opens, closes in _spans(base, min(target.values) - 1, until):
        ends = []
        for year in range(opens, closes + 1):
            version = version_for(run, year)
            if given and given[0] == opens == year:
                ends.append(YearEnd(year, version, Fraction(given[1]), Source.PLAN))
                given = None
            else:
                ends.append(YearEnd(year, version, store.value(version, scope, Period(year)), Source.LEDGER))
        found.append(tuple(ends))
    return tuple(found)


def _spans(base: Indicator, before: int, until: int) -> Iterator[tuple[Run, int, int]]:
    """Each run of versions that covers some of the years from *before* to *until*, with its first and last year-end."""
    for run in base.runs:
        opens, closes = max(_opens(run, before), before), min(last_year_end(run[-1].validity.end), until)
        if opens < closes:
            yield run, opens, closes


def _opens(run: Run, before: int) -> int:
    """The first year-end of a run of versions: its base year, else the first one in force."""
    formula = run[0]
    if formula.base_year is not None:
        return formula.base_year
    return formula.validity.start.year if formula.validity.start else before


def footnotes(indicator: Indicator, oldest: Formula | None, current: Formula | None) -> tuple[str, ...]:
    """What must be said where figures from *oldest* to *current* stand side by side."""
    order = [f for run in indicator.runs for f in run]
    if oldest not in order or current not in order:
        return ()
    crossed = order[order.index(oldest) + 1 : order.index(current) + 1]
    return tuple(dict.fromkeys(f.footnote for f in crossed if f.footnote))


def measured_indicator(catalogue: Catalogue, target: Target) -> Indicator:
    """The indicator whose elements are counted: for a change, the one it is a change of."""
    indicator = catalogue.indicators[target.indicator]
    return catalogue.indicators[indicator.base] if indicator.kind is Kind.CHANGE else indicator
