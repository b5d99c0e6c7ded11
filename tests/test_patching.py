"""A ministry's own form, filled: only the named cells change, everything else stays to the byte."""

import io
import re
import struct
import zipfile
import zlib
from decimal import Decimal
from fractions import Fraction

import openxml_audit
import pytest
from handmade import with_part, workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from ansx_xl import cells, patching, plain, vi, writing
from ansx_xl.errors import AnsxError, CatalogueError, WorkbookError
from ansx_xl.ministry import filling

FIGURES, PICTURES = "Số liệu", "Biểu đồ & ảnh"


def png():
    """A picture of one dot."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="module")
def fancy():
    """A form as a ministry may make one: merged blocks, looks, formats by condition, a chart, a picture, formulas."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    bold = book.add_format({"bold": True, "bg_color": "#FFEE88", "border": 2, "num_format": "#,##0"})
    percent = book.add_format({"num_format": "0.00%", "font_color": "#AA0000"})
    column = book.add_format({"italic": True})
    sheet = book.add_worksheet(FIGURES)
    sheet.set_column(6, 6, 20, column)
    sheet.merge_range(0, 0, 0, 4, "BIỂU CỦA BỘ: Tom & Jerry <b>", bold)
    sheet.merge_range(2, 1, 2, 3, "", bold)
    sheet.write(3, 1, 111, bold)
    sheet.write_blank(4, 1, None, percent)
    sheet.write_formula(5, 1, "=B4*2", bold, 222)
    sheet.write_formula(6, 1, "=SUM(B4:B6)", bold, 333)
    sheet.write(7, 0, "chữ dùng chung")
    sheet.write_rich_string(8, 0, "một ", bold, "hai")
    sheet.set_row(9, 30, bold)
    sheet.write(12, 3, "cuối")
    sheet.conditional_format(3, 1, 6, 1, {"type": "data_bar"})
    sheet.data_validation(3, 1, 3, 1, {"validate": "integer", "criteria": ">", "value": 0})
    sheet.write_comment(3, 1, "ghi chú <&>")
    sheet.protect("mat-khau")
    other = book.add_worksheet(PICTURES)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": [FIGURES, 3, 1, 6, 1]})
    other.insert_chart(1, 1, chart)
    other.insert_image(20, 1, "dot.png", {"image_data": io.BytesIO(png())})
    other.write_url(0, 0, "internal:'Số liệu'!A1")
    book.define_name("TONG_HO", f"='{FIGURES}'!$B$4")
    book.define_name("TY_LE", f"='{FIGURES}'!$B$5")
    book.define_name("KY_BAO_CAO", f"='{FIGURES}'!$B$3")
    book.define_name("VUNG", f"='{FIGURES}'!$B$4:$B$6")
    book.close()
    return target.getvalue()


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def without_cells(xml):
    """The XML of a sheet with its cells, and rows that were not there, taken out."""
    xml = re.sub(rb"<c [^>]*?(?:/>|>.*?</c>)", b"", xml, flags=re.S)
    return re.sub(rb"<row [^>]*></row>|<row [^>]*/>", b"", xml)


FILLED = {
    (3, 1): Decimal("1234.5"),
    (4, 1): Fraction(1, 3),
    (5, 1): 7,  # was a formula
    (2, 2): "=1+1 & <b>",  # inside a merged block
    (9, 6): "mới",  # in a row with a look of its own
    (10, 6): -3,  # a row that is not there, in a column with a look of its own
    (12, 1): "…",  # before a cell of the row
    (12, 8): 0,
}


@pytest.fixture(scope="module")
def filled(fancy):
    return patching.patch(fancy, {FIGURES: FILLED})


def test_only_the_named_cells_differ(fancy, filled):
    before, after = parts(fancy), parts(filled)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"xl/worksheets/sheet1.xml"}  # this one asks for all formulas to be computed already
    sheet = "xl/worksheets/sheet1.xml"
    assert without_cells(before[sheet]) == without_cells(after[sheet])
    old, new = (cells.read(data).sheets[FIGURES].cells for data in (fancy, filled))
    wanted = {(2, 1) if at == (2, 2) else at for at in FILLED}
    assert {at for at in old.keys() | new.keys() if old.get(at) != new.get(at)} == wanted
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]


