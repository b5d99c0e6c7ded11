"""The forms that officers fill: `FormLayout` -> `Book`.

Every check of a form is a formula made from the same tree that `checking.py` computes. Inputs enter formulas in one
place only, the hidden sheet, where each becomes a number or nothing; everything else rests on these. Nothing depends on
a macro; only inputs are unlocked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from . import layout as at
from . import rules, sendcode, vi
from .book import Book, Cell, Content, Highlight, Sheet, Validation
from .layout import FormLayout, Slot
from .model import Catalogue, Key, Nature, Prior, Severity, Target, TargetKind
from .rules import Expr, call, choose, either, ref, when


@dataclass(frozen=True)
class Filling:
    """What somebody has already typed into a form: used to return a form to its sender and to practise."""

    entries: Mapping[Key, Content] = field(default_factory=dict)
    estimates: Mapping[Key, Content] = field(default_factory=dict)
    explanations: Mapping[Key, str] = field(default_factory=dict)
    identity: Mapping[str, Content] = field(default_factory=dict)
    causes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    tasks: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)


def make(catalogue: Catalogue, form: FormLayout, prior: Prior, filling: Filling | None = None) -> Book:
    """The form of one respondent, with earlier figures printed beside the inputs.

    >>> from ansx_xl import catalogue, layout
    >>> from ansx_xl.period import Period
    >>> plan = catalogue.load()
    >>> book = make(plan, layout.form(plan, Period.parse("2024"), "105"), Prior())
    >>> [sheet.name for sheet in book.sheets][0], book.value("ready")
    ('Hướng dẫn', 'Chưa đủ điều kiện gửi: còn 49 lỗi')
    """
    filling = filling or Filling()
    sheets = (
        _guide(catalogue, form),
        _entry(catalogue, form, filling),
        _indicators(catalogue, form, filling),
        _tasks(catalogue, form, filling),
        _hidden(catalogue, form, prior),
    )
    names: dict[str, Any] = {at.defined_name(role): role for role in at.IDENTITY}
    names |= {s.name: ("entry", *s.key) for s in form.inputs}
    marked = vi.ILLUSTRATIVE_LONG if catalogue.illustrative else ""
    return Book(sheets, names, title=vi.FORM_TITLE, marked=marked, active=vi.ENTRY)


def respondent_name(catalogue: Catalogue, form: FormLayout) -> str:
    if form.is_unit:
        return catalogue.units[form.respondent].name
    agency = catalogue.agency(form.respondent, form.period.end)
    return agency.name if agency else form.respondent


def reference_target(catalogue: Catalogue, indicator: str, year: int, scope: str) -> tuple[Target, int] | None:
    """The province's (or a unit's own) target of an indicator that a year is held against: its own or the next one."""
    for target in catalogue.targets.values():
        if target.indicator == indicator and target.scope == scope:
            later = [y for y in sorted(target.values) if y >= year]
            if later and target.kind is not TargetKind.ANNUAL_CHANGE:
                return target, later[0]
    return None


# --- the entry sheet
def _entry(catalogue: Catalogue, form: FormLayout, filling: Filling) -> Sheet:
    cells = [*_head(catalogue, form, filling)]
    cells += [
        Cell(h.row, at.NUMBER, f"{h.numeral}. {h.text}", "group", span=(1, at.EXPLANATION - at.NUMBER + 1))
        for h in form.headings
    ]
    singles = [s for s in form.slots if not s.column_key]
    for number, slot in enumerate(singles, start=1):
        cells += _single_row(form, slot, number, filling)
    for table in form.tables:
        cells += _table(form, table, filling)
    cells += _signing(catalogue, form)
    heights = {at.HEADER_ROW: 34.0, at.TITLE_ROW: 22.0} | {t.header_row: 78.0 for t in form.tables}
    heights |= {s.row: 30.0 for s in singles if len(s.label) > 46}
    heights |= {at.IDENTITY_ROW: 32.0}
    first = next((s for s in form.slots), None)
    highlights = [_state_highlight("ready", (at.IDENTITY["ready"][0], at.EXPLANATION) * 2)]
    if first:
        seen = dict.fromkeys(s.row for s in form.inputs)
        highlights += [_verdict_highlight(form, row) for row in seen]
    return Sheet(
        name=vi.ENTRY,
        cells=tuple(cells),
        widths={
            at.NUMBER: 5,
            at.LABEL: 43,
            **dict.fromkeys(range(at.MEASURE, at.OF_LAST_YEAR + 1), 11.0),
            at.VERDICT: 24,
            at.EXPLANATION: 26,
        },
        heights=heights,
        hidden_columns=(at.KEY,) if form.shows_estimate else (at.KEY, at.ESTIMATE),
        hidden_rows=tuple(t.key_row for t in form.tables),
        freeze=(at.BODY_ROW, at.MEASURE),
        repeat_rows=(at.RUNNING_ROW, at.LETTER_ROW),
        validations=tuple(_validations(catalogue, form)),
        highlights=tuple(highlights),
        tab="#1F4E79",
        footer=_footer(catalogue, form),
    )


def _footer(catalogue: Catalogue, form: FormLayout) -> str:
    return f"&L{respondent_name(catalogue, form)} - {vi.period(form.period)}&R&P/&N"


def _head(catalogue: Catalogue, form: FormLayout, filling: Filling) -> Iterator[Cell]:
    day = form.period.end
    name = respondent_name(catalogue, form)
    receiver = catalogue.setting("lead_agency", day)
    title = f"{vi.FORM_TITLE} {vi.period(form.period).upper()}"
    left, wide = (1, 2), (1, at.OF_LAST_YEAR - at.MEASURE + 1)
    start, end = form.period.bounds(catalogue.setting("calendar", day) == "administrative")
    yield Cell(
        at.TITLE_ROW, at.NUMBER, vi.FORM_NUMBER_UNIT if form.is_unit else vi.FORM_NUMBER_AGENCY, "strong", span=left
    )
    yield Cell(at.TITLE_ROW, at.MEASURE, title, "title", span=wide)
    yield Cell(at.TITLE_ROW, at.VERDICT, f"{vi.REPORTING_UNIT} {name}", "strong", span=left)
    yield Cell(at.PERIOD_ROW, at.NUMBER, catalogue.setting("plan_short", day), "text", span=left)
    yield Cell(at.PERIOD_ROW, at.MEASURE, f"{vi.IDENTITY['period']}: {vi.period(form.period)}", "centre", span=wide)
    yield Cell(at.PERIOD_ROW, at.VERDICT, f"{vi.RECEIVING_UNIT} {receiver}", "text", span=left)
    yield Cell(at.DATES_ROW, at.MEASURE, vi.span(start, end), "italic_centre", span=wide)
    if catalogue.illustrative:
        yield Cell(at.MARK_ROW, at.NUMBER, vi.ILLUSTRATIVE_LONG, "mark", span=(1, at.EXPLANATION - at.NUMBER + 1))
    given: dict[str, Content] = {
        "unit": catalogue.units[form.respondent].code if form.is_unit else form.respondent,
        "period": str(form.period),
        "edition": catalogue.edition,
        "attempt": 1,
        "quality": next(iter(vi.QUALITY)),
        "officer": None,
        "telephone": None,
        "date": None,
        **filling.identity,
        "ready": _ready(),
    }
    for role, content in given.items():
        row, col = at.IDENTITY[role]
        label_style = "label"
        if role == "ready":
            yield Cell(row, at.VERDICT, vi.IDENTITY[role], label_style)
            yield Cell(row, col, content, "state", key=role)
            continue
        fixed = role in ("unit", "period", "edition")
        style = "fixed" if fixed else "date_input" if role == "date" else "text_input"
        if col == at.MEASURE:
            yield Cell(row, at.LABEL, vi.IDENTITY[role], label_style)
            yield Cell(row, col, content, style, key=role, span=(1, 3))
        else:
            yield Cell(row, at.PREVIOUS, vi.IDENTITY[role], label_style, span=(1, 2))
            yield Cell(row, col, content, style, key=role, span=(1, 3))
    yield Cell(at.RUNNING_ROW, at.NUMBER, f"{name} - {form.period}", "small", span=(1, 2))
    yield Cell(at.RUNNING_ROW, at.MEASURE, vi.SEND_CODE, "label")
    for group, role in enumerate(at.SEND_CODE, start=1):
        row, col = at.IDENTITY[role]
        yield Cell(row, col, sendcode.group(ref(("meta", f"sum.{group}"))), "send", key=role)
    for col, text in enumerate(vi.COLUMNS.values(), start=at.NUMBER):
        yield Cell(at.HEADER_ROW, col, text, "header")
    for col, text in enumerate(vi.COLUMN_LETTERS, start=at.NUMBER):
        yield Cell(at.LETTER_ROW, col, text, "letter")


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
    yield Cell(slot.row, at.KEY, slot.row_key, "key")
    yield Cell(slot.row, at.NUMBER, number, "count")
    yield Cell(slot.row, at.LABEL, slot.label, "indent" if e.parent else "label_left")
    yield Cell(slot.row, at.MEASURE, e.measure, "unit")
    for role, col in (("plan", at.PLAN), ("last_year", at.LAST_YEAR), ("previous", at.PREVIOUS)):
        past = ref((role, *key))
        yield Cell(
            slot.row, col, when(call("ISNUMBER", past), past, ""), f"{figure}_locked", key=(f"{role}.shown", *key)
        )
    if slot.auto:
        yield Cell(slot.row, slot.col, current, f"{figure}_locked")
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
        yield Cell(slot.row, at.VERDICT, None, "void")
        yield Cell(slot.row, at.EXPLANATION, None, "void")
        return
    failing = rules.joined(_pieces(form, slot))
    word = ref(("word", *key))
    verdict = choose((word.ne(""), word), (failing.eq(""), vi.PASSED), otherwise=rules.lift(vi.TO_REVIEW) & failing)
    yield Cell(slot.row, at.VERDICT, verdict, "verdict", key=("verdict", *key))
    yield Cell(slot.row, at.EXPLANATION, filling.explanations.get(key), "note_input", key=_explanation(slot))


def _pieces(form: FormLayout, slot: Slot) -> Iterator[Expr]:
    """The codes of the failing relations that a slot takes part in, each followed by a space."""
    for rule in form.touching[slot.key]:
        code = rule.check.split(".")[0]
        yield when(ref(("rule", rule.check, rule.unit)).eq(rules.FAILED), f"{code} ", "")


def _explanation(slot: Slot) -> tuple:
    return ("explanation", *(slot.key if not slot.column_key else (slot.row_key, slot.unit)))


def _table(form: FormLayout, table: at.UnitTable, filling: Filling) -> Iterator[Cell]:
    yield Cell(table.key_row, at.KEY, table.key, "key")
    yield Cell(table.header_row, at.NUMBER, vi.COLUMNS["number"], "header")
    yield Cell(table.header_row, at.LABEL, vi.UNIT, "header")
    columns = dict(table.columns)
    for col, (_, element) in enumerate(table.columns, start=1):
        place = table.columns[col - 1][0]
        yield Cell(table.key_row, place, element.code, "key")
        yield Cell(table.header_row, place, f"({col}) {element.name} ({element.measure})", "header")
    for col in range(at.TABLE_FIRST, at.TABLE_LAST + 1):
        if col not in columns and (col != at.ESTIMATE or form.shows_estimate):
            yield Cell(table.header_row, col, None, "header")
    yield Cell(table.header_row, at.VERDICT, vi.COLUMNS["verdict"], "header")
    yield Cell(table.header_row, at.EXPLANATION, vi.COLUMNS["explanation"], "header")
    for number, (row, unit) in enumerate(table.rows, start=1):
        slots = [form.by_key[e.code, unit.id] for e in columns.values()]
        yield Cell(row, at.KEY, slots[0].row_key, "key")
        yield Cell(row, at.NUMBER, number, "count")
        yield Cell(row, at.LABEL, unit.name, "label_left")
        pieces = []
        for position, slot in enumerate(slots, start=1):
            style = "integer_input" if slot.element.decimals == 0 else "decimal_input"
            yield Cell(row, slot.col, filling.entries.get(slot.key), style, key=("entry", *slot.key))
            word = ref(("word", *slot.key))
            pieces.append(when(word.eq(""), "", rules.lift(f"({position}) ") & word & "; "))
        checks = dict.fromkeys(rule for slot in slots for rule in form.touching[slot.key])
        pieces += [
            when(ref(("rule", r.check, r.unit)).eq(rules.FAILED), f"{r.check.split('.')[0]} ", "") for r in checks
        ]
        failing = rules.joined(pieces)
        verdict = when(failing.eq(""), vi.PASSED, rules.lift(vi.TO_REVIEW) & failing)
        yield Cell(row, at.VERDICT, verdict, "verdict", key=("verdict", table.key, unit.id))
        text = next((t for s in slots if (t := filling.explanations.get(s.key))), None)
        yield Cell(row, at.EXPLANATION, text, "note_input", key=_explanation(slots[0]))
    yield Cell(table.total_row, at.LABEL, vi.TOTAL, "total_label")
    for col, element in table.columns:
        numbers = ref(*(("number", element.code, unit.id) for _, unit in table.rows))
        style = "integer_total" if element.decimals == 0 else "decimal_total"
        yield Cell(table.total_row, col, call("SUM", numbers), style, key=("total", element.code))


def _signing(catalogue: Catalogue, form: FormLayout) -> Iterator[Cell]:
    row = form.last_row + 2
    place = catalogue.setting("place_name", form.period.end)
    blocks = ((at.NUMBER, 2, vi.SIGNERS[0]), (at.MEASURE, 5, vi.SIGNERS[1]), (at.OF_PLAN, 4, vi.HEAD_SIGNER))
    yield Cell(row, at.OF_PLAN, vi.dated(place), "italic_centre", span=(1, 4))
    for col, width, (title, how) in blocks:
        yield Cell(row + 1, col, title, "centre_strong", span=(1, width))
        yield Cell(row + 2, col, how, "italic_centre", span=(1, width))
    yield Cell(row + 7, at.NUMBER, None, "text")


def _verdict_highlight(form: FormLayout, row: int) -> Highlight:
    slot = next(s for s in form.inputs if s.row == row)
    key = ("verdict", *slot.key) if not slot.column_key else ("verdict", slot.row_key.split(":")[0], slot.unit)
    return Highlight((row, at.VERDICT, row, at.VERDICT), ref(key).ne(vi.PASSED), "alert")


def _state_highlight(key: str, block: tuple[int, int, int, int]) -> Highlight:
    return Highlight(block, ref(("meta", "errors")) > 0, "alert")


def _validations(catalogue: Catalogue, form: FormLayout) -> Iterator[Validation]:
    for slot in form.inputs:
        yield _number_validation(catalogue, form, slot, ("entry", *slot.key), slot.col)
        if slot.estimate:
            yield _number_validation(catalogue, form, slot, ("estimate", *slot.key), at.ESTIMATE)
    for role, choices in (("quality", tuple(vi.QUALITY)),):
        row, col = at.IDENTITY[role]
        yield Validation(
            (row, col, row, col), "list", None, choices, vi.CHOICE_TITLE, vi.CHOICE_PROMPT, vi.CHOICE_ERROR
        )
    row, col = at.IDENTITY["attempt"]
    attempt = ref("attempt")
    whole = rules.both(call("ISNUMBER", attempt), attempt >= 1, attempt <= 99, call("INT", attempt).eq(attempt))
    yield Validation((row, col, row, col), "custom", whole, (), vi.ATTEMPT_TITLE, vi.ATTEMPT_PROMPT, vi.ATTEMPT_ERROR)


def _number_validation(catalogue: Catalogue, form: FormLayout, slot: Slot, key: tuple, col: int) -> Validation:
    e = slot.element
    low, high = catalogue.bounds(e, slot.unit, form.period.end)
    words = vi.INPUT_WHOLE if e.decimals == 0 else vi.INPUT_DECIMAL
    prompt = words.format(low=vi.number(low), high=vi.number(high), decimals=e.decimals)
    prompt += (
        (vi.INPUT_FLOW if e.nature is Nature.FLOW else "") + vi.INPUT_SIGNS + (vi.INPUT_X if e.may_not_apply else "")
    )
    cell = ref(key)
    signs = ["-", "…", "...", *(["x"] if e.may_not_apply else [])]
    good = choose(
        (call("ISNUMBER", cell), rules.both(*_accepted(catalogue, form, slot, cell))),
        otherwise=either(*(call("TRIM", cell).eq(s) for s in signs)),
    )
    return Validation(
        (slot.row, col, slot.row, col),
        "custom",
        good,
        (),
        vi.INPUT_TITLE,
        prompt,
        vi.INPUT_ERROR,
        strict=False,
    )


# --- the hidden sheet
def _accepted(catalogue: Catalogue, form: FormLayout, slot: Slot, cell: Expr) -> list[Expr]:
    low, high = catalogue.bounds(slot.element, slot.unit, form.period.end)
    found = [call("ROUND", cell, slot.element.decimals).eq(cell)]
    found += [cell >= low] if low is not None else []
    found += [cell <= high] if high is not None else []
    return found


def number_of(catalogue: Catalogue, form: FormLayout, slot: Slot) -> Expr:
    """The number that an input counts for: itself where acceptable, 0 for "nothing occurred", "" where there is none."""
    cell = ref(("entry", *slot.key))
    return choose(
        (call("ISERROR", cell), ""),
        (call("ISNUMBER", cell), when(rules.both(*_accepted(catalogue, form, slot, cell)), cell, "")),
        (call("TRIM", cell).eq("-"), 0),
        otherwise="",
    )


def finding_of(catalogue: Catalogue, form: FormLayout, slot: Slot) -> Expr:
    """The code of what is to be said of one input, "" for nothing."""
    cell, e = ref(("entry", *slot.key)), slot.element
    typed = call("TRIM", cell)
    whole, *inside = _accepted(catalogue, form, slot, cell)
    return choose(
        (call("ISERROR", cell), "R05"),
        (
            call("ISNUMBER", cell),
            choose((call("NOT", whole), "R11"), (call("NOT", rules.both(*inside)), "R12"), otherwise="")
            if inside
            else when(whole, "", "R11"),
        ),
        (typed.eq(""), "R04" if e.required else ""),
        (typed.eq("-"), ""),
        (either(typed.eq("…"), typed.eq("...")), when(call("TRIM", ref(_explanation(slot))).eq(""), "R09", "")),
        (typed.eq("x"), "" if e.may_not_apply else "R10"),
        otherwise="R01",
    )


def rule_operand(unit: str) -> Callable[[Any], tuple]:
    """Where the number of a relation's term stands on the hidden sheet."""
    where = {"": "number", "prev": "previous", "prev_year": "last_year"}
    return lambda term: (where[term.when], term.element, unit)


