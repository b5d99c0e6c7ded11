"""Nothing that was submitted is lost or altered, and a foreign file is refused with a sentence."""

import sqlite3
from decimal import Decimal

import pytest
from builders import figures, submissions

from ansx_xl import catalogue, checking
from ansx_xl.errors import LedgerError
from ansx_xl.ledger import Ledger, record
from ansx_xl.period import Period

PLAN = catalogue.load()
YEAR = Period.parse("2024")


@pytest.fixture
def sent():
    return [checking.check(PLAN, s) for s in submissions(PLAN, figures(PLAN, YEAR))]


def test_a_submission_survives_being_text(sent):
    for s in sent:
        again = record.from_text(record.to_text(s))
        assert (again.entries, again.period, again.attempt) == (s.entries, s.period, s.attempt)
        assert [(f.code, f.place, f.unit) for f in again.findings] == [(f.code, f.place, f.unit) for f in s.findings]


def test_exact_numbers_stay_exact():
    entry = {("NCC_QUY", "106"): figures(PLAN, YEAR, NCC_QUY="1234.567").entries["NCC_QUY", "106"]}
    s = submissions(PLAN, figures(PLAN, YEAR))[0]
    again = record.from_text(record.to_text(type(s)(**{**s.__dict__, "entries": entry})))
    assert again.entries["NCC_QUY", "106"].value == Decimal("1234.567")


def test_what_is_added_is_there_and_is_added_once(tmp_path, sent):
    with Ledger.open(tmp_path / "a.db") as ledger:
        assert ledger.add(sent, "2025-01-10") == len(sent)
        assert ledger.add(sent, "2025-01-11") == 0
    with Ledger.open(tmp_path / "a.db") as ledger:
        assert [s.respondent for s in ledger.submissions("2024")] == [s.respondent for s in sent]
        assert ledger.periods() == ["2024"]
        assert ledger.submissions("2023") == []


def test_all_or_nothing(tmp_path, sent):
    class Broken(Exception):
        pass

    def half():
        yield sent[0]
        raise Broken

    with Ledger.open(tmp_path / "a.db") as ledger:
        with pytest.raises(Broken):
            ledger.add(half(), "2025-01-10")
        assert ledger.submissions("2024") == []


def test_a_foreign_file_is_refused(tmp_path):
    (tmp_path / "text.db").write_text("not a database, but long enough to be looked at" * 50)
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE t (x)")
    other.commit()
    other.close()
    for name in ("text.db", "other.db"):
        with pytest.raises(LedgerError) as refused:
            Ledger.open(tmp_path / name)
        assert refused.value.code == "not_a_ledger"


def test_a_newer_ledger_is_refused(tmp_path, sent):
    with Ledger.open(tmp_path / "a.db") as ledger:
        ledger.add(sent, "2025-01-10")
    db = sqlite3.connect(tmp_path / "a.db")
    db.execute("PRAGMA user_version = 99")
    db.commit()
    db.close()
    with pytest.raises(LedgerError) as refused:
        Ledger.open(tmp_path / "a.db")
    assert refused.value.code == "ledger_newer"


def test_a_missing_folder_is_a_sentence(tmp_path):
    with pytest.raises(LedgerError) as refused:
        Ledger.open(tmp_path / "no" / "a.db")
    assert refused.value.code == "ledger_open"
