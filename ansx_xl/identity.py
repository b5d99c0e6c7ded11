"""Whose form of which period a workbook is, as it says itself: never its file name."""

from __future__ import annotations

from collections.abc import Mapping

from . import cells, sendcode, vi
from . import layout as at
from .errors import AnsxError, WorkbookError
from .frozen import frozen
from .model import Catalogue
from .period import Period
from .text import clean, decimal_of


@frozen(slots=False)
class Identity:
    """Whose form of which period a workbook is, as it says itself."""

    respondent: str
    period: Period
    edition: str
    sectors: frozenset[str] | None


def identity(catalogue: Catalogue, book: cells.Workbook) -> Identity:
    """Whose form this is; raises WorkbookError F09 to F14 where it is none of ours or nobody's, F17 where overtyped.

    The edition may be another one than the catalogue's: whether such a form can be used, migrating.py finds out.
    """
    spots = {role: book.names.get(at.defined_name(role)) for role in at.IDENTITY}
    if not all(spots[role] for role in ("unit", "period", "edition")):
        raise WorkbookError("F09")
    unit, code, edition = (text_at(book, spots[role]) for role in ("unit", "period", "edition"))
    try:
        period = Period.parse(code)
    except AnsxError:
        raise WorkbookError("F12", found=code, variant="unread") from None
    issued = facts_of(book)
    if edition != catalogue.edition and decimal_of(issued.get("number.edition", "")) != _number(edition):
        raise WorkbookError("F10", found=edition, expected=catalogue.edition)  # not the one it was issued with
    sectors = issued.get("sectors", "")
    chosen = None if not sectors else frozenset() if sectors == "all" else frozenset(sectors.split())
    known = [u for u in catalogue.units.values() if u.code == unit and u.reports]
    if known:
        found = [u for u in known if period.end in u.validity]
        if not found:
            raise WorkbookError("F14", unit=unit, period=vi.period(period))
        return _as_issued(issued, Identity(found[0].id, period, edition, chosen))
    if unit not in {a.code for a in catalogue.agencies}:
        raise WorkbookError("F11", unit=unit)
    if unit not in catalogue.suppliers(period, chosen) or not catalogue.reporting_units(period):
        raise WorkbookError("F14", unit=unit, period=vi.period(period))
    return _as_issued(issued, Identity(unit, period, edition, chosen))


def _as_issued(issued: Mapping[str, str], who: Identity) -> Identity:
    """The identity, if it is the one the form was issued with: a unit's figures must never enter as another's.

    The cells that people see can be typed over; the facts on the hidden sheet are what the issuer wrote.
    """
    if "respondent" not in issued:
        raise WorkbookError("F09")
    numbers = sendcode.facts(who.respondent, str(who.period), who.edition)
    written = {role: decimal_of(issued.get(f"number.{role}", "")) for role in numbers}
    if issued["respondent"] != who.respondent or written != numbers:
        raise WorkbookError("F17", found=f"{who.respondent}, {who.period}", issued=issued["respondent"])
    return who


def _number(edition: str) -> int:
    return sendcode.facts("", "", edition)["edition"]


def text_at(book: cells.Workbook, spot: tuple[str, int, int]) -> str:
    cell = book.sheets[spot[0]].cells.get(spot[1:])
    if cell is None or cell.kind == "blank":
        return ""
    return clean(cell.raw.removesuffix(".0") if cell.kind == "number" else cell.raw)


def facts_of(book: cells.Workbook) -> dict[str, str]:
    """The facts about the form on its hidden sheet."""
    hidden = book.sheets.get(vi.FACTS)
    if hidden is None:
        return {}
    names = {
        cell.raw: row
        for row in range(at.H_META_ROW, at.H_META_ROW + len(at.META))
        if (cell := hidden.cells.get((row, at.H_KEY))) is not None and cell.raw in at.META
    }
    values = {name: hidden.cells.get((row, at.H_NUMBER)) for name, row in names.items()}
    return {name: cell.raw for name, cell in values.items() if cell is not None}
