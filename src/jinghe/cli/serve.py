"""`jinghe serve`: the site for an office; and the server that `demo` uses too."""

import argparse
import errno
import hashlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from jinghe.cli.data import add_data_option, open_data, say_if_demonstration
from jinghe.cli.failures import Stop

LOOPBACK = "127.0.0.1"
LOOPBACKS = (LOOPBACK, "localhost", "::1")
DEFAULT_PORT = 8000
WORKERS = 2
WAITING = 64
"""Requests that may wait in a worker until one of its threads is free."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("serve", help="启动网站（办公室使用）")
    add_data_option(parser)
    parser.add_argument("--host", default=LOOPBACK, metavar="地址", help=f"监听地址（默认 {LOOPBACK}）")
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, metavar="端口", help=f"端口（默认 {DEFAULT_PORT}）"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    require_free(options.host, options.port)
    directory = open_data(options.data, must_exist=False)
    prepare()
    from jinghe.usecases.common.demonstration import is_demonstration
    from jinghe.usecases.security.accounts import has_accounts

    if is_demonstration() and options.host not in LOOPBACKS:
        raise Stop("这是演示数据，含公开的演示口令，只能在本机打开。办公使用请另设 --data 目录。")
    say_if_demonstration()
    print(f"网站地址：http://{options.host}:{options.port}　数据目录：{directory}　按 Ctrl+C 停止")
    for hint in _hints(options.host, has_accounts=has_accounts()):
        print(hint)
    serve(options.host, options.port)
    return 0


def _hints(host: str, *, has_accounts: bool) -> Iterator[str]:
    """Warnings about settings with which the site runs and yet nobody can use it."""
    if not has_accounts:
        yield "还没有账号：请用 ./jinghe account 依次新建系统管理员、安全管理员和审计账号。"
    if host in LOOPBACKS:
        return
    if not os.environ.get("JINGHE_ALLOWED_HOSTS"):
        yield "别的电脑还打不开：请用环境变量 JINGHE_ALLOWED_HOSTS 写明访问本站用的域名或地址。"
    if not (os.environ.get("JINGHE_PLAIN_HTTP") or os.environ.get("JINGHE_BEHIND_PROXY")):
        yield "没有 TLS 时无法登录：内网明文访问请设 JINGHE_PLAIN_HTTP=1，经反向代理访问请设 JINGHE_BEHIND_PROXY=1。"


def require_free(host: str, port: int) -> None:
    """Raises Stop when the port is taken or cannot be used."""
    if not 0 < port < 65536:
        raise Stop(f"端口应在 1 到 65535 之间，收到的是 {port}。")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(_port_sentence(host, port, error)) from error


def _port_sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用：请关闭占用它的程序，或用 --port 换一个端口。"
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}：请用 --port 换一个大于 1024 的端口。"
    return f"无法在 {host}:{port} 上监听：{error.strerror}。请检查 --host 和 --port。"


def prepare() -> None:
    """Brings tables, triggers and static files up to date. Raises Stop when the ledger is not protected."""
    from django.core.checks import run_checks
    from django.core.management import call_command

    from jinghe.store.protection import missing_triggers

    run_checks()  # a page that cannot be loaded fails here, with a message, not in a worker that dies
    call_command("migrate", verbosity=0, interactive=False)
    if missing := missing_triggers():
        raise Stop(f"台账缺少防篡改触发器（{'、'.join(missing)}），已拒绝启动。请从备份恢复或联系维护人员。")
    _collect_static()


def _collect_static() -> None:
    """Copies static files when they changed since the last start."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    listing = sorted(
        (path, storage.size(path), storage.get_modified_time(path).isoformat())
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    digest = hashlib.sha256(repr(listing).encode()).hexdigest()
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    if stamp.exists() and stamp.read_text("ascii") == digest:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest, "ascii")


def serve(host: str, port: int) -> None:
    """Serves until stopped. Workers are new processes that read the settings from the environment."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "jinghe.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=os.cpu_count() or 1,
        backpressure=WAITING,
        log_level=LogLevels.warning,
    ).serve()
