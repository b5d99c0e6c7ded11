"""Verdicts over many cases: order, an independent oracle at the thresholds, splitting of units."""

import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from test_attainment import brief, figures, judged, plan, target, unit

from ansx_xl import attainment
from ansx_xl.model import Verdict
from ansx_xl.period import Period

PERIODS = ("2021", "2022", "2023", "2024", "2025", "2026", "2023-H1", "2024-H2", "2024-9M", "2023-Q1", "2022-M11")
PERIODS += ("2024-M02", "2024-02-29", "2025-12-31", "2023-07-15")
HIGHER = ("at_least", "more_than", "about")
LOWER = ("at_most", "less_than", "none_left", "none_left_basically")
ORDER = ("reversing", "off_track", "behind", "on_track", "met", "exceeded")
D = 10_000

steady = settings(derandomize=True, database=None, deadline=None, max_examples=150)


# The oracle: section 8 read aloud, with rates as fractions.


def position(period):
    return period.year - 1 + period.share


def fulfilled(comparison, value, goal, half):
    return {
        "at_least": value >= goal,
        "more_than": value > goal,
        "at_most": value <= goal,
        "less_than": value < goal,
        "about": value >= goal - half,
        "none_left": value == 0,
        "none_left_basically": value == 0,
    }[comparison]


def passed(comparison, value, goal, half):
    return comparison == "at_least" and value > goal or comparison == "about" and value >= goal + half


def thresholds(ratio):
    if ratio >= Fraction(95, 100):
        return "on_track"
    if ratio >= Fraction(60, 100):
        return "behind"
    return "off_track" if ratio >= 0 else "reversing"


def line(points, now):
    """The value of a broken line at a moment; past its end, the end."""
    for (left, low), (right, high) in zip(points, points[1:], strict=False):
        if now <= right:
            return low + (high - low) * (now - left) / (right - left)
    return points[-1][1]


def oracle_by_year(comparison, goal, half, baseline, milestones, horizon, period, value):
    lower = comparison in LOWER
    if fulfilled(comparison, value, goal, half):
        return "exceeded" if passed(comparison, value, goal, half) else "met"
    now = position(period)
    if now >= horizon:
        return "not_met"
    if baseline is None:
        return "not_assessed no_baseline"
    year, start = baseline
    if now <= year:
        return "not_assessed no_path_yet"
    if start == goal or fulfilled(comparison, start, goal, half):
        worse = value > start if lower else value < start
        return "reversing" if worse else "off_track"
    points = [(year, start)]
    for at, mark in sorted(milestones.items()):
        better = mark < points[-1][1] if lower else mark > points[-1][1]
        if year < at < horizon and better:
            points.append((at, mark))
    points.append((horizon, goal))
    return thresholds((value - start) / (line(points, now) - start))


def oracle_flow(comparison, goal, half, share, period, value, may_pass):
    if fulfilled(comparison, value, goal, half):
        return "exceeded" if may_pass and passed(comparison, value, goal, half) else "met"
    if period.closes_year:
        return "not_met"
    return thresholds(value / (goal * share)) if share else "not_assessed no_path_yet"


def hundredths(low=0, high=10_000):
    return st.integers(low, high).map(lambda n: Decimal(n) / 100)


@st.composite
def dated(draw, comparisons=HIGHER + LOWER):
    """A target by year with some baseline and milestones, and a period."""
    comparison = draw(st.sampled_from(comparisons))
    digits = draw(st.sampled_from((0, 1, 2)))
    goal = Decimal(draw(st.integers(1, 99 * 10**digits))).scaleb(-digits)
    if comparison.startswith("none"):
        goal = Decimal(0)
    baseline = draw(st.none() | st.tuples(st.integers(2019, 2023), hundredths() | st.just(goal)))
    milestones = draw(st.dictionaries(st.integers(2019, 2026), hundredths(), max_size=3))
    what = target("RATIO", "by_year", comparison, f"2025={goal}", milestones=milestones)
    return replace(what, baseline=baseline), Period.parse(draw(st.sampled_from(PERIODS)))


def half_of(what):
    (goal,) = what.values.values()
    return Fraction(1, 2) * Fraction(10) ** goal.as_tuple().exponent


def around(what, period, exact):
    """Numerators over D on, just above and just below every threshold of a target by year."""
    (goal,) = what.values.values()
    marks = [Fraction(goal), Fraction(goal) - half_of(what), Fraction(goal) + half_of(what)]
    marks += [Fraction(goal) / 2, Fraction(0)]
    if what.baseline:
        start = Fraction(what.baseline[1])
        row = judged(what, str(period), NUM=0, DEN=D)
        marks.append(start)
        if row.expected_now is not None:
            marks += [start + (row.expected_now - start) * share for share in (Fraction(19, 20), Fraction(3, 5), 1)]
    found = {int(mark * exact / 100) + step for mark in marks for step in (-1, 0, 1, 2)}
    return sorted(n for n in found if n >= 0)


