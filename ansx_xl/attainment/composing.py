"""From what the ledger holds to a Case: the rules of the design in their order, static parts decided here."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..aggregating import Aggregate, Area, Figures, cut_off, keys_of
from ..frozen import frozen
from ..model import Catalogue, Comparison, Formula, Kind, Reason, Target, TargetKind, Verdict
from ..period import Period
from ..text import whole
from .case import Case, Input, Path, Rest, Source, time_of, value_of
from .history import (
    Archive,
    Falls,
    Scope,
    Share,
    Start,
    baseline,
    falls,
    flow_over_stock,
    last_year_end,
    measured_indicator,
    scope_of,
    share,
)

ANNUAL = (TargetKind.EVERY_YEAR, TargetKind.ANNUAL_FLOW, TargetKind.ANNUAL_CHANGE)


@frozen
class Found:
    """What the ledger gives for one row: the period's own figures and what they are held against.

    *absent* counts the figures that nobody can send any more: flows of units that ended within the year.
    """

    aggregate: Aggregate
    decimals: int
    figures: Figures | None = None
    cumulative: bool = False
    tolerance: tuple[Input, ...] = ()
    start: Start | None = None
    why_no_start: Reason = Reason.NONE
    share: Share | None = None
    falls: Falls | None = None
    estimated: bool = False
    absent: int = 0


def horizons(target: Target, period: Period) -> tuple[int, ...]:
    """The years a target has a row for: each year of a dated target, else one."""
    if target.kind is TargetKind.ANNUAL_CHANGE:
        return (max(target.values),)
    return (period.year,) if target.kind in ANNUAL else tuple(sorted(target.values))


def find(
    store: Archive, target: Target, year: int, sectors: frozenset[str] | None = None
) -> tuple[Case, Found | None, Scope]:
    """The case of one row, with the figures it rests on."""
    catalogue, period = store.catalogue, store.period
    scope = scope_of(catalogue, target, period.end)
    horizon = year if target.kind in ANNUAL[:2] else min(year, last_year_end(scope.ends))
    kind = measured_indicator(catalogue, target).kind
    area = store.area(scope.id, period)
    bare = Case(target, kind, area.id if area else scope.id, period, year, horizon)
    settled = _settled(store, target, scope, sectors)
    if settled:
        return _settle(bare, *settled), None, scope
    found = _found(store, target, scope, horizon)
    if found is None:
        return _settle(bare, Verdict.NOT_ASSESSED, Reason.NO_DATA), None, scope
    return compose(bare, found), found, scope


def _settle(case: Case, verdict: Verdict, reason: Reason) -> Case:
    return Case(case.target, case.kind, case.area, case.period, case.year, case.horizon, settled=(verdict, reason))


def _settled(
    store: Archive, target: Target, scope: Scope, sectors: frozenset[str] | None
) -> tuple[Verdict, Reason] | None:
    """Rules 1 and 2: the scope is over, the plan asks nothing of this year, the figure is not due in this period."""
    period = store.period
    if scope.gone:
        return Verdict.NOT_ASSESSED, scope.gone
    if target.kind in ANNUAL and period.year not in target.values:
        return Verdict.NOT_ASSESSED, Reason.NO_TARGET
    if target.kind is TargetKind.ANNUAL_CHANGE and not period.is_annual:
        return Verdict.NOT_DUE, Reason.NONE
    if store.catalogue.due(measured_indicator(store.catalogue, target), period, sectors) is None:
        return Verdict.NOT_DUE, Reason.NONE
    return None


def _found(store: Archive, target: Target, scope: Scope, horizon: int) -> Found | None:
    catalogue, period = store.catalogue, store.period
    indicator = measured_indicator(catalogue, target)
    formula = indicator.formula(period.end)
    aggregate = store.measured(formula, scope.id, period)
    if aggregate is None:
        return None
    cumulative = target.kind is TargetKind.ANNUAL_FLOW or (
        target.kind is TargetKind.EVERY_YEAR and flow_over_stock(catalogue, formula)
    )
    tolerance = _tolerance(catalogue, store.current, target, store.area(scope.id, period), indicator.kind)
    start, why = None, Reason.NONE
    if target.kind is TargetKind.BY_YEAR:
        start, why = baseline(store, target, indicator, scope.id)
    return Found(
        aggregate=aggregate,
        decimals=decimals_of(catalogue, target, formula, indicator.kind),
        figures=store.current,
        cumulative=cumulative,
        tolerance=tolerance,
        start=start,
        why_no_start=why,
        share=share(store, target, indicator, scope.id) if cumulative else None,
        falls=falls(store, target, indicator, scope.id, min(horizon, period.year))
        if target.kind is TargetKind.ANNUAL_CHANGE
        else None,
        estimated=aggregate.estimated,
        absent=cut_off(catalogue, formula, store.area(scope.id, period), period),
    )


def decimals_of(catalogue: Catalogue, target: Target, formula: Formula, kind: Kind) -> int:
    """With how many decimals the period's own figures are taken as whole numbers."""
    if kind is Kind.INDEX:
        return 2
    used = (*formula.elements, *([target.tolerance_share_of] if _shared(target) else []))
    return max(catalogue.elements[e].decimals for e in used)


