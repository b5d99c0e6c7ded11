"""What the sections of the pictures share: parts of a sheet, keys, spans, the level that units are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal

from ... import vi
from ...attainment import Attainment, next_due
from ...book import Cell, Chart, Content, Highlight, Sparkline, Validation
from ...consolidating import Results
from ...frozen import frozen
from ...model import Comparison, Kind, Reason
from ..table import CellKey, key


@frozen(slots=False)
class Part:
    """One section of the sheet, in its place."""

    cells: tuple[Cell, ...] = ()
    heights: Mapping[int, float] = field(default_factory=dict)
    highlights: tuple[Highlight, ...] = ()
    validations: tuple[Validation, ...] = ()
    charts: tuple[Chart, ...] = ()
    sparklines: tuple[Sparkline, ...] = ()

    @staticmethod
    def joined(parts: Iterable[Part]) -> Part:
        parts = tuple(parts)
        return Part(
            cells=tuple(c for p in parts for c in p.cells),
            heights={row: height for p in parts for row, height in p.heights.items()},
            highlights=tuple(h for p in parts for h in p.highlights),
            validations=tuple(v for p in parts for v in p.validations),
            charts=tuple(c for p in parts for c in p.charts),
            sparklines=tuple(s for p in parts for s in p.sparklines),
        )


def at(row: str, column: str) -> CellKey:
    """The key of a cell on this sheet."""
    return key(vi.PICTURES, row, column)


def spread(row: int, span: tuple[int, int], content: Content, style: str, name: CellKey | None = None) -> Cell:
    """A cell over some columns: first column and how many."""
    return Cell(row, span[0], content, style, name, span=(1, span[1]))


def scope_name(results: Results, a: Attainment) -> str:
    """The name of an indicator with its year and its area, where these need to be said."""
    catalogue = results.catalogue
    name = catalogue.indicators[a.indicator].name
    years = {other.horizon for other in results.attainments if other.target_id == a.target_id}
    name += f" ({a.horizon})" if len(years) > 1 else ""
    if a.area == catalogue.province.id:
        return name
    return f"{name} ({results.area_name(a.area)})"


@frozen
class Level:
    """What the province's target asks of a rate or of what is left over: units are compared with it, not judged."""

    value: Decimal
    lower: bool
    strict: bool

    @property
    def near(self) -> Decimal:
        """Five percent of the level away from it."""
        return self.value * (105 if self.lower else 95) / 100


def level(results: Results, indicator: str) -> Level | None:
    """What the province's target asks next; `None` where it asks nothing of this year, or of a unit's figure."""
    catalogue = results.catalogue
    rows = [a for a in results.attainments if a.indicator == indicator and a.area == catalogue.province.id]
    asked = [a for a in next_due(rows, results.period.year) if a.reason is not Reason.NO_TARGET]
    if not asked:
        return None
    comparison, value = asked[0].comparison, asked[0].target
    if catalogue.indicators[indicator].kind is not Kind.RATIO and value:
        return None
    if comparison is Comparison.ABOUT:
        value -= Decimal(5).scaleb(value.as_tuple().exponent - 1)
    return Level(value, comparison.lower_is_better, comparison in (Comparison.MORE_THAN, Comparison.LESS_THAN))
