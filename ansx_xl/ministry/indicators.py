"""The sheet of indicators: plan, period, since the year's beginning, a year ago, percentages, verdict (biểu 01).

A rate stands over the two sums that it is made of and is a formula of theirs; percentages are formulas of the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from .. import addressing, rules, vi
from ..aggregating import Aggregate
from ..attainment import Attainment, next_due
from ..attainment.history import flow_over_stock
from ..consolidating import Results
from ..frozen import frozen
from ..model import Formula, Indicator, Kind, Nature, TargetKind
from ..presenting.attainments import label
from ..presenting.common import in_sectors, sector_row
from ..presenting.table import Row, Styled, key
from ..rules import ref
from . import earlier
from .grid import (
    RATE_DECIMALS,
    Grid,
    Heading,
    Order,
    begun_last_year,
    decimals_of,
    figure,
    footnotes,
    lettered,
    no_case,
    rank,
    signs,
    successors,
    void,
    without_case,
)

PLAN, ACTUAL, RUNNING, LAST = "plan", "actual", "cumulative", "last_year"
OF_PLAN, OF_LAST = "of_plan", "of_last_year"
_PERCENT = {OF_PLAN: (RUNNING, PLAN), OF_LAST: (RUNNING, LAST)}


def grid(order: Order, name: str = "") -> Grid | None:
    """The sheet of one receiver; nothing where none of its indicators is due."""
    maker = _Maker(order, name or order.form.sheet, earlier.past(order.results))
    rows = tuple(maker.rows())
    if not rows:
        return None
    return Grid(
        name=maker.sheet,
        number=order.form.number.format(period=vi.period_mark(order.results.period), sector=""),
        title=order.form.title,
        basis=order.form.basis,
        columns=columns(order, maker.estimated),
        rows=rows,
        notes=(*signs(rows), *maker.notes()),
        measure=vi.MEASURES_VARY,
        provisional=any(s.now.missing for s in maker.shown),
        estimated=maker.estimated,
        apart=frozenset(i for i, row in enumerate(rows) if "." in row.key and not row.group),
    )


def columns(order: Order, estimated: bool) -> tuple[Heading, ...]:
    """The columns of the form, lettered; those of this period say so where some figure in them is an estimate."""
    found = []
    for c in order.form.columns:
        now = estimated and c.content in (ACTUAL, RUNNING)
        text = vi.ESTIMATED_HEADING.format(c.heading) if now else c.heading
        found.append(Heading(c.content, text, float(c.width), c.over))
    return lettered(found, _PERCENT)


@frozen(slots=False)
class _Shown:
    """One indicator of the sheet: its area, its figures now and a year ago, and the targets it is held against."""

    indicator: Indicator
    measured: Indicator
    area: str
    formula: Formula
    now: Aggregate | None
    then: Aggregate | None
    targets: tuple[Attainment, ...]

    @property
    def decimals(self) -> int:
        counts = self.indicator.kind in (Kind.COUNT, Kind.STATUS)
        return self.indicator.decimals if counts else RATE_DECIMALS

    @property
    def main(self) -> Attainment | None:
        return self.targets[0] if self.targets else None


class _Maker:
    """Makes the rows of one sheet."""

    def __init__(self, order: Order, sheet: str, past: earlier.Past):
        self.order, self.sheet, self.past = order, sheet, past
        self.results: Results = order.results
        self.catalogue = order.results.catalogue
        self.shown = tuple(self._shown())
        self.estimated = any(s.now.estimated for s in self.shown)

    def _shown(self) -> Iterator[_Shown]:
        results, province = self.results, self.catalogue.province.id
        for indicator in self.catalogue.indicators.values():
            if not addressing.concerns(self.order.receiver, indicator) or not self._asked(indicator.sector):
                continue
            targets = self._targets(indicator)
            measured = self.catalogue.indicators[indicator.base] if indicator.base else indicator
            area = targets[0].area if targets else province
            now = results.aggregates.get((measured.code, area))
            formula = results.due.get(measured.code)
            if formula is None or now is None or (indicator.base and not any(a.aggregate for a in targets)):
                continue  # not due, or its scope has ended
            yield _Shown(indicator, measured, area, formula, now, self.past.last_year(measured, area), targets)

    def _asked(self, sector: str) -> bool:
        return not self.order.form.sectors or sector in self.order.form.sectors

    def _targets(self, indicator: Indicator) -> tuple[Attainment, ...]:
        """The targets of the whole area, one row each: of several years the next that is due, then later decisions."""
        own = [a for a in self.results.attainments if a.indicator == indicator.code]
        own = [a for a in own if a.area not in self.catalogue.units or a.area == self.catalogue.province.id]
        return next_due(own, self.results.period.year)

    def rows(self) -> Iterator[Row]:
        number, ordered = 0, sorted(self.shown, key=lambda s: rank(self.catalogue, s.indicator))
        for sector, heading, run in in_sectors(self.catalogue, ordered, lambda s: s.indicator.sector):
            yield sector_row(sector, heading)
            for s in run:
                number += 0 if s.indicator.beside else 1
                yield from self._rows(s, number)

    def _rows(self, s: _Shown, number: int) -> Iterator[Row]:
        code, below = s.indicator.code, bool(s.indicator.beside)
        cells: dict[str, Any] = {
            "number": "" if below else number,
            "name": Styled(s.indicator.name, "ruled_strong"),
            "code": code,
            "measure": s.indicator.measure,
            **self._plan(s, s.main),
        }
        change = bool(s.indicator.base)
        ratio = s.indicator.kind is Kind.RATIO
        cells |= self._change(s) if change else self._rate(s) if ratio else self._count(s)
        cells |= self._percentages(s, code)
        yield Row(code, {**cells, "note": self._note(s)})
        if ratio and not change:
            yield from self._sums(s)
        for further in s.targets[1:]:
            yield self._further(s, further)

    # --- the parts of a row -----------------------------------------------------------------------------------------

    def _plan(self, s: _Shown, a: Attainment | None) -> dict[str, Any]:
        if a is None:
            return {PLAN: void(True), "verdict": ""}
        asked = a.target if a.horizon >= self.results.period.year or a.kind is TargetKind.BY_YEAR else None
        words = label(a.case)(a.verdict, a.reason)
        target = self.catalogue.targets[a.target_id]
        decimals = max(s.decimals if s.indicator.kind is Kind.COUNT else 0, vi.decimal_places(a.target))
        shown = void(True) if asked is None or a.horizon not in target.values else figure(asked, decimals, True)
        return {PLAN: shown, "verdict": words}

    def _change(self, s: _Shown) -> dict[str, Any]:
        a = s.main
        last = figure(a.last_year, RATE_DECIMALS, True)
        return {c: figure(a.actual, RATE_DECIMALS, True) for c in (ACTUAL, RUNNING)} | {LAST: last}

    def _rate(self, s: _Shown) -> dict[str, Any]:
        """A rate over its two rows: computed there where it is known, so that each column can be followed."""
        code = s.indicator.code

        def at(column: str, known: bool) -> Styled:
            n, d = (ref(key(self.sheet, f"{code}.{part}", column)) for part in "nd")
            return figure(rules.rate(n, d) if known else None, RATE_DECIMALS, True)

        known = there = s.now.value is not None
        mixed = self._natures(s.formula.numerator) != self._natures(s.formula.denominator)
        whole = mixed and self.results.period.start.month != 1  # a part of the year over a figure of the whole year
        n, d = self.past.part(s.now.numerator_keys), self.past.part(s.now.denominator_keys)
        nothing, known = not s.now.missing and n == d == 0, known and n is not None
        return {
            ACTUAL: void(True) if whole else without_case(True) if nothing else at(ACTUAL, known and bool(d)),
            RUNNING: without_case(True) if no_case(s.now) else at(RUNNING, there),
            LAST: without_case(True) if no_case(s.then) else at(LAST, s.then is not None and s.then.value is not None),
        }

    def _natures(self, codes: tuple[str, ...]) -> set[Nature]:
        return {self.catalogue.elements[code].nature for code in codes}

    def _count(self, s: _Shown) -> dict[str, Any]:
        now, then = s.now, s.then
        last = Fraction(then.value) if then and then.value is not None else None
        return {
            ACTUAL: figure(self.past.part(now.numerator_keys), s.decimals, True),
            RUNNING: figure(now.numerator_received, s.decimals, True),
            LAST: figure(last, s.decimals, True),
        }

    def _percentages(self, s: _Shown, row: str) -> dict[str, Any]:
        """Percent of plan for what runs through the year; of a year ago for that and for numbers of things.

        From figures that are not complete only where the verdict rests on them too.
        """
        a, then = s.main, s.then
        count = s.indicator.kind is Kind.COUNT
        runs = not s.indicator.base and (
            flow_over_stock(self.catalogue, s.formula) or (count and Nature.FLOW in self._natures(s.formula.numerator))
        )
        complete = s.now.value is not None
        planned = a is not None and runs and a.target > 0 and not a.comparison.lower_is_better
        planned = planned and a.horizon in self.catalogue.targets[a.target_id].values
        found = {OF_PLAN: self._percent(row, OF_PLAN, a.percent_of_plan is not None) if planned else void()}
        comparable = runs or count
        known = complete and then is not None and bool(then.value)
        known = known or (a is not None and a.percent_of_last_year is not None)
        known = known and earlier.comparable(self.results, s.formula.elements)
        return found | {OF_LAST: self._percent(row, OF_LAST, known) if comparable else void()}

    def _percent(self, row: str, column: str, known: bool) -> Styled:
        above, below = (ref(key(self.sheet, row, c)) for c in _PERCENT[column])
        return figure(rules.rate(above, below) if known else None, RATE_DECIMALS)

    def _sums(self, s: _Shown) -> Iterator[Row]:
        """The rows of numerator and denominator under a rate."""
        sides = (
            ("n", vi.NUMERATOR_OF, s.formula.numerator, s.now.numerator_keys, "numerator"),
            ("d", vi.DENOMINATOR_OF, s.formula.denominator, s.now.denominator_keys, "denominator"),
        )
        for part, words, codes, keys, side in sides:
            elements = [self.catalogue.elements[code] for code in codes]
            row = f"{s.indicator.code}.{part}"
            decimals = decimals_of(max(e.decimals for e in elements), self.order.form)
            then = s.then
            of_then = then and getattr(then, f"{side}_received")
            whole = then is not None and not set(getattr(then, f"{side}_keys")) & set(then.missing)
            complete = not set(keys) & set(s.now.missing) and earlier.comparable(self.results, codes)
            cells = {
                "name": Styled(words.format(vi.sum_of_names(e.name for e in elements)), "ruled_indent"),
                "measure": elements[0].measure,
                PLAN: void(),
                ACTUAL: figure(self.past.part(keys), decimals),
                RUNNING: figure(getattr(s.now, f"{side}_received"), decimals),
                LAST: figure(of_then if whole else None, decimals),
                OF_PLAN: void(),
                OF_LAST: self._percent(row, OF_LAST, complete and whole and bool(of_then)),
            }
            yield Row(row, cells)

    def _further(self, s: _Shown, a: Attainment) -> Row:
        """A further target of the same indicator: a later decision."""
        target = self.catalogue.targets[a.target_id]
        cells = {"name": Styled(vi.BY_BASIS.format(target.basis), "ruled_indent"), "measure": s.indicator.measure}
        cells |= {c: void() for c in (ACTUAL, RUNNING, LAST, OF_PLAN, OF_LAST)}
        return Row(f"{s.indicator.code}.{a.target_id}", {**cells, **self._plan(s, a), "note": self._demands(s, a)})

    # --- words ------------------------------------------------------------------------------------------------------

    def _demands(self, s: _Shown, a: Attainment) -> str:
        """What the plan asks, in the year of the row and in other years."""
        target = self.catalogue.targets[a.target_id]
        if a.kind is TargetKind.STATUS or a.horizon in target.values:
            here = vi.demand_by(vi.demand_of(target, a.target, s.indicator.measure), a.horizon)
        else:
            here = ""
        others = [o for o in self.results.attainments if o.target_id == a.target_id and o.horizon > a.horizon]
        later = [vi.demand_by(vi.demand_of(target, o.target, s.indicator.measure), o.horizon) for o in others]
        return "; ".join(filter(None, (here, *later)))

    def _note(self, s: _Shown) -> str:
        parts, a = [], s.main
        if s.now.missing:
            parts.append(vi.provisional(s.now.counted, s.now.expected))
        if a:
            parts.append(self._demands(s, a))
            if a.years_of:
                parts.append(vi.years(a.kind, a.years_done, a.years_of))
            if s.indicator.base and a.change_this_year is not None:
                parts.append(vi.change_note(rules.shown(a.change_this_year, 2)))
            if self.catalogue.targets[a.target_id].invented and (a.baseline or a.case.target.milestones):
                parts.append(vi.INVENTED_BASELINE)
        return "; ".join(filter(None, parts))

    def notes(self) -> tuple[str, ...]:
        """What must be said of the whole sheet, and of the definitions used."""
        found = []
        if any(Nature.STOCK in self._natures(s.formula.numerator) for s in self.shown):
            found.append(vi.STOCK_NOTE)
        if any(s.indicator.kind is Kind.RATIO for s in self.shown):
            found.append(vi.RATIO_NOTE)
        if any(Nature.FLOW in self._natures(s.formula.numerator) for s in self.shown):
            found += (*successors(self.results), *begun_last_year(self.results))
        said = [(s.formula.footnote, s.indicator) for s in self.shown]
        said += [(note, s.indicator) for s in self.shown for a in s.targets for note in a.footnotes]
        coded = any(c.content == "code" for c in self.order.form.columns)
        return (*dict.fromkeys(found), *footnotes(said, coded))
