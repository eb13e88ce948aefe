"""Faults of a call or its answer, one a module; see `sim_kernel.faults` for how to add one."""
