"""Every target held against the period's figures: verdicts, and what stands beside them.

`attain` is the one entrance. A verdict is the worth of its formula (`verdict.py`); what is computed here beside it
(pace, forecast, contributions, last year) only explains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from .. import vi
from ..aggregating import Aggregate, Figures
from ..frozen import frozen
from ..history import a_year_ago
from ..model import Catalogue, Comparison, Kind, Reason, Target, TargetKind, Verdict
from ..period import Period
from . import history, opinion, verdict
from .case import Case, time_of
from .composing import ANNUAL, Found, find, horizons
from .history import Archive, Scope
from .verdict import Shown

Points = Mapping[int, Fraction]
"""Annual figures of one definition, by year."""


@frozen(slots=False)
class Attainment:
    """One row of the assessment (đánh giá chỉ tiêu): a target, a horizon, an area, a period.

    Figures are exact and in the indicator's own measure (percent, or a count; for an annual change points a year);
    `None` is "not known", never zero. `gap` is actual minus target. `contributions` say what each unit adds to n - r*d,
    in people or households, and sum to it exactly; r is the bound from which `needed` is counted. `last_year` is the
    same period of last year; for a row not due, last year's annual figure. `series` are the annual figures that may be
    set side by side, by year. `shown` are the trees of which actual, gap, r and needed are the worth.
    """

    target_id: str
    indicator: str
    area: str
    kind: TargetKind
    comparison: Comparison
    horizon: int
    target: Decimal
    actual: Fraction | None
    r: Fraction | None
    verdict: Verdict
    reason: Reason
    needed: int | None
    gap: Fraction | None
    forecast: Fraction | None
    pace_so_far: Fraction | None
    pace_needed: Fraction | None
    baseline: tuple[int, Fraction] | None
    expected_now: Fraction | None
    last_year: Fraction | None
    change_this_year: Fraction | None
    years_done: int | None
    years_of: int | None
    percent_of_plan: Fraction | None
    percent_of_last_year: Fraction | None
    contributions: tuple[tuple[str, Fraction], ...]
    weather: opinion.Weather | None
    cagr: float | None
    disagrees: bool
    footnotes: tuple[str, ...]
    estimated: bool
    series: tuple[tuple[int, Fraction], ...]
    case: Case
    shown: Shown
    aggregate: Aggregate | None

    @property
    def key(self) -> str:
        """What tells a row from all others: its target, horizon and area."""
        return f"{self.target_id}:{self.horizon}:{self.area}"


def next_due(rows: Iterable[Attainment], year: int) -> tuple[Attainment, ...]:
    """Of each target the row that is due next, seen from *year*, or where all are past the last; the soonest first."""
    found: dict[str, Attainment] = {}
    for a in sorted(rows, key=lambda a: (a.horizon < year, abs(a.horizon - year))):
        found.setdefault(a.target_id, a)
    return tuple(found.values())


def attain(
    catalogue: Catalogue,
    current: Figures,
    earlier: Mapping[str, Figures],
    sectors: frozenset[str] | None = None,
) -> tuple[Attainment, ...]:
    """Hold every target against the plan (đánh giá thực hiện chỉ tiêu), one row for each horizon, in catalogue order.

    *earlier* are the figures of other periods in the ledger, by period code; those that end later are left aside.
    *sectors* is what an ad hoc form asked for (see `Catalogue.elements_due`).
    """
    store = history.archive(catalogue, current, earlier)
    rows = ((t, year) for t in catalogue.targets.values() for year in horizons(t, current.period))
    return tuple(_row(store, target, year, sectors) for target, year in rows)


def _row(store: Archive, target: Target, year: int, sectors: frozenset[str] | None) -> Attainment:
    case, found, scope = find(store, target, year, sectors)
    decided, reason = verdict.judge(case)
    shown = verdict.shown(case)
    actual = verdict.worth(shown.actual, case)
    ratio = verdict.worth(shown.progress, case)
    needed = verdict.worth(shown.needed, case)
    last_year = _last_year(store, target, scope, found)
    done, of = _years(store, target, case, found)
    so_far, ahead = _paces(case, actual)
    run = history.run_on(history.measured_indicator(store.catalogue, target), store.period.end)
    points = history.series(store, run, scope.id)
    seen, growth, disagrees = _second_opinion(target, case, points, decided)
    return Attainment(
        target_id=target.id,
        indicator=target.indicator,
        area=case.area,
        kind=target.kind,
        comparison=target.comparison,
        horizon=case.horizon,
        target=case.value if year in target.values else next(reversed(target.values.values())),
        actual=actual,
        r=ratio,
        verdict=decided,
        reason=reason,
        needed=None if needed is None else int(needed),
        gap=verdict.worth(shown.gap, case),
        forecast=_forecast(case, actual, so_far),
        pace_so_far=so_far,
        pace_needed=ahead,
        baseline=_baseline(case, found),
        expected_now=_expected(case),
        last_year=last_year,
        change_this_year=_change_this_year(store, target, case, scope, found, actual, last_year),
        years_done=done,
        years_of=of,
        percent_of_plan=_percent_of_plan(case, found, actual),
        percent_of_last_year=_percent_of_last_year(found, actual, last_year),
        contributions=_contributions(case, found, actual),
        weather=seen,
        cagr=growth,
        disagrees=disagrees,
        footnotes=(*_footnotes(store, target, scope, found, run, points), *_of_changed_units(store, found)),
        estimated=case.estimated,
        series=_series(store, target, scope, found, points),
        case=case,
        shown=shown,
        aggregate=found.aggregate if found else None,
    )


def _plan(case: Case, name: str) -> Fraction:
    """A plan figure of the working line in the indicator's own measure."""
    return Fraction(case[name], 10**case.scale)


