"""The child's side of apart.py: answers question after question under limits of time and memory.

It imports little and knows nothing of the rest of the program: a child is started for every command that reads.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

MAX_MESSAGE = 200_000_000


def send(pipe: BinaryIO, message: bytes) -> None:
    pipe.write(len(message).to_bytes(8, "big"))
    pipe.write(message)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes | None:
    """The next message; None if the other side has ended or says what cannot be."""
    length = int.from_bytes(head, "big") if len(head := pipe.read(8)) == 8 else MAX_MESSAGE + 1
    message = pipe.read(length) if length <= MAX_MESSAGE else b""
    return message if len(message) == length else None


def serve(
    answer: Callable[[bytes], bytes], timeout: float, memory: int, questions: BinaryIO, answers: BinaryIO
) -> None:
    """Answer each question until no more comes."""
    sys.stdout = sys.stderr  # a library that prints must not speak in between
    allow = _limits(memory)
    while (question := receive(questions)) is not None:
        allow(timeout)
        send(answers, answer(question))


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
        with open("/proc/self/statm", encoding="ascii") as sizes:
            pages = int(sizes.read().split()[0])
    except OSError:
        pages = 0
    with suppress(ValueError, OSError):  # a stricter limit may be set already
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + memory,) * 2)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    return allow
