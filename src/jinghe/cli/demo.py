"""`jinghe demo`: the 2022 plan and the demonstration year in a file of their own, and the site on this machine."""

import argparse
import os
import shutil
import signal
import tempfile
import threading
import time
import urllib.request
import webbrowser
from multiprocessing.process import BaseProcess
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from jinghe.cli.data import CLOCK_FILE, DATABASE_FILE, DEMONSTRATION, start_django
from jinghe.cli.failures import run_safely
from jinghe.cli.serve import DEFAULT_PORT, LOOPBACK, prepare, require_free, serve

STANDS_STILL = '{"stands_at": "last_act"}\n'
"""What the marker of a demonstration's directory says: its day comes from its own acts."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("demo", help="演示：载入2022年目标任务和演示年度，打开网站")
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, metavar="端口", help=f"端口（默认 {DEFAULT_PORT}）"
    )
    parser.add_argument("--no-open", action="store_true", help="不自动打开浏览器")
    parser.add_argument(
        "--data", type=Path, default=DEMONSTRATION, metavar="目录", help="演示数据目录（默认 data/demo）"
    )
    parser.add_argument("--reset", action="store_true", help="重新生成演示数据（替换整个文件，原文件另存）")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    console = Console()
    require_free(LOOPBACK, options.port)
    os.environ.pop("JINGHE_DATABASE", None)
    os.environ["JINGHE_DEMO"] = "1"
    directory = options.data.resolve()
    directory.mkdir(parents=True, exist_ok=True)
    if options.reset:
        set_aside(directory)
    if not (directory / DATABASE_FILE).exists():
        build(directory, console)
    start_django(directory)
    prepare()
    address = f"http://{LOOPBACK}:{options.port}"
    introduce(address, directory, console)
    if not options.no_open:
        threading.Thread(target=_open_when_ready, args=(address,), daemon=True).start()
    serve(LOOPBACK, options.port)
    return 0


def set_aside(directory: Path) -> None:
    """Moves the present file away under its date; a ledger is never emptied."""
    file = directory / DATABASE_FILE
    if file.exists():
        kept = directory / f"jinghe-{time.strftime('%Y%m%d-%H%M%S')}.sqlite3"
        for suffix in ("", "-wal", "-shm"):
            if (part := Path(f"{file}{suffix}")).exists():
                part.replace(f"{kept}{suffix}")


def build(directory: Path, console: Console) -> None:
    """Builds the demonstration in a process and directory of its own, and moves it into place once it is complete."""
    import multiprocessing

    building = Path(tempfile.mkdtemp(prefix=".building-", dir=directory))
    try:
        child = multiprocessing.get_context("spawn").Process(
            target=_build, args=(building, console.is_terminal)
        )
        _run_to_its_end(child)
        if child.exitcode:
            raise SystemExit(child.exitcode)
        move_papers(building / "files", directory / "files")
        (directory / CLOCK_FILE).write_text(STANDS_STILL, encoding="utf-8")
        move_in(building / DATABASE_FILE, directory / DATABASE_FILE)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _run_to_its_end(child: BaseProcess) -> None:
    """Waits for the child. Ctrl+C reaches both processes: the child ignores it, this one ends the child."""
    answering = signal.signal(signal.SIGINT, signal.SIG_IGN)  # inherited by the child
    try:
        child.start()
    finally:
        signal.signal(signal.SIGINT, answering)
    try:
        child.join()
    except KeyboardInterrupt:
        child.terminate()
        child.join()
        raise


def move_papers(built: Path, destination: Path) -> None:
    """Moves the papers beside their database; a paper is named by its digest: overwriting one changes nothing."""
    for paper in (path for path in built.rglob("*") if path.is_file()):
        kept = destination / paper.relative_to(built)
        kept.parent.mkdir(parents=True, exist_ok=True)
        paper.replace(kept)


def move_in(built: Path, destination: Path) -> None:
    """Moves a file into place, but never over one that another `demo` has put there and may already be serving."""
    try:
        os.link(built, destination)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not destination.exists():
            built.replace(destination)


def _build(building: Path, shows_progress: bool) -> None:
    import sys

    sys.exit(run_safely(lambda: _fill(building, shows_progress)))


def _fill(building: Path, shows_progress: bool) -> int:
    start_django(building)
    from django.core.management import call_command
    from django.db import connection

    from jinghe.demonstration import year as demonstration

    call_command("migrate", verbosity=0, interactive=False)
    with Progress(disable=not shows_progress, transient=True) as bar:
        task = bar.add_task("载入演示年度", total=None)
        demonstration.load(lambda done, total: bar.update(task, completed=done, total=total))
    connection.close()
    return 0


def introduce(address: str, directory: Path, console: Console) -> None:
    """Prints the address, the accounts, and what to look at first."""
    from jinghe.demonstration.year import ACCOUNTS
    from jinghe.usecases.common.demonstration import DEMO_PASSWORD

    console.print(f"\n[bold]经合 · 演示数据[/bold]　{address}\n")
    table = Table("账号", "角色", "单位", title=f"演示账号（口令均为 {DEMO_PASSWORD}）", title_justify="left")
    for username, role, unit in ACCOUNTS:
        table.add_row(username, str(role.label), unit or "全市")
    console.print(table)
    console.print(
        "先看：① 用 shenhe 登录，看“进度”中 9 个县（市、区）和园区谁超谁欠；"
        "② 点任一数字，看它由哪些入账构成、出自哪一条款；\n"
        "　　　③ 把“入账时点”改到 9 月 30 日，看当时知道的数字；④ 换 tongchuan 登录，看填报员能看到什么。"
    )
    console.print(f"数据目录：{directory}　按 Ctrl+C 停止；--reset 重新生成演示数据。", highlight=False)


def _open_when_ready(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310  our own address
            webbrowser.open(address)
            return
        except OSError:
            time.sleep(0.2)
