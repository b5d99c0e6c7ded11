"""Workbooks and documents -> PDF, by whatever office program this machine has.

On Windows Excel and Word themselves, through COM; elsewhere, or where these are missing, LibreOffice: headless, with a
profile of its own that is thrown away, on copies, and with a time limit. Macros never run. Where there is no office
program one sentence says so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from . import saving
from .errors import AnsxError

SECONDS = 180
"""How long one conversion of all files may take."""
_EXCEL, _WORD = "Excel.Application", "Word.Application"
_PROGRAMS = {".xlsx": _EXCEL, ".xlsm": _EXCEL, ".docx": _WORD}
_NO_MACROS = 3  # msoAutomationSecurityForceDisable
_XL_PDF, _WD_PDF = 0, 17
_INSTALLED = "LibreOffice/program/soffice.exe"


def convert(paths: Iterable[Path], folder: Path | None = None, seconds: float = SECONDS) -> list[Path]:
    """Write a PDF of each .xlsx, .xlsm or .docx, beside it or into *folder*; returns the PDFs in the same order.

    Raises AnsxError ("no_office") where the machine has no office program, ("pdf_slow") where it takes longer than
    *seconds*, ("pdf_failed") where a file cannot be converted; nothing is written then.
    """
    sources = [Path(p) for p in paths]
    for source in sources:
        if source.suffix.lower() not in _PROGRAMS:
            raise AnsxError("pdf_kind", file=str(source))
        if not source.is_file():
            raise AnsxError("no_file", file=str(source))
    if not sources:
        return []
    targets = [(Path(folder) if folder else source.parent) / f"{source.stem}.pdf" for source in sources]
    for source, target in zip(sources, targets):
        if targets.count(target) > 1:
            raise AnsxError("pdf_twice", file=str(source), target=str(target))
    with tempfile.TemporaryDirectory(prefix="ansx-pdf-", ignore_cleanup_errors=True) as made:
        copies = {}
        for number, source in enumerate(sources):  # two sources of one name must not meet
            place = Path(made) / str(number)
            place.mkdir()
            copies[source] = Path(shutil.copy(source, place / f"{number}{source.suffix.lower()}"))
        for source, copy in _done(copies, seconds).items():
            if not copy.is_file() or not copy.read_bytes().startswith(b"%PDF"):
                raise AnsxError("pdf_failed", file=str(source))
        data = [copies[source].with_suffix(".pdf").read_bytes() for source in sources]
    for target, content in zip(targets, data):
        saving.save(content, target)
    return targets


def office() -> str:
    """The program that would convert: the path of LibreOffice, the name of Microsoft's, or nothing."""
    return _MICROSOFT if _com() else _libreoffice()


_MICROSOFT = "Microsoft Office"


def _done(copies: Mapping[Path, Path], seconds: float) -> dict[Path, Path]:
    """Have every copy converted; returns where each PDF should be."""
    expected = {source: copy.with_suffix(".pdf") for source, copy in copies.items()}
    if _com() and _by_microsoft(list(copies.values())):
        return expected
    program = _libreoffice()
    if not program:
        raise AnsxError("no_office")
    _by_libreoffice(program, list(copies.values()), seconds)
    return expected


def _com() -> bool:
    if sys.platform != "win32":
        return False
    from importlib.util import find_spec

    return find_spec("win32com") is not None


def _by_microsoft(copies: list[Path]) -> bool:
    """Excel prints the workbooks and Word the documents; False where one of the two that is needed is missing."""
    import pythoncom
    import win32com.client

    pythoncom.CoInitialize()
    try:
        for name in sorted({_PROGRAMS[copy.suffix] for copy in copies}):
            try:
                program = win32com.client.DispatchEx(name)
            except pythoncom.com_error:
                return False
            try:
                program.DisplayAlerts = False
                program.AutomationSecurity = _NO_MACROS
                for copy in (c for c in copies if _PROGRAMS[c.suffix] == name):
                    with contextlib.suppress(pythoncom.com_error):  # the missing PDF tells
                        _printed(program, name, copy)
            finally:
                program.Quit()
    finally:
        pythoncom.CoUninitialize()
    return True


def _printed(program: object, name: str, copy: Path) -> None:
    target = str(copy.with_suffix(".pdf"))
    if name == _EXCEL:
        book = program.Workbooks.Open(str(copy), 0, True)
        book.ExportAsFixedFormat(_XL_PDF, target)
    else:
        book = program.Documents.Open(str(copy), False, True)
        book.ExportAsFixedFormat(target, _WD_PDF)
    book.Close(False)


def _libreoffice() -> str:
    """Where LibreOffice is; empty where it is not."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return found
    places = (os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432"))
    candidates = (Path(place) / _INSTALLED for place in places if place)
    return next((str(c) for c in candidates if c.is_file()), "")


_NUMBERS_AS_HERE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
  </item>
  <item oor:path="/org.openoffice.Setup/L10N">
    <prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop>
  </item>
</oor:items>
"""
"""Settings of the profile: formulas are computed on opening, for a total over cells that were filled in must not be
printed as it was before; numbers in sheets are written the Vietnamese way, 1.234,5."""


def _by_libreoffice(program: str, copies: list[Path], seconds: float) -> None:
    """One LibreOffice converts all; it is ended with all its children where it does not end itself."""
    home = copies[0].parent.parent
    settings = home / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(_NUMBERS_AS_HERE, encoding="utf-8")
    command = [
        program,
        f"-env:UserInstallation={(home / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault", "--convert-to", "pdf"),
        *("--outdir", str(home / "made")),
        *map(str, copies),
    ]
    alone = {} if sys.platform == "win32" else {"start_new_session": True}
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        process = subprocess.Popen(command, **quiet, **alone)
    except OSError as fault:
        raise AnsxError("no_office") from fault
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise AnsxError("pdf_slow", seconds=f"{seconds:g}") from None
    finally:
        _end(process)
    for copy in copies:
        made = home / "made" / f"{copy.stem}.pdf"
        if made.is_file():
            made.replace(copy.with_suffix(".pdf"))


def _end(process: subprocess.Popen) -> None:
    """End what still runs, children too."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            if process.poll() is None:
                process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
