"""The data directory of a command: --data, else JINGHE_DATA, else `data`; commands that only read fall back on the
demonstration's."""

import argparse
import os
import sys
from pathlib import Path

from jinghe import __version__
from jinghe.cli.failures import Stop

SOURCES = Path(__file__).resolve().parents[3]
OFFICE = SOURCES / "data"
DEMONSTRATION = SOURCES / "data" / "demo"
NOT_REAL = "注意：这里是演示数据，非真实业务，也不能转为办公使用；办公请另设 --data 目录。"
DATABASE_FILE = "jinghe.sqlite3"
CLOCK_FILE = "clock.json"  # the mark of a demonstration, as site.environment looks for it
JOURNAL_FILE = "journal.jsonl"  # what a demonstration was told and what was done in it since


def add_data_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        type=Path,
        metavar="目录",
        help="数据目录（默认 data；只读的命令在没有时看演示数据 data/demo）",
    )


def year(text: str) -> int:
    """The year of an option, in four digits."""
    if not (text.isascii() and text.isdigit() and len(text) == 4 and int(text)):
        raise argparse.ArgumentTypeError(f"“{text}”不是年度，请写成 2022")
    return int(text)


def open_data(option: Path | None, *, must_exist: bool = True) -> Path:
    """Points the settings at a data directory and starts Django. Raises Stop when nothing is there yet."""
    directory = directory_of(option, falls_back=must_exist)
    if must_exist and not os.environ.get("JINGHE_DATABASE") and not (directory / DATABASE_FILE).exists():
        raise Stop(f"{directory} 中还没有数据。请先运行 ./jinghe demo 看演示，或用 --data 指明数据目录。")
    start_django(directory)
    if os.environ.get("JINGHE_DATABASE") or (directory / DATABASE_FILE).exists():
        _bring_up_to_date()
    return directory


def _bring_up_to_date() -> None:
    """Tables that an earlier version made become those of this one, whichever command opens them first."""
    from jinghe.store import upgrading

    if not upgrading.is_of_an_earlier_version():
        return
    copy = upgrading.keep_copy(f"before-{__version__}.sqlite3")
    kept = f"，原数据库另存为 {copy.name}" if copy else ""
    print(f"数据由较早的版本建立，正在升级到 {__version__}{kept}。", file=sys.stderr)
    upgrading.upgrade()


def start_django(directory: Path) -> None:
    os.environ["JINGHE_DATA"] = str(directory)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinghe.site.settings")
    import django

    django.setup()


def say_if_demonstration() -> None:
    """Reminds on standard error that nothing here is real work, nor ever becomes any."""
    from jinghe.usecases.common.demonstration import is_demonstration

    if is_demonstration():
        print(NOT_REAL, file=sys.stderr)


def directory_of(option: Path | None, *, falls_back: bool) -> Path:
    """falls_back: use the demonstration where there is no office data; only for commands that read."""
    if option is not None:
        return option.resolve()
    if "JINGHE_DATA" in os.environ:
        return Path(os.environ["JINGHE_DATA"]).resolve()
    is_missing = falls_back and not (OFFICE / DATABASE_FILE).exists()
    return DEMONSTRATION if is_missing and DEMONSTRATION.exists() else OFFICE
