"""The submissions of a period -> everything the province wants to know about it. Pure.

Checks each submission against earlier periods and across reporters, takes out what errors take out, adds up, and judges
every target. `presenting/` lays the result out as tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from . import adjusting, aggregating, attainment, checking, history, layout, limits, migrating, standing, vi
from .adjusting import Difference
from .aggregating import Aggregate, Area, Figures, Total
from .attainment import Attainment
from .errors import LedgerError
from .frozen import frozen
from .model import (
    LOCAL,
    Adjustment,
    Catalogue,
    DecisionKind,
    Dossier,
    FileOutcome,
    Finding,
    Formula,
    Indicator,
    Key,
    Nature,
    Published,
    Submission,
    Verdict,
)
from .period import Period
from .text import exact


@frozen(slots=False)
class Results:
    """One consolidated period: `submissions` are those that count, as checked, with adjusted figures laid over."""

    catalogue: Catalogue
    period: Period
    dossier: Dossier
    submissions: Mapping[str, Submission]
    conflicts: Mapping[str, tuple[Submission, ...]]
    files: tuple[FileOutcome, ...]
    figures: Figures
    earlier: history.Earlier
    areas: tuple[Area, ...]
    findings: tuple[tuple[str, Finding], ...]
    totals: Mapping[tuple[str, str], Total]
    due: Mapping[str, Formula]
    aggregates: Mapping[tuple[str, str], Aggregate]
    attainments: tuple[Attainment, ...]
    from_ledger: tuple[str, ...] = ()
    sectors: frozenset[str] | None = None
    replaced: tuple[tuple[Submission, Submission, Difference], ...] = ()
    """What the submission that counts says differently from the attempt before it."""
    closed_after: tuple[Period, ...] = ()
    """The later periods that are signed off, where this run recorded submissions: what they come to may have moved."""

    @property
    def expected(self) -> tuple[str, ...]:
        """Who owes a form in this period: units, then agencies."""
        return tuple(owed(self.catalogue, self.period, self.sectors))

    @cached_property
    def adjusted(self) -> Mapping[Key, Adjustment]:
        """The figures that are not as they were sent."""
        found = (adjusting.in_force(s, self.dossier.adjustments) for s in self.submissions.values())
        every = {key: a for each in found for key, a in each.items()}
        # what a later edition of the catalogue no longer takes is not adjusted either
        return {key: a for key, a in every.items() if self.figures.entries[key].value == a.adjusted}

    @property
    def provisional(self) -> bool:
        """Whether anything expected is still missing (tạm tính)."""
        complete = all(t.counted == t.expected for t in self.totals.values())  # "x": none expected, none missing
        return not complete or set(self.expected) != set(self.submissions)

    @cached_property
    def units(self) -> tuple[Area, ...]:
        """The areas that are one reporting unit each, in their order."""
        return tuple(a for a in self.areas if a.id in self.catalogue.units and not a.whole)

    @cached_property
    def groups(self) -> tuple[Area, ...]:
        """The areas that are groups of units, such as the poor districts."""
        return tuple(a for a in self.areas if a.id not in self.catalogue.units)

    @cached_property
    def codes(self) -> Mapping[str, Area]:
        """The areas by the codes that people know: a unit's without its date, a group's."""
        return {self.catalogue.code_of(a.id): a for a in self.areas}

    def area(self, asked: str) -> Area | None:
        """The area that a person means by a code, or a program by an id; the whole for ""; `None` for no area."""
        if not asked:
            return self.areas[0]
        return self.codes.get(asked) or next((a for a in self.areas if a.id == asked), None)

    def area_name(self, area: str) -> str:
        """The name of a unit or group, of one that has ended too; what has no name stays as it is."""
        return self._area_names.get(area, area)

    @cached_property
    def _area_names(self) -> dict[str, str]:
        groups, units = self.catalogue.groups, self.catalogue.units
        ended = {u.code: u.name for u in units.values() if u.reports} | {id_: u.name for id_, u in units.items()}
        return ended | {g.code: g.name for g in groups} | {a.id: a.name for a in self.areas}

    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators that are due, in catalogue order."""
        return tuple(self.catalogue.indicators[code] for code in self.due)


