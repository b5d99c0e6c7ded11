"""What a report is made of: the results, the workbook that its figures are bound to, and which part it speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property

from .. import aggregating, vi
from ..attainment import Attainment, next_due
from ..book import Book
from ..consolidating import Results, name_of
from ..frozen import frozen
from ..model import Reason, TargetKind, Verdict
from ..presenting.attainments import row_cell
from ..presenting.table import CellKey
from .bound import Binding, Figure, Quote, Text, catalogued, joined, say, text


class Variant(StrEnum):
    """What kind of report it is."""

    PERIODIC = "periodic"
    AD_HOC = "ad_hoc"
    MID_TERM = "mid_term"
    WHOLE = "whole"


def variant_of(results: Results, review: bool) -> Variant:
    """The kind that a period asks for; a review is that of the whole plan once its last year is over."""
    if review:
        over = results.period.closes_year and results.period.year >= plan_years(results)[1]
        return Variant.WHOLE if over else Variant.MID_TERM
    return Variant.AD_HOC if results.period.kind == "D" else Variant.PERIODIC


def plan_years(results: Results) -> tuple[int, int]:
    """First and last year of the plan: those of its yearly targets."""
    yearly = (TargetKind.EVERY_YEAR, TargetKind.ANNUAL_FLOW, TargetKind.ANNUAL_CHANGE)
    targets = results.catalogue.targets.values()
    years = [y for t in targets if t.kind in yearly for y in t.values] or [y for t in targets for y in t.values]
    return min(years, default=results.period.year), max(years, default=results.period.year)


@frozen(slots=False)
class Material:
    """One report's share of the results: its kind and its indicators; *inward* stays within the province."""

    results: Results
    book: Book
    variant: Variant
    indicators: frozenset[str]
    inward: bool = True

    @cached_property
    def bind(self) -> Binding:
        """The workbook as a source of bound figures."""
        return Binding(self.book)

    @property
    def review(self) -> bool:
        """Whether it looks back over the years of the plan."""
        return self.variant in (Variant.MID_TERM, Variant.WHOLE)

    @cached_property
    def rows(self) -> tuple[Attainment, ...]:
        """The rows of the assessment that the report speaks of."""
        place = self.results.catalogue.sector_place
        found = [a for a in self.results.attainments if a.indicator in self.indicators and not self._gone(a)]
        return tuple(sorted(found, key=lambda a: place(self.sector_of(a))))

    @cached_property
    def main(self) -> tuple[Attainment, ...]:
        """The province's own targets, each at its next horizon."""
        own = [a for a in self.rows if not self.of_unit(a)]
        chosen = {a.key for a in next_due(own, self.results.period.year)}
        return tuple(a for a in own if a.key in chosen)

    @cached_property
    def told(self) -> frozenset[str]:
        """The sectors of which there is anything to say: with a target that is due, or with figures."""
        catalogue = self.results.catalogue
        found = {a.indicator for a in self.due} | (self.indicators & set(self.results.due))
        return frozenset(catalogue.indicators[code].sector for code in found)

    @property
    def whole(self) -> bool:
        """Whether it speaks of every target."""
        return self.indicators >= {t.indicator for t in self.results.catalogue.targets.values()}

    @property
    def due(self) -> tuple[Attainment, ...]:
        """The province's targets of which something was asked by now."""
        return tuple(a for a in self.main if a.verdict is not Verdict.NOT_DUE)

    @cached_property
    def _units(self) -> frozenset[str]:
        return frozenset(u.id for u in self.results.catalogue.units.values() if u.reports)

    def of_unit(self, a: Attainment) -> bool:
        """Whether it is a single unit's target."""
        return a.area in self._units

    def _gone(self, a: Attainment) -> bool:
        """Whether it is the target of a unit that is no more."""
        return self.of_unit(a) and a.reason is Reason.SCOPE_ENDED

    def shared_out(self, indicator: str) -> tuple[Attainment, ...]:
        """The targets of single units for an indicator."""
        return tuple(a for a in self.rows if self.of_unit(a) and a.indicator == indicator)

    def later(self, a: Attainment) -> tuple[Attainment, ...]:
        """The same target at its later horizons."""
        return tuple(o for o in self.rows if o.target_id == a.target_id and o.horizon > a.horizon)

    def sector_of(self, a: Attainment) -> str:
        """The sector of a target."""
        return self.results.catalogue.indicators[a.indicator].sector

    def cell(self, a: Attainment, column: str) -> CellKey:
        """Where something about a row of the assessment stands."""
        return row_cell(a, column)

    def words(self, a: Attainment, column: str) -> Figure | None:
        """What a cell of a row says."""
        return self.bind.text(self.cell(a, column))

    def number(self, a: Attainment, column: str, fixed: bool = False) -> Figure | None:
        """A figure of a row, in the indicator's own measure."""
        return self.bind.number(self.cell(a, column), self.results.catalogue.indicators[a.indicator].decimals, fixed)

    def named(self, respondent: str) -> Quote:
        """The name of a unit or agency within a sentence."""
        catalogue = self.results.catalogue
        name, unit = name_of(catalogue, self.results.period, respondent), catalogue.units.get(respondent)
        return catalogued(vi.inside(name, unit.type) if unit else name)

    def names(self, respondents: Iterable[str], most: int = vi.MOST_NAMED) -> Text:
        """Names in the order of the expected respondents, each once: one body may fill several roles.

        Of more than *most* the rest are counted.
        """
        order = {who: i for i, who in enumerate(self.results.expected)}
        named: dict[Quote, str] = {}
        for who in sorted(respondents, key=lambda who: (order.get(who, len(order)), who)):
            named.setdefault(self.named(who), who)
        shown, rest = list(named)[:most], list(named.values())[most:]
        if not rest or not order.keys() >= set(rest):  # who is not expected has no cell to be counted by
            return joined(named)
        others = self.bind.tally((vi.SENT, who, "number") for who in rest)
        return text(joined(shown), say(vi.AND_OTHERS, count=others))

    def lacking(self, a: Attainment) -> Text:
        """Who has still to send what a row lacks."""
        return self.names(aggregating.lacking(self.results.catalogue, a.aggregate))
