"""Faults on demand: what can go wrong with a call or a delivery, one fault a module.

How to add a fault:

1. Write one module: in `calls/` for what happens to a call of an API, in `deliveries/` for what happens to a
   webhook or an event. It holds one frozen dataclass, whose fields are the fault's parameters. A call's fault
   has the method `around(call, work) -> Answer`: it answers without calling `work`, or calls it and changes
   the answer. A delivery's fault has the method `shape(delivery) -> list[Delivery]`: what is queued in the
   place of a new delivery. The interfaces are in `fault`. `alter` and `delay` have both methods.
2. Add its row to the table in `catalogue`. The control API, the docs' tests and the gate read that table.
3. Document it in `docs/how-to/inject-faults.md`, and test it in `tests/unit/kernel/test_faults.py`.

`board` keeps the faults that are armed for a tenant and picks the one that hits; `facts` is what it matches.
"""
