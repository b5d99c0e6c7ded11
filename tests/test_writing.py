"""Files are replaced in one step or not at all; foreign text stays text; the same book is the same file."""

import os
import re
import zipfile
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from xlsxwriter.exceptions import OverlappingRange

from ansx_xl import cells, rules, saving, writing
from ansx_xl.book import Book, Cell, Sheet
from ansx_xl.errors import AnsxError

DAY = date(2024, 12, 31)


def book(*contents, **more):
    cells = tuple(Cell(i, 0, content, key=("a", i)) for i, content in enumerate(contents))
    return Book((Sheet("Một", cells, **more),))


def sheet_xml(data):
    return zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()


def test_two_builds_are_the_same_file():
    made = [writing.to_bytes(book("x", 1, rules.ref(("a", 1)) + 1), DAY) for _ in range(2)]
    assert made[0] == made[1]


def test_a_formula_carries_its_value():
    xml = sheet_xml(writing.to_bytes(book(3, 100 * rules.ref(("a", 0)) / 7), DAY))
    assert "<f>(100*A1)/7</f><v>42.857142857142854</v>" in xml


@pytest.mark.parametrize(
    "foreign", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://example.com", "mailto:x", "{=1}", "\t=1"]
)
def test_foreign_text_stays_text(foreign):
    data = writing.to_bytes(book(foreign), DAY)
    xml = sheet_xml(data)
    assert "<f>" not in xml and "hyperlink" not in xml
    assert 't="s"' in xml


@pytest.mark.parametrize("foreign", ["<r>&</r>", "<r><t>1</t></r>", "<r></si></sst></r>", "a<b>&c"])
def test_text_never_passes_for_markup(foreign):
    data = writing.to_bytes(book(foreign), DAY)
    assert [cell.raw.strip() for cell in cells.read(data).sheets["Một"].cells.values()] == [foreign]


def test_cells_that_are_not_text():
    when = date(2024, 12, 31)
    contents = (None, 12, Decimal("0.1"), Fraction(1, 3), when, rules.lift("a<b>&c") & "", rules.ref(("a", 1)).eq(12))
    xml = sheet_xml(writing.to_bytes(book(*contents), DAY))
    assert '<c r="A1" s="1"/>' in xml and '<c r="A2" s="1"><v>12</v></c>' in xml
    assert '<c r="A3" s="1"><v>0.1</v></c>' in xml and '<c r="A4" s="1"><v>0.3333333333333333</v></c>' in xml
    assert '<c r="A5" s="1"><v>45657</v></c>' in xml
    assert '<c r="A6" s="1" t="str"><f>"a&lt;b&gt;&amp;c"&amp;""</f><v>a&lt;b&gt;&amp;c</v></c>' in xml
    assert '<c r="A7" s="1" t="b"><f>A2=12</f><v>1</v></c>' in xml


def test_an_error_is_stored_as_one():
    xml = sheet_xml(writing.to_bytes(book(0, rules.lift(1) / rules.ref(("a", 0))), DAY))
    assert '<c r="A2" s="1" t="e"><f>1/A1</f><v>#DIV/0!</v></c>' in xml


def test_a_cell_without_a_look_has_that_of_its_row_or_column():
    cells = tuple(Cell(row, col, "x", "") for row in (0, 1) for col in (0, 1, 2))
    laid = Sheet("S", cells, widths={0: 9, 1: 9}, column_styles={1: "input_plain"}, row_styles={1: "header"})
    xml = sheet_xml(writing.to_bytes(Book((laid,)), DAY))
    looks = dict(re.findall(r'<c r="([A-C][12])"(?: s="([0-9]+)")?', xml))
    assert looks["A1"] and looks["B1"] not in ("", looks["A1"]) and looks["C1"] == ""
    assert looks["A2"] == looks["B2"] == looks["C2"] not in ("", looks["A1"], looks["B1"])


