"""A form that goes back to its sender: made anew with what was typed, faulty cells tinted and annotated, and a list.

What was sent is never saved again: values are put where the layout has them. A faulty figure stands as it was typed,
and as a text where it was one, so that it stays faulty until somebody has mended it. A text that was understood stands
as the number it was taken for, to be looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from .. import fitting, vi
from .. import layout as at
from ..book import Book, Cell, Content, Sheet
from ..layout import FormLayout
from ..model import Catalogue, Entry, Finding, Key, Severity, Status, Submission
from ..text import decimal_of, parse_number
from .frame import Filling, footer, top

WIDTHS = {0: 5, 1: 10, 2: 8, 3: 14, 4: 36, 5: 16, 6: 50, 7: 44}
_LINES_ROW, _HEADER_ROW = 4, 7
_FAULTY = {"integer_input": "integer_faulty", "decimal_input": "decimal_faulty"}
_LAST_ATTEMPT = 99
_UNDERSTOOD, _FORMULAS, _LIMITS = "R03", {"R07", "R08"}, {"R11", "R12"}
_FIRST_DAY = date(1899, 12, 30)
"""Day 0, as a workbook counts days."""


# --- what was typed --------------------------------------------------------------------------------------------------


def refilled(submission: Submission) -> Filling:
    """What somebody typed into the form that was read, with the next attempt; faulty figures as they were typed."""
    found: dict[tuple, list[Finding]] = {}
    for f in submission.findings:
        found.setdefault((f.element, f.unit, f.place), []).append(f)

    def figures(entries: Mapping[Key, Entry]) -> dict[Key, Content]:
        return {key: _typed(entry, found.get((*key, entry.place), ())) for key, entry in entries.items()}

    return Filling(
        entries=figures(submission.entries),
        estimates=figures(submission.estimates),
        explanations=submission.explanations,
        identity={
            "attempt": min(submission.attempt + 1, _LAST_ATTEMPT),
            "quality": next(word for word, code in vi.QUALITY.items() if code == submission.quality),
            "officer": submission.officer or None,
            "telephone": submission.telephone or None,
            "date": _day(submission.signed_on),
        },
        causes=submission.causes,
        tasks=submission.tasks,
        narrative=submission.narrative,
    )


def _typed(entry: Entry, findings: Iterable[Finding]) -> Content:
    """What to put into an input: the number (as it was understood, where it was a text), or the text that was there."""
    codes = {f.code for f in findings}
    if entry.status is Status.EMPTY:
        return None
    if entry.status is Status.NUMBER:
        return entry.value
    if entry.status is not Status.ERROR:
        return entry.raw.strip()
    if codes & _LIMITS and _UNDERSTOOD not in codes:
        return _shown_number(entry.raw)
    formula = next((f.value for f in findings if f.code in _FORMULAS), "")
    text = formula or _as_date(entry.raw, "R13" in codes) or entry.raw.strip()
    return text if _stays_faulty(text, codes) else f"{text} ?".lstrip()


def _stays_faulty(text: str, codes: Collection[str]) -> bool:
    return parse_number(text).status == "error" or ("R10" in codes and parse_number(text).status == "not_applicable")


def _shown_number(raw: str) -> Content:
    """The number that a person sees in an input, or typed as a plain text."""
    found = decimal_of(raw.replace(".", "").replace(",", "."))
    return raw if found is None else found


def _as_date(raw: str, is_date: bool) -> str:
    """The day that a workbook made of what was typed."""
    return vi.day(_FIRST_DAY + timedelta(int(Decimal(raw)))) if is_date and _counts_days(raw) else ""


def _day(raw: str) -> Content:
    return _FIRST_DAY + timedelta(int(Decimal(raw))) if _counts_days(raw) else raw or None


def _counts_days(raw: str) -> bool:
    number = decimal_of(raw) if raw else None
    return number is not None and 1 <= number < 100_000


# --- what is to be looked at -----------------------------------------------------------------------------------------


def annotated(
    catalogue: Catalogue, form: FormLayout, book: Book, submission: Submission, findings: Iterable[Finding]
) -> Book:
    """The form *book* with its faulty cells tinted and annotated, and a sheet of *findings* in front."""
    spots = [(f, _spot(form, submission, f)) for f in findings]
    notes: dict[Hashable, list[str]] = {}
    for f, spot in spots:
        if spot is not None:
            notes.setdefault(spot, []).append("{} {} ({})".format(*vi.finding(f.code, f.facts), f.code))
    sheets = tuple(
        replace(sheet, cells=tuple(_marked(c, notes) for c in sheet.cells)) if sheet.name == vi.ENTRY else sheet
        for sheet in book.sheets
    )
    return replace(book, sheets=(_review(catalogue, form, spots, book), *sheets), active=vi.REVIEW)


def _spot(form: FormLayout, submission: Submission, f: Finding) -> Hashable:
    """The cell of the form that a finding is about; nothing where it is about no input of it."""
    key = (f.element, f.unit)
    slot = form.by_key.get(key)
    if slot is None or slot.auto:
        return None
    estimate = submission.estimates.get(key)
    of_year = slot.estimate and estimate is not None and f.place.cell and f.place == estimate.place
    return ("estimate" if of_year else "entry", *key)


def _marked(cell: Cell, notes: Mapping[Hashable, list[str]]) -> Cell:
    found = notes.get(cell.key) if cell.key is not None else None
    if not found:
        return cell
    style = "text_faulty" if isinstance(cell.content, str) else _FAULTY[cell.style]
    return cell._replace(style=style, note="\n".join(found))


def _review(catalogue: Catalogue, form: FormLayout, spots: list[tuple[Finding, Hashable]], book: Book) -> Sheet:
    """The sheet "Cần rà soát": one row for each finding, with a link to its cell."""
    last = len(WIDTHS)
    counts = {s: sum(1 for f, _ in spots if f.severity is s) for s in (Severity.ERROR, Severity.WARNING)}
    lines = (vi.review_count(counts), vi.review_steps(book.contents["attempt"]))
    cells = [*top(catalogue, form, vi.REVIEW_TITLE, 0, last)]
    cells += [Cell(_LINES_ROW + i, 0, text, "wrap", span=(1, last)) for i, text in enumerate(lines)]
    cells += [Cell(_HEADER_ROW, col, text, "header") for col, text in enumerate(vi.REVIEW_COLUMNS)]
    heights = {0: 21.0, _HEADER_ROW: 20.0}
    heights |= {_LINES_ROW + i: fitting.height([(text, sum(WIDTHS.values()))]) for i, text in enumerate(lines)}
    for number, (f, spot) in enumerate(spots, start=1):
        row = _HEADER_ROW + number
        line = [*_line(catalogue, form, row, number, f, spot, book)]
        cells += line
        texts = [(c.content, WIDTHS[c.col]) for c in line if isinstance(c.content, str)]
        heights[row] = fitting.height(texts)
    blocks = [(0, _HEADER_ROW + 1), *((row, row) for row in range(_HEADER_ROW + 2, _HEADER_ROW + 1 + len(spots)))]
    page = fitting.page_height(WIDTHS.values())
    return Sheet(
        name=vi.REVIEW,
        cells=tuple(cells),
        widths=WIDTHS,
        heights=heights,
        freeze=(_HEADER_ROW + 1, 0),
        repeat_rows=(_HEADER_ROW, _HEADER_ROW),
        breaks=fitting.page_breaks(blocks, heights, page, heights[_HEADER_ROW]),
        tab="#C00000",
        footer=footer(catalogue, form),
    )


def _line(
    catalogue: Catalogue, form: FormLayout, row: int, number: int, f: Finding, spot: Hashable, book: Book
) -> Iterator[Cell]:
    message, action = vi.finding(f.code, f.facts)
    element = catalogue.elements.get(f.element)
    name = at.label(element, form.period, form.begin_of(element)) if element else ""
    if element and f.unit in catalogue.units and f.unit not in (form.respondent, catalogue.province.id):
        name = f"{name} - {catalogue.units[f.unit].name}"
    yield Cell(row, 0, number, "count")
    yield Cell(row, 1, vi.SEVERITY[f.severity], vi.SEVERITY_STYLE[f.severity])
    yield Cell(row, 2, f.code, "centre_box")
    if spot is None:
        yield Cell(row, 3, vi.WHOLE_FORM, "centre_box")
    else:
        place = book.spots[spot]
        yield Cell(row, 3, vi.review_place(at.address(place.row, place.col)), "link", link=spot)
    yield Cell(row, 4, name, "label_left")
    yield Cell(row, 5, f.value, "label_left")
    yield Cell(row, 6, message, "label_left")
    yield Cell(row, 7, action, "label_left")
