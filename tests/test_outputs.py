"""Whatever a period holds, everything of it is written: years outside the plan's, forms that contradict each other."""

from dataclasses import replace
from decimal import Decimal

import builders
import pytest

from ansx_xl import catalogue, consolidating, machine, ministry, page, report, writing
from ansx_xl.attainment import next_due
from ansx_xl.model import Adjustment, Dossier, Reason
from ansx_xl.period import Period
from ansx_xl.presenting.pictures.drawing import level

PLAN = catalogue.load()
TODAY = "2031-12-31"
PERIODS = ("2020", "2021", "2026-H1", "2026", "2031")


def outputs(results):
    """Every file that a period gives, as bytes."""
    issued = results.period.end
    book = ministry.consolidated(results, TODAY)
    found = [writing.to_bytes(book, issued)]
    sheets = [ministry.book(results, receiver) for receiver in ministry.receivers(results)]
    found += [writing.to_bytes(each, issued) for each in sheets if each]
    for review in (False, True):
        documents = report.documents(results, TODAY, review, book=book)
        found += [report.to_bytes(document, issued, None) for document in documents]
    return [*found, page.make(results, TODAY).encode(), *machine.package(results, TODAY).values()]


@pytest.fixture(scope="module", params=PERIODS)
def results(request):
    period = Period.parse(request.param)
    return builders.results(PLAN, builders.figures(PLAN, period, seed=3))


def test_everything_is_written(results):
    assert all(outputs(results))


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


def test_with_two_forms_of_one_attempt_everything_is_written_too():
    figures = builders.figures(PLAN, Period.parse("2024"), seed=3)
    sent = builders.submissions(PLAN, figures)
    key = next(iter(sent[0].entries))
    other = replace(sent[0], sha256="f" * 64, entries={**sent[0].entries, key: builders.number(1)})
    results = consolidating.consolidate(PLAN, Dossier(figures.period, submissions=(*sent, other)), {})
    assert set(results.conflicts) == {sent[0].respondent} and all(outputs(results))


def test_published_and_corrected_figures_that_the_plan_no_longer_has_are_written_too():
    figures = builders.figures(PLAN, Period.parse("2024"), seed=3)
    sent = builders.submissions(PLAN, figures)
    dossier = Dossier(figures.period, submissions=tuple(sent))
    published = consolidating.published(consolidating.consolidate(PLAN, dossier, {}))
    gone, whole = ("XX_GONE", "106"), PLAN.province.id
    published = replace(
        published,
        totals=published.totals | {("XX_GONE", whole): "5"},
        indicators=published.indicators | {("XX01", whole): "7.5"},
        verdicts=published.verdicts | {f"XX01:2025:{whole}": "met"},
    )
    one = next(s for s in sent if s.respondent == "106")
    adjusted = Adjustment("106", gone, one.sha256, "11", Decimal(7), "why", "office", "2025-01-20")
    dossier = replace(dossier, published=(published,), adjustments=(adjusted,))
    assert all(outputs(consolidating.consolidate(PLAN, dossier, {})))