def _shared(target: Target) -> bool:
    return bool(target.tolerance and target.tolerance_share_of) and target.comparison is Comparison.NONE_LEFT_BASICALLY


def _tolerance(catalogue: Catalogue, figures: Figures, target: Target, area: Area, kind: Kind) -> tuple[Input, ...]:
    """What "almost" allows: nothing unless the department has set it; a count, or percent of a named element."""
    if not target.tolerance or target.comparison is not Comparison.NONE_LEFT_BASICALLY:
        return ()
    if not target.tolerance_share_of:
        return (Input("tolerance", None, Source.TOLERANCE),)
    keys = tuple(k for k in keys_of(catalogue, [target.tolerance_share_of], area) or () if not figures.left_out(k))
    if not keys:
        return ()
    numbers = [figures.number(k) for k in keys]
    base = None if None in numbers else sum(numbers, Decimal(0))
    decimals = catalogue.elements[target.tolerance_share_of].decimals
    return (
        Input("tolerance", whole(target.tolerance, 2), Source.TOLERANCE),
        Input("h", None if base is None else whole(base, decimals), Source.SHARE_BASE, keys, decimals),
    )


def compose(bare: Case, found: Found) -> Case:
    """The case of a row whose figure is due: pure, so that `headroom` can ask it with invented figures."""
    inputs = {i.name: i for i in _inputs(bare, found)}
    path: Path | None = None
    if bare.change:
        rest, blocked = _rest_of_change(bare, found.falls)
    else:
        path = _path(bare, inputs)
        rest, blocked = _rest(bare, found, inputs, path)
    return Case(
        target=bare.target,
        kind=bare.kind,
        area=bare.area,
        period=bare.period,
        year=bare.year,
        horizon=bare.horizon,
        rest=rest,
        blocked=blocked,
        inputs=inputs,
        path=path,
        scale=_scale(bare, found),
        decimals=found.decimals,
        fine=_fine(bare, found),
        judge_partial=_judge_partial(bare),
        start_year=found.start.year if found.start else None,
        may_exceed=_may_exceed(bare.target),
        estimated=found.estimated,
    )


def _may_exceed(target: Target) -> bool:
    """Only "at least" and "about" can be passed, and only by the kinds that look at an amount."""
    amount = target.kind in (TargetKind.BY_YEAR, TargetKind.ANNUAL_FLOW)
    return amount and target.comparison in (Comparison.AT_LEAST, Comparison.ABOUT)


def _judge_partial(case: Case) -> bool:
    """Whether the part received may already decide: it can only grow."""
    if case.kind is not Kind.COUNT:
        return False
    return case.target.kind is TargetKind.ANNUAL_FLOW or case.target.comparison is Comparison.AT_LEAST


def _scale(case: Case, found: Found) -> int:
    """Plan figures are whole numbers of 10^-scale: hundredths for rates, as written for counts."""
    if case.kind in (Kind.RATIO, Kind.INDEX):
        return 2
    target = case.target
    written = [*target.values.values(), *target.milestones.values(), *([target.baseline[1]] if target.baseline else [])]
    if target.tolerance and not target.tolerance_share_of:
        written.append(target.tolerance)
    return max(found.decimals, *(_digits(number) for number in written))


def _digits(number: Decimal) -> int:
    return max(0, -number.as_tuple().exponent)


def _fine(case: Case, found: Found) -> int:
    """ "About" looks at half a unit of the last written digit: one digit more than the number has."""
    if case.target.comparison is not Comparison.ABOUT:
        return 1
    return 10 ** max(0, _digits(case.value) + 1 - _scale(case, found))


def _inputs(case: Case, found: Found) -> Iterator[Input]:
    yield from _own(case, found)
    scale, target = _scale(case, found), case.target
    yield Input("T", whole(case.value, scale), Source.PLAN)
    if target.comparison is Comparison.ABOUT and not case.change:
        half = Decimal(5).scaleb(-_digits(case.value) - 1)
        fine = _fine(case, found)
        for name, bound in (("low", case.value - half), ("high", case.value + half)):
            yield Input(name, whole(bound * fine, scale), Source.PLAN)
    for each in found.tolerance:
        if each.name == "tolerance" and each.value is None:
            digits = found.decimals if case.kind is Kind.RATIO else scale
            each = Input("tolerance", whole(target.tolerance, digits), Source.TOLERANCE)
        elif each.name == "h" and each.value is not None:
            scaled = each.value * 10 ** (found.decimals - each.decimals)
            each = Input("h", scaled, each.source, each.keys, found.decimals)
        yield each
    if case.change:
        yield from _change_inputs(found.falls)
    elif found.cumulative and found.share.q:
        yield Input("q", found.share.q, found.share.source)
        yield Input("Q", found.share.of, found.share.source)
    elif found.start:
        yield from _path_inputs(case, found, scale)


