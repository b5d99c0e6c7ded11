"""Archives and mails: every file in them is listed, hostile ones lose only themselves, nothing touches the disk."""

import io
import json
import struct
import zipfile
from email.message import EmailMessage
from hashlib import sha256

import pytest

from ansx_xl import apart, catalogue, copying, inbox, unpacking, vi
from ansx_xl.container import sniff
from ansx_xl.errors import WorkbookError
from ansx_xl.model import Dossier
from ansx_xl.parcels import Opener
from ansx_xl.period import Period
from ansx_xl.unpacking import Member, unpack

PLAN = catalogue.load()
YEAR = Period.parse("2024")
PDF = b"%PDF-1.4 nothing"


def zipped(*files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            archive.writestr(info, data, method)
    return out.getvalue()


def mail(*files, subject="Báo cáo"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.vn", "b@example.vn", subject
    message.set_content("Kính gửi")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def letter(headers, body="UEs="):
    return f"From: a@b.vn\r\nSubject: x\r\nMIME-Version: 1.0\r\n{headers}\r\n\r\n{body}\r\n".encode()


def names(data):
    return [(m.name, m.data) for m in unpack(data)]


def refused(data):
    with pytest.raises(WorkbookError) as fault:
        unpack(data)
    return fault.value.code, fault.value.facts.get("reason", fault.value.facts.get("kind"))


def locked(data):
    """The archive with every entry marked as encrypted."""
    out = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            out[at + place] |= 1
    return bytes(out)


# --- what they are ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zipped(("a.xlsx", b"1")), "zip"),
        (zipped(("xl/workbook.xml", b"1")), "xlsx"),
        (zipped(("xl/workbook.bin", b"1")), "xlsb"),
        (zipped(("[Content_Types].xml", b"1"), ("ppt/presentation.xml", b"1")), "office"),
        (mail(("a.xlsx", b"1")).as_bytes(), "mail"),
        (b"From a@b.vn Mon Jan  6 2025\nReceived: from x\nDate: y\n\n", "mail"),
        (b"Return-Path: <a@b>\r\nReceived: from x\r\n", "mail"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nSubject: a\r\nDate: b\r\n\r\n<html><table>", "html"),
        (b"From: <Saved by Blink>\r\nSubject: a\r\nDate: b\r\n\r\n<html><table>", "csv"),
        (b"Huy\xe1\xbb\x87n;Date: 1;from: 2\n1;2", "csv"),
    ],
)
def test_kinds(data, kind):
    assert sniff(data) == kind or (kind == "csv" and sniff(data) not in unpacking.PARCELS)


# --- archives --------------------------------------------------------------------------------------------------------


def test_an_archive_in_a_mail_in_an_archive():
    inner = zipped(("thư mục/biểu 1.xlsx", b"one"), ("biểu 2.xlsx", b"two"))
    outer = zipped(("thư.eml", mail(("gửi.zip", inner), ("ký.pdf", PDF)).as_bytes()), ("x.xlsx", b"three"))
    assert names(outer) == [
        ("thư.eml/gửi.zip/thư mục/biểu 1.xlsx", b"one"),
        ("thư.eml/gửi.zip/biểu 2.xlsx", b"two"),
        ("thư.eml/ký.pdf", PDF),
        ("x.xlsx", b"three"),
    ]


def test_folders_are_no_files():
    assert names(zipped(("a/", b""), ("a/b/", b""), ("a/b/c.xlsx", b"1"))) == [("a/b/c.xlsx", b"1")]


@pytest.mark.parametrize("way", ["marked", "unmarked", "extra field"])
def test_vietnamese_names(way):
    name = "Biểu số liệu huyện Sìn Hồ.xlsx"
    data = zipped((name if way == "marked" else "B" * len(name.encode()), b"1"))
    if way == "unmarked":  # as some programs pack: UTF-8 without saying so
        data = data.replace(b"B" * len(name.encode()), name.encode())
    if way == "extra field":
        info = zipfile.ZipInfo("Bi_u.xlsx")
        raw = b"\1" + bytes(4) + name.encode()
        info.extra = struct.pack("<HH", 0x7075, len(raw)) + raw
        data = zipped((info, b"1"))
    assert names(data) == [(name, b"1")]


def test_a_member_that_cannot_be_had_costs_only_itself():
    data = zipped(("a.xlsx", b"first " * 50), ("b.xlsx", b"second"), method=zipfile.ZIP_STORED)
    broken = data.replace(b"first first", b"fIrst first", 1)
    assert [(m.name, m.fault) for m in unpack(broken)] == [("a.xlsx", ("F05", {"reason": "archive"})), ("b.xlsx", None)]
    some = bytearray(data)
    some[6] |= 1
    some[data.index(b"PK\x01\x02") + 8] |= 1
    assert [m.fault for m in unpack(bytes(some))] == [("F02", {}), None]


def test_names_that_come_twice(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(("a.pdf", PDF + b"1"), ("a.pdf", PDF + b"2"), ("../a.pdf", PDF + b"3"))
    (tmp_path / "g.zip").write_bytes(data)
    found = inbox.take_in(PLAN, tmp_path, YEAR, Dossier(YEAR))
    assert [f.file for f in found] == ["g.zip/a.pdf", "g.zip/a (2).pdf", "g.zip/a (3).pdf"]
    assert len({f.sha256 for f in found}) == 3


def nested(depth):
    data = b"form"
    for level in range(depth):
        data = zipped((f"{level}.zip" if level else "a.xlsx", data))
    return data


def test_depth_is_limited_and_costs_only_what_lies_deeper():
    assert [m.name for m in unpack(nested(unpacking.MAX_DEPTH))] == ["3.zip/2.zip/1.zip/a.xlsx"]
    (deep,) = unpack(nested(unpacking.MAX_DEPTH + 1))
    assert (deep.name, deep.fault) == ("4.zip/3.zip/2.zip/1.zip", ("F18", {"reason": "depth"}))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda: zipped(("a.xlsx", bytes(6_000_000))), ("F18", "ratio")),
        (lambda: zipped(*((f"{i}.xlsx", b"") for i in range(1001))), ("F18", "members")),
        (lambda: zipped(), ("F18", "empty")),
        (lambda: zipped(("a/", b"")), ("F18", "empty")),
        (lambda: mail().as_bytes(), ("F18", "empty")),
        (lambda: locked(zipped(("a.xlsx", b"1"), ("b.xlsx", b"2"))), ("F02", None)),
        (lambda: zipped(("a.xlsx", b"1" * 500))[:-30], ("F05", "archive")),
        (lambda: zipped(("xl/workbook.xml", b"1")), ("F04", "xlsx")),
        (lambda: zipped(("word/document.xml", b"1")), ("F04", "docx")),
        (lambda: PDF, ("F04", "pdf")),
    ],
)
def test_a_parcel_that_cannot_be_opened_is_one_refused_file(data, reason):
    assert refused(data()) == reason


