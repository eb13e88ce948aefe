"""The state machine of an order on its way from Ordo to Flourish and back.

Theory of operation
-------------------
Flourish has no idempotency key, so "exactly one order" (O17) is this machine's whole purpose.

    NEW        nothing was confirmed yet.
    RESOLVING  the buyer's destination (and the sales rep) are looked up; harmless, may be repeated at will.
    POSTING    the order may be sent now: nothing of it is in Flourish.
    SEEKING    an attempt to send was begun. Until it is known how it ended, Flourish may or may not have the
               order; the way out is to look for it by `original_order_id`.
    PLACED     Flourish has the order. Every hint leads to a reading, every reading to a report to Ordo.
    REFUSED    Flourish will not have it; the rep edits it in Ordo and confirms again (O16).
    CLOSED     nothing that happens in Flourish can change what Ordo shows any more.

An attempt is entered in the books *before* it is made: the step POSTING to SEEKING is committed together
with the command "find the order, later", and only then is the request sent. A clear answer replaces that
command. If there is none (time-out, reset, lost or garbled answer, server error, or the engine itself was
killed) the command is simply still there, and after a restart it is all that is left to do. Hence a restart
never sends anything blindly, and there is no special recovery code that could be wrong.

When is it safe to send again? Not finding the order proves nothing while the earlier attempt may still be
at work in Flourish. So the lookup waits until well after the request's own time-out (`look_after`), and an
earlier one that finds nothing (`ORDER_NOT_YET`) only schedules the next. A lookup after that moment which
finds nothing is proof (`ORDER_ABSENT`), and sending follows at once: this one lookup is at the same time the
one "after waiting longer than the time-out" and the one "again right before the post", as nothing lies
between. Should something come between after all (a restart), `LOOK_FIRST` sends the order back to look again.
The same holds for every repeat, also after a clear failure such as 429 and after a refusal: it looks first.

While in doubt, a webhook of Flourish may bring the news earlier: it is read like any other hint, and when the
order read is ours, the machine is in PLACED without waiting.

The table is total: every pair of stage and event is in `STAGE_AFTER` or in `IGNORED`; a test spells them out.
"""

from collections.abc import Mapping
from enum import StrEnum
from itertools import product

from foundation.provenance import Provenance, assumed, documented
from integration_engine.core.order import CommandKind, Stage


class EventKind(StrEnum):
    """What an event amounts to in the light of the order's state; `order_decisions.kind_of` judges it."""

    CONFIRMED = "confirmed"
    CONFIRMATION_OUTDATED = "confirmation_outdated"
    HINTED = "hinted"
    PARTIES_RESOLVED = "parties_resolved"
    LOOK_FIRST = "look_first"
    ATTEMPT_STARTED = "attempt_started"
    ACCEPTED_WITHOUT_ID = "accepted_without_id"
    POST_UNCLEAR = "post_unclear"
    ORDER_NOT_YET = "order_not_yet"
    ORDER_ABSENT = "order_absent"
    ORDER_SEEN = "order_seen"
    ORDER_ENDED = "order_ended"
    FOREIGN_ORDER_SEEN = "foreign_order_seen"
    ORDER_GONE = "order_gone"
    HINT_WAS_WRONG = "hint_was_wrong"
    REFUSED = "refused"
    CALL_FAILED = "call_failed"


_UNPLACED = (Stage.RESOLVING, Stage.POSTING, Stage.SEEKING, Stage.REFUSED)
_LIVE = (*_UNPLACED, Stage.PLACED)