def figures_by_period(catalogue: Catalogue, dossiers: Iterable[Dossier]) -> dict[str, Figures]:
    """Figures of each period of a ledger, in time order, each checked against those before it."""
    earlier: dict[str, Figures] = {}
    for dossier in sorted(dossiers, key=lambda d: d.period.order):
        chosen, _ = standing.current(dossier.submissions, dossier.decisions)
        checked, _, excluded = _checked(catalogue, dossier, chosen.values(), earlier)
        figures = aggregating.figures_of(catalogue, dossier.period, checked.values())
        earlier[str(dossier.period)] = replace(figures, excluded=figures.excluded | excluded)
    return earlier


def consolidate(
    catalogue: Catalogue,
    dossier: Dossier,
    earlier: history.Earlier,
    files: Iterable[FileOutcome] = (),
    from_ledger: Iterable[str] = (),
) -> Results:
    """Everything about one period, from what was received, adjusted and decided."""
    period = dossier.period
    chosen, disputed = standing.current(dossier.submissions, dossier.decisions)
    position = _positions(catalogue, period)
    chosen = dict(sorted(chosen.items(), key=lambda pair: position(pair[0])))  # not as they arrived
    conflicts = {who: tuple(found) for who, found in disputed.items()}
    checked, findings, excluded = _checked(catalogue, dossier, chosen.values(), earlier)
    figures = aggregating.figures_of(catalogue, period, checked.values())
    figures = replace(figures, excluded=figures.excluded | excluded)
    areas = aggregating.areas(catalogue, period)
    sectors = _sectors(catalogue, dossier, checked)
    asked = _asked(catalogue, period, checked, sectors)
    totals = {
        (e, a.id): total
        for e in asked
        for a in areas
        if (total := aggregating.add_up(catalogue, figures, catalogue.elements[e], a)) is not None
    }
    due = {}
    for code, indicator in catalogue.indicators.items():
        formula = indicator.formula(period.end)
        if formula and set(asked).issuperset(formula.elements):
            due[code] = formula
    aggregates = {
        (code, a.id): found
        for code, formula in due.items()
        for a in areas
        if (found := aggregating.measure(catalogue, figures, formula, a)) is not None
    }
    findings += [("", f) for f in checking.reconciled(catalogue, figures)]
    findings += list(_ended(catalogue, period, asked))
    findings += list(_absent(catalogue, period, checked, conflicts, sectors))
    findings += list(_unasked(catalogue, period, checked, sectors))
    findings = [(who, _waived(dossier, checked.get(who), who, f)) for who, f in findings]
    findings.sort(key=lambda pair: (-pair[1].severity, position(pair[0]), pair[1].rank))
    return Results(
        catalogue=catalogue,
        period=period,
        dossier=dossier,
        submissions=checked,
        conflicts=conflicts,
        files=tuple(files),
        figures=figures,
        earlier=earlier,
        areas=areas,
        findings=tuple(findings),
        totals=totals,
        due=due,
        aggregates=aggregates,
        attainments=attainment.attain(catalogue, figures, earlier, sectors),
        from_ledger=tuple(from_ledger),
        sectors=sectors,
        replaced=tuple(_replaced(catalogue, dossier, chosen, checked, earlier)),
    )


def owed(catalogue: Catalogue, period: Period, sectors: frozenset[str] | None = None) -> Iterator[str]:
    """Who owes a form: units with local figures due, then agencies."""
    if any(e.reporter == LOCAL for e in catalogue.elements_due(period, sectors)):
        yield from (u.id for u in catalogue.reporting_units(period))
    yield from catalogue.suppliers(period, sectors)


def _sectors(catalogue: Catalogue, dossier: Dossier, submissions: Mapping[str, Submission]) -> frozenset[str] | None:
    """What an ad hoc period asks for: as its forms were issued, and as those that came back say; `None`: the usual."""
    if dossier.period.kind != "D":
        return None
    asked = [d.facts["sectors"].split() for d in dossier.decisions if d.kind is DecisionKind.ASK]
    found = [checking.sectors_of(catalogue, s) for s in submissions.values()]
    if not asked and not any(found):
        return None
    if not all(asked):  # once for all sectors
        return frozenset()
    given = {catalogue.elements[code].sector for s in submissions.values() for code, _ in s.entries}
    return frozenset(given.union(*asked))