def test_sizes_are_limited_over_all_that_is_inside(monkeypatch):
    monkeypatch.setattr(unpacking, "MAX_OPENED", 5_000)
    noise = bytes(range(256)) * 8
    data = zipped(("a.zip", zipped(("x", noise))), ("b.zip", zipped(("x", noise), ("y", noise), ("z", noise))))
    assert refused(data) == ("F18", "unpacked")


def test_a_bomb_inside_costs_only_itself():
    bomb = zipped(("a.xlsx", bytes(unpacking.MAX_OPENED + 1)))
    found = unpack(zipped(("bomb.zip", bomb), ("b.xlsx", b"1")))
    assert [(m.name, m.fault) for m in found] == [("bomb.zip", ("F18", {"reason": "ratio"})), ("b.xlsx", None)]
    assert found[0].data == bomb  # it has a hash, and is remembered


def test_a_size_that_lies_is_found_out():
    data = bytearray(zipped(("a.xlsx", b"x" * 5000)))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    (found,) = unpack(bytes(data))
    assert len(found.data) <= 10


# --- mails -----------------------------------------------------------------------------------------------------------

PARTED = "Content-Type: multipart/mixed"
WANTED = "Biểu số liệu.xlsx"


@pytest.mark.parametrize(
    "header",
    [
        "Content-Disposition: attachment; filename*=UTF-8''Bi%E1%BB%83u%20s%E1%BB%91%20li%E1%BB%87u.xlsx",
        "Content-Disposition: attachment; filename*0*=UTF-8''Bi%E1%BB%83u%20s;\r\n"
        " filename*1*=%E1%BB%91%20li%E1%BB%87u.xlsx",
        'Content-Disposition: attachment; filename="=?utf-8?B?Qmnhu4N1IHPhu5E=?=\r\n =?utf-8?Q?_li=E1=BB=87u.xlsx?="',
        "Content-Type: application/octet-stream; name==?UTF-8?Q?Bi=E1=BB=83u_s=E1=BB=91_li=E1=BB=87u=2Exlsx?=",
        f'Content-Disposition: attachment; filename="{WANTED}"',
    ],
)
def test_names_of_attachments(header):
    ((name, data),) = names(letter(f"{header}\r\nContent-Transfer-Encoding: base64"))
    assert (name, data) == (WANTED, b"PK")


