"""Wrong products that only show between two steps, or that no feature is about; the explorer finds each.

Reconciliation or the next sync would put most of it right in the end.
"""

from tests.mutants.mutant import Mutant, instead

WRONG = (
    Mutant(
        name="is deaf to changes of orders",
        breaks=("O5", "O6"),
        consequence="What the warehouse does shows in Ordo only when somebody polls.",
        changes=(
            instead(
                "integration_engine.receive.receive_flourish_webhook:_keep_order_hint",
                lambda _original: lambda *_facts: None,
            ),
        ),
    ),
    Mutant(
        name="does not run the syncs that it is asked for",
        breaks=("I1",),
        consequence="The engine says yes to a sync, and nothing happens.",
        changes=(
            instead(
                "integration_engine.work.sync_work:SyncWork.receive",
                lambda original: (
                    lambda self, transaction, key, message, now: (
                        None
                        if transaction.orders.placed(key.organization_id)
                        else original(self, transaction, key, message, now)
                    )
                ),
            ),
        ),
    ),
    Mutant(
        name="Flourish sells what is on order",
        breaks=("I8",),
        consequence="What one buyer has ordered is promised to the next.",
        changes=(
            instead(
                "sim_flourish.warehouse.stock:SummaryRow.sellable_qty",
                lambda _original: property(lambda row: row.available_qty),
            ),
        ),
    ),
)
