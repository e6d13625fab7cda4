"""`jinghe score`: the progress of every target, as a table or as JSON."""

import argparse
import json
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from jinghe.cli.data import add_data_option, open_data, year
from jinghe.cli.failures import Stop

if TYPE_CHECKING:
    from jinghe.core.plan.lights import Light
    from jinghe.core.plan.plans import Tier
    from jinghe.core.progress.progress import Progress
    from jinghe.usecases.progress.scoreboard import Scoreboard

COLOURS = {"on_pace": "green", "slow": "yellow", "late": "red", "not_reported": "bright_black"}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("score", help="进度：各单位各项目标完成情况")
    add_data_option(parser)
    parser.add_argument("--year", type=year, metavar="年", help="年度（默认最近下达的年度）")
    parser.add_argument(
        "--as-of", type=day_option, metavar="日期", help="截至日期，如 2022-10-31（默认最近一期月报月末）"
    )
    parser.add_argument(
        "--known-at", type=instant_option, metavar="时间", help="入账时点，如 2022-09-30T18:00（默认此刻）"
    )
    parser.add_argument(
        "--basis", choices=("adjusted", "original"), default="adjusted", help="调整后或原定目标"
    )
    parser.add_argument(
        "--tier", choices=("guaranteed", "working"), default="guaranteed", help="按保证或工作目标"
    )
    parser.add_argument("--unit", metavar="单位", help="只看一个单位")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.set_defaults(run=run)


def day_option(text: str) -> date:
    """The day of an option."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2022-10-31") from None


def instant_option(text: str) -> datetime:
    """The instant of an option; without a time zone it is in the office's."""
    from zoneinfo import ZoneInfo

    try:
        moment = datetime.fromisoformat(text)
        office = ZoneInfo("Asia/Shanghai")
        return moment.astimezone(office) if moment.tzinfo else moment.replace(tzinfo=office)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"“{text}”不是时间，请写成 2022-09-30T18:00") from None


def run(options: argparse.Namespace) -> int:
    open_data(options.data)

    from jinghe.usecases.common import clock
    from jinghe.usecases.common.demonstration import is_demonstration
    from jinghe.usecases.plan.plans import NoPlan, plan_years
    from jinghe.usecases.progress.scoreboard import default_as_of, scoreboard

    years = plan_years()
    if not years:
        raise Stop("还没有下达任何年度的目标任务。")
    year = options.year or years[0]
    if options.known_at and options.known_at > clock.now():
        raise Stop(
            f"入账时点{options.known_at:%Y-%m-%d %H:%M}晚于现在，请更改 --known-at，或不写（最新入账）。"
        )
    as_of = options.as_of or default_as_of(year, options.known_at)
    if as_of.year != year:
        raise Stop(f"截至日期{as_of}不在{year}年度内，请用 --year 选择年度或更改 --as-of。")
    if options.as_of and as_of > clock.today():
        raise Stop(f"截至日期{as_of}晚于今天，请更改 --as-of。")
    try:
        board = scoreboard(year, as_of=as_of, known_at=options.known_at, basis=options.basis)
    except NoPlan as missing:
        raise Stop(missing.text) from missing
    if options.unit and options.unit not in {unit.name for unit in board.plan.units}:
        raise Stop(f"{year}年度目标任务中没有“{options.unit}”。")
    if options.json:
        print(json.dumps(as_json(board, options.unit, is_demonstration()), ensure_ascii=False, indent=1))
    else:
        _print(board, options, Console(), is_demonstration())
    return 0


def as_json(board: "Scoreboard", unit: str | None, demonstration: bool) -> dict[str, Any]:
    """Exact decimals as text; completion and gap rounded to two places, gap in percentage points."""
    shown = [progress for progress in board.progress.values() if unit in (None, progress.target.unit)]
    return {
        "demonstration": demonstration,
        "year": board.plan.year,
        "document_number": board.plan.document_number,
        "revision": board.revision.number,
        "basis": board.basis,
        "as_of": board.as_of.isoformat(),
        "known_at": board.known_at.isoformat() if board.known_at else None,
        "known_sequence": board.known_sequence,
        "time_elapsed_percent": _percent(board.elapsed),
        "targets": [_target_json(progress, board) for progress in shown],
        "city": [
            {"table": table, "column": column} | _figures(progress)
            for (table, column), progress in board.city.items()
        ],
    }


