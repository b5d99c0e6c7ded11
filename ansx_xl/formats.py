"""What the cell formats of a workbook say about its cells: a number shown as something else, an old Vietnamese font."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ansx_xl.container import Package, local, only, sections

_UNSHOWN = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\])[^\]]*\]', re.IGNORECASE)  # of a number format
_DATE_TOKEN = re.compile("[dmyh]", re.IGNORECASE)
_THOUSANDS = re.compile("[0#?],+(?![0#?,])")  # a comma behind the last digit
_ADDED_DIGITS = re.compile(r'[0#?](?:"[0-9]|\\[0-9])|[0-9]"[0#?]|\\[0-9][0#?]')  # 0"00" shows 35 as 3500
_BUILT_IN = dict.fromkeys(("9", "10"), "0%") | {str(i): "d" for i in (*range(14, 23), 45, 46, 47)}
Look = tuple[str, str | None]
"""What kind of content a number is ("number", "date", "scaled"), and the old font it is written in."""
PLAIN: Look = ("number", None)
_OLD_FONTS = (".Vn", "VNI-")


def looks(package: Package, part: str) -> Mapping[str, Look]:
    """The look of each cell format, by its index, but for those that are PLAIN."""
    return package.alike(part, _looks)


def _looks(pieces: Iterable[bytes]) -> dict[str, Look]:
    formats = dict(_BUILT_IN)
    fonts: list[str | None] = []
    found: list[tuple[str, str]] = []
    for section, children in sections(pieces):
        match local(section.tag):
            case "numFmts":
                formats |= {e.attrib["numFmtId"]: e.attrib["formatCode"] for e in only("numFmt", children)}
            case "fonts":
                names = ([e.get("val") for e in only("name", font)] for font in only("font", children))
                fonts += [old_font(name[-1]) if name else None for name in names]
            case "cellXfs":
                found += [(xf.get("numFmtId", "0"), xf.get("fontId", "0")) for xf in only("xf", children)]
    shown = {id: _KINDS.get(_shown_as(code), "number") for id, code in formats.items()}
    old = {str(i): font for i, font in enumerate(fonts) if font}
    all_looks = ((str(i), (shown.get(number, "number"), old.get(font))) for i, (number, font) in enumerate(found))
    return {index: look for index, look in all_looks if look != PLAIN}


def scaling(package: Package, part: str) -> dict[str, str]:
    """The cell formats that show a number as something else, by their index: percent, thousands, digits, date."""
    codes, used = dict(_BUILT_IN), []
    for section, children in package.sections(part) if part else ():
        match local(section.tag):
            case "numFmts":
                codes |= {e.attrib["numFmtId"]: e.attrib["formatCode"] for e in only("numFmt", children)}
            case "cellXfs":
                used += [xf.get("numFmtId", "0") for xf in only("xf", children)]
    return {str(i): kind for i, number in enumerate(used) if (kind := _shown_as(codes.get(number, "")))}


def _shown_as(code: str) -> str:
    """What a number format makes of a number.

    >>> [_shown_as(c) for c in ("0.0%", "#,##0,", "dd/mm/yyyy", '0"00"', "#,##0.0", '0" %"')]
    ['percent', 'thousands', 'date', 'digits', '', '']
    """
    bare = _UNSHOWN.sub("", code)
    if "%" in bare:
        return "percent"
    if _DATE_TOKEN.search(bare):
        return "date"
    if _THOUSANDS.search(bare):
        return "thousands"
    return "digits" if _ADDED_DIGITS.search(code) else ""


_KINDS = {"date": "date", "percent": "scaled", "thousands": "scaled", "digits": "scaled"}


def old_font(name: str | None) -> str | None:
    return name if name and name.startswith(_OLD_FONTS) else None
