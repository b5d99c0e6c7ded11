"""The sheet Điều chỉnh: figures corrected by the department, what later submissions changed, what was published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from .. import vi
from ..consolidating import Results, changes_since_published, name_of
from ..model import Key
from .common import frame
from .figures import cell_of
from .table import Column, Row, Styled, Table


def corrections(results: Results) -> Table:
    """Every figure that is not as it was first sent or published: before, after, why, by whom, when."""
    before, after, why, who, day, file = vi.ADJUSTMENT_COLUMNS
    columns = (
        Column("number", vi.COLUMNS["number"], 5, "count"),
        Column("status", vi.STATUS_HEADING, 18, "centre_box"),
        Column("respondent", vi.RESPONDENT, 28),
        Column("code", vi.CODE, 17, "code"),
        Column("element", vi.ELEMENT, 40),
        Column("before", before, 16, "decimal"),
        Column("after", after, 16, "decimal"),
        Column("why", why, 44),
        Column("who", who, 24),
        Column("day", day, 12, "centre_box"),
        Column("file", file, 36),
    )
    groups = (
        (vi.ADJUSTED_BY_DEPARTMENT, _adjusted(results)),
        (vi.REPLACED_SUBMISSIONS, _replaced(results)),
        (vi.AGAINST_PUBLISHED, _published(results)),
    )
    rows = tuple(_numbered(groups))
    return Table(
        name=vi.ADJUSTMENTS,
        columns=columns,
        rows=rows,
        notes=() if rows else (vi.NOTHING_CORRECTED,),
        frozen=5,
        filtered=False,
        header_height=34.0,
        tab="#7030A0",
        **frame(results, vi.ADJUSTMENTS_TITLE),
    )


def _numbered(groups: tuple[tuple[str, Iterator[dict]], ...]) -> Iterator[Row]:
    number = 0
    for title, found in groups:
        lines = list(found)
        if lines:
            yield Row(f"group:{title}", {}, group=title)
        for cells in lines:
            number += 1
            yield Row(str(number), {"number": number, **cells})


def _adjusted(results: Results) -> Iterator[dict]:
    chosen = results.submissions
    now = results.adjusted
    last = {(a.respondent, a.key): a for a in results.dossier.adjustments}
    for (who, key), a in last.items():
        valid = now.get(key) == a
        yield {
            "status": vi.ADJUSTED_STATUS if valid else vi.LAPSED_STATUS,
            **_of(results, key),
            "before": _figure(a.reported),
            "after": Styled(a.adjusted, "decimal", cell_of(results, key) if _shown(results, key) else None),
            "why": a.reason,
            "who": a.confirmed_by,
            "day": _day(a.confirmed_on or a.stamp.day),
            "file": chosen[who].file if who in chosen else "",
        }


def _replaced(results: Results) -> Iterator[dict]:
    for old, new, d in results.replaced:
        yield {
            "status": vi.REPLACED_STATUS,
            **_of(results, d.key, new.respondent),
            "before": _figure(d.before),
            "after": _figure(d.after),
            "why": vi.CLEARED.format(codes=", ".join(d.cleared)) if d.cleared else "",
            "who": vi.ATTEMPT_OF.format(old=old.attempt, new=new.attempt),
            "day": _day(results.dossier.received[new.sha256].day) if new.sha256 in results.dossier.received else "",
            "file": f"{old.file} → {new.file}",
        }


def _published(results: Results) -> Iterator[dict]:
    for key, before, after in changes_since_published(results):
        published = results.dossier.published[-1]
        yield {
            "status": vi.CORRECTED_STATUS,
            **_of(results, key),
            "before": Decimal(before) if before else None,
            "after": Decimal(after) if after else None,
            "why": "",
            "who": "",
            "day": _day(published.stamp.day),
            "file": "",
        }


def _of(results: Results, key: Key, who: str = "") -> dict:
    """Whose figure it is, and what it is called: an element, an indicator, or a part of the texts."""
    catalogue, (code, unit) = results.catalogue, key
    known = catalogue.elements.get(code) or catalogue.indicators.get(code)
    areas = {a.id: a.name for a in results.areas}
    named = areas.get(unit, "")
    sender = name_of(catalogue, results.period, who) if who else ""
    place = sender if not named or who == unit else f"{named} ({sender})" if sender else named
    return {"respondent": place, "code": code, "element": known.name if known else vi.NARRATIVE.get(code, "")}


def _shown(results: Results, key: Key) -> bool:
    return (key[0], results.catalogue.province.id) in results.totals


def _figure(text: str) -> Styled:
    """What was sent, as it was typed: it may be no number."""
    return Styled(text or None, "centre_box")


def _day(iso: str) -> str:
    return vi.day(date.fromisoformat(iso)) if iso else ""
