"""The soak: many orders, a storm of faults, an engine that is killed again and again, and the ledger."""
