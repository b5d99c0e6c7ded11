"""Forms that LibreOffice has filled and saved: kept ones with what must come out of them, and fresh ones end to end.

The kept forms are of the edition of the day they were made. They are read with a catalogue that says it is of their
edition, which is true as long as the forms of today ask the same figures: a test looks at that first.
"""

import csv
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

import pytest
from make_real_files import REAL, TABLE, Desk, practice_world
from oracle import Book, Oracle

from ansx_xl import catalogue as catalogues
from ansx_xl import cells, checking, layout, reading, vi, workflow
from ansx_xl.demo import filling
from ansx_xl.errors import WorkbookError
from ansx_xl.model import Severity
from ansx_xl.period import Period

PLAN = catalogues.load()
YEAR = Period.parse("2024")
TYPED = ("105", "BHXH")
"""Of the fresh forms, those that are filled key by key."""


def kept():
    """What must come out of each kept file: its name -> the rows of the table."""
    with (REAL / TABLE).open(encoding="utf-8", newline="") as table:
        return {name: list(rows) for name, rows in groupby(csv.DictReader(table), key=lambda row: row["file"])}


KEPT = kept()


@pytest.fixture(params=KEPT)
def file(request):
    return request.param


def read_kept(name):
    """The submission in a kept file, checked; the catalogue takes the edition that the file names."""
    book = cells.read((REAL / name).read_bytes(), vi.UNREAD)
    sheet, row, column = book.names[layout.defined_name("edition")]
    catalogue = replace(PLAN, edition=book.sheets[sheet].cells[row, column].raw)
    return checking.check(catalogue, reading.read(catalogue, book, name, "0" * 64))


def test_every_kept_file_is_in_the_table():
    assert sorted(KEPT) == sorted(path.name for path in REAL.glob("*.xlsx"))
    assert 8 <= len(KEPT) <= 12


def test_forms_of_today_ask_what_the_kept_ones_ask(file):
    about = KEPT[file][0]
    asked = {(row["element"], row["unit"]) for row in KEPT[file] if row["element"]}
    form = layout.form(PLAN, Period.parse(about["period"]), about["respondent"])
    assert not asked or asked == {slot.key for slot in form.inputs}, "run tests/make_real_files.py again"


def test_a_kept_file_is_read_as_it_was_meant(file):
    rows = KEPT[file]
    if rows[0]["status"] == "rejected":
        with pytest.raises(WorkbookError) as refused:
            read_kept(file)
        assert refused.value.code == rows[0]["codes"]
        return
    read = read_kept(file)
    assert (read.respondent, str(read.period)) == (rows[0]["respondent"], rows[0]["period"])
    assert (read.officer, read.telephone, read.attempt) == ("Lò Thị Mẫu", "0213 3 000 111", 1)
    found = {("", ""): ("", None)} | {key: (e.status.value, e.value) for key, e in read.entries.items()}
    meant = {_key(row): (row["status"], Decimal(row["value"]) if row["value"] else None) for row in rows}
    assert found == meant
    codes = {key: sorted(f.code for f in read.findings if (f.element, f.unit) == key) for key in found}
    assert codes == {_key(row): row["codes"].split() for row in rows}


def _key(row):
    return row["element"], row["unit"]


def test_what_else_was_written_into_a_kept_form():
    read = read_kept("typed_unit.xlsx")
    assert read.explanations["VH_THON", "105"] == "chưa bình xét xong"
    assert list(read.tasks.values()) == [(vi.TASK_STATUSES[1], "", "")]
    assert read.narrative == {"results": "Cơ bản đạt kế hoạch."}


# --- fresh forms -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fresh(office, tmp_path_factory):
    """The forms of 2024 issued, filled in LibreOffice and saved there: a working folder with an inbox."""
    home = tmp_path_factory.mktemp("fresh")
    world = practice_world()
    for issued in workflow.issue_forms(PLAN, YEAR, home / "issued", home / workflow.DEFAULT_LEDGER):
        form = layout.form(PLAN, YEAR, issued.respondent)
        filled = filling.fill(PLAN, world, form)
        with office.open(issued.path) as document:
            if issued.respondent in TYPED:
                Desk(document, form, filled).type_all(language=str)
            else:
                document.set(vi.ENTRY, {(s.row, s.col): _put(filled.entries[s.key]) for s in form.inputs})
                written = {form.by_key[key].row: words for key, words in filled.explanations.items()}
                document.set(vi.ENTRY, {(row, layout.EXPLANATION): words for row, words in written.items()})
            document.recalculate()
            (home / "inbox").mkdir(exist_ok=True)
            document.save_as(home / "inbox" / issued.path.name)
    return home