def test_forwarded_mails_pictures_of_the_text_and_nameless_parts():
    inner = mail(("Biểu.xlsx", b"form"), subject="FW")
    outer = mail()
    outer.add_attachment(inner)
    outer.add_attachment(b"\x89PNG", "image", "png", disposition="inline", cid="<logo>", filename="logo.png")
    outer.add_attachment(b"\x89PNG", "image", "png", filename="scan.png")
    outer.add_attachment(b"x", "application", "vnd.ms-excel")
    found = unpack(outer.as_bytes())
    assert [(m.name, m.inline) for m in found] == [
        ("mail-1/Biểu.xlsx", False),
        ("logo.png", True),
        ("scan.png", False),
        ("part-4", False),
    ]


@pytest.mark.parametrize(
    "data",
    [
        letter(
            "Content-Type: multipart/mixed; boundary=b", "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n" * 300
        ),
        letter("Content-Type: message/rfc822", "Content-Type: message/rfc822\r\n\r\n" * 3000),
        letter('Content-Disposition: attachment; filename*99999999999999999999999*="x"'),
        letter("Content-Type: ;;;===\r\nContent-Disposition: =?x?b?=;filename*=nonsense''%ff%fe"),
        letter("Content-Type: application/x; charset=\xff; name*=a'b'c'd"),
        b"From: a\r\nTo: b\r\n" + bytes(range(14, 256)) * 50,
    ],
    ids=range(6),
)
def test_mails_that_no_program_would_write(data):
    with Opener() as opener:
        try:
            assert all(isinstance(m, Member) for m in opener.open(data))
        except WorkbookError as fault:
            assert fault.code in ("F18", "F04", "F08") and vi.finding(fault.code, fault.facts)


# --- in a process of its own -----------------------------------------------------------------------------------------


def test_the_process_says_the_same():
    data = zipped(("a/Biểu.xlsx", b"1"), ("b.zip", zipped(("c.pdf", PDF))), ("d.zip", zipped()))
    with Opener() as opener:
        assert opener.open(data) == unpack(data)
        assert [m.fault for m in unpack(data)][-1] == ("F18", {"reason": "empty"})
        with pytest.raises(WorkbookError) as fault:
            opener.open(zipped())
        assert (fault.value.code, fault.value.facts) == ("F18", {"reason": "empty"})


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"null\n",
        b'[["a", 5, null, false]]\nabc',
        b'[["a", -1, null, false], ["b", 4, null, false]]\nabc',
        b'[["a", true, null, false]]\na',
        b"[[1, 3, null, false]]\nabc",
        b'[["a", 3, ["<b>", {}], false]]\nabc',
        b'{"fault": ["R01", {}]}\n',
        b'{"fault": ["F99", {}]}\n',
        b'{"fault": ["F18", {"sentence": "x"}]}\n',
        b'[["a", 3, ["F99", {}], false]]\nabc',
        b'{"fault": ["F18", {"reason": 1}]}\n',
        b"[" * 100_000,
        json.dumps([["a", 0, None, False]] * 1001).encode() + b"\n",
    ],
)
def test_a_hostile_answer_is_believed_nothing(monkeypatch, answer):
    monkeypatch.setattr(apart.Apart, "ask", lambda self, question: answer)
    with Opener() as opener, pytest.raises(WorkbookError) as fault:
        opener.open(b"x")
    assert (fault.value.code, fault.value.facts) == ("F08", {"reason": "died"})


