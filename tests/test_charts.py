"""The sheet Biểu đồ: its numbers are those of the results, nothing that is missing is a zero, its charts are native.

That its formulas compute the same in LibreOffice is looked at with all other sheets in test_consolidated.py.
"""

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import openxml_audit
import pytest
from poison import formulas, unlike
from poison import results as results_of

from ansx_xl import catalogue as catalogues
from ansx_xl import consolidating, presenting, vi, writing
from ansx_xl.layout import pictures as grid
from ansx_xl.model import Dossier, Kind, Reason, TargetKind
from ansx_xl.period import Period
from ansx_xl.presenting.attainments import ACTUAL, VERDICT
from ansx_xl.presenting.pictures import bars, chosen, comparing, past
from ansx_xl.presenting.pictures.drawing import at
from ansx_xl.rules.functions import is_number

PLAN = catalogues.load()
COMMUNES = Period.parse("2025-H2")
DAY = "2025-01-15"


@pytest.fixture(scope="module", params=["2024", "2024-H1", "2025-H1"])
def results(demo_made, request):
    return next(r for r in demo_made.results if str(r.period) == request.param)


def book_of(results):
    return presenting.book(results, DAY)


def sheet_of(book):
    return next(s for s in book.sheets if s.name == vi.PICTURES)


def package(book):
    return zipfile.ZipFile(io.BytesIO(writing.to_bytes(book, COMMUNES.end)))


# --- bars -------------------------------------------------------------------------------------------------------------


def test_every_target_has_a_bar_or_words(results):
    book = book_of(results)
    shown = [a for page in bars.pages(results) for a in page.rows]
    assert sorted(a.key for a in shown) == sorted(a.key for a in results.attainments)
    drawn = 0
    for a in shown:
        done = book.value(bars.bar_key(a, "done"))
        assert book.value(bars.bar_key(a, VERDICT)) == book.value((vi.ATTAINMENT, a.key, VERDICT)) != ""
        assert book.value(bars.bar_key(a, ACTUAL)) == (a.actual if a.actual is not None else "")
        if a.actual is None:
            assert done == book.value(bars.bar_key(a, "due")) == ""
        expected = bars.shares(a)
        assert (done if done != "" else None) == expected[0]
        drawn += is_number(done)
    assert drawn > (5 if "-" in str(results.period) else 20)


def test_a_bar_is_the_way_from_the_baseline_or_the_share_of_the_target(results):
    for a in results.attainments:
        done, due = bars.shares(a)
        if done is None:
            continue
        if a.kind is TargetKind.BY_YEAR:
            start, goal = a.baseline[1], Fraction(a.target)
            assert abs(done - 100 * (a.actual - start) / (goal - start)) <= Fraction(1, 20)
            assert abs(due - 100 * (a.expected_now - start) / (goal - start)) <= Fraction(1, 20)
            assert abs(done - due * a.r) < 1
        else:
            assert abs(done - 100 * a.actual / Fraction(a.target)) <= Fraction(1, 20)
        assert not (a.case.lower and not a.baseline)


def test_bars_stand_in_order_of_verdict_then_sector(year):
    sectors = [s.code for s in PLAN.sectors]
    pages = bars.pages(year)
    assert all(len(page.rows) <= grid.BULLETS_A_PAGE for page in pages)
    for heading in (vi.BULLETS_HEADING, vi.SHARED_HEADING):
        rows = [a for p in pages if (p.heading == vi.SHARED_HEADING) == (heading == vi.SHARED_HEADING) for a in p.rows]
        order = [(vi.VERDICT_ORDER.index(a.verdict), sectors.index(PLAN.indicators[a.indicator].sector)) for a in rows]
        assert order == sorted(order) and rows


# --- units ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["year", "communes"])
def test_the_comparison_shows_the_cells_of_the_totals(which, request):
    found = request.getfixturevalue(which)
    book = book_of(found)
    compared, numbers = comparing.columns(found), 0
    for area in found.units:
        for indicator in compared:
            own = found.aggregates.get((indicator.code, area.id))
            value = book.value(at(area.id, f"heat:{indicator.code}"))
            if own is not None and own.value is not None:
                assert value == own.value
                numbers += 1
            else:
                assert value in (vi.MISSING_SHORT, vi.NO_CASE_SHORT, vi.CLASS_NONE), (area.id, indicator.code)
                assert own is None or not own.missing or value == vi.MISSING_SHORT
    assert numbers > 30
    assert set(found.due) - {i.code for i in compared} == {
        code for code in found.due if not any((code, a.id) in found.aggregates for a in found.units)
    }


