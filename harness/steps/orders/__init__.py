"""Steps about orders on both sides (O1 to O21)."""
