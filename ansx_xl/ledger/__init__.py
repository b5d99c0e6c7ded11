"""What was submitted, kept for good: every accepted submission, with the hash of its file.

Rows are only ever added. Which submission of a unit is the current one is not stored: it follows from what is there
(`inbox.current`), so that two officers with the same files get the same result. `record.py` turns a submission into
text and back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import AnsxError, LedgerError
from ..model import Submission
from . import record

SCHEMA = 1
_APPLICATION = 0x616E7378
_TABLES = """
CREATE TABLE submissions (
    id INTEGER PRIMARY KEY,
    period TEXT NOT NULL,
    respondent TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    edition TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL,
    taken_on TEXT NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (period, respondent, sha256)
)
"""


class Ledger:
    """The ledger of one working folder. Use as a context manager; nothing is written before `add`."""

    def __init__(self, connection: sqlite3.Connection, name: str):
        self._db, self._name = connection, name

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._db.close()

    @classmethod
    def open(cls, path: Path) -> Ledger:
        """Open or create the ledger file; raises LedgerError where it is none of ours, newer, or cannot be opened."""
        path = Path(path)
        if not path.parent.is_dir():
            raise LedgerError("ledger_open", file=str(path))
        with _sentence(path):
            db = sqlite3.connect(path, timeout=10, isolation_level=None)
            db.execute("PRAGMA journal_mode = DELETE")
            _prepare(db, path)
        return cls(db, str(path))

    def add(self, submissions: Iterable[Submission], today: str) -> int:
        """Add submissions in one transaction: all of them or none; those already known are left as they are."""
        rows = [
            (str(s.period), s.respondent, s.attempt, s.edition, s.sha256, s.file, today, record.to_text(s))
            for s in submissions
        ]
        with _sentence(Path(self._name)), _transaction(self._db):
            before = self._db.total_changes
            self._db.executemany(
                "INSERT OR IGNORE INTO submissions"
                " (period, respondent, attempt, edition, sha256, file, taken_on, content)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            return self._db.total_changes - before

    def submissions(self, period: str) -> list[Submission]:
        """Every submission of a period, in the order of arrival."""
        with _sentence(Path(self._name)):
            rows = self._db.execute(
                "SELECT content FROM submissions WHERE period = ? ORDER BY id", (period,)
            ).fetchall()
        try:
            return [record.from_text(content) for (content,) in rows]
        except (AnsxError, ArithmeticError, KeyError, TypeError, ValueError):  # somebody wrote into it by hand
            raise LedgerError("ledger_damaged", file=self._name, period=period) from None

    def periods(self) -> list[str]:
        """The periods for which something was submitted."""
        with _sentence(Path(self._name)):
            rows = self._db.execute("SELECT DISTINCT period FROM submissions ORDER BY period").fetchall()
        return [period for (period,) in rows]


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    """Make the tables of a new ledger; refuse what is another program's file or a newer ledger."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application == _APPLICATION and version == SCHEMA:
        return
    if application != _APPLICATION and (tables or version or application):
        raise LedgerError("not_a_ledger", file=str(path))
    if version > SCHEMA:
        raise LedgerError("ledger_newer", file=str(path))
    with _transaction(db):
        (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not tables:
            db.execute(_TABLES)
            db.execute(f"PRAGMA application_id = {_APPLICATION}")
            db.execute(f"PRAGMA user_version = {SCHEMA}")


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


@contextmanager
def _sentence(path: Path) -> Iterator[None]:
    """Turn the database's own errors into ours."""
    try:
        yield
    except sqlite3.Error as error:
        if "locked" in str(error) or "busy" in str(error):
            raise LedgerError("ledger_busy", file=str(path)) from None
        if "not a database" in str(error):
            raise LedgerError("not_a_ledger", file=str(path)) from None
        raise LedgerError("ledger_open", file=str(path)) from None
