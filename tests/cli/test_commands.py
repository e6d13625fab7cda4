"""The commands as a person at a terminal has them: Chinese tables, clean JSON, exit codes, one line per failure."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from jinghe import __version__
from jinghe.cli.data import OFFICE, directory_of
from jinghe.cli.demo import move_in
from jinghe.reference import REFERENCE_VERSION
from tests import demonstration

ROOT = Path(__file__).resolve().parents[2]


def surroundings() -> dict[str, str]:
    """This machine's variables without those of the test run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JINGHE_", "DJANGO_"))}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "COLUMNS": "120"}


def jinghe(*arguments: str, data: Path | None = None, typed: str = "") -> subprocess.CompletedProcess[str]:
    place = {"JINGHE_DATA": str(data)} if data else {}
    return subprocess.run(
        [sys.executable, "-m", "jinghe", *arguments],
        env=surroundings() | place,
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The single line of a failure: no traceback, nothing on standard output."""
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


@pytest.fixture
def demonstration_data(tmp_path) -> Path:
    """A directory with a demonstration, for commands in a process of their own."""
    return demonstration.copy(tmp_path / "演示 数据")


def test_the_built_in_plan_needs_no_data():
    told = json.loads(jinghe("plan", "--builtin", "--json").stdout)
    assert len(told["targets"]) == 215
    assert told["document_number"] == "达市府办函〔2022〕73号"


def test_a_plan_as_a_table_names_targets_duties_and_findings():
    said = jinghe("plan", "--builtin", "--unit", "市发展改革委").stdout
    for word in ("有效投资信息", "投资5亿元及以上", "5条", "落地服务", "请核对"):
        assert word in said


def test_scores_as_a_table(ask):
    done = ask("score", "--unit", "万源市")
    assert done.returncode == 0
    for word in ("演示数据", "截至 2022-10-31", "序时进度 83.3%", "未报", "到位资金（亿元）"):
        assert word in done.stdout


def test_an_evaluation_is_tried_as_a_table_and_the_score_of_a_unit_explained(ask):
    done = ask("evaluate", "--scheme", "county", "--as-of", "2022-09-30")
    assert done.returncode == 0, done.stderr
    assert "工作质量没有评分，按0分计" in done.stdout
    assert "达州高新区" in done.stdout
    own = ask("evaluate", "--scheme", "county", "--as-of", "2022-09-30", "--unit", "通川区").stdout
    assert "到位资金：25×到位资金完成率 = 25×100% = 25" in own
    assert "÷保证目标45亿元" in own


def test_scores_as_json_say_when_they_are_from_and_that_they_are_invented(ask):
    told = json.loads(ask("score", "--json", "--as-of", "2022-08-31").stdout)
    assert told["demonstration"] is True
    assert (told["as_of"], told["known_at"], told["time_elapsed_percent"]) == ("2022-08-31", None, "66.67")
    assert len(told["targets"]) == 215
    first = told["targets"][0]
    assert first["unit_of_measure"] == "亿元"
    assert set(first["tiers"]) == {"guaranteed", "working"}


def test_what_was_known_then_is_not_what_is_known_now(ask):
    def first(*more: str) -> str:
        told = json.loads(ask("score", "--json", "--as-of", "2022-08-31", *more).stdout)
        return told["targets"][0]["actual"]

    assert float(first("--known-at", "2022-08-15T18:00")) < float(first())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("score", "--as-of", "2023-01-31"), "不在2022年度内"),
        (("score", "--year", "2019", "--as-of", "2019-06-30"), "没有下达目标任务"),
        (("score", "--unit", "不存在县"), "没有“不存在县”"),
        (("plan", "--unit", "不存在县"), "没有“不存在县”"),
        (("score", "--known-at", "2001-01-01T00:00"), "没有下达目标任务"),
        (("score", "--known-at", "2999-01-01T00:00"), "晚于现在"),
        (("score", "--year", "2998", "--as-of", "2998-06-30"), "晚于今天"),
        (("evaluate", "--scheme", "county", "--as-of", "2998-06-30"), "还没有过去"),
        (("evaluate", "--scheme", "county", "--as-of", "2019-06-30"), "没有下达目标任务"),
        (("evaluate", "--scheme", "nope", "--as-of", "2022-06-30"), "没有“nope”这个办法"),
        (("evaluate", "--scheme", "05-four-rates", "--as-of", "2022-06-30"), "没有“签约项目”这一栏"),
        (("evaluate", "--scheme", "nope.toml", "--as-of", "2022-06-30"), "nope.toml"),
        (("evaluate", "--scheme", "county", "--as-of", "2022-06-30", "--unit", "市教育局"), "不评“市教育局”"),
        (("test",), "./jinghe test"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_cannot_be_answered_is_one_line(ask, arguments, said):
    assert said in one_line(ask(*arguments))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("score", "--year", "99999"), "“99999”不是年度"),
        (("score", "--year", "0"), "“0”不是年度"),
        (("plan", "--year", "-5"), "“-5”不是年度"),
        (("score", "--known-at", "0001-01-01T00:00Z"), "没有下达目标任务"),
        (("score", "--known-at", "9999-12-31T23:59-08:00"), "不是时间"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_odd_years_and_moments_are_refused_in_a_sentence(ask, arguments, said):
    done = ask(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_known_at_without_a_date_shows_what_was_reported_then(ask):
    told = json.loads(ask("score", "--json", "--known-at", "2022-09-30T18:00").stdout)
    assert told["as_of"] == "2022-08-31"
    assert any(target["reported"] for target in told["targets"])


def test_a_reader_that_stops_early_is_no_failure(demonstration_data):
    command = subprocess.Popen(
        [sys.executable, "-m", "jinghe", "score", "--json", "--data", demonstration_data],
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    command.stdout.readline()
    command.stdout.close()
    said = command.stderr.read()
    assert (command.wait(), said) == (0, b"")


def test_without_data_the_next_step_is_named(tmp_path):
    assert "./jinghe demo" in one_line(jinghe("score", data=tmp_path))


def test_an_offices_accounts_and_site_never_go_into_the_demonstration_unasked(monkeypatch, tmp_path):
    monkeypatch.delenv("JINGHE_DATA", raising=False)
    assert directory_of(None, falls_back=False) == OFFICE
    assert directory_of(tmp_path, falls_back=False) == tmp_path.resolve()


def test_a_taken_port_is_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for command in ("demo", "serve"):
            done = jinghe(command, "--port", str(port), "--data", str(tmp_path / "d"))
            assert f"端口 {port} 已被占用" in one_line(done)


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_data_directory_that_cannot_be_written_is_one_line(tmp_path, command):
    file = tmp_path / "文件"
    file.write_text("不是目录", encoding="utf-8")
    for place in (file, file / "下级"):
        assert "这里应是目录" in one_line(jinghe(command, "--port", "8199", "--data", str(place)))


def test_demo_builds_its_year_says_who_may_sign_in_and_serves_it():
    """The real command on an empty directory: every copy that the tests use comes from this one."""
    built = demonstration.template()
    printed = (built / "output.txt").read_text(encoding="utf-8")
    for word in (
        "经合 · 演示数据",
        "口令均为 jinghe-demo",
        "shenhe",
        "目标绩效办",
        "--reset 重新生成演示数据",
    ):
        assert word in printed.replace("\n", ""), word
    assert {path.name for path in (built / "data").iterdir()} == {
        "files",
        "jinghe.sqlite3",
        "secret_key",
        "static",
        "clock.json",
        "journal.jsonl",
    }


def test_two_starts_at_once_share_what_the_first_one_built(tmp_path):
    """Replacing a file under a site that already serves it would tear its journal from it."""
    place = tmp_path / "jinghe.sqlite3"
    for content in ("first", "second"):
        built = tmp_path / content
        built.write_text(content, encoding="utf-8")
        move_in(built, place)
    assert place.read_text(encoding="utf-8") == "first"


@pytest.mark.skipif(os.name == "nt", reason="本机没有进程组信号")
def test_ctrl_c_while_building_is_one_line_and_leaves_nothing(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = subprocess.Popen(
        [sys.executable, "-m", "jinghe", "demo", "--no-open", "--port", str(port), "--data", tmp_path],
        env=surroundings(),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A run in the background ignores Ctrl+C, and so would everything it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while not list(tmp_path.glob(".building-*")) and started.poll() is None:
        time.sleep(0.02)
    time.sleep(0.2)
    os.killpg(started.pid, signal.SIGINT)
    try:
        _, said = started.communicate(timeout=60)
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
    assert (started.returncode, said) == (130, "已停止。\n")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_is_one_line(tmp_path):
    (tmp_path / "jinghe.sqlite3").write_bytes(b"not a database at all" * 100)
    assert "数据库打不开或已损坏" in one_line(jinghe("score", data=tmp_path))


def test_a_demonstration_is_not_served_to_the_network(demonstration_data):
    done = jinghe("serve", "--host", "0.0.0.0", "--port", "8198", "--data", str(demonstration_data))
    assert "只能在本机打开" in one_line(done)


def test_a_weak_password_or_a_clerk_without_a_unit_is_refused(tmp_path):
    def account(*arguments: str, password: str):
        return jinghe("account", *arguments, data=tmp_path, typed=password + "\n")

    assert "单位" in one_line(account("a", "--role", "clerk", password="long-enough-1x"))
    assert one_line(account("a", "--role", "auditor", password="123"))
    done = account("a", "--role", "auditor", password="long-enough-1x")
    assert (done.returncode, done.stdout) == (0, "已新建账号：a（全市 · 审计）。首次登录须修改口令。\n")
    assert "已存在" in one_line(account("a", "--role", "auditor", password="long-enough-1x"))


def test_once_both_administrators_are_there_accounts_are_made_on_the_site_alone(tmp_path):
    def account(*arguments: str):
        return jinghe("account", *arguments, data=tmp_path, typed="long-enough-1x\n")

    for name, role in (("xitong", "system"), ("anquan", "security")):
        assert account(name, "--role", role).returncode == 0
    assert "已有系统管理员和安全管理员" in one_line(account("b", "--role", "auditor"))
    assert "没有账号“b”" in one_line(account("b", "--reset"))
    assert account("xitong", "--reset").stdout.startswith("已重置口令：xitong")


def test_check_says_one_line_each_and_a_seal_holds_until_something_is_changed(ask):
    done = ask("check")
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout
    assert lines[0].startswith(f"经合 jinghe {__version__}")
    assert [line[:3] for line in lines[1:-1]] == ["通过　"] * 8
    assert lines[-1] == "共8项，全部通过。"
    sealed = ask("check", "--seal", "100").stdout
    digest = sealed.strip().rpartition("：")[2]
    assert sealed.startswith("截至第100次操作（")
    assert len(digest) == 64
    assert ask("check", "--verify", "100", digest).returncode == 0
    wrong = ask("check", "--verify", "100", digest[::-1])
    assert (wrong.returncode, wrong.stdout[:3]) == (1, "不一致")
    assert "没有第999999次操作" in one_line(ask("check", "--verify", "999999", digest))
    assert "应为数字" in one_line(ask("check", "--verify", "x", digest))


def test_the_version_is_that_of_the_package_and_names_the_reference_data():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert __version__ == declared
    assert jinghe("--version").stdout == f"经合 jinghe {declared}（参考数据 {REFERENCE_VERSION}）\n"
