"""What is done when a key is worked off: orders, syncs, items, sweeps, problems of connections, upkeep."""
