"""`jinghe demo`: the 2022 plan and the demonstration year in a file of their own, and the site on this machine.

`jinghe demo record` takes what was added in the browser into the journal of the sources.
"""

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

from jinghe.cli.data import CLOCK_FILE, DATABASE_FILE, DEMONSTRATION, JOURNAL_FILE, start_django
from jinghe.cli.failures import Stop, run_safely
from jinghe.cli.serve import DEFAULT_PORT, LOOPBACK, prepare, require_free, serve

STANDS_STILL = '{"stands_at": "last_act"}\n'
"""What the marker of a demonstration's directory says: its day comes from its own acts."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("demo", help="演示：载入2022年目标任务和演示年度，打开网站")
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, metavar="端口", help=f"端口（默认 {DEFAULT_PORT}）"
    )
    parser.add_argument(
        "what", nargs="?", choices=["record"], help="record：把演示中新做的事写入源码中的演示年度"
    )
    parser.add_argument("--no-open", action="store_true", help="不自动打开浏览器")
    parser.add_argument(
        "--data", type=Path, default=DEMONSTRATION, metavar="目录", help="演示数据目录（默认 data/demo）"
    )
    parser.add_argument("--reset", action="store_true", help="重新生成演示数据（替换整个文件，原文件另存）")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    console = Console()
    if options.what == "record":
        return record(options.data.resolve())
    require_free(LOOPBACK, options.port)
    os.environ.pop("JINGHE_DATABASE", None)
    os.environ["JINGHE_DEMO"] = "1"
    directory = options.data.resolve()
    directory.mkdir(parents=True, exist_ok=True)
    if options.reset or not (directory / DATABASE_FILE).exists():
        set_aside(directory)
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
    """Moves the present file and its journal away under their date; a ledger is never emptied."""
    date = time.strftime("%Y%m%d-%H%M%S")
    for name in (*(f"{DATABASE_FILE}{suffix}" for suffix in ("", "-wal", "-shm")), JOURNAL_FILE):
        if (part := directory / name).exists():
            stem, _, ending = name.partition(".")
            part.replace(directory / f"{stem}-{date}.{ending}")


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
        for name in (CLOCK_FILE, JOURNAL_FILE, DATABASE_FILE):
            move_in(building / name, directory / name)
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
    (building / CLOCK_FILE).write_text(STANDS_STILL, encoding="utf-8")
    start_django(building)
    from django.core.management import call_command
    from django.db import connection

    from jinghe.demonstration import diary
    from jinghe.demonstration import year as demonstration

    diary.keep(building / JOURNAL_FILE)
    call_command("migrate", verbosity=0, interactive=False)
    with Progress(disable=not shows_progress, transient=True) as bar:
        task = bar.add_task("载入演示年度", total=None)
        demonstration.load(lambda done, total: bar.update(task, completed=done, total=total))
    connection.close()
    return 0


def record(directory: Path) -> int:
    """Writes the journal that a demonstration kept of itself over the one of the sources."""
    journal = directory / JOURNAL_FILE
    if not journal.exists():
        raise Stop(f"{directory} 中没有演示日志。请先用 ./jinghe demo 生成演示，在浏览器中操作后再运行。")
    start_django(directory)
    from jinghe.demonstration.rows import rows_in, write_rows
    from jinghe.demonstration.year import JOURNAL

    rows = tuple(rows_in(journal.read_text("utf-8").splitlines()))
    if untold := {f"{row.on} {row.by}" for row in rows if row.is_untold}:
        raise Stop(f"这些操作无法写成演示日志，没有改动：{'；'.join(sorted(untold))}。")
    write_rows(Path(str(JOURNAL)), rows)
    print(f"已写入{len(rows)}件事：{JOURNAL}。请用 ./jinghe demo --reset 重放核对。")
    return 0


def introduce(address: str, directory: Path, console: Console) -> None:
    """Prints the address, the accounts, and what to look at first."""
    from jinghe.usecases.common.demonstration import DEMO_PASSWORD, demonstration_accounts

    console.print(f"\n[bold]经合 · 演示数据[/bold]　{address}\n")
    table = Table("账号", "角色", "单位", title=f"演示账号（口令均为 {DEMO_PASSWORD}）", title_justify="left")
    for user in demonstration_accounts():
        table.add_row(user.username, user.get_role_display(), user.unit or "全市")
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
