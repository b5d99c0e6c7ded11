"""Nothing that is recorded is lost or altered, and a foreign ledger is refused with a sentence: on both databases."""

import csv
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from builders import figures, submissions
from hypothesis import given
from hypothesis import strategies as st
from postgres import run

from ansx_xl import catalogue, checking, csvtext, doctor, excel, vi, workflow
from ansx_xl import ledger as ledgers
from ansx_xl.errors import AnsxError, LedgerChanged, LedgerError
from ansx_xl.ledger import Ledger, database, exporting, place, record, schema, sqlite
from ansx_xl.model import (
    Adjustment,
    Decision,
    DecisionKind,
    Dossier,
    Entry,
    Finding,
    Paper,
    Place,
    Prior,
    Published,
    Record,
    Rejection,
    Run,
    Severity,
    Stamp,
    Status,
)
from ansx_xl.period import Period

PLAN = catalogue.load()
YEAR, HALF = Period.parse("2024"), Period.parse("2024-H1")
LAN, HOA = Stamp("2025-01-10", "lan"), Stamp("2025-01-12", "hòa")
SENT = [checking.check(PLAN, s) for s in submissions(PLAN, figures(PLAN, YEAR))]
KEY = ("CH_HO", "106")
FULL = replace(
    SENT[0],
    entries={KEY: Entry(Status.NUMBER, Decimal("1234.5670"), Place("Nhập liệu", "G9"), "1.234,567")},
    estimates={KEY: Entry(Status.NOT_COLLECTED, None, Place("Nhập liệu", "H9"), "...")},
    stated=Prior({KEY: Decimal("1E+3")}, {KEY: Decimal("-0.10")}, {KEY: Decimal(7)}),
    explanations={KEY: "Sáp nhập xã\nnăm 2024"},
    causes={"NO01": ("do mưa lũ", "vận động")},
    tasks={"T01": ("xong", "", "=1+1")},
    narrative={"tong_quan": "'Khá' \ud800 \0"},
    officer="Lò Thị Hoa",
    findings=(
        Finding("R03", Severity.NOTE, Place("Nhập liệu", "G9"), *KEY, "1.234,567", {"taken": "1.234,567"}),
        Finding("C01", Severity.WARNING, facts={"elements": ("A", "B"), "n": 3, "x": Decimal("0.1")}, waived="đã hỏi"),
    ),
    excluded=frozenset({KEY}),
    illustrative=True,
)
REJECTED = Rejection("f" * 64, "a b/=x.xlsx", "F12", {"found": "2023", "list": ("a", "b")}, "2024.1 0.1.0")
ADJUSTED = Adjustment("106", KEY, FULL.sha256, "-5", Decimal("12.50"), "đếm lại", "ông Sùng A Páo", "2025-01-11", LAN)
DECIDED = Decision(DecisionKind.CHOOSE, "106", FULL.sha256, {"among": "a b"}, "bản sau đúng", LAN)
SIGNED = Decision(DecisionKind.SIGN_OFF, stamp=LAN)
PAPER = Paper("106", "e" * 64, "cv 12.pdf", "name", stamp=LAN)
RUN = Run(PLAN.edition, {"used": 3, "found": 4}, (FULL.sha256,), "tong-hop.xlsx", "a" * 64, "b" * 64, LAN)
PUBLISHED = Published(PLAN.edition, {("CH_HO", "12"): "-12.5"}, {("NO01", "12"): ""}, {"NO01:2025": "met"}, LAN)
PUBLISHED = replace(PUBLISHED, attained={("NO01:2025", "r"): "0.5", ("NO01:2025", "actual"): ""})
NOUNS = [FULL, REJECTED, ADJUSTED, DECIDED, PAPER, RUN, PUBLISHED]


@pytest.fixture
def ledger(address):
    with Ledger.open(address) as opened:
        yield opened


def refused(action, *arguments):
    with pytest.raises(LedgerError) as error:
        action(*arguments)
    said = vi.error(error.value.code, error.value.facts)
    assert said and "{" not in said
    return error.value.code


# --- nouns as text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("noun", [*NOUNS, *SENT], ids=lambda noun: type(noun).__name__)
def test_a_noun_survives_being_text(noun):
    text = record.to_text(noun)
    text.encode()
    again = record.from_text(text, record.kind(noun), LAN)
    assert again == noun and record.to_text(again) == text


