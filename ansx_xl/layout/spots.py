"""Cells by row and column from 0, and the addresses under which people and formulas know them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple


class Spot(NamedTuple):
    sheet: str
    row: int
    col: int


def address(row: int, col: int, absolute: bool = False) -> str:
    """A cell as people write it.

    >>> address(8, 2), address(0, 27, absolute=True)
    ('C9', '$AB$1')
    """
    return f"${letters(col)}${row + 1}" if absolute else f"{letters(col)}{row + 1}"


@cache
def letters(col: int) -> str:
    """A column as people write it."""
    written, n = "", col + 1
    while n:
        n, rest = divmod(n - 1, 26)
        written = chr(65 + rest) + written
    return written


_WRITTEN = r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})"


def position(written: str) -> tuple[int, int]:
    """Row and column of a cell as people write it; raises ValueError for anything else.

    >>> position("C9"), position("$AB$1")
    ((8, 2), (0, 27))
    """
    found = re.fullmatch(_WRITTEN, written)
    if not found:
        raise ValueError(written)
    col = 0
    for letter in found[1].upper():
        col = col * 26 + ord(letter) - 64
    return int(found[2]) - 1, col - 1


@cache
def sheet_prefix(sheet: str) -> str:
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!"


def single(on: str, row: int, col: int, sheet: str) -> str:
    """One cell, of the sheet *on*, as a formula on *sheet* names it.

    >>> single("A", 4, 0, "A"), single("B b", 4, 0, "A")
    ('A5', "'B b'!$A$5")
    """
    return f"{letters(col)}{row + 1}" if on == sheet else f"{sheet_prefix(on)}${letters(col)}${row + 1}"


def reference(spots: Sequence[Spot], sheet: str) -> str:
    """Cells as a formula on *sheet* names them: one cell, a contiguous block, or a list.

    >>> reference([Spot("A", 0, 0), Spot("A", 0, 1), Spot("A", 0, 2)], "A")
    'A1:C1'
    >>> reference([Spot("B b", 4, 0)], "A")
    "'B b'!$A$5"
    >>> reference([Spot("A", 0, 0), Spot("A", 1, 0), Spot("A", 4, 0)], "A")
    'A1:A2,A5'
    """
    return ",".join([_block(run, sheet) for run in _runs(list(spots))])


def _block(spots: Sequence[Spot], sheet: str) -> str:
    first, last = spots[0], spots[-1]
    text = single(*first, sheet)
    return text if len(spots) == 1 else f"{text}:{address(last.row, last.col, first.sheet != sheet)}"


def _runs(spots: list[Spot]) -> list[list[Spot]]:
    """Cells as contiguous blocks: all of them where they are one, else runs down a column or along a row."""
    first, last = spots[0], spots[-1]
    cols = last.col - first.col + 1
    rows = last.row - first.row + 1
    if len(spots) == rows * cols and all(
        spot == (first.sheet, first.row + i // cols, first.col + i % cols) for i, spot in enumerate(spots)
    ):
        return [spots]
    runs, step = [[first]], None
    for before, spot in zip(spots, spots[1:]):
        move = (spot.row - before.row, spot.col - before.col) if spot.sheet == before.sheet else None
        if move in ((1, 0), (0, 1)) and step in (None, move):
            runs[-1].append(spot)
            step = move
        else:
            runs.append([spot])
            step = None
    return runs


def absolute(spot: Spot) -> str:
    """A cell as defined names and links write it."""
    return sheet_prefix(spot.sheet) + address(spot.row, spot.col, absolute=True)


@lru_cache(maxsize=4096)
def defined_name(*parts: str) -> str:
    """The name of a cell: `ansx.` keeps codes such as GN01 from being taken for addresses.

    >>> defined_name("YT_BHYT", "u105")
    'ansx.YT_BHYT.u105'
    """
    return "ansx." + ".".join(re.sub(r"\W", "_", part, flags=re.ASCII) for part in parts)
