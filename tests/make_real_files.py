"""Forms as officers send them: `python tests/make_real_files.py [FOLDER]` makes the files of tests/real anew.

No officer sends what a library wrote. Here LibreOffice, set to Vietnamese, opens issued forms; they are filled by
typing, and then treated as forms are: pasted over, merged, sorted, unprotected, copied. Beside the files stands
expected.csv: what was meant by each cell, and the findings that must come out. It is written from what was typed,
never from what was read.

The figures are those of the practice province, the forms those of the plan's own catalogue. After a change of the
elements the files must be made again, for they are forms of an older edition then.
"""

import csv
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from office import Office

from ansx_xl import catalogue as catalogues
from ansx_xl import forms, layout, text, vi, writing
from ansx_xl.demo import filling, folder, province
from ansx_xl.model import Prior, Status
from ansx_xl.period import Period

REAL = Path(__file__).parent / "real"
TABLE = "expected.csv"
COLUMNS = ("file", "period", "respondent", "element", "unit", "status", "value", "codes")
SIGNS = {text.NIL: Status.NIL, text.NOT_APPLICABLE: Status.NOT_APPLICABLE}
SIGNS |= dict.fromkeys(text.NOT_COLLECTED, Status.NOT_COLLECTED)


def practice_world():
    """The figures of the practice province."""
    with tempfile.TemporaryDirectory() as home:
        folder.make_catalogue(Path(home) / "catalogue")
        return province.read(catalogues.load(Path(home) / "catalogue"))


def typed_vietnamese(content):
    """A content as it is typed on a machine set to Vietnamese: a comma before the decimals."""
    return str(content).replace(".", ",") if isinstance(content, Decimal) else content


class Desk:
    """A form open in LibreOffice, the officer before it, and what must be read from it afterwards."""

    def __init__(self, document, form, filled):
        self.document = document
        self.form = form
        self.filled = filled
        self.expected = {s.key: ("empty", "", "R04" if s.element.required else "") for s in form.inputs}
        self.rejected = ""
        self.remarks = ""  # findings about no cell
        self.sheet_name = vi.ENTRY

    @property
    def sheet(self):
        return self.document.sheet(self.sheet_name)

    def slot(self, code, unit=None):
        return self.form.by_key[code, unit or next(u for c, u in self.form.by_key if c == code)]

    def figure(self, code):
        return self.filled.entries[self.slot(code).key]

    def cell(self, slot):
        return self.sheet.getCellByPosition(slot.col, slot.row)

    def type_role(self, role, typed):
        row, column = layout.IDENTITY[role]
        self.document.type_in(self.sheet_name, row, column, typed)

    def type_all(self, language=typed_vietnamese):
        """Fill in the whole form by typing."""
        self.type_role("officer", "Lò Thị Mẫu")
        self.type_role("telephone", "0213 3 000 111")
        self.type_role("date", "15/01/2025")
        for slot in self.form.inputs:
            content = self.filled.entries[slot.key]
            self.document.type_in(self.sheet_name, slot.row, slot.col, language(content))
            self.means(slot, content)
            if explanation := self.filled.explanations.get(slot.key):
                self.document.type_in(self.sheet_name, slot.row, layout.EXPLANATION, explanation)
        for slot in self.form.inputs:
            if slot.key in self.filled.estimates:
                estimate = language(self.filled.estimates[slot.key])
                self.document.type_in(self.sheet_name, slot.row, layout.ESTIMATE, estimate)

    def means(self, slot, content, codes=""):
        """What a cell stands for, and the findings about it."""
        status = SIGNS.get(content, Status.NUMBER if isinstance(content, (int, Decimal)) else Status.ERROR)
        value = format(Decimal(content).normalize(), "f") if status is Status.NUMBER else ""
        self.expected[slot.key] = (status.value, value, codes)

    def is_wrong(self, slot, codes):
        self.expected[slot.key] = (Status.ERROR.value, "", codes)

    def type_over(self, code, typed, content, codes="", unit=None):
        """Type something else into an input; *content* is what it means, None for nothing that can be used."""
        slot = self.slot(code, unit)
        self.document.type_in(self.sheet_name, slot.row, slot.col, typed)
        self.is_wrong(slot, codes) if content is None else self.means(slot, content, codes)

    def paste(self, code, pasted, content, codes="", unit=None):
        """Put a text into an input as pasting from a letter or a web page does: it stays a text."""
        slot = self.slot(code, unit)
        self.document.set(self.sheet_name, {(slot.row, slot.col): pasted})
        self.is_wrong(slot, codes) if content is None else self.means(slot, content, codes)

    def unprotect(self):
        self.sheet.unprotect("")
        assert not self.sheet.isProtected()

    def block(self, first, last, left=layout.KEY, right=layout.EXPLANATION):
        return self.sheet.getCellRangeByPosition(left, first, right, last)

    def sort(self, first, last, left):
        """Sort rows by their figures, the largest first."""
        office = self.document.office
        field = office.struct("com.sun.star.table.TableSortField", Field=layout.ACTUAL - left, IsAscending=False)
        fields = office.uno.Any("[]com.sun.star.table.TableSortField", (field,))
        arguments = office.properties(SortFields=fields, ContainsHeader=False, BindFormatsToContent=True)
        self.block(first, last, left).sort(arguments)


