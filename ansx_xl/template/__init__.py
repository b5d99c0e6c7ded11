"""template.xlsm, the provincial workbook: panel and buttons, the result sheets still empty, entry, examples, guide.

XlsxWriter alone writes it, with the VBA project that `python -m macros.build` made from macros/, and the ribbon. The
set of sheets and their names in VBA are fixed: every sheet has its module in the project.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .. import vi, writing
from ..book import Book
from ..catalogue import default_folder
from ..layout import workbook as at
from ..model import Catalogue
from ..zipping import zipped
from . import correcting, entry, lookup, packing, panel, pictures, results, words
from .naming import code_name

__all__ = ["code_name", "code_names", "make", "to_bytes"]

SHEETS = (
    vi.PANEL,
    vi.ATTAINMENT,
    vi.SENT,
    vi.FINDINGS,
    vi.DATA,
    vi.TOTALS,
    vi.WORKING,
    vi.WORK,
    vi.NARRATIVES,
    vi.ADJUSTMENTS,
    vi.TRAIL,
    vi.PICTURES,
    vi.MINISTRY,
    vi.ENTRY,
    vi.CORRECTING,
    vi.LOOKUP,
    vi.GUIDE,
    vi.CONF,
    vi.WORDS_SHEET,
)
PROJECT, RIBBON = "vbaProject.bin", "customUI14.xml"
_MADE_FOR = date(2024, 12, 31)
"""The date in the file's properties: fixed, so that two builds are the same file."""


def code_names() -> dict[str, str]:
    """Every sheet of the workbook, in its order, with its name in VBA."""
    return {sheet: code_name(sheet) for sheet in SHEETS}


def make(catalogue: Catalogue, macros: bytes = b"") -> Book:
    """The workbook before it is written."""
    tables = results.sheets(catalogue)
    sheets = (
        panel.sheet(catalogue),
        *tables[:-1],
        pictures.sheet(catalogue),
        tables[-1],
        entry.sheet(catalogue),
        correcting.sheet(catalogue),
        lookup.sheet(catalogue),
        words.guide(),
        words.conf(),
        words.hidden(catalogue),
    )
    names = {at.panel_name(role): ("panel", role) for role in (*at.P_INPUTS, "status")}
    names |= {at.entry_name(role): ("entry", role) for role in (*at.E_INPUTS, "table")}
    names |= {name: ("words", role) for role, name in at.WORDS_NAMES.items()}
    marked = vi.ILLUSTRATIVE_LONG if catalogue.illustrative else ""
    return Book(sheets, names, title=vi.PANEL_TITLE, marked=marked, active=vi.PANEL, macros=macros)


def to_bytes(catalogue: Catalogue, project: bytes = b"") -> bytes:
    """The file: the workbook with its VBA project (another may be given) and the ribbon."""
    folder = default_folder()
    macros = project or Path(folder / PROJECT).read_bytes()
    parts = writing.parts(make(catalogue, macros), _MADE_FOR)
    return zipped(packing.with_ribbon(parts, Path(folder / RIBBON).read_bytes()), small=True)
