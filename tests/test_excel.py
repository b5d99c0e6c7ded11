"""The buttons of the provincial workbook, on a live document: what they fill, say, and leave as it was."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import engine
import pytest
import xlwings as xw
from provincial import office_template

from ansx_xl import catalogue, cells, excel, presenting, template, vi, workflow
from ansx_xl.errors import AnsxError
from ansx_xl.excel import desk as desks
from ansx_xl.excel import filling
from ansx_xl.layout import workbook as at
from ansx_xl.period import Period
from ansx_xl.template.results import rooms

PERIOD, DAY, INBOX = "2024", "2025-01-15", "bieu-da-nhan/2024"


def panel(**inputs):
    for role, value in inputs.items():
        xw.Book.caller().names[at.panel_name(role)].refers_to_range.value = value


def status():
    return xw.Book.caller().names[at.panel_name("status")].refers_to_range.value


@pytest.fixture(scope="module")
def plan(demo):
    return catalogue.load(demo / workflow.LOCAL_CATALOGUE)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory, plan):
    """The provincial workbook of the practice province, with the macros that LibreOffice can run."""
    return office_template(tmp_path_factory.mktemp("template") / "template.xlsm", plan)


@pytest.fixture(scope="module")
def place(tmp_path_factory, demo):
    """A working folder of the department: catalogue, the ledger of earlier periods, the forms received."""
    folder = tmp_path_factory.mktemp("department")
    for part in (workflow.LOCAL_CATALOGUE, "bieu-da-nhan"):
        shutil.copytree(demo / part, folder / part)
    with_earlier_periods(demo / workflow.DEFAULT_LEDGER, folder / workflow.DEFAULT_LEDGER)
    return folder


def with_earlier_periods(source, target):
    from ansx_xl.ledger import Ledger

    with Ledger.open(source) as old, Ledger.open(target) as new:
        for period in old.periods():
            if period < PERIOD:
                new.add(old.submissions(period), DAY)


@pytest.fixture
def today(monkeypatch):
    for module in (excel, excel.session):
        monkeypatch.setattr(module, "today", lambda: DAY)


@pytest.fixture
def opened(office, workbook, place, today):
    """The workbook open in that folder, as Book.caller(); nothing of it is kept."""
    with (
        office.open(workbook, macros=True, hidden=False) as document,
        engine.opened(document, place / "template.xlsm") as application,
    ):
        application.document = document
        panel(inbox=INBOX, output="ket-qua")
        application.journal.clear()
        yield application


@pytest.fixture(scope="module")
def filled(office, workbook, place):
    """The workbook after Tổng hợp, to be looked at only."""
    with pytest.MonkeyPatch.context() as patch, office.open(workbook, macros=True, hidden=False) as document:
        for module in (excel, excel.session):
            patch.setattr(module, "today", lambda: DAY)
        with engine.opened(document, place / "template.xlsm") as application:
            panel(inbox=INBOX, output="ket-qua")
            application.journal.clear()
            book = xw.Book.caller()
            book.sheets[vi.LOOKUP].activate()
            book.sheets[vi.LOOKUP].range((4, 2)).select()
            application.before = [sheet.api.ProtectContents for sheet in book.sheets]
            application.journal.clear()
            excel.consolidate()
            application.document, application.selected = document, book.selection
            yield application


def test_one_click_says_what_it_did(filled, place):
    sent = vi.sent(17, 19)
    assert [(title, kind) for title, _, kind in filled.messages] == [(vi.BUTTON_TITLE, "ok")]
    assert sent in filled.messages[0][1] and status() == filled.messages[0][1]
    assert (place / "ket-qua" / "tong-hop-2024.xlsx").exists()


def test_a_period_takes_few_writes(filled):
    assert filled.writes <= 60, "\n".join(filled.journal)
    written = [line for line in filled.journal if line.startswith("Range.Formula ")]
    assert len(written) == 9, "each table is one assignment"


def test_the_book_is_left_as_it_was(filled):
    book = xw.Book.caller()
    assert filled.selected == book.sheets[vi.LOOKUP].range((4, 2)) and book.sheets.active == book.sheets[vi.LOOKUP]
    assert [sheet.api.ProtectContents for sheet in book.sheets] == filled.before
    allowed = book.sheets[vi.DATA].api.Protection
    assert allowed.AllowFiltering and allowed.AllowFormattingColumns and not allowed.AllowSorting
    app = book.app
    assert (app.screen_updating, app.calculation, app.status_bar) == (True, "automatic", False)


@pytest.fixture(scope="module")
def by_command_line(place, tmp_path_factory, filled):
    """The same inbox and the same earlier periods, consolidated by `ansx consolidate` into a file of its own."""
    folder = tmp_path_factory.mktemp("twin")
    shutil.copytree(place / workflow.LOCAL_CATALOGUE, folder / workflow.LOCAL_CATALOGUE)
    with_earlier_periods(place / workflow.DEFAULT_LEDGER, folder / workflow.DEFAULT_LEDGER)
    command = [sys.executable, "-m", "ansx_xl.cli", "consolidate", str(place / INBOX), PERIOD, "-o", "out.xlsx"]
    done = subprocess.run([*command, "--date", DAY], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    return folder / "out.xlsx"


def test_the_file_of_the_button_is_that_of_the_command_line(place, by_command_line):
    assert (place / "ket-qua" / "tong-hop-2024.xlsx").read_bytes() == by_command_line.read_bytes()


@pytest.mark.parametrize("name", [s for s in template.SHEETS if s in template.RESULTS])
def test_the_open_tables_are_those_of_the_file(office, filled, by_command_line, plan, name):
    """Cell by cell: formulas, then what they show; a link is a formula in the open book, a mark on text in a file."""
    width = rooms(plan)[name].looks
    with office.open(by_command_line) as file:
        file.recalculate()
        filled.document.recalculate()
        formulas = table_of(filled.document.formulas(name), width)
        links = {at: text for at, text in formulas.items() if text.startswith("=HYPERLINK(")}
        assert {at: text for at, text in formulas.items() if at not in links} == file.formulas(name)
        assert table_of(filled.document.values(name), width) == file.values(name)
        assert len(links) == (0 if name != vi.FINDINGS else sum(1 for f in links))
    assert formulas or name not in (vi.DATA, vi.TOTALS, vi.ATTAINMENT, vi.WORKING, vi.SENT)


def table_of(cells, width):
    return {(row, col): content for (row, col), content in cells.items() if col < width}


def test_the_looks_beside_a_table_are_hidden_and_hold(filled, plan):
    room = rooms(plan)[vi.ATTAINMENT]
    sheet = filled.document.sheet(vi.ATTAINMENT)
    assert not sheet.Columns.getByIndex(room.looks).IsVisible
    codes = {v for (_, col), (_, v) in filled.document.values(vi.ATTAINMENT).items() if col >= room.looks}
    assert len(codes) > 5 and any(code >= 100 for code in codes), "verdicts have colours of their own"


def test_the_matrix_shows_who_has_sent(filled, demo_made):
    rows = xw.Book.caller().sheets[vi.PANEL].range((at.P_BODY_ROW + 1, 1), (at.P_BODY_ROW + 25, 7)).value
    shown = [row for row in rows if row[at.P_CODE]]
    assert len(shown) == 19
    states = [row[at.P_STATE] for row in shown]
    assert states.count(vi.STATUS["missing"]) + states.count(vi.OUTCOME["conflict"].capitalize()) == 2


def test_a_shorter_table_leaves_nothing_behind(filled, plan, place):
    """After a year, a quarter: fewer rows, other columns."""
    results = workflow.from_ledger(plan, Period.parse("2024"), place / workflow.DEFAULT_LEDGER)
    book = presenting.book(results, DAY)
    sheet = next(s for s in book.sheets if s.name == vi.WORK)
    short = shortened(sheet, 12)
    session = excel.Session(xw.Book.caller(), place)
    room = {vi.WORK: rooms(plan)[vi.WORK]}
    others = tuple(s for s in book.sheets if s.name != vi.WORK)
    filling.fill(session, replace(book, sheets=(short, *others)), room)
    assert max(row for row, _ in filled.document.values(vi.WORK)) == 11
    filling.fill(session, book, room)


def shortened(sheet, rows):
    return replace(sheet, cells=tuple(c for c in sheet.cells if c.row < rows), highlights=())


@pytest.mark.parametrize("foreign", ["=1+1", "1.234", "1/2", "+1", "TRUE", "'x", "@a", "http://a.b", "x" * 9000])
def test_foreign_text_stays_text(opened, plan, foreign):
    from ansx_xl.book import Book, Cell, Sheet

    sheet = Sheet(vi.WORK, (Cell(8, 3, foreign, "label_left", key="a"),), freeze=(7, 0))
    filling.fill(excel.Session(xw.Book.caller(), Path()), Book((sheet,)), rooms(plan))
    assert opened.document.values(vi.WORK)[8, 3] == ("text", foreign)
    assert (8, 3) not in opened.document.formulas(vi.WORK)


def test_assessing_again_needs_no_inbox(opened, place, filled):
    opened.journal.clear()
    excel.assess()
    book = xw.Book.caller()
    assert book.sheets.active == book.sheets[vi.ATTAINMENT] and status().startswith("15/01/2025: ")
    panel(year=2019)
    excel.assess()
    assert opened.messages == [(vi.BUTTON_TITLE, vi.error("nothing_sent", {"period": "năm 2019"}), "ok")]


def test_forms_are_issued(opened, place, plan):
    opened.answers = ["no"]
    panel(output="phat-hanh")
    excel.issue()
    made = sorted(path.name for path in (place / "phat-hanh" / "bieu-2024").iterdir())
    assert len(made) == 19 and status() == vi.issued(19, "năm 2024", str(place / "phat-hanh" / "bieu-2024"))
    workflow.issue_forms(plan, Period(2024), place / "twin", place / workflow.DEFAULT_LEDGER)
    for name in made:
        twin = (place / "twin" / name).read_bytes()
        assert (place / "phat-hanh" / "bieu-2024" / name).read_bytes() == twin


def test_the_report_is_written_from_the_ledger(opened, place, filled, plan):
    opened.answers = ["no"]
    panel(output="xuat")
    excel.export()
    target = place / "xuat" / "tong-hop-2024.xlsx"
    assert status() == vi.exported(str(target))
    twin = workflow.export(plan, Period(2024), place / "twin", place / workflow.DEFAULT_LEDGER, DAY)
    assert target.read_bytes() == twin.read_bytes()
    by_ledger, by_click = (
        {k: c.raw for k, c in cells.read(data.read_bytes()).sheets[vi.ATTAINMENT].cells.items()}
        for data in (target, place / "ket-qua" / "tong-hop-2024.xlsx")
    )
    assert by_ledger == by_click and len(by_click) > 300


@pytest.mark.parametrize("name", ["revise", "remind"])
def test_what_is_not_there_yet_says_so(opened, name):
    getattr(excel, name)()
    assert vi.COMING.format(button=vi.BUTTONS[name.capitalize()]) in opened.messages[0][1]
    assert opened.writes == 0


def test_the_guide_and_the_doctor(opened, place):
    excel.guide()
    book = xw.Book.caller()
    assert book.sheets.active == book.sheets[vi.GUIDE]
    excel.doctor()
    assert vi.DOCTOR["python"].split("{")[0] in opened.messages[0][1]


@pytest.mark.parametrize(
    ("inputs", "code", "facts"),
    [
        ({"year": "hai nghìn"}, "panel_year", {"text": "hai nghìn"}),
        ({"year": 24}, "panel_year", {"text": "24"}),
        ({"kind": "Tuần 1"}, "panel_kind", {"text": "Tuần 1"}),
        ({"kind": "Đột xuất"}, "panel_day", {}),
        ({"output": None}, "panel_folder", {"name": vi.PANEL_INPUTS["output"][0]}),
    ],
)
def test_a_wrong_panel_is_one_sentence(opened, inputs, code, facts):
    panel(**inputs)
    excel.consolidate()
    assert opened.messages == [(vi.BUTTON_TITLE, vi.error(code, facts), "ok")]
    assert not any(line.startswith("Worksheet.") for line in opened.journal)


def test_what_is_unforeseen_is_a_sentence_and_a_log(opened, place, monkeypatch):
    monkeypatch.setattr(workflow, "consolidate", lambda *_, **__: 1 / 0)
    excel.consolidate()
    log = place / "ansx.log"
    assert opened.messages == [(vi.BUTTON_TITLE, vi.FAILED.format(log=log), "ok")]
    assert "ZeroDivisionError" in log.read_text("utf-8") and "Traceback" not in opened.messages[0][1]
    app = xw.Book.caller().app
    assert (app.screen_updating, app.calculation, app.status_bar) == (True, "automatic", False)


def test_another_workbook_is_named(office, tmp_path, by_command_line):
    with office.open(by_command_line) as document, engine.opened(document, tmp_path / "other.xlsx") as application:
        excel.consolidate()
        assert application.messages[0][1] == vi.error("not_template", {"name": at.panel_name("year")})


@pytest.mark.parametrize("name", excel.__all__)
def test_without_excel_it_is_a_sentence(name):
    command = [sys.executable, "-c", f"import ansx_xl.excel; ansx_xl.excel.{name}()"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stderr.strip(), done.stdout) == (1, vi.error("no_excel", {}), "")


@pytest.mark.parametrize(
    ("year", "kind", "day", "code"),
    [
        (2024.0, "Cả năm", None, "2024"),
        ("2024", "6 tháng đầu năm", None, "2024-H1"),
        (2024, "9 tháng đầu năm", None, "2024-9M"),
        (2024, "Quý II", None, "2024-Q2"),
        (2024, "Tháng 6", None, "2024-M06"),
        (None, "Đột xuất", datetime(2024, 7, 15), "2024-07-15"),
    ],
)
def test_the_panel_names_every_period(year, kind, day, code):
    assert str(desks.period_of(year, kind, day)) == code


def test_every_kind_is_a_period():
    for kind in vi.PERIOD_KINDS:
        desks.period_of(2024, kind, datetime(2024, 7, 15))
    with pytest.raises(AnsxError):
        desks.period_of(2024, "", None)


def test_a_period_of_38_units_takes_as_few_writes(opened, place, plan, monkeypatch):
    """2025: 38 communes and wards, each with a form that nobody has filled: a finding for every figure."""
    period = Period(2025)
    workflow.issue_forms(plan, period, place / "nhan-2025", place / workflow.DEFAULT_LEDGER)
    assert len(plan.reporting_units(period)) == 38
    panel(inbox="nhan-2025", year=2025)
    opened.journal.clear()
    excel.consolidate()
    assert opened.writes <= 60, "\n".join(opened.journal)
    assert vi.sent(len(list((place / "nhan-2025").iterdir())), 49) in opened.messages[0][1]
    assert len(opened.document.values(vi.FINDINGS)) > 1000
