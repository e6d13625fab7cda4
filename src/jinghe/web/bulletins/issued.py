"""印发的通报: for everybody who signs in, as it was issued; and whether its numbers still follow from the ledger."""

from django.http import Http404, HttpRequest, HttpResponse

from jinghe.bulletins.registry import BULLETINS
from jinghe.core.counting.facts import FACT_RULES
from jinghe.core.values.amounts import yuan
from jinghe.documents.block_json import block_from_json
from jinghe.documents.writers.docx.reading import text_of_docx
from jinghe.documents.writers.html import write_html
from jinghe.usecases.bulletins.freezing import issued_file, issued_of
from jinghe.usecases.bulletins.verification import verify_issued
from jinghe.usecases.closing.closing import readable_lines
from jinghe.usecases.common import access
from jinghe.web.frame.downloads import handed_out
from jinghe.web.frame.pages import page, show

FORMS = ("docx", "pdf", "xlsx")


@page
def issued(request: HttpRequest, number: int) -> HttpResponse:
    """The text, the files; with ?verify=1 what the ledger says of it now."""
    document = issued_of(number, by=request.user)
    content = document.content
    is_uploaded = content["is_uploaded"]
    context = {
        "document": document,
        "kind": BULLETINS[document.kind],
        "forms": [form for form in FORMS if form in content["files"]],
        "html": "" if is_uploaded else write_html(block_from_json(content["document"])),
        "lines": text_of_docx(issued_file(number, "docx", by=request.user)) if is_uploaded else (),
        "may_see_record": access.may_see_all_postings(request.user),
        "figures": len(content["figures"]),
    }
    if request.GET.get("verify"):
        told = verify_issued(document)
        lines, hidden = readable_lines(told.corrections, by=request.user) if told.corrections else ((), 0)
        context |= {
            "verification": told,
            "lines_late": [(one.line, _kind(one), _change(one)) for one in lines],
            "hidden": hidden,
        }
    return show(request, "bulletins/issued.html", context)


@page
def file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The very bytes that were issued."""
    if form not in FORMS:
        raise Http404
    document = issued_of(number, by=request.user)
    return handed_out(f"{document.title}.{form}", issued_file(number, form, by=request.user))


def _kind(late) -> str:
    return FACT_RULES[late.line.posting.kind].name


def _change(late) -> str:
    posting = late.line.posting
    size = yuan(abs(posting.amount_fen)) if FACT_RULES[posting.kind].currency else "1"
    return f"{'增加' if posting.sign > 0 else '减少'}{size}"
