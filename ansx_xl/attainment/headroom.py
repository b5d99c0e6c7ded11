"""Whether every comparison stays within the 15 digits that a spreadsheet compares exactly.

The verdict's own formulas are walked with intervals instead of numbers: each input from its smallest to its largest
possible value. No second set of formulas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..aggregating import Aggregate
from ..frozen import frozen
from ..model import Catalogue, Formula, Kind, Reason, Target, TargetKind
from ..period import Period
from ..rules import Call, Const, Expr, Op, Ref
from ..text import whole
from . import verdict
from .case import Case, Input, Source
from .composing import ANNUAL, Found, compose, decimals_of, horizons
from .history import Falls, Share, Start, flow_over_stock, last_year_end, measured_indicator, scope_of

LIMIT = 10**15
EARLIEST = 10
"""A baseline not yet known is taken to lie at most so many years before the target's first year."""

Interval = tuple[Fraction, Fraction]
_COMPARISONS = frozenset({"<", "<=", ">", ">=", "=", "<>"})
_TYPES = (("Y", 1), ("H", 1), ("9M", 1), ("Q", 3), ("M", 11), ("D", 1))


@frozen
class Headroom:
    """The largest side of any comparison for one target in one type of period; `None`: an element has no bounds."""

    target_id: str
    period_type: str
    bound: int | None

    @property
    def sound(self) -> bool:
        return self.bound is not None and self.bound < LIMIT


def headroom(catalogue: Catalogue) -> tuple[Headroom, ...]:
    """For each target and type of period in which it is due: the largest number its verdict can meet."""
    found: dict[tuple[str, str], int | None] = {}
    for target in catalogue.targets.values():
        for period in _periods(target):
            for bound in _bounds(catalogue, target, period):
                key = (target.id, period.kind)
                before = found.get(key, 0)
                found[key] = None if bound is None or before is None else max(bound, before)
    return tuple(Headroom(target, kind, bound) for (target, kind), bound in found.items())


def _periods(target: Target) -> Iterator[Period]:
    for kind, number in _TYPES:
        for year in range(min(target.values) - 1, max(target.values) + 1):
            yield Period(year, kind, number, date(year, 12, 30) if kind == "D" else None)


def _bounds(catalogue: Catalogue, target: Target, period: Period) -> Iterator[int | None]:
    indicator = measured_indicator(catalogue, target)
    formula = catalogue.due(indicator, period)
    outside = target.kind in ANNUAL and period.year not in target.values
    if formula is None or outside or (target.kind is TargetKind.ANNUAL_CHANGE and not period.is_annual):
        return
    scope = scope_of(catalogue, target, period.end)
    if scope.gone:
        return
    decimals = decimals_of(catalogue, target, formula, indicator.kind)
    upper = _largest(catalogue, formula.numerator, period, decimals)
    lower = _largest(catalogue, formula.denominator, period, decimals)
    if upper is None or lower is None:
        yield None
        return
    base = _largest(catalogue, [target.tolerance_share_of], period, decimals) if target.tolerance_share_of else 0
    for year in horizons(target, period):
        horizon = year if target.kind in ANNUAL[:2] else min(year, last_year_end(scope.ends))
        bare = Case(target, indicator.kind, scope.id, period, year, horizon)
        for found in _invented(catalogue, bare, formula, decimals, base):
            yield _largest_side(compose(bare, found), upper, lower, base)


def _largest(catalogue: Catalogue, elements, period: Period, decimals: int) -> int | None:
    """What a sum can be at most: every unit at the upper bound of every element."""
    units = len(catalogue.reporting_units(period))
    found = 0
    for element in (catalogue.elements[code] for code in elements):
        if element.high is None or element.low is None:
            return None
        size = max(abs(element.low), abs(element.high))
        found += whole(size * (units if element.by_unit else 1), decimals)
    return found


