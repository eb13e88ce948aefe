"""The step definitions, by noun. They speak HTTP through `harness.clients` and import no server.

`context` holds what one scenario has brought about; `stage` and `ordering` are what several nouns need done;
`words` is the vocabulary of the sentences. A step definition belongs to the noun it is about.
"""

STEP_MODULES = (
    "harness.steps.invariants.checks",
    "harness.steps.setup.api_keys",
    "harness.steps.faults.arrivals",
    "harness.steps.setup.brands",
    "harness.steps.faults.deliveries",
    "harness.steps.faults.engine_restarts",
    "harness.steps.faults.faults",
    "harness.steps.orders.flourish_orders",
    "harness.steps.faults.forged_messages",
    "harness.steps.setup.integration",
    "harness.steps.inventory.inventory",
    "harness.steps.inventory.items",
    "harness.steps.setup.licenses",
    "harness.steps.inventory.mismatches",
    "harness.steps.orders.order_edits",
    "harness.steps.orders.orders",
    "harness.steps.orders.order_statuses",
    "harness.steps.context.time",
    "harness.steps.orders.payments",
    "harness.steps.orders.refusals",
    "harness.steps.orders.refused_orders",
    "harness.steps.setup.sellers",
    "harness.steps.orders.shipments",
    "harness.steps.faults.storms",
    "harness.steps.inventory.syncs",
    "harness.steps.context.failure_context",
    "harness.steps.setup.webhook_endpoints",
)
