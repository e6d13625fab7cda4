"""`jinghe clause`: single clauses from the command line or from a stream that may never end."""

import argparse
import io
import json
import sys

import pytest

from jinghe.cli import clause


@pytest.fixture
def command(capsys, monkeypatch):
    """Runs the command on texts and a standard input of the given bytes; returns exit code and lines."""

    def run(*texts, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        parser = argparse.ArgumentParser()
        clause.register(parser.add_subparsers())
        chosen = parser.parse_args(["clause", *texts])
        return chosen.run(chosen), capsys.readouterr().out.splitlines()

    return run


def test_each_line_of_the_input_is_answered_by_one_object(command):
    code, lines = command("-", "--json", stdin="引进项目5个\n\n到位资金不超过5亿元".encode())
    told = [json.loads(line) for line in lines]
    assert code == 1
    assert [one["text"] for one in told] == ["引进项目5个", "", "到位资金不超过5亿元"]
    assert [[target["tiers"] for target in one["targets"]] for one in told] == [[{"required": "5"}], [], []]
    assert [finding["code"] for finding in told[2]["findings"]] == ["upper_limit"]


def test_parts_alternatives_and_periods_are_told(command):
    _, lines = command("引进项目5个，其中5亿元以上1个", "三年内储备项目9个", "--json")
    _whole, part = json.loads(lines[0])["targets"]
    assert (part["of_which_parent"], part["criteria"]) == (0, {"investment_at_least_yuan": 500_000_000})
    assert json.loads(lines[1])["targets"][0]["period_words"] == "三年内"


def test_a_figure_that_must_be_exceeded_is_strict(command):
    _, lines = command("实际利用外资超过3亿美元，引进项目5个", "--json")
    assert [target["strict"] for target in json.loads(lines[0])["targets"]] == [True, False]


def test_a_person_reads_target_restriction_and_what_to_look_at(command):
    code, lines = command("引进低空经济项目2个")
    assert code == 0
    assert lines[0] == "引进低空经济项目2个"
    assert lines[1].startswith("  目标1：主导引进低空经济项目2个")
    assert lines[2].startswith("  请核对：无法识别“低空经济”")


def test_a_line_without_end_is_bounded_and_office_encoding_is_read(command):
    stdin = b"x" * 300_000 + b"\n" + "到位资金5亿元".encode("gb18030")
    code, lines = command("-", "--json", stdin=stdin)
    assert code == 1
    assert [finding["code"] for finding in json.loads(lines[0])["findings"]] == ["too_long"]
    assert json.loads(lines[1])["targets"][0]["tiers"] == {"required": "5"}


@pytest.mark.parametrize("text", ["", "。。。", "1", "“（其中：或", "一" * 3999, "9" * 500 + "亿元", "\x00"])
def test_nothing_crashes_it(command, text):
    command(text, "--json")
    command(text)
