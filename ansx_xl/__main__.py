"""The program `ansx`: one command in a process of its own."""

import gc
import os
import sys
from contextlib import suppress


def run() -> None:
    # A command makes much that lasts to its end, and next to nothing that is circular.
    gc.set_threshold(300_000)
    # What is freed is soon needed again: glibc keeps it once so large a piece has come and gone (mallopt(3), dynamic
    # M_MMAP_THRESHOLD), else it gives it back to the system and asks anew. Nothing touches the piece itself.
    bytes(16 << 20)
    from .cli import main

    try:
        main(prog_name="ansx")
    except SystemExit as leave:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError):  # whoever listened has gone
                stream.flush()
        os._exit(leave.code or 0)  # taking apart what the command leaves behind would cost time, for nothing


if __name__ == "__main__":
    run()
