"""Excel as the tests play it: xlwings over a live workbook in LibreOffice, and VBA there that calls Python."""

import datetime
import io
import re
import sys
from decimal import Decimal
from types import SimpleNamespace

import engine
import pytest
import xlsxwriter
import xlwings as xw
from engine.formulas import to_excel, to_office
from macros_in_office import STAND_IN, Macros, functions, office_wrappers, with_macros
from office import Document

DATA, ENTRY = "Số liệu", "Nhập liệu 2024"
LOCKED = "The cell or chart you're trying to change is on a protected sheet."
PROGRAM = """
import xlwings as xw

@xw.func
def greet(name, mark="!"):
    return "Xin chào " + str(name) + mark

@xw.func
@xw.arg("values", ndim=2)
@xw.arg("factor", doc="hệ số")
def scaled(values, factor=2):
    return [[None if value is None else value * factor for value in row] for row in values]

@xw.func
def shown(value):
    return repr(value)

def fill():
    sheet = xw.Book.caller().sheets["Nhập liệu 2024"]
    sheet["A1"].value = [[1, "chữ"], [2, "=A1+A2"]]

def fail():
    raise ValueError("hỏng")
"""
VBA = {
    "buttons": """Sub Fill()
    RunPython "import program; program.fill()"
End Sub

Sub Fail()
    RunPython "import program; program.fail()"
End Sub

Sub Idle()
End Sub
""",
    "ribbon": """Public Sub OnFill(control As IRibbonControl)
    RunPython "import program; program.fill()"
End Sub
""",
    "xlwings": STAND_IN,
}


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("engine") / "sample.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.define_name("ansx.GN01", f"='{DATA}'!$C$5")
        sheet = book.add_worksheet(DATA)
        sheet.write_column(0, 2, [1, 2, 3, 4, 7])
        sheet.write(0, 4, "text", book.add_format({"num_format": "@"}))
        sheet.write_comment(1, 2, "cũ")
        entry = book.add_worksheet(ENTRY)
        entry.write_column(0, 0, [1, 2], book.add_format({"locked": False}))
        entry.write(0, 1, 3)
        entry.protect(options={"format_columns": True, "autofilter": True})
        book.add_worksheet("B")
    return path


@pytest.fixture
def document(office, workbook):
    with office.open(workbook) as opened:
        yield opened


@pytest.fixture
def excel(document):
    with engine.opened(document) as application:
        yield application


@pytest.fixture
def book(excel):
    return xw.Book.caller()


def test_it_is_there_only_while_it_is_open(document):
    for _ in range(2):
        with engine.opened(document, "/srv/ansx/book.xlsx"):
            book = xw.Book.caller()
            assert (book.name, book.fullname) == ("book.xlsx", "/srv/ansx/book.xlsx")
            assert xw.books.active == xw.apps.active.books["book.xlsx"] == xw.Book("/srv/ansx/book.xlsx") == book
            assert xw.engines.active.name == "excel"
        assert not xw.engines.engines and xw.engines.active is None
        assert not hasattr(xw.Book, "_mock_caller") and not hasattr(xw, "_xlwindows")
    assert not {"pythoncom", "pywintypes", "win32api"} & sys.modules.keys()


def test_a_table_of_everything_goes_in_and_comes_back(excel, book, document):
    cells = book.sheets["B"].range((2, 2), (4, 4))
    written = [[1, None, "chữ"], [2.5, datetime.datetime(2024, 5, 12, 10, 30), True], [10**13 + 1, "-", "…"]]
    cells.value = written
    assert cells.value == written
    assert excel.journal == ["Range.Value B!$B$2:$D$4"]
    assert document.values("B")[1, 1] == ("number", 1) and (1, 2) not in document.values("B")
    assert cells(2, 2).number_format == "m/d/yyyy"
    assert cells.raw_value[0] == (1.0, None, "chữ")
    cells(1, 1).value = None
    assert cells(1, 1).value is None and (1, 1) not in document.values("B")
    cells.clear_contents()
    column = book.sheets["B"]["F1:F3"]
    column.value = "x"
    assert column.value == ["x"] * 3
    column.clear_contents()
    assert document.values("B") == {}


