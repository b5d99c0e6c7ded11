"""A PostgreSQL server of the tests' own, in a temporary folder, reached through a socket there and by nobody else.

    with Server() as server:
        Ledger.open(server.address())

The server refuses to run as root, so root lends it the user `postgres`, whom Debian's package makes.
"""

import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

USER = "postgres"
# No flush to the disk: only a crash of the machine, which no test makes, could tell the difference.
SETTINGS = "-c listen_addresses='' -c fsync=off -c max_connections=30 -c shared_buffers=16MB -c timezone=UTC"


class Server:
    """One server for the run. Every `address` is an empty schema of its own in its one database."""

    def __init__(self):
        self._programs = programs()
        self._numbers = count(1)

    def __enter__(self):
        self._place = Path(tempfile.mkdtemp(prefix="ansx-pg-"))
        try:
            if not os.geteuid():
                shutil.chown(self._place, USER, USER)
            self._run("initdb", "-D", self._data, "-U", USER, "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
            self._run("pg_ctl", "-D", self._data, "-l", self._log, "-o", f"-k {self._place} {SETTINGS}", "-w", "start")
        except BaseException:
            shutil.rmtree(self._place)
            raise
        return self

    def __exit__(self, *_exception):
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._place)

    def address(self, database="postgres"):
        """The address of a schema that nobody has used yet."""
        schema = f"ansx{next(self._numbers)}"
        self.run(f"CREATE SCHEMA {schema}", database)
        return f"{self.root(database)}&options=-csearch_path%3D{schema}"

    def root(self, database="postgres"):
        """The address of a database, first schema `public`."""
        return f"postgresql://{USER}@/{database}?host={self._place}"

    def run(self, statement, database="postgres"):
        """Do something as the server's owner."""
        run(self.root(database), statement)

    def crash(self):
        """End the server without giving it time to put anything in order, and start it again."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "restart", "-l", self._log)

    @property
    def _data(self):
        return str(self._place / "data")

    @property
    def _log(self):
        return str(self._place / "log")

    def _run(self, program, *arguments):
        as_user = [] if os.geteuid() else ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]
        command = [*as_user, str(self._programs / program), *arguments]
        # Into a file: the server keeps what it inherits open, and a pipe would never end.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False)
            said.seek(0)
            assert done.returncode == 0, said.read()


def programs():
    """The folder of the newest server installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    assert found, "no PostgreSQL server here: apt-get install postgresql (tests/run does)"
    return found[-1].parent


def run(address, statement):
    """Run one statement at an address; gives its rows where it has any."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as db:
        cursor = db.execute(statement)
        return cursor.fetchall() if cursor.description else []
