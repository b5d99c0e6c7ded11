"""The catalogue's round trip through Excel: nothing changes by itself, nothing is written where anything is wrong.

Edits are made as a person's Excel leaves them: texts turned into numbers and dates, rows sorted, formulas typed.
"""

import re
import shutil
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from ansx_xl import model, vi
from ansx_xl.catalogue import default_folder, exchange, load
from ansx_xl.catalogue.records import leading_comment, parse, read_text, render
from ansx_xl.catalogue.schema import MINISTRY_COLUMNS, TABLES
from ansx_xl.catalogue.values import FREQUENCIES, OPERATORS
from ansx_xl.errors import AnsxError, CatalogueError
from ansx_xl.vi import exchange as words


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A copy of the plan's catalogue and its workbook; tests copy both."""
    place = tmp_path_factory.mktemp("exchange")
    exchange.copy_default(place / "catalogue")
    exchange.export(place / "catalogue", place / "catalogue.xlsx")
    return place


@pytest.fixture
def place(exported, tmp_path):
    shutil.copytree(exported, tmp_path / "x")
    return Given(tmp_path / "x")


class Given:
    """A catalogue folder and its workbook, to be edited as a person would."""

    def __init__(self, where: Path):
        self.folder, self.file = where / "catalogue", where / "catalogue.xlsx"
        self.book = openpyxl.load_workbook(self.file)

    def cell(self, table, key, column):
        sheet = self.book[table]
        columns = TABLES[table].columns
        row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 1).value == key)
        return sheet.cell(row, columns.index(column) + 1)

    def append(self, table, **values):
        sheet = self.book[table]
        sheet.append([values.get(c) for c in TABLES[table].columns])
        return sheet.max_row

    def import_(self):
        self.book.save(self.file)
        return exchange.import_(self.folder, self.file)

    def faults(self):
        """What a refused import says, after a look that it wrote nothing."""
        before = self.bytes()
        self.book.save(self.file)
        for verb in (exchange.diff, exchange.import_):
            with pytest.raises(CatalogueError) as caught:
                verb(self.folder, self.file)
        assert self.bytes() == before
        sentences = [vi.fault(f.file, f.line, f.code, f.facts) for f in caught.value.faults]
        assert all(s.startswith(f"{f.file}: ") and "{" not in s for s, f in zip(sentences, caught.value.faults))
        return [(f.file, f.code) for f in caught.value.faults]

    def bytes(self):
        return {p.name: p.read_bytes() for p in self.folder.iterdir()}


def brief(changes):
    return [(c.what, c.table, c.key, c.column, c.before, c.after) for c in changes]


def test_without_an_edit_nothing_changes(place):
    stamps = {p: p.stat().st_mtime_ns for p in place.folder.iterdir()}
    assert exchange.diff(place.folder, place.file) == []
    assert exchange.import_(place.folder, place.file) == []
    own = {table.file for table in TABLES.values()}
    assert place.bytes() == {p.name: p.read_bytes() for p in default_folder().iterdir() if p.name in own}
    assert stamps == {p: p.stat().st_mtime_ns for p in place.folder.iterdir()}


def test_the_workbook_has_a_sheet_for_each_table_and_texts_only(place):
    assert place.book.sheetnames == [vi.GUIDE, words.GLOSSARY, *TABLES]
    assert {sheet.page_setup.orientation for sheet in place.book} == {"landscape"}
    for name, table in TABLES.items():
        sheet = place.book[name]
        assert [c.value for c in sheet[1]] == list(table.columns)
        assert sheet.freeze_panes and sheet.auto_filter.ref == sheet.dimensions
        cells = [c for row in sheet.iter_rows() for c in row]
        assert {c.number_format for c in cells} == {"@"}
        assert {c.data_type for c in cells if c.value is not None} == {"s"}
        assert all(sheet.column_dimensions[c.column_letter].number_format == "@" for c in sheet[1])


def test_every_column_is_explained_with_what_may_stand_in_it(place):
    rows = {(r[0], r[1]): r for r in place.book[words.GLOSSARY].iter_rows(min_row=2, values_only=True)}
    assert {key for key in rows if key[1]} == {(name, column) for name, t in TABLES.items() for column in t.columns}
    assert all(r[2] and (r[3] or not r[1]) for r in rows.values())
    assert all(bool(rows[name, c][4]) == (c in t.required) for name, t in TABLES.items() for c in t.columns)
    used = {k if (k := f"{name}.{c}") in words.GLOSSARY_COLUMNS else c for name, t in TABLES.items() for c in t.columns}
    assert used == words.GLOSSARY_COLUMNS.keys() and words.GLOSSARY_SHEETS.keys() == TABLES.keys()


