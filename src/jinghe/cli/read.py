"""`jinghe read FILE`: what a notice was understood to say, and what a person must look at."""

import argparse
import json
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from jinghe.core.counting.rulings import QUESTIONS
from jinghe.core.plan.plans import Plan
from jinghe.core.values.findings import Finding, Severity
from jinghe.intake import PlanReading
from jinghe.usecases.plan.reading import read_file, reading_to_json

LONG_WORK_BYTES = 2_000_000
NOT_STATED = "未写明"
SHOWN_OF_A_KIND = 8
"""Findings of one kind that the terminal shows; `--json` has all of them."""
COLORS = {Severity.BLOCKS: "red", Severity.LOOK: "yellow", Severity.NOTE: "cyan"}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command and its options."""
    parser = commands.add_parser("read", help="读取目标任务通知（docx、xlsx、pdf、txt），列出目标和疑点")
    parser.add_argument("file", type=Path, metavar="文件", help="通知文件")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0: read; 1: read, but findings forbid confirming it; 2: not readable."""
    with _progress(options.file):
        reading = read_file(options.file)
    if options.json:
        print(json.dumps(reading_to_json(reading), ensure_ascii=False, indent=1))
    if reading.plan is None:
        print(reading.error, file=sys.stderr)
        return 2
    if not options.json:
        _print(reading, reading.plan, Console())
    return 1 if any(finding.severity is Severity.BLOCKS for finding in reading.findings) else 0


def _progress(path: Path) -> AbstractContextManager[object]:
    """A spinner on the terminal, for large files only."""
    console = Console(stderr=True)
    is_long = path.is_file() and path.stat().st_size > LONG_WORK_BYTES
    return console.status("正在读取……") if is_long and console.is_terminal else nullcontext()


def _print(reading: PlanReading, plan: Plan, console: Console) -> None:
    console.print(_particulars(plan))
    console.print(_units(plan))
    for severity in Severity:
        _print_findings(reading, severity, console)
    console.print(reading.numbers.text, highlight=False, soft_wrap=True)


def _particulars(plan: Plan) -> Table:
    table = Table(show_header=False, title="文件要素", title_justify="left")
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    issued_on = plan.issued_on
    rows = (
        ("标题", plan.title),
        ("文号", plan.document_number),
        ("发文机关", plan.issuer),
        ("成文日期", f"{issued_on.year}年{issued_on.month}月{issued_on.day}日" if issued_on else ""),
        ("年度", f"{plan.year}年" if plan.year else ""),
        ("目标", f"{len(plan.targets)} 项"),
        ("合计", f"{len(plan.totals)} 项"),
        ("职责", f"{len(plan.duties)} 条"),
        ("口径", "\n".join(f"{QUESTIONS[r.name].text}：{r.text}（{r.source}）" for r in plan.rulings)),
    )
    for name, text in rows:
        table.add_row(name, text or NOT_STATED)
    return table


def _units(plan: Plan) -> Table:
    table = Table(title="责任单位", title_justify="left")
    for name in ("单位", "目标数", "职责数"):
        table.add_column(name, justify="left" if name == "单位" else "right")
    for group in plan.groups:
        table.add_section()
        table.add_row(f"[bold]{group}（{len(plan.units_of(group))}个）[/bold]", "", "")
        for unit in plan.units_of(group):
            duties = sum(duty.unit == unit.name for duty in plan.duties)
            table.add_row(unit.name, str(len(plan.targets_of(unit.name))), str(duties))
    return table


def _print_findings(reading: PlanReading, severity: Severity, console: Console) -> None:
    findings = [finding for finding in reading.findings if finding.severity is severity]
    if not findings:
        return
    color = COLORS[severity]
    table = Table(
        title=f"[{color}]{severity.label}（{len(findings)}处）[/{color}]",
        title_justify="left",
    )
    for name in ("出处", "疑点", "怎么办"):
        table.add_column(name, overflow="fold")
    for advice, alike in _grouped(findings).items():
        for index, finding in enumerate(alike[:SHOWN_OF_A_KIND]):
            table.add_row(escape(finding.locator), escape(finding.text), "" if index else escape(advice))
        if len(alike) > SHOWN_OF_A_KIND:
            table.add_row(f"……同类另有{len(alike) - SHOWN_OF_A_KIND}处", "", "")
        table.add_section()
    console.print(table)


def _grouped(findings: list[Finding]) -> dict[str, list[Finding]]:
    """Advice → the findings that have it, in the order of the notice."""
    by_advice: dict[str, list[Finding]] = {}
    for finding in findings:
        by_advice.setdefault(finding.advice, []).append(finding)
    return by_advice
