"""A figure beside earlier ones: what is probably a slip, as a question for Python and as a formula for the form.

Each question stands beside its formula. Tests put both to the same figures (tests/judging.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from .period import Period
from .rules import Expr, both, call, either

JUMP, LARGE = 30, 1000
"""So many times more or less than in the previous period is a slip in zeros; figures below *LARGE* may well do so."""
NEAR = 2
"""A figure up to so many times more or less than an earlier one is like it."""
_DAY_ZERO = date(1899, 12, 30).toordinal()
"""The day that a spreadsheet counts as 0."""


def jumped(now: Decimal, before: Decimal | None) -> bool:
    """Whether a figure has probably lost or gained zeros since the previous period.

    >>> jumped(Decimal(40_385_100), Decimal(18_991)), jumped(Decimal(60), Decimal(1)), jumped(Decimal(9), None)
    (True, False, False)
    """
    if not before or before < 0 or now <= 0 or max(now, before) < LARGE:
        return False
    return now >= JUMP * before or before >= JUMP * now


def jumped_formula(now: Expr, before: Expr) -> Expr:
    """The same of two cells of which *now* has a number; *before* may be blank."""
    known = both(before > 0, now > 0, call("MAX", now, before) >= LARGE)
    return both(known, either(now >= before * JUMP, before >= now * JUMP))


def days(period: Period) -> tuple[int, int]:
    """The numbers by which a spreadsheet keeps the days of a period's year and the next, in which forms are filled.

    >>> days(Period.parse("2024"))
    (45292, 46022)
    """
    first, last = date(period.year, 1, 1), date(period.year + 1, 12, 31)
    return first.toordinal() - _DAY_ZERO, last.toordinal() - _DAY_ZERO


def dated(now: Decimal, earlier: Iterable[Decimal | None], period: Period) -> bool:
    """Whether a figure is probably a day: 5/6 typed into a cell for numbers is kept as 46178.

    >>> year = Period.parse("2025")
    >>> dated(Decimal(45_813), [Decimal(282), None], year), dated(Decimal(45_813), [Decimal(45_100)], year)
    (True, False)
    """
    first, last = days(period)
    if not first <= now <= last or now != int(now):
        return False
    return not any(before is not None and before <= NEAR * now and now <= NEAR * before for before in earlier)


def dated_formula(now: Expr, earlier: Iterable[Expr], period: Period) -> Expr:
    """The same of cells of which *now* has a number; the earlier ones may be blank."""
    first, last = days(period)
    like = [both(before <= now * NEAR, now <= before * NEAR) for before in earlier]
    return both(now >= first, now <= last, call("INT", now).eq(now), call("NOT", either(*like)))
