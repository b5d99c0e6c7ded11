"""What the officer chose on the panel: period and folders; and the status line below."""

from __future__ import annotations

import contextlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from .. import vi
from ..errors import AnsxError
from ..frozen import frozen
from ..layout import workbook as at
from ..period import Period
from ..text import clean
from .session import Session


@frozen(slots=False)
class Desk:
    """The panel as read: folders are absolute."""

    period: Period
    inbox: Path
    output: Path


def read(session: Session) -> Desk:
    """The inputs of the panel; raises AnsxError with the one that is missing or wrong."""
    given = {role: session.cell(at.panel_name(role)).value for role in at.P_INPUTS}
    return Desk(
        period=period_of(given["year"], given["kind"], given["day"]),
        inbox=_folder(session, "inbox", given["inbox"]),
        output=_folder(session, "output", given["output"]),
    )


def period_of(year: Any, kind: Any, day: Any) -> Period:
    """The period that year, kind and day mean.

    >>> str(period_of(2024.0, "Quý III", None)), str(period_of(2024, "Đột xuất", datetime(2024, 7, 15)))
    ('2024-Q3', '2024-07-15')
    """
    words = clean(str(kind or ""))
    if words not in vi.PERIOD_KINDS:
        raise AnsxError("panel_kind", text=words)
    code = vi.PERIOD_KINDS[words]
    if not code:
        if not isinstance(day, date):
            raise AnsxError("panel_day")
        return Period.parse(f"{day:%Y-%m-%d}")
    number = year if isinstance(year, (int, float)) else clean(str(year or ""))
    text = str(int(number)) if isinstance(number, (int, float)) and number == int(number) else str(number)
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise AnsxError("panel_year", text=text)
    return Period.parse(code.format(year=text))


def _folder(session: Session, role: str, typed: Any) -> Path:
    words = clean(str(typed or "")).strip('"')
    if not words:
        raise AnsxError("panel_folder", name=vi.PANEL_INPUTS[role][0])
    return (session.folder / Path(words).expanduser()).resolve()


def status(session: Session, sentence: str) -> None:
    """Write the status line of the panel: its cell is open, so that no protection has to be lifted."""
    session.cell(at.panel_name("status")).value = sentence


def print_area(session: Session, respondents: int) -> None:
    """Let the panel be printed as far as it is filled; a machine without a printer refuses, and prints nothing."""
    setup, wanted = session.sheet(vi.PANEL).page_setup, at.panel_print_area(respondents)
    with contextlib.suppress(Exception):
        if setup.print_area != wanted:
            setup.print_area = wanted


def day_of(iso: str) -> str:
    return vi.day(datetime.fromisoformat(iso).date())
