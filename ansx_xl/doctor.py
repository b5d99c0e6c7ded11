"""Whether this machine is ready for the workbook with buttons: facts are looked up, then judged, then said.

`look` asks the machine and nothing else does; `examine` is pure. Each line is fine, or says what to do.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import field
from importlib import metadata
from pathlib import Path

from . import __version__, cells, ledger, vi
from .catalogue import load
from .errors import AnsxError
from .frozen import frozen
from .layout import workbook as at
from .workflow import LOCAL_CATALOGUE, ledger_of

XLWINGS = "0.37.8"
"""The version of xlwings whose VBA text is in the template: the package on the machine must be the same."""
_LEAST_PYTHON = (3, 11)
_ALL_MACROS_OFF = 4
_POLICIES = r"Software\Policies\Microsoft\Office\{}\Excel\Security"
OFFICES = ("16.0", "15.0", "14.0")


@frozen(slots=False)
class Facts:
    """What the machine is like. On a system without Excel the last ones are not asked for."""

    python: tuple[int, ...]
    folder: Path
    package: str = __version__
    xlwings: str = ""
    edition: str = ""
    templates: Mapping[str, str] = field(default_factory=dict)
    """Workbooks of ours in the folder, each with the edition written in it ("" where it cannot be read)."""
    writable: bool = True
    windows: bool = False
    dll: bool = False
    config: bool = False
    marked: tuple[str, ...] = ()
    macros_off: bool = False
    network: bool = False


@frozen
class Line:
    """One thing that was looked at."""

    code: str
    fine: bool
    facts: Mapping[str, object] = field(default_factory=dict)


def examine(facts: Facts) -> tuple[Line, ...]:
    """What is fine and what is to be done.

    >>> [line.code for line in examine(Facts((3, 9, 0), Path("x"), windows=True)) if not line.fine]
    ['python', 'xlwings', 'dll', 'config', 'template']
    """
    version = ".".join(map(str, facts.python))
    expected = {"found": facts.xlwings or "?", "expected": XLWINGS}
    lines = [
        Line("python", facts.python >= _LEAST_PYTHON, {"found": version}),
        Line("package", True, {"found": facts.package}),
        Line("windows" if facts.windows else "elsewhere", True),
    ]
    if facts.windows:
        lines += [
            Line("xlwings", facts.xlwings == XLWINGS, expected),
            Line("dll", facts.dll, expected),
            Line("config", facts.config),
            Line("macros", not facts.macros_off),
            Line("mark", not facts.marked),
        ]
    lines += [
        Line("edition", edition == facts.edition, {"found": edition or "?", "expected": facts.edition})
        for edition in facts.templates.values()
    ]
    if facts.windows and not facts.templates:
        lines.append(Line("template", False, {"file": "template.xlsm"}))
    lines.append(Line("folder", facts.writable, {"folder": facts.folder}))
    lines.append(Line("ledger", not facts.network))
    return tuple(lines)


def words(lines: Iterable[Line]) -> list[str]:
    """The lines as a person reads them, and how many are open."""
    found = list(lines)
    said = [vi.doctor_line(line.code, line.fine, line.facts) for line in found]
    return [*said, vi.doctor_end(sum(1 for line in found if not line.fine))]


def look(folder: Path) -> Facts:
    """Ask the machine, and the folder in which the work is done."""
    folder = Path(folder).absolute()
    windows = sys.platform == "win32"
    plan = folder / LOCAL_CATALOGUE
    files = sorted(folder.glob("*.xlsm")) if folder.is_dir() else []
    return Facts(
        python=tuple(sys.version_info[:3]),
        folder=folder,
        xlwings=_version("xlwings"),
        edition=load(plan if plan.is_dir() else None).edition,
        templates={file.name: found for file in files if (found := edition_of(file)) is not None},
        writable=os.access(folder, os.W_OK),
        windows=windows,
        dll=windows and any((place / _dll()).exists() for place in (Path(sys.prefix), Path(sys.prefix).parent)),
        config=windows and config_file().exists(),
        marked=tuple(file.name for file in files if windows and os.path.exists(f"{file}:Zone.Identifier")),
        macros_off=windows and _macros_off(),
        network=ledger.on_network(ledger_of(folder)),
    )


def edition_of(file: Path) -> str | None:
    """The edition that a workbook of ours was made with: None for another workbook, "" where it cannot be read."""
    try:
        book = cells.read(file.read_bytes())
    except (AnsxError, OSError):
        return None
    spot = book.names.get(at.WORDS_NAMES["edition"])
    if spot is None:
        return None
    cell = book.sheets[spot[0]].cells.get(spot[1:])
    return cell.raw if cell is not None else ""


def config_file() -> Path:
    """The user's own settings of xlwings."""
    return Path.home() / ".xlwings" / "xlwings.conf"


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _dll() -> str:
    return f"xlwings{'64' if sys.maxsize > 2**32 else '32'}-{XLWINGS}.dll"


def _macros_off() -> bool:
    """Whether a policy of the office forbids macros."""
    import winreg

    for office in OFFICES:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _POLICIES.format(office)) as key:
                if winreg.QueryValueEx(key, "VBAWarnings")[0] == _ALL_MACROS_OFF:
                    return True
        except OSError:
            continue
    return False
