"""Workbooks written by hand, part by part, for test_patching.py."""

import io
import zipfile

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_REL = (
    '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
)
_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets>{}</workbook>'
)


def workbook(sheet, tail=""):
    """A workbook of one sheet, A, whose XML is given; *tail* stands behind the list of sheets."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS.format(_REL.format("rId1", "officeDocument", "xl/workbook.xml")))
        archive.writestr("xl/workbook.xml", _BOOK.format(tail))
        rels = _RELS.format(_REL.format("rId1", "worksheet", "worksheets/sheet1.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", rels)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()


def with_part(data, name, content, relation, kind):
    """The workbook with one more part of the workbook part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            part = old.read(each)
            if each == "[Content_Types].xml":
                about = (
                    f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.{kind}"/>'
                )
                part = part.replace(b"</Types>", about.encode() + b"</Types>")
            if each == "xl/_rels/workbook.xml.rels":
                link = _REL.format("rIdX", relation, name.removeprefix("xl/"))
                part = part.replace(b"</Relationships>", link.encode() + b"</Relationships>")
            new.writestr(each, part)
        new.writestr(name, content)
    return out.getvalue()