@pytest.mark.parametrize(
    ("column", "choices"),
    [
        ("elements.nature", model.Nature),
        ("elements.frequency", FREQUENCIES),
        ("indicators.kind", model.Kind),
        ("targets.kind", model.TargetKind),
        ("targets.comparison", model.Comparison),
        ("checks.operator", OPERATORS),
        ("recipients.report", model.Report),
        ("ministry.layout", MINISTRY_COLUMNS),
        ("ministry.column", {c for each in MINISTRY_COLUMNS.values() for c in each}),
        ("severity", [s.name.lower() for s in model.Severity]),
    ],
)
def test_all_choices_are_named(column, choices):
    said = words.GLOSSARY_COLUMNS[column][1]
    assert [c for c in map(str, choices) if not re.search(rf"(?<![\w<>=]){re.escape(c)}(?![\w=])", said)] == []


def test_what_is_typed_into_the_explanations_is_not_read(place):
    place.book[words.GLOSSARY]["C3"] = "=1+1"
    place.book[words.GLOSSARY]["A1"] = None
    assert place.import_() == []
    del place.book[words.GLOSSARY], place.book[vi.GUIDE]
    assert place.import_() == []


def test_a_text_like_a_formula_stays_a_text(place):
    path = place.folder / "sectors.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Nhà ở", "=1+1"), encoding="utf-8")
    exchange.export(place.folder, place.file)
    cell = Given(place.file.parent).cell("sectors", "NO", "name")
    assert (cell.data_type, cell.value) == ("s", "=1+1")
    assert b"<f>" not in _sheet_xml(place.file)
    assert exchange.diff(place.folder, place.file) == []


def _sheet_xml(file):
    import zipfile

    with zipfile.ZipFile(file) as archive:
        return b"".join(archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/sheet"))


def test_an_edited_cell(place):
    place.cell("targets", "YT01", "values").value = "2025=97"
    expected = [("changed", "targets", "YT01", "values", "2025=98", "2025=97")]
    assert brief(place.import_()) == expected
    assert str(load(place.folder).targets["YT01"].values) == "{2025: Decimal('97')}"
    changed = [n for n, b in place.bytes().items() if b != (default_folder() / n).read_bytes()]
    assert changed == ["targets.yaml"]
    before, after = ((f / "targets.yaml").read_text(encoding="utf-8") for f in (default_folder(), place.folder))
    differing = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert differing == [('  values: "2025=98"', '  values: "2025=97"')]


def test_an_edited_csv_keeps_its_columns_and_other_lines(place):
    place.cell("elements", "YT_BHYT", "name").value = "Số người có thẻ"
    place.import_()
    before, after = ((f / "elements.csv").read_text(encoding="utf-8") for f in (default_folder(), place.folder))
    assert sum(a != b for a, b in zip(before.splitlines(), after.splitlines(), strict=True)) == 1


def test_rows_added_and_removed(place):
    place.append("sectors", code="XX", name="Lĩnh vực mới")
    cell = place.cell("offices", "VP", "code")
    cell.parent.delete_rows(cell.row)
    assert [(c.what, c.table, c.key, c.before is None, c.after is None) for c in place.import_()] == [
        ("added", "sectors", "XX", True, False),
        ("removed", "offices", "VP", False, True),
    ]
    catalogue = load(place.folder)
    assert catalogue.sectors[-1].name == "Lĩnh vực mới" and "VP" not in {o.code for o in catalogue.offices}


def test_rows_sorted_by_the_filter_are_said_to_have_moved(place):
    sheet = place.book["sectors"]
    first, second = ([c.value for c in sheet[r]] for r in (2, 3))
    for row, values in ((2, second), (3, first)):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column).value = value
    assert brief(place.import_()) == [("moved", "sectors", "", "", "", "")]
    assert [s.code for s in load(place.folder).sectors][:2] == ["NCC", "CHUNG"]


def test_one_of_several_records_of_a_name(place):
    """Holidays have no key of their own: only the one that changed is said to have."""
    sheet = place.book["settings"]
    row = next(r for r in range(2, sheet.max_row) if sheet.cell(r, 2).value == "2026-02-18")
    sheet.cell(row, 2).value = "2026-02-23"
    assert [c[2:] for c in brief(place.import_())] == [("holiday", "value", "2026-02-18", "2026-02-23")]