def test_text_is_read_as_excel_reads_it(book):
    cells = book.sheets["B"].range((1, 1), (8, 1))
    cells.options(transpose=True).value = ["1.234", "1,234", "95%", "'007", "=1+1", "12 người", "- không", "x"]
    assert cells.value == [1.234, 1234, 0.95, "007", 2, "12 người", "- không", "x"]
    assert cells.formula[4] == ("=1+1",)
    as_text = book.sheets[DATA]["E1"]
    as_text.value = "=1+1"
    assert (as_text.value, as_text.formula) == ("=1+1", "=1+1"), "a cell formatted as text keeps its text"
    with pytest.raises(TypeError, match="Decimal"):
        cells(1, 1).value = Decimal(1)
    with pytest.raises(engine.ComError, match="32768 characters"):
        cells(1, 1).value = "x" * 32768


def test_formulas_in_excels_grammar(excel, book):
    cells = book.sheets["B"].range((1, 1), (2, 3))
    written = (
        (f"=IF('{DATA}'!$C$5>1,SUM('{DATA}'!$C$1:$C$5,1),0)", "=ansx.GN01*2", "x"),
        ('=INDEX({1,2;3,4},2,1)&"a,b;c"', "=1/0", "5"),
    )
    cells.formula = written
    assert cells.formula == written
    assert cells.value == [[18, 14, "x"], ["3a,b;c", None, 5]]
    assert cells(2, 2).options(err_to_str=True).value == "#DIV/0!"
    cells.columns[0].formula = "=C1&1"
    assert cells.columns[0].formula == (("=C1&1",), ("=C2&1",))
    cells(1, 1).formula_array = f"=SUM('{DATA}'!C1:C5*2)"
    assert cells(1, 1).value == 34 and cells(1, 1).impl.has_array
    assert excel.writes == 3
    with pytest.raises(engine.ComError, match="Not a formula"):
        cells(1, 1).formula = "=1+"


@pytest.mark.parametrize(
    "formula",
    [
        f"=IF('{DATA}'!$C$5>1,SUM('{DATA}'!$C$1:$C$5,B!B2),{{1,2;3,4}})",
        "=SUMPRODUCT((B!$A$1:$A$9=\"x,y;'z'!{1}\")*1,B!$B$1:$B$9)",
        "=IFERROR(100*A1/B1,\"\")&IF(ISNUMBER(C1),N(C1),'Nhập liệu 2024'!D4)",
        "=B!$A:$A B!$1:$1",
        '=COUNTIFS(B!A1:A9,">=1",B!B1:B9,"<>""")',
    ],
)
def test_formulas_agree_with_the_parser_of_libreoffice(document, formula):
    parser = document.model.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish, parser.FormulaConvention = True, 3  # com.sun.star.sheet.AddressConvention.XL_OOX
    judge, cell = (document.sheet("B").getCellByPosition(8, row) for row in (8, 9))
    judge.setTokens(parser.parseFormula(formula, cell.CellAddress))
    cell.setTokens(parser.parseFormula(formula, cell.CellAddress))
    parsed = cell.Formula
    cell.setFormula(to_office(formula))
    assert cell.Formula == parsed
    assert to_excel(cell.Formula) == formula


def test_locked_cells_are_refused(excel, book):
    sheet = book.sheets[ENTRY]
    sheet["A1:A2"].value = [[5], [6]]
    for change in (
        lambda: setattr(sheet["B1"], "value", 1),
        lambda: setattr(sheet["A1:B1"], "formula", (("=1", "=1"),)),
        lambda: setattr(sheet["A1"], "color", (255, 0, 0)),
        lambda: sheet["B1"].clear_contents(),
        lambda: sheet["A1"].add_note("x"),
    ):
        with pytest.raises(engine.ComError, match=LOCKED):
            change()
    sheet["A1"].column_width = 20
    assert sheet["A1"].column_width == 20 and sheet["B1"].value == 3


