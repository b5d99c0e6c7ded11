"""What the cell formats of a workbook say about its cells: a number shown as something else, an old Vietnamese font."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from ansx_xl.container import Package, local, only, sections

_UNSHOWN = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\])[^\]]*\]', re.IGNORECASE)  # of a number format
_DATE_TOKEN = re.compile("[dmyh]", re.IGNORECASE)
_THOUSANDS = re.compile("[0#?],+(?![0#?,])")  # a comma behind the last digit
_AROUND = r'"[^"0-9.,-]*"|" ?[a-z]+[23]"|\\[^0-9.,-]|_.|\*[^0-9.,%-]|\[[^\]]*\]|[ ()$\u20ab]'
_FIGURE = r"General|@|[#?0]+(?:,[#?0]+)*(?:\.[#?0]+)?(?:E[+][0#?]+)?|[#?0]+ [#?]+/[#?0-9]+"
_SHOWN_AS_IT_IS = rf"(?:{_AROUND})*(?:{_FIGURE})(?:{_AROUND})*"
_MULTIPLE = r"\b(?:nghin|ngan|trieu(?! .ong)|ty)\b"
"""Patterns are texts here: the usual formats need none of them."""
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
    """The cell formats that show a number as something else, by their index: percent, thousands, other, date."""
    codes, used = dict(_BUILT_IN), []
    for section, children in package.sections(part) if part else ():
        match local(section.tag):
            case "numFmts":
                codes |= {e.attrib["numFmtId"]: e.attrib["formatCode"] for e in only("numFmt", children)}
            case "cellXfs":
                used += [xf.get("numFmtId", "0") for xf in only("xf", children)]
    return {str(i): kind for i, number in enumerate(used) if (kind := _shown_as(codes.get(number, "")))}


def _shown_as(code: str) -> str:
    """What a number format makes of a number; "" where a number is shown as it is.

    >>> [_shown_as(c) for c in ("0.0%", "#,##0,", "dd/mm/yyyy", '0"00"', "0\\\\,0", ";;;", "#,##0.0_ ", '0" %"')]
    ['percent', 'thousands', 'date', 'other', 'other', 'other', '', '']
    """
    if code == "General" or not code.replace("_ ", "").strip("#0") or code in _USUAL:
        return ""
    bare = _UNSHOWN.sub("", code)
    if "%" in bare:
        return "percent"
    if _DATE_TOKEN.search(bare) and bare != "General":
        return "date"
    if _THOUSANDS.search(bare):
        return "thousands"
    positive, negative = (re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code) + [""])[:2]
    signless = re.sub(r"(?<!_)\\?-", "", negative)  # a sign before it is what a negative number has
    plain = re.fullmatch(_SHOWN_AS_IT_IS, positive) and re.fullmatch(f"{_SHOWN_AS_IT_IS}|", signless)
    words = unicodedata.normalize("NFD", code.casefold())
    return "" if plain and not re.search(_MULTIPLE, re.sub("[\u0300-\u036f]", "", words)) else "other"


_USUAL = frozenset(("#,##0", "#,##0_ ", "#,##0.0##", "#,##0.0##_ ", "#,##0.00", "#,##0.00_ ", "@", "0.000000_ "))
_KINDS = {"date": "date", "percent": "scaled", "thousands": "scaled", "other": "scaled"}


def old_font(name: str | None) -> str | None:
    return name if name and name.startswith(_OLD_FONTS) else None