def test_exact_numbers_stay_exact():
    again = record.from_text(record.to_text(FULL))
    assert str(again.entries[KEY].value) == "1234.5670" and str(again.stated.previous[KEY]) == "1E+3"


@given(
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=())),
    st.sampled_from(Status),
    st.sampled_from(Severity),
)
def test_any_figure_and_any_text_survive(value, text, status, severity):
    entries = {("A", text): Entry(status, value, Place(text, text), text)}
    findings = (Finding("R01", severity, Place(text), text, text, text, {text: text, "t": (text, value)}, text, text),)
    s = replace(FULL, entries=entries, findings=findings, explanations={("A", text): text}, narrative={text: text})
    assert record.from_text(record.to_text(s)) == s


def test_the_stamp_is_no_part_of_the_text():
    assert record.to_text(ADJUSTED) == record.to_text(replace(ADJUSTED, stamp=HOA))


# --- appending and reading -------------------------------------------------------------------------------------------


def test_a_period_is_read_back_whole(ledger):
    assert ledger.append(YEAR, NOUNS, LAN) == len(NOUNS)
    assert ledger.append(YEAR, [SIGNED], HOA) == 1
    assert ledger.dossier(YEAR) == Dossier(
        YEAR,
        4,
        (FULL,),
        {FULL.sha256: LAN},
        (REJECTED,),
        (ADJUSTED,),
        (DECIDED, replace(SIGNED, stamp=HOA)),
        (PAPER,),
        (RUN,),
        (PUBLISHED,),
    )
    assert ledger.version(YEAR) == 4 and ledger.dossier(YEAR).signed_off
    assert ledger.append(YEAR, [replace(FULL, respondent="107")], HOA) == 1
    assert ledger.dossier(YEAR).received == {FULL.sha256: LAN}  # when the file first came
    assert ledger.dossier(HALF) == Dossier(HALF) and ledger.version(HALF) == 0


def test_what_is_added_is_there_and_is_added_once(address):
    with Ledger.open(address) as ledger:
        assert ledger.append(YEAR, SENT, LAN) == len(SENT)
        assert ledger.append(YEAR, [*SENT, FULL], HOA) == 0
        assert ledger.append(HALF, [SENT[0], SENT[0]], HOA) == 1
        assert ledger.append(YEAR, [REJECTED, REJECTED], LAN) == 1
        assert ledger.append(YEAR, [replace(REJECTED, reader="newer")], LAN) == 1
        assert ledger.append(YEAR, [SIGNED, SIGNED], LAN) == 2
        assert ledger.append(YEAR, [], LAN) == 0
    with Ledger.open(address) as ledger:
        found = ledger.dossier(YEAR)
        assert [s.respondent for s in found.submissions] == [s.respondent for s in SENT]
        assert found.received == {s.sha256: LAN for s in SENT}
        assert [r.reader for r in found.rejections] == [REJECTED.reader, "newer"]
        assert ledger.periods() == ["2024", "2024-H1"]
        assert [e.number for e in ledger.events()] == list(range(1, len(SENT) + 6))


def test_a_paper_is_recorded_again_when_something_is_known_of_it(ledger):
    number = replace(PAPER, number="12/BC-UBND", signed_on="2025-01-09", signatory="Lý A Tủa")
    other = replace(PAPER, sha256="d" * 64)
    assert ledger.append(YEAR, [PAPER, other, PAPER], LAN) == 2
    assert ledger.append(YEAR, [number], HOA) == 1
    assert ledger.append(YEAR, [number], HOA) == 0
    assert ledger.append(YEAR, [PAPER], HOA) == 1
    assert [p.number for p in ledger.dossier(YEAR).papers] == ["", "", "12/BC-UBND", ""]
    assert ledger.version(YEAR) == 0


def test_all_or_nothing(ledger):
    class Broken(Exception):
        pass

    def half():
        yield SENT[0]
        raise Broken

    with pytest.raises(Broken):
        ledger.append(YEAR, half(), LAN)
    assert ledger.dossier(YEAR) == Dossier(YEAR)
    assert ledger.append(YEAR, SENT[:1], LAN) == 1


