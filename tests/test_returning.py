"""Back to the sender: faulty forms made anew, corrected by the officer, sent again; nothing else changes on the way."""

import io
import random
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal

import openpyxl
import openxml_audit
import pytest
from builders import number
from fillings import plausible_filling
from test_cli import ansx, full, write_form

from ansx_xl import catalogue, cells, checking, forms, layout, reading, sendcode, vi, workflow, writing
from ansx_xl.errors import AnsxError
from ansx_xl.ledger import Ledger
from ansx_xl.model import Entry, Finding, Place, Prior, Severity, Stamp, Status, Submission
from ansx_xl.period import Period

PLAN = catalogue.load()
YEAR, HALF = Period.parse("2024"), Period.parse("2024-H1")
UNIT = "106"
INBOX, DAY = "bieu-da-nhan/2024", "2025-01-20"
RIGHT = {
    ("GN_HO_CN", "108"),
    ("NL_VD", "107"),
    ("NCC_HO_NGHEO", "112"),
    ("NL_NS", "106"),
    ("LD_QDT_CC", "109"),
    ("GD_TR_CQG", "111"),
    ("LD_VL", "109"),
    ("TC_KT", "107"),
    ("NCC_NHA", "105"),
    ("VH_THON_NVH", "108"),
    ("GN_HS", "111"),
    ("YT_NHE", "112"),
    ("YT_COI", "112"),
}
"""The figures of the practice province that were typed wrongly."""


def read(data, plan=PLAN):
    return reading.read(plan, cells.read(data, vi.UNREAD), "form.xlsx", "0" * 64)


def sent_back(plan, submission, findings=None):
    """The bytes of the form that goes back, and its layout."""
    form = layout.form(plan, submission.period, submission.respondent)
    findings = [f for f in submission.findings if f.open] if findings is None else findings
    blank = forms.make(plan, form, submission.stated, forms.refilled(submission))
    book = forms.annotated(plan, form, blank, submission, findings)
    return form, book, writing.to_bytes(book, submission.period.end)


def filled(respondent=UNIT, period=YEAR, **filling):
    form = layout.form(PLAN, period, respondent)
    book = forms.make(PLAN, form, Prior(), forms.Filling(**filling))
    return form, writing.to_bytes(book, period.end)


# --- what was typed stands there again -------------------------------------------------------------------------------

FAULTY = {
    "CH_HO": ("12 hộ", "R01"),
    "GN_HO_CN": ("1.234", "R01"),
    "NL_VD": ("1.234,5", "R03"),
    "LD_VL": (Decimal("-3"), "R12"),
    "LD_LLLD": (Decimal("12.5"), "R11"),
    "TC_KT": ("x", "R10"),
    "TC_VP": ("…", "R09"),
    "NL_NS": (Decimal("9") * 10**12, "R12"),
    "TC_TT": (None, "R04"),
}


def test_what_was_typed_is_typed_again():
    known = {s.element.code for s in layout.form(PLAN, YEAR, UNIT).inputs}
    faulty = {code: pair for code, pair in FAULTY.items() if code in known}
    entries = full() | {(code, UNIT): typed for code, (typed, _) in faulty.items()}
    _, data = filled(entries=entries, identity={"attempt": 1})
    first = read(data)
    _, _, again = sent_back(PLAN, first)
    second = read(again)
    assert second.attempt == 2
    understood = {f.element for f in first.findings if f.code == "R03"}  # a number now, to be looked at
    assert understood == {"NL_VD"}

    def held(submission):
        raws = {k: "" if k[0] in understood else e.raw for k, e in submission.entries.items()}
        return {k: (e.status, e.value, raws[k]) for k, e in submission.entries.items()}

    assert held(second) == held(first)
    assert [(f.code, f.element) for f in second.findings] == [
        (f.code, f.element) for f in first.findings if f.code != "R03"
    ]
    assert {(code, element) for element, (_, code) in faulty.items()} <= {(f.code, f.element) for f in first.findings}


