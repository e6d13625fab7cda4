"""A page as its reader gets it: the layout of the template's source is not what a test is about."""

import re

from django.http import HttpResponse

BLOCKS = (
    "html|head|body|main|section|article|header|footer|nav|aside|h[1-6]|p|ul|ol|li|dl|dt|dd|table|caption|thead"
    "|tbody|tfoot|tr|td|th|form|fieldset|legend|details|summary|div|select|option|optgroup|datalist|button"
    "|title|meta|link|script"
)
TAG = re.compile(r"""<[!/]?[a-zA-Z](?:"[^"]*"|'[^']*'|[^<>"'])*>""")
TYPED = re.compile(r"(<(?:textarea|pre)\b[^>]*>)(.*?)(?=</(?:textarea|pre)>)", re.DOTALL)
BLANKS = re.compile(r"[ \t\r\n]+")


def markup(answer: HttpResponse) -> str:
    """The HTML of an answer with the blanks that a browser shows, and no others."""
    html = answer.content.decode()
    typed = iter([text for _, text in TYPED.findall(html)])
    collapsed = _collapsed(TYPED.sub(r"\1", html))
    return re.sub(r"(?=</(?:textarea|pre)>)", lambda _: next(typed), collapsed)


def _collapsed(html: str) -> str:
    html = TAG.sub(lambda tag: re.sub(r"\s+(?=>$)", "", BLANKS.sub(" ", tag[0])), html)
    html = BLANKS.sub(" ", html)
    return re.sub(rf" ?(</?(?:{BLOCKS})\b(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>) ?", r"\1", html)
