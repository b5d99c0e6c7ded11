"""Realistic mistakes, planted in the received forms of one period: each a small named change, listed with its finding.

data/demo/mistakes.yaml says who makes which, what finds it, and what a person should learn from it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from decimal import Decimal

from .. import rules, vi
from ..book import Content
from ..forms import Filling
from ..frozen import frozen
from ..layout import FormLayout
from ..model import Key, Prior
from ..period import Period
from .folder import plain, texts

_FILE = "file "
_FORM = re.compile(r"\{form(?::([0-9]{4}))?\}")
"""In the name of a file: that of the sender's form, of this period or of a year."""


@frozen
class Mistake:
    """One planted mistake: of a cell, or (where the change begins with "file") of sending."""

    name: str
    sender: str
    change: str
    what: str
    why: str
    fix: str
    codes: str = ""
    element: str = ""
    unit: str = ""
    excluded: str = "no"
    file: str = ""
    outcome: str = ""

    @property
    def key(self) -> Key:
        return (self.element, self.unit)

    @property
    def is_file(self) -> bool:
        return self.change.startswith(_FILE)

    @property
    def kind(self) -> str:
        return self.change.removeprefix(_FILE).split()[0]

    @property
    def arguments(self) -> list[str]:
        return self.change.removeprefix(_FILE).split()[1:]

    @property
    def replaces_form(self) -> bool:
        """Whether the right form does not arrive at all."""
        return self.is_file and self.kind in ("password", "none")

    def meant(self, period: Period) -> Period:
        """The period of the form that is sent: the one asked for, or the year that the file's name says."""
        found = _FORM.search(self.file)
        return Period(int(found[1])) if found and found[1] else period

    def file_name(self, form: str) -> str:
        """The name under which the file lies in the inbox; *form* is the name of the form that is meant."""
        return _FORM.sub(lambda _: form, self.file)


def read() -> tuple[Mistake, ...]:
    """The mistakes of data/demo/mistakes.yaml."""
    known = {f.name for f in fields(Mistake)}
    return tuple(Mistake(**{k: v for k, v in row.items() if k in known}) for row in plain("mistakes.yaml"))


# --- in cells
def _amount(entries: Mapping[Key, Content], key: Key) -> Decimal:
    amount = entries[key]
    return amount if isinstance(amount, Decimal) else Decimal(0)


def _above(entries: Mapping[Key, Content], key: Key, _prior: Prior, _measure: str, whole: str) -> Decimal:
    return _amount(entries, (whole, key[1])) + 3


def _formula(_entries: Mapping[Key, Content], key: Key, _prior: Prior, _measure: str, *codes: str) -> rules.Expr:
    return rules.total([rules.ref(("entry", code, key[1])) for code in codes])


CHANGES: Mapping[str, Callable[..., Content]] = {
    "written": lambda entries, key, *_: vi.number(_amount(entries, key)),
    "with_measure": lambda entries, key, _prior, measure: f"{vi.number(_amount(entries, key))} {measure}",
    "thousandfold": lambda entries, key, *_: _amount(entries, key) * 1000,
    "lost_zeros": lambda entries, key, *_: _amount(entries, key) / 1000,
    "second_half": lambda entries, key, prior, *_: _amount(entries, key) - prior.previous[key],
    "blank": lambda *_: None,
    "x": lambda *_: "x",
    "not_collected": lambda *_: "…",
    "above": _above,
    "formula": _formula,
    "swap": lambda entries, key, _prior, _measure, other: entries[other, key[1]],
}
"""What is typed in place of the right figure: (entries, key, earlier figures, measure, arguments) -> content."""


def spoil(planted: Iterable[Mistake], form: FormLayout, right: Filling, prior: Prior) -> Filling:
    """A filled form with the mistakes of its respondent."""
    mine = [m for m in planted if m.sender == form.respondent]
    entries = dict(right.entries)
    for mistake in mine:
        if mistake.is_file:
            continue
        measure = form.by_key[mistake.key].element.measure
        change = CHANGES[mistake.kind]
        entries[mistake.key] = change(right.entries, mistake.key, prior, measure, *mistake.arguments)
        if mistake.kind == "swap":
            entries[mistake.arguments[0], mistake.unit] = right.entries[mistake.key]
    second = {"attempt": 2} if any(m.is_file and m.kind == "first_attempt" for m in mine) else {}
    return replace(right, entries=entries, identity={**right.identity, **second})


def first_attempt(mistake: Mistake, form: FormLayout, corrected: Filling) -> Filling:
    """The form as it was sent first: one figure lacks its last digit."""
    key = (mistake.arguments[0], form.respondent)
    entries = {**corrected.entries, key: _amount(corrected.entries, key) // 10}
    return replace(corrected, entries=entries, identity={**corrected.identity, "attempt": 1})


# --- files that are no forms
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def _old_file(stream: str) -> bytes:
    """The look of an old Office container with one stream; no program can open it."""
    return _OLE + bytes(1016) + stream.encode("utf-16-le") + bytes(1024)


def _workbook() -> bytes:
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    for row, line in enumerate(texts()["own_list"]):
        sheet.write_row(row, 0, line)
    book.close()
    return target.getvalue()


def _letter() -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraph = f"<w:p><w:r><w:t>{texts()['letter']}</w:t></w:r></w:p>"
    body = f'<w:document xmlns:w="{space}"><w:body>{paragraph}</w:body></w:document>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo("word/document.xml", (2025, 1, 10, 8, 0, 0)), body)
    return target.getvalue()


FOREIGN: Mapping[str, Callable[[], bytes]] = {
    "workbook": _workbook,
    "letter": _letter,
    "old_excel": lambda: _old_file("Workbook"),
    "password": lambda: _old_file("EncryptedPackage"),
    "lock": lambda: texts()["officer"].encode("utf-16-le").ljust(165, b"\0"),
    "none": lambda: b"",
}


def foreign(kind: str) -> bytes:
    """The content of a file that is no form; nothing where no file arrives."""
    return FOREIGN[kind]()
