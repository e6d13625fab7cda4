"""Plain text: encodings, lines with their places, page numbers, and bytes that are no text."""

import pytest

from jinghe.documents import DocumentKind, Reason, UnreadableDocument, read
from jinghe.documents.readers import text as limits

NOTICE = "关于下达目标的通知\r\n\r\n单位　到位资金（亿元）\n青山区\t５"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encodings_of_offices_are_read(encoding):
    found = read(NOTICE.encode(encoding), name="通知.txt")
    assert found.kind is DocumentKind.TXT
    assert [one.text for one in found.paragraphs] == [
        "关于下达目标的通知",
        "单位　到位资金（亿元）",
        "青山区\t５",
    ]
    assert [str(one.locator) for one in found.paragraphs] == ["第1行", "第3行", "第4行"]


def lines(text: str) -> list[str]:
    return [one.text for one in read(text.encode(), name="通知.txt").paragraphs]


def test_numbers_beside_a_form_feed_are_page_numbers():
    assert lines("青山区 5\n1\n\f碧水县 6\n— 2 —\n\f合计 11") == ["青山区 5", "碧水县 6", "合计 11"]


def test_numbers_between_dashes_that_count_pages_are_page_numbers():
    assert lines("青山区 5\n— 1 —\n碧水县 6\n— 2 —") == ["青山区 5", "碧水县 6"]


def test_a_number_between_dashes_alone_may_be_a_row():
    assert lines("青山区\n— 5 —") == ["青山区", "— 5 —"]
    assert lines("— 5 —\n— 3 —\n目标") == ["— 5 —", "— 3 —", "目标"]


@pytest.mark.parametrize(
    "content", [bytes(range(1, 256)), b"\x00\x01\x02\x03" * 50, b"\xff" * 100, "青山区\x07".encode()]
)
def test_other_bytes_are_no_text(content):
    with pytest.raises(UnreadableDocument) as caught:
        read(content, name="通知.txt")
    assert caught.value.reason is Reason.OTHER_FORMAT


def test_blank_text_is_no_content():
    with pytest.raises(UnreadableDocument) as caught:
        read(b" \r\n\t\n", name="通知.txt")
    assert caught.value.reason is Reason.NO_CONTENT


def test_too_much_text_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_CHARACTERS", 10)
    with pytest.raises(UnreadableDocument) as caught:
        read(("目标" * 10).encode(), name="通知.txt")
    assert caught.value.reason is Reason.TOO_LARGE
