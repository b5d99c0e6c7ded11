"""The worksheet functions, without Excel: columns of cells in, one column of answers out.

Each takes columns as lists of values (a shorter one is repeated from its last value, so that one cell serves a whole
column) and answers row by row with a number, a text, or "" where a cell shall stay empty. No row spoils another, and
nothing is raised: what is wrong with a row is said in its own cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from . import attainment, vi
from .consolidating import Results
from .errors import AnsxError
from .history import Earlier
from .model import Catalogue, Element, Target
from .period import Period
from .rules import shown
from .text import EncodingTable, clean, decimal_of, legacy, parse_number
from .writing import plain

Column = Sequence[Any]
Answer = float | int | str
_CODE_DIGITS = 5
"""Of a commune's code: a cell that takes 03388 for a number loses the zero."""
NAMES = {
    "ANSX_TY_LE": "rates",
    "ANSX_MUC_TIEU": "demands",
    "ANSX_DANH_GIA": "verdicts",
    "ANSX_CON_THIEU": "still_needed",
    "ANSX_KIEM_TRA": "checks",
    "ANSX_TONG_HOP": "totals",
    "ANSX_DOC_SO": "numbers",
    "ANSX_CHUAN_HOA": "texts",
}
"""Worksheet function -> the function here that answers it."""


def _by_row(answer: Callable[..., Answer], *columns: Column) -> list[Answer]:
    """One answer a row; a row whose first cell is empty stays empty."""
    length = max((len(c) for c in columns), default=0)
    rows = ([c[min(i, len(c) - 1)] if c else None for c in columns] for i in range(length))
    return ["" if row[0] in (None, "") else answer(*row) for row in rows]


def number(cell: Any) -> Decimal | None:
    """The exact number of a cell; nothing for a text, a truth value or an empty cell."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal)):
        return None
    return decimal_of(repr(cell)) if isinstance(cell, float) else Decimal(cell)


def text(cell: Any) -> str:
    """A code or period as somebody typed it: 2024 and 2024.0 are the same."""
    value = number(cell)
    return clean(str(cell)) if value is None else str(plain(value)) if value else ""


def rates(numerators: Column, denominators: Column, decimals: Column = (2,)) -> list[Answer]:
    """Rates in percent, rounded half up.

    >>> rates([1, 3, None, "x"], [3, 0, 5, 5]), rates([1], [8], [1])
    ([33.33, '', '', ''], [12.5])
    """

    def one(upper: Any, lower: Any, places: Any) -> Answer:
        n, d = number(upper), number(lower)
        if n is None or not d:
            return ""
        return plain(shown(100 * Fraction(n) / Fraction(d), min(max(int(number(places) or 0), 0), 10)))

    return _by_row(one, numerators, denominators, decimals)


def demands(catalogue: Catalogue, targets: Column, years: Column) -> list[Answer]:
    """What the plan demands for a year, in words."""

    def one(code: Any, year: Any) -> Answer:
        target, asked = _target(catalogue, code), decimal_of(text(year))
        if target is None:
            return vi.UNKNOWN_CODE
        later = [y for y in sorted(target.values) if asked is not None and y >= asked]
        if not later:
            return vi.NO_TARGET_THEN
        return vi.demand_of(target, target.values[later[0]], catalogue.indicators[target.indicator].measure)

    return _by_row(one, targets, years)


def no_years(_period: Period) -> Earlier:
    """Where there is no ledger nothing is known of earlier periods."""
    return {}


def verdicts(
    catalogue: Catalogue,
    targets: Column,
    periods: Column,
    numerators: Column,
    denominators: Column,
    earlier: Callable[[Period], Earlier] = no_years,
) -> list[Answer]:
    """Verdicts in words, by the same formulas as Đánh giá chỉ tiêu; *earlier* gives the figures before a period."""

    def words(found: attainment.Answer) -> Answer:
        case = found.case
        return vi.verdict(found.verdict, found.reason, plan_runs=case.early, lower=case.lower)

    return _asked(catalogue, words, earlier, targets, periods, numerators, denominators)


def still_needed(
    catalogue: Catalogue,
    targets: Column,
    periods: Column,
    numerators: Column,
    denominators: Column,
    earlier: Callable[[Period], Earlier] = no_years,
) -> list[Answer]:
    """How many people, households ... are needed until the target; 0 where it is met."""

    def count(found: attainment.Answer) -> Answer:
        return vi.REASON.get(found.reason, "") if found.needed is None else found.needed

    return _asked(catalogue, count, earlier, targets, periods, numerators, denominators)


def _asked(
    catalogue: Catalogue,
    say: Callable[[attainment.Answer], Answer],
    earlier: Callable[[Period], Earlier],
    *columns: Column,
) -> list[Answer]:
    known: dict[Period, Earlier] = {}

    def one(code: Any, period: Any, upper: Any, lower: Any) -> Answer:
        target, when, n, d = _target(catalogue, code), _period(period), number(upper), number(lower)
        if target is None or when is None:
            return vi.UNKNOWN_CODE if target is None else vi.UNKNOWN_PERIOD
        indicator = catalogue.indicators[target.indicator]
        formula = (indicator if not indicator.base else catalogue.indicators[indicator.base]).formula(when.end)
        if n is None or (formula is not None and formula.denominator and d is None):
            return ""
        if when not in known:
            known[when] = earlier(when)
        return say(attainment.ask(catalogue, target, when, n, d, known[when]))

    return _by_row(one, *columns)


def _target(catalogue: Catalogue, code: Any) -> Target | None:
    """A target by its own code, or the province's target of an indicator."""
    name = text(code).upper()
    found = catalogue.targets.get(name)
    return found or next(
        (t for t in catalogue.targets.values() if t.indicator == name and t.scope == "province"),
        None,
    )


