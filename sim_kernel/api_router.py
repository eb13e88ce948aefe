"""The request pipeline: caller, armed fault, contract, handler, answer, contract again, journal.

A vendor makes one `ApiRouter` for each API it offers and registers handlers on it:

    router = ApiRouter(name="external_api", prefix="/external/api/v1", contract=..., ...)

    @router.route("GET", "/items/{item_id}")
    def get_item(call: Call[World], item_id: str) -> Answer: ...

A handler runs with the tenant's lock held (unless `locked=False`), gets a body that keeps the contract, and
either returns an `Answer` or raises a `CallerError`, which `render_error` puts into the vendor's envelope.
Answers and refusals are held to the contract alike: a status that an operation does not declare is our bug.
"""

import logging
import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import orjson
from flask import Blueprint, Request, Response, current_app, request
from werkzeug.datastructures import MultiDict

from foundation.contract import Contract, Operation, Problem, payload
from foundation.guard import LARGEST_BODY, MalformedJsonError, parse_json, whole_numbers
from foundation.journal_entries import FaultHit, SimulatorBug
from foundation.journal_entries import Request as RequestEntry
from sim_kernel.answers import Answer, CallerError, as_response
from sim_kernel.contract_use import Violation, body_use, judge_body, request_use
from sim_kernel.faults.altered_request import carried_by, environ_with
from sim_kernel.faults.fault import FaultedCall, RequestFault
from sim_kernel.faults.places import Alter, altered_answer
from sim_kernel.journal import Journal, body_for_journal
from sim_kernel.tenants import Tenant

W = TypeVar("W")
_HTTP_BAD_REQUEST = 400
_LONGEST_AGENT = 80  # characters of the caller's name for itself that the journal keeps
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity(Generic[W]):
    """Whose world a request is about, and who in it is calling (None where nobody in particular does).

    `name` is what journals and faults call the caller by: a username, an address, or which program it is.
    """

    tenant: Tenant[W]
    caller: Any = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[W]):
    """One request, ready for its handler. `entry` is its id in the tenant's journal."""

    tenant: Tenant[W]
    caller: Any
    request: Request
    query: "MultiDict[str, str]"
    body: Any
    entry: int

    @property
    def world(self) -> W:
        return self.tenant.world


