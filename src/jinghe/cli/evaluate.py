"""`jinghe evaluate`: tries a scoring scheme on the figures of a day and prints the result; nothing is written."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from jinghe.cli.data import add_data_option, open_data
from jinghe.cli.failures import Stop
from jinghe.usecases.evaluation.refusals import RefusedEvaluation

if TYPE_CHECKING:
    from jinghe.core.evaluation.schemes.schemes import Scheme
    from jinghe.core.evaluation.schemes.scores import Score, UnitResult
    from jinghe.core.evaluation.stages import Stage
    from jinghe.usecases.evaluation.preview import SchemePreview
    from jinghe.usecases.evaluation.schemes import Pacing

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


def run(options: argparse.Namespace) -> int:
    open_data(options.data)

    from jinghe.core.evaluation.scoring import Unscorable
    from jinghe.core.evaluation.stages import Stage, StageKind
    from jinghe.usecases.common import clock
    from jinghe.usecases.evaluation.preview import preview
    from jinghe.usecases.evaluation.schemes import Pacing, faults_of
    from jinghe.usecases.plan.plans import NoPlan, plan_of, revision_at

    as_of = options.as_of
    if as_of >= clock.today():
        raise Stop(f"{as_of}还没有过去，请改正 --as-of。")
    stage = Stage(year=as_of.year, kind=StageKind.MONTH, number=as_of.month)
    scheme, pacing = _scheme(options.scheme, stage)
    if options.whole_year:
        pacing = Pacing.WHOLE
    try:
        plan = plan_of(revision_at(as_of.year, as_of=as_of))
        if faults := faults_of(scheme, plan):
            raise Stop(f"办法有{len(faults)}处问题：{''.join(fault.message for fault in faults)}")
        previewed = preview(scheme, pacing, stage)
    except (NoPlan, RefusedEvaluation, Unscorable) as refused:
        raise Stop(refused.text) from refused
    if options.unit and options.unit not in {line.result.unit for line in previewed.lines}:
        raise Stop(f"这个办法不评“{options.unit}”。")
    _print(previewed, scheme, pacing, options.unit, Console())
    return 0


def _scheme(name: str, stage: "Stage") -> "tuple[Scheme, Pacing]":
    """The scheme of that name, code or file, and the goals its figures are compared with."""
    from jinghe.core.evaluation.schemes.reading import UnreadableScheme
    from jinghe.usecases.evaluation.schemes import NoScheme, Pacing, adoption, read_scheme, starting_points

    file = Path(name)
    if file.suffix.lower() in (".json", ".toml"):
        try:
            return read_scheme(file.read_text("utf-8-sig")), Pacing.STAGE
        except UnreadableScheme as unreadable:
            raise Stop(unreadable.text) from unreadable
        except UnicodeDecodeError as wrong:
            raise Stop(f"{file}不是UTF-8文本，请另存后重试。") from wrong
    try:
        adopted = adoption(name, stage.year, on=stage.as_of)
    except NoScheme:
        if name in starting_points():
            return starting_points()[name], Pacing.STAGE
        known = "、".join(starting_points())
        raise Stop(f"没有“{name}”这个办法。已采用的请写代号；内置的有：{known}；文件请写全名。") from None
    return adopted.scheme, adopted.pacing


def _print(
    previewed: "SchemePreview", scheme: "Scheme", pacing: "Pacing", unit: str | None, console: Console
) -> None:
    unmarked = (
        f"　[yellow]{'、'.join(previewed.unmarked)}没有评分，按0分计[/yellow]" if previewed.unmarked else ""
    )
    console.print(
        f"[bold]{scheme.name}[/bold]\n{scheme.source}\n"
        f"{previewed.stage.span}累计，截至 {previewed.stage.as_of}　对照{pacing.label}　试算，不写入{unmarked}",
        highlight=False,
    )
    for group in dict.fromkeys(line.result.group for line in previewed.lines):
        results = [line.result for line in previewed.lines if line.result.group == group]
        shown = [result for result in results if unit in (None, result.unit)]
        if shown:
            console.print(_table(group, scheme if console.width >= WIDE else None, shown))
    if unit:
        _explain(next(line.result for line in previewed.lines if line.result.unit == unit), console)


def _table(group: str, scheme: "Scheme | None", results: "list[UnitResult]") -> Table:
    """scheme: its items become columns; None where the window is too narrow for them."""
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
    for result in sorted(results, key=lambda result: result.rank or len(results) + 1):
        parts = {part.name: part for part in result.score.parts} if result.score else {}
        points = [_points(parts.get(name)) for name in names]
        total = "—" if result.total is None else number(result.total)
        table.add_row(
            str(result.rank or "—"), result.unit, total, result.grade or "—", *points, result.reason
        )
    return table


def _points(part: "Score | None") -> str:
    from jinghe.core.evaluation.schemes.numerals import number

    return "—" if part is None or part.value is None else number(part.value)


def _explain(result: "UnitResult", console: Console) -> None:
    """Prints how a score came about, one line a step, parts indented below the whole."""
    if result.score is None:
        return

    def explain(score: "Score", depth: int) -> None:
        console.print(f"{'　' * depth}{score.name}：{score.text}", highlight=False, markup=False)
        for note in (*(used.text for used in score.inputs), *score.notes):
            console.print(f"{'　' * (depth + 1)}{note}", style="dim", highlight=False, markup=False)
        for part in score.parts:
            explain(part, depth + 1)

    explain(result.score, 0)