def test_signs_follow_the_exact_level(year):
    """The words of a unit's class against exact arithmetic."""
    book = book_of(year)
    for a in past.rows(year):
        shown = choose(book, year, a)
        indicator = past_indicator(year, a)
        against = comparing.level(year, indicator) if shown(at("choice", "heat")) else None
        for area in year.units:
            value, words = shown(at(area.id, "value")), shown(at(area.id, "class"))[:-1]
            if not is_number(value) or against is None:
                assert words == vi.CLASS_NONE
                continue
            exact, limit = Fraction(value), Fraction(against.value)
            better = exact < limit if against.lower else exact > limit
            met = better or (exact == limit and not against.strict)
            far = exact > limit * Fraction(105, 100) if against.lower else exact < limit * Fraction(95, 100)
            assert words == (vi.CLASS_MET if met else vi.CLASS_FAR if far else vi.CLASS_NEAR)


def past_indicator(results, a):
    indicator = results.catalogue.indicators[a.indicator]
    return indicator.base if indicator.kind is Kind.CHANGE else indicator.code


def choose(book, results, a):
    """The values of the sheet's cells once somebody has chosen a target."""
    return chosen_book(book, results, a).value


def chosen_book(book, results, a):
    label = past.label(results, a)
    sheet = sheet_of(book)
    cells = tuple(c._replace(content=label) if c.key == at(chosen.CHOICE, "") else c for c in sheet.cells)
    other = [replace(s, cells=cells) if s is sheet else s for s in book.sheets]
    return replace(book, sheets=tuple(other))


@pytest.mark.parametrize("which", ["year", "communes"])
def test_the_ranking_is_a_ranking(which, request):
    found = request.getfixturevalue(which)
    book, units = book_of(found), found.units
    names, shared, without = {area.name: area.id for area in units}, 0, 0
    for a in past.rows(found):
        shown = choose(book, found, a)
        ranked = [names[shown(at(f"rank:{n}", "name"))] for n in range(1, len(units) + 1)]
        assert sorted(ranked) == sorted(names.values())
        values = [shown(at(f"rank:{n}", "value")) for n in range(1, len(units) + 1)]
        numbers = [v for v in values if is_number(v)]
        assert values[: len(numbers)] == numbers, "who has no number comes last"
        lower = shown(at("choice", "lower"))
        assert numbers == sorted(numbers, reverse=not lower)
        ranks = [shown(at(f"rank:{n}", "rank")) for n in range(1, len(units) + 1)]
        better = [1 + sum(1 for n in numbers if (n < v if lower else n > v)) for v in numbers]
        assert ranks == better + [""] * (len(units) - len(numbers)), "those alike share a rank, no figure has none"
        shared += len(set(better)) < len(better)
        without += len(numbers) < len(units)
        assert shown(at("choice", "note")).startswith(f"{vi.CHOSEN_NOTE}{len(numbers)}/{len(units)} ")
        code = past_indicator(found, a)
        if shown(at("choice", "heat")):
            of_unit = {u: found.aggregates[code, u].value for u in ranked if (code, u) in found.aggregates}
            assert [of_unit.get(u) for u, v in zip(ranked, values) if is_number(v)] == numbers
    assert shared and without


@pytest.mark.parametrize("which", ["year", "communes"])
def test_libreoffice_shows_the_same_after_a_choice(office, which, request, tmp_path):
    """The choice is the one open cell of a protected sheet; everything that follows it is a formula."""
    found = request.getfixturevalue(which)
    book = book_of(found)
    path = tmp_path / "book.xlsx"
    path.write_bytes(writing.to_bytes(book, COMMUNES.end))
    spot = book.spots[at(chosen.CHOICE, "")]
    rows = {a.target_id: a for a in past.rows(found)}
    with office.open(path) as opened:
        for code in ("YT03", "LD03", "GN01", "NS02", "BH05", "GD04"):
            a = rows[code]
            opened.set(vi.PICTURES, {(spot.row, spot.col): past.label(found, a)})
            opened.recalculate()
            now = chosen_book(book, found, a)
            odd = [d for d in unlike(now, results_of(opened, now)) if d[0] == vi.PICTURES]
            assert odd == [], (code, odd[:4])


def test_the_trend_has_the_years_and_the_goal(year):
    book = book_of(year)
    years = past.years(year)
    assert years == (2020, 2021, 2022, 2023, 2024)
    for a in past.rows(year):
        shown = choose(book, year, a)
        series = dict(a.series) | {2024: a.actual}
        for each in years:
            value = shown(at("trend", f"actual:{each}"))
            expected = series.get(each)
            assert value == (vi.NOT_KNOWN if expected is None else expected)
            assert shown(at("trend", f"goal:{each}")) == a.target


def test_series_hold_what_may_be_compared(year):
    by_id = {a.target_id: a for a in year.attainments if a.horizon <= 2025}
    assert [y for y, _ in by_id["LD01"].series] == [2020, 2021, 2022, 2023, 2024]
    assert by_id["LD01"].series[0][1] == by_id["LD01"].baseline[1]
    assert [y for y, _ in by_id["BH05"].series][:1] != [2020], "no baseline was published"
    assert dict(by_id["LD01"].series)[2023] == by_id["LD01"].last_year
    # the mean fall of each year, across the standards of poverty: never their rates side by side
    assert dict(by_id["GN01"].series)[2023] == by_id["GN01"].last_year


