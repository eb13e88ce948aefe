"""Keeps a scenario's secrets out of everything that is written about it.

Journals and states are redacted where they are made; but a message can quote anything. So every secret that
is known of a scenario's tenants is masked again, by its value, in all that leaves the process that played it.
"""

from collections.abc import Collection, Iterable, Iterator

import pytest
from _pytest._code.code import ReprExceptionInfo, ReprTracebackNative

from foundation.redaction import MASK
from harness.clients.tenant import Tenant
from harness.steps.context.records import Connection

_SHORTEST_SECRET = 6  # anything shorter would mask ordinary words


def secrets_of(tenants: Iterable[Tenant], connections: Iterable[Connection]) -> frozenset[str]:
    """Every secret that is known of a scenario's tenants and connections."""
    found = {secret for tenant in tenants for secret in _of_tenant(tenant)}
    found |= {secret for connection in connections for secret in _of_connection(connection)}
    return frozenset(secret for secret in found if len(secret) >= _SHORTEST_SECRET)


def _of_tenant(tenant: Tenant) -> Iterator[str]:
    flourish, ordo = tenant.flourish.made, tenant.ordo.made
    yield from (flourish.api_key, flourish.back_office_token, ordo.admin_token, ordo.rep_token)


def _of_connection(connection: Connection) -> Iterator[str]:
    for key in (connection.key, connection.old_key):
        if key is not None:
            yield key.api_key
    for webhook in (connection.webhook, connection.first_webhook):
        if webhook is not None:
            yield webhook.signing_key or ""
            yield from (header.value or "" for header in webhook.headers)


def masked(text: str, secrets: Collection[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, MASK)
    return text


def mask_report(report: pytest.TestReport, secrets: Collection[str]) -> None:
    """Masks what pytest says of a test: its message, its traceback with all values, and what was printed."""
    report.sections = [(name, masked(text, secrets)) for name, text in report.sections]
    said = report.longrepr
    whole = masked(str(said), secrets)
    if said is None or whole == str(said):
        return
    crash = getattr(said, "reprcrash", None)
    if crash is None:
        report.longrepr = whole
        return
    crash.message = masked(crash.message, secrets)
    report.longrepr = ReprExceptionInfo(
        reprtraceback=ReprTracebackNative(whole.splitlines(keepends=True)), reprcrash=crash
    )
