"""Nhập điều chỉnh in the provincial workbook: rows are recorded as `ansx adjust` does, and said beside the row."""

import shutil
import subprocess
import sys
from datetime import datetime
from decimal import Decimal

import engine
import pytest
import xlwings as xw
from provincial import office_template

from ansx_xl import catalogue, excel, vi, workflow
from ansx_xl.layout import workbook as at
from ansx_xl.ledger import Ledger
from ansx_xl.model import Stamp
from ansx_xl.period import Period

DAY, PERIOD, INBOX = "2025-01-20", Period.parse("2024"), "nhan"
UNIT, ELEMENT, VALUE = "106", "GN_HS", 7
GOOD = (UNIT, None, ELEMENT, VALUE, "Đơn vị gõ nhầm", "Phòng tổng hợp", datetime(2025, 1, 15))


@pytest.fixture(scope="module")
def plan(demo):
    return catalogue.load(demo / workflow.LOCAL_CATALOGUE)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory, plan):
    return office_template(tmp_path_factory.mktemp("template") / "template.xlsm", plan)


def department(demo, folder):
    """A working folder with the ledger of the practice province, and the inbox that it was filled from."""
    shutil.copytree(demo / workflow.LOCAL_CATALOGUE, folder / workflow.LOCAL_CATALOGUE)
    shutil.copy(demo / workflow.DEFAULT_LEDGER, folder)
    shutil.copytree(demo / "bieu-da-nhan" / str(PERIOD), folder / INBOX)
    return folder


@pytest.fixture
def desk(office, workbook, demo, tmp_path, monkeypatch):
    monkeypatch.setattr(excel.session, "today", lambda: DAY)
    monkeypatch.setenv("ANSX_BY", "tester")
    folder = department(demo, tmp_path)
    with office.open(workbook) as document, engine.opened(document, folder / "template.xlsm") as application:
        book = xw.Book.caller()
        for role, value in {"inbox": INBOX, "output": "ket-qua"}.items():
            book.names[at.panel_name(role)].refers_to_range.value = value
        application.document, application.folder = document, folder
        yield application


def type_in(*rows):
    first = at.C_BODY_ROW + 1
    sheet = xw.Book.caller().sheets[vi.CORRECTING]
    for number, row in enumerate(rows):
        sheet.range((first + number, at.C_INPUTS[0] + 1), (first + number, at.C_INPUTS[-1] + 1)).value = row


def said(rows):
    sheet = xw.Book.caller().sheets[vi.CORRECTING]
    first = at.C_BODY_ROW + 1
    return [sheet.range((first + number, at.C_RESULT + 1)).value for number in range(rows)]


def adjustments(folder):
    with Ledger.open(folder / workflow.DEFAULT_LEDGER) as ledger:
        return ledger.dossier(PERIOD).adjustments


def test_a_typed_correction_is_in_the_sheets_and_the_file_as_by_the_command_line(desk, demo, tmp_path_factory, plan):
    type_in(GOOD)
    excel.consolidate()
    (adjustment,) = adjustments(desk.folder)
    assert (adjustment.adjusted, adjustment.confirmed_on, adjustment.stamp) == (
        Decimal(VALUE),
        "2025-01-15",
        Stamp(DAY, "tester"),
    )
    (words,) = said(1)
    assert words.startswith("Đã ghi 20/01/2025") and adjustment.reported in words and f"→ {VALUE}" in words
    assert vi.corrections_typed(1, 0) in desk.messages[0][1]
    twin = department(demo, tmp_path_factory.mktemp("twin"))
    given = ["--unit", UNIT, "--element", ELEMENT, "--value", str(VALUE), "--reason", GOOD[4]]
    run(twin, "adjust", str(PERIOD), *given, "--confirmed-by", GOOD[5], "--date", "2025-01-15")
    run(twin, "consolidate", INBOX, str(PERIOD), "-o", "out.xlsx", "--date", DAY, found=1)
    results = workflow.from_ledger(plan, PERIOD, twin / workflow.DEFAULT_LEDGER)
    ours = workflow.from_ledger(plan, PERIOD, desk.folder / workflow.DEFAULT_LEDGER)
    assert results.totals == ours.totals and results.aggregates == ours.aggregates
    desk.document.recalculate()
    values = desk.document.values(vi.DATA)
    row = next(row for (row, _), (_, text) in values.items() if text == ELEMENT)
    province = results.totals[ELEMENT, results.areas[0].id].value
    assert ("number", float(province)) in [v for (r, _), v in values.items() if r == row]
    listed = [v for (_, col), (_, v) in desk.document.values(vi.ADJUSTMENTS).items() if col == 7]
    assert GOOD[4] in listed
    from ansx_xl import cells

    by_click, by_hand = (
        {
            name: {k: c.raw for k, c in sheet.cells.items()}
            for name, sheet in cells.read(data.read_bytes()).sheets.items()
        }
        for data in (desk.folder / "ket-qua" / f"tong-hop-{PERIOD}.xlsx", twin / "out.xlsx")
    )
    assert by_click[vi.DATA] == by_hand[vi.DATA] and by_click[vi.TOTALS] == by_hand[vi.TOTALS]
    assert by_click[vi.ADJUSTMENTS] == by_hand[vi.ADJUSTMENTS]


