"""Long imports beside the request: a thread of the server works, a small file tells every worker how far it is.

The work itself is one transaction, so that a server that stops in between leaves nothing half-written.
"""

import json
import logging
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from django.conf import settings
from django.db import connection

from jinghe.usecases.claims.papers import NoFile
from jinghe.usecases.common.access import AccessRefused, Actor
from jinghe.usecases.common.refusals import Refused
from jinghe.usecases.imports.imports import PreviewMoved, Upload, require_waiting
from jinghe.usecases.imports.opening_ledger import Tell, confirm_opening, preview_of_opening, require_another
from jinghe.usecases.imports.rows import ImportPreview

AT_ONCE = 300
"""Up to so many rows nobody waits for a thread."""
STALE_SECONDS = 180
"""A thread that said nothing for so long is gone, with its server."""
SHOWN = 300
_EVERY_SECONDS = 0.3
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobProgress:
    """How far an import is. said_at: seconds of the epoch; trouble: Chinese, why it ended without a result.

    result: of a check: fingerprint, counts, and the rows to be shown; of a filing: nothing.
    """

    step: str
    done: int
    total: int
    is_over: bool
    said_at: float
    trouble: str = ""
    result: dict[str, Any] | None = None

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @property
    def is_running(self) -> bool:
        return not self.is_over and time.time() - self.said_at < STALE_SECONDS


def check(upload: Upload) -> None:
    """Begins to look at every row of an opening ledger, unless that is under way."""
    _begin(upload, lambda tell: _result_of(preview_of_opening(upload, tell)))


def confirm(upload: Upload, fingerprint: str, *, by: Actor) -> None:
    """Begins to enter an opening ledger. Raises AccessRefused, Refused at once for who may not."""
    require_another(upload, by)
    require_waiting(upload)

    def work(tell: Tell) -> dict[str, Any] | None:
        try:
            confirm_opening(upload.batch.pk, fingerprint, by=by, tell=tell)
        except PreviewMoved as moved:
            return _result_of(moved.preview) | {"moved": moved.text}
        return None

    _begin(upload, work)


def progress_of(upload: Upload) -> JobProgress | None:
    """How far the last work on an upload is; None where none was begun."""
    try:
        return JobProgress(**json.loads(_path(upload).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _begin(upload: Upload, work: Callable[[Tell], dict[str, Any] | None]) -> None:
    found = progress_of(upload)
    if found is not None and found.is_running:
        return
    _say(upload, JobProgress(step="准备", done=0, total=0, is_over=False, said_at=time.time()))
    if upload.batch.outcome["rows"] <= AT_ONCE:
        _work(upload, work)
    else:
        Thread(target=_work_apart, args=(upload, work), name=f"import-{upload.batch.pk}").start()


def _work_apart(upload: Upload, work: Callable[[Tell], dict[str, Any] | None]) -> None:
    try:
        _work(upload, work)
    finally:
        connection.close()


def _work(upload: Upload, work: Callable[[Tell], dict[str, Any] | None]) -> None:
    last = 0.0

    def tell(step: str, done: int, total: int) -> None:
        nonlocal last
        if time.time() - last >= _EVERY_SECONDS:
            last = time.time()
            _say(upload, JobProgress(step=step, done=done, total=total, is_over=False, said_at=last))

    trouble, result = "", None
    try:
        result = work(tell)
    except (Refused, AccessRefused) as refused:
        trouble = refused.text
    except NoFile:
        trouble = "保存的文件已经不在或被改动。请重新上传。"
    except Exception:
        _log.exception("import %s", upload.batch.pk)
        trouble = "处理时出错，没有任何一行入账。请重新上传；仍然不行的，请联系系统管理员。"
    _say(
        upload,
        JobProgress(
            step="完成", done=1, total=1, is_over=True, said_at=time.time(), trouble=trouble, result=result
        ),
    )


def _result_of(preview: ImportPreview) -> dict[str, Any]:
    """What a page shows of a preview: troubled rows first, then as many of the others as fit."""
    troubled = [one for one in preview.rows if not one.outcome.is_filed]
    shown = [*troubled, *preview.filed][:SHOWN]
    return {
        "fingerprint": preview.fingerprint,
        "counts": {outcome.value: count for outcome, count in preview.counts.items()},
        "rows": [[one.number, one.outcome.value, one.name, one.text] for one in shown],
        "count": len(preview.rows),
        "flaws": list(preview.flaws),
        "notes": list(preview.notes),
    }


def _path(upload: Upload) -> Path:
    return Path(settings.MEDIA_ROOT) / "imports" / f"{upload.batch.pk}.json"


def _say(upload: Upload, progress: JobProgress) -> None:
    path = _path(upload)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(asdict(progress), ensure_ascii=False), "utf-8")
    part.replace(path)
