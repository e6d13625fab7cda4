"""Reference data carry a version, and what was ever in the ledger stays valid."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from jinghe.reference import REFERENCE_VERSION
from jinghe.reference.lexicon_loading import lexicon

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jinghe"
DIGESTS = {"2026.1": "588b874cdebaa9ad88e3073ad5561a14298f225c85f3394049662fcb83169ce0"}
"""Version → digest of all reference data. A line stays when a new one comes: versions stand in stored data."""


def digest_of(directory: Path) -> str:
    digest = sha256()
    for file in sorted(directory.rglob("*.toml")):
        digest.update(
            f"{file.relative_to(directory).as_posix()}\0{file.read_text(encoding='utf-8')}\0".encode()
        )
    return digest.hexdigest()


def test_changed_reference_data_have_a_version_of_their_own():
    assert DIGESTS.get(REFERENCE_VERSION) == digest_of(SOURCE / "reference"), (
        "reference data changed: give jinghe.reference.REFERENCE_VERSION a new value, and a line here"
    )


@pytest.mark.parametrize("dimension", ["industry", "region", "investor"])
def test_a_code_that_was_ever_used_stays_in_the_lexicon(dimension):
    """Entries are restated and reversed with the codes they have; a code that is abolished loses its words only."""
    before = json.loads((SOURCE / "store/migrations/words_before_0_2.json").read_text(encoding="utf-8"))
    used = {code for codes in before[dimension].values() for code in codes}
    assert used <= set(lexicon().names[dimension])
