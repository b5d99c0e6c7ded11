"""A workbook on its way from the process that read it: one side packs, the other believes only the shape.

A question is the names of the sheets not to be looked into, as JSON on one line, and the bytes of the file. An answer
is texts with NUL between them, which no text of a workbook holds: what can be said as JSON, and for each sheet the
texts of its cells and of their formulas.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Collection, Iterator
from itertools import islice

from ansx_xl.cells import LAST_COLUMN, LAST_ROW, Cell, Sheet, Workbook, made, read
from ansx_xl.errors import WorkbookError, believed

_KINDS = {"n": "number", "s": "scaled", "d": "date", "t": "text", "b": "bool", "e": "error", "-": "blank"}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}
_STATES = frozenset(("visible", "hidden", "veryHidden"))


def question(data: bytes, unread: Collection[str]) -> bytes:
    """What to ask for the workbook in *data*."""
    return json.dumps(sorted(unread)).encode() + b"\n" + data


def answer(question: bytes) -> bytes:
    """The workbook asked for, or why there is none."""
    gc.disable()  # what is read holds no circles
    unread, _, data = question.partition(b"\n")
    texts: list[str] = []
    try:
        book = read(data, json.loads(unread))
        sheets = [_plain(sheet, texts) for sheet in book.sheets.values()]
        found = ["book", sheets, book.names, book.other_names, book.date1904]
        return "\0".join([json.dumps(found, separators=(",", ":")), *texts]).encode()
    except MemoryError:
        found = ["error", "F06", {"limit": "memory"}]
    except WorkbookError as fault:
        found = ["error", fault.code, fault.facts]
    return json.dumps(found).encode()


def _plain(sheet: Sheet, texts: list[str]) -> list:
    """A sheet as lists, but for its texts, which join *texts*: all raws, and of those cells that have one the formula.

    Its cells are rows, columns, kinds (a letter each), which of them have a formula, and their fonts (if there are).
    """
    rows, columns = zip(*sheet.cells) if sheet.cells else ((), ())
    kinds, raws, formulas, fonts = zip(*sheet.cells.values()) if sheet.cells else ((),) * 4
    computed = [at for at, formula in enumerate(formulas) if formula is not None]
    texts += raws
    texts += map(formulas.__getitem__, computed)
    letters = "".join(map(_LETTERS.__getitem__, kinds))
    cells = [rows, columns, letters, computed, fonts if any(fonts) else None]
    return [sheet.name, sheet.state, cells, sheet.merged, sorted(sheet.duplicates)]


def workbook(answer: bytes) -> Workbook:
    """The workbook in an answer, or its error raised; a ValueError or the like for any other shape."""
    said, *texts = answer.decode().split("\0")
    kind, *content = json.loads(said)
    if kind == "error":
        raise believed(*content)
    sheets, names, others, date1904 = content
    rest = iter(texts)
    book = Workbook(
        {sheet.name: sheet for sheet in [_sheet(sheet, rest) for sheet in sheets]},
        {_text(name): (_text(sheet), *_place(row, column)) for name, (sheet, row, column) in names.items()},
        {_text(name): _text(meaning) for name, meaning in others.items()},
        date1904 is True,
    )
    _demand(all(sheet in book.sheets for sheet, _, _ in book.names.values()) and next(rest, None) is None)
    return book


def _sheet(plain: list, texts: Iterator[str]) -> Sheet:
    name, state, cells, merged, duplicates = plain
    _demand(state in _STATES)
    return Sheet(
        _text(name),
        state,
        _cells(*cells, texts),
        tuple((*_place(top, left), *_place(bottom, right)) for top, left, bottom, right in merged),
        frozenset(_place(row, column) for row, column in duplicates),
    )


def _cells(
    rows: list[int],
    columns: list[int],
    letters: str,
    computed: list[int],
    fonts: list[str | None] | None,
    texts: Iterator[str],
) -> dict[tuple[int, int], Cell]:
    count = len(rows)
    raws, formulas = list(islice(texts, count)), [None] * count
    fonts = [None] * count if fonts is None else fonts
    _demand(_types(rows) | _types(columns) | _types(computed) <= {int} and type(letters) is str)
    _demand(all(map(_text, {*fonts} - {None})) and _KINDS.keys() >= set(letters))
    _demand(not rows or 0 <= min(rows) <= max(rows) < LAST_ROW and 0 <= min(columns) <= max(columns) < LAST_COLUMN)
    _demand(not computed or 0 <= min(computed) <= max(computed) < count)
    for at, formula in zip(computed, islice(texts, len(computed)), strict=True):
        formulas[at] = formula
    found = zip(map(_KINDS.__getitem__, letters), raws, formulas, fonts, strict=True)
    return dict(zip(zip(rows, columns, strict=True), map(made, found), strict=True))


def _types(values: list) -> set[type]:
    return set(map(type, values))


def _place(row: int, column: int) -> tuple[int, int]:
    _demand(type(row) is int and type(column) is int and 0 <= row < LAST_ROW and 0 <= column < LAST_COLUMN)
    return row, column


def _text(value: str) -> str:
    """A text that came as JSON, where what no text of a workbook holds may be escaped: NUL, half of a character."""
    _demand(type(value) is str and "\0" not in value)
    value.encode()  # UnicodeEncodeError is a ValueError
    return value


def _demand(condition: object) -> None:
    if not condition:
        raise ValueError
