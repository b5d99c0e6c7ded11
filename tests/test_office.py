"""LibreOffice as a witness: it shows a file's own values until told to compute, and fails where a person would."""

import pytest
import xlsxwriter
from render import render

DATA = "Số liệu"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    """A protected sheet with inputs in the first column, and formulas whose stored values are all wrong."""
    path = tmp_path_factory.mktemp("office") / "sample.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        book.define_name("ansx.GN01", f"='{DATA}'!$A$2")
        book.define_name("ansx.share", "=0.5")
        sheet = book.add_worksheet(DATA)
        open_to_input = book.add_format({"locked": False})
        for row, value in enumerate([4, 6, "123", "=1+1", None, None]):
            sheet.write(row, 0, value, open_to_input)
        sheet.write_formula(0, 1, "=A1+A2", value=-1)
        sheet.write_formula(1, 1, "=A1/A5", value=-1)
        sheet.write_formula(2, 1, "=COUNT(A1:A6)", value=0)
        sheet.write_formula(3, 1, '=IF(ISNUMBER(A6),A6>5,"")', value="stale")
        sheet.write_formula(4, 1, "=NOSUCH(1)", value=-1)
        sheet.protect()
        book.add_worksheet("Hướng dẫn").write(0, 0, "Đề nghị nhập số")
        book.add_worksheet("_ansx").very_hidden()
    return path


@pytest.fixture
def book(office, workbook):
    with office.open(workbook) as opened:
        yield opened


def test_stored_values_stand_until_recalculated(book):
    stored = {(0, 1): -1, (1, 1): -1, (2, 1): 0, (3, 1): "stale", (4, 1): -1}
    assert {at: value for at, (_, value) in book.results(DATA).items()} == stored
    book.recalculate()
    assert book.results(DATA) == {
        (0, 1): ("number", 10),
        (1, 1): ("error", "#DIV/0!"),
        (2, 1): ("number", 2),
        (3, 1): ("text", ""),
        (4, 1): ("error", "#NAME?"),
    }


def test_text_is_text(book):
    texts = {(2, 0): ("text", "123"), (3, 0): ("text", "=1+1")}
    assert {at: cell for at, cell in book.values(DATA).items() if at[1] == 0 and cell[0] == "text"} == texts
    assert book.formulas(DATA).keys() == book.results(DATA).keys() == {(row, 1) for row in range(5)}
    assert book.formulas(DATA)[0, 1] == "=A1+A2"


def test_fill_save_and_reopen(office, book, tmp_path):
    filled = {(0, 0): 1234567.25, (1, 0): "x", (2, 0): "=1+1", (3, 0): "12", (4, 0): 10**13 + 1, (5, 0): 7}
    book.set(DATA, filled)
    book.set(DATA, {(0, 0): None, (3, 0): ""})
    book.recalculate()
    book.save_as(tmp_path / "saved.xlsx")
    with office.open(tmp_path / "saved.xlsx") as again:
        inputs = {at: value for at, (_, value) in again.values(DATA).items() if at[1] == 0}
        assert inputs == {(1, 0): "x", (2, 0): "=1+1", (4, 0): 10**13 + 1, (5, 0): 7}
        assert again.results(DATA) == book.results(DATA)
        assert again.results(DATA)[3, 1] == ("number", 1), "a logical is a number"


def test_locked_cells_are_refused(book):
    with pytest.raises(PermissionError, match="rows 0 to 0 are locked"):
        book.set(DATA, {(0, 1): 5})
    book.type_in(DATA, 0, 1, "5")
    book.type_in(DATA, 0, 0, "5")
    assert book.formulas(DATA)[0, 1] == "=A1+A2"
    assert book.values(DATA)[0, 0] == ("number", 5)


def test_names_and_sheets(book):
    assert book.names() == {"ansx.GN01": (DATA, 1, 0)}
    assert book.sheet_names() == [DATA, "Hướng dẫn", "_ansx"]
    assert book.sheet_names(visible=True) == [DATA, "Hướng dẫn"]


def test_the_file_itself_is_left_alone(office, workbook):
    before = workbook.read_bytes()
    with office.open(workbook) as first, office.open(workbook) as second:
        first.set(DATA, {(0, 0): 99})
        assert second.values(DATA)[0, 0] == ("number", 4)
    assert workbook.read_bytes() == before
    assert [path.name for path in workbook.parent.iterdir()] == [workbook.name]


def test_render_shows_visible_sheets(workbook, tmp_path):
    assert [page.name for page in render(workbook, tmp_path)] == [f"01-{DATA}-1.png", "02-Hướng dẫn-1.png"]
