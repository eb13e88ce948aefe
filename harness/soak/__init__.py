"""The soak: many orders, faults by a profile, an engine that is killed again and again, and the audit."""
