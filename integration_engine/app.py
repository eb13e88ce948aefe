"""The engine as a WSGI application: puts its parts together and routes requests to the receiving edges."""

import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from foundation.clock import AdjustableClocks, Clocks, SystemClocks
from foundation.docs_page import docs_page, has_docs_page, refuse_foreigners
from foundation.service_description import description
from integration_engine.config import EngineConfig, from_environment
from integration_engine.errors import CallerError, ConfigurationError, StorageError
from integration_engine.keys import Kind
from integration_engine.logs import logger
from integration_engine.operate.metrics import CONTENT_TYPE, NOBODY, Metrics, TablesCollector
from integration_engine.queue.job_engine import Activity, JobEngine
from integration_engine.queue.start_jobs import start_jobs
from integration_engine.queue.work_loop import AnyWork, Poller, WorkLoop
from integration_engine.receive.health import healthz, move_clock
from integration_engine.receive.inbound import (
    DOCUMENT,
    LARGEST_BODY,
    Parts,
    answer,
    error_answer,
    hold_to_description,
)
from integration_engine.receive.ordo_signature import OrdoSignature
from integration_engine.receive.receive_connection import receive_connection
from integration_engine.receive.receive_flourish_webhook import receive_flourish_webhook
from integration_engine.receive.receive_ordo_event import receive_ordo_event
from integration_engine.secret_box import SecretBox
from integration_engine.store.database import Database
from integration_engine.vendor_access import VendorAccess
from integration_engine.work.connection_work import ConnectionWork
from integration_engine.work.item_work import ItemWork
from integration_engine.work.order_work import OrderWork
from integration_engine.work.sweep_work import SweepWork
from integration_engine.work.sync_work import SyncWork
from integration_engine.work.upkeep_work import EVERY as UPKEEP_EVERY
from integration_engine.work.upkeep_work import UpkeepWork, plan_what_comes_round

__all__ = ["EngineConfig", "IntegrationEngine", "create_app"]

_log = logger(__name__)
_INBOUND_ENDPOINTS: Mapping[str, tuple[str, Callable[..., Response]]] = {
    "connection": ("/v1/connection", receive_connection),
    "ordo_events": ("/v1/ordo-events", receive_ordo_event),
    "flourish_webhooks": ("/v1/flourish-webhooks/<connection_id>", receive_flourish_webhook),
}
_CODES = {403: "forbidden", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}


class IntegrationEngine:
    """A running engine: its parts, its loop and its job engine. Starts with what was left from before."""

    def __init__(self, config: EngineConfig) -> None:
        clocks: Clocks = AdjustableClocks() if config.controllable_clock else SystemClocks()
        box = SecretBox(config.encryption_key)
        self.parts = Parts(
            config=config,
            signature=OrdoSignature(config.events_secret),
            box=box,
            access=VendorAccess(config, box),
            database=Database(config.database_url, survive_power_loss=config.survive_power_loss),
            clocks=clocks,
            activity=Activity(),
            metrics=Metrics(),
        )
        with ExitStack() as on_failure:
            on_failure.callback(self.parts.database.close)
            self.parts.database.claim()
            self._begin(config, clocks)
            on_failure.pop_all()

    def _begin(self, config: EngineConfig, clocks: Clocks) -> None:
        self.parts.database.upgrade()
        self.parts.metrics.registry.register(TablesCollector(self.parts.database, clocks))
        self._loop = WorkLoop(
            self.parts.database,
            _works(self.parts),
            clocks,
            self.parts.activity,
            self.parts.metrics,
            max(UPKEEP_EVERY, config.sweep_every),
        )
        self.jobs: JobEngine = start_jobs(config, clocks, self.parts.activity, self._loop)
        self._loop.attach(self.jobs)
        plan_what_comes_round(self.parts.database, clocks, config)
        if config.role.works:
            self._loop.start()
        look = self._loop.poll if config.role.works else self.parts.database.try_again
        self._poll = Poller(look, every_seconds=config.poll_seconds)

    def close(self) -> None:
        """Stops taking work, lets the steps that run end, closes connections. Nothing that waits is lost."""
        self._poll.stop()
        self._loop.stop()
        self.jobs.close()
        self.parts.access.close()
        self.parts.database.close()


