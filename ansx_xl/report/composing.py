"""One report, whole, before it is written: texts whose figures are bound, in the order in which they are read."""

from __future__ import annotations

from .. import vi
from ..attainment import Attainment
from ..frozen import frozen
from ..model import Verdict
from ..presenting.common import once
from ..vi import report as words
from . import tables, targets, voices
from .bound import Origin, Quote, Text, catalogued, joined, say, text
from .letterhead import Letterhead
from .material import Material, Variant, plan_years
from .tables import Count, FocusRow, TableRow
from .voices import Line, Part, WorkRow


@frozen(slots=False)
class Document:
    """What the template is filled with: its tags are the names of these fields."""

    name: str
    template: str
    head: Letterhead
    subject: tuple[Text, ...]
    opening: Text
    closing: Text
    mark: str
    provisional: str
    summary: tuple[Text, ...]
    counts: tuple[Count, ...]
    focus: tuple[FocusRow, ...]
    work: Text
    done: tuple[Line, ...]
    sectors: tuple[Part, ...]
    results: tuple[Line, ...]
    good: tuple[Line, ...]
    below: tuple[Part, ...]
    unjudged: tuple[Line, ...]
    shortcomings: tuple[Line, ...]
    causes: tuple[Line, ...]
    directions: tuple[Line, ...]
    remedies: tuple[Line, ...]
    proposals: tuple[Line, ...]
    columns: dict[str, str]
    table: tuple[TableRow, ...]
    footnotes: tuple[Text, ...]
    tasks: tuple[WorkRow, ...]


def compose(m: Material, head: Letterhead, name: str, template: str) -> Document:
    """The content of one report from its material and letterhead."""
    spoken = Quote(_period_words(m), Origin.PERIOD)
    period = say(words.PERIOD_SPAN, years=spoken) if m.review else spoken
    below = targets.below(m)
    return Document(
        name=name,
        template=template,
        head=head,
        subject=_subject(m),
        opening=say(words.OPENING, plan=head.plan, sender=head.speaker, period=period),
        closing=say(words.CLOSING, period=period, sender=head.speaker, addressee=head.addressee),
        mark=vi.ILLUSTRATIVE_LONG if m.results.catalogue.illustrative else "",
        provisional=words.PROVISIONAL_BOX if m.results.provisional else "",
        summary=tuple(_summary(m)),
        counts=tuple(tables.counts(m)),
        focus=tuple(tables.focus(m)),
        work=voices.work_counts(m),
        done=voices.work_done(m),
        sectors=tuple(_sectors(m)),
        results=voices.narrative(m, "results"),
        good=tuple(Line(targets.reached(m, a)) for a in targets.good(m)),
        below=tuple(_below(m, a) for a in below),
        unjudged=tuple(Line(targets.why_unjudged(m, a)) for a in targets.unjudged(m)),
        shortcomings=voices.narrative(m, "shortcomings"),
        causes=voices.narrative(m, "causes"),
        directions=voices.narrative(m, "directions"),
        remedies=voices.remedies(m, below, targets.name_of),
        proposals=voices.narrative(m, "proposals"),
        columns=_columns(m),
        table=tuple(tables.table(m)),
        footnotes=_footnotes(m),
        tasks=voices.work_table(m) if m.inward else (),
    )


def _period_words(m: Material) -> str:
    if m.review:
        first, last = plan_years(m.results)
        return words.SPAN.format(first=first, last=last)
    if m.variant is Variant.AD_HOC:
        return words.UNTIL.format(day=vi.day(m.results.period.end))
    return vi.period(m.results.period)


def _subject(m: Material) -> tuple[Text, ...]:
    """The title's lines below the word for report."""
    catalogue, period = m.results.catalogue, m.results.period
    spoken = Quote(vi.period(period), Origin.PERIOD)
    span = Quote(_period_words(m), Origin.PERIOD)
    names = joined(catalogued(s.name) for s in catalogue.sectors if s.code in m.told)
    match m.variant:
        case Variant.AD_HOC:
            lines = [say(words.SUBJECT_AD_HOC, period=span), say(words.SUBJECT_AD_HOC_KIND, sectors=names)]
        case Variant.MID_TERM:
            lines = [say(words.SUBJECT_MID_TERM, years=span), say(words.SUBJECT_FIGURES, period=spoken)]
        case Variant.WHOLE:
            lines = [say(words.SUBJECT_WHOLE, years=span)]
        case _:
            lines = [say(words.SUBJECT, period=spoken)]
    if m.variant is not Variant.AD_HOC and not m.whole:
        lines.append(say(words.SUBJECT_SECTORS, sectors=names))
    return (*lines, say(words.SUBJECT_PLAN, plan=catalogued(catalogue.setting("plan_short", period.end))))


def _summary(m: Material):
    """What a head of department must know, in three sentences."""
    results = m.results
    counted = [c for c in tables.counts(m) if c.count.keys]
    if counted:
        total = m.bind.tally(m.cell(a, "verdict") for a in m.due)
        parts = joined(say(words.COUNT_PART, count=c.count, verdict=c.words) for c in counted)
        yield say(words.TARGETS_COUNTED, total=total, parts=parts)
    else:
        yield text(words.NONE_DUE)
    waiting = [m.cell(a, "verdict") for a in m.main if a.verdict is Verdict.NOT_DUE]
    sent = [who for who in results.expected if who in results.submissions]
    of = m.bind.tally((vi.SENT, who, "number") for who in results.expected)
    have = m.bind.tally((vi.SENT, who, "attempt") for who in sent)
    missing = m.names(who for who in results.expected if who not in results.submissions)
    coverage = say(words.SENT_PART, sent=have, of=of, missing=missing) if missing else say(words.SENT_ALL, of=of)
    not_due = say(words.NOT_YET_DUE, count=m.bind.tally(waiting)) if waiting else None
    yield joined([not_due, coverage], " ")


def _sectors(m: Material):
    shown = [s for s in m.results.catalogue.sectors if s.code in m.told]
    parts = [(s, tuple(map(Line, targets.of_sector(m, s.code)))) for s in shown]
    for number, (sector, lines) in enumerate((p for p in parts if p[1]), start=1):
        title = text(Quote(f"{number}. ", Origin.ORDER), catalogued(sector.name))
        yield Part(title, lines)


def _below(m: Material, a: Attainment) -> Part:
    """One target that is behind, the units that account for it, and why, as they say."""
    units = targets.focus_of(m, a)
    by_units = say(words.FOCUS_UNITS, units=units) if units else None
    title = joined([targets.gap_of(m, a), by_units], "; ")
    return Part(text(title, "."), voices.causes(m, a))


def _columns(m: Material) -> dict[str, str]:
    swapped = {"before": words.REVIEW_BEFORE, "percent": words.REVIEW_PERCENT} if m.review else {}
    return words.TABLE_COLUMNS | swapped


def _footnotes(m: Material) -> tuple[Text, ...]:
    """What must be said of definitions and assumptions of the targets shown, each with the rows that it is about."""
    plan, shown = m.results.catalogue.targets, [a for a in m.rows if a.verdict is not Verdict.NOT_DUE]
    said = once((note, a.key) for a in shown for note in (*a.footnotes, plan[a.target_id].assumption))
    places = tables.numbers(m)
    found = []
    for note, keys in said.items():
        numbers = [places[key] for key in keys if key in places]
        rows = Quote(vi.row_numbers(numbers), Origin.ORDER)
        found.append(say(vi.NOTE_ON_ROWS, rows=rows, note=catalogued(note)) if numbers else text(catalogued(note)))
    return tuple(found)
