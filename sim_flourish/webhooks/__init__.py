"""Webhook endpoints, and how what happened is signed and queued for them (S6, S7)."""
