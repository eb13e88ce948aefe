"""Puts a simulator together as a Flask app: its APIs, the control API, the guard, the last word on errors."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from foundation.contract import Contract
from foundation.docs_page import docs_page, refuse_foreigners
from foundation.guard import is_own_request
from foundation.service_description import description, description_of_service
from sim_kernel.answers import Answer, CallerError, as_response, refused
from sim_kernel.api_router import ApiRouter
from sim_kernel.control_api import CONTRACT_DOCUMENT, PREFIX, control_blueprint
from sim_kernel.simulator import Simulator

W = TypeVar("W")
_log = logging.getLogger(__name__)


def simulator_app(
    simulator: Simulator[W],
    routers: Sequence[ApiRouter[W]],
    *,
    guarded_prefixes: Collection[str] = (),
    allowed_hosts: Collection[str] = (),
) -> Flask:
    """The app. The control API and routes below `guarded_prefixes` answer this machine's own pages only."""
    app = Flask(simulator.vendor.name, static_folder=None)
    app.extensions["simulator"] = simulator
    app.url_map.strict_slashes = False
    for router in routers:
        app.register_blueprint(router.blueprint())
    app.register_blueprint(control_blueprint(simulator))
    _serve_descriptions(app, routers, allowed_hosts)
    guarded = (PREFIX, *guarded_prefixes)

    @app.before_request
    def guard() -> Response | None:
        if not request.path.startswith(guarded) or is_own_request(
            request.host, request.headers.get("Origin"), allowed_hosts
        ):
            return None
        return as_response(
            _error(routers, CallerError(403, "this route answers its own machine only", code="forbidden"))
        )

    @app.errorhandler(Exception)
    def explain(error: Exception) -> Response:
        return as_response(_error(routers, _blamed(error)))

    return app


def _serve_descriptions(
    app: Flask, routers: Sequence[ApiRouter[Any]], allowed_hosts: Collection[str]
) -> None:
    """Each API's description under its prefix, all of them at `/openapi.json`, and a page to read them."""
    title = f"{app.name.capitalize()}, simulated"
    documents = {router.name: router.contract.document for router in routers} | {"control": CONTRACT_DOCUMENT}
    pages: dict[str, str] = {}
    for name, document in documents.items():
        contract = Contract.load(document)
        path = f"{contract.base_path}/openapi.json"
        _serve(app, path, f"description of {name}", partial(description, document), allowed_hosts)
        pages[contract.description["info"]["title"]] = path
    whole = partial(description_of_service, title, documents)
    _serve(app, "/openapi.json", "description", whole, allowed_hosts)
    app.register_blueprint(docs_page(title, {**pages, "All of it": "/openapi.json"}, allowed_hosts))


def _serve(
    app: Flask,
    path: str,
    endpoint: str,
    shown: Callable[[], Mapping[str, Any]],
    allowed_hosts: Collection[str],
) -> None:
    def openapi() -> Response:
        refuse_foreigners(allowed_hosts)
        return as_response(Answer(body=shown()))

    app.add_url_rule(path, endpoint, openapi)


def _error(routers: Sequence[ApiRouter[Any]], error: CallerError) -> Answer:
    router = next((router for router in routers if request.path.startswith(router.prefix)), None)
    return router.refusal(error) if router else refused(error)


def _blamed(error: Exception) -> CallerError:
    if isinstance(error, CallerError):
        return error
    if isinstance(error, HTTPException) and error.code is not None:
        code = (error.name or "error").lower().replace(" ", "_")
        headers = (
            {"Allow": ", ".join(sorted(valid))} if (valid := getattr(error, "valid_methods", None)) else {}
        )
        return CallerError(error.code, _http_message(error), code=code, headers=headers)
    _log.error("a handler failed unexpectedly", exc_info=error)
    return CallerError(
        500, "the simulator failed unexpectedly; this is its own bug, see its log", code="simulator_bug"
    )


def _http_message(error: HTTPException) -> str:
    if error.code == 404:
        return f"there is nothing at {request.method} {request.path}"
    if error.code == 405:
        return f"{request.method} is not possible at {request.path}"
    return error.description or error.name
