"""What passed between the engine and the two sides, read from the journals."""

from foundation.journal_entries import DeliveryAttempt, Request
from harness.clients.wire import AGENT
from harness.sensitivity.fields import Direction
from harness.sensitivity.traffic import exchanges, sent

AT = "2030-01-01T10:00:00Z"


def call(**facts: object) -> Request:
    given: dict[str, object] = {
        "id": 1,
        "at": AT,
        "api": "external_api",
        "caller": "api-1",
        "method": "GET",
        "path": "/external/api/v1/outbound-orders/7",
        "operation": "GET /outbound-orders/{order_id}",
        "use": ("header x-api-key", "query limit"),
        "query": "limit=50",
        "status": 200,
        "answer": {"data": {"lines": [{"sku": "A"}, {"sku": "B"}], "note": None}},
        **facts,
    }
    return Request(**given)  # type: ignore[arg-type]


def test_a_call_carries_what_was_sent_and_what_was_read() -> None:
    """Lists are places, and so is every value in their rows; what the path names, and the status."""
    request, response = exchanges("flourish", [call()])
    assert dict(request.values()) == {"query limit": "50", "header x-api-key": "0", "path order_id": "7"}
    assert list(dict(response.values())) == ["status", "/data/lines", "/data/lines/[]/sku", "/data/note"]


def test_calls_of_other_programs_are_none_of_the_engines() -> None:
    """What the features ask by the API under their own name is not what the engine sends or reads."""
    others = [call(agent=AGENT)]
    assert list(exchanges("flourish", others)) == []
    assert list(sent("flourish", others)) == []


def test_what_people_type_is_carried_on_a_side_of_its_own() -> None:
    """Only what they send; looking at a screen is none of it."""
    typed = call(api="back_office", caller="back office", operation="POST /items", body={"item_name": "Haze"})
    (exchange,) = exchanges("flourish", [typed, call(api="back_office")])
    assert (exchange.flow.side, dict(exchange.values())["/item_name"]) == ("flourish screens", "Haze")
    assert list(sent("flourish", [typed])) == []


def test_a_message_is_carried_once_however_often_it_was_tried() -> None:
    """The connection's message is carried as the contract has it: no journal keeps the key in it."""
    tried = DeliveryAttempt(delivery="d1", topic="order", body={"data": {"id": "7"}}, status=500)
    connection = DeliveryAttempt(topic="connection.set", status=200)
    found = list(exchanges("ordo", [tried, tried, connection]))
    assert [one.flow.direction for one in found] == [Direction.DELIVERY, Direction.DELIVERY, Direction.REPLY]


def test_the_same_engine_sends_the_same_at_another_time() -> None:
    """Times are told by their distance; a day later is something else."""

    def at(moment: str, timestamp: str) -> list[str]:
        return list(sent("flourish", [call(at=moment, body={"order_timestamp": timestamp})]))

    first = at("2030-01-01T10:00:00Z", "2030-01-01T10:00:00.5Z")
    assert first == at("2031-06-01T11:30:00Z", "2031-06-01T11:30:02.061Z")
    assert first != at("2031-06-01T11:30:00Z", "2031-06-02T11:30:02.061Z")
