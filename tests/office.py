"""A headless LibreOffice that opens, fills, recalculates and saves our workbooks: a second opinion on every formula.

One soffice process serves many documents; each document is a private copy, so the file itself is never touched.
Cells are addressed as in XlsxWriter, (row, column) from 0. A cell is read as (kind, value), the kind being "number",
"text" or "error"; an error's value is its shown text ("#DIV/0!", "Err:508"). A logical is a number, 1.0 or 0.0.

    with Office() as office, office.open("form.xlsx") as book:
        book.set("Data", {(2, 6): 120, (3, 6): "x", (4, 6): None})
        book.recalculate()
        assert book.results("Data")[9, 6] == ("number", 120.0)
"""

import builtins
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from itertools import groupby
from pathlib import Path

SECONDS_TO_START = 60
FORMULA = 16  # com.sun.star.sheet.CellFlags
FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}
# Never recalculate on loading, so that the values a file was written with can be seen; numbers as in one locale.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>1</value></prop>
  </item>
  <item oor:path="/org.openoffice.Setup/L10N">
    <prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop>
  </item>
</oor:items>
"""


def bridge():
    """The module that speaks to LibreOffice, imported without its lasting changes to sys.path and to `import`."""
    path, plain_import = sys.path.copy(), builtins.__import__
    sys.path.append("/usr/lib/python3/dist-packages")
    try:
        import uno
    finally:
        sys.path[:], builtins.__import__ = path, plain_import
    return uno


def plain(value):
    """A cell's new content as LibreOffice's arrays have it: a float or a text; an empty text empties the cell."""
    return "" if value is None else value if isinstance(value, str) else float(value)


class Office:
    """One soffice process with a profile of its own, killed with all its children on leaving."""

    def __init__(self, locale="en-US"):
        self.locale = locale

    def __enter__(self):
        self.uno = bridge()
        self.refusal = self.uno.getClass("com.sun.star.uno.RuntimeException")
        self.home = Path(tempfile.mkdtemp(prefix="office-"))
        settings = self.home / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(PROFILE.format(locale=self.locale), encoding="utf-8")
        pipe = f"pipe,name=ansx{uuid.uuid4().hex}"
        self.process = subprocess.Popen(
            [
                "/usr/bin/soffice",
                f"-env:UserInstallation={(self.home / 'profile').as_uri()}",
                *["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"],
                f"--accept={pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self.context = self._connect(f"uno:{pipe};urp;StarOffice.ComponentContext")
            self.desktop = self.service("com.sun.star.frame.Desktop")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def _connect(self, address):
        local = self.uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        not_yet = self.uno.getClass("com.sun.star.connection.NoConnectException")
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            try:
                return resolver.resolve(address)
            except not_yet:
                try:
                    code = self.process.wait(0.05)
                except subprocess.TimeoutExpired:
                    continue
                raise RuntimeError(f"soffice ended with exit code {code} before it could be used") from None
        raise RuntimeError(f"soffice did not answer within {SECONDS_TO_START} seconds")

    def service(self, name):
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def struct(self, name, **fields):
        made = self.uno.createUnoStruct(name)
        for field, value in fields.items():
            setattr(made, field, value)
        return made

    def properties(self, **values):
        return tuple(self.struct("com.sun.star.beans.PropertyValue", Name=n, Value=v) for n, v in values.items())

    def open(self, path, macros=False, hidden=True):
        """Open a copy of the file; with `macros` its VBA may run, with `hidden=False` its events fire."""
        copy = Path(shutil.copy(path, tempfile.mkdtemp(dir=self.home)))
        arguments = self.properties(Hidden=hidden, MacroExecutionMode=4 if macros else 0)
        model = self.desktop.loadComponentFromURL(copy.as_uri(), "_blank", 0, arguments)
        if model is None:
            raise RuntimeError(f"LibreOffice cannot open {path}")
        return Document(self, model, copy)


class Document:
    """An open workbook; `model` is LibreOffice's own object for whatever is not wrapped here."""

    def __init__(self, office, model, copy):
        self.office = office
        self.model = model
        self.copy = copy
        self.blocks = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.model.close(True)
        shutil.rmtree(self.copy.parent, ignore_errors=True)

    def sheet(self, name):
        return self.model.Sheets.getByName(name)

    def sheet_names(self, visible=False):
        """All sheets in order, or only those that are not hidden."""
        names = self.model.Sheets.ElementNames
        return [name for name in names if not visible or self.sheet(name).IsVisible]

    def names(self):
        """The defined names of the workbook that refer to cells: name -> (sheet, row, column) of the first cell."""
        found = {}
        for name in self.model.NamedRanges.ElementNames:
            cells = self.model.NamedRanges.getByName(name).getReferredCells()
            if cells is not None:
                at = cells.RangeAddress
                found[name] = (self.model.Sheets.getByIndex(at.Sheet).Name, at.StartRow, at.StartColumn)
        return found

    def values(self, sheet):
        """Every cell that is not empty: (row, column) -> (kind, value)."""
        rows = self._used(sheet).getDataArray()
        filled = {(r, c): value for r, row in enumerate(rows) for c, value in enumerate(row) if value != ""}
        return {at: self._cell(sheet, at, value) for at, value in filled.items()}

    def results(self, sheet):
        """Every formula cell, with the value it shows: (row, column) -> (kind, value)."""
        rows = self._used(sheet).getDataArray()
        return {(r, c): self._cell(sheet, (r, c), rows[r][c]) for r, c in self._formula_cells(sheet)}

    def formulas(self, sheet):
        """Every formula cell: (row, column) -> its text in LibreOffice's own grammar."""
        rows = self._used(sheet).getFormulaArray()
        return {(r, c): rows[r][c] for r, c in self._formula_cells(sheet)}

    def set(self, sheet, cells):
        """Put numbers, texts (never read as numbers or formulas) and None (empties the cell) into cells.

        A locked cell of a protected sheet raises PermissionError.
        """
        target = self.sheet(sheet)
        in_columns = sorted(cells, key=lambda at: (at[1], at[0]))
        runs = groupby(enumerate(in_columns), key=lambda item: (item[1][1], item[1][0] - item[0]))
        for (column, _), run in runs:
            rows = [row for _, (row, _) in run]
            values = tuple((plain(cells[row, column]),) for row in rows)
            try:
                self._block(sheet, column, rows[0], rows[-1]).setDataArray(values)
            except self.office.refusal as fault:
                if not target.isProtected():
                    raise
                raise PermissionError(f"{sheet}: column {column}, rows {rows[0]} to {rows[-1]} are locked") from fault

    def type_in(self, sheet, row, column, text):
        """Type text into a cell as a person does: it is parsed, and a locked cell stays as it was."""
        controller = self.model.CurrentController
        controller.setActiveSheet(self.sheet(sheet))
        controller.select(self.sheet(sheet).getCellByPosition(column, row))
        dispatcher = self.office.service("com.sun.star.frame.DispatchHelper")
        arguments = self.office.properties(StringName=text)
        dispatcher.executeDispatch(controller.Frame, ".uno:EnterString", "", 0, arguments)

    def recalculate(self):
        """Compute every formula anew, whatever value it was opened with."""
        self.model.calculateAll()

    def save_as(self, path):
        """Write the workbook as LibreOffice writes it, .xlsx or .xlsm."""
        path = Path(path).absolute()
        self.model.storeToURL(path.as_uri(), self.office.properties(FilterName=FILTERS[path.suffix]))

    def pdf(self, path, sheet=None):
        """Write what would be printed of the visible sheets, or of one of them."""
        others = [self.sheet(name) for name in self.sheet_names(visible=True) if sheet not in (None, name)]
        for other in others:
            other.IsVisible = False
        self.model.storeToURL(Path(path).absolute().as_uri(), self.office.properties(FilterName="calc_pdf_Export"))
        for other in others:
            other.IsVisible = True

    def _block(self, sheet, column, first, last):
        at = sheet, column, first, last
        if at not in self.blocks:  # making one costs five times as much as filling it
            self.blocks[at] = self.sheet(sheet).getCellRangeByPosition(column, first, column, last)
        return self.blocks[at]

    def _used(self, sheet):
        cursor = self.sheet(sheet).createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        return self.sheet(sheet).getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)

    def _cell(self, sheet, at, value):
        if value is None:
            row, column = at
            return "error", self.sheet(sheet).getCellByPosition(column, row).String
        return "text" if isinstance(value, str) else "number", value

    def _formula_cells(self, sheet):
        for block in self._used(sheet).queryContentCells(FORMULA).RangeAddresses:
            for row in range(block.StartRow, block.EndRow + 1):
                for column in range(block.StartColumn, block.EndColumn + 1):
                    yield row, column
