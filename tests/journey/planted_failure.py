"""A plugin of pytest that makes the built-in engine wrong, and lets a failing step blurt out all it knows.

    ordo-flourish gate -- -p tests.journey.planted_failure

The engine takes a partial payment for a full one. The secrets of the failing scenario's world are also
written into the file that PLANTED_SECRETS names, so that a test knows what to search for.
"""

import os
import sys
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import cast

from harness.steps.context.failure_context import ExpectationFailedError
from harness.steps.context.scenario_context import ScenarioContext
from integration_engine.core import ordo_status as engine

table = cast("MutableMapping[engine.StatusKey, engine.OrdoStatus]", engine.ORDO_STATUS)
table[(engine.Terms.NET_TERMS, engine.OrderStatus.SHIPPED, engine.PaymentStatus.PARTIALLY_PAID)] = (
    engine.OrdoStatus.PAID
)


def _secrets(context: ScenarioContext) -> Iterator[str]:
    yield from (context.connection.key.api_key, context.tenant.flourish.made.back_office_token)
    yield from (context.tenant.ordo.made.admin_token, context.tenant.ordo.made.rep_token)
    assert context.connection.webhook is not None
    yield context.connection.webhook.signing_key
    yield from (header.value or "" for header in context.connection.webhook.headers)


def pytest_bdd_step_error(step_func_args: dict[str, object], exception: Exception) -> None:
    """Says in every place what must be said in none."""
    context = step_func_args["context"]
    assert isinstance(context, ScenarioContext)
    secrets = list(_secrets(context))
    with Path(os.environ["PLANTED_SECRETS"]).open("a", encoding="utf-8") as known:
        known.writelines(f"{secret}\n" for secret in secrets)
    sys.stdout.write(" ".join(secrets))
    exception.add_note(" ".join(secrets))
    if isinstance(exception, ExpectationFailedError):
        exception.seen += f" ({secrets[0]})"
