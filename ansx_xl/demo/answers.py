"""The two papers of the practice folder: what is in it (doc-truoc.md), and the planted mistakes (dap-an.md)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .. import layout, vi, workflow
from ..consolidating import Results, name_of
from ..saving import save
from ..text import decimal_of
from .folder import texts
from .mistakes import Mistake
from .province import read as read_province

README, ANSWERS = "doc-truoc.md", "dap-an.md"


def write(target: Path, practice: Results, planted: Iterable[Mistake], periods: Iterable[str], blank: str) -> None:
    """Write both papers into the practice folder."""
    facts = {
        "units": len(practice.catalogue.reporting_units(practice.period)),
        "periods": ", ".join(periods),
        "blank": blank,
        "practice": str(practice.period),
        "folder": target.name,
    }
    save(texts()["readme"].format(**facts).encode(), target / README)
    save(_answers(practice, tuple(planted)).encode(), target / ANSWERS)


def _answers(practice: Results, planted: tuple[Mistake, ...]) -> str:
    told = texts()["answers"]
    cells = [_cell_row(practice, m) for m in planted if not m.is_file]
    files = [_file_row(practice, m) for m in planted if m.is_file]
    head = told["head"].format(practice=practice.period)
    return head + told["cells"] + _rows(cells) + told["files"] + _rows(files)


def _rows(rows: Iterable[list[str]]) -> str:
    return "".join(f"| {' | '.join([str(n), *row])} |\n" for n, row in enumerate(rows, start=1))


def _cell_row(practice: Results, mistake: Mistake) -> list[str]:
    catalogue, period = practice.catalogue, practice.period
    told = texts()["answers"]
    slot = layout.form(catalogue, period, mistake.sender).by_key[mistake.key]
    right = read_province(catalogue).figures(period)[mistake.key]
    unit = catalogue.units[mistake.unit].name
    return [
        workflow.form_file_name(catalogue, period, mistake.sender),
        f"{vi.ENTRY}!{layout.address(slot.row, slot.col)}",
        f"{slot.element.name} ({unit})",
        vi.number(right),
        f"`{typed(practice, mistake) or told['empty']}`",
        mistake.what,
        mistake.why,
        mistake.codes,
        told["not_counted" if mistake.excluded == "yes" else "counted"],
        mistake.fix,
    ]


def typed(practice: Results, mistake: Mistake) -> str:
    """What stands in the cell, as a person sees it."""
    for _, finding in practice.findings:
        if (finding.element, finding.unit) == mistake.key and finding.value.startswith("="):
            return finding.value
    entry = practice.figures.entries[mistake.key]
    stored = decimal_of(entry.raw) if finds_number(mistake) else None
    return entry.raw if stored is None else vi.number(stored)


def finds_number(mistake: Mistake) -> bool:
    """Whether a true number was typed, which Excel shows the Vietnamese way; a text is shown as it is."""
    return mistake.kind in ("thousandfold", "lost_zeros", "second_half", "above", "swap")


def _file_row(practice: Results, mistake: Mistake) -> list[str]:
    catalogue, period = practice.catalogue, practice.period
    file = mistake.file_name(workflow.form_file_name(catalogue, mistake.meant(period), mistake.sender))
    found = vi.OUTCOME.get(mistake.outcome, "") if mistake.outcome else mistake.codes
    return [
        name_of(catalogue, period, mistake.sender),
        f"`{file}`" if file else texts()["answers"]["no_file"],
        mistake.what,
        mistake.why,
        found,
        mistake.fix,
    ]
