"""Steps about the setup: brands, licenses, keys, the integration, webhook endpoints (S1 to S8)."""
