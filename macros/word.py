"""A Word document written part by part: paragraphs, tables and the package around them, as text.

Nothing stands in it that the document does not need, and the same content always gives the same bytes. Lengths are
twips (1/20 point), sizes of type are points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from ansx_xl.zipping import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MM = 1440 / 25.4


def style(
    name: str,
    label: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    align: str = "left",
    before: float = 0,
    after: float = 0,
    line: int = 240,
    indent: int = 0,
    left: int = 0,
    hanging: int = 0,
    level: int | None = None,
    together: bool = False,
) -> str:
    """One paragraph style; sizes and spacing in points."""
    keep = "<w:keepNext/><w:keepLines/>" if together else ""
    first = f' w:hanging="{hanging}"' if hanging else f' w:firstLine="{indent}"'
    outline = "" if level is None else f'<w:outlineLvl w:val="{level}"/>'
    look = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{label}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{keep}'
        f'<w:spacing w:before="{int(before * 20)}" w:after="{int(after * 20)}" w:line="{line}" w:lineRule="auto"/>'
        f'<w:ind w:left="{left}"{first}/><w:jc w:val="{align}"/>{outline}</w:pPr>'
        f'<w:rPr>{look}<w:sz w:val="{int(size * 2)}"/><w:szCs w:val="{int(size * 2)}"/></w:rPr></w:style>'
    )


def run(what: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(what)}</w:t></w:r>'


ITALIC = "<w:i/>"
BOLD = "<w:b/>"


def paragraph(of: str, *runs: str, more: str = "") -> str:
    """A paragraph of a style; plain text becomes a run."""
    inner = "".join(r if r.startswith("<") else run(r) for r in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{of}"/>{more}</w:pPr>{inner}</w:p>'


def control(tag: str) -> str:
    """A paragraph that is gone once its tag has been obeyed."""
    return paragraph("Body", f"{{%p {tag} %}}")


def each(names: str, inside: str) -> str:
    return control(f"for {names}") + inside + control("endfor")


def when(condition: str, inside: str, otherwise: str = "") -> str:
    other = control("else") + otherwise if otherwise else ""
    return control(f"if {condition}") + inside + other + control("endif")


def rule(left: int, right: int) -> str:
    """A line as long as what the indents leave of the width."""
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    indents = f'<w:ind w:left="{left}" w:right="{right}" w:firstLine="0"/>'
    return paragraph("Rule", more=border + indents)


def cell(width: int, *inside: str, span: int = 1, fill: str = "", middle: bool = True) -> str:
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    centred = '<w:vAlign w:val="center"/>' if middle else ""
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{grid}{shade}{centred}</w:tcPr>'
    return f"<w:tc>{properties}{''.join(inside)}</w:tc>"


def row(*cells: str, head: bool = False, height: int = 0, whole: bool = True) -> str:
    properties = "<w:cantSplit/>" if whole else ""
    properties += f'<w:trHeight w:val="{height}" w:hRule="exact"/>' if height else ""
    properties += "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def obey(tag: str, widths: Iterable[int]) -> str:
    """A row that is gone once its tag has been obeyed."""
    widths = list(widths)
    return row(cell(sum(widths), paragraph("TableText", f"{{%tr {tag} %}}"), span=len(widths)))


def table(widths: Iterable[int], *rows: str, lined: bool = True, margin: int = 57) -> str:
    widths = list(widths)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    kind = 'w:val="single" w:sz="4" w:space="0" w:color="000000"' if lined else 'w:val="nil"'
    borders = "".join(f"<w:{side} {kind}/>" for side in sides)
    high = margin // 2
    sizes = (("top", high), ("left", margin), ("bottom", high), ("right", margin))
    margins = "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side, size in sizes)
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def page_number() -> str:
    """A centred paragraph with the number of its page."""
    marks = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>2</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{marks}</w:p>'


def margins(header: str, first_header: str, footer: str) -> dict[str, str]:
    """Headers and footers of every page; `references` names them in a section."""
    return {
        "header_default": f'<w:hdr xmlns:w="{W}">{header}</w:hdr>',
        "header_first": f'<w:hdr xmlns:w="{W}">{first_header}</w:hdr>',
        "footer_default": f'<w:ftr xmlns:w="{W}">{footer}</w:ftr>',
        "footer_first": f'<w:ftr xmlns:w="{W}">{footer}</w:ftr>',
    }


def references() -> str:
    found = [("header", "default"), ("header", "first"), ("footer", "default"), ("footer", "first")]
    return "".join(f'<w:{kind}Reference w:type="{of}" r:id="{kind}_{of}"/>' for kind, of in found)


def styles(own: Iterable[str]) -> str:
    """Times New Roman in black for everything, and the paragraph styles given."""
    faces = " ".join(f'w:{of}="Times New Roman"' for of in ("ascii", "hAnsi", "eastAsia", "cs"))
    language = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
    look = f'<w:rFonts {faces}/><w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>{language}'
    sides = (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
    room = "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side, size in sides)
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{look}</w:rPr></w:rPrDefault><w:pPrDefault/>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:qFormat/></w:style><w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblCellMar>{room}</w:tblCellMar></w:tblPr></w:style>{''.join(own)}</w:styles>"
    )


def fonts() -> str:
    return (
        f'<w:fonts xmlns:w="{W}"><w:font w:name="Times New Roman"><w:panose1 w:val="02020603050405020304"/>'
        '<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def theme() -> str:
    """Black and white, Times New Roman: no style refers to it, but Word expects one."""
    named = ("dk1", "lt1", "dk2", "lt2", *(f"accent{i}" for i in range(1, 7)), "hlink", "folHlink")
    colours = "".join(
        f'<a:{n}><a:srgbClr val="{"FFFFFF" if n.startswith("lt") else "000000"}"/></a:{n}>' for n in named
    )
    face = '<a:latin typeface="Times New Roman"/><a:ea typeface=""/><a:cs typeface=""/>'
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{solid}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="ansx"><a:themeElements>'
        f'<a:clrScheme name="ansx">{colours}</a:clrScheme><a:fontScheme name="ansx"><a:majorFont>{face}</a:majorFont>'
        f'<a:minorFont>{face}</a:minorFont></a:fontScheme><a:fmtScheme name="ansx"><a:fillStyleLst>{solid * 3}'
        f"</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{solid * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    "<w:compat>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat>"
)
_CORE = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><cp:revision>1</cp:revision>'
    '<dcterms:created xsi:type="dcterms:W3CDTF">2021-01-01T00:00:00Z</dcterms:created></cp:coreProperties>'
)


def document(body: str, own_styles: Iterable[str], around: Mapping[str, str]) -> bytes:
    """A .docx: the body, the styles of its paragraphs, and its headers and footers by name."""
    parts = {
        "styles": ("styles", styles(own_styles)),
        "settings": ("settings", f'<w:settings xmlns:w="{W}">{_SETTINGS}</w:settings>'),
        "fontTable": ("fontTable", fonts()),
        "theme": ("theme", theme()),
        **{name: (name.partition("_")[0], xml) for name, xml in around.items()},
    }
    links = "".join(f'<Relationship Id="{n}" Type="{_OFFICE}/{k}" Target="{n}.xml"/>' for n, (k, _) in parts.items())
    kinds = {f"word/{name}.xml": f"{_WORD}.{kind}+xml" for name, (kind, _) in parts.items()}
    kinds["word/theme.xml"] = "application/vnd.openxmlformats-officedocument.theme+xml"
    kinds["word/document.xml"] = f"{_WORD}.document.main+xml"
    kinds["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    types = "".join(f'<Override PartName="/{n}" ContentType="{k}"/>' for n, k in kinds.items())
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    top = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    top += (
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    )
    members = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="{relations}"/><Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{top}</Relationships>',
        "docProps/core.xml": _CORE,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
        **{f"word/{name}.xml": xml for name, (_, xml) in parts.items()},
    }
    return zipped({name: _DECLARED + xml for name, xml in members.items()})
