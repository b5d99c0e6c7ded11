"""Everything that a ledger holds as CSV files: one line for each thing, nothing left out.

Commas, as in the catalogue's own files and as every program takes them by default; UTF-8 with a mark in front, without
which Excel takes Vietnamese for another encoding. Numbers have a point, exactly as recorded: where Excel expects a
decimal comma, open the file with Data > From Text/CSV and not by a double click.

Texts that a spreadsheet would run as formulas are made harmless (`csvtext.py` says how to read them back).
"""

from __future__ import annotations

import csv
import io
import json
import mmap
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ..csvtext import harmless
from ..errors import AnsxError
from ..model import Adjustment, Decision, Key, Paper, Published, Rejection, Run, Severity, Submission
from ..saving import staged

_SEVERITY = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_STAMP = ("recorded_on", "recorded_by")
Line = Iterable[object]


def write(events: Iterable[Any], folder: Path) -> list[Path]:
    """Write the files, each whole or not at all, and only when every one is complete; gives their paths.

    Raises AnsxError ("output_folder", "output_busy", "disk") where a file cannot be written.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise AnsxError("output_folder", folder=str(folder)) from None
    with ExitStack() as stack:
        try:
            sheets = {name: stack.enter_context(_Sheet(folder, table)) for name, table in _TABLES.items()}
            for event in events:
                for name, table in _TABLES.items():
                    if isinstance(event.record, table.noun):
                        sheets[name].add(event, table.lines(event.record))
            done = {folder / f"{name}.csv": sheet.bytes() for name, sheet in sheets.items()}
        except OSError as error:
            raise AnsxError("disk", file=str(folder), detail=error.strerror or "") from None
        moves = [stack.enter_context(staged(data, path)) for path, data in done.items()]
        for put in moves:
            put()
    return list(done)


class _Sheet:
    """One file being made: on the disk, because a ledger of many years need not fit into memory."""

    def __init__(self, folder: Path, table: _Table):
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed with the text over it)
        text = io.TextIOWrapper(self._file, encoding="utf-8-sig", errors="replace", newline="")
        self._text, self._out, self._stamped = text, csv.writer(text), table.stamped
        self._map: mmap.mmap | None = None
        self._out.writerow([*(("number",) if table.stamped else ()), "period", *table.columns, *table.after])

    def __enter__(self) -> _Sheet:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._map is not None:
            self._map.close()
        self._text.close()

    def add(self, event: Any, lines: Iterable[Line]) -> None:
        before = (event.number, event.period) if self._stamped else (event.period,)
        after = (event.stamp.day, event.stamp.by) if self._stamped else ()
        self._out.writerows([_cell(value) for value in (*before, *line, *after)] for line in lines)

    def bytes(self) -> mmap.mmap:
        """The whole file as if it were in memory."""
        self._text.flush()
        self._map = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        return self._map


def _cell(value: object) -> object:
    if isinstance(value, str):
        return harmless(value)
    if value is None:
        return ""
    return int(value) if isinstance(value, bool) else str(value)


# --- what stands in each file ----------------------------------------------------------------------------------------


class _Table(NamedTuple):
    """One file: the records it tells of, its columns, and the lines of a record."""

    noun: type
    columns: tuple[str, ...]
    lines: Callable[[Any], Iterable[Line]]
    stamped: bool = True
    """Whether its lines stand for records, and so have their number and stamp; others name the submission's hash."""

    @property
    def after(self) -> tuple[str, ...]:
        return _STAMP if self.stamped else ()


_SENT = ("file", "attempt", "edition", "quality", "status", "officer", "telephone", "signed_on", "send_code")
_SENT += ("illustrative",)


def _submission(s: Submission) -> Iterator[Line]:
    yield (s.respondent, s.sha256, *(getattr(s, name) for name in _SENT))


