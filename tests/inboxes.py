"""Random inboxes of 20 to 200 files, each with what must become of every file in it.

Forms are real ones whose cells were changed in their XML; around them lie copies, corrections, damaged and foreign
files, papers, archives, mails, subfolders. What must become of a file is worked out here from how it was made, with a
model of its own: attempts and contents only.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from oracle import Book

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
NUMBER = r'(<c r="{}"(?: s="\d+")?)(?: t="n")?><v>[^<]*</v></c>'
WHOLE = re.compile(r"[A-Z]+_[A-Z_]+")
PARTS = ("Báo cáo", "bieu", "gửi lại", "Số liệu 2024", "ban sua", "106", "scan", "Huyện")


@dataclass(frozen=True)
class Form:
    """A form as a file: whose, which attempt, and its book as an independent reader sees it."""

    who: str
    attempt: int
    data: bytes
    sha256: str


@dataclass
class Thing:
    """One file or parcel: its name, its bytes, and either the form it is, how it ends, or what is in it."""

    name: str
    data: bytes
    form: Form | None = None
    end: tuple[str, str] | None = None
    inside: list[Thing] = field(default_factory=list)

    def flat(self, above=""):
        """(path, thing) of every file that is to be accounted for."""
        if not self.inside:
            return [(above + self.name, self)]
        return [pair for thing in self.inside for pair in thing.flat(f"{above}{self.name}/")]


class Base:
    """A real form, taken apart, of which variants are made by putting other numbers into its cells."""

    def __init__(self, path):
        book = Book(path)
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        sheet, _, _ = book.names["ansx.attempt"].rpartition("!")
        number = list(book.states).index(sheet.strip("'")) + 1
        self.part = f"xl/worksheets/sheet{number}.xml"
        self.who = book.named("ansx.unit")[1]
        self.attempt = book.names["ansx.attempt"].rpartition("!")[2].replace("$", "")
        self.inputs = []
        for name, place in book.names.items():
            kind, text, formula = book.named(name) if place.startswith(sheet) else ("s", None, False)
            if WHOLE.search(name) and kind == "n" and text and text.isdigit() and not formula:
                self.inputs.append((place.rpartition("!")[2].replace("$", ""), int(text)))

    def variant(self, rng, attempt):
        xml = self.parts[self.part].decode()
        xml, done = re.subn(NUMBER.format(self.attempt), rf"\g<1>><v>{attempt}</v></c>", xml)
        assert done == 1
        for address, value in rng.sample(self.inputs, k=min(len(self.inputs), rng.randint(1, 6))):
            other = max(0, value + rng.randint(-max(1, value // 20), max(1, value // 20)))
            xml, done = re.subn(NUMBER.format(address), rf"\g<1>><v>{other}</v></c>", xml)
            assert done == 1
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in {**self.parts, self.part: xml.encode()}.items():
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        data = out.getvalue()
        return Form(self.who, attempt, data, hashlib.sha256(data).hexdigest())


def bases(demo):
    """Every form of the practice period that arrived readable."""
    found = sorted((demo / "bieu-da-nhan" / "2024").glob("2024_*.xlsx"))
    return [Base(path) for path in found if zipfile.is_zipfile(path)]


def foreign(demo):
    """Files that are no forms of the period, and how they end."""
    past = next((demo / "bieu-da-nhan" / "2023").glob("2023_105*.xlsx")).read_bytes()
    sheets = io.BytesIO()
    with zipfile.ZipFile(sheets, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xlsx", bytes(10_000_000))
    nothing = io.BytesIO()
    with zipfile.ZipFile(nothing, "w") as archive:
        archive.writestr("folder/", b"")
    locked = _zip([Thing("a.xlsx", b"secret")], "a.xlsx")
    locked = locked.replace(b"PK\3\4\24\0\0\0", b"PK\3\4\24\0\1\0").replace(
        b"PK\1\2\24\3\24\0\0\0", b"PK\1\2\24\3\24\0\1\0"
    )
    return [
        ("nam-truoc.xlsx", past, ("rejected", "F12")),
        ("cu.xls", OLE + bytes(600) + "Workbook".encode("utf-16-le"), ("rejected", "F03")),
        ("mat-khau.xlsx", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), ("rejected", "F02")),
        ("trang.xlsx", b"<html><body>404</body></html>", ("rejected", "F04")),
        ("cong-van.docx", sheets.getvalue(), ("rejected", "F04")),
        ("so.csv", b"a;b\n1;2\n", ("rejected", "F04")),
        ("rong.xlsx", b"", ("rejected", "F01")),
        ("khong.xlsx", bytes(5000), ("rejected", "F05")),
        ("gui.rar", b"Rar!\x1a\x07\x00" + bytes(50), ("rejected", "F18")),
        ("bom.zip", bomb.getvalue(), ("rejected", "F18")),
        ("trong.zip", nothing.getvalue(), ("rejected", "F18")),
        ("khoa.zip", locked, ("rejected", "F02")),
        ("~$bieu.xlsx", b"lock", ("skipped", "lock")),
        ("Thumbs.db", b"x", ("skipped", "system")),
        ("bieu.xlsx.crdownload", b"PK\3\4", ("skipped", "temporary")),
        ("smime.p7s", b"0\x80\x06\x09" + bytes.fromhex("2a864886f70d010702") + bytes(90), ("skipped", "signature")),
    ]


def _zip(things, _name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for thing in things:
            archive.writestr(zipfile.ZipInfo(thing.name), thing.data)
    return out.getvalue()


def _mail(things, name):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "don-vi@example.vn", "so@example.vn", name
    mail.set_content("Kính gửi báo cáo.")
    for thing in things:
        mail.add_attachment(thing.data, maintype="application", subtype="octet-stream", filename=thing.name)
    return mail.as_bytes()


class Maker:
    """Makes inboxes out of a pool of forms."""

    def __init__(self, rng, bases, foreign, variants=9):
        self.rng, self.foreign = rng, foreign
        self.pool = [b.variant(rng, rng.randint(1, 6)) for b in bases for _ in range(variants)]
        self.number = 0

    def name(self, suffix):
        """A name that no other file has; it says nothing about the content."""
        self.number += 1
        return f"{self.rng.choice(PARTS)} {self.number}{suffix}"

    def thing(self, depth=0):
        rng = self.rng
        roll = rng.random()
        if roll < 0.55 or depth > 2:
            form = rng.choice(self.pool)
            return Thing(self.name(rng.choice((".xlsx", ".xlsx", ".XLSX", ".xlsm", ".zip", ""))), form.data, form)
        if roll < 0.65:
            data = rng.choice(self.pool).data
            return Thing(self.name(".xlsx"), data[: rng.randint(60, len(data) - 30)], end=("rejected", "F05"))
        if roll < 0.78:
            name, data, end = rng.choice(self.foreign)
            if end[0] == "skipped" or not data:
                self.number += 1
                name = name.replace("$", f"${self.number}-").replace(".xlsx", f"{self.number}.xlsx")
                return Thing(name if end[1] == "lock" else self.unlike(name), data, end=end)
            return Thing(self.name(Path(name).suffix), data, end=end)
        if roll < 0.88:
            head = rng.choice((b"%PDF-1.4 ", b"\xff\xd8\xff\xe0", b"\x89PNG", b"II*\0"))
            return Thing(self.name(".pdf"), head + rng.randbytes(80), end=("skipped", "paper"))
        inside = [self.thing(depth + 1) for _ in range(rng.randint(1, 4))]
        pack, suffix = rng.choice(((_zip, ".zip"), (_mail, ".eml")))
        name = self.name(suffix)
        return Thing(name, pack(inside, name), inside=inside)

    def unlike(self, name):
        self.number += 1
        return f"t{self.number}/{name}"

    def inbox(self, size):
        """Things of *size* files in all; some lie in subfolders."""
        things, files = [], 0
        while files < size:
            thing = self.thing()
            thing.name = self.rng.choice(("", "", "lần 1/", "huyen/moi/")) + thing.name
            things.append(thing)
            files += len(thing.flat())
        return things


def write(things, folder):
    for thing in things:
        path = folder / thing.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(thing.data)


def listed(things):
    """(path, thing) of every file, in the order of the listing: by the names of what lies in the folder."""
    return [pair for thing in sorted(things, key=lambda t: t.name) for pair in thing.flat()]


def expected(things):
    """path -> (outcome, reason): attempts and contents only; the reason of a form is left open where it names files."""
    files = listed(things)
    top, first = {}, {}
    for path, thing in files:
        if form := thing.form:
            first.setdefault(form.sha256, path)
            best = top.setdefault(form.who, {})
            best.setdefault(form.attempt, set()).add(form.sha256)
    found = {}
    for path, thing in files:
        if form := thing.form:
            best = top[form.who][max(top[form.who])]
            if first[form.sha256] != path:
                found[path] = "duplicate", first[form.sha256]
            elif form.sha256 not in best:
                found[path] = "superseded", None
            else:
                found[path] = ("used", "") if len(best) == 1 else ("conflict", None)
        else:
            found[path] = thing.end
    return found
