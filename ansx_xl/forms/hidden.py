"""The hidden sheets of a form: its facts, and what its formulas work out.

The facts say whose form this is, and hold the earlier figures, so that a form can be checked where there is no ledger;
they are read back. The other sheet says what each input counts for, what is to be said of it, every relation, and the
send code; nothing is read from it. Each input has a row, the same on both sheets. Its cell is named there once, and
everything else refers to that: formulas that stay on this sheet are alike from row to row, so they are stored once. For
the same reason the earlier figures stand there a second time. Each relation has a row below, errors before warnings.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import comparing, rules, sendcode, typed, vi
from .. import layout as at
from ..book import Cell, Content, Sheet
from ..layout import FormLayout, Slot
from ..model import Catalogue, Prior, Severity
from ..rules import Expr, call, choose, either, ref, when
from . import tables
from .frame import explanation_key

NO_STYLE = ""
_TO_EXPLAIN = "R09"
"""The one remark on a cell that is a warning; all others are errors."""


def facts(catalogue: Catalogue, form: FormLayout, prior: Prior) -> Sheet:
    """Whose form this is, and the earlier figures of each input."""
    cells = list(_named(_identity(catalogue, form)))
    for slot in form.slots:
        cells.append(Cell(slot.helper, at.H_KEY, "|".join(slot.key), NO_STYLE))
        cells += _earlier(slot, prior, keyed=False)
    return Sheet(name=vi.FACTS, cells=tuple(cells), state="veryHidden", landscape=True)


def workings(catalogue: Catalogue, form: FormLayout, prior: Prior) -> Sheet:
    """What each input counts for, every relation, the send code; earlier figures once more, beside what uses them."""
    cells = list(_named(_counts(catalogue, form)))
    for slot in form.slots:
        cells += _slot(catalogue, form, slot)
        cells += _earlier(slot, prior, keyed=True)
    cells += _weights(form)
    for table in form.tables:
        cells += tables.verdicts(form, table)
    for rule in form.rules:
        cells += _relation(catalogue, form, rule)
    return Sheet(name=vi.HIDDEN, cells=tuple(cells), state="veryHidden", landscape=True)


def _earlier(slot: Slot, prior: Prior, keyed: bool) -> Iterator[Cell]:
    """The earlier figures of an input; those that are *keyed* are what formulas refer to."""
    for role, col, numbers in (
        ("previous", at.H_PREVIOUS, prior.previous),
        ("last_year", at.H_LAST_YEAR, prior.last_year),
        ("plan", at.H_PLAN, prior.plan),
    ):
        if keyed or slot.key in numbers:
            yield Cell(slot.helper, col, numbers.get(slot.key), NO_STYLE, key=(role, *slot.key) if keyed else None)


def accepted(catalogue: Catalogue, form: FormLayout, slot: Slot, cell: Expr) -> list[Expr]:
    """What must hold for a number in an input: so many decimals, then the bounds."""
    low, high = catalogue.bounds(slot.element, slot.unit, form.period.end)
    found: list[Expr] = [call("ROUND", cell, slot.element.decimals).eq(cell)]
    found += [cell >= low] if low is not None else []
    found += [cell <= high] if high is not None else []
    return found


def word_of(catalogue: Catalogue, form: FormLayout, slot: Slot) -> Expr:
    """What is to be said of one input, in words; "" for nothing."""
    cell, e, say = ref(("typed", *slot.key)), slot.element, vi.WORDS
    whole, *inside = accepted(catalogue, form, slot, cell)
    outside = when(rules.both(*inside), "", say["R12"]) if inside else rules.lift("")
    too_fine = say["R11.0" if e.decimals == 0 else "R11"]
    said = {
        typed.NUMBER: when(whole, outside, too_fine),
        typed.EMPTY: say["R04"] if e.required else "",
        typed.NIL: "",
        typed.NOT_COLLECTED: when(ref(("explained", *slot.key)).eq(""), say[_TO_EXPLAIN], ""),
        typed.NOT_APPLICABLE: "" if e.may_not_apply else say["R10"],
        typed.OTHER: say["R01"],
        typed.ERROR: say["R05"],
        typed.TOO_LARGE: say["R12"],
    }
    return call("CHOOSE", ref(("kind", *slot.key)), *(said[kind] for kind in sorted(said)))


def slip_of(catalogue: Catalogue, form: FormLayout, slot: Slot) -> Expr:
    """What is to be said of one input beside its earlier figures, until it is explained; "" for nothing."""
    kind, now = ref(("kind", *slot.key)), ref(("number", *slot.key))
    earlier = [call("N", ref((role, *slot.key))) for role in ("previous", "last_year")]
    jumped = comparing.jumped_formula(now, earlier[0])
    _, high = catalogue.bounds(slot.element, slot.unit, form.period.end)
    first, _ = comparing.days(form.period)
    slips = [(jumped, vi.SLIPS["C01"])]
    if high is None or high >= first:
        slips.append((comparing.dated_formula(now, earlier, form.period), vi.SLIPS["C04"]))
    withdrawn = when(either(*(before.ne(0) for before in earlier)), vi.SLIPS["C03"], "")
    return choose(
        (ref(("explained", *slot.key)).ne(""), ""),
        (kind.eq(typed.NUMBER), when(call("ISNUMBER", now), choose(*slips, otherwise=""), "")),
        *([(kind.eq(typed.NOT_APPLICABLE), withdrawn)] if slot.element.may_not_apply else []),
        otherwise="",
    )


def number_of(slot: Slot) -> Expr:
    """What an input counts for: its number if nothing is to be said of it, 0 for "nothing occurred", else no number."""
    nil = ref(("kind", *slot.key)).eq(typed.NIL)
    return choose((nil, 0), (ref(("word", *slot.key)).eq(""), ref(("typed", *slot.key))), otherwise="")


def _identity(catalogue: Catalogue, form: FormLayout) -> dict[str, Content]:
    known = sendcode.facts(form.respondent, str(form.period), catalogue.edition)
    return {
        "form": "unit" if form.is_unit else "agency",
        "respondent": form.respondent,
        "sectors": None if form.sectors is None else " ".join(sorted(form.sectors)) or "all",
        "illustrative": "yes" if catalogue.illustrative else None,
        **{f"number.{role}": n for role, n in known.items()},
        "elements": form.meanings,
    }


def _counts(catalogue: Catalogue, form: FormLayout) -> dict[str, Content]:
    """How many errors and open warnings, and the sums of the send code."""
    said = ref(*(("word", *s.key) for s in form.slots))
    severe = [r for r in form.rules if catalogue.checks[r.check].severity is Severity.ERROR]
    others = form.rules[len(severe) :]
    errors = [call("COUNTIF", said, word) for code, word in vi.WORDS.items() if code != _TO_EXPLAIN]
    if severe:
        errors.append(call("COUNTIF", ref(*(("rule", r.check, r.unit) for r in severe)), rules.FAILED))
    slips = ref(*(("slip", *s.key) for s in form.slots))
    opened: list[Expr] = [call("COUNTIF", said, vi.WORDS[_TO_EXPLAIN])]
    opened += [call("COUNTIF", slips, word) for word in vi.SLIPS.values()]
    if others:
        opened.append(call("SUM", ref(*(("rule.open", r.check, r.unit) for r in others))))
    sums = {f"sum.{g}": _group(form, g) for g in sendcode.GROUPS}
    return {"errors": rules.total(errors), "open": rules.total(opened), **sums}


def _named(contents: dict[str, Content]) -> Iterator[Cell]:
    """Facts and counts by name, each in the row of its name."""
    for name, content in contents.items():
        row = at.H_META_ROW + at.META.index(name)
        yield Cell(row, at.H_KEY, name, NO_STYLE)
        yield Cell(row, at.H_NUMBER, content, NO_STYLE, key=("meta", name))


def _group(form: FormLayout, group: int) -> Expr:
    """The sum behind one group of the send code."""
    parts: list[Expr] = [ref(("meta", f"number.{f}")) * sendcode.weight(f"{f}.{group}") for f in sendcode.FACTS]
    columns = [("digest", "weight", form.slots)]
    if any(s.estimate for s in form.slots):
        columns.append(("estimate.digest", "estimate.weight", form.singles))
    for digest, weight, slots in columns:
        beside = (("meta", weight, index + group - 1) for index in range(len(slots)))
        parts.append(call("SUMPRODUCT", ref(*((digest, *s.key) for s in slots)), ref(*beside)))
    return rules.total(parts)


def _weights(form: FormLayout) -> Iterator[Cell]:
    columns = [("weight", at.H_WEIGHT, "", len(form.slots))]
    if any(s.estimate for s in form.slots):
        columns.append(("estimate.weight", at.H_ESTIMATE_WEIGHT, "e", len(form.singles)))
    for name, col, kind, count in columns:
        for index, weight in enumerate(sendcode.weights(count, kind)):
            yield Cell(at.H_BODY_ROW + index, col, weight, NO_STYLE, key=("meta", name, index))


def _slot(catalogue: Catalogue, form: FormLayout, slot: Slot) -> Iterator[Cell]:
    key, row = slot.key, slot.helper
    contents: dict[str, tuple[int, Content]] = {
        "word": (at.H_WORD, None),
        "slip": (at.H_SLIP, None),
        "digest": (at.H_DIGEST, None),
        "estimate.digest": (at.H_ESTIMATE_DIGEST, None),
    }
    inputs = [] if slot.auto else [("", "entry", (at.H_TYPED, at.H_KIND, at.H_DIGEST))]
    if slot.estimate:
        inputs.append(("estimate.", "estimate", (at.H_ESTIMATE_TYPED, at.H_ESTIMATE_KIND, at.H_ESTIMATE_DIGEST)))
    for prefix, name, columns in inputs:
        content, kind = ref((f"{prefix}typed", *key)), ref((f"{prefix}kind", *key))
        found = (typed.trimmed(ref((name, *key))), typed.kind(content), sendcode.digest(content, kind))
        contents |= {f"{prefix}{role}": where for role, where in zip(("typed", "kind", "digest"), zip(columns, found))}
    if slot.auto:
        contents["number"] = (at.H_NUMBER, catalogue.communes_of(catalogue.units[slot.unit], form.period.end))
    else:
        contents["explained"] = (at.H_EXPLAINED, call("TRIM", ref(explanation_key(slot))))
        contents["number"] = (at.H_NUMBER, number_of(slot))
        contents["word"] = (at.H_WORD, word_of(catalogue, form, slot))
        contents["slip"] = (at.H_SLIP, slip_of(catalogue, form, slot))
    for role, (col, content) in contents.items():
        yield Cell(row, col, content, NO_STYLE, key=(role, *key))


def _relation(catalogue: Catalogue, form: FormLayout, rule: at.RuleRow) -> Iterator[Cell]:
    check = catalogue.checks[rule.check]
    state = ("rule", rule.check, rule.unit)
    yield Cell(rule.helper, at.H_KEY, rule.check, NO_STYLE)
    yield Cell(rule.helper, at.H_STATE, rules.relation(check, rules.rule_operand(rule.unit)), NO_STYLE, key=state)
    if check.severity is Severity.ERROR:
        return
    slots = [form.by_key[t.element, rule.unit] for t in check.terms if t.element and not t.when]
    silent = [ref(("explained", *s.key)).eq("") for s in slots if not s.auto]
    opened = when(rules.both(ref(state).eq(rules.FAILED), *silent), 1, 0)
    yield Cell(rule.helper, at.H_OPEN, opened, NO_STYLE, key=("rule.open", rule.check, rule.unit))
