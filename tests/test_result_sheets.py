"""What the result sheets say beside the figures: units to look at, reasons, footnotes, names, links."""

import re
from fractions import Fraction

import builders
import pytest

from ansx_xl import (
    aggregating,
    consolidating,
    fitting,
    history,
    ministry,
    page,
    presenting,
    report,
    styles,
    vi,
    writing,
)
from ansx_xl import catalogue as catalogues
from ansx_xl.model import Dossier
from ansx_xl.period import Period
from ansx_xl.presenting import attainments

PLAN = catalogues.load()


def table_of(results, name):
    return next(t for t in presenting.tables(results, "2025-01-15") if t.name == name)


@pytest.fixture(scope="module")
def book(year):
    return presenting.book(year, "2025-01-15")


@pytest.fixture(scope="module")
def silent(communes):
    """The 38 communes of which only three have sent."""
    units = [a.id for a in communes.units]
    sent = tuple(s for s in communes.dossier.submissions if s.respondent not in units[3:])
    return consolidating.consolidate(PLAN, Dossier(communes.period, submissions=sent), {})


# --- units to look at -------------------------------------------------------------------------------------------------


def test_units_to_look_at_account_for_what_is_still_needed(year, book):
    whole, shown = year.catalogue.province.id, 0
    for a in year.attainments:
        named = attainments.focus(year, a)
        if {unit for unit, _ in a.contributions} == {whole}:
            assert named == [], "the province is no unit of its own"
            continue
        assert bool(named) == bool(a.needed and a.contributions), a.key
        assert whole not in dict(named) and len(named) <= 3 and 0 not in dict(named).values()
        lacking = abs(sum(amount for _, amount in a.contributions))
        assert not named or abs(lacking - a.needed) <= 1
        shown += bool(named)
    assert shown > 8
    (pensions,) = [a for a in year.attainments if a.target_id == "BH04"]
    assert pensions.needed == 158 and {unit for unit, _ in pensions.contributions} == {whole}
    assert book.value((vi.ATTAINMENT, pensions.key, "focus")) == ""


# --- a year ago -------------------------------------------------------------------------------------------------------


def test_forms_results_and_ministry_sheets_take_the_same_period_of_last_year():
    """Of the second half of a year where only whole years were consolidated before."""
    now = Period.parse("2024-H2")
    earlier = {"2023": builders.figures(PLAN, Period.parse("2023"), seed=2)}
    results = builders.results(PLAN, builders.figures(PLAN, now), earlier)
    printed = history.prior(PLAN, earlier, now).last_year
    assert printed == earlier["2023"].numbers
    book = ministry.book(results, ministry.receivers(results)[0])
    shown = presenting.book(results, "")
    compared = 0
    for a in results.attainments:
        if a.target_id != "YT01" and a.target_id != "LD03":
            continue
        n, d = (sum(printed[k] for k in keys) for keys in (a.aggregate.numerator_keys, a.aggregate.denominator_keys))
        expected = 100 * Fraction(n) / Fraction(d) if d else n
        assert shown.value((vi.ATTAINMENT, a.key, "last_year")) == expected
        assert book.value(("Biểu 01", a.target_id, "last_year")) == expected
        compared += 1
    assert compared == 2


# --- who has still to send --------------------------------------------------------------------------------------------


def test_a_reason_names_the_agency_that_owes_a_figure_by_unit(year, book):
    """TT01 and TT02 are one agency's table of the eight districts: it has not sent, the districts owe nothing."""
    for code in ("TT01", "TT02"):
        lost = year.aggregates[code, "12"].missing
        assert {unit for _, unit in lost} == {a.id for a in year.units}
        reason = book.value((vi.TOTALS, code, "reason"))
        assert reason.startswith("còn thiếu: Sở Thông tin và Truyền thông (") and "Huyện" not in reason
        assert aggregating.lacking(year.catalogue, year.aggregates[code, "12"]).keys() == {"STTTT"}
    unit = book.value((vi.TOTALS, "LD03", "reason"))
    assert unit == "còn thiếu: Huyện Phong Thổ (LD_VL)"


def test_long_lists_of_units_are_cut_everywhere_alike(silent):
    names = [a.name for a in silent.units[3:]]
    more = len(names) - vi.MOST_NAMED
    said = [r.cells["reason"].shown for r in table_of(silent, vi.TOTALS).rows if not r.group]
    texts = [t for t in said if t.count("Xã") + t.count("Phường") > 3]
    for document in report.documents(silent, "2026-01-15"):
        every = [line.said for part in document.sectors for line in part.lines]
        every += [*document.summary, *(line.said for line in document.unjudged)]
        texts += [t for t in map(str, every) if names[0] in t]
    paragraphs = re.findall(f"<p>({vi.PAGE_MISSING}.*?)</p>", page.make(silent, "2026-01-15"))
    texts += [p for p in paragraphs if names[0] in p]
    assert len(texts) > 20
    for text in texts:
        found = [name for name in names if name in text]
        assert len(found) <= vi.MOST_NAMED + 1, text  # a name may hold another
        counted = re.search(r"và (?:<data[^>]*>)?(\d+)(?:</data>)? đơn vị khác", text)
        assert more <= int(counted[1]) <= more + 3, text