def test_looks_stay_and_new_cells_take_those_of_row_or_column(fancy, filled):
    def looks(data):
        xml = parts(data)["xl/worksheets/sheet1.xml"].decode()
        return dict(re.findall(r'<c r="([A-Z]+[0-9]+)"(?: s="(\d+)")?', xml)), xml

    (old, _), (new, xml) = looks(fancy), looks(filled)
    assert all(new[at] == old[at] for at in old)
    row = re.search(r'<row r="10"[^>]* s="(\d+)"', xml)[1]
    column = re.search(r'<col min="7" max="7"[^>]* style="(\d+)"', xml)[1]
    assert (new["G10"], new["G11"], new["B13"]) == (row, column, "")
    at = [m.start() for m in re.finditer(r'<row r="(\d+)"', xml)]
    assert at == sorted(at) and [int(n) for n in re.findall(r'<row r="(\d+)"', xml)] == sorted(
        int(n) for n in re.findall(r'<row r="(\d+)"', xml)
    )


def test_values_arrive_intact_and_harmless(filled):
    found = cells.read(filled).sheets[FIGURES].cells
    assert (found[3, 1].raw, found[4, 1].raw, found[5, 1].raw) == ("1234.5", repr(1 / 3), "7")
    assert found[5, 1].formula is None and found[6, 1].formula == "SUM(B4:B6)"
    assert (found[2, 1].kind, found[2, 1].raw, found[2, 1].formula) == ("text", "=1+1 & <b>", None)
    assert found[12, 1].raw == "…" and found[12, 3].raw == "cuối"


def test_the_audit_finds_nothing_and_libreoffice_shows_the_values(office, filled, tmp_path):
    path = tmp_path / "bieu.xlsx"
    path.write_bytes(filled)
    assert [str(e) for e in openxml_audit.OpenXmlValidator().validate(path).errors] == []
    with office.open(path) as opened:
        opened.recalculate()
        shown = opened.values(FIGURES)
        assert shown[3, 1] == ("number", 1234.5) and shown[2, 1] == ("text", "=1+1 & <b>")
        assert shown[10, 6] == ("number", -3.0) and shown[9, 6] == ("text", "mới")
        assert shown[6, 1][1] == pytest.approx(1234.5 + 1 / 3 + 7)
        assert opened.sheet(PICTURES).Charts.Count == 1


def test_a_form_without_formulas_asks_for_no_computing():
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet("A")
    book.close()
    data = target.getvalue()
    filled = patching.patch(data, {"A": {(0, 0): 1, (4, 2): "x"}})
    before, after = parts(data), parts(filled)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}
    assert {at: c.raw for at, c in cells.read(filled).sheets["A"].cells.items()} == {(0, 0): "1", (4, 2): "x"}


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("", '<calcPr fullCalcOnLoad="1"/>'),
        ('<calcPr calcId="124519"/>', '<calcPr calcId="124519" fullCalcOnLoad="1"/>'),
        ('<calcPr fullCalcOnLoad="0" calcId="1"></calcPr>', '<calcPr calcId="1" fullCalcOnLoad="1"></calcPr>'),
        ("<definedNames/><oleSize ref='A1'/>", '<definedNames/><calcPr fullCalcOnLoad="1"/><oleSize'),
    ],
)
def test_a_form_with_formulas_is_computed_when_it_opens(tail, expected):
    data = workbook(SHEET.format('<x:row r="1"><x:c r="A1"><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row>'), tail)
    found = parts(patching.patch(data, {"A": {(1, 0): 1}}))["xl/workbook.xml"].decode()
    assert expected in found and found.count("calcPr") - found.count("/calcPr") == 1
    cells.read(patching.patch(data, {"A": {(1, 0): 1}}))


CHAIN = (
    b'<?xml version="1.0" encoding="UTF-8"?><calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<c r="B6" i="1"/></calcChain>'
)