def test_who_looked_before_another_wrote_adds_nothing(address):
    with Ledger.open(address) as one, Ledger.open(address) as other:
        seen = one.version(YEAR)
        other.append(YEAR, SENT[:1], HOA)
        with pytest.raises(LedgerChanged) as changed:
            one.append(YEAR, [SIGNED], LAN, seen)
        assert changed.value.code == "ledger_changed" and "2024" in vi.error("ledger_changed", changed.value.facts)
        assert one.dossier(YEAR).decisions == ()
        assert one.append(YEAR, [SIGNED], LAN, one.version(YEAR)) == 1
        other.append(YEAR, [RUN, PAPER, REJECTED], HOA)  # these change no result
        other.append(HALF, SENT[:1], HOA)
        assert one.append(YEAR, [ADJUSTED], LAN, 2) == 1


def test_events_come_in_their_order_however_many(ledger, monkeypatch):
    monkeypatch.setattr(ledgers, "_AT_ONCE", 3)
    ledger.append(YEAR, SENT, LAN)
    ledger.append(HALF, SENT[:2], HOA)
    ledger.append(YEAR, [SIGNED], HOA)
    events = list(ledger.events())
    assert [e.number for e in events] == list(range(1, len(SENT) + 4))
    assert events[-1] == ledgers.Event(len(SENT) + 3, "2024", HOA, replace(SIGNED, stamp=HOA))
    assert [e.record for e in ledger.events(HALF)] == SENT[:2]
    coming = ledger.events()
    next(coming)
    ledger.append(YEAR, [SIGNED], HOA)
    assert len(list(coming)) == len(SENT) + 2  # what comes later is no part of it


def test_a_name_of_a_person_may_hold_anything(ledger):
    ledger.append(YEAR, SENT[:1], Stamp("2025-01-10", "lò\0 \ud800'?%s"))
    assert ledger.dossier(YEAR).received[SENT[0].sha256].by == "lò ?'?%s"


# --- what is refused -------------------------------------------------------------------------------------------------


def at_hand(address, *statements):
    """Do something to a ledger behind the program's back."""
    if database.is_server(address):
        for statement in statements:
            run(address, statement)
    else:
        db = sqlite3.connect(address)
        with db:
            for statement in statements:
                db.execute(statement)
        db.close()


@pytest.mark.parametrize("change", ["UPDATE journal SET content = ''", "DELETE FROM journal"])
def test_the_journal_keeps_what_it_has(address, change):
    with Ledger.open(address) as ledger:
        ledger.append(YEAR, SENT[:1], LAN)
    with pytest.raises(Exception, match="append-only"):
        at_hand(address, change)
    with Ledger.open(address) as ledger:
        assert ledger.dossier(YEAR).submissions == (SENT[0],)


def test_a_record_that_is_gone_is_missed(address):
    with Ledger.open(address) as ledger:
        ledger.append(HALF, SENT[:2], LAN)
    insert = "INSERT INTO journal SELECT 9, '2023', kind, '', '', NULL, '', '', content, '' FROM journal WHERE id = 1"
    at_hand(address, insert)
    assert refused(Ledger.open, address) == "ledger_gap"


@pytest.mark.parametrize("content", ["{", "[]", "{}", "null", "[" * 100_000, '{"period": "x"}', "\u0660"])
@pytest.mark.parametrize("kind", ["submission", "decision", "unheard"])
def test_a_damaged_record_is_a_sentence(address, content, kind):
    with Ledger.open(address) as ledger:
        ledger.append(HALF, SENT[:1], LAN)
    insert = "INSERT INTO journal VALUES (2, '2024', '{}', '', '', NULL, '', '', '{}', '')"
    at_hand(address, insert.format(kind, content))
    with Ledger.open(address) as ledger:
        assert refused(ledger.dossier, YEAR) == "ledger_damaged"
        assert refused(list, ledger.events()) == "ledger_damaged"
        assert ledger.dossier(HALF).submissions == (SENT[0],)


def without_guards(address, *statements):
    """Do something to the journal that its guards refuse."""
    guard = "journal_keeps ON journal" if database.is_server(address) else "journal_keeps_UPDATE"
    at_hand(address, f"DROP TRIGGER {guard}", *statements)


