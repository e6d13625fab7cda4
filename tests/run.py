"""`./jinghe test [pytest arguments]`: everything on SQLite, what could differ there on PostgreSQL, one sum.

`--long` adds what takes longer and finds little more; `-n 0` runs in one process, which `--pdb` needs.
A test that this machine cannot run counts as skipped, never as passed; a run that ends without a report has failed.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import databases, demonstration  # noqa: E402

OUTCOMES = ("passed", "failed", "skipped")


WORKERS = min(4, os.cpu_count() or 1)
"""Each has a database, a browser and a site of its own: beyond four they would want more memory than time."""


def main(arguments: list[str]) -> int:
    """Runs the suite and prints the sums as the last line. Returns the exit code."""
    shared = tempfile.TemporaryDirectory(prefix="jinghe-run-", ignore_cleanup_errors=True)
    with shared as directory:
        _say("── 全部测试（SQLite）──")
        reports = [run_pytest(arguments, {demonstration.SHARED: directory})]
        if not reports[0]["database"]:
            return conclude(reports, unserved="")
        _say("── 两种数据库上可能不同的测试（PostgreSQL）──")
        try:
            with databases.postgresql() as address:
                variables = {"JINGHE_DATABASE": address, "JINGHE_TEST_ONLY": "database"}
                reports.append(run_pytest(arguments, variables | {demonstration.SHARED: directory}))
        except databases.NoPostgreSQL as reason:
            return conclude(reports, unserved=str(reason))
    return conclude(reports, unserved="")


def _say(line: str) -> None:
    print(line, flush=True)


def conclude(reports: list[dict], unserved: str) -> int:
    """Adds the reports up, says what is to be known, and prints the sums. unserved: why there was no PostgreSQL."""
    total = Counter()
    for report in reports:
        total.update({outcome: report[outcome] for outcome in OUTCOMES})
    notes = list(dict.fromkeys(note for report in reports for note in report["notes"]))
    if unserved:
        skipped = reports[0]["database"]
        counted = "failed" if os.environ.get("JINGHE_REQUIRE_ALL") else "skipped"
        total[counted] += skipped
        how = {"failed": "失败", "skipped": "跳过"}[counted]
        notes.append(f"本机没有可用的 PostgreSQL（{unserved}），{skipped} 项数据库测试记为{how}。")
    if left := reports[0]["long"]:
        notes.append(f"另有 {left} 项耗时较长的测试没有运行（./jinghe test --long 全部运行）。")
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


def run_pytest(arguments: list[str], variables: dict[str, str]) -> dict:
    """One pytest run in processes of its own; what it counted, as tests/conftest.py writes it."""
    with tempfile.TemporaryDirectory(prefix="jinghe-report-") as directory:
        path = Path(directory) / "report.json"
        env = {**os.environ, **variables, "JINGHE_TEST_REPORT": str(path)}
        env.pop("DJANGO_SETTINGS_MODULE", None)
        env.pop(
            "PYTHONDONTWRITEBYTECODE", None
        )  # a hundred processes start: what one has compiled serves the others
        # A file at a time: its fixtures are made once. Files keep their order, the longest first (tests/conftest.py).
        shared_out = ["-n", str(WORKERS), "--dist", "loadfile", "--no-loadscope-reorder"]
        # One file that cannot be read must not hide what the others say.
        command = [sys.executable, "-m", "pytest", *shared_out, "--continue-on-collection-errors", *arguments]
        code = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
        report = dict.fromkeys(OUTCOMES, 0) | {"database": 0, "long": 0, "notes": []}
        if path.exists():
            report |= json.loads(path.read_text(encoding="utf-8"))
        elif not code:
            code = 1
        # 5: nothing collected, which is for the sum to judge; any other code without a failure is a failure itself.
        if code not in (0, 5) and not report["failed"]:
            report["failed"] += 1
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
