"""Files are replaced in one step or not at all; foreign text stays text; the same book is the same file."""

import os
import zipfile
from datetime import date
from io import BytesIO

import pytest

from ansx_xl import rules, writing
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


def test_text_that_no_cell_can_hold_is_made_harmless():
    assert writing.text("a\x00b\x0bc") == "a b c"
    assert writing.text("a\ud800b").encode("utf-8")
    assert len(writing.text("x" * 40_000)) == writing.LONGEST_TEXT


def test_a_file_is_replaced_whole(tmp_path):
    target = tmp_path / "sub" / "a.xlsx"
    writing.save(b"one", target)
    writing.save(b"two", target)
    assert target.read_bytes() == b"two"
    assert os.listdir(target.parent) == ["a.xlsx"]


def test_a_file_that_may_not_be_written_is_left_alone(tmp_path, monkeypatch):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"mine")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(AnsxError) as refused:
        writing.save(b"new", target)
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
    monkeypatch.setattr(writing.time, "sleep", lambda seconds: None)
    with pytest.raises(AnsxError) as refused:
        writing.save(b"new", target)
    assert (refused.value.code, target.read_bytes(), os.listdir(tmp_path)) == ("output_busy", b"mine", ["a.xlsx"])
    assert len(tries) > 3


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"mine")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AnsxError) as refused:
        writing.save(b"new", target)
    assert (refused.value.code, target.read_bytes(), os.listdir(tmp_path)) == ("disk", b"mine", ["a.xlsx"])


def test_a_validation_that_is_too_long_stops_the_build():
    from ansx_xl.book import Validation

    rule = Validation((0, 0, 0, 0), "list", None, ("x",), title="t" * 40)
    with pytest.raises(UserWarning):
        writing.to_bytes(book(1, validations=(rule,)), DAY)
