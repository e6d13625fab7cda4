"""What crosses the wire compressed, and what does not."""

import gzip

import pytest

ACCEPTING = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("address", ["/progress/", "/plan/", "/ledger/", "/login/"])
def test_a_page_comes_compressed_and_reads_the_same(address, city, visit):
    packed = visit("reviewer", address, headers=ACCEPTING)
    plain = visit("reviewer", address)
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    page = gzip.decompress(packed.content)
    assert page.startswith(plain.content[:200])
    assert len(packed.content) < len(page)


def test_the_same_page_has_another_length_each_time(city, visit):
    """The padding that hides from an eavesdropper how well a guess compressed."""
    lengths = {len(visit("reviewer", "/plan/", headers=ACCEPTING).content) for _ in range(8)}
    assert len(lengths) > 1


@pytest.mark.parametrize(
    "address", ["/exports/ledger/", "/exports/registers/project/", "/imports/form/?month=2022-03"]
)
def test_a_file_that_is_packed_inside_is_sent_as_it_is(address, city, visit):
    answer = visit("own_clerk", address, headers=ACCEPTING)
    if answer.status_code != 200:
        pytest.fail(f"{address}: {answer.status_code}")
    assert "Content-Encoding" not in answer
    assert answer.content[:2] == b"PK"
