"""`jinghe account`: creates the first accounts of an office, and resets a password that nobody else can reset."""

import argparse
import getpass
import sys

from jinghe.cli.data import add_data_option, open_data, say_if_demonstration
from jinghe.cli.failures import Stop
from jinghe.usecases.common.refusals import Missing, Refused

ROLES = (
    "system",
    "security",
    "auditor",
    "reviewer",
    "checker",
    "head",
    "clerk",
    "leader",
    "performance",
)


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("account", help="新建最初的账号，或在本机重置口令")
    add_data_option(parser)
    parser.add_argument("username", metavar="账号")
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument(
        "--role",
        choices=ROLES,
        help="角色：系统管理员 安全管理员 审计 审核员 部门审核员 单位负责人 填报员 领导 绩效办",
    )
    action.add_argument("--reset", action="store_true", help="重置这个账号的口令，并解除锁定")
    parser.add_argument(
        "--unit", default="", metavar="单位", help="责任单位（填报员、负责人、部门审核员必填）"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    open_data(options.data, must_exist=False)
    from django.core.management import call_command

    from jinghe.usecases.security.accounts import create_first_account, reset_at_console

    call_command("migrate", verbosity=0, interactive=False)
    say_if_demonstration()
    password = _password()
    try:
        if options.reset:
            user = reset_at_console(options.username, password)
        else:
            user = create_first_account(options.username, password, role=options.role, unit=options.unit)
    except Refused as refused:
        raise Stop(refused.text) from refused
    except Missing as missing:
        raise Stop(f"没有账号“{options.username}”。") from missing
    print(
        f"已{'重置口令' if options.reset else '新建账号'}：{user.username}（{user.title}）。首次登录须修改口令。"
    )
    return 0


def _password() -> str:
    """Asked twice at a terminal; read as one line from a pipe."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("口令：")
    if getpass.getpass("再输一遍：") != first:
        raise Stop("两次输入的口令不一致，没有改动。")
    return first
