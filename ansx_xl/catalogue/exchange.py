"""The catalogue to Excel and back: one sheet for each table, every cell a text; two sheets before them explain.

What comes back is held against the files row by row (`retyped.py` undoes what Excel does to texts), judged as a whole,
and only then written: all changed files or none, the others untouched to the byte. The catalogue inside the installed
package is never written; `copy_default` makes one that may be.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import vi
from ..attainment.headroom import headroom
from ..errors import AnsxError, CatalogueError
from ..frozen import frozen
from ..saving import save
from ..vi import exchange as words
from . import assemble, default_folder, in_order, judge, read_records
from .records import Fault, Record, leading_comment, read_text, render
from .retyped import Row, matched, reworded, rows_of
from .schema import TABLES, Table

_WIDEST = 60


@frozen
class Change:
    """One difference: a cell, a whole row (*column* empty, *before* or *after* `None`), or the order of a table."""

    table: str
    key: str
    column: str
    before: str | None
    after: str | None
    what: str = "changed"


def copy_default(folder: Path) -> None:
    """Put a copy of the package's catalogue into a new or empty *folder*, to be edited there."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AnsxError("not_empty", folder=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in TABLES.values():
            shutil.copyfile(default_folder() / table.file, folder / table.file)
    except OSError as error:
        raise AnsxError("output_folder", folder=str(folder)) from error