@pytest.mark.parametrize(
    "change",
    [
        "content = replace(content, '1234.5670', '1234.5671')",
        "content = replace(content, 'number', 'nil')",
        "period = '2024-H1'",
        "recorded_by = 'hòa'",
        "recorded_on = '2025-01-11'",
        "seal = '0' || substr(seal, 2)",
    ],
)
def test_a_record_that_was_changed_is_not_believed(address, change):
    with Ledger.open(address) as ledger:
        ledger.append(YEAR, [FULL, DECIDED, RUN], LAN)
    without_guards(address, f"UPDATE journal SET {change} WHERE id = 1")
    with Ledger.open(address) as ledger:
        period = HALF if "period" in change else YEAR
        assert refused(ledger.dossier, period) == "ledger_damaged"
        assert refused(list, ledger.events(period)) == "ledger_damaged"
        with pytest.raises(LedgerError) as error:
            ledger.dossier(period)
        assert str(period) in vi.error(error.value.code, error.value.facts)


def test_no_byte_of_a_record_changes_unseen(tmp_path):
    path = tmp_path / "a.db"
    with Ledger.open(path) as ledger:
        ledger.append(YEAR, [FULL, ADJUSTED, PUBLISHED], LAN)
        before = ledger.dossier(YEAR)
    whole = path.read_bytes()
    begins = [whole.index(record.to_text(noun).encode()[:100]) for noun in (ADJUSTED, PUBLISHED)]
    places = [at for begin in begins for at in range(begin, begin + 100)] + [whole.index(b"1234.5670") + 7]
    answers = set()
    for at in places:
        for bit in (1, 4, 128):  # another sign, a control, no letter at all
            damaged = bytearray(whole)
            damaged[at] ^= bit
            path.write_bytes(damaged)
            with Ledger.open(path) as ledger:
                answers.add(refused(ledger.dossier, YEAR))
    assert answers == {"ledger_damaged", "ledger_corrupt"}
    path.write_bytes(whole)
    with Ledger.open(path) as ledger:
        assert ledger.dossier(YEAR) == before


def test_a_foreign_file_is_refused(tmp_path):
    (tmp_path / "text.db").write_text("not a database, but long enough to be looked at" * 50)
    at_hand(str(tmp_path / "other.db"), "CREATE TABLE t (x)")
    at_hand(str(tmp_path / "version.db"), "PRAGMA user_version = 1")
    for name in ("text.db", "other.db", "version.db"):
        before = (tmp_path / name).read_bytes()
        assert refused(Ledger.open, tmp_path / name) == "not_a_ledger"
        assert (tmp_path / name).read_bytes() == before
    (tmp_path / "empty.db").touch()
    Ledger.open(tmp_path / "empty.db").close()


def test_a_foreign_database_is_refused(postgres):
    address = postgres.address()
    at_hand(address, "CREATE TABLE orders (x INTEGER)")
    assert refused(Ledger.open, address) == "not_a_ledger"
    assert at_hand(address, "DROP TABLE orders") is None
    Ledger.open(address).close()


def test_a_newer_ledger_is_refused(address):
    with Ledger.open(address) as ledger:
        ledger.append(YEAR, SENT, LAN)
    newer = schema.SCHEMA + 1
    at_hand(
        address,
        f"INSERT INTO ansx_ledger VALUES ({newer})"
        if database.is_server(address)
        else f"PRAGMA user_version = {newer}",
    )
    assert refused(Ledger.open, address) == "ledger_newer"


def test_a_damaged_file_is_a_sentence(tmp_path):
    path = tmp_path / "a.db"
    with Ledger.open(path) as ledger:
        ledger.append(YEAR, SENT, LAN)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * 8192 + whole[12288:])
    assert refused(Ledger.open, path) == "ledger_corrupt"
    at_hand(str(tmp_path / "b.db"), f"PRAGMA application_id = {0x616E7378}", f"PRAGMA user_version = {schema.SCHEMA}")
    assert refused(Ledger.open, tmp_path / "b.db") == "ledger_corrupt"


def test_a_table_that_is_gone_is_a_sentence(address):
    with Ledger.open(address) as ledger:
        at_hand(address, "DROP TABLE journal")
        assert refused(ledger.periods) == "ledger_corrupt"
        assert refused(ledger.append, YEAR, SENT, LAN) == "ledger_corrupt"