def test_protection_is_lifted_and_restored(excel, book, document):
    api = book.sheets[ENTRY].api
    allowed = {
        word: getattr(api.Protection, word) for word in ("AllowFormattingColumns", "AllowFiltering", "AllowSorting")
    }
    assert allowed == {"AllowFormattingColumns": True, "AllowFiltering": True, "AllowSorting": False}
    api.Unprotect()
    assert not api.ProtectContents and not document.sheet(ENTRY).isProtected()
    book.sheets[ENTRY]["B1"].value = 4
    api.Protect(**allowed)
    assert api.ProtectContents and api.Protection.AllowFiltering and not api.Protection.AllowSorting
    assert excel.writes == 3
    with pytest.raises(NotImplementedError):
        api.Protect(UserInterfaceOnly=True)
    with pytest.raises(TypeError, match="Allowed"):
        api.Protect(Allowed=True)
    api.Unprotect()
    api.Protect("secret")
    with pytest.raises(engine.ComError, match="password"):
        api.Unprotect("wrong")


def test_what_is_printed(excel, book, document):
    sheet = book.sheets[ENTRY]
    assert sheet.page_setup.print_area is None
    sheet.page_setup.print_area = "$A$1:$B$9"
    (area,) = document.sheet(ENTRY).getPrintAreas()
    assert (area.StartRow, area.StartColumn, area.EndRow, area.EndColumn) == (0, 0, 8, 1)
    assert sheet.page_setup.print_area == "$A$1:$B$9" and excel.journal == [f"PageSetup.PrintArea {ENTRY}"]
    sheet.page_setup.print_area = ""
    assert sheet.page_setup.print_area is None


def test_sheets_and_names(book, document):
    assert [sheet.name for sheet in book.sheets] == [DATA, ENTRY, "B"]
    added = book.sheets.add("Tổng hợp", after=book.sheets[ENTRY])
    assert document.sheet_names() == [DATA, ENTRY, "Tổng hợp", "B"] and book.sheets.active == added
    added.visible = False
    assert not added.visible and "Tổng hợp" not in document.sheet_names(visible=True)
    with pytest.raises(engine.ComError, match="Activate"):
        added.activate()
    added.delete()
    book.sheets["B"].name = "Đổi tên"
    assert document.sheet_names() == [DATA, ENTRY, "Đổi tên"]
    assert [name.name for name in book.names] == ["ansx.GN01"] and "none" not in book.names
    assert book.names["ansx.GN01"].refers_to == f"='{DATA}'!$C$5"
    assert book.sheets[DATA]["ansx.GN01"].value == book.names["ansx.GN01"].refers_to_range.value == 7
    book.names.add("total", f"='{ENTRY}'!$A$1:$A$2")
    assert book.names["total"].refers_to_range == book.sheets[ENTRY]["A1:A2"]
    with pytest.raises(KeyError):
        book.app.books["other.xlsx"]


def test_looks_notes_and_links(book, document):
    sheet = book.sheets["B"]
    cell = sheet["A1:B1"]
    cell.color, cell.number_format, cell.row_height = (255, 199, 206), "#,##0.0", 30
    assert (cell.color, cell.number_format, cell.row_height) == ((255, 199, 206), "#,##0.0", 30)
    assert sheet["A1:B2"].number_format is None and sheet["A2"].color is None
    cell.color = None
    assert cell.color is None
    cell.api.Font.Bold = True
    assert cell.api.Font.Bold and not sheet["A2"].api.Font.Bold
    sheet["A1"].add_note("Đề nghị rà soát")
    assert sheet["A1"].note.text == "Đề nghị rà soát" and len(sheet.notes) == 1
    with pytest.raises(engine.ComError):
        sheet["A1"].api.AddComment("hai")
    sheet["A1:C3"].api.ClearComments()
    assert sheet["A1"].note is None and book.sheets[DATA]["C2"].note.text == "cũ"
    sheet.api.Hyperlinks.Add(sheet["A3"].api, "", f"'{ENTRY}'!A1", "", "đến ô")
    link = sheet["A3"].api.Hyperlinks(1)
    assert (link.SubAddress, sheet["A3"].value) == (f"'{ENTRY}'!A1", "đến ô")
    sheet["A4"].add_hyperlink("https://example.org/", "xem")
    assert (sheet["A4"].hyperlink, sheet["A4"].value) == ("https://example.org/", "xem")
    with pytest.raises(AttributeError, match="can not be set"):
        sheet["A1"].api.Colour = 1


