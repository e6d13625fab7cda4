"""`./jinghe test [pytest arguments]`: everything on SQLite, what touches the database on PostgreSQL, one sum.

A test that this machine cannot run counts as skipped, never as passed; a run that ends without a report has failed.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import databases  # noqa: E402

OUTCOMES = ("passed", "failed", "skipped")


REST, BROWSER, DATABASE = "rest", "browser", "database"
"""What one pytest run takes of the suite: everything but the browser, the browser alone, the database on PostgreSQL."""


def main(arguments: list[str]) -> int:
    """Runs the suite on two cores and prints the sums as the last line. Returns the exit code."""
    print("── 全部测试（SQLite）；浏览器测试和 PostgreSQL 同时进行，结果在后 ──", flush=True)
    with ThreadPoolExecutor(max_workers=1) as beside, tempfile.TemporaryFile() as output:
        second = beside.submit(_beside, arguments, output)
        reports = [run_pytest(arguments, {"JINGHE_TEST_ONLY": REST})]
        more, unserved = second.result()
        reports += more
        output.seek(0)
        print(output.read().decode("utf-8", errors="replace"), flush=True)
    return told(reports, unserved)


def _beside(arguments: list[str], output: IO[bytes]) -> tuple[list[dict], str]:
    """The browser's tests, then those of the database on PostgreSQL; why there is no PostgreSQL, if so."""
    _say(output, "── 浏览器测试 ──")
    reports = [run_pytest(arguments, {"JINGHE_TEST_ONLY": BROWSER}, output)]
    _say(output, "── 涉及数据库的测试（PostgreSQL）──")
    try:
        with databases.postgresql() as address:
            reports.append(
                run_pytest(arguments, {"JINGHE_DATABASE": address, "JINGHE_TEST_ONLY": DATABASE}, output)
            )
    except databases.NoPostgreSQL as reason:
        return reports, str(reason)
    return reports, ""


def _say(output: IO[bytes], line: str) -> None:
    output.write(f"\n{line}\n".encode())
    output.flush()


def told(reports: list[dict], unserved: str) -> int:
    """Adds the reports up, says what is to be known, and prints the sums. unserved: why there was no PostgreSQL."""
    total = Counter()
    for report in reports:
        total.update({outcome: report[outcome] for outcome in OUTCOMES})
    notes = list(dict.fromkeys(note for report in reports for note in report["notes"]))
    if unserved and (skipped := max(report["database"] for report in reports)):
        counted = "failed" if os.environ.get("JINGHE_REQUIRE_ALL") else "skipped"
        total[counted] += skipped
        how = {"failed": "失败", "skipped": "跳过"}[counted]
        notes.append(f"本机没有可用的 PostgreSQL（{unserved}），{skipped} 项数据库测试记为{how}。")
    if not total["passed"] + total["failed"]:
        notes.append("没有运行任何测试，按失败处理。")
        total["failed"] += 1
    print()
    for note in notes:
        print(f"注意：{note}")
    verdict = "有测试未通过" if total["failed"] else "测试全部通过"
    print(f"{verdict}：通过 {total['passed']} 项，失败 {total['failed']} 项，跳过 {total['skipped']} 项。")
    print(", ".join(f"{total[outcome]} {outcome}" for outcome in OUTCOMES), flush=True)
    return 1 if total["failed"] else 0


def run_pytest(arguments: list[str], variables: dict[str, str], output: IO[bytes] | None = None) -> dict:
    """One pytest run in a process of its own; what it counted, as tests/conftest.py writes it."""
    with tempfile.TemporaryDirectory(prefix="jinghe-report-") as directory:
        path = Path(directory) / "report.json"
        env = {**os.environ, **variables, "JINGHE_TEST_REPORT": str(path)}
        env.pop("DJANGO_SETTINGS_MODULE", None)
        # One file that cannot be read must not hide what the others say.
        command = [sys.executable, "-m", "pytest", "--continue-on-collection-errors", *arguments]
        code = subprocess.run(
            command,
            cwd=ROOT,
            env=env,
            check=False,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
        ).returncode
        report = dict.fromkeys(OUTCOMES, 0) | {"database": 0, "notes": []}
        if path.exists():
            report |= json.loads(path.read_text(encoding="utf-8"))
        elif not code:
            code = 1
        # 5: nothing collected, which is for the sum to judge; any other code without a failure is a failure itself,
        # told once though every run meets it.
        if code not in (0, 5) and not report["failed"]:
            report["failed"] += output is None or path.exists()
            report["notes"] = [*report["notes"], f"pytest 未能正常结束（退出码 {code}）。"]
        return report


if __name__ == "__main__":
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(143)
    )  # so that PostgreSQL is stopped and its files removed
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("已中断。")
