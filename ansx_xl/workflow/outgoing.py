"""What leaves the department, written from the ledger alone, and where any of its figures comes from.

Everything is made in memory first; then every target is looked at, so that nothing is written over which this program
did not write itself as it stands; then each file is put in its place in one step. A list of the files with their
SHA-256 stays beside them: it says what is ours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from .. import cells, machine, ministry, page, patching, pdf, saving, tracing, vi, writing
from ..book import Book
from ..consolidating import Results
from ..errors import AnsxError, WorkbookError
from ..frozen import frozen
from ..ministry import filling
from ..model import Catalogue
from ..period import Period
from ..text import slug
from .folder import LedgerAddress, Progress, quiet, refuse_output
from .gathering import from_ledger

TEMPLATES = "mau-bao-cao"
"""A folder of this name in the working folder has the Word templates of the reports, before the package's own."""

PROGRAM = "ansx"
"""Who made a list of files, in the list itself."""


@frozen
class Written:
    """One file that was written, and what it is for."""

    path: Path
    purpose: str


@frozen(slots=False)
class Exported:
    """What an export wrote, the consolidated workbook first; *notes* is what is still to be done or could not be."""

    folder: Path
    files: tuple[Written, ...]
    notes: tuple[str, ...] = ()

    @property
    def workbook(self) -> Path:
        """The consolidated workbook."""
        return self.files[0].path


@frozen
class _Part:
    """A file to be: its place under the folder, its content, its purpose, and whether it is printed too."""

    name: str
    data: bytes
    purpose: str
    printed: bool = False


def export(
    catalogue: Catalogue,
    period: Period,
    folder: Path,
    ledger: LedgerAddress,
    today: str,
    form: Path | None = None,
    mapping: Path | None = None,
    with_pdf: bool = False,
    progress: Progress = quiet,
    review: bool = False,
) -> Exported:
    """Write everything of a period that is sent or shown, from the ledger alone.

    *form* is a ministry's own workbook, filled as *mapping* says, in a copy; *review* makes the reports look back over
    the years of the plan. Reports take the templates of a folder `mau-bao-cao` here, if there is one. Raises AnsxError
    ("nothing_sent") where nobody has sent, ("export_foreign") where a file stands in the way that is not as this
    program wrote it; nothing is written then.
    """
    folder = Path(folder)
    if (form is None) != (mapping is None):
        raise AnsxError("export_pair")
    results = _sent(catalogue, period, ledger)
    refuse_output(folder / vi.CONSOLIDATED_FILE.format(period=period), ledger=ledger)
    parts = list(_parts(results, today, form, mapping, review, progress))
    printed = [p for p in parts if p.printed] if with_pdf else []
    office = pdf.office() if printed else ""
    pdfs = [Path(p.name).with_suffix(".pdf") for p in printed] if office else []
    list_name = vi.LIST_FILE.format(period=period)
    _refuse_foreign(folder, list_name, parts, pdfs)
    for part in parts:
        saving.save(part.data, folder / part.name)
    files = [Written(folder / p.name, p.purpose) for p in parts]
    saving.save(_list(results, folder, files), folder / list_name)
    if pdfs:
        progress(vi.PDF_STEP)
        made = pdf.convert([folder / p.name for p in printed])
        files += [Written(path, vi.PURPOSE["pdf"].format(file=Path(p.name).name)) for path, p in zip(made, printed)]
        saving.save(_list(results, folder, files), folder / list_name)
    files.append(Written(folder / list_name, vi.PURPOSE["list"]))
    notes = [] if office or not printed else [vi.error("no_office", {})]
    if form is not None and patching.has_formulas(form.read_bytes()):
        notes.append(vi.RECALCULATE.format(file=_filled_name(form, period)))
    if form is not None and results.provisional:
        notes.append(vi.FILLED_IN_PART.format(file=_filled_name(form, period)))
    return Exported(folder, tuple(files), tuple(notes))


def trace(catalogue: Catalogue, period: Period, code: str, area: str, ledger: LedgerAddress) -> tracing.Trace:
    """Where a figure of a period comes from; raises AnsxError ("nothing_sent") where nobody has sent."""
    return tracing.trace(_sent(catalogue, period, ledger), code, area)


def _sent(catalogue: Catalogue, period: Period, ledger: LedgerAddress) -> Results:
    results = from_ledger(catalogue, period, ledger)
    if results is None:
        raise AnsxError("nothing_sent", period=vi.period(period))
    return results