def _target_json(progress: "Progress", board: "Scoreboard") -> dict[str, Any]:
    ranks = {tier: board.rank_of[tier].get(progress.target.key) for tier in progress.tiers}
    return {
        "key": progress.target.key,
        "unit": progress.target.unit,
        "indicator": progress.target.indicator,
        "column": progress.target.column,
    } | _figures(progress, ranks)


def _figures(progress: "Progress", ranks: "dict[Tier, int | None] | None" = None) -> dict[str, Any]:
    scale = progress.target.tiers.floor.unit.scale
    return {
        "unit_of_measure": progress.target.tiers.floor.unit.name,
        "reported": progress.is_reported,
        "actual": None if progress.actual is None else _decimal(progress.actual / scale),
        "forecast": None if progress.forecast is None else _decimal(progress.forecast / scale),
        "unmet_parts": list(progress.unmet),
        "tiers": {
            tier.value: {
                "figure": _decimal(part.figure / scale),
                "completion_percent": _percent(part.completion),
                "gap_points": _percent(part.gap),
                "missing": None if part.missing is None else _decimal(part.missing / scale),
                "light": part.light.value if part.light else None,
                "place": (ranks or {}).get(tier),
            }
            for tier, part in progress.tiers.items()
        },
    }


def _decimal(value: Fraction) -> str:
    from jinghe.core.values.amounts import plain, rounded

    return plain(rounded(value, 10))


def _percent(value: Fraction | None) -> str | None:
    from jinghe.core.values.amounts import rounded

    return None if value is None else str(rounded(value * 100, 2))


def _print(board: "Scoreboard", options: argparse.Namespace, console: Console, demonstration: bool) -> None:
    from jinghe.core.plan.wording import percent

    known = board.known_at.strftime("%Y-%m-%d %H:%M") if board.known_at else "此刻"
    console.print(
        f"[bold]{board.plan.title or board.plan.year}[/bold]　{board.plan.document_number}"
        f"{'　[yellow]演示数据[/yellow]' if demonstration else ''}\n"
        f"截至 {board.as_of}　入账时点 {known}　序时进度 {percent(board.elapsed)}%"
        f"　目标修订第{board.revision.number}版",
        highlight=False,
    )
    for group in board.plan.groups:
        for column in board.plan.columns_of(group):
            rows = [
                progress
                for progress in board.of_column(group, column)
                if options.unit in (None, progress.target.unit)
            ]
            if rows:
                console.print(_table(board, group, column, rows, options))


def _table(
    board: "Scoreboard", group: str, column: str, rows: "list[Progress]", options: argparse.Namespace
) -> Table:
    from jinghe.core.plan.plans import Tier

    tier = Tier(options.tier)
    units = {progress.target.tiers.floor.unit.name for progress in rows}
    unit = units.pop() if len(units) == 1 else ""
    table = Table(title=f"{group} · {column}（{unit or '计量单位见各行'}）", title_justify="left")
    for name in ("名次", "单位", "目标", "实际", "完成率%", "序时（点）", "余月均需", "亮灯"):
        table.add_column(name, justify="left" if name in ("单位", "亮灯") else "right", overflow="fold")
    ranks = board.ranks(group, column, tier)
    for progress in sorted(rows, key=lambda progress: ranks.get(progress.target.key, len(rows) + 1)):
        label = (
            progress.target.unit
            if unit
            else f"{progress.target.unit}（{progress.target.tiers.floor.unit.name}）"
        )
        table.add_row(*_cells(progress, label, str(ranks.get(progress.target.key, "—")), tier))
    city = board.city.get((rows[0].target.table, column))
    if city is not None and options.unit is None:
        table.add_section()
        table.add_row(*_cells(city, "全市", "", tier))
    return table


def _cells(progress: "Progress", name: str, rank: str, tier: "Tier") -> list[str]:
    from jinghe.core.plan.wording import NOT_REPORTED, amount_of, gap, percent

    part = progress.of_tier(tier)
    figure = amount_of(progress.target, part.figure)
    if not progress.is_reported:
        return [rank, name, figure, NOT_REPORTED, "—", "—", "—", _light(part.light)]
    need = "—" if part.monthly_need is None else amount_of(progress.target, part.monthly_need)
    actual = amount_of(progress.target, progress.actual)
    return [rank, name, figure, actual, percent(part.completion), gap(part.gap), need, _light(part.light)]


def _light(light: "Light | None") -> str:
    return f"[{COLOURS[light.value]}]{light.sign} {light.label}[/]" if light else "—"
