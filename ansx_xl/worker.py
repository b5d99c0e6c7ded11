"""Reading in a process of its own, so that a hostile file can only lose itself.

One child reads file after file under limits of time and memory; a late or dead child costs one file and is replaced.
Once it has parsed a hostile file the child may be hostile too: it answers in JSON, of which the parent believes nothing
but the shape. What is read, and how, stands in cells.py.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from ansx_xl.cells import LAST_COLUMN, LAST_ROW, Cell, Sheet, Workbook, read
from ansx_xl.errors import WorkbookError

MEMORY = 500_000_000  # for one file, above what the child needs for itself
MAX_ANSWER = 150_000_000
_CODE = re.compile("F[0-9]{2}")
_KINDS = frozenset(("number", "date", "text", "bool", "error", "blank"))
_STATES = frozenset(("visible", "hidden", "veryHidden"))
_SERVE = "import sys; sys.path.insert(0, {!r}); from ansx_xl.worker import serve; serve({!r}, {!r})"


class Reader:
    """Reads workbooks as `cells.read` does; a file that takes too long or kills the child gives F08, the next is read.

    >>> with Reader() as reader:
    ...     reader.read(b"%PDF-1.7")
    Traceback (most recent call last):
    ansx_xl.errors.WorkbookError: ('F04', {'kind': 'pdf'})

    The child is started with the first file. Sheets named in *unread* are not looked into.
    """

    def __init__(self, timeout: float = 10.0, unread: Collection[str] = ()):
        self.timeout, self.unread = timeout, tuple(unread)
        self._child: subprocess.Popen | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def read(self, data: bytes) -> Workbook:
        if self._child is None:
            self._child = _start(self.timeout, self.unread)
        answers: list[bytes] = []
        # A thread, because no system lets one wait for a pipe with a time limit in the same way as another.
        exchange = Thread(target=_exchange, args=(self._child, data, answers), daemon=True)
        exchange.start()
        exchange.join(self.timeout)
        if not answers:
            late = exchange.is_alive()
            self.close()
            raise WorkbookError("F08", reason="timeout" if late else "died")
        try:
            return _unpack(answers[0])
        except (ValueError, TypeError, AttributeError, RecursionError):
            self.close()
            raise WorkbookError("F08", reason="died") from None

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with suppress(OSError):  # what could not be written any more
                    pipe.close()


def _start(timeout: float, unread: tuple[str, ...]) -> subprocess.Popen:
    code = _SERVE.format(str(Path(__file__).resolve().parent.parent), timeout, unread)
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _exchange(child: subprocess.Popen, data: bytes, answers: list[bytes]) -> None:
    with suppress(OSError, ValueError):  # the child is dead, or was ended for being late
        _send(child.stdin, data)
        answer = _receive(child.stdout)
        if answer is not None:
            answers.append(answer)


def _send(pipe: BinaryIO, message: bytes) -> None:
    pipe.write(len(message).to_bytes(8, "big") + message)
    pipe.flush()


def _receive(pipe: BinaryIO) -> bytes | None:
    """The next message; None if the other side has ended or says what cannot be."""
    length = int.from_bytes(head, "big") if len(head := pipe.read(8)) == 8 else MAX_ANSWER + 1
    message = pipe.read(length) if length <= MAX_ANSWER else b""
    return message if len(message) == length else None


def serve(timeout: float, unread: tuple[str, ...]) -> None:
    """The child: answer each file on the standard input until it ends."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    limit = _limits()
    while (data := _receive(requests)) is not None:
        limit(timeout)
        _send(answers, _pack(data, unread))


def _limits():
    """Limit the memory of this process; give the function that allows it so many seconds of processor time more."""
    try:
        import resource
    except ImportError:  # Windows: the parent's time limit has to do
        return lambda seconds: None

    def allow(seconds: float) -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        allowed = int(used.ru_utime + used.ru_stime + seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.getrlimit(resource.RLIMIT_CPU)[1]))

    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        pages = 0
    with suppress(ValueError, OSError):  # a stricter limit may be set already
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY,) * 2)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # a reader writes no file
    return allow


def _pack(data: bytes, unread: Collection[str] = ()) -> bytes:
    try:
        book = read(data, unread)
        answer = [
            "book",
            [_plain(sheet) for sheet in book.sheets.values()],
            book.names,
            book.other_names,
            book.date1904,
        ]
        return json.dumps(answer, separators=(",", ":")).encode()
    except MemoryError:
        answer = ["error", "F06", {"limit": "memory"}]
    except WorkbookError as fault:
        answer = ["error", fault.code, fault.facts]
    return json.dumps(answer).encode()


def _plain(sheet: Sheet) -> list:
    cells = [(*place, c.kind, c.raw, c.formula, c.cached, c.font) for place, c in sheet.cells.items()]
    return [sheet.name, sheet.state, cells, sheet.merged, sorted(sheet.duplicates)]


def _unpack(answer: bytes) -> Workbook:
    """The workbook in an answer, or its error raised; a ValueError or the like for any other shape."""
    kind, *content = json.loads(answer)
    if kind == "error":
        code, facts = content
        _demand(_CODE.fullmatch(code) and all(isinstance(fact, str) for fact in facts.values()))
        raise WorkbookError(code, **facts)
    sheets, names, others, date1904 = content
    book = Workbook(
        {sheet.name: sheet for sheet in map(_sheet, sheets)},
        {name: (_text(sheet), *_place(row, column)) for name, (sheet, row, column) in names.items()},
        {name: _text(meaning) for name, meaning in others.items()},
        date1904 is True,
    )
    _demand(all(sheet in book.sheets for sheet, _, _ in book.names.values()))
    return book


def _sheet(plain: list) -> Sheet:
    name, state, cells, merged, duplicates = plain
    _demand(state in _STATES)
    return Sheet(
        _text(name),
        state,
        {_place(row, column): _cell(*cell) for row, column, *cell in cells},
        tuple((*_place(top, left), *_place(bottom, right)) for top, left, bottom, right in merged),
        frozenset(_place(row, column) for row, column in duplicates),
    )


def _cell(kind: str, raw: str, formula: str | None, cached: bool, font: str | None) -> Cell:
    _demand(kind in _KINDS and all(text is None or type(text) is str for text in (formula, font)))
    return Cell(kind, _text(raw), formula, cached is True, font)


def _place(row: int, column: int) -> tuple[int, int]:
    _demand(type(row) is int and type(column) is int and 0 <= row < LAST_ROW and 0 <= column < LAST_COLUMN)
    return row, column


def _text(value: str) -> str:
    _demand(type(value) is str)
    return value


def _demand(condition: object) -> None:
    if not condition:
        raise ValueError