def _works(parts: Parts) -> dict[Kind, AnyWork]:
    work_of: Mapping[Kind, type[AnyWork]] = {
        Kind.ORDER: OrderWork,
        Kind.ITEM: ItemWork,
        Kind.SYNC: SyncWork,
        Kind.CONNECTION: ConnectionWork,
        Kind.SWEEP: SweepWork,
        Kind.UPKEEP: UpkeepWork,
    }
    return {kind: work(parts.access, parts.config, parts.metrics) for kind, work in work_of.items()}


def create_app(config: EngineConfig | None = None) -> Flask:
    """The engine, started. Without `config` it is read from the environment (see `config`).

    `app.extensions["integration_engine"]` is the engine; its `close()` stops what runs in the background.

    Raises:
        ConfigurationError: a setting is missing or wrong.
        StorageError: the database cannot be opened.
    """
    engine = IntegrationEngine(config or from_environment(os.environ))
    app = Flask("integration_engine", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.extensions["integration_engine"] = engine
    _add_routes(app, engine.parts, engine.jobs)
    _add_error_handlers(app, engine.parts.metrics)
    return app


def _add_routes(app: Flask, parts: Parts, jobs: JobEngine) -> None:
    if parts.config.role.receives:
        for endpoint, (rule, receive) in _INBOUND_ENDPOINTS.items():
            app.post(rule, endpoint=endpoint)(partial(receive, parts))

    @app.get("/healthz")
    def health() -> Response:
        return healthz(parts, jobs)

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(parts.metrics.text(), content_type=CONTENT_TYPE)

    @app.get("/openapi.json")
    def openapi() -> Response:
        refuse_foreigners()
        return answer(200, dict(description(DOCUMENT)))

    if has_docs_page():
        page = docs_page("The integration engine", {"The integration engine": "/openapi.json"})
        app.register_blueprint(page)

    if parts.config.controllable_clock:
        hold_to_description(app)

        @app.post("/_lab/clock")
        def lab_clock() -> Response:
            return move_clock(parts)


def _add_error_handlers(app: Flask, metrics: Metrics) -> None:
    def refused(error: CallerError) -> Response:
        if request.endpoint in _INBOUND_ENDPOINTS:
            metrics.refused(request.endpoint or "", error.code)
            # Not the path: a webhook's path holds the connection's id, which is not guessable.
            _log.warning(
                "refused", door=request.endpoint, status=error.status, code=error.code, why=error.message
            )
        return error_answer(error)

    @app.errorhandler(CallerError)
    def caller(error: CallerError) -> Response:
        return refused(error)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        answered = refused(
            CallerError(status, _CODES.get(status, "bad_request"), error.description or error.name)
        )
        if isinstance(error, MethodNotAllowed):
            answered.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
        return answered

    @app.errorhandler(StorageError)
    def storage(error: StorageError) -> Response:
        _log.error("not stored", door=request.endpoint, error=str(error), to_do=error.remedy)
        message = "the engine cannot store anything at the moment; send it again later"
        metrics.raised(NOBODY, error)
        return refused(CallerError(503, "storage_unavailable", message))

    @app.errorhandler(ConfigurationError)
    def misconfigured(error: ConfigurationError) -> Response:
        _log.error("cannot work with these settings", door=request.endpoint, exc_info=error)
        metrics.raised(NOBODY, error)
        message = "the engine cannot work with its settings, and its log says why; send it again later"
        return refused(CallerError(503, "misconfigured", message))

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        _log.error("failed unexpectedly", door=request.endpoint, exc_info=error)
        metrics.raised(NOBODY, error)
        return refused(CallerError(500, "internal_error", "the engine failed; the failure is in its log"))
