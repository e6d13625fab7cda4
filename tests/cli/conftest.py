"""Commands that are asked in this process."""

import subprocess

import pytest

from jinghe.cli import main


@pytest.fixture
def ask(demonstration_directory, monkeypatch, capsys):
    """ask("score", "--json") → what a command answers about the demonstration, asked in this process.

    Commands that only read are asked so: starting Python and Django takes ten times as long as the answer.
    """
    monkeypatch.setenv("JINGHE_DATA", str(demonstration_directory))
    monkeypatch.setenv("COLUMNS", "120")

    def answered(*arguments: str) -> subprocess.CompletedProcess[str]:
        capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as ended:  # argparse
            code = ended.code
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, said.out, said.err)

    return answered
