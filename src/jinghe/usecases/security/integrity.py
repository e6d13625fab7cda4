"""Integrity 完整性检查: whether stored rows and files contradict each other or their digests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min

from jinghe.store.append_only import APPEND_ONLY_TABLES
from jinghe.store.models import Act, Claim, PlanRevision, PostingRow, Record, StoredFile
from jinghe.store.protection import missing_triggers
from jinghe.usecases.common import access
from jinghe.usecases.common.access import Actor

_SHOWN = 5
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The result of one check. looked_at: what was checked, and how much; faults: in Chinese, none if it passed."""

    name: str
    looked_at: str
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.faults

    @property
    def line(self) -> str:
        """One line: 通过, or 异常 with the first few faults."""
        if self.is_sound:
            return f"通过　{self.name}：{self.looked_at}"
        more = f"等{len(self.faults)}处" if len(self.faults) > _SHOWN else ""
        return f"异常　{self.name}：{'；'.join(self.faults[:_SHOWN])}{more}"


def check_everything() -> tuple[Check, ...]:
    """Every check, on everything there is."""
    return tuple(check() for check in CHECKS)


def checked(*, by: Actor) -> tuple[Check, ...]:
    """Every check, for an auditor. Raises AccessRefused."""
    access.require(access.may_audit(by), by, "检查完整性")
    return check_everything()


def _triggers() -> Check:
    faults = tuple(f"缺少触发器{name}" for name in missing_triggers())
    return Check(name="防篡改触发器", looked_at=f"{len(APPEND_ONLY_TABLES)}张表", faults=faults)


def _database() -> Check:
    if connection.vendor != "sqlite":
        return Check(name="数据库文件", looked_at="由数据库服务器保证", faults=())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(20)")
        faults = [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        faults += [f"表{row[0]}第{row[1]}行指向不存在的{row[2]}" for row in cursor.fetchall()]
    return Check(name="数据库文件", looked_at="页面、索引和外键", faults=tuple(faults))


def _vocabularies() -> Check:
    """Every revision says what its words stood for; without that its targets could not be counted."""
    revisions = PlanRevision.objects.values_list("year", "number", "vocabulary").order_by("year", "number")
    faults = tuple(
        f"{year}年度第{number}版没有固定的词义" for year, number, words in revisions if words is None
    )
    return Check(name="目标任务词义", looked_at=f"{len(revisions)}版", faults=faults)


def _acts() -> Check:
    """Each act is later than the one before it, and the posting number it has reached never falls."""
    rows = Act.objects.order_by("pk").values_list("pk", "recorded_at", "last_sequence")
    faults = []
    for (_, earlier, sequence), (number, later, following) in pairwise(rows.iterator(chunk_size=2000)):
        if later <= earlier:
            faults.append(f"第{number}次操作的时间不晚于前一次")
        if following < sequence:
            faults.append(f"第{number}次操作的入账序号小于前一次")
    return Check(name="操作顺序", looked_at=f"{Act.objects.count()}次操作", faults=tuple(faults))


def _sequence() -> Check:
    """Postings are numbered from 1 without a gap, and each act has exactly the postings it should have."""
    postings = PostingRow.objects.aggregate(
        first=Min("sequence"), last=Max("sequence"), count=Count("sequence")
    )
    last_known = Act.objects.aggregate(last=Max("last_sequence"))["last"] or 0
    faults = []
    if (postings["last"] or 0) != postings["count"] or postings["first"] not in (None, 1):
        faults.append(f"入账共{postings['count']}条，序号却到第{postings['last']}条")
    if (postings["last"] or 0) != last_known:
        faults.append(f"最后一次操作记到第{last_known}条，入账到第{postings['last'] or 0}条")
    before = 0
    spans = {
        row["act"]: row
        for row in PostingRow.objects.values("act").annotate(
            first=Min("sequence"), last=Max("sequence"), count=Count("sequence")
        )
    }
    for number, last in Act.objects.order_by("pk").values_list("pk", "last_sequence"):
        span = spans.get(number)
        there = (span["first"], span["last"], span["count"]) if span else (before + 1, before, 0)
        if there != (before + 1, last, last - before):
            faults.append(f"第{number}次操作应有第{before + 1}至{last}条入账，实有{there[2]}条")
        before = last
    return Check(name="入账序号", looked_at=f"{postings['count']}条入账", faults=tuple(faults))


_SAME = (
    "entry",
    "kind",
    "subject",
    "occurred_on",
    "cohort_on",
    "unit",
    "sub_unit",
    "role",
    "share",
    "amount_fen",
    "currency",
    "investment_fen",
    "industry",
    "region",
    "investor",
    "is_real_estate",
    "is_government_investment",
)


def _reversals() -> Check:
    """Each reversal equals the posting it reverses, apart from the sign."""
    reversals = PostingRow.objects.filter(sign=-1)
    originals = PostingRow.objects.filter(sequence__in=reversals.values("reverses"), sign=1)
    by_sequence = {row["sequence"]: row for row in originals.values("sequence", *_SAME)}
    faults, count = [], 0
    for row in reversals.values("sequence", "reverses", *_SAME).order_by("sequence").iterator():
        count += 1
        answered = by_sequence.get(row["reverses"])
        if answered is None or any(answered[name] != row[name] for name in _SAME):
            faults.append(f"第{row['sequence']}条与所冲销的第{row['reverses']}条不符")
    return Check(name="冲销", looked_at=f"{count}条冲销", faults=tuple(faults))


def _events() -> Check:
    """The version of each record and claim is the number of its last event, and no event is missing."""
    faults = [
        f"{name}{row.pk}为第{row.version}版，记录却有{row.times}次"
        for name, things in (
            ("档案", Record.objects.annotate(times=Count("events"), last=Max("events__number"))),
            ("申报", Claim.objects.annotate(times=Count("events"), last=Max("events__number"))),
        )
        for row in things.order_by("pk").iterator(chunk_size=2000)
        if not row.version == row.times == row.last
    ]
    looked_at = f"{Record.objects.count()}份档案、{Claim.objects.count()}条申报"
    return Check(name="档案和申报的经过", looked_at=looked_at, faults=tuple(faults))


def _files() -> Check:
    """Every stored file exists and has the digest it is stored under."""
    faults, size = [], 0
    rows = StoredFile.objects.order_by("digest").values_list("digest", "size")
    for digest, file_size in rows:
        size += file_size
        fault = _file_fault(Path(settings.MEDIA_ROOT) / digest[:2] / digest, digest)
        faults += [f"文件{digest[:16]}…{fault}"] if fault else []
    looked_at = f"{len(rows)}个文件，共{-(-size // 1024)}KB"
    return Check(name="佐证文件", looked_at=looked_at, faults=tuple(faults))


def _file_fault(path: Path, digest: str) -> str:
    try:
        actual = sha256()
        for part in _parts(path):
            actual.update(part)
    except OSError:
        return "不在存储目录中"
    return "" if actual.hexdigest() == digest else "的内容已被改动"


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            yield part


CHECKS: tuple[Callable[[], Check], ...] = (
    _triggers,
    _database,
    _vocabularies,
    _acts,
    _sequence,
    _reversals,
    _events,
    _files,
)