def _hidden(catalogue: Catalogue, form: FormLayout, prior: Prior) -> Sheet:
    cells = list(_meta(catalogue, form))
    for index, slot in enumerate(form.slots):
        cells += _hidden_slot(catalogue, form, prior, slot, index)
    for rule in form.rules:
        cells += _hidden_rule(catalogue, form, rule)
    return Sheet(name=vi.HIDDEN, cells=tuple(cells), state="veryHidden", landscape=True)


def _meta(catalogue: Catalogue, form: FormLayout) -> Iterator[Cell]:
    errors = [("error", *s.key) for s in form.inputs] + [("rule.error", r.check, r.unit) for r in form.rules]
    opened = [("open", *s.key) for s in form.inputs] + [("rule.open", r.check, r.unit) for r in form.rules]
    numbers = sendcode.numbers(form.respondent, str(form.period), catalogue.edition)
    contents: dict[str, Content] = {
        "form": "unit" if form.is_unit else "agency",
        "respondent": form.respondent,
        "sectors": None if form.sectors is None else " ".join(sorted(form.sectors)) or "all",
        "illustrative": "yes" if catalogue.illustrative else None,
        **{f"number.{role}": n for role, n in numbers.items()},
        "errors": call("SUM", *_columns(errors)),
        "open": call("SUM", *_columns(opened)),
    }
    spots = [("entry", s.key) for s in form.inputs]
    for group in range(1, 5):
        parts = [ref(("meta", f"number.{role}")) * sendcode.weight(group, role) for role in numbers]
        if spots:
            reduced = ref(*(("reduced", *s.key) for s in form.slots))
            weights = ref(*((f"weight.{group}", *s.key) for s in form.slots))
            parts.append(call("SUMPRODUCT", reduced, weights))
            reduced = ref(*(("estimate.reduced", *s.key) for s in form.slots))
            weights = ref(*((f"estimate.weight.{group}", *s.key) for s in form.slots))
            parts.append(call("SUMPRODUCT", reduced, weights))
        contents[f"sum.{group}"] = rules.total(parts)
    for i, name in enumerate(at.META):
        yield Cell(at.H_META_ROW + i, at.H_KEY, name, "plain")
        yield Cell(at.H_META_ROW + i, at.H_NUMBER, contents[name], "plain", key=("meta", name))


