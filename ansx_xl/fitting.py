"""How tall a row must be for its wrapped text, and where a printed page should end.

A workbook stores heights and page breaks, it does not work them out; and a form must print well on A4 whatever opens
it. Text is measured by rough widths of Times New Roman letters, on the safe side.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

LINE = 15.0
"""Height of a line of text at 11 points; a row holds a little more."""
A4_LANDSCAPE = (770.0, 522.0)
"""Points between the margins of a page: across and down."""
_DIGIT, _PADDING = 5.25, 3.75
"""A column's width is counted in digits of the default font: 7 pixels each, and 5 pixels of padding."""

_WIDTHS = {".,;:'!|()[]- /": 0.29, "iltj": 0.28, "frsI": 0.38, "acezvxyk": 0.46, "mwMW%": 0.85, "—": 1.0}
_OF_LETTER = {letter: width for letters, width in _WIDTHS.items() for letter in letters}


def text_width(text: str, size: float = 11.0, bold: bool = False) -> float:
    """How many points a text takes on one line, roughly.

    >>> 80 < text_width("Tổng số hộ dân cư") < 90
    True
    """
    letters = [c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)]
    units = sum(_OF_LETTER.get(c) or (0.7 if c.isupper() else 0.5) for c in letters)
    return units * size * (1.07 if bold else 1.0)


def lines(text: str, width: float, size: float = 11.0, bold: bool = False) -> int:
    """How many lines a text takes in a column (or several) of *width*, wrapped between words.

    >>> lines("hộ", 10), lines("Số hộ gia đình người có công có mức sống bằng mức sống trung bình", 30)
    (1, 3)
    """
    room = width * _DIGIT - 1
    count = 0
    for paragraph in text.split("\n"):
        count, used = count + 1, 0.0
        for word in paragraph.split():
            needed = text_width(word, size, bold)
            if used and used + needed > room:
                count, used = count + 1, 0.0
            used += needed + 0.25 * size
    return count


def height(texts: Iterable[tuple[str, float]], least: float = 18.0, size: float = 11.0, bold: bool = False) -> float:
    """The height of a row whose cells hold these texts in columns of these widths.

    >>> height([("hộ", 10), ("Số hộ cận nghèo", 40)]), height([("Số hộ cận nghèo", 8)]) > 18
    (18.0, True)
    """
    most = max((lines(text, width, size, bold) for text, width in texts), default=1)
    return max(least, 3.0 + most * LINE * size / 11.0)


def page_height(widths: Iterable[float]) -> float:
    """How many points of rows go on a page when columns of these widths are fitted to its width."""
    across, down = A4_LANDSCAPE
    total = sum(width * _DIGIT + _PADDING for width in widths)
    return down * max(1.0, total / across)


def page_breaks(
    blocks: Iterable[tuple[int, int]], heights: Mapping[int, float], page: float, repeated: float
) -> tuple[int, ...]:
    """The rows before which a page should end, so that no block of rows (first, last) is torn.

    Rows not in *heights* have the usual height. *repeated* is what the rows printed on every page take.

    >>> page_breaks([(0, 3), (4, 7), (8, 9)], {}, page=100, repeated=20)
    (4, 8)
    """
    found, used, end = [], 0.0, -1
    for first, last in blocks:
        gap = sum(heights.get(row, LINE) for row in range(end + 1, first))
        needed = sum(heights.get(row, LINE) for row in range(first, last + 1))
        if used and used + gap + needed > page:
            found.append(first)
            used, gap = repeated, 0.0
        used += gap + needed
        end = last
    return tuple(found)
