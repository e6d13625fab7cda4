"""The command line: `jinghe <command>`. Output in Chinese; exit code 0 done, 1 found wanting, 2 cannot."""

import argparse
import errno
import os
import re
import sqlite3
import sys
from collections.abc import Callable, Sequence

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import DatabaseError, OperationalError, ProgrammingError

from jinghe.cli import account, bulletin, check, clause, demo, evaluate, plan, read, score, serve
from jinghe.cli.failures import Stop

COMMANDS = (demo, serve, read, clause, plan, score, evaluate, bulletin, account, check)

LAUNCHER_COMMANDS = {"test": "运行全部测试", "bench": "测量速度和内存"}


_OTHER_VERSION = re.compile(r"no such (?:column|table)|(?:column|relation) .* does not exist")
"""What a database says that was made by an earlier version."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; every failure is one line on standard error."""
    chosen = _parser().parse_args(arguments)
    return run_safely(lambda: chosen.run(chosen))


def run_safely(command: Callable[[], int]) -> int:
    """The exit code of a command; what the machine refuses becomes one Chinese line."""
    try:
        code = command()
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # `| head` has read enough; the interpreter must not flush into the closed pipe once more.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return 0
    except Stop as stop:
        return _say(str(stop), stop.code)
    except (OSError, sqlite3.Error, DatabaseError, ImproperlyConfigured) as error:
        return _say(_sentence(error), 2)
    except KeyboardInterrupt:
        return _say("已停止。", 130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jinghe", description="经合：经济合作目标任务管理", add_help=True)
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for command in COMMANDS:
        command.register(commands)
    for name, purpose in LAUNCHER_COMMANDS.items():
        commands.add_parser(name, help=purpose).set_defaults(run=_launcher_only)
    return parser


def _launcher_only(chosen: argparse.Namespace) -> int:
    raise Stop(f"请用启动脚本运行：./jinghe {chosen.command}")


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _sentence(error: Exception) -> str:
    """What went wrong with the machine, in one line, with what to do."""
    number = getattr(error, "errno", None)
    place = getattr(error, "filename", None) or ""
    if number in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in str(error):
        return (
            f"磁盘空间不足，写入失败{f'：{place}' if place else ''}。请清理磁盘后重试；已写入的内容保持完整。"
        )
    if number in (errno.EACCES, errno.EPERM, errno.EROFS) or "readonly database" in str(error):
        return f"目录或文件不可写：{place or error}。请更换 --data 目录或调整权限。"
    if number in (errno.EEXIST, errno.ENOTDIR):
        return f"这里应是目录，却是一个文件：{place}。请更换 --data 目录。"
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, OSError):
        return f"读写文件失败：{error.strerror or error}{f'：{place}' if place else ''}。"
    if "database is locked" in str(error):
        return "数据库正被另一个程序占用，本次没有写入。请稍后重试；如一直如此，请关闭占用它的程序。"
    if isinstance(error, (OperationalError, ProgrammingError)) and _OTHER_VERSION.search(str(error)):
        return "数据目录是旧版本留下的，还没有升级。请先启动一次网站（./jinghe serve 或 ./jinghe demo），再重试。"
    return f"数据库打不开或已损坏：{error}。请检查 --data 目录，或从备份恢复。"
