"""Ranges of cells, and what hangs on a cell: its fill, its note, its link.

A value is written as Excel takes it: a text that begins with "=" becomes a formula, other texts that look like numbers,
dates or logicals are read as typed in en-US, and in a cell formatted as text everything stays text.
"""

import datetime
import re

from engine.com import change
from engine.formulas import to_excel, to_office
from engine.marks import Comment, Font, Hyperlinks, Interior
from engine.places import COLUMNS, Place
from engine.pywin32 import ComError

DATE, TEXT, LOGICAL = 6, 256, 1024  # com.sun.star.util.NumberFormat; 6 is a date, a time or both
FORMULA_CELLS = 16  # com.sun.star.sheet.CellFlags, also the next two
CONTENTS = 1 + 2 + 4 + 16  # values, dates, texts, formulas
FORMATS = 32 + 64  # of the cell itself, and from its style
ERRORS = {532: -2146826281, 32767: -2146826246, 525: -2146826259, 521: -2146826288, 503: -2146826252, 524: -2146826265}
VALUE_ERROR = -2146826273
NOT_A_FORMULA = {501, 507, 508, 509, 510, 511, 512, 513, 514, 516, 520}  # LibreOffice's codes
LONGEST = {True: 8192, False: 32767}  # characters of a formula, of a text
EPOCH = datetime.datetime(1899, 12, 30, tzinfo=datetime.UTC)
READ_AS_TYPED = re.compile(r"\s*[-+]?[$(]?\s*[\d.,].*|true|false|'.*", re.IGNORECASE | re.DOTALL)


