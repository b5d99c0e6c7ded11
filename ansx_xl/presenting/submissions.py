"""The sheets Tình hình gửi báo cáo, Kết quả kiểm tra, Nguồn số liệu: who sent what, what to look at, and whence."""

from __future__ import annotations

from collections.abc import Iterator

from .. import rules, sending, vi
from ..consolidating import Results, name_of, reconciliation
from ..model import Finding, Severity
from ..rules import call, ref, when
from ..sending import Sender, State, Timing
from .common import frame
from .figures import cell_of
from .table import Column, Line, Row, Styled, Table, key


def sent(results: Results) -> Table:
    """Who has sent what, when, in what state (Tình hình gửi báo cáo)."""
    columns = (
        Column("number", vi.COLUMNS["number"], 5, "count"),
        Column("code", vi.CODE, 11, "unit"),
        Column("name", vi.RESPONDENT, 36),
        Column("status", vi.STATUS_HEADING, 21, "centre_box"),
        Column("attempt", vi.IDENTITY["attempt"], 8, "count"),
        Column("received", vi.SENDING_COLUMNS["received"], 12, "centre_box"),
        Column("timing", vi.SENDING_COLUMNS["timing"], 25, "centre_box"),
        Column("complete", vi.SENDING_COLUMNS["complete"], 11, "centre_box"),
        Column("errors", vi.SEVERITY[Severity.ERROR], 7, "count"),
        Column("warnings", vi.OPEN_WARNINGS, 12, "count"),
        Column("paper", vi.SENDING_COLUMNS["paper"], 20, "centre_box"),
        Column("quality", vi.IDENTITY["quality"], 12, "centre_box"),
        Column("send", vi.SEND_CODE.rstrip(":"), 21, "centre_box"),
        Column("file", vi.FILE, 38),
    )
    state = sending.who_has_sent(results)
    rows = tuple(_sent_row(results, number, s) for number, s in enumerate(state.senders, start=1))
    rows += tuple(_unused(results))
    attempts = ref(*(key(vi.SENT, who, "attempt") for who in results.expected))
    count = rules.lift(vi.SENT_COUNT) & call("COUNT", attempts) & vi.SENT_OF.format(len(results.expected))
    return Table(
        name=vi.SENT,
        columns=columns,
        rows=rows,
        lines=(Line("sent", count), Line("deadlines", vi.deadlines(state.deadlines))),
        notes=(vi.SENDING_NOTE,),
        frozen=3,
        tab="#548235",
        **frame(results, vi.SENT),
    )


def _sent_row(results: Results, number: int, sender: Sender) -> Row:
    """What is there of one respondent; names of officers and signatories are not."""
    cells: dict[str, object] = {
        "number": number,
        "code": results.catalogue.code_of(sender.respondent),
        "name": sender.name,
        "received": vi.day(sender.received) if sender.received else "",
        "timing": Styled(_timing_of(sender), _TIMING_LOOKS.get(sender.timing, "centre_box")),
        "paper": "; ".join(vi.paper(p.number, p.signed_on) for p in sender.papers) or vi.NO_PAPER,
    }
    s = results.submissions.get(sender.respondent)
    if s is None:
        waited = vi.NOT_RECEIVED if sender.outside else vi.STATUS["missing"]
        conflict = sender.state is State.CONFLICT
        look = "fair_box" if sender.outside and not conflict else "alert_box"
        cells["status"] = Styled(vi.OUTCOME["conflict"].capitalize() if conflict else waited, look)
        return Row(sender.respondent, cells)
    in_part = ref(key(vi.SENT, sender.respondent, "errors")) > 0
    cells |= {
        "status": Styled(
            when(in_part, vi.STATUS["accepted_in_part"], vi.STATUS["accepted"]),
            "good_box" if sender.state is State.ACCEPTED else "fair_box",
            shown=vi.STATUS[sender.state],
        ),
        "attempt": s.attempt,
        "complete": Styled(
            vi.completeness(sender.given, sender.asked), "centre_box" if sender.complete else "alert_box"
        ),
        "errors": sender.errors,
        "warnings": sender.warnings,
        "quality": next(word for word, code in vi.QUALITY.items() if code == s.quality),
        "send": s.send_code,
        "file": s.file + (vi.FROM_LEDGER if sender.respondent in results.from_ledger else ""),
    }
    return Row(sender.respondent, cells)


_WHY = {"timing": 7}
"""Why a file did not enter the totals runs over the columns that only a form has, up to the name of the file."""
_TIMING_LOOKS = {Timing.LATE: "alert_box", Timing.AMENDED: "fair_box"}


def _timing_of(s: Sender) -> str:
    return vi.timing(s.timing, s.received, s.late_days, s.deadline, s.latest)


def _unused(results: Results) -> Iterator[Row]:
    """The files of the inbox that did not enter the totals, and why."""
    others = [f for f in results.files if f.outcome != "used"]
    if others:
        yield Row("unused", {}, group=vi.UNUSED_FILES)
    for number, f in enumerate(others, start=1):
        why = vi.outcome_reason(f.outcome, f.reason, f.facts)
        cells = {
            "number": number,
            "name": name_of(results.catalogue, results.period, f.unit) if f.unit else "",
            "status": vi.OUTCOME[f.outcome].capitalize(),
            "timing": Styled(why[:1].upper() + why[1:], "label_left"),
            "file": f.file,
        }
        yield Row(f"unused:{number}", cells, wide=_WHY)


