"""Every kind opens in LibreOffice without repair: it prints the docx, and the words are all there."""

import shutil
import subprocess
from datetime import UTC, datetime

import pytest

from jinghe.bulletins.registry import BULLETINS
from jinghe.documents.writers import choose, installed_families, write_docx, write_pdf, write_xlsx
from tests.bulletins.making import OFFICE, drawn

PROGRAM = shutil.which("soffice")
AT = datetime(2022, 11, 10, tzinfo=UTC)
TABLE = "unit | goal | actual\n甲县 | 60 | 55\n乙县 | 60 | 55\n丙县 | 60 | 20\n丁县 | 10 |\n戊县 | |"
PLAIN = [one for one in BULLETINS.values() if not one.about and one.code != "trips"]


@pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")
def test_every_kind_is_printed_by_a_word_processor(tmp_path):
    files = []
    for one in PLAIN:
        file = tmp_path / f"{one.code}.docx"
        file.write_bytes(
            write_docx(one.write(drawn(TABLE), OFFICE), typefaces=choose(installed_families()), made_at=AT)
        )
        files.append(file)
    done = subprocess.run(
        [
            PROGRAM,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            str(tmp_path),
            *map(str, files),
        ],
        capture_output=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for one in PLAIN:
        told = (tmp_path / f"{one.code}.txt").read_text("utf-8-sig")
        title = one.write(drawn(TABLE), OFFICE).title.replace("\n", "")
        assert title in told.replace("\n", "")


@pytest.mark.parametrize("one", PLAIN, ids=lambda one: one.code)
def test_every_kind_is_written_in_every_format(one):
    document, faces = one.write(drawn(TABLE), OFFICE), choose(installed_families())
    assert write_xlsx(document, typefaces=faces, made_at=AT)[:2] == b"PK"
    if faces.chosen:
        assert write_pdf(document, typefaces=faces, made_at=AT)[:4] == b"%PDF"
