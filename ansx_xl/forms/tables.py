"""Unit tables of an agency's form: units in rows, figures in columns, one verdict and one explanation a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .. import fitting, rules, typed, vi
from .. import layout as at
from ..book import Cell
from ..layout import FormLayout, Slot, UnitTable
from ..rules import Expr, call, choose, ref, when
from .frame import Filling, explanation_key


def cells(form: FormLayout, table: UnitTable, filling: Filling) -> Iterator[Cell]:
    yield Cell(table.key_row, at.KEY, table.key, "key")
    for col, element in table.columns:
        yield Cell(table.key_row, col, element.code, "key")
    for row in table.header_rows:
        yield from _header(form, table, row)
    for number, (row, unit) in enumerate(table.rows, start=1):
        slots = [form.by_key[element.code, unit.id] for _, element in table.columns]
        yield Cell(row, at.KEY, slots[0].row_key, "key")
        yield Cell(row, at.NUMBER, number, "count")
        yield Cell(row, at.LABEL, unit.name, "label_left")
        for slot in slots:
            style = "integer_input" if slot.element.decimals == 0 else "decimal_input"
            yield Cell(row, slot.col, filling.entries.get(slot.key), style, key=("entry", *slot.key))
        wide = at.VERDICT - verdict_column(table) + 1
        verdict = ref(("verdict.text", table.key, unit.id))
        key = ("verdict", table.key, unit.id)
        yield Cell(row, verdict_column(table), verdict, "verdict", key=key, span=(1, wide))
        yield Cell(row, at.EXPLANATION, _why(slots, filling), "note_input", key=explanation_key(slots[0]))
    yield Cell(table.total_row, at.NUMBER, vi.TOTAL, "total_label", span=(1, 2))
    for col, element in table.columns:
        numbers = ref(*(("number", element.code, unit.id) for _, unit in table.rows))
        style = "integer_total" if element.decimals == 0 else "decimal_total"
        total = when(call("COUNT", numbers).eq(0), "", call("SUM", numbers))
        yield Cell(table.total_row, col, total, style, key=("total", element.code))


def verdicts(form: FormLayout, table: UnitTable) -> Iterator[Cell]:
    """The verdict of each row, on the hidden sheet beside the row's first figure: alike there from unit to unit."""
    for _, unit in table.rows:
        slots = [form.by_key[element.code, unit.id] for _, element in table.columns]
        key = ("verdict.text", table.key, unit.id)
        yield Cell(slots[0].helper, at.H_VERDICT, _verdict(form, slots), "", key=key)


def verdict_column(table: UnitTable) -> int:
    """The verdict takes the columns that the figures of a table leave free."""
    return table.columns[-1][0] + 1


def remark(slot: Slot) -> Expr:
    """What is to be said of one figure: of its cell, or beside earlier figures; never both."""
    return ref(("word", *slot.key)) & ref(("slip", *slot.key))


def states(found: Iterable[at.RuleRow]) -> Mapping[str, Expr]:
    """The state of each relation, by the code that the form shows for it."""
    return {rule.check: ref(("rule", rule.check, rule.unit)) for rule in found}


def to_review(found: Mapping[str, Expr], before: Iterable[Expr] = ()) -> Expr:
    """The sentence that names what is to be looked at: remarks on cells, then the codes of failing relations."""
    codes = [when(state.eq(rules.FAILED), f"{check.split('.')[0]} ", "") for check, state in found.items()]
    return call("TRIM", rules.lift(vi.TO_REVIEW) & rules.joined([*before, *codes]))


def _header(form: FormLayout, table: UnitTable, row: int) -> Iterator[Cell]:
    yield Cell(row, at.NUMBER, vi.COLUMNS["number"], "header")
    yield Cell(row, at.LABEL, vi.UNIT, "header")
    for text, (col, _) in zip(titles(form, table), table.columns):
        yield Cell(row, col, text, "header")
    first = verdict_column(table)
    yield Cell(row, first, vi.COLUMNS["verdict"], "header", span=(1, at.VERDICT - first + 1))
    yield Cell(row, at.EXPLANATION, vi.COLUMNS["explanation"], "header")


def titles(form: FormLayout, table: UnitTable) -> list[str]:
    """What stands over each column: its number, by which the verdicts refer to it, name and unit of measure."""
    named = [(at.label(e, form.period, form.units_begin), e.measure) for _, e in table.columns]
    return [f"({n}) {name} ({measure})" for n, (name, measure) in enumerate(named, start=1)]


def _verdict(form: FormLayout, slots: list[Slot]) -> Expr:
    words = [remark(s) for s in slots]
    found = states(dict.fromkeys(rule for s in slots for rule in form.touching[s.key]))
    remarks = [when(w.eq(""), "", rules.lift(f"({n}) ") & w & ". ") for n, w in enumerate(words, start=1)]
    good = rules.joined(words).eq("")
    if found:
        good = rules.both(good, call("MAX", *found.values()) < rules.FAILED)
    cases = [(good, vi.PASSED)]
    if any(s.element.required for s in slots):
        nothing = rules.both(*(ref(("kind", *s.key)).eq(typed.EMPTY) for s in slots))
        cases.insert(0, (nothing, vi.WORDS["R04"]))
    return choose(*cases, otherwise=to_review(found, remarks))


def _why(slots: list[Slot], filling: Filling) -> str | None:
    """The one explanation of a row, beside whichever of its figures it was typed."""
    return next((t for s in slots if (t := filling.explanations.get(s.key))), None)


def heights(table: UnitTable, form: FormLayout, widths: Mapping[int, float], filling: Filling) -> dict[int, float]:
    columns = [(text, widths[col]) for text, (col, _) in zip(titles(form, table), table.columns)]
    header = fitting.height(columns, bold=True, least=32.0)
    found = dict.fromkeys(table.header_rows, header) | {table.key_row: 0.0}
    for row, unit in table.rows:
        why = _why([form.by_key[element.code, unit.id] for _, element in table.columns], filling)
        found[row] = fitting.height([(why or "", widths[at.EXPLANATION])], least=15.5)
    return found | {table.total_row: 17.0}
