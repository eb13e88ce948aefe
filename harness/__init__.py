"""The laboratory around an engine: the `ordo-flourish` command, the lab it brings up, the gate it runs."""
