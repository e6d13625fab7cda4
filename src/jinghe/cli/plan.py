"""`jinghe plan`: the plan in force, with its findings; the built-in 2022 plan where none is issued yet."""

import argparse
import json
from datetime import date

from rich.console import Console
from rich.table import Table

from jinghe.cli.data import add_data_option, open_data, year
from jinghe.cli.failures import Stop
from jinghe.core.plan.plans import Plan
from jinghe.demonstration.plan import builtin_plan
from jinghe.store.json.plans import plan_to_json


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("plan", help="目标任务：各单位的目标、职责和疑点")
    add_data_option(parser)
    parser.add_argument("--year", type=year, metavar="年", help="年度（默认最近下达的年度）")
    parser.add_argument("--unit", metavar="单位", help="只看一个单位")
    parser.add_argument("--builtin", action="store_true", help="看内置的2022年目标任务，不读数据目录")
    parser.add_argument("--json", action="store_true", help="输出 JSON（与 read --json 同形）")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    plan = builtin_plan() if options.builtin else _stored_plan(options)
    if options.unit and options.unit not in {unit.name for unit in plan.units}:
        raise Stop(f"{plan.year}年度目标任务中没有“{options.unit}”。")
    if options.json:
        print(json.dumps(plan_to_json(plan), ensure_ascii=False, indent=1))
    else:
        _print(plan, options.unit, Console())
    return 0


def _stored_plan(options: argparse.Namespace) -> Plan:
    open_data(options.data)
    from jinghe.usecases.plan.plans import NoPlan, plan_of, plan_years, revision_at

    years = plan_years()
    year = options.year or (years[0] if years else builtin_plan().year)
    try:
        return plan_of(revision_at(year, as_of=date(year, 12, 31)))
    except NoPlan as missing:
        raise Stop(f"{missing.text}可用 --builtin 查看内置的2022年目标任务。") from missing


def _print(plan: Plan, only: str | None, console: Console) -> None:
    console.print(
        f"[bold]{plan.title}[/bold]　{plan.document_number}\n"
        f"责任单位 {len(plan.units)} 个　目标 {len(plan.targets)} 项　合计 {len(plan.totals)} 项"
        f"　职责 {len(plan.duties)} 条　疑点 {len(plan.findings)} 处",
        highlight=False,
    )
    for group in plan.groups:
        for unit in plan.units_of(group):
            if only in (None, unit.name):
                console.print(_table(plan, unit.name, group))
    for finding in plan.findings:
        console.print(
            f"[yellow]{finding.severity.label}[/] {finding.locator}：{finding.message}", highlight=False
        )


def _table(plan: Plan, unit: str, group: str) -> Table:
    from jinghe.core.counting.dimensions import phrase

    table = Table(title=f"{unit}（{group}）", title_justify="left", show_lines=False)
    for name in ("目标", "限定", "数值", "出处"):
        table.add_column(name, overflow="fold")
    for target in plan.targets_of(unit):
        figures = "／".join(f"{tier.label} {quantity.text}" for tier, quantity in target.tiers.items())
        doubt = "" if target.confirmed else "（待确认）"
        table.add_row(f"{target.column}{doubt}", phrase(target.criteria) or "—", figures, target.locator)
    for duty in plan.duties:
        if duty.unit == unit:
            table.add_row("职责", "—", duty.text, duty.locator)
    return table
