"""Archives, mails and papers, opened in a process of its own (`unpacking`), which is believed nothing but the shape."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from .apart import Apart
from .errors import WorkbookError, believed
from .unpacking import MAX_CODES, MAX_FILES, Member

_ONE_CODE = r"\d{4}(?: \d{4}){3}"
_MAX_NAME, _MAX_FOLDERS = 120, 10


class Opener:
    """Opens parcels, and looks for send codes in papers, in a process of its own, started when first needed."""

    def __init__(self, timeout: float = 20.0):
        self._apart = Apart("ansx_xl.unpacking", "answer", timeout, beside=_beside())

    def __enter__(self) -> Opener:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        self._apart.close()

    def open(self, data: bytes) -> list[Member]:
        """The files of an archive or mail; raises WorkbookError where it is none (F04) or cannot be opened."""
        head, _, rest = self._apart.ask(b"P" + data).partition(b"\n")
        try:
            found = json.loads(head)
            if not isinstance(found, dict):
                return list(_received(found, rest))
            fault = believed(*found["fault"])
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self._apart.close()
            raise WorkbookError("F08", reason="died") from None
        raise fault

    def codes(self, data: bytes) -> list[str]:
        """What looks like a send code in the text of a PDF; nothing where it has no text or cannot be read."""
        try:
            found = json.loads(self._apart.ask(b"T" + data))
        except (WorkbookError, ValueError, RecursionError):
            return []
        if not isinstance(found, list) or not all(isinstance(c, str) and re.fullmatch(_ONE_CODE, c) for c in found):
            return []
        return found[:MAX_CODES]


def _received(found: Any, rest: bytes) -> Iterator[Member]:
    if len(found) > MAX_FILES or sum(size for _, size, _, _ in found) != len(rest):
        raise ValueError
    start = 0
    for name, size, fault, inline in found:
        if type(size) is not int or size < 0 or type(name) is not str:
            raise ValueError
        wrong = believed(*fault) if fault else None
        told = (wrong.code, wrong.facts) if wrong else None
        yield Member(safe(name), rest[start : start + size], told, inline is True)
        start += size


def safe(path: str) -> str:
    r"""A path as it may be shown: no way up or out, nothing invisible, of bounded length; folders parted by "/".

    >>> safe("..\\..\\x.xlsx"), safe("/a//b/./Biểu.xlsx"), safe("\u202excod.exe\r\n"), safe("..")
    ('x.xlsx', 'a/b/Biểu.xlsx', 'xcod.exe', '?')
    """
    parts = []
    for part in re.split(r"[/\\]", path):
        shown = "".join(c for c in unicodedata.normalize("NFC", part) if unicodedata.category(c)[0] != "C").strip()
        if shown.strip(".") and not re.fullmatch("[A-Za-z]:", shown):
            parts.append(shown if len(shown) <= _MAX_NAME else shown[: _MAX_NAME // 2] + "…" + shown[-_MAX_NAME // 2 :])
    return "/".join(parts[-_MAX_FOLDERS:]) or "?"


def _beside() -> list[str]:
    """Where the reader of PDF texts is installed, if it is: the child does not see installed packages."""
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec("pypdf")
    return [str(Path(spec.origin).parent.parent)] if spec and spec.origin else []
