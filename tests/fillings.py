"""Random fillings of forms: plausible figures, figures on and beside every limit, the signs, blanks.

Everything comes from one seeded generator, so that a failure can be had again.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ansx_xl import checking, layout, rules, text, vi
from ansx_xl.comparing import JUMP, LARGE, NEAR, days
from ansx_xl.forms import Filling
from ansx_xl.model import Prior

SIGNS = (text.NIL, *text.NOT_COLLECTED, text.NOT_APPLICABLE)
WORDS = ("thiên tai ở hai bản", "chuyển 3 hộ sang xã bên", "đã kiểm tra lại, số đúng")


def random_prior(catalogue, form, chance):
    """Earlier figures for most inputs, some of them 0."""

    def some(share):
        return {s.key: _plausible(catalogue, form, s, chance) for s in form.slots if chance.random() < share}

    return Prior(previous=some(0.8), last_year=some(0.8), plan=some(0.5))


def plausible_filling(catalogue, form, chance):
    """What a conscientious officer might send: figures, a few signs and blanks, texts everywhere."""

    def figure(slot):
        return _plausible(catalogue, form, slot, chance)

    def other(slot):
        return chance.choice((None, *(s for s in SIGNS if slot.element.may_not_apply or s != text.NOT_APPLICABLE)))

    entries = {s.key: figure(s) if chance.random() < 0.85 else other(s) for s in form.inputs}
    estimates = {s.key: figure(s) for s in form.inputs if s.estimate and chance.random() < 0.6}
    explanations = {}
    for slot in form.inputs:
        same_row = slot.key if not slot.column_key else next(s.key for s in form.slots if s.row == slot.row)
        if same_row == slot.key and chance.random() < 0.3:
            explanations[slot.key] = chance.choice(WORDS)
    return Filling(
        entries=entries,
        estimates=estimates,
        explanations=explanations,
        identity={"officer": "Lò Văn Nghiệp", "telephone": "0213 3 876 543", "attempt": 2, "quality": "sơ bộ"},
        causes={line.indicator: ("khách quan", "tăng cường vận động") for line in form.indicators[:3]},
        tasks={t.task.code: (vi.TASK_STATUSES[1], "Đã tổ chức 3 lớp", "KH số 12/KH-UBND") for t in form.tasks[:2]},
        narrative={"results": "Hoàn thành các chỉ tiêu chính.", "proposals": "Bổ sung kinh phí."},
    )


def filling_at_limits(catalogue, form, prior, chance):
    """Contents of every input: about half of the relations, and some bounds, are met just so or missed by one step."""
    contents = {}
    for slot in form.inputs:
        roll = chance.random()
        if roll < 0.06:
            contents[slot.key] = _at_bound(catalogue, form, slot, chance)
        elif roll < 0.1:
            contents[slot.key] = _slipped(form, prior, slot, chance)
        else:
            contents[slot.key] = _plausible(catalogue, form, slot, chance) if roll < 0.88 else _other(chance)
    for rule in chance.sample(form.rules, k=(len(form.rules) + 1) // 2):
        _put_at_limit(catalogue, form, prior, rule, contents, chance)
    explained = {s.key: chance.choice(WORDS) for s in form.inputs if chance.random() < 0.2}
    return contents, explained


def _plausible(catalogue, form, slot, chance):
    low, high = catalogue.bounds(slot.element, slot.unit, form.period.end)
    top = min(high, Decimal(chance.choice((3, 100, 5000, 20000))))
    value = low + (top - low) * Decimal(chance.randint(0, 1000)) / 1000
    return _rounded(value, slot.element.decimals, ROUND_FLOOR)


def _other(chance):
    return chance.choice((*SIGNS, None, None))


def _at_bound(catalogue, form, slot, chance):
    low, high = catalogue.bounds(slot.element, slot.unit, form.period.end)
    step = Decimal(1).scaleb(-slot.element.decimals)
    limits = [limit for limit in (low, high) if limit is not None] or [Decimal(0)]
    value = chance.choice(limits) + chance.choice((-1, 0, 0, 1)) * step
    return value + step / 2 if chance.random() < 0.1 else value


def _slipped(form, prior, slot, chance):
    """A figure on, above or below the limits of a slip beside earlier figures; or a day as a number."""
    step = Decimal(1).scaleb(-slot.element.decimals)
    before = prior.previous.get(slot.key) or Decimal(LARGE)
    limits = [before * JUMP, before / JUMP, Decimal(LARGE), *map(Decimal, days(form.period))]
    limits += [b * n for b in (before, prior.last_year.get(slot.key) or before) for n in (NEAR, Decimal(1) / NEAR)]
    value = _rounded(chance.choice(limits), slot.element.decimals, chance.choice((ROUND_FLOOR, ROUND_CEILING)))
    return max(Decimal(0), value + chance.choice((-1, 0, 1)) * step)


def _put_at_limit(catalogue, form, prior, rule, contents, chance):
    """Set one figure of a relation so that its two sides differ by nothing or by one step."""
    check = catalogue.checks[rule.check]
    operand = rules.rule_operand(rule.unit)
    known = {key: value if isinstance(value, Decimal) else Decimal(0) for key, value in contents.items()}
    for slot in form.slots:
        if slot.auto:
            known[slot.key] = Decimal(catalogue.communes_of(catalogue.units[slot.unit], form.period.end))
    get = checking.getter(known, prior)
    free = [t for t in check.left if t.element and not t.when and (t.element, rule.unit) in contents]
    if not free:
        return
    term = chance.choice(free)

    def side(terms):
        return sum((t.factor * (get(operand(t)) or 0 if t.element else 1) for t in terms), Decimal(0))

    right = [side(terms) for terms in check.right]
    limits = list(right)
    if check.percent is not None:
        limits += [right[0] * (1 + sign * check.percent / 100) for sign in (-1, 1)]
    if check.count is not None:
        limits += [right[0] + sign * check.count for sign in (-1, 1)]
    slot = form.by_key[term.element, rule.unit]
    others = side([t for t in check.left if t is not term])
    value = (chance.choice(limits) - others) / term.factor
    value = _rounded(value, slot.element.decimals, chance.choice((ROUND_FLOOR, ROUND_CEILING)))
    value += chance.choice((-1, 0, 1)) * Decimal(1).scaleb(-slot.element.decimals)
    if value >= 0:
        contents[slot.key] = value


def _rounded(value, decimals, how):
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), how)


def entry_cells(form, contents, explained):
    """What to put into the cells of the sheet: (row, column) -> content, for LibreOffice as for a reader."""
    cells = {(s.row, s.col): contents[s.key] for s in form.inputs}
    texts = {s.row: None for s in form.inputs}
    for slot in form.inputs:
        texts[slot.row] = texts[slot.row] or explained.get(slot.key)
    return cells, {(row, layout.EXPLANATION): text for row, text in texts.items()}
