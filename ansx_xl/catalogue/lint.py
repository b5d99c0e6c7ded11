"""Whether the parts of a catalogue agree: references, cycles, validity, kinds. Pure; returns faults, never raises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from .. import model
from .records import Fault, Record

Built = dict[str, list[tuple[Record, Any]]]

_FLOW_COMPARISONS = (model.Comparison.AT_LEAST, model.Comparison.MORE_THAN, model.Comparison.ABOUT)


def faults(built: Built) -> list[Fault]:
    """Every fault in how the records refer to each other."""
    return [fault for rule in _RULES for fault in rule(built)]


def _codes(built: Built, table: str) -> set[str]:
    return {noun.code for _, noun in built[table]}


def _dangling(record: Record, key: str, used: Iterable[str], known: set[str]) -> Iterator[Fault]:
    for code in used:
        if code not in known:
            yield record.fault("dangling", key=key, value=code)


def _elements(built: Built) -> Iterator[Fault]:
    elements, sectors = _codes(built, "elements"), _codes(built, "sectors")
    roles = _codes(built, "agencies") | {model.LOCAL, model.AUTO}
    offices = _codes(built, "offices")
    for record, e in built["elements"]:
        yield from _dangling(record, "sector", [e.sector], sectors)
        yield from _dangling(record, "reporter", [e.supplier], roles)
        yield from _dangling(record, "office", [e.office] if e.office else [], offices)
        yield from _dangling(record, "parent", [e.parent] if e.parent else [], elements)
        yield from _dangling(record, "reconciles_with", [e.reconciles_with] if e.reconciles_with else [], elements)
        if e.low is not None and e.high is not None and e.low > e.high:
            yield record.fault("bad_bounds", low=str(e.low), high=str(e.high))
        if not e.frequency and e.reporter != model.AUTO:
            yield record.fault("never_due", value=e.code)


def _indicators(built: Built) -> Iterator[Fault]:
    elements, indicators = _codes(built, "elements"), _codes(built, "indicators")
    sectors = _codes(built, "sectors")
    with_formula = {f.indicator for _, f in built["formulas"]}
    for record, i in built["indicators"]:
        yield from _dangling(record, "sector", [i.sector], sectors)
        yield from _dangling(record, "base", [i.base] if i.base else [], indicators)
        yield from _dangling(record, "beside", [i.beside] if i.beside else [], indicators)
        if (i.kind is model.Kind.CHANGE) != bool(i.base):
            yield record.fault("change_needs_base", value=i.code)
        if i.kind is not model.Kind.CHANGE and i.code not in with_formula:
            yield record.fault("no_formula", value=i.code)
    kinds = {i.code: i.kind for _, i in built["indicators"]}
    for record, f in built["formulas"]:
        yield from _dangling(record, "indicator", [f.indicator], indicators)
        yield from _dangling(record, "numerator", f.numerator, elements)
        yield from _dangling(record, "denominator", f.denominator, elements)
        if (kinds.get(f.indicator) is model.Kind.RATIO) != bool(f.denominator):
            yield record.fault("bad_formula", value=f.indicator)


def _targets(built: Built) -> Iterator[Fault]:
    indicators = {i.code: i for _, i in built["indicators"]}
    scopes = {model.PROVINCE} | _codes(built, "groups") | _codes(built, "units")
    elements = _codes(built, "elements")
    kind, comparison = model.TargetKind, model.Comparison
    for record, t in built["targets"]:
        yield from _dangling(record, "indicator", [t.indicator], set(indicators))
        yield from _dangling(record, "scope", [t.scope], scopes)
        yield from _dangling(
            record, "tolerance_share_of", [t.tolerance_share_of] if t.tolerance_share_of else [], elements
        )
        indicator = indicators.get(t.indicator)
        change = indicator is not None and indicator.kind is model.Kind.CHANGE
        if change != (t.kind is kind.ANNUAL_CHANGE):
            yield record.fault("bad_kind", value=t.kind.value)
        if t.kind in (kind.ANNUAL_FLOW, kind.ANNUAL_CHANGE) and t.comparison not in _FLOW_COMPARISONS:
            yield record.fault("bad_comparison", value=t.comparison.value)
        if indicator and t.comparison not in (comparison.ABOUT,) and not change:
            if t.comparison.lower_is_better != indicator.lower_is_better:
                yield record.fault("bad_comparison", value=t.comparison.value)
        if t.baseline and t.baseline[0] >= max(t.values):
            yield record.fault("bad_years", key="baseline", value=str(t.baseline[0]))
        if t.tolerance is not None and t.comparison is not comparison.NONE_LEFT_BASICALLY:
            yield record.fault("bad_comparison", value=t.comparison.value)


def _checks(built: Built) -> Iterator[Fault]:
    elements = {e.code: e for _, e in built["elements"]}
    for record, (check, each) in built["checks"]:
        used = [t.element for t in check.terms if t.element and not (each and t.element == "each")]
        yield from _dangling(record, "left/right", used, set(elements))
        if each and each not in ("stock", "flow", "element"):
            yield record.fault("bad_choice", key="each", value=each, choices="stock, flow, element")
        for term in check.terms:
            element = elements.get(term.element)
            if element and term.when == "prev" and element.nature is not model.Nature.FLOW:
                yield record.fault("prev_of_stock", value=term.element)


def _units(built: Built) -> Iterator[Fault]:
    rows = [u for _, u in built["units"]]
    provinces = [u for u in rows if u.level == model.PROVINCE]
    if built["units"] and len(provinces) != 1:
        yield built["units"][0][0].fault("one_province", found=len(provinces))
    for record, u in built["units"]:
        if u.level == model.PROVINCE:
            continue
        seen, at = {u.code}, u
        while at.level != model.PROVINCE:
            above = [p for p in rows if p.code == at.parent and u.validity.start in p.validity]
            if not above:
                yield record.fault("dangling", key="parent", value=at.parent)
                break
            at = above[0]
            if at.code in seen and at.level != model.PROVINCE:
                yield record.fault("cycle", value=at.code)
                break
            seen.add(at.code)
    known = {(u.code, u.validity.start.isoformat()) for u in rows if u.validity.start}
    for record, (old, old_from, new, new_from, _) in built["unit_changes"]:
        for key in ((old, old_from), (new, new_from)):
            if key not in known:
                yield record.fault("dangling", key="unit", value=f"{key[0]}@{key[1]}")
    codes = {u.code for u in rows}
    for record, group in built["groups"]:
        yield from _dangling(record, "members", group.members, codes)


def _owners(built: Built) -> Iterator[Fault]:
    roles = _codes(built, "agencies") | {model.LOCAL}
    sectors = _codes(built, "sectors") | {"all"}
    for record, task in built["tasks"]:
        yield from _dangling(record, "owner", [task.owner], roles)
    for record, recipient in built["recipients"]:
        yield from _dangling(record, "sectors", recipient.sectors, sectors)


def _overlaps(built: Built) -> Iterator[Fault]:
    keys: dict[str, Callable[[Any], str]] = {
        "offices": lambda n: n.code,
        "units": lambda n: n.code,
        "groups": lambda n: n.code,
        "agencies": lambda n: n.code,
        "formulas": lambda n: n.indicator,
    }
    for table, key in keys.items():
        earlier: dict[str, list[tuple[Record, Any]]] = {}
        for record, noun in built[table]:
            for other, before in earlier.get(key(noun), []):
                if noun.validity.overlaps(before.validity):
                    yield record.fault("overlap", value=key(noun), line=other.line)
            earlier.setdefault(key(noun), []).append((record, noun))


def _gaps(built: Built) -> Iterator[Fault]:
    """An agency that owes figures must be some body on every day of the plan."""
    used = {e.supplier for _, e in built["elements"]} - {model.LOCAL, model.AUTO}
    for role in sorted(used):
        rows = [(r, a) for r, a in built["agencies"] if a.code == role]
        for year in range(2021, 2031):
            day = date(year, 12, 31)
            if rows and not any(day in a.validity for _, a in rows):
                yield rows[-1][0].fault("nobody", value=role, day=day.isoformat())
                break


def _cycles(built: Built) -> Iterator[Fault]:
    """Indicators resting on each other, and parents of elements, must end somewhere."""
    for table, above in (("indicators", lambda n: n.base), ("elements", lambda n: n.parent)):
        links = {noun.code: above(noun) for _, noun in built[table]}
        for record, noun in built[table]:
            at, seen = links.get(noun.code, ""), {noun.code}
            while at and at not in seen:
                seen.add(at)
                at = links.get(at, "")
            if at == noun.code:
                yield record.fault("cycle", value=noun.code)


_RULES = (_elements, _indicators, _targets, _checks, _units, _owners, _overlaps, _gaps, _cycles)
