"""What an officer's slip, a hand inside a file or a changed catalogue must never do unseen.

Each test is one way in which a total, a verdict or a file once went wrong without a named cell or a sentence.
"""

import io
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

import openpyxl
import pytest
from builders import figures, number, submissions, without

from ansx_xl import (
    catalogue,
    cells,
    checking,
    consolidating,
    forms,
    inbox,
    layout,
    presenting,
    reading,
    vi,
    workflow,
    writing,
)
from ansx_xl.attainment import Source, history
from ansx_xl.cli import face
from ansx_xl.errors import AnsxError, LedgerError, WorkbookError
from ansx_xl.forms import Filling
from ansx_xl.ledger import Ledger
from ansx_xl.model import Decision, DecisionKind, Dossier, Prior, Reason, Status, Submission, Verdict
from ansx_xl.period import Period

PLAN = catalogue.load()
YEAR = Period.parse("2024")
HALF = Period.parse("2024-H1")
UNIT = "106"
FILLED = {"CH_HO": Decimal(12_054), "CH_HO_NT": Decimal(10_357)}


def form(period=YEAR, who=UNIT):
    return layout.form(PLAN, period, who)


def dossier(sent, period=YEAR):
    return Dossier(period, submissions=tuple(sent))


def issued(period=YEAR, who=UNIT, prior=None, **entries):
    filling = Filling(entries={(code, who): value for code, value in {**FILLED, **entries}.items()})
    return writing.to_bytes(forms.make(PLAN, form(period, who), prior or Prior(), filling), period.end)


def tampered(data, change):
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data):
    return reading.read(PLAN, cells.read(data, vi.UNREAD), "a.xlsx", sha256(data).hexdigest())


def head(role):
    return layout.address(*layout.IDENTITY[role])


def put(role, value):
    return tampered(issued(), lambda book: book[vi.ENTRY].__setitem__(head(role), value))


def said(submission, code):
    return [f for f in submission.findings if f.code == code]


# --- whose figures, of when, of what kind ----------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "typed"), [("unit", "107"), ("period", "2023"), ("period", "2024-H2")])
def test_a_form_whose_unit_or_period_was_typed_over_is_rejected(role, typed):
    with pytest.raises(WorkbookError) as refused:
        read(put(role, typed))
    assert refused.value.code == "F17"
    assert UNIT in vi.error(refused.value.code, refused.value.facts)


def test_an_identity_typed_as_it_was_issued_is_accepted():
    assert read(put("unit", 106)).respondent == UNIT


def test_a_form_without_the_facts_it_was_issued_with_is_none_of_ours():
    with pytest.raises(WorkbookError) as refused:
        read(tampered(issued(), lambda book: setattr(book[vi.FACTS], "title", "gone")))
    assert refused.value.code == "F09"


@pytest.mark.parametrize(
    ("typed", "taken", "warned"),
    [
        ("chính thức", "official", False),
        ("Sơ Bộ", "preliminary", True),
        ("uoc", "estimate", True),
        ("Ước tính", "preliminary", True),
        ("chính thức (sơ bộ)", "preliminary", True),
    ],
)
def test_figures_called_by_an_unknown_word_are_not_official(typed, taken, warned):
    found = read(put("quality", typed))
    assert (found.quality, bool(said(found, "A05"))) == (taken, warned)


@pytest.mark.parametrize(("typed", "attempt"), [("lần 3", 3), ("hai", 1), (1.5, 1), (0, 1), ("1,5", 1)])
def test_an_attempt_in_words_is_taken_as_meant_and_said(typed, attempt):
    found = read(put("attempt", typed))
    (finding,) = said(found, "R23")
    assert found.attempt == attempt
    assert str(attempt) in vi.finding("R23", finding.facts)[0]


# --- which cell ------------------------------------------------------------------------------------------------------


def test_a_name_that_was_cut_and_pasted_along_a_row_does_not_move_the_figure():
    slot = form().by_key["CH_HO", UNIT]

    def cut(book):
        there = layout.address(slot.row, layout.ESTIMATE, absolute=True)
        book.defined_names[slot.name].attr_text = f"'{vi.ENTRY}'!{there}"
        book[vi.ENTRY].cell(slot.row + 1, layout.ESTIMATE + 1).value = 1

    found = read(tampered(issued(), cut))
    assert found.number(("CH_HO", UNIT)) == FILLED["CH_HO"]
    assert [f.element for f in said(found, "R24")] == ["CH_HO"]