def test_finding_ones_way(book):
    sheet = book.sheets["B"]
    sheet["B2"].value = [[1, 2, 3], [4, 5, 6], [7, None, 9]]
    assert sheet["B2"].current_region.address == sheet.used_range.address == "$B$2:$D$4"
    assert sheet["B2"].expand().address == "$B$2:$D$4" and sheet["C2"].expand("down").shape == (2, 1)
    ends = {direction: sheet["C3"].end(direction).address for direction in ("up", "down", "left", "right")}
    assert ends == {"up": "$C$2", "down": "$C$1048576", "left": "$B$3", "right": "$D$3"}
    assert sheet["B99"].end("up").address == "$B$4" and sheet["C9"].end("up").address == "$C$3"
    assert sheet.range((2, 2), (4, 4)).get_address(False, False, include_sheetname=True) == "B!B2:D4"
    assert [row.value[0] for row in sheet["B2:D4"].rows] == [1, 4, 7] and sheet["B2:D4"].count == 9
    sheet.activate()
    sheet["B2:C3"].select()
    assert book.selection == sheet["B2:C3"] and book.sheets.active == sheet
    with pytest.raises(engine.ComError, match="Select"):
        book.sheets[DATA]["A1"].select()


def test_the_application(excel, book, document, tmp_path):
    app = book.app
    before = app.screen_updating, app.status_bar, app.calculation, app.enable_events
    assert before == (True, False, "automatic", True)
    app.screen_updating, app.status_bar, app.enable_events = False, "Đang tổng hợp…", False
    assert (app.screen_updating, app.status_bar, app.enable_events) == (False, "Đang tổng hợp…", False)
    app.calculation = "manual"
    sheet = book.sheets["B"]
    sheet["A1"].value = [[1, "=A1+1"]]
    app.calculate()
    sheet["A1"].value = 5
    assert sheet["B1"].value == 2
    app.calculate()
    assert sheet["B1"].value == 6
    app.calculation = "automatic"
    assert excel.writes == 9
    excel.answers = ["no", "cancel"]
    answers = [
        app.alert("Mở tệp?", "ANSX", "yes_no"),
        app.alert("x", buttons="ok_cancel", mode="critical"),
        app.alert("y"),
    ]
    assert answers == ["no", "cancel", "ok"]
    assert excel.messages == [("ANSX", "Mở tệp?", "yesno"), ("", "x", "okcancel"), ("", "y", "ok")]
    book.save(tmp_path / "saved.xlsx")
    assert (book.name, book.fullname) == ("saved.xlsx", str(tmp_path / "saved.xlsx"))
    (tmp_path / "saved.xlsx").rename(tmp_path / "other.xlsx")
    other = app.books.open(tmp_path / "other.xlsx")
    assert app.books.active == other and other.sheets["B"]["B1"].value == 6
    other.close()
    assert [opened.name for opened in app.books] == ["saved.xlsx"]


