"""Reading in a process of its own, so that a hostile file can only lose itself.

What is read, and how, stands in cells.py; what goes to and fro in handover.py; the process in apart.py.
"""

from __future__ import annotations

from collections.abc import Collection

from . import handover
from .apart import Apart
from .cells import Workbook
from .errors import WorkbookError

MEMORY = 500_000_000  # for one file, above what the child needs for itself


class Reader:
    """Reads workbooks as `cells.read` does; a file that takes too long or kills the child gives F08, the next is read.

    >>> with Reader() as reader:
    ...     reader.read(b"%PDF-1.7")
    Traceback (most recent call last):
    ansx_xl.errors.WorkbookError: ('F04', {'kind': 'pdf'})

    Sheets named in *unread* are not looked into.
    """

    def __init__(self, timeout: float = 10.0, unread: Collection[str] = ()):
        self._apart = Apart("ansx_xl.handover", "answer", timeout, MEMORY)
        self.unread = unread

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def read(self, data: bytes) -> Workbook:
        answer = self._apart.ask(handover.question(data, self.unread))
        try:
            return handover.workbook(answer)
        except (ValueError, TypeError, AttributeError, RecursionError):
            self.close()
            raise WorkbookError("F08", reason="died") from None

    def close(self) -> None:
        """End the child, if there is one."""
        self._apart.close()
