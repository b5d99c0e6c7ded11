"""The sheet Điều chỉnh: figures corrected by the department, what later submissions changed, what was published."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .. import vi
from ..consolidating import (
    Results,
    attained_since_published,
    changes_since_published,
    name_of,
    verdicts_since_published,
)
from ..model import Key, Reason, Stamp
from .attainments import label
from .common import frame
from .figures import cell_of
from .table import CellKey, Column, Row, Styled, Table


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
        (vi.ATTAINED_AGAINST_PUBLISHED, _attained(results)),
        (vi.VERDICTS_AGAINST_PUBLISHED, _verdicts(results)),
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
    listed = [a for key, a in now.items() if last[a.respondent, key] != a]  # since then another submission's
    for a in (*listed, *last.values()):
        who, key = a.respondent, a.key
        valid = now.get(key) == a
        yield {
            "status": vi.ADJUSTED_STATUS if valid else vi.LAPSED_STATUS,
            **_of(results, key),
            "before": _figure(a.reported),
            "after": Styled(a.adjusted, _look(results, key[0]), _link(results, key)),
            "why": a.reason,
            "who": a.confirmed_by,
            "day": vi.iso_day(a.confirmed_on or a.stamp.day),
            "file": chosen[who].file if who in chosen else "",
        }


def _replaced(results: Results) -> Iterator[dict]:
    for old, new, d in results.replaced:
        yield {
            "status": vi.REPLACED_STATUS,
            **_of(results, d.key, new.respondent),
            "before": _figure(vi.AS_TEXT.format(text=d.before) if d.before and d.before == d.after else d.before),
            "after": _figure(d.after),
            "why": vi.CLEARED.format(codes=", ".join(d.cleared)) if d.cleared else "",
            "who": vi.ATTEMPT_OF.format(old=old.attempt, new=new.attempt),
            "day": vi.iso_day(results.dossier.received.get(new.sha256, Stamp()).day),
            "file": f"{old.file} → {new.file}",
        }


def _published(results: Results) -> Iterator[dict]:
    for key, before, after in changes_since_published(results):
        published = results.dossier.published[-1]
        yield {
            "status": vi.CORRECTED_STATUS,
            **_of(results, key),
            "before": Styled(Decimal(before) if before else None, _look(results, key[0])),
            "after": Styled(Decimal(after) if after else None, _look(results, key[0])),
            "why": "",
            "who": "",
            "day": vi.iso_day(published.stamp.day),
            "file": "",
        }


def _attained(results: Results) -> Iterator[dict]:
    """What stands beside the verdicts and is no longer what was published, as the sheet Đánh giá chỉ tiêu shows it."""
    for a, name, before, after in attained_since_published(results):
        whole = name == "needed" or results.catalogue.indicators[a.indicator].decimals == 0
        look = "ratio" if name == "r" else "integer" if whole else "percent"
        yield {
            "status": vi.CORRECTED_STATUS,
            **_of(results, (a.indicator, a.area)),
            "code": a.target_id,
            "element": vi.ATTAINED_OF[name].format(horizon=a.horizon),
            "before": Styled(Decimal(before) if before else None, look),
            "after": Styled(Decimal(after) if after else None, look),
            "why": "",
            "who": "",
            "day": vi.iso_day(results.dossier.published[-1].stamp.day),
            "file": "",
        }


def _verdicts(results: Results) -> Iterator[dict]:
    """Verdicts that are no longer what was published: also where no figure of the period itself has changed."""
    for key, before, after in verdicts_since_published(results):
        target, horizon, area = key.split(":", 2)
        now = label(after.case)(after.verdict, after.reason) if after else ""
        words = label(after.case) if after else vi.verdict
        yield {
            "status": vi.CORRECTED_STATUS,
            **_of(results, (target, area)),
            "code": target,
            "element": vi.VERDICT_OF.format(horizon=horizon),
            "before": Styled(words(before, Reason.NONE) if before else None, "centre_box"),
            "after": Styled(now or None, "centre_box"),
            "why": "",
            "who": "",
            "day": vi.iso_day(results.dossier.published[-1].stamp.day),
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


def _link(results: Results, key: Key) -> CellKey | None:
    """The cell of the sheet Số liệu that has the figure, where the period asks for it."""
    return cell_of(results, key) if (key[0], results.catalogue.province.id) in results.totals else None


def _look(results: Results, code: str) -> str:
    """The look of a number, as the sheets Số liệu and Tổng hợp show it; a plain one where the plan no longer has it."""
    catalogue = results.catalogue
    known = catalogue.elements.get(code) or catalogue.indicators.get(code)
    if known is None:
        return "decimal"
    return "integer" if known.decimals == 0 else "decimal" if code in catalogue.elements else "percent"


def _figure(text: str) -> Styled:
    """What was sent, as it was typed: it may be no number."""
    return Styled(text or None, "centre_box")