def test_a_formula_that_goes_takes_the_calculation_chain_along(fancy):
    """Excel calls a workbook damaged whose chain names a cell without a formula."""

    chained = with_part(fancy, "xl/calcChain.xml", CHAIN, "calcChain", "spreadsheetml.calcChain+xml")
    kept = parts(patching.patch(chained, {FIGURES: {(3, 1): 5}}))
    assert kept["xl/calcChain.xml"] == CHAIN
    gone = parts(patching.patch(chained, {FIGURES: {(5, 1): 5}}))
    assert "xl/calcChain.xml" not in gone
    assert b"calcChain" not in gone["[Content_Types].xml"] + gone["xl/_rels/workbook.xml.rels"]
    assert gone["[Content_Types].xml"] == parts(fancy)["[Content_Types].xml"]


SHEET = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><!-- a > b --><x:sheetData>{}'
    "</x:sheetData></x:worksheet>"
)


@pytest.mark.parametrize(
    ("rows", "cell", "content", "expected"),
    [
        ("", (1, 1), 5, '<x:row r="2"><x:c r="B2"><x:v>5</x:v></x:c></x:row>'),
        ('<x:row r="2" ht="9"/>', (1, 1), 5, '<x:row r="2" ht="9"><x:c r="B2"><x:v>5</x:v></x:c></x:row>'),
        (
            '<x:row r="2"><x:c r="C2" s="3" t="s"><x:v>0</x:v></x:c></x:row>',
            (1, 2),
            Decimal("0.5"),
            '<x:row r="2"><x:c r="C2" s="3"><x:v>0.5</x:v></x:c></x:row>',
        ),
        (
            '<x:row r="2"><x:c r="A2"/><x:c r="C2"/></x:row>',
            (1, 1),
            7,
            '<x:row r="2"><x:c r="A2"/><x:c r="B2"><x:v>7</x:v></x:c><x:c r="C2"/></x:row>',
        ),
        (
            '<x:row r="1"/><x:row r="4"><x:c r="A4"/></x:row>',
            (1, 0),
            7,
            '<x:row r="1"/><x:row r="2"><x:c r="A2"><x:v>7</x:v></x:c></x:row><x:row r="4"><x:c r="A4"/></x:row>',
        ),
    ],
)
def test_other_prefixes_empty_rows_and_rows_to_be_made(rows, cell, content, expected):

    filled = patching.patch(workbook(SHEET.format(rows)), {"A": {cell: content}})
    assert parts(filled)["xl/worksheets/sheet1.xml"].decode() == SHEET.format(expected)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<x:c r="A1"><x:f t="shared" ref="A1:A3" si="0">1+1</x:f><x:v>2</x:v></x:c>', "patch_shared"),
        ('<x:c r="A1"><x:f t="array" ref="A1:B2">1+1</x:f><x:v>2</x:v></x:c>', "patch_shared"),
        ("<x:c><x:v>2</x:v></x:c>", "patch_form"),
    ],
)
def test_what_others_share_is_not_overwritten(cell, code):
    with pytest.raises(AnsxError) as caught:
        patching.patch(workbook(SHEET.format(f'<x:row r="1">{cell}</x:row>')), {"A": {(0, 0): 1, (5, 5): 2}})
    assert caught.value.code == code


def test_a_sheet_that_is_not_there_and_a_file_that_is_none(fancy):
    with pytest.raises(AnsxError) as caught:
        patching.patch(fancy, {"Lạ": {(0, 0): 1}})
    assert caught.value.code == "patch_sheet"
    for data in (b"", b"PK\x03\x04 broken", b"%PDF-1.7"):
        with pytest.raises(WorkbookError):
            patching.patch(data, {})


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 15), st.integers(4, 9)),
        st.one_of(
            st.integers(-(10**9), 10**9), st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20)
        ),
        max_size=8,
    )
)
def test_any_cells_are_read_back(fancy, contents):
    contents = {at: c for at, c in contents.items() if c != "" and (at[0] != 0 or at[1] > 4)}
    found = cells.read(patching.patch(fancy, {FIGURES: contents})).sheets[FIGURES].cells
    shown = {at: c if isinstance(c, str) else str(c) for at, c in contents.items()}
    assert {at: found[at].raw for at in contents} == {at: writing.text(c) for at, c in shown.items()}


