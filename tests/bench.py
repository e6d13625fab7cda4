"""`./jinghe bench`: times, in one run, what users wait for; prints ratios. Nothing in the tests depends on it.

Every measurement is a process of its own, so that its peak memory is its own: `bench.py STAGE` prints one JSON line.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests import databases  # noqa: E402

NOTICES = ROOT.parent / "shared" / "notices"
AIMS = {"scoreboard_ms": 150, "pandas_ratio": 10, "notice_ms": 1000, "peak_mb": 200}
ZONE = ZoneInfo("Asia/Shanghai")
QUESTIONS = tuple(
    (date(2022, month, day), day * 7) for month, day in ((4, 30), (6, 17), (8, 31), (10, 31), (12, 31))
)
"""as_of, and how many per cent (mod 100) of the acts are known: arbitrary, so that no answer is cached."""


def main() -> int:
    chosen = _arguments()
    if chosen.stage:
        print(json.dumps(STAGES[chosen.stage](chosen), ensure_ascii=False))
        return 0
    results: dict[str, dict] = {}
    with tempfile.TemporaryDirectory(prefix="jinghe-bench-") as directory, ExitStack() as stack:
        places = {"SQLite": {"JINGHE_DATA": directory}}
        try:
            address = stack.enter_context(databases.postgresql())
            places["PostgreSQL"] = {"JINGHE_DATA": directory, "JINGHE_DATABASE": _created(address)}
        except databases.NoPostgreSQL as reason:
            print(f"本机没有可用的 PostgreSQL（{reason}），只测 SQLite。")
        for name, variables in places.items():
            for stage in ("fill", "scoreboard", "pandas"):
                _tell(f"{name}：{TITLES[stage]}")
                results[f"{name} {stage}"] = _stage(stage, chosen, variables)
        for notice in ("dazhou-2022.docx", "dazhou-2022-annexes.xlsx", "dazhou-2022.pdf", "dazhou-2022.txt"):
            if (NOTICES / notice).exists():
                _tell(f"读取通知 {notice}")
                results[f"read {notice}"] = _stage(
                    "read", chosen, {"JINGHE_DATA": directory}, NOTICES / notice
                )
        _tell("读条款")
        results["clauses"] = _stage("clauses", chosen, {"JINGHE_DATA": directory})
    _tell("")
    print(
        json.dumps(results, ensure_ascii=False, indent=1) if chosen.json else _report(results, list(places))
    )
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="jinghe bench", description="测量速度和内存，给出比值")
    parser.add_argument("--projects", type=int, default=10_000, help="项目数（默认 10000）")
    parser.add_argument("--postings", type=int, default=500_000, help="入账笔数（默认 500000）")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("stage", nargs="?", choices=tuple(STAGES), help=argparse.SUPPRESS)
    parser.add_argument("file", nargs="?", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _tell(said: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{said}", end="", file=sys.stderr, flush=True)


def _stage(stage: str, chosen: argparse.Namespace, variables: dict[str, str], *file: Path) -> dict:
    command = [sys.executable, __file__, stage, *map(str, file)]
    command += ["--projects", str(chosen.projects), "--postings", str(chosen.postings)]
    environment = os.environ | variables | {"DJANGO_SETTINGS_MODULE": "jinghe.site.settings"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"测量“{TITLES[stage]}”时出错：\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def _created(address: str) -> str:
    """The database named in the address, made on the fresh server."""
    import psycopg

    from jinghe.site.environment import postgresql

    told = postgresql(address)
    with psycopg.connect(
        host=told["HOST"], port=told["PORT"] or None, user=told["USER"], password=told["PASSWORD"], dbname="postgres",
        autocommit=True,
    ) as connection:  # fmt: skip
        connection.execute(f'CREATE DATABASE "{told["NAME"]}"')
    return address


# --- stages, each in a process of its own --------------------------------------------------------------------------


def _peak_mb() -> float:
    """Of this process, or of one it started (a PDF is opened in a process of its own), whichever is larger."""
    processes = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return round(max(resource.getrusage(one).ru_maxrss for one in processes) / 1024, 1)


def _start_django() -> None:
    import django

    django.setup()


def fill(chosen: argparse.Namespace) -> dict:
    """A city with many projects over four years; written in bulk, since the door would check half a million entries."""
    _start_django()
    from django.core.management import call_command
    from django.db import connection, transaction

    from jinghe.demonstration.plan import builtin_plan
    from jinghe.store.models import AccountRole, User
    from jinghe.usecases.plan.plans import issue_plan
    from tests.bench_city import insert, insert_acts, lines, numbered

    start = time.perf_counter()
    call_command("migrate", verbosity=0, interactive=False)
    reviewer = User.objects.create(username="bench", role=AccountRole.REVIEWER)
    at = datetime(2022, 1, 1, 8, tzinfo=ZONE)
    issue_plan(
        builtin_plan(),
        by=reviewer,
        effective_on=date(2022, 1, 1),
        approval_document="-",
        reason="bench",
        at=at,
    )
    rows = list(numbered(lines(chosen.projects, chosen.postings)))
    with transaction.atomic():
        insert_acts(len(rows), at)
        insert(connection, rows)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE posting")
    return {
        "seconds": round(time.perf_counter() - start, 1),
        "postings": len(rows),
        "projects": chosen.projects,
    }


def _known_at(percent: int) -> datetime:
    return datetime(2022, 1, 1, 9, tzinfo=ZONE) + timedelta(days=percent % 60 + 40)


def scoreboard(_: argparse.Namespace) -> dict:
    """The full 2022 scoreboard at several dates and instants; the first call, with everything cold, apart."""
    _start_django()
    from jinghe.usecases.progress.scoreboard import scoreboard as ask

    times, digest = [], []
    for as_of, known in QUESTIONS:
        start = time.perf_counter()
        board = ask(2022, as_of=as_of, known_at=_known_at(known))
        times.append(1000 * (time.perf_counter() - start))
        digest.append([str(one.numerator) for one in board.progress.values()])
    return {
        "first_ms": round(times[0], 1),
        "median_ms": round(statistics.median(times[1:]), 1),
        "peak_mb": _peak_mb(),
        "digest": _digest(digest),
    }


def pandas(_: argparse.Namespace) -> dict:
    """The same figures by a straightforward pandas computation that starts from the same database."""
    _start_django()
    import pandas as pd
    from django.db import connection

    from jinghe.core.progress.measures import measure, read
    from jinghe.demonstration.plan import builtin_plan
    from jinghe.reference.lexicon_loading import lexicon
    from jinghe.usecases.common.acts import sequence_at
    from tests.bench_city import COLUMNS

    plan, times, computing, digest = builtin_plan(), [], [], []
    for as_of, known in QUESTIONS:
        start = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join(COLUMNS)} FROM posting WHERE sequence <= {sequence_at(_known_at(known))}"
            )
            frame = pd.DataFrame(cursor.fetchall(), columns=list(COLUMNS))
        frame["investment_fen"] = frame["investment_fen"].fillna(-1)
        for column in ("occurred_on", "cohort_on"):
            frame[column] = pd.to_datetime(frame[column], errors="coerce")
        loaded = time.perf_counter()
        asked = {target.key: measure(target, plan, lexicon(), as_of) for target in plan.targets}
        wanted = {one for whole in asked.values() for one in whole.tallies}
        by_kind = dict(tuple(frame.groupby("kind")))
        sums = {one: _pandas_tally(by_kind.get(one.kind.value, frame[:0]), one) for one in wanted}
        shown = [read(asked[target.key], target.unit, sums.__getitem__) for target in plan.targets]
        times.append(1000 * (time.perf_counter() - start))
        computing.append(1000 * (time.perf_counter() - loaded))
        digest.append([str(reading.numerator) for reading in shown])
    return {
        "first_ms": round(times[0], 1),
        "median_ms": round(statistics.median(times[1:]), 1),
        "computing_ms": round(statistics.median(computing[1:]), 1),
        "peak_mb": _peak_mb(),
        "digest": _digest(digest),
    }


def _pandas_tally(frame, one) -> dict[str, int]:
    from jinghe.core.counting.conditions import Operator
    from jinghe.core.counting.facts import WHOLE_SHARE
    from jinghe.core.counting.tallies import Summed

    days = frame["occurred_on"]
    mask = (frame["role"] == one.role.value) & (days < one.occurred.before.isoformat())
    if one.occurred.start > date(1700, 1, 1):
        mask &= days >= one.occurred.start.isoformat()
    for condition in one.conditions.all_of:
        column, value = frame[condition.column], condition.value
        match condition.operator:
            case Operator.AT_LEAST:
                mask &= column >= (value.isoformat() if isinstance(value, date) else value)
            case Operator.ABOVE:
                mask &= column > value
            case Operator.BELOW:
                mask &= (column < value) & (column >= 0)
            case Operator.ONE_OF:
                mask &= column.isin(value)
            case Operator.HAS_ANY:
                mask &= column.str.contains("|".join(f",{code}," for code in value))
            case Operator.IS_FALSE:
                mask &= column == 0
    chosen = frame[mask.astype(bool)]
    if one.summed is Summed.AMOUNT:
        weight = chosen["amount_fen"]
    else:
        weight = chosen["share"] if one.summed is Summed.SHARES else WHOLE_SHARE
    sums = (chosen["sign"] * weight).groupby(chosen["unit"]).sum()
    return {unit: int(total) for unit, total in sums.items()}


def _digest(figures: list) -> str:
    import hashlib

    return hashlib.sha256(json.dumps(figures).encode()).hexdigest()[:16]


def read_notice(chosen: argparse.Namespace) -> dict:
    from jinghe.usecases.plan.reading import read_file

    times = []
    for _ in range(3):
        start = time.perf_counter()
        reading = read_file(chosen.file)
        times.append(1000 * (time.perf_counter() - start))
    assert reading.plan is not None
    return {
        "first_ms": round(times[0], 1),
        "median_ms": round(statistics.median(times), 1),
        "peak_mb": _peak_mb(),
        "targets": len(reading.plan.targets),
    }


def clauses(_: argparse.Namespace) -> dict:
    """Clauses of our own, read one by one; as many clauses a second as the median of five rounds gives."""
    from jinghe.core.clauses import parse
    from jinghe.reference.lexicon_loading import lexicon

    told = (ROOT / "tests" / "clauses" / "own_clauses.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in told]
    vocabulary, times = lexicon(), []
    for _round in range(6):
        start = time.perf_counter()
        for text in texts:
            parse(text, vocabulary)
        times.append(time.perf_counter() - start)
    per_second = len(texts) / statistics.median(times[1:])
    return {"clauses": len(texts), "per_second": round(per_second), "peak_mb": _peak_mb()}


STAGES = {"fill": fill, "scoreboard": scoreboard, "pandas": pandas, "read": read_notice, "clauses": clauses}
TITLES = {
    "fill": "写入数据",
    "scoreboard": "全部进度",
    "pandas": "pandas 对照",
    "read": "读取通知",
    "clauses": "读条款",
}


def _report(results: dict[str, dict], vendors: list[str]) -> str:
    lines = []
    for vendor in vendors:
        size, ours, theirs = (results[f"{vendor} {stage}"] for stage in ("fill", "scoreboard", "pandas"))
        same = "数字一致" if ours["digest"] == theirs["digest"] else "数字不一致！"
        times, computing = theirs["median_ms"] / ours["median_ms"], theirs["computing_ms"] / ours["median_ms"]
        lines += [
            f"{vendor}：{size['projects']} 个项目、{size['postings']} 笔入账；与 pandas 对照：{same}",
            f"  2022年全部进度 {ours['median_ms']:.0f} 毫秒（首次 {ours['first_ms']:.0f}），"
            f"内存峰值 {ours['peak_mb']:.0f} MB",
            f"  pandas 同库计算 {theirs['median_ms']:.0f} 毫秒（其中计算 {theirs['computing_ms']:.0f}），"
            f"内存峰值 {theirs['peak_mb']:.0f} MB",
            f"  快 {times:.1f} 倍（不计读库 {computing:.1f} 倍），内存为其 1/{theirs['peak_mb'] / ours['peak_mb']:.1f}",
        ]
    read = results["clauses"]
    lines.append(f"读条款：每秒 {read['per_second']} 条，内存峰值 {read['peak_mb']:.0f} MB")
    for name, result in results.items():
        if name.startswith("read "):
            lines.append(
                f"读取 {name.removeprefix('read ')}：{result['median_ms']:.0f} 毫秒（首次 {result['first_ms']:.0f}），"
                f"内存峰值 {result['peak_mb']:.0f} MB，目标 {result['targets']} 项"
            )
    lines.append(
        f"目标值：进度 ≤{AIMS['scoreboard_ms']} 毫秒（SQLite），比 pandas 快 ≥{AIMS['pandas_ratio']} 倍，"
        f"读通知 ≤{AIMS['notice_ms']} 毫秒，内存 ≤{AIMS['peak_mb']} MB"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