@pytest.mark.parametrize("state", ["visible", "hidden"])
def test_a_copy_of_the_sheet_with_other_figures_is_named(state):
    slot = form().by_key["CH_HO", UNIT]

    def copy(book):
        sheet = book.copy_worksheet(book[vi.ENTRY])
        sheet.title, sheet.sheet_state = "Nhap lieu (2)", state
        sheet.cell(slot.row + 1, slot.col + 1).value = 9_999

    found = read(tampered(issued(), copy))
    (finding,) = said(found, "R22")
    assert (finding.place.sheet, finding.element, finding.facts["count"]) == ("Nhap lieu (2)", "CH_HO", 1)
    assert found.number(("CH_HO", UNIT)) == FILLED["CH_HO"]


def test_a_copy_that_says_the_same_is_not_worth_a_word():
    assert not said(read(tampered(issued(), lambda book: book.copy_worksheet(book[vi.ENTRY]))), "R22")


def test_a_column_put_in_does_not_turn_a_verdict_into_an_explanation_or_a_figure_into_an_estimate():
    """Estimates and explanations stand under their headings, wherever these went."""
    slot = form(HALF).by_key["LD_VL", UNIT]

    def widen(book):
        sheet = book[vi.ENTRY]
        for row in range(layout.HEADER_ROW + 1, sheet.max_row + 1):  # what Excel does on "insert column" before it
            for col in range(layout.EXPLANATION + 2, layout.ESTIMATE + 1, -1):
                source, target = sheet.cell(row, col - 1), sheet.cell(row, col)
                if not any(type(c).__name__ == "MergedCell" for c in (source, target)):
                    target.value, source.value = source.value, None
        sheet.cell(slot.row + 1, layout.ESTIMATE + 1).value = 77

    found = read(tampered(issued(HALF, LD_VL=Decimal(50)), widen))
    assert (found.number(slot.key), found.estimates, found.explanations) == (50, {}, {})


def swapped(sheet, row, one, other):
    """What pasting two columns (without their names) does to a row."""
    a, b = sheet.cell(row + 1, one + 1), sheet.cell(row + 1, other + 1)
    a.value, b.value = b.value, a.value


@pytest.mark.parametrize("whole", [True, False])
def test_columns_of_an_agency_that_were_moved_without_their_names_reject_the_form(whole):
    table = layout.form(PLAN, YEAR, "SYT").tables[0]
    (one, _), (other, _) = table.columns[:2]
    rows = [row for row, _ in table.rows] if whole else []

    def move(book):
        for row in (table.key_row, *table.header_rows, *rows):
            swapped(book[vi.ENTRY], row, one, other)

    assert read(issued(who="SYT")).respondent == "SYT"
    with pytest.raises(WorkbookError) as refused:
        read(tampered(issued(who="SYT"), move))
    assert refused.value.code == "F13"


def test_the_column_of_actual_figures_moved_without_its_names_rejects_the_form():
    with pytest.raises(WorkbookError) as refused:
        read(
            tampered(issued(), lambda book: swapped(book[vi.ENTRY], layout.HEADER_ROW, layout.PREVIOUS, layout.ACTUAL))
        )
    assert refused.value.code == "F13"


# --- what counts -----------------------------------------------------------------------------------------------------


def test_an_impossible_relation_over_the_province_takes_out_the_figures_of_every_unit():
    """Twice as many insured as people who work: BH01 must not stand there as exceeded."""
    wrong = figures(PLAN, YEAR, BH_BB=900_000, BH_TN=900_000, CH_LLLD=200_000)
    results = consolidating.consolidate(PLAN, dossier(submissions(PLAN, wrong)), {})
    assert "KT16" in {f.code for _, f in results.findings}
    assert results.aggregates["BH01", PLAN.province.id].value is None
    assert {a.verdict for a in results.attainments if a.indicator == "BH01"} == {Verdict.NOT_ASSESSED}


