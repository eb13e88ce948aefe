"""What both simulators share, and no vendor is named in.

A request travels `http_edge` (who calls, faults, contract, journal) to a vendor's handler; what the handler
changes stands in a tenant's world; what it announces goes through `outbox` to whoever listens. `control_api`
is how people and tests steer all of it.
"""
