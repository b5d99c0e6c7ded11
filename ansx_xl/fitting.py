"""How tall a row must be for its wrapped text, and where a printed page should end.

A workbook stores heights and page breaks, it does not work them out; and a form must print well on A4 whatever opens
it. Text is measured by rough widths of Times New Roman letters, on the safe side.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

LINE = 15.0
"""Height of a line of text at 11 points; a row holds a little more."""
A4_LANDSCAPE = (770.0, 522.0)
"""Points between the margins of a page: across and down."""
_DIGIT, _PADDING = 5.25, 3.75
"""A column's width is counted in digits of the default font: 7 pixels each, and 5 pixels of padding."""
_INDENT, _NARROW = 8.0, 12.0
"""What a step of indentation takes: words in boxes have one, but for narrow columns, where they are centred."""

_WIDTHS = {".,;:'!|()[]- /": 0.29, "iltj": 0.28, "frsI": 0.38, "acezvxyk": 0.46, "mwMW%": 0.85, "—": 1.0}
_BOLD = 1.07
_PIECES = re.compile(r"[^-]*-|[^-]+")
_OF_LETTER = {letter: width for letters, width in _WIDTHS.items() for letter in letters}


class _Letters(dict[str, float]):
    """How wide each letter is at a size of 1, roughly: as it is without its signs, looked at once."""

    def __missing__(self, letter: str) -> float:
        bare = [c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c)]
        self[letter] = width = sum(_OF_LETTER.get(c) or (0.7 if c.isupper() else 0.5) for c in bare)
        return width


_LETTERS = _Letters()


@lru_cache(maxsize=8192)
def _units(word: str) -> float:
    """How wide a word is at a size of 1; Vietnamese words are short and come again and again."""
    return sum(map(_LETTERS.__getitem__, word))


def text_width(text: str, size: float = 11.0, bold: bool = False) -> float:
    """How many points a text takes on one line, roughly.

    >>> 80 < text_width("Tổng số hộ dân cư") < 90
    True
    """
    return _units(text) * size * (_BOLD if bold else 1.0)


@lru_cache(maxsize=8192)
def lines(text: str, width: float, size: float = 11.0, bold: bool = False) -> int:
    """How many lines a text takes in a column (or several) of *width*, wrapped between words.

    >>> lines("hộ", 10), lines("Số hộ gia đình người có công có mức sống bằng mức sống trung bình", 30)
    (1, 3)
    >>> lines("2024_BHXH_bao-hiem-xa-hoi-tinh-lai-chau.xlsx", 30), lines("x" * 100, 10)
    (2, 10)
    """
    indent = _INDENT if width > _NARROW else 0.0
    room, space = max((width * _DIGIT - indent - 1) / size, 1.0), 0.25
    if bold:
        room, space = room / _BOLD, space / _BOLD
    count = 0
    for paragraph in text.split("\n"):
        count, used = count + 1, 0.0
        words = paragraph.split()
        for word, needed in zip(words, map(_units, words)):
            used += needed
            if used > room:
                if used > needed:
                    count, used = count + 1, needed
                if needed > room:
                    more, used = _broken(word, room)
                    count += more
            used += space
    return count


def _broken(word: str, room: float) -> tuple[int, float]:
    """How many lines more a word takes that is longer than a line, and how much of the last: it breaks at hyphens."""
    more, used = 0, 0.0
    for piece in _PIECES.findall(word):
        needed = _units(piece)
        if used and used + needed > room:
            more, used = more + 1, 0.0
        used += needed
        more, used = more + int(used // room), used % room
    return more, used


def height(texts: Iterable[tuple[str, float]], least: float = 18.0, size: float = 11.0, bold: bool = False) -> float:
    """The height of a row whose cells hold these texts in columns of these widths.

    >>> height([("hộ", 10), ("Số hộ cận nghèo", 40)]), height([("Số hộ cận nghèo", 8)]) > 18
    (18.0, True)
    """
    most = max((lines(text, width, size, bold) for text, width in texts), default=1)
    return max(least, 3.0 + most * LINE * size / 11.0)


def page_height(widths: Iterable[float], pages: int = 1, repeated: int = 0) -> float:
    """How many points of rows go on a page when columns of these widths are fitted to the width of so many *pages*.

    The first columns, as many as *repeated*, are printed on each of them; no column is cut in two.

    >>> abs(page_height([100] * 3, pages=2) - page_height([100] * 2)) < 1
    True
    """
    across, down = A4_LANDSCAPE
    points = [width * _DIGIT + _PADDING for width in widths]
    most = sum(points)
    least = most / pages
    while most - least > 1:  # as narrow as a page may be, in points before they are scaled
        half = (least + most) / 2
        least, most = (least, half) if _pages_across(points, repeated, half) <= pages else (half, most)
    return down * max(1.0, most / across)


def _pages_across(points: Sequence[float], repeated: int, page: float) -> int:
    """How many pages of a width columns take side by side."""
    count, used, again = 1, 0.0, sum(points[:repeated])
    for width in points:
        if used and used + width > page:
            count, used = count + 1, again
        used += width
    return count


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
