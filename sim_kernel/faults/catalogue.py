"""The closed list of faults. Docs, control API and gate read this table."""

from collections.abc import Mapping

from sim_kernel.faults.alter import AlterFault
from sim_kernel.faults.calls.delay import DelayFault
from sim_kernel.faults.calls.garbled_body import GarbledBodyFault
from sim_kernel.faults.calls.lost_response import LostResponseFault
from sim_kernel.faults.calls.reset import ResetFault
from sim_kernel.faults.calls.slow_work import SlowWorkFault
from sim_kernel.faults.calls.status import StatusFault
from sim_kernel.faults.calls.timeout import TimeoutFault
from sim_kernel.faults.calls.truncated_body import TruncatedBodyFault
from sim_kernel.faults.deliveries.drop import DropFault
from sim_kernel.faults.deliveries.duplicate import DuplicateFault
from sim_kernel.faults.deliveries.hold import HoldFault
from sim_kernel.faults.deliveries.reorder import ReorderFault
from sim_kernel.faults.deliveries.wrong_header import WrongHeaderFault
from sim_kernel.faults.deliveries.wrong_signature import WrongSignatureFault
from sim_kernel.faults.fault import DeliveryFault, RequestFault

REQUEST_FAULTS: Mapping[str, type[RequestFault]] = {
    "alter": AlterFault,
    "delay": DelayFault,
    "garbled_body": GarbledBodyFault,
    "lost_response": LostResponseFault,
    "reset": ResetFault,
    "slow_work": SlowWorkFault,
    "status": StatusFault,
    "timeout": TimeoutFault,
    "truncated_body": TruncatedBodyFault,
}
DELIVERY_FAULTS: Mapping[str, type[DeliveryFault]] = {
    "alter": AlterFault,
    "delay": DelayFault,
    "drop": DropFault,
    "duplicate": DuplicateFault,
    "hold": HoldFault,
    "reorder": ReorderFault,
    "wrong_header": WrongHeaderFault,
    "wrong_signature": WrongSignatureFault,
}
