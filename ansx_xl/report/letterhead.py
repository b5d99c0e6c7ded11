"""Who writes to whom: letterhead, legal grounds, recipients and signing block, as they are on the period's last day."""

from __future__ import annotations

from datetime import date

from .. import addressing
from ..addressing import Address
from ..consolidating import Results
from ..frozen import frozen
from ..model import Recipient, Report
from ..vi import report as words
from .bound import Origin, Quote, Text, catalogued, say, text


@frozen
class Letterhead:
    """Everything of a document that is not its content. `signers` are the lines above the signature."""

    above: tuple[Text, ...]
    sender: tuple[Text, ...]
    symbol: str
    date_line: Text
    annexed: Text
    addressee: Text
    grounds: tuple[Text, ...]
    plan: Text
    signers: tuple[Text, ...]
    copies: tuple[Text, ...]
    speaker: Text
    draft: str = ""


def of_department(results: Results, dated: date | None) -> Letterhead:
    """The lead agency writes to the province's People's Committee."""
    paper = _address(results, Report.DEPARTMENT)
    above = (text(catalogued(words.short_body(paper.above).upper())),)
    sender = tuple(text(catalogued(line)) for line in words.body_lines(paper.sender))
    return _letterhead(results, paper, dated, paper.receivers, above, sender, words.agency_symbol(paper.sender))


def of_committee(results: Results, ministry: Recipient, dated: date | None) -> Letterhead:
    """The province's People's Committee writes to a ministry; a draft until it is signed."""
    paper = _address(results, Report.PROVINCE)
    sender = tuple(text(catalogued(line)) for line in words.body_lines(paper.sender))
    return _letterhead(results, paper, dated, (ministry,), (), sender, words.COMMITTEE, words.DRAFT)


def ministries(results: Results) -> tuple[Recipient, ...]:
    """The ministries that receive the period's figures."""
    return addressing.ministries(results.catalogue, results.period.end)


def _address(results: Results, report: Report) -> Address:
    return addressing.address(results.catalogue, results.period.end, report)


def _letterhead(
    results: Results,
    paper: Address,
    dated: date | None,
    receivers: tuple[Recipient, ...],
    above: tuple[Text, ...],
    sender: tuple[Text, ...],
    agency: str,
    draft: str = "",
) -> Letterhead:
    others = [r for r in paper.receivers if r not in receivers]
    elsewhere = {r.basis for r in others if r.basis} - {r.basis for r in receivers}
    # The copies begin with one line for each receiver; a paper to one ministry names no other.
    lines = zip(paper.receivers, paper.copies)
    copies = [c for r, c in lines if r in receivers] + list(paper.copies[len(paper.receivers) :])
    symbol = words.REPORT_SYMBOL.format(agency=agency)
    speaker = text(catalogued(paper.sender))
    return Letterhead(
        above=above,
        sender=sender,
        symbol=symbol,
        date_line=_date_line(results, paper, dated),
        annexed=_annexed(results, dated, symbol, speaker),
        addressee=text(catalogued(", ".join(r.name for r in receivers) or paper.above)),
        grounds=_grounds([g for g in paper.grounds if g not in elsewhere]),
        plan=_plan(paper),
        signers=tuple(text(catalogued(line)) for line in paper.signer),
        copies=tuple(text("- ", catalogued(c), "." if i == len(copies) else ";") for i, c in enumerate(copies, 1)),
        speaker=speaker,
        draft=draft,
    )


def _plan(paper: Address) -> Text:
    """The plan that is reported on; with its number and date where the department has filled them in."""
    plan = paper.plan
    if not plan.number:
        return text(catalogued(plan.title))
    return text(catalogued(words.numbered_plan(plan.title, plan.number, plan.day, plan.issued_by)))


def _grounds(documents: list[str]) -> tuple[Text, ...]:
    """Each ends with a semicolon, the last with a full stop."""
    last = len(documents) - 1
    forms = (words.GROUND_LAST if i == last else words.GROUND for i in range(len(documents)))
    return tuple(say(form, document=catalogued(d)) for form, d in zip(forms, documents))


def _day(results: Results, dated: date | None) -> dict[str, Quote]:
    """Day, month and year; day and month are blank until the document is dated."""
    # A report on a period that closes its year is written in the next.
    year = dated.year if dated else results.period.year + (1 if results.period.closes_year else 0)
    shown = {
        "day": words.day_part(dated.day) if dated else words.BLANK_DAY,
        "month": words.month_part(dated.month) if dated else words.BLANK_DAY,
        "year": str(year),
    }
    return {name: Quote(part, Origin.PERIOD) for name, part in shown.items()}


def _date_line(results: Results, paper: Address, dated: date | None) -> Text:
    return say(words.DATE_LINE, place=catalogued(paper.place), **_day(results, dated))


def _annexed(results: Results, dated: date | None, symbol: str, sender: Text) -> Text:
    """Which report an annex belongs to."""
    facts = {"number": words.BLANK_NUMBER, "symbol": symbol, "sender": sender}
    return say(words.ANNEX_TO, **facts, **_day(results, dated))
