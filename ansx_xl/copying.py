"""A child process that is a copy of this one: on Linux nothing has to be started or imported a second time."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO


def possible() -> bool:
    """Whether this process may be copied: other systems cannot, or not safely, and other threads would be lost."""
    return sys.platform == "linux" and threading.active_count() == 1


class Copy:
    """A copy of this process that does nothing but *work*, given its two pipes; it is used like a `subprocess.Popen`.

    It holds no file of ours but those pipes, speaks to nobody, and leaves without tidying up what is ours.
    """

    def __init__(self, work: Callable[[BinaryIO, BinaryIO], None]):
        asked, ask = os.pipe()
        hear, answered = os.pipe()
        self.returncode: int | None = None
        self.pid = os.fork()
        if not self.pid:
            _only(work, asked, answered)
        os.close(asked)
        os.close(answered)
        self.stdin, self.stdout = os.fdopen(ask, "wb"), os.fdopen(hear, "rb")

    def poll(self) -> int | None:
        """How it ended; nothing while it runs."""
        return self._ended(os.WNOHANG)

    def wait(self) -> int | None:
        return self._ended(0)

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def _ended(self, options: int) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, options)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode


def _only(work: Callable[[BinaryIO, BinaryIO], None], *pipes: int) -> None:
    """The life of the copy."""
    code = 1
    try:
        first = max(2, *pipes) + 1  # of two numbers above the standard ones and theirs
        second = first + 1
        for pipe, number in zip(pipes, (first, second)):
            os.dup2(pipe, number)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in range(3):
            os.dup2(nowhere, standard)
        for start, end in ((3, first), (first + 1, second), (second + 1, os.sysconf("SC_OPEN_MAX"))):
            os.closerange(start, end)
        with open(first, "rb") as asked, open(second, "wb") as answered:
            work(asked, answered)
        code = 0
    finally:
        os._exit(code)