@pytest.mark.parametrize(("period", "respondent"), [("2024", "105"), ("2024-H1", "105"), ("2024", "SYT")])
def test_everything_else_comes_back_too(period, respondent):
    """Signs, estimates, explanations, causes, tasks, narrative, identity: only the attempt is another one."""
    form = layout.form(PLAN, Period.parse(period), respondent)
    typed = plausible_filling(PLAN, form, random.Random(4))
    typed = replace(typed, identity={**typed.identity, "date": form.period.end})
    first = read(writing.to_bytes(forms.make(PLAN, form, Prior(), typed), form.period.end))
    second = read(sent_back(PLAN, first)[2])
    assert (first.attempt, second.attempt) == (2, 3)
    assert replace(second, attempt=2, findings=()) == replace(first, findings=())


CONTENTS = [
    (Entry(Status.ERROR, None, Place("s", "c"), "45323"), "R13", "01/02/2024"),
    (Entry(Status.ERROR, None, Place("s", "c"), "123"), "R14", "123 ?"),
    (Entry(Status.ERROR, None, Place("s", "c"), "1"), "R15", "1 ?"),
    (Entry(Status.ERROR, None, Place("s", "c"), "#N/A"), "R05", "#N/A"),
    (Entry(Status.ERROR, None, Place("s", "c"), "12,5"), "R11", Decimal("12.5")),
    (Entry(Status.ERROR, None, Place("s", "c"), "1.234.567"), "R12", Decimal(1234567)),
    (Entry(Status.NUMBER, Decimal(5), Place("s", "c"), " 5 "), "R02", Decimal(5)),
    (Entry(Status.ERROR, None, Place("s", "c"), "7"), "R07", "=A+B"),
    (Entry(Status.ERROR, None, Place("s", "c"), ""), "R08", "=A+B"),
]


@pytest.mark.parametrize(("entry", "code", "content"), CONTENTS, ids=[c for _, c, _ in CONTENTS])
def test_a_faulty_figure_stays_faulty_until_somebody_mends_it(entry, code, content):
    key = ("CH_HO", UNIT)
    finding = Finding(code, Severity.ERROR, entry.place, *key, value="=A+B")
    s = Submission("f", "0" * 64, UNIT, YEAR, PLAN.edition, 1, "official", {key: entry}, findings=(finding,))
    assert forms.refilled(s).entries[key] == content


def test_what_looks_like_a_formula_is_a_text():
    entries = full() | {("CH_HO", UNIT): number(1).value}
    first = read(filled(entries=entries)[1])
    place = first.entries["CH_HO", UNIT].place
    bad = Finding("R07", Severity.ERROR, place, "CH_HO", UNIT, "=1+cmd|'/c calc'!A0")
    entry = Entry(Status.ERROR, None, place, "2")
    first = replace(first, entries={**first.entries, ("CH_HO", UNIT): entry}, findings=(bad,))
    form, _, data = sent_back(PLAN, first)
    slot = form.by_key["CH_HO", UNIT]
    cell = openpyxl.load_workbook(io.BytesIO(data))[vi.ENTRY].cell(slot.row + 1, slot.col + 1)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", bad.value, True)
    assert not [f for f in cells.read(data).sheets[vi.ENTRY].cells.values() if f.formula and "cmd" in f.formula]


def test_the_last_attempt_is_not_exceeded():
    assert read(sent_back(PLAN, read(filled(entries=full(), identity={"attempt": 99})[1]))[2]).attempt == 99


# --- what is to be looked at -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def faulty():
    entries = full() | {("CH_HO", UNIT): "12 hộ", ("LD_VL", UNIT): "1.234,5", ("TC_TT", UNIT): None}
    first = checking.check(PLAN, read(filled(entries=entries)[1]), Prior())
    return first, *sent_back(PLAN, first)