class Range(Place):
    def _guard(self, allowed=None):
        """Refuse what Excel refuses on a protected sheet: changing a locked cell, or any format."""
        if self._worksheet._refuses(allowed) and (allowed or self.Locked is not False):
            raise ComError("The cell or chart you're trying to change is on a protected sheet.")

    # what it holds

    def _formatted(self, kind):
        """The cells, as (row, column) from the range's corner, whose number format is of that kind."""
        formats = self._worksheet._book._model.NumberFormats
        for group in self._cells.getUniqueCellFormatRanges():
            if formats.getByKey(group.getByIndex(0).NumberFormat).Type & kind:
                for at in group.RangeAddresses:
                    for row in range(at.StartRow, at.EndRow + 1):
                        for column in range(at.StartColumn, at.EndColumn + 1):
                            yield row - self._row, column - self._column

    def _shaped(self, rows):
        return rows[0][0] if self.Count == 1 else tuple(map(tuple, rows))

    @property
    def Value2(self):
        rows = [[None if value == "" else value for value in row] for row in self._raw()]
        for row, column in self._formatted(LOGICAL):
            if isinstance(rows[row][column], float):
                rows[row][column] = bool(rows[row][column])
        return self._shaped(rows)

    @property
    def Value(self):
        rows = self.Value2 if self.Count > 1 else ((self.Value2,),)
        rows = list(map(list, rows))
        for row, column in self._formatted(DATE):
            if isinstance(rows[row][column], float):
                rows[row][column] = EPOCH + datetime.timedelta(seconds=round(rows[row][column] * 86400, 3))
        return self._shaped(rows)

    @Value.setter
    def Value(self, value):
        self._put(value)

    @Value2.setter
    def Value2(self, value):
        self._put(value)

    def _raw(self):
        rows = [list(row) for row in self._cells.getDataArray()]
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is None:
                    rows[r][c] = ERRORS.get(self._cell(r, c).getError(), VALUE_ERROR)
        return rows

    @property
    def Formula(self):
        rows = [["" if v == "" else v if isinstance(v, str) else f"{v:.15g}" for v in row] for row in self._raw()]
        texts = self._cells.getFormulaArray()
        for at in self._cells.queryContentCells(FORMULA_CELLS).RangeAddresses:
            for row in range(at.StartRow - self._row, at.EndRow - self._row + 1):
                for column in range(at.StartColumn - self._column, at.EndColumn - self._column + 1):
                    rows[row][column] = to_excel(texts[row][column].strip("{}"))
        return self._shaped(rows)

    @Formula.setter
    def Formula(self, value):
        if isinstance(value, str) and value.startswith("=") and self.Count > 1:
            self._fill(value)
        else:
            self._put(value)

    @property
    def FormulaArray(self):
        return to_excel(self._cells.getArrayFormula().strip("{}"))

    @FormulaArray.setter
    def FormulaArray(self, value):
        self._guard()
        self._cells.setArrayFormula(to_office(value))

    @property
    def HasArray(self):
        return bool(self._cell().getArrayFormula())

    @property
    def HasFormula(self):
        return all(text.startswith("=") for row in self._rows_of(self.Formula) for text in row)

    def _rows_of(self, value):
        return value if self.Count > 1 else ((value,),)

    def _fill(self, formula):
        """One formula for many cells: relative references move with the cell."""
        self._part(0, 0)._put(formula)
        tokens = self._cell().getTokens()
        for cell in self:
            cell._cell().setTokens(tokens)

    def _put(self, value):
        self._guard()
        if not isinstance(value, (list, tuple)):
            value = [[value] * self._columns] * self._rows
        elif not isinstance(value[0], (list, tuple)):
            value = [value] * self._rows
        if len(value) != self._rows or {len(row) for row in value} != {self._columns}:
            raise ComError(f"{self.Address} cannot hold {len(value)} rows of {len(value[0])} values")
        texts = {(r, c) for r, row in enumerate(value) for c, v in enumerate(row) if isinstance(v, str) and typed(v)}
        if texts:
            texts -= set(self._formatted(TEXT))
        if not texts:
            self._cells.setDataArray(tuple(tuple(plain(v) for v in row) for row in value))
        else:
            rows = (tuple(entry(v, (r, c) in texts) for c, v in enumerate(row)) for r, row in enumerate(value))
            self._cells.setFormulaArray(tuple(rows))
            self._refuse_nonsense(texts)
        for kind, code in ((bool, "BOOLEAN"), (datetime.date, "m/d/yyyy")):
            for r, row in enumerate(value):
                for c, v in enumerate(row):
                    if isinstance(v, kind):
                        self._part(r, c)._dress(code)

    def _refuse_nonsense(self, texts):
        data = self._cells.getDataArray()
        for row, column in texts:
            if data[row][column] is None and self._cell(row, column).getError() in NOT_A_FORMULA:
                text = self._cell(row, column).Formula
                self._cell(row, column).setFormula("")
                raise ComError(f"Not a formula: {text}")

    @change
    def ClearContents(self):
        self._guard()
        self._cells.clearContents(CONTENTS)

    @change
    def ClearFormats(self):
        self._guard("AllowFormattingCells")
        self._cells.clearContents(FORMATS)

    @change
    def Clear(self):
        self._guard()
        self._cells.clearContents(CONTENTS + FORMATS)

    # how it looks

    def _get(self, name, value=lambda found: found):
        """A property that all cells share, else None."""
        mixed = self._cells.getPropertyState(name).value == "AMBIGUOUS_VALUE"
        return None if mixed else value(self._cells.getPropertyValue(name))

    def _format(self, name, value):
        self._guard("AllowFormattingCells")
        self._cells.setPropertyValue(name, value)

    def _key(self, code):
        formats, locale = self._worksheet._book._model.NumberFormats, self._application._locale
        key = formats.queryKey(code, locale, False)
        return formats.addNew(code, locale) if key == -1 else key

    def _dress(self, code):
        if self.NumberFormat == "General":
            self._cells.NumberFormat = self._key(code)

    @property
    def NumberFormat(self):
        formats = self._worksheet._book._model.NumberFormats

        def code(key):
            found = formats.getByKey(key)
            return found.FormatString.lower() if found.Type & DATE else found.FormatString

        return self._get("NumberFormat", code)

    @NumberFormat.setter
    def NumberFormat(self, code):
        self._format("NumberFormat", self._key(code))

    @property
    def Locked(self):
        return self._get("CellProtection", lambda found: found.IsLocked)

    @Locked.setter
    def Locked(self, value):
        protection = self._cell().CellProtection
        protection.IsLocked = value
        self._format("CellProtection", protection)

    @property
    def WrapText(self):
        return self._get("IsTextWrapped")

    @WrapText.setter
    def WrapText(self, value):
        self._format("IsTextWrapped", value)

    @property
    def Interior(self):
        return Interior(self)

    @property
    def Font(self):
        return Font(self)

    @property
    def RowHeight(self):
        heights = {row.Height for row in self._cells.Rows}
        return round(heights.pop() * 72 / 2540 * 4) / 4 if len(heights) == 1 else None

    @RowHeight.setter
    def RowHeight(self, points):
        self._guard("AllowFormattingRows")
        self._cells.Rows.Height = round(points * 2540 / 72)

    @property
    def ColumnWidth(self):
        widths = {column.Width for column in self._cells.Columns}
        return round((widths.pop() / 2540 * 96 - 5) / 7, 2) if len(widths) == 1 else None

    @ColumnWidth.setter
    def ColumnWidth(self, characters):
        self._guard("AllowFormattingColumns")
        self._cells.Columns.Width = round((characters * 7 + 5) * 2540 / 96)

    @property
    def Hidden(self):
        return not (self._cells.Rows if self._columns == COLUMNS else self._cells.Columns).IsVisible

    @Hidden.setter
    def Hidden(self, value):
        whole_rows = self._columns == COLUMNS
        self._guard("AllowFormattingRows" if whole_rows else "AllowFormattingColumns")
        (self._cells.Rows if whole_rows else self._cells.Columns).IsVisible = not value

    # what hangs on it

    @property
    def Comment(self):
        found = Comment(self._part(0, 0))
        return found if found.Text() else None

    @change
    def AddComment(self, Text=""):
        self._guard("AllowEditingObjects")
        if self.Count > 1 or self.Comment:
            raise ComError("Application-defined or object-defined error: one note for one cell")
        self._worksheet._sheet.Annotations.insertNew(self._cell().CellAddress, Text)
        return self.Comment

    @change
    def ClearComments(self):
        self._guard("AllowEditingObjects")
        self._drop_notes()

    def _drop_notes(self):
        notes = self._worksheet._sheet.Annotations
        for i in reversed(range(notes.Count)):
            at = notes.getByIndex(i).Position
            if 0 <= at.Row - self._row < self._rows and 0 <= at.Column - self._column < self._columns:
                notes.removeByIndex(i)

    @property
    def Hyperlinks(self):
        return Hyperlinks(self._worksheet, self)


def typed(text):
    return text.startswith("=") or READ_AS_TYPED.fullmatch(text) is not None


def plain(value):
    """As LibreOffice's arrays have it: a float or a text. What pywin32 cannot pass to Excel is refused."""
    if value is None:
        return ""
    if isinstance(value, str):
        if len(value) > LONGEST[value.startswith("=")]:
            raise ComError(f"A cell cannot hold {len(value)} characters")
        return value
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, datetime.date):
        if not isinstance(value, datetime.datetime):
            value = datetime.datetime(value.year, value.month, value.day)
        return (value.replace(tzinfo=datetime.UTC) - EPOCH).total_seconds() / 86400
    raise TypeError(f"Objects of type '{type(value).__name__}' can not be converted to a COM VARIANT")


def entry(value, as_typed):
    """The same as text for LibreOffice's arrays of formulas, where an apostrophe keeps a text a text."""
    value = plain(value)
    if isinstance(value, float):
        return repr(value)
    if as_typed:
        return to_office(value) if value.startswith("=") else value
    return value and "'" + value
