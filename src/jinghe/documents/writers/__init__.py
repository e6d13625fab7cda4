"""Official documents out: one document, the same words and figures as docx, pdf, html and xlsx."""

from jinghe.documents.writers.docx.docx import write_docx
from jinghe.documents.writers.docx.reading import figures_in_docx, runs_in_docx, text_of_docx
from jinghe.documents.writers.html import write_html
from jinghe.documents.writers.pdf.fonts import Face, NoChineseFont, Typefaces, choose, installed_families
from jinghe.documents.writers.pdf.pdf import NoGlyph, write_pdf
from jinghe.documents.writers.xlsx.xlsx import write_xlsx

__all__ = [
    "Face",
    "NoChineseFont",
    "NoGlyph",
    "Typefaces",
    "choose",
    "figures_in_docx",
    "installed_families",
    "runs_in_docx",
    "text_of_docx",
    "write_docx",
    "write_html",
    "write_pdf",
    "write_xlsx",
]
