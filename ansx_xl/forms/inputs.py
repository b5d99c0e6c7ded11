"""What may be typed into the cells of the entry sheet, and what the form says when one is selected."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .. import layout as at
from .. import rules, text, vi
from ..book import Validation
from ..layout import FormLayout, Slot
from ..model import Catalogue
from ..rules import call, choose, either, ref
from .frame import choice, words
from .hidden import accepted

_FIRST_DATE, _LAST_DATE = 36_526, 73_050
"""1 January 2000 to 31 December 2099, as a workbook counts days."""


def identity() -> Iterator[Validation]:
    for role, prompt in vi.IDENTITY_PROMPT.items():
        row, col = at.IDENTITY[role]
        if role == "date":
            day = ref(role)
            good = rules.both(call("ISNUMBER", day), day >= _FIRST_DATE, day <= _LAST_DATE)
            block = (row, col, row, col)
            yield Validation(block, "custom", good, (), vi.IDENTITY[role], prompt, vi.DATE_ERROR, strict=False)
        else:
            yield words(row, col, vi.IDENTITY[role], prompt)
    yield choice(*at.IDENTITY["quality"], tuple(vi.QUALITY))
    row, col = at.IDENTITY["attempt"]
    attempt = ref("attempt")
    whole = rules.both(call("ISNUMBER", attempt), attempt >= 1, attempt <= 99, call("INT", attempt).eq(attempt))
    yield Validation((row, col, row, col), "custom", whole, (), vi.ATTEMPT_TITLE, vi.ATTEMPT_PROMPT, vi.ATTEMPT_ERROR)


def figures(catalogue: Catalogue, form: FormLayout) -> Iterator[Validation]:
    """Every figure and its explanation; cells of a column of a unit table share one where the bounds are the same."""
    for run in runs(form):
        for slot in run:
            yield _number(catalogue, form, slot, ("entry", *slot.key), slot.col, slot.row)
            if slot.estimate:
                yield _number(catalogue, form, slot, ("estimate", *slot.key), at.ESTIMATE, slot.row)
        yield words(run[0].row, at.EXPLANATION, vi.TEXT_TITLE, vi.TEXT_PROMPT, last=run[-1].row)
    for table in form.tables:
        units = dict(table.rows)
        for first, last in table.blocks:
            for _, element in table.columns:
                slots = [form.by_key[element.code, units[row].id] for row in range(first, last + 1)]
                for begin, end in _alike(catalogue, form, slots):
                    yield _number(catalogue, form, begin, ("entry", *begin.key), begin.col, end.row)
            yield words(first, at.EXPLANATION, vi.TEXT_TITLE, vi.TEXT_PROMPT, last=last)


def runs(form: FormLayout) -> list[list[Slot]]:
    """The inputs with a row of their own, in runs of rows that follow each other."""
    found: list[list[Slot]] = []
    for slot in form.singles:
        if slot.auto:
            continue
        if found and found[-1][-1].row == slot.row - 1:
            found[-1].append(slot)
        else:
            found.append([slot])
    return found


def _alike(catalogue: Catalogue, form: FormLayout, slots: list[Slot]) -> Iterator[tuple[Slot, Slot]]:
    """First and last of neighbours with the same bounds."""
    start = 0
    limits = [catalogue.bounds(s.element, s.unit, form.period.end) for s in slots]
    for i in range(1, len(slots) + 1):
        if i == len(slots) or limits[i] != limits[start]:
            yield slots[start], slots[i - 1]
            start = i


def _number(catalogue: Catalogue, form: FormLayout, slot: Slot, key: tuple, col: int, last: int) -> Validation:
    """A number within bounds or one of the signs; anything else is asked about, not refused."""
    e = slot.element
    low, high = catalogue.bounds(e, slot.unit, form.period.end)
    cell = ref(key)
    signs = [text.NIL, *text.NOT_COLLECTED, *([text.NOT_APPLICABLE] if e.may_not_apply else [])]
    good = choose(
        (call("ISNUMBER", cell), rules.both(*accepted(catalogue, form, slot, cell))),
        otherwise=either(*(call("TRIM", cell).eq(s) for s in signs)),
    )
    prompt = _prompt(low, high, e.decimals)
    begin = form.begin_of(e)
    prompt += vi.INPUT_FLOW.format(day=vi.day(begin)) if at.cumulative(e, form.period, begin) else ""
    prompt += vi.INPUT_SIGNS + (vi.INPUT_X if e.may_not_apply else "")
    block = (slot.row, col, last, col)
    return Validation(block, "custom", good, (), vi.INPUT_TITLE, prompt, vi.INPUT_ERROR, strict=False)


def _prompt(low: Decimal | None, high: Decimal | None, decimals: int) -> str:
    words = vi.INPUT_WHOLE if decimals == 0 else vi.INPUT_DECIMAL
    return words.format(low=vi.number(low), high=vi.number(high), decimals=decimals)
