"""Says in Flourish's words why the state of a retail order forbids something."""

from sim_flourish.warehouse.refusals import Refusal, RefusedError
from sim_flourish.warehouse.retail_status_table import RETAIL_STATUS_TABLE, RetailEvent, RetailStatus
from sim_kernel.transitions import IllegalTransitionError, follow

_OVER = {
    RetailStatus.COMPLETED: Refusal.ALREADY_COMPLETED,
    RetailStatus.CANCELLED: Refusal.ALREADY_CANCELLED,
}


def next_retail_status(status: RetailStatus, event: RetailEvent) -> RetailStatus:
    """The status after `event`.

    Raises:
        RefusedError: the table has no such row; the message is the documented one where there is one.
    """
    try:
        return follow(RETAIL_STATUS_TABLE, status, event)
    except IllegalTransitionError as error:
        if status in _OVER:
            raise RefusedError(_OVER[status]) from error
        raise RefusedError(Refusal.RETAIL_NOT_NOW, event=event.value, status=status.value) from error
