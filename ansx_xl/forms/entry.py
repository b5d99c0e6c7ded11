"""The sheet "Nhập liệu": the head with identity and state, one row for each figure, unit tables, the signing block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .. import deadlines, fitting, rules, sendcode, vi
from .. import layout as at
from ..book import Cell, Content, Highlight, Sheet
from ..layout import FormLayout, Slot
from ..model import Catalogue
from ..rules import Expr, call, choose, ref, when
from . import inputs, tables
from .frame import Filling, explanation_key, footer, respondent_name, whose

_ENDS = {at.NUMBER: 5.0, at.ACTUAL: 12.0, at.ESTIMATE: 12.0, at.VERDICT: 24.0, at.EXPLANATION: 23.0}
_FIGURES = {
    at.MEASURE: 9.5,
    at.PLAN: 10.0,
    at.LAST_YEAR: 10.0,
    at.PREVIOUS: 10.0,
    at.OF_PLAN: 8.0,
    at.OF_LAST_YEAR: 8.0,
}
_TABLED = dict.fromkeys(_FIGURES, 12.0)
_WHOLE_ROW = at.EXPLANATION - at.NUMBER + 1
_SIGNING_ROWS = 8
_KEPT_WITH_SIGNING = 3
"""Rows of figures that go to the next page with the signing block, so that nobody signs an empty page."""


def widths(form: FormLayout) -> dict[int, float]:
    """Where units stand in rows, names are short and titles of columns are long."""
    middle = {at.LABEL: 33.0, **_TABLED} if form.tables else {at.LABEL: 52.0, **_FIGURES}
    return dict(sorted((_ENDS | middle).items()))


def sheet(catalogue: Catalogue, form: FormLayout, filling: Filling) -> Sheet:
    cells = [*_head(catalogue, form, filling)]
    cells += [Cell(h.row, at.NUMBER, f"{h.numeral}. {h.text}", "group", span=(1, _WHOLE_ROW)) for h in form.headings]
    for number, slot in enumerate(form.singles, start=1):
        cells += _single_row(form, slot, number, filling)
    for table in form.tables:
        cells += tables.cells(form, table, filling)
    cells += _signing(catalogue, form)
    columns = widths(form)
    heights = _heights(catalogue, form, columns, filling)
    hidden_columns = (at.KEY,) if form.shows_estimate else (at.KEY, at.ESTIMATE)
    header = () if form.singles else (at.HEADER_ROW, at.LETTER_ROW)
    shown = [width for col, width in columns.items() if col not in hidden_columns]
    last_repeated = at.RUNNING_ROW if form.tables else at.LETTER_ROW
    repeated = sum(heights[row] for row in range(at.RUNNING_ROW, last_repeated + 1))
    return Sheet(
        name=vi.ENTRY,
        cells=tuple(cells),
        widths=columns,
        heights=heights,
        growing=frozenset(s.row for s in form.inputs),
        hidden_columns=hidden_columns,
        hidden_rows=(*header, *(t.key_row for t in form.tables)),
        freeze=(at.BODY_ROW, at.MEASURE),
        repeat_rows=(at.RUNNING_ROW, last_repeated),
        breaks=fitting.page_breaks(_kept_together(form), heights, fitting.page_height(shown), repeated),
        validations=(*inputs.identity(), *inputs.figures(catalogue, form)),
        highlights=tuple(_highlights(form)),
        tab="#1F4E79",
        footer=footer(catalogue, form),
    )


def _head(catalogue: Catalogue, form: FormLayout, filling: Filling) -> Iterator[Cell]:
    day = form.period.end
    name = respondent_name(catalogue, form)
    left, middle, right = (1, 2), (1, at.OF_LAST_YEAR - at.MEASURE + 1), (1, 2)
    start, end = deadlines.bounds(catalogue, form.period)
    number = vi.FORM_NUMBER_UNIT if form.is_unit else vi.FORM_NUMBER_AGENCY
    receiver = catalogue.setting("lead_agency", day)
    yield Cell(at.TITLE_ROW, at.NUMBER, number, "strong", span=left)
    yield Cell(at.TITLE_ROW, at.MEASURE, _title(form), "page_title", span=middle)
    yield Cell(at.TITLE_ROW, at.VERDICT, f"{vi.REPORTING_UNIT} {name}", "strong", span=right)
    yield Cell(at.PERIOD_ROW, at.NUMBER, catalogue.setting("plan_short", day), "wrap", span=left)
    yield Cell(at.PERIOD_ROW, at.MEASURE, vi.span(start, end), "italic_centre", span=middle)
    yield Cell(at.PERIOD_ROW, at.VERDICT, f"{vi.RECEIVING_UNIT} {receiver}", "wrap", span=right)
    if catalogue.illustrative:
        yield Cell(at.MARK_ROW, at.NUMBER, vi.ILLUSTRATIVE_LONG, "mark", span=(1, _WHOLE_ROW))
    yield from _identity(catalogue, form, filling)
    yield Cell(at.RUNNING_ROW, at.NUMBER, whose(catalogue, form), "small", span=left)
    yield Cell(at.RUNNING_ROW, at.MEASURE, vi.SEND_CODE, "label")
    for group, role in enumerate(at.SEND_CODE, start=1):
        row, col = at.IDENTITY[role]
        yield Cell(row, col, sendcode.group(ref(("meta", f"sum.{group}"))), "send", key=role)
    if form.singles:
        letters = vi.COLUMN_LETTERS if form.shows_estimate else vi.COLUMN_LETTERS_YEAR
        for col, (text, letter) in enumerate(zip(vi.COLUMNS.values(), letters), start=at.NUMBER):
            yield Cell(at.HEADER_ROW, col, text, "header")
            yield Cell(at.LETTER_ROW, col, letter, "letter")


def _identity(catalogue: Catalogue, form: FormLayout, filling: Filling) -> Iterator[Cell]:
    """Three facts fixed by the issuer, what the officer adds, and whether the form may be sent."""
    given: dict[str, Content] = {
        "unit": catalogue.code_of(form.respondent),
        "period": str(form.period),
        "edition": catalogue.edition,
        "attempt": 1,
        "quality": next(iter(vi.QUALITY)),
        "officer": None,
        "telephone": None,
        "date": None,
        **filling.identity,
    }
    styles = {"unit": "fixed", "period": "fixed", "edition": "fixed", "date": "date_input"}
    for role, content in given.items():
        row, col = at.IDENTITY[role]
        style = styles.get(role, "text_input")
        if col == at.MEASURE:
            yield Cell(row, at.LABEL, vi.IDENTITY[role], "label")
            yield Cell(row, col, content, style, key=role, span=(1, 2))
        else:
            yield Cell(row, at.LAST_YEAR, vi.IDENTITY[role], "label", span=(1, 2))
            yield Cell(row, col, content, style, key=role, span=(1, at.OF_LAST_YEAR - col + 1))
    row, col = at.IDENTITY["ready"]
    yield Cell(row - 1, col, vi.IDENTITY["ready"], "header", span=(1, 2))
    yield Cell(row, col, _ready(), "state", key="ready", span=(3, 2))


def _ready() -> Expr:
    errors, opened = ref(("meta", "errors")), ref(("meta", "open"))
    return choose(
        (errors > 0, rules.lift(vi.NOT_READY[0]) & errors & vi.NOT_READY[1]),
        (opened > 0, rules.lift(vi.READY_OPEN[0]) & opened & vi.READY_OPEN[1]),
        otherwise=vi.READY,
    )


def _single_row(form: FormLayout, slot: Slot, number: int, filling: Filling) -> Iterator[Cell]:
    key, e = slot.key, slot.element
    figure = "integer" if e.decimals == 0 else "decimal"
    current = ref(("number", *key))
    part = e.parent and any(s.element.code == e.parent for s in form.singles)
    yield Cell(slot.row, at.KEY, slot.row_key, "key")
    yield Cell(slot.row, at.NUMBER, number, "count")
    yield Cell(slot.row, at.LABEL, slot.label, "indent" if part else "label_left")
    yield Cell(slot.row, at.MEASURE, e.measure, "unit")
    for role, col in (("plan", at.PLAN), ("last_year", at.LAST_YEAR), ("previous", at.PREVIOUS)):
        past = ref((role, *key))
        shown = when(call("ISNUMBER", past), past, "")
        yield Cell(slot.row, col, shown, f"{figure}_locked", key=(f"{role}.shown", *key))
    if slot.auto:
        yield Cell(slot.row, slot.col, current, f"{figure}_locked", key=("counted", *key))
    else:
        yield Cell(slot.row, slot.col, filling.entries.get(key), f"{figure}_input", key=("entry", *key))
    if slot.estimate:
        yield Cell(slot.row, at.ESTIMATE, filling.estimates.get(key), f"{figure}_input", key=("estimate", *key))
    else:
        yield Cell(slot.row, at.ESTIMATE, None, "void")
    for role, col in (("plan", at.OF_PLAN), ("last_year", at.OF_LAST_YEAR)):
        base = ref((role, *key))
        share = when(call("COUNT", current, base).eq(2), when(base > 0, rules.rate(current, base), ""), "")
        yield Cell(slot.row, col, share, "percent_locked", key=(f"of_{role}", *key))
    if slot.auto:
        yield Cell(slot.row, at.VERDICT, vi.COUNTED_BY_PROGRAM, "remark")
        yield Cell(slot.row, at.EXPLANATION, None, "void")
        return
    yield Cell(slot.row, at.VERDICT, _verdict(form, slot), "verdict", key=("verdict", *key))
    yield Cell(slot.row, at.EXPLANATION, filling.explanations.get(key), "note_input", key=explanation_key(slot))


def _verdict(form: FormLayout, slot: Slot) -> Expr:
    """What is to be said of the cell itself, else the codes of the failing relations it takes part in."""
    word, slip = ref(("word", *slot.key)), ref(("slip", *slot.key))
    states = tables.states(form.touching[slot.key])
    if not states:
        return choose((word.ne(""), word), (slip.eq(""), vi.PASSED), otherwise=slip)
    good = call("MAX", *states.values()) < rules.FAILED
    alone = when(slip.eq(""), vi.PASSED, slip)
    beside = when(slip.eq(""), "", slip & ". ")
    return choose((word.ne(""), word), (good, alone), otherwise=tables.to_review(states, [beside]))


def _signing(catalogue: Catalogue, form: FormLayout) -> Iterator[Cell]:
    row = form.last_row + 2
    unit = catalogue.units.get(form.respondent)
    place = vi.bare_name(unit.name, unit.type) if unit else catalogue.setting("place_name", form.period.end)
    right = (at.OF_PLAN, at.EXPLANATION - at.OF_PLAN + 1)
    blocks = (
        (at.NUMBER, 2, vi.SIGNERS[0]),
        (at.MEASURE, at.ACTUAL - at.MEASURE + 1, vi.SIGNERS[1]),
        (*right, vi.HEAD_SIGNER),
    )
    yield Cell(row, right[0], vi.dated(place), "italic_centre", span=(1, right[1]))
    for col, width, (title, how) in blocks:
        yield Cell(row + 1, col, title, "centre_strong", span=(1, width))
        yield Cell(row + 2, col, how, "italic_centre", span=(1, width))
    # The room to sign in belongs to the page: an empty cell ends it.
    yield Cell(row + _SIGNING_ROWS - 1, at.NUMBER, " ", "text")


def _heights(catalogue: Catalogue, form: FormLayout, widths: Mapping[int, float], filling: Filling) -> dict[int, float]:
    receiver = f"{vi.RECEIVING_UNIT} {catalogue.setting('lead_agency', form.period.end)}"
    middle = sum(
        widths[col] for col in range(at.MEASURE, at.OF_LAST_YEAR + 1) if form.shows_estimate or col != at.ESTIMATE
    )
    heights = {
        at.TITLE_ROW: fitting.height([(_title(form), middle)], least=21.0, size=14, bold=True),
        at.PERIOD_ROW: fitting.height([(receiver, widths[at.VERDICT] + widths[at.EXPLANATION])]),
        at.MARK_ROW: 18.0 if catalogue.illustrative else 4.0,
        **dict.fromkeys(range(at.IDENTITY_ROW, at.RUNNING_ROW), 16.5),
        at.RUNNING_ROW: 17.0,
        at.HEADER_ROW: 0.0,
        at.LETTER_ROW: 0.0,
    }
    if form.singles:
        titles = zip(range(at.NUMBER, at.EXPLANATION + 1), vi.COLUMNS.values())
        shown = [(text, widths[col]) for col, text in titles if form.shows_estimate or col != at.ESTIMATE]
        heights |= {at.HEADER_ROW: fitting.height(shown, bold=True), at.LETTER_ROW: 13.0}
    heights |= {h.row: 18.0 for h in form.headings}
    for slot in form.singles:
        room = widths[at.LABEL] - (2 if slot.element.parent else 0)
        why = filling.explanations.get(slot.key, "")
        said = [(slot.label, room), (slot.element.measure, widths[at.MEASURE]), (why, widths[at.EXPLANATION])]
        heights[slot.row] = fitting.height(said)
    for table in form.tables:
        heights |= tables.heights(table, form, widths, filling)
    return heights


def _title(form: FormLayout) -> str:
    return f"{vi.FORM_TITLE} {vi.period(form.period).upper()}"


def _kept_together(form: FormLayout) -> Iterator[tuple[int, int]]:
    """Blocks of rows that no page end should tear: the head, a heading with its first row, tables, the signatures."""
    yield 0, at.LETTER_ROW
    signing = (form.last_row + 2, form.last_row + 1 + _SIGNING_ROWS)
    headings = {h.row for h in form.headings}
    tabled = {row: table for table in form.tables for row in range(table.key_row - 1, table.total_row + 1)}
    row, singles = at.BODY_ROW, []
    while row <= form.last_row and row not in tabled:
        singles.append((row, row + 1) if row in headings else (row, row))
        row = singles[-1][1] + 1
    if not form.tables:
        kept, last = singles[:-_KEPT_WITH_SIGNING], singles[-_KEPT_WITH_SIGNING:]
        yield from kept
        yield (last[0][0] if last else signing[0], signing[1])
        return
    yield from singles
    for table in form.tables:
        blocks = list(table.blocks)
        for first, last in blocks:
            begin = table.key_row - 1 if first == blocks[0][0] else first - 1
            end = table.total_row if last == blocks[-1][1] else last
            whole = table is form.tables[-1] and end == table.total_row
            yield begin, signing[1] if whole else end


def _highlights(form: FormLayout) -> Iterator[Highlight]:
    row, col = at.IDENTITY["ready"]
    yield Highlight((row, col, row + 2, col + 1), ref(("meta", "errors")) > 0, "alert")
    blocks = [(run[0].row, run[-1].row, ("verdict", *run[0].key)) for run in inputs.runs(form)]
    for table in form.tables:
        units = {row: unit.id for row, unit in table.rows}
        blocks += [(first, last, ("verdict", table.key, units[first])) for first, last in table.blocks]
    for first, last, key in blocks:
        block, shown = (first, at.VERDICT, last, at.VERDICT), ref(key)
        if key[1] in {t.key for t in form.tables}:
            table = next(t for t in form.tables if t.key == key[1])
            block = (first, tables.verdict_column(table), last, at.VERDICT)
        yield Highlight(block, shown.eq(vi.WORDS["R04"]), "waiting")
        yield Highlight(block, rules.both(shown.ne(vi.WORDS["R04"]), shown.ne(vi.PASSED)), "alert")
