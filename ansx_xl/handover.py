"""A workbook as JSON, on its way from the process that read it: one side packs, the other believes only the shape.

A question is the names of the sheets not to be looked into, as JSON on one line, and the bytes of the file.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Collection

from ansx_xl.cells import LAST_COLUMN, LAST_ROW, Cell, Sheet, Workbook, made, read
from ansx_xl.errors import WorkbookError

_CODE = re.compile("F[0-9]{2}")
_KINDS = {"n": "number", "d": "date", "t": "text", "b": "bool", "e": "error", "-": "blank"}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}
_STATES = frozenset(("visible", "hidden", "veryHidden"))


def question(data: bytes, unread: Collection[str]) -> bytes:
    """What to ask for the workbook in *data*."""
    return json.dumps(sorted(unread)).encode() + b"\n" + data


def answer(question: bytes) -> bytes:
    """The workbook asked for, or why there is none."""
    gc.disable()  # what is read holds no circles
    unread, _, data = question.partition(b"\n")
    try:
        book = read(data, json.loads(unread))
        sheets = [_plain(sheet) for sheet in book.sheets.values()]
        found = ["book", sheets, book.names, book.other_names, book.date1904]
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    except MemoryError:
        found = ["error", "F06", {"limit": "memory"}]
    except WorkbookError as fault:
        found = ["error", fault.code, fault.facts]
    return json.dumps(found).encode()


def _plain(sheet: Sheet) -> list:
    """A sheet as lists; its cells as rows, columns, kinds (a letter each), raws, formulas and fonts (if there are)."""
    rows, columns = zip(*sheet.cells) if sheet.cells else ((), ())
    kinds, raws, formulas, fonts = zip(*sheet.cells.values()) if sheet.cells else ((),) * 4
    letters = "".join(map(_LETTERS.__getitem__, kinds))
    cells = [rows, columns, letters, raws, formulas, fonts if any(fonts) else None]
    return [sheet.name, sheet.state, cells, sheet.merged, sorted(sheet.duplicates)]


def workbook(answer: bytes) -> Workbook:
    """The workbook in an answer, or its error raised; a ValueError or the like for any other shape."""
    kind, *content = json.loads(answer)
    if kind == "error":
        code, facts = content
        _demand(_CODE.fullmatch(code) and all(isinstance(fact, str) for fact in facts.values()))
        raise WorkbookError(code, **facts)
    sheets, names, others, date1904 = content
    book = Workbook(
        {sheet.name: sheet for sheet in map(_sheet, sheets)},
        {name: (_text(sheet), *_place(row, column)) for name, (sheet, row, column) in names.items()},
        {name: _text(meaning) for name, meaning in others.items()},
        date1904 is True,
    )
    _demand(all(sheet in book.sheets for sheet, _, _ in book.names.values()))
    return book


def _sheet(plain: list) -> Sheet:
    name, state, cells, merged, duplicates = plain
    _demand(state in _STATES)
    return Sheet(
        _text(name),
        state,
        _cells(*cells),
        tuple((*_place(top, left), *_place(bottom, right)) for top, left, bottom, right in merged),
        frozenset(_place(row, column) for row, column in duplicates),
    )


def _cells(
    rows: list[int],
    columns: list[int],
    letters: str,
    raws: list[str],
    formulas: list[str | None],
    fonts: list[str | None] | None,
) -> dict[tuple[int, int], Cell]:
    fonts = [None] * len(raws) if fonts is None else fonts
    _demand(_types(rows) | _types(columns) <= {int} and _types(raws) <= {str} and type(letters) is str)
    _demand(_types(formulas) | _types(fonts) <= {str, type(None)} and _KINDS.keys() >= set(letters))
    _demand(not rows or 0 <= min(rows) <= max(rows) < LAST_ROW and 0 <= min(columns) <= max(columns) < LAST_COLUMN)
    found = zip(map(_KINDS.__getitem__, letters), raws, formulas, fonts, strict=True)
    return dict(zip(zip(rows, columns, strict=True), map(made, found), strict=True))


def _types(values: list) -> set[type]:
    return set(map(type, values))


def _place(row: int, column: int) -> tuple[int, int]:
    _demand(type(row) is int and type(column) is int and 0 <= row < LAST_ROW and 0 <= column < LAST_COLUMN)
    return row, column


def _text(value: str) -> str:
    _demand(type(value) is str)
    return value


def _demand(condition: object) -> None:
    if not condition:
        raise ValueError
