"""Reading in a process of its own, so that a hostile file can only lose itself.

One child reads file after file under limits of time and memory; a late or dead child costs one file and is replaced.
Once it has parsed a hostile file the child may be hostile too: it answers in JSON, of which the parent believes nothing
but the shape. Its side stands in serving.py; what is read, and how, in cells.py.
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

from .cells import LAST_COLUMN, LAST_ROW, Cell, Sheet, Workbook
from .errors import WorkbookError
from .serving import receive, send

_CODE = re.compile("F[0-9]{2}")
_KINDS = frozenset(("number", "date", "text", "bool", "error", "blank"))
_STATES = frozenset(("visible", "hidden", "veryHidden"))
_SERVE = "import sys; sys.path.insert(0, {!r}); from ansx_xl.serving import serve; serve({!r}, {!r})"


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
        send(child.stdin, data)
        answer = receive(child.stdout)
        if answer is not None:
            answers.append(answer)


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
        _cells(*cells),
        tuple((*_place(top, left), *_place(bottom, right)) for top, left, bottom, right in merged),
        frozenset(_place(row, column) for row, column in duplicates),
    )


def _cells(
    rows: list[int],
    columns: list[int],
    kinds: list[str],
    raws: list[str],
    formulas: list[str | None],
    cached: list[bool],
    fonts: list[str | None],
) -> dict[tuple[int, int], Cell]:
    _demand(_types(rows) | _types(columns) <= {int} and _types(raws) <= {str} and _types(cached) <= {bool})
    _demand(_types(formulas) | _types(fonts) <= {str, type(None)} and _KINDS.issuperset(kinds))
    _demand(not rows or 0 <= min(rows) <= max(rows) < LAST_ROW and 0 <= min(columns) <= max(columns) < LAST_COLUMN)
    found = zip(rows, columns, kinds, raws, formulas, cached, fonts, strict=True)
    return {cell[:2]: Cell._make(cell[2:]) for cell in found}


def _types(values: list) -> set[type]:
    return set(map(type, values))


def _place(row: int, column: int) -> tuple[int, int]:
    _demand(type(row) is int and type(column) is int and 0 <= row < LAST_ROW and 0 <= column < LAST_COLUMN)
    return row, column


def _text(value: str) -> str:
    _demand(type(value) is str)
    return value


def _demand(condition: object) -> None:
    if not condition:
        raise ValueError