def _baseline(case: Case, found: Found | None) -> tuple[int, Fraction] | None:
    return (found.start.year, _plan(case, "b")) if found and "b" in case else None


def _expected(case: Case) -> Fraction | None:
    """Where the path is at the period's end."""
    if case.path is None:
        return None
    start = _plan(case, case.path.start) if case.path.start else Fraction(0)
    return start + (_plan(case, case.path.end) - start) * Fraction(case["q"], case["Q"])


def _paces(case: Case, actual: Fraction | None) -> tuple[Fraction | None, Fraction | None]:
    """Change a year so far, and the change a year that would still reach the target."""
    if actual is None:
        return None, None
    now, target = time_of(case.period), _plan(case, "T")
    if case.change:
        ahead = case.horizon - now
        still = (target * (case["N"] + ahead) - actual * case["N"]) / ahead if ahead > 0 else None
        return actual, still
    if case.path and not case.path.base:
        elapsed = case.period.share
        return actual / elapsed, (target - actual) / (1 - elapsed) if elapsed < 1 else None
    still = (target - actual) / (case.horizon - now) if case.early and case.target.kind not in ANNUAL else None
    return _pace_since_baseline(case, actual, now), still


def _pace_since_baseline(case: Case, actual: Fraction, now: Fraction) -> Fraction | None:
    if "b" not in case:
        return None
    years = now - case.start_year
    return (actual - _plan(case, "b")) / years if years > 0 else None


def _forecast(case: Case, actual: Fraction | None, pace: Fraction | None) -> Fraction | None:
    """The horizon's figure if it goes on as so far: along a straight line; for a flow by its share of the year."""
    if actual is None or pace is None or not case.early:
        return None
    if case.change:
        return actual
    if case.path and not case.path.base:
        return actual * case["Q"] / case["q"]
    return actual + pace * (case.horizon - time_of(case.period))


def _last_year(store: Archive, target: Target, scope: Scope, found: Found | None) -> Fraction | None:
    """Last year's figure: of the same period, or where nothing is due now the annual one."""
    indicator = history.measured_indicator(store.catalogue, target)
    if target.kind is TargetKind.ANNUAL_CHANGE:
        return _mean_fall_of(store, target, scope, store.period.year - 1)
    if found is None:
        past = a_year_ago(store.figures, store.period.annual)
        return store.value(indicator.formula(past.end), scope.id, past)
    run, then = history.run_on(indicator, store.period.end), store.a_year_ago
    return store.value(history.version_on(run, then), scope.id, then)


def _mean_fall_of(store: Archive, target: Target, scope: Scope, year: int) -> Fraction | None:
    base = history.measured_indicator(store.catalogue, target)
    past = history.falls(store, target, base, scope.id, year, live=False)
    return Fraction(past.hundredths, 100 * past.years) if past.years else None


def _change_this_year(
    store: Archive,
    target: Target,
    case: Case,
    scope: Scope,
    found: Found | None,
    actual: Fraction | None,
    last_year: Fraction | None,
) -> Fraction | None:
    """By how much the figure moved within a year; for an annual change, this year's own fall."""
    if found is None:
        return None
    if case.change:
        base = history.measured_indicator(store.catalogue, target)
        run, before = history.run_on(base, store.period.end), store.period.year - 1
        opening = _opening(store, target, run, scope, before)
        now = found.aggregate.value
        return None if opening is None or now is None else opening - now
    return None if actual is None or last_year is None else actual - last_year


def _opening(store: Archive, target: Target, run: history.Run, scope: Scope, year: int) -> Fraction | None:
    """The rate a year ago, by the definition of today; the plan's published baseline where that was its year."""
    known = store.value(history.version_for(run, year), scope.id, Period(year))
    published = target.baseline and target.baseline[0] == year and history.version_for(run, year)
    return Fraction(target.baseline[1]) if published else known


def _years(store: Archive, target: Target, case: Case, found: Found | None) -> tuple[int | None, int | None]:
    """Of the years so far with a figure, how many are done: met, for kinds of every year; covered, for a change."""
    if case.change:
        return (found.falls.years, found.falls.elapsed) if found else (None, None)
    if target.kind not in ANNUAL:
        return None, None
    outcomes = []
    for year in sorted(y for y in target.values if y <= store.period.year):
        past = store if year == store.period.year else store.at(Period(year))
        if past is None or not past.period.closes_year:
            continue
        judged = case if past is store else find(past, target, year)[0]
        outcomes.append(verdict.judge(judged)[0])
    known = [v for v in outcomes if v in (Verdict.MET, Verdict.EXCEEDED, Verdict.NOT_MET)]
    return (sum(1 for v in known if v is not Verdict.NOT_MET), len(known)) if known else (None, None)


