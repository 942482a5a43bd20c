"""Word documents for the tests, written part by part: what Word writes, and what an attacker would."""

from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" '
    'ContentType="image/png"/><Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r0" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
STYLES = f"{HEAD}<w:styles {W}>" + "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
    for name in ("Title", "heading 1", "heading 3", "Quote", "List Paragraph", "Fancy")
) + "</w:styles>"  # fmt: skip
NUMBERING = (
    f'{HEAD}<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", level: int | None = None) -> str:
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level is not None:
        look += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(runs)}</w:p>"


def link(text: str, to: str = "rLink") -> str:
    return f'<w:hyperlink r:id="{to}">{run(text)}</w:hyperlink>'


def picture(alt: str = "", part: str = 'r:embed="rPicture"') -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{escape(alt)}"/><a:graphic><a:graphicData>'
        f"<pic:pic><pic:blipFill><a:blip {part}/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>"
        "</w:drawing></w:r>"
    )


def table(*rows: list[str]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(body: str, *, image: bytes = b"", href: str = "https://example.org/", name: str = "A walk.docx",
         **parts: str | bytes) -> SimpleUploadedFile:  # fmt: skip
    """A document with this body. Others are named by keyword: word__x_xml is word/x.xml."""
    relations = (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rStyles" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rNumbers" Type="{OFFICE}/numbering" Target="numbering.xml"/>'
        f'<Relationship Id="rLink" Type="{OFFICE}/hyperlink" Target="{escape(href)}" TargetMode="External"/>'
        f'<Relationship Id="rPicture" Type="{OFFICE}/image" Target="media/one.png"/>'
        f'<Relationship Id="rFar" Type="{OFFICE}/image" Target="http://127.0.0.1:9/x.png" TargetMode="External"/>'
        "</Relationships>"
    )
    written: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "word/document.xml": f"{HEAD}<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations,
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        **({"word/media/one.png": image} if image else {}),
        **{
            part.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"): text
            for part, text in parts.items()
        },
    }
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for part, text in written.items():
            package.writestr(part, text)
    return SimpleUploadedFile(name, out.getvalue(), "application/octet-stream")