def test_hostile_names_in_an_answer_are_made_safe(monkeypatch):
    answer = json.dumps([["../../etc/\u202epasswd\n", 0, None, False]]).encode() + b"\n"
    monkeypatch.setattr(apart.Apart, "ask", lambda self, question: answer)
    assert Opener().open(b"x")[0].name == "etc/passwd"


HANGS = "import time; time.sleep(60)"
DIES = "import sys; sys.stdin.buffer.read(10); sys.exit(3)"


@pytest.mark.parametrize(("child", "reason"), [(HANGS, "timeout"), (DIES, "died")])
def test_a_late_or_dead_process_costs_one_parcel(monkeypatch, child, reason):
    data = zipped(("a.xlsx", b"1"))
    with monkeypatch.context() as patch:
        patch.setattr(copying, "possible", lambda: False)
        patch.setattr(apart, "_SERVE", child)
        with Opener(timeout=0.5) as opener:
            with pytest.raises(WorkbookError) as fault:
                opener.open(data * 1000)
            assert (fault.value.code, fault.value.facts) == ("F08", {"reason": reason})
    with Opener() as opener:
        opener.open(data)
        opener._apart._child.kill()
        opener._apart._child.wait()
        with pytest.raises(WorkbookError):
            opener.open(data)
        assert opener.open(data) == unpack(data)


def test_memory_is_limited(monkeypatch):
    pytest.importorskip("resource", reason="this system limits no memory")
    monkeypatch.setattr(copying, "possible", lambda: False)  # a copy may use what this process has free
    with apart.Apart("ansx_xl.unpacking", "answer", memory=1_000_000) as child:
        answer = child.ask(b"P" + zipped(("a.xlsx", bytes(4_000_000))))
    assert json.loads(answer) == {"fault": ["F18", {"reason": "memory"}]}


# --- in an inbox -----------------------------------------------------------------------------------------------------


def test_a_parcel_is_listed_by_what_is_in_it(demo_made, tmp_path):
    plan, received = demo_made.catalogue, demo_made.target / "bieu-da-nhan" / "2024"
    forms = {who: next(received.glob(f"2024_{who}*.xlsx")).read_bytes() for who in ("106", "107", "108")}
    inner = zipped(
        ("x.xlsx", forms["107"]), ("~$x.xlsx", b"lock"), ("__MACOSX/._x.xlsx", b"1"), ("half.xlsx", forms["106"][:900])
    )
    (tmp_path / "thu.eml").write_bytes(mail(("gửi.zip", inner), ("Biểu.xlsx", forms["106"])).as_bytes())
    (tmp_path / "a.zip").write_bytes(zipped(("106.xlsx", forms["108"]), ("again.xlsx", forms["106"])))
    (tmp_path / "b.xlsx").write_bytes(zipped(("106.xlsx", forms["108"])))
    (tmp_path / "bad.zip").write_bytes(zipped(("106.xlsx", forms["108"]))[:-50])
    found = inbox.take_in(plan, tmp_path, YEAR, Dossier(YEAR))
    given = [o.submission for o in found if o.submission]
    ended = {o.file: (o.outcome, o.reason, o.unit) for o in inbox.settle(found, given)}
    assert ended == {
        "a.zip/106.xlsx": ("used", "", "108"),
        "a.zip/again.xlsx": ("used", "", "106"),
        "b.xlsx/106.xlsx": ("duplicate", "a.zip/106.xlsx", "108"),
        "bad.zip": ("rejected", "F05", ""),
        "thu.eml/gửi.zip/x.xlsx": ("used", "", "107"),
        "thu.eml/gửi.zip/~$x.xlsx": ("skipped", "lock", ""),
        "thu.eml/gửi.zip/__MACOSX/._x.xlsx": ("skipped", "system", ""),
        "thu.eml/gửi.zip/half.xlsx": ("rejected", "F05", ""),
        "thu.eml/Biểu.xlsx": ("duplicate", "a.zip/again.xlsx", "106"),
    }
    by_file = {o.file: o.sha256 for o in found}
    assert by_file["a.zip/106.xlsx"] == sha256(forms["108"]).hexdigest()
    assert by_file["bad.zip"] == sha256((tmp_path / "bad.zip").read_bytes()).hexdigest()
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.zip", "b.xlsx", "bad.zip", "thu.eml"]
