"""A function of the package, run in a process of its own: what it is given may be hostile and must lose only itself.

One child answers request after request, under limits of time and memory; a late or dead child costs one request and is
replaced. Once it has parsed a hostile file the child may be hostile too: whoever asks believes of an answer nothing but
its shape.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from ansx_xl.errors import WorkbookError

MAX_MESSAGE = 200_000_000
_SERVE = "import sys; sys.path += {!r}; from ansx_xl.apart import serve; from {} import {}; serve({}, {!r}, {!r})"


class Apart:
    """Asks a function (bytes -> bytes) of the package, *module* and *function*, in a process of its own.

    >>> with Apart("ansx_xl.unpacking", "answer") as child:
    ...     child.ask(b"?")
    b''

    The child is started with the first question. It sees the standard library, this package and the folders *beside*,
    and may use *memory* bytes above what it needs for itself.
    """

    def __init__(
        self, module: str, function: str, timeout: float = 20.0, memory: int = 900_000_000, beside: Iterable[str] = ()
    ):
        self.timeout = timeout
        here = str(Path(__file__).resolve().parent.parent)
        self._code = _SERVE.format([here, *beside], module, function, function, timeout, memory)
        self._child: subprocess.Popen | None = None

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def ask(self, question: bytes) -> bytes:
        """The answer; raises WorkbookError F08 where it takes too long or the child ends."""
        if self._child is None:
            self._child = _start(self._code)
        answers: list[bytes] = []
        # A thread, because no system lets one wait for a pipe with a time limit in the same way as another.
        exchange = Thread(target=_exchange, args=(self._child, question, answers), daemon=True)
        exchange.start()
        exchange.join(self.timeout)
        if answers:
            return answers[0]
        late = exchange.is_alive()
        self.close()
        raise WorkbookError("F08", reason="timeout" if late else "died")

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with suppress(OSError):  # what could not be written any more
                    pipe.close()


def _start(code: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _exchange(child: subprocess.Popen, question: bytes, answers: list[bytes]) -> None:
    with suppress(OSError, ValueError):  # the child is dead, or was ended for being late
        _send(child.stdin, question)
        answer = _receive(child.stdout)
        if answer is not None:
            answers.append(answer)


def _send(pipe: BinaryIO, message: bytes) -> None:
    pipe.write(len(message).to_bytes(8, "big"))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: BinaryIO) -> bytes | None:
    """The next message; None if the other side has ended or says what cannot be."""
    length = int.from_bytes(head, "big") if len(head := pipe.read(8)) == 8 else MAX_MESSAGE + 1
    message = pipe.read(length) if length <= MAX_MESSAGE else b""
    return message if len(message) == length else None


def serve(answer: Callable[[bytes], bytes], timeout: float, memory: int) -> None:
    """The child: answer each question on the standard input until it ends."""
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not speak in between
    allow = _limits(memory)
    while (question := _receive(questions)) is not None:
        allow(timeout)
        _send(answers, answer(question))


def _limits(memory: int) -> Callable[[float], None]:
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
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + memory,) * 2)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    return allow
