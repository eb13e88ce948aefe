"""Outbound orders: where Ordo's orders arrive, what a warehouse does with them, and their webhooks.

Read `api` and `back_office` for what can be asked, `rules` and `allocation` for what happens, `webhook` for
what is published.
"""
