"""`jinghe evaluate`: what a scoring scheme gives on the figures of a day, as a table; nothing is written."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from jinghe.cli.data import add_data_option, open_data
from jinghe.cli.failures import Stop
from jinghe.usecases.evaluation.refusals import RefusedEvaluation

WIDE = 120
"""Columns of a window that has room for the points of every item."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("evaluate", help="阶段评估：按评分办法试算各单位得分、名次和等次（不写入）")
    add_data_option(parser)
    parser.add_argument(
        "--scheme",
        required=True,
        metavar="办法",
        help="已采用办法的代号、内置办法的名称，或JSON、TOML文件",
    )
    parser.add_argument(
        "--as-of", required=True, type=_month_end, metavar="日期", help="截至哪一个月末，如 2022-09-30"
    )
    parser.add_argument(
        "--whole-year", action="store_true", help="对照全年目标（默认按采用的办法；未采用的对照序时目标）"
    )
    parser.add_argument("--unit", metavar="单位", help="只看一个单位，并列出计算过程")
    parser.set_defaults(run=run)


def _month_end(text: str) -> date:
    from calendar import monthrange

    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2022-09-30") from None
    if day.day != monthrange(day.year, day.month)[1]:
        raise argparse.ArgumentTypeError(f"{text}不是月末；阶段评估截至一个月的最后一天")
    return day


def run(chosen: argparse.Namespace) -> int:
    open_data(chosen.data)

    from jinghe.core.evaluation.scoring import Unscorable
    from jinghe.core.evaluation.stages import Stage, StageKind
    from jinghe.usecases.common import clock
    from jinghe.usecases.evaluation.preview import preview
    from jinghe.usecases.evaluation.schemes import Pacing, faults_of
    from jinghe.usecases.plan.plans import NoPlan, plan_of, revision_at

    as_of = chosen.as_of
    if as_of >= clock.today():
        raise Stop(f"{as_of}还没有过去，请改正 --as-of。")
    stage = Stage(year=as_of.year, kind=StageKind.MONTH, number=as_of.month)
    scheme, pacing = _scheme(chosen.scheme, stage)
    if chosen.whole_year:
        pacing = Pacing.WHOLE
    try:
        plan = plan_of(revision_at(as_of.year, as_of=as_of))
        if faults := faults_of(scheme, plan):
            raise Stop(f"办法有{len(faults)}处问题：{''.join(fault.message for fault in faults)}")
        found = preview(scheme, pacing, stage)
    except (NoPlan, RefusedEvaluation, Unscorable) as refused:
        raise Stop(refused.text) from refused
    if chosen.unit and chosen.unit not in {line.result.unit for line in found.lines}:
        raise Stop(f"这个办法不评“{chosen.unit}”。")
    _print(found, scheme, pacing, chosen.unit, Console())
    return 0


def _scheme(told: str, stage: Any) -> tuple[Any, Any]:
    """The scheme that was named, and what its figures are held against."""
    from jinghe.core.evaluation.schemes.reading import UnreadableScheme
    from jinghe.usecases.evaluation.schemes import NoScheme, Pacing, adoption, read_scheme, starting_points

    file = Path(told)
    if file.suffix.lower() in (".json", ".toml"):
        try:
            return read_scheme(file.read_text("utf-8-sig")), Pacing.STAGE
        except UnreadableScheme as unreadable:
            raise Stop(unreadable.text) from unreadable
        except UnicodeDecodeError as wrong:
            raise Stop(f"{file}不是UTF-8文本，请另存后重试。") from wrong
    try:
        held = adoption(told, stage.year, on=stage.as_of)
    except NoScheme:
        if told in starting_points():
            return starting_points()[told], Pacing.STAGE
        known = "、".join(starting_points())
        raise Stop(f"没有“{told}”这个办法。已采用的请写代号；内置的有：{known}；文件请写全名。") from None
    return held.scheme, held.pacing


def _print(found: Any, scheme: Any, pacing: Any, unit: str | None, console: Console) -> None:
    unmarked = f"　[yellow]{'、'.join(found.unmarked)}没有评分，按0分计[/yellow]" if found.unmarked else ""
    console.print(
        f"[bold]{scheme.name}[/bold]\n{scheme.source}\n"
        f"{found.stage.span}累计，截至 {found.stage.as_of}　对照{pacing.label}　试算，不写入{unmarked}",
        highlight=False,
    )
    for group in dict.fromkeys(line.result.group for line in found.lines):
        results = [line.result for line in found.lines if line.result.group == group]
        shown = [one for one in results if unit in (None, one.unit)]
        if shown:
            console.print(_table(group, scheme if console.width >= WIDE else None, shown))
    if unit:
        _explain(next(line.result for line in found.lines if line.result.unit == unit), console)


def _table(group: str, scheme: Any | None, results: list[Any]) -> Table:
    """scheme: whose items are columns too; None where the window is too narrow for them."""
    from jinghe.core.evaluation.schemes.numerals import number

    names = [item.name for item in scheme.items] if scheme else []
    table = Table(title=group, title_justify="left")
    for name in ("名次", "单位", "总分", "等次", *names, "说明"):
        is_text = name in ("单位", "等次", "说明")
        table.add_column(
            name,
            justify="left" if is_text else "right",
            overflow="fold",
            no_wrap=name in ("名次", "单位", "总分", "等次"),
        )
    for one in sorted(results, key=lambda one: one.place or len(results) + 1):
        parts = {part.name: part for part in one.score.parts} if one.score else {}
        points = [
            number(parts[name].value) if name in parts and parts[name].value is not None else "—"
            for name in names
        ]
        total = "—" if one.total is None else number(one.total)
        table.add_row(str(one.place or "—"), one.unit, total, one.grade or "—", *points, one.reason)
    return table


def _explain(result: Any, console: Console) -> None:
    """The tree of a score, one line a step."""
    if result.score is None:
        return

    def told(score: Any, depth: int) -> None:
        console.print(f"{'　' * depth}{score.name}：{score.text}", highlight=False, markup=False)
        for note in (*(used.text for used in score.inputs), *score.notes):
            console.print(f"{'　' * (depth + 1)}{note}", style="dim", highlight=False, markup=False)
        for part in score.parts:
            told(part, depth + 1)

    told(result.score, 0)
