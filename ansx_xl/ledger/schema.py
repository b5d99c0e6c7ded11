"""The tables of the ledger, their number, and how a ledger of an earlier program becomes one of this program.

One table holds every kind of record. Its numbers run without a gap: writers come one after the other, so the next
number is the last one plus one. *once* is what makes two records the same (`record.once`); the index over it keeps the
second out, finds the records of a period, and counts them without looking at any content. *seal* is a checksum over
what a record says; records of the second schema and before have none, and are read as they are.
"""

from __future__ import annotations

from ..errors import LedgerError
from .database import Database, run_all

SCHEMA = 3
_TABLES = (
    """
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    period TEXT NOT NULL,
    kind TEXT NOT NULL,
    respondent TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    once TEXT,
    recorded_on TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    content TEXT NOT NULL,
    seal TEXT NOT NULL DEFAULT ''
)
""",
    "CREATE UNIQUE INDEX journal_once ON journal (period, kind, once)",
)
_MIGRATIONS = {
    1: (
        *_TABLES,
        "INSERT INTO journal (id, period, kind, respondent, sha256, once, recorded_on, recorded_by, content)"
        " SELECT row_number() OVER (ORDER BY id), period, 'submission', respondent, sha256,"
        " respondent || ' ' || sha256, taken_on, '', content FROM submissions",
        "DROP TABLE submissions",
    ),
    2: ("ALTER TABLE journal ADD COLUMN seal TEXT NOT NULL DEFAULT ''",),
}
"""What makes a ledger of each number one of this program. The first had submissions only, and only in SQLite."""


def prepare(db: Database) -> None:
    """Make the tables of a new ledger, or migrate an older one; raises LedgerError where a newer program made it.

    Everything happens in one transaction, so another program finds the ledger as it was or as it shall be.
    """
    if _is_ready(db, db.schema()):
        return
    with db.transaction():
        found = db.schema()  # another process may have been quicker
        if _is_ready(db, found):
            return
        if found is None:
            run_all(db, (*_TABLES, *db.guards))
        else:
            db.keep_copy(found)
            run_all(db, _MIGRATIONS[found])
            if found == 1:
                run_all(db, db.guards)
        db.mark(SCHEMA)


def _is_ready(db: Database, found: int | None) -> bool:
    if found is not None and found > SCHEMA:
        raise LedgerError("ledger_newer", file=db.name)
    if found is not None and found < min(_MIGRATIONS):
        raise LedgerError("not_a_ledger", file=db.name)
    return found == SCHEMA