def test_faulty_cells_are_tinted_and_annotated(faulty):
    first, form, _, data = faulty
    sheet = openpyxl.load_workbook(io.BytesIO(data))[vi.ENTRY]
    wrong = {(f.element, f.unit) for f in first.findings if f.open}
    tinted = {s.key for s in form.inputs if sheet.cell(s.row + 1, s.col + 1).fill.fgColor.rgb == "FFF8CBAD"}
    noted = {s.key: sheet.cell(s.row + 1, s.col + 1).comment for s in form.inputs}
    assert tinted == wrong == {key for key, comment in noted.items() if comment}
    assert not any(sheet.cell(form.by_key[key].row + 1, form.by_key[key].col + 1).protection.locked for key in wrong)
    for f in first.findings:
        if f.open:
            message, action = vi.finding(f.code, f.facts)
            text = noted[f.element, f.unit].text
            assert message in text and action in text and f.code in text


def test_the_list_is_in_the_order_of_seriousness_and_leads_to_the_cells(faulty):
    first, form, book, data = faulty
    sheet = openpyxl.load_workbook(io.BytesIO(data))[vi.REVIEW]
    rows = [r for r in sheet.iter_rows(min_col=1, max_col=8) if isinstance(r[0].value, int)]
    expected = [f for f in first.findings if f.open]
    assert [r[2].value for r in rows] == [f.code for f in expected]
    assert [r[1].value for r in rows] == [vi.SEVERITY[f.severity] for f in expected]
    assert sorted(f.severity for f in expected)[::-1] == [f.severity for f in expected]
    for row, f in zip(rows, expected):
        slot = form.by_key[f.element, f.unit]
        assert row[3].hyperlink.location == f"'{vi.ENTRY}'!{layout.address(slot.row, slot.col)}"
        assert [row[6].value, row[7].value] == list(vi.finding(f.code, f.facts))
    assert book.active == vi.REVIEW and book.sheets[0].name == vi.REVIEW


