"""Bulletins as files: every format is made from the same blocks; notes say what this machine cannot make."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from jinghe.bulletins.office import Office
from jinghe.core.plan.plans import Tier
from jinghe.documents.blocks import OfficialDocument
from jinghe.documents.writers.docx.docx import write_docx
from jinghe.documents.writers.html import write_html
from jinghe.documents.writers.pdf import fonts
from jinghe.documents.writers.pdf.fonts import NoChineseFont
from jinghe.documents.writers.pdf.pdf import NoGlyph, write_pdf
from jinghe.documents.writers.xlsx.xlsx import write_xlsx
from jinghe.usecases.common.demonstration import marked

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
}
UPLOAD_NOTE = "正文以上传的docx为准，本系统不能由它生成PDF和xlsx；需要PDF时，请在文字处理软件中另存为PDF。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A document as files, by format. notes: what could not be made, or only with another typeface, in Chinese."""

    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()


def render_files(document: OfficialDocument, made_at: datetime) -> Rendered:
    """The document in every format that this machine can make; a PDF needs fonts, the others need nothing."""
    faces = fonts.choose(fonts.installed_families())
    document = marked(document)
    files = {
        "docx": write_docx(document, typefaces=faces, made_at=made_at),
        "xlsx": write_xlsx(document, typefaces=faces, made_at=made_at),
        "html": write_html(document).encode(),
    }
    try:
        files["pdf"] = write_pdf(document, typefaces=faces, made_at=made_at)
    except (NoChineseFont, NoGlyph) as missing:
        return Rendered(files=files, notes=(missing.text,))
    return Rendered(files=files, notes=faces.substitutions)


def docx_of(document: OfficialDocument, made_at: datetime) -> bytes:
    return write_docx(marked(document), typefaces=fonts.choose(fonts.installed_families()), made_at=made_at)


def written_file(document: OfficialDocument, form: str, made_at: datetime) -> bytes:
    """A document in one format. Raises NoChineseFont, NoGlyph, KeyError."""
    if form == "html":
        return write_html(marked(document)).encode()
    write = {"docx": write_docx, "pdf": write_pdf, "xlsx": write_xlsx}[form]
    return write(marked(document), typefaces=fonts.choose(fonts.installed_families()), made_at=made_at)


def substitutions() -> tuple[str, ...]:
    """Which typefaces of an official document are replaced on this machine, in Chinese."""
    return fonts.choose(fonts.installed_families()).substitutions


def office_to_json(office: Office) -> dict[str, Any]:
    content = asdict(office)
    return content | {"signed_on": office.signed_on.isoformat(), "tier": office.tier.value}


def office_from_json(content: Mapping[str, Any]) -> Office:
    """The office from its JSON. Raises KeyError, TypeError, ValueError."""
    read = {"signed_on": date.fromisoformat(content["signed_on"]), "tier": Tier(content["tier"])}
    return Office(**{**content, **read})
