"""Relations between the figures of a submission -> findings, and what they take out of the totals.

The relations are those of the catalogue; each is the very tree that the form itself shows in its column Kiểm tra. A
relation with a missing operand neither passes nor fails. An error takes out the elements of its left side; the right
side too where it holds no denominator. Warnings take out nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from . import comparing, layout, migrating, rules, vi
from .aggregating import Figures
from .layout import FormLayout
from .model import AUTO, LOCAL, Catalogue, Check, Finding, Key, Place, Prior, Severity, Status, Submission
from .reading import worst_first
from .rules import rule_operand

_OURS = frozenset({"A09"})
"""What the department has to confirm itself: no words in the form settle it."""


def check(catalogue: Catalogue, submission: Submission, prior: Prior | None = None) -> Submission:
    """The submission with every finding about it, worst first, and with what the errors take out.

    The earlier figures are those of the ledger (*prior*); where it has none, those that the form itself prints.
    """
    submission = migrating.taken(catalogue, submission)
    prior = together(submission.stated, prior)
    form = layout.form(catalogue, submission.period, submission.respondent, sectors_of(catalogue, submission))
    known = numbers(catalogue, form, submission)
    found, excluded = [], set()
    for rule in form.rules:
        if _fails(catalogue, rule.check, rule.unit, known, prior):
            relation = catalogue.checks[rule.check]
            found.append(_relation_finding(submission, relation, rule.unit, known, prior))
            excluded |= taken_out(catalogue, relation, rule.unit)
    found += _slips(catalogue, submission, prior)
    found += _withdrawn(catalogue, submission, prior)
    found += _estimates(catalogue, submission)
    findings = [
        f if f.severity is not Severity.WARNING or f.explanation or f.code in _OURS else _explained(submission, f)
        for f in (*submission.findings, *found)
    ]
    return replace(submission, findings=worst_first(findings), excluded=frozenset(excluded))


def together(stated: Prior, prior: Prior | None) -> Prior:
    """Earlier figures of the ledger; where it has none, those that the form itself prints."""
    if prior is None:
        return stated
    return Prior(
        {**stated.previous, **prior.previous}, {**stated.last_year, **prior.last_year}, {**stated.plan, **prior.plan}
    )


def sectors_of(catalogue: Catalogue, submission: Submission) -> frozenset[str] | None:
    """The sectors that an ad hoc form was issued for; `None` for the usual ones."""
    return catalogue.sectors_asked(submission.period, {code for code, _ in submission.entries})


def numbers(catalogue: Catalogue, form: FormLayout, submission: Submission) -> Mapping[Key, Decimal | None]:
    """The number of every slot, the counted ones included."""
    found: dict[Key, Decimal | None] = {key: entry.number for key, entry in submission.entries.items()}
    for slot in form.slots:
        if slot.auto:
            found[slot.key] = Decimal(catalogue.communes_of(catalogue.units[slot.unit], submission.period.end))
    return found


def getter(known: Mapping[Key, Decimal | None], prior: Prior) -> rules.Get:
    """Where relations find their operands: this period's numbers and the earlier ones."""
    where = _where(known, prior)
    return lambda key: where[key[0]].get(key[1:])


def _where(known: Mapping[Key, Decimal | None], prior: Prior) -> Mapping[str, Mapping[Key, Decimal | None]]:
    return {"number": known, "previous": prior.previous, "last_year": prior.last_year}


def _fails(catalogue: Catalogue, check: str, unit: str, known: Mapping[Key, Decimal | None], prior: Prior) -> bool:
    """Whether a relation does not hold in a unit."""
    where = _where(known, prior)
    return rules.value(_tree(catalogue, check), lambda key: where[key[0]].get((key[1], unit))) == rules.FAILED


@lru_cache(maxsize=1024)
def _tree(catalogue: Catalogue, check: str) -> rules.Expr:
    """A relation as the form shows it, its operands without their unit: one tree serves all units."""
    operand = rule_operand("")
    return rules.relation(catalogue.checks[check], lambda term: operand(term)[:-1])


def taken_out(catalogue: Catalogue, relation: Check, unit: str) -> set[Key]:
    """The figures that a failed relation removes from the totals; a warning removes none."""
    if relation.severity is not Severity.ERROR:
        return set()
    left = {t.element for t in relation.left if t.element and not t.when}
    right = {t.element for side in relation.right for t in side if t.element and not t.when}
    if right & catalogue.denominators or any(catalogue.elements[code].reporter == AUTO for code in right):
        right = set()
    return {(code, unit) for code in left | right if catalogue.elements[code].reporter != AUTO}


def across(catalogue: Catalogue, figures: Figures, prior: Prior) -> tuple[list[Finding], set[Key]]:
    """Relations whose elements come from several reporters: unit by unit where all are known so, else the province."""
    found, excluded = [], set()
    whole, units = catalogue.province.id, [u.id for u in catalogue.reporting_units(figures.period)]
    for relation in catalogue.checks.values():
        elements = [catalogue.elements[t.element] for t in relation.terms if t.element]
        suppliers = {LOCAL if e.reporter == AUTO else e.supplier for e in elements}  # units' forms show what is counted
        levels = {e.by_unit for e in elements}
        if (len(suppliers) <= 1 and len(levels) <= 1) or figures.period.end not in relation.validity:
            continue
        for unit, known in _places(catalogue, figures, elements):
            if _fails(catalogue, relation.id, unit, known, prior):
                entry = figures.entries.get((relation.left[0].element, unit))
                place = entry.place if entry else Place()
                found.append(_finding(relation, unit, place, known, prior))
                for code, where in taken_out(catalogue, relation, unit):
                    # A relation over the province takes out a figure given by unit in every unit: none is above doubt.
                    parts = units if where == whole and catalogue.elements[code].by_unit else [where]
                    excluded |= {(code, part) for part in parts}
    return found, excluded


