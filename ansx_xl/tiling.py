"""The plain form of a sheet's cells and of shared texts, taken apart by one pattern each: quickly, or not at all.

Spreadsheets write nearly all cells in the same few ways. A pattern knows these and nothing else, and its matches must
follow one another without a gap from the first character to the last: that proves both that the XML is well-formed and
that it says what the pattern takes it for. To anything else the answer is None, never a reason: then the tree of the
part is gone through (cells.py), which alone says what a part means. The rest of a part, with its cells or texts left
out, goes through the tree in any case; what stands here relies on that to find it well-formed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Patterns are texts here, because most processes that import this never read a sheet. What may be long is possessive
# (++, *+), and what follows a gap is one match up to the end, so that no text makes a pattern go back far.
_BEGIN = rb'(?:<\?xml version="1\.0" encoding="(?:UTF|utf)-8"(?: standalone="(?:yes|no)")?\?>\s*)?<[A-Za-z]'
_ROW = (
    r'<row r="[1-9][0-9]{0,6}"(?: spans="[0-9: ]+")?(?: s="[0-9]+")?(?: customFormat="[a-z01]+")?(?: ht="[0-9.]+")?'
    r'(?: hidden="[a-z01]+")?(?: customHeight="[a-z01]+")?(?: outlineLevel="[0-9]")?(?: collapsed="[a-z01]+")?'
    r'(?: thickTop="[a-z01]+")?(?: thickBot="[a-z01]+")?(?: x14ac:dyDescent="[0-9.]+")?'
)
_EDGE = rf"(?:\A<sheetData>|</row>)(?:{_ROW}/>)*+(?:{_ROW}>|</sheetData>\Z)"
_BLANK = r'<c r="[A-Z]++[0-9]++"(?: s="[0-9]++")?+(?:/>|></c>)'
_CELL = (
    r'<c r="([A-Z]{1,2}[1-9][0-9]{0,3})"([^<>]*+)>'  # no place here is beyond cells.MAX_ROW or MAX_COLUMN
    r'(?:<f(?: aca="[a-z]+")?>([^<]++)</f>)?<v>([^<]*+)</v></c>'
)
_ABOUT = '(?: s="([0-9]+)")?(?: t="(s|str|n|b|e)")?'
_CELLS = rf"(?s)(?:{_BLANK})*+(?:{_CELL}|{_EDGE}|(.+))"
_TEXTS = r'(?s)<si><t(?: xml:space="preserve")?>([^<]*+)</t></si>|(.+)'

_CONTROLS = bytes({*range(32)} - {*b"\t\n"})  # characters that XML does not have, and one that it changes
_FOREIGN = "&(?!(?:amp|lt|gt|quot|apos);)"
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


class Cells(NamedTuple):
    """The cells of a sheet that hold something, and the rest of its part with a `sheetData` that is empty.

    A cell is its address, what is said about it, its formula and its value, both as they stand there (see `plain`),
    and ""; a part that it does not have is "". One without an address is the edge of a row. *abouts* tells what is
    said about cells: style and type.
    """

    found: list[tuple[str, str, str, str, str]]
    abouts: dict[str, tuple[str, str]]
    rest: bytes


def cells(content: bytes) -> Cells | None:
    """The cells in the part of a sheet, if its rest is well-formed and its root has a `sheetData`.

    >>> part = b'<x><sheetData><row r="1"><c r="A1" s="3"/><c r="B1" t="n"><v>5</v></c></row></sheetData></x>'
    >>> cells(part).found[1], cells(part).rest
    (('B1', ' t="n"', '', '5', ''), b'<x><sheetData></sheetData></x>')
    """
    cut = _cut(content, b"<sheetData>", b"</sheetData>") if content.count(b"sheetData") == 2 else None
    found = cut and re.findall(_CELLS, cut[0])
    if not found or found[-1][-1]:
        return None
    abouts = {about: re.fullmatch(_ABOUT, about) for about in {cell[1] for cell in found}}
    return Cells(found, {k: m.groups("") for k, m in abouts.items()}, cut[1]) if all(abouts.values()) else None


def texts(content: bytes) -> tuple[list[str], bytes] | None:
    """The shared texts, and the rest of their part: well-formed, and one empty `si` in its root, if this holds.

    >>> texts(b"<x><si><t>a</t></si><si><t>b &lt; c</t></si></x>")
    (['a', 'b < c'], b'<x><si></si></x>')
    """
    cut = _cut(content, b"<si>", b"</si>")
    found = cut and re.findall(_TEXTS, cut[0])
    if not found or found[-1][-1]:
        return None
    return [plain(text) if "&" in text else text for text, _ in found], cut[1]


def plain(text: str) -> str:
    """A text with its entities undone."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def _cut(content: bytes, opening: bytes, closing: bytes) -> tuple[str, bytes] | None:
    """What stands from the first opening to the last closing tag, and the part with nothing between these two.

    The part is UTF-8, and has no comment or the like before the opening tag, which could hide it.
    """
    start, end = content.find(opening), content.rfind(closing)
    before, middle = content[: max(start, 0)], content[start : end + len(closing)]
    begin = re.match(_BEGIN, before)
    if not begin or b"<!" in before or b"<?" in before[begin.end() :]:
        return None
    text = middle.decode()
    if len(middle.translate(None, _CONTROLS)) < len(middle) or "\ufffe" in text or "\uffff" in text:
        return None
    if "]" in text and "]]>" in text or re.search(_FOREIGN, text):  # "]" alone is found much sooner
        return None
    return text, before + opening + content[end:]
