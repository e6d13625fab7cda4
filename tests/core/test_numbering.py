"""What codes of records say, of ours and of offices that numbered before us."""

import pytest

from jinghe.core.registers.numbering import order_of, year_and_number


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("P2022-00001", (2022, 1)),
        ("P2022-1001", (2022, 1001)),
        ("WM2022-007", (2022, 7)),
        ("达招〔2021〕120", (2021, 120)),
        ("2022001", (2022, 1)),
        ("P20221000", (2022, 1000)),
        ("老账-7", (0, 7)),
        ("XM57", (0, 57)),
        ("2206-51", (0, 0)),
        ("2206-511702-04-01-123456", (0, 0)),
        ("P2022-甲", (0, 0)),
        ("P2022-12-3", (0, 0)),
        ("P2022-" + "9" * 19, (0, 0)),
        ("9" * 40, (0, 0)),
        ("一号", (0, 0)),
        ("", (0, 0)),
    ],
)
def test_a_code_says_its_year_and_its_number(code: str, says: tuple[int, int]):
    assert year_and_number(code) == says


def test_codes_go_by_number_and_not_by_text():
    codes = ["P2022-1001", "P2022-999", "P2023-00001", "P2021-2000"]
    assert sorted(codes, key=order_of) == ["P2021-2000", "P2022-999", "P2022-1001", "P2023-00001"]
