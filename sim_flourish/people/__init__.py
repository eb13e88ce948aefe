"""Users with their API keys, and sales reps (S3)."""
