"""A laboratory that only pretends: faults that do nothing, deliveries that do not go as they are told.

A scenario that cannot tell such a laboratory from a real one has not arranged what its Given says.
"""

from collections.abc import Callable
from typing import Any

from sim_kernel.answers import Answer
from tests.mutants.mutant import Change, Mutant, instead

_OUTBOX = "sim_kernel.outbox:Outbox"
_FAULTS = "sim_kernel.faults"


def _only_works(fault: str) -> Change:
    """A fault of calls lets the call through as if nothing was wrong."""
    return instead(f"{_FAULTS}.{fault}.around", lambda _original: lambda _self, _call, work: work())


def _only_passes(fault: str) -> Change:
    """A fault of deliveries lets the delivery through as if nothing was wrong."""
    return instead(f"{_FAULTS}.{fault}.shape", lambda _original: lambda _self, delivery: [delivery])


def _armed(change: Callable[[Any], dict[str, Any]]) -> Change:
    """A fault is armed otherwise than it was asked for."""
    return instead(
        "sim_kernel.faults.board:FaultBoard.arm",
        lambda original: lambda self, facts: original(self, {**facts, **change(facts)}),
    )


def _lab(name: str, control: str, breaks: str, consequence: str, change: Change, first: str = "") -> Mutant:
    return Mutant(
        name=name,
        controls=(control,),
        breaks=(breaks,),
        consequence=consequence,
        changes=(change,),
        first=first,
    )


MUTANTS = (
    _lab(
        "the fault 'alter' changes no answer",
        "request alter",
        "O18",
        "Unknown statuses are never seen.",
        _only_works("alter:AlterFault"),
    ),
    _lab(
        "the fault 'delay' delays nothing",
        "request delay",
        "O3",
        "No engine is ever kept waiting.",
        _only_works("calls.delay:DelayFault"),
        "before Flourish has answered",
    ),
    _lab(
        "the fault 'lost_response' does not do the work",
        "request lost_response",
        "O17",
        "The one dangerous failure, done but not told, never happens.",
        instead(
            f"{_FAULTS}.calls.lost_response:LostResponseFault.around",
            lambda _original: lambda _self, _call, _work: Answer(dropped=True),
        ),
        "all the same",
    ),
    _lab(
        "the fault 'lost_response' loses nothing",
        "request lost_response",
        "O17",
        "Every answer arrives.",
        _only_works("calls.lost_response:LostResponseFault"),
        "all the same",
    ),
    _lab(
        "the fault 'reset' breaks no connection",
        "request reset",
        "O17",
        "Flourish is never down.",
        _only_works("calls.reset:ResetFault"),
        "shown as sending and locked",
    ),
    _lab(
        "the fault 'slow_work' works at once",
        "request slow_work",
        "O17",
        "No order ever comes up when its caller is gone.",
        _only_works("calls.slow_work:SlowWorkFault"),
        "comes up after the engine has hung up",
    ),
    _lab(
        "the fault 'slow_work' does no work",
        "request slow_work",
        "O17",
        "What comes up late never comes up.",
        instead(
            f"{_FAULTS}.calls.slow_work:SlowWorkFault.around",
            lambda _original: lambda _self, _call, _work: Answer(dropped=True),
        ),
        "comes up after the engine has hung up",
    ),
    _lab(
        "a simulator's clock is always right",
        "skew",
        "O17",
        "No two clocks ever disagree.",
        instead(
            "sim_kernel.simulator:Simulator.set_clock_wrong",
            lambda _original: lambda _self, tenant, _seconds: tenant.clock.now(),
        ),
        "made at Flourish's own time",
    ),
    _lab(
        "the fault 'status' refuses nothing",
        "request status",
        "O16",
        "Flourish never objects.",
        _only_works("calls.status:StatusFault"),
        "stays pending and shows why",
    ),
    _lab(
        "the fault 'timeout' does the work",
        "request timeout",
        "O17",
        "Every call is answered.",
        _only_works("calls.timeout:TimeoutFault"),
        "gets no answer",
    ),
    _lab(
        "the fault 'garbled_body' garbles nothing",
        "request garbled_body",
        "O17",
        "Every answer makes sense.",
        _only_works("calls.garbled_body:GarbledBodyFault"),
        "all the same",
    ),
    _lab(
        "the fault 'truncated_body' sends all of it",
        "request truncated_body",
        "O17",
        "No answer ever breaks off.",
        _only_works("calls.truncated_body:TruncatedBodyFault"),
        "all the same",
    ),
    _lab(
        "the fault 'alter' changes no delivery",
        "delivery alter",
        "O18",
        "Every message is as it should be.",
        _only_passes("alter:AlterFault"),
        "comes to nothing",
    ),
    _lab(
        "the fault 'delay' lets messages come in time",
        "delivery delay",
        "O17",
        "No message ever comes late.",
        _only_passes("calls.delay:DelayFault"),
        "still on its way",
    ),
    _lab(
        "the fault 'wrong_signature' leaves the signature right",
        "delivery wrong_signature",
        "S7",
        "Every message proves its sender.",
        _only_passes("deliveries.wrong_signature:WrongSignatureFault"),
        "prove its sender",
    ),
    _lab(
        "the fault 'wrong_header' leaves the headers right",
        "delivery wrong_header",
        "S7",
        "Every message carries its headers.",
        _only_passes("deliveries.wrong_header:WrongHeaderFault"),
        "prove its sender",
    ),
    _lab(
        "the fault 'drop' loses nothing",
        "delivery drop",
        "S7",
        "Every message arrives.",
        _only_passes("deliveries.drop:DropFault"),
    ),
    _lab(
        "the fault 'duplicate' sends nothing more",
        "delivery duplicate",
        "O14",
        "No message ever comes twice.",
        _only_passes("deliveries.duplicate:DuplicateFault"),
        "all come twice",
    ),
    _lab(
        "the fault 'hold' does not hold",
        "delivery hold",
        "O14",
        "Messages come at once and in order.",
        _only_passes("deliveries.hold:HoldFault"),
        "wrong order lead",
    ),
    _lab(
        "the fault 'reorder' keeps the order",
        "delivery reorder",
        "O14",
        "No message is ever overtaken.",
        _only_passes("deliveries.reorder:ReorderFault"),
        "overtaken by the next",
    ),
    _lab(
        "every fault hits the first call",
        "nth",
        "O17",
        "Trouble at the third call is trouble at the first.",
        _armed(lambda _facts: {"nth": 1}),
        "at any step",
    ),
    _lab(
        "every fault hits once only",
        "count",
        "O17",
        "No outage lasts.",
        _armed(lambda _facts: {"count": 1}),
        "waits a long outage out",
    ),
    _lab(
        "held messages go in the order in which they came",
        "release",
        "O14",
        "Newest first is oldest first.",
        instead(f"{_OUTBOX}.release", lambda original: lambda self, _order="first": original(self, "first")),
        "wrong order lead",
    ),
    _lab(
        "a past message is not sent again",
        "repeat",
        "O14",
        "No message ever comes late.",
        instead(
            f"{_OUTBOX}.repeat",
            lambda _original: (
                lambda self, delivery_id: next(one for one in self._done if one.delivery_id == delivery_id)
            ),
        ),
        "that comes again changes nothing",
    ),
    _lab(
        "a simulator's clock stands still",
        "advance",
        "O17",
        "What is to be sent later is never sent.",
        instead(
            "sim_kernel.simulator:Simulator.advance",
            lambda _original: lambda _self, tenant, _seconds: tenant.clock.now(),
        ),
        "comes late makes one order",
    ),
)