def test_an_ad_hoc_period_misses_who_owes_its_sectors_and_judges_its_targets():
    """Forms of one sector: who has not sent is named, and nothing else is waited for."""
    day = Period.parse("2024-07-15")
    agencies = PLAN.suppliers(day, frozenset({"BH"}))
    sent = []
    for who in agencies:
        slots = layout.form(PLAN, day, who, frozenset({"BH"})).inputs
        typed = {s.key: number(100_000 if s.element.code in ("CH_LLLD", "BH_SNH") else 100) for s in slots}
        sent.append(Submission(f"{who}.xlsx", who, who, day, PLAN.edition, 1, "official", typed))
    whole = consolidating.consolidate(PLAN, dossier(sent, day), {})
    assert (set(whole.expected), whole.provisional) == (set(agencies), False)
    assert Verdict.NOT_DUE not in {a.verdict for a in whole.attainments if a.indicator == "BH02"}
    short = consolidating.consolidate(PLAN, dossier([s for s in sent if s.respondent != "CTK"], day), {})
    assert [who for who, f in short.findings if f.code == "A02"] == ["CTK"]
    assert short.aggregates["BH02", PLAN.province.id].reason is Reason.UNITS_MISSING


def test_a_form_of_fewer_sectors_than_an_ad_hoc_period_asks_is_named():
    """Asked for labour and housing, sent labour alone; or labour first, then housing in its place."""
    day = Period.parse("2024-07-15")

    def sent(who, sector, attempt=1):
        slots = layout.form(PLAN, day, who, frozenset({sector})).inputs
        typed = {s.key: number(1) for s in slots}
        return Submission(f"{who}{attempt}", f"{who}{attempt}", who, day, PLAN.edition, attempt, "official", typed)

    both = Decision(DecisionKind.ASK, facts={"sectors": "LD NO"})
    only = Decision(DecisionKind.ASK, facts={"sectors": "LD"})
    cases = (
        ((sent(UNIT, "LD"),), (both,), [UNIT]),
        ((sent(UNIT, "LD"), sent(UNIT, "NO", 2)), (only,), [UNIT]),
        ((sent(UNIT, "LD"),), (only,), []),
    )
    for submissions_, decisions, named in cases:
        held = Dossier(day, submissions=submissions_, decisions=decisions)
        results = consolidating.consolidate(PLAN, held, {})
        found = [(who, f) for who, f in results.findings if f.code == "A10"]
        assert [who for who, _ in found] == named and all(f.open for _, f in found)


def test_not_applicable_where_there_was_a_figure_is_a_warning():
    found = read(issued(NS_THON_KK="x"))
    before = Prior(previous={("NS_THON_KK", UNIT): Decimal(12)})
    assert [f.element for f in said(checking.check(PLAN, found, before), "C03")] == ["NS_THON_KK"]
    assert not said(checking.check(PLAN, found, Prior()), "C03")


@pytest.mark.parametrize(("period", "warned"), [("2024", 0), ("2025-H1", 0), ("2025-Q3", 1), ("2025", 1), ("2026", 0)])
def test_flows_of_a_year_in_which_units_ended_are_said_to_be_short(period, warned):
    when = Period.parse(period)
    results = consolidating.consolidate(PLAN, dossier(submissions(PLAN, figures(PLAN, when)), when), {})
    assert sum(f.code == "A07" for _, f in results.findings) == warned


# --- a catalogue that changed ----------------------------------------------------------------------------------------


def without_element(code):
    kept = {c: e for c, e in PLAN.elements.items() if c != code}
    checks = {i: c for i, c in PLAN.checks.items() if code not in {t.element for t in c.terms}}
    return replace(PLAN, elements=kept, checks=checks, edition="2026.2-other")


def test_submissions_of_an_earlier_edition_are_used_with_a_warning_and_without_what_is_gone():
    plan = without_element("TC_VP")
    results = consolidating.consolidate(plan, dossier(submissions(PLAN, figures(PLAN, YEAR))), {})
    found = [f for who, f in results.findings if f.code == "A06" and who == UNIT]
    assert [f.facts["gone"] for f in found] == ["TC_VP"]
    assert ("TC_VP", UNIT) not in results.figures.entries
    earlier = consolidating.figures_by_period(plan, [dossier(submissions(PLAN, figures(PLAN, YEAR)))])
    assert ("TC_VP", UNIT) not in earlier["2024"].entries


