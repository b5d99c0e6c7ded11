"""The sheets for the ministries: every figure is the consolidated one, in the layout of official statistics."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import builders
import openxml_audit
import pytest
from poison import differences, formulas, poisoned, stored_formulas

from ansx_xl import addressing, consolidating, demo, ministry, plain, vi, writing
from ansx_xl import catalogue as catalogues
from ansx_xl.catalogue.records import parse
from ansx_xl.catalogue.schema import TABLES
from ansx_xl.model import Dossier, Kind, Report, Status
from ansx_xl.period import Period
from ansx_xl.presenting.table import Styled
from ansx_xl.text import exact, half_up

PLAN = catalogues.load()
COMMUNES = Period.parse("2025-H2")
OLD, HOME = "Bộ Lao động - Thương binh và Xã hội", "Bộ Nội vụ"


def results_of(given, plan=PLAN, earlier=None):
    return builders.results(plan, given, earlier)


@pytest.fixture(scope="module", params=[*demo.PERIODS, str(COMMUNES)])
def results(request, demo_made, communes):
    found = {str(r.period): r for r in demo_made.results} | {str(COMMUNES): communes}
    return found[request.param]


def shown(book, grid, row, column):
    """What a cell shows, as JSON has it: exact text, None for missing, the sign for what cannot be."""
    worth = book.value((grid.name, row, column))
    if worth in (vi.MISSING_SIGN, vi.NIL_SIGN):  # the latter for a rate of nothing
        return None
    return worth if isinstance(worth, str) else exact(Fraction(worth))


def sheets_of(results):
    for receiver in ministry.receivers(results):
        book = ministry.book(results, receiver)
        yield receiver, book, ministry.grids(results, receiver)


# --- who receives ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2021, 12, 31), [OLD]),
        (date(2025, 2, 28), [OLD]),
        (date(2025, 3, 1), [HOME, "Bộ Y tế", "Bộ Nông nghiệp và Môi trường", "Bộ Giáo dục và Đào tạo"]),
        (date(2025, 12, 31), [HOME, "Bộ Y tế", "Bộ Nông nghiệp và Môi trường", "Bộ Giáo dục và Đào tạo"]),
    ],
)
def test_one_ministry_before_march_2025_and_its_successors_after(day, names):
    assert [r.name for r in addressing.ministries(PLAN, day)] == names


def test_each_successor_has_just_its_indicators():
    by_name = {r.name: r for r in addressing.ministries(PLAN, COMMUNES.end)}
    sent = {n: {c for c, i in PLAN.indicators.items() if addressing.concerns(r, i)} for n, r in by_name.items()}
    assert sent["Bộ Nông nghiệp và Môi trường"] == {"GN00", "GN01", "GN02", "GN03"}
    assert sent["Bộ Y tế"] == {"BTXH01", "BTXH02"}
    assert sent["Bộ Giáo dục và Đào tạo"] == {"LD01", "LD02", "LD04"}
    assert {"NCC01", "LD03", "BH05"} <= sent[HOME] and not sent[HOME] & {"GN00", "BTXH01", "YT01"}
    (old,) = addressing.ministries(PLAN, date(2024, 12, 31))
    assert all(addressing.concerns(old, i) for i in PLAN.indicators.values())


def test_sender_signers_grounds_and_copies_follow_the_day():
    before = addressing.address(PLAN, date(2024, 12, 31), Report.PROVINCE)
    after = addressing.address(PLAN, date(2025, 12, 31), Report.PROVINCE)
    assert before.signer == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert before.copies[0] == "Bộ Lao động - TB&XH (để b/c)" and before.copies[-1] == "Lưu: VT, VX3"
    assert "UBND các huyện, thành phố" in before.copies and "UBND các xã, phường" in after.copies
    assert len(after.receivers) == 4 and after.copies[0] == "Bộ Nội vụ (để b/c)"
    assert any("15/2019/TT-BLĐTBXH" in g for g in before.grounds)
    assert any("18/2025/TT-BNV" in g for g in after.grounds) and not any("15/2019" in g for g in after.grounds)
    sheets = addressing.address(PLAN, date(2025, 3, 31), Report.MINISTRY)
    assert (sheets.sender, sheets.above) == ("Sở Nội vụ", "Ủy ban nhân dân tỉnh Lai Châu")
    department = addressing.address(PLAN, date(2024, 12, 31), Report.DEPARTMENT)
    assert department.copies[0] == "UBND tỉnh (để b/c)" and department.signer == ("GIÁM ĐỐC",)


# --- every figure is the consolidated one ---------------------------------------------------------------------------


def expected_figures(results):
    """By code and area: what the JSON of consolidate says of elements, and of indicators by part."""
    said = plain.consolidated(results, "")
    found = {(e["element"], e["area"]): e["value"] for e in said["elements"]}
    for i in said["indicators"]:
        whole = results.catalogue.indicators[i["indicator"]].kind is Kind.RATIO
        found[i["indicator"], i["area"]] = i["value"] if whole else i["numerator"]
        found[f"{i['indicator']}.n", i["area"]] = i["numerator"]
        found[f"{i['indicator']}.d", i["area"]] = i["denominator"]
    for code, formula in results.due.items():  # a sum known by unit beside one that is known for the province only
        for part, elements in (("n", formula.numerator), ("d", formula.denominator)):
            for area in results.areas:
                values = [found.get((e, area.id), vi.NOT_APPLICABLE_SIGN) for e in elements]
                if elements and (code, area.id) not in results.aggregates and vi.NOT_APPLICABLE_SIGN not in values:
                    total = sum(Decimal(v) for v in values if v is not None)
                    found[f"{code}.{part}", area.id] = None if set(values) == {None} else exact(total)
    return found


def test_figures_by_unit_are_those_of_consolidate(results):
    expected = expected_figures(results)
    seen, areas = set(), {a.id for a in results.areas}
    for _, book, grids in sheets_of(results):
        for order, grid in grids:
            if order.form.layout == "indicators":
                continue
            turned = "unit" in {c.key for c in grid.columns}
            columns = [c.key for c in grid.columns if c.key in (expected_codes(expected) if turned else areas)]
            for row in (r.key for r in grid.rows if not r.group):
                for column in columns:
                    code, area = (column, row) if turned else (row, column)
                    entry = results.figures.entries.get((code, area))
                    own = results.aggregates.get((code.partition(".")[0], area))
                    absent = entry is not None and entry.status is Status.NOT_APPLICABLE
                    absent = absent or (own is not None and not own.applies)
                    wanted = vi.NOT_APPLICABLE_SIGN if absent else expected.get((code, area), vi.NOT_APPLICABLE_SIGN)
                    assert shown(book, grid, row, column) == wanted, (grid.name, code, area)
                    seen.add((code, area))
    mine = {r.name for r in ministry.receivers(results)}
    if OLD in mine:  # everything goes to it
        asked = {(e, a) for e, a in results.totals} | set(results.aggregates)
        assert seen >= asked
    assert len(seen) > 100


def test_what_does_not_apply_to_a_unit_is_no_missing_figure(year):
    """The town has no rural hamlets: the sheet of elements and that of indicators say the same."""
    _, book, _ = next(sheets_of(year))
    assert not year.aggregates["NS02", "105"].applies
    shown_there = {
        code: book.value((sheet, code, "105")) for sheet, code in (("Biểu 02", "NS02"), ("Biểu 03 NS", "NS_THON_KK"))
    }
    assert set(shown_there.values()) == {vi.NOT_APPLICABLE_SIGN}
    assert book.value(("Biểu 02", "NS02", "12")) == year.aggregates["NS02", "12"].value


def expected_codes(expected):
    return {code for code, _ in expected}


def test_indicators_are_those_of_consolidate_and_of_the_assessment(results):
    expected = expected_figures(results)
    province = results.areas[0].id
    rows = 0
    for _, book, grids in sheets_of(results):
        for order, grid in grids:
            if order.form.layout != "indicators":
                continue
            for row in (r.key for r in grid.rows if not r.group):
                code, _, part = row.partition(".")
                indicator = results.catalogue.indicators[code]
                targets = [a for a in results.attainments if a.indicator == code and a.target_id == code]
                a = min(targets, key=lambda a: (a.horizon < results.period.year, a.horizon), default=None)
                now = shown(book, grid, row, "cumulative")
                if indicator.base:
                    assert now == exact(a.actual)
                else:
                    area = a.area if a else province
                    assert now == expected[row, area], row
                if a and not part:
                    assert shown(book, grid, row, "last_year") == exact(a.last_year), row
                    if shown(book, grid, row, "plan") != vi.NOT_APPLICABLE_SIGN:
                        assert shown(book, grid, row, "plan") == exact(a.target)
                    for column, value in (("of_plan", a.percent_of_plan), ("of_last_year", a.percent_of_last_year)):
                        if value is not None:
                            assert shown(book, grid, row, column) == exact(value), (row, column)
                rows += 1
    assert rows > (10 if "-" in str(results.period) else 60)


def test_libreoffice_computes_the_sheets_as_python_did(office, year, communes):
    for results in (year, communes):
        for _, book, _ in sheets_of(results):
            data = writing.to_bytes(book, results.period.end)
            assert len(list(formulas(book))) > 10
            assert differences(office, book, poisoned(data)) == []


def test_totals_are_sums_over_units_and_rates_stand_on_their_sums(year, communes):
    for results in (year, communes):
        _, book, grids = next(sheets_of(results))
        stored = stored_formulas(writing.to_bytes(book, results.period.end))
        province = results.areas[0].id
        found = 0
        for order, grid in grids:
            turned = "unit" in {c.key for c in grid.columns}
            for e in results.catalogue.elements.values():
                at = (grid.name, province, e.code) if turned else (grid.name, e.code, province)
                if order.form.layout == "elements_by_unit" and e.by_unit and at in book.spots:
                    spot = book.spots[at]
                    number = not isinstance(book.value(at), str)
                    assert (written(spot) in stored[grid.name]) == number
                    found += number
        assert found > 20


def written(spot):
    from ansx_xl.layout import address

    return address(spot.row, spot.col)


# --- what must be said ----------------------------------------------------------------------------------------------


def test_a_rounding_note_stands_exactly_where_what_is_shown_does_not_add_up(results):
    amounts = results_of(builders.figures(PLAN, Period.parse("2023"), NCC_QUY="0.25", GN_VON_GN="0.5"))
    noted = []
    for found in (results, amounts):
        for _, book, grids in sheets_of(found):
            for order, grid in grids:
                if order.form.layout == "indicators":
                    continue
                assert (vi.ROUNDING_NOTE in grid.notes) == torn(found, book, grid), grid.name
                if found is amounts and vi.ROUNDING_NOTE in grid.notes:
                    noted.append(grid.name)
    assert noted == ["Biểu 03 NCC"]  # 8 times 0.25 is shown as 8 times 0.3, which is not 2.0; 8 times 0.5 is 4.0


def torn(results, book, grid):
    """Whether, as its numbers are rounded, some total differs from the sum over its units."""
    turned = "unit" in {c.key for c in grid.columns}
    keys = {c.key for c in grid.columns} | {r.key for r in grid.rows}
    lines = [c.key for c in grid.columns] if turned else [r.key for r in grid.rows if not r.group]
    for line in lines:
        for area in results.areas:
            if area.id in results.catalogue.units and not area.whole or area.id not in keys:
                continue
            at = lambda a, line=line: (grid.name, a, line) if turned else (grid.name, line, a)  # noqa: E731
            if at(area.id) not in book.spots or not formula_of(book, at(area.id), "SUM"):
                continue
            style = next(c.style for s in book.sheets for c in s.cells if c.key == at(area.id))
            places = int(re.fullmatch(r"ruled_(\d)_total", style)[1])
            parts = [book.value(at(u)) for u in area.units]
            numbers = [half_up(Fraction(p), places) for p in parts if not isinstance(p, str)]
            if half_up(Fraction(book.value(at(area.id))), places) != sum(numbers):
                return True
    return False


def formula_of(book, key, function):
    return getattr(book.contents[key], "name", "") == function


def test_incomplete_figures_are_marked_and_never_zero(year):
    _, book, grids = next(sheets_of(year))
    by_name = {grid.name: grid for _, grid in grids}
    first = by_name["Biểu 01"]
    note = next(r.cells["note"] for r in first.rows if r.key == "LD03")
    assert note.startswith(vi.provisional(7, 8))
    assert book.value(("Biểu 01", "GN03", "cumulative")) == vi.MISSING_SIGN
    assert first.provisional and vi.SIGN_NOTES[vi.MISSING_SIGN] in first.notes
    texts = {c.content for s in book.sheets if s.name == "Biểu 01" for c in s.cells if isinstance(c.content, str)}
    assert any(vi.PROVISIONAL_LINE in t and vi.ILLUSTRATIVE_LONG in t for t in texts)
    whole = next(grid for grid in by_name.values() if not grid.provisional)
    texts = [c.content for s in book.sheets if s.name == whole.name for c in s.cells if isinstance(c.content, str)]
    assert not any(vi.PROVISIONAL_LINE in t for t in texts) and not any("tạm tính" in t for t in texts)


def test_estimates_are_marked(communes):
    sent = [replace(s, quality="estimate") for s in communes.dossier.submissions]
    results = consolidating.consolidate(PLAN, Dossier(COMMUNES, submissions=tuple(sent)), {})
    receiver = ministry.receivers(results)[0]
    _, grid = ministry.grids(results, receiver)[0]
    assert [c.text for c in grid.columns if c.key == "actual"] == ["Trong kỳ báo cáo (ước)"]
    cells = [c.content for c in ministry.book(results, receiver).sheets[0].cells]
    assert any(isinstance(c, str) and vi.ESTIMATED_LINE in c for c in cells)


def test_the_part_of_the_period_is_the_running_figure_less_what_stood_before():
    first, quarter, parts = Period.parse("2024-H1"), Period.parse("2024-Q3"), {"LD_VL_VON": 1, "LD_VL_NN": 1}
    before = builders.figures(PLAN, first, LD_VL=100, **parts)
    now = results_of(builders.figures(PLAN, quarter, LD_VL=160, **parts), earlier={"2024-H1": before})
    book = ministry.book(now, ministry.receivers(now)[0])
    assert book.value(("Biểu 01", "LD03", "actual")) == 8 * 60
    assert book.value(("Biểu 01", "LD03", "cumulative")) == 8 * 160
    alone = results_of(builders.figures(PLAN, quarter, LD_VL=160, **parts))
    book = ministry.book(alone, ministry.receivers(alone)[0])
    assert book.value(("Biểu 01", "LD03", "actual")) == vi.MISSING_SIGN


# --- the layout of official statistics ------------------------------------------------------------------------------


def test_every_sheet_has_the_head_the_letters_and_three_signatures(results):
    for receiver, book, grids in sheets_of(results):
        assert [s.name for s in book.sheets] == [g.name for _, g in grids] and len(book.sheets) >= 2
        for sheet, (_, grid) in zip(book.sheets, grids):
            texts = [c.content for c in sheet.cells if isinstance(c.content, str)]
            left = [f"Biểu số: {grid.number}", "Ban hành kèm theo: " + vi.DOTS, f"Ngày nhận báo cáo: {vi.NO_DAY}"]
            assert all(text in texts for text in left), grid.name
            assert {vi.REPORTING, vi.RECEIVING, receiver.name} <= set(texts)
            sender = PLAN.setting("lead_agency", results.period.end)
            assert f"{sender} tỉnh Lai Châu" in texts
            start, end = results.period.bounds()
            assert vi.span(start, end) in texts and grid.title.upper() in texts
            roles = [role for role, _ in vi.SIGNATURES]
            assert [t for t in texts if t in roles] == roles and vi.dated("Lai Châu") in texts
            assert sheet.landscape and sheet.pages_wide == 1 and not sheet.protected
            top, bottom = sheet.repeat_rows
            letters = [c.content for c in sheet.cells if c.row == bottom]
            words = [t for t in letters if t.isalpha()]
            figures = [t.partition("=")[0] for t in letters if not t.isalpha()]
            assert words == list(vi.LETTERS[: len(words)]) and figures == [str(n + 1) for n in range(len(figures))]
            assert sheet.freeze[0] == bottom + 1 and top < bottom


def test_the_period_has_its_letter_in_the_number_of_a_form(year):
    _, grid = ministry.grids(year, ministry.receivers(year)[0])[0]
    assert grid.number == "01.N/BCB-ASXH"
    assert [vi.period_mark(Period.parse(p)) for p in ("2024-Q3", "2024-M06", "2024-H1", "2024-07-15")] == list("QTHH")


def test_many_units_stand_below_each_other(communes):
    receiver = ministry.receivers(communes)[0]
    grids = [g for _, g in ministry.grids(communes, receiver) if "unit" in {c.key for c in g.columns}]
    assert grids
    for grid in grids:
        assert [r.key for r in grid.rows][1:] == [u.id for u in PLAN.reporting_units(COMMUNES)]
        assert len(grid.columns) <= 14


def test_the_files_are_sound_and_print_on_few_pages(office, year, communes, tmp_path):
    for results in (year, communes):
        for receiver, book, _ in sheets_of(results):
            path = tmp_path / f"{receiver.name}.xlsx"
            path.write_bytes(writing.to_bytes(book, results.period.end))
            assert [str(e) for e in openxml_audit.OpenXmlValidator().validate(path).errors] == []
    with office.open(tmp_path / f"{HOME}.xlsx") as opened:
        for name in opened.sheet_names():
            target = tmp_path / "page.pdf"
            opened.pdf(target, sheet=name)
            pages = len(re.findall(rb"/Type\s*/Page\b", target.read_bytes()))
            assert 1 <= pages <= (3 if name == "Biểu 01" else 2), name


# --- forms are data -------------------------------------------------------------------------------------------------


def test_columns_and_headings_come_from_the_catalogue(year):
    forms = list(year.catalogue.ministry)
    first = forms[0]
    columns = [replace(c, heading="Cột mới <&>") if c.content == "plan" else c for c in first.columns]
    columns = [c for c in columns if c.content not in ("code", "verdict")]
    changed = replace(first, columns=tuple(columns), number="B7/{period}", title="Tên khác")
    plan = replace(year.catalogue, ministry=(changed, *forms[1:]))
    results = consolidating.consolidate(plan, year.dossier, year.earlier)
    _, grid = ministry.grids(results, ministry.receivers(results)[0])[0]
    assert (grid.number, grid.title) == ("B7/N", "Tên khác")
    assert [c.key for c in grid.columns] == [c.content for c in columns]
    assert [c.text for c in grid.columns if c.key == "plan"] == ["Cột mới <&>"]
    letters = {c.key: c.letter for c in grid.columns}
    assert letters["plan"] == "1" and letters["of_plan"] == "5=3/1×100" and letters["note"] == "D"


def test_a_form_holds_for_its_receivers_sectors_and_days(communes):
    forms = [replace(f, receivers=("Bộ Y tế",)) if f.code == "01" else f for f in PLAN.ministry]
    forms = [replace(f, sectors=("BH",)) if f.code == "02" else f for f in forms]
    results = consolidating.consolidate(replace(PLAN, ministry=tuple(forms)), communes.dossier, {})
    names = {r.name: [g.name for _, g in ministry.grids(results, r)] for r in ministry.receivers(results)}
    assert not any(n.startswith("Biểu 01") for n in names[HOME])
    assert any(n.startswith("Biểu 01") for n in names["Bộ Y tế"])
    assert not any(n.startswith("Biểu 02") for n in names["Bộ Y tế"])


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ('- form: "9"\n  layout: "indicators"\n  sheet: "S"\n  number: "N"\n  title: "T"\n', 1, "missing_key"),
        ('- form: "8"\n  column: "plan"\n  width: "10"\n', 1, "dangling"),
        ('- form: "01"\n  column: "units"\n  width: "10"\n', 1, "dangling"),
        ('- form: "01"\n  column: "nonsense"\n  width: "10"\n', 1, "bad_choice"),
        ('- form: "01"\n  column: "plan"\n', 1, "bad_number"),
        ('- form: "7"\n  layout: "indicators"\n  receivers: "Bộ Lạ"\n  sheet: "S"\n', 1, "dangling"),
    ],
)
def test_a_faulty_form_is_refused_with_its_line(text, line, code):
    records, _ = catalogues.read_records(catalogues.default_folder())
    table = TABLES["ministry"]
    more, faults = parse(table.file, text, table.columns)
    assert faults == []
    if code == "bad_number":  # the column is there already: only its width is to be wrong
        records["ministry"] = [r for r in records["ministry"] if r.get("column") != "plan"]
    records["ministry"] += more
    _, found = catalogues.judge(records)
    assert (code, line) in {(f.code, f.line) for f in found if f.file == table.file}


def test_forms_and_recipients_do_not_change_the_edition():
    records, _ = catalogues.read_records(catalogues.default_folder())
    before = catalogues.edition(records)
    assert catalogues.edition({**records, "ministry": [], "recipients": []}) == before


def test_a_catalogue_of_an_earlier_program_has_the_forms_of_this_one(tmp_path):
    from ansx_xl.catalogue import exchange

    exchange.copy_default(tmp_path / "old")
    (tmp_path / "old" / "ministry.yaml").unlink()
    assert catalogues.load(tmp_path / "old").ministry == PLAN.ministry


# --- foreign words --------------------------------------------------------------------------------------------------

WILD = '=HYPERLINK("x","y") <b>&amp; "Tom & Jerry"'


def test_words_with_formulas_and_signs_arrive_intact_and_harmless(communes):
    elements = {c: replace(e, name=f"{WILD} {c}") for c, e in PLAN.elements.items()}
    indicators = {c: replace(i, name=f"{WILD} {c}") for c, i in PLAN.indicators.items()}
    plan = replace(PLAN, elements=elements, indicators=indicators)
    results = consolidating.consolidate(plan, communes.dossier, {})
    from openpyxl import load_workbook

    for receiver, book, _ in sheets_of(results):
        data = writing.to_bytes(book, COMMUNES.end)
        texts = [c.value for s in load_workbook(io.BytesIO(data)).worksheets for row in s.iter_rows() for c in row]
        assert any(isinstance(t, str) and WILD in t for t in texts), receiver.name
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            found = [formula for name in package.namelist() for formula in formulas_of(package, name)]
        assert found and not any(b"HYPERLINK" in formula for formula in found)


def formulas_of(package, name):
    return re.findall(rb"<f[^>]*>([^<]*)</f>", package.read(name)) if name.startswith("xl/worksheets/sheet") else []


def test_the_table_for_the_provincial_workbook_has_the_same_figures(year):
    from ansx_xl import looks
    from ansx_xl.book import Book
    from ansx_xl.presenting.table import sheet

    table = ministry.table(year)
    book = Book((sheet(table),))
    alone = ministry.book(year, ministry.receivers(year)[0])
    compared = 0
    for row in table.rows:
        for column, cell in row.cells.items():
            if isinstance(cell, Styled):
                assert looks.code(cell.style), cell.style  # the open book can show it
                assert book.value((vi.MINISTRY, row.key, column)) == alone.value(("Biểu 01", row.key, column))
                compared += 1
    assert compared > 400


def test_the_table_has_its_columns_before_anything_was_sent():
    empty = consolidating.consolidate(PLAN, Dossier(Period(2024)), {})
    assert [c.key for c in ministry.table(empty).columns] == [c.content for c in PLAN.ministry[0].columns]
