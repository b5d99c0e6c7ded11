"""Worksheets, their protection, and defined names."""

import re
import zipfile
from xml.etree import ElementTree

from engine.com import Collection, Com, change
from engine.formulas import to_excel, to_office
from engine.marks import Comments, Hyperlinks
from engine.places import COLUMNS, ROWS, column_number
from engine.pywin32 import ComError
from engine.ranges import Range

A1 = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?", re.IGNORECASE)
PROTECT = ["Password", "DrawingObjects", "Contents", "Scenarios", "UserInterfaceOnly"]
ALLOWED = {  # the word of Protect and Protection -> the attribute of the file
    "AllowFormattingCells": "formatCells",
    "AllowFormattingColumns": "formatColumns",
    "AllowFormattingRows": "formatRows",
    "AllowInsertingColumns": "insertColumns",
    "AllowInsertingRows": "insertRows",
    "AllowInsertingHyperlinks": "insertHyperlinks",
    "AllowDeletingColumns": "deleteColumns",
    "AllowDeletingRows": "deleteRows",
    "AllowSorting": "sort",
    "AllowFiltering": "autoFilter",
    "AllowUsingPivotTables": "pivotTables",
}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def protection_in_file(path, sheet):
    """What the file allows on a protected sheet; LibreOffice keeps it and does not tell."""
    with zipfile.ZipFile(path) as parts:
        relations = ElementTree.parse(parts.open("xl/_rels/workbook.xml.rels")).getroot()
        targets = {relation.get("Id"): relation.get("Target") for relation in relations}
        sheets = ElementTree.parse(parts.open("xl/workbook.xml")).iter(f"{MAIN}sheet")
        target = next((targets[found.get(RELATION)] for found in sheets if found.get("name") == sheet), None)
        root = ElementTree.parse(parts.open(f"xl/{target}")) if target else ElementTree.Element("none")
        found = root.find(f"{MAIN}sheetProtection")
    return {} if found is None else {word: found.get(key) in ("0", "false") for word, key in ALLOWED.items()}


class Worksheets(Collection):
    def __iter__(self):
        sheets = self._parent._model.Sheets
        return (Worksheet(self._parent, sheets.getByIndex(i)) for i in range(sheets.Count))

    @change
    def Add(self, Before=None, After=None):
        sheets = self._parent._model.Sheets
        place = Before.Index - 1 if Before else After.Index if After else self._parent.ActiveSheet.Index - 1
        number = sheets.Count + 1
        while sheets.hasByName(f"Sheet{number}"):
            number += 1
        sheets.insertNewByName(f"Sheet{number}", place)
        added = Worksheet(self._parent, sheets.getByName(f"Sheet{number}"))
        added._show()
        return added


class Protection(Com):
    """What a protected sheet still allows; set by Worksheet.Protect, at first as the file says."""

    def __init__(self, sheet):
        self._application = sheet._application
        self._allowed = sheet._protection()

    def __getattr__(self, name):
        if name in ALLOWED:
            return bool(self._allowed.get(name, False))
        raise AttributeError(name)


class PageSetup(Com):
    """How a sheet is printed; Excel lets it be set on a protected sheet too."""

    def __init__(self, sheet):
        self._application, self._worksheet = sheet._application, sheet

    def _where(self):
        return self._worksheet.Name

    @property
    def PrintArea(self):
        areas = self._worksheet._sheet.getPrintAreas()
        return ",".join(Range._of(self._worksheet._book, each).Address for each in areas)

    @PrintArea.setter
    def PrintArea(self, value):
        cells = [self._worksheet.Range(part)._cells.RangeAddress for part in value.split(",")] if value else []
        self._worksheet._sheet.setPrintAreas(tuple(cells))


