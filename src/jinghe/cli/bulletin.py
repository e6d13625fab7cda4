"""`jinghe bulletin`: list and show issued bulletins, write a draft to a file, and verify an issued file years later."""

import argparse
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jinghe.cli.data import add_data_option, open_data, year
from jinghe.cli.failures import Stop
from jinghe.cli.score import day_option, instant_option
from jinghe.usecases.common.refusals import Missing

if TYPE_CHECKING:
    from jinghe.documents.blocks import OfficialDocument
    from jinghe.usecases.bulletins.verification import Difference

MOST_SHOWN = 40
FORMS = ("docx", "pdf", "xlsx", "html")


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("bulletin", help="通报：列出、查看、试写、核验")
    steps = parser.add_subparsers(dest="step", required=True, metavar="步骤")
    listing = steps.add_parser("list", help="列出已印发的通报和可写的种类")
    listing.set_defaults(run=_list)
    showing = steps.add_parser("show", help="显示一份已印发的通报")
    showing.add_argument("number", type=int, metavar="编号")
    showing.set_defaults(run=_show)
    writing = steps.add_parser("write", help="由台账写成文件，不留底稿、不印发")
    writing.add_argument("kind", metavar="种类", help="如 monthly，见 list")
    writing.add_argument("file", type=Path, metavar="文件", help="扩展名决定格式：docx、pdf、xlsx、html")
    writing.add_argument("--year", type=year, metavar="年", help="年度（默认最近下达的年度）")
    writing.add_argument("--as-of", type=day_option, metavar="日期", help="截至日期（默认最近一期月报月末）")
    writing.add_argument("--known-at", type=instant_option, metavar="时间", help="入账时点（默认此刻）")
    writing.add_argument("--subject", default="", metavar="编号", help="关于哪一次评估、哪一件督办")
    writing.add_argument("--issuer", default="", metavar="机关", help="落款（默认目标任务的印发机关）")
    writing.set_defaults(run=_write)
    verifying = steps.add_parser("verify", help="核验一个文件：数字能否重算，此后更正了什么")
    verifying.add_argument("file", type=Path, metavar="文件")
    verifying.set_defaults(run=_verify)
    for step in (listing, showing, writing, verifying):
        add_data_option(step)


def _list(options: argparse.Namespace) -> int:
    open_data(options.data)
    from django.utils.timezone import localtime

    from jinghe.bulletins.registry import BULLETINS
    from jinghe.usecases.bulletins.freezing import all_issued

    print("可写的种类：" + "、".join(f"{kind.code}（{kind.name}）" for kind in BULLETINS.values()))
    issued = all_issued()
    for bulletin in issued:
        number = f"　{bulletin.document_number}" if bulletin.document_number else ""
        issued_on, kind = f"{localtime(bulletin.act.recorded_at):%Y-%m-%d}", BULLETINS[bulletin.kind]
        print(f"{bulletin.pk}　{issued_on}　{kind.name}　{bulletin.title}{number}")
    print(f"共印发{len(issued)}份。")
    return 0


def _show(options: argparse.Namespace) -> int:
    open_data(options.data)
    from jinghe.usecases.bulletins.freezing import issued_lines
    from jinghe.usecases.claims.papers import NoFile

    try:
        print("\n".join(issued_lines(options.number)))
    except Missing as missing:
        raise Stop(f"没有编号为{options.number}的通报。用 ./jinghe bulletin list 查看编号。") from missing
    except NoFile as missing:
        raise Stop("印发的文件已不在数据目录中，或被改动。请从备份恢复 files 目录。") from missing
    return 0


def _write(options: argparse.Namespace) -> int:
    open_data(options.data)

    from jinghe.bulletins.registry import BULLETINS
    from jinghe.documents.writers.pdf.fonts import NoChineseFont
    from jinghe.documents.writers.pdf.pdf import NoGlyph
    from jinghe.usecases.bulletins.files import written_file
    from jinghe.usecases.common import clock

    form = options.file.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise Stop(f"文件扩展名应为{'、'.join(FORMS)}之一，收到的是“{options.file.name}”。")
    if options.kind not in BULLETINS:
        raise Stop(f"没有“{options.kind}”这个种类。可写的种类：{'、'.join(BULLETINS)}。")
    document = _composed(options)
    try:
        options.file.write_bytes(written_file(document, form, clock.now()))
    except (NoChineseFont, NoGlyph) as missing:
        raise Stop(missing.text) from missing
    print(
        f"已写入 {options.file}：{document.title.replace(chr(10), '')}，{len(list(document.figures))}处数字。"
    )
    print("这是试写的文件，没有留底稿，也没有印发；印发请在网页“通报”中办理。")
    return 0