def _columns(keys: list[tuple]) -> list[Expr]:
    """Keys as ranges: those of the inputs and those of the relations stand in two blocks."""
    first = [k for k in keys if not str(k[0]).startswith("rule")]
    second = [k for k in keys if str(k[0]).startswith("rule")]
    return [ref(*block) for block in (first, second) if block]


def _hidden_slot(catalogue: Catalogue, form: FormLayout, prior: Prior, slot: Slot, index: int) -> Iterator[Cell]:
    key, row = slot.key, slot.helper
    yield Cell(row, at.H_KEY, "|".join(key), "plain")
    contents: dict[str, tuple[int, Content]] = {
        "previous": (at.H_PREVIOUS, prior.previous.get(key)),
        "last_year": (at.H_LAST_YEAR, prior.last_year.get(key)),
        "plan": (at.H_PLAN, prior.plan.get(key)),
    }
    if slot.auto:
        contents["number"] = (at.H_NUMBER, catalogue.communes_of(catalogue.units[slot.unit], form.period.end))
    else:
        finding = ref(("finding", *key))
        contents["number"] = (at.H_NUMBER, number_of(catalogue, form, slot))
        contents["finding"] = (at.H_FINDING, finding_of(catalogue, form, slot))
        words = [(finding.eq(code), word) for code, word in vi.WORDS.items()]
        contents["word"] = (at.H_WORD, when(finding.eq(""), "", choose(*words, otherwise="")))
        contents["error"] = (at.H_ERROR, when(either(finding.eq(""), finding.eq("R09")), 0, 1))
        contents["open"] = (at.H_OPEN, when(finding.eq("R09"), 1, 0))
    entry = None if slot.auto else ref(("entry", *key))
    estimate = ref(("estimate", *key)) if slot.estimate else None
    for prefix, shift, cell in (("", 0, entry), ("estimate.", at.H_ESTIMATE, estimate)):
        digest = ref((f"{prefix}digest", *key))
        contents[f"{prefix}digest"] = (at.H_DIGEST + shift, sendcode.digest(cell) if cell is not None else 7)
        contents[f"{prefix}reduced"] = (at.H_REDUCED + shift, sendcode.group(digest))
        for group in range(1, 5):
            weight = sendcode.weight(group, f"{prefix}{index}")
            contents[f"{prefix}weight.{group}"] = (at.H_WEIGHT + shift + group - 1, weight)
    for role, (col, content) in contents.items():
        yield Cell(row, col, content, "plain", key=(role, *key))


