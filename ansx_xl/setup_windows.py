"""`ansx setup`: what has to be changed on an officer's Windows computer, for this user only, and how to take it back.

`plan` is pure: from what the machine is like to a list of changes, each with what was there before. A record keeps each
change from just before it is made, and from it `undone` makes the way back. Only `apply` and `look` touch the machine.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path, PureWindowsPath
from typing import Any
from urllib.parse import quote

from . import vi
from .doctor import OFFICES, config_file
from .errors import AnsxError
from .frozen import frozen
from .saving import save

TRUSTED = r"Software\Microsoft\Office\{}\Excel\Security\Trusted Locations\ansx"
_INTERPRETER = "INTERPRETER_WIN"
RECORD = "ansx-setup.json"


@frozen(slots=False)
class Machine:
    """What the plan depends on: paths as Windows writes them, and what is there now (None: nothing)."""

    interpreter: str
    folder: str
    config: str
    config_text: str | None
    shortcut: str
    shortcut_text: str | None
    offices: tuple[tuple[str, dict[str, Any] | None], ...]
    """Versions of Office found for this user, each with the trusted location that stands there already."""
    marked: tuple[str, ...] = ()
    """Workbooks in the folder that carry the mark of a download."""


@frozen(slots=False)
class Change:
    """One change: a text file (config, shortcut), a registry key (trusted), or a mark taken off (unblock)."""

    what: str
    place: str
    before: Any
    after: Any
    version: str = ""


def plan(machine: Machine) -> tuple[Change, ...]:
    """The changes still to be made: none of what already is as it should be."""
    location = {
        "Path": machine.folder.rstrip("\\") + "\\",
        "Description": vi.TRUSTED_DESCRIPTION,
        "AllowSubfolders": 1,
    }
    wanted = [
        Change("config", machine.config, machine.config_text, config_with(machine.config_text, machine.interpreter)),
        *(Change("trusted", TRUSTED.format(v), now, location, v) for v, now in machine.offices),
        Change("shortcut", machine.shortcut, machine.shortcut_text, shortcut_to(machine.folder)),
        *(Change("unblock", file, True, None) for file in machine.marked),
    ]
    return tuple(change for change in wanted if change.before != change.after)


def config_with(text: str | None, interpreter: str) -> str:
    """xlwings' settings with this interpreter; every other line stays as it is.

    >>> config_with('"INTERPRETER_WIN","old"\\n"SHOW CONSOLE","True"\\n', "new")
    '"SHOW CONSOLE","True"\\n"INTERPRETER_WIN","new"\\n'
    """
    kept = [line for line in (text or "").splitlines() if not line.upper().startswith(f'"{_INTERPRETER}"')]
    return "\n".join([*kept, f'"{_INTERPRETER}","{interpreter}"', ""])


def shortcut_to(folder: str) -> str:
    """A shortcut file that opens a folder, as Windows keeps links to places."""
    place = PureWindowsPath(folder).as_posix()
    return f"[InternetShortcut]\nURL=file:///{quote(place, safe='/:')}\n"


def merged(old: Iterable[Change], new: Iterable[Change]) -> tuple[Change, ...]:
    """The record after a further run: what was there before the first run stays known."""
    found = {(c.what, c.place): c for c in old}
    for change in new:
        known = found.get((change.what, change.place))
        found[change.what, change.place] = replace(change, before=known.before) if known else change
    return tuple(found.values())


def undone(record: Iterable[Change]) -> tuple[Change, ...]:
    """The way back, last change first; a mark of a download is not put on again."""
    back = [replace(c, before=c.after, after=c.before) for c in record if c.what != "unblock"]
    return tuple(reversed(back))


def to_text(record: Iterable[Change]) -> str:
    return json.dumps([asdict(c) for c in record], ensure_ascii=False, indent=1)


def from_text(text: str) -> tuple[Change, ...]:
    return tuple(Change(**each) for each in json.loads(text))


def words(changes: Iterable[Change], back: bool = False) -> list[str]:
    """The changes as a person reads them."""
    table = vi.SETUP_UNDONE if back else vi.SETUP
    return [table[c.what].format(what=c.place, version=c.version) for c in changes]


# The thin part: it touches the machine, and nothing else does.


def run(folder: Path, back: bool = False) -> list[str]:
    """Make the changes, or take them back; what was done, in words. Raises AnsxError where this is not Windows."""
    if sys.platform != "win32":
        raise AnsxError("not_windows")
    record = config_file().with_name(RECORD)
    known = from_text(record.read_text("utf-8")) if record.exists() else ()
    if back:
        changes = undone(known)
        for change in changes:
            apply(change)
        record.unlink(missing_ok=True)
        return words(changes, back) or [vi.SETUP_NOTHING]
    changes = plan(look(Path(folder)))
    carry_out(changes, known, record, apply)
    return [*words(changes), vi.SETUP_DONE]


def carry_out(
    changes: tuple[Change, ...], known: tuple[Change, ...], record: Path, make: Callable[[Change], None]
) -> None:
    """Make the changes one by one; each is in the record before it is made: a run cut short can be taken back."""
    for number, change in enumerate(changes, start=1):
        save(to_text(merged(known, changes[:number])).encode(), record)
        make(change)


def look(folder: Path) -> Machine:
    """What this machine is like now."""
    import winreg

    folder, shortcut = folder.resolve(), Path.home() / "Desktop" / f"{vi.SHORTCUT}.url"
    offices = []
    for version in OFFICES:
        office = rf"Software\Microsoft\Office\{version}\Excel"
        try:
            winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CURRENT_USER, office))
        except OSError:
            continue
        offices.append((version, _values(TRUSTED.format(version))))
    files = sorted(folder.glob("*.xlsm"))
    return Machine(
        interpreter=sys.executable,
        folder=str(folder),
        config=str(config_file()),
        config_text=_text(config_file()),
        shortcut=str(shortcut),
        shortcut_text=_text(shortcut),
        offices=tuple(offices),
        marked=tuple(str(f) for f in files if os.path.exists(f"{f}:Zone.Identifier")),
    )


def _text(path: Path) -> str | None:
    """A small text file in the encoding of the machine, as VBA reads it."""
    return path.read_text("mbcs") if path.exists() else None


def _values(key: str) -> dict[str, Any] | None:
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            return {name: value for name, value, _ in (winreg.EnumValue(opened, i) for i in range(3))}
    except OSError:
        return None


def apply(change: Change) -> None:
    """Make one change."""
    if change.what == "unblock":
        os.remove(f"{change.place}:Zone.Identifier")
    elif change.what == "trusted":
        _set_key(change.place, change.after)
    elif change.after is None:
        Path(change.place).unlink(missing_ok=True)
    else:
        Path(change.place).parent.mkdir(parents=True, exist_ok=True)
        Path(change.place).write_text(change.after, "mbcs")


def _set_key(key: str, values: dict[str, Any] | None) -> None:
    import winreg

    if values is None:
        with suppress(FileNotFoundError):  # taken back before, or never made
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
        return
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
        for name, value in values.items():
            kind = winreg.REG_DWORD if isinstance(value, int) else winreg.REG_SZ
            winreg.SetValueEx(opened, name, 0, kind, value)
