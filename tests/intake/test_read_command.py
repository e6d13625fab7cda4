"""`jinghe read`: exit codes, one clear line for a person, JSON that parses alone."""

import json

import pytest

from jinghe.cli import read
from tests.intake.notices import sheet_notice

KEYS = "document_number issuer issued_on title year units targets totals duties rulings findings numbers error".split()
GOOD = "单位 | 到位资金（亿元）\n青山区 | 40\n合计 | 40"
WRONG = "单位 | 到位资金（亿元）\n青山区 | 40\n合计 | 50"


@pytest.fixture
def command(tmp_path, capsys):
    """Runs the command on a file of the given bytes (None: no file); returns exit code, output and error."""

    def run(content, *options):
        path = tmp_path / "通知.xlsx"
        if content is not None:
            path.write_bytes(content)
        import argparse

        parser = argparse.ArgumentParser()
        read.register(parser.add_subparsers())
        chosen = parser.parse_args(["read", str(path), *options])
        code = chosen.run(chosen)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_sound_notice_is_read_with_an_account_of_its_numbers(command):
    code, out, err = command(sheet_notice(GOOD))
    assert (code, err) == (0, "")
    assert "青山区" in out
    assert "数字 4 个：目标 1、合计 1、条件 0、其他 2、未识别 0" in out.splitlines()


def test_blocking_findings_give_exit_code_one(command):
    code, out, _ = command(sheet_notice(WRONG))
    assert code == 1
    assert "必须处理（1处）" in out


@pytest.mark.parametrize("content", [None, b"", b"%PDF-1.4 x", b"no document at all"])
def test_what_cannot_be_read_is_one_line_and_exit_code_two(command, content):
    code, out, err = command(content)
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_a_folder_is_no_notice(command, tmp_path, capsys):
    (tmp_path / "通知.xlsx").mkdir()
    code, _, err = command(None)
    assert code == 2
    assert "文件夹" in err


def test_json_has_exactly_the_agreed_keys(command):
    code, out, _ = command(sheet_notice(GOOD), "--json")
    told = json.loads(out)
    assert (code, list(told)) == (0, KEYS)
    assert told["totals"][0]["annex"] == 1
    assert told["numbers"] == {"targets": 1, "totals": 1, "criteria": 0, "other": 2, "unread": 0}
    assert told["targets"][0]["tiers"] == {"required": "40"}


def test_json_parses_alone_when_the_file_is_refused(command):
    code, out, err = command(b"", "--json")
    told = json.loads(out)
    assert (code, list(told)) == (2, KEYS)
    assert told["error"] == err.strip()
    assert told["targets"] == []