def _invented(catalogue: Catalogue, case: Case, formula: Formula, decimals: int, base: int | None) -> Iterator[Found]:
    """Figures that lead to the longest formula: a path from as early as can be, first halfway and then to the end."""
    own = Aggregate(
        indicator=formula.indicator,
        area=case.area,
        version=formula.version,
        numerator=Decimal(1),
        denominator=Decimal(1) if formula.denominator else None,
        value=None,
        counted=1,
        expected=1,
        reason=Reason.NONE,
        numerator_keys=tuple((e, case.area) for e in formula.numerator),
        denominator_keys=tuple((e, case.area) for e in formula.denominator),
    )
    target = case.target
    cumulative = target.kind is TargetKind.ANNUAL_FLOW or (
        target.kind is TargetKind.EVERY_YEAR and flow_over_stock(catalogue, formula)
    )
    tolerance: tuple[Input, ...] = ()
    if target.tolerance:
        tolerance = (Input("tolerance", whole(target.tolerance, 2), Source.TOLERANCE),)
        if base:
            tolerance += (Input("h", base, Source.SHARE_BASE),)
    found = Found(own, decimals, cumulative=cumulative, tolerance=tolerance)
    if target.kind is TargetKind.ANNUAL_CHANGE:
        years = max(1, case.period.year - min(target.values) + 1)
        yield replace(found, falls=Falls(10_000 * years, years, years, live=True))
    elif cumulative:
        for share in (
            Share(10_000, 10_000, Source.PROFILE),
            Share(case.period.steps, case.period.steps, Source.CALENDAR),
        ):
            yield replace(found, share=share)
    elif target.kind is TargetKind.BY_YEAR:
        year = target.baseline[0] if target.baseline else min(target.values) - EARLIEST
        worst = Fraction(-1) if not case.lower else max(map(Fraction, target.values.values())) + 1
        yield replace(found, start=Start(year, worst))
    else:
        yield found


def _largest_side(case: Case, upper: int, lower: int, base: int | None) -> int:
    """The largest side of any comparison of the case's verdict formula, every input at its worst."""
    most = 10_000 if case.kind in (Kind.RATIO, Kind.INDEX) else upper * 10 ** (case.scale - case.decimals)
    ends = {name: (Fraction(0), Fraction(abs(each.value or 0))) for name, each in case.inputs.items()}
    ends |= {
        "n": (Fraction(0), Fraction(upper)),
        "d": (Fraction(0), Fraction(lower)),
        "h": (Fraction(0), Fraction(base or 0)),
    }
    if "b" in case:
        goal = Fraction(case["T"])
        ends["b"] = (goal, Fraction(most)) if case.lower else (Fraction(0), goal)
        for name in ("v0", "v1"):
            if name in case:
                ends[name] = (goal, ends["b"][1]) if case.lower else (Fraction(0), max(goal, Fraction(case[name])))
    for name in ("T", "Q", "N", "tolerance", "low", "high"):
        if name in case:
            ends[name] = (Fraction(case[name]),) * 2
    return int(_walk(verdict.expression(case, lambda *_: ""), ends)[1])


def _walk(expr: Expr, ends: Mapping[str, Interval]) -> tuple[Interval, Fraction]:
    """The interval a formula's worth lies in, and the largest side of any comparison inside it."""
    nothing = (Fraction(0), Fraction(0))
    match expr:
        case Const(str()):
            return nothing, Fraction(0)
        case Const(number):
            return (Fraction(number),) * 2, Fraction(0)
        case Ref((name,)):
            return ends.get(name, (Fraction(0), Fraction(1))), Fraction(0)
        case Op(sign, left, right):
            (one, before), (other, after) = _walk(left, ends), _walk(right, ends)
            worst = max(before, after)
            if sign in _COMPARISONS:
                return nothing, max(worst, *map(abs, one), *map(abs, other))
            return _combined(sign, one, other), worst
        case Call(_, args):
            return nothing, max((_walk(a, ends)[1] for a in args), default=Fraction(0))
    raise TypeError(expr)


def _combined(sign: str, one: Interval, other: Interval) -> Interval:
    if sign == "+":
        return one[0] + other[0], one[1] + other[1]
    if sign == "-":
        return one[0] - other[1], one[1] - other[0]
    products = [a * b for a in one for b in other]
    return min(products), max(products)
