"""The launcher on machines that are not as they should be: one Chinese line, no traceback."""

import ast
import contextlib
import importlib.machinery
import importlib.util
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAUNCHER = ROOT / "jinghe"
NEEDED = ("jinghe", "package.json", "package-lock.json", ".npmrc", "requirements")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def clone_into(directory: Path) -> Path:
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, directory / name)
        else:
            shutil.copy(source, directory / name)
    return directory


def module_of(directory: Path):
    loader = importlib.machinery.SourceFileLoader("launcher", str(directory / "jinghe"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("launcher", loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def launcher(tmp_path):
    """The launcher as a module, in a clone of its own whose path is none of the simple ones."""
    directory = tmp_path / "新 目录"
    directory.mkdir()
    return module_of(clone_into(directory))


def told(done: subprocess.CompletedProcess) -> str:
    """The last line on standard error, after checking that it is a sentence and the end."""
    assert done.returncode not in (0, None)
    assert "Traceback" not in done.stderr
    line = done.stderr.strip().splitlines()[-1]
    assert CHINESE.search(line), done.stderr
    return line


def start(*command, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        list(command), capture_output=True, text=True, encoding="utf-8", check=False, timeout=300, **options
    )


def test_it_parses_on_python_3_6():
    ast.parse(LAUNCHER.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_it_imports_only_the_standard_library():
    names = set()
    for node in ast.walk(ast.parse(LAUNCHER.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        assert not isinstance(node, ast.ImportFrom)
    assert names <= set(sys.stdlib_module_names)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no executable bit")
def test_it_can_be_executed():
    assert LAUNCHER.stat().st_mode & stat.S_IXUSR


def test_an_old_python_is_told_so():
    pretend = (
        "import runpy, sys; sys.version_info = (3, 8, 10); runpy.run_path(sys.argv[1], run_name='__main__')"
    )
    no_other_python = os.environ | {"PATH": ""}
    assert "需要 Python 3.11" in told(
        start(sys.executable, "-c", pretend, str(LAUNCHER), env=no_other_python)
    )


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "磁盘空间不足"),
        ("error: failed to write: No space left on device (os error 28)", "磁盘空间不足"),
        ("npm error code ENOSPC", "磁盘空间不足"),
        ("error: failed to create directory: Permission denied (os error 13)", "目录不可写"),
        ("npm error code EACCES", "目录不可写"),
        ("Temporary failure in name resolution", "连不上软件源"),
        ("error: Request failed after 3 retries\n  Caused by: error sending request", "连不上软件源"),
        ("npm error code ENOTFOUND", "连不上软件源"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "校验值不符"),
        ("npm error code EINTEGRITY", "校验值不符"),
        ("something nobody has seen before", "原因见记录"),
    ],
)
def test_what_a_failed_step_printed_is_explained(launcher, printed, sentence):
    explained = str(launcher.failure(printed))
    assert sentence in explained
    assert "\n" not in explained


def test_an_unreachable_registry_is_named_as_the_cause(tmp_path):
    clone_into(tmp_path)
    # Nothing listens on the discard port of this machine.
    env = os.environ | {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "1", "HOME": str(tmp_path)}
    assert "连不上软件源" in told(start(sys.executable, str(tmp_path / "jinghe"), "demo", env=env))


def test_a_folder_that_cannot_be_written_is_named():
    directory = Path(tempfile.mkdtemp(prefix="jinghe-readonly-"))
    try:
        clone_into(directory)
        directory.chmod(0o555)
        python, account = ordinary_python()
        line = told(start(python, str(directory / "jinghe"), "demo", cwd="/", **account))
        assert "目录不可写" in line
        assert str(directory) in line
    finally:
        directory.chmod(0o755)
        shutil.rmtree(directory)


def ordinary_python():
    """This Python; as root, whom no permission stops, one that `nobody` can run."""
    if os.name == "nt":
        pytest.skip("Windows keeps permissions in another way")
    if os.geteuid() != 0:
        return sys.executable, {}
    import pwd

    account = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
    for python in (sys.executable, "/usr/bin/python3"):
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            subprocess.run(
                [python, "-c", "import sys; assert sys.version_info >= (3, 11)"], check=True, **account
            )
            return python, account
    pytest.skip("本机没有普通用户可以运行的 Python 3.11，目录权限测试记为跳过。")


def test_a_break_costs_one_step(launcher):
    ran = []

    def first(again):
        Path(launcher.VENV).mkdir()
        ran.append(("first", again))

    def second(again):
        ran.append(("second", again))
        if not again:
            raise launcher.SetUpFailed("断电")

    launcher.STEPS = (("a", "甲", first, lambda: "1"), ("b", "乙", second, lambda: "2"))
    with pytest.raises(launcher.SetUpFailed, match="断电"):
        launcher.prepare("demo")
    launcher.prepare("demo")
    launcher.prepare("demo")
    assert ran == [("first", False), ("second", False), ("second", True)]
    assert json.loads(Path(launcher.STAMP).read_text(encoding="utf-8")) == {"a": "1", "b": "2"}


def test_a_damaged_stamp_counts_as_none(launcher):
    Path(launcher.VENV).mkdir()
    Path(launcher.STAMP).write_text("{", encoding="utf-8")
    assert [step[0] for step in launcher.outstanding("demo")] == ["environment", "runtime", "pages"]
    assert [step[0] for step in launcher.outstanding("test")] == ["environment", "runtime", "test", "pages"]


def test_two_launchers_take_turns(launcher):
    Path(launcher.HIDDEN).mkdir()
    lock = Path(launcher.HIDDEN, "setup.lock")
    with launcher.one_at_a_time(), lock.open("a", encoding="utf-8") as second:
        assert not launcher.try_to_lock(second)
    with lock.open("a", encoding="utf-8") as second:
        assert launcher.try_to_lock(second)


def test_front_end_files_name_no_source_map(launcher, tmp_path):
    source = tmp_path / "a.css"
    source.write_bytes(b"p{color:red}\n/*# sourceMappingURL=a.css.map */")
    launcher.copy_without_source_map(str(source), str(tmp_path / "b.css"))
    assert (tmp_path / "b.css").read_bytes() == b"p{color:red}\n"


def test_the_exit_code_of_a_command_comes_through():
    if module_of(ROOT).outstanding("demo"):
        pytest.skip("started without ./jinghe: its environment is not prepared")
    done = start(sys.executable, str(LAUNCHER), "no-such-command")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
