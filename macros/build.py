"""`python -m macros.build`: the sources of this folder -> ansx_xl/data/vbaProject.bin, customUI14.xml beside it, and
workbooks/template.xlsm.

Sources are ASCII: VBA keeps text in the code page of the machine, so Vietnamese words stand in cells. The module
`xlwings` is xlwings' own text, the wrappers of the worksheet functions are written by xlwings from the signatures in
`ansx_xl.excel.functions`; both come from the pinned package. The same sources always give the same bytes.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Mapping
from importlib import reload
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock, patch

SOURCES = Path(__file__).parent
ROOT = SOURCES.parent
PROJECT = ROOT / "ansx_xl" / "data" / "vbaProject.bin"
RIBBON = ROOT / "ansx_xl" / "data" / "customUI14.xml"
TEMPLATE = ROOT / "workbooks" / "template.xlsm"
WRAPPERS = "xlwings_udfs"
FUNCTIONS = "ansx_xl.excel.functions"


def modules() -> dict[str, str]:
    """Every standard module by name, each as its whole text with CRLF."""
    import xlwings

    texts = {path.stem: path.read_text("ascii") for path in sorted(SOURCES.glob("*.bas"))}
    texts["xlwings"] = Path(xlwings.__file__).with_name("xlwings.bas").read_text("ascii")
    texts[WRAPPERS] = wrappers()
    return {name: crlf(text) for name, text in sorted(texts.items())}


def documents() -> dict[str, str]:
    """The code behind the workbook and its sheets, by code name."""
    return {path.stem: crlf(path.read_text("ascii")) for path in sorted(SOURCES.glob("*.cls"))}


def wrappers() -> str:
    """The VBA functions that hand a cell's question to Python; where Python does not answer, the cell says so."""
    written = io.StringIO()
    udfs, module = _noted()
    udfs.generate_vba_wrapper(FUNCTIONS, module, written, SimpleNamespace(Name="template.xlsm"))
    text = written.getvalue().replace("Err.Description", "NoPython()")
    head = f'Attribute VB_Name = "{WRAPPERS}"\n#Const App = "Microsoft Excel"\n'
    return head + text


_WINDOWS_ONLY = ("pythoncom", "pywintypes", "win32com", "win32com.client", "win32api", "win32con", "win32gui")
_WINDOWS_ONLY += ("win32process", "win32timezone", "win32com.server", "win32com.server.util", "win32com.server.policy")


def _noted() -> tuple[ModuleType, ModuleType]:
    """xlwings.udfs, and the worksheet functions as its decorators note them; pywin32 is stood in for elsewhere."""
    import ctypes

    import xlwings

    if sys.platform == "win32":
        from xlwings import udfs
    else:
        stand_ins: dict[str, Any] = {name: MagicMock() for name in _WINDOWS_ONLY if name not in sys.modules}
        here = {name: sys.modules.pop(name, None) for name in ("xlwings.udfs", "xlwings._xlwindows")}
        with (
            patch.dict(sys.modules, stand_ins),
            patch.multiple(ctypes, create=True, oledll=MagicMock(), windll=MagicMock(), PyDLL=MagicMock()),
        ):
            from xlwings import udfs
        xlwings.__dict__.pop("_xlwindows", None)
        for name, module in here.items():
            sys.modules.pop(name, None)
            if module:
                sys.modules[name] = module
    from ansx_xl.excel import functions

    with patch.multiple(xlwings, func=udfs.xlfunc, arg=udfs.xlarg, ret=udfs.xlret):
        return udfs, reload(functions)


def crlf(text: str) -> str:
    """Line ends as Excel's own editor writes them: others have been seen to spoil a file."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def project(code_names: Mapping[str, str], texts: Mapping[str, str]) -> bytes:
    """vbaProject.bin with a document module for each sheet (title -> code name) and these standard modules."""
    import xlsxwriter
    from pyopenvba import ExcelFile

    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.xlsm"
        with xlsxwriter.Workbook(bare) as book:
            book.set_vba_name("ThisWorkbook")
            for title, code in code_names.items():
                book.add_worksheet(title).set_vba_name(code)
        file = ExcelFile(bare)
        made = file.add_vba_project()
        for name, text in texts.items():
            made.add_module(name, text)
        for name, text in documents().items():
            module = made.get_module(name)
            module.source = module.source + text
            module.dirty = True
        file.save(bare)
        return ExcelFile(bare).vba_project_bytes()


def main() -> None:
    from ansx_xl import catalogue, saving, template

    texts = modules()
    for name, text in texts.items():
        if not re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,30}", name) or not text.isascii():
            raise SystemExit(f"{name}: VBA must be ASCII")
    data = project(template.code_names(), texts)
    saving.save(data, PROJECT)
    saving.save((SOURCES / RIBBON.name).read_bytes(), RIBBON)
    saving.save(template.to_bytes(catalogue.load()), TEMPLATE)


if __name__ == "__main__":
    main()