@steady
@given(dated())
def test_by_year_agrees_with_the_text_at_every_threshold(drawn):
    what, period = drawn
    (goal,) = what.values.values()
    start = what.baseline and (what.baseline[0], Fraction(what.baseline[1]))
    marks = {y: Fraction(v) for y, v in what.milestones.items()}
    for n in around(what, period, D):
        expected = oracle_by_year(
            str(what.comparison), Fraction(goal), half_of(what), start, marks, 2025, period, Fraction(100 * n, D)
        )
        assert brief(judged(what, str(period), NUM=n, DEN=D)) == expected, (n, str(period))


@steady
@given(dated())
def test_a_worse_value_of_a_dated_target_never_gets_a_better_verdict(drawn):
    what, period = drawn
    verdicts = [judged(what, str(period), NUM=n, DEN=D).verdict for n in around(what, period, D)]
    never_worse(verdicts if not what.comparison.lower_is_better else verdicts[::-1])


def never_worse(verdicts):
    """The list runs from worse values to better ones."""
    ranked = [ORDER.index(v) for v in verdicts if v in ORDER]
    assert ranked == sorted(ranked), verdicts
    final = [v for v in verdicts if v not in ORDER]
    if final:  # not met, or not assessed for want of a path: only below what holds
        assert len(set(final)) == 1 and verdicts[: len(final)] == final, verdicts
        assert set(verdicts[len(final) :]) <= {Verdict.MET, Verdict.EXCEEDED}


@st.composite
def yearly(draw):
    """A flow of the year, alone or over the year's stock, with a share from one of the three sources."""
    kind = draw(st.sampled_from((("FLOW", "annual_flow"), ("COVER", "every_year"))))
    comparison = draw(st.sampled_from(HIGHER))
    goal = draw(st.integers(1, 100))
    period = Period.parse(draw(st.sampled_from(PERIODS)))
    what = target(*kind, comparison, f"{period.year}={goal}")
    mark = str(period).partition("-")[2]
    if mark and draw(st.booleans()):
        what = replace(what, profile={mark: Fraction(draw(st.integers(0, 10_000)), 10_000)})
    past = draw(st.none() | st.tuples(st.integers(0, 900), st.integers(0, 900)))
    return what, period, past


def share_of(what, period, past):
    if period.closes_year:
        return Fraction(1)
    mark = str(period).partition("-")[2]
    if mark in what.profile:
        return what.profile[mark]
    if past and past[1]:
        exact = Fraction(past[0], past[1])
        tens = (20_000 * exact + 1) // 2  # half up, to ten-thousandths
        if 0 < tens <= 10_000:
            return Fraction(tens, 10_000)
    return period.share


@steady
@given(yearly())
def test_flows_agree_with_the_text_and_keep_the_order(drawn):
    what, period, past = drawn
    earlier = []
    if past and not period.is_annual:
        earlier = [figures(str(period.same_last_year), FLO=past[0], DEN=D)]
        earlier.append(figures(str(period.year - 1), FLO=past[1], DEN=D))
    elif past:
        past = None
    (goal,) = map(Fraction, what.values.values())
    counted = what.indicator == "FLOW"
    share = share_of(what, period, past)
    marks = [goal, goal * share, goal * share * Fraction(19, 20), goal * share * Fraction(3, 5), Fraction(0)]
    unit_of = 1 if counted else D // 100
    values = sorted({max(0, int(m * unit_of) + step) for m in map(Fraction, marks) for step in (-1, 0, 1, 2)})
    verdicts = []
    for n in values:
        row = judged(what, str(period), earlier, FLO=n, DEN=D)
        value = Fraction(n, unit_of)
        expected = oracle_flow(str(what.comparison), goal, half_of(what), share, period, value, counted)
        assert brief(row) == expected, (n, str(period))
        verdicts.append(row.verdict)
    never_worse(verdicts)


