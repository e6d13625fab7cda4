"""A city for `bench`: as many projects and postings as asked for, made up, and written in bulk past the door."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

ACTS = 100


def insert_acts(postings: int, at: datetime) -> None:
    from jinghe.store.models import Act, ActKind

    Act.objects.bulk_create(
        Act(
            kind=ActKind.POST,
            recorded_at=at + timedelta(days=number),
            recorded_by="bench",
            reason="bench",
            last_sequence=postings * number // ACTS,
        )
        for number in range(1, ACTS + 1)
    )


def insert(connection, rows: list[tuple]) -> None:
    from jinghe.store.models import Act

    acts = list(Act.objects.filter(kind="post").order_by("pk").values_list("pk", flat=True))
    placed = ((*row, acts[min(row[0] * ACTS // (len(rows) + 1), ACTS - 1)]) for row in rows)
    columns = (*COLUMNS, "act_id")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY posting ({', '.join(columns)}) FROM STDIN") as copy:
                for row in placed:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO posting ({', '.join(columns)}) VALUES ({marks})", list(placed))


COLUMNS = (
    "sequence", "entry", "kind", "subject", "occurred_on", "cohort_on", "unit", "sub_unit", "role", "share",
    "amount_fen", "currency", "investment_fen", "industry", "region", "investor", "is_real_estate",
    "is_government_investment", "sign", "reverses", "evidence_digest", "claim",
)  # fmt: skip


def numbered(postings: Iterator) -> Iterator[tuple]:
    from jinghe.store.sql.tallying import row_of

    for sequence, posting in enumerate(postings, start=1):
        row = row_of(posting)
        row.sequence = row.entry = sequence
        yield tuple(getattr(row, name) for name in COLUMNS)


def lines(projects: int, postings: int) -> Iterator:
    """Unnumbered postings: all stages of every project, and monthly money until the number is reached."""
    from jinghe.core.counting.entries import Credit, Entry
    from jinghe.core.counting.facts import FactKind, Role
    from jinghe.demonstration.plan import builtin_plan
    from jinghe.reference.lexicon_loading import lexicon

    plan, names, dice = builtin_plan(), lexicon().names, random.Random(7)
    hosts = [unit.name for unit in plan.units_of(plan.groups[0])]
    sponsors = [unit.name for unit in plan.units_of(plan.groups[1])]
    choices = {dimension: sorted(codes) for dimension, codes in names.items()}
    months = max(1, (postings - projects * 5) // (projects * 2))
    made = 0
    for number in range(projects):
        signed = date(2019, 1, 1) + timedelta(days=dice.randrange(1400))
        hosted = [Credit(unit=dice.choice(hosts), role=Role.HOST)]
        led = [Credit(unit=dice.choice(sponsors), role=Role.SPONSOR)] if dice.random() < 0.4 else []
        common = {
            "subject": f"P{number:05}",
            "cohort_on": signed,
            "investment_fen": dice.randrange(1, 120) * 10_000_000_000,
            "industry": dice.choice(choices["industry"]),
            "region": dice.choice(choices["region"]),
            "investor": (dice.choice(choices["investor"]),),
        }
        stages = (
            FactKind.SIGNING,
            FactKind.REGISTRATION,
            FactKind.CONSTRUCTION_START,
            FactKind.PRODUCTION_START,
        )
        told = [
            Entry(
                kind=kind,
                occurred_on=signed + timedelta(days=100 * delay),
                credits=tuple(hosted + led),
                amount_fen=common["investment_fen"] if kind is FactKind.SIGNING else 0,
                **common,
            )
            for delay, kind in enumerate(stages)
        ]
        told += [
            Entry(
                kind=kind,
                occurred_on=signed + timedelta(days=dice.randrange(1400)),
                credits=tuple(hosted),
                amount_fen=dice.randrange(1, 1_000_000_000),
                **common,
            )
            for _ in range(months)
            for kind in (FactKind.FUNDS, FactKind.FIXED_INVESTMENT)
        ]
        for entry in told:
            for posting in entry.postings():
                made += 1
                yield posting
    for number in range(max(0, postings - made)):
        kind = (FactKind.LEAD, FactKind.TRIP, FactKind.OFFERING)[number % 3]
        entry = Entry(
            kind=kind,
            subject=f"S{number:06}",
            occurred_on=date(2022, 1, 1) + timedelta(days=dice.randrange(365)),
            credits=(Credit(unit=dice.choice(sponsors), role=Role.SPONSOR),),
            investment_fen=dice.randrange(1, 60) * 10_000_000_000,
            industry=dice.choice(choices["industry"]),
            region=dice.choice(choices["region"]),
            investor=(dice.choice(choices["investor"]),),
        )
        yield from entry.postings()
