"""Putting a file in its place: written beside it, flushed to the disk, and moved there in one step.

What stood there stays whole until the new file is complete; a crash leaves the one or the other.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .errors import AnsxError

_BUSY = {5, 32, 33}
"""Windows error numbers of a file that another program holds."""
_PREFIX, _SUFFIX, _DAY = ".~ansx-", ".tmp", 86_400


def named(path: Path, ending: str) -> Path:
    """The file that is to be written; raises AnsxError where its name says that it is of another kind.

    >>> named(Path("a.XLSX"), ".xlsx").name
    'a.XLSX'
    """
    if path.suffix.lower() != ending:
        raise AnsxError("output_ending", file=str(path), ending=ending, example=path.with_suffix(ending).name)
    return path


def save(data: bytes, path: Path) -> None:
    """Put a file in its place; raises AnsxError as `staged` does."""
    with staged(data, path) as put:
        put()


@contextlib.contextmanager
def staged(data: bytes, path: Path) -> Iterator[Callable[[], None]]:
    """A file complete on the disk beside its place, and the function that moves it there; uncalled, nothing changes.

    So something else (the ledger) can be written between: when that fails the old file still stands, and the disk
    cannot be full any more when it has succeeded. Raises AnsxError ("output_busy") where the file is open in another
    program or may not be written, ("output_folder") where the folder cannot be made or written, ("disk") where the
    disk refuses.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise AnsxError("output_folder", folder=str(path.parent)) from None
    _refuse_busy(path)
    _sweep(path.parent)
    try:
        handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent)
    except OSError:
        raise AnsxError("output_folder", folder=str(path.parent)) from None
    temporary = Path(name)
    try:
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, _mode(path))
        except OSError as error:
            raise AnsxError("disk", file=str(path), detail=error.strerror or "") from None
        yield lambda: _replace(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _sweep(folder: Path) -> None:
    """Remove what a sudden end once left behind."""
    for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _DAY:
                left.unlink()


def _refuse_busy(path: Path) -> None:
    """A read-only file is left alone, and Excel holds an open workbook so that nobody else can open it to write."""
    if not path.exists():
        return
    try:
        with open(path, "r+b"):
            free = os.access(path, os.W_OK)
    except OSError:
        free = False
    if not free:
        raise AnsxError("output_busy", file=str(path))


def _mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _replace(temporary: Path, path: Path) -> None:
    """Move into place; on Windows a virus scanner or Excel may hold the file for a moment, or for good."""
    for wait in (0.05, 0.1, 0.2, 0.4, 0.8, 1.0, None):
        try:
            os.replace(temporary, path)
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in _BUSY:
                raise AnsxError("disk", file=str(path), detail=error.strerror or "") from None
            if wait is None:
                raise AnsxError("output_busy", file=str(path)) from None
            time.sleep(wait)
