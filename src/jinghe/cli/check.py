"""`jinghe check`: whether the stored data are intact; `--seal` and `--verify` give and check a digest of all acts."""

import argparse

from jinghe.cli.data import add_data_option, open_data, say_if_demonstration
from jinghe.cli.failures import Stop
from jinghe.cli.version import wording
from jinghe.usecases.common.refusals import Missing


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("check", help="检查数据完整性；出具或核验审计摘要")
    add_data_option(parser)
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--seal",
        type=int,
        nargs="?",
        const=0,
        metavar="操作编号",
        help="出具审计摘要（默认截至最后一次操作）",
    )
    action.add_argument(
        "--verify",
        nargs=2,
        metavar=("操作编号", "摘要"),
        help="核验以前记下的审计摘要：一致退出码 0，不一致 1",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    open_data(options.data)
    if options.seal is not None:
        return _seal(options.seal)
    if options.verify is not None:
        return _verify(*options.verify)
    from jinghe.usecases.security.integrity import check_everything

    print(wording())
    checks = check_everything()
    for check in checks:
        print(check.line)
    say_if_demonstration()
    faulty = sum(not check.is_sound for check in checks)
    print(f"共{len(checks)}项，{f'{faulty}项异常' if faulty else '全部通过'}。")
    return 1 if faulty else 0


def _seal(number: int) -> int:
    from jinghe.usecases.security.auditing import seal

    try:
        print(seal(number or None).statement)
        say_if_demonstration()
    except Missing as missing:
        raise Stop(f"没有第{number}次操作。" if number else "还没有任何操作。") from missing
    return 0


def _verify(number: str, digest: str) -> int:
    from jinghe.usecases.security.auditing import is_sealed_by

    if not (number.isascii() and number.isdigit()):
        raise Stop(f"操作编号应为数字，收到的是“{number}”。")
    try:
        holds = is_sealed_by(int(number), digest)
    except Missing as missing:
        raise Stop(f"没有第{number}次操作。") from missing
    print("一致：截至这次操作的全部记录没有改动。" if holds else "不一致：记录已被改动，或摘要抄写有误。")
    return 0 if holds else 1
