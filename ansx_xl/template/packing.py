"""The last step of an .xlsm: the ribbon goes in."""

from __future__ import annotations

from collections.abc import Mapping

_RIBBON = "customUI/customUI14.xml"
_RELATIONS = "_rels/.rels"
_RELATION = (
    '<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    f'Target="{_RIBBON}"/></Relationships>'
)


def with_ribbon(parts: Mapping[str, str | bytes], ribbon: bytes) -> dict[str, str | bytes]:
    """The parts of a workbook and, last, that of a custom ribbon."""
    relations = parts[_RELATIONS].replace("</Relationships>", _RELATION)
    return {**parts, _RELATIONS: relations, _RIBBON: ribbon.replace(b"\r\n", b"\n")}
