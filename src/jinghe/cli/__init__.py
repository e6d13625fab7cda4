"""The command line: `jinghe <command>`. Output in Chinese; exit code 0: done; 1: the answer is no; 2: cannot be run."""

import argparse
from collections.abc import Sequence

from jinghe.cli import account, bulletin, check, clause, demo, evaluate, plan, read, score, serve
from jinghe.cli.failures import Stop, run_safely
from jinghe.cli.version import wording

COMMANDS = (demo, serve, read, clause, plan, score, evaluate, bulletin, account, check)

LAUNCHER_COMMANDS = {"test": "运行全部测试", "bench": "测量速度和内存"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; every failure is one line on standard error."""
    options = _parser().parse_args(arguments)
    return run_safely(lambda: options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jinghe", description="经合：经济合作目标任务管理", add_help=True)
    parser.add_argument("--version", action="version", version=wording())
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for command in COMMANDS:
        command.register(commands)
    for name, purpose in LAUNCHER_COMMANDS.items():
        commands.add_parser(name, help=purpose).set_defaults(run=_launcher_only)
    return parser


def _launcher_only(options: argparse.Namespace) -> int:
    raise Stop(f"请用启动脚本运行：./jinghe {options.command}")
