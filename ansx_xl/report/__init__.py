"""Results -> the Word reports that leave the department (báo cáo), in the layout of Nghị định 30/2020/NĐ-CP.

The department's report to the People's Committee of the province, and the draft of the committee's report to each
ministry that receives the period's figures. `bound.py` binds every number to its cell of the consolidated workbook,
`material.py` is what a report is made of, `targets.py` and `voices.py` what is said, `letterhead.py` who writes to
whom, `composing.py` puts a document together, `rendering.py` fills the template. Names of officers stand nowhere.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .. import addressing, presenting
from ..book import Book
from ..consolidating import Results
from ..text import slug
from . import letterhead, rendering
from .composing import Document, compose
from .material import Material, Variant, variant_of

__all__ = ["Document", "Variant", "documents", "to_bytes"]

DEPARTMENT, COMMITTEE = "bao-cao-so", "bao-cao-ubnd"
"""Names of the templates, and how the names of the files begin."""
_TAILS = {Variant.MID_TERM: "-so-ket", Variant.WHOLE: "-tong-ket"}


def documents(
    results: Results, today: str, review: bool = False, dated: date | None = None, book: Book | None = None
) -> tuple[Document, ...]:
    """The reports of a consolidated period: the department's, then one draft for each ministry.

    *review* asks for the review of the plan so far (mid-term, or whole once its last year is over). *dated* is the date
    that the documents bear; without it day and month are left blank. *book* is the consolidated workbook where it has
    been laid out already.
    """
    book = book or presenting.book(results, today)
    variant = variant_of(results, review)
    indicators = results.catalogue.indicators
    asked = frozenset(c for c, i in indicators.items() if not results.sectors or i.sector in results.sectors)
    tail = f"{results.period}{_TAILS.get(variant, '')}"
    head = letterhead.of_department(results, dated)
    made = [compose(Material(results, book, variant, asked), head, f"{DEPARTMENT}-{tail}", DEPARTMENT)]
    ministries = letterhead.ministries(results)
    for ministry in ministries:
        own = frozenset(c for c in asked if addressing.concerns(ministry, indicators[c]))
        outward = Material(results, book, variant, own, inward=False)
        if not outward.told:
            continue
        which = "" if len(ministries) == 1 else f"-{slug(ministry.name)}"
        head = letterhead.of_committee(results, ministry, dated)
        made.append(compose(outward, head, f"{COMMITTEE}-{tail}{which}", COMMITTEE))
    return tuple(made)


def to_bytes(document: Document, issued: date, templates: Path | None = None) -> bytes:
    """The document as a .docx; the same document and day always give the same bytes.

    *templates* is a folder with templates of one's own (bao-cao-so.docx, bao-cao-ubnd.docx); those that are not there
    are the program's. Raises AnsxError ("report_template") where a template cannot be filled.
    """
    return rendering.render(document, issued, templates)