def typed_unit(desk):
    """Decimals with a comma, signs, a task and a text; nothing to remark on."""
    desk.type_over("NL_VD", "1234,5", Decimal("1234.5"))
    desk.type_over("NL_NS", "30.000,25", Decimal("30000.25"))
    desk.type_over("TC_BD", "-", "-")
    desk.type_over("VH_THON", "…", "…")
    desk.document.type_in(vi.ENTRY, desk.slot("VH_THON").row, layout.EXPLANATION, "chưa bình xét xong")
    task = desk.form.tasks[0]
    desk.document.type_in(vi.TASKS, task.row, layout.T_STATUS, vi.TASK_STATUSES[1])
    desk.document.type_in(vi.TASKS, layout.NARRATIVE_ROW + 1, layout.NARRATIVE_COLUMN, "Cơ bản đạt kế hoạch.")


def typed_half_year(desk):
    """A year foreseen below what has been reached already."""
    slot = desk.slot("LD_VL")
    desk.document.type_in(vi.ENTRY, slot.row, layout.ESTIMATE, "5")
    desk.means(slot, desk.filled.entries[slot.key], "C02")


def typed_agency(desk):
    """Tables of units: one figure not known, one with a point for thousands, which Vietnamese settings understand."""
    desk.type_over("YT_XA_BS", "...", "...", "R09", unit="109")
    desk.type_over("YT_CAN", "8.303", 8303, unit="109")


def pasted_texts(desk):
    """Figures pasted from a letter or a chat: they stay texts."""
    desk.paste("LD_LLLD", f"{desk.figure('LD_LLLD'):,}".replace(",", " "), desk.figure("LD_LLLD"), "R02")
    desk.paste("CH_THON", f"\u00a0{desk.figure('CH_THON')}\u200b", desk.figure("CH_THON"), "R02")
    desk.paste("NL_NS", "31.602,5", Decimal("31602.5"), "R03")
    desk.paste("VH_HO", "10.311", None, "R01")
    desk.paste("TC_KT", "9 câu lạc bộ", None, "R01")
    desk.paste("TC_VP", "không", None, "R01")
    desk.paste("GD_XA_MN5", "95%", None, "R01")
    desk.paste("TT_XA_DAI", "x", None, "R10")
    desk.paste("TC_BD", " - ", "-")


def formulas_and_dates(desk):
    """Sums in place of figures, a reference, an error value, and a cell that has become a date."""
    desk.type_over("NO_HN", "=20+7", 27, "R06")
    desk.type_over("GD_XA_MN5", f"={layout.address(desk.slot('GD_XA_TH3').row, layout.ACTUAL)}+1", None, "R07")
    desk.type_over("TC_KT", "=1/0", None, "R05")
    desk.unprotect()
    slot = desk.slot("VH_THON")
    formats = desk.document.model.NumberFormats
    locale = desk.document.office.struct("com.sun.star.lang.Locale", Language="vi", Country="VN")
    desk.cell(slot).NumberFormat = formats.queryKey("DD/MM/YYYY", locale, True)
    desk.document.type_in(vi.ENTRY, slot.row, slot.col, "12/05/2024")
    desk.is_wrong(slot, "R13")


def merged_cells(desk):
    """Two inputs made one: the lower figure is gone, and nobody knows what the upper one stands for."""
    desk.unprotect()
    upper, lower = desk.slot("TT_XA_DAI"), desk.slot("VH_HO")
    desk.document.set(vi.ENTRY, {(lower.row, lower.col): None})
    desk.block(upper.row, lower.row, upper.col, upper.col).merge(True)
    desk.means(upper, desk.figure("TT_XA_DAI"), "R21")
    desk.expected[lower.key] = ("empty", "", "R04 R21")


def rows_moved(desk):
    """Rows and a column put in between, a heading taken out: names and keys move along, and nothing is to be said."""
    desk.unprotect()
    desk.sheet.Columns.insertByIndex(layout.OF_PLAN, 1)
    rows = desk.sheet.Rows
    rows.insertByIndex(desk.slot("VH_HO").row, 2)
    rows.removeByIndex(desk.form.headings[0].row, 1)
    # Two rows in, one out: the labels below stand one row further down.
    spelt, changed = desk.slot("GD_TR"), desk.slot("GN_HS")
    desk.sheet.getCellByPosition(layout.LABEL, spelt.row + 1).String = f" {spelt.label.upper()} "
    desk.sheet.getCellByPosition(layout.LABEL, changed.row + 1).String = "Số học sinh đến trường"
    desk.means(changed, desk.figure("GN_HS"), "R20")


