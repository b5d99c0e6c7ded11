"""A function of the package, run in a process of its own: what it is given may be hostile and must lose only itself.

One child answers request after request, under limits of time and memory; a late or dead child costs one request and is
replaced. Once it has parsed a hostile file the child may be hostile too: whoever asks believes of an answer nothing but
its shape. The child's side stands in serving.py.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from . import copying
from .copying import Copy
from .errors import WorkbookError
from .serving import receive, send, serve

if TYPE_CHECKING:
    import subprocess

_SERVE = """
import sys; sys.path += {path!r}
from ansx_xl.serving import serve; from {module} import {function}
serve({function}, {timeout!r}, {memory!r}, sys.stdin.buffer, sys.stdout.buffer)
"""


class Apart:
    """Asks a function (bytes -> bytes) of the package, *module* and *function*, in a process of its own.

    >>> with Apart("ansx_xl.unpacking", "answer") as child:
    ...     child.ask(b"?")
    b''

    The child begins with the first question: a copy of this process where that is possible, else one started anew that
    sees the standard library, this package and the folders *beside*. It may use *memory* bytes above what it needs for
    itself.
    """

    def __init__(
        self, module: str, function: str, timeout: float = 20.0, memory: int = 900_000_000, beside: Iterable[str] = ()
    ):
        self.module, self.function, self.timeout, self.memory = module, function, timeout, memory
        self.path = [str(Path(__file__).resolve().parent.parent), *beside]
        self._child: subprocess.Popen | Copy | None = None

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def ask(self, question: bytes) -> bytes:
        """The answer; raises WorkbookError F08 where it takes too long or the child ends."""
        if self._child is None:
            self._begin()
        self._questions.put(question)
        try:
            answer, reason = self._answers.get(timeout=self.timeout), "died"
        except Empty:
            answer, reason = None, "timeout"
        if answer is None:
            self.close()
            raise WorkbookError("F08", reason=reason)
        return answer

    def _begin(self) -> None:
        self._child = self._copied() if copying.possible() else _started(_SERVE.format_map(vars(self)))
        self._questions, self._answers = SimpleQueue(), SimpleQueue()
        # A thread, because no system lets one wait for a pipe with a time limit in the same way as another.
        Thread(target=_exchange, args=(self._child, self._questions, self._answers), daemon=True).start()

    def _copied(self) -> Copy:
        answer = getattr(import_module(self.module), self.function)
        return Copy(partial(serve, answer, self.timeout, self.memory))

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            self._questions.put(None)
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with suppress(OSError):  # what could not be written any more
                    pipe.close()


def _started(code: str) -> subprocess.Popen:
    import subprocess

    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _exchange(child: subprocess.Popen | Copy, questions: SimpleQueue, answers: SimpleQueue) -> None:
    """Hand each question to the child, and its answer back; the last answer is none."""
    with suppress(OSError, ValueError):  # the child is dead, or was ended for being late
        while (question := questions.get()) is not None:
            send(child.stdin, question)
            answer = receive(child.stdout)
            if answer is None:
                break
            answers.put(answer)
    answers.put(None)