def export(folder: Path, target: Path) -> None:
    """Write the catalogue of *folder* as the workbook *target*."""
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill

    records = _records(folder)
    book = openpyxl.Workbook()
    guide = book.active
    guide.title = vi.GUIDE
    guide.column_dimensions["A"].width = 2 * _WIDEST
    for line in (words.EXCHANGE_TITLE, *words.EXCHANGE_GUIDE):
        guide.append([line])
        guide.cell(guide.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    guide.cell(1, 1).font = Font(bold=True)
    _explain(book.create_sheet(words.GLOSSARY))
    dark, light = (PatternFill("solid", fgColor=color) for color in ("BFBFBF", "EDEDED"))
    for name, table in TABLES.items():
        sheet = book.create_sheet(name)
        for number, column in enumerate(table.columns, 1):
            texts = [column, *(record.get(column) for record in records[name])]
            for row, text in enumerate(texts, 1):
                _put(sheet.cell(row, number), text)
            head = sheet.cell(1, number)
            head.font, head.fill = Font(bold=True), dark if column in table.required else light
            shape = sheet.column_dimensions[head.column_letter]
            shape.number_format = "@"  # rows added below are texts too
            shape.width = min(_WIDEST, 3 + max(map(len, texts)))
        sheet.freeze_panes = sheet.cell(2, 2)
        sheet.auto_filter.ref = sheet.dimensions
    for sheet in book:
        _print_wide(sheet)
    data = io.BytesIO()
    book.save(data)
    save(data.getvalue(), target)


def _explain(sheet: Any) -> None:
    """The columns of every table: what each means and what may stand in it. Nothing is read back from here."""
    from openpyxl.styles import Alignment, Font

    sheet.append(words.GLOSSARY_HEADINGS)
    for name, table in TABLES.items():
        sheet.append((name, "", words.GLOSSARY_SHEETS[name]))
        sheet.cell(sheet.max_row, 1).font = sheet.cell(sheet.max_row, 3).font = Font(bold=True)
        for column in table.columns:
            needed = words.REQUIRED if column in table.required else ""
            sheet.append((name, column, *words.column_says(name, column), needed))
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for head, width in zip(sheet[1], (14, 20, 60, 70, 9)):
        head.font = Font(bold=True)
        sheet.column_dimensions[head.column_letter].width = width
    sheet.freeze_panes = sheet.cell(2, 1)
    sheet.auto_filter.ref = sheet.dimensions


def _print_wide(sheet: Any) -> None:
    """Print across A4, as many pages long as it takes, with the first row on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0
    sheet.print_title_rows = "1:1"


def diff(folder: Path, workbook: Path) -> list[Change]:
    """What the workbook would change in *folder*; raises CatalogueError where `import_` would."""
    return [change for name, each in _sound(folder, workbook).items() for change in each.changes(name)]


def import_(folder: Path, workbook: Path) -> list[Change]:
    """Write the edited workbook into *folder* and say what changed.

    Raises CatalogueError with every fault, each with its sheet and cell, before anything is written.
    """
    if folder.resolve() == default_folder().resolve():
        raise AnsxError("default_catalogue")
    edited = _sound(folder, workbook)
    changes = {name: each.changes(name) for name, each in edited.items()}
    changed = {name: TABLES[name] for name, found in changes.items() if found}
    _write_all({folder / table.file: edited[name].text(folder, table) for name, table in changed.items()})
    return [change for found in changes.values() for change in found]


@frozen
class _Edited:
    """One table as it comes back: its rows in order, each with the record it was, and the records that are gone."""

    rows: list[tuple[Record, Record | None]]
    before: list[Record]

    @property
    def records(self) -> list[Record]:
        return [record for record, _ in self.rows]

    def changes(self, name: str) -> list[Change]:
        table = TABLES[name]
        found = []
        for new, old in self.rows:
            if old is None:
                found.append(Change(name, _key(table, new), "", None, _line(table, new), "added"))
                continue
            for column in table.columns:
                if old.get(column) != new.get(column):
                    found.append(Change(name, _key(table, old), column, old.get(column), new.get(column)))
        kept = [old.line for _, old in self.rows if old is not None]
        for record in self.before:
            if record.line not in kept:
                found.append(Change(name, _key(table, record), "", _line(table, record), None, "removed"))
        if kept != sorted(kept):
            found.append(Change(name, "", "", "", "", "moved"))
        return found

    def text(self, folder: Path, table: Table) -> str:
        """The file's new text: its own comment on top, its own order of columns and keys."""
        before = read_text(folder / table.file)
        used = {key for record in self.records for key in record.values}
        header = next(csv.reader([before.partition("\n")[0]]), []) if table.file.endswith(".csv") else []
        columns = [*header, *(c for c in table.columns if c in used and c not in header)]
        return render(table.file, leading_comment(before), columns, [record.values for record in self.records])


def _key(table: Table, record: Record) -> str:
    return " ".join(filter(None, (record.get(column) for column in table.key or table.required[:1])))


def _line(table: Table, record: Record) -> str:
    return " | ".join(filter(None, (record.get(column) for column in table.columns)))


def _records(folder: Path) -> dict[str, list[Record]]:
    """The records of a folder whose files can be read; what they mean is not judged, so that it can be mended."""
    if not folder.is_dir():
        raise AnsxError("no_catalogue", folder=str(folder))
    records, faults = read_records(folder)
    if faults:
        raise CatalogueError(in_order(faults))
    return records


def _sound(folder: Path, workbook: Path) -> dict[str, _Edited]:
    """Every table of a workbook in which all cells can be read and the whole catalogue is without fault."""
    edited, letters, faults = _edited(folder, workbook)
    records = {name: each.records for name, each in edited.items()}
    nouns, found = judge(records)
    if not faults and not found:
        found = [
            record.fault("headroom", key="values", value=room.target_id, period=room.period_type, bound=room.bound)
            for room in headroom(assemble(nouns, records))
            for record in records["targets"]
            if record.get("id") == room.target_id and not room.sound
        ]
    placed = {fault.file for fault in faults}
    faults += [fault for fault in (_placed(f, letters) for f in _in_sheet_order(found)) if fault.file not in placed]
    if faults:
        raise CatalogueError(faults)
    return edited


def _edited(folder: Path, workbook: Path) -> tuple[dict[str, _Edited], dict[str, dict[str, str]], list[Fault]]:
    """Every table of the workbook beside the folder's, the letters of each sheet's columns, the cells in doubt."""
    before, sheets = _records(folder), _sheets(workbook)
    for name in TABLES:
        if name not in sheets:
            raise AnsxError("exchange_sheet", file=str(workbook), sheet=name)
    read = {name: rows_of(name, sheets[name], table.columns) for name, table in TABLES.items()}
    letters = {name: found for name, (_, found, _) in read.items()}
    faults = [_placed(fault, letters) for _, _, found in read.values() for fault in found]
    if faults:  # without its header a sheet says nothing
        raise CatalogueError(faults)
    edited = {}
    for name, table in TABLES.items():
        zeros = {c for c in table.columns if any(r.get(c)[:1] == "0" and r.get(c)[1:].isdigit() for r in before[name])}
        found: list[Fault] = []
        pairs = matched(read[name][0], before[name], table)
        edited[name] = _Edited([_record(name, row, old, table, zeros, found) for row, old in pairs], before[name])
        faults += [_placed(fault, letters) for fault in found]
    return edited, letters, faults


def _record(
    name: str, row: Row, old: Record | None, table: Table, zeros: set[str], faults: list[Fault]
) -> tuple[Record, Record | None]:
    """A row as a record: keys in the order of the record it was, then of the table."""
    was = old.values if old else {}
    values: dict[str, str] = {}
    for column in dict.fromkeys([*was, *table.columns]):
        text, fault = reworded(row.cells.get(column), was.get(column, ""), column, column in zeros)
        if fault:
            faults.append(Fault(name, row.line, fault, {"key": column, "value": text}))
        if text or was.get(column) == "":
            values[column] = text
    return Record(name, row.line, values), old


def _in_sheet_order(faults: list[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda f: (list(TABLES).index(f.file), f.line, f.code))


def _placed(fault: Fault, letters: Mapping[str, Mapping[str, str]]) -> Fault:
    """A fault of a sheet's row, with the address of its cell."""
    of_sheet = letters[fault.file]
    letter = of_sheet.get(str(fault.facts.get("key")), next(iter(of_sheet.values()), ""))
    return replace(fault, file=f"{fault.file}!{letter}{fault.line}", line=0)


def _sheets(workbook: Path) -> dict[str, Any]:
    import warnings
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    if not workbook.is_file():
        raise AnsxError("no_file", file=str(workbook))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of parts that it leaves out; none of them is data
            book = openpyxl.load_workbook(workbook)
    except (InvalidFileException, zipfile.BadZipFile, OSError, KeyError, ValueError, TypeError, SyntaxError) as error:
        raise AnsxError("exchange_unreadable", file=str(workbook)) from error
    return {sheet.title: sheet for sheet in book.worksheets}


def _put(cell: Any, text: str) -> None:
    """Write a text as a text: never a formula, a number or a date."""
    cell.number_format = "@"
    if text:
        cell.value = text
        cell.data_type = "s"


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A draft in the folder of *target*; gone at the end, however that comes."""
    if not os.access(target, os.W_OK):
        raise AnsxError("output_busy", file=str(target))
    try:
        handle, name = tempfile.mkstemp(prefix=".~", suffix=".tmp", dir=target.parent)
        os.close(handle)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise AnsxError("output_busy", file=str(target)) from error


def _write_all(texts: Mapping[Path, str]) -> None:
    """Replace files all or none: every new text is on the disk before the first file is touched."""
    before = {path: path.read_bytes() for path in texts}
    done: list[Path] = []
    with contextlib.ExitStack() as drafts:
        ready = [(path, drafts.enter_context(_beside(path))) for path in texts]
        for path, draft in ready:
            _save(draft, texts[path].encode())
            shutil.copymode(path, draft)
        try:
            for path, draft in ready:
                os.replace(draft, path)
                done.append(path)
        except OSError as error:
            for path in done:
                _save(path, before[path])
            raise AnsxError("output_busy", file=str(path)) from error


def _save(path: Path, data: bytes) -> None:
    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