def _replaced(
    catalogue: Catalogue,
    dossier: Dossier,
    chosen: Mapping[str, Submission],
    checked: Mapping[str, Submission],
    earlier: history.Earlier,
) -> Iterator[tuple[Submission, Submission, Difference]]:
    prior = None
    for who, new in chosen.items():
        older = [s for s in dossier.submissions if s.respondent == who and s.attempt < new.attempt]
        if older:
            prior = prior or history.prior(catalogue, earlier, dossier.period)
            old = checking.check(catalogue, max(older, key=lambda s: (s.attempt, s.sha256)), prior)
            now = replace(checked[who], entries=migrating.taken(catalogue, new).entries)
            for difference in adjusting.differences(old, now):
                yield old, now, difference


def changes_since_published(results: Results) -> Iterator[tuple[Key, str, str]]:
    """Which figures are no longer what was published, with both, as exact decimal text; empty: no value."""
    if results.dossier.published:
        was, now = results.dossier.published[-1], published(results)
        for before, after in ((was.totals, now.totals), (was.indicators, now.indicators)):
            for key in dict.fromkeys((*before, *after)):
                if before.get(key, "") != after.get(key, ""):
                    yield key, before.get(key, ""), after.get(key, "")


def verdicts_since_published(results: Results) -> Iterator[tuple[str, Verdict | None, Attainment | None]]:
    """Which verdicts are no longer what was published, by target, horizon and area: what it was, and what is now.

    They may change while no figure of the period does: with an earlier period that was corrected, with the plan.
    """
    if results.dossier.published:
        was, now = results.dossier.published[-1].verdicts, {a.key: a for a in results.attainments}
        for key in dict.fromkeys((*was, *now)):
            before, after = was.get(key, ""), now.get(key)
            if before != (after.verdict.value if after else ""):
                yield key, Verdict(before) if before else None, after


def attained_since_published(results: Results) -> Iterator[tuple[Attainment, str, str, str]]:
    """Which figures beside the verdicts are no longer what was published: whose, which, both as exact decimal text.

    An earlier period that was corrected moves them while no figure of the period does, and often no verdict. A row of
    the plan that is new or gone has another verdict; an actual that is a published indicator itself is told of there.
    """
    if results.dossier.published:
        was, told = results.dossier.published[-1].attained, set(changes_since_published(results))
        for a in results.attainments:
            for name, after in _attained(a).items():
                before = was.get((a.key, name), after)
                if before != after and ((a.indicator, a.area), before, after) not in told:
                    yield a, name, before, after


def _attained(a: Attainment) -> dict[str, str]:
    found = {"actual": a.actual, "r": a.r, "needed": a.needed, "target": a.target}
    return {name: exact(value) or "" for name, value in found.items()}


def published(results: Results) -> Published:
    """The figures of a period as they are published: exact decimal text."""
    totals = {key: exact(t.value) or "" if t.counted else "" for key, t in results.totals.items()}
    indicators = {key: exact(a.value) or "" for key, a in results.aggregates.items()}
    verdicts = {a.key: a.verdict.value for a in results.attainments}
    attained = {(a.key, name): value for a in results.attainments for name, value in _attained(a).items()}
    return Published(results.catalogue.edition, totals, indicators, verdicts, attained=attained)


def _waived(dossier: Dossier, submission: Submission | None, who: str, f: Finding) -> Finding:
    """The finding with the department's reason to accept it, if accepted for this submission and these figures."""
    seen = standing.hashes(submission) if submission else {""}
    for d in dossier.decisions:
        if d.kind is DecisionKind.WAIVE and d.respondent == who and d.sha256 in seen:
            same = (d.facts["code"], d.facts["element"], d.facts["unit"]) == (f.code, f.element, f.unit)
            if same and d.facts.get("said", said(f)) == said(f):  # older decisions did not keep what it said
                return replace(f, waived=d.reason)
    return f


def said(f: Finding) -> str:
    """What a finding says of figures and files: it is accepted only as long as it says the same."""
    return "; ".join([f.value, *(f"{name}={f.facts[name]}" for name in _SAYING if name in f.facts)])


_SAYING = ("working", "first", "second", "taken", "previous", "estimate", "adjusted", "files", "units")


def _asked(
    catalogue: Catalogue, period: Period, submissions: Mapping[str, Submission], sectors: frozenset[str] | None
) -> list[str]:
    """The elements of the period: those due, and whatever else was given."""
    asked = catalogue.codes_due(period, sectors).union(code for s in submissions.values() for code, _ in s.entries)
    return [code for code in catalogue.elements if code in asked]