# --- footnotes --------------------------------------------------------------------------------------------------------

POVERTY = "Chuẩn nghèo đổi từ 01/01/2022"
UNDATED = "Kế hoạch không ghi năm"


def rows_meant(words):
    """The numbers before the colon of a footnote, spans counted through."""
    spans = [part.split("-") for part in words.removeprefix("STT ").split(", ")]
    return {n for span in spans for n in range(int(span[0]), int(span[-1]) + 1)}


def test_footnotes_of_the_assessment_name_the_rows_they_are_about(year):
    table = table_of(year, vi.ATTAINMENT)
    numbers = {r.key: r.cells["number"] for r in table.rows if not r.group}
    notes = dict(reversed(n.split(": ", 1)) for n in table.notes[2:])
    assert len(notes) == len(table.notes) - 2 > 3
    for note, words in notes.items():
        about = {
            a.key for a in year.attainments if note in (*a.footnotes, year.catalogue.targets[a.target_id].assumption)
        }
        assert rows_meant(words) == {numbers[key] for key in about}, note
    assert any(n.startswith(POVERTY) for n in notes) and any(n.startswith(UNDATED) for n in notes)


def test_footnotes_of_other_sheets_name_their_indicators(year):
    assert [n.split(": ")[0] for n in table_of(year, vi.TOTALS).notes if POVERTY in n] == ["GN00"]
    notes = {grid.name: grid.notes for _, grid in ministry.grids(year, ministry.receivers(year)[0])}
    assert [n for n in notes["Biểu 01"] if n.startswith(f"GN00; GN01; GN02: {POVERTY}")]
    assert [n for n in notes["Biểu 02"] if n.startswith(f"Tỷ lệ hộ nghèo: {POVERTY}")]


def test_footnotes_of_the_report_name_the_rows_of_its_table(year):
    document = report.documents(year, "2025-01-15")[0]
    names = {int(str(r.number)): str(r.name) for r in document.table if r.number}
    (note,) = [str(t) for t in document.footnotes if UNDATED in str(t)]
    assumed = {year.catalogue.indicators[t.indicator].name for t in year.catalogue.targets.values() if t.assumption}
    assert {names[n] for n in rows_meant(note.split(": ")[0])} == assumed and len(assumed) == 7
    assert all(str(t).startswith("STT ") for t in document.footnotes)


# --- numbers ----------------------------------------------------------------------------------------------------------


def test_a_numerator_shows_as_many_decimals_as_its_figure(year, book):
    looks = {c.key: c.style for s in book.sheets if s.name == vi.TOTALS for c in s.cells if c.key}
    assert (looks[vi.TOTALS, "BH05", "n"], looks[vi.TOTALS, "BH05", "total"]) == ("percent", "percent_total")
    for code, formula in year.due.items():
        whole = all(year.catalogue.elements[e].decimals == 0 for e in formula.numerator)
        assert (looks[vi.TOTALS, code, "n"] == "integer") == whole, code


# --- names ------------------------------------------------------------------------------------------------------------


def test_units_that_have_ended_keep_their_names(year):
    """Targets that were shared out to the districts are shown, ended, in the second half of 2025."""
    plan, now = year.catalogue, Period.parse("2025-H2")
    results = builders.results(plan, builders.figures(plan, now))
    ended = [a for a in results.attainments if a.reason == "scope_ended" and a.target_id.startswith("LD03-")]
    shown = presenting.book(results, "")
    names = {shown.value((vi.ATTAINMENT, a.key, "name")).rpartition("(")[2] for a in ended}
    assert names == {f"{u.name})" for u in plan.units.values() if u.level == "district"} and len(ended) == 8
    assert {shown.value((vi.WORKING, a.key, "area")) for a in ended} == {name[:-1] for name in names}
    bars = {c.content for s in shown.sheets if s.name == vi.PICTURES for c in s.cells if isinstance(c.content, str)}
    assert not any("(105)" in text for text in bars)


# --- links ------------------------------------------------------------------------------------------------------------


