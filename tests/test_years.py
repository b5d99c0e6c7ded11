"""Periods outside the years of the plan: they are added up, judged where the plan still asks, written and sent."""

import builders
import pytest

from ansx_xl import catalogue, machine, ministry, page, report, writing
from ansx_xl.attainment import next_due
from ansx_xl.model import Reason
from ansx_xl.period import Period
from ansx_xl.presenting.pictures.drawing import level

PLAN = catalogue.load()
TODAY = "2031-12-31"
PERIODS = ("2020", "2021", "2026-H1", "2026", "2031")


@pytest.fixture(scope="module", params=PERIODS)
def results(request):
    period = Period.parse(request.param)
    return builders.results(PLAN, builders.figures(PLAN, period, seed=3))


def test_everything_is_written(results):
    book = ministry.consolidated(results, TODAY)
    assert writing.to_bytes(book, results.period.end)
    for receiver in ministry.receivers(results):
        sheets = ministry.book(results, receiver)
        assert sheets is None or writing.to_bytes(sheets, results.period.end)
    for review in (False, True):
        for document in report.documents(results, TODAY, review, book=book):
            assert report.to_bytes(document, results.period.end, None)
    assert page.make(results, TODAY)
    assert machine.package(results, TODAY)


def test_what_the_plan_no_longer_asks_is_not_judged_and_no_level_for_units(results):
    inside = 2021 <= results.period.year <= 2025
    rows = {a.target_id: a for a in results.attainments}
    for code in ("BTXH01", "LD02", "YT02"):  # of every year from 2021 to 2025
        assert (rows[code].reason is Reason.NO_TARGET) != inside
        assert level(results, rows[code].indicator) is None or inside


def test_of_several_years_the_next_one_counts(results):
    year = results.period.year
    bh01 = [a for a in results.attainments if a.target_id == "BH01"]
    assert [a.horizon for a in next_due(bh01, year)] == [2025 if year <= 2025 else 2030]
    assert level(results, "BH01").value == (20 if year <= 2025 else 25)
