"""Why an evaluation, or a scheme to evaluate by, does not go on."""

from collections.abc import Sequence

from jinghe.core.evaluation.faults import Fault
from jinghe.usecases.common.refusals import Refused


class RefusedEvaluation(Refused):
    """A step that cannot be taken now. faults: what keeps the units from being scored."""

    def __init__(self, text: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(text)
        self.faults = tuple(faults)


def refused_for(faults: Sequence[Fault]) -> RefusedEvaluation:
    """The refusal that says nothing but the faults, all of them."""
    return RefusedEvaluation("".join(fault.message for fault in faults), faults)
