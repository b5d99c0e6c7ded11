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
from ansx_xl.model import Stamp
from ansx_xl.period import Period
from ansx_xl.presenting.pictures import bars
from ansx_xl.template.results import rooms

PERIOD, DAY, INBOX = "2024", "2025-01-15", "bieu-da-nhan/2024"
RESULTS = [name for name in template.SHEETS[1 : template.SHEETS.index(vi.ENTRY)] if name != vi.PICTURES]
"""The sheets that the one click fills; the pictures are formulas over them."""


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
                when = Period.parse(period)
                new.append(when, old.dossier(when).submissions, Stamp(DAY))


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
    assert len(written) == len(RESULTS) == 11, "each table is one assignment"


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
    command = [sys.executable, "-m", "ansx_xl", "consolidate", str(place / INBOX), PERIOD, "-o", "out.xlsx"]
    done = subprocess.run([*command, "--date", DAY], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    return folder / "out.xlsx"


def test_the_file_of_the_button_is_that_of_the_command_line(place, by_command_line):
    assert (place / "ket-qua" / "tong-hop-2024.xlsx").read_bytes() == by_command_line.read_bytes()


@pytest.mark.parametrize("name", RESULTS)
def test_the_open_tables_are_those_of_the_file(office, filled, by_command_line, plan, name):
    """Cell by cell: formulas, then what they show; a link is a formula in the open book, a mark on a cell in a file."""
    width = rooms(plan)[name].looks
    with office.open(by_command_line) as file:
        file.recalculate()
        filled.document.recalculate()
        formulas = table_of(filled.document.formulas(name), width)
        links = {at: text for at, text in formulas.items() if text.startswith("=HYPERLINK(")}
        of_file = file.formulas(name)
        assert {at: text for at, text in formulas.items() if at not in links} == {
            at: text for at, text in of_file.items() if at not in links
        }
        assert formulas.keys() >= of_file.keys()
        assert table_of(filled.document.values(name), width) == file.values(name)
        assert len(links) == (0 if name != vi.FINDINGS else sum(1 for f in links))
    assert formulas or name not in (vi.DATA, vi.TOTALS, vi.ATTAINMENT, vi.WORKING, vi.SENT)


def table_of(cells, width):
    return {(row, col): content for (row, col), content in cells.items() if col < width}


def test_the_looks_beside_a_table_are_hidden_and_hold(filled, plan):
    room = rooms(plan)[vi.ATTAINMENT]
    sheet = filled.document.sheet(vi.ATTAINMENT)
    assert not sheet.Columns.getByIndex(room.looks).IsVisible
    codes = {
        v for (_, col), (_, v) in filled.document.values(vi.ATTAINMENT).items() if 0 <= col - room.looks < room.looks
    }
    assert len(codes) > 5 and any(code >= 100 for code in codes), "verdicts have colours of their own"


def test_the_matrix_shows_who_has_sent(filled, demo_made):
    rows = xw.Book.caller().sheets[vi.PANEL].range((at.P_BODY_ROW + 1, 1), (at.P_BODY_ROW + 25, 7)).value
    shown = [row for row in rows if row[at.P_CODE]]
    assert len(shown) == 19
    states = [row[at.P_STATE] for row in shown]
    assert states.count(vi.STATUS["missing"]) + states.count(vi.OUTCOME["conflict"].capitalize()) == 2


def test_the_panel_is_printed_as_far_as_it_is_filled(filled):
    setup = xw.Book.caller().sheets[vi.PANEL].page_setup
    assert setup.print_area == at.panel_print_area(19)
    (area,) = filled.document.sheet(vi.PANEL).getPrintAreas()
    assert area.EndRow == at.P_BODY_ROW + 18
    assert [line for line in filled.journal if line.startswith("PageSetup")] == ["PageSetup.PrintArea Bảng điều khiển"]


def test_a_machine_without_a_printer_fills_all_the_same(opened, place, filled, monkeypatch):
    def refuse(self, value):
        raise engine.ComError("Unable to set the PrintArea property of the PageSetup class")

    from engine.sheets import PageSetup

    monkeypatch.setattr(PageSetup, "PrintArea", PageSetup.PrintArea.setter(refuse))
    excel.assess()
    assert opened.messages == [] and status().startswith("15/01/2025: ")


def test_the_pictures_follow_the_tables(filled, plan, place):
    """Bars as in the file, in its order; the chosen indicator in every area; native charts over both."""
    results = workflow.from_ledger(plan, Period.parse(PERIOD), place / workflow.DEFAULT_LEDGER)
    shown = [a for page in bars.pages(results) for a in page.rows]
    filled.document.recalculate()
    values = filled.document.values(vi.PICTURES)
    rows = [at.bars_row(page) + 3 + row for page in range(at.G_PAGES) for row in range(at.G_BARS_A_PAGE)]
    drawn = [row for row in rows if (row, at.G_NAME) in values]
    assert drawn == rows[: len(shown)] and len(shown) > 30
    for row, a in zip(drawn, shown):
        assert values[row, at.G_CODE] == ("text", a.target_id)
        for col, share in zip((at.G_DONE, at.G_DUE), bars.shares(a)):
            assert values.get((row, col)) == (None if share is None else ("number", pytest.approx(float(share))))
        known = None if a.actual is None else ("number", pytest.approx(float(a.actual)))
        assert values.get((row, at.G_ACTUAL)) == known
    assert filled.document.sheet(vi.PICTURES).Charts.Count == at.G_PAGES + 1
    first = at.G_COMPARED_ROW + 4
    compared = {
        values[row, at.G_NAME][1]: values.get((row, at.G_VERDICT), ("", None))[1]
        for row in range(first, first + at.G_AREAS)
        if (row, at.G_NAME) in values
    }
    rates = {a.name: results.aggregates[vi.PICTURED, a.id].value for a in results.areas[1:]}
    assert compared == {name: None if r is None else pytest.approx(float(r), abs=0.005) for name, r in rates.items()}


def test_no_bar_is_left_out_in_silence(filled, plan, place, monkeypatch):
    results = workflow.from_ledger(plan, Period.parse(PERIOD), place / workflow.DEFAULT_LEDGER)
    every = excel.pictures.bars(results)
    monkeypatch.setattr(at, "G_BARS", 10)
    few = excel.pictures.bars(results)
    assert few[:9] == every[:9] and len(few) == 10
    assert few[9][1] == vi.BARS_LEFT_OUT.format(count=len(every) - 9)


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
    done = workflow.export(plan, Period(2024), place / "xuat-hai", place / workflow.DEFAULT_LEDGER, DAY)
    assert status() == vi.exported(len(done.files), "năm 2024", str(place / "xuat"))
    by_click, by_command = (
        {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*.*") if p.is_file()}
        for folder in (place / "xuat", place / "xuat-hai")
    )
    assert by_click == by_command and len(by_click) == len(done.files) > 10
    said = opened.messages[0][1]
    assert said.startswith(status()) and all(p.path.name in said for p in done.files if p.path.parent == done.folder)
    assert said.endswith(vi.ISSUED_OPEN.format(sentence=""))
    by_ledger, by_click = (
        {k: c.raw for k, c in cells.read(data.read_bytes()).sheets[vi.ATTAINMENT].cells.items()}
        for data in (target, place / "ket-qua" / "tong-hop-2024.xlsx")
    )
    assert by_ledger == by_click and len(by_click) > 300


def test_reminders_are_those_of_the_command_line(opened, place, filled, plan):
    opened.answers = ["no"]
    panel(output="nhac")
    excel.remind()
    target = place / "nhac" / f"don-doc-{PERIOD}"
    done = workflow.remind(plan, Period(2024), place / "twin", place / workflow.DEFAULT_LEDGER, DAY)
    made = {path.name: path.read_bytes() for path in target.iterdir()}
    assert made == {path.name: path.read_bytes() for path in (place / "twin").glob("*.txt")}
    assert status() == vi.reminded(len(done.texts), str(target), done.summary.name) and len(made) > 5


def test_forms_that_go_back_are_those_of_the_command_line(opened, place, filled, plan):
    opened.answers = ["no"]
    panel(output="tra-lai")
    excel.revise()
    target = place / "tra-lai" / f"de-nghi-chinh-sua-{PERIOD}"
    ledger = place / workflow.DEFAULT_LEDGER
    done = workflow.return_forms(plan, place / INBOX, place / "tra-lai-hai", ledger, Period(2024))
    made = {path.name: path.read_bytes() for path in target.iterdir()}
    assert made == {r.path.name: r.path.read_bytes() for r in done.written} and len(made) == 8
    assert status() == vi.returned_by_button(len(made), str(target), len(done.left))
    assert opened.messages[0][1] == vi.ISSUED_OPEN.format(sentence=status())


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
