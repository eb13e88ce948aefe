"""Durable work over the engine's tables: a loop of ours on SQLite, Procrastinate on PostgreSQL."""
