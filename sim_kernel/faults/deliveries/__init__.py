"""Faults of a webhook or an event, one a module; see `sim_kernel.faults` for how to add one."""