STAGE_AFTER: Mapping[tuple[Stage, EventKind], Stage] = {
    (Stage.NEW, EventKind.CONFIRMED): Stage.RESOLVING,
    (Stage.REFUSED, EventKind.CONFIRMED): Stage.RESOLVING,
    (Stage.RESOLVING, EventKind.PARTIES_RESOLVED): Stage.POSTING,
    (Stage.RESOLVING, EventKind.REFUSED): Stage.REFUSED,
    (Stage.POSTING, EventKind.LOOK_FIRST): Stage.SEEKING,
    (Stage.POSTING, EventKind.ATTEMPT_STARTED): Stage.SEEKING,
    (Stage.SEEKING, EventKind.ACCEPTED_WITHOUT_ID): Stage.SEEKING,
    (Stage.SEEKING, EventKind.POST_UNCLEAR): Stage.SEEKING,
    (Stage.SEEKING, EventKind.REFUSED): Stage.REFUSED,
    (Stage.SEEKING, EventKind.ORDER_NOT_YET): Stage.SEEKING,
    (Stage.SEEKING, EventKind.ORDER_ABSENT): Stage.POSTING,
    (Stage.PLACED, EventKind.ORDER_GONE): Stage.PLACED,
    **{(stage, EventKind.HINTED): stage for stage in _LIVE},
    **{(stage, EventKind.ORDER_SEEN): Stage.PLACED for stage in _LIVE},
    **{(stage, EventKind.ORDER_ENDED): Stage.CLOSED for stage in _LIVE},
    **{(stage, EventKind.CALL_FAILED): stage for stage in _LIVE},
    **{(stage, EventKind.FOREIGN_ORDER_SEEN): stage for stage in _UNPLACED},
    **{(stage, EventKind.HINT_WAS_WRONG): stage for stage in _UNPLACED},
}
"""The stage that follows, for every pair that means something."""

STAGE_SOURCES: Mapping[EventKind, Provenance] = {
    EventKind.CONFIRMED: documented("O2"),
    EventKind.HINTED: documented("O5; contract section 5"),
    EventKind.PARTIES_RESOLVED: documented("O2; contract section 2 Outbound orders"),
    EventKind.ATTEMPT_STARTED: documented("O2"),
    EventKind.LOOK_FIRST: assumed("O17"),
    EventKind.ACCEPTED_WITHOUT_ID: documented("contract section 4"),
    EventKind.POST_UNCLEAR: assumed("O17"),
    EventKind.ORDER_NOT_YET: assumed("O17"),
    EventKind.ORDER_ABSENT: assumed("O17"),
    EventKind.ORDER_SEEN: documented("O3, O5"),
    EventKind.ORDER_ENDED: assumed("O7, O8, O15"),
    EventKind.FOREIGN_ORDER_SEEN: assumed("O17"),
    EventKind.ORDER_GONE: assumed("O17"),
    EventKind.HINT_WAS_WRONG: assumed("O17"),
    EventKind.REFUSED: assumed("O16"),
    EventKind.CALL_FAILED: assumed("O17"),
}
"""What each event that leads on rests on. The stages are the engine's own; what it makes of a confirmed order
and of an order in Flourish is documented, how it finds its way through faults is decided here."""

IGNORED: frozenset[tuple[Stage, EventKind]] = frozenset(product(Stage, EventKind)) - STAGE_AFTER.keys()
"""Pairs that change nothing: repeated confirmations, news of a closed order, answers that come too late."""

COMMANDS_OF: Mapping[Stage, frozenset[CommandKind]] = {
    Stage.NEW: frozenset(),
    Stage.RESOLVING: frozenset({CommandKind.RESOLVE_PARTIES, CommandKind.READ_ORDER}),
    Stage.POSTING: frozenset({CommandKind.POST_ORDER, CommandKind.READ_ORDER}),
    Stage.SEEKING: frozenset({CommandKind.FIND_ORDER, CommandKind.READ_ORDER}),
    Stage.PLACED: frozenset({CommandKind.READ_ORDER}),
    Stage.REFUSED: frozenset({CommandKind.READ_ORDER}),
    Stage.CLOSED: frozenset(),
}
"""The Flourish calls that make sense in a stage; others still pending are dropped on entering it."""

REPORTS: frozenset[CommandKind] = frozenset(
    {CommandKind.REPORT_ORDER, CommandKind.REPORT_REFUSAL, CommandKind.REPORT_PROBLEM}
)
"""What is told to Ordo; in force in every stage until delivered."""


def stands(stage: Stage, kind: CommandKind) -> bool:
    """Whether a pending command still makes sense in this stage."""
    return kind in REPORTS or kind in COMMANDS_OF[stage]