def test_a_number_used_twice_is_not_passed_over(address, monkeypatch):
    """Were two writers ever let in at once, one must fail and not drop what it has."""
    monkeypatch.setattr(ledgers, "_INSERT", ledgers._INSERT.replace("+ 1", "+ 0"))
    with Ledger.open(address) as ledger:
        assert ledger.append(YEAR, SENT[:1], LAN) == 1
        assert refused(ledger.append, YEAR, SENT, LAN) == "ledger_corrupt"
        assert ledger.version(YEAR) == 1


def test_a_missing_folder_is_a_sentence(tmp_path):
    assert refused(Ledger.open, tmp_path / "no" / "a.db") == "ledger_open"
    assert refused(Ledger.open, tmp_path) == "ledger_open"


def test_another_writer_is_waited_for_and_then_named(address, monkeypatch):
    monkeypatch.setattr(sqlite, "SECONDS_TO_WAIT", 0.2)
    monkeypatch.setattr("ansx_xl.ledger.postgres.SECONDS_TO_WAIT", 0.2)
    with Ledger.open(address) as one, Ledger.open(address) as other:
        with one._db.transaction():
            assert refused(other.append, YEAR, SENT, HOA) == "ledger_busy"
            assert other.dossier(YEAR) == Dossier(YEAR)  # who only reads need not wait
        assert other.append(YEAR, SENT, HOA) == len(SENT)


@pytest.mark.skipif(os.name == "nt", reason="rights are another thing there")
def test_a_ledger_that_may_only_be_read_can_be_read(address, monkeypatch):
    with Ledger.open(address) as ledger:
        ledger.append(YEAR, SENT, LAN)
    if database.is_server(address):
        address += "%20-cdefault_transaction_read_only%3Don"
    else:
        plain = sqlite3.connect
        monkeypatch.setattr(sqlite.sqlite3, "connect", lambda p, **more: plain(f"file:{p}?mode=ro", uri=True, **more))
    with Ledger.open(address) as ledger:
        assert ledger.dossier(YEAR).submissions == tuple(SENT)
        assert refused(ledger.append, YEAR, [SIGNED], LAN) == "ledger_readonly"


def test_every_error_of_a_database_has_words():
    from ansx_xl.ledger import postgres as server

    for code in {*sqlite._CODES.values(), *server._CODES.values(), "ledger_server", "ledger_driver", "ledger_copy"}:
        said = vi.error(code, {"file": "a.db", "period": "2024"})
        assert "a.db" in said and said.endswith((".", '"')) and "{" not in said


# --- the server ------------------------------------------------------------------------------------------------------


def test_a_server_that_does_not_answer_is_a_sentence(postgres):
    nowhere = "postgresql://lan:secret@127.0.0.1:1/ansx?password=secret"
    with pytest.raises(LedgerError) as error:
        Ledger.open(nowhere)
    assert error.value.code == "ledger_server" and "secret" not in vi.error(error.value.code, error.value.facts)
    assert refused(Ledger.open, postgres.root("no_such_database")) == "ledger_server"
    assert refused(Ledger.open, postgres.root().replace("postgres@", "nobody@")) == "ledger_server"
    assert refused(Ledger.open, "postgresql://h/d?no_such_setting=1") == "ledger_server"


def test_a_database_that_cannot_hold_vietnamese_is_refused(postgres):
    postgres.run("CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'")
    assert refused(Ledger.open, postgres.root("ascii")) == "ledger_encoding"


def test_without_the_driver_there_is_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert refused(Ledger.open, "postgresql://h/d") == "ledger_driver"


def test_a_server_that_goes_away_leaves_the_state_before(postgres):
    address = postgres.address()
    with Ledger.open(address) as ledger:
        ledger.append(YEAR, SENT[:2], LAN)
        with pytest.raises(LedgerError) as error, ledger._db.transaction():
            ledger._db.write("INSERT INTO journal VALUES (9, '', '', '', '', '', '', '', '', '')")
            postgres.crash()
            ledger._db.rows("SELECT 1")
        assert error.value.code == "ledger_server"
        assert refused(ledger.append, YEAR, SENT, LAN) == "ledger_server"
    with Ledger.open(address) as ledger:
        assert ledger.append(YEAR, SENT, LAN) == len(SENT) - 2
        assert ledger.dossier(YEAR).submissions == tuple(SENT)


