"""Wrong Flourishes that tell wrongly what happened: webhooks, retries, the answers of the External API.

No engine takes part in judging them: the scenarios tagged `simulator` do.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.mutants.flourish_screens import with_result, wrong_flourish
from tests.mutants.mutant import Change, instead


def _without_header(which: Callable[[Any], str | None]) -> Change:
    """A webhook lacks a header; `which` names it for a delivery, or none."""

    def make(original: Any) -> Any:
        def address(tenant: Any, delivery: Any) -> Any:
            outgoing = original(tenant, delivery)
            if outgoing is None or (gone := which(delivery)) is None:
                return outgoing
            kept = {name: value for name, value in outgoing.headers.items() if name != gone}
            return replace(outgoing, headers=kept)

        return address

    return instead("sim_flourish.webhooks.delivery:address", make)


def _first_key_for_all(original: Any) -> Any:
    keys: dict[str, str] = {}

    def address(tenant: Any, delivery: Any) -> Any:
        endpoints = tenant.world.webhook_endpoints
        first = next(iter(endpoints.values()))
        endpoint = endpoints.get(delivery.endpoint_id)
        if endpoint is not None:
            endpoints[delivery.endpoint_id] = replace(
                endpoint, signing_key=keys.setdefault(tenant.tenant_id, first.signing_key)
            )
        return original(tenant, delivery)

    return address


def _as_before(original: Any) -> Any:
    def messages(world: Any, changed: Any) -> Any:
        if changed.before is None:
            return original(world, changed)
        return original(world, replace(changed, after=changed.before))

    return messages


def _pages_overlap(original: Any) -> Any:
    def head_and_part(call: Any, total: int) -> Any:
        head, part = original(call, total)
        return head, slice(max(part.start - 1, 0), max(part.stop - 1, part.stop - part.start))

    return head_and_part


def _no_next(original: Any) -> Any:
    def head_and_part(call: Any, total: int) -> Any:
        head, part = original(call, total)
        return {**head, "meta": {**head["meta"], "next": ""}}, part

    return head_and_part


def _page_is_total(original: Any) -> Any:
    def head_and_part(call: Any, total: int) -> Any:
        head, part = original(call, total)
        return {**head, "meta": {**head["meta"], "total": head["meta"]["count"]}}, part

    return head_and_part


def _only_one_value(original: Any) -> Any:
    return lambda self, name, given: original(self, name, list(given)[:1])


def _retries(*seconds: int) -> Change:
    delays = tuple(timedelta(seconds=wait) for wait in seconds)
    return instead("sim_flourish.webhooks.delivery:RETRY_DELAYS", lambda _original: delays)


MUTANTS = (
    wrong_flourish(
        "sends webhooks without their second header",
        "S7",
        "A right receiver rejects everything.",
        _without_header(lambda _delivery: "X-House"),
    ),
    wrong_flourish(
        "signs the first attempt only",
        "S7 O21",
        "What is not taken at once is never taken.",
        _without_header(lambda delivery: "Auth-Signature" if delivery.attempts else None),
    ),
    wrong_flourish(
        "signs for all endpoints with the key of the first",
        "S7 S6",
        "The second endpoint rejects everything.",
        instead("sim_flourish.webhooks.delivery:address", _first_key_for_all),
    ),
    wrong_flourish(
        "sends the order as it was before",
        "S7 O5",
        "Ordo is always one step behind.",
        instead("sim_flourish.orders.webhook:order_messages", _as_before),
        instead("sim_flourish.app:order_messages", _as_before),
    ),
    wrong_flourish(
        "tries again at once",
        "O21 S7",
        "A receiver that is down is flooded, and then forgotten.",
        _retries(0, 0, 0, 0, 0),
    ),
    wrong_flourish(
        "tries again four times",
        "O21 S7",
        "The last chance of a message is gone.",
        _retries(10, 20, 40, 80),
    ),
    wrong_flourish(
        "tries again after the same time each time",
        "O21 S7",
        "A receiver has less time to come back than it counts on.",
        _retries(10, 10, 10, 10, 10),
    ),
    wrong_flourish(
        "takes a redirect for success",
        "O21 S7",
        "A message that nobody took is not sent again.",
        instead(
            "sim_kernel.delivery:Attempt.accepted",
            lambda _original: property(lambda self: self.status is not None and 200 <= self.status < 400),
        ),
    ),
    wrong_flourish(
        "releases in the order of arrival, whatever is asked",
        "O14 S7",
        "No scenario ever has messages out of order.",
        instead(
            "sim_kernel.outbox:Outbox.release",
            lambda original: (
                lambda self, order="first": original(self, "first" if isinstance(order, str) else order)
            ),
        ),
        first="come as they are let go",
    ),
    wrong_flourish(
        "ignores filters",
        "I2 I6",
        "A program gets everything whatever it asks for.",
        instead(
            "sim_flourish.conventions.filters:Filters.parse",
            with_result(lambda narrowed: replace(narrowed, tests=(), key=())),
        ),
    ),
    wrong_flourish(
        "looks at one value of a filter",
        "I2 I6",
        "The second of two SKUs is never found.",
        instead("sim_flourish.conventions.filters:Filters._wanted", _only_one_value),
    ),
    wrong_flourish(
        "has pages that overlap",
        "I3 I1",
        "The last item is never read.",
        instead("sim_flourish.conventions.envelope:_head_and_part", _pages_overlap),
    ),
    wrong_flourish(
        "names no next page",
        "I3 I1",
        "A catalogue ends after its first page.",
        instead("sim_flourish.conventions.envelope:_head_and_part", _no_next),
    ),
    wrong_flourish(
        "counts the page for the whole",
        "I3 I1",
        "A catalogue ends after its first page.",
        instead("sim_flourish.conventions.envelope:_head_and_part", _page_is_total),
    ),
    wrong_flourish(
        "has pages of sixty",
        "I3 I1",
        "An engine that counts on fifty leaves ten out.",
        instead("sim_flourish.conventions.envelope:LARGEST_PAGE", lambda _original: 60),
    ),
    wrong_flourish(
        "dates an order by its last edit",
        "O14 O5",
        "An order is not found where it was made.",
        instead("sim_flourish.model.values:Signature.on", lambda _original: lambda self, _audit: self.new()),
    ),
)