def test_large_tables_take_one_write_and_little_time(excel, book):
    table = [[row * column for column in range(40)] for row in range(1000)]
    cells = book.sheets["B"].range((1, 1), (1000, 40))
    cells.value = table
    assert cells.value == table
    formulas = tuple((f"='{DATA}'!$C$5*{row}",) for row in range(1000))
    cells.columns[0].formula = formulas
    assert cells.columns[0].formula == formulas
    assert excel.writes == 2


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    folder = tmp_path_factory.mktemp("program")
    (folder / "program.py").write_text(PROGRAM, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield functions("program")
        del sys.modules["program"]


@pytest.fixture(scope="module")
def wrappers(program):
    """Excel's wrappers, as xlwings generates them."""
    written = io.StringIO()
    engine.udfs().generate_vba_wrapper("program", program, written, SimpleNamespace(Name="sample.xlsm"))
    return 'Attribute VB_Name = "xlwings_udfs"\n' + written.getvalue()


@pytest.fixture(scope="module")
def macro_document(office, wrappers, tmp_path_factory):
    def fill(book):
        sheet = book.add_worksheet(DATA)
        sheet.write_column(0, 0, range(1, 300))
        sheet.write_datetime(0, 2, datetime.datetime(2024, 6, 30), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.insert_button("F2", {"macro": "buttons.Fill", "caption": "Tổng hợp"})
        book.add_worksheet(ENTRY).insert_button("F2", {"macro": "buttons.Fail", "caption": "Hỏng"})

    path = tmp_path_factory.mktemp("macros") / "sample.xlsm"
    with_macros(path, fill, VBA | {"xlwings_udfs": office_wrappers(wrappers)})
    with office.open(path, macros=True, hidden=False) as opened:
        yield opened


@pytest.fixture
def macros(macro_document):
    with engine.opened(macro_document) as application, Macros(macro_document) as started:
        started.application = application
        macro_document.sheet(ENTRY).getCellRangeByName("A1:B2").clearContents(1 + 2 + 4 + 16)
        yield started


FILLED = {(0, 0): ("number", 1), (0, 1): ("text", "chữ"), (1, 0): ("number", 2), (1, 1): ("number", 3)}


def filled(document: Document):
    values = document.values(ENTRY)
    return {at: values.get(at) for at in FILLED}


def test_a_click_runs_python_on_the_open_book(macros):
    assert {caption: re.search(r"buttons\.\w+", macro)[0] for caption, macro in macros.buttons().items()} == {
        "Tổng hợp": "buttons.Fill",
        "Hỏng": "buttons.Fail",
    }
    macros.press("Tổng hợp")
    assert macros.commands == ["import program; program.fill()"]
    assert macros.application.journal == [f"Range.Value '{ENTRY}'!$A$1:$B$2"]
    assert filled(macros.document) == FILLED


@pytest.mark.parametrize("callback", ["OnFill", "ribbon.OnFill"])
def test_a_ribbon_callback_is_called_by_name(macros, callback):
    macros.ribbon(callback)
    assert macros.commands == ["import program; program.fill()"]
    assert filled(macros.document) == FILLED


def test_what_goes_wrong_is_told(macros):
    with pytest.raises(ValueError, match="hỏng"):
        macros.press("Hỏng")
    with pytest.raises(AssertionError, match="Python was not called"):
        macros.run("buttons.Idle")
    with pytest.raises(AssertionError, match="Python was not called"):
        macros.ribbon("OnNothing")
    macros.run("buttons.Fill")
    assert filled(macros.document) == FILLED


def test_a_worksheet_function_answers_in_a_cell(macros):
    cells = xw.Book.caller().sheets[ENTRY].range((5, 1), (9, 1))
    cells.formula = [
        ['=greet("Lan")'],
        ['=greet("Lan","?")'],
        [f"=scaled('{DATA}'!A3)"],
        [f"=scaled('{DATA}'!A3,10)"],
        ['=scaled("x")+1'],
    ]
    assert cells.value[:4] == ["Xin chào Lan!", "Xin chào Lan?", 6, 30]
    assert macros.calls == ["greet", "greet", "scaled", "scaled", "scaled"]


def test_one_call_for_a_column(macros):
    cells = xw.Book.caller().sheets[ENTRY].range((1, 4), (300, 4))
    cells.formula_array = f"=scaled('{DATA}'!$A$1:$A$300,3)"
    assert cells.value == [3 * number for number in range(1, 300)] + [None]
    assert macros.calls == ["scaled"] and macros.failures == []
    cells.clear_contents()


@pytest.mark.parametrize(
    ("argument", "given"),
    [("A3", "3.0"), ("A1:B1", "[1.0, None]"), ("A1:A2", "[1.0, 2.0]"), ("D1", "None"), ("C1", "45473.0")],
)
def test_what_a_worksheet_function_is_given(macros, argument, given):
    cell = xw.Book.caller().sheets[ENTRY]["A5"]
    cell.formula = f"=shown('{DATA}'!{argument})"
    assert cell.value == given


def test_a_wrapper_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="another shape"):
        office_wrappers('Attribute VB_Name = "u"\nFunction f(ParamArray x())\nEnd Function\n')
