"""`jinghe bulletin`: what was issued, a file written from the ledger, and what a file proves; exit codes."""

import sqlite3
from contextlib import closing

import pytest

from tests.cli.test_commands import one_line


def test_the_list_names_the_kinds_and_what_was_issued(ask):
    done = ask("bulletin", "list")
    assert done.returncode == 0
    assert "monthly（进度通报）" in done.stdout
    assert "关于2022年1—5月全市经济合作目标任务完成情况的通报" in done.stdout


def test_an_issued_file_is_proved_and_what_came_later_is_told(ask, demonstration_directory):
    number = next(
        line.split("　")[0] for line in ask("bulletin", "list").stdout.splitlines() if "1—5月" in line
    )
    assert "时序进度为41.7%" in ask("bulletin", "show", number).stdout
    file = issued_file(demonstration_directory)
    done = ask("bulletin", "verify", str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "逐字节一致" in done.stdout
    assert "都能由当时已入账的内容重新算出" in done.stdout
    assert "印发以后对已关账月份的更正" in done.stdout


def issued_file(data):
    """The docx of the first document that was issued."""
    with closing(sqlite3.connect(data / "jinghe.sqlite3")) as database:
        asked = "SELECT file_id FROM issued_file WHERE format = 'docx' ORDER BY id LIMIT 1"
        (digest,) = database.execute(asked).fetchone()
    return data / "files" / digest[:2] / digest


def test_a_strangers_file_proves_nothing(ask, tmp_path):
    file = tmp_path / "别处.docx"
    file.write_bytes(b"PK nothing")
    done = ask("bulletin", "verify", str(file))
    assert (done.returncode, done.stdout.count("这不是本系统印发的文件")) == (1, 1)


def test_a_kind_is_written_to_a_file(ask, tmp_path):
    file = tmp_path / "红黑榜.docx"
    done = ask("bulletin", "write", "ranking", str(file), "--as-of", "2022-09-30")
    assert done.returncode == 0, done.stderr
    assert file.read_bytes()[:2] == b"PK"
    assert "没有留底稿，也没有印发" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("write", "nothing", "a.docx"), "没有“nothing”这个种类"),
        (("write", "monthly", "a.exe"), "文件扩展名应为docx"),
        (("write", "monthly", "a.docx", "--year", "2022", "--as-of", "2021-01-31"), "不在2022年度内"),
        (("write", "evaluation", "a.docx"), "还没有公布结果"),
        (("show", "999"), "没有编号为999的通报"),
        (("verify", "不存在.docx"), "找不到文件"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_done_is_said_in_one_line(arguments, words, ask):
    assert words in one_line(ask("bulletin", *arguments))
