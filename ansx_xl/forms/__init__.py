"""The forms that officers fill: `FormLayout` -> `Book`, one module for each sheet.

Every check of a form is a formula made from the same tree that `checking.py` computes. Inputs enter formulas in one
place only, the hidden sheet, where each becomes a number or nothing; everything else rests on these. Nothing depends on
a macro; only inputs are unlocked.
"""

from __future__ import annotations

from typing import Any

from .. import layout as at
from .. import vi
from ..book import Book
from ..layout import FormLayout
from ..model import Catalogue, Prior
from . import entry, guide, hidden, rates, work
from .frame import Filling, issued_on, respondent_name
from .rates import reference_target
from .returned import annotated, refilled

__all__ = ["Filling", "annotated", "issued_on", "make", "reference_target", "refilled", "respondent_name"]


def make(catalogue: Catalogue, form: FormLayout, prior: Prior, filling: Filling | None = None) -> Book:
    """The form of one respondent, with earlier figures printed beside the inputs.

    >>> from ansx_xl import catalogue, layout
    >>> from ansx_xl.period import Period
    >>> plan = catalogue.load()
    >>> book = make(plan, layout.form(plan, Period.parse("2024"), "105"), Prior())
    >>> [sheet.name for sheet in book.sheets][0], book.value("ready")
    ('Hướng dẫn', 'Chưa đủ điều kiện gửi: còn 49 lỗi')
    """
    filling = filling or Filling()
    sheets = (
        guide.sheet(catalogue, form),
        entry.sheet(catalogue, form, filling),
        *([rates.sheet(catalogue, form, filling)] if form.indicators else []),
        work.sheet(catalogue, form, filling),
        hidden.facts(catalogue, form, prior),
        hidden.workings(catalogue, form, prior),
    )
    names: dict[str, Any] = {at.defined_name(role): role for role in at.IDENTITY}
    names |= {s.name: ("entry", *s.key) for s in form.inputs}
    names |= {at.estimate_name(s): ("estimate", *s.key) for s in form.inputs if s.estimate}
    marked = vi.ILLUSTRATIVE_LONG if catalogue.illustrative else ""
    return Book(sheets, names, title=vi.FORM_TITLE, marked=marked, active=vi.ENTRY, by_mail=True)
