"""Rooms of a size: no folder is a hall, none a cupboard."""

from collections import Counter
from pathlib import PurePath

from tests.house.test_repository import name_of, tracked

MOST, FEWEST = 14, 2
SMALL_FOR_A_REASON: dict[str, str] = {}
"""Folder → why a single file stands in it."""


def python_files(folders: tuple[str, ...]) -> Counter[str]:
    """Folder → its own Python files, `__init__.py` and migrations left out."""
    names = (PurePath(name_of(path)) for path in tracked() if path.suffix == ".py")
    return Counter(
        name.parent.as_posix()
        for name in names
        if name.as_posix().startswith(folders)
        and name.name != "__init__.py"
        and "migrations" not in name.parts
    )


def test_no_folder_of_the_product_is_a_hall():
    assert {folder: count for folder, count in python_files(("src/",)).items() if count > MOST} == {}


def test_a_folder_holds_more_than_one_file():
    small = {folder for folder, count in python_files(("src/jinghe/",)).items() if count < FEWEST}
    assert small - {"src/jinghe"} == set(SMALL_FOR_A_REASON)


def test_a_file_does_not_repeat_the_name_of_its_folder():
    repeated = [
        name_of(path)
        for path in tracked()
        if path.suffix == ".py" and path.parent.name and path.stem.startswith(f"{path.parent.name}_")
    ]
    assert [name for name in repeated if name.startswith("src/")] == []