class Worksheet(Com):
    def __init__(self, book, sheet):
        self._application, self._book, self._sheet = book._application, book, sheet

    def __eq__(self, other):
        return isinstance(other, Worksheet) and self._book is other._book and self.Name == other.Name

    __hash__ = None

    def _where(self):
        return self.Name

    def _show(self):
        if not self._sheet.IsVisible:
            raise ComError("Activate method of Worksheet class failed")
        self._book._model.CurrentController.setActiveSheet(self._sheet)

    def _protection(self):
        known = self._book._protections
        if self.Name not in known:
            known[self.Name] = protection_in_file(self._book._document.copy, self.Name)
        return known[self.Name]

    @property
    def Name(self):
        return self._sheet.Name

    @Name.setter
    def Name(self, value):
        if self._book._model.Sheets.hasByName(value):
            raise ComError(f"That name is already taken: {value}")
        self._sheet.Name = value

    FilterMode = False  # filters are not played: every row is shown

    @property
    def Parent(self):
        return self._book

    @property
    def Index(self):
        return self._sheet.RangeAddress.Sheet + 1

    @property
    def Visible(self):
        return -1 if self._sheet.IsVisible else 2 if self.Name in self._book._very_hidden else 0

    @Visible.setter
    def Visible(self, value):
        shown = [sheet.Name for sheet in self._book.Worksheets if sheet._sheet.IsVisible]
        if value in (0, 2, False) and shown == [self.Name]:
            raise ComError("Unable to set the Visible property of the Worksheet class")
        self._book._very_hidden.discard(self.Name)
        if value == 2:
            self._book._very_hidden.add(self.Name)
        self._sheet.IsVisible = value in (-1, True)

    @change
    def Activate(self):
        self._show()

    Select = Activate

    @change
    def Delete(self):
        self._book._model.Sheets.removeByName(self.Name)

    @change
    def Move(self, Before=None, After=None):
        place = Before.Index - 1 if Before else After.Index
        self._book._model.Sheets.moveByName(self.Name, place)

    @property
    def PageSetup(self):
        return PageSetup(self)

    @property
    def ProtectContents(self):
        return self._sheet.isProtected()

    @property
    def Protection(self):
        return Protection(self)

    @change
    def Protect(self, *args, **kwargs):
        given = dict(zip([*PROTECT, *ALLOWED], args)) | kwargs
        if unknown := given.keys() - {*PROTECT, *ALLOWED}:
            raise TypeError(f"Protect() got unexpected arguments {sorted(unknown)}")
        if given.get("UserInterfaceOnly"):
            raise NotImplementedError("LibreOffice refuses locked cells to a program too: unprotect, write, protect")
        self._book._protections[self.Name] = given
        if not self._sheet.isProtected():
            self._sheet.protect(given.get("Password") or "")

    @change
    def Unprotect(self, Password=None):
        self._protection()
        try:
            self._sheet.unprotect(Password or "")
        except self._application._refusals.kind:
            raise ComError("The password you supplied is not correct.") from None

    def _refuses(self, allowed=None):
        if not self._sheet.isProtected():
            return False
        return not (allowed and self._protection().get(allowed))

    @property
    def Cells(self):
        return Range(self, 0, 0, ROWS, COLUMNS)

    def Range(self, first, last=None):
        first, last = self._corner(first), self._corner(last) if last is not None else None
        if last is None:
            return first
        rows = sorted([first._row, last._row, first._row + first._rows - 1, last._row + last._rows - 1])
        columns = [first._column, last._column, first._column + first._columns - 1, last._column + last._columns - 1]
        columns.sort()
        return Range(self, rows[0], columns[0], rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1)

    def _corner(self, given):
        if isinstance(given, Range):
            return given
        if match := A1.fullmatch(given):
            left, top, right, bottom = match.groups()
            row, column = int(top) - 1, column_number(left)
            return Range(self, row, column, int(bottom or top) - row, column_number(right or left) - column + 1)
        found = self._book._named(given) or next((n.RefersToRange for n in self.Names if n.Name == given), None)
        if found is None or found._worksheet != self:
            raise ComError("Method 'Range' of object '_Worksheet' failed")
        return found

    @property
    def UsedRange(self):
        cursor = self._sheet.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return Range._of(self._book, cursor.RangeAddress)

    @property
    def Names(self):
        return Names(self, self._sheet.NamedRanges)

    @property
    def Comments(self):
        return Comments(self)

    @property
    def Hyperlinks(self):
        return Hyperlinks(self, self.UsedRange)


class Names(Collection):
    def __init__(self, parent, ranges):
        super().__init__(parent)
        self._ranges = ranges

    def __iter__(self):
        return (Name(self._parent, self._ranges, name) for name in self._ranges.ElementNames)

    @change
    def Add(self, Name, RefersTo):
        if self._ranges.hasByName(Name):
            self._ranges.removeByName(Name)
        text = RefersTo if isinstance(RefersTo, str) else "=" + RefersTo._full()
        address = self._application._office.struct("com.sun.star.table.CellAddress")
        self._ranges.addNewByName(Name, to_office(text).removeprefix("="), address, 0)
        return self(Name)


class Name(Com):
    def __init__(self, parent, ranges, name):
        self._application, self._parent, self._ranges, self._name = parent._application, parent, ranges, name

    def _where(self):
        return self._name

    @property
    def _item(self):
        return self._ranges.getByName(self._name)

    @property
    def Name(self):
        return self._name

    @Name.setter
    def Name(self, value):
        self._item.Name = value
        self._name = value

    @property
    def RefersTo(self):
        return to_excel("=" + self._item.Content)

    @RefersTo.setter
    def RefersTo(self, value):
        self._item.Content = to_office(value).removeprefix("=")

    @property
    def RefersToRange(self):
        cells = self._item.getReferredCells()
        if cells is None:
            raise ComError("Unable to get the RefersToRange property of the Name class")
        return Range._of(self._parent._book, cells.RangeAddress)

    @change
    def Delete(self):
        self._ranges.removeByName(self._name)
