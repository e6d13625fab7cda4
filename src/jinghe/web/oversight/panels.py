"""What can be done with a proposal for censure, on its page."""

from typing import Any

from django.http import HttpRequest

from jinghe.core.registers.oversight.censure import NOTIFIED, PROPOSED, REPLIED
from jinghe.usecases.common import access, clock


def censure_panel(record: Any, request: HttpRequest) -> dict[str, Any]:
    """What can be done with a proposal, for its page."""
    today = clock.today()
    return {
        "may_notify": record.state == PROPOSED and access.may_write_bulletins(request.user),
        "may_reply": record.state == NOTIFIED and access.may_submit_claims(request.user, record.unit),
        "may_decide": record.state in (NOTIFIED, REPLIED, PROPOSED)
        and access.may_decide_censure(request.user),
        "is_heard": record.state == REPLIED or (record.due_on is not None and today > record.due_on),
        "may_name": record.state in (NOTIFIED, REPLIED),
    }
