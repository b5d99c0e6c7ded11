"""One open database, seen the same way whether it is a SQLite file or a PostgreSQL server.

Statements are plain SQL that both understand, with `?` where a value stands. `sqlite.py` and `postgres.py` say what
differs: how to begin so that writers go one after the other, where the schema's number stands, how the tables are kept
from being changed, and which sentence an error of the database becomes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

SERVERS = ("postgresql", "postgres")
SECONDS_TO_WAIT = 10
"""How long one writer waits for another before it gives up with a sentence."""

Row = tuple
Values = Sequence[object]


class Database(ABC):
    """One open database; every error of it comes out as a LedgerError."""

    name: str
    """How sentences call it: the path, or the address without its password."""
    guards: tuple[str, ...]
    """Statements that make the journal refuse to be changed, run once when its table is made."""

    def rows(self, statement: str, values: Values = ()) -> list[Row]:
        """What a question finds."""
        with self.sentence():
            return self._execute(statement, values).fetchall()

    def write(self, statement: str, values: Values = ()) -> int:
        """How many rows a statement touched."""
        with self.sentence():
            return self._execute(statement, values).rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside, or nothing of it; one writer at a time, so what is read inside stays true."""
        try:
            with self.sentence():
                self._begin()
            yield
            with self.sentence():
                self._execute("COMMIT")
        except BaseException:
            self._undo()
            raise

    @abstractmethod
    def close(self) -> None:
        """Let go of the file or the server."""

    @abstractmethod
    def schema(self) -> int | None:
        """The number of the schema found; None where nothing is there yet. Raises where it is no ledger at all."""

    @abstractmethod
    def mark(self, schema: int) -> None:
        """Write down the number of the schema, inside a transaction."""

    @abstractmethod
    def keep_copy(self, schema: int) -> None:
        """Copy everything aside before it is migrated from *schema*, inside a transaction; never over another copy."""

    @abstractmethod
    def sentence(self) -> AbstractContextManager[None]:
        """Turn the database's own errors into ours."""

    @abstractmethod
    def _execute(self, statement: str, values: Values = ()):
        """Run one statement; gives a cursor."""

    @abstractmethod
    def _begin(self) -> None:
        """Begin a transaction that waits for other writers and keeps them waiting."""

    @abstractmethod
    def _undo(self) -> None:
        """Take back what is not committed; must not raise."""


def is_server(address: str | Path) -> bool:
    """Whether an address is that of a server, not of a file.

    >>> is_server("postgresql://ansx@db/ansx"), is_server("ansx.db"), is_server(Path("a/ansx.db"))
    (True, False, False)
    """
    return isinstance(address, str) and address.startswith(tuple(f"{scheme}://" for scheme in SERVERS))


def shown(address: str) -> str:
    """A server's address as it may be shown: the password may stand before the host or in a parameter.

    >>> shown("postgresql://lan:secret@db.tinh.vn:5432/ansx?password=secret")
    'postgresql://lan@db.tinh.vn:5432/ansx'
    """
    scheme, _, rest = address.partition("?")[0].partition("://")
    place, slash, name = rest.partition("/")
    user, at, host = place.rpartition("@")
    return f"{scheme}://{user.partition(':')[0]}{at}{host}{slash}{name}"


def run_all(db: Database, statements: Iterable[str]) -> None:
    """Run statements in their order."""
    for statement in statements:
        db.write(statement)
