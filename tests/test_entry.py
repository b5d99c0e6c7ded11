"""Nhập liệu in the provincial workbook: what is typed there is checked as a form is, and can become one."""

import shutil

import engine
import pytest
import xlwings as xw
from provincial import office_template

from ansx_xl import catalogue, excel, vi, workflow
from ansx_xl.layout import address
from ansx_xl.layout import workbook as at
from ansx_xl.model import Severity
from ansx_xl.period import Period

UNIT = "106"


@pytest.fixture(scope="module")
def plan(demo):
    return catalogue.load(demo / workflow.LOCAL_CATALOGUE)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory, plan):
    return office_template(tmp_path_factory.mktemp("template") / "template.xlsm", plan)


@pytest.fixture
def desk(office, workbook, demo, tmp_path):
    """The open workbook, with the figures of one unit of the practice province typed in."""
    shutil.copytree(demo / workflow.LOCAL_CATALOGUE, tmp_path / workflow.LOCAL_CATALOGUE)
    (tmp_path / "nhan").mkdir()
    with office.open(workbook) as document, engine.opened(document, tmp_path / "template.xlsm") as application:
        book = xw.Book.caller()
        book.names[at.panel_name("inbox")].refers_to_range.value = "nhan"
        book.names[at.entry_name("unit")].refers_to_range.value = UNIT
        application.document, application.folder = document, tmp_path
        yield application


def rows():
    """Code -> row (from 0) of the entry sheet."""
    cells = xw.Book.caller().sheets[vi.ENTRY].range((1, at.E_CODE + 1), (200, at.E_CODE + 1)).value
    return {code: row for row, code in enumerate(cells) if code and row >= at.E_BODY_ROW}


def type_in(values):
    sheet, found = xw.Book.caller().sheets[vi.ENTRY], rows()
    for code, value in values.items():
        sheet.range((found[code] + 1, at.E_ACTUAL + 1)).value = value


def said():
    sheet = xw.Book.caller().sheets[vi.ENTRY]
    return {code: sheet.range((row + 1, at.E_VERDICT + 1)).value for code, row in rows().items()}


def figures(demo_made):
    """The figures that the unit sent in the practice province, by code."""
    results = next(r for r in demo_made.results if str(r.period) == "2023")
    entries = results.submissions[UNIT].entries
    return {code: float(e.number) if e.number is not None else e.raw for (code, _), e in entries.items()}


def test_faults_are_marked_and_listed_with_links(desk, demo_made):
    xw.Book.caller().names[at.panel_name("year")].refers_to_range.value = 2023
    type_in(figures(demo_made) | {"CH_HO": "'1.234", "CH_HO_NT": "'12 hộ"})
    desk.journal.clear()
    excel.check()
    found = said()
    assert found["CH_HO"].startswith(vi.FAULT) and "1.234" in found["CH_HO"]
    assert found["CH_HO_NT"].startswith(vi.FAULT)
    assert sum(1 for words in found.values() if words == vi.ENTRY_PASSED) > 30
    sheet = desk.document.formulas(vi.FINDINGS)
    links = [text for text in sheet.values() if text.startswith("=HYPERLINK(")]
    spot = address(rows()["CH_HO"], at.E_ACTUAL, absolute=True)
    assert any(f"'{vi.ENTRY}'!{spot}" in text for text in links) and len(links) >= 2
    assert vi.findings_seen() in desk.messages[0][1] and desk.writes <= 20
    assert not list((desk.folder / "nhan").iterdir()), "with errors nothing is kept"


def test_without_errors_it_can_become_a_form(desk, demo_made, plan):
    xw.Book.caller().names[at.panel_name("year")].refers_to_range.value = 2023
    type_in(figures(demo_made))
    desk.answers = ["yes"]
    excel.check()
    assert not [words for words in said().values() if words and words.startswith(vi.FAULT)]
    (file,) = (desk.folder / "nhan").iterdir()
    assert file.name in desk.messages[0][1]
    (checked,) = workflow.check_files(plan, [file], desk.folder / workflow.DEFAULT_LEDGER)
    assert checked.submission.status == "accepted" and checked.submission.respondent == UNIT
    sent = next(r for r in demo_made.results if str(r.period) == "2023").submissions[UNIT]
    numbers = {key: entry.number for key, entry in checked.submission.entries.items()}
    assert numbers == {key: entry.number for key, entry in sent.entries.items()}


def test_what_the_unit_sent_itself_is_not_written_over(desk, demo_made):
    xw.Book.caller().names[at.panel_name("year")].refers_to_range.value = 2023
    name = f"2023_{UNIT}_"
    (received,) = (demo_made.target / "bieu-da-nhan" / "2023").glob(f"{name}*")
    shutil.copy(received, desk.folder / "nhan")
    type_in({**figures(demo_made), "GN_HS": 7})
    desk.answers = ["yes"]
    excel.check()
    assert (desk.folder / "nhan" / received.name).read_bytes() == received.read_bytes()
    assert len(list((desk.folder / "nhan").iterdir())) == 2


def test_rows_not_due_say_so(desk):
    book = xw.Book.caller()
    book.names[at.panel_name("kind")].refers_to_range.value = "Quý III"
    excel.check()
    due = {e.code for e in catalogue.load().elements_due(Period.parse("2024-Q3")) if e.reporter == "local"}
    found = said()
    assert {code for code, words in found.items() if words != vi.NOT_DUE} == due


@pytest.mark.parametrize(("unit", "code"), [(None, "entry_unit"), ("999", "unknown_unit")])
def test_a_unit_is_needed(desk, unit, code):
    xw.Book.caller().names[at.entry_name("unit")].refers_to_range.value = unit
    excel.check()
    assert len(desk.messages) == 1
    words = desk.messages[0][1]
    assert words == vi.error(code, {}) if unit is None else unit in words


def test_severities_are_counted(desk):
    excel.check()
    assert vi.SEVERITY[Severity.ERROR].lower() in desk.messages[0][1]