def _own(case: Case, found: Found) -> Iterator[Input]:
    """The live part: the period's own sums, and how many of their figures are there."""
    own = found.aggregate
    keys = own.numerator_keys + own.denominator_keys
    missing, silent = len(own.missing), own.units_missing
    for extra in found.tolerance:
        keys += extra.keys
        missing += len(extra.keys) if extra.source is Source.SHARE_BASE and extra.value is None else 0
    settled = case.change and not (found.falls.live or not found.falls.years)
    if not settled:
        yield Input("n", whole(own.numerator, found.decimals), Source.SUM, own.numerator_keys, found.decimals)
        if own.denominator is not None:
            yield Input("d", whole(own.denominator, found.decimals), Source.SUM, own.denominator_keys, found.decimals)
    yield Input("counted", len(keys) - missing, Source.COUNTED, keys)
    yield Input("expected", len(keys) + found.absent, Source.EXPECTED, keys)
    yield Input("silent", silent, Source.SILENT, keys)


def _change_inputs(found: Falls) -> Iterator[Input]:
    if found.years:
        yield Input("S", found.hundredths, Source.LEDGER)
        yield Input("N", found.years, Source.LEDGER)


def _path_inputs(case: Case, found: Found, scale: int) -> Iterator[Input]:
    """Baseline, the stretch the period lies on, and its place there."""
    start = found.start
    base = whole(start.value, scale)
    yield Input("b", base, start.source)
    goal = whole(case.value, scale)
    if not start.year < min(time_of(case.period), case.horizon) or not _better(case, goal, base):
        return
    points = _points(case, start.year, base, goal, scale)
    last = len(points) - 1
    reached = next((i for i in range(1, last) if time_of(case.period) <= points[i][0]), last)
    (year0, value0), (year1, value1) = points[reached - 1], points[reached]
    if reached > 1:
        yield Input("v0", value0, Source.PLAN)
    if reached < last:
        yield Input("v1", value1, Source.PLAN)
    steps = case.period.steps
    of = (year1 - year0) * steps
    yield Input("q", min(of, (case.period.year - 1 - year0) * steps + case.period.step), Source.CALENDAR)
    yield Input("Q", of, Source.CALENDAR)


def _points(case: Case, year: int, base: int, goal: int, scale: int) -> list[tuple[int, int]]:
    """Baseline, milestones worth keeping, horizon; the path to a later horizon passes through the earlier one."""
    target = case.target
    marks = dict(target.milestones) | {y: value_of(target, y) for y in target.values if y < case.year}
    points = [(year, base)]
    for at, value in sorted(marks.items()):
        mark = whole(value, scale)
        if year < at < case.horizon and _better(case, mark, points[-1][1]):
            points.append((at, mark))
    return [*points, (case.horizon, goal)]


def _better(case: Case, one: int, other: int) -> bool:
    return one < other if case.lower else one > other


def _path(case: Case, inputs: dict[str, Input]) -> Path | None:
    if "q" not in inputs or not inputs["Q"].value:
        return None
    if "b" not in inputs:
        return Path("", "", "T") if inputs["T"].value > 0 else None
    return Path("b", "v0" if "v0" in inputs else "b", "v1" if "v1" in inputs else "T")


def _rest(case: Case, found: Found, inputs: dict[str, Input], path: Path | None) -> tuple[Rest, Reason]:
    """Rules 5 and 7 to 11: what is said where the comparison does not hold."""
    kind = case.target.kind
    if found.cumulative:
        if case.period.closes_year:
            return Rest.FINAL, Reason.NONE
        return (Rest.PATH, Reason.NONE) if path else (Rest.BLOCKED, Reason.NO_PATH_YET)
    if kind is not TargetKind.BY_YEAR or not case.early:
        return Rest.FINAL, Reason.NONE
    if found.start is None:
        return Rest.BLOCKED, found.why_no_start
    if time_of(case.period) <= found.start.year:
        return Rest.BLOCKED, Reason.NO_PATH_YET
    if _satisfied(case, inputs, _fine(case, found)):
        return Rest.REACHED_BEFORE, Reason.NONE
    return Rest.PATH, Reason.NONE


def _satisfied(case: Case, inputs: dict[str, Input], fine: int) -> bool:
    """Whether the baseline equals the target or satisfies it; a tolerance by a live figure is left to the formula."""
    base, goal = inputs["b"].value, inputs["T"].value
    if "tolerance" in inputs and "h" not in inputs and case.kind is not Kind.RATIO:
        goal = inputs["tolerance"].value
    if case.target.comparison is Comparison.ABOUT:
        return base * fine >= inputs["low"].value
    return base == goal or _better(case, base, goal)


def _rest_of_change(case: Case, found: Falls) -> tuple[Rest, Reason]:
    """Rules 7 to 9 for a mean yearly fall."""
    given = case.target.baseline
    if not found.years:
        late = given is not None and given[0] >= case.period.year
        return Rest.BLOCKED, Reason.NO_PATH_YET if late else Reason.NO_BASELINE
    return (Rest.PATH if case.early else Rest.FINAL), Reason.NONE
