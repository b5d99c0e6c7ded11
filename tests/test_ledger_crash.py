"""What dies, fills up or writes at the same time leaves the ledger as before or as after, nothing else.

The long run: ANSX_KILLS=300 python -m pytest tests/test_ledger_crash.py
"""

import errno
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from ledger_faults import Faults, available
from ledger_writer import DAY, LOT, PERIODS, YEAR, lot, submission
from test_ledger import first_ledger

from ansx_xl import vi
from ansx_xl.errors import LedgerError
from ansx_xl.ledger import Ledger, database, schema
from ansx_xl.model import Stamp

KILLS = int(os.environ.get("ANSX_KILLS", "20"))
WRITER = [sys.executable, str(Path(__file__).with_name("ledger_writer.py"))]
posix = pytest.mark.skipif(os.name == "nt", reason="kill and limits are those of POSIX")


def start(*arguments):
    return subprocess.Popen([*WRITER, *map(str, arguments)], stdout=subprocess.PIPE, text=True)


def said(process):
    """What a process says until it ends well."""
    lines = [json.loads(line) for line in process.communicate(timeout=120)[0].splitlines()]
    assert process.returncode == 0
    return lines


def lots_of(address):
    """How many records of each lot there are."""
    with Ledger.open(address) as ledger:
        with ledger._db.transaction():  # what a server has begun for a dead client is over when this begins
            counts = ledger._db.rows("SELECT recorded_by, count(*) FROM journal GROUP BY recorded_by")
            ((last,),) = ledger._db.rows("SELECT max(id) FROM journal")
        assert last == sum(count for _, count in counts)
        if not database.is_server(address):
            assert ledger._db.rows("PRAGMA integrity_check") == [("ok",)]
    return Counter({int(by): count for by, count in counts})


def whole(address):
    """Every record, read back; the numbers have no gap."""
    with Ledger.open(address) as ledger:
        events = list(ledger.events())
        assert [e.number for e in events] == list(range(1, len(events) + 1))
        assert ledger.version(YEAR) == ledger.dossier(YEAR).version
    return [e.record for e in events]


# --- killed ----------------------------------------------------------------------------------------------------------


@posix
def test_a_killed_writer_leaves_whole_appends_only(address):
    rng = random.Random("kill " + address[:6])
    expected = 0
    for _ in range(KILLS):
        process = start("lots", address, expected)
        with process:
            assert json.loads(process.stdout.readline()) == "ready"
            time.sleep(rng.uniform(0, 0.12))  # the moment of the kill is what is tried
            process.kill()
            told = [json.loads(line) for line in process.stdout.read().splitlines()]
        found = lots_of(address)
        assert set(found.values()) <= {LOT}
        assert sorted(found) == list(range(len(found)))
        assert expected + len(told) <= len(found) <= expected + len(told) + 1  # what it said was done is there
        expected = len(found)
    assert expected > KILLS
    records = whole(address)
    assert [type(r) for r in records] == [type(r) for r in lot(0)] * expected
    assert records[-LOT : -LOT + 3] == lot(expected - 1)[:3]


