"""What the cell formats of a workbook say about its cells: a date, an old Vietnamese font, a percent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ansx_xl.container import Package, local, only, sections

_UNSHOWN = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\])[^\]]*\]', re.IGNORECASE)  # of a number format
_DATE_TOKEN = re.compile("[dmyh]", re.IGNORECASE)
_THOUSANDS = re.compile("[0#?],+(?![0#?,])")  # a comma behind the last digit
_BUILT_IN_DATES = frozenset(map(str, (*range(14, 23), 45, 46, 47)))
_OLD_FONTS = (".Vn", "VNI-")


def looks(package: Package, part: str) -> Mapping[str, tuple[bool, str | None]]:
    """For the index of each cell format that matters: is it a date, which old font has it."""
    return package.alike(part, _looks)


def _looks(pieces: Iterable[bytes]) -> dict[str, tuple[bool, str | None]]:
    formats: dict[str, str] = {}
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
    dates = {id for id, code in formats.items() if _DATE_TOKEN.search(_UNSHOWN.sub("", code))}
    dates |= _BUILT_IN_DATES - formats.keys()
    old = {str(i): font for i, font in enumerate(fonts) if font}
    return {
        str(i): (date in dates, old.get(font)) for i, (date, font) in enumerate(found) if date in dates or font in old
    }


def scaling(package: Package, part: str) -> dict[str, str]:
    """The cell formats that show a number as something else, by their index: percent, thousands, date."""
    codes, used = dict.fromkeys(("9", "10"), "0%") | dict.fromkeys(_BUILT_IN_DATES, "d"), []
    for section, children in package.sections(part) if part else ():
        match local(section.tag):
            case "numFmts":
                codes |= {e.attrib["numFmtId"]: e.attrib["formatCode"] for e in only("numFmt", children)}
            case "cellXfs":
                used += [xf.get("numFmtId", "0") for xf in only("xf", children)]
    return {str(i): kind for i, number in enumerate(used) if (kind := _shown_as(codes.get(number, "")))}


def _shown_as(code: str) -> str:
    """What a number format makes of a number.

    >>> [_shown_as(c) for c in ("0.0%", "#,##0,", "dd/mm/yyyy", "#,##0.0", '0" %"')]
    ['percent', 'thousands', 'date', '', '']
    """
    bare = _UNSHOWN.sub("", code)
    if "%" in bare:
        return "percent"
    if _DATE_TOKEN.search(bare):
        return "date"
    return "thousands" if _THOUSANDS.search(bare) else ""


def old_font(name: str | None) -> str | None:
    return name if name and name.startswith(_OLD_FONTS) else None