def test_a_full_disk_of_the_server_leaves_the_state_before(postgres):
    address = postgres.address()
    with Ledger.open(address) as ledger:
        ledger.append(YEAR, SENT[:2], LAN)
        at_hand(
            address,
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN IF NEW.id = 5 THEN RAISE EXCEPTION ''full'' USING ERRCODE = ''53100''; END IF; RETURN NEW; END'",
            "CREATE TRIGGER full_disk BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION full_disk()",
        )
        assert refused(ledger.append, YEAR, SENT, LAN) == "ledger_full"
        assert ledger.dossier(YEAR).submissions == tuple(SENT[:2])
        at_hand(address, "DROP TRIGGER full_disk ON journal")
        assert ledger.append(YEAR, SENT, LAN) == len(SENT) - 2


def test_an_address_is_shown_without_its_password(tmp_path):
    assert database.shown("postgres://u:p@h/d") == "postgres://u@h/d"
    assert database.shown("postgresql:///d?host=/run&password=p") == "postgresql:///d"
    assert ledgers.exists("postgresql://h/d") and not ledgers.exists(tmp_path / "a.db") and ledgers.exists(tmp_path)


# --- a ledger of the first program -----------------------------------------------------------------------------------

FIRST = """CREATE TABLE submissions (id INTEGER PRIMARY KEY, period TEXT NOT NULL, respondent TEXT NOT NULL,
    attempt INTEGER NOT NULL, edition TEXT NOT NULL, sha256 TEXT NOT NULL, file TEXT NOT NULL, taken_on TEXT NOT NULL,
    content TEXT NOT NULL, UNIQUE (period, respondent, sha256))"""