def test_signs_that_no_workbook_can_hold_and_escapes_do_no_harm(fancy):
    contents = {(14, 0): "a\x00b\ufffe", (14, 1): "_x0041_", (14, 2): " hai  dòng\nmới "}
    found = cells.read(patching.patch(fancy, {FIGURES: contents})).sheets[FIGURES].cells
    assert [found[14, col].raw for col in range(3)] == ["a b ", "_x0041_", " hai  dòng\nmới "]


# --- the mapping ----------------------------------------------------------------------------------------------------

MAPPING = """# the ministry's form
- cell: "TONG_HO"
  figure: "CH_HO"
- cell: "TY_LE"
  figure: "GN00"
  factor: "0.01"
- cell: "KY_BAO_CAO"
  what: "period"
- cell: "Số liệu!G1"
  figure: "GN_HO_NGHEO"
  area: "106"
- cell: "'Số liệu'!G2"
  figure: "GN00"
  area: "poor_districts"
  what: "numerator"
- cell: "Số liệu!G3"
  figure: "GN03"
- cell: "Số liệu!G4"
  figure: "LD02"
  what: "of_plan"
  decimals: "1"
- cell: "Số liệu!G5"
  figure: "LD02"
  what: "plan"
- cell: "Số liệu!G6"
  figure: "CH_HO"
  what: "last_year"
- cell: "Số liệu!G7"
  figure: "LD02"
  what: "verdict"
"""


def test_the_mapping_says_what_stands_where(year, fancy):
    found = filling.contents(year, cells.read(fancy), MAPPING, "map.yaml")[FIGURES]
    said = plain.consolidated(year, "")
    elements = {(e["element"], e["area"]): e["value"] for e in said["elements"]}
    indicators = {(i["indicator"], i["area"]): i for i in said["indicators"]}
    by_target = {a["target_id"]: a for a in said["attainments"]}
    assert found[3, 1] == Decimal(elements["CH_HO", "12"])
    rate = Fraction(indicators["GN00", "12"]["numerator"]) / Fraction(indicators["GN00", "12"]["denominator"])
    assert found[4, 1] == rate and found[2, 1] == "năm 2024"
    assert found[0, 6] == Decimal(elements["GN_HO_NGHEO", "106"])
    assert found[1, 6] == Decimal(indicators["GN00", "poor_districts"]["numerator"])
    assert found[2, 6] == vi.MISSING_SIGN  # one unit's figure is not there
    assert found[4, 6] == Decimal(by_target["LD02"]["target"]) == 8000
    assert found[3, 6] == Decimal("103.9") and found[6, 6] == "Vượt kế hoạch"
    assert found[5, 6] == 106_113


def test_a_faulty_mapping_names_every_fault_with_its_line(year, fancy):
    text = (
        '- cell: "KHONG_CO"\n  figure: "CH_HO"\n- cell: "TONG_HO"\n  figure: "XX01"\n'
        '- cell: "TY_LE"\n  figure: "CH_HO"\n  area: "999"\n- cell: "VUNG"\n  figure: "CH_HO"\n'
        '- cell: "TONG_HO"\n  figure: "CH_HO"\n  what: "nonsense"\n- cell: "TY_LE"\n  figure: "BH05"\n  area: "106"\n'
    )
    with pytest.raises(CatalogueError) as caught:
        filling.contents(year, cells.read(fancy), text, "map.yaml")
    found = [(f.line, f.code) for f in caught.value.faults]
    assert found == [
        (1, "no_cell"),
        (3, "dangling"),
        (5, "dangling"),
        (8, "no_cell"),
        (10, "bad_choice"),
        (13, "figure_not_due"),
    ]
    assert all(vi.fault(f.file, f.line, f.code, f.facts) for f in caught.value.faults)
    assert vi.error(caught.value.code, caught.value.facts)
