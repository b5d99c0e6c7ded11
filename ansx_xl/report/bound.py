"""Text whose numbers are bound: a figure enters a sentence only together with the cells of the consolidated workbook
that it was read from, and anything else that holds digits says where it comes from.

`say` refuses digits that nobody answers for, so that a sentence with a loose number cannot be built. `faults` holds a
text against the workbook again, cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from string import Formatter
from typing import Any

from .. import vi
from ..book import Book
from ..frozen import frozen
from ..presenting.table import CellKey

_DIGIT = re.compile(r"\d")
_TAIL = re.compile(r",?0+$")


class Bond(StrEnum):
    """How a figure follows from its cells."""

    NUMBER = "number"  # the number of one cell, rounded half up to the decimals shown
    YEAR = "year"  # the whole number of one cell, without separators
    TEXT = "text"  # words that stand in one cell
    TALLY = "tally"  # how many cells there are, each saying one of `said`


class Origin(StrEnum):
    """Who answers for digits that are no figure."""

    CATALOGUE = "catalogue"  # names, legal documents, words of the plan
    TYPED = "typed"  # what an officer wrote in a form
    PERIOD = "period"  # the period and its days
    ORDER = "order"  # numbering of headings and rows


@frozen
class Figure:
    """A number, or words, as shown, and the cells of the consolidated workbook that say so."""

    keys: tuple[CellKey, ...]
    shown: str
    bond: Bond
    decimals: int = 0
    said: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.shown


@frozen
class Quote:
    """Words taken over as they are."""

    text: str
    origin: Origin = Origin.CATALOGUE

    def __str__(self) -> str:
        return self.text


Piece = str | Figure | Quote


@frozen
class Text:
    """A run of text: words of the program, quotes and figures."""

    pieces: tuple[Piece, ...] = ()

    def __str__(self) -> str:
        return "".join(map(str, self.pieces))

    def __bool__(self) -> bool:
        return any(str(p) for p in self.pieces)

    def __add__(self, other: Text) -> Text:
        return Text(self.pieces + other.pieces)


Given = Text | Piece | None


def say(template: str, **facts: Given) -> Text:
    """A sentence of `vi` with its facts put in; raises ValueError where a digit would stand there unbound.

    >>> str(say("{name}: xong", name=Quote("II.1", Origin.CATALOGUE)))
    'II.1: xong'
    """
    pieces: list[Piece] = []
    for words, name, _, _ in Formatter().parse(template):
        pieces += [words] if words else []
        if name is not None:
            pieces += text(facts[name]).pieces
    return text(*pieces)


def text(*parts: Given) -> Text:
    """Parts one after the other."""
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, Text):
            pieces += part.pieces
        elif part is not None:
            pieces.append(part)
    for loose in (p for p in pieces if isinstance(p, str) and _DIGIT.search(p)):
        raise ValueError(f"an unbound number: {loose}")
    return Text(tuple(pieces))


def joined(parts: Iterable[Given], between: str = ", ") -> Text:
    """Parts with something between them; empty ones fall out."""
    pieces: list[Given] = []
    for part in parts:
        if part is None or not str(part):
            continue
        pieces += [between, part] if pieces else [part]
    return text(*pieces)


def catalogued(words: str) -> Quote:
    """Words that the catalogue answers for."""
    return Quote(words, Origin.CATALOGUE)


@frozen(slots=False)
class Binding:
    """Reads figures out of the consolidated workbook, each with its cell."""

    book: Book

    def number(self, key: CellKey, decimals: int, fixed: bool = False) -> Figure | None:
        """The number of a cell with at most so many decimals (*fixed*: exactly); nothing where the cell has none."""
        worth = self.book.value(key) if key in self.book.contents else None
        if isinstance(worth, (str, type(None), bool)):
            return None
        shown = number_shown(worth, decimals)
        return Figure((key,), shown if fixed else _trimmed(shown), Bond.NUMBER, decimals)

    def year(self, key: CellKey) -> Figure | None:
        """The year that a cell holds."""
        worth = self.book.value(key) if key in self.book.contents else None
        return None if isinstance(worth, (str, type(None))) else Figure((key,), str(int(worth)), Bond.YEAR)

    def text(self, key: CellKey, part: str | None = None) -> Figure | None:
        """What a cell says, or a *part* of it."""
        worth = self.book.value(key) if key in self.book.contents else None
        if not isinstance(worth, str) or not worth:
            return None
        if part is not None and part not in worth:
            raise ValueError(f"{key} does not say {part!r}")
        return Figure((key,), worth if part is None else part, Bond.TEXT)

    def tally(self, keys: Iterable[CellKey]) -> Figure:
        """How many cells there are, with what they say now."""
        keys = tuple(keys)
        said = tuple(sorted({str(self.book.value(key)) for key in keys}))
        return Figure(keys, vi.number(len(keys)), Bond.TALLY, said=said)


def number_shown(worth: Decimal | Fraction | int, decimals: int) -> str:
    """A number as a report writes it, rounded half up."""
    return vi.number(Fraction(worth), decimals)


def _trimmed(shown: str) -> str:
    """Without zeros at the end that say nothing.

    >>> _trimmed("95,00"), _trimmed("59,90"), _trimmed("100")
    ('95', '59,9', '100')
    """
    return _TAIL.sub("", shown) if "," in shown else shown


def faults(pieces: Iterable[Piece], value: Any) -> Iterator[str]:
    """Every figure that is not what the workbook says; *value* gives the value of a key."""
    for piece in pieces:
        if isinstance(piece, str) and _DIGIT.search(piece):
            yield f"unbound: {piece}"
        elif isinstance(piece, Figure) and not _holds(piece, value):
            yield f"{piece.shown!r} is not what {piece.keys} say"


def _holds(figure: Figure, value: Any) -> bool:
    worth = [value(key) for key in figure.keys]
    match figure.bond:
        case Bond.NUMBER:
            shown = number_shown(worth[0], figure.decimals)
            return figure.shown in (shown, _trimmed(shown))
        case Bond.YEAR:
            return figure.shown == str(int(worth[0]))
        case Bond.TEXT:
            return figure.shown in worth[0]
    distinct = len(set(figure.keys)) == len(worth)
    return distinct and all(str(w) in figure.said for w in worth) and figure.shown == vi.number(len(worth))
