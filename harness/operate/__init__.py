"""The built-in engine for operators: run against real products, its status, its retries."""
