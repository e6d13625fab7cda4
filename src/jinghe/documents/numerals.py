"""Chinese numerals by which sections, groups and items are counted: 一, 十, 十一, 二十 …"""

_DIGITS = "一二三四五六七八九"


def numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese. Raises ValueError for others: no document counts so far."""
    if not 1 <= number <= 99:
        raise ValueError(f"{number} is not from 1 to 99")
    tens, units = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens - 1]}十"
    return head + (_DIGITS[units - 1] if units else "")