@pytest.mark.parametrize("whole", [0, -1, 10**15 - 1, 10**15, -(10**17), 123456789012345678])
def test_whole_numbers_are_written_as_doubles_are(whole):
    assert f"<v>{whole:.16G}</v>" in sheet_xml(writing.to_bytes(book(whole), DAY))


def test_rows_are_as_high_as_asked():
    xml = sheet_xml(writing.to_bytes(book("x", "y", heights={0: 15.0, 1: 30.0, 3: 20.0}), DAY))
    assert '<row r="1"><c r="A1"' in xml and '<row r="2" ht="30" customHeight="1"><c r="A2"' in xml
    assert '<row r="4" ht="20.25" customHeight="1"/>' in xml and 'r="3"' not in xml


def test_a_merged_block_is_boxed_whole_and_may_hold_a_link():
    cells = (Cell(0, 0, "x", span=(2, 2), link="there"), Cell(3, 3, 1, key="there"))
    xml = sheet_xml(writing.to_bytes(Book((Sheet("S", cells),)), DAY))
    assert '<c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1"/>' in xml and '<c r="A2" s="1"/><c r="B2" s="1"/>' in xml
    assert '<mergeCell ref="A1:B2"/>' in xml and """location="'S'!D4\"""" in xml and '<dimension ref="A1:D4"/>' in xml


def test_merged_blocks_that_overlap_stop_the_build():
    cells = (Cell(0, 0, "x", span=(1, 2)), Cell(0, 1, "y", span=(2, 1)))
    with pytest.raises(OverlappingRange):
        writing.to_bytes(Book((Sheet("S", cells),)), DAY)


def test_texts_keep_blanks_and_what_looks_like_an_escape():
    data = writing.to_bytes(book(" a ", "_x0041_", "b\nc", "d & e", "d & e", "f\u00a0"), DAY)
    xml = zipfile.ZipFile(BytesIO(data)).read("xl/sharedStrings.xml").decode()
    assert 'count="6" uniqueCount="5"' in xml
    for text in ('<t xml:space="preserve"> a </t>', "<t>_x005F_x0041_</t>", "<t>b\nc</t>", "<t>d &amp; e</t>"):
        assert f"<si>{text}</si>" in xml


def test_text_that_no_cell_can_hold_is_made_harmless():
    assert writing.text("a\x00b\x0bc") == "a b c"
    assert writing.text("a\ud800b").encode("utf-8")
    assert len(writing.text("x" * 40_000)) == writing.LONGEST_TEXT


def test_a_file_is_replaced_whole(tmp_path):
    target = tmp_path / "sub" / "a.xlsx"
    saving.save(b"one", target)
    saving.save(b"two", target)
    assert target.read_bytes() == b"two"
    assert os.listdir(target.parent) == ["a.xlsx"]


def test_a_file_that_may_not_be_written_is_left_alone(tmp_path, monkeypatch):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"mine")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(AnsxError) as refused:
        saving.save(b"new", target)
    assert (refused.value.code, target.read_bytes(), os.listdir(tmp_path)) == ("output_busy", b"mine", ["a.xlsx"])


def test_a_file_that_excel_holds_is_left_alone(tmp_path, monkeypatch):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"mine")
    tries = []

    def held(*_):
        tries.append(1)
        error = PermissionError(13, "held")
        error.winerror = 32
        raise error

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(saving.time, "sleep", lambda seconds: None)
    with pytest.raises(AnsxError) as refused:
        saving.save(b"new", target)
    assert (refused.value.code, target.read_bytes(), os.listdir(tmp_path)) == ("output_busy", b"mine", ["a.xlsx"])
    assert len(tries) > 3


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"mine")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AnsxError) as refused:
        saving.save(b"new", target)
    assert (refused.value.code, target.read_bytes(), os.listdir(tmp_path)) == ("disk", b"mine", ["a.xlsx"])


def test_a_validation_that_is_too_long_stops_the_build():
    from ansx_xl.book import Validation

    rule = Validation((0, 0, 0, 0), "list", None, ("x",), title="t" * 40)
    with pytest.raises(UserWarning):
        writing.to_bytes(book(1, validations=(rule,)), DAY)