def findings(results: Results) -> Table:
    """Everything to be looked at, worst first (Kết quả kiểm tra)."""
    columns = (
        Column("number", vi.COLUMNS["number"], 5, "count"),
        Column("severity", vi.SEVERITY_HEADING, 10, "centre_box"),
        Column("code", vi.CODE, 7, "centre_box"),
        Column("respondent", vi.RESPONDENT, 24),
        Column("place", vi.PLACE, 16),
        Column("element", vi.ELEMENT, 34),
        Column("value", vi.VALUE_TYPED, 14),
        Column("message", vi.MESSAGE, 50),
        Column("action", vi.ACTION, 40),
        Column("explanation", vi.COLUMNS["explanation"], 28),
    )
    rows = tuple(_finding_row(results, n, who, f) for n, (who, f) in enumerate(results.findings, start=1))
    words = ref(*(key(vi.FINDINGS, r.key, "severity") for r in rows))
    counts = rules.listed(tuple((word, call("COUNTIF", words, word)) for word in vi.SEVERITY.values()) if rows else ())
    return Table(
        name=vi.FINDINGS,
        columns=columns,
        rows=rows,
        lines=(Line("counts", counts),),
        frozen=4,
        filtered=bool(rows),
        tab="#C00000",
        **frame(results, vi.FINDINGS),
    )


def _finding_row(results: Results, number: int, who: str, f: Finding) -> Row:
    catalogue = results.catalogue
    message, action = vi.finding(f.code, f.facts)
    element = catalogue.elements.get(f.element)
    name = element.name if element else ""
    of_unit = f" - {catalogue.units[f.unit].name}" if f.unit and f.unit != who and f.unit in catalogue.units else ""
    figure = (f.element, f.unit)
    named: object = name + of_unit
    if figure in results.totals:
        # A formula, for LibreOffice does not wrap the words of a link.
        whole = ref(key(vi.DATA, f.element, "name"))
        named = Styled(whole & of_unit if of_unit else whole, "link", cell_of(results, figure), name + of_unit)
    return Row(
        f"{number}",
        {
            "number": number,
            "severity": Styled(vi.SEVERITY[f.severity], vi.SEVERITY_STYLE[f.severity]),
            "code": f.code,
            "respondent": name_of(catalogue, results.period, who),
            "place": str(f.place) if f.place.cell else "",
            "element": named,
            "value": f.value,
            "message": message,
            "action": action,
            "explanation": vi.WAIVED.format(reason=f.waived) if f.waived else f.explanation,
        },
    )


def trail(results: Results, today: str) -> Table:
    """Where every figure comes from: run, files with their hashes, and the cell of each figure (Nguồn số liệu)."""
    columns = (
        Column("unit", vi.RESPONDENT, 34),
        Column("element", vi.CODE, 18, "code"),
        Column("value", vi.VALUE_TYPED, 19),
        Column("status", vi.STATUS_HEADING, 18, "centre_box"),
        Column("file", vi.FILE, 44),
        Column("place", vi.PLACE_OR_HASH, 66),
    )
    return Table(
        name=vi.TRAIL,
        columns=columns,
        rows=tuple(_trail_rows(results, today)),
        frozen=1,
        filtered=True,
        header_height=20.0,
        tab="#7F7F7F",
        loose=True,
        **frame(results, vi.TRAIL_TITLE),
    )


def _trail_rows(results: Results, today: str) -> Iterator[Row]:
    catalogue = results.catalogue
    yield Row("run", {}, group=vi.RUN)
    for name, value in (
        (vi.RUN_PERIOD, str(results.period)),
        (vi.RUN_EDITION, catalogue.edition),
        (vi.RUN_DATE, vi.iso_day(today)),
    ):
        yield Row(f"run:{name}", {"unit": name, "value": value})
    yield Row("files", {}, group=vi.RECONCILIATION)
    for name, count in reconciliation(results.files).items():
        yield Row(f"files:{name}", {"unit": vi.OUTCOME.get(name, vi.FOUND), "value": count})
    for i, f in enumerate(results.files):
        who = name_of(catalogue, results.period, f.unit) if f.unit else ""
        why = vi.outcome_reason(f.outcome, f.reason, f.facts)
        cells = {
            "unit": ": ".join(filter(None, (who, why))),
            "status": vi.OUTCOME[f.outcome],
            "file": f.file,
            "place": Styled(f.sha256, "code"),
        }
        yield Row(f"file:{i}", cells)
    yield Row("values", {}, group=vi.FIGURES)
    for who, s in results.submissions.items():
        for (element, unit), entry in s.entries.items():
            area = catalogue.units[unit].name if unit in catalogue.units else unit
            yield Row(
                f"value:{element}:{unit}",
                {
                    "unit": area if who == unit else f"{area} ({name_of(catalogue, results.period, who)})",
                    "element": element,
                    "value": entry.raw if entry.raw else None,
                    "status": vi.ENTRY_STATUS[entry.status],
                    "place": str(entry.place),
                    "file": s.file,
                },
            )
