"""Ordo as its setup-and-workflow article shows it: the side where brands, licenses and orders are made.

People call `/api/v1` (the `*_api` modules), an integration engine calls `/integration/v1`
(`integration_api/`), and Ordo tells the engine what happened through signed events (the `*_event` modules).
The rules stand in pure modules between them: `order_status`, `edit_lock`, `orders`, `inventory`, `syncs`, ...
"""
