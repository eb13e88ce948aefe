"""What both simulators share, and no vendor is named in.

A request passes `api_router` (caller, fault, contract, journal) to a vendor's handler. The handler changes
the tenant's world, writes entries (`foundation.journal_entries`) into its `journal`, and queues webhooks
or events in its `outbox`. `control_api` is how people and tests control all of it; `faults` says how to add
a fault.
"""
