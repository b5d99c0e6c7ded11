"""Who sends what to whom, and on what grounds, as it is on a day. Pure: names are data and come from the catalogue.

The day is the period's last one: up to 28/02/2025 there is one ministry, after that one for each part of its work. The
sheets for the ministries, the reports and their Nơi nhận all ask here, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from . import vi
from .frozen import frozen
from .model import Catalogue, Element, Indicator, Recipient, Report, Validity

ALL = "all"
ALWAYS = Validity()


@frozen
class Plan:
    """The plan that is reported on: number and date are empty until the department has filled them in."""

    title: str
    short: str
    number: str
    day: str
    issued_by: str


@frozen
class Address:
    """One outgoing paper: its sender, whom it is addressed to, who signs, and what stands under Căn cứ and Nơi nhận.

    `above` is the body over the sender, empty where there is none. `signer` are the lines over the signature. The last
    line of `copies` says where the paper is filed; neither dash nor full stop is part of a line.
    """

    report: Report
    sender: str
    above: str
    place: str
    province: str
    signer: tuple[str, ...]
    receivers: tuple[Recipient, ...]
    copies: tuple[str, ...]
    grounds: tuple[str, ...]
    plan: Plan


def ministries(catalogue: Catalogue, day: date) -> tuple[Recipient, ...]:
    """The ministries that receive the consolidated sheets on *day*, in catalogue order."""
    return received(catalogue, Report.MINISTRY, day)


def received(catalogue: Catalogue, report: Report, day: date) -> tuple[Recipient, ...]:
    """Everybody listed for a kind of report on *day*."""
    return tuple(r for r in catalogue.recipients if r.report == report and day in r.validity)


def concerns(recipient: Recipient, thing: Indicator | Element) -> bool:
    """Whether an indicator or a data element is for this recipient: of its sectors, and of what it is sent of them."""
    inside = recipient.sectors == (ALL,) or thing.sector in recipient.sectors
    return inside and (not recipient.only or thing.code in recipient.only)


def address(catalogue: Catalogue, day: date, report: Report) -> Address:
    """How a paper stands on *day*.

    `ministry`: the sheets, sent by the lead agency; `province`: the report of UBND tỉnh to the ministries, with its
    copies; `department`: the lead agency's report to UBND tỉnh.

    >>> from .catalogue import load
    >>> plan = load()
    >>> [r.name for r in address(plan, date(2025, 2, 28), Report.MINISTRY).receivers]
    ['Bộ Lao động - Thương binh và Xã hội']
    >>> address(plan, date(2025, 3, 1), Report.DEPARTMENT).sender
    'Sở Nội vụ'
    """
    by_province = report is Report.PROVINCE
    body = catalogue.setting("issuing_body", day)
    to = received(catalogue, Report.DEPARTMENT if report is Report.DEPARTMENT else Report.MINISTRY, day)
    others = received(catalogue, Report.PROVINCE, day) if by_province else ()
    filed = catalogue.setting("filed_province" if by_province else "filed_department", day)
    title = catalogue.setting("province_signer_title" if by_province else "sender_title", day)
    return Address(
        report=report,
        sender=body if by_province else catalogue.setting("lead_agency", day),
        above="" if by_province else body,
        place=catalogue.setting("place_name", day),
        province=catalogue.setting("province_name", day),
        signer=_parts(title, "/"),
        receivers=to,
        copies=tuple(vi.copy_line(r.short or r.name, r.purpose) for r in (*to, *others)) + (vi.filed_line(filed),),
        grounds=_grounds(catalogue, day, to),
        plan=Plan(
            catalogue.setting("plan_title", day),
            catalogue.setting("plan_short", day),
            catalogue.setting("plan_number", day),
            catalogue.setting("plan_date", day),
            body,
        ),
    )


def _grounds(catalogue: Catalogue, day: date, receivers: Iterable[Recipient]) -> tuple[str, ...]:
    """The documents that the plan and the duty to report rest on, each once."""
    listed = [catalogue.setting(key, day) for key in ("legal_basis_plan", "legal_basis_reporting")]
    found = [part for text in listed for part in _parts(text, ";")]
    return tuple(dict.fromkeys([*found, *(r.basis for r in receivers if r.basis)]))


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())
