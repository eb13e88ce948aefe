"""Steps about faults: calls and deliveries struck, forged messages, restarts."""