def _values(s: Submission) -> Iterator[Line]:
    for role, entries in (("entry", s.entries), ("estimate", s.estimates)):
        for (element, unit), e in entries.items():
            out = role == "entry" and (element, unit) in s.excluded
            where = (e.place.sheet, e.place.cell)
            yield (s.respondent, unit, element, e.status.value, e.value, e.raw, *where, s.sha256, role, out)
    for role in ("previous", "last_year", "plan"):
        numbers: Mapping[Key, Decimal] = getattr(s.stated, role)
        for (element, unit), number in numbers.items():
            yield (s.respondent, unit, element, "number", number, "", "", "", s.sha256, role, False)


def _findings(s: Submission) -> Iterator[Line]:
    for f in s.findings:
        where = (f.place.sheet, f.place.cell)
        words = (f.value, f.explanation, f.waived, _json(f.facts))
        yield (s.respondent, f.code, _SEVERITY[f.severity], f.element, f.unit, *where, *words, s.sha256)


def _explanations(s: Submission) -> Iterator[Line]:
    for (element, unit), text in s.explanations.items():
        yield (s.respondent, "explanation", element, unit, 1, text, s.sha256)
    for role, found in (("cause", s.causes), ("task", s.tasks)):
        for code, texts in found.items():
            yield from ((s.respondent, role, code, "", n, text, s.sha256) for n, text in enumerate(texts, 1))
    for code, text in s.narrative.items():
        yield (s.respondent, "narrative", code, "", 1, text, s.sha256)


def _adjustment(a: Adjustment) -> Iterator[Line]:
    about = (a.reason, a.confirmed_by, a.confirmed_on, a.sha256)
    yield (a.respondent, *a.key, a.reported, a.adjusted, *about)


def _decision(d: Decision) -> Iterator[Line]:
    yield (d.kind.value, d.respondent, d.sha256, d.reason, _json(d.facts))


def _rejection(r: Rejection) -> Iterator[Line]:
    yield (r.sha256, r.file, r.code, _json(r.facts), r.reader)


def _run(r: Run) -> Iterator[Line]:
    yield (r.edition, r.output, _json(r.counts), " ".join(r.used), r.inputs, r.sha256)


def _published(p: Published) -> Iterator[Line]:
    for role, figures in (("total", p.totals), ("indicator", p.indicators)):
        for (code, area), value in figures.items():
            yield (p.edition, role, code, area, value)
    for code, verdict in p.verdicts.items():
        yield (p.edition, "verdict", code, "", verdict)
    for (code, figure), value in p.attained.items():
        yield (p.edition, figure, code, "", value)


def _fields(record: Any, names: tuple[str, ...]) -> Iterator[Line]:
    yield tuple(getattr(record, name) for name in names)


def _json(facts: Mapping[str, object]) -> str:
    return json.dumps(dict(facts), ensure_ascii=False, default=str)


_PAPER = ("respondent", "sha256", "file", "how", "number", "signed_on", "signatory")
_VALUE = ("respondent", "unit", "element", "status", "value", "raw", "sheet", "cell", "sha256", "role", "excluded")
_FINDING = ("respondent", "code", "severity", "element", "unit", "sheet", "cell", "value", "explanation", "waived")
_ADJUSTED = ("respondent", "element", "unit", "reported", "adjusted", "reason", "confirmed_by", "confirmed_on")
_TABLES = {
    "submissions": _Table(Submission, ("respondent", "sha256", *_SENT), _submission),
    "values": _Table(Submission, _VALUE, _values, stamped=False),
    "findings": _Table(Submission, (*_FINDING, "facts", "sha256"), _findings, stamped=False),
    "explanations": _Table(
        Submission, ("respondent", "kind", "code", "unit", "part", "text", "sha256"), _explanations, stamped=False
    ),
    "adjustments": _Table(Adjustment, (*_ADJUSTED, "sha256"), _adjustment),
    "decisions": _Table(Decision, ("kind", "respondent", "sha256", "reason", "facts"), _decision),
    "papers": _Table(Paper, _PAPER[:4] + ("document_number",) + _PAPER[5:], partial(_fields, names=_PAPER)),
    "rejections": _Table(Rejection, ("sha256", "file", "code", "facts", "reader"), _rejection),
    "runs": _Table(Run, ("edition", "output", "counts", "used", "inputs", "sha256"), _run),
    "published": _Table(Published, ("edition", "kind", "code", "area", "value"), _published),
}
