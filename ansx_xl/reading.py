"""A workbook's cells + the layout -> what somebody reported, with every finding about single cells.

Inputs are found by defined name and by the hidden key of their row, and confirmed by the label beside them: never by
address alone. Rates are never read. An error of identity or structure rejects the file (WorkbookError); an error in a
cell takes out that cell and the rest is used. Relations between cells are the business of `checking.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from . import cells, columns, copies, limits, migrating, sendcode, strays, vi, wordings
from . import layout as at
from .errors import WorkbookError
from .identity import facts_of, identity, text_at
from .layout import FormLayout, Slot
from .model import Catalogue, Entry, Finding, Key, Place, Prior, Severity, Status, Submission
from .strays import CONSTANT
from .text import EncodingTable, ascii_fold, clean, decimal_of, fold, half_up, legacy, parse_number

_QUALITIES = {ascii_fold(word): code for word, code in vi.QUALITY.items()} | {"": "official"}


def read(catalogue: Catalogue, book: cells.Workbook, file: str, sha256: str) -> Submission:
    """The submission in a workbook; raises WorkbookError where the file must be rejected as a whole."""
    who = identity(catalogue, book)
    if who.edition == catalogue.edition:
        form = at.form(catalogue, who.period, who.respondent, who.sectors)
    else:
        form = migrating.own_layout(catalogue, book, who)
    return _Reader(catalogue, book, form, who.edition).submission(file, sha256)


SALVAGED = ("F10", "F13")
"""The reasons of a rejection after which something can still be told of a form; see `salvage`."""


def salvage(catalogue: Catalogue, book: cells.Workbook, file: str, sha256: str, fault: WorkbookError) -> Submission:
    """What can be told of a form rejected by *fault*, one of SALVAGED: to be sent back to its sender, never to be used.

    An input that cannot be told from others is empty and has a finding; after F10, and where columns were moved, all
    are. Raises WorkbookError where not even its owner is known.
    """
    who = identity(catalogue, book)
    form = at.form(catalogue, who.period, who.respondent, who.sectors)
    if fault.code == "F13" and who.edition != catalogue.edition:
        fault = WorkbookError("F10", found=who.edition, expected=catalogue.edition)
    reader = _Reader(catalogue, book, form, catalogue.edition, fault)
    return reader.submission(file, sha256)


class _Reader:
    """One form being read: the workbook, its layout, and the findings so far; *fault* is why it was rejected before."""

    def __init__(
        self,
        catalogue: Catalogue,
        book: cells.Workbook,
        form: FormLayout,
        edition: str,
        fault: WorkbookError | None = None,
    ):
        self.catalogue, self.book, self.form, self.edition = catalogue, book, form, edition
        self.fault, self.lost = fault, fault is not None and fault.code == "F10"
        sheet, row, col = book.names[at.defined_name("unit")]
        self.sheet = book.sheets[sheet]
        self.shift = col - at.IDENTITY["unit"][1]
        self.last = at.LABEL + self.shift
        self.table = _old_fonts(catalogue)
        self.facts = facts_of(book)
        self.findings: list[Finding] = []
        self.rows: dict[str, list[int]] = {}
        self.labels: dict[int, list[str]] = {}
        left = [(s, c.raw) for s, c in self.sheet.cells.items() if s[1] <= self.last and c.kind == "text"]
        for (row, _), text in sorted(left):
            self.rows.setdefault(text.strip(), []).append(row)
            self.labels.setdefault(row, []).append(text)
        texts = columns.texts_of(self.sheet)
        self.columns = self._columns(texts)
        self.explanation = columns.headed(texts, "explanation") or at.EXPLANATION + self.shift
        self.estimate = columns.headed(texts, "estimate") or at.ESTIMATE + self.shift
        first = min((s.row for s in form.slots), default=0)
        self.merged = [m for m in self.sheet.merged if m[2] >= first and m[3] > self.last]

    def submission(self, file: str, sha256: str) -> Submission:
        form = self.form
        entries: dict[Key, Entry] = {}
        estimates: dict[Key, Entry] = {}
        explanations: dict[Key, str] = {}
        typed: dict[tuple, Any] = {}
        spots: list[tuple[Slot, int, int]] = []
        for slot in form.inputs:
            try:
                row, col = self._locate(slot)
            except WorkbookError as fault:
                if self.fault is None:
                    raise
                entries[slot.key] = Entry(Status.EMPTY)
                if not self.lost:
                    self._note(fault.code, Place(), slot, **fault.facts)
                continue
            spots.append((slot, row, col))
            text = self._words(row, self.explanation)
            if text:
                explanations[slot.key] = text
            typed["entry", *slot.key] = content = copies.content(self.sheet, row, col)
            entries[slot.key] = self._entry(slot, row, col, content, text)
            if slot.estimate:
                typed["estimate", *slot.key] = content = copies.content(self.sheet, row, self.estimate)
                estimate = self._entry(slot, row, self.estimate, content, "", optional=True)
                if estimate.status is not Status.EMPTY:
                    estimates[slot.key] = estimate
        if self.lost:
            self._note(self.fault.code, Place(), None, **self.fault.facts)
        self._stated_totals(entries)
        self._copies(spots)
        self._strays(spots)
        send = self._send_code(typed)
        quality = self._quality()
        return Submission(
            file=file,
            sha256=sha256,
            respondent=form.respondent,
            period=form.period,
            edition=self.edition,
            attempt=self._attempt(),
            quality=quality,
            entries=entries,
            estimates=estimates,
            stated=self._stated(),
            explanations=explanations,
            causes=wordings.causes(self.book, form, self._words),
            tasks=wordings.tasks(self.book, form, self._words),
            narrative=wordings.narrative(self.book, form, self._words),
            officer=clean(self._role("officer")),
            telephone=clean(self._role("telephone")),
            signed_on=clean(self._role("date")),
            send_code=send,
            findings=tuple(self.findings),
            illustrative=self.facts.get("illustrative") == "yes",
            meanings=self.facts.get("elements", ""),
            limits=self.catalogue.edition,
        )

    # Where an input stands.
    def _columns(self, texts: columns.Texts) -> Mapping[int, int]:
        try:
            return columns.located(self.book, self.sheet, texts, self.form)
        except WorkbookError:
            if self.fault is None:
                raise
            self.lost = True
            return {}

    def _locate(self, slot: Slot) -> tuple[int, int]:
        """Row and column of an input; raises WorkbookError F13 where name, key and label do not agree on one row."""
        if self.lost:
            raise WorkbookError("F13", label=slot.label)
        named = self.book.names.get(slot.name)
        if named and named[0] != self.sheet.name:
            named = None
        rows = self.rows.get(slot.row_key, [])
        col = self.columns.get(slot.col, slot.col + self.shift)
        if named and named[2] != col:  # cut and pasted, a cell takes its name along; people read by column
            self._note("R24", self._at(named[1], col), slot, label=slot.label, found=at.address(*named[1:]))
        if named and named[1] in rows:
            if len(rows) > 1:
                raise WorkbookError("F13", label=slot.label)
            row = named[1]
            if not self._labelled(row, slot):
                if any(self._labelled(other, slot) for other in self.labels):
                    raise WorkbookError("F13", label=slot.label)
                found = next((t for t in reversed(self.labels.get(row, [])) if t != slot.row_key), "")
                self._note("R20", self._at(row, col), slot, found=found, label=slot.label)
            return row, col
        if len(rows) == 1 and self._labelled(rows[0], slot):
            self._note("R16", self._at(rows[0], col), slot, label=slot.label)
            return rows[0], col
        if not rows and named and self._labelled(named[1], slot):
            self._note("R16", self._at(named[1], col), slot, label=slot.label)
            return named[1], col
        raise WorkbookError("F13", label=slot.label)

    def _labelled(self, row: int, slot: Slot) -> bool:
        """Whether the label of an input stands on a row, as it was printed or but for its spelling."""
        texts = self.labels.get(row, ())
        return slot.label in texts or fold(slot.label) in map(fold, texts)

    def _at(self, row: int, col: int) -> Place:
        return Place(self.sheet.name, at.address(row, col))

    def _note(self, code: str, place: Place, slot: Slot | None = None, value: str = "", **facts: Any) -> None:
        self.findings.append(self.catalogue.finding(code, place, slot.key if slot else ("", ""), value, facts))

    # What an input holds.
    def _entry(self, slot: Slot, row: int, col: int, content: Any, explanation: str, optional: bool = False) -> Entry:
        """The input in a cell, of which formulas see *content*; an optional one may be empty."""
        place = self._at(row, col)
        cell = self.sheet.cells.get((row, col))
        merged = next((m for m in self.merged if m[0] <= row <= m[2] and m[1] <= col <= m[3]), None)
        if merged and cell is not None and (row, col) != merged[:2]:  # it is under another cell, where nobody sees it
            self._note("R26", place, slot, cell.raw, raw=clean(cell.raw))
            return Entry(Status.ERROR, None, place, cell.raw)
        if merged:
            self._note("R21", place, slot)
        if (row, col) in self.sheet.duplicates:
            self._note("R14", place, slot)
            return Entry(Status.ERROR, None, place, cell.raw if cell else "")
        if cell is None:
            return self._limited(slot, Entry(Status.EMPTY, None, place), optional)
        stored = content if cell.kind == "number" and isinstance(content, Decimal) else None
        # What a person sees: a number the Vietnamese way, anything else as it stands there.
        raw = vi.number(stored) if stored is not None else "" if cell.kind == "blank" else cell.raw
        status, value = self._content(slot, cell, stored, place)
        if status is Status.NOT_COLLECTED and not explanation and not optional:
            self._note("R09", place, slot, raw)
        return self._limited(slot, Entry(status, value, place, raw), optional)

    def _content(
        self, slot: Slot, cell: cells.Cell, stored: Decimal | None, place: Place
    ) -> tuple[Status, Decimal | None]:
        """The kind of content decides: a real number is never reinterpreted, a text is parsed, all else is an error."""
        error = Status.ERROR, None
        if cell.formula is not None:
            if cell.kind == "blank":
                self._note("R08", place, slot, "=" + cell.formula)
                return error
            if not CONSTANT.fullmatch(cell.formula) or cell.kind not in ("number", "error"):
                self._note("R07", place, slot, "=" + cell.formula, formula="=" + cell.formula)
                return error
        if cell.kind == "error":
            self._note("R05", place, slot, cell.raw, raw=cell.raw)
            return error
        if cell.kind in ("bool", "date"):
            self._note("R15" if cell.kind == "bool" else "R13", place, slot, cell.raw)
            return error
        if cell.kind == "scaled":
            self._note("R25", place, slot, cell.raw, taken=vi.number(decimal_of(cell.raw)))
            return error
        if cell.kind == "number":
            if stored is None:
                self._note("R05", place, slot, cell.raw, raw=cell.raw)
                return error
            if cell.formula is not None:
                formula = "=" + cell.formula
                self._note("R06", place, slot, formula, formula=formula, taken=vi.number(stored))
            return Status.NUMBER, stored
        number = parse_number(cell.raw)
        if number.status == "error":
            meant = number.suggestion
            if meant is not None and half_up(meant, slot.element.decimals) != meant:
                meant = None  # the row could not take it
            hint = vi.suggestion(meant) or vi.HINT.get(number.hint, "")
            self._note("R01", place, slot, cell.raw, raw=clean(cell.raw), suggestion=hint)
            return error
        if number.remark:
            code = "R02" if number.remark == "text_number" else "R03"
            self._note(code, place, slot, cell.raw, raw=clean(cell.raw), taken=vi.number(number.value))
        return Status(number.status), number.value

    def _limited(self, slot: Slot, entry: Entry, optional: bool) -> Entry:
        """The input under the limits of the catalogue in use."""
        day = self.form.period.end
        entry, finding = limits.limited(self.catalogue, slot.element, slot.unit, day, entry, optional)
        if finding:
            self.findings.append(finding)
        return entry

    # What the form says besides.
    def _stated_totals(self, entries: Mapping[Key, Entry]) -> None:
        """Totals printed on the form are computed again; one that differs is only worth a warning."""
        for table in self.form.tables:
            row = self._total_row(table)
            for col, element in table.columns:
                cell = self.sheet.cells.get((row, self.columns.get(col, col)))
                if cell is None or cell.formula is None or cell.kind != "number":
                    continue
                numbers = [entries[element.code, unit.id].number for _, unit in table.rows]
                computed = sum((n for n in numbers if n is not None), Decimal(0))
                stated = decimal_of(cell.raw)
                if stated is not None and abs(stated - computed) * 10**9 > abs(computed):
                    place = self._at(row, self.columns.get(col, col))
                    self._note("R17", place, None, cell.raw, stated=vi.number(stated), computed=vi.number(computed))

    def _total_row(self, table: at.UnitTable) -> int:
        """The row below the last unit of a table; one that no cell has where that cannot be told."""
        rows = self.rows.get(f"{table.key}:{table.rows[-1][1].code}", []) if table.rows else []
        return rows[0] + 1 if rows else -1

    def _copies(self, spots: list[tuple[Slot, int, int]]) -> None:
        for copy in copies.differing(self.book, self.sheet, spots, self.last):
            place = Place(copy.sheet, at.address(copy.row, copy.col))
            self._note("R22", place, copy.slot, sheet=copy.sheet, count=copy.count, read=self.sheet.name)

    def _strays(self, spots: list[tuple[Slot, int, int]]) -> None:
        places = {(row, col) for _, row, col in spots}
        places |= {(row, self.estimate) for slot, row, _ in spots if slot.estimate}
        own = {row for row, _ in places} | {row for s in self.form.slots for row in self.rows.get(s.row_key, ())}
        own |= {self._total_row(table) for table in self.form.tables}
        for (row, col), raw in strays.strays(self.sheet, places, own):
            self._note("R27", self._at(row, col), None, raw, raw=raw)

    def _quality(self) -> str:
        """What the figures are said to be; a word that nobody knows is surely not "official"."""
        words = ascii_fold(self._role("quality"))
        quality = _QUALITIES.get(words, "preliminary")
        if quality != "official":
            self._note("A05", self._spot_of("quality"), quality=clean(self._role("quality")))
        return quality

    def _send_code(self, typed: Mapping[tuple, Any]) -> str:
        computed = sendcode.compute(self.form, self.edition, typed)
        stated = [self._role(role) for role in at.SEND_CODE]
        if all(stated) and self.fault is None:
            shown = " ".join(s.split(".")[0].zfill(4) for s in stated)
            if shown != computed:
                self._note("R18", Place(self.sheet.name), None, shown, stated=shown, computed=computed)
        return computed

    def _attempt(self) -> int:
        raw = self._role("attempt")
        number = decimal_of(raw) if raw else None
        if number is None and raw:
            number = parse_number(raw).value
        if _is_attempt(number):
            return int(number)
        meant = parse_number(raw).suggestion  # "lan 3" must not become the first one, and lose to the second
        taken = int(meant) if _is_attempt(meant) else 1
        self._note("R23", self._spot_of("attempt"), None, raw, raw=raw, taken=taken)
        return taken

    def _spot_of(self, role: str) -> Place:
        spot = self.book.names.get(at.defined_name(role))
        return Place(spot[0], at.address(spot[1], spot[2])) if spot else Place(self.sheet.name)

    def _role(self, role: str) -> str:
        spot = self.book.names.get(at.defined_name(role))
        return text_at(self.book, spot) if spot else ""

    def _stated(self) -> Prior:
        """The earlier figures that the form itself prints, for a form checked where there is no ledger."""
        hidden = self.book.sheets.get(vi.FACTS)
        found: dict[str, dict[Key, Decimal]] = {"previous": {}, "last_year": {}, "plan": {}}
        if hidden is None:
            return Prior()
        rows = {c.raw: row for (row, col), c in hidden.cells.items() if col == at.H_KEY and c.kind == "text"}
        places = {"previous": at.H_PREVIOUS, "last_year": at.H_LAST_YEAR, "plan": at.H_PLAN}
        for slot in self.form.slots:
            row = rows.get("|".join(slot.key))
            for role, col in places.items():
                cell = hidden.cells.get((row, col)) if row is not None else None
                value = decimal_of(cell.raw) if cell is not None and cell.kind == "number" else None
                if value is not None:
                    found[role][slot.key] = value
        return Prior(**found)

    def _words(self, row: int, col: int, sheet: cells.Sheet | None = None) -> str:
        """A text that somebody wrote; an old font is converted, with a note."""
        sheet = sheet or self.sheet
        cell = sheet.cells.get((row, col))
        if cell is None or cell.kind == "blank" or (cell.formula is not None and cell.kind == "error"):
            return ""
        converted = legacy(cell.raw, cell.font, self.table) if cell.kind == "text" else None
        if converted is not None:
            place = Place(sheet.name, at.address(row, col))
            self._note("R19", place, None, cell.raw, taken=clean(converted))
        return clean(converted if converted is not None else cell.raw)


def _is_attempt(number: Decimal | None) -> bool:
    return number is not None and number == int(number) and 1 <= number <= 99


@lru_cache(maxsize=8)
def _old_fonts(catalogue: Catalogue) -> EncodingTable:
    """The letters of the old fonts, as the catalogue lists them."""
    return EncodingTable(
        {old: letter for letter, old, _ in catalogue.encodings},
        {vni: x for x, _, vni in catalogue.encodings if vni},
    )


def worst_first(findings: Any) -> tuple[Finding, ...]:
    """Findings in the order in which they are shown."""
    return tuple(sorted(findings, key=lambda f: f.rank))


def has_errors(findings: Any) -> bool:
    return any(f.severity is Severity.ERROR for f in findings)