def first_ledger(path, found):
    """A ledger as the first program made it."""
    db = sqlite3.connect(path)
    with db:
        db.execute(FIRST)
        db.execute(f"PRAGMA application_id = {0x616E7378}")
        db.execute("PRAGMA user_version = 1")
        rows = [
            (str(s.period), s.respondent, 1, "e", s.sha256, s.file, "2024-12-30", record.to_text(s).replace(OLD, "}"))
            for s in found
        ]
        db.executemany("INSERT INTO submissions VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    db.close()
    return path


OLD = ',"excluded":[]}'


def test_the_first_ledger_is_copied_and_migrated(tmp_path):
    path = first_ledger(tmp_path / "ansx.db", [*SENT, replace(SENT[0], period=HALF)])
    before = path.read_bytes()
    with Ledger.open(path) as ledger:
        found = ledger.dossier(YEAR)
        assert found.submissions == tuple(SENT) and found.received[SENT[0].sha256] == Stamp("2024-12-30")
        assert ledger.version(YEAR) == len(SENT) and ledger.periods() == ["2024", "2024-H1"]
        assert ledger.append(YEAR, [*SENT, SIGNED], LAN) == 1
        assert [e.number for e in ledger.events()] == list(range(1, len(SENT) + 3))
    assert (tmp_path / "ansx.db.v1").read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ansx.db", "ansx.db.v1"]
    Ledger.open(path).close()
    with pytest.raises(sqlite3.DatabaseError, match="append-only"):
        at_hand(str(path), "DELETE FROM journal")
    assert len(list(tmp_path.iterdir())) == 2


def test_a_ledger_without_seals_is_read_and_goes_on_with_them(address):
    """A ledger of the second program: its records stay as they are, what is added is sealed."""
    with Ledger.open(address) as ledger:
        ledger.append(YEAR, [*SENT, PAPER], LAN)
    number = "DELETE FROM ansx_ledger; INSERT INTO ansx_ledger VALUES (2)"
    older = number.split("; ") if database.is_server(address) else ["PRAGMA user_version = 2"]
    at_hand(address, "ALTER TABLE journal DROP COLUMN seal", *older)
    with Ledger.open(address) as ledger:
        assert ledger.dossier(YEAR).submissions == tuple(SENT)
        new = replace(FULL, sha256="d" * 64)
        assert ledger.append(YEAR, [*SENT, PAPER, new], HOA) == 1  # what is known is not recorded again for its seal
        seals = [bool(seal) for (seal,) in ledger._db.rows("SELECT seal FROM journal ORDER BY id")]
        assert seals == [False] * (len(SENT) + 1) + [True]
        with pytest.raises(Exception, match="append-only"):
            at_hand(address, "DELETE FROM journal")
    with Ledger.open(address) as ledger:
        assert ledger.dossier(YEAR).submissions == (*SENT, new)
    if not database.is_server(address):
        assert sorted(p.name for p in Path(address).parent.iterdir()) == ["ansx.db", "ansx.db.v2"]


def test_a_copy_is_never_written_over(tmp_path):
    (tmp_path / "ansx.db.v1").write_text("another")
    first_ledger(tmp_path / "ansx.db", SENT)
    whole = (tmp_path / "ansx.db").read_bytes()
    (tmp_path / "ansx.db.v1-2").write_bytes(whole)  # of a migration that was cut off
    Ledger.open(tmp_path / "ansx.db").close()
    assert (tmp_path / "ansx.db.v1").read_text() == "another"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ansx.db", "ansx.db.v1", "ansx.db.v1-2"]


def test_a_ledger_that_cannot_be_copied_is_not_migrated(tmp_path, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    path = first_ledger(tmp_path / "ansx.db", SENT)
    before = path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(sqlite.os, "fsync", full)
        assert refused(Ledger.open, path) == "ledger_copy"
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["ansx.db"]
    with Ledger.open(path) as ledger:
        assert list(ledger.dossier(YEAR).submissions) == SENT


def test_the_first_program_refuses_this_ledger(tmp_path):
    """It looked at these two numbers and refused a greater version."""
    Ledger.open(tmp_path / "a.db").close()
    db = sqlite3.connect(tmp_path / "a.db")
    assert db.execute("PRAGMA application_id").fetchone() == (0x616E7378,)
    assert db.execute("PRAGMA user_version").fetchone()[0] > 1
    db.close()


# --- CSV -------------------------------------------------------------------------------------------------------------


def table(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert all(len(row) == len(header) for row in rows)
    return [dict(zip(header, map(csvtext.plain, row))) for row in rows]


def test_every_kind_of_record_has_its_place_its_file_and_its_words():
    nouns = get_args(Record)
    assert {record.kind(object.__new__(noun)) for noun in nouns} == record.FIELDS.keys() == vi.EVENT_KIND.keys()
    assert {*record.FIELDS.values()} == {*Dossier.__dataclass_fields__} - {"period", "version", "received"}
    assert {table.noun for table in exporting._TABLES.values()} == {*nouns}
    assert vi.DECISION.keys() == {kind.value for kind in DecisionKind}


def test_everything_is_exported(ledger, tmp_path):
    out = tmp_path / "out"
    ledger.append(YEAR, NOUNS, LAN)
    ledger.append(HALF, [SIGNED], HOA)
    paths = ledger.export(out)
    assert sorted(p.name for p in paths) == sorted(p.name for p in out.iterdir())
    assert all(p.read_bytes().startswith(b"\xef\xbb\xbf") for p in paths)
    (sent,) = table(out, "submissions")
    assert (sent["respondent"], sent["sha256"], sent["recorded_by"]) == (FULL.respondent, FULL.sha256, "lan")
    values = {(v["role"], v["element"], v["unit"]): v for v in table(out, "values")}
    assert set(values) == {(role, *KEY) for role in ("entry", "estimate", "previous", "last_year", "plan")}
    entry = values["entry", *KEY]
    assert (entry["value"], entry["raw"], entry["cell"], entry["excluded"]) == ("1234.5670", "1.234,567", "G9", "1")
    assert values["last_year", *KEY]["value"] == "-0.10" and values["estimate", *KEY]["value"] == ""
    assert [(f["code"], f["severity"], f["waived"]) for f in table(out, "findings")] == [
        ("R03", "note", ""),
        ("C01", "warning", "đã hỏi"),
    ]
    texts = {(t["kind"], t["code"], t["part"]): t["text"] for t in table(out, "explanations")}
    assert texts["explanation", "CH_HO", "1"] == "Sáp nhập xã\nnăm 2024" and texts["task", "T01", "3"] == "=1+1"
    assert texts["narrative", "tong_quan", "1"].startswith("'Khá'")
    (adjusted,) = table(out, "adjustments")
    assert (adjusted["reported"], adjusted["adjusted"], adjusted["reason"]) == ("-5", "12.50", "đếm lại")
    assert [(d["kind"], d["period"]) for d in table(out, "decisions")] == [("choose", "2024"), ("sign_off", "2024-H1")]
    assert table(out, "papers")[0]["file"] == "cv 12.pdf" and table(out, "rejections")[0]["file"] == "a b/=x.xlsx"
    assert table(out, "runs")[0]["used"] == FULL.sha256
    assert [p["value"] for p in table(out, "published")] == ["-12.5", "", "met", "0.5", ""]
    assert len(table(ledger.export(tmp_path / "half", HALF)[0].parent, "submissions")) == 0


def test_no_text_of_an_export_is_run_by_a_spreadsheet(ledger, tmp_path):
    hostile = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "'=1", "-5", "+5"]
    texts = {f"t{n}": text for n, text in enumerate(hostile)}
    ledger.append(YEAR, [replace(FULL, narrative=texts, officer="=cmd|'/c calc'!A0", tasks={})], LAN)
    ledger.export(tmp_path / "out")
    for path in (tmp_path / "out").iterdir():
        with open(path, encoding="utf-8-sig", newline="") as file:
            for cell in (cell for row in csv.reader(file) for cell in row):
                assert csvtext.NUMBER.fullmatch(cell) or not cell.lstrip().startswith(csvtext.STARTS[:-1])
    found = {t["code"]: t["text"] for t in table(tmp_path / "out", "explanations") if t["kind"] == "narrative"}
    assert found == texts


@given(st.text())
def test_a_text_made_harmless_is_read_back(text):
    assert csvtext.plain(csvtext.harmless(text)) == text


def test_an_export_that_cannot_be_written_changes_nothing(ledger, tmp_path, monkeypatch):
    out = tmp_path / "out"
    ledger.append(YEAR, NOUNS, LAN)
    ledger.export(out)
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    ledger.append(YEAR, SENT, LAN)
    calls = iter(range(100))

    def full(_handle, plain=os.fsync):
        if next(calls) == 6:
            raise OSError(28, "No space left on device")
        plain(_handle)

    with monkeypatch.context() as patched:
        patched.setattr("ansx_xl.saving.os.fsync", full)
        with pytest.raises(AnsxError) as error:
            ledger.export(out)
    assert error.value.code == "disk"
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    (tmp_path / "file").touch()
    with pytest.raises(AnsxError) as error:
        ledger.export(tmp_path / "file")
    assert error.value.code == "output_folder"


# --- where it lies ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="that list is Linux's")
def test_a_drive_of_another_machine_is_seen(tmp_path):
    (tmp_path / "in").mkdir()
    mounts = tmp_path / "mounts"
    mounts.write_text(
        f"/dev/sda / ext4 rw 0 0\n//may-chu/chung {tmp_path} cifs rw 0 0\ntmpfs {tmp_path}/in tmpfs rw 0 0\n"
        "may-chu:/x /mnt/o\\040chung nfs4 rw 0 0\n"
    )
    assert place.on_network(tmp_path / "ansx.db", mounts)
    assert place.on_network("/mnt/o chung/a/ansx.db", mounts)
    assert not place.on_network(tmp_path / "in" / "ansx.db", mounts)
    assert not place.on_network("/ansx.db", mounts) and not place.on_network("/ansx.db", Path("/no/such/list"))
    assert place.on_network("\\\\may-chu\\chung\\ansx.db") and not place.on_network("postgresql://may-chu/ansx")


def test_the_self_check_looks_where_the_ledger_is(tmp_path, monkeypatch):
    for address, network in (("//may-chu/chung/ansx.db", True), ("postgresql://may-chu/ansx", False), ("", False)):
        monkeypatch.setenv("ANSX_LEDGER", address)
        assert doctor.look(tmp_path).network is network
    assert "PostgreSQL" in vi.DOCTOR_TODO["ledger"]
    assert "PostgreSQL" in vi.LEDGER_ON_NETWORK.format(file="ansx.db")


def test_the_driver_is_loaded_only_when_asked_for():
    code = "import ansx_xl.cli, ansx_xl.ledger, sys; print('psycopg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize(
    ("named", "found"),
    [("", "here/ansx.db"), ("shared.db", "here/shared.db"), ("/srv/a.db", "/srv/a.db"), ("postgresql://x/y", None)],
)
def test_commands_and_buttons_work_in_the_same_ledger(monkeypatch, named, found):
    monkeypatch.setenv("ANSX_LEDGER", named)
    expected = named if found is None else Path(found)
    assert workflow.ledger_of(Path("here")) == excel.session.Session(None, Path("here")).ledger == expected
