"""The ledger as one SQLite file: no server, nothing to install; for one machine, or one writer at a time.

The rollback journal (journal_mode DELETE) and not the write-ahead log: that one needs memory shared between the
processes, which drives of other machines do not have.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from ..errors import LedgerError
from .database import SECONDS_TO_WAIT, Database, Values

_APPLICATION = 0x616E7378
_CODES = {
    sqlite3.SQLITE_ERROR: "ledger_corrupt",  # a table that is not there
    sqlite3.SQLITE_CONSTRAINT: "ledger_corrupt",
    sqlite3.SQLITE_BUSY: "ledger_busy",
    sqlite3.SQLITE_LOCKED: "ledger_busy",
    sqlite3.SQLITE_FULL: "ledger_full",
    sqlite3.SQLITE_IOERR: "ledger_disk",
    sqlite3.SQLITE_READONLY: "ledger_readonly",
    sqlite3.SQLITE_CORRUPT: "ledger_corrupt",
    sqlite3.SQLITE_NOTADB: "not_a_ledger",
}
_NO_TEXT = "Could not decode to UTF-8"
"""What the module itself, not the database, says of a text that is damaged."""
_REFUSE = "CREATE TRIGGER journal_keeps_{0} BEFORE {0} ON journal BEGIN SELECT RAISE(ABORT, 'append-only'); END"


class Sqlite(Database):
    """A SQLite file."""

    guards = tuple(_REFUSE.format(change) for change in ("UPDATE", "DELETE"))

    def __init__(self, path: Path):
        self.name, self._path = str(path), Path(path)
        if not self._path.parent.is_dir():
            raise LedgerError("ledger_open", file=self.name)
        with self.sentence():
            self._db = sqlite3.connect(path, timeout=SECONDS_TO_WAIT, isolation_level=None)
        try:
            self.rows("PRAGMA journal_mode = DELETE")
            self.rows("PRAGMA synchronous = EXTRA")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._db.close()

    def schema(self) -> int | None:
        ((application,),) = self.rows("PRAGMA application_id")
        ((schema,),) = self.rows("PRAGMA user_version")
        ((tables,),) = self.rows("SELECT count(*) FROM sqlite_master")
        if application != _APPLICATION and (tables or schema or application):
            raise LedgerError("not_a_ledger", file=self.name)
        return schema if application == _APPLICATION else None

    def mark(self, schema: int) -> None:
        self.write(f"PRAGMA application_id = {_APPLICATION}")
        self.write(f"PRAGMA user_version = {schema}")

    def keep_copy(self, schema: int) -> None:
        """Copy the file to `ansx.db.v1` or, where another copy stands there, to the next free name.

        SQLite gives the bytes: a file that this process opened and closed by hand would lose all its locks.
        """
        with self.sentence():
            whole = self._db.serialize()
        name = f"{self._path.name}.v{schema}"
        made = self._path.with_name(f".~{name}.tmp")
        try:
            with open(made, "wb") as file:
                file.write(whole)
                file.flush()
                os.fsync(file.fileno())
            # Between the look and the move nobody makes another copy: the transaction keeps other writers out.
            os.replace(made, self._free(name, whole))
        except OSError:
            raise LedgerError("ledger_copy", file=self.name) from None
        finally:
            with suppress(OSError):
                made.unlink()

    def _free(self, name: str, whole: bytes) -> Path:
        """Where nothing stands yet, or the same: what a migration left that did not come to its end."""
        names = (name if number == 1 else f"{name}-{number}" for number in count(1))
        places = map(self._path.with_name, names)
        return next(p for p in places if not p.exists() or (p.is_file() and p.read_bytes() == whole))

    @contextmanager
    def sentence(self) -> Iterator[None]:
        try:
            yield
        except UnicodeDecodeError as error:  # a byte of the file that is no text any more
            raise LedgerError("ledger_corrupt", file=self.name) from error
        except sqlite3.Error as error:
            if str(error).startswith(_NO_TEXT):
                raise LedgerError("ledger_corrupt", file=self.name) from error
            if not hasattr(error, "sqlite_errorcode"):  # misuse of the module: a fault of ours
                raise
            kind = error.sqlite_errorcode & 0xFF  # the rest says which of its cases
            raise LedgerError(_CODES.get(kind, "ledger_open"), file=self.name) from error

    def _execute(self, statement: str, values: Values = ()) -> sqlite3.Cursor:
        return self._db.execute(statement, values)

    def _begin(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def _undo(self) -> None:
        # Where even this fails the journal file stays, and whoever opens the ledger next takes the rest back.
        with suppress(sqlite3.Error):
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
