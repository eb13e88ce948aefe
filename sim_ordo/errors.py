"""Ordo's error catalogue: what the caller or the engine can do wrong, and the status each is told with."""

from enum import StrEnum

from sim_kernel.answers import CallerError


class ErrorCode(StrEnum):
    """The codes of Ordo's error envelope, each with its status."""

    INVALID = "invalid", 422
    UNKNOWN_SKU = "unknown_sku", 422
    ITEM_INACTIVE = "item_inactive", 422
    NO_LICENSE = "no_license", 422
    LICENSE_CHOICE_NEEDED = "license_choice_needed", 422
    FORBIDDEN = "forbidden", 403
    UNAUTHENTICATED = "unauthenticated", 401
    NOT_FOUND = "not_found", 404
    CONFLICT = "conflict", 409
    ORDER_LOCKED = "order_locked", 409
    NOT_PENDING = "not_pending", 409
    STALE_REFUSAL = "stale_refusal", 409
    STALE_EDIT = "stale_edit", 409
    NOT_CONNECTED = "not_connected", 409
    ORDERS_BEING_SENT = "orders_being_sent", 409
    LICENSE_IN_USE = "license_in_use", 409
    CONNECTION_CHANGE_UNDER_WAY = "connection_change_under_way", 409
    SYNC_UNDER_WAY = "sync_under_way", 409
    SYNC_FINISHED = "sync_finished", 409
    TOO_LARGE = "too_large", 413
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type", 415
    ENGINE_UNREACHABLE = "engine_unreachable", 503
    ENGINE_ANSWER_UNUSABLE = "engine_answer_unusable", 502

    status: int

    def __new__(cls, code: str, status: int) -> "ErrorCode":
        """One of them; the code alone is its value."""
        made = str.__new__(cls, code)
        made._value_, made.status = code, status
        return made


class OrdoError(CallerError):
    """Something Ordo will not do; nothing has changed, and the message says what is expected."""

    def __init__(self, code: ErrorCode, message: str, *, field: str | None = None) -> None:
        super().__init__(code.status, message, code=code.value, field=field)


def not_found(what: str, key: str) -> OrdoError:
    """The error for an id or name that this organization does not have."""
    return OrdoError(ErrorCode.NOT_FOUND, f"this organization has no {what} {key!r}")
