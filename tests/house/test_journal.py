"""Every row of the demonstration's journal fits its door: who renames an argument renames it there too."""

from inspect import signature

from jinghe.demonstration.replay import PAPERS, load_doors
from jinghe.demonstration.telling import Telling, hints_of
from jinghe.demonstration.year import journal
from jinghe.usecases.common.doors import DOORS

ASKED_AT_THE_TIME = {"entry", "number", "read"}


def test_every_row_fits_its_door():
    load_doors()
    telling, misfits = Telling(), set()
    for row in journal():
        if row.door not in DOORS:
            misfits.add(f"no door {row.door}")
            continue
        taken = {"content"} if row.door in PAPERS else set()
        misfits |= {
            f"{row.door}: {name}" for name in row.told.keys() - signature(DOORS[row.door]).parameters.keys()
        }
        for name, value in row.told.items():
            if name in hints_of(DOORS[row.door]) and name not in ASKED_AT_THE_TIME | taken:
                try:
                    telling.taken(value, hints_of(DOORS[row.door])[name])
                except (KeyError, TypeError, ValueError) as error:
                    misfits.add(f"{row.door}: {name}: {error!r}"[:200])
    assert misfits == set()