# What Excel makes of a text that was there all along, when somebody goes through the cell: table, row, column, value.
UNCHANGED = {
    "a code": ("units", "105", "code", 105),
    "a code with a leading zero": ("units", "03386", "code", 3386),
    "a date": ("units", "105", "valid_to", datetime(2025, 6, 30)),
    "a date of the key": ("units", "105", "valid_from", datetime(2020, 3, 1)),
    "a whole number": ("elements", "YT_BHYT", "decimals", 0.0),
    "a big number": ("elements", "CH_HO", "high", 1e6),
    "white space": ("sectors", "NO", "name", "  Nhà ở\r\n"),
    "another composition": ("sectors", "NO", "name", "Nha\u0300 o\u031b\u0309"),
}


@pytest.mark.parametrize("case", UNCHANGED.values(), ids=UNCHANGED)
def test_what_excel_retyped_is_no_change(place, case):
    *where, value = case
    place.cell(*where).value = value
    assert place.import_() == []


def test_a_day_of_every_year_retyped_as_a_date(place):
    sheet = place.book["settings"]
    row = next(r for r in range(2, sheet.max_row) if sheet.cell(r, 2).value == "04-30")
    sheet.cell(row, 2).value = datetime(2026, 4, 30)
    assert place.import_() == []


def test_new_numbers_and_dates_are_taken_exactly(place):
    place.cell("elements", "TC_KT", "decimals").value = 1
    place.cell("elements", "BH_HL", "high").value = 62.8
    place.cell("groups", "poor_districts", "valid_to").value = datetime(2025, 5, 31)
    found = {(c.column, c.before, c.after) for c in place.import_()}
    assert found == {("decimals", "0", "1"), ("high", "100", "62.8"), ("valid_to", "2025-06-30", "2025-05-31")}


# What cannot be told for certain, and what is wrong: nothing is written, and the cell is named.
def test_a_number_in_a_column_of_codes_with_leading_zeros(place):
    row = place.append(
        "units", code=3999, valid_from="2025-07-01", name="Xã X", type="Xã", level="commune", parent="12", reports="yes"
    )
    assert place.faults() == [(f"units!A{row}", "excel_number")]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("high", "=2*500000", "excel_formula"),
        ("high", "#N/A", "excel_error"),
        ("required", True, "excel_number"),
        ("high", datetime(2025, 5, 1), "excel_number"),
        ("valid_from", datetime(2025, 5, 1, 12, 30), "excel_number"),
        ("high", "rất nhiều", "bad_number"),
        ("sector", "YYY", "dangling"),
        ("nature", None, "missing_key"),
    ],
)
def test_a_bad_cell_is_named(place, column, value, code):
    cell = place.cell("elements", "YT_LAO", column)
    cell.value = value
    assert place.faults() == [(f"elements!{cell.coordinate}", code)]


def test_a_percentage_is_not_taken_for_its_hundredth(place):
    cell = place.cell("elements", "BH_HL", "high")
    cell.value, cell.number_format = 0.5, "0%"
    assert place.faults() == [(f"elements!{cell.coordinate}", "excel_number")]


def test_all_faults_at_once_in_the_order_of_the_sheets(place):
    formula = place.cell("targets", "YT01", "sentence")
    formula.value = "=A1"
    scope, nature = place.cell("targets", "YT02", "scope"), place.cell("elements", "YT_LAO", "nature")
    scope.value, nature.value = "nowhere", "both"
    found = place.faults()
    assert sorted(found) == sorted(
        [
            (f"targets!{formula.coordinate}", "excel_formula"),
            (f"elements!{nature.coordinate}", "bad_choice"),
            (f"targets!{scope.coordinate}", "dangling"),
        ]
    )


def test_a_bound_beyond_what_a_spreadsheet_compares(place):
    place.cell("elements", "YT_BHYT", "high").value = "10000000000"
    place.cell("elements", "CH_DAN_SO", "high").value = "10000000000"
    at = place.cell("targets", "YT01", "values").coordinate
    assert set(place.faults()) == {(f"targets!{at}", "headroom")}


def test_a_row_twice(place):
    row = place.append("sectors", code="NO", name="Nhà ở")
    assert place.faults() == [(f"sectors!A{row}", "duplicate_record")]


