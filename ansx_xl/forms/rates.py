"""The sheet "Chỉ tiêu": the respondent's own rates by formula, beside the province's targets and its own.

Rates are compared in whole numbers (hundredths of a percent), never as rates. Only ratios are shown: a flow or a change
has no verdict here unless a target was shared out to the unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .. import fitting, rules, vi
from .. import layout as at
from ..book import Cell, Sheet, Validation
from ..layout import FormLayout, IndicatorRow
from ..model import PROVINCE, Catalogue, Target, TargetKind, Unit
from ..rules import Expr, call, choose, ref, when
from .frame import WHOSE_ROW, Filling, footer, send_code, top, words

WIDTHS = {1: 5, 2: 38, 3: 8, 4: 11, 5: 11, 6: 10, 7: 14, 8: 11, 9: 12, 10: 12, at.I_CAUSE: 22, at.I_REMEDY: 22}
_LAST = at.I_REMEDY
_ROOM_TO_WRITE = 42.0


def sheet(catalogue: Catalogue, form: FormLayout, filling: Filling) -> Sheet:
    header = at.INDICATORS_BODY_ROW - 1
    cells = [*top(catalogue, form, vi.INDICATORS_TITLE, 1, _LAST, at.I_CAUSE - 2)]
    cells += send_code(vi.INDICATORS, WHOSE_ROW, at.I_CAUSE - 1)
    cells.append(Cell(3, 1, vi.INDICATORS_NOTE, "italic", span=(1, _LAST)))
    cells += [Cell(header, 1 + i, text, "header") for i, text in enumerate(vi.INDICATOR_COLUMNS)]
    for number, line in enumerate(form.indicators, start=1):
        cells += _row(catalogue, form, line, number, filling)
    columns = [(text, WIDTHS[1 + i]) for i, text in enumerate(vi.INDICATOR_COLUMNS)]
    heights = {0: 21.0, header: fitting.height(columns, bold=True)}
    for line in form.indicators:
        cause, remedy = filling.causes.get(line.indicator, ("", ""))
        said = [(catalogue.indicators[line.indicator].name, WIDTHS[2])]
        said += [(cause or "", WIDTHS[at.I_CAUSE]), (remedy or "", WIDTHS[at.I_REMEDY])]
        heights[line.row] = fitting.height(said, least=_ROOM_TO_WRITE)
    repeated = sum(heights.get(row, fitting.LINE) for row in range(WHOSE_ROW, header + 1))
    blocks = [(0, header), *((line.row, line.row) for line in form.indicators)]
    return Sheet(
        name=vi.INDICATORS,
        cells=tuple(cells),
        widths=WIDTHS,
        heights=heights,
        growing=frozenset(line.row for line in form.indicators),
        hidden_columns=(0,),
        freeze=(at.INDICATORS_BODY_ROW, 3),
        repeat_rows=(WHOSE_ROW, header),
        breaks=fitting.page_breaks(blocks, heights, fitting.page_height(WIDTHS.values()), repeated),
        validations=tuple(_validations(form)),
        tab="#548235",
        footer=footer(catalogue, form),
    )


def reference_target(
    catalogue: Catalogue, indicator: str, year: int, unit: Unit | None = None
) -> tuple[Target, int] | None:
    """The province's (or a unit's own) target of an indicator that a year is held against: its own or the next one."""
    for target in catalogue.targets.values():
        if target.indicator == indicator and (unit.named(target.scope) if unit else target.scope == PROVINCE):
            later = [y for y in sorted(target.values) if y >= year]
            if later and target.kind is not TargetKind.ANNUAL_CHANGE:
                return target, later[0]
    return None


def _row(catalogue: Catalogue, form: FormLayout, line: IndicatorRow, number: int, filling: Filling) -> Iterator[Cell]:
    code, row = line.indicator, line.row
    indicator = catalogue.indicators[code]
    formula = catalogue.due(indicator, form.period, form.sectors)
    n, d = ref(("i.n", code)), ref(("i.d", code))
    yield Cell(row, 0, code, "key")
    yield Cell(row, 1, number, "count")
    yield Cell(row, 2, indicator.name, "label_left")
    yield Cell(row, 3, indicator.measure, "unit")
    for col, role, elements in ((4, "i.n", formula.numerator), (5, "i.d", formula.denominator)):
        keys = [("number", *s.key) for element in elements for s in form.slots if s.element.code == element]
        cells = ref(*keys)
        amount = when(call("COUNT", cells).eq(len(keys)), call("SUM", cells), "")
        yield Cell(row, col, amount, "integer_locked", key=(role, code))
    known = rules.both(call("COUNT", n, d).eq(2), call("N", d) > 0)
    yield Cell(row, 6, when(known, rules.rate(n, d), ""), "percent_locked", key=("i.rate", code))
    unit = catalogue.units.get(form.respondent)
    common = reference_target(catalogue, code, form.period.year)
    own = reference_target(catalogue, code, form.period.year, unit) if unit else None
    yield Cell(row, 7, _demand(common), "centre_box")
    yield Cell(row, 8, _compared(common, n, d, known) if common else None, "centre_box", key=("i.compared", code))
    yield Cell(row, 9, _demand(own), "centre_box")
    verdict = _compared(own, n, d, known) if own else vi.NOT_ASSIGNED
    yield Cell(row, 10, verdict, "centre_box", key=("i.verdict", code))
    cause, remedy = filling.causes.get(code, (None, None))
    yield Cell(row, at.I_CAUSE, cause, "note_input", key=("cause", code))
    yield Cell(row, at.I_REMEDY, remedy, "note_input", key=("remedy", code))


def _demand(found: tuple[Target, int] | None) -> str | None:
    return vi.demand(found[0].comparison, found[0].values[found[1]], "%") if found else None


def _compared(found: tuple[Target, int], n: Expr, d: Expr, known: Expr) -> Expr:
    """Higher, equal or lower than a rate of reference, in whole numbers: hundredths of a percent."""
    target, year = found
    hundredths = int(rules.shown(Fraction(target.values[year]) * 100, 0))
    left, right = n * 10000, d * hundredths
    return when(known, choose((left > right, vi.HIGHER), (left.eq(right), vi.EQUAL), otherwise=vi.LOWER), "")


def _validations(form: FormLayout) -> Iterator[Validation]:
    first, last = form.indicators[0].row, form.indicators[-1].row
    cause, remedy = vi.INDICATOR_COLUMNS[at.I_CAUSE - 1], vi.INDICATOR_COLUMNS[at.I_REMEDY - 1]
    yield words(first, at.I_CAUSE, cause.split(" (")[0], vi.CAUSE_PROMPT, last=last)
    yield words(first, at.I_REMEDY, remedy, vi.REMEDY_PROMPT, last=last)
