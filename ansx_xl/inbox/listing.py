"""Which files lie in an inbox, and which of them are passed over without a look inside."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import AnsxError

_TEMPORARY = (".tmp", ".crdownload", ".part", ".partial", ".download")
_SYSTEM = {"thumbs.db", "desktop.ini", ".ds_store"}
_OF_A_MAC = "/__MACOSX/"


def list_files(folder: Path) -> list[str]:
    """The files of a folder and its subfolders, as paths relative to it with "/", in a fixed order.

    A link to a folder is listed as if it were a file, and so ends as one that cannot be read: whatever lies behind it
    may be a circle, and must not be missed in silence. Raises AnsxError where there is no such folder, where one of its
    subfolders cannot be looked into, or where there is no file in it.
    """
    if not folder.is_dir():
        raise AnsxError("no_inbox", folder=str(folder))
    found = [
        (Path(root) / name).relative_to(folder).as_posix()
        for root, folders, names in os.walk(folder, onerror=_closed)
        for name in (*names, *(f for f in folders if os.path.islink(os.path.join(root, f))))
        if not folders.sort()
    ]
    if not found:
        raise AnsxError("empty_inbox", folder=str(folder))
    return sorted(found)


def _closed(fault: OSError) -> None:
    raise AnsxError("inbox_closed", folder=str(fault.filename)) from None


def passed_over(path: str) -> str:
    """Why a file is not looked into: the lock of an open workbook, a half-finished download, a system's own; or "".

    >>> passed_over("a/~$form.xlsx"), passed_over("form.xlsx.part"), passed_over("__MACOSX/._a.xlsx"), passed_over("a")
    ('lock', 'temporary', 'system', '')
    """
    lower = path.rpartition("/")[2].casefold()
    if lower.startswith(("~$", ".~lock")):
        return "lock"
    if lower in _SYSTEM or _OF_A_MAC in f"/{path}":
        return "system"
    return "temporary" if lower.endswith(_TEMPORARY) else ""
