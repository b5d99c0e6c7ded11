"""The child's side of worker.py: reads workbooks and hands over what is in them.

It imports little and knows nothing of the rest of the program: a child is started for every command that reads.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Collection
from contextlib import suppress
from typing import BinaryIO

from ansx_xl.cells import Sheet, read
from ansx_xl.errors import WorkbookError

MEMORY = 500_000_000  # for one file, above what the child needs for itself
MAX_ANSWER = 150_000_000


def send(pipe: BinaryIO, message: bytes) -> None:
    pipe.write(len(message).to_bytes(8, "big") + message)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes | None:
    """The next message; None if the other side has ended or says what cannot be."""
    length = int.from_bytes(head, "big") if len(head := pipe.read(8)) == 8 else MAX_ANSWER + 1
    message = pipe.read(length) if length <= MAX_ANSWER else b""
    return message if len(message) == length else None


def serve(timeout: float, unread: tuple[str, ...]) -> None:
    """The child: answer each file on the standard input until it ends."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    limit = _limits()
    gc.disable()  # what is read holds no circles
    while (data := receive(requests)) is not None:
        limit(timeout)
        send(answers, _pack(data, unread))


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
        with open("/proc/self/statm", encoding="ascii") as sizes:
            pages = int(sizes.read().split()[0])
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
        return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    except MemoryError:
        answer = ["error", "F06", {"limit": "memory"}]
    except WorkbookError as fault:
        answer = ["error", fault.code, fault.facts]
    return json.dumps(answer).encode()


def _plain(sheet: Sheet) -> list:
    """A sheet as lists; its cells as one list for each of row, column, kind, raw, formula, cached and font."""
    cells = list(zip(*(place + cell for place, cell in sheet.cells.items()))) or [()] * 7
    return [sheet.name, sheet.state, cells, sheet.merged, sorted(sheet.duplicates)]