def _hidden_rule(catalogue: Catalogue, form: FormLayout, rule: at.RuleRow) -> Iterator[Cell]:
    check = catalogue.checks[rule.check]
    state = ref(("rule", rule.check, rule.unit))
    failed = state.eq(rules.FAILED)
    yield Cell(rule.helper, at.H_KEY, f"{rule.check}|{rule.unit}", "plain")
    verdict = rules.relation(check, rule_operand(rule.unit))
    yield Cell(rule.helper, at.H_NUMBER, verdict, "plain", key=("rule", rule.check, rule.unit))
    error: Content = 0
    opened: Content = 0
    if check.severity is Severity.ERROR:
        error = when(failed, 1, 0)
    else:
        slots = [form.by_key[t.element, rule.unit] for t in check.terms if t.element and not t.when]
        texts = dict.fromkeys(_explanation(s) for s in slots if not s.auto)
        silent = rules.both(*(call("TRIM", ref(k)).eq("") for k in texts))
        opened = when(rules.both(failed, silent), 1, 0)
    yield Cell(rule.helper, at.H_ERROR, error, "plain", key=("rule.error", rule.check, rule.unit))
    yield Cell(rule.helper, at.H_OPEN, opened, "plain", key=("rule.open", rule.check, rule.unit))


# --- the sheet of indicators
def _indicators(catalogue: Catalogue, form: FormLayout, filling: Filling) -> Sheet:
    cells = [
        Cell(0, 1, vi.INDICATORS_TITLE, "title_left", span=(1, 8)),
        Cell(1, 1, f"{respondent_name(catalogue, form)} - {vi.period(form.period)}", "text", span=(1, 8)),
        Cell(2, 1, vi.INDICATORS_NOTE, "italic", span=(1, 12)),
    ]
    if catalogue.illustrative:
        cells.append(Cell(3, 1, vi.ILLUSTRATIVE_LONG, "mark", span=(1, 12)))
    cells += [Cell(at.INDICATORS_BODY_ROW - 1, 1 + i, text, "header") for i, text in enumerate(vi.INDICATOR_COLUMNS)]
    for number, line in enumerate(form.indicators, start=1):
        cells += _indicator_row(catalogue, form, line, number, filling)
    return Sheet(
        name=vi.INDICATORS,
        cells=tuple(cells),
        widths={1: 5, 2: 44, 3: 9, 4: 11, 5: 11, 6: 10, 7: 13, 8: 12, 9: 11, 10: 12, 11: 30, 12: 30},
        heights={at.INDICATORS_BODY_ROW - 1: 48.0} | {line.row: 46.0 for line in form.indicators},
        hidden_columns=(0,),
        freeze=(at.INDICATORS_BODY_ROW, 3),
        repeat_rows=(at.INDICATORS_BODY_ROW - 1, at.INDICATORS_BODY_ROW - 1),
        tab="#548235",
        footer=_footer(catalogue, form),
    )


