"""Saving the Flourish settings: what Ordo generates, and an engine that judges them (S3, S5, S8)."""

from dataclasses import asdict, dataclass
from typing import Any

import msgspec
import orjson
import requests
import urllib3

from foundation.contract import payload
from foundation.timed_answers import TimedAdapter
from foundation.worker_pool import waiting
from sim_kernel.answers import CallerError
from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.formats import problem_json
from sim_ordo.model.integration import Facility, FlourishIntegration

PATH = "/v1/connection"
LARGEST_ANSWER = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long Ordo waits for the engine, in seconds: to connect, and for its answer."""

    connect: float = 3.0
    read: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineReply:
    """What came back: the status, and the JSON value if it was one."""

    status: int
    value: Any


class ConnectionEndpoint:
    """Sends signed connection events and reads what the engine says. Never called with a lock held."""

    def __init__(self, engine_url: str, patience: Patience) -> None:
        self.url = engine_url.rstrip("/") + PATH
        self._timeout = (patience.connect, patience.read)

    def ask(self, body: bytes, signature: dict[str, str]) -> EngineReply:
        """The engine's reply to one event.

        Raises:
            OrdoError: `engine_unreachable`; what the engine may have done is unknown then.
        """
        headers = {**signature, "Content-Type": "application/json"}
        try:
            with waiting(), requests.Session() as session:
                session.trust_env = False
                for scheme in ("http://", "https://"):
                    session.mount(scheme, TimedAdapter(self._timeout[1]))
                response = session.post(
                    self.url,
                    data=body,
                    headers=headers,
                    timeout=self._timeout,
                    allow_redirects=False,
                    stream=True,
                )
                content = response.raw.read(LARGEST_ANSWER, decode_content=True)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            message = (
                f"the integration engine at {self.url} did not answer; try again ({type(error).__name__})"
            )
            raise OrdoError(ErrorCode.ENGINE_UNREACHABLE, message) from error
        return EngineReply(status=response.status_code, value=_json_or_none(content))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredHeader:
    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredWebhook:
    """What is to be submitted in Flourish (S5, S6)."""

    endpoint_url: str
    signing_key: str
    headers: tuple[AnsweredHeader, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionAnswer:
    """The engine's answer to a connection it has taken (schemas/ordo/connection_answer.json)."""

    connection_id: str
    facility: Facility
    webhook: AnsweredWebhook
    username_checked: bool | None = None


def raise_refusal(reply: EngineReply) -> None:
    """Lets a success pass.

    Raises:
        CallerError: the engine's own code and words with 422 (S8) or 502, else `engine_answer_unusable`.
    """
    if 200 <= reply.status < 300:
        return
    error = reply.value.get("error") if isinstance(reply.value, dict) else None
    if reply.status in {422, 502} and isinstance(error, dict):
        code = str(error.get("code", "invalid"))
        message = str(error.get("message", "the engine gave no reason"))
        if not payload("ordo/error.json").is_valid({"error": {"code": code, "message": message}}):
            raise unusable("its error has no proper code and message")
        raise CallerError(reply.status, message, code=code)
    if reply.status == 401:
        raise unusable("it does not accept Ordo's signature; both need the same events secret")
    raise unusable(f"it answered with status {reply.status}")


def unusable(why: str) -> OrdoError:
    """The error for an engine that answers, but not as it should."""
    return OrdoError(ErrorCode.ENGINE_ANSWER_UNUSABLE, f"the integration engine's answer is of no use: {why}")


def _json_or_none(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return None


_UNKNOWN = "api_username username_checked license_id license_number facility problem webhook"


def integration_json(integration: FlourishIntegration | None) -> dict[str, Any]:
    """The settings as `schemas/ordo/integration_settings.json` has them."""
    if integration is None:
        return {"connected": False, **dict.fromkeys(_UNKNOWN.split())}
    headers = [{"key": key} for key in integration.header_keys]
    return _settings(integration, {"endpoint_url": integration.endpoint_url, "headers": headers})


def saved_json(integration: FlourishIntegration, webhook: AnsweredWebhook) -> dict[str, Any]:
    """The settings just saved, with what is to be submitted in Flourish, shown this once."""
    return _settings(integration, msgspec.to_builtins(webhook))


def _settings(integration: FlourishIntegration, webhook: dict[str, Any]) -> dict[str, Any]:
    return {
        "connected": True,
        "api_username": integration.api_username,
        "username_checked": integration.username_checked,
        "license_id": integration.license_id,
        "license_number": integration.license_number,
        "facility": asdict(integration.facility),
        "problem": problem_json(integration.problem),
        "webhook": webhook,
    }
