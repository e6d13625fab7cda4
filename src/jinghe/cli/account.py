"""`jinghe account`: makes the first accounts of an office."""

import argparse
import getpass
import sys

from jinghe.cli.data import add_data_option, open_data
from jinghe.cli.failures import Stop

ROLES = ("reviewer", "clerk", "leader", "performance", "auditor")


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("account", help="新建账号")
    add_data_option(parser)
    parser.add_argument("username", metavar="账号")
    parser.add_argument("--role", choices=ROLES, required=True, help="角色：审核员 填报员 领导 绩效办 审计")
    parser.add_argument("--unit", default="", metavar="单位", help="责任单位（填报员必填）")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    open_data(chosen.data, must_exist=False)
    from django.core.management import call_command

    from jinghe.usecases.accounts import RefusedAccount, create_account

    call_command("migrate", verbosity=0, interactive=False)
    password = _password()
    try:
        user = create_account(chosen.username, password, role=chosen.role, unit=chosen.unit)
    except RefusedAccount as refused:
        raise Stop(refused.text) from refused
    print(f"已新建账号：{user.username}（{user.title}）")
    return 0


def _password() -> str:
    """Asked twice at a terminal; read as one line from a pipe."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("口令：")
    if getpass.getpass("再输一遍：") != first:
        raise Stop("两次输入的口令不一致，账号未新建。")
    return first
