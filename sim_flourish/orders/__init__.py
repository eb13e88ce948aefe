"""Outbound orders: where Ordo's orders arrive, what a warehouse does with them, and what is told of it.

Read `api` and `back_office` for what can be asked, `rules` and the actions for what happens, `webhook` for
what is told.
"""
