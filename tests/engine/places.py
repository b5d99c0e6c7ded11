"""Where a range is, and the ways from it to other ranges."""

import re

from engine.com import Com, change
from engine.formulas import quoted
from engine.pywin32 import ComError

ROWS, COLUMNS = 1048576, 16384
UP, DOWN, LEFT, RIGHT = -4162, -4121, -4159, -4161


def column_number(letters):
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number):
    letters = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        letters, number = chr(65 + rest) + letters, number - 1
    return letters


class Place(Com):
    def __init__(self, worksheet, row, column, rows=1, columns=1):
        self._application, self._worksheet = worksheet._application, worksheet
        self._row, self._column, self._rows, self._columns = row, column, rows, columns

    @classmethod
    def _of(cls, book, at):
        sheet = book.Worksheets(at.Sheet + 1)
        return cls(sheet, at.StartRow, at.StartColumn, at.EndRow - at.StartRow + 1, at.EndColumn - at.StartColumn + 1)

    @property
    def _cells(self):
        right, bottom = self._column + self._columns - 1, self._row + self._rows - 1
        return self._worksheet._sheet.getCellRangeByPosition(self._column, self._row, right, bottom)

    def _cell(self, row=0, column=0):
        return self._cells.getCellByPosition(column, row)

    def _where(self):
        return self._full()

    def _full(self):
        return f"{quoted(self._worksheet.Name)}!{self.Address}"

    def _part(self, row, column, rows=1, columns=1):
        return type(self)(self._worksheet, self._row + row, self._column + column, rows, columns)

    def __call__(self, row, column=None):
        if column is None:
            row, column = divmod(row - 1, self._columns)
            return self._part(row, column)
        return self._part(row - 1, (column_number(column) if isinstance(column, str) else column - 1))

    Item = Cells = __call__

    def __iter__(self):
        return (self._part(row, column) for row in range(self._rows) for column in range(self._columns))

    @property
    def Worksheet(self):
        return self._worksheet

    Parent = Worksheet

    @property
    def Row(self):
        return self._row + 1

    @property
    def Column(self):
        return self._column + 1

    @property
    def Rows(self):
        return Lines(self, self._rows, lambda i: self._part(i, 0, 1, self._columns), _fit_rows)

    @property
    def Columns(self):
        return Lines(self, self._columns, lambda i: self._part(0, i, self._rows, 1), _fit_columns)

    @property
    def Count(self):
        return self._rows * self._columns

    @property
    def Address(self):
        return self.GetAddress()

    def GetAddress(self, RowAbsolute=True, ColumnAbsolute=True, ReferenceStyle=1, External=False):
        down, right = "$" * bool(RowAbsolute), "$" * bool(ColumnAbsolute)
        corners = [(self._row, self._column)]
        if self.Count > 1:
            corners.append((self._row + self._rows - 1, self._column + self._columns - 1))
        text = ":".join(f"{right}{column_letters(column)}{down}{row + 1}" for row, column in corners)
        sheet = self._worksheet
        if not External:
            return text
        place = f"[{sheet._book.Name}]{sheet.Name}"
        return f"{place}!{text}" if re.fullmatch(r"\[[\w.]+\][^\W\d]\w*", place) else f"'{place}'!{text}"

    @property
    def EntireRow(self):
        return type(self)(self._worksheet, self._row, 0, self._rows, COLUMNS)

    @property
    def EntireColumn(self):
        return type(self)(self._worksheet, 0, self._column, ROWS, self._columns)

    @property
    def CurrentRegion(self):
        cursor = self._worksheet._sheet.createCursorByRange(self._cells)
        cursor.collapseToCurrentRegion()
        return self._of(self._worksheet._book, cursor.RangeAddress)

    def End(self, Direction):
        """The cell that Ctrl + arrow leads to: the end of the filled run, or the next filled cell, or the edge."""
        used = self._worksheet.UsedRange
        upright = Direction in (UP, DOWN)
        if upright:
            at, strip = self._row, type(self)(self._worksheet, 0, self._column, used._row + used._rows, 1)
        else:
            at, strip = self._column, type(self)(self._worksheet, self._row, 0, 1, used._column + used._columns)
        full = {i for i, value in enumerate(v for row in strip._cells.getDataArray() for v in row) if value != ""}
        step = 1 if Direction in (DOWN, RIGHT) else -1
        if at in full and at + step in full:
            while at + step in full:
                at += step
        elif step > 0:
            at = min((i for i in full if i > at), default=(ROWS if upright else COLUMNS) - 1)
        else:
            at = max((i for i in full if i < at), default=0)
        return type(self)(self._worksheet, *((at, self._column) if upright else (self._row, at)))

    def _show(self):
        if self._worksheet != self._worksheet._book.ActiveSheet:
            raise ComError("Select method of Range class failed")
        self._worksheet._book._model.CurrentController.select(self._cells)

    @change
    def Select(self):
        self._show()

    Activate = Select


def _fit_rows(cells):
    cells.Rows.OptimalHeight = True


def _fit_columns(cells):
    cells.Columns.OptimalWidth = True


class Lines(Com):
    """The rows or the columns of a range."""

    def __init__(self, cells, count, line, fit):
        self._application, self._cells, self._count, self._line = cells._application, cells, count, line
        self._fit = fit

    def __call__(self, number):
        return self._line(number - 1)

    Item = __call__

    def __iter__(self):
        return map(self._line, range(self._count))

    @property
    def Count(self):
        return self._count

    @change
    def AutoFit(self):
        self._fit(self._cells._cells)
