"""What the figures of other periods give to a sheet: the period's own part of a running figure, and last year's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from ..aggregating import Aggregate, Figures
from ..attainment.history import Archive, archive, run_on, version_on
from ..consolidating import Results
from ..frozen import frozen
from ..model import Indicator, Key, Nature


@frozen(slots=False)
class Past:
    """The other periods as one period sees them."""

    results: Results
    store: Archive
    before: Figures | None

    def last_year(self, indicator: Indicator, area: str) -> Aggregate | None:
        """The indicator in the same period of last year: by a definition that compares, over the area of then."""
        then = self.store.a_year_ago
        formula = version_on(run_on(indicator, self.results.period.end), then)
        return self.store.measured(formula, area, then)

    def within(self, key: Key, now: Decimal) -> Decimal | None:
        """What belongs to the period itself: a running figure (*now*) less what stood there when the period began.

        A unit that began with the period or later has only its own; a stock is what it is. `None`: not known.
        """
        results, period = self.results, self.results.period
        if results.catalogue.elements[key[0]].nature is Nature.STOCK or period.start.month == 1:
            return now
        unit = results.catalogue.units.get(key[1])
        if unit and unit.validity.start and unit.validity.start >= period.start:
            return now
        then = self.before.number(key) if self.before else None
        return None if then is None else now - then

    def part(self, keys: Iterable[Key]) -> Decimal | None:
        """The sum of what belongs to the period; `None` where nothing was received or a figure before is not known."""
        number = self.results.figures.number
        found = [self.within(key, now) for key in keys if (now := number(key)) is not None]
        return sum(found, Decimal(0)) if found and None not in found else None


def comparable(results: Results, codes: Iterable[str]) -> bool:
    """Whether figures may be held against those of a year ago: running ones of units if both count from January."""
    catalogue, period = results.catalogue, results.period
    elements = (catalogue.elements[code] for code in codes)
    if not any(e.by_unit and e.nature is Nature.FLOW for e in elements):
        return True
    return not catalogue.ended_within(period) and not catalogue.ended_within(period.same_last_year)


def past(results: Results) -> Past:
    """The other periods of the ledger; *before* is the one that ends where this one begins."""
    ends = results.period.start - timedelta(days=1)
    found = [f for f in results.earlier.values() if f.period.end == ends and ends.year == results.period.year]
    latest = max(found, key=lambda f: f.period.order, default=None)
    return Past(results, archive(results.catalogue, results.figures, results.earlier), latest)