def _put(content):
    return float(content) if isinstance(content, Decimal) else content


def ansx(folder, *arguments):
    command = [sys.executable, "-m", "ansx_xl", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_every_respondent_has_a_fresh_form(fresh):
    assert len(list((fresh / "inbox").iterdir())) == len(list(workflow.owed(PLAN, YEAR))) == 19


def test_libreoffice_leaves_its_marks_on_fresh_forms(fresh):
    """Otherwise this would be a test of what we write ourselves."""
    for path in (fresh / "inbox").iterdir():
        states = Book(path).states
        assert (states[vi.FACTS], states[vi.HIDDEN]) == ("hidden", "hidden")
        with zipfile.ZipFile(path) as package:
            parts = dict(zip(package.namelist(), _parts(path)))
        assert not any(name.startswith("xl/theme/") for name in parts)
        sheets = "".join(text for name, text in parts.items() if name.startswith("xl/worksheets/sheet"))
        for mark in (' t="n"', "<v></v>", 'aca="false"'):
            assert mark in sheets, (path.name, mark)


def test_fresh_forms_are_accepted_without_a_finding_that_is_not_explained(fresh):
    files = sorted((fresh / "inbox").iterdir())
    code, said = ansx(fresh, "check", "--json", *files)
    found = [json.loads(line) for line in said.splitlines()]
    assert (code, len(found)) == (0, len(files))
    assert {f["status"] for f in found} == {"accepted"}
    # What remains are figures that are worth a word, each explained by its sender.
    assert [f for each in found for f in each["findings"] if not f["code"].startswith(("KT", "C04"))] == []
    for each in workflow.check_files(PLAN, files, fresh / workflow.DEFAULT_LEDGER):
        assert [f for f in each.submission.findings if f.severity >= Severity.WARNING and not f.explanation] == []


@pytest.fixture(scope="module")
def consolidated(fresh):
    """The one command on the fresh forms: its exit code and what it said."""
    code, said = ansx(fresh, "consolidate", "inbox", YEAR, "-o", "out.xlsx", "--json", "--date", "2025-01-15")
    return code, json.loads(said)


def test_totals_and_rates_of_fresh_forms_are_those_of_a_simple_addition(fresh, consolidated):
    code, said = consolidated
    oracle = Oracle(catalogues.default_folder(), fresh / "inbox", str(YEAR))
    assert code == 0 and not said["provisional"]
    assert said["reconciliation"]["used"] == said["reconciliation"]["found"] == 19
    totals = {
        (e["element"], e["area"]): (_number(e["value"]), e["units_counted"], e["units_expected"])
        for e in said["elements"]
    }
    assert totals == oracle.totals() and len(totals) > 500
    rates = {(i["indicator"], i["area"]): i for i in said["indicators"]}
    expected = oracle.rates()
    assert rates.keys() == expected.keys()
    for key, (n, d, value) in expected.items():
        assert (_number(rates[key]["numerator"]), _number(rates[key]["denominator"])) == (n, d), key
        found = _number(rates[key]["value"])
        assert (found is None) == (value is None), key
        assert found is None or abs(found - value) <= Fraction(1, 10**12), key
    assert sum(1 for _, _, value in expected.values() if value is not None) > 200


def _number(text):
    return None if text is None else Fraction(text)


def test_no_officer_is_named_in_the_consolidated_workbook(fresh, consolidated):
    """Names and telephones stay with the forms: no part of the workbook has them, nor what the command prints."""
    digits = re.compile(r"\D+")
    sent = reading.read(PLAN, cells.read(_typed_form(fresh).read_bytes()), "form.xlsx", "0" * 64)
    assert (sent.officer, sent.telephone) == ("Lò Thị Mẫu", "0213 3 000 111")
    assert any(sent.officer in text for text in _parts(_typed_form(fresh)))
    for text in (*_parts(fresh / "out.xlsx"), json.dumps(consolidated[1], ensure_ascii=False)):
        assert sent.officer not in text and sent.telephone not in text
        assert digits.sub("", sent.telephone) not in text


def _parts(path):
    with zipfile.ZipFile(path) as package:
        return [package.read(name).decode("utf-8", "replace") for name in package.namelist()]


def _typed_form(fresh):
    return next(path for path in (fresh / "inbox").iterdir() if path.name.split("_")[1] == TYPED[0])


def test_fresh_forms_are_as_ready_to_send_as_the_sheet_says(fresh):
    for path in (fresh / "inbox").iterdir():
        assert Book(path).named("ansx.ready")[1] == vi.READY, path.name
