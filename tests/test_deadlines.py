"""Working days, days off as data, and by which day each level has to send."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansx_xl import catalogue
from ansx_xl.deadlines import HOLIDAY, Level, WorkingDays, bounds, deadline
from ansx_xl.model import Setting, Validity
from ansx_xl.period import Period

PLAN = catalogue.load()
DAYS = WorkingDays.of(PLAN.settings)

steady = settings(derandomize=True, database=None, deadline=None, max_examples=150)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
counts = st.integers(0, 40)
yearly = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map("{:%m-%d}".format)
calendars = st.builds(
    WorkingDays,
    st.lists(st.tuples(yearly, st.just(Validity())), max_size=8).map(tuple),
    st.frozensets(days, max_size=60),
)


def plan_with(**changed):
    """The plan with other settings, valid for ever."""
    kept = tuple(s for s in PLAN.settings if s.key not in changed)
    return replace(PLAN, settings=kept + tuple(Setting(k, v, Validity()) for k, v in changed.items()))


# --- working days ----------------------------------------------------------------------------------------------------


def brute(calendar, day):
    """The same question, asked without the module: weekends, yearly days and single ones."""
    yearly = {text for text, _ in calendar.yearly}
    return day.isoweekday() < 6 and day not in calendar.single and day.isoformat()[5:] not in yearly


@steady
@given(calendars, days, counts)
def test_the_day_found_has_as_many_working_days_before_it(calendar, start, count):
    found = calendar.after(start, count)
    passed = [start + timedelta(n) for n in range(1, (found - start).days + 1)]
    assert sum(brute(calendar, day) for day in passed) == count == calendar.between(start, found)
    assert found == start if count == 0 else brute(calendar, found)


@steady
@given(calendars, days, days, counts)
def test_a_later_start_or_more_days_never_end_earlier(calendar, one, two, count):
    early, late = sorted((one, two))
    assert calendar.after(early, count) <= calendar.after(late, count)
    assert calendar.after(early, count) < calendar.after(early, count + 1)
    assert calendar.late(one, early) <= calendar.late(one, late)


@steady
@given(calendars, days, days)
def test_late_is_what_the_next_working_day_would_be(calendar, limit, day):
    late = calendar.late(limit, day)
    assert (late > 0) == (day > limit)
    while day > limit and not brute(calendar, day):
        day += timedelta(1)
    assert late == calendar.between(limit, day)


@steady
@given(st.dates(date(2021, 1, 1), date(2026, 12, 31)), st.integers(1, 30))
def test_no_deadline_of_the_plan_falls_on_a_day_off(start, count):
    found = DAYS.after(start, count)
    listed = {s.value for s in PLAN.settings if s.key == HOLIDAY}
    assert found.isoweekday() < 6 and not {found.isoformat(), f"{found:%m-%d}"} & listed


def test_a_day_off_holds_while_its_record_does():
    once = Setting(HOLIDAY, "11-24", Validity(date(2026, 1, 1), None))
    calendar = WorkingDays.of([once])
    assert date(2025, 11, 24) in calendar and date(2026, 11, 24) not in calendar


# --- deadlines -------------------------------------------------------------------------------------------------------

DEADLINES = [
    # New Year's Day, the weekend and, in 2022 and 2023, the day in lieu are not counted.
    ("2021", "2022-01-10", "2022-01-14"),
    ("2022", "2023-01-09", "2023-01-13"),
    ("2024", "2025-01-08", "2025-01-14"),
    ("2024-H1", "2024-07-05", "2024-07-11"),
    ("2024-Q1", "2024-04-05", "2024-04-11"),
    ("2025-M01", "2025-02-07", "2025-02-13"),  # the end of January was Tết
    ("2024-M08", "2024-09-10", "2024-09-16"),  # 2 and 3 September
]


@pytest.mark.parametrize(("code", "unit", "ministry"), DEADLINES)
def test_deadlines_of_the_plan(code, unit, ministry):
    period = Period.parse(code)
    assert [str(deadline(PLAN, period, level)) for level in Level] == [unit, unit, ministry]


def test_the_ministry_has_the_year_by_15_january():
    """TT 15/2019/TT-BLĐTBXH: Sở to Bộ by 15/01 of the next year; so much the days set must hold, 2021 to 2026."""
    found = [deadline(PLAN, Period(year), Level.MINISTRY) for year in range(2021, 2027)]
    assert all((day.month, day.day) <= (1, 15) for day in found)


def test_the_administrative_calendar_ends_on_the_14th():
    plan = plan_with(calendar="administrative", deadline_unit="1")
    assert bounds(plan, Period.parse("2024-H1"))[1] == date(2024, 6, 14)
    assert deadline(plan, Period.parse("2024-H1"), Level.UNIT) == date(2024, 6, 17)  # the 14th was a Friday


def test_the_number_in_force_on_the_last_day_of_the_period_holds():
    turn = date(2024, 12, 31)
    old, new = Validity(None, turn - timedelta(1)), Validity(turn, None)
    kept = tuple(s for s in PLAN.settings if s.key != "deadline_unit")
    changed = (Setting("deadline_unit", "2", old), Setting("deadline_unit", "3", new))
    plan = replace(PLAN, settings=kept + changed)
    assert deadline(plan, Period.parse("2024-9M"), Level.UNIT) == date(2024, 10, 2)
    assert deadline(plan, Period(2024), Level.UNIT) == date(2025, 1, 6)


def test_ad_hoc_periods_and_empty_settings_have_none():
    assert {deadline(PLAN, Period.parse("2024-07-15"), level) for level in Level} == {None}
    assert deadline(plan_with(deadline_agency=""), Period(2024), Level.AGENCY) is None
