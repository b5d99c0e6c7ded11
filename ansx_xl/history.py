"""What earlier periods give to this one: figures on forms, operands of relations, series of attainment. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from .aggregating import Figures
from .model import Catalogue, Key, Nature, Prior, TargetKind
from .period import Period

Earlier = Mapping[str, Figures]
"""Figures of other periods, by period code."""


def prior(catalogue: Catalogue, earlier: Earlier, period: Period) -> Prior:
    """The figures beside which the forms of *period* are filled and checked.

    The previous period of a flow is the latest earlier-ending one of the same year, whatever its type; of a stock the
    latest earlier-ending one. A figure of a unit that no longer exists is nobody's.
    """
    before = sorted((f for f in earlier.values() if f.period.end < period.end), key=lambda f: f.period.order)
    flows, stocks = {}, {}
    for figures in before:
        for key, number in figures.numbers.items():
            if catalogue.elements[key[0]].nature is Nature.STOCK:
                stocks[key] = number
            elif figures.period.year == period.year:
                flows[key] = number
    return Prior({**stocks, **flows}, _last_year(catalogue, earlier, period), _plans(catalogue, period))


def a_year_ago(earlier: Earlier, period: Period) -> Period:
    """The period of last year that *period* is held against; the year and its second half stand for each other."""
    same = period.same_last_year
    if str(same) in earlier or not period.closes_year:
        return same
    ends = (f.period for f in earlier.values() if f.period.year == same.year and f.period.closes_year)
    return max(ends, key=lambda p: p.order, default=same)


def _last_year(catalogue: Catalogue, earlier: Earlier, period: Period) -> dict[Key, Decimal]:
    """The figures of a year ago, but flows of units that began within that year: they are a part of it only."""
    then = a_year_ago(earlier, period)
    found, begun = earlier.get(str(then)), catalogue.begun_within(then)
    numbers = found.numbers.items() if found else ()
    return {k: n for k, n in numbers if k[1] not in begun or catalogue.elements[k[0]].nature is Nature.STOCK}


def _plans(catalogue: Catalogue, period: Period) -> dict[Key, Decimal]:
    """The plan of the year for single elements: annual flows shared out to units."""
    found = {}
    for target in catalogue.targets.values():
        indicator = catalogue.indicators[target.indicator]
        formula = indicator.formula(period.end)
        value = target.values.get(period.year)
        if target.kind is not TargetKind.ANNUAL_FLOW or formula is None or value is None:
            continue
        unit = next((u.id for u in catalogue.reporting_units(period) if u.named(target.scope)), None)
        if unit and len(formula.numerator) == 1 and not formula.denominator:
            found[formula.numerator[0], unit] = value
    return found
