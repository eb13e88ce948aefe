"""`check-receiver`: any webhook receiver judged by itself."""
