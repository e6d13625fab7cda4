"""`jinghe clause TEXT…`: what single clauses were understood to ask, and what a person must look at."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from typing import BinaryIO

from jinghe.core.clauses import ClauseReading
from jinghe.core.clauses.renderer import period_words, render
from jinghe.core.counting.dimensions import phrase
from jinghe.core.counting.indicators import INDICATORS
from jinghe.core.plan.plans import Scope
from jinghe.core.values.findings import Severity
from jinghe.usecases.plan.reading import clause_to_json, read_clause

LONGEST_LINE = 64 * 1024
"""Bytes of one line that are kept; the rest is skipped, and a finding says that the clause is too long."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command and its options."""
    parser = commands.add_parser("clause", help="读取任务条款，列出理解到的目标和疑点")
    parser.add_argument(
        "text", nargs="+", metavar="条款", help="条款原文；写“-”则从标准输入逐行读取，每行一条"
    )
    parser.add_argument("--json", action="store_true", help="每条输出一行JSON")
    parser.add_argument(
        "--year", type=int, metavar="年度", help="计划年度；不写则取条款里的年份，再取当前年份"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0: all read; 1: some finding forbids taking a clause over as it is."""
    is_wanting = False
    try:
        for text in _texts(options.text, sys.stdin.buffer):
            reading = read_clause(text, year=options.year)
            output = (
                json.dumps(clause_to_json(text, reading), ensure_ascii=False)
                if options.json
                else _as_text(text, reading)
            )
            print(output, flush=True)
            is_wanting |= any(finding.severity is Severity.BLOCKS for finding in reading.findings)
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1 if is_wanting else 0


def _texts(arguments: list[str], stream: BinaryIO) -> Iterator[str]:
    for text in arguments:
        if text == "-":
            yield from _lines(stream)
        else:
            yield text


def _lines(stream: BinaryIO) -> Iterator[str]:
    """The lines of a stream that may never end, one at a time; UTF-8, or GB18030 where it is not."""
    while line := stream.readline(LONGEST_LINE):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE)
        yield _decoded(line.rstrip(b"\r\n"))


def _decoded(line: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("utf-8", errors="replace")


def _as_text(text: str, reading: ClauseReading) -> str:
    """The clause, a line for each target, a line for each finding."""
    lines = [text]
    for number, item in enumerate(reading.items, start=1):
        extras = (
            INDICATORS[item.indicator].name,
            phrase(item.criteria),
            period_words(item.period) or (f"期限“{item.unheld_period}”" if item.unheld_period else ""),
            "全市" if item.scope is Scope.CITY else "",
            "各自承担" if item.each else "",
            f"属于目标{item.of_which + 1}" if item.of_which is not None else "",
            f"与目标{item.any_of + 1}任选其一" if item.any_of not in (None, number - 1) else "",
        )
        details = "；".join(extra for extra in extras if extra)
        lines.append(f"  目标{number}：{render(item, is_part=item.of_which is not None)}（{details}）")
    if not reading.items:
        lines.append("  没有读出目标")
    lines += [f"  {finding.severity.label}：{finding.message}" for finding in reading.findings]
    return "\n".join(lines)
