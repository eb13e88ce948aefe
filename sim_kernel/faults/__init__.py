"""Misfortune on demand: one small file a fault, one table of them all in `catalogue`.

A request fault has one method, `around(call, work) -> Answer`: it may answer without the work, or do the work
and spoil the answer. A delivery fault has one method, `shape(delivery) -> list[Delivery]`: what becomes of
a delivery that was just announced. To add one: write its file, add its row to `catalogue.py`, document it.
"""