def _checked(
    catalogue: Catalogue, dossier: Dossier, submissions: Iterable[Submission], earlier: history.Earlier
) -> tuple[dict[str, Submission], list[tuple[str, Finding]], frozenset]:
    """Each submission with its findings, the findings across reporters, and what the latter take out."""
    period = dossier.period
    prior = history.prior(catalogue, earlier, period)
    submissions = (limits.decided(catalogue, s) for s in submissions)
    submissions = [adjusting.apply(catalogue, s, dossier.adjustments) for s in submissions]
    known = {u.id for u in catalogue.reporting_units(period)} | {a.code for a in catalogue.agencies}
    for stranger in (s.respondent for s in submissions if s.respondent not in known):
        raise LedgerError("ledger_unit", unit=stranger, period=str(period))
    checked = {s.respondent: checking.check(catalogue, s, prior) for s in submissions}
    findings = [(who, f) for who, s in checked.items() for f in s.findings]
    figures = aggregating.figures_of(catalogue, period, checked.values())
    found, excluded = checking.across(catalogue, figures, prior)
    for finding in found:
        element = catalogue.elements[finding.element]
        findings.append((finding.unit if element.reporter == "local" else element.supplier, finding))
    return checked, findings, frozenset(excluded)


def _ended(catalogue: Catalogue, period: Period, asked: Iterable[str]) -> Iterator[tuple[str, Finding]]:
    """A flow is counted from a unit's own beginning: what units that ended in the year did is in no total of it."""
    ended = catalogue.ended_within(period)
    if ended and any(catalogue.elements[code].nature is Nature.FLOW for code in asked):
        day = max(u.validity.end for u in ended) + timedelta(days=1)
        facts = {"units": ", ".join(u.name for u in ended), "day": vi.day(day)}
        yield catalogue.province.id, catalogue.finding("A07", facts=facts)


def _absent(
    catalogue: Catalogue,
    period: Period,
    submissions: Mapping[str, Submission],
    conflicts: Mapping[str, tuple[Submission, ...]],
    sectors: frozenset[str] | None,
):
    """Who has not sent, and who has sent two different forms as the same attempt."""
    for who in owed(catalogue, period, sectors):
        if who in submissions:
            continue
        if who in conflicts:
            files = ", ".join(s.file for s in conflicts[who])
            yield who, catalogue.finding("A04", facts={"files": files})
        else:
            code = "A01" if who in catalogue.units else "A02"
            facts = {"name": name_of(catalogue, period, who)}
            yield who, catalogue.finding(code, facts=facts)


def _unasked(
    catalogue: Catalogue, period: Period, submissions: Mapping[str, Submission], sectors: frozenset[str] | None
) -> Iterator[tuple[str, Finding]]:
    """Whose ad hoc form asks less than the period does: forms of other sectors were issued, or one replaced another."""
    if period.kind != "D":
        return
    for who, s in submissions.items():
        asked = {slot.key: slot.element for slot in layout.form(catalogue, period, who, sectors).inputs}
        names = dict.fromkeys(e.name for key, e in asked.items() if e.required and key not in s.entries)
        if names:
            yield who, catalogue.finding("A10", facts={"count": len(names), "names": "; ".join(names)})


def name_of(catalogue: Catalogue, period: Period, respondent: str) -> str:
    """The name of a unit or agency on the period's last day."""
    if respondent in catalogue.units:
        return catalogue.units[respondent].name
    agency = catalogue.agency(respondent, period.end)
    return agency.name if agency else respondent


def _positions(catalogue: Catalogue, period: Period) -> Callable[[str], tuple]:
    """By what respondents are sorted: units in their order, then all others by their code."""
    places = {u.id: (0, at) for at, u in enumerate(catalogue.reporting_units(period))}
    return lambda who: places.get(who) or (1, who)


def reconciliation(outcomes: Iterable[FileOutcome]) -> dict[str, int]:
    """How many files were found, and in what they ended: the parts sum to the number found."""
    counts = dict.fromkeys(("found", "used", "rejected", "duplicate", "superseded", "conflict", "skipped"), 0)
    for outcome in outcomes:
        counts["found"] += 1
        counts[outcome.outcome] += 1
    return counts