def run(folder, *command, found=0):
    done = subprocess.run(
        [sys.executable, "-m", "ansx_xl", *command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == found, done.stderr


WRONG = (
    ((None, None, ELEMENT, 1, "lý do", "ai", None), "correcting_empty"),
    (("106", None, "KHONG_CO", 1, "lý do", "ai", None), "adjust_element"),
    (("999", None, ELEMENT, 1, "lý do", "ai", None), "adjust_nobody"),
    (("106", None, ELEMENT, "'1.234", "lý do", "ai", None), "adjust_number"),
    (("106", None, ELEMENT, 1.5, "lý do", "ai", None), "adjust_number"),
    (("106", None, ELEMENT, 1e300, "lý do", "ai", None), "adjust_number"),
    (("106", None, ELEMENT, "=1/0", "lý do", "ai", None), "adjust_number"),
    (("106", None, ELEMENT, "x" * 20_000, "lý do", "ai", None), "adjust_number"),
    (("106", None, ELEMENT, 1, None, "ai", None), "adjust_reason"),
    (("106", None, ELEMENT, 1, "lý do", "ai", "'hôm qua"), "correcting_date"),
    (("106", None, ELEMENT, 1, "lý do", "ai", datetime(2030, 1, 1)), "correcting_date"),
)


def test_what_cannot_be_is_said_in_its_row_and_stops_no_other(desk, monkeypatch):
    codes = []
    monkeypatch.setattr(
        vi, "refused_row", lambda code, facts, say=vi.refused_row: codes.append(code) or say(code, facts)
    )
    type_in(*(row for row, _ in WRONG), GOOD)
    excel.assess()
    assert codes == [code for _, code in WRONG]
    words = said(len(WRONG) + 2)
    assert all(text.startswith("Chưa ghi: ") for text in words[: len(WRONG)])
    assert "1234" in words[3] and "999" in words[2] and words[len(WRONG)].startswith("Đã ghi ") and words[-1] is None
    assert [a.adjusted for a in adjustments(desk.folder)] == [VALUE]
    assert xw.Book.caller().sheets[vi.CORRECTING].api.ProtectContents
    assert vi.corrections_typed(1, len(WRONG)) in xw.Book.caller().names[at.panel_name("status")].refers_to_range.value


def test_a_recorded_row_is_recorded_once_and_again_when_it_is_changed(desk):
    type_in(GOOD)
    excel.assess()
    desk.journal.clear()
    xw.Book.caller().names[at.panel_name("year")].refers_to_range.value = 2023
    excel.assess()
    assert len(adjustments(desk.folder)) == 1, "another period on the panel does not take old rows over"
    assert not any(vi.CORRECTING in line for line in desk.journal)
    xw.Book.caller().names[at.panel_name("year")].refers_to_range.value = 2024
    type_in((*GOOD[:3], "'1 234,0", *GOOD[4:6], "'15/1/2025"))
    excel.assess()
    assert [(a.adjusted, a.confirmed_on) for a in adjustments(desk.folder)] == [(7, "2025-01-15"), (1234, "2025-01-15")]
    type_in((None,) * len(at.C_INPUTS))
    excel.assess()
    assert said(1) == [None] and len(adjustments(desk.folder)) == 2


def test_a_refused_row_is_tried_again(desk):
    type_in((*GOOD[:4], None, *GOOD[5:]))
    excel.assess()
    assert adjustments(desk.folder) == ()
    type_in(GOOD)
    excel.assess()
    assert len(adjustments(desk.folder)) == 1 and said(1)[0].startswith("Đã ghi ")


def test_a_row_of_an_agencys_table_is_named(desk, plan):
    with Ledger.open(desk.folder / workflow.DEFAULT_LEDGER) as ledger:
        submissions = ledger.dossier(PERIOD).submissions
    s, key = next((s, k) for s in submissions if s.respondent not in plan.units for k in s.entries if k[1] == UNIT)
    type_in((s.respondent, None, key[0], 3, "lý do", "ai", None), (s.respondent, UNIT, key[0], 3, "lý do", "ai", None))
    excel.assess()
    first, second = said(2)
    assert first == vi.refused_row("adjust_unit", {"unit": vi_name(plan, s.respondent), "element": key[0]})
    assert second.startswith("Đã ghi ") and adjustments(desk.folder)[0].key == key


def vi_name(plan, respondent):
    from ansx_xl.consolidating import name_of

    return name_of(plan, PERIOD, respondent)


def test_a_signed_off_period_takes_none(desk, plan):
    ledger = desk.folder / workflow.DEFAULT_LEDGER
    findings = {f.code for _, f in workflow.from_ledger(plan, PERIOD, ledger).findings if f.open}
    workflow.sign_off(plan, PERIOD, findings, "chấp nhận", ledger, Stamp(DAY))
    type_in(GOOD)
    excel.assess()
    assert said(1) == [vi.refused_row("signed_off", {"period": "năm 2024"})] and adjustments(desk.folder) == ()
