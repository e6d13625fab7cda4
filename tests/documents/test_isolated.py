"""Files read in a process of their own: the same document, and one clear sentence whatever becomes of the process."""

import json
import os
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from jinghe.documents import Reason, UnreadableDocument, read
from jinghe.documents.document_json import document_from_json, document_to_json
from jinghe.documents.readers.isolated import isolated, process
from jinghe.documents.readers.isolated.isolated import ReaderFault
from jinghe.documents.tables import Cell, Content, Document, DocumentKind, Locator, Place, Table
from tests.documents.files import docx_parts, package, paragraph
from tests.notices.own_notices import own_notices

REAL = Path(__file__).resolve().parents[3] / "shared" / "notices"
OURS = {one.file_name: one.content for one in own_notices()}
THEIRS = {
    path.name: path.read_bytes()
    for path in sorted(REAL.rglob("dazhou*"))
    if path.suffix in (".txt", ".docx", ".xlsx")
}


def refusal(content: bytes) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read(content, name="通知.docx", isolated=True)
    assert str(caught.value).endswith("。")
    return caught.value


def _few(files: dict[str, bytes]) -> list[str]:
    """Every fourth, ordered by format."""
    return sorted(files, key=lambda name: (name.rpartition(".")[2], name))[::4]


@pytest.fixture
def reader(monkeypatch, tmp_path):
    """Puts another program in the reader's place."""

    def put(program: str) -> None:
        path = tmp_path / "program.py"
        path.write_text(program, "utf-8")
        monkeypatch.setattr(isolated, "_PROGRAM", path)

    return put


@pytest.mark.parametrize("name", [*_few(OURS), *THEIRS])
def test_a_notice_reads_identically_in_a_process_of_its_own(name):
    content = (OURS | THEIRS)[name]
    assert read(content, name=name, isolated=True) == read(content, name=name)


def test_every_kind_of_cell_comes_back_as_it_was():
    sheet = Locator(place=Place.SHEET, name="表1")
    values = (
        Decimal("0.90"),
        datetime(2022, 3, 1, 8, 30),  # noqa: DTZ001
        date(2022, 3, 1),
        time(8, 30),
        timedelta(days=400, microseconds=7),
        True,
        None,
    )
    inner = Table(cells=(), row_count=0, column_count=0, locator=sheet)
    cells = tuple(
        Cell(text=str(value), row=0, column=at, table_locator=sheet, value=value, content=Content.NUMBER)
        for at, value in enumerate(values)
    )
    nested = Cell(text="", row=1, column=0, table_locator=sheet, tables=(inner,))
    table = Table(cells=(*cells, nested), row_count=2, column_count=7, locator=sheet, hidden_rows=(1,))
    document = Document(name="表.xlsx", kind=DocumentKind.XLSX, blocks=(table,))
    back = document_from_json(json.loads(json.dumps(document_to_json(document))), "表.xlsx")
    assert back == document
    assert [type(one.value) for one in back.tables[0].cells] == [type(one.value) for one in table.cells]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x89PNG", package({"a": "b"})])
def test_a_refusal_is_the_same_sentence(content):
    with pytest.raises(UnreadableDocument) as here:
        read(content, name="通知.docx")
    there = refusal(content)
    assert (there.reason, there.message) == (here.value.reason, here.value.message)


@pytest.mark.parametrize(
    "program",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "raise SystemExit(3)",
        "print('[]')",
        "print('{\"document\":')",
    ],
)
def test_a_process_that_dies_or_says_nonsense_is_one_sentence(reader, program):
    reader(program)
    refused = refusal(b"x")
    assert refused.reason is Reason.DAMAGED
    assert "读取中途停止" in str(refused)


@pytest.mark.parametrize("program", ["import time; time.sleep(60)", "while True: pass"])
def test_a_process_that_hangs_is_stopped_and_told(reader, monkeypatch, program):
    monkeypatch.setattr(process, "MAX_SECONDS", 1)
    reader(program)
    assert refusal(b"x").reason in (Reason.TOO_LARGE, Reason.DAMAGED)


@pytest.mark.skipif(sys.platform != "linux", reason="memory of a process is limited on Linux only")
def test_a_process_that_eats_memory_is_stopped(reader, monkeypatch):
    monkeypatch.setattr(process, "MAX_MEGABYTES", 200)
    reader("held = bytearray(1 << 30); print('{}')")
    assert refusal(b"x").reason is Reason.DAMAGED


@pytest.mark.skipif(sys.platform != "linux", reason="memory of a process is limited on Linux only")
def test_a_file_that_needs_too_much_memory_is_told(monkeypatch):
    monkeypatch.setattr(process, "MAX_MEGABYTES", 160)
    parts = docx_parts("".join(paragraph("任务" * 500) for _ in range(6000)))
    assert refusal(package(parts)).reason in (Reason.TOO_LARGE, Reason.DAMAGED)


def test_a_fault_of_the_reader_itself_reaches_the_log(reader):
    reader("""print('{"fault": "KeyError: 1"}')""")
    with pytest.raises(ReaderFault, match="KeyError"):
        read(b"x", name="x", isolated=True)


def test_the_process_knows_no_secrets_of_the_site(reader, monkeypatch):
    monkeypatch.setitem(os.environ, "JINGHE_SECRET_KEY", "geheim")
    reader("import json, os; print(json.dumps({'fault': str(dict(os.environ))}))")
    with pytest.raises(ReaderFault) as caught:
        read(b"x", name="x", isolated=True)
    assert "geheim" not in str(caught.value)