# --- the files ------------------------------------------------------------------------------------------------------


def _parts(
    results: Results, today: str, form: Path | None, mapping: Path | None, review: bool, progress: Progress
) -> Iterator[_Part]:
    period, issued = results.period, results.period.end
    filled = _filled(results, form, mapping) if form and mapping else None  # its faults first: it is the quickest
    progress(vi.CONSOLIDATED.format(period=vi.period(period)))
    book = ministry.consolidated(results, today)
    name = vi.CONSOLIDATED_FILE.format(period=period)
    yield _Part(name, writing.to_bytes(book, issued), vi.PURPOSE["consolidated"])
    for receiver in ministry.receivers(results):
        sheets = ministry.book(results, receiver)
        if sheets is None:
            continue
        name = vi.SHEETS_FILE.format(receiver=slug(receiver.name), period=period)
        purpose = vi.PURPOSE["sheets"].format(receiver=receiver.name)
        yield _Part(name, writing.to_bytes(sheets, issued), purpose, printed=True)
    if filled is not None:
        yield _Part(_filled_name(form, period), filled, vi.PURPOSE["filled"], printed=True)
    progress(vi.REPORT_STEP)
    yield from _reports(results, today, book, review)
    yield _Part(vi.PAGE_FILE.format(period=period), page.make(results, today).encode(), vi.PURPOSE["page"])
    data = vi.DATA_FOLDER.format(period=period)
    purposes = {r.file: vi.PURPOSE[r.name] for r in machine.RESOURCES} | {machine.DESCRIPTION: vi.PURPOSE["package"]}
    for name, content in machine.package(results, today).items():
        yield _Part(f"{data}/{name}", content, purposes[name])


def _reports(results: Results, today: str, book: Book, review: bool) -> Iterator[_Part]:
    from .. import report

    own = Path(TEMPLATES)
    for document in report.documents(results, today, review, book=book):
        data = report.to_bytes(document, results.period.end, own if own.is_dir() else None)
        yield _Part(f"{document.name}.docx", data, vi.PURPOSE[document.template], printed=True)


def _filled(results: Results, form: Path, mapping: Path) -> bytes:
    """The ministry's own form with the period's figures in it."""
    try:
        text = mapping.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise AnsxError("mapping_encoding", file=str(mapping)) from None
    except OSError:
        raise AnsxError("no_file", file=str(mapping)) from None
    try:
        data = cells.snapshot(form)
        contents = filling.contents(results, cells.read(data), text, mapping.name, patching.scales(data))
        return patching.patch(data, contents)
    except WorkbookError as fault:
        raise AnsxError("form_unread", file=str(form), reason=vi.error(fault.code, fault.facts)) from fault


def _filled_name(form: Path, period: Period) -> str:
    return vi.FILLED_FILE.format(form=form.stem, period=period)


# --- what is ours ---------------------------------------------------------------------------------------------------


def _refuse_foreign(folder: Path, list_name: str, parts: list[_Part], pdfs: Iterable[Path]) -> None:
    """Stop where a file would be written over that is not exactly what an export put there.

    The consolidated workbook is only ever a workbook over a workbook (`refuse_output`): `ansx consolidate` writes it
    too.
    """
    ours = _known(folder / list_name)
    wanted = [(part.name, hashlib.sha256(part.data).hexdigest()) for part in parts[1:]]
    wanted += [(str(path), "") for path in pdfs]
    foreign = []
    for name, new in wanted:
        path = folder / name
        if path.exists() and (not path.is_file() or _hash(path) not in (new, ours.get(Path(name).as_posix()))):
            foreign.append(name)
    if (folder / list_name).exists() and not ours:
        foreign.append(list_name)
    if foreign:
        raise AnsxError("export_foreign", files=", ".join(foreign))


def _known(path: Path) -> dict[str, str]:
    """The files that an earlier export of the period wrote, by their names, with their SHA-256."""
    try:
        listed = json.loads(path.read_text("utf-8"))
        return {each["file"]: each["sha256"] for each in listed["files"]} if listed["program"] == PROGRAM else {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _list(results: Results, folder: Path, files: list[Written]) -> bytes:
    listed = [
        {"file": f.path.relative_to(folder).as_posix(), "purpose": f.purpose, "sha256": _hash(f.path)} for f in files
    ]
    whole = {
        "program": PROGRAM,
        "period": str(results.period),
        "edition": results.catalogue.edition,
        "illustrative": results.catalogue.illustrative,
        "files": listed,
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