def _indicator_row(
    catalogue: Catalogue, form: FormLayout, line: at.IndicatorRow, number: int, filling: Filling
) -> Iterator[Cell]:
    indicator = catalogue.indicators[line.indicator]
    formula = catalogue.due(indicator, form.period, form.sectors)
    n, d = ref(("i.n", line.indicator)), ref(("i.d", line.indicator))
    yield Cell(line.row, 0, line.indicator, "key")
    yield Cell(line.row, 1, number, "count")
    yield Cell(line.row, 2, indicator.name, "label_left")
    yield Cell(line.row, 3, indicator.measure, "unit")
    for col, role, codes in ((4, "i.n", formula.numerator), (5, "i.d", formula.denominator)):
        keys = [("number", *s.key) for code in codes for s in form.slots if s.element.code == code]
        cells = ref(*keys)
        amount = when(call("COUNT", cells).eq(len(keys)), call("SUM", cells), "")
        yield Cell(line.row, col, amount, "integer_locked", key=(role, line.indicator))
    known = rules.both(call("COUNT", n, d).eq(2), call("N", d) > 0)
    yield Cell(line.row, 6, when(known, rules.rate(n, d), ""), "percent_locked", key=("i.rate", line.indicator))
    common = reference_target(catalogue, line.indicator, form.period.year, "province")
    own = reference_target(catalogue, line.indicator, form.period.year, form.respondent)
    yield Cell(
        line.row, 7, vi.demand(common[0].comparison, common[0].values[common[1]], "%") if common else None, "centre_box"
    )
    yield Cell(
        line.row,
        8,
        _compared(common, n, d, known) if common else None,
        "centre_box",
        key=("i.compared", line.indicator),
    )
    yield Cell(line.row, 9, vi.demand(own[0].comparison, own[0].values[own[1]], "%") if own else None, "centre_box")
    verdict = _compared(own, n, d, known) if own else vi.NOT_ASSIGNED
    yield Cell(line.row, 10, verdict, "centre_box", key=("i.verdict", line.indicator))
    cause, remedy = filling.causes.get(line.indicator, (None, None))
    yield Cell(line.row, at.I_CAUSE, cause, "note_input", key=("cause", line.indicator))
    yield Cell(line.row, at.I_REMEDY, remedy, "note_input", key=("remedy", line.indicator))


