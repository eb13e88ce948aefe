"""Steps about items, inventory and syncs (I1 to I12)."""
