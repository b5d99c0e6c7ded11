"""What goes into the cells of a form that a ministry has made itself: a mapping of names and cells to figures.

The mapping is a YAML list; each record says where (`cell`: a defined name of the form, or Sheet!B5) and what: `figure`
(code of an indicator or data element), `area` (code of a unit or group; the province where absent) and `what`; or only
`what`, for words of the heading. `factor` multiplies ("0.01" for a cell that is shown as a percentage), `decimals`
rounds half up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from .. import addressing, deadlines, rules, vi
from ..aggregating import Aggregate, Area
from ..attainment import Attainment, next_due
from ..catalogue.records import Record, parse
from ..catalogue.values import Cells
from ..cells import Workbook
from ..consolidating import Results
from ..errors import CatalogueError
from ..frozen import frozen
from ..history import a_year_ago
from ..layout import position
from ..model import Report
from ..presenting.attainments import label
from . import earlier

WORDS = ("period", "from", "to", "year", "sender", "place", "edition")
FIGURES = (
    *("value", "numerator", "denominator", "within", "last_year", "plan", "of_plan", "of_last_year"),
    *("verdict", "name", "measure", "counted", "expected"),
)
COLUMNS = ("cell", "figure", "area", "what", "factor", "decimals", "note")

Spot = tuple[int, int]
Content = Fraction | Decimal | int | str


def contents(
    results: Results, form: Workbook, mapping: str, name: str, scale: Callable[[str, int, int], str] | None = None
) -> dict[str, dict[Spot, Content]]:
    """What stands in which cell of the form, by sheet; *mapping* is the text of the file *name*.

    A figure that is missing is the sign for it. Raises CatalogueError with every fault of the mapping, each with its
    line: cells that the form does not have, codes and areas that the period does not have. *scale* says of a cell
    whether its format shows a number as something else (`patching.scales`): that needs a factor.
    """
    records, faults = parse(name, mapping, COLUMNS)
    found: dict[str, dict[Spot, Content]] = {}
    for record in records:
        cells = Cells(record)
        spot = _spot(record, form, cells)
        worth = _worth(results, record, cells)
        numeric = not isinstance(worth, str) or worth == vi.MISSING_SIGN
        kind = scale(*spot) if spot and scale and numeric else ""
        if kind == "date" or (kind and not record.get("factor")):
            cells.bad("cell_scaled", value=record.get("cell"), kind=vi.SCALED[kind])
        faults += cells.faults
        if spot and not cells.faults:
            sheet, row, col = spot
            if (row, col) in found.setdefault(sheet, {}):
                faults.append(record.fault("duplicate_key", key=record.get("cell")))
            found[sheet][row, col] = worth
    if faults:
        raise CatalogueError(sorted(faults, key=lambda f: f.line), "mapping")
    return found


def _spot(record: Record, form: Workbook, cells: Cells) -> tuple[str, int, int] | None:
    """The cell that a name or an address means."""
    written = record.get("cell")
    if written in form.names:
        return _first_of_block(form, *form.names[written])
    sheet, _, cell = written.rpartition("!")
    sheet = sheet.removeprefix("'").removesuffix("'").replace("''", "'")
    try:
        if sheet in form.sheets:
            return _first_of_block(form, sheet, *position(cell))
    except ValueError:
        pass
    cells.bad("no_cell", value=written)
    return None


def _first_of_block(form: Workbook, sheet: str, row: int, col: int) -> tuple[str, int, int]:
    """The cell that shows it: two figures of one merged block would be one lost."""
    blocks = form.sheets[sheet].merged if sheet in form.sheets else ()
    inside = next(((a, b) for a, b, c, d in blocks if a <= row <= c and b <= col <= d), (row, col))
    return (sheet, *inside)


def _worth(results: Results, record: Record, cells: Cells) -> Content:
    if not record.get("figure"):
        what = cells.one_of("what", WORDS)
        return _words(results)[what] if what in WORDS else ""
    what = cells.one_of("what", FIGURES, "value")
    area = _area(results, record, cells)
    code = record.get("figure")
    factor, decimals = cells.number("factor"), cells.whole("decimals")
    if code not in results.catalogue.elements and code not in results.catalogue.indicators:
        cells.bad("dangling", key="figure", value=code)
    if cells.faults or area is None:
        return ""
    figure = _Figure(results, code, area)
    if not figure.due:
        cells.bad("figure_not_due", value=code, area=area.name)
        return ""
    if what in ("verdict", "name", "measure"):
        return getattr(figure, what)
    number = getattr(figure, what)
    if number is None:
        return vi.MISSING_SIGN
    number = Fraction(number) * Fraction(factor if factor is not None else 1)
    return rules.shown(number, decimals) if decimals is not None else number


def _words(results: Results) -> Mapping[str, Content]:
    """The words of a heading, as the sheets of our own have them."""
    period, catalogue = results.period, results.catalogue
    start, end = deadlines.bounds(catalogue, period)
    address = addressing.address(catalogue, period.end, Report.MINISTRY)
    return {
        "period": vi.period(period),
        "from": vi.day(start),
        "to": vi.day(end),
        "year": period.year,
        "sender": vi.of_province(address.sender, address.province),
        "place": address.place,
        "edition": catalogue.edition,
    }


def _area(results: Results, record: Record, cells: Cells) -> Area | None:
    asked = record.get("area")
    area = results.area(asked)
    if area is None:
        cells.bad("dangling", key="area", value=asked)
    return area


@frozen(slots=False)
class _Figure:
    """An indicator or a data element over an area, and all that may be asked of it; `None` is missing."""

    results: Results
    code: str
    area: Area

    @property
    def _aggregate(self) -> Aggregate | None:
        indicator = self.results.catalogue.indicators.get(self.code)
        return self.results.aggregates.get((indicator.base or self.code, self.area.id)) if indicator else None

    @property
    def _row(self) -> Attainment | None:
        """The target it is held against: of several years the next one."""
        rows = [a for a in self.results.attainments if (a.indicator, a.area) == (self.code, self.area.id)]
        return next(iter(next_due(rows, self.results.period.year)), None)

    @property
    def _is_change(self) -> bool:
        indicator = self.results.catalogue.indicators.get(self.code)
        return bool(indicator and indicator.base)

    @property
    def due(self) -> bool:
        return (self.code, self.area.id) in self.results.totals or self._aggregate is not None

    @property
    def value(self) -> Fraction | None:
        """The figure; a number of things that is not complete is what was received."""
        if self._is_change:
            return self._row.actual if self._row else None
        a = self._aggregate
        if a is None:
            total = self.results.totals[self.code, self.area.id]
            return Fraction(total.value) if total.counted else None
        return a.value if a.denominator_keys else self.numerator

    @property
    def numerator(self) -> Fraction | None:
        a = self._aggregate
        return a.numerator_received if a else None

    @property
    def denominator(self) -> Fraction | None:
        a = self._aggregate
        return a.denominator_received if a else None

    @property
    def within(self) -> Decimal | None:
        """What belongs to the period itself."""
        a = self._aggregate
        if a is None:
            element = self.results.catalogue.elements[self.code]
            units = self.area.units if element.by_unit else (self.area.id,)
            return earlier.past(self.results).part([(self.code, u) for u in units])
        return None if a.denominator_keys else earlier.past(self.results).part(a.numerator_keys)

    @property
    def last_year(self) -> Fraction | None:
        if self._is_change:
            return self._row.last_year if self._row else None
        indicator = self.results.catalogue.indicators.get(self.code)
        if indicator:
            then = earlier.past(self.results).last_year(indicator, self.area.id)
            return then.value if then else None
        return self._element_last_year()

    def _element_last_year(self) -> Fraction | None:
        """The element a year ago, in units that were there then; nothing where one of them lacks it."""
        figures = self.results.earlier.get(str(a_year_ago(self.results.earlier, self.results.period)))
        element = self.results.catalogue.elements[self.code]
        keys = [(self.code, u) for u in (self.area.units if element.by_unit else (self.area.id,))]
        found = [None if figures is None else figures.number(k) for k in keys]
        return None if None in found else sum((Fraction(n) for n in found), Fraction(0))

    @property
    def plan(self) -> Decimal | None:
        return self._row.target if self._row else None

    @property
    def of_plan(self) -> Fraction | None:
        return self._row.percent_of_plan if self._row else None

    @property
    def of_last_year(self) -> Fraction | None:
        """In percent; as on our own sheets not of what is only partly there, unless the verdict rests on that too."""
        judged = self._row is not None and self._row.percent_of_last_year is not None
        if self.value is None or not self.last_year or not self._comparable:
            return None
        return 100 * self.value / self.last_year if judged or self.counted == self.expected else None

    @property
    def _comparable(self) -> bool:
        indicator = self.results.catalogue.indicators.get(self.code)
        codes = self.results.due[indicator.base or self.code].elements if indicator else (self.code,)
        return earlier.comparable(self.results, codes)

    @property
    def counted(self) -> int:
        a = self._aggregate
        return a.counted if a else self.results.totals[self.code, self.area.id].counted

    @property
    def expected(self) -> int:
        a = self._aggregate
        return a.expected if a else self.results.totals[self.code, self.area.id].expected

    @property
    def verdict(self) -> str:
        return label(self._row.case)(self._row.verdict, self._row.reason) if self._row else ""

    @property
    def name(self) -> str:
        catalogue = self.results.catalogue
        return (catalogue.indicators.get(self.code) or catalogue.elements[self.code]).name

    @property
    def measure(self) -> str:
        catalogue = self.results.catalogue
        return (catalogue.indicators.get(self.code) or catalogue.elements[self.code]).measure