def _composed(options: argparse.Namespace) -> "OfficialDocument":

    from jinghe.bulletins.office import Office
    from jinghe.usecases.bulletins.bulletins import compose
    from jinghe.usecases.bulletins.results import previous_known_at, results_of
    from jinghe.usecases.bulletins.subjects import NoBulletinSubject
    from jinghe.usecases.common import clock
    from jinghe.usecases.plan.plans import NoPlan, plan_years
    from jinghe.usecases.progress.scoreboard import default_as_of

    years = plan_years()
    if not years:
        raise Stop("还没有下达任何年度的目标任务。")
    asked_year = options.year or years[0]
    as_of = options.as_of or default_as_of(asked_year, options.known_at)
    known_at: datetime = options.known_at or clock.now()
    _require_sensible(as_of, asked_year, known_at)
    try:
        results = results_of(
            options.kind,
            asked_year,
            as_of=as_of,
            known_at=known_at,
            since=previous_known_at(options.kind, asked_year, known_at),
            subject=options.subject,
        )
    except (NoPlan, NoBulletinSubject) as missing:
        raise Stop(missing.text) from missing
    office = Office(issuer=options.issuer or results.plan.issuer or "（落款）", signed_on=clock.today())
    return compose(options.kind, results, office)


def _require_sensible(as_of: date, asked_year: int, known_at: datetime) -> None:

    from jinghe.usecases.common import clock

    if as_of.year != asked_year:
        raise Stop(f"截至日期{as_of}不在{asked_year}年度内，请用 --year 选择年度或更改 --as-of。")
    if as_of > clock.today() or known_at > clock.now():
        raise Stop("截至日期和入账时点不能晚于现在。")


def _verify(options: argparse.Namespace) -> int:
    """0: every number follows from what the ledger knew then; 1: some do not, or no such file was issued."""
    open_data(options.data)
    from django.utils.timezone import localtime

    from jinghe.usecases.bulletins.verification import verify

    try:
        content = options.file.read_bytes()
    except FileNotFoundError as missing:
        raise Stop(f"找不到文件：{options.file}。") from missing
    verification = verify(content)
    if verification.document is None:
        print("这不是本系统印发的文件：文件摘要和其中的数字标记都对不上。")
        return 1
    issued = verification.document
    print(
        f"{issued.title}　{issued.document_number}\n截至{issued.as_of}，"
        f"入账时点{localtime(issued.known_at):%Y-%m-%d %H:%M:%S}，{localtime(issued.act.recorded_at):%Y-%m-%d}印发。"
    )
    print(
        "文件与印发时逐字节一致。"
        if verification.is_same_file
        else "文件不是印发的原件，按其中的数字标记核对。"
    )
    if verification.is_broken:
        print("异常：数据库中冻结的内容与摘要不符，这份通报的记录被改动过。")
    _print_differences("文件中与印发不同的数字", verification.altered)
    if verification.added:
        print(f"文字中有印发时没有的数字：{'、'.join(verification.added[:MOST_SHOWN])}。")
    _print_differences("不能由当时已入账的内容重新算出的数字", verification.unproved)
    if verification.is_proved:
        print(f"{verification.proved}个数字都能由当时已入账的内容重新算出。")
    _print_differences("按现在的台账已不同的数字", verification.corrected, after="现为")
    late = verification.corrections.lines if verification.corrections else ()
    print(f"印发以后对已关账月份的更正：{len(late)}条。")
    for correction in late[:MOST_SHOWN]:
        posting = correction.line.posting
        print(
            f"  {localtime(correction.line.act.recorded_at):%Y-%m-%d} {posting.unit} {correction.line.subject_name} "
            f"{'增加' if posting.sign > 0 else '减少'}：{correction.line.act.reason}"
        )
    return 0 if verification.is_proved else 1


def _print_differences(what: str, differences: "Sequence[Difference]", *, after: str = "应为") -> None:
    if not differences:
        return
    print(f"{what}：{len(differences)}个。")
    for difference in differences[:MOST_SHOWN]:
        before = difference.issued if difference.issued is not None else "（没有）"
        now = difference.now if difference.now is not None else "（没有）"
        print(f"  {difference.name}：印发为{before}，{after}{now}")
    if len(differences) > MOST_SHOWN:
        print(f"  另有{len(differences) - MOST_SHOWN}个。")
