"""The last step of an .xlsm: the ribbon goes in."""

from __future__ import annotations

import io
import zipfile

from ..zipping import zipped

_RIBBON = "customUI/customUI14.xml"
_RELATIONS = "_rels/.rels"
_RELATION = (
    '<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    f'Target="{_RIBBON}"/></Relationships>'
)


def with_ribbon(data: bytes, ribbon: bytes) -> bytes:
    """The workbook with a custom ribbon part; members in order, without times of their own."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    members[_RELATIONS] = members[_RELATIONS].replace(b"</Relationships>", _RELATION.encode())
    members[_RIBBON] = ribbon.replace(b"\r\n", b"\n")
    return zipped(members)
