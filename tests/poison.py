"""Whether formulas give what Python says they give, seen by LibreOffice alone.

A workbook is written with the values that Python computed; to test the formulas, those values are first poisoned, so
that nothing but a recalculation can bring the right ones back.
"""

import io
import re
import tempfile
import zipfile
from pathlib import Path

from ansx_xl.book import cached
from ansx_xl.rules import Expr
from ansx_xl.writing import plain

_FORMULA_CELL = re.compile(r"<c( [^>]*?)?>(<f[^>]*/>|<f[^>]*>[^<]*</f>)<v>[^<]*</v></c>")
_TYPE = re.compile(r' t="(\w+)"')


def poisoned(data: bytes) -> bytes:
    """The same workbook with -1 or "?" as the stored value of every formula."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = _FORMULA_CELL.sub(_poison, part.decode()).encode()
            new.writestr(name, part)
    return out.getvalue()


def _poison(cell: re.Match) -> str:
    kind = _TYPE.search(cell[1] or "")
    text = kind is not None and kind[1] == "str"
    attributes = cell[1] if text else _TYPE.sub("", cell[1] or "")
    return f"<c{attributes}>{cell[2]}<v>{'?' if text else -1}</v></c>"


def stored_formulas(data: bytes) -> dict[str, set[str]]:
    """The formula cells of a written workbook: sheet -> addresses, straight from the XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
        found = {}
        for number, name in enumerate(names, start=1):
            part = package.read(f"xl/worksheets/sheet{number}.xml").decode()
            found[name] = set(re.findall(r'<c r="([A-Z]+[0-9]+)"[^>]*><f', part))
    return found


def differences(office, book, data: bytes, recalculate: bool = True) -> list[tuple]:
    """Where LibreOffice shows something else than Python: (sheet, row, column, Python's value, LibreOffice's).

    Numbers are compared to 12 significant digits, whole numbers and words exactly. A formula that LibreOffice does not
    hold as one counts as a difference too.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(data)
        with office.open(path) as opened:
            if recalculate:
                opened.recalculate()
            return unlike(book, results(opened, book))


def results(opened, book) -> dict[str, dict]:
    """What the formula cells of an open workbook show, by sheet."""
    return {sheet.name: opened.results(sheet.name) for sheet in book.sheets}


def formulas(book):
    """Every cell of a book that is a formula, with its sheet."""
    return ((sheet, cell) for sheet in book.sheets for cell in sheet.cells if isinstance(cell.content, Expr))


def unlike(book, shown: dict[str, dict]) -> list[tuple]:
    """Where what is shown differs from what Python computes."""
    found = []
    for sheet, cell in formulas(book):
        exp = plain(book.value(cell.key) if cell.key is not None else cached(cell.content, book.value))
        obs = shown[sheet.name].get((cell.row, cell.col))
        if obs is None or not _same(exp, obs):
            found.append((sheet.name, cell.row, cell.col, exp, obs))
    return found


def _same(exp, obs: tuple) -> bool:
    kind, value = obs
    if isinstance(exp, str):
        return value == exp and kind == ("error" if exp.startswith("#") else "text")
    if kind != "number":
        return False
    return value == exp if isinstance(exp, int) else f"{value:.12g}" == f"{exp:.12g}"