@steady
@given(
    st.sampled_from(("2022", "2023", "2024", "2025")),
    st.integers(1, 60).map(lambda n: Decimal(n) / 10),
    st.integers(0, D),
    st.none() | st.integers(0, D),
    st.integers(1, 50_000),
)
def test_yearly_falls_agree_with_the_text(code, required, opening, old_closing, d):
    years = " ".join(f"{y}={required}" for y in range(2021, 2026))
    what = target("FALL", "annual_change", "at_least", years, baseline=(2020, "16.33"))
    earlier = [figures("2021", OLD=old_closing, NUM=opening, DEN=D)]
    covered, dropped = int(code) - 2021, Fraction(0)
    if old_closing is not None:
        covered, dropped = covered + 1, Fraction("16.33") - Fraction(old_closing, 100)
    known = dropped + Fraction(opening, 100)
    # n/d at which the mean fall is exactly part of the required one
    marks = [(known - covered * Fraction(required) * part) / 100 for part in (1, Fraction(19, 20), Fraction(3, 5), 0)]
    values = sorted({int(m * d) + step for m in marks for step in (-1, 0, 1)})
    verdicts = []
    for n in (v for v in values if v >= 0):
        mean = (known - Fraction(100 * n, d)) / covered
        if code == "2025":
            expected = "exceeded" if mean > required else "met" if mean == required else "not_met"
        else:
            expected = thresholds(mean / Fraction(required))
        row = judged(what, code, earlier, NUM=n, DEN=d)
        assert (brief(row), row.actual) == (expected, mean)
        verdicts.append(row.verdict)
    never_worse(verdicts[::-1])


@steady
@given(
    st.sampled_from(("every_year", "status")),
    st.sampled_from(PERIODS),
    st.integers(0, 3),
)
def test_levels_and_states_are_met_or_not(kind, code, demanded):
    period = Period.parse(code)
    what = target("LEVEL", kind, "at_least", f"{period.year if kind == 'every_year' else 2025}={demanded}")
    shown = [brief(judged(what, code, LEV=level)) for level in range(4)]
    assert shown == ["met" if level >= demanded else "not_met" for level in range(4)]


@steady
@given(dated(), st.integers(0, 900), st.integers(0, 900), st.integers(1, 900), st.integers(1, 900), st.data())
def test_splitting_a_unit_changes_nothing(drawn, n1, n2, d1, d2, data):
    what, period = drawn
    catalogue = plan(what)
    before = figures(str(period), NUM=(n1, n2), DEN=(d1, d2))
    part_n, part_d = data.draw(st.integers(0, n2)), data.draw(st.integers(0, d2))
    split = figures(str(period), NUM=(n1, n2 - part_n), DEN=(d1, d2 - part_d))
    third = figures(str(period), NUM=part_n, DEN=part_d).entries
    entries = dict(split.entries) | {(code, "3"): entry for (code, place), entry in third.items() if place == "1"}
    after = replace(split, entries=entries, respondents=split.respondents | {"3"})
    (one,) = attainment.attain(catalogue, before, {})
    (other,) = attainment.attain(plan(what, units=(unit("1", 1), unit("2", 2), unit("3", 3))), after, {})
    for name in ("verdict", "reason", "actual", "r", "gap", "needed", "forecast", "pace_needed"):
        assert getattr(one, name) == getattr(other, name)
    assert sum(v for _, v in one.contributions) == sum(v for _, v in other.contributions)


@steady
@given(dated(), st.integers(0, 900), st.integers(0, 900), st.integers(1, 900), st.sampled_from(("NUM", "DEN")))
def test_a_missing_input_is_never_a_number(drawn, n1, n2, d, gone):
    what, period = drawn
    values = {"NUM": (n1, n2), "DEN": (d, d)}
    values[gone] = (values[gone][0], None)
    row = judged(what, str(period), **values)
    assert brief(row) == "not_assessed incomplete"
    numbers = (row.actual, row.r, row.gap, row.needed, row.forecast, row.pace_so_far, row.pace_needed)
    assert numbers == (None,) * 7 and row.contributions == ()


@steady
@given(dated(HIGHER + ("at_most", "less_than")), st.integers(0, 500), st.integers(1, 500))
def test_needed_is_enough_and_one_less_is_not(drawn, n, d):
    what, _ = drawn
    needed = judged(what, "2025", NUM=n, DEN=d).needed
    step = -1 if what.comparison.lower_is_better else 1
    reached = (Verdict.MET, Verdict.EXCEEDED)

    def verdict_at(numerator):
        return judged(what, "2025", NUM=numerator, DEN=d).verdict

    if n + step * needed >= 0:
        assert verdict_at(n + step * needed) in reached
    if needed:
        assert verdict_at(n + step * (needed - 1)) not in reached


@steady
@given(dated(), st.integers(0, 900), st.integers(0, 900), st.integers(1, 900), st.integers(1, 900))
def test_units_sum_to_what_the_comparison_lacks(drawn, n1, n2, d1, d2):
    what, period = drawn
    row = judged(what, str(period), NUM=(n1, n2), DEN=(d1, d2))
    slack = Fraction(Decimal(5).scaleb(-what.digits - 1)) if what.comparison == "about" else 0
    lacking = sum(v for _, v in row.contributions)
    assert lacking == (row.gap + slack) * (d1 + d2) / 100
    strict = what.comparison in ("more_than", "less_than") and lacking.denominator == 1
    short = lacking if what.comparison.lower_is_better else -lacking
    assert row.needed == max(0, math.ceil(short) + strict)