@posix
def test_a_migration_killed_at_any_moment_can_be_done_again(tmp_path):
    sent = [submission(n, period, 60) for n in range(200) for period in PERIODS]
    model = first_ledger(tmp_path / "model.db", sent)
    begin = time.perf_counter()
    shutil.copy(model, tmp_path / "trial.db")
    Ledger.open(tmp_path / "trial.db").close()
    seconds = time.perf_counter() - begin
    rng = random.Random("migration")
    states = Counter()
    for number in range(max(10, KILLS // 2)):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "ansx.db"
        shutil.copy(model, path)
        for _ in range(2):
            with start("opened", path) as process:
                assert json.loads(process.stdout.readline()) == "ready"
                time.sleep(rng.uniform(0, 1.5 * seconds))
                process.kill()
            db = sqlite3.connect(path)
            (version,) = db.execute("PRAGMA user_version").fetchone()
            table = {1: "submissions", schema.SCHEMA: "journal"}[version]
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (len(sent),)
            db.close()
            states[version] += 1
        with Ledger.open(path) as ledger:
            assert [e.record for e in ledger.events()] == sent
        assert sorted(p.name for p in folder.iterdir()) == ["ansx.db", "ansx.db.v1"]
        assert (folder / "ansx.db.v1").read_bytes() == model.read_bytes()
        shutil.rmtree(folder)
    assert states[1]  # some kills came before the end


def test_a_server_that_crashes_keeps_whole_appends(postgres):
    address = postgres.address()
    with start("lots", address, 0) as process:
        while json.loads(process.stdout.readline()) != 5:
            pass
        postgres.crash()
        told = process.stdout.read().splitlines()
    assert process.returncode != 0
    found = lots_of(address)
    assert set(found.values()) == {LOT} and len(found) in (6 + len(told), 7 + len(told))


# --- a disk that is full or fails ------------------------------------------------------------------------------------


@pytest.fixture
def stocked(tmp_path):
    """A ledger with something in it, and a copy to start from each time."""
    with Ledger.open(tmp_path / "model.db") as ledger:
        for number in range(3):
            ledger.append(YEAR, lot(number), Stamp(DAY, str(number)))

    def fresh():
        shutil.copy(tmp_path / "model.db", tmp_path / "ansx.db")
        (tmp_path / "ansx.db-journal").unlink(missing_ok=True)
        return str(tmp_path / "ansx.db")

    return fresh


def in_a_sentence(error):
    text = vi.error(error.code, error.facts)
    assert text and "{" not in text
    return error.code


@pytest.mark.skipif(not available(), reason="SQLite is built into this Python")
@pytest.mark.parametrize("once", [False, True], ids=["from then on", "once"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO], ids=["full", "failing"])
def test_whichever_write_fails_the_ledger_is_as_before(stocked, number, once):
    codes, nth = Counter(), 0
    while True:
        nth += 1
        address = stocked()
        with Ledger.open(address) as ledger:
            with Faults(nth, number, once) as faults:
                try:
                    ledger.append(YEAR, lot(9), Stamp(DAY, "9"))
                    failed = False
                except LedgerError as error:
                    codes[in_a_sentence(error)] += 1
                    failed = True
            if failed:  # the same program goes on when there is room again
                assert ledger.version(YEAR) == 3 * (LOT - 2)
                assert ledger.append(YEAR, lot(10), Stamp(DAY, "10")) == LOT
        found = lots_of(address)
        assert found == {0: LOT, 1: LOT, 2: LOT, **({10: LOT} if failed else {9: LOT})}
        if not faults.happened:
            break
        assert failed or once
    assert nth > 15 and sum(codes.values()) >= 10
    assert set(codes) <= {"ledger_full", "ledger_disk", "ledger_open"}
    assert codes["ledger_full" if number == errno.ENOSPC else "ledger_disk"] >= 5


@pytest.mark.skipif(not available(), reason="SQLite is built into this Python")
def test_whichever_write_fails_a_migration_is_done_or_not(tmp_path):
    sent = [submission(n) for n in range(20)]
    model, nth = first_ledger(tmp_path / "model.db", sent), 0
    while True:
        nth += 1
        folder = tmp_path / str(nth)
        folder.mkdir()
        path = folder / "ansx.db"
        shutil.copy(model, path)
        with Faults(nth) as faults:
            try:
                Ledger.open(path).close()
                failed = False
            except LedgerError as error:
                assert in_a_sentence(error).startswith("ledger_")
                failed = True
        assert failed == faults.happened
        if failed:
            db = sqlite3.connect(path)
            assert db.execute("PRAGMA user_version").fetchone() == (1,)
            assert db.execute("SELECT count(*) FROM submissions").fetchone() == (20,)
            db.close()
        with Ledger.open(path) as ledger:
            assert list(ledger.dossier(YEAR).submissions) == sent
        assert [c.read_bytes() for c in folder.glob("*.v1*")] == [model.read_bytes()]
        if not faults.happened:
            break
    assert nth > 20


def test_a_full_database_is_a_sentence(stocked):
    address = stocked()
    with Ledger.open(address) as ledger:
        ledger._db.rows("PRAGMA max_page_count = 1")  # no page beyond those that are there
        with pytest.raises(LedgerError) as error:
            ledger.append(YEAR, lot(9), Stamp(DAY, "9"))
        assert in_a_sentence(error.value) == "ledger_full"
    assert lots_of(address) == {0: LOT, 1: LOT, 2: LOT}


@posix
def test_a_limit_on_files_leaves_the_state_before(stocked):
    size = os.path.getsize(stocked())
    answers = []
    for limit in (0, 512, 1024, 8192, size // 2, size - 1, size, size + 4096, size + 40_000, size * 4):
        address = stocked()
        answers += said(start("limited", address, limit))
        assert lots_of(address) == {0: LOT, 1: LOT, 2: LOT, **({7777: LOT} if answers[-1] == LOT else {})}
    assert answers[-1] == LOT and set(answers[:5]) <= {"ledger_full", "ledger_disk"}


# --- at once ---------------------------------------------------------------------------------------------------------


def test_two_processes_lose_nothing_and_double_nothing(address):
    both = [start("share", address, 1, 0, 130), start("share", address, 2, 70, 200)]
    added = [number for process in both for number in said(process)]
    assert sum(added) == 400 and min(added) >= 140
    with Ledger.open(address) as ledger:
        for period in PERIODS[:2]:
            found = ledger.dossier(period)
            assert sorted(found.submissions, key=lambda s: s.attempt) == [submission(n, period, 5) for n in range(200)]
            assert found.version == 200
        assert [e.number for e in ledger.events()] == list(range(1, 401))


def test_whoever_says_what_he_saw_writes_in_turn(address):
    both = [start("turns", address, who, 40) for who in ("lan", "hoa")]
    seen = [number for process in both for number in said(process)]
    assert sorted(seen) == list(range(80))
    with Ledger.open(address) as ledger:
        assert ledger.version(YEAR) == 80
        assert Counter(d.stamp.by for d in ledger.dossier(YEAR).decisions) == {"lan": 40, "hoa": 40}


def test_a_new_ledger_is_made_once_however_many_open_it(address):
    many = [start("share", address, n, 0, 3) for n in range(4)]
    assert sum(number for process in many for number in said(process)) == 6
