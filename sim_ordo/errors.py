"""Ordo's error catalogue: what the caller or the engine can do wrong, and the status each is told with."""

from collections.abc import Mapping
from enum import StrEnum

from sim_kernel.answers import CallerError


class ErrorCode(StrEnum):
    INVALID = "invalid"
    UNKNOWN_SKU = "unknown_sku"
    NO_LICENSE = "no_license"
    LICENSE_CHOICE_NEEDED = "license_choice_needed"
    FORBIDDEN = "forbidden"
    UNAUTHENTICATED = "unauthenticated"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    ORDER_LOCKED = "order_locked"
    NOT_PENDING = "not_pending"
    STALE_REFUSAL = "stale_refusal"
    STALE_EDIT = "stale_edit"
    NOT_CONNECTED = "not_connected"
    ORDERS_BEING_SENT = "orders_being_sent"
    LICENSE_IN_USE = "license_in_use"
    CONNECTION_CHANGE_UNDER_WAY = "connection_change_under_way"
    SYNC_UNDER_WAY = "sync_under_way"
    SYNC_FINISHED = "sync_finished"
    TOO_LARGE = "too_large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    ENGINE_UNREACHABLE = "engine_unreachable"
    ENGINE_ANSWER_UNUSABLE = "engine_answer_unusable"


STATUS_OF: Mapping[ErrorCode, int] = {
    ErrorCode.INVALID: 422,
    ErrorCode.UNKNOWN_SKU: 422,
    ErrorCode.NO_LICENSE: 422,
    ErrorCode.LICENSE_CHOICE_NEEDED: 422,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.CONFLICT: 409,
    ErrorCode.ORDER_LOCKED: 409,
    ErrorCode.NOT_PENDING: 409,
    ErrorCode.STALE_REFUSAL: 409,
    ErrorCode.STALE_EDIT: 409,
    ErrorCode.NOT_CONNECTED: 409,
    ErrorCode.ORDERS_BEING_SENT: 409,
    ErrorCode.LICENSE_IN_USE: 409,
    ErrorCode.CONNECTION_CHANGE_UNDER_WAY: 409,
    ErrorCode.SYNC_UNDER_WAY: 409,
    ErrorCode.SYNC_FINISHED: 409,
    ErrorCode.TOO_LARGE: 413,
    ErrorCode.UNSUPPORTED_MEDIA_TYPE: 415,
    ErrorCode.ENGINE_UNREACHABLE: 503,
    ErrorCode.ENGINE_ANSWER_UNUSABLE: 502,
}


class OrdoError(CallerError):
    """Something Ordo will not do; nothing has changed, and the message says what is expected."""

    def __init__(self, code: ErrorCode, message: str, *, field: str | None = None) -> None:
        super().__init__(STATUS_OF[code], message, code=code.value, field=field)


def not_found(what: str, key: str) -> OrdoError:
    """The error for an id or name that this organization does not have."""
    return OrdoError(ErrorCode.NOT_FOUND, f"this organization has no {what} {key!r}")
