"""The wire to a server: what is sent, how an answer is read, how a refusal is."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from flask import Flask, Response, jsonify, request

from harness.clients.wire import UnexpectedAnswerError, Wire, open_session
from harness.serving import open_socket, serve, url_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """What the test's server saw."""

    method: str
    query: dict[str, str]
    body: str
    kind: str
    token: str = ""


def _server() -> Flask:
    app = Flask("echo")

    @app.route("/echo", methods=["GET", "POST", "PUT", "PATCH"])
    def echo() -> Response:
        files = {name: file.read().decode() for name, file in request.files.items()}
        body = str({**request.form, **files}) if request.form or files else request.get_data(as_text=True)
        kind, token = request.mimetype, request.headers.get("Authorization", "")
        seen = {
            "method": request.method,
            "query": request.args.to_dict(),
            "body": body,
            "kind": kind,
            "token": token,
        }
        return jsonify(seen)

    @app.get("/ordo-refusal")
    def ordo_refusal() -> tuple[Response, int]:
        return jsonify(error={"code": "order_locked", "message": "it is locked", "field": "lines"}), 409

    @app.get("/flourish-refusal")
    def flourish_refusal() -> tuple[Response, int]:
        return jsonify(message="order cannot be updated", status=400), 400

    @app.get("/nonsense")
    def nonsense() -> tuple[str, int]:
        return "<html>", 502

    return app


@pytest.fixture
def wire() -> Iterator[Wire]:
    """A wire to a server that says what it saw."""
    listener = open_socket(port=0)
    server = serve(_server(), listener)
    with open_session() as session:
        yield Wire(origin=url_of(listener), session=session, headers={"Authorization": "Bearer me"})
    server.stop()


def test_a_body_goes_out_as_json_with_exact_numbers(wire: Wire) -> None:
    """Money keeps its cents."""
    seen = wire.post("/echo", Echo, {"amount": Decimal("12.10")}).value
    assert (seen.method, seen.kind, seen.body) == ("POST", "application/json", '{"amount":12.10}')
    assert seen.token == "Bearer me"


def test_parameters_go_into_the_query(wire: Wire) -> None:
    """A flag is written as the vendor writes it."""
    seen = wire.get("/echo", Echo, {"limit": 50, "include_all_items": True, "sku": "a b&c"}).value
    assert seen.query == {"limit": "50", "include_all_items": "true", "sku": "a b&c"}


def test_a_form_goes_out_as_multipart_with_or_without_a_file(wire: Wire) -> None:
    """The brand form does, even when no file was picked."""
    reader = wire.get("/echo", Echo).decode
    alone = wire.send("POST", "/echo", reader, form={"name": "Green"}).value
    both = wire.send(
        "POST", "/echo", reader, form={"name": "Green"}, files={"logo": ("a", b"x", "text/plain")}
    ).value
    assert alone.kind == both.kind == "multipart/form-data"
    assert (alone.body, both.body) == ("{'name': 'Green'}", "{'name': 'Green', 'logo': 'x'}")


@pytest.mark.parametrize(
    ("path", "code", "message", "field"),
    [
        ("/ordo-refusal", "order_locked", "it is locked", "lines"),
        ("/flourish-refusal", "", "order cannot be updated", ""),
    ],
)
def test_a_refusal_is_read_in_either_vendors_words(
    wire: Wire, path: str, code: str, message: str, field: str
) -> None:
    """Ordo has codes, Flourish has messages."""
    refusal = wire.get(path, Echo).refusal
    assert (refusal.code, refusal.message, refusal.field) == (code, message, field)


def test_expecting_the_wrong_outcome_names_call_and_answer(wire: Wire) -> None:
    """Whoever reads the failure knows what was asked and what came."""
    with pytest.raises(UnexpectedAnswerError, match=r"GET /ordo-refusal was refused: 409 .*it is locked"):
        _ = wire.get("/ordo-refusal", Echo).value
    with pytest.raises(UnexpectedAnswerError, match="GET /echo was accepted: 200"):
        _ = wire.get("/echo", Echo).refusal
    with pytest.raises(UnexpectedAnswerError, match="in no known form: 502 <html>"):
        _ = wire.get("/nonsense", Echo).refusal


def test_no_answer_is_an_error_of_its_own(wire: Wire) -> None:
    """A dead server is named."""
    listener = open_socket(port=0)
    origin = url_of(listener)
    listener.close()
    dead = Wire(origin=origin, session=wire.session)
    with pytest.raises(UnexpectedAnswerError, match=f"GET /echo got no answer from {origin}"):
        dead.get("/echo", Echo)


def test_a_connection_that_was_hung_up_is_not_used_again(wire: Wire) -> None:
    """A server that was restarted meanwhile is reached at the first call, and nothing is sent twice."""
    first = serve(_server(), open_socket(port=0))
    restarted = Wire(origin=first.url, session=wire.session)
    _ = restarted.post("/echo", Echo).value
    first.stop()
    second = serve(_server(), open_socket(port=urlsplit(first.url).port or 0))
    assert restarted.post("/echo", Echo).value.method == "POST"
    second.stop()


def test_only_calls_that_can_change_something_count_as_activity(wire: Wire) -> None:
    """A look gives nothing to wait for."""
    wire.get("/echo", Echo)
    assert wire.activity.changes == 0
    wire.with_headers({}).put("/echo", Echo, {})
    assert wire.activity.changes == 1
