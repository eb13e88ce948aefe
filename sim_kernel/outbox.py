"""A tenant's deliveries: queued inside the change they tell of, sent from the background.

First attempts leave in order per endpoint. A failed one is tried again when its time has come on the
tenant's clock, and holds nobody up meanwhile, so a receiver must bear repetition and disorder
(contract section 6). Exhausted, delivered and dropped ones stay on record, capped. Callers who make
deliveries faster than they leave are slowed down.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from foundation.clock import AdjustableClock, Deadline, utc_text
from foundation.journal_entries import DeliveryAttempt, FaultHit
from foundation.worker_pool import waiting
from sim_kernel.answers import CallerError
from sim_kernel.delivery import Attempt, Delivery, DeliveryState, Outgoing
from sim_kernel.faults.board import FaultBoard
from sim_kernel.faults.fault import DeliveryFault
from sim_kernel.faults.places import Carried
from sim_kernel.faults.standing import StandingAlterations
from sim_kernel.ids import Ids, unique
from sim_kernel.journal import Journal, body_for_journal, current_cause

_MOST_KEPT = 2000
_FAR_BEHIND = 100  # Due deliveries to one endpoint, which go in a quarter of a second.
_LONGEST_PAUSE_SECONDS = 0.1  # However slow the receiver is.
_LONGEST_LOOK_SECONDS = 0.05  # What is dropped, or waits for its time, ends no attempt.
_WAITING = frozenset({DeliveryState.HELD, DeliveryState.BEHIND_NEXT})


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxPorts:
    """What an outbox needs of the world: how to address and sign, how to send, how to be woken."""

    address: Callable[[Delivery], Outgoing | None]
    send: Callable[[Outgoing, bytes], tuple[int | None, str | None]]
    wake: Callable[[str, Any], None]
    retry_delays: Sequence[timedelta]


@dataclass(slots=True, kw_only=True)
class OutboxState:
    """What a snapshot keeps."""

    deliveries: list[Delivery] = field(default_factory=list)


class Outbox:
    """Queues, shapes (by the armed faults), sends, retries and remembers."""

    def __init__(
        self,
        clock: AdjustableClock,
        ids: Ids,
        journal: Journal,
        faults: FaultBoard,
        alterations: StandingAlterations,
        ports: OutboxPorts,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._journal = journal
        self._faults = faults
        self._alterations = alterations
        self._ports = ports
        self._lock = threading.RLock()
        self._caught_up = threading.Condition(self._lock)
        self._ended = threading.Condition(self._lock)
        self._queues: dict[str, list[Delivery]] = {}
        self._waiting: list[Delivery] = []
        self._done: deque[Delivery] = deque(maxlen=_MOST_KEPT)
        self._in_flight: list[Delivery] = []
        self.activity = 0

    def announce(self, endpoint_id: str, topic: str, body: bytes, *, message_id: str = "") -> None:
        """Queues a message to an endpoint; returns at once."""
        now = self._clock.now()
        with self._lock:
            number = self._ids.number("delivery")
            delivery = Delivery(
                delivery_id=f"delivery-{number}",
                endpoint_id=endpoint_id,
                topic=topic,
                body=body,
                message_id=message_id or f"msg_{unique()}",
                created_at=now,
                due_at=now,
                cause=current_cause(),
            )
            self._alter(delivery)
            self._queue_shaped(delivery)

    def _alter(self, delivery: Delivery) -> None:
        if (alter := self._alterations.of(delivery.topic, "delivery")) is not None:
            carried = Carried(body=delivery.body)
            alter(carried)
            delivery.body = carried.body

    def _queue_shaped(self, delivery: Delivery) -> None:
        overtaken = [
            waiting
            for waiting in self._waiting
            if waiting.state is DeliveryState.BEHIND_NEXT
            and (waiting.endpoint_id, waiting.topic) == (delivery.endpoint_id, delivery.topic)
        ]
        armed = self._faults.for_delivery(delivery.topic, lambda: delivery.body)
        shaped = [delivery]
        if armed is not None and isinstance(armed.fault, DeliveryFault):
            self._journal.write(
                FaultHit(
                    fault=armed.request.kind,
                    fault_id=armed.fault_id,
                    delivery=delivery.delivery_id,
                    topic=delivery.topic,
                )
            )
            shaped = armed.fault.shape(delivery)
        for ready in [*shaped, *overtaken]:
            if ready in overtaken:
                self._waiting.remove(ready)
                ready.state = DeliveryState.QUEUED
            self._put(ready)

    def _put(self, delivery: Delivery) -> None:
        self.activity += 1
        if delivery.state in _WAITING:
            self._waiting.append(delivery)
        elif delivery.state is DeliveryState.QUEUED:
            self._queues.setdefault(delivery.endpoint_id, []).append(delivery)
            self._ports.wake(delivery.endpoint_id, delivery.due_at)
        else:
            self._done.append(delivery)

    def keep_pace(self) -> None:
        """Waits a moment if many deliveries are due, so that they are not made faster than they leave."""
        with self._lock:
            far_behind = self._is_far_behind()
        if far_behind:
            with waiting(), self._lock:
                self._caught_up.wait_for(lambda: not self._is_far_behind(), _LONGEST_PAUSE_SECONDS)

    def _is_far_behind(self) -> bool:
        now = self._clock.now()
        long = (queue for queue in self._queues.values() if len(queue) > _FAR_BEHIND)
        return any(sum(delivery.due_at <= now for delivery in queue) > _FAR_BEHIND for queue in long)

    def work(self, endpoint_id: str) -> None:
        """Sends what is due to one endpoint; run by the scheduler, never twice at once for one endpoint."""
        while (delivery := self._take_due(endpoint_id)) is not None:
            try:
                self._attempt(delivery)
            finally:
                with self._lock:
                    self._in_flight.remove(delivery)
                    self.activity += 1
                    self._ended.notify_all()
        with self._lock:
            queue = self._queues.get(endpoint_id, ())
            if queue:
                self._ports.wake(endpoint_id, min(delivery.due_at for delivery in queue))

    def _take_due(self, endpoint_id: str) -> Delivery | None:
        now = self._clock.now()
        with self._lock:
            queue = self._queues.get(endpoint_id, [])
            due = next((delivery for delivery in queue if delivery.due_at <= now), None)
            if due is None:
                return None
            queue.remove(due)
            if len(queue) == _FAR_BEHIND:
                self._caught_up.notify_all()
            self._in_flight.append(due)
            return due

    def _attempt(self, delivery: Delivery) -> None:
        outgoing = self._ports.address(delivery)
        if outgoing is None:
            delivery.drop()
            with self._lock:
                self._done.append(delivery)
            return
        at = self._clock.now()
        entry = self._journal.write(
            DeliveryAttempt(
                cause=delivery.cause,
                delivery=delivery.delivery_id,
                message_id=delivery.message_id,
                made_at=utc_text(delivery.created_at),
                topic=delivery.topic,
                url=outgoing.url,
                attempt=len(delivery.attempts) + 1,
                body=body_for_journal(delivery.body),
            )
        )
        status, error = self._ports.send(self._altered(outgoing.corrupted(delivery), delivery), delivery.body)
        attempt = Attempt(at=at, status=status, error=error)
        self._journal.amend(entry, status=status, error=error)
        self._settle_attempt(delivery, attempt)

    def _altered(self, outgoing: Outgoing, delivery: Delivery) -> Outgoing:
        """One attempt's headers under the tenant's alterations."""
        if (alter := self._alterations.of(delivery.topic, "delivery")) is None:
            return outgoing
        carried = Carried(headers=dict(outgoing.headers))
        alter(carried)
        return replace(outgoing, headers=carried.headers)

    def _settle_attempt(self, delivery: Delivery, attempt: Attempt) -> None:
        with self._lock:
            delivery.attempts.append(attempt)
            tries = len(delivery.attempts)
            if attempt.accepted:
                delivery.state = DeliveryState.DELIVERED
                self._done.append(delivery)
            elif tries <= len(self._ports.retry_delays):
                delivery.due_at = attempt.at + self._ports.retry_delays[tries - 1]
                self._queues.setdefault(delivery.endpoint_id, []).append(delivery)
            else:
                delivery.state = DeliveryState.EXHAUSTED
                self._done.append(delivery)

    def release(self, order: str | Sequence[str] = "first") -> int:
        """Lets the held deliveries go: first come first, `reversed`, or by a list of ids; returns how many.

        Raises:
            CallerError: an id in the list is not held.
        """
        with self._lock:
            held = {delivery.delivery_id: delivery for delivery in self._waiting}
            if isinstance(order, str):
                chosen = list(held.values())[:: -1 if order == "reversed" else 1]
            elif unknown := [delivery_id for delivery_id in order if delivery_id not in held]:
                raise CallerError(404, f"the delivery {unknown[0]!r} is not held", code="not_found")
            else:
                chosen = [held[delivery_id] for delivery_id in order]
            now = self._clock.now()
            for delivery in chosen:
                self._waiting.remove(delivery)
                delivery.state, delivery.due_at = DeliveryState.QUEUED, now
                self._put(delivery)
        return len(chosen)

    def repeat(self, delivery_id: str) -> Delivery:
        """Sends a past delivery once more, byte for byte.

        Raises:
            CallerError: there is no such delivery on record.
        """
        with self._lock:
            past = next((delivery for delivery in self._done if delivery.delivery_id == delivery_id), None)
            if past is None:
                raise CallerError(404, f"there is no past delivery {delivery_id!r}", code="not_found")
            again = past.copy(self._ids.number("repeat") + 1)
            again.state, again.due_at = DeliveryState.QUEUED, self._clock.now()
            self._put(again)
            return again

    def forget_endpoint(self, endpoint_id: str) -> None:
        """Gives up everything still queued or held for an endpoint that is gone."""
        with self._lock:
            gone = self._queues.pop(endpoint_id, []) + [
                delivery for delivery in self._waiting if delivery.endpoint_id == endpoint_id
            ]
            for delivery in gone:
                delivery.drop()
                self._done.append(delivery)
            self._waiting = [delivery for delivery in self._waiting if delivery.endpoint_id != endpoint_id]

    def deliveries(self) -> list[Delivery]:
        """Everything on record, past first."""
        with self._lock:
            return _each_once([*self._done, *self._to_go()])

    def _to_go(self) -> list[Delivery]:
        """What has not ended: held, queued, and in flight (which may still fail and be tried again)."""
        queued = (delivery for queue in self._queues.values() for delivery in queue)
        return _each_once([*self._waiting, *queued, *self._in_flight])

    def pending(self) -> dict[str, Any]:
        """How much is under way: `due` now, `in_flight`, `held` by hand, `later` on the tenant's clock."""
        now = self._clock.now()
        with self._lock:
            queued = [delivery.due_at for queue in self._queues.values() for delivery in queue]
            later = [at for at in queued if at > now]
            return {
                "due": len(queued) - len(later),
                "in_flight": len(self._in_flight),
                "held": len(self._waiting),
                "later": len(later),
                "next_due_at": utc_text(min(later)) if later else None,
                "activity": self.activity,
            }

    def settle(self, seconds: float) -> tuple[bool, dict[str, Any]]:
        """Waits until nothing is due or in flight, at most so long: whether it is so, and what is pending."""
        limit = Deadline(seconds)
        if self._is_busy():
            with waiting(), self._lock:
                while self._is_busy() and not limit.passed():
                    self._ended.wait(min(limit.left(), _LONGEST_LOOK_SECONDS))
        with self._lock:
            return not self._is_busy(), self.pending()

    def _is_busy(self) -> bool:
        now = self._clock.now()
        with self._lock:
            queued = (delivery for queue in self._queues.values() for delivery in queue)
            return bool(self._in_flight) or any(delivery.due_at <= now for delivery in queued)

    def state(self) -> OutboxState:
        """What a snapshot keeps: all that is still to go."""
        with self._lock:
            ended = {DeliveryState.DELIVERED, DeliveryState.EXHAUSTED, DeliveryState.DROPPED}
            return OutboxState(
                deliveries=[delivery for delivery in self._to_go() if delivery.state not in ended]
            )

    def restore(self, state: OutboxState) -> None:
        """Takes up what a snapshot kept."""
        with self._lock:
            for delivery in state.deliveries:
                self._put(delivery)


def _each_once(deliveries: Sequence[Delivery]) -> list[Delivery]:
    return list({delivery.delivery_id: delivery for delivery in deliveries}.values())
