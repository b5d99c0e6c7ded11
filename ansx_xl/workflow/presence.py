"""Who else is at work with a ledger on a shared folder. It is only said: nobody has to wait, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
import platform
import time
from collections.abc import Iterator
from pathlib import Path

from .. import ledger as ledgers
from ..ledger import is_server
from .folder import LedgerAddress

_SUFFIX = ".dang-dung"
_STALE = 3600
"""Seconds after which a mark was left behind by a machine that stopped in the middle."""


@contextlib.contextmanager
def at_work(ledger: LedgerAddress, who: str) -> Iterator[str]:
    """Says who else is at work ("" for nobody), and leaves a mark for others until the work is done."""
    mine = f"{who}@{platform.node()}"
    mark = Path(f"{ledger}{_SUFFIX}")
    if is_server(ledger):
        yield ""
        return
    others = _others(mark)
    made = False
    if not others:
        with contextlib.suppress(OSError):
            mark.write_text(mine, encoding="utf-8")
            made = True
    try:
        yield others
    finally:
        if made:
            with contextlib.suppress(OSError):
                os.unlink(mark)


def account() -> str:
    """The person at this machine, as it knows them: what the ledger names beside what is recorded; "" for nobody."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return ""


def first_on_network(ledger: LedgerAddress) -> bool:
    """Whether a ledger is about to be made on another machine's drive, where only one may write at a time."""
    return not ledgers.exists(ledger) and ledgers.on_network(ledger)


def _others(mark: Path) -> str:
    try:
        if time.time() - mark.stat().st_mtime > _STALE:
            return ""
        return mark.read_text(encoding="utf-8", errors="replace")[:100] or "?"
    except OSError:
        return ""
