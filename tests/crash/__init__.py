"""The crash sweep: the engine is killed at every call and every commit, and all must end as if it had not."""
