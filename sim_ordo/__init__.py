"""Ordo as its setup-and-workflow article shows it: the side where brands, licenses and orders are made.

Each room (`orders/`, `inventory/`, `organization/`, `integration/`) has what people do on `screens`
(`/api/v1`) and what an engine calls (`integration_api`, `/integration/v1`). `events` sends signed events to
the engine. `model/` holds the records and the status tables; read `model/order_status` and
`orders/edit_lock` first.
"""