def test_the_name_of_a_figure_leads_to_it_and_its_place_is_words(year, book):
    sheet = next(s for s in book.sheets if s.name == vi.FINDINGS)
    cells, linked = {c.key: c for c in sheet.cells if c.key}, 0
    for number, (_, finding) in enumerate(year.findings, start=1):
        place, name = (cells[vi.FINDINGS, str(number), column] for column in ("place", "element"))
        assert place.link is None and place.style != "link"
        if name.link is None:
            assert not name.content and not finding.element
            continue
        assert book.value(name.key).startswith(year.catalogue.elements[finding.element].name)
        spot = book.spots[name.link]
        assert (spot.sheet, name.link[1:]) == (vi.DATA, (finding.element, finding.unit)) and name.style == "link"
        linked += 1
    assert linked > 8


# --- print ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["year", "silent"])
def test_no_page_ends_with_a_heading_or_begins_with_notes(which, request):
    results = request.getfixturevalue(which)
    tables = {t.name: t for t in (*presenting.tables(results, ""), ministry.table(results))}
    ended = 0
    for sheet in ministry.consolidated(results, "").sheets:
        table = tables.get(sheet.name)
        if table is None:
            continue
        body = sheet.freeze[0]
        headings = {body + at for at, row in enumerate(table.rows) if row.group}
        assert not headings & {row - 1 for row in sheet.breaks}, sheet.name
        assert all(row < body + len(table.rows) for row in sheet.breaks), "notes stay with the last row"
        ended += len(sheet.breaks)
        if not sheet.breaks:
            continue
        first, page = (
            sheet.breaks[0],
            fitting.page_height(sheet.widths.values(), sheet.pages_wide, sheet.repeat_columns),
        )
        assert page / 2 < sum(sheet.heights.get(row, fitting.LINE) for row in range(first)) <= page, sheet.name
    assert ended > 8


def test_pages_end_where_the_sheet_says(office, book, tmp_path):
    """LibreOffice prints as many pages as the breaks and the pages across make, each full of rows that fit."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(writing.to_bytes(book, Period.parse("2024").end))
    with office.open(path) as opened:
        for sheet in book.sheets:
            if sheet.breaks and sheet.name != vi.PICTURES:
                opened.pdf(tmp_path / "page.pdf", sheet=sheet.name)
                pages = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "page.pdf").read_bytes()))
                assert pages == (len(sheet.breaks) + 1) * sheet.pages_wide, sheet.name


@pytest.mark.parametrize("which", ["year", "silent"])
def test_rows_are_high_enough_for_their_words(office, which, request, tmp_path):
    """LibreOffice, asked for the height that it would give each row of a table, wants no line more than it has."""
    results = request.getfixturevalue(which)
    found = ministry.consolidated(results, "")
    path, looked = tmp_path / "book.xlsx", 0
    path.write_bytes(writing.to_bytes(found, results.period.end))
    with office.open(path) as opened:
        for sheet in found.sheets:
            if sheet.name in (vi.PICTURES, vi.TRAIL):
                continue
            rows = opened.sheet(sheet.name).Rows
            opened.sheet(sheet.name).unprotect("")
            for row in range(sheet.freeze[0], max(c.row for c in sheet.cells) + 1):
                ours = rows.getByIndex(row).Height
                rows.getByIndex(row).OptimalHeight = True
                assert rows.getByIndex(row).Height < ours + 100, (sheet.name, row)  # hundredths of a millimetre
                looked += 1
    assert looked > 300


def test_words_and_numbers_keep_clear_of_the_lines_around_them(book):
    used = {c.style for s in book.sheets for c in s.cells if isinstance(c.content, str) and c.content}
    looks = {name: styles.STYLES[name] for name in used}
    boxed = {name for name, look in looks.items() if look.get("border") and look.get("align", "left") == "left"}
    assert {"label_left", "indent", "group", "code"} <= boxed
    assert [name for name in boxed if not looks[name].get("indent")] == ["heat_level_name"]


def test_the_reason_of_a_file_left_out_runs_over_the_free_columns(demo_made):
    results = next(r for r in demo_made.results if str(r.period) == "2024")
    sheet = next(s for s in presenting.book(results, "").sheets if s.name == vi.SENT)
    reasons = [c for c in sheet.cells if c.key and c.key[1].startswith("unused:") and c.key[2] == "timing"]
    assert len(reasons) == sum(1 for f in results.files if f.outcome != "used") > 5
    for cell in reasons:
        room = sum(sheet.widths[col] for col in range(cell.col, cell.col + cell.span[1]))
        assert cell.span == (1, 7) and room > 100 and sheet.heights[cell.row] <= 33
        assert not [c for c in sheet.cells if c.row == cell.row and cell.col < c.col < cell.col + 7]