def test_the_audit_finds_nothing(faulty, tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(faulty[3])
    result = openxml_audit.OpenXmlValidator().validate(path)
    assert result.is_valid and not list(result.errors), [str(e) for e in result.errors]
    assert len(faulty[3]) <= 60_000


def test_libreoffice_shows_the_notes_and_follows_the_links(office, faulty, tmp_path):
    first, form, _, data = faulty
    (tmp_path / "form.xlsx").write_bytes(data)
    with office.open(tmp_path / "form.xlsx") as document:
        notes = {(n.Position.Row, n.Position.Column): n.String for n in document.sheet(vi.ENTRY).Annotations}
        review = document.sheet(vi.REVIEW)
        links = [review.getCellByPosition(3, row) for row in range(8, 20)]
        targets = [cell.TextFields[0].URL for cell in links if cell.TextFields.Count]
        document.save_as(tmp_path / "saved.xlsx")
    slots = {(form.by_key[f.element, f.unit].row, form.by_key[f.element, f.unit].col) for f in first.findings if f.open}
    assert set(notes) == slots and all(notes.values())
    assert len(targets) == sum(f.open for f in first.findings)
    assert all(target.startswith(f"#'{vi.ENTRY}'") for target in targets)
    saved = read((tmp_path / "saved.xlsx").read_bytes())
    assert {k: (e.status, e.value) for k, e in saved.entries.items()} == {
        k: (e.status, e.value) for k, e in first.entries.items()
    }
    assert "R18" not in {f.code for f in saved.findings}


def test_a_finding_about_the_estimate_stands_at_the_estimate():
    entries = full(UNIT, HALF)
    _, data = filled(period=HALF, entries=entries, estimates={("LD_VL", UNIT): "nhiều"})
    form, _, again = sent_back(PLAN, read(data))
    sheet = openpyxl.load_workbook(io.BytesIO(again))[vi.ENTRY]
    row = form.by_key["LD_VL", UNIT].row + 1
    assert sheet.cell(row, layout.ESTIMATE + 1).comment and not sheet.cell(row, layout.ACTUAL + 1).comment


# --- the whole circle ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def place(tmp_path_factory, demo):
    folder = tmp_path_factory.mktemp("department")
    shutil.copytree(demo, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def plan(place):
    return catalogue.load(place / workflow.LOCAL_CATALOGUE)


@pytest.fixture(scope="module")
def returns(place, plan):
    return workflow.return_forms(plan, place / INBOX, place / "tra-lai", place / workflow.DEFAULT_LEDGER)


def test_everyone_with_something_open_gets_a_form(returns, plan, place):
    assert {r.respondent for r in returns.written} == {who for _, who in RIGHT} | {"SYT"}
    assert all(r.attempt == 2 and f"_lan-{r.attempt}.xlsx" in r.path.name for r in returns.written)
    with Ledger.open(place / workflow.DEFAULT_LEDGER) as ledger:
        kept = len(ledger.dossier(YEAR).submissions)
    assert kept == len(workflow.from_ledger(plan, YEAR, place / workflow.DEFAULT_LEDGER).dossier.submissions)
    assert {item.code for item in returns.left} == {"F02", "F03", "F04", "F09"} and returns.has_errors


def test_the_same_forms_again_are_the_same_files(returns, plan, place):
    before = {r.path: r.path.read_bytes() for r in returns.written}
    again = workflow.return_forms(plan, place / INBOX, place / "tra-lai", place / workflow.DEFAULT_LEDGER, YEAR)
    assert {r.path: r.path.read_bytes() for r in again.written} == before


def test_a_file_that_somebody_works_on_is_not_written_over(returns, plan, place, tmp_path):
    name = returns.written[0].path.name
    (tmp_path / name).write_bytes(b"PK of somebody")
    done = workflow.return_forms(plan, place / INBOX, tmp_path, place / workflow.DEFAULT_LEDGER)
    assert (tmp_path / name).read_bytes() == b"PK of somebody"
    assert [item.respondent for item in done.left if item.code == "form_exists"] == [returns.written[0].respondent]
    assert len(done.written) == len(returns.written) - 1


def test_the_forms_do_not_go_into_the_inbox(plan, place):
    for target in (place / INBOX, place / INBOX / "tra-lai"):
        with pytest.raises(AnsxError) as refused:
            workflow.return_forms(plan, place / INBOX, target, place / workflow.DEFAULT_LEDGER)
        assert refused.value.code == "output_is_input"


def test_earlier_figures_are_printed_from_the_ledger(returns, plan, place):
    (form,) = (r for r in returns.written if r.respondent == "109")
    stated = read(form.path.read_bytes(), plan).stated
    half = workflow.from_ledger(plan, HALF, place / workflow.DEFAULT_LEDGER)
    assert stated.previous["LD_VL", "109"] == half.figures.number(("LD_VL", "109"))
    assert stated.last_year


def test_the_whole_circle(office, returns, plan, place, demo_made):
    """Mended in LibreOffice and sent again, each form wins; what was open is settled, nothing else is touched."""
    from ansx_xl.demo import filling, province

    world = province.read(plan)
    before = {r.respondent: r for r in returns.written}
    first = next(r for r in demo_made.results if str(r.period) == "2024")
    inbox = place / "lan-hai"
    for who, form_sent in before.items():
        form = layout.form(plan, YEAR, who)
        right = filling.fill(plan, world, form).entries
        mend = {}
        for f in form_sent.findings:
            slot = form.by_key[f.element, f.unit]
            if f.code == "R09":
                mend[slot.row, layout.EXPLANATION] = "Chưa rà soát xong hai bản"
            else:
                mend[slot.row, slot.col] = right[slot.key]
        if who == "SYT":
            slot = form.by_key["YT_COI", "112"]
            mend[slot.row, slot.col] = right[slot.key]
        with office.open(form_sent.path) as document:
            document.set(vi.ENTRY, mend)
            document.recalculate()
            inbox.mkdir(exist_ok=True)
            document.save_as(inbox / f"tra loi {who}.xlsx")
    results = workflow.consolidate(plan, inbox, YEAR, place / "lai.xlsx", place / workflow.DEFAULT_LEDGER, DAY)
    assert {f.outcome for f in results.files} == {"used"}
    for who in before:
        assert results.submissions[who].attempt == before[who].attempt
        assert not [f for f in results.submissions[who].findings if f.open], who
    changed = {
        key
        for who, s in results.submissions.items()
        for key, entry in s.entries.items()
        if (entry.status, entry.value)
        != (first.submissions[who].entries[key].status, first.submissions[who].entries[key].value)
    }
    assert changed <= RIGHT and RIGHT - changed <= {("VH_THON_NVH", "108"), ("NL_VD", "107")}
    for who, s in results.submissions.items():
        old = first.submissions[who]
        assert (s.causes, s.tasks, s.narrative, s.officer, s.estimates.keys()) == (
            *(old.causes, old.tasks, old.narrative, old.officer),
            old.estimates.keys(),
        )
    done = workflow.return_forms(plan, inbox, place / "het", place / workflow.DEFAULT_LEDGER)
    assert done.written == () and done.left == ()


# --- forms that were rejected ----------------------------------------------------------------------------------------


def test_a_form_with_a_row_lost_comes_back_with_the_rest_in_its_place(tmp_path):
    """Whose it is stands on it, so it is not only turned down: the lost figure is asked for again."""
    path = write_form(tmp_path / "in" / "a.xlsx", UNIT, full(), attempt=1)
    spoilt = openpyxl.load_workbook(path)
    form = layout.form(PLAN, YEAR, UNIT)
    slot = form.by_key["LD_VL", UNIT]
    for col in (layout.KEY, layout.LABEL):
        spoilt[vi.ENTRY].cell(slot.row + 1, col + 1).value = None
    del spoilt.defined_names[slot.name]
    spoilt.save(path)
    done = workflow.return_forms(PLAN, tmp_path / "in", tmp_path / "out", tmp_path / "a.db")
    (made,) = done.written
    assert [(f.code, f.element) for f in made.findings if f.code == "F13"] == [("F13", "LD_VL")]
    again = read(made.path.read_bytes())
    assert again.attempt == 2 and again.entries["LD_VL", UNIT].status is Status.EMPTY
    others = {key: e.value for key, e in again.entries.items() if key != ("LD_VL", UNIT)}
    assert others == {key: Decimal(v) for key, v in full().items() if key != ("LD_VL", UNIT)}


def test_a_rejected_form_is_of_no_interest_once_a_better_one_is_there(tmp_path):
    path = write_form(tmp_path / "in" / "a.xlsx", UNIT, full(), attempt=1)
    spoilt = openpyxl.load_workbook(path)
    slot = layout.form(PLAN, YEAR, UNIT).by_key["LD_VL", UNIT]
    spoilt[vi.ENTRY].cell(slot.row + 1, layout.KEY + 1).value = None
    spoilt[vi.ENTRY].cell(slot.row + 1, layout.LABEL + 1).value = None
    spoilt.save(path)
    write_form(tmp_path / "in" / "b.xlsx", UNIT, full(), attempt=2)
    done = workflow.return_forms(PLAN, tmp_path / "in", tmp_path / "out", tmp_path / "a.db")
    assert done.written == ()
    assert [(item.file, item.code, item.facts["attempt"]) for item in done.left] == [("a.xlsx", "newer", 2)]
    assert "F13" in vi.not_returned_reason("newer", done.left[0].facts)


def test_two_forms_of_the_same_attempt_wait_for_a_decision(tmp_path):
    write_form(tmp_path / "in" / "a.xlsx", UNIT, full())
    write_form(tmp_path / "in" / "b.xlsx", UNIT, full() | {("CH_HO", UNIT): 11})
    done = workflow.return_forms(PLAN, tmp_path / "in", tmp_path / "out", tmp_path / "a.db")
    assert done.written == () and [item.code for item in done.left] == ["conflict"]


def test_forms_of_several_periods_each_come_back(tmp_path):
    write_form(tmp_path / "in" / "a.xlsx", UNIT, full() | {("CH_HO", UNIT): "12 hộ"})
    write_form(tmp_path / "in" / "b.xlsx", UNIT, {**full(UNIT, HALF), ("LD_VL", UNIT): "ba"}, HALF)
    done = workflow.return_forms(PLAN, tmp_path / "in", tmp_path / "out", tmp_path / "a.db")
    assert {str(r.period) for r in done.written} == {"2024", "2024-H1"}
    only = workflow.return_forms(PLAN, tmp_path / "in", tmp_path / "one", tmp_path / "a.db", HALF)
    assert [str(r.period) for r in only.written] == ["2024-H1"]
    assert not (tmp_path / "a.db").exists()


def test_what_only_the_ledger_holds_comes_back_too(tmp_path):
    write_form(tmp_path / "in" / "a.xlsx", UNIT, full())
    _, data = filled("105", entries=full("105") | {("CH_HO", "105"): "mười"})
    with Ledger.open(tmp_path / "a.db") as ledger:
        ledger.append(YEAR, [read(data)], Stamp(DAY))
    done = workflow.return_forms(PLAN, tmp_path / "in", tmp_path / "out", tmp_path / "a.db")
    assert [r.respondent for r in done.written] == ["105"]


def test_a_relation_across_reporters_goes_to_the_left_side(tmp_path):
    """Households that listen (an agency's figure of each unit) against households (the unit's own): KT41."""
    write_form(tmp_path / "in" / "unit.xlsx", UNIT, full())
    form = layout.form(PLAN, YEAR, "STTTT")
    entries = {s.key: 1 for s in form.inputs} | {("TT_PT", UNIT): 999}
    write_form(tmp_path / "in" / "agency.xlsx", "STTTT", entries)
    done = workflow.return_forms(PLAN, tmp_path / "in", tmp_path / "out", tmp_path / "a.db")
    (made,) = done.written
    assert made.respondent == "STTTT" and "KT41" in {f.code for f in made.findings}
    sheet = openpyxl.load_workbook(made.path)[vi.ENTRY]
    slot = form.by_key["TT_PT", UNIT]
    assert "KT41" in sheet.cell(slot.row + 1, slot.col + 1).comment.text


# --- on the command line ---------------------------------------------------------------------------------------------


def test_the_command_says_what_it_wrote_and_ends_with_1(tmp_path):
    write_form(tmp_path / "in" / "a.xlsx", UNIT, full() | {("CH_HO", UNIT): "12 hộ"})
    code, said, _ = ansx(tmp_path, "return", "in", "-o", "out")
    (made,) = (tmp_path / "out").iterdir()
    assert code == 1 and made.name in said and vi.returned(1, "out") in said
    write_form(tmp_path / "clean" / "a.xlsx", UNIT, full())
    code, said, _ = ansx(tmp_path, "return", "clean", "-o", "none")
    assert (code, said.strip()) == (0, vi.returned(0, "none")) and not (tmp_path / "none").exists()


def test_the_receipt_shows_the_send_code(tmp_path):
    path = write_form(tmp_path / "a.xlsx", UNIT, full(), attempt=3)
    form = layout.form(PLAN, YEAR, UNIT)
    computed = sendcode.compute(form, PLAN.edition, {("entry", *key): Decimal(v) for key, v in full().items()})
    code, said, _ = ansx(tmp_path, "check", path)
    assert code == 0 and vi.receipt(computed, 3, 0) in said.splitlines()


@pytest.mark.parametrize("respondent", [UNIT, "SYT"])
def test_the_send_code_stands_on_every_printed_page_of_figures_and_texts(office, tmp_path, respondent):
    entries = {s.key: 3 for s in layout.form(PLAN, YEAR, respondent).inputs}
    path = write_form(tmp_path / "a.xlsx", respondent, entries)
    send = read(path.read_bytes()).send_code
    with office.open(path) as document:
        names = [n for n in document.sheet_names(visible=True) if n != vi.GUIDE]
        for number_, name in enumerate(names):
            document.pdf(tmp_path / f"{number_}.pdf", sheet=name)
    for number_, name in enumerate(names):
        text = subprocess.run(
            ["pdftotext", "-layout", tmp_path / f"{number_}.pdf", "-"], capture_output=True, text=True, check=True
        ).stdout
        pages = [page for page in text.split("\f") if page.strip()]
        assert pages
        for page in pages:
            assert send in " ".join(page.split()), name