def _percent_of_plan(case: Case, found: Found | None, actual: Fraction | None) -> Fraction | None:
    if found is None or not found.cumulative or actual is None or not case["T"]:
        return None
    return 100 * actual / _plan(case, "T")


def _percent_of_last_year(found: Found | None, actual: Fraction | None, last_year: Fraction | None) -> Fraction | None:
    if found is None or not found.cumulative or actual is None or not last_year:
        return None
    return 100 * actual / last_year


def _contributions(case: Case, found: Found | None, actual: Fraction | None) -> tuple[tuple[str, Fraction], ...]:
    """What each unit adds to the gap: n - r*d, in people or households (mức đóng góp vào chênh lệch).

    A figure that exists only for the province is a line of its own. None where the denominator is not known by unit,
    or where a count has a target that was never shared out.
    """
    if found is None or actual is None or case.kind in (Kind.INDEX, Kind.STATUS):
        return ()
    own, figures = found.aggregate, found.figures
    upper = {unit for _, unit in own.numerator_keys}
    if own.denominator_keys:
        if not upper <= {unit for _, unit in own.denominator_keys}:
            return ()
    elif case["T"]:
        return ()
    rate = _required_rate(case)
    if rate is None:
        return ()
    sides = [(own.numerator_keys, 1), (own.denominator_keys, -rate)]
    if "h" in case:  # what "almost none" leaves to each unit
        sides.append((case.inputs["h"].keys, -Fraction(case["tolerance"], 10_000)))
    parts = {unit: Fraction(0) for keys, _ in sides for _, unit in keys}
    for keys, weight in sides:
        for key in keys:
            parts[key[1]] += weight * Fraction(figures.number(key) or 0)
    return tuple(parts.items())


def _required_rate(case: Case) -> Fraction | None:
    """The rate that would just satisfy the comparison, as a share of 1: the bound that `needed` is counted from."""
    if case.change:
        return Fraction(case["S"] - case["T"] * case["N"], 10_000) if "n" in case else None
    if "low" in case:
        return _plan(case, "low") / (100 * case.fine)
    return _plan(case, "T") / 100


def _second_opinion(
    target: Target, case: Case, points: Points, decided: Verdict
) -> tuple[opinion.Weather | None, float | None, bool]:
    if case.settled or case.change or case.kind is Kind.STATUS:
        return None, None, False
    goal, dated = _plan(case, "T"), target.kind is TargetKind.BY_YEAR
    reached = decided in (Verdict.MET, Verdict.EXCEEDED)
    seen = opinion.weather(points, goal, case.horizon, case.lower, reached, dated)
    growth = opinion.growth_ratio(points, goal, case.horizon, case.lower) if dated else None
    return seen, growth, opinion.disagree(decided, seen, growth, reached)


def _series(
    store: Archive, target: Target, scope: Scope, found: Found | None, points: Points
) -> tuple[tuple[int, Fraction], ...]:
    """Year by year; a published baseline is the first point, and for an annual change the mean fall up to each year."""
    if target.kind is TargetKind.ANNUAL_CHANGE:
        before = [year for year in store.years if year < store.period.year]
        points = {year: fall for year in before if (fall := _mean_fall_of(store, target, scope, year)) is not None}
    elif found and found.start:
        points = {found.start.year: found.start.value, **points}
    return tuple(sorted(points.items()))


def _footnotes(
    store: Archive, target: Target, scope: Scope, found: Found | None, run: history.Run, points: Points
) -> tuple[str, ...]:
    """What must be said about versions of the definition that the row's figures come from."""
    if found is None:
        return ()
    indicator = history.measured_indicator(store.catalogue, target)
    day = store.period.end
    current = indicator.formula(day)
    if found.why_no_start is Reason.DEFINITION_CHANGED:
        return (current.footnote,) if current.footnote else ()
    if found.falls:
        return history.footnotes(indicator, found.falls.first, current)
    used = [history.version_for(run, year) for year in points]
    then = store.a_year_ago
    if store.value(history.version_on(run, then), scope.id, then) is not None:
        used.append(history.version_on(run, then))
    if found.start:
        used.append(history.version_for(run, found.start.year))
    oldest = min((f for f in used if f), key=run.index, default=None)
    return history.footnotes(indicator, oldest, current)


def _of_changed_units(store: Archive, found: Found | None) -> tuple[str, ...]:
    """What must be said where units ended or began within the year, so that its flows are a part of the year only."""
    if found is None or not found.absent:
        return ()
    catalogue, period = store.catalogue, store.period
    if ended := [u.validity.end for u in catalogue.ended_within(period)]:
        return (vi.flows_of_ended_units(period.year, max(ended)),)
    begun = max(catalogue.units[id].validity.start for id in catalogue.begun_within(period))
    return (vi.flows_of_new_units(period.year, begun),)