def test_a_figure_that_now_belongs_to_another_reporter_does_not_enter_twice():
    sent = [replace(s, edition="old") for s in submissions(PLAN, figures(PLAN, YEAR)) if s.respondent == UNIT]
    stray = {**sent[0].entries, ("BH_BB", UNIT): number(5)}
    results = consolidating.consolidate(PLAN, dossier([replace(sent[0], entries=stray)]), {})
    assert results.figures.number(("BH_BB", UNIT)) is None


def test_a_submission_of_a_unit_that_the_catalogue_does_not_know_is_a_sentence():
    sent = [replace(s, respondent="999") for s in submissions(PLAN, figures(PLAN, YEAR)) if s.respondent == UNIT]
    with pytest.raises(LedgerError) as refused:
        consolidating.consolidate(PLAN, dossier(sent), {})
    assert "999" in vi.error(refused.value.code, refused.value.facts)


def test_a_working_folder_with_an_older_catalogue_knows_every_finding(tmp_path):
    for path in catalogue.default_folder().iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    old = (tmp_path / "findings.yaml").read_text(encoding="utf-8").replace('- code: "R22"\n  severity: "warning"\n', "")
    (tmp_path / "findings.yaml").write_text(old, encoding="utf-8")
    assert catalogue.load(tmp_path).findings.keys() == PLAN.findings.keys()


def test_a_finding_stored_with_fewer_facts_can_still_be_said():
    assert "R23" in PLAN.findings and vi.finding("R23", {})[0]


# --- files and ledger ------------------------------------------------------------------------------------------------