def _compared(target: tuple[Target, int], n: Expr, d: Expr, known: Expr) -> Expr:
    """Higher, equal or lower than a rate of reference, in whole numbers: hundredths of a percent."""
    hundredths = int(rules.shown(rules.Fraction(target[0].values[target[1]]) * 100, 0))
    left, right = n * 10000, d * hundredths
    return when(known, choose((left > right, vi.HIGHER), (left.eq(right), vi.EQUAL), otherwise=vi.LOWER), "")


# --- tasks and narrative, guide
def _tasks(catalogue: Catalogue, form: FormLayout, filling: Filling) -> Sheet:
    cells = [
        Cell(0, 1, vi.TASKS_TITLE, "title_left", span=(1, 6)),
        Cell(1, 1, f"{respondent_name(catalogue, form)} - {vi.period(form.period)}", "text", span=(1, 6)),
    ]
    if catalogue.illustrative:
        cells.append(Cell(2, 1, vi.ILLUSTRATIVE_LONG, "mark", span=(1, 6)))
    validations, heights = [], {}
    if form.tasks:
        cells += [Cell(at.TASKS_BODY_ROW - 1, 1 + i, text, "header") for i, text in enumerate(vi.TASK_COLUMNS)]
    for number, line in enumerate(form.tasks, start=1):
        done = filling.tasks.get(line.task.code, (None, None, None))
        text = line.task.text[:1].upper() + line.task.text[1:]
        cells += [
            Cell(line.row, 0, line.task.code, "key"),
            Cell(line.row, 1, number, "count"),
            Cell(line.row, 2, text, "label_left"),
            Cell(line.row, 3, line.task.code.rstrip("T"), "unit"),
            Cell(line.row, at.T_STATUS, done[0], "choice_input", key=("task.status", line.task.code)),
            Cell(line.row, at.T_DONE, done[1], "note_input", key=("task.done", line.task.code)),
            Cell(line.row, at.T_DOCUMENT, done[2], "note_input", key=("task.document", line.task.code)),
        ]
        heights[line.row] = max(32.0, 15.5 * (1 + len(text) // 56))
        block = (line.row, at.T_STATUS, line.row, at.T_STATUS)
        validations.append(
            Validation(block, "list", None, vi.TASK_STATUSES, vi.CHOICE_TITLE, vi.CHOICE_PROMPT, vi.CHOICE_ERROR)
        )
    row = form.narrative_row
    cells.append(Cell(row - 1, 1, vi.NARRATIVE_TITLE, "title_left", span=(1, 6)))
    for i, role in enumerate(at.NARRATIVE):
        cells += [
            Cell(row + i, 0, role, "key"),
            Cell(row + i, 1, vi.NARRATIVE[role], "header", span=(1, 2)),
            Cell(row + i, 3, filling.narrative.get(role), "note_input", key=("narrative", role), span=(1, 4)),
        ]
        heights[row + i] = 90.0
    return Sheet(
        name=vi.TASKS,
        cells=tuple(cells),
        widths={1: 5, 2: 58, 3: 9, 4: 20, 5: 44, 6: 30},
        heights=heights,
        hidden_columns=(0,),
        freeze=(at.TASKS_BODY_ROW, 0) if form.tasks else None,
        repeat_rows=(at.TASKS_BODY_ROW - 1, at.TASKS_BODY_ROW - 1) if form.tasks else None,
        validations=tuple(validations),
        tab="#BF8F00",
        footer=_footer(catalogue, form),
    )


def _guide(catalogue: Catalogue, form: FormLayout) -> Sheet:
    receiver = catalogue.setting("lead_agency", form.period.end)
    cells = [Cell(0, 0, vi.GUIDE_TITLE, "title_left", span=(1, 5))]
    if catalogue.illustrative:
        cells.append(Cell(1, 0, vi.ILLUSTRATIVE_LONG, "mark", span=(1, 5)))
    row, heights = 2, {}
    for step in (*vi.GUIDE_STEPS, vi.GUIDE_NO_MACRO):
        cells.append(Cell(row, 0, step.format(receiver=receiver), "wrap", span=(1, 5)))
        heights[row] = 32.0
        row += 1
    row += 1
    cells.append(Cell(row, 0, vi.GUIDE_SIGNS_TITLE, "strong", span=(1, 5)))
    for i, (sign, meaning) in enumerate(vi.GUIDE_SIGNS, start=1):
        cells += [Cell(row + i, 0, sign, "centre_box"), Cell(row + i, 1, meaning, "label_left", span=(1, 4))]
    row += len(vi.GUIDE_SIGNS) + 2
    cells.append(Cell(row, 0, vi.GUIDE_CHECKS_TITLE, "strong", span=(1, 5)))
    cells += [Cell(row + 1, i, text, "header") for i, text in enumerate(vi.GUIDE_CHECK_COLUMNS)]
    row += 2
    for code, found in _checks_by_code(form).items():
        check = catalogue.checks[found[0].check]
        states = ref(*(("rule", r.check, r.unit) for r in found))
        worst = call("MAX", states)
        shown = choose(
            (worst.eq(rules.FAILED), vi.CHECK_STATE[2]),
            (worst.eq(rules.PASSED), vi.CHECK_STATE[1]),
            otherwise=vi.CHECK_STATE[0],
        )
        cells += [
            Cell(row, 0, code, "centre_box"),
            Cell(row, 1, vi.SEVERITY[check.severity], "centre_box"),
            Cell(row, 2, check.sentence, "label_left"),
            Cell(row, 3, check.action, "label_left"),
            Cell(row, 4, shown, "centre_box", key=("guide", code)),
        ]
        heights[row] = 48.0 if max(len(check.sentence), len(check.action)) > 90 else 32.0
        row += 1
    return Sheet(
        name=vi.GUIDE,
        cells=tuple(cells),
        widths={0: 12, 1: 12, 2: 58, 3: 50, 4: 22},
        heights=heights,
        landscape=True,
        tab="#7F7F7F",
        footer=_footer(catalogue, form),
    )


def _checks_by_code(form: FormLayout) -> Mapping[str, list[at.RuleRow]]:
    found: dict[str, list[at.RuleRow]] = {}
    for rule in form.rules:
        found.setdefault(rule.check.split(".")[0], []).append(rule)
    return found


def issued_on(form: FormLayout) -> date:
    """The date written into a form's properties: fixed by the period, so that two builds are the same file."""
    return form.period.end
