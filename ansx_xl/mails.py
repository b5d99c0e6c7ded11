"""A mail (.eml, RFC 5322) -> the files attached to it, those of forwarded mails included."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.policy import compat32

_HEADERS = ("Content-Disposition", "Content-Type")
_CHARSETS = ("utf-8", "cp1258")


def attachments(data: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """(name, bytes, shown within the text) of each file of a mail, in their order.

    >>> mail = b'''From: a@b.vn
    ... Subject: x
    ... Content-Type: application/octet-stream; name="=?utf-8?B?Qmnhu4N1?= =?utf-8?Q?_1.xlsx?="
    ... Content-Transfer-Encoding: base64
    ...
    ... UEs=
    ... '''
    >>> list(attachments(mail))
    [('Biểu 1.xlsx', b'PK', False)]

    A forwarded mail is a folder: what is attached to it comes as `name of the mail/name`.
    """
    message = email.message_from_bytes(data, policy=compat32)
    files = mails = 0
    waiting = [("", message)]
    while waiting:
        folder, part = waiting.pop(0)
        kind = part.get_content_maintype()
        name = _file_name(part)
        if part.is_multipart():
            inside = folder
            if kind == "message":
                mails += 1
                inside = f"{folder}{name or f'mail-{mails}'}/"
            waiting[:0] = [(inside, each) for each in part.get_payload()]
            continue
        disposition = _parameterless(part.get("Content-Disposition"))
        if not name and disposition != "attachment" and kind in ("text", "message", "multipart"):
            continue  # what the mail says
        files += 1
        content = part.get_payload(decode=True) or b""
        inline = kind == "image" and bool(part.get("Content-ID")) and disposition != "attachment"
        yield f"{folder}{name or f'part-{files}'}", content, inline


def _parameterless(header: object) -> str:
    return str(header or "").partition(";")[0].strip().casefold()


def _file_name(part: Message) -> str:
    """The name of an attachment, in whichever of the three ways it was written; nothing where it has none."""
    for header in _HEADERS:
        _make_readable(part, header)
    try:
        name = part.get_filename("") or ""
    except (ValueError, LookupError, TypeError):  # parameters that no program would write
        return ""
    return _decoded(name) if "=?" in name else name


def _make_readable(part: Message, header: str) -> None:
    """Put letters in place of bytes that should not stand in a header, but do."""
    raw = {name.casefold(): value for name, value in part.raw_items()}.get(header.casefold())
    if not isinstance(raw, str) or raw.isascii():
        return
    written = raw.encode("utf-8", "surrogateescape")
    for charset in _CHARSETS:
        try:
            part.replace_header(header, written.decode(charset))
            return
        except UnicodeError:
            continue


def _decoded(name: str) -> str:
    """A name written in encoded words (RFC 2047), which has no place in a parameter, but is common there."""
    try:
        pieces = decode_header(name)
    except (ValueError, LookupError):
        return name
    text = ""
    for piece, charset in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        try:
            text += piece.decode(charset or "ascii", "replace")
        except LookupError:
            text += piece.decode("utf-8", "replace")
    return text
