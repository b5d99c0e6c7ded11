"""Forms and submissions of another edition of the catalogue: read as what they are, then lifted by element codes.

A form says itself which inputs it has and what each element meant when it was issued, so that it can be read with its
own layout (and its send code computed with its own edition). What was read keeps that edition, in the ledger too; each
time it is checked, what the catalogue in use still asks, in the same meaning, is taken, and all else is named (A06).
Where nothing is lost and nothing new is missing, there is nothing to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from . import cells, limits, vi
from . import layout as at
from .errors import WorkbookError
from .frozen import frozen
from .identity import Identity, facts_of
from .layout import FormLayout, IndicatorRow, Slot, TaskRow
from .model import (
    AUTO,
    Catalogue,
    Element,
    Entry,
    Key,
    Nature,
    Prior,
    Status,
    Submission,
    Task,
    Validity,
)

# --- the layout of a form of another edition -------------------------------------------------------------------------


@frozen(slots=False)
class _Old:
    """A form of another edition: its entry sheet, whose it is, what its elements meant and which still mean that."""

    catalogue: Catalogue
    book: cells.Workbook
    sheet: cells.Sheet
    who: Identity
    meant: Mapping[str, str]
    asked: Mapping[str, Element]

    def spot(self, name: str) -> tuple[int, int] | None:
        """Row and column of a defined name on the entry sheet."""
        found = self.book.names.get(name)
        return found[1:] if found and found[0] == self.sheet.name else None

    def printed(self, row: int, col: int) -> str:
        cell = self.sheet.cells.get((row, col))
        return cell.raw.strip() if cell is not None and cell.kind == "text" else ""


def own_layout(catalogue: Catalogue, book: cells.Workbook, who: Identity) -> FormLayout:
    """The layout of a form of another edition, as the form itself tells it.

    Raises WorkbookError F10 where the form does not say what its elements meant, where columns were put in, or where
    more than half of its inputs are no longer asked in the same meaning; F13 where a column cannot be told.
    """
    refused = WorkbookError("F10", found=who.edition, expected=catalogue.edition)
    sheet, _, col = book.names[at.defined_name("unit")]
    present = at.form(catalogue, who.period, who.respondent, who.sectors)
    meant = at.parse_meanings(facts_of(book).get("elements", ""))
    asked = {s.element.code: s.element for s in present.slots if meant.get(s.element.code) == s.element.meaning}
    old = _Old(catalogue, book, book.sheets[sheet], who, meant, asked)
    keys = list(_keys(book))
    typed = [key for key in keys if not meant.get(key[0], "").startswith(AUTO)]
    if col != at.IDENTITY["unit"][1] or not typed or any(code not in meant for code, _ in keys):
        raise refused
    if 2 * sum(key[0] in asked for key in typed) < len(typed):
        raise refused
    slots = tuple(_in_their_columns(old, [_slot(old, key) for key in keys]))
    if any(not s.column_key and s.col != at.ACTUAL for s in slots):
        raise refused
    return FormLayout(
        period=who.period,
        respondent=who.respondent,
        is_unit=present.is_unit,
        sectors=who.sectors,
        begin=present.begin,
        units_begin=present.units_begin,
        slots=slots,
        headings=(),
        tables=(),
        last_row=max(s.row for s in slots),
        rules=(),
        indicators=tuple(IndicatorRow(row, code, "") for row, code in _coded(book, vi.INDICATORS)),
        tasks=tuple(TaskRow(row, Task(code, "", "", "")) for row, code in _coded(book, vi.TASKS)),
    )


def _keys(book: cells.Workbook) -> Iterator[Key]:
    """The inputs of the form in the order of its send code, as its hidden sheet lists them."""
    for (row, col), cell in sorted(book.sheets[vi.FACTS].cells.items()):
        if col == at.H_KEY and row >= at.H_BODY_ROW and cell.kind == "text":
            code, bar, unit = cell.raw.partition("|")
            if bar:
                yield code, unit


def _slot(old: _Old, key: Key) -> Slot:
    code, unit = key
    own = unit == (old.who.respondent if old.who.respondent in old.catalogue.units else old.catalogue.province.id)
    known = old.catalogue.units.get(unit)
    number = known.code if known else unit.partition("@")[0]
    name = at.defined_name(code) if own else at.defined_name(code, f"u{number}")
    row, col = old.spot(name) or (at.BODY_ROW, at.ACTUAL)
    row_key = code
    if not own:
        mark = re.compile(rf"T[0-9]+:{number}")
        row_key = next((t for c in range(at.MEASURE) if mark.fullmatch(t := old.printed(row, c))), f"T1:{number}")
    slot = Slot(
        element=old.asked.get(code) or _forgotten(code, old.meant[code]),
        unit=unit,
        name=name,
        row=row,
        col=col,
        row_key=row_key,
        column_key="" if own else code,
        label="",
        helper=0,
        estimate=False,
        auto=old.meant[code].startswith(AUTO),
    )
    label = _label(old, slot, known.name if known else "")
    return replace(slot, label=label, estimate=old.spot(at.estimate_name(slot)) is not None)


def _label(old: _Old, slot: Slot, unit: str) -> str:
    """What should stand beside an input: as it is called now; of what is no longer asked, as the form prints it."""
    if slot.column_key and unit:
        return unit
    if not slot.column_key and slot.element.code in old.asked:
        own = [old.catalogue.units[slot.unit]] if slot.unit != old.catalogue.province.id else []
        return at.label(slot.element, old.who.period, old.catalogue.flows_begin(old.who.period, own))
    return old.printed(slot.row, at.LABEL) or slot.element.code


def _forgotten(code: str, meaning: str) -> Element:
    """An element that is no longer asked, or not in this meaning: whatever stands there is right."""
    _, decimals, measure = (*meaning.split(" ", 2), "", "")[:3]
    return Element(
        code=code,
        name=code,
        measure=measure,
        sector="",
        nature=Nature.STOCK,
        decimals=int(decimals) if decimals.isdecimal() else 0,
        low=None,
        high=None,
        required=False,
        may_not_apply=True,
        frequency=frozenset(),
        validity=Validity(),
        reporter="",
        office="",
    )


def _in_their_columns(old: _Old, slots: list[Slot]) -> Iterator[Slot]:
    """The slots with the column of their kind: a cell cut and pasted took its name along, its neighbours did not."""
    votes: dict[str, Counter[int]] = {}
    for slot in slots:
        if not slot.auto and old.spot(slot.name):
            votes.setdefault(slot.column_key, Counter())[slot.col] += 1
    columns = {kind: counter.most_common(1)[0][0] for kind, counter in votes.items()}
    heads = {(cell.raw.strip(), col) for (_, col), cell in old.sheet.cells.items() if cell.kind == "text"}
    for kind, col in columns.items():
        if kind and (kind, col) not in heads:
            raise WorkbookError("F13", label=kind)
    for slot in slots:
        if slot.column_key and slot.column_key not in columns:
            raise WorkbookError("F13", label=slot.column_key)
        yield replace(slot, col=columns.get(slot.column_key, at.ACTUAL))


def _coded(book: cells.Workbook, name: str) -> Iterator[tuple[int, str]]:
    """Row and code of the lines of a sheet that has its codes in the first column."""
    sheet = book.sheets.get(name)
    for (row, col), cell in sorted(sheet.cells.items()) if sheet else ():
        if col == 0 and cell.kind == "text" and cell.raw not in at.NARRATIVE:
            yield row, cell.raw.strip()


# --- what is taken of a submission of another edition ----------------------------------------------------------------


def lifted(catalogue: Catalogue, submission: Submission) -> Submission:
    """A submission of another edition as the catalogue asks for it, with a warning (A06) that names what was left out.

    What is no longer asked of the respondent, or no longer means the same, is left out with all that was found about
    it; what the form did not ask for is missing, and an error where it is required. Where neither is the case, the
    editions differ in what does not concern the form: no warning.
    """
    if submission.edition == catalogue.edition:
        return submission
    meant = at.parse_meanings(submission.meanings)
    form = _asked_now(catalogue, submission)
    now = {s.element.code: s.element for s in form.inputs}
    changed = {code for code, e in now.items() if meant.get(code, e.meaning) != e.meaning}
    gone = {code for code, unit in submission.entries if (code, unit) not in form.by_key or code not in now}

    def known(found: Mapping[Key, Any]) -> dict[Key, Any]:
        return {key: value for key, value in found.items() if key in form.by_key and key[0] in now.keys() - changed}

    entries, stated = known(submission.entries), submission.stated
    tasks = {t.code for t in catalogue.tasks}
    gone |= (submission.causes.keys() - catalogue.indicators.keys()) | (submission.tasks.keys() - tasks)
    facts = {
        "edition": submission.edition,
        "expected": catalogue.edition,
        "gone": ", ".join(sorted(gone)) or "-",
        "changed": "; ".join(vi.changed_meaning(now[c].name, meant[c], now[c].meaning) for c in sorted(changed)) or "-",
    }
    about = [f for f in submission.findings if not f.element or f.element in now.keys() - changed]
    found = []
    for slot in form.inputs:
        if slot.key not in entries:
            day = submission.period.end
            entries[slot.key], missing = limits.limited(catalogue, slot.element, slot.unit, day, Entry(Status.EMPTY))
            found += [missing] if missing else []
    if gone or changed or found:
        found.insert(0, catalogue.finding("A06", facts=facts))
    return replace(
        submission,
        entries=entries,
        estimates=known(submission.estimates),
        explanations=known(submission.explanations),
        stated=Prior(known(stated.previous), known(stated.last_year), known(stated.plan)),
        causes={code: texts for code, texts in submission.causes.items() if code in catalogue.indicators},
        tasks={code: texts for code, texts in submission.tasks.items() if code in tasks},
        findings=(*about, *found),
    )


def taken(catalogue: Catalogue, submission: Submission) -> Submission:
    """A submission as the catalogue in use takes it: by its limits, and what it asks."""
    return lifted(catalogue, limits.decided(catalogue, submission))


def kept(catalogue: Catalogue, submission: Submission) -> frozenset[Key]:
    """The figures of a submission that the catalogue still asks for in the meaning in which they were sent."""
    if submission.edition == catalogue.edition:
        return frozenset(submission.entries)
    now = lifted(catalogue, submission).entries
    return frozenset(key for key, entry in submission.entries.items() if now.get(key) is entry)


def _asked_now(catalogue: Catalogue, submission: Submission) -> FormLayout:
    """The form that the respondent would be given now; an ad hoc one with the sectors that were asked then."""
    sectors = None
    if submission.period.kind == "D":
        codes = {code for code, _ in submission.entries if code in catalogue.elements}
        sectors = catalogue.sectors_asked(submission.period, codes)
    return at.form(catalogue, submission.period, submission.respondent, sectors)
