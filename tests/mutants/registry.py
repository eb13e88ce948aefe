"""All mutants, and what they have to cover."""

from harness.rules import RULES
from sim_kernel.faults.catalogue import DELIVERY_FAULTS, REQUEST_FAULTS
from tests.mutants import (
    engine_fields,
    engine_item_values,
    engine_items,
    engine_mixes,
    engine_news,
    engine_orders,
    engine_restarts,
    engine_setup,
    engine_statuses,
    engine_sync,
    engine_sync_reports,
    engine_time,
    engine_values,
    flourish_messages,
    flourish_screens,
    lab_controls,
    ordo_messages,
    ordo_screens,
    simulators,
)
from tests.mutants.mutant import Mutant

MUTANTS: tuple[Mutant, ...] = (
    *engine_setup.MUTANTS,
    *engine_sync.MUTANTS,
    *engine_items.MUTANTS,
    *engine_item_values.MUTANTS,
    *engine_sync_reports.MUTANTS,
    *engine_orders.MUTANTS,
    *engine_fields.MUTANTS,
    *engine_values.MUTANTS,
    *engine_statuses.MUTANTS,
    *engine_news.MUTANTS,
    *engine_time.MUTANTS,
    *engine_mixes.MUTANTS,
    *engine_restarts.MUTANTS,
    *simulators.MUTANTS,
    *flourish_screens.MUTANTS,
    *flourish_messages.MUTANTS,
    *ordo_screens.MUTANTS,
    *ordo_messages.MUTANTS,
    *lab_controls.MUTANTS,
)

ONLY_ON_SCREENS = frozenset({"S1", "S2", "S3", "I1"})
"""Rules for which a mutant is welcome and not demanded: what people enter, and that a sync can be started."""

RULES_TO_BREAK = frozenset(RULES) - ONLY_ON_SCREENS

CONTROLS = frozenset(
    {
        *(f"request {kind}" for kind in REQUEST_FAULTS),
        *(f"delivery {kind}" for kind in DELIVERY_FAULTS),
        "nth",
        "count",
        "release",
        "repeat",
        "advance",
        "skew",
    }
)
"""Every fault of the laboratory, on each side it can happen to, and every other control of what happens."""
