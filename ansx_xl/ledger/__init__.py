"""What was submitted, corrected, decided and published, kept for good: a journal to which records are only added.

Which submission of a unit is the current one is not stored: it follows from what is there (`standing.current`), so
that two officers with the same files get the same result. `record.py` turns nouns into text and back, `schema.py` has
the table, `sqlite.py` and `postgres.py` the two databases, `exporting.py` everything as CSV.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..errors import AnsxError, LedgerChanged, LedgerError
from ..frozen import frozen
from ..model import Decision, Dossier, Record, Stamp, Submission
from ..period import Period
from . import record, schema
from .database import Database, Row, is_server
from .place import on_network

__all__ = ["Event", "Ledger", "exists", "is_server", "on_network"]

_COUNTED = "('submission', 'adjustment', 'decision')"
"""The kinds that may change results."""
_AT_ONCE = 200
"""How many records are fetched at a time while all are gone through, so that no writer waits long."""
_COLUMNS = "id, period, kind, recorded_on, recorded_by, content, seal"
_INSERT = (
    "INSERT INTO journal (id, period, kind, respondent, sha256, once, recorded_on, recorded_by, content, seal)"
    " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM journal WHERE true"
    " ON CONFLICT (period, kind, once) DO NOTHING"
)
_SEAL = 16
"""How many digits of a SHA-256 seal a record: no slip of a disk or a hand comes by them again."""


@frozen
class Event:
    """One record as the journal has it: its number, the period, who recorded it and when."""

    number: int
    period: str
    stamp: Stamp
    record: Record


def exists(address: str | Path) -> bool:
    """Whether there is a ledger to look into; a server always counts as one."""
    return is_server(address) or Path(address).exists()


class Ledger:
    """The ledger at an address. Use as a context manager; records are written by `append` alone."""

    def __init__(self, database: Database):
        self._db = database

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @classmethod
    def open(cls, address: str | Path) -> Ledger:
        """Open or create the ledger at a path or postgresql:// address.

        An older one is copied and migrated. Raises LedgerError where it is none of ours, newer, cannot be opened, or
        where records are gone.
        """
        if is_server(address):
            from .postgres import Postgres

            database: Database = Postgres(str(address))
        else:
            from .sqlite import Sqlite

            database = Sqlite(Path(address))
        try:
            schema.prepare(database)
            _refuse_gaps(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def close(self) -> None:
        """Let go of the file or the server."""
        self._db.close()

    def append(self, period: Period, records: Iterable[Record], stamp: Stamp, seen: int | None = None) -> int:
        """Add records in one transaction, all or none, and say how many were new.

        A submission (respondent, hash), a rejection (hash, reader) and a paper as it was last recorded are left as they
        are. Where *seen* is given and `version` no longer is that, somebody else was quicker: raises LedgerChanged.
        """
        lines = [_line(str(period), each, stamp) for each in records]
        with self._db.transaction():
            if seen is not None and self.version(period) != seen:
                raise LedgerChanged("ledger_changed", file=self._db.name, period=str(period))
            return sum(map(self._add, lines))

    def dossier(self, period: Period) -> Dossier:
        """Everything about one period, as one moment has it."""
        found: dict[str, list[Record]] = {}
        received: dict[str, Stamp] = {}
        for row in self._db.rows(f"SELECT {_COLUMNS} FROM journal WHERE period = ? ORDER BY id", (str(period),)):
            event = self._event(row)
            found.setdefault(row[2], []).append(event.record)
            if isinstance(event.record, Submission):
                received.setdefault(event.record.sha256, event.stamp)
        by_kind = {name: tuple(found.get(kind, ())) for kind, name in record.FIELDS.items()}
        version = sum(len(by_kind[name]) for name in ("submissions", "adjustments", "decisions"))
        return Dossier(period, version, received=received, **by_kind)

    def version(self, period: Period) -> int:
        """How many records there are that may change the results of a period."""
        question = f"SELECT count(*) FROM journal WHERE period = ? AND kind IN {_COUNTED}"
        ((count,),) = self._db.rows(question, (str(period),))
        return count

    def periods(self) -> list[str]:
        """The periods for which something was submitted."""
        return sorted(p for (p,) in self._db.rows("SELECT DISTINCT period FROM journal WHERE kind = 'submission'"))

    def closed_after(self, period: Period) -> list[Period]:
        """The periods that end later than *period* and are signed off, in time order."""
        found: dict[str, list[Decision]] = {}
        for row in self._db.rows(f"SELECT {_COLUMNS} FROM journal WHERE kind = 'decision' ORDER BY id"):
            found.setdefault(row[1], []).append(self._event(row).record)
        decided = (Dossier(Period.parse(p), decisions=tuple(given)) for p, given in found.items())
        closed = (d.period for d in decided if d.signed_off and d.period.end > period.end)
        return sorted(closed, key=lambda p: p.order)

    def newest(self) -> int:
        """The number of the newest record of all; 0 where there is none."""
        ((last,),) = self._db.rows("SELECT coalesce(max(id), 0) FROM journal")
        return last

    def events(self, period: Period | None = None) -> Iterator[Event]:
        """Everything, of one period or of all, in the order in which it was recorded, up to this moment."""
        last = self.newest()
        where, values = ("", ()) if period is None else (" AND period = ?", (str(period),))
        question = f"SELECT {_COLUMNS} FROM journal WHERE id > ? AND id <= ?{where} ORDER BY id LIMIT {_AT_ONCE}"
        after = 0
        while rows := self._db.rows(question, (after, last, *values)):
            yield from map(self._event, rows)
            after = rows[-1][0]

    def export(self, folder: Path, period: Period | None = None) -> list[Path]:
        """Write everything as CSV files into a folder (see `exporting.py`)."""
        from . import exporting

        return exporting.write(self.events(period), folder)

    def _add(self, line: _Line) -> int:
        if line.kind == "paper":
            question = "SELECT content FROM journal WHERE period = ? AND kind = 'paper' AND sha256 = ?"
            last = self._db.rows(f"{question} ORDER BY id DESC LIMIT 1", (line.period, line.sha256))
            if last == [(line.content,)]:
                return 0
        return self._db.write(_INSERT, line)

    def _event(self, row: Row) -> Event:
        number, period, kind, day, by, content, seal = row
        stamp = Stamp(day, by)
        try:
            if not seal or seal == _seal(period, kind, day, by, content):  # records of before have none
                return Event(number, period, stamp, record.from_text(content, kind, stamp))
        except (AnsxError, *record.FAULTS):  # somebody wrote into it by hand
            pass
        raise LedgerError("ledger_damaged", file=self._db.name, period=period)


def _refuse_gaps(database: Database) -> None:
    """Stop where records are gone: their numbers follow one another, and none is ever taken away."""
    ((gone,),) = database.rows("SELECT coalesce(max(id), 0) - count(*) FROM journal")
    if gone:
        raise LedgerError("ledger_gap", file=database.name, count=gone)


class _Line(NamedTuple):
    """A record as the table takes it."""

    period: str
    kind: str
    respondent: str
    sha256: str
    once: str | None
    recorded_on: str
    recorded_by: str
    content: str
    seal: str


def _line(period: str, noun: Record, stamp: Stamp) -> _Line:
    by = stamp.by.replace("\0", "").encode(errors="replace").decode()  # a name that this machine gave may hold anything
    whose, file = getattr(noun, "respondent", ""), getattr(noun, "sha256", "")
    kind, text = record.kind(noun), record.to_text(noun)
    seal = _seal(period, kind, stamp.day, by, text)
    return _Line(period, kind, whose, file, record.once(noun), stamp.day, by, text, seal)


def _seal(*parts: str) -> str:
    """A checksum over all that a record says, so that none of it can change unseen."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_SEAL]
