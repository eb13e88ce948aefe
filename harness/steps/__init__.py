"""The step definitions, by noun. They speak HTTP through `harness.clients` and import no server.

`context` holds what one scenario has brought about, and what several nouns need done; `invariants` judges all
orders at once; `setup`, `inventory`, `orders` and `faults` stand beside each other and import only these two.
"""

STEP_MODULES = (
    "harness.steps.context.refusals",
    "harness.steps.context.scenario_context",
    "harness.steps.invariants.checks",
    "harness.steps.setup.api_keys",
    "harness.steps.setup.brands",
    "harness.steps.setup.facilities",
    "harness.steps.setup.integration",
    "harness.steps.setup.licenses",
    "harness.steps.setup.sellers",
    "harness.steps.setup.webhook_endpoints",
    "harness.steps.inventory.inactive_items",
    "harness.steps.inventory.inventory",
    "harness.steps.inventory.items",
    "harness.steps.inventory.mismatches",
    "harness.steps.inventory.packs",
    "harness.steps.inventory.renamed_brands",
    "harness.steps.inventory.syncs",
    "harness.steps.orders.concurrent_edits",
    "harness.steps.orders.flourish_orders",
    "harness.steps.orders.order_edits",
    "harness.steps.orders.order_fields",
    "harness.steps.orders.order_money",
    "harness.steps.orders.order_statuses",
    "harness.steps.orders.order_words",
    "harness.steps.orders.orders",
    "harness.steps.orders.payments",
    "harness.steps.orders.refused_orders",
    "harness.steps.orders.shipments",
    "harness.steps.faults.deliveries",
    "harness.steps.faults.engine_restarts",
    "harness.steps.faults.fault_windows",
    "harness.steps.faults.faults",
    "harness.steps.faults.refused_reports",
    "harness.steps.faults.forged_messages",
    "harness.steps.simulators.records",
    "harness.steps.simulators.flourish_orders",
)