def _period(cell: Any) -> Period | None:
    try:
        return Period.parse(text(cell.date() if hasattr(cell, "date") else cell))
    except AnsxError:
        return None


def checks(catalogue: Catalogue, elements: Column, values: Column) -> list[Answer]:
    """Whether what was typed can stand for an element of a form."""

    def one(code: Any, typed: Any) -> Answer:
        element = catalogue.elements.get(text(code).upper())
        return vi.UNKNOWN_CODE if element is None else _said(element, typed)

    return _by_row(one, elements, values)


def _said(element: Element, typed: Any) -> str:
    """The words of the column Kiểm tra for one value."""
    if typed in (None, ""):
        return vi.WORDS["R04"] if element.required else vi.ENTRY_PASSED
    if isinstance(typed, (bool, date)):
        return vi.WORDS["R01"]
    value = number(typed)
    if value is None:
        read = parse_number(str(typed))
        if read.status == "error":
            return vi.WORDS["R01"] + (f" ({vi.suggestion_of(read.suggestion)})" if read.suggestion is not None else "")
        if read.status == "not_applicable" and not element.may_not_apply:
            return vi.WORDS["R10"]
        if read.status == "not_collected":
            return vi.WORDS["R09"]
        value = read.value
    if value is None:
        return vi.ENTRY_PASSED
    if value != shown(Fraction(value), element.decimals):
        return vi.WORDS["R11"]
    low, high = element.low, element.high
    fits = (low is None or value >= low) and (high is None or value <= high)
    return vi.ENTRY_PASSED if fits else vi.WORDS["R12"]


def totals(
    catalogue: Catalogue, find: Callable[[Period], Results | None], codes: Column, periods: Column, units: Column
) -> list[Answer]:
    """Totals of elements and rates of indicators, as consolidated; *find* gives the results of a period."""
    known: dict[Period, Results | None] = {}

    def one(code: Any, period: Any, unit: Any) -> Answer:
        when, name = _period(period), text(code).upper()
        if when is None:
            return vi.UNKNOWN_PERIOD
        if when not in known:
            known[when] = find(when)
        results = known[when]
        if results is None:
            return vi.NOT_YET
        asked = text(unit) if unit is not None else ""
        area = results.area(asked) or results.area(asked.zfill(_CODE_DIGITS))
        if area is None:
            return vi.UNKNOWN_UNIT
        return _total(results, name, area.id, catalogue)

    return _by_row(one, codes, periods, units)


def _total(results: Results, name: str, area: str, catalogue: Catalogue) -> Answer:
    if name in catalogue.elements:
        total = results.totals.get((name, area))
        return plain(total.value) if total is not None and total.counted else vi.NOT_YET
    if name in catalogue.indicators:
        found = results.aggregates.get((name, area))
        if found is None or found.value is None:
            return vi.REASON.get(found.reason, vi.NOT_YET) if found else vi.NOT_YET
        return plain(shown(found.value, catalogue.indicators[name].decimals))
    return vi.UNKNOWN_CODE


def numbers(typed: Column) -> list[Answer]:
    """Numbers typed as text, read the Vietnamese way; what is not certain is asked back.

    >>> numbers(["1.234,5", 7, "12 345"])
    [1234.5, 7, 12345]
    """

    def one(cell: Any) -> Answer:
        if number(cell) is not None:
            return plain(number(cell))
        read = parse_number(str(cell))
        if read.value is not None:
            return plain(read.value)
        if read.suggestion is not None:
            return vi.suggestion_of(read.suggestion)
        return 0 if read.status == "nil" else vi.lookup_failed(clean(str(cell)))

    return _by_row(one, typed)


def texts(catalogue: Catalogue, typed: Column, fonts: Column = (None,)) -> list[Answer]:
    """Texts in composed Unicode, without idle spaces; old fonts are converted where that is certain."""
    table = EncodingTable(
        {old: letter for letter, old, _ in catalogue.encodings},
        {vni: letter for letter, _, vni in catalogue.encodings if vni},
    )

    def one(cell: Any, font: Any) -> Answer:
        if not isinstance(cell, str):
            return cell if isinstance(cell, (int, float)) else str(cell)
        return clean(legacy(cell, font or None, table) or cell)

    return _by_row(one, typed, fonts)