def test_headers_are_not_to_be_changed(place):
    head = place.book["elements"].cell(1, 2)
    head.value = "ten"
    assert set(place.faults()) == {(f"elements!{head.coordinate}", "unknown_key"), ("elements!A1", "missing_column")}


def test_a_cell_under_no_header(place):
    cell = place.book["sectors"].cell(3, 9)
    cell.value = "beside the table"
    assert place.faults() == [(f"sectors!{cell.coordinate}", "unknown_key")]


def test_a_missing_sheet(place):
    del place.book["units"]
    with pytest.raises(AnsxError) as caught:
        place.import_()
    assert (caught.value.code, caught.value.facts["sheet"]) == ("exchange_sheet", "units")


@pytest.mark.parametrize("content", [None, b"", b"code,name\n", b"PK\x03\x04 cut"])
def test_not_a_workbook(place, content):
    place.file.unlink()
    if content is not None:
        place.file.write_bytes(content)
    with pytest.raises(AnsxError) as caught:
        exchange.diff(place.folder, place.file)
    assert caught.value.code == ("no_file" if content is None else "exchange_unreadable")
    assert vi.error(caught.value.code, caught.value.facts)


def test_the_packages_own_catalogue_is_never_written(place):
    place.cell("sectors", "NO", "name").value = "Nhà"
    place.book.save(place.file)
    assert len(exchange.diff(default_folder(), place.file)) == 1
    with pytest.raises(AnsxError) as caught:
        exchange.import_(default_folder(), place.file)
    assert caught.value.code == "default_catalogue" and vi.error("default_catalogue", {})


def test_a_copy_goes_only_into_an_empty_folder(place):
    with pytest.raises(AnsxError) as caught:
        exchange.copy_default(place.folder)
    assert caught.value.code == "not_empty"


def test_all_files_or_none(place, monkeypatch):
    """The second of two files cannot be put in its place: the first is put back."""
    place.cell("sectors", "NO", "name").value = "Nhà"
    place.cell("targets", "YT01", "values").value = "2025=97"
    before, replace, calls = place.bytes(), exchange.os.replace, []

    def once(source, target):
        calls.append(target)
        if len(calls) == 2:
            raise PermissionError(13, "in use")
        replace(source, target)

    monkeypatch.setattr(exchange.os, "replace", once)
    with pytest.raises(AnsxError) as caught:
        place.import_()
    assert caught.value.code == "output_busy" and len(calls) == 2
    assert place.bytes() == before


def test_the_comment_on_top_is_kept(place):
    place.cell("checks", "KT01", "action").value = "Đề nghị rà soát."
    place.import_()
    comment = leading_comment(read_text(default_folder() / "checks.yaml"))
    assert comment.startswith("# Relations") and read_text(place.folder / "checks.yaml").startswith(comment + "\n- ")


@pytest.mark.parametrize(
    "text",
    [
        'a "b" \\ c',
        "a: b # c",
        "- x",
        "x\ny",
        "x\ty",
        "\u0085\u2028\u2029\ufeff",
        "yes",
        "012",
        "{}",
        "=1+1",
        "𝒳",
        "\x07",
    ],
)
def test_every_text_survives_its_file(text):
    rows = [{"code": "A", "note": f"x{text}x"}, {"code": "B"}]
    for name in ("t.yaml", "t.csv"):
        records, faults = parse(name, render(name, "# why", ("code", "note"), rows), ("code", "note"))
        assert not faults and [dict(r.values) for r in records] == rows


def test_every_change_has_its_words(place):
    for what in ("changed", "added", "removed", "moved"):
        facts = {"table": "t", "key": "k", "column": "c", "before": "b", "after": "a"}
        assert "{" not in vi.change(what, facts)


def test_a_real_program_may_open_and_save_it(office, place):
    """LibreOffice saves every text as it was; a code typed into a cell by a person stays a text there."""
    with office.open(place.file) as opened:
        opened.type_in("units", 400, 0, "03999")
        opened.save_as(place.file)
    row = 401
    with pytest.raises(CatalogueError) as caught:
        exchange.diff(place.folder, place.file)
    missing = {"name", "type", "level", "reports", "valid_from"}
    assert {f.facts["key"] for f in caught.value.faults} == missing  # "code" was read, as typed
    assert all(f.file.endswith(str(row)) for f in caught.value.faults)
    book = openpyxl.load_workbook(place.file)
    assert book["units"].cell(row, 1).value == "03999"
    book["units"].delete_rows(row)
    book.save(place.file)
    assert exchange.import_(place.folder, place.file) == []
