"""The ledger on a PostgreSQL server, where several officers write at the same time.

psycopg is imported when such an address is opened and not before: it is an extra, and most folders need none. The
tables stand in the first schema of the search path (`?options=-csearch_path%3Dname` in the address chooses another).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from ..errors import LedgerError
from .database import SECONDS_TO_WAIT, Database, Values, shown

_LOCK = 0x616E7378
"""The number of the lock that writers take in turn; it also covers the making of the tables."""
_CODES = {
    "23": "ledger_corrupt",
    "42P01": "ledger_corrupt",  # a table that is not there
    "42501": "ledger_readonly",
    "25006": "ledger_readonly",
    "53100": "ledger_full",
    "53": "ledger_busy",
    "55P03": "ledger_busy",
    "58": "ledger_disk",
    "XX001": "ledger_corrupt",
    "XX002": "ledger_corrupt",
}
"""Codes of errors, whole or their first two letters (the class)."""
_HOLDS_VIETNAMESE = "SELECT pg_char_to_encoding(getdatabaseencoding()) = pg_char_to_encoding('utf-8')"
_OURS = "ansx_ledger"


class Postgres(Database):
    """A database on a server."""

    guards = (
        "CREATE FUNCTION journal_keeps() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN RAISE EXCEPTION ''append-only''; END'",
        "CREATE TRIGGER journal_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON journal"
        " FOR EACH STATEMENT EXECUTE FUNCTION journal_keeps()",
    )

    def __init__(self, address: str):
        self.name = shown(address)
        try:
            import psycopg
        except ImportError:
            raise LedgerError("ledger_driver", file=self.name) from None
        self._error = psycopg.Error
        settings = {"connect_timeout": SECONDS_TO_WAIT, "application_name": "ansx", "client_encoding": "utf-8"}
        with self.sentence():
            self._db = psycopg.connect(address, autocommit=True, **settings)
        try:
            self.write(f"SET lock_timeout = '{SECONDS_TO_WAIT}s'")
            if self.rows(_HOLDS_VIETNAMESE) != [(True,)]:
                raise LedgerError("ledger_encoding", file=self.name)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._db.close()

    def schema(self) -> int | None:
        names = {name for (name,) in self.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")}
        if not names:
            return None
        if _OURS not in names:
            raise LedgerError("not_a_ledger", file=self.name)
        ((schema,),) = self.rows(f"SELECT max(number) FROM {_OURS}")
        return schema

    def mark(self, schema: int) -> None:
        self.write(f"CREATE TABLE IF NOT EXISTS {_OURS} (number INTEGER PRIMARY KEY)")
        self.write(f"INSERT INTO {_OURS} (number) VALUES (?)", (schema,))

    def keep_copy(self, schema: int) -> None:
        """Copy the journal to a table `journal_v2`: the transaction that migrates commits both together."""
        self.write(f"CREATE TABLE journal_v{schema} AS TABLE journal")

    @contextmanager
    def sentence(self) -> Iterator[None]:
        try:
            yield
        except self._error as error:
            state = error.sqlstate or ""
            code = _CODES.get(state) or _CODES.get(state[:2], "ledger_server")
            raise LedgerError(code, file=self.name) from error

    def _execute(self, statement: str, values: Values = ()) -> Any:
        return self._db.execute(statement.replace("?", "%s"), values or None)

    def _begin(self) -> None:
        # The lock comes in a statement of its own: what the next one sees was committed by whoever held it before.
        self._db.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
        self._db.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))

    def _undo(self) -> None:
        with suppress(self._error):
            self._db.execute("ROLLBACK")