@pytest.fixture
def province(tmp_path):
    """A working folder with one form received and a ledger."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "106.xlsx").write_bytes(issued())
    run(tmp_path, tmp_path / "first.xlsx")
    return tmp_path


def run(folder, output, **more):
    return workflow.consolidate(PLAN, folder / "in", YEAR, output, folder / "ansx.db", "2025-01-10", **more)


@pytest.mark.parametrize("name", ["ansx.db", "notes.md"])
def test_nothing_but_a_workbook_is_written_over(province, name):
    (province / "notes.md").write_text("mine")
    before = (province / name).read_bytes()
    with pytest.raises(AnsxError) as refused:
        run(province, province / name)
    assert (refused.value.code, (province / name).read_bytes()) == ("output_other", before)
    with pytest.raises(AnsxError):
        workflow.export_catalogue(None, province / name)
    assert (province / name).read_bytes() == before


def test_a_new_ledger_cannot_be_the_output(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "106.xlsx").write_bytes(issued())
    with pytest.raises(AnsxError) as refused:
        run(tmp_path, tmp_path / "ansx.db")
    assert refused.value.code == "output_other"


def test_a_form_that_somebody_may_have_filled_is_not_issued_over(tmp_path):
    (one,) = workflow.issue_forms(PLAN, HALF, tmp_path, tmp_path / "no.db", [UNIT])
    workflow.issue_forms(PLAN, HALF, tmp_path, tmp_path / "no.db", [UNIT])  # the same blank form again is no harm
    filled = issued(HALF, LD_VL=Decimal(50))
    one.path.write_bytes(filled)
    with pytest.raises(AnsxError) as refused:
        workflow.issue_forms(PLAN, HALF, tmp_path, tmp_path / "no.db")
    assert refused.value.code == "form_exists"
    assert one.path.read_bytes() == filled
    assert len(list(tmp_path.iterdir())) == 1  # all or nothing


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_linked_folder_in_the_inbox_is_not_missed_in_silence(province):
    (province / "elsewhere").mkdir()
    (province / "elsewhere" / "107.xlsx").write_bytes(issued(who="107"))
    (province / "in" / "more").symlink_to(province / "elsewhere")
    results = run(province, province / "o.xlsx")
    assert {(f.file, f.outcome) for f in results.files} == {("106.xlsx", "used"), ("more", "rejected")}


def test_a_folder_that_cannot_be_looked_into_stops_the_run(province, monkeypatch):
    def walk(top, onerror=None):
        onerror(PermissionError(13, "denied", str(top / "closed")))
        return iter(())

    monkeypatch.setattr(os, "walk", walk)
    with pytest.raises(AnsxError) as refused:
        inbox.list_files(province / "in")
    assert refused.value.code == "inbox_closed"
    assert "closed" in vi.error(refused.value.code, refused.value.facts)


@pytest.mark.skipif(sys.platform != "linux", reason="only there are names bytes")
def test_a_file_name_in_no_known_letters_is_taken_in(province):
    with open(os.fsencode(province / "in") + b"/\xff.xlsx", "wb") as file:
        file.write(issued(who="107"))
    results = run(province, province / "o.xlsx")
    assert {f.outcome for f in results.files} == {"used"}
    with Ledger.open(province / "ansx.db") as ledger:
        assert {s.respondent for s in ledger.dossier(YEAR).submissions} == {"106", "107"}


def test_a_submission_that_is_no_longer_in_the_inbox_is_said_to_come_from_the_ledger(province):
    os.replace(province / "in" / "106.xlsx", province / "106.xlsx")
    (province / "in" / "107.xlsx").write_bytes(issued(who="107"))
    results = run(province, province / "o.xlsx")
    assert results.from_ledger == ("106",)
    table = presenting.submissions.sent(results)
    files = {row.key: row.cells.get("file") or "" for row in table.rows}
    assert vi.FROM_LEDGER in files["106"] and vi.FROM_LEDGER not in files["107"]


def test_a_baseline_that_had_to_move_is_seen():
    """Where the first year is incomplete the next one is the baseline: the year must stand beside the verdict."""
    earlier = {code: figures(PLAN, Period.parse(code)) for code in ("2022", "2023")}
    whole = consolidating.consolidate(PLAN, dossier(submissions(PLAN, figures(PLAN, YEAR))), earlier)
    earlier["2022"] = without(earlier["2022"], ("VH_THON", UNIT))
    short = consolidating.consolidate(PLAN, dossier(submissions(PLAN, figures(PLAN, YEAR))), earlier)
    for results, year in ((whole, 2022), (short, 2023)):
        (row,) = (r for r in presenting.attainments.attainment(results).rows if r.key.startswith("VH02:2025"))
        assert vi.BASELINE_YEAR.format(year=year) in row.cells["note"]


def test_the_share_of_a_year_in_which_units_ended_is_not_taken_from_it():
    """Districts gave the first half of 2025, communes only the second: the one is no part of the other."""
    target = PLAN.targets["YT02"]
    found = {}
    for codes in (("2023-H1", "2023", "2024-H1"), ("2025-H1", "2025", "2026-H1")):
        half, year, now = (Period.parse(code) for code in codes)
        earlier = {str(p): figures(PLAN, p, YT_TCDD=n) for p, n in ((half, 400), (year, 1_000))}
        store = history.archive(PLAN, figures(PLAN, now, YT_TCDD=300), earlier)
        found[now.year] = history.share(store, target, PLAN.indicators[target.indicator], target.scope).source
    assert found == {2024: Source.LAST_YEAR, 2026: Source.CALENDAR}


def test_a_damaged_ledger_is_a_sentence(province):
    with sqlite3.connect(province / "ansx.db") as db:
        db.execute(
            "INSERT INTO journal SELECT max(id) + 1, '2024', 'submission', '', '', NULL, '', '', '{', '' FROM journal"
        )
    db.close()
    with pytest.raises(LedgerError) as refused:
        run(province, province / "o.xlsx")
    assert refused.value.code == "ledger_damaged"
    assert not (province / "o.xlsx").exists()


def test_a_fault_of_the_program_is_a_sentence_and_a_log_file(tmp_path):
    program = "from ansx_xl import cli, workflow; workflow.load_catalogue = lambda _: 1 / 0; cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "forms", "2024", "-o", "d"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr and "ansx.log" in done.stderr
    assert "ZeroDivisionError" in (tmp_path / "ansx.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("typed", ["=1+1", "31/02/2025", "2025-02-30", "01-02-2025"])
def test_the_day_of_a_run_is_a_day(typed):
    with pytest.raises(AnsxError) as refused:
        face.today_of(typed)
    assert typed in vi.error(refused.value.code, refused.value.facts)


@pytest.mark.parametrize("code", ["ledger_open", "disk"])
def test_what_the_system_says_in_english_is_not_passed_on(code):
    assert "Is a directory" not in vi.error(code, {"file": "x", "detail": "Is a directory"})


def test_statuses_are_still_what_the_tests_above_take_them_for():
    assert read(issued(NS_THON_KK="x")).entries["NS_THON_KK", UNIT].status is Status.NOT_APPLICABLE
