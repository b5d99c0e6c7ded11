"""Reporting periods: one table of every kind, in both calendars, and the odd days of a leap year."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansx_xl.errors import AnsxError
from ansx_xl.period import Period

# code: bounds, bounds of the administrative calendar, share of the year, steps passed and of the year, what it asks
KINDS = {
    "2024": ("2024-01-01", "2024-12-31", "2023-12-15", "2024-12-14", Fraction(1), (4, 4), "Y"),
    "2024-H1": ("2024-01-01", "2024-06-30", "2023-12-15", "2024-06-14", Fraction(1, 2), (2, 4), "H1"),
    "2024-H2": ("2024-07-01", "2024-12-31", "2024-06-15", "2024-12-14", Fraction(1), (4, 4), "Y"),
    "2024-9M": ("2024-01-01", "2024-09-30", "2023-12-15", "2024-09-14", Fraction(3, 4), (3, 4), "9M"),
    "2024-Q1": ("2024-01-01", "2024-03-31", "2023-12-15", "2024-03-14", Fraction(1, 4), (1, 4), "Q"),
    "2024-Q2": ("2024-04-01", "2024-06-30", "2024-03-15", "2024-06-14", Fraction(1, 2), (2, 4), "Q"),
    "2024-Q3": ("2024-07-01", "2024-09-30", "2024-06-15", "2024-09-14", Fraction(3, 4), (3, 4), "Q"),
    "2024-Q4": ("2024-10-01", "2024-12-31", "2024-09-15", "2024-12-14", Fraction(1), (4, 4), "Q"),
    "2024-M01": ("2024-01-01", "2024-01-31", "2023-12-15", "2024-01-14", Fraction(1, 12), (1, 12), "M"),
    "2024-M02": ("2024-02-01", "2024-02-29", "2024-01-15", "2024-02-14", Fraction(1, 6), (2, 12), "M"),
    "2023-M02": ("2023-02-01", "2023-02-28", "2023-01-15", "2023-02-14", Fraction(1, 6), (2, 12), "M"),
    "2024-M12": ("2024-12-01", "2024-12-31", "2024-11-15", "2024-12-14", Fraction(1), (12, 12), "M"),
    "2024-07-15": ("2024-01-01", "2024-07-15", "2024-01-01", "2024-07-15", Fraction(197, 366), (197, 366), "AH"),
    "2023-07-15": ("2023-01-01", "2023-07-15", "2023-01-01", "2023-07-15", Fraction(196, 365), (196, 365), "AH"),
    "2024-02-29": ("2024-01-01", "2024-02-29", "2024-01-01", "2024-02-29", Fraction(60, 366), (60, 366), "AH"),
    "2024-12-31": ("2024-01-01", "2024-12-31", "2024-01-01", "2024-12-31", Fraction(1), (366, 366), "AH"),
}


@pytest.mark.parametrize("code", KINDS)
def test_a_period(code):
    start, end, administrative_start, administrative_end, share, steps, asks = KINDS[code]
    period = Period.parse(code)
    assert str(period) == code
    assert tuple(map(str, period.bounds())) == (start, end) == (str(period.start), str(period.end))
    assert tuple(map(str, period.bounds(administrative=True))) == (administrative_start, administrative_end)
    assert period.share == share and (period.step, period.steps) == steps
    assert period.asks == {asks}
    assert period.closes_year == (share == 1) and period.is_annual == (code == "2024")
    assert period.annual == Period(period.year)


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-", "2024-H3", "2024-H0", "2024-Q5", "2024-M13", "2024-M6", "2024-6M", "2024-02-30", "2023-02-29"]
    + ["2024-7-15", "15/07/2024", "2024-H1-2", "H1-2024", "２０２４", "2024/H1", "2024-07-15T00:00"],
)
def test_no_period(text):
    with pytest.raises(AnsxError) as caught:
        Period.parse(text)
    assert (caught.value.code, caught.value.facts) == ("period", {"text": text})


@pytest.mark.parametrize("text", ["1999", "2101-H1"])
def test_no_year_out_of_all_reason(text):
    with pytest.raises(AnsxError) as caught:
        Period.parse(text)
    assert (caught.value.code, caught.value.facts["text"]) == ("period_year", text)


def test_case_and_white_space_do_not_matter():
    assert Period.parse(" 2024-h1\n") == Period.parse("2024-H1")


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2024", "2023"),
        ("2024-H1", "2023-H1"),
        ("2024-9M", "2023-9M"),
        ("2024-Q3", "2023-Q3"),
        ("2024-M02", "2023-M02"),
        ("2024-07-15", "2023-07-15"),
        ("2024-02-29", "2023-02-28"),
        ("2025-02-28", "2024-02-28"),
    ],
)
def test_the_same_period_last_year(code, before):
    assert str(Period.parse(code).same_last_year) == before


def test_order():
    """By the last day; of those that end together, the shorter first."""
    codes = ["2024-M03", "2024-Q1", "2024-M06", "2024-Q2", "2024-H1", "2024-07-15", "2024-M09", "2024-Q3", "2024-9M"]
    codes += ["2024-M12", "2024-Q4", "2024-H2", "2024", "2025-M01"]
    assert [str(p) for p in sorted(map(Period.parse, reversed(codes)), key=lambda p: p.order)] == codes


def test_units_are_those_of_the_last_day():
    assert Period.parse("2025-H1").end == date(2025, 6, 30) and Period.parse("2025-Q3").end == date(2025, 9, 30)


kinds = st.sampled_from(["", "-H1", "-H2", "-9M", "-Q1", "-Q2", "-Q3", "-Q4", *(f"-M{m:02d}" for m in range(1, 13))])
codes = st.builds(lambda y, k: f"{y}{k}", st.integers(2001, 2100), kinds) | st.dates(
    date(2001, 1, 1), date(2100, 12, 31)
).map(str)


@given(codes)
def test_every_period(code):
    period = Period.parse(code)
    assert Period.parse(str(period)) == period and str(period) == code
    assert period.start <= period.end and period.start.year == period.end.year == period.year
    assert 0 < period.share <= 1 and period.share * period.steps == period.step
    assert period.same_last_year.year == period.year - 1 and period.same_last_year.kind == period.kind
    assert period.same_last_year.order < period.order
    start, end = period.bounds(administrative=True)
    assert start <= end <= period.end and len(period.asks) == 1