# --- the tile map -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["2024", "2025-H2"])
def test_every_unit_has_a_tile_of_its_own(code):
    units = PLAN.reporting_units(Period.parse(code))
    spots = [u.tile for u in units]
    assert None not in spots and len(set(spots)) == len(units) == (8 if code == "2024" else 38)
    tiles = (max(r for r, _ in spots), max(c for _, c in spots))
    place = grid.PicturePlace((), len(units), tiles, 1, 1)
    cells = [
        (row + down, column + right)
        for row, column, width in (place.tile(*s) for s in spots)
        for down in (0, 1)
        for right in range(width)
    ]
    assert len(set(cells)) == len(cells)
    assert all(grid.MAP[0] <= column <= grid.MAP[1] for _, column in cells)


def test_units_without_a_tile_get_free_ones(communes):
    units = communes.units
    lost = {u.id: replace(PLAN.units[u.id], tile=None) for u in units[::3]}
    twice = {units[1].id: replace(PLAN.units[units[1].id], tile=PLAN.units[units[2].id].tile)}
    other = replace(communes, catalogue=replace(PLAN, units=dict(PLAN.units) | lost | twice))
    spots = chosen.tiles(other, units)
    assert set(spots) == {u.id for u in units} and len(set(spots.values())) == len(units)
    assert chosen.tiles(other, units) == spots


# --- the file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["year", "communes"])
def test_charts_are_native_and_cache_no_zero_for_what_is_missing(which, request, tmp_path):
    found = request.getfixturevalue(which)
    book = book_of(found)
    sheet = sheet_of(book)
    with package(book) as parts:
        charts = [parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/charts/chart")]
        own = next(n for n in parts.namelist() if n == f"xl/worksheets/sheet{len(book.sheets)}.xml")
        written = parts.read(own).decode()
        (tmp_path / "book.xlsx").write_bytes(parts.fp.getvalue())
    assert len(charts) == len(sheet.charts) >= 3
    assert written.count("<x14:sparkline>") == len(sheet.sparklines)
    for chart, text in zip(sheet.charts, charts):
        cached = re.findall(r"<c:val>.*?</c:val>", text)
        assert len(cached) == len(chart.series)
        for series, cache in zip(chart.series, cached):
            values = [book.value(key) for key in series.values]
            points = {int(i): float(v) for i, v in re.findall(r'<c:pt idx="(\d+)"><c:v>([^<]*)</c:v>', cache)}
            assert points == {i: pytest.approx(float(v)) for i, v in enumerate(values) if is_number(v)}
    assert [str(e) for e in openxml_audit.OpenXmlValidator().validate(tmp_path / "book.xlsx").errors] == []


def test_numbers_are_formulas_but_for_the_years_before(results):
    book = book_of(results)
    sheet = sheet_of(book)
    formula = {(c.row, c.col) for s, c in formulas(book) if s is sheet}
    known = {key for a in results.attainments for key in (at(a.key, str(y)) for y, _ in a.series)}
    helpers = {at(a.key, column) for a in results.attainments for column in past.HELP}
    plain = [c for c in sheet.cells if is_number(c.content) or isinstance(c.content, Decimal)]
    given = {"header", "heat_head"}  # years
    odd = [c for c in plain if (c.row, c.col) not in formula and c.key not in known | helpers and c.style not in given]
    assert odd == []


def test_one_cell_may_be_typed_into_and_only_from_the_list(year):
    sheet = sheet_of(book_of(year))
    open_cells = [c for c in sheet.cells if c.style == "picture_choice"]
    assert [c.key for c in open_cells] == [at(chosen.CHOICE, "")] and sheet.protected
    (asked,) = sheet.validations
    labels = [past.label(year, a) for a in past.rows(year)]
    assert asked.kind == "list" and len(asked.formula.keys) == len(labels) == len(set(labels))
    assert open_cells[0].content in labels
    assert not any(sign in label for label in labels for sign in "*?~") and max(map(len, labels)) < 255


def test_colour_never_stands_alone(year):
    """Every look that colours a picture adds a sign too, or lies on words."""
    from ansx_xl.styles import STYLES

    for light in sheet_of(book_of(year)).highlights:
        look = STYLES[light.style]
        assert "bg_color" not in look or re.search("[▲●○◊▼]", look["num_format"])


def test_a_period_with_nothing_still_has_its_sheet():
    empty = consolidating.consolidate(PLAN, Dossier(Period.parse("2024")), {})
    book = book_of(empty)
    assert sheet_of(book).cells and writing.to_bytes(book, COMMUNES.end)


def test_words_for_what_has_no_number():
    assert vi.unit_reason(Reason.UNITS_MISSING) == vi.MISSING_SHORT
    assert vi.unit_reason(Reason.ZERO_DENOMINATOR) == vi.NO_CASE_SHORT