@dataclass(slots=True, kw_only=True)
class ApiRouter(Generic[W]):
    """One API of a vendor: its routes, each behind the request pipeline.

    `identify(request)` finds the tenant by the credentials or raises a `CallerError`; `render_error(error)`
    gives the vendor's error body. A body that breaks the contract is refused with `violation_status`.
    """

    name: str
    prefix: str
    contract: Contract
    identify: Callable[[Request], Identity[W]]
    render_error: Callable[[CallerError], Any]
    violation_status: int = _HTTP_BAD_REQUEST
    _handlers: list[tuple[str, str, "RouteHandler[W]"]] = field(default_factory=list)

    def route(
        self,
        method: str,
        path: str,
        *,
        locked: bool = True,
        identify: Callable[[Request], Identity[W]] | None = None,
    ) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
        """Registers a handler for a method and a path template such as `/items/{item_id}`.

        A route can `identify` its callers differently from the rest of the API.
        """

        def register(handler: Callable[..., Answer]) -> Callable[..., Answer]:
            operation = self.contract.operation(method, path)
            route_handler = RouteHandler(
                router=self,
                handler=handler,
                operation=operation,
                locked=locked,
                identify=identify or self.identify,
            )
            self._handlers.append((method, path, route_handler))
            return handler

        return register

    def blueprint(self) -> Blueprint:
        blueprint = Blueprint(self.name, __name__, url_prefix=self.prefix)
        for method, path, route_handler in self._handlers:
            # provide_automatic_options would answer OPTIONS, which no contract here declares
            blueprint.add_url_rule(
                flask_rule(path),
                f"{method} {path}".replace(".", "_"),
                route_handler,
                methods=[method],
                provide_automatic_options=False,
            )
        return blueprint

    def refusal(self, error: CallerError) -> Answer:
        """An error in the vendor's envelope."""
        return Answer(status=error.status, body=self.render_error(error), headers=error.headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteHandler(Generic[W]):
    """The request pipeline in front of one handler."""

    router: ApiRouter[W]
    handler: Callable[..., Answer]
    operation: Operation
    locked: bool
    identify: Callable[[Request], Identity[W]]

    def __call__(self, **path: str) -> Response:
        """Takes the request that Flask is handling through the pipeline."""
        try:
            identity = self.identify(request)
        except CallerError as error:
            return as_response(self._checked_answer(self.router.refusal(error)))
        journal = identity.tenant.journal
        entry = journal.write(
            RequestEntry(
                api=self.router.name,
                caller=identity.name,
                agent=request.headers.get("User-Agent", "")[:_LONGEST_AGENT],
                method=request.method,
                path=request.path,
                query=request.query_string.decode(errors="replace"),
                operation=self.operation.title,
                use=tuple(request_use(request, self.operation)),
            )
        )
        with journal.causing(entry):
            answer = self._with_alterations(identity, entry, path)
            outcome: dict[str, object] = {"dropped": True}
            if not answer.dropped:
                outcome = {"status": answer.status, "answer": body_for_journal(answer.content())}
                outcome |= {} if answer.cut_after is None else {"cut_after": answer.cut_after}
            journal.amend(entry, **outcome)
        response = as_response(answer)
        response.date = identity.tenant.clock.now()  # the vendor's own clock, as its Date header shows it
        return response

    def _with_alterations(self, identity: Identity[W], entry: int, path: Mapping[str, str]) -> Answer:
        """What an altered call is answered, altered."""
        standing, title, subject = identity.tenant.alterations, self.operation.title, request.path
        sent = standing.of(title, "request", caller=identity.name, subject=subject)
        read = standing.of(title, "response", caller=identity.name, subject=subject)
        answer = (
            self._with_fault(identity, entry, path)
            if sent is None
            else self._resend(sent, identity, path, lambda by, path: self._with_fault(by, entry, path))
        )
        return answer if read is None else altered_answer(answer, read)

    def _with_fault(self, identity: Identity[W], entry: int, path: Mapping[str, str]) -> Answer:
        tenant = identity.tenant
        armed = tenant.faults.for_request(
            request.method, request.path, request.get_data, caller=identity.name
        )
        if armed is None or not isinstance(armed.fault, RequestFault):
            return self._answer(identity, entry, path)
        tenant.journal.write(FaultHit(fault=armed.request.kind, fault_id=armed.fault_id))
        call = FaultedCall(
            clock=tenant.clock,
            late_work=tenant.faults.late_work,
            caller_gone=request.environ.get("waitress.client_disconnected", lambda: False),
            give_ups=tenant.faults.give_ups,
            resend=lambda alter: self._resend(
                alter, identity, path, lambda by, path: self._answer(by, entry, path)
            ),
        )
        try:
            return armed.fault.around(call, lambda: self._answer(identity, entry, path))
        except CallerError as error:  # the fault's own, which no contract foresees
            return self.router.refusal(error)

    def _resend(
        self,
        alter: Alter,
        identity: Identity[W],
        path: Mapping[str, str],
        work: Callable[[Identity[W], Mapping[str, str]], Answer],
    ) -> Answer:
        """Does the work on the call as `alter` leaves it; who calls is judged anew within the tenant."""
        carried = carried_by(request, path)
        alter(carried)
        with current_app.request_context(environ_with(request.environ, carried)):
            try:
                found = self.identify(request)
            except CallerError as error:
                return self._checked_answer(self.router.refusal(error))
            return work(found if found.tenant is identity.tenant else identity, carried.path)

    def _answer(self, identity: Identity[W], entry: int, path: Mapping[str, str]) -> Answer:
        try:
            answer = self._handled(identity, entry, path)
        except CallerError as error:
            answer = self.router.refusal(error)
        return self._checked_answer(answer, identity.tenant.journal)

    def _handled(self, identity: Identity[W], entry: int, path: Mapping[str, str]) -> Answer:
        tenant = identity.tenant
        body = None
        if self.operation.takes_json:
            tenant.journal.amend(entry, body=body_for_journal(read_body()))
            body = checked_body(
                self.operation,
                violation_status=self.router.violation_status,
                on_violation=lambda violation: tenant.journal.write(violation.entry()),
                lenient=tenant.lenient,
            )
            tenant.journal.amend(entry, body_use=tuple(body_use(body)))
        call = Call(
            tenant=tenant, caller=identity.caller, request=request, query=request.args, body=body, entry=entry
        )
        with tenant.lock if self.locked else nullcontext():
            answer = self.handler(call, **path)
        if request.method != "GET":
            tenant.outbox.keep_pace()
        return answer

    def _checked_answer(self, answer: Answer, journal: Journal | None = None) -> Answer:
        """The answer, if it keeps the contract; else our own bug, which is written into the journal."""
        if (bug := contract_bug(self.operation, answer)) is None:
            return answer
        if journal is not None:
            journal.write(SimulatorBug(message=bug.message))
        return self.router.refusal(bug)


def contract_bug(operation: Operation, answer: Answer) -> CallerError | None:
    """What is answered and logged in the place of an answer that breaks the contract; None when it keeps it.

    Of an answer made of stored bytes only the status is judged: the bytes were, when they were stored.
    """
    problem = operation.status_problem(answer.status)
    if problem is None and answer.raw is None:
        value = orjson.loads(orjson.dumps(answer.body))
        if answer.schema is None:
            problem = operation.response_problem(answer.status, value)
        else:
            problem = payload(answer.schema).first_problem(value)
    if problem is None:
        return None
    message = f"our answer breaks the contract of {operation.operation_id}: {problem}"
    _log.error(message)
    return CallerError(500, message, code="simulator_bug")


def flask_rule(path: str) -> str:
    """A path template as Flask writes it: `/items/{item_id}` becomes `/items/<item_id>`."""
    return re.sub(r"\{(\w+)\}", r"<\1>", path)


def read_body(largest: int = LARGEST_BODY) -> bytes:
    """The request's raw body, of at most `largest` bytes.

    Raises:
        CallerError: 413, it is larger than this product takes.
    """
    if (request.content_length or 0) > largest:
        raise CallerError(413, f"the body is larger than {largest} bytes", code="too_large")
    return request.get_data(cache=True)


def checked_body(
    operation: Operation,
    *,
    violation_status: int,
    on_violation: Callable[[Violation], object] = lambda _: None,
    largest: int = LARGEST_BODY,
    lenient: bool = False,
) -> Any:  # noqa: ANN401 - any JSON
    """The request's JSON body, which keeps the operation's contract; `{}` where none came and none is needed.

    With `lenient`, what it carries beyond the contract is left out.

    Raises:
        CallerError: 415 not JSON by its type, 400 not JSON by its bytes, or `violation_status`.
    """
    raw = read_body(largest)
    if not raw and not operation.needs_body:
        return {}
    if request.mimetype != "application/json":
        seen = request.mimetype or "nothing"
        raise CallerError(
            415, f"Content-Type must be application/json, not {seen}", code="unsupported_media_type"
        )
    try:
        body = parse_json(raw)
    except MalformedJsonError as error:
        on_violation(Violation(problem=Problem(pointer="", message=str(error))))
        raise CallerError(400, str(error), code="malformed_json") from error
    body, violation = judge_body(operation, body, lenient=lenient)
    if violation is not None:
        on_violation(violation)
        if not violation.ignored:
            problem = violation.problem
            raise CallerError(violation_status, str(problem), field=problem.field or None)
    return whole_numbers(body)
