"""A composed document -> .docx, through docxtpl and a template that can be edited in Word.

The template is filled once: what somebody typed is never read as a tag, nor as XML. The zip file carries no times of
its own.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from ..errors import AnsxError
from ..vi import report as words
from ..zipping import zipped
from .composing import Document

_LONGEST = 255  # signs in a property of a document
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(document: Document, issued: date, templates: Path | None) -> bytes:
    """The document as a .docx dated *issued*."""
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError
    from lxml import etree

    name = f"{document.template}.docx"
    own = templates / name if templates else None
    file = own if own and own.is_file() else None
    try:
        template = DocxTemplate(io.BytesIO(file.read_bytes() if file else _ours(name)))
        # The template's grids are final; docxtpl would count the cells of a bar as columns of the table around it.
        template.fix_tables = etree.fromstring
        context = {f.name: getattr(document, f.name) for f in fields(document)}
        template.render(context, _environment(), autoescape=True)
    except (TemplateError, OSError, ValueError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError) as fault:
        raise AnsxError("report_template", file=str(file or name), tag=_tag(fault)) from fault
    properties = template.core_properties
    properties.created = properties.modified = datetime(issued.year, issued.month, issued.day)
    properties.revision = 1
    properties.title, properties.author = (str(of)[:_LONGEST] for of in (document.subject[0], document.head.speaker))
    written = io.BytesIO()
    template.save(written)
    return _without_times(written.getvalue())


def _tag(fault: Exception) -> str:
    """What is wrong with a template: the tag that nothing is known of, as far as the template engine names it."""
    named = re.fullmatch("'([^']+)' is undefined", str(fault))
    return words.UNDEFINED_TAG.format(named[1]) if named else words.FAULTY_TAG


@cache
def _ours(name: str) -> bytes:
    return (resources.files("ansx_xl") / "data" / "report" / name).read_bytes()


@cache
def _environment() -> Any:
    """Tags may look at the document and nothing else; a tag that names nothing is a fault, not an empty place."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_shown)
    made.from_string = cache(made.from_string)  # the drafts of several ministries have one template
    return made


def _shown(value: Any) -> Any:
    """A value as text of the document: escaped, and safe from what docxtpl does to texts afterwards."""
    from markupsafe import Markup, escape

    if isinstance(value, Markup):
        return value
    plain = " ".join(_NOT_XML.sub("", str(value)).split("\n")).replace("\t", " ").replace("\r", " ")
    marked = str(escape(plain))
    for brace in "{}%":
        marked = marked.replace(brace, f"&#{ord(brace)};")
    return Markup(marked)


def _without_times(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    return zipped(members)
