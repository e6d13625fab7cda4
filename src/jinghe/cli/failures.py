"""How a command fails: one clear sentence for the person at the terminal, and an exit code."""

import errno
import os
import re
import sqlite3
import sys
from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import DatabaseError, OperationalError, ProgrammingError

_OTHER_VERSION = re.compile(r"no such (?:column|table)|(?:column|relation) .* does not exist")
"""What a database answers whose tables are those of an earlier version of the program."""


class Stop(Exception):
    """The command cannot go on; str() is the Chinese sentence for the person at the terminal."""

    def __init__(self, sentence: str, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code


def run_safely(command: Callable[[], int]) -> int:
    """The exit code of a command; a full disk, a locked database and the like become one line on standard error."""
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


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _sentence(error: Exception) -> str:
    """One line that says what the disk, the database or the settings refused, and what to do about it."""
    number = getattr(error, "errno", None)
    path = getattr(error, "filename", None) or ""
    if number in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in str(error):
        return (
            f"磁盘空间不足，写入失败{f'：{path}' if path else ''}。请清理磁盘后重试；已写入的内容保持完整。"
        )
    if number in (errno.EACCES, errno.EPERM, errno.EROFS) or "readonly database" in str(error):
        return f"目录或文件不可写：{path or error}。请更换 --data 目录或调整权限。"
    if number in (errno.EEXIST, errno.ENOTDIR):
        return f"这里应是目录，却是一个文件：{path}。请更换 --data 目录。"
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, OSError):
        return f"读写文件失败：{error.strerror or error}{f'：{path}' if path else ''}。"
    if "database is locked" in str(error):
        return "数据库正被另一个程序占用，本次没有写入。请稍后重试；如一直如此，请关闭占用它的程序。"
    if isinstance(error, (OperationalError, ProgrammingError)) and _OTHER_VERSION.search(str(error)):
        return "数据目录是旧版本留下的，还没有升级。请先启动一次网站（./jinghe serve 或 ./jinghe demo），再重试。"
    return f"数据库打不开或已损坏：{error}。请检查 --data 目录，或从备份恢复。"
