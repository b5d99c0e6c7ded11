"""Whether the parts of a catalogue agree: references, cycles, validity, kinds. Pure; returns faults, never raises.

A code counts as known where a record bears it, even a faulty one: a reference to it is then no second fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from .. import deadlines, model
from ..frozen import frozen
from .records import Fault, Record
from .schema import MINISTRY_COLUMNS

_STOCK = model.Nature.STOCK
MOST_DECIMALS = 3
_FLOW_COMPARISONS = (model.Comparison.AT_LEAST, model.Comparison.MORE_THAN, model.Comparison.ABOUT)


@frozen
class Built:
    """A catalogue on its way: the records of each table, and the nouns of those without a fault of their own."""

    records: Mapping[str, list[Record]]
    nouns: Mapping[str, list[tuple[Record, Any]]]

    def __getitem__(self, table: str) -> list[tuple[Record, Any]]:
        return self.nouns[table]

    def codes(self, table: str, column: str = "code") -> set[str]:
        return {record.get(column) for record in self.records[table]}

    def faulty(self, table: str, column: str = "code") -> set[str]:
        """The codes of which some record has a fault of its own."""
        whole = {id(record) for record, _ in self.nouns[table]}
        return {record.get(column) for record in self.records[table] if id(record) not in whole}


def faults(built: Built) -> list[Fault]:
    """Every fault in how the records refer to each other."""
    return [fault for rule in _RULES for fault in rule(built)]


def _dangling(record: Record, key: str, used: Iterable[str], known: set[str]) -> Iterator[Fault]:
    for code in used:
        if code and code not in known:
            yield record.fault("dangling", key=key, value=code)


def _elements(built: Built) -> Iterator[Fault]:
    elements, sectors = built.codes("elements"), built.codes("sectors")
    roles = built.codes("agencies")
    offices = built.codes("offices")
    for record, e in built["elements"]:
        yield from _dangling(record, "sector", [e.sector], sectors)
        if e.reporter not in (model.LOCAL, model.AUTO):
            yield from _dangling(record, "reporter", [e.supplier], roles)
        yield from _dangling(record, "office", [e.office], offices)
        yield from _dangling(record, "parent", [e.parent], elements)
        yield from _dangling(record, "reconciles_with", [e.reconciles_with], elements)
        if e.low is not None and e.high is not None and e.low > e.high:
            yield record.fault("bad_bounds", low=str(e.low), high=str(e.high))


def _indicators(built: Built) -> Iterator[Fault]:
    elements, indicators = built.codes("elements"), built.codes("indicators")
    sectors = built.codes("sectors")
    with_formula = built.codes("formulas", "indicator")
    for record, i in built["indicators"]:
        yield from _dangling(record, "sector", [i.sector], sectors)
        yield from _dangling(record, "base", [i.base], indicators)
        yield from _dangling(record, "beside", [i.beside], indicators)
        if (i.kind is model.Kind.CHANGE) != bool(i.base):
            yield record.fault("change_needs_base", value=i.code)
        if i.kind is not model.Kind.CHANGE and i.code not in with_formula:
            yield record.fault("no_formula", value=i.code)
    kinds = {i.code: i.kind for _, i in built["indicators"]}
    for record, f in built["formulas"]:
        yield from _dangling(record, "indicator", [f.indicator], indicators)
        yield from _dangling(record, "numerator", f.numerator, elements)
        yield from _dangling(record, "denominator", f.denominator, elements)
        if f.indicator in kinds and (kinds[f.indicator] is model.Kind.RATIO) != bool(f.denominator):
            yield record.fault("bad_formula", value=f.indicator)


def _targets(built: Built) -> Iterator[Fault]:
    indicators = {i.code: i for _, i in built["indicators"]}
    known, elements = built.codes("indicators"), built.codes("elements")
    scopes = {model.PROVINCE} | built.codes("groups") | built.codes("units")
    scopes |= {f"{r.get('code')}@{r.get('valid_from')}" for r in built.records["units"]}
    for record, t in built["targets"]:
        yield from _dangling(record, "indicator", [t.indicator], known)
        yield from _dangling(record, "scope", [t.scope], scopes)
        yield from _dangling(record, "tolerance_share_of", [t.tolerance_share_of], elements)
        if t.baseline and t.baseline[0] >= max(t.values):
            yield record.fault("bad_years", key="baseline", value=record.get("baseline"))
        if t.tolerance is not None and t.comparison is not model.Comparison.NONE_LEFT_BASICALLY:
            yield record.fault("bad_comparison", value=t.comparison.value)
        if t.indicator in indicators:
            yield from _kinds(built, record, t, indicators[t.indicator])
            yield from _tolerance(built, record, t, indicators[t.indicator])


def _tolerance(built: Built, record: Record, target: model.Target, indicator: model.Indicator) -> Iterator[Fault]:
    """A count that "almost" allows of a rate is held against sums of its elements: finer than these it says nothing."""
    if target.tolerance is None or target.tolerance_share_of or indicator.kind is not model.Kind.RATIO:
        return
    decimals = {e.code: e.decimals for _, e in built["elements"]}
    formulas = (f for _, f in built["formulas"] if f.indicator == indicator.code)
    finest = [max((decimals.get(code, MOST_DECIMALS) for code in f.elements), default=0) for f in formulas]
    least = min(finest, default=MOST_DECIMALS)
    if target.tolerance != round(target.tolerance, least):
        facts = {"value": record.get("tolerance"), "decimals": least}
        yield record.fault("bad_tolerance", key="tolerance", **facts)


def _kinds(built: Built, record: Record, target: model.Target, indicator: model.Indicator) -> Iterator[Fault]:
    """Whether the kind of a target, its comparison and the kind of its indicator go together."""
    kind, runs = model.TargetKind, _runs(built, indicator)
    demands = {
        kind.ANNUAL_CHANGE: indicator.kind is model.Kind.CHANGE,
        kind.ANNUAL_FLOW: indicator.kind is model.Kind.COUNT and runs,
        kind.STATUS: indicator.kind is model.Kind.STATUS,
    }
    if not demands.get(target.kind, indicator.kind is not model.Kind.CHANGE):
        yield record.fault("bad_kind", value=target.kind.value)
    lower = indicator.lower_is_better
    of_flows = target.kind in (kind.ANNUAL_FLOW, kind.ANNUAL_CHANGE) or (target.kind is kind.EVERY_YEAR and runs)
    if (of_flows and target.comparison not in _FLOW_COMPARISONS) or (
        target.kind is not kind.ANNUAL_CHANGE
        and target.comparison is not model.Comparison.ABOUT
        and target.comparison.lower_is_better != lower
    ):
        yield record.fault("bad_comparison", value=target.comparison.value)


def _runs(built: Built, indicator: model.Indicator) -> bool:
    """Whether the figure grows over the year: flows alone, or flows over stocks."""
    natures = {e.code: e.nature for _, e in built["elements"]}
    formulas = [f for _, f in built["formulas"] if f.indicator == indicator.code]
    return bool(formulas) and all(
        all(natures.get(code) is not model.Nature.STOCK for code in f.numerator)
        and all(natures.get(code) is not model.Nature.FLOW for code in f.denominator)
        for f in formulas
    )


def _checks(built: Built) -> Iterator[Fault]:
    elements, known = {e.code: e for _, e in built["elements"]}, built.codes("elements")
    for record, (check, each) in built["checks"]:
        for key, terms in (("left", check.left), ("right", [t for side in check.right for t in side])):
            used = [t.element for t in terms if not (each and t.element == "each")]
            yield from _dangling(record, key, used, known)
        for term in check.terms:
            element = elements.get(term.element)
            stock = each in ("stock", "element") if term.element == "each" else element and element.nature is _STOCK
            if term.when == "prev" and stock:
                yield record.fault("prev_of_stock", value=term.element)


def _units(built: Built) -> Iterator[Fault]:
    faulty, named = built.faulty("units"), {}
    for _, u in built["units"]:
        named.setdefault(u.code, []).append(u)
    provinces = [r for r in built.records["units"] if r.get("level") == model.PROVINCE]
    if len(provinces) != 1:
        # An empty table has no record to show.
        at = (provinces or built.records["units"] or [Record("units.csv", 1, {})])[-1]
        yield at.fault("one_province", found=len(provinces))
    for record, u in built["units"]:
        seen, at = {u.code}, u
        while at.level != model.PROVINCE:
            above = [p for p in named.get(at.parent, ()) if u.validity.start in p.validity]
            if not above:
                # Where the lack is one of a unit higher up, that unit's own record says so.
                if at is u and at.parent not in faulty:
                    yield record.fault("dangling", key="parent", value=at.parent)
                break
            at = above[0]
            if at.code in seen and at.level != model.PROVINCE:
                if at.code == u.code:
                    yield record.fault("cycle", value=u.code)
                break
            seen.add(at.code)
    known = {(r.get("code"), r.get("valid_from")) for r in built.records["units"]}
    for record, (old, old_from, new, new_from, _) in built["unit_changes"]:
        for key, unit in (("old", (old, old_from)), ("new", (new, new_from))):
            if unit not in known:
                yield record.fault("dangling", key=key, value="@".join(unit))
    codes = built.codes("units")
    for record, group in built["groups"]:
        yield from _dangling(record, "members", group.members, codes)


def _owners(built: Built) -> Iterator[Fault]:
    roles = built.codes("agencies") | {model.LOCAL}
    sectors = built.codes("sectors") | {"all"}
    for record, task in built["tasks"]:
        yield from _dangling(record, "owner", [task.owner], roles)
    things = built.codes("indicators") | built.codes("elements")
    for record, recipient in built["recipients"]:
        yield from _dangling(record, "sectors", recipient.sectors, sectors)
        yield from _dangling(record, "only", recipient.only, things)


def _ministry(built: Built) -> Iterator[Fault]:
    """Whether every form for the ministry can be laid out: what names and numbers it, columns that its kind knows."""
    receivers, sectors = {r.name for _, r in built["recipients"]}, built.codes("sectors")
    forms = {n.code: n for _, n in built["ministry"] if isinstance(n, model.MinistryForm)}
    known = {r.get("form") for r in built.records["ministry"] if not r.get("column")}
    filled: set[str] = set()
    for record, noun in built["ministry"]:
        if isinstance(noun, model.MinistryForm):
            needed = {"sheet": noun.sheet, "number": noun.number, "title": noun.title}
            yield from (record.fault("missing_key", key=key) for key, text in needed.items() if not text)
            yield from _dangling(record, "receivers", noun.receivers, receivers)
            yield from _dangling(record, "sectors", noun.sectors, sectors)
            counts = {"across": noun.across, "room": noun.room}
            yield from (record.fault("bad_number", key=k, value=n) for k, n in counts.items() if n < 1)
            if not 0 <= noun.decimals <= MOST_DECIMALS:
                yield record.fault("bad_number", key="decimals", value=noun.decimals)
            continue
        form, column = noun
        filled.add(form)
        yield from _dangling(record, "form", [form], known)
        if form in forms and column.content not in MINISTRY_COLUMNS[forms[form].layout]:
            yield record.fault("dangling", key="column", value=column.content)
    for record, noun in built["ministry"]:
        if isinstance(noun, model.MinistryForm) and noun.code not in filled:
            yield record.fault("missing_key", key="column")


def _overlaps(built: Built) -> Iterator[Fault]:
    keys: dict[str, Callable[[Any], str]] = {
        "offices": lambda n: n.code,
        "units": lambda n: n.code,
        "groups": lambda n: n.code,
        "agencies": lambda n: n.code,
        "formulas": lambda n: n.indicator,
        "settings": lambda n: n.key,
    }
    for table, key in keys.items():
        earlier: dict[str, list[tuple[Record, Any]]] = {}
        for record, noun in built[table]:
            if key(noun) == deadlines.HOLIDAY:  # the one setting of which several records hold on a day
                continue
            for other, before in earlier.get(key(noun), []):
                if noun.validity.overlaps(before.validity):
                    yield record.fault("overlap", value=key(noun), line=other.line)
            earlier.setdefault(key(noun), []).append((record, noun))


def _settings(built: Built) -> Iterator[Fault]:
    """Whether deadlines, days off and the calendar say something that can be counted."""
    for record, s in built["settings"]:
        if s.key in deadlines.KEYS and s.value and not (s.value.isascii() and s.value.isdigit() and int(s.value) > 0):
            yield record.fault("bad_deadline", key=s.key, value=s.value)
        if s.key == deadlines.HOLIDAY and not deadlines.is_day_off(s.value):
            yield record.fault("bad_holiday", key=s.key, value=s.value)
        if s.key == deadlines.CALENDAR and s.value not in deadlines.CALENDARS:
            yield record.fault("bad_choice", key=s.key, value=s.value, choices=", ".join(deadlines.CALENDARS))


def _gaps(built: Built) -> Iterator[Fault]:
    """An agency that owes figures must be some body on every day of the plan."""
    used = {e.supplier for _, e in built["elements"]} - {model.LOCAL, model.AUTO} - built.faulty("agencies")
    years = [year for _, t in built["targets"] for year in t.values]
    if not years:
        return
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    for role in sorted(used):
        rows = [(r, a) for r, a in built["agencies"] if a.code == role]
        # Whoever is missing is missing from the first day, or from the day after somebody ended.
        days = [first, *(a.validity.end + timedelta(days=1) for _, a in rows if a.validity.end)]
        for day in sorted(d for d in days if first <= d <= last):
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


_RULES = (_elements, _indicators, _targets, _checks, _units, _owners, _ministry, _overlaps, _settings, _gaps, _cycles)