def row_deleted(desk):
    """A row taken out as "not ours"."""
    desk.unprotect()
    desk.sheet.Rows.removeByIndex(desk.slot("VH_HO").row, 1)
    desk.rejected = "F13"


def sorted_whole(desk):
    """Rows sorted by their figures, keys and all: read by their keys."""
    desk.unprotect()
    first, last = desk.slot("GN_VON_KH").row, desk.slot("NL_VD").row
    desk.sort(first, last, layout.KEY)
    moved = sorted(("GN_VON_KH", "GN_VON_GN", "NL_NS", "NL_VD"), key=desk.figure, reverse=True)
    for row, code in enumerate(moved, start=first):
        if row != desk.slot(code).row:
            desk.means(desk.slot(code), desk.figure(code), "R16")
    # The sheet goes on to compute its send code from the old order.
    desk.remarks = "R18"


def sorted_in_part(desk):
    """Only the columns in sight sorted: labels and hidden keys contradict each other."""
    desk.unprotect()
    desk.sort(desk.slot("GN_VON_KH").row, desk.slot("NL_VD").row, layout.NUMBER)
    desk.rejected = "F13"


def renamed_and_copied(desk):
    """The sheet under a name of the officer's own, and a copy kept beside it with which somebody played."""
    desk.document.model.Sheets.getByName(vi.ENTRY).Name = desk.sheet_name = "Biểu 107 (sửa)"
    desk.document.model.Sheets.copyByName(desk.sheet_name, "Bản nháp", 0)
    slot = desk.slot("CH_HO")
    desk.document.set("Bản nháp", {(slot.row, slot.col): 999_999})
    desk.means(slot, desk.figure("CH_HO"), "R22")


def cut_and_pasted(desk):
    """A figure dragged into the row below: its name goes with it, its key does not."""
    desk.unprotect()
    source, target = desk.slot("TC_TT"), desk.slot("TC_BD")
    cut = desk.block(source.row, source.row, source.col, source.col)
    desk.sheet.moveRange(desk.cell(target).CellAddress, cut.RangeAddress)
    desk.expected[source.key] = ("empty", "", "R04 R16")
    desk.means(target, desk.figure("TC_TT"))
    # Formulas follow a cell that is dragged, so the sheet's send code counts the figure for the row above.
    desk.remarks = "R18"


CASES = {
    "typed_unit": ("2024", "105", typed_unit),
    "typed_half_year": ("2024-H1", "106", typed_half_year),
    "typed_agency": ("2024", "SYT", typed_agency),
    "pasted_texts": ("2024", "107", pasted_texts),
    "formulas_and_dates": ("2024", "109", formulas_and_dates),
    "merged_cells": ("2024", "110", merged_cells),
    "rows_moved": ("2024", "111", rows_moved),
    "row_deleted": ("2024", "112", row_deleted),
    "sorted_whole": ("2024", "105", sorted_whole),
    "sorted_in_part": ("2024", "106", sorted_in_part),
    "renamed_and_copied": ("2024", "107", renamed_and_copied),
    "cut_and_pasted": ("2024", "109", cut_and_pasted),
}


def blank_form(catalogue, form):
    """An issued form, without any earlier figure."""
    return writing.to_bytes(forms.make(catalogue, form, Prior()), form.period.end)


def make(office, catalogue, world, name, target):
    """One file of its kind; returns the rows of the table."""
    code, respondent, edit = CASES[name]
    form = layout.form(catalogue, Period.parse(code), respondent)
    blank = target / f"{name}.xlsx"
    blank.write_bytes(blank_form(catalogue, form))
    with office.open(blank) as document:
        desk = Desk(document, form, filling.fill(catalogue, world, form))
        desk.type_all()
        edit(desk)
        document.recalculate()
        document.save_as(blank)
    about = (blank.name, code, respondent)
    if desk.rejected:
        return [(*about, "", "", "rejected", "", desk.rejected)]
    return [(*about, "", "", "", "", desk.remarks), *((*about, *key, *meant) for key, meant in desk.expected.items())]


def main(target=REAL):
    target.mkdir(parents=True, exist_ok=True)
    catalogue, world = catalogues.load(), practice_world()
    with Office(locale="vi-VN") as office:
        rows = [row for name in CASES for row in make(office, catalogue, world, name, target)]
    with (target / TABLE).open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