def _places(
    catalogue: Catalogue, figures: Figures, elements: list[Any]
) -> Iterator[tuple[str, Mapping[Key, Decimal | None]]]:
    units = [u.id for u in catalogue.reporting_units(figures.period)]
    if all(e.by_unit for e in elements):
        for unit in units:
            yield unit, {(e.code, unit): figures.number((e.code, unit)) for e in elements}
        return
    province = catalogue.province.id
    known: dict[Key, Decimal | None] = {}
    for e in elements:
        parts = [figures.number((e.code, u)) for u in units] if e.by_unit else [figures.number((e.code, province))]
        known[e.code, province] = None if None in parts else sum(parts, Decimal(0))
    yield province, known


def reconciled(catalogue: Catalogue, figures: Figures) -> list[Finding]:
    """Where two sources of one figure differ; only the first enters the totals."""
    found = []
    for second in catalogue.elements.values():
        if not second.reconciles_with:
            continue
        for (code, unit), entry in figures.entries.items():
            first = figures.number((second.reconciles_with, unit)) if code == second.code else None
            if first is not None and entry.number is not None and entry.number != first:
                facts = {"first": vi.number(first), "second": vi.number(entry.number)}
                found.append(catalogue.finding("A03", entry.place, (code, unit), entry.raw, facts))
    return found


def _relation_finding(
    submission: Submission, relation: Check, unit: str, known: Mapping[Key, Decimal | None], prior: Prior
) -> Finding:
    first = next((t.element for t in relation.left if t.element), "")
    entry = submission.entries.get((first, unit))
    return _finding(relation, unit, entry.place if entry else Place(), known, prior, entry.raw if entry else "")


def _finding(
    relation: Check, unit: str, place: Place, known: Mapping[Key, Decimal | None], prior: Prior, value: str = ""
) -> Finding:
    get = getter(known, prior)
    operand = rule_operand(unit)

    def worth(terms: Any) -> str:
        parts = [t.factor * Decimal(get(operand(t)) if t.element else 1) for t in terms]
        return vi.number(sum(parts, Decimal(0)))

    left, limit = worth(relation.left), "; ".join(worth(side) for side in relation.right)
    facts = {
        "sentence": relation.sentence,
        "action": relation.action,
        "working": vi.working(left, relation.operator, limit),
        "elements": tuple(dict.fromkeys(t.element for t in relation.terms if t.element and not t.when)),
    }
    if relation.severity is not Severity.ERROR:  # what only warns forbids nothing
        facts["compared"] = vi.working(left, "", limit)
    return Finding(
        code=relation.code,
        severity=relation.severity,
        place=place,
        element=next((t.element for t in relation.left if t.element), ""),
        unit=unit,
        value=value,
        facts=facts,
    )


def _explained(submission: Submission, finding: Finding) -> Finding:
    """A warning with the explanation that stands beside any of its figures."""
    elements = finding.facts.get("elements") or (finding.element,)
    texts = [submission.explanations.get((code, finding.unit), "") for code in elements]
    return replace(finding, explanation=next((t for t in texts if t), ""))


def _slips(catalogue: Catalogue, submission: Submission, prior: Prior) -> Iterator[Finding]:
    """Figures that beside earlier ones are probably slips: zeros lost or gained, a day instead of a number."""
    period = submission.period
    first, _ = comparing.days(period)
    for key, entry in submission.entries.items():
        before, now = prior.previous.get(key), entry.number
        if not now:
            continue
        if comparing.jumped(now, before):
            times = int(max(now / before, before / now))
            facts = {"taken": vi.number(now), "previous": vi.number(before), "times": vi.number(times)}
            facts |= {"variant": "less"} if now < before else {}
            yield catalogue.finding("C01", entry.place, key, entry.raw, facts)
        elif now >= first and comparing.dated(now, (before, prior.last_year.get(key)), period):
            yield catalogue.finding("C04", entry.place, key, entry.raw, {"taken": vi.number(now)})


def _withdrawn(catalogue: Catalogue, submission: Submission, prior: Prior) -> Iterator[Finding]:
    """ "x" takes a unit out of what is expected, and with it out of the rate: not unseen where there was a figure."""
    for key, entry in submission.entries.items():
        if entry.status is not Status.NOT_APPLICABLE:
            continue
        before = prior.previous.get(key) or prior.last_year.get(key)
        if before:
            yield catalogue.finding("C03", entry.place, key, entry.raw, {"previous": vi.number(before)})


def _estimates(catalogue: Catalogue, submission: Submission) -> Iterator[Finding]:
    for key, estimate in submission.estimates.items():
        now = submission.number(key)
        if estimate.number is not None and now is not None and estimate.number < now:
            facts = {"estimate": vi.number(estimate.number), "taken": vi.number(now)}
            yield catalogue.finding("C02", estimate.place, key, estimate.raw, facts)
