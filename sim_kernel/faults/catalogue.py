"""The closed list of faults. Docs, control API and gate read this table."""

from collections.abc import Mapping

from sim_kernel.faults.alter import AlterFault
from sim_kernel.faults.delay import DelayFault
from sim_kernel.faults.drop import DropFault
from sim_kernel.faults.duplicate import DuplicateFault
from sim_kernel.faults.fault import DeliveryFault, RequestFault
from sim_kernel.faults.garbled_body import GarbledBodyFault
from sim_kernel.faults.hold import HoldFault
from sim_kernel.faults.lost_response import LostResponseFault
from sim_kernel.faults.reorder import ReorderFault
from sim_kernel.faults.reset import ResetFault
from sim_kernel.faults.status import StatusFault
from sim_kernel.faults.timeout import TimeoutFault
from sim_kernel.faults.truncated_body import TruncatedBodyFault
from sim_kernel.faults.wrong_header import WrongHeaderFault
from sim_kernel.faults.wrong_signature import WrongSignatureFault

REQUEST_FAULTS: Mapping[str, type[RequestFault]] = {
    "alter": AlterFault,
    "delay": DelayFault,
    "garbled_body": GarbledBodyFault,
    "lost_response": LostResponseFault,
    "reset": ResetFault,
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
