"""The step definitions, by noun. They speak HTTP through `harness.clients` and import no server.

`story` holds what one scenario has brought about; `stage` and `ordering` are what several nouns need done;
`words` is the vocabulary of the sentences. A step definition belongs to the noun it is about.
"""

STEP_MODULES = (
    "harness.steps.accounts",
    "harness.steps.api_keys",
    "harness.steps.arrivals",
    "harness.steps.brands",
    "harness.steps.deliveries",
    "harness.steps.engine_restarts",
    "harness.steps.faults",
    "harness.steps.flourish_orders",
    "harness.steps.forged_messages",
    "harness.steps.integration",
    "harness.steps.inventory",
    "harness.steps.items",
    "harness.steps.licenses",
    "harness.steps.mismatches",
    "harness.steps.order_edits",
    "harness.steps.orders",
    "harness.steps.order_statuses",
    "harness.steps.passing_time",
    "harness.steps.payments",
    "harness.steps.refusals",
    "harness.steps.refused_orders",
    "harness.steps.sellers",
    "harness.steps.shipments",
    "harness.steps.storms",
    "harness.steps.syncs",
    "harness.steps.unmet",
    "harness.steps.webhook_endpoints",
)
